//! Topics group the findings: every finding is in one, figures come from one place, and the real map fits on a page.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use flowmap::analysis::Analysis;
use flowmap::judge::topics::TopicKind;
use flowmap::read::source::SourceSet;
use serde_json::Value;

use crate::expectation::{analysis, package};

fn real() -> Analysis {
    analysis(SourceSet::read(&package("flows")).expect("the real map is there"))
}

fn printed(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_flowmap"))
        .args(arguments)
        .current_dir(package(""))
        .output()
        .expect("the program runs");
    String::from_utf8(output.stdout).expect("text")
}

fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&printed(arguments)).expect("JSON")
}

#[test]
fn every_open_finding_belongs_to_exactly_one_topic() {
    let analysis = real();
    let mut count: BTreeMap<usize, usize> = BTreeMap::new();
    for place in analysis.topics().iter().flat_map(|topic| &topic.findings) {
        *count.entry(*place).or_default() += 1;
    }
    let places: Vec<usize> = count.keys().copied().collect();
    assert_eq!(places, (0..analysis.findings.len()).collect::<Vec<_>>());
    assert!(count.values().all(|count| *count == 1));
}

#[test]
fn the_real_map_has_at_most_25_topics_to_settle_and_the_heaviest_stand_first() {
    let analysis = real();
    let topics = analysis.topics();
    let to_settle = topics.iter().filter(|topic| topic.kind != TopicKind::ToDo);
    assert!((10..=25).contains(&to_settle.count()));
    let is_list: Vec<bool> = topics
        .iter()
        .map(|topic| topic.kind == TopicKind::ToDo)
        .collect();
    assert!(is_list.is_sorted(), "the to-do lists come last");
    let weights = topics.iter().filter(|topic| topic.kind != TopicKind::ToDo);
    let weights: Vec<u32> = weights.map(|topic| topic.weight).collect();
    assert!(weights.iter().rev().is_sorted());
    let names: BTreeSet<&str> = topics.iter().map(|topic| topic.name.as_str()).collect();
    assert_eq!(names.len(), topics.len(), "names are unique");
}

/// A weight is the sum of its parts, reduced by the certainty of the topic. A to-do list weighs as much as it has questions.
#[test]
fn anybody_can_check_a_weight() {
    let shown = printed(&["topics", "flows", "--all", "--why"]);
    for topic in real().topics() {
        let sum: u32 = topic.parts.iter().map(|part| part.points).sum();
        let percent = match topic.certainty.word() {
            _ if topic.kind == TopicKind::ToDo => 100,
            "certain" => 100,
            "likely" => 75,
            _ => 30,
        };
        if topic.kind == TopicKind::ToDo {
            assert_eq!(sum as usize, topic.findings.len(), "{}", topic.name);
        }
        assert_eq!(
            topic.weight,
            (sum * percent).div_ceil(100),
            "{}",
            topic.name
        );
        let is_shown =
            topic.kind == TopicKind::ToDo || shown.contains(&format!("weight {}", topic.weight));
        assert!(is_shown, "{}", topic.name);
    }
}

/// A system unrelated to the others changes no other topic.
#[test]
fn a_topic_keeps_its_name_and_weight_when_the_map_grows() {
    let one = "organisations: {north: North, south: South, dealer: Dealer}
terms: {price: What was paid}
systems:
  till: {owner: dealer, kind: record, fields: [price]}
  cars: {owner: north, kind: collection, fields: [price]}
  sales: {owner: south, kind: collection, fields: [price]}
flows:
  - {from: till, to: cars, fields: [price], every: month}
  - {from: till, to: sales, fields: [price], every: month}
needs: {n: {who: north, question: How dear?, terms: [price]}}
";
    let more = format!("{one}  m: {{who: alone, question: What?, terms: [sort]}}\n")
        .replace("dealer: Dealer}", "dealer: Dealer, alone: Alone}")
        .replace("terms: {", "terms: {sort: A sort, ")
        .replace(
            "systems:\n",
            "systems:\n  aside: {owner: alone, kind: record, fields: [sort]}\n",
        );
    let of = |text: &str| {
        let sources = SourceSet::from_strings([("map.yaml", text)]);
        let analysis = analysis(sources);
        let settled = analysis.topics().iter();
        let settled = settled.filter(|topic| topic.kind != TopicKind::ToDo);
        settled
            .map(|topic| (topic.name.clone(), topic.weight))
            .collect::<BTreeMap<_, _>>()
    };
    let (before, after) = (of(one), of(&more));
    assert!(before.contains_key("asked-again/dealer"), "{before:?}");
    for (name, weight) in &before {
        assert_eq!(after.get(name), Some(weight), "{name}");
    }
}

/// The headline, the tiles, the summary and the JSON take their figures from one function.
#[test]
fn figures_are_the_same_wherever_they_stand() {
    let checked = json(&["check", "flows", "--format", "json"]);
    let counts = &checked["summary"]["findings"];
    let figure = |name: &str| counts[name].as_u64().expect("a number");
    let all: u64 = [
        "duplication",
        "definition",
        "gap",
        "map",
        "typed_again",
        "to_do",
    ]
    .iter()
    .map(|name| figure(name))
    .sum();
    assert_eq!(all as usize, real().findings.len());
    let summary = printed(&["check", "flows"]);
    let says = |words: &str| {
        // The figure comes before the words.
        let is_meant = |line: &&str| {
            let line = line.trim_start();
            line.trim_start_matches(|c: char| c.is_ascii_digit()) != line
                && line
                    .trim_start_matches(|c: char| c.is_ascii_digit())
                    .starts_with(words)
        };
        let line = summary.lines().find(is_meant);
        let line = line.unwrap_or_else(|| panic!("no line on {words}"));
        line.split(|c: char| !c.is_ascii_digit())
            .filter(|digits| !digits.is_empty())
            .map(|digits| digits.parse::<u64>().expect("digits"))
            .sum::<u64>()
    };
    assert_eq!(says(" collected more than once"), figure("duplication"));
    assert_eq!(says(" defined differently"), figure("definition"));
    assert_eq!(says(" missing"), figure("gap"));
    assert_eq!(says(" typed again by hand"), figure("typed_again"));
    assert_eq!(says(" to complete in the map"), figure("to_do"));
    assert_eq!(
        checked["topics"],
        json(&["topics", "flows", "--format", "json"])["topics"]
    );
}
