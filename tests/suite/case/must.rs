//! A case says "must be told" only where a flow with a source tells it, and never an earlier or a surer time than the map states.

use flowmap::ask::{Answer, Cell, case};

use crate::graph::read;

/// A watchdog that a ward tells, and beside it the systems of each test.
fn asked(systems: &str, flows: &str) -> Answer {
    let map = format!(
        "
dimensions: {{power: [held, free]}}
organisations: {{trust: Trust, watch: Watch, office: Office, board: Board, club: Club}}
terms: {{day: Day, name: {{name: Name, identifier: true}}}}
systems:
  record: {{name: Record, owner: trust, kind: record, captured: 1 day, covers: {{power: all}}, source: x, fields: {{day: {{type: date}}, name: {{type: text}}, note: {{type: text}}}}}}
{systems}
flows:
{flows}
"
    );
    case::ask(&read(&map).graph, "power=held").expect("the case is understood")
}

/// The rows about one system, as text.
fn rows(answer: &Answer, system: &str) -> String {
    let rows = answer.rows.iter();
    let rows = rows.filter(|row| row.cells[2] == Cell::from(system));
    let lines: Vec<String> = rows.map(|row| format!("{:?}", row.cells)).collect();
    lines.join("\n")
}

const FORM: &str = "  form: {name: Form, owner: watch, kind: collection, covers: {power: held}, source: x, fields: {day: {type: date}, name: {type: text}, note: {type: text}}}";

#[test]
fn a_way_that_is_only_assumed_makes_no_must() {
    let flow = |evidence: &str| {
        let flow = format!("  - {{from: record, to: form, fields: [day], every: event{evidence}}}");
        asked(FORM, &flow)
    };
    let sourced = rows(&flow(", source: x"), "Form");
    assert!(sourced.contains("must be told"), "{sourced}");
    let assumed = flow("");
    let form = rows(&assumed, "Form");
    assert!(
        form.contains("holds such cases") && form.contains("only assumed"),
        "{form}"
    );
    assert!(
        assumed.title.contains("0 systems must be told"),
        "{}",
        assumed.title
    );
    // One that does not say whom it covers may not even hold it.
    let silent = FORM.replace(", covers: {power: held}", "");
    let silent = asked(
        &silent,
        "  - {from: record, to: form, fields: [day], every: event}",
    );
    let form = rows(&silent, "Form");
    assert!(
        form.contains("may be told") && form.contains("only assumed"),
        "{form}"
    );
    // Another flow of the same body says that it tells.
    let both = "  - {from: record, to: form, fields: [day], every: event, same_submission: s}\n  - {from: record, to: form, id: more, fields: [name], only: {power: held}, every: event, source: x, same_submission: s}";
    let form = rows(&asked(FORM, both), "Form");
    assert!(form.contains("must be told"), "{form}");
}

#[test]
fn a_system_that_nobody_tells_is_not_said_to_be_told() {
    let answer = asked(FORM, "");
    let form = rows(&answer, "Form");
    assert!(form.contains("holds such cases"), "{form}");
    assert!(
        form.contains("nobody is named who tells it: ask Watch"),
        "{form}"
    );
    assert!(!form.contains("must be told"), "{form}");
    assert!(
        answer.title.contains("0 systems must be told"),
        "{}",
        answer.title
    );
}

#[test]
fn no_body_is_told_by_itself() {
    let flows = "  - {from: record, to: form, fields: [day], every: event, source: x}
  - {from: watch, to: form, fields: [day], every: event, source: x}";
    let form = rows(&asked(FORM, flows), "Form");
    assert!(
        form.contains("Trust") && !form.contains("Text(\"Watch\"), Unknown"),
        "{form}"
    );
    assert_eq!(form.lines().count(), 1, "{form}");
}

#[test]
fn a_body_that_is_told_need_not_pass_on_just_this() {
    let systems = format!(
        "{FORM}\n  returns: {{name: Returns, owner: office, kind: collection, source: x, fields: {{day: {{type: date}}}}}}"
    );
    let flows = "  - {from: record, to: board, fields: [day], every: event, source: x}
  - {from: board, to: returns, fields: [day], every: month, source: x}";
    let returns = rows(&asked(&systems, flows), "Returns");
    assert!(!returns.contains("must be told"), "{returns}");
    assert!(
        returns.contains("whose people the map does not state"),
        "{returns}"
    );
}

#[test]
fn what_follows_from_voluntary_telling_is_no_must() {
    let systems = format!(
        "{FORM}\n  copy: {{name: Copy, owner: office, kind: register, covers: {{power: held}}, source: x, fields: {{day: {{type: date}}}}}}"
    );
    let flows = "  - {from: record, to: form, fields: [day], every: event, basis: \"Voluntary: a local agreement\", source: x}
  - {from: form, to: copy, fields: [day], every: month, source: x}";
    let answer = asked(&systems, flows);
    for name in ["Form", "Copy"] {
        let row = rows(&answer, name);
        assert!(row.contains("nobody need tell it"), "{row}");
        assert!(
            !row.contains("must") && !row.contains("gets a copy"),
            "{row}"
        );
    }
}

#[test]
fn a_reply_without_a_person_or_a_day_tells_of_no_case() {
    let flow = |field: &str| {
        let flow = format!(
            "  - {{from: record, to: form, fields: [{field}], every: event, lag: 56 days, source: x}}"
        );
        rows(&asked(FORM, &flow), "Form")
    };
    assert!(flow("day").contains("must be told"));
    assert!(flow("name").contains("must be told"));
    let reply = flow("note");
    assert!(
        !reply.contains("Trust") && reply.contains("nobody is named"),
        "{reply}"
    );
}

#[test]
fn figures_in_other_units_need_not_count_the_case() {
    let figures = |id: &str, unit: &str| {
        format!(
            "  {id}: {{name: {id}, owner: office, kind: publication, level: aggregate, covers: {{power: held}}, source: x, fields: {{n: {{type: number, unit: {unit}}}}}}}"
        )
    };
    let ids = ["a", "b", "c", "d"];
    let units = ["deaths", "deaths", "deaths", "detentions"];
    let systems: Vec<String> = ids
        .iter()
        .zip(units)
        .map(|(id, unit)| figures(id, unit))
        .collect();
    let flows: Vec<String> = ids.iter().map(|id| format!("  - {{from: record, to: {id}, fields: [{{from: day, to: n, how: aggregated}}], every: year, lag: 5 months, source: x}}")).collect();
    let answer = asked(&systems.join("\n"), &flows.join("\n"));
    assert!(rows(&answer, "a").contains("counts it"));
    let other = rows(&answer, "d");
    assert!(
        other.contains("it counts detentions: ask Office"),
        "{other}"
    );
    assert!(!other.contains("\"counts it\""), "{other}");
}

#[test]
fn a_bound_is_said_to_be_one_and_in_the_unit_that_is_written() {
    let when = |flow: &str| {
        let flow = format!("  - {{from: board, to: form, fields: [day], source: x, {flow}}}");
        rows(&asked(FORM, &flow), "Form")
    };
    for (flow, words) in [
        (
            "every: year, lag: 5 months",
            "5 months after the event at the earliest",
        ),
        (
            "every: month, lag: 1..12 months",
            "1 month after the event at the earliest",
        ),
        (
            "every: month, lag: 6 months",
            "6 months after the event at the earliest",
        ),
    ] {
        let row = when(flow);
        assert!(row.contains(words) && !row.contains("usually"), "{row}");
    }
    let direct =
        "  - {from: record, to: form, fields: [day], every: event, lag: 0 days, source: x}";
    let row = rows(&asked(FORM, direct), "Form");
    assert!(
        row.contains("as soon as Record has it; 1 day after the event"),
        "{row}"
    );
    assert!(!row.contains("at once"), "{row}");
}
