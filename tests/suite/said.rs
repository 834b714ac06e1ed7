//! The topics and the chapters of the report say no more than the findings: contradictions, figures, whom to ask.

use std::collections::BTreeMap;

use flowmap::analysis::Analysis;
use flowmap::judge::topics::{Topic, TopicKind};
use flowmap::print::terminal;
use flowmap::read::finding::{Certainty, Group, Level};
use flowmap::read::source::SourceSet;
use flowmap::report::markdown;

use crate::expectation::analysis;
use crate::real_map::REAL;

pub(crate) fn map(text: &str) -> Analysis {
    analysis(SourceSet::from_strings([("map.yaml", text)]))
}

/// The chapter of the report that begins with a heading.
fn chapter(report: &str, heading: &str) -> String {
    let start = format!("\n## {heading}");
    let (_, rest) = report.split_once(&start).expect("the chapter is there");
    rest.split("\n## ").next().unwrap_or_default().to_owned()
}

pub(crate) fn topic<'a>(analysis: &'a Analysis, name: &str) -> &'a Topic {
    let mut topics = analysis.topics().iter();
    let found = topics.find(|topic| topic.name == name);
    found.unwrap_or_else(|| panic!("there is no topic {name}"))
}

#[test]
fn two_accounts_of_a_field_are_settled_with_its_term_and_quoted() {
    let map = map(r#"
organisations: {north: North, south: South}
terms: {price: Price}
systems:
  cars: {owner: north, kind: collection, source: x, fields: {price: {source: x, disputed: {by: south, says: "there are 151, not 343", source: y}}}}
"#);
    let topic = topic(&map, "definition/price");
    assert!(
        topic.title.contains("contradict each other"),
        "{}",
        topic.title
    );
    assert!(
        topic.why.contains("South says “there are 151, not 343”"),
        "{}",
        topic.why
    );
    assert!(
        topic.who_names.contains(&"South".to_owned()),
        "{:?}",
        topic.who_names
    );
    let of_list = |topic: &&Topic| topic.kind == TopicKind::ToDo;
    for list in REAL.topics().iter().filter(of_list) {
        let names = list.findings.iter().map(|place| &REAL.findings[*place]);
        let mut contradictions =
            names.filter(|one| one.kind.name == "accounts-differ" && one.level > Level::Note);
        assert!(contradictions.next().is_none(), "{}", list.name);
    }
}

#[test]
fn a_contradiction_makes_the_rest_of_a_topic_no_surer() {
    for topic in REAL
        .topics()
        .iter()
        .filter(|topic| topic.kind == TopicKind::Definition)
    {
        let firm = topic.findings.iter().map(|place| &REAL.findings[*place]);
        let firm = firm.filter(|one| one.level > Level::Note && one.kind.name != "accounts-differ");
        let surest = firm.map(|one| one.certainty).min();
        assert!(
            surest.is_none_or(|surest| surest == topic.certainty),
            "{}",
            topic.name
        );
    }
}

const ASKED: &str = "
organisations: {asker: The asker, holder: The holder}
terms: {price: Price}
systems: {till: {owner: holder, kind: record, captured: 1 day, source: x, fields: {price: {source: x}}}}
needs: {n: {who: asker, question: How dear?, terms: [price], source: x}}
";

#[test]
fn a_need_asks_the_body_that_holds_the_answer_and_names_who_wants_it() {
    let map = map(ASKED);
    let topic = topic(&map, "need/n");
    assert_eq!(
        topic.who_names.first().map(String::as_str),
        Some("The holder")
    );
    assert_eq!(topic.wanted_by, ["The asker"]);
    let report = markdown::report(&map);
    assert!(report.contains("Wanted by: The asker."));
}

#[test]
fn an_age_limits_no_need_and_a_limit_counts_for_less_than_a_need() {
    let parts = |axis: &str, limit: &str, other: &str| {
        let text = format!("
dimensions: {{axis: {{name: Axis, range: {axis}}}}}
organisations: {{north: North, south: South, asker: Asker}}
terms: {{end: The end, other: Other}}
systems:
  a: {{owner: north, kind: collection, source: x, covers: {{axis: {limit}}}, fields: {{end: {{source: x, covers: {{axis: {limit}}}}}}}}}
  c: {{owner: south, kind: collection, source: x, covers: {{axis: {other}}}, fields: {{end: {{source: x, covers: {{axis: {other}}}}}}}}}
  d: {{owner: south, kind: collection, source: x, covers: {{axis: {other}}}, fields: {{end: {{source: x, covers: {{axis: {other}}}}}}}}}
  e: {{owner: south, kind: collection, source: x, covers: {{axis: {other}}}, fields: {{end: {{source: x, covers: {{axis: {other}}}}}}}}}
  b: {{owner: south, kind: collection, source: x, covers: {{axis: {other}}}, fields: {{end: {{source: x, covers: {{axis: {other}}}}}}}}}
needs: {{n: {{who: asker, question: What?, terms: [other], covers: {{axis: {limit}}}}}}}
");
        let map = map(&text);
        let topic = topic(&map, "definition/end");
        topic
            .parts
            .iter()
            .map(|part| (part.what, part.points))
            .collect::<BTreeMap<_, _>>()
    };
    let days = parts("days", "0..30 days", "0..90 days");
    // A need that depends on a topic adds 10 points.
    let limit = days.get("needs with a limit on the same axis");
    assert!(
        limit.is_some_and(|points| (1..10).contains(points)),
        "{days:?}"
    );
    assert!(!days.contains_key("needs that depend on it"), "{days:?}");
    let years = parts("years", "0..17", "0..74");
    assert!(
        !years.contains_key("needs with a limit on the same axis"),
        "{years:?}"
    );
}

#[test]
fn a_list_speaks_as_certainly_as_its_findings() {
    for list in REAL
        .topics()
        .iter()
        .filter(|topic| topic.kind == TopicKind::ToDo)
    {
        let unsure = list.findings.iter().filter(|place| {
            let finding = &REAL.findings[**place];
            finding.kind.name == "unmet-need" && finding.certainty == Certainty::CannotTell
        });
        let unsure = unsure.count();
        let words = "a need that no stated flow meets";
        let is_said = list.why.contains(&format!("{unsure} × perhaps {words}"));
        assert!(unsure == 0 || is_said, "{}", list.why);
        assert!(!list.why.contains(&format!("× {words}")), "{}", list.why);
    }
}

#[test]
fn a_title_says_the_most_that_one_case_reaches() {
    let topic = topic(&REAL, "asked-again/provider_nhs");
    let most = topic.findings.iter().filter_map(|place| {
        let words = REAL.findings[*place].words();
        words.detail.get("of_one_case")?.as_array().map(Vec::len)
    });
    let most = most.max().expect("it has repeats");
    assert!(
        topic.title.starts_with(&format!("Up to {most} of ")),
        "{}",
        topic.title
    );
}

#[test]
fn the_size_of_a_map_is_what_it_declares() {
    let map = map("
organisations: {north: North, reader: Reader}
systems: {cars: {owner: north, kind: collection, source: x, fields: [price]}}
flows: [{from: cars, to: reader, fields: [price, colour], source: x}]
");
    let printed = terminal::render(&map, terminal::Style::default());
    assert!(
        printed.contains("2 organisations, 1 system, 1 field, 1 flow"),
        "{printed}"
    );
    assert!(
        printed.contains("1 body whose systems are not named"),
        "{printed}"
    );
    let report = markdown::report(&map);
    assert!(
        report.contains("In 1 system of 2 organisations"),
        "{report}"
    );
    let sure = chapter(&report, "How sure we are");
    assert!(sure.contains("| Systems | 0 | 1 | 0 | 100 % |"), "{sure}");
}

/// The headline, the chapters and the chapter on sureness count the same, and none says that a likely finding is so.
#[test]
fn the_chapters_count_what_the_headline_counts() {
    let report = markdown::report(&REAL);
    let open = || REAL.findings.iter();
    let is_list = |name: &str| {
        REAL.topics().iter().any(|topic| {
            topic.kind == TopicKind::ToDo
                && topic
                    .findings
                    .iter()
                    .any(|place| REAL.findings[*place].name == name)
        })
    };
    let sure = chapter(&report, "How sure we are");
    let numbers = |words: &str| {
        let row = sure
            .lines()
            .find(|line| line.starts_with(&format!("| {words} |")))
            .expect("a row");
        let cells = row
            .split('|')
            .filter_map(|cell| cell.trim().parse::<usize>().ok());
        cells.collect::<Vec<_>>()
    };
    let [certain, likely, _] = numbers("Collected more than once")[..] else {
        panic!("three numbers")
    };
    assert!(report.contains(&format!(
        "{} findings tell of data collected more than once",
        certain + likely
    )));
    let gaps = numbers("Missing");
    let to_do =
        open().filter(|one| one.kind.group == Group::Gap && one.certainty == Certainty::Certain);
    let told = to_do
        .filter(|one| !is_list(&one.name) || one.kind.name == "unmet-need")
        .count();
    assert_eq!(gaps[0], told);
    for words in [
        "things are collected more than once",
        "are defined differently",
        "is met, ",
        "none is met",
    ] {
        assert!(!report.contains(words), "{words}");
    }
    assert!(certain > 0 || report.contains("(none certain"));
}

#[test]
fn only_a_warning_makes_a_term_contested() {
    let report = markdown::report(&REAL);
    let differently = chapter(&report, "Defined differently");
    let contested: usize = differently
        .split_whitespace()
        .find_map(|word| word.parse().ok())
        .expect("a number");
    let (differently, _) = differently
        .split_once("perhaps defined differently")
        .unwrap_or((&differently, ""));
    let cards = differently.matches("\n### ").count();
    assert_eq!(cards, contested);
    for words in ["disjoint", "follows from the first", "unstated"] {
        assert!(!differently.contains(words), "{words}");
    }
    let mut headings = differently.split("\n### ").skip(1);
    let is_twice = |card: &str| card.matches("**The windows over which").count() > 1;
    assert!(!headings.any(is_twice));
}

#[test]
fn a_window_is_shown_of_those_who_state_one() {
    let map = map("
dimensions: {place: {name: Place, values: [ward, home]}, after: {name: Days since, range: days}}
organisations: {north: North, south: South}
terms: {end: The end}
systems:
  short: {name: Short form, owner: north, kind: collection, source: x, covers: {place: home, after: 0..30 days}, fields: {end: {source: x, covers: {place: home, after: 0..30 days}}}}
  long: {name: Long form, owner: south, kind: collection, source: x, covers: [{place: home, after: 0..90 days}, {place: ward, after: all}], fields: {end: {source: x, covers: [{place: home, after: 0..90 days}, {place: ward, after: all}]}}}
  ward: {name: Ward form, owner: south, kind: collection, source: x, covers: {place: ward, after: all}, fields: {end: {source: x, covers: {place: ward, after: all}}}}
");
    let report = markdown::report(&map);
    let differently = chapter(&report, "Defined differently");
    let windows = differently
        .split("**Who says what")
        .next()
        .unwrap_or_default();
    assert!(
        windows.contains("| up to 30 days | Short form |"),
        "{windows}"
    );
    assert!(
        windows.contains("| up to 3 months | Long form |")
            || windows.contains("| up to 90 days | Long form |"),
        "{windows}"
    );
    assert!(
        !windows.contains("| any |") && !windows.contains("Ward form"),
        "{windows}"
    );
}

#[test]
fn only_a_finding_marks_a_term_as_typed_again() {
    let report = markdown::report(&REAL);
    let duplicates = chapter(&report, "Collected more than once");
    let typed: Vec<String> = REAL
        .findings
        .iter()
        .filter(|one| one.kind.name == "retyped-field")
        .map(|one| one.name.clone())
        .collect();
    let row = duplicates
        .lines()
        .find(|line| line.starts_with("| Age at death |"));
    let is_typed = typed
        .iter()
        .filter_map(|name| name.rsplit_once('.'))
        .any(|(_, field)| field == "age_at_death" || field == "age");
    assert!(
        row.is_none_or(|row| is_typed || !row.contains("typed again")),
        "{row:?}"
    );
}
