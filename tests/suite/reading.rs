//! A draw of findings and questions of the real map, to be read and judged. `READING=seed cargo test --test suite -- reading --nocapture` prints one;
//! `reading.md` holds what was judged of the last draws.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use fastrand::Rng;
use flowmap::judge::topics::is_to_do;
use flowmap::print::json;
use serde_json::Value;

use crate::real_map::REAL;

/// The findings as `flowmap check --format json` prints them, those of the to-do list left out.
static FOUND: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let document: Value = serde_json::from_str(&json::render(&REAL)).expect("JSON");
    let told = document["findings"].as_array().expect("a list").iter();
    let told = told.zip(&REAL.findings);
    told.filter(|(_, finding)| !is_to_do(finding))
        .map(|(told, _)| told.clone())
        .collect()
});

fn text<'v>(finding: &'v Value, key: &str) -> &'v str {
    finding[key].as_str().unwrap_or_default()
}

/// The number of findings drawn.
const FINDINGS: usize = 60;
/// The number of questions drawn.
const QUESTIONS: usize = 30;

/// Takes one of the items by chance.
fn take<T>(dice: &mut Rng, from: &mut Vec<T>) -> T {
    let place = dice.usize(..from.len());
    from.remove(place)
}

/// One finding of each rule, then any others.
fn draw(seed: u64) -> Vec<&'static Value> {
    let mut dice = Rng::with_seed(seed);
    let mut by_rule: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for finding in FOUND.iter() {
        by_rule
            .entry(text(finding, "rule"))
            .or_default()
            .push(finding);
    }
    let mut drawn: Vec<&Value> = by_rule
        .values_mut()
        .map(|findings| take(&mut dice, findings))
        .collect();
    let mut rest: Vec<&Value> = by_rule.into_values().flatten().collect();
    while drawn.len() < FINDINGS && !rest.is_empty() {
        drawn.push(take(&mut dice, &mut rest));
    }
    drawn.sort_by_key(|finding| text(finding, "name"));
    drawn
}

/// The findings whose questions are drawn, each question once.
fn questions(seed: u64) -> Vec<&'static Value> {
    let mut dice = Rng::with_seed(seed ^ 0xFFFF);
    let mut texts = BTreeSet::new();
    let mut asking: Vec<&Value> = FOUND
        .iter()
        .filter(|finding| !finding["question"].is_null())
        .filter(|finding| texts.insert(finding["question"].to_string()))
        .collect();
    let mut drawn = Vec::new();
    while drawn.len() < QUESTIONS && !asking.is_empty() {
        drawn.push(take(&mut dice, &mut asking));
    }
    drawn.sort_by_key(|finding| text(finding, "name"));
    drawn
}

#[test]
fn a_draw_has_a_finding_of_every_rule_and_is_the_same_again() {
    let seed = std::env::var("READING").ok();
    let seed = seed.and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let drawn = draw(seed);
    for finding in &drawn {
        println!("{} ({})", text(finding, "name"), text(finding, "certainty"));
        println!("    {}", text(finding, "message"));
        println!("    do: {}", text(finding, "help"));
        println!("    {}", asked(finding));
    }
    println!();
    for finding in questions(seed) {
        println!("{}: {}", text(finding, "name"), asked(finding));
    }
    let names = |drawn: &[&'static Value]| -> BTreeSet<&str> {
        drawn.iter().map(|finding| text(finding, "name")).collect()
    };
    assert_eq!(names(&drawn).len(), FINDINGS);
    assert_eq!(questions(seed).len(), QUESTIONS);
    assert_eq!(names(&drawn), names(&draw(seed)));
    assert_ne!(names(&drawn), names(&draw(seed + 1)));
    let rules: BTreeSet<&str> = drawn.iter().map(|finding| text(finding, "rule")).collect();
    for rule in FOUND.iter().map(|finding| text(finding, "rule")) {
        assert!(rules.contains(rule), "no {rule} was drawn");
    }
}

/// The question of a finding, with the body to ask.
fn asked(finding: &Value) -> String {
    let question = &finding["question"];
    format!("ask {}: {}", text(question, "to"), text(question, "text"))
}
