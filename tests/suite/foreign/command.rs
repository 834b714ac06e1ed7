//! `flowmap import` as a user runs it: what it says, what it writes, and when it refuses.

use crate::cli::{check_refusal, check_status};
use crate::folder::Folder;

const MAP: &str =
    "organisations: {farms: Farms}\nsystems:\n  herd_book: {owner: farms, fields: [herd_size]}\n";

const CONTRACT: &str = "\
apiVersion: v3.1.0
kind: DataContract
id: herds
version: 1.0.0
status: active
schema:
  - name: herds
    properties:
      - {name: herd_size, logicalType: integer, required: true, quality: [{type: sql}]}
";

fn folder() -> Folder {
    let folder = Folder::with("import", "flows/map.yaml", MAP);
    folder.write("herds.odcs.yaml", CONTRACT.as_bytes());
    folder
}

#[test]
fn a_proposal_is_shown_as_changes_and_writes_nothing_unasked() {
    let folder = folder();
    let run = check_status(folder.path(), &["import", "herds.odcs.yaml"], 0);
    for line in [
        "Read as Open Data Contract Standard",
        "`quality` of a property (1): a check of the data is no flow of data",
        "herds",
    ] {
        assert!(run.text().contains(line), "{line} in\n{}", run.text());
    }
    assert!(run.stderr.contains("nothing is written"), "{}", run.stderr);
    assert!(!folder.path().join("flows/imported-herds.yaml").exists());
}

#[test]
fn a_proposal_is_written_as_one_new_file_that_fits_the_map_and_never_twice() {
    let folder = folder();
    check_status(
        folder.path(),
        &["import", "herds.odcs.yaml", "flows", "--write"],
        0,
    );
    let path = folder.path().join("flows/imported-herds.yaml");
    let text = std::fs::read_to_string(path).expect("it was written");
    assert!(text.contains("confidence: reported"), "{text}");
    check_status(folder.path(), &["check", "--fail-on", "error"], 0);
    let again = check_status(folder.path(), &["import", "herds.odcs.yaml", "--write"], 2);
    assert!(
        again.stderr.contains("is there already"),
        "{}",
        again.stderr
    );
}

#[test]
fn an_id_that_the_map_has_already_stops_the_writing_and_is_shown_at_both_places() {
    let folder = folder();
    folder.write("flows/other.yaml", b"systems: {herds: Herds}\n");
    let shown = check_status(folder.path(), &["import", "herds.odcs.yaml"], 1);
    assert!(
        shown.text().contains("does not fit the map"),
        "{}",
        shown.text()
    );
    let run = check_status(folder.path(), &["import", "herds.odcs.yaml", "--write"], 2);
    assert!(run.text().contains("other.yaml"), "{}", run.text());
    assert!(!folder.path().join("flows/imported-herds.yaml").exists());
}

#[test]
fn a_file_that_cannot_be_read_is_told_with_its_place() {
    let folder = folder();
    folder.write(
        "broken.json",
        b"{\"resourceType\": \"ConceptMap\",\n  oops}",
    );
    let run = check_status(folder.path(), &["import", "broken.json"], 1);
    assert!(run.text().contains("broken.json:2:"), "{}", run.text());
    assert!(run.text().contains("Nothing of this file was read"));
    check_refusal(
        folder.path(),
        &["import", "missing.json"],
        &["missing.json"],
    );
    check_refusal(folder.path(), &["import", "flows"], &["is no file"]);
}

#[test]
fn the_formats_are_printed_with_what_is_read_and_left_out() {
    let folder = folder();
    let run = check_status(folder.path(), &["import", "--formats"], 0);
    assert_eq!(
        run.text(),
        crate::expectation::read("src/exchange/foreign/README.md")
    );
}
