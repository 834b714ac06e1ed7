//! Questionnaires: what the map says of a body, its answers, and what they change.

use flowmap::analysis::Analysis;
use flowmap::exchange::proposed::{Made, Proposal};
use flowmap::exchange::questionnaire;
use flowmap::read::source::Given;

use super::{Grid, MAP, analysis, given, read, write};

pub(super) type Sheets = Vec<(String, Grid)>;

/// The questionnaire for a body as another program reads it.
pub(super) fn asked(map: &Analysis, body: &str) -> Sheets {
    read(&questionnaire::workbook(map, body).expect("it is written"))
}

fn grid<'s>(sheets: &'s mut Sheets, name: &str) -> &'s mut Grid {
    let found = sheets.iter_mut().find(|(known, _)| known == name);
    &mut found.unwrap_or_else(|| panic!("no sheet {name}")).1
}

/// Fills in the date and the person.
pub(super) fn sign(sheets: &mut Sheets, day: &str) {
    let page = grid(sheets, "Start here");
    for (label, text) in [("Date of your answers", day), ("Who answers", "A. Clerk")] {
        let row = page.iter_mut().find(|row| row[0] == label).expect("a row");
        row.resize(2, String::new());
        text.clone_into(&mut row[1]);
    }
}

/// Answers the row about a thing whose question begins with these words: right, instead, remark.
pub(super) fn answer(
    sheets: &mut Sheets,
    sheet: &str,
    thing: &str,
    question: &str,
    answers: [&str; 3],
) {
    let rows = grid(sheets, sheet);
    let row = rows
        .iter_mut()
        .find(|row| row[0] == thing && row[1].starts_with(question));
    let row = row.unwrap_or_else(|| panic!("no row {thing}: {question}"));
    for (place, text) in answers.into_iter().enumerate() {
        text.clone_into(&mut row[3 + place]);
    }
}

fn proposal(map: &Analysis, sheets: &Sheets) -> Proposal {
    let proposal = questionnaire::proposal(map, &given(write(sheets)));
    proposal
        .expect("it is read")
        .expect("it is a questionnaire")
}

pub(super) fn made(map: &Analysis, sheets: &Sheets) -> Made {
    let made = proposal(map, sheets).made(map, "new.yaml");
    made.unwrap_or_else(|unmade| panic!("{:#?}", unmade.findings))
}

#[test]
fn it_asks_what_the_map_says_and_leaves_room_for_answers() {
    let map = analysis(MAP);
    let mut sheets = asked(&map, "vets");
    let names: Vec<&str> = sheets.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names[..4],
        ["Start here", "Please check", "Data items", "Questions"]
    );
    let rows = grid(&mut sheets, "Please check");
    let says = |thing: &str, question: &str| {
        let row = rows
            .iter()
            .find(|row| row[0] == thing && row[1].starts_with(question));
        row.map(|row| row[2].clone())
    };
    assert_eq!(
        says("Animal register", "The kind of system").as_deref(),
        Some("register")
    );
    assert_eq!(
        says("Animal register", "The organisation that owns it").as_deref(),
        Some("Veterinary Office")
    );
    assert_eq!(
        says(
            "Data passed from Herd book to Animal register",
            "The method of transfer"
        )
        .as_deref(),
        Some("(the map does not say)")
    );
    assert_eq!(
        says("Herd book", "The kind"),
        None,
        "that is the business of the farms"
    );
    assert_eq!(grid(&mut sheets, "Data items").len(), 3);
    assert!(grid(&mut sheets, "Questions").len() > 1);
}

#[test]
fn an_empty_questionnaire_changes_nothing() {
    let map = analysis(MAP);
    let sheets = asked(&map, "vets");
    assert!(made(&map, &sheets).files.is_empty());
}

#[test]
fn a_confirmed_field_is_confirmed_with_its_source() {
    let map = analysis(MAP);
    let mut sheets = asked(&map, "vets");
    sign(&mut sheets, "2026-03-31");
    answer(
        &mut sheets,
        "Data items",
        "Animal register",
        "Herd size",
        ["yes", "", ""],
    );
    let made = made(&map, &sheets);
    let new = &made.files[0].new;
    let wanted = "fields: {herd_size: {source: \"answer of Veterinary Office, 2026-03-31\", confidence: confirmed}, kind:";
    assert!(new.contains(wanted), "{new}");
    assert!(new.contains("# agreed in May"), "{new}");
}

#[test]
fn a_correction_becomes_a_change_and_a_refusal_a_dispute() {
    let map = analysis(MAP);
    let mut sheets = asked(&map, "vets");
    sign(&mut sheets, "2026-03-31");
    let flow = "Data passed from Animal register to bare";
    answer(
        &mut sheets,
        "Please check",
        flow,
        "The interval between",
        ["no", "quarter", "since 2020"],
    );
    answer(
        &mut sheets,
        "Please check",
        flow,
        "The method of transfer",
        ["", "email", ""],
    );
    answer(
        &mut sheets,
        "Please check",
        "Animal register",
        "The people the data",
        ["no", "Sheep as well, from 2027", ""],
    );
    let new = made(&map, &sheets).files[0].new.clone();
    assert!(new.contains("every: quarter"), "{new}");
    assert!(new.contains("method: email"), "{new}");
    assert!(new.contains("Every: since 2020"), "{new}");
    assert!(
        new.contains("says: \"Covers: Sheep as well, from 2027\""),
        "{new}"
    );
    assert!(new.contains("by: vets"), "{new}");
    assert!(
        !new.contains("confirmed"),
        "neither is answered as a whole: {new}"
    );
}

#[test]
fn what_another_body_confirmed_is_disputed_and_not_overwritten() {
    let text = MAP.replace(
        "every: month, notes: kept",
        "every: month, source: \"answer of Farms, 2026-01-01\", confidence: confirmed",
    );
    let map = analysis(&text);
    let mut sheets = asked(&map, "vets");
    sign(&mut sheets, "2026-03-31");
    let flow = "Data passed from Animal register to bare";
    answer(
        &mut sheets,
        "Please check",
        flow,
        "The interval between",
        ["no", "quarter", ""],
    );
    let new = made(&map, &sheets).files[0].new.clone();
    assert!(new.contains("every: month"), "{new}");
    assert!(new.contains("says: \"Every: quarter\""), "{new}");
}

#[test]
fn an_answer_in_words_is_kept_beside_what_it_is_about() {
    let map = analysis(MAP);
    let mut sheets = asked(&map, "vets");
    sign(&mut sheets, "2026-03-31");
    let question = grid(&mut sheets, "Questions")[1][1].clone();
    grid(&mut sheets, "Questions")[1][3] = "Ask the clerk of the farms".to_owned();
    let proposal = proposal(&map, &sheets);
    let made = proposal.made(&map, "new.yaml").expect("it is made");
    let all = format!(
        "{:?}{:?}",
        proposal.notes(),
        made.files.iter().map(|file| &file.new).collect::<Vec<_>>()
    );
    assert!(
        all.contains("Ask the clerk of the farms"),
        "{question}: {all}"
    );
}

#[test]
fn answers_without_a_date_and_odd_answers_are_told() {
    let map = analysis(MAP);
    let mut sheets = asked(&map, "vets");
    answer(
        &mut sheets,
        "Data items",
        "Animal register",
        "Herd size",
        ["perhaps", "", ""],
    );
    let unmade = proposal(&map, &sheets)
        .made(&map, "new.yaml")
        .expect_err("it has faults");
    let told: Vec<String> = unmade
        .findings
        .iter()
        .map(|one| one.message.clone())
        .collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(
        told.iter().any(|message| message.contains("no date")),
        "{told:?}"
    );
    assert!(
        told.iter().any(|message| message.contains("`perhaps`")),
        "{told:?}"
    );
}

#[test]
fn a_statement_that_has_changed_since_is_listed_and_not_confirmed() {
    let map = analysis(MAP);
    let mut sheets = asked(&map, "vets");
    sign(&mut sheets, "2026-03-31");
    answer(
        &mut sheets,
        "Please check",
        "Animal register",
        "The kind of system",
        ["yes", "", ""],
    );
    let later = analysis(&MAP.replace("kind: register, covers", "kind: collection, covers"));
    let proposal = proposal(&later, &sheets);
    assert!(
        proposal
            .notes()
            .iter()
            .any(|note| note.contains("not placed")),
        "{:?}",
        proposal.notes()
    );
    assert!(
        proposal
            .made(&later, "new.yaml")
            .expect("made")
            .files
            .is_empty()
    );
}

#[test]
fn the_status_tells_who_has_answered() {
    let map = analysis(MAP);
    let mut sheets = asked(&map, "vets");
    sign(&mut sheets, "2026-03-31");
    answer(
        &mut sheets,
        "Data items",
        "Animal register",
        "Herd size",
        ["yes", "", ""],
    );
    let files = [Given::File("vets.xlsx".to_owned(), write(&sheets))];
    let told = questionnaire::status(&map, &files).expect("it is told");
    assert_eq!(told.title, "1 of 2 questionnaires answered");
    assert_eq!(told.rows.len(), 2);
}
