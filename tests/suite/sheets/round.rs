//! An export that is imported again changes nothing, and holds the whole map.

use flowmap::analysis::{Analysis, Options};
use flowmap::exchange::sheets;
use flowmap::read::model::encode;
use flowmap::read::source::{Given, SourceSet};

use super::{WHOLE, analysis, exported, imported, read, write};
use crate::expectation::package;

/// Demands that neither the workbook nor the CSV files of a map change anything.
fn check_unchanged(name: &str, map: &Analysis) {
    let csv = Given::Folder("map".to_owned(), sheets::csv_files(&map.sources));
    for given in [super::given(exported(map)), csv] {
        let proposal = sheets::proposal(map, &given, WHOLE).expect("it is a workbook");
        let made = proposal.made(map, "imported.yaml");
        let made = made.unwrap_or_else(|unmade| panic!("{name}: {:#?}", unmade.findings));
        let changed: Vec<_> = made.files.iter().map(|file| &file.new).collect();
        assert!(changed.is_empty(), "{name}: {changed:#?}");
        assert!(made.doubts.is_empty(), "{name}");
    }
}

fn real_map() -> Analysis {
    let sources = SourceSet::read(&package("flows")).expect("the real map is there");
    Analysis::of(sources, Options::default())
}

#[test]
fn the_real_map_comes_back_unchanged() {
    check_unchanged("flows", &real_map());
}

#[test]
fn every_map_of_the_cases_comes_back_unchanged() {
    let mut count = 0;
    for folder in std::fs::read_dir(package("tests/cases")).expect("the cases are there") {
        let folder = folder.expect("a folder").path();
        for file in std::fs::read_dir(&folder).into_iter().flatten() {
            let path = file.expect("a file").path();
            if path.extension().is_some_and(|ending| ending == "yaml") {
                let bytes = std::fs::read(&path).expect("it can be read");
                let sources = SourceSet::from_bytes("map.yaml", bytes);
                let map = Analysis::of(sources, Options::default());
                check_unchanged(&path.display().to_string(), &map);
                count += 1;
            }
        }
    }
    assert!(count > 150, "{count}");
}

/// The real map, made anew from its sheets alone.
#[test]
fn the_sheets_hold_the_whole_map() {
    for map in [real_map(), analysis(super::MAP)] {
        let empty = analysis("# Nothing yet.\n");
        let made = imported(&empty, exported(&map));
        let made = made.unwrap_or_else(|unmade| {
            let told: Vec<_> = unmade.findings.iter().map(|one| &one.message).collect();
            panic!("{told:#?}")
        });
        let (was, is) = (encode(map.model()), encode(made.after.model()));
        for (was, is) in was.lines().zip(is.lines()) {
            assert_eq!(was, is);
        }
        assert_eq!(was.len(), is.len());
    }
}

#[test]
fn a_workbook_saved_by_another_program_changes_nothing() {
    let map = real_map();
    let made = imported(&map, write(&read(&exported(&map)))).expect("it is read");
    assert!(made.files.is_empty());
}

#[test]
fn the_same_map_gives_the_same_bytes() {
    let map = analysis(super::MAP);
    assert_eq!(exported(&map), exported(&map));
}

#[test]
fn a_cell_too_long_for_a_workbook_is_continued_in_further_rows() {
    let lines: Vec<String> = (0..4000)
        .map(|number| format!("line number {number}"))
        .collect();
    let text = format!(
        "systems:\n  a: {{notes: {}}}\n  b: B\n",
        serde_json::to_string(&lines.join("\n")).expect("a text")
    );
    let map = analysis(&text);
    let grid = read(&exported(&map));
    let (_, systems) = grid
        .iter()
        .find(|(name, _)| name == "Systems")
        .expect("a sheet");
    assert_eq!(systems.len(), 5, "a header, three rows of a, one of b");
    check_unchanged("long", &map);
}
