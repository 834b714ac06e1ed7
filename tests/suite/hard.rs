//! The hard cases of the method paper (section 9): what a great tool says and, above all, does not say.
//!
//! One folder a case, `tests/hard/<number>-<name>/`: `map.yaml`, which opens with the case in words, and `expected.txt`: the names of all
//! findings, one a line, sorted, a finding that cannot be told marked so. Where the folder has an `ask.txt` (the words after `flowmap`, without
//! the map), `expected.txt` is the printed answer.

use std::fmt::Write as _;
use std::process::Command;

use flowmap::finding::Certainty;
use flowmap::source::SourceSet;

use crate::expectation::analysis;
use crate::expectation::check_expectation;
use crate::expectation::package;
use crate::expectation::read;

/// Every case, by the name of its folder.
fn cases() -> Vec<String> {
    let entries = std::fs::read_dir(package("tests/hard")).expect("the hard cases are there");
    let names = entries.map(|entry| entry.expect("the hard cases are there").file_name());
    let mut names: Vec<String> = names
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// The names of what is found, one a line.
fn found(text: String) -> String {
    let analysis = analysis(SourceSet::from_strings([("map.yaml", text)]));
    let mut names: Vec<String> = analysis
        .findings
        .iter()
        .map(|finding| match finding.certainty {
            Certainty::CannotTell => format!("{} (cannot tell)", finding.name),
            _ => finding.name.clone(),
        })
        .collect();
    names.sort();
    names.iter().fold(String::new(), |mut text, name| {
        writeln!(text, "{name}").expect("writing to a string");
        text
    })
}

/// What the question prints.
fn answered(question: &str, map: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_flowmap"))
        .args(question.split_whitespace())
        .arg(package(map))
        .output()
        .expect("the program runs");
    assert!(
        output.status.success(),
        "{question}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("answers are UTF-8")
}

#[test]
fn every_hard_case_is_told_as_expected() {
    let mut wrong = Vec::new();
    for case in cases() {
        let folder = format!("tests/hard/{case}");
        let map = format!("{folder}/map.yaml");
        let text = read(&map);
        assert!(
            text.starts_with("# "),
            "{map} does not open with the case in words"
        );
        let actual = match std::fs::read_to_string(package(&format!("{folder}/ask.txt"))) {
            Ok(question) => answered(&question, &map),
            Err(_) => found(text),
        };
        let expected = format!("{folder}/expected.txt");
        let check = std::panic::catch_unwind(|| check_expectation(&expected, &actual));
        if let Err(panic) = check {
            wrong.push(panic.downcast_ref::<String>().cloned().unwrap_or(expected));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_hard_case_has_a_number_of_the_paper() {
    for case in cases() {
        let number = case
            .split('-')
            .next()
            .and_then(|number| number.parse().ok());
        assert!(
            number.is_some_and(|number: u32| (1..=40).contains(&number)),
            "tests/hard/{case}"
        );
    }
}
