//! The hard cases of the method paper (section 9): what a great tool says and, above all, does not say.
//!
//! One folder a case, `tests/hard/<number>-<name>/`: `map.yaml`, which opens with the case in words, and `expected.txt`: every finding, sorted by
//! name, with how sure it is, what it says and what it shows (class, relation, witness, people, reason, chain: all of its `detail`). Where the
//! folder has an `ask.txt` (questions, one a line: the words after `flowmap`, without the map), their printed answers follow.

use std::fmt::Write as _;
use std::process::Command;

use flowmap::read::finding::Finding;
use flowmap::read::source::SourceSet;
use serde_json::Value;

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

/// Every finding: its name and how sure it is, its message, what it shows, and the decision on it.
fn found(text: String) -> String {
    let analysis = analysis(SourceSet::from_strings([("map.yaml", text)]));
    let mut told: Vec<String> = analysis.findings.iter().map(shown).collect();
    told.sort();
    if told.is_empty() {
        told.push("nothing is found\n".to_owned());
    }
    told.concat()
}

fn shown(finding: &Finding) -> String {
    let mut text = format!(
        "{} ({})\n  {}\n",
        finding.name,
        finding.certainty.word(),
        finding.message
    );
    let detail = serde_json::to_value(&finding.detail).expect("a detail is plain data");
    leaves("", &detail, &mut text);
    if let Some(verdict) = &finding.verdict {
        writeln!(text, "    decided: {} ({})", verdict.status, verdict.why)
            .expect("writing to a string");
    }
    text
}

/// One line for each value that is not itself made of several: where it stands, and what it is.
fn leaves(at: &str, value: &Value, text: &mut String) {
    let below = |key: &str| {
        if at.is_empty() {
            key.to_owned()
        } else {
            format!("{at}.{key}")
        }
    };
    let is_plain = |value: &Value| !value.is_object() && !value.is_array();
    match value {
        Value::Object(entries) => entries
            .iter()
            .for_each(|(key, value)| leaves(&below(key), value, text)),
        Value::Array(entries) if !entries.iter().all(is_plain) => {
            for (index, value) in entries.iter().enumerate() {
                leaves(&below(&(index + 1).to_string()), value, text);
            }
        }
        Value::Null => {}
        plain => writeln!(text, "    {at}: {plain}").expect("writing to a string"),
    }
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
        let mut actual = found(text);
        let questions = std::fs::read_to_string(package(&format!("{folder}/ask.txt")));
        for question in questions.unwrap_or_default().lines() {
            write!(
                actual,
                "\n$ flowmap {question}\n{}",
                answered(question, &map)
            )
            .expect("writing to a string");
        }
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
