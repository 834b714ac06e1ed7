//! The timetable: other ways, fields waited for, the time left, and the ages by the calendar.

use flowmap::ask::{Answer, Cell, timetable};
use flowmap::judge::graph::{Ages, Order, day_words};
use flowmap::print::answer;
use flowmap::read::source::SourceSet;

use crate::graph::field;
use crate::graph::read;

#[test]
fn a_quarterly_flow_releases_the_quarter_after_its_end() {
    let map = |lag: &str, every: &str| {
        let text = format!(
            "organisations: {{o: O}}\nterms: {{death: Death}}\nsystems:\n  ward: {{kind: record, owner: o, captured: 0 days, fields: [death]}}\n  \
             office: {{kind: other, owner: o, fields: [death]}}\nflows: [{{from: ward, to: office, fields: [death], every: {every}, lag: {lag}}}]\n"
        );
        timetable::ask(&read(&text).graph, "office.death").unwrap()
    };
    let calendar = |answer: &Answer| {
        let is_calendar = |cells: &&Vec<Cell>| cells[0] == Cell::from("calendar");
        let mut rows = answer.rows.iter().map(|row| &row.cells);
        rows.find(is_calendar)
            .map(|cells| format!("{:?}", &cells[6..10]))
    };
    let told = calendar(&map("6 weeks", "quarter")).unwrap();
    assert!(
        told.contains("43 days"),
        "the last day of a quarter: {told}"
    );
    assert!(
        told.contains("4.4 months"),
        "the first day of July, 92 + 42 days: {told}"
    );
    assert!(
        told.contains("longest for an event on 1 July (134 days), shortest on 31 March (43 days)"),
        "{told}"
    );
    let ranged = calendar(&map("2..3 weeks", "month")).unwrap();
    assert!(ranged.contains("15 days to 22 days"), "{ranged}");
    assert_eq!(
        calendar(&map("6 weeks", "event")),
        None,
        "no period, no calendar"
    );
    let odd = map("6 weeks", "2 months");
    assert_eq!(calendar(&odd), None);
    assert!(
        odd.notes
            .iter()
            .any(|note| note.contains("runs every 2 months, which is no period of the calendar")),
        "{odd:?}"
    );
    let unsaid = map("unknown", "quarter");
    assert_eq!(calendar(&unsaid), None);
    assert!(
        unsaid
            .notes
            .iter()
            .any(|note| note.contains("how long `ward->office` takes is not stated")),
        "{unsaid:?}"
    );
    assert_eq!(day_words(58), "28 February");
}

/// Two ways from a ward to a board, one through an office, and the need of the board.
fn two_ways(direct: &str, first: &str, second: &str, within: &str) -> Answer {
    let text = format!(
        "organisations: {{trust: Trust, board: Board}}\nterms: {{death: Death}}\nsystems:\n  ward: {{kind: record, owner: trust, captured: 1 day, fields: [death]}}\n  \
         office: {{kind: other, owner: trust, fields: [death]}}\n  picture: {{kind: other, owner: board, fields: [death]}}\nflows:\n  \
         - {{from: ward, to: picture, fields: [death], {direct}}}\n  - {{from: ward, to: office, fields: [death], {first}}}\n  \
         - {{from: office, to: picture, fields: [death], {second}}}\nneeds: {{deaths: {{who: board, question: How many?, terms: [death], within: {within}}}}}\n"
    );
    timetable::ask(&read(&text).graph, "deaths").expect("the map has that need")
}

/// The rows of one part, as CSV without their places.
fn part(answer: &Answer, name: &str) -> String {
    let mut plain = answer.clone();
    for row in &mut plain.rows {
        row.place = None;
    }
    let nothing = SourceSet::from_strings::<String, String>([]);
    let csv = answer::csv(&nothing, &plain);
    let lines = csv.lines().filter(|line| line.starts_with(name));
    lines.collect::<Vec<&str>>().join("\n")
}

#[test]
fn the_other_way_is_shown_with_why_it_was_not_taken() {
    let later = two_ways(
        "every: week, lag: 3 days",
        "every: year, lag: 9 months",
        "every: year, lag: 1 month",
        "2 weeks",
    );
    let (way, other) = (part(&later, "way"), part(&later, "other way"));
    assert!(
        way.contains("slowest hop,\"in time, 3 days to spare\""),
        "{way}"
    );
    assert!(
        other.contains("other way,1,trust,office,death"),
        "its hops are there: {other}"
    );
    assert!(
        other.contains("by `office->picture`: comes later, not taken"),
        "{other}"
    );
    assert!(
        other.contains("ward.death -> office.death -> picture.death"),
        "with the way that proves it: {other}"
    );
    let neither = two_ways(
        "every: quarter, lag: 0 days",
        "every: event, lag: 10 days",
        "every: event, lag: 10 days",
        "3 months",
    );
    let (way, other) = (part(&neither, "way"), part(&neither, "other way"));
    assert!(
        way.contains("21 days"),
        "the sooner at worst is followed: {way}"
    );
    assert!(
        other.contains("neither is better: sooner at best, later at worst"),
        "{other}"
    );
    assert!(other.contains("\"sometimes late, by up to"), "{other}");
    let unsaid = two_ways(
        "every: week, lag: unknown",
        "every: event, lag: 1 day",
        "every: event, lag: 1 day",
        "2 weeks",
    );
    assert!(
        part(&unsaid, "other way").contains("cannot tell which comes first"),
        "{unsaid:?}"
    );
    let late = two_ways(
        "every: week, lag: 3 weeks",
        "every: year, lag: 9 months",
        "every: year, lag: 1 month",
        "2 weeks",
    );
    assert!(
        part(&late, "way").contains("\"always late, by 8 days or more\""),
        "{late:?}"
    );
}

#[test]
fn what_ways_have_in_common_need_not_be_stated() {
    let text = "organisations: {o: O}\nterms: {death: Death}\nsystems:\n  ward: {kind: record, owner: o, fields: [death]}\n  office: {kind: other, owner: o, fields: [death]}\n  \
                picture: {kind: other, owner: o, fields: [death]}\nflows:\n  - {from: ward, to: picture, fields: [death], every: week, lag: 3 days}\n  \
                - {from: ward, to: office, fields: [death], every: week, lag: 3 days}\n  - {from: office, to: picture, fields: [death], every: week, lag: 3 days}\n";
    let analysis = read(text);
    let ages = Ages::of(&analysis.graph);
    let way = ages.way(field(&analysis, "picture.death"));
    let others = ages.other_ways(&way, 1);
    assert_eq!(others.len(), 1);
    assert_eq!(
        others[0].order,
        Order::Later,
        "when the ward writes it down is the same for both"
    );
}

#[test]
fn what_a_passage_waits_for_is_told() {
    let map = |birth: &str| {
        let text = format!(
            "organisations: {{o: O}}\nterms: {{birth: Birth, death: Death, age: Age}}\nsystems:\n  births: {{kind: record, owner: o, captured: {birth}, fields: [birth]}}\n  \
             deaths: {{kind: record, owner: o, captured: 9 days, fields: [death]}}\n  both: {{kind: linkage, owner: o, fields: [birth, death]}}\n  \
             out: {{kind: analysis, owner: o, fields: [age]}}\nflows:\n  - {{from: births, to: both, fields: [birth], every: event, lag: 1 day}}\n  \
             - {{from: deaths, to: both, fields: [death], every: event, lag: 1 day}}\n  \
             - {{from: both, to: out, fields: [{{from: [birth, death], to: age, how: derived}}], every: event, lag: 1 day}}\n"
        );
        timetable::ask(&read(&text).graph, "out.age").unwrap()
    };
    let told = map("2 days");
    assert!(
        part(&told, "way,1").contains("needed for `out.age`: waited for"),
        "{told:?}"
    );
    let needed = part(&told, "needed too");
    assert!(needed.contains("needed too,0,o,births,birth"), "{needed}");
    assert!(
        needed.contains("needed for `out.age`: there before"),
        "{needed}"
    );
    let unsaid = map("unknown");
    assert!(
        part(&unsaid, "needed too").contains("cannot tell which is waited for"),
        "{unsaid:?}"
    );
}

#[test]
fn a_way_about_other_people_is_no_alternative() {
    let map = |second: &str| {
        let text = format!(
            "organisations: {{o: O}}\ndimensions: {{area: {{values: [north, south]}}}}\nterms: {{deaths: Deaths}}\nsystems:\n  \
             first: {{kind: record, owner: o, covers: {{area: north}}, fields: [deaths]}}\n  second: {{kind: record, owner: o, covers: {{area: {second}}}, fields: [deaths]}}\n  \
             sum: {{kind: analysis, owner: o, covers: {{area: all}}, fields: [deaths]}}\nflows:\n  - {{from: first, to: sum, fields: [deaths], every: event, lag: 1 day}}\n  \
             - {{from: second, to: sum, fields: [deaths], every: event, lag: 2 days}}\n"
        );
        part(
            &timetable::ask(&read(&text).graph, "sum.deaths").unwrap(),
            "other way,1",
        )
    };
    assert!(map("south").contains("about other people, so no alternative"));
    assert!(!map("all").contains("about other people"));
    assert!(!map("unknown").contains("about other people"));
}

#[test]
fn of_two_sources_neither_of_which_is_better_both_are_shown() {
    let map = |weekly: &str| {
        let text = format!(
            "organisations: {{trust: Trust, board: Board}}\nterms: {{death: Death}}\nsystems:\n  ward: {{kind: record, owner: trust, captured: 1 day, fields: [death]}}\n  \
             bulletin: {{kind: publication, owner: trust, fields: [death]}}\n  yearbook: {{kind: publication, owner: trust, fields: [death]}}\nflows:\n  \
             - {{from: ward, to: bulletin, fields: [death], {weekly}}}\n  - {{from: ward, to: yearbook, fields: [death], every: month, lag: 0 days}}\n\
             needs: {{deaths: {{who: board, question: How many?, terms: [death], within: 3 weeks}}}}\n"
        );
        timetable::ask(&read(&text).graph, "deaths").unwrap()
    };
    let neither = map("every: event, lag: 2 weeks");
    let (way, other) = (part(&neither, "way"), part(&neither, "other way"));
    assert!(
        way.contains("bulletin") && way.contains("\"in time, 6 days to spare\""),
        "{way}"
    );
    assert!(
        other.contains(
            "instead of `bulletin.death`: neither is better: sooner at best, later at worst"
        ),
        "{other}"
    );
    assert!(
        other.contains("\"sometimes late, by up to 11 days\""),
        "{other}"
    );
    let better = map("every: event, lag: 0 days");
    assert_eq!(
        part(&better, "other way"),
        "",
        "the other is later whatever happens: {better:?}"
    );
}

#[test]
fn every_form_of_the_answer_tells_the_other_way_with_its_proof() {
    let two = two_ways(
        "every: week, lag: 3 days",
        "every: year, lag: 9 months",
        "every: year, lag: 1 month",
        "2 weeks",
    );
    let mut plain = two.clone();
    for row in &mut plain.rows {
        row.place = None;
    }
    let nothing = SourceSet::from_strings::<String, String>([]);
    let told = "comes later, not taken";
    let json = answer::json(&nothing, &plain);
    assert!(
        json.contains("\"part\": \"other way\"") && json.contains(told),
        "{json}"
    );
    assert!(
        json.contains("\"slack\": \"in time, 3 days to spare\""),
        "{json}"
    );
    let markdown = answer::markdown(&nothing, &plain);
    let line = markdown.lines().find(|line| line.contains(told));
    let way = "ward.death → office.death → picture.death";
    assert!(line.is_some_and(|line| line.contains(way)), "{markdown}");
    assert!(answer::text(&two).contains("other way"), "{two:?}");
}

/// A register that knows of most in a day and of a few after half a year says nothing soon to a database of these few.
#[test]
fn a_system_knows_of_its_own_people_and_not_of_others() {
    let map = read(
        "
dimensions: {cause: {name: Cause, values: [illness, accident]}}
organisations: {doctors: Doctors, court: Court, office: Office, study: Study}
terms: {death: Death}
systems:
  ward: {owner: doctors, kind: record, captured: 0 days, covers: {cause: all}, source: x, fields: [death]}
  inquest: {owner: court, kind: record, captured: 0 days, covers: {cause: accident}, source: x, fields: [death]}
  deaths: {owner: office, kind: register, covers: {cause: all}, source: x, fields: [death]}
  accidents: {owner: study, kind: collection, covers: {cause: accident}, source: x, fields: [death]}
flows:
  - {from: ward, to: deaths, fields: [death], only: {cause: illness}, every: event, lag: 1 day, source: x}
  - {from: inquest, to: deaths, fields: [death], every: event, lag: 26 weeks, source: x}
  - {from: deaths, to: accidents, fields: [death], every: event, lag: 1 day, source: x}
",
    );
    let answer = timetable::ask(&map.graph, "death").unwrap();
    let best = |system: &str| {
        let mut rows = answer.rows.iter();
        let row = rows.find(|row| row.cells[3] == Cell::from(system));
        format!("{:?}", row.expect("a row of it").cells[6])
    };
    assert!(best("deaths").contains("1 day"), "{}", best("deaths"));
    assert!(
        best("accidents").contains("6 months"),
        "{}",
        best("accidents")
    );
    let report = flowmap::report::markdown::report(&map);
    assert!(
        report.contains("| Study | accidents | at best 6 months"),
        "{report}"
    );
}
