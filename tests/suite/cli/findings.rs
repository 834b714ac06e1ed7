//! `flowmap check` in every format: to a file by its ending, and to the standard output.

use super::CLEAN;
use super::check_refusal;
use super::check_status;
use crate::folder::Folder;

/// A map with one fault.
fn faulty() -> String {
    CLEAN.replace("{owner: vets, kind", "{kind")
}

#[test]
fn each_ending_gives_its_format_and_what_is_printed_is_the_same() {
    let folder = Folder::with("findings", "flows/map.yaml", &faulty());
    let formats: [(&str, &str, &[u8]); 7] = [
        ("text", "txt", b"warning["),
        ("json", "json", b"{"),
        ("markdown", "md", b"# "),
        ("csv", "csv", b"name,group,rule,level,"),
        ("xlsx", "xlsx", b"PK"),
        ("sarif", "sarif", b"{"),
        ("junit", "xml", b"<?xml "),
    ];
    for (format, ending, start) in formats {
        let file = format!("findings.{ending}");
        let run = check_status(folder.path(), &["check", "-o", &file], 0);
        assert_eq!(run.stderr, format!("wrote {file}\n"));
        let bytes = folder.read(&file);
        // A CSV file has a byte order mark before it, for spreadsheet programs.
        let mark: &[u8] = if format == "csv" {
            b"\xef\xbb\xbf"
        } else {
            b""
        };
        let bytes = bytes.strip_prefix(mark).expect("the mark is there");
        assert!(bytes.starts_with(start), "{file}");
        let printed = check_status(folder.path(), &["check", "--format", format], 0);
        assert!(printed.stdout == bytes, "{format}");
    }
    check_refusal(
        folder.path(),
        &["check", "-o", "findings.doc"],
        &["does not end in .txt, .json, .md, .csv, .xlsx, .sarif or .xml"],
    );
}

#[test]
fn a_build_fails_where_the_exit_status_does() {
    let folder = Folder::with("junit", "flows/map.yaml", &faulty());
    for (limit, status, failures) in [("error", 0, 0), ("warning", 1, 1)] {
        let run = check_status(
            folder.path(),
            &["check", "--format", "junit", "--fail-on", limit],
            status,
        );
        let found = run.text().matches("<failure ").count();
        assert_eq!(found > 0, failures > 0, "{}", run.text());
    }
}

/// One field that is mailed once: typed again, and collected once.
const MAILED: &str = "\
organisations: {shop: Shop, office: Office}
terms: {topic: {name: Topic, definition: What it is about}}
systems:
  log: {owner: shop, kind: record, fields: [topic]}
  cases: {owner: office, kind: collection, fields: [topic]}
flows: [{from: log, to: cases, fields: [topic], method: email, every: event, basis: Act}]
needs: {topics: {who: office, question: What are they about?, terms: [topic]}}
";

#[test]
fn what_is_typed_again_is_not_collected_twice_in_any_headline() {
    let folder = Folder::with("findings-mailed", "flows/map.yaml", MAILED);
    let told = check_status(folder.path(), &["check"], 0);
    assert!(
        told.text().contains("1 typed again by hand"),
        "{}",
        told.text()
    );
    assert!(!told.text().contains("1 collected more"), "{}", told.text());
    let written = check_status(folder.path(), &["report", "-o", "out"], 0);
    assert!(
        !written.text().contains("more than once"),
        "no highlight either"
    );
    let report = folder.read("out/report.md");
    let report = String::from_utf8_lossy(&report);
    for words in [
        "0 findings tell of data collected more than once, 0 of different definitions and 0 of something missing. 1 more finding tells of a field typed again by hand.",
        "- **0** collected more than once",
        "0 findings tell of data collected more than once, and 1 of a field typed again by hand.",
    ] {
        assert!(report.contains(words), "{words}");
    }
}

/// A decision whose finding is gone is not called a mistake: the day of the last snapshot with it is told.
#[test]
fn a_decision_on_what_is_gone_names_the_day_it_was_last_found() {
    let map = "\
map: {as_of: 2026-03-01}
organisations: {farm: Farm}
terms: {herd_size: {definition: How many}}
systems:
  herd_book: {kind: register, fields: [herd_size]}
needs: {size: {who: farm, question: How many?, terms: [herd_size]}}
decisions: [{finding: unowned/herd_book, status: accepted, why: Nobody keeps it}]
";
    let folder = Folder::with("findings-gone", "map/a.yaml", map);
    check_status(
        folder.path(),
        &["snapshot", "first", "map", "--date", "2026-01-01"],
        0,
    );
    folder.write(
        "map/a.yaml",
        map.replace("{kind: register", "{owner: farm, kind: register")
            .as_bytes(),
    );
    let told = check_status(folder.path(), &["check", "map"], 0);
    assert!(
        told.text().contains(
            "`unowned/herd_book` is no longer found, and was last found in the snapshot of 2026-01-01"
        ),
        "{}",
        told.text()
    );
}
