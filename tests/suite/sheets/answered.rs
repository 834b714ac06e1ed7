//! The bodies that have answered, as the map itself records it: the answer, the report and the program.

use flowmap::analysis::Analysis;
use flowmap::ask::{Cell, answered};
use flowmap::exchange::questionnaire;
use flowmap::report::{html, markdown};

use crate::cli::check_status;
use crate::folder::Folder;

use super::questionnaire::{answer, asked, made, sign};
use super::{MAP, analysis, write};

/// The row of a body in the answer to who has answered, by column.
fn standing(map: &Analysis, body: &str) -> Vec<(String, String)> {
    let told = answered::ask(&map.graph, &map.findings);
    let row = told
        .rows
        .iter()
        .find(|row| row.cells[0] == Cell::from(body));
    let row = row.unwrap_or_else(|| panic!("no row {body}: {told:#?}"));
    let cells = row.cells.iter().map(|cell| match cell {
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => number.to_string(),
        _ => String::new(),
    });
    let columns = [
        "who",
        "on",
        "confirmed",
        "disputed",
        "in part",
        "left",
        "questions",
        "settles",
    ];
    columns.map(str::to_owned).into_iter().zip(cells).collect()
}

#[test]
fn the_map_itself_tells_who_has_answered() {
    let map = analysis(MAP);
    let told = answered::ask(&map.graph, &map.findings);
    assert!(
        told.title.starts_with("None of 2 bodies has answered"),
        "{}",
        told.title
    );
    assert!(told.rows.is_empty(), "no table of zeros: {told:#?}");

    let mut sheets = asked(&map, "vets");
    sign(&mut sheets, "2026-03-31");
    let yes = ["yes", "", ""];
    answer(
        &mut sheets,
        "Data items",
        "Animal register",
        "Herd size",
        yes,
    );
    answer(
        &mut sheets,
        "Please check",
        "Veterinary Office",
        "Its name",
        yes,
    );
    answer(
        &mut sheets,
        "Data items",
        "Animal register",
        "Kind",
        ["no", "It is the breed as the farmer says it", ""],
    );
    let after = made(&map, &sheets).after;
    let told = answered::ask(&after.graph, &after.findings);
    assert!(
        told.title.starts_with("1 of 2 bodies has answered"),
        "{}",
        told.title
    );
    let vets = standing(&after, "vets");
    let of = |name: &str| {
        let found = vets.iter().find(|(column, _)| column == name);
        found.map_or("", |(_, text)| text.as_str())
    };
    assert_eq!(of("on"), "2026-03-31", "{vets:?}");
    assert_eq!((of("disputed"), of("confirmed")), ("1", "1"), "{vets:?}");
    // The register itself and its two flows.
    assert_eq!(of("left"), "3", "{vets:?}");
    let farms = standing(&after, "farms");
    assert_eq!(farms[1].1, "", "the farms have not answered: {farms:?}");
    // A further answer on a later day is told with its day.
    let mut later = asked(&after, "vets");
    sign(&mut later, "2026-05-02");
    answer(
        &mut later,
        "Please check",
        "Animal register",
        "The kind of system",
        yes,
    );
    let after = made(&after, &later).after;
    assert_eq!(standing(&after, "vets")[1].1, "2026-05-02, and 1 before");
}

#[test]
fn an_answer_of_a_body_that_the_map_does_not_have_is_told() {
    let map = analysis(&MAP.replace(
        "kind: register, covers",
        "source: \"answer of The Old Office, 2025-01-01\", kind: register, covers",
    ));
    let told = answered::ask(&map.graph, &map.findings);
    assert!(
        told.notes
            .iter()
            .any(|note| note.contains("“The Old Office”")),
        "{told:#?}"
    );
    // A source that only begins like an answer is a source.
    let map = analysis(&MAP.replace(
        "kind: register, covers",
        "source: answer of 5 May, kind: register, covers",
    ));
    assert!(answered::ask(&map.graph, &map.findings).notes.is_empty());
}

#[test]
fn all_questionnaires_come_in_one_archive() {
    let map = analysis(MAP);
    let bytes = questionnaire::archive(&map).expect("it is packed");
    assert_eq!(
        bytes,
        questionnaire::archive(&map).expect("it is packed"),
        "the same bytes"
    );
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
    let mut names: Vec<String> = archive
        .file_names()
        .map(|name| name.expect("a name").into_owned())
        .collect();
    names.sort();
    assert_eq!(names, ["farms.xlsx", "vets.xlsx"]);
    let mut one = Vec::new();
    let mut file = archive.by_name("vets.xlsx").expect("it is there");
    std::io::Read::read_to_end(&mut file, &mut one).expect("it is read");
    assert_eq!(
        one,
        questionnaire::workbook(&map, "vets").expect("it is written")
    );
}

#[test]
fn the_program_tells_who_has_answered_by_the_map_or_by_a_folder() {
    let folder = Folder::with("ask-status", "flows/map.yaml", MAP);
    let run = check_status(folder.path(), &["ask", "--status"], 0);
    assert!(
        run.text().contains("None of 2 bodies has answered"),
        "{}",
        run.text()
    );
    folder.write("back/vets.xlsx", &write(&asked(&analysis(MAP), "vets")));
    let run = check_status(folder.path(), &["ask", "--status", "back", "flows"], 0);
    assert!(
        run.text().contains("0 of 2 questionnaires answered"),
        "{}",
        run.text()
    );
}

#[test]
fn the_report_says_who_has_answered() {
    let map = analysis(MAP);
    let sentence = "None of 2 bodies has answered a questionnaire yet";
    let written = markdown::report(&map);
    assert!(written.contains(sentence), "{written}");
    assert!(
        !written.contains("Answered on"),
        "no table of zeros: {written}"
    );
    assert!(html::file(&map).contains(sentence));
    let mut sheets = asked(&map, "vets");
    sign(&mut sheets, "2026-03-31");
    let yes = ["yes", "", ""];
    answer(
        &mut sheets,
        "Data items",
        "Animal register",
        "Herd size",
        yes,
    );
    let after = made(&map, &sheets).after;
    let written = markdown::report(&after);
    for words in [
        "## Who has answered",
        "1 of 2 bodies has answered",
        "| Veterinary Office | 2026-03-31 | 1 |",
        "| Farms | not yet | 0 |",
        "until the map says what the answer means",
    ] {
        assert!(written.contains(words), "no `{words}` in {written}");
    }
    assert!(html::file(&after).contains("until the map says what the answer means"));
}
