//! `flowmap draw`: each view in each format, to a file and to the standard output.

use super::CLEAN;
use super::check_refusal;
use super::check_status;
use super::command;
use super::run;
use crate::folder::Folder;

/// How the bytes of each format begin.
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
fn a_sheet_of_paper_has_its_own_size_and_says_where_text_is_too_small() {
    let folder = Folder::with("paper", "flows/map.yaml", CLEAN);
    let fits = ["draw", "--paper", "A4", "-o", "x.svg"];
    let run = check_status(folder.path(), &fits, 0);
    assert_eq!(run.stderr, "wrote x.svg\n");
    let svg = String::from_utf8(folder.read("x.svg")).unwrap();
    assert!(svg.contains("width=\"297mm\" height=\"210mm\""), "{svg}");
    // On a sheet there is room for every field.
    assert!(svg.contains(">herd_size</text>"), "{svg}");
    let boxes = ["draw", "--paper", "a4", "--detail", "boxes", "-o", "y.svg"];
    check_status(folder.path(), &boxes, 0);
    let svg = String::from_utf8(folder.read("y.svg")).unwrap();
    assert!(!svg.contains(">herd_size</text>"), "{svg}");
    let png = check_status(
        folder.path(),
        &["draw", "--paper", "A4", "--format", "png"],
        0,
    );
    let side = |at: usize| u32::from_be_bytes(png.stdout[at..at + 4].try_into().unwrap());
    assert_eq!((side(16), side(20)), (3508, 2480));
    let systems: Vec<String> = (0..30)
        .map(|place| format!("  s{place}: {{owner: farms, fields: [x]}}\n"))
        .collect();
    let flows: Vec<String> = (1..30)
        .map(|place| format!("  - {{from: s{}, to: s{place}, fields: [x]}}\n", place - 1))
        .collect();
    let chain = format!("systems:\n{}flows:\n{}", systems.concat(), flows.concat());
    folder.write("long.yaml", chain.as_bytes());
    let run = check_status(
        folder.path(),
        &["draw", "long.yaml", "--paper", "A4", "-o", "z.pdf"],
        0,
    );
    let told = run
        .stderr
        .lines()
        .find(|line| line.starts_with("on A4 the smallest text is "));
    assert!(
        told.is_some_and(|line| line.contains("under 8")),
        "{}",
        run.stderr
    );
    check_refusal(
        folder.path(),
        &["draw", "--paper", "A4", "-o", "x.dot"],
        &["--paper is for .svg, .png and .pdf"],
    );
}

#[test]
fn letters_are_put_into_an_svg_where_asked_for() {
    let folder = Folder::with("letters", "flows/map.yaml", CLEAN);
    let with = check_status(folder.path(), &["draw", "--embed-font"], 0);
    assert!(with.text().contains("@font-face"), "{}", with.text());
    let without = check_status(folder.path(), &["draw"], 0);
    assert!(!without.text().contains("@font-face"));
    check_refusal(
        folder.path(),
        &["draw", "--embed-font", "-o", "x.png"],
        &["--embed-font is for .svg"],
    );
}

#[test]
fn characters_without_a_typeface_are_told_by_their_code() {
    let map = CLEAN.replace("Veterinary Office", "Office 🐄 سجل");
    let folder = Folder::with("codes", "flows/map.yaml", &map);
    for file in ["x.png", "x.pdf"] {
        let run = check_status(folder.path(), &["draw", "-o", file], 0);
        assert!(run.stderr.contains("🐄 U+1F404"), "{}", run.stderr);
        assert!(!run.stderr.contains("U+0633"), "{}", run.stderr);
    }
    let run = check_status(folder.path(), &["draw", "-o", "x.svg"], 0);
    assert_eq!(run.stderr, "wrote x.svg\n");
}
