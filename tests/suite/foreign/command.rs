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

fn folder(name: &str) -> Folder {
    let folder = Folder::with(name, "flows/map.yaml", MAP);
    folder.write("herds.odcs.yaml", CONTRACT.as_bytes());
    folder
}

#[test]
fn a_proposal_is_shown_as_changes_and_writes_nothing_unasked() {
    let folder = folder("import-1");
    let run = check_status(folder.path(), &["import", "herds.odcs.yaml"], 1);
    for line in [
        "Read as Open Data Contract Standard",
        "`quality` of a property (1): a check of the data is no flow of data",
        "nothing is written",
    ] {
        assert!(run.stderr.contains(line), "{line} in\n{}", run.stderr);
    }
    assert!(run.text().contains("herds"), "{}", run.text());
    let text = String::from_utf8(folder.read("flows/map.yaml")).expect("text");
    assert_eq!(text, MAP);
}

#[test]
fn a_proposal_that_was_written_changes_nothing_the_second_time() {
    let folder = folder("import-2");
    let arguments = ["import", "herds.odcs.yaml", "flows", "--write"];
    check_status(folder.path(), &arguments, 1);
    check_status(folder.path(), &["check", "--fail-on", "error"], 0);
    let map = check_status(folder.path(), &["import", "herds.odcs.yaml"], 0);
    assert!(!map.text().contains("herd_size"), "{}", map.text());
}

#[test]
fn an_entry_of_the_map_gets_what_the_file_says_and_keeps_its_own() {
    let folder = folder("import-3");
    folder.write(
        "flows/herds.yaml",
        b"systems:\n  herds:  # kept\n    owner: farms\n",
    );
    check_status(folder.path(), &["import", "herds.odcs.yaml", "--write"], 1);
    let text = String::from_utf8(folder.read("flows/herds.yaml")).expect("text");
    for line in [
        "# kept",
        "owner: farms",
        "herd_size",
        "confidence: reported",
    ] {
        assert!(text.contains(line), "{line} in\n{text}");
    }
}

#[test]
fn a_file_that_cannot_be_read_is_told_with_its_place() {
    let folder = folder("import-4");
    folder.write(
        "broken.json",
        b"{\"resourceType\": \"ConceptMap\",\n  oops}",
    );
    let run = check_status(folder.path(), &["import", "broken.json"], 2);
    assert!(run.stderr.contains("broken.json:2:"), "{}", run.stderr);
    assert!(run.stderr.contains("Nothing of this file was read"));
    let run = check_status(
        folder.path(),
        &["import", "herds.odcs.yaml", "--as", "dbt"],
        2,
    );
    assert!(
        run.stderr.contains("does not look like dbt"),
        "{}",
        run.stderr
    );
    check_refusal(
        folder.path(),
        &["import", "herds.odcs.yaml", "--as", "fields"],
        &["--system"],
    );
}

#[test]
fn the_formats_are_printed_with_what_is_read_and_left_out() {
    let folder = folder("import-5");
    let run = check_status(folder.path(), &["import", "--formats"], 0);
    let page = crate::expectation::read("src/exchange/foreign/README.md");
    assert_eq!(run.text(), page);
}
