//! Cells that cannot be read: each is told at its place, and nothing is made.

use flowmap::exchange::proposed::Unmade;

use super::{Grid, MAP, add, analysis, edited, imported, set};

fn refused(sheet: &str, edit: impl FnOnce(&mut Grid)) -> Unmade {
    let map = analysis(MAP);
    imported(&map, edited(&map, sheet, edit)).expect_err("it has a fault")
}

/// The places and messages of what is told.
fn told(unmade: &Unmade) -> Vec<(String, String)> {
    let findings = unmade.findings.iter();
    findings
        .map(|finding| {
            let file = unmade.origins.file(finding.place().span.file);
            (file.name.clone(), finding.message.clone())
        })
        .collect()
}

#[test]
fn every_cell_that_cannot_be_read_is_told_with_its_sheet_and_cell() {
    let unmade = refused("Systems", |grid| {
        set(grid, &["herd_book"], "Kind", "bok");
        set(grid, &["register"], "Covers", "animal cattle");
        set(grid, &["bare"], "Captured", "soon");
    });
    let told = told(&unmade);
    assert_eq!(told.len(), 3, "{told:#?}");
    let places: Vec<&str> = told.iter().map(|(place, _)| place.as_str()).collect();
    for place in [
        "map.xlsx, sheet Systems, cell C2",
        "map.xlsx, sheet Systems, cell F3",
        "map.xlsx, sheet Systems, cell H4",
    ] {
        assert!(places.contains(&place), "{told:#?}");
    }
    assert!(
        unmade
            .findings
            .iter()
            .all(|finding| !finding.help.is_empty())
    );
}

#[test]
fn unknown_headings_and_rows_without_an_id_are_told() {
    let unmade = refused("Systems", |grid| {
        grid[0][2] = "Knid".to_owned();
        add(grid, &[("Owner", "vets")]);
    });
    let told = told(&unmade);
    assert!(
        told.iter()
            .any(|(_, message)| message.contains("`Knid` is no column")),
        "{told:#?}"
    );
    assert!(
        told.iter().any(|(_, message)| message.contains("no id")),
        "{told:#?}"
    );
}

#[test]
fn two_rows_of_one_id_are_told() {
    let unmade = refused("Terms", |grid| {
        add(grid, &[("Id", "breed"), ("Name", "Again")]);
    });
    assert!(told(&unmade)[0].1.contains("has two rows"));
}

#[test]
fn a_reference_to_nothing_is_told_and_made() {
    let map = analysis(MAP);
    let bytes = edited(&map, "Systems", |grid| {
        set(grid, &["bare"], "Owner", "vetts");
    });
    let made = imported(&map, bytes).expect("it is made");
    assert_eq!(made.doubts.len(), 1, "{:#?}", made.doubts);
    assert!(
        made.doubts[0].help.contains("`vets`"),
        "{}",
        made.doubts[0].help
    );
    let file = made.origins.file(made.doubts[0].place().span.file);
    assert_eq!(file.name, "map.xlsx, sheet Systems, cell D4");
}

#[test]
fn a_file_with_a_fault_is_not_changed() {
    let map = super::of_files([("a.yaml", "systems:\n  a: A\n"), ("b.yaml", "terms: [b\n")]);
    let bytes = edited(&map, "Systems", |grid| set(grid, &["a"], "Name", "An A"));
    assert_eq!(imported(&map, bytes).expect("it is made").files.len(), 1);
}
