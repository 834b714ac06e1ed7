//! Maps with planted cases: every rule finds the cases planted for it, exactly as planted, and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use flowmap::judge::rules::RULES;
use flowmap::read::finding::{Finding, Group, Subject};
use flowmap::read::source::SourceSet;
use serde_json::Value;
use serde_json::json;

use super::Map;
use super::Planted;
use super::Recipe;
use super::generate;
use crate::expectation::analysis;
use crate::told::told;

/// The results of a rule.
#[derive(Default)]
struct Score {
    planted: usize,
    found: usize,
    /// Planted, and found as planted.
    hits: usize,
    traps: usize,
    /// The faults, in words.
    faults: Vec<String>,
}

type Scores = BTreeMap<&'static str, Score>;

/// The parts of a finding as JSON, for JSON pointers.
fn printed(finding: &Finding) -> Value {
    let subjects: BTreeMap<&str, Value> = finding
        .subjects
        .iter()
        .map(|(role, subject)| match subject {
            Subject::One(id) => (*role, json!(id)),
            Subject::Many(ids) => (*role, json!(ids)),
        })
        .collect();
    json!({"subjects": subjects, "detail": finding.detail, "message": finding.message})
}

/// The differences between a finding and the planted one.
fn shortcomings(planted: &Planted, finding: &Finding) -> Vec<String> {
    let mut faults = Vec::new();
    let printed = printed(finding);
    if Some(finding.certainty) != planted.certainty {
        faults.push(format!("is {}", finding.certainty.word()));
    }
    for (pointer, wanted) in &planted.shows {
        let is_shown = if let Some(list) = pointer.strip_suffix("/*") {
            let entries = printed.pointer(list).and_then(Value::as_array);
            entries.is_some_and(|entries| entries.iter().any(|entry| holds(entry, wanted)))
        } else if let Some(text) = pointer.strip_suffix('~') {
            let text = printed.pointer(text).and_then(Value::as_str);
            text.is_some_and(|text| text.contains(wanted.as_str().expect("a text")))
        } else {
            printed.pointer(pointer) == Some(wanted)
        };
        if !is_shown {
            faults.push(format!("does not show {wanted} at {pointer}: {printed}"));
        }
    }
    faults
}

/// True if an object has at least the entries of another.
fn holds(entry: &Value, wanted: &Value) -> bool {
    let wanted = wanted.as_object().expect("an object");
    wanted
        .iter()
        .all(|(key, value)| entry.get(key) == Some(value))
}

/// Compares the findings with the planted ones; `is_meant` selects the findings that count.
fn score(planted: &[Planted], found: &[Finding], is_meant: impl Fn(&Finding) -> bool) -> Scores {
    let mut scores: Scores = RULES
        .iter()
        .map(|rule| (rule.kind.name, Score::default()))
        .collect();
    // The further terms (`also`) of a finding count as reported.
    let mut by_name: BTreeMap<String, &Finding> = BTreeMap::new();
    let of_the_map: Vec<&str> = found
        .iter()
        .filter(|finding| finding.kind.group == Group::Map)
        .map(|finding| finding.message.as_str())
        .collect();
    assert!(of_the_map.is_empty(), "{of_the_map:#?}");
    for finding in found.iter().filter(|finding| is_meant(finding)) {
        for name in told(finding) {
            scores.get_mut(finding.kind.name).expect("a rule").found += 1;
            let twin = by_name.insert(name, finding);
            assert!(twin.is_none(), "two findings of one name: {}", finding.name);
        }
    }
    for planted in planted {
        let score = scores
            .get_mut(planted.rule)
            .expect("only rules are planted");
        let found = by_name.get(planted.name.as_str());
        match (planted.certainty, found) {
            (Some(_), Some(finding)) => {
                score.planted += 1;
                let faults = shortcomings(planted, finding);
                score.hits += usize::from(faults.is_empty());
                let told = faults
                    .iter()
                    .map(|fault| format!("{} {fault}", planted.name));
                score.faults.extend(told);
            }
            (Some(_), None) => {
                score.planted += 1;
                score.faults.push(format!("{} is missed", planted.name));
            }
            (None, _) => score.traps += 1,
        }
    }
    let wanted: BTreeSet<&str> = planted
        .iter()
        .filter(|planted| planted.certainty.is_some())
        .map(|planted| planted.name.as_str())
        .collect();
    for (name, finding) in by_name
        .iter()
        .filter(|(name, _)| !wanted.contains(name.as_str()))
    {
        let score = scores.get_mut(finding.kind.name).expect("a rule");
        score.faults.push(format!(
            "{name} is a false alarm ({})",
            finding.certainty.word()
        ));
    }
    scores
}

/// The scores of several maps together, as a table.
fn table(scores: &Scores) -> String {
    let mut text = format!(
        "{:28} {:>7} {:>6} {:>9} {:>6} {:>5}\n",
        "rule", "planted", "found", "precision", "recall", "traps"
    );
    for (rule, score) in scores {
        let share = |whole: usize| score.hits as f64 / whole.max(1) as f64;
        writeln!(
            text,
            "{rule:28} {:7} {:6} {:9.2} {:6.2} {:5}",
            score.planted,
            score.found,
            share(score.found),
            share(score.planted),
            score.traps
        )
        .expect("writing to a string");
    }
    text
}

fn add(all: &mut Scores, scores: Scores) {
    for (rule, score) in scores {
        let sum = all.entry(rule).or_default();
        sum.planted += score.planted;
        sum.found += score.found;
        sum.hits += score.hits;
        sum.traps += score.traps;
        sum.faults.extend(score.faults);
    }
}

/// Prints the table and demands that every rule has planted findings and traps, and found exactly the planted ones.
#[expect(clippy::print_stdout, reason = "the table is read with --nocapture")]
fn check_scores(title: &str, scores: &Scores) {
    println!("{title}\n{}", table(scores));
    let faults: Vec<&str> = scores
        .values()
        .flat_map(|score| score.faults.iter().map(String::as_str))
        .collect();
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        faults.join("\n")
    );
    for (rule, score) in scores {
        assert!(score.planted > 0, "nothing is planted for {rule}");
        assert!(score.traps > 0, "no trap is set for {rule}");
        assert!(
            score.hits == score.planted && score.hits == score.found,
            "{rule}"
        );
    }
}

#[test]
fn in_maps_with_nothing_else_to_find_every_rule_finds_exactly_what_was_planted() {
    let mut all = Scores::new();
    for (seed, quiet, cases) in [
        (1, 0, 1),
        (2, 200, 4),
        (3, 1000, 3),
        (77, 6000, 8),
        (2026, 400, 12),
    ] {
        let map = generate(Recipe {
            fields: 0,
            quiet,
            seed,
            cases,
            with_errors: true,
        });
        let analysis = analysis(SourceSet::from_strings(map.files));
        add(&mut all, score(&map.planted, &analysis.findings, |_| true));
    }
    check_scores("planted among what is right", &all);
}

/// True if a finding is about a planted case.
fn is_planted(finding: &Finding) -> bool {
    finding.name.contains("planted_")
}

#[test]
fn among_random_systems_every_rule_finds_exactly_what_was_planted_and_what_is_found_without() {
    let mut all = Scores::new();
    for (seed, fields) in [(2, 400), (3, 400), (77, 1500)] {
        let recipe = |cases| Recipe {
            fields,
            quiet: 100,
            seed,
            cases,
            with_errors: true,
        };
        let (map, bare) = (generate(recipe(3)), generate(recipe(0)));
        let analysis_of = |files| analysis(SourceSet::from_strings(files));
        let (full, alone) = (analysis_of(map.files), analysis_of(bare.files));
        add(&mut all, score(&map.planted, &full.findings, is_planted));
        let others = |findings: &[Finding]| -> BTreeSet<(String, &str)> {
            // Among more collections, other overlaps are likely by chance.
            let others = findings.iter().filter(|finding| {
                !is_planted(finding) && finding.kind.name != "overlapping-collections"
            });
            others
                .map(|finding| (finding.name.clone(), finding.certainty.word()))
                .collect()
        };
        assert_eq!(
            others(&full.findings),
            others(&alone.findings),
            "seed {seed}"
        );
    }
    check_scores("planted among random systems", &all);
}

#[test]
fn planted_names_are_unique_and_errors_come_only_when_asked_for() {
    let recipe = Recipe {
        fields: 400,
        quiet: 0,
        seed: 1,
        cases: 2,
        with_errors: true,
    };
    let map = generate(recipe);
    let names: BTreeSet<_> = map.planted.iter().map(|planted| &planted.name).collect();
    assert_eq!(names.len(), map.planted.len());
    assert!(names.iter().all(|name| name.contains("/planted_")));
    let lacking = |map: &Map| {
        let found = map
            .planted
            .iter()
            .filter(|planted| planted.certainty.is_some());
        found
            .filter(|planted| planted.rule == "passes-what-it-lacks")
            .count()
    };
    assert_eq!(lacking(&map), 2);
    let without = generate(Recipe {
        with_errors: false,
        ..recipe
    });
    assert_eq!(lacking(&without), 0);
}
