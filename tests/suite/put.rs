//! The questions to each body: each once, to a body that can answer, those of the heaviest topics first.

use std::collections::BTreeMap;

use flowmap::analysis::Analysis;
use flowmap::ask::{Cell, questions};
use flowmap::judge::topics::TopicKind;
use flowmap::report::markdown;

use crate::expectation::package;
use crate::real_map::REAL;
use crate::said::{map, topic};

fn asked(analysis: &Analysis) -> Vec<(String, String)> {
    let answer =
        questions::ask(&analysis.graph, &analysis.findings, None).expect("no body is named");
    let text = |cell: &Cell| match cell {
        Cell::Text(text) => text.clone(),
        _ => String::new(),
    };
    answer
        .rows
        .iter()
        .map(|row| (text(&row.cells[0]), text(&row.cells[1])))
        .collect()
}

#[test]
fn one_question_is_put_once_and_nobody_is_asked_who_only_reads() {
    let mut of_system: BTreeMap<(String, String), usize> = BTreeMap::new();
    for (to, text) in asked(&REAL) {
        assert_ne!(to, "public", "{text}");
        let parts: Vec<&str> = text.split('`').collect();
        let key = match &parts[..] {
            ["Who uses ", field, "?"] => field
                .split('.')
                .next()
                .map(|system| format!("use {system}")),
            ["Who uses these fields of ", system, ..] => Some(format!("use {system}")),
            ["Does " | "Whom does ", system, rest, ..] if rest.starts_with(" cover") => {
                Some(format!("people {system}"))
            }
            _ => None,
        };
        if let Some(key) = key {
            *of_system.entry((to, key)).or_default() += 1;
        }
    }
    for (key, count) in of_system {
        assert_eq!(count, 1, "{key:?}");
    }
}

#[test]
fn the_questions_of_the_heaviest_topics_come_first() {
    let answer = questions::ask(&REAL.graph, &REAL.findings, None).expect("no body is named");
    let weight = |names: &Cell| {
        let Cell::Text(names) = names else { return 0 };
        let topics = REAL
            .topics()
            .iter()
            .filter(|topic| topic.kind != TopicKind::ToDo);
        let of = topics.filter(|topic| {
            let mut own = topic
                .findings
                .iter()
                .map(|place| REAL.findings[*place].name.as_str());
            own.any(|own| names.split(", ").any(|name| name == own))
        });
        of.map(|topic| topic.weight).max().unwrap_or_default()
    };
    let weights: Vec<u32> = answer
        .rows
        .iter()
        .map(|row| weight(&row.cells[3]))
        .collect();
    assert!(weights.iter().rev().is_sorted(), "{weights:?}");
}

#[test]
fn the_questions_without_an_owner_are_no_body_and_the_two_counts_agree() {
    let report = markdown::report(&REAL);
    let all = asked(&REAL);
    let put = all.iter().filter(|(to, _)| !to.is_empty()).count();
    let bodies: std::collections::BTreeSet<&String> = all
        .iter()
        .map(|(to, _)| to)
        .filter(|to| !to.is_empty())
        .collect();
    let sentence = format!("{put} questions to {} organisations", bodies.len());
    assert!(report.contains(&sentence), "{sentence}");
    assert!(report.contains(&format!("{put} questions are open")));
}

/// A body and its register have one id: the body is asked.
#[test]
fn a_body_is_asked_and_never_its_database() {
    let map = map(r"
organisations: {north: North, inquiry: The inquiry}
terms: {end: The end}
systems:
  cars: {owner: north, kind: collection, source: x, fields: {end: {source: x, definition: One thing., disputed: {by: inquiry, says: It is another, source: y}}}}
  inquiry: {name: The database, owner: inquiry, kind: collection, source: x, fields: {end: {source: x, definition: Another thing.}}}
");
    let report = markdown::report(&map);
    assert!(report.contains("Ask The inquiry too"), "{report}");
    assert!(!report.contains("Ask The database too"), "{report}");
    let topic = topic(&map, "definition/end");
    assert!(
        !topic.question.contains("Ask The database"),
        "{}",
        topic.question
    );
}

/// The regulator has the number and the office has not: each text says for whom the reason holds.
#[test]
fn a_reason_of_one_asker_is_told_of_that_asker_alone() {
    let text =
        std::fs::read_to_string(package("tests/cases/unmet-need/for-one-of-two-askers.yaml"));
    let map = map(&text.expect("the case"));
    let report = markdown::report(&map);
    let needs = report
        .split("## ")
        .find(|chapter| chapter.contains("Which incident was it?"));
    assert!(
        needs.is_some_and(|needs| needs.contains("This holds for Office")),
        "{report}"
    );
    let topic = topic(&map, "need/incidents");
    assert!(topic.why.contains("This holds for Office"), "{}", topic.why);
}
