//! Faults that no file of a case can hold: bytes that are no text, sizes, depths and links.
//!
//! Each is made here, and the file of its name in this folder holds the printed findings. All other faults are cases in `tests/cases`.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use flowmap::analysis::Analysis;
use flowmap::print::json;
use flowmap::read::source::SourceSet;

use crate::expectation::analysis;
use crate::expectation::check_expectation;
use crate::expectation::printed;
use crate::folder::Folder;

fn kinds(analysis: &Analysis) -> Vec<&'static str> {
    let findings = analysis.findings.iter();
    findings.map(|finding| finding.kind.name).collect()
}

fn check_made(case: &str, analysis: &Analysis, expected: &[&str]) {
    assert_eq!(kinds(analysis), expected, "{case}:\n{}", printed(analysis));
    check_told(case, &printed(analysis));
}

fn check_told(case: &str, told: &str) {
    check_expectation(&format!("tests/suite/faults/{case}.txt"), told);
}

fn check_bytes(case: &str, bytes: Vec<u8>, expected: &[&str]) {
    check_made(
        case,
        &analysis(SourceSet::from_bytes("map.yaml", bytes)),
        expected,
    );
}

const VALID: &str = "\
organisations:
  ferries: Ferry Company
  coastguard: Coastguard
terms:
  passengers: Passengers aboard
systems:
  sailings: {owner: ferries, name: Café sailings, fields: [passengers]}
  watch: {owner: coastguard}
flows:
  - {from: sailings, to: watch, fields: [passengers], basis: Shipping Act}
needs:
  rescue: {who: coastguard, question: How many are aboard?, terms: [passengers]}
";

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_simply_read() {
    let bytes = format!("\u{feff}{}", VALID.replace('\n', "\r\n")).into_bytes();
    let windows = analysis(SourceSet::from_bytes("map.yaml", bytes));
    let plain = analysis(SourceSet::from_bytes("map.yaml", VALID.as_bytes().to_vec()));
    assert_eq!(json::render(&windows), json::render(&plain));
    assert!(windows.findings.is_empty(), "{}", printed(&windows));
    // With a fault, the two also point at the same lines and columns.
    let faulty = VALID
        .replace("name: Café", "nmae: Café")
        .replace("terms: [passengers]", "terms: [pasengers, passengers]");
    let bytes = format!("\u{feff}{}", faulty.replace('\n', "\r\n")).into_bytes();
    let windows = analysis(SourceSet::from_bytes("map.yaml", bytes));
    let plain = analysis(SourceSet::from_bytes("map.yaml", faulty.into_bytes()));
    assert_eq!(json::render(&windows), json::render(&plain));
    assert_eq!(printed(&windows), printed(&plain));
    check_made(
        "windows-line-ends",
        &windows,
        &["unknown-key", "unknown-reference", "unmet-need"],
    );
}

#[test]
fn bytes_that_are_no_text_are_told_and_the_rest_is_read() {
    let latin = VALID.replace("Café", "Caf\u{1}").into_bytes();
    let latin = latin
        .into_iter()
        .map(|byte| if byte == 1 { 0xe9 } else { byte })
        .collect();
    check_bytes("not-utf-8", latin, &["unreadable-file"]);
    let utf_16 = std::iter::once(0xfeff)
        .chain(VALID.encode_utf16())
        .flat_map(u16::to_le_bytes);
    check_bytes("utf-16", utf_16.collect(), &["unreadable-file"]);
}

#[test]
fn a_file_of_a_hundred_megabytes_is_left_out_and_the_rest_is_read() {
    let folder = Folder::with("large", "map.yaml", VALID);
    let file = std::fs::File::create(folder.path().join("notes.yaml")).expect("a file can be made");
    file.set_len(100 * 1024 * 1024)
        .expect("a file can be made large");
    check_read(&folder, "oversized-file", &["unreadable-file"]);
}

#[cfg(unix)]
#[test]
fn a_link_up_the_folder_tree_is_told_and_not_followed() {
    let folder = Folder::with("links", "below/map.yaml", VALID);
    std::os::unix::fs::symlink(folder.path(), folder.path().join("below/again"))
        .expect("a link can be made");
    check_read(&folder, "link-loop", &["unreadable-file"]);
}

/// Reads a folder, and removes the folder's own name from the output.
fn check_read(folder: &Folder, case: &str, expected: &[&str]) {
    let sources = SourceSet::read(folder.path()).expect("the folder can be read");
    let analysis = analysis(sources);
    let told = printed(&analysis);
    assert_eq!(kinds(&analysis), expected, "{case}:\n{told}");
    let shown = format!("{}/", folder.path().display());
    check_told(case, &told.replace(&shown, ""));
}

#[test]
fn a_file_that_unfolds_without_end_is_told_at_once() {
    let mut text = VALID.to_owned();
    text.push_str(
        "code_lists:\n  a: &a [one, two, three, four, five, six, seven, eight, nine, ten]\n",
    );
    for (letter, before) in ["b", "c", "d", "e", "f", "g", "h", "i", "j"]
        .iter()
        .zip(["a", "b", "c", "d", "e", "f", "g", "h", "i"])
    {
        let copies = [format!("*{before}").as_str(); 10].join(", ");
        writeln!(
            text,
            "  {letter}: &{letter} {{notes: x, values: {{one: two}}, tags: [{copies}]}}"
        )
        .expect("writing to a string");
    }
    let start = Instant::now();
    let analysis = analysis(SourceSet::from_strings([("map.yaml", text)]));
    let took = start.elapsed();
    assert!(took < Duration::from_secs(5), "{took:?}");
    assert!(
        kinds(&analysis).contains(&"oversized-document"),
        "{}",
        printed(&analysis)
    );
    assert!(
        analysis.model().systems.len() == 2,
        "the rest of the map is there"
    );
    let told = analysis
        .findings
        .iter()
        .find(|finding| finding.kind.name == "oversized-document")
        .expect("it is told");
    let only = flowmap::print::terminal::render_finding(
        &analysis.sources,
        told,
        flowmap::print::terminal::Style::default(),
    );
    check_told("alias-bomb", &format!("{only}\n"));
}

#[test]
fn nesting_ten_thousand_deep_is_told_at_once() {
    let start = Instant::now();
    let brackets = format!(
        "{VALID}decisions:\n  - {{finding: {}{}}}\n",
        "[".repeat(10_000),
        "]".repeat(10_000)
    );
    let by_brackets = analysis(SourceSet::from_strings([("map.yaml", brackets)]));
    let mut indented = format!("{VALID}decisions:\n");
    for depth in 1..=2_000 {
        writeln!(indented, "{}a:", " ".repeat(depth)).expect("writing to a string");
    }
    let by_indentation = analysis(SourceSet::from_strings([("map.yaml", indented)]));
    let took = start.elapsed();
    assert!(took < Duration::from_secs(3), "{took:?}");
    for analysis in [&by_brackets, &by_indentation] {
        assert!(
            kinds(analysis).contains(&"oversized-document"),
            "{}",
            printed(analysis)
        );
        assert_eq!(
            analysis.model().systems.len(),
            2,
            "the rest of the map is there"
        );
    }
    check_made("deep-nesting", &by_brackets, &["oversized-document"]);
}

#[test]
fn a_folder_without_a_flow_file_says_what_to_do() {
    let folder = Folder::with("nothing", "notes.txt", "not a flow file");
    let told = SourceSet::read(folder.path())
        .expect_err("there is no map in it")
        .to_string();
    assert!(
        told.contains("no flow file in") && told.contains(".yaml"),
        "{told}"
    );
}
