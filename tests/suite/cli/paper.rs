//! `flowmap draw` on a sheet of paper, and with its own letters.

use super::CLEAN;
use super::check_refusal;
use super::check_status;
use crate::folder::Folder;

#[test]
fn a_sheet_of_paper_has_its_own_size_and_says_where_text_is_too_small() {
    let folder = Folder::with("paper", "flows/map.yaml", CLEAN);
    let fits = ["draw", "--paper", "A4", "-o", "x.svg"];
    let run = check_status(folder.path(), &fits, 0);
    assert_eq!(run.stderr, "wrote x.svg\n");
    let svg = String::from_utf8(folder.read("x.svg")).unwrap();
    assert!(svg.contains("width=\"297mm\" height=\"210mm\""), "{svg}");
    // A sheet has space for every field.
    assert!(svg.contains(">herd size</text>"), "{svg}");
    let boxes = ["draw", "--paper", "a4", "--detail", "boxes", "-o", "y.svg"];
    check_status(folder.path(), &boxes, 0);
    let svg = String::from_utf8(folder.read("y.svg")).unwrap();
    assert!(!svg.contains(">herd size</text>"), "{svg}");
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
