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
    check_refusal(
        folder.path(),
        &["draw", "--paper", "A4", "-o", "x.dot"],
        &["--paper is for .svg, .png and .pdf"],
    );
    let slide = ["draw", "--slide", "-o", "slide.png"];
    check_status(folder.path(), &slide, 0);
    let slide = folder.read("slide.png");
    let side = |at: usize| u32::from_be_bytes(slide[at..at + 4].try_into().unwrap());
    assert!((f64::from(side(16)) / f64::from(side(20)) - 16.0 / 9.0).abs() < 0.01);
}

#[test]
fn a_picture_too_large_for_a_sheet_goes_on_to_others_and_says_where() {
    let folder = Folder::with("sheets", "flows/map.yaml", CLEAN);
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
    assert!(
        run.stderr.contains("goes on to ") && run.stderr.contains(" sheets"),
        "{}",
        run.stderr
    );
    let pages = |bytes: &[u8]| {
        String::from_utf8_lossy(bytes)
            .matches("/Type /Page\n")
            .count()
    };
    let count = pages(&folder.read("z.pdf"));
    assert!(count > 1, "{count}");
    check_status(
        folder.path(),
        &["draw", "long.yaml", "--paper", "A4", "-o", "z.svg"],
        0,
    );
    let sheets = folder
        .files()
        .into_iter()
        .filter(|name| name.starts_with("z-"));
    assert_eq!(sheets.count(), count);
    let second = String::from_utf8(folder.read("z-2.svg")).unwrap();
    assert!(
        second.contains("Sheet 2 of ") && second.contains('»'),
        "{second}"
    );
    let slides = [
        "draw",
        "long.yaml",
        "--slide",
        "--no-fold",
        "--detail",
        "all",
        "-o",
        "s.svg",
    ];
    check_status(folder.path(), &slides, 0);
    let second = String::from_utf8(folder.read("s-2.svg")).unwrap();
    assert!(second.contains("Slide 2 of ") && !second.contains("Sheet "));
    let run = check_status(folder.path(), &["draw", "long.yaml", "--paper", "A4"], 2);
    assert!(
        run.stderr.contains("sheets: name a file with -o") && run.stdout.is_empty(),
        "{}",
        run.stderr
    );
}

#[test]
fn a_map_of_very_many_organisations_is_drawn_with_lists_unless_all_are_wanted() {
    let folder = Folder::with("many", "flows/map.yaml", CLEAN);
    let bodies: Vec<String> = (0..90)
        .map(|place| format!("  b{place}: {{name: Body {place}}}\n"))
        .collect();
    let systems: Vec<String> = (0..90)
        .map(|place| format!("  s{place}: {{owner: b{place}, fields: [x]}}\n"))
        .collect();
    let flows: Vec<String> = (1..90)
        .map(|place| format!("  - {{from: s{}, to: s{place}, fields: [x]}}\n", place / 9))
        .collect();
    let map = format!(
        "organisations:\n{}systems:\n{}flows:\n{}",
        bodies.concat(),
        systems.concat(),
        flows.concat()
    );
    folder.write("many.yaml", map.as_bytes());
    let run = check_status(folder.path(), &["draw", "many.yaml"], 0);
    let told = "Even folded it would have 90 boxes, so the organisations with most flows have one each and lists name the others.";
    assert!(run.stderr.contains(told), "{}", run.stderr);
    assert!(run.text().contains("Receive data; some give too"));
    let run = check_status(folder.path(), &["draw", "many.yaml", "--no-fold"], 0);
    assert!(!run.stderr.contains("Even folded") && run.text().contains("Body 89"));
}

#[test]
fn an_svg_holds_the_letters_that_it_shows() {
    let folder = Folder::with("letters", "flows/map.yaml", CLEAN);
    let svg = check_status(folder.path(), &["draw"], 0);
    assert_eq!(svg.text().matches("@font-face").count(), 2);
    assert!(svg.stdout.len() < 60_000, "{}", svg.stdout.len());
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
