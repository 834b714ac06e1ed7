//! The cases: each flow file in a folder of this one is its own test, named `<rule>/<case>`. `README.md` describes their form.

#[path = "../suite/expectation.rs"]
mod expectation;
mod form;

use std::fmt::Write as _;
use std::process::{Command, ExitCode};

use flowmap::analysis::Analysis;
use flowmap::read::finding::{Certainty, Finding};
use libtest_mimic::Arguments;
use libtest_mimic::Failed;
use libtest_mimic::Trial;
use serde_json::Value;

use crate::expectation::analysis;
use crate::expectation::check_expectation;
use crate::expectation::package;
use crate::expectation::printed;
use crate::expectation::read;
use crate::form::Place;

/// Opens a comment with a command about the case: the words after `flowmap`, without the map.
const QUESTION: &str = "# ask: ";

fn main() -> ExitCode {
    let trials = cases().into_iter().map(|name| {
        let path = format!("tests/cases/{name}");
        Trial::test(name, move || check(&path))
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit_code()
}

/// Every case as `<rule>/<case>`, sorted.
fn cases() -> Vec<String> {
    let mut cases = Vec::new();
    for rule in listed("tests/cases") {
        if !package("tests/cases").join(&rule).is_dir() {
            continue;
        }
        for file in listed(&format!("tests/cases/{rule}")) {
            if let Some(case) = file.strip_suffix(".yaml") {
                cases.push(format!("{rule}/{case}"));
            }
        }
    }
    cases.sort();
    cases
}

fn listed(folder: &str) -> Vec<String> {
    let entries = std::fs::read_dir(package(folder)).expect("the cases can be listed");
    let names = entries.map(|entry| entry.expect("the cases can be listed").file_name());
    names
        .map(|name| name.to_string_lossy().into_owned())
        .collect()
}

/// Compares the case at `path`, given without its ending, with its marks and with the files beside it.
fn check(path: &str) -> Result<(), Failed> {
    let map = format!("{path}.yaml");
    let analysis = analysis(form::sources(&map));
    let beside = |ending: &str| {
        let path = format!("{path}.{ending}");
        package(&path).exists().then_some(path)
    };
    if let Some(path) = beside("txt") {
        check_expectation(&path, &printed(&analysis));
    }
    if let Some(path) = beside("details.txt") {
        check_expectation(&path, &(details(&analysis) + &answers(&map)));
    }
    for finding in &analysis.findings {
        check_words(finding)?;
        check_certainty(path, finding)?;
    }
    let (found, marks) = (found(&analysis), form::marks(&map));
    if found == marks {
        return Ok(());
    }
    let told = printed(&analysis);
    Err(format!("found {found:#?}, but marked {marks:#?}\n{told}").into())
}

/// The main place of every finding.
fn found(analysis: &Analysis) -> Vec<Place> {
    let place = |finding: &Finding| {
        let span = finding.place().span;
        let file = analysis.sources.file(span.file).name.clone();
        let line = analysis.sources.position(span).line;
        (file, line, finding.kind.name.to_owned())
    };
    let mut found: Vec<Place> = analysis.findings.iter().map(place).collect();
    found.sort();
    found
}

/// A finding has a message without a full stop, a help, and a label at each place.
fn check_words(finding: &Finding) -> Result<(), Failed> {
    let is_right = !finding.message.is_empty()
        && !finding.message.ends_with('.')
        && !finding.help.is_empty()
        && finding.places.iter().all(|place| !place.label.is_empty());
    is_right
        .then_some(())
        .ok_or_else(|| format!("{}: {}", finding.name, finding.message).into())
}

/// In a case named `unstated` its own rule is never certain.
fn check_certainty(path: &str, finding: &Finding) -> Result<(), Failed> {
    let own = format!("/{}/unstated", finding.kind.name);
    if path.ends_with(&own) && finding.certainty == Certainty::Certain {
        return Err(format!("{} is certain", finding.name).into());
    }
    Ok(())
}

/// Every finding, sorted by name: its certainty, its message, all of its detail, and the decision on it.
fn details(analysis: &Analysis) -> String {
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

/// One line for each value that is not a list or a mapping: its path, and the value.
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

/// The case's questions, each with its printed answer.
fn answers(map: &str) -> String {
    let mut text = String::new();
    for question in read(map)
        .lines()
        .filter_map(|line| line.strip_prefix(QUESTION))
    {
        let output = Command::new(env!("CARGO_BIN_EXE_flowmap"))
            .args(question.split_whitespace())
            .arg(package(map))
            .output()
            .expect("the program runs");
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{question}: {told}");
        let answer = String::from_utf8(output.stdout).expect("answers are UTF-8");
        write!(text, "\n$ flowmap {question}\n{answer}").expect("writing to a string");
    }
    text
}
