//! Comparisons of two maps: every difference is reported, and nothing else.

mod command;
mod edits;
mod laws;
mod omop;
mod picture;
mod planted;
mod renames;
mod since;
mod tree;

use flowmap::analysis::Analysis;
use flowmap::compare::{Change, Changes, changes};
use flowmap::read::source::SourceSet;

use crate::expectation::analysis;

fn one(text: &str) -> Analysis {
    analysis(SourceSet::from_strings([("map.yaml", text)]))
}

/// The differences between two texts.
fn between(old: &str, new: &str) -> Changes {
    changes(&one(old), &one(new))
}

/// A change in short: its turn, its kind, its id, and the keys that differ.
fn short(change: &Change) -> String {
    let keys: Vec<&str> = change.keys.iter().map(|key| key.key.as_str()).collect();
    let keys = match keys.len() {
        0 => String::new(),
        _ => format!(" ({})", keys.join(", ")),
    };
    format!("{} {} {}{keys}", change.turn.word(), change.what, change.id)
}

/// The entries that differ, in short, sorted.
fn entries(changes: &Changes) -> Vec<String> {
    let mut entries: Vec<String> = changes.entries.iter().map(short).collect();
    entries.sort();
    entries
}

/// Demands that these entries differ and no others.
fn check_entries(changes: &Changes, expected: &[&str]) {
    let mut expected: Vec<String> = expected.iter().map(ToString::to_string).collect();
    expected.sort();
    assert_eq!(entries(changes), expected);
}
