//! The cases are complete: each kind of finding has a bad and a good file, and each rule a trap and an unstated case.

use std::collections::BTreeSet;

use flowmap::judge::rules::{RULES, kinds};

use crate::expectation::package;
use crate::expectation::read;
use crate::form::marks;

/// The longest bad file, in lines.
const LONGEST: usize = 20;

/// Rules without a case named `unstated`, each with the reason.
const WITHOUT_UNSTATED: [(&str, &str); 10] = [
    ("codes-do-not-convert", "26-bands-in-words is one"),
    (
        "definition-missing",
        "the fault is itself something unstated",
    ),
    ("different-type", "27-tick-box and 40-free-text are"),
    ("meaning-changes-on-the-way", "23-silent-filter is one"),
    ("overlapping-collections", "planted: `overlap_unsaid`"),
    ("repeated-request", "34-perhaps-passed-on is one"),
    ("scope-not-stated", "the fault is itself something unstated"),
    ("unmet-need", "34-no-known-flow is one"),
    ("unowned", "the fault is itself something unstated"),
    ("unstated-basis", "the fault is itself something unstated"),
];

/// The names in a folder of cases, without their endings.
fn cases(rule: &str, ending: &str) -> BTreeSet<String> {
    let entries = std::fs::read_dir(package("tests/cases").join(rule)).expect("the rule has cases");
    let names = entries.map(|entry| entry.expect("a case can be listed").file_name());
    names
        .filter_map(|name| {
            let name = name.to_str()?.strip_suffix(ending)?;
            Some(name.to_owned())
        })
        .collect()
}

/// True if the case expects a finding of the rule of its folder.
fn is_marked(rule: &str, case: &str) -> bool {
    let marks = marks(&format!("tests/cases/{rule}/{case}.yaml"));
    marks.iter().any(|(_, _, kind)| kind == rule)
}

#[test]
fn every_kind_has_a_short_bad_file_and_a_good_one() {
    for kind in kinds() {
        let name = kind.name;
        let bad = read(&format!("tests/cases/{name}/bad.yaml"));
        assert!(bad.lines().count() <= LONGEST, "{name}: bad.yaml is long");
        assert!(is_marked(name, "bad"), "{name}: bad.yaml is not marked");
        let good = marks(&format!("tests/cases/{name}/good.yaml"));
        assert!(good.is_empty(), "{name}: good.yaml is marked");
    }
}

#[test]
fn every_folder_of_cases_is_that_of_a_kind_and_every_expectation_has_its_case() {
    let entries = std::fs::read_dir(package("tests/cases")).expect("the cases are there");
    let paths = entries.map(|entry| entry.expect("the cases are there").path());
    for path in paths.filter(|path| path.is_dir()) {
        let name = path.file_name().expect("a folder has a name");
        let name = name.to_string_lossy();
        let is_kind = kinds().iter().any(|kind| kind.name == name);
        assert!(is_kind, "tests/cases/{name} belongs to no kind");
        let mut texts = cases(&name, ".txt");
        let details = cases(&name, ".details.txt");
        texts.retain(|text| !text.ends_with(".details"));
        let files = cases(&name, ".yaml");
        assert!(texts.is_subset(&files), "{name}: {texts:?}");
        assert!(details.is_subset(&files), "{name}: {details:?}");
    }
}

#[test]
fn every_rule_has_a_trap() {
    for rule in RULES {
        let name = rule.kind.name;
        let cases = cases(name, ".yaml");
        let mut traps = cases
            .iter()
            .filter(|case| case.starts_with("trap-") || case.as_bytes()[0].is_ascii_digit())
            .filter(|case| !is_marked(name, case));
        assert!(traps.next().is_some(), "{name} has no trap");
        let named = cases.iter().filter(|case| case.starts_with("trap-"));
        for trap in named {
            assert!(
                !is_marked(name, trap),
                "{name}/{trap} is marked, so it is no trap"
            );
        }
    }
}

#[test]
fn every_rule_has_a_case_in_which_something_is_unstated() {
    for rule in RULES {
        let name = rule.kind.name;
        let has = cases(name, ".yaml").contains("unstated");
        let is_listed = WITHOUT_UNSTATED.iter().any(|(listed, _)| *listed == name);
        assert!(has != is_listed, "{name}: write the case, or list why not");
    }
}
