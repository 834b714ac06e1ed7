//! `flowmap draw`: each view in each format, to a file and to the standard output.

use super::CLEAN;
use super::check_refusal;
use super::check_status;
use super::command;
use super::run;
use crate::folder::Folder;

/// How the bytes of each format begin.
const FORMATS: [(&str, &[u8]); 4] = [
    ("svg", b"<svg "),
    ("png", b"\x89PNG\r\n\x1a\n"),
    ("dot", b"digraph"),
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
