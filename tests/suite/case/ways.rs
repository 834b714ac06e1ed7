//! The ways by which a case reaches a system: several that bring it only together, and those that are no telling.

use flowmap::ask::{Answer, Cell, case};

use crate::graph::read;

/// A death is certified by a doctor or examined by a coroner, and either way registered.
const EITHER: &str = "
dimensions: {inquest: {name: Inquest, values: [held, not_held]}, age: {name: Age, range: years}}
organisations: {trust: The trust, coroner: The coroner, examiner: The examiner, registrar: The registrar, office: The office, board: The board, college: The college}
terms: {date_of_death: Date of death, deaths: Number of deaths}
systems:
  record: {name: Patient record, owner: trust, kind: record, captured: 1 day, covers: {inquest: all}, source: x, fields: [date_of_death]}
  file: {name: Inquest file, owner: coroner, kind: record, covers: {inquest: held}, source: x, fields: [date_of_death]}
  certificate: {name: Certificate, owner: examiner, kind: collection, covers: {inquest: not_held}, source: x, fields: [date_of_death]}
  register: {name: Register of deaths, owner: registrar, kind: register, covers: {inquest: all}, source: x, fields: [date_of_death]}
  tracing: {name: Tracing service, owner: office, kind: register, covers: {inquest: all}, source: x, fields: [date_of_death]}
  form: {name: Form for a death, owner: office, kind: collection, covers: {inquest: all}, source: x, fields: [date_of_death]}
  file_copy: {name: Files of the office, owner: office, kind: record, covers: {inquest: all}, source: x, fields: [date_of_death]}
  report: {name: Yearly report, owner: office, kind: publication, level: aggregate, source: x, fields: [deaths]}
  tool: {name: Review tool, owner: college, kind: other, covers: {inquest: all}, source: x, fields: [date_of_death]}
flows:
  - {from: record, to: file, fields: [date_of_death], every: event, basis: The law, source: x}
  - {from: record, to: certificate, fields: [date_of_death], every: event, basis: The law, source: x}
  - {from: file, to: register, fields: [date_of_death], every: event, basis: The law, source: x}
  - {from: certificate, to: register, fields: [date_of_death], every: event, basis: The law, source: x}
  - {from: register, to: tracing, fields: [date_of_death], method: upload, every: week, source: x}
  - {from: trust, to: tracing, fields: [date_of_death], every: event, confidence: assumed}
  - {from: record, to: form, fields: [date_of_death], method: form, every: event, basis: The law, source: x}
  - {from: form, to: file_copy, fields: [date_of_death], method: manual, source: x}
  - {from: form, to: report, fields: [{from: date_of_death, to: deaths, how: aggregated}], every: year, source: x}
  - {from: report, to: board, fields: [deaths], every: year, source: x}
";

fn answer(text: &str) -> Answer {
    case::ask(&read(text).graph, "age=45").expect("the answer about a case")
}

/// The rows about a system, each as part, answer, teller and reason.
fn rows(answer: &Answer, system: &str) -> Vec<[String; 4]> {
    let words = |cell: &Cell| match cell {
        Cell::Text(words) => words.clone(),
        _ => String::new(),
    };
    let of = answer
        .rows
        .iter()
        .filter(|row| row.cells[2] == Cell::from(system));
    of.map(|row| [0, 1, 4, 9].map(|at| words(&row.cells[at])))
        .collect()
}

#[test]
fn a_register_that_two_ways_reach_together_must_be_told() {
    let answer = answer(EITHER);
    let register = rows(&answer, "Register of deaths");
    assert_eq!(register.len(), 2, "{register:?}");
    for row in &register {
        assert_eq!(row[1], "must be told", "{register:?}");
        assert!(row[3].starts_with("by one of these ways"), "{register:?}");
    }
    assert!(
        answer
            .notes
            .iter()
            .any(|note| note
                == "one of two must be told of each such case: Certificate or Inquest file"),
        "{:?}",
        answer.notes
    );
    let sum = "must be told 3 times, by 2 bodies";
    assert!(
        answer.notes.iter().any(|note| note.starts_with(sum)),
        "{:?}",
        answer.notes
    );
}

#[test]
fn ways_that_leave_a_part_out_do_not_make_it_sure() {
    let answer = answer(&EITHER.replace(
        "covers: {inquest: not_held}",
        "covers: {inquest: not_held, age: 50+}",
    ));
    let register = rows(&answer, "Register of deaths");
    assert!(
        register.iter().all(|row| row[1] == "holds such cases"),
        "{register:?}"
    );
    assert!(
        answer.notes.iter().all(|note| !note.contains("one of two")),
        "{:?}",
        answer.notes
    );
}

#[test]
fn a_copy_that_is_sure_is_a_copy_though_telling_is_assumed() {
    let tracing = rows(&answer(EITHER), "Tracing service");
    let assumed = "that it is told in this way is only assumed";
    assert!(
        tracing.iter().all(|row| row[1] == "gets a copy"),
        "{tracing:?}"
    );
    let why = |teller: &str| {
        let row = tracing.iter().find(|row| row[2].starts_with(teller));
        row.expect("a row of the teller")[3].clone()
    };
    assert_eq!(why("The trust"), assumed);
    assert_eq!(why("The registrar"), "");
}

#[test]
fn what_is_typed_from_a_form_is_not_known_at_first_hand() {
    let files = rows(&answer(EITHER), "Files of the office");
    assert_eq!(files.len(), 1, "{files:?}");
    assert_eq!(files[0][0], "copies", "{files:?}");
}

#[test]
fn readers_of_figures_and_forms_that_nobody_sends_are_left_out() {
    let answer = answer(EITHER);
    assert!(rows(&answer, "The board").is_empty());
    assert!(rows(&answer, "Review tool").is_empty());
    assert_eq!(rows(&answer, "Yearly report").len(), 1);
}
