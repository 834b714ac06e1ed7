//! Files of other programs: what is read of them, how much, and what is refused. The samples stand beside the project, and those written for
//! it in `tests/foreign/`.

mod command;
mod counts;
mod hostile;
mod words;

use std::path::PathBuf;

use flowmap::analysis::{Analysis, Options};
use flowmap::exchange::foreign::{Import, read};
use flowmap::read::finding::{Group, Level};
use flowmap::read::source::SourceSet;

use crate::expectation::package;

/// A file of the samples, if they are beside the project.
fn sample(name: &str) -> Option<PathBuf> {
    let path = package("../shared/samples").join(name);
    path.exists().then_some(path)
}

/// Reads a file as the command line does.
fn import(path: &PathBuf) -> Import {
    let bytes = std::fs::read(path).expect("the sample can be read");
    read(&path.to_string_lossy(), bytes, None)
}

/// Reads a text.
fn text(name: &str, text: &str) -> Import {
    read(name, text.as_bytes().to_vec(), None)
}

/// The proposal as a map. Panics if a flow file made of it has a fault.
fn map(import: &Import) -> Analysis {
    let sources = SourceSet::from_strings([("imported.yaml", import.yaml.as_str())]);
    let analysis = Analysis::of(sources, Options::default());
    let faults: Vec<String> = analysis
        .findings
        .iter()
        .filter(|finding| finding.level == Level::Error && finding.kind.group == Group::Map)
        .map(|finding| finding.name.clone())
        .collect();
    assert!(faults.is_empty(), "{faults:?} in\n{}", import.yaml);
    analysis
}

/// The number of things that were left out under these words.
fn left(import: &Import, what: &str) -> usize {
    let found = import.left_out.iter().find(|left| left.what == what);
    found.map_or(0, |left| left.count)
}

/// The messages of the findings of a level.
fn said(import: &Import, level: Level) -> Vec<String> {
    let findings = import
        .findings
        .iter()
        .filter(|finding| finding.level == level);
    findings.map(|finding| finding.message.clone()).collect()
}
