//! A workbook was exported, the map has moved on, and the workbook was edited: only what a person has changed is taken, and what both have
//! changed is told and left.

use flowmap::exchange::proposed::Proposal;
use flowmap::exchange::sheets;
use flowmap::exchange::sheets::Taking;
use flowmap::read::source::Given;

use crate::cli::check_status;
use crate::folder::Folder;

use super::{Grid, MAP, WHOLE, add, analysis, edited, given, set};

/// The map some weeks after the export: another owner, a new note, a new flow, a renamed body, and a system that went.
fn later() -> String {
    let changes = [
        ("owner: farms   # by law", "owner: vets   # since May"),
        ("kind: register, covers", "kind: collection, covers"),
        (
            "  - bare -> herd_book\n",
            "  - bare -> herd_book\n  - herd_book -> bare\n",
        ),
        (
            "  outbreaks: How many animals stand in one place?\n",
            "  herds: How many herds are there?\n",
        ),
    ];
    let mut text = MAP.to_owned();
    for (old, new) in changes {
        assert_eq!(text.matches(old).count(), 1, "{old}");
        text = text.replace(old, new);
    }
    text
}

fn proposal(map: &str, bytes: Vec<u8>, taking: Taking) -> Proposal {
    let proposal = sheets::proposal(&analysis(map), &given(bytes), taking);
    proposal.expect("it is a workbook")
}

/// The text of the map with a proposal made in it.
fn made(map: &str, proposal: &Proposal) -> String {
    let made = proposal.made(&analysis(map), "imported.yaml");
    let made = made.unwrap_or_else(|unmade| panic!("{:#?}", unmade.findings));
    let mut files = made.files.iter();
    let first = files
        .next()
        .map_or_else(|| map.to_owned(), |file| file.new.clone());
    assert!(files.next().is_none(), "one file");
    first
}

fn sheet(edit: impl FnOnce(&mut Grid)) -> Vec<u8> {
    edited(&analysis(MAP), "Systems", edit)
}

#[test]
fn an_unchanged_workbook_takes_nothing_back_that_the_map_has_changed_since() {
    let later = later();
    for taking in [Taking::default(), WHOLE] {
        let proposal = proposal(&later, sheet(|_| {}), taking);
        assert_eq!(made(&later, &proposal), later);
        assert_eq!(proposal.conflicts(), [] as [String; 0]);
        let told = proposal.notes().join("\n");
        assert!(told.contains("since the export"), "{told}");
    }
}

#[test]
fn a_folder_of_csv_files_takes_nothing_back_either() {
    let files = sheets::csv_files(&analysis(MAP).sources);
    assert!(files.iter().any(|(name, _)| name == "exported.csv"));
    let later = later();
    let folder = Given::Folder("sheets".to_owned(), files);
    let proposal = sheets::proposal(&analysis(&later), &folder, WHOLE).expect("sheets");
    assert_eq!(made(&later, &proposal), later);
    assert_eq!(proposal.conflicts(), [] as [String; 0]);
}

#[test]
fn what_a_person_changed_is_taken_and_the_rest_stays_as_the_map_has_it() {
    let later = later();
    let bytes = sheet(|grid| {
        set(grid, &["register"], "Name", "Register of animals");
        add(grid, &[("Id", "market_log"), ("Name", "Log of markets")]);
    });
    let proposal = proposal(&later, bytes, Taking::default());
    assert_eq!(proposal.conflicts(), [] as [String; 0]);
    let text = made(&later, &proposal);
    assert!(text.contains("name: Register of animals"), "{text}");
    assert!(text.contains("market_log: Log of markets"), "{text}");
    assert!(text.contains("owner: vets   # since May"), "{text}");
    assert!(text.contains("kind: collection, covers"), "{text}");
}

#[test]
fn what_both_changed_is_told_with_both_places_and_left() {
    let later = later();
    let edit = |grid: &mut Grid| {
        set(grid, &["register"], "Kind", "publication");
        set(grid, &["bare"], "Name", "A bare one");
    };
    let proposal = proposal(&later, sheet(edit), Taking::default());
    let line = 1 + later
        .lines()
        .position(|line| line.contains("kind: collection"))
        .expect("it is there");
    let [conflict] = proposal.conflicts() else {
        panic!("{:#?}", proposal.conflicts());
    };
    assert!(
        conflict.starts_with("map.xlsx, sheet Systems, cell "),
        "{conflict}"
    );
    assert!(
        conflict.contains("the sheet says `publication`"),
        "{conflict}"
    );
    assert!(
        conflict.contains(&format!("the map says `collection` (map.yaml:{line})")),
        "{conflict}"
    );
    let text = made(&later, &proposal);
    assert!(
        text.contains("kind: collection, covers"),
        "neither is taken: {text}"
    );
    assert!(text.contains("bare: A bare one"), "the rest is: {text}");

    let taking = Taking {
        overwrites: true,
        ..Taking::default()
    };
    let proposal = self::proposal(&later, sheet(edit), taking);
    let text = made(&later, &proposal);
    assert!(
        text.contains("kind: publication, covers"),
        "where it is asked for: {text}"
    );
}

#[test]
fn who_changed_the_same_in_the_same_way_is_in_no_conflict() {
    let later = later();
    let bytes = sheet(|grid| set(grid, &["register"], "Kind", "collection"));
    let proposal = proposal(&later, bytes, Taking::default());
    assert_eq!(proposal.conflicts(), [] as [String; 0]);
    assert_eq!(made(&later, &proposal), later);
}

#[test]
fn a_row_that_the_map_no_longer_has_does_not_come_back() {
    let later = later();
    let needs = |edit: fn(&mut Grid)| edited(&analysis(MAP), "Needs", edit);
    let untouched = proposal(&later, needs(|_| {}), Taking::default());
    assert_eq!(made(&later, &untouched), later);
    let bytes = needs(|grid| {
        set(
            grid,
            &["outbreaks"],
            "Question",
            "How many animals stand together?",
        );
    });
    let changed = proposal(&later, bytes, Taking::default());
    let [conflict] = changed.conflicts() else {
        panic!("{:#?}", changed.conflicts());
    };
    assert!(
        conflict.contains("the sheet changes `outbreaks`, and the map no longer has that row"),
        "{conflict}"
    );
    assert_eq!(made(&later, &changed), later);
}

#[test]
fn a_deleted_row_goes_only_if_the_map_has_not_changed_it() {
    let later = later();
    let bytes = sheet(|grid| grid.retain(|row| row[0] != "register" && row[0] != "bare"));
    let proposal = proposal(&later, bytes, WHOLE);
    let [conflict] = proposal.conflicts() else {
        panic!("{:#?}", proposal.conflicts());
    };
    assert!(
        conflict.contains("the row `register` is deleted"),
        "{conflict}"
    );
    let unmade = proposal.made(&analysis(&later), "imported.yaml");
    // Flows still name the system that goes: it is told, and no flow that came after the export goes with it.
    if let Ok(made) = unmade {
        let text = &made.files[0].new;
        assert!(text.contains("register: {name"), "{text}");
        assert!(text.contains("  - herd_book -> bare\n"), "{text}");
        assert!(!text.contains("\n  bare:\n"), "{text}");
    }
}

#[test]
fn a_workbook_without_marks_is_taken_at_its_word() {
    let later = later();
    let mut sheets = super::read(&sheet(|_| {}));
    sheets.retain(|(name, _)| name != "Exported");
    let proposal = proposal(&later, super::write(&sheets), Taking::default());
    let text = made(&later, &proposal);
    assert!(text.contains("kind: register, covers"), "{text}");
    let told = proposal.notes().join("\n");
    assert!(
        told.contains("does not say what it was exported from"),
        "{told}"
    );
}

/// The whole way with the program: exported, the map moves on, the sheet is edited, imported.
#[test]
fn the_program_takes_what_was_changed_in_the_workbook_and_in_the_csv_files() {
    for is_folder in [false, true] {
        let folder = Folder::with(&format!("since-{is_folder}"), "flows/map.yaml", MAP);
        let sheets = if is_folder { "sheets" } else { "map.xlsx" };
        let to = if is_folder { "csv" } else { "xlsx" };
        check_status(
            folder.path(),
            &["export", "flows", "--to", to, "-o", sheets],
            0,
        );
        let later = later();
        folder.write("flows/map.yaml", later.as_bytes());
        check_status(folder.path(), &["import", sheets], 0);

        let change = |text: &str| {
            let text = text.replace("Herd book", "Book of the herd");
            text.replace(",register,", ",publication,")
        };
        if is_folder {
            let file = "sheets/systems.csv";
            let text = String::from_utf8(folder.read(file)).expect("text");
            folder.write(file, change(&text).as_bytes());
        } else {
            let mut all = super::read(&folder.read(sheets));
            for (name, grid) in all.iter_mut().filter(|(name, _)| name == "Systems") {
                assert_eq!(name, "Systems");
                set(grid, &["herd_book"], "Name", "Book of the herd");
                set(grid, &["register"], "Kind", "publication");
            }
            folder.write(sheets, &super::write(&all));
        }
        let run = check_status(folder.path(), &["import", sheets, "flows", "--write"], 1);
        let told = run.stderr;
        assert!(told.contains("conflict: "), "{told}");
        assert!(
            told.contains(
                "the sheet says `publication`, and since the export the map says `collection`"
            ),
            "{told}"
        );
        assert!(told.contains("1 conflict is not taken"), "{told}");
        let wanted = later.replace("name: Herd book", "name: Book of the herd");
        let text = String::from_utf8(folder.read("flows/map.yaml")).expect("text");
        assert_eq!(text, wanted);
        // A written change is not proposed again; the conflict stays until it is settled.
        check_status(folder.path(), &["import", sheets], 1);
        check_status(
            folder.path(),
            &["import", sheets, "flows", "--overwrite", "--write"],
            1,
        );
        let text = String::from_utf8(folder.read("flows/map.yaml")).expect("text");
        assert_eq!(
            text,
            wanted.replace("kind: collection,", "kind: publication,")
        );
        check_status(folder.path(), &["import", sheets], 0);
    }
}
