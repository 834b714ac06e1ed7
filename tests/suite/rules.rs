//! The list of rules and the texts about each: its page, its name and its documentation.

use std::collections::BTreeSet;
use std::path::Path;

use flowmap::judge::rules::{RULES, kinds};
use flowmap::print::markdown;
use flowmap::read::finding::{Finding, Kind, Subject};
use flowmap::read::model::When;
use flowmap::read::source::SourceSet;
use flowmap::sample::{Recipe, generate};

use crate::expectation::analysis;
use crate::expectation::check_expectation;
use crate::expectation::package;
use crate::expectation::printed;
use crate::expectation::read;
use crate::form::sources;

/// The kinds with their pairs as they are on the disk now, so that one run with `UPDATE=1` is enough.
fn kinds_on_disk() -> Vec<&'static Kind> {
    let text = |kind: &Kind, half: &str| -> &'static str {
        read(&format!("tests/cases/{}/{half}", kind.name)).leak()
    };
    let kind = |kind: &'static Kind| -> &'static Kind {
        Box::leak(Box::new(Kind {
            name: kind.name,
            group: kind.group,
            level: kind.level,
            summary: kind.summary,
            docs: kind.docs,
            bad: text(kind, "bad.yaml"),
            good: text(kind, "good.yaml"),
            printed: printed(&analysis(sources(&format!(
                "tests/cases/{}/bad.yaml",
                kind.name
            ))))
            .leak(),
        }))
    };
    kinds().into_iter().map(kind).collect()
}

#[test]
fn the_page_of_rules_is_current() {
    check_expectation(
        "src/judge/rules/README.md",
        &markdown::kinds(&kinds_on_disk()),
    );
}

#[test]
fn every_kind_is_documented_under_four_headings() {
    for kind in kinds() {
        let headings = kind
            .docs
            .lines()
            .filter_map(|line| line.trim().strip_prefix("## "));
        let headings: Vec<&str> = headings.collect();
        assert_eq!(
            headings,
            ["Finds", "Why it matters", "How to fix", "When it is fine"],
            "{}",
            kind.name
        );
        let parts = kind.docs.split("## ").skip(1);
        let is_empty = |part: &str| part.lines().skip(1).all(|line| line.trim().is_empty());
        assert!(
            !parts.into_iter().any(is_empty),
            "{}: a heading with nothing below it",
            kind.name
        );
        let first = kind.summary.chars().next().expect("a summary is not empty");
        assert!(
            first.is_lowercase() && !kind.summary.ends_with('.'),
            "{}: `{}`",
            kind.name,
            kind.summary
        );
    }
}

#[test]
fn names_are_nouns_in_kebab_case_and_each_is_used_once() {
    let kinds = kinds();
    let distinct: BTreeSet<&str> = kinds.iter().map(|kind| kind.name).collect();
    assert_eq!(distinct.len(), kinds.len(), "two kinds of one name");
    for name in distinct {
        let is_kebab = name
            .split('-')
            .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase()));
        assert!(is_kebab, "{name}");
        for start in ["missing-", "no-", "avoid-", "check-"] {
            assert!(
                // The design gives this name: the missing thing is not what the remedy adds.
                !name.starts_with(start) || name == "missing-origin",
                "{name}: name the fault, not the remedy"
            );
        }
    }
}

/// The rule that a file or folder of `src/judge/rules` declares, if it declares one.
fn declared(path: &Path) -> Option<String> {
    let file = if path.is_dir() {
        path.join("mod.rs")
    } else {
        path.to_owned()
    };
    let text = std::fs::read_to_string(&file).expect("a rule's file can be read");
    text.lines().any(|line| line == "rule! {").then(|| {
        let stem = path.file_stem().expect("a rule's file has a name");
        stem.to_string_lossy().replace('_', "-")
    })
}

#[test]
fn every_rule_of_the_folder_is_in_the_list_by_name() {
    let listed: Vec<&str> = RULES.iter().map(|rule| rule.kind.name).collect();
    assert!(listed.is_sorted(), "RULES is not sorted: {listed:?}");
    let entries = std::fs::read_dir(package("src/judge/rules")).expect("the rules are there");
    let paths = entries.map(|entry| entry.expect("the rules are there").path());
    let rules =
        paths.filter(|path| path.is_dir() || path.extension().is_some_and(|ending| ending == "rs"));
    let declared: BTreeSet<String> = rules.filter_map(|path| declared(&path)).collect();
    assert_eq!(declared, listed.into_iter().map(str::to_owned).collect());
}

#[test]
fn a_change_told_by_flow_names_every_field_and_where_its_values_came_from() {
    let text = "dimensions: {ward: [day, night]}\norganisations: {o: O}\nterms: {meals: Meals, guests: Guests}\nsystems:\n  \
                log: {owner: o, kind: record, covers: {ward: all}, level: record, fields: [meals, guests]}\n  \
                sums: {owner: o, kind: other, covers: {ward: all}, level: aggregate, fields: [meals, guests]}\n  \
                list: {owner: o, kind: register, covers: {ward: all}, level: record, fields: [meals, guests]}\nflows:\n  \
                - {from: log, to: sums, fields: [guests, meals], contains: aggregate}\n  - {from: sums, to: list, fields: [meals, guests]}\n";
    let analysis = analysis(SourceSet::from_strings([("map.yaml", text)]));
    let mut findings = analysis.findings.iter();
    let finding =
        findings.find(|finding| finding.name == "meaning-changes-on-the-way/sums->list/level");
    let subjects = &finding.expect("cases are made of totals").subjects;
    let many = |role: &str| match &subjects[role] {
        Subject::Many(ids) => ids.clone(),
        Subject::One(id) => vec![id.clone()],
    };
    assert_eq!(many("fields"), ["list.guests", "list.meals"]);
    assert_eq!(many("origins"), ["log.guests", "log.meals"]);
}

#[test]
fn a_large_map_is_checked_alike_side_by_side_and_one_by_one() {
    let map = generate(&Recipe {
        fields: 1_500,
        ..Recipe::default()
    });
    let (model, faults) = flowmap::read::model::load(&SourceSet::from_strings(map.files));
    assert!(faults.is_empty(), "a made-up map is free of faults");
    assert!(model.fields.len() > 1_000, "a small map takes one thread");
    let graph = flowmap::judge::graph::build(model, When::default());
    let told = |findings: &[Finding]| -> Vec<(String, String)> {
        let told = findings.iter();
        told.map(|finding| (finding.name.clone(), finding.words().message.clone()))
            .collect()
    };
    let (mut one_by_one, mut side_by_side) = (Vec::new(), Vec::new());
    for rule in RULES {
        one_by_one.extend((rule.check)(&graph));
    }
    flowmap::judge::rules::run(&graph, &mut side_by_side);
    assert!(!one_by_one.is_empty());
    assert_eq!(told(&one_by_one), told(&side_by_side));
}
