//! Changes tried on paper: the laws that hold for every map, and the messages about changes that cannot be tried.

use flowmap::analysis::{Analysis, Options};
use flowmap::compare;
use flowmap::read::finding::Group;
use flowmap::read::model::SystemKind;
use flowmap::read::source::SourceSet;
use flowmap::whatif::{Each, Outcome, answer, each, try_out, wishes};

use crate::expectation::package;
use crate::planted::{Recipe, generate};

fn analyse(text: &str) -> Analysis {
    Analysis::of(
        SourceSet::from_strings([("map.yaml", text)]),
        Options::default(),
    )
}

fn real_map() -> Analysis {
    let sources = SourceSet::read(&package("flows")).expect("the real map is there");
    Analysis::of(sources, Options::default())
}

fn made_up(seed: u64) -> Analysis {
    let recipe = Recipe {
        fields: 80,
        quiet: 0,
        seed,
        cases: 2,
        with_errors: false,
    };
    Analysis::of(
        SourceSet::from_strings(generate(recipe).files),
        Options::default(),
    )
}

fn tried(map: &Analysis, changes: &[&str]) -> Result<Outcome, String> {
    let words: Vec<String> = changes.iter().map(ToString::to_string).collect();
    let wishes = wishes(map, &words).map_err(|faults| faults.to_string())?;
    try_out(map, &wishes).map_err(|faults| faults.to_string())
}

fn fault(map: &Analysis, changes: &[&str]) -> String {
    tried(map, changes).expect_err("this cannot be tried")
}

#[test]
fn no_change_is_no_change() {
    for map in [real_map(), made_up(5)] {
        let outcome = try_out(&map, &[]).expect("nothing can be tried");
        assert!(outcome.changes.is_empty());
        assert!(outcome.shifts.is_empty());
    }
}

#[test]
fn the_result_is_that_of_comparing_with_the_changed_map() {
    let map = real_map();
    let outcome = tried(&map, &["retire lfpse"]).expect("it can be tried");
    assert!(!outcome.changes.is_empty());
    assert_eq!(outcome.changes, compare::changes(&map, &outcome.changed));
}

#[test]
fn retiring_a_collection_never_meets_a_need() {
    for map in [real_map(), made_up(5)] {
        let model = map.model();
        let collections = model.systems.iter();
        let collections =
            collections.filter(|(_, system)| system.kind.known() == Some(&SystemKind::Collection));
        let slugs: Vec<&str> = collections.map(|(_, system)| &*system.slug).collect();
        assert!(!slugs.is_empty());
        for slug in slugs.iter().take(6) {
            let outcome = tried(&map, &[&format!("retire {slug}")]).expect(slug);
            assert!(outcome.changes.needs.won.is_empty(), "{slug}");
            let is_there = outcome.changed.model().systems.iter();
            assert!(is_there.map(|(_, one)| &*one.slug).all(|one| one != *slug));
        }
    }
}

/// Two collections that ask one trust for the same, and a need that only one of them meets.
const TWO: &str = "\
map: {as_of: 2026-01-01}
organisations:
  trust: {name: A trust, count: 10}
  ministry: The ministry
terms: {date_of_death: , cause: }
systems:
  ward: {kind: record, owner: trust, fields: [date_of_death, cause]}   # where it begins
  first: {kind: collection, owner: ministry, fields: [date_of_death, cause]}
  second:
    kind: collection
    owner: ministry
    fields: [date_of_death]
flows:
  # the first
  - {from: ward, to: first, fields: [date_of_death, cause], method: form, every: month, lag: 2 days, basis: a law}
  # the second
  - {from: ward, to: second, fields: [date_of_death], method: form, every: month, lag: 2 days, basis: a law}
needs:
  causes: {who: ministry, question: Of what do people die?, terms: [cause]}
scenarios:
  one_form: {name: One form, changes: [merge second into first]}
";

fn figure(outcome: &Outcome, name: &str) -> (u64, u64) {
    let mut figures = outcome.changes.figures.iter();
    let found = figures.find(|figure| figure.name == name);
    let found = found.expect("the figure is there");
    (found.then, found.now)
}

#[test]
fn one_form_less_is_one_request_less() {
    let map = analyse(TWO);
    for change in ["retire second", "merge second into first", "one_form"] {
        let outcome = tried(&map, &[change]).expect(change);
        assert_eq!(figure(&outcome, "requests"), (3, 2), "{change}");
        assert_eq!(figure(&outcome, "items_a_year"), (360, 240), "{change}");
        assert_eq!(figure(&outcome, "repeats"), (1, 0), "{change}");
        assert!(outcome.changes.needs.lost.is_empty(), "{change}");
        let closed = &outcome.changes.findings.closed;
        assert!(
            closed.iter().any(|one| one.rule == "repeated-request"),
            "{change}"
        );
        let shift = &outcome.shifts[0];
        assert_eq!((&*shift.organisation, shift.items), ("trust", [360, 240]));
    }
    let lost = tried(&map, &["retire first"]).expect("it can be tried");
    assert_eq!(lost.changes.needs.lost.len(), 1);
}

#[test]
fn a_service_path_adds_no_duplicate() {
    let map = analyse(TWO);
    for change in [
        "serve second from first",
        "add 'first -> second: {fields: [date_of_death], every: month, lag: 1 day, basis: a law}'",
    ] {
        let outcome = tried(&map, &[change]).expect(change);
        let (then, now) = figure(&outcome, "repeats");
        assert!(now <= then, "{change}");
        let opened = &outcome.changes.findings.opened;
        let opened = opened.iter().filter(|one| one.group == Group::Duplication);
        assert_eq!(
            opened.map(|one| one.name.as_str()).collect::<Vec<_>>(),
            [""; 0],
            "{change}"
        );
    }
    let served = tried(&map, &["serve second from first"]).expect("it can be tried");
    assert_eq!(figure(&served, "requests"), (3, 2));
    let real = real_map();
    let outcome = tried(&real, &["serve ncish from mhsds"]);
    if let Ok(outcome) = outcome {
        let (then, now) = figure(&outcome, "repeats");
        assert!(now <= then);
    }
}

#[test]
fn an_agreed_definition_settles_what_differs() {
    let text = TWO.replace(
        "fields: [date_of_death]\nflows",
        "fields:\n      date_of_death: {type: number}\nflows",
    );
    let text = text.replace(
        "first: {kind: collection, owner: ministry, fields: [date_of_death, cause]}",
        "first: {kind: collection, owner: ministry, fields: {date_of_death: {type: date}, cause: }}",
    );
    let map = analyse(&text);
    let differing = |map: &Analysis| {
        let findings = map.findings.iter();
        findings
            .filter(|one| one.kind.name == "different-type")
            .count()
    };
    assert_eq!(differing(&map), 1);
    let outcome = tried(&map, &["agree date_of_death type=date"]).expect("it can be tried");
    assert_eq!(differing(&outcome.changed), 0);
}

#[test]
fn other_days_and_statuses_can_be_looked_at() {
    let text = TWO.replace(
        "needs:",
        "  - {from: ward, to: second, fields: [cause], status: planned, since: 2027-01-01}\nneeds:",
    );
    let map = analyse(&text);
    let outcome = tried(&map, &["with planned", "as-of 2027-06-01"]).expect("it can be tried");
    assert_eq!(outcome.changes.new.day.as_deref(), Some("2027-06-01"));
    assert_eq!(figure(&outcome, "requests"), (3, 4));
}

#[test]
fn what_cannot_be_tried_is_told_line_by_line() {
    let map = analyse(TWO);
    let told = fault(&map, &["retire frist", "agree cuase type=text"]);
    assert_eq!(told.lines().count(), 2, "{told}");
    assert!(told.contains("did you mean `first`?"), "{told}");
    assert!(told.contains("did you mean `cause`?"), "{told}");
    let told = fault(
        &map,
        &[
            "retire first",
            "serve second from first",
            "as-of 2027-01-01",
            "as-of 2028-01-01",
        ],
    );
    assert_eq!(told.lines().count(), 2, "{told}");
    assert!(told.contains("`retire first` and `serve second from first` contradict each other: the first leaves no `first`"), "{told}");
    assert!(told.contains("the map is looked at on one day"), "{told}");
    let told = fault(&map, &["agree cause type=text", "agree cause type=code"]);
    assert!(
        told.contains("`type` cannot be `text` and `code`"),
        "{told}"
    );
    let told = fault(&map, &["retire first", "frob x"]);
    assert!(told.contains("`frob x`"), "{told}");
    let told = fault(&map, &["merge second"]);
    assert!(
        told.contains("write it like this: `merge SYSTEM into SYSTEM`"),
        "{told}"
    );
    let told = fault(&map, &["one_from"]);
    assert!(told.contains("did you mean `one_form`?"), "{told}");
    let told = fault(&map, &["agree cause type=colour"]);
    assert!(told.contains("`colour` is not a type of field"), "{told}");
    let told = fault(&map, &["serve ward from second", "serve second from ward"]);
    assert!(told.contains("each would get from the other"), "{told}");
    let told = fault(&map, &["retire second -> first"]);
    assert!(
        told.contains("there is no flow `second -> first`"),
        "{told}"
    );
}

#[test]
fn words_without_quotes_are_one_change() {
    let map = analyse(TWO);
    let one = tried(&map, &["merge", "second", "into", "first"]).expect("it can be tried");
    assert_eq!(one.tried, ["merge second into first"]);
    let two = tried(&map, &["retire", "ward -> second", "as-of", "2026-02-01"]);
    assert_eq!(two.expect("it can be tried").tried.len(), 2);
}

#[test]
fn the_answer_begins_with_four_figures() {
    let map = analyse(TWO);
    let outcome = tried(&map, &["retire second"]).expect("it can be tried");
    let told = answer(&outcome);
    let firsts: Vec<String> = told
        .rows
        .iter()
        .take(4)
        .map(|row| format!("{:?}", row.cells[0]))
        .collect();
    assert_eq!(firsts, ["Text(\"figure\")"; 4]);
    assert_eq!(told.title, "what if: `retire second`");
}

#[test]
fn all_single_changes_of_a_kind_are_ranked() {
    let map = analyse(TWO);
    let ranked = each(&map, Each::Retire);
    let first = format!("{:?}", ranked.rows[0].cells[0]);
    assert_eq!(first, "Text(\"retire second\")");
    assert_eq!(ranked.rows.len(), 2);
    assert_eq!(each(&map, Each::Merge).rows.len(), 1);
    assert_eq!(each(&map, Each::Serve).rows.len(), 2);
}
