//! `flowmap draw`: each view in each format, to a file and to the standard output.

use super::CLEAN;
use super::check_refusal;
use super::check_status;
use super::command;
use super::run;
use crate::expectation::read;
use crate::folder::Folder;

/// The first bytes of each format.
const FORMATS: [(&str, &[u8]); 7] = [
    ("svg", b"<svg "),
    ("png", b"\x89PNG\r\n\x1a\n"),
    ("pdf", b"%PDF-1.7"),
    ("dot", b"digraph"),
    ("mermaid", b"---\ntitle: "),
    ("drawio", b"<mxfile "),
    ("json", b"{"),
];

#[test]
fn every_view_is_drawn_in_every_format() {
    let folder = Folder::with("draw", "flows/map.yaml", CLEAN);
    for view in ["organisations", "systems", "fields"] {
        for (format, start) in FORMATS {
            let file = format!("{view}.{format}");
            let written = check_status(folder.path(), &["draw", "--view", view, "-o", &file], 0);
            assert_eq!(written.stderr, format!("wrote {file}\n"));
            assert!(written.stdout.is_empty(), "{file}");
            let bytes = folder.read(&file);
            assert!(
                bytes.starts_with(start),
                "{file} does not begin like {format}"
            );
            let printed = check_status(
                folder.path(),
                &["draw", "--view", view, "--format", format],
                0,
            );
            assert!(
                printed.stdout == bytes && printed.stderr.is_empty(),
                "{file} is not what is printed"
            );
        }
    }
    let by_default = check_status(folder.path(), &["draw"], 0);
    assert!(by_default.stdout == folder.read("systems.svg"));
}

#[test]
fn names_of_the_map_stand_in_the_picture() {
    let folder = Folder::with("names", "flows/map.yaml", CLEAN);
    for (view, format, word) in [
        ("organisations", "svg", "Veterinary Office"),
        ("systems", "svg", "herd_book"),
        ("fields", "svg", "Animals in a herd"),
        ("fields", "dot", "herd_size"),
    ] {
        let picture = check_status(
            folder.path(),
            &["draw", "--view", view, "--format", format],
            0,
        );
        assert!(
            picture.text().contains(word),
            "{view}.{format} does not say `{word}`: {}",
            picture.text()
        );
    }
}

#[test]
fn an_ending_it_does_not_know_asks_for_the_format() {
    let folder = Folder::with("endings", "flows/map.yaml", CLEAN);
    check_refusal(
        folder.path(),
        &["draw", "-o", "x.txt"],
        &["`x.txt` does not end in .svg", "add --format"],
    );
    assert_eq!(folder.files(), ["flows/map.yaml"]);
    check_status(
        folder.path(),
        &["draw", "-o", "x.txt", "--format", "dot"],
        0,
    );
    assert!(folder.read("x.txt").starts_with(b"digraph"));
    check_status(folder.path(), &["draw", "-o", "new/folder/x.svg"], 0);
    assert!(folder.read("new/folder/x.svg").starts_with(b"<svg "));
    check_refusal(folder.path(), &["draw", "-o", "x.txt/y.svg"], &["x.txt"]);
}

#[test]
fn graphviz_that_is_not_there_is_said_on_one_line() {
    let folder = Folder::with("graphviz", "flows/map.yaml", CLEAN);
    let mut command = command(folder.path(), &["draw", "--engine", "graphviz"]);
    command.env("PATH", "");
    let run = run(command);
    assert_eq!(
        (run.status, run.stdout.len(), run.stderr.lines().count()),
        (2, 0, 1),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("dot"), "{}", run.stderr);
}

#[test]
fn a_term_or_need_after_of_chooses_its_view() {
    let folder = Folder::with("of", "flows/map.yaml", &read("tests/views/map.yaml"));
    for (of, title) in [
        ("birth_date", "the journey of “Date of birth”"),
        ("Birth weight", "the journey of “Birth weight”"),
        ("weights", "How heavy are the newborn?"),
    ] {
        let run = check_status(folder.path(), &["draw", "--of", of], 0);
        assert!(run.text().contains(title), "{of}: {}", run.text());
        assert!(run.stderr.is_empty(), "{of}: {}", run.stderr);
    }
    let run = check_status(folder.path(), &["draw", "--view", "journey"], 0);
    assert!(
        run.stderr.contains("`--of TERM` draws another"),
        "{}",
        run.stderr
    );
    check_refusal(
        folder.path(),
        &["draw", "--of", "birth_dat"],
        &["`birth_dat`", "did you mean `birth_date`"],
    );
    check_refusal(
        folder.path(),
        &["draw", "--view", "systems", "--of", "weights"],
        &["--of goes with", "--only"],
    );
    let run = check_status(folder.path(), &["draw", "--only", "ntes"], 2);
    for word in ["did you mean `notes`", "org:NAME", "`+x`"] {
        assert!(run.stderr.contains(word), "{}", run.stderr);
    }
}

#[test]
fn a_folded_picture_says_so_where_it_was_asked_for_and_json_is_never_folded() {
    let folder = Folder::with("folds", "flows/map.yaml", "");
    check_status(folder.path(), &["generate", "big", "--fields", "1100"], 0);
    let folded = check_status(folder.path(), &["draw", "big", "-o", "big.svg"], 0);
    assert!(
        folded.stderr.contains("Folded into one box each") && folded.stderr.contains("--no-fold"),
        "{}",
        folded.stderr
    );
    let json = |arguments: &[&str]| {
        let run = check_status(folder.path(), arguments, 0);
        let document: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
        document["boxes"].as_array().unwrap().len()
    };
    let plain = json(&["draw", "big", "--format", "json"]);
    let whole = json(&["draw", "big", "--format", "json", "--no-fold"]);
    assert_eq!(plain, whole);
    assert!(whole > 80, "{whole}");
}
