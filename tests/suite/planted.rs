//! Maps with planted cases: what must be found is found, and nothing else is found in what was planted.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use flowmap::finding::Certainty;
use flowmap::generate::Recipe;
use flowmap::generate::generate;
use flowmap::source::SourceSet;

use crate::expectation::analysis;

/// The rules scored.
const RULES: [&str; 9] = [
    "different-scope",
    "different-window",
    "passes-what-it-lacks",
    "repeated-request",
    "retyped-field",
    "unmet-need",
    "unowned",
    "unstated-basis",
    "unused-field",
];

/// How a rule did.
#[derive(Default)]
struct Score {
    /// Planted, and found.
    hits: BTreeSet<String>,
    /// Planted, and not found.
    missed: BTreeSet<String>,
    /// Found, and not planted.
    false_alarms: BTreeSet<String>,
}

fn score(recipe: &Recipe) -> BTreeMap<&'static str, Score> {
    let map = generate(recipe);
    let wanted: BTreeSet<&str> = map
        .planted
        .iter()
        .filter(|planted| planted.expect)
        .map(|planted| planted.name.as_str())
        .collect();
    let analysis = analysis(SourceSet::from_strings(map.files.clone()));
    let mut scores: BTreeMap<&str, Score> =
        RULES.iter().map(|rule| (*rule, Score::default())).collect();
    let firm = analysis
        .findings
        .iter()
        .filter(|finding| finding.certainty != Certainty::CannotTell);
    let mut found: BTreeSet<&str> = BTreeSet::new();
    for finding in firm.filter(|finding| finding.name.contains("planted_")) {
        found.insert(&finding.name);
        let Some(score) = scores.get_mut(finding.kind.name) else {
            continue;
        };
        if !wanted.contains(finding.name.as_str()) {
            score.false_alarms.insert(finding.name.clone());
        }
    }
    for planted in &map.planted {
        let score = scores
            .get_mut(planted.rule.as_str())
            .expect("only scored rules are planted");
        match (planted.expect, found.contains(planted.name.as_str())) {
            (true, true) => drop(score.hits.insert(planted.name.clone())),
            (true, false) => drop(score.missed.insert(planted.name.clone())),
            (false, is_found) => assert!(!is_found, "fell into the trap: {}", planted.name),
        }
    }
    scores
}

fn check_planted(seed: u64, fields: usize) {
    let recipe = Recipe {
        fields,
        seed,
        planted: true,
        cases: 3,
        with_errors: true,
    };
    for (rule, score) in score(&recipe) {
        assert!(
            !score.hits.is_empty(),
            "seed {seed}: nothing planted is found by {rule}: {:?}",
            score.missed
        );
        let hits = score.hits.len() as f64;
        let precision = hits / (score.hits.len() + score.false_alarms.len()) as f64;
        let recall = hits / (score.hits.len() + score.missed.len()) as f64;
        assert!(
            precision >= 1.0 && recall >= 1.0,
            "seed {seed}, {rule}: precision {precision:.2}, recall {recall:.2}\nmissed {:#?}\nfalse alarms {:#?}",
            score.missed,
            score.false_alarms
        );
    }
}

#[test]
fn planted_cases_are_all_found_and_nothing_else_among_them() {
    for (seed, fields) in [(1, 0), (2, 400), (3, 400), (77, 1500)] {
        check_planted(seed, fields);
    }
}
