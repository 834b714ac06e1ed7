//! `compare` on made-up maps: a map with itself, and with a copy in which every hundredth line was edited.
//!
//! `cargo bench --bench compare` measures 12,000 and 100,000 fields, a number one size. Reading and checking the maps is not counted; the topics
//! of both maps are, because comparing is the first to ask for them.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::time::Instant;

use flowmap::analysis::{Analysis, Options};
use flowmap::compare::changes;
use flowmap::read::source::SourceSet;
use flowmap::sample::{Recipe, generate};

/// The sizes of the issue, in fields, and the most seconds that comparing may take.
const SIZES: [(usize, f64); 2] = [(12_000, 0.3), (100_000, 4.0)];

/// Words of the format, each with one that may replace it.
const EDITS: [(&str, &str); 4] = [
    ("method: form", "method: upload"),
    ("method: upload", "method: letter"),
    ("every: month", "every: week"),
    ("type: text", "type: code"),
];

fn main() {
    let wanted = std::env::args().skip(1).find_map(|word| word.parse().ok());
    for (fields, limit) in SIZES {
        if wanted.is_none_or(|wanted: usize| wanted == fields) {
            measure(fields, limit);
        }
    }
}

/// The files with an edit in every hundredth line that allows one.
fn edited(files: &[(String, String)]) -> Vec<(String, String)> {
    let mut number = 0_usize;
    let mut line = |line: &str| -> String {
        let edit = EDITS.iter().find(|(from, _)| line.contains(from));
        number += usize::from(edit.is_some());
        match edit {
            Some((from, to)) if number.is_multiple_of(100) => line.replace(from, to),
            _ => line.to_owned(),
        }
    };
    let files = files.iter();
    let files = files.map(|(name, text)| {
        let lines: Vec<String> = text.lines().map(&mut line).collect();
        (name.clone(), lines.join("\n") + "\n")
    });
    files.collect()
}

fn analysis(files: Vec<(String, String)>) -> Analysis {
    Analysis::of(SourceSet::from_strings(files), Options::default())
}

fn measure(fields: usize, limit: f64) {
    let files = generate(&Recipe {
        fields,
        ..Recipe::default()
    })
    .files;
    let other = edited(&files);
    for (what, other) in [("itself", files.clone()), ("an edited copy", other)] {
        let (old, new) = (analysis(files.clone()), analysis(other));
        let start = Instant::now();
        let told = changes(&old, &new);
        let time = start.elapsed().as_secs_f64();
        println!(
            "{fields:>7} fields with {what:<15} {time:>7.3} s (at most {limit} s): {} entries differ, {} findings opened, {} closed",
            told.entries.len(),
            told.findings.opened.len(),
            told.findings.closed.len(),
        );
    }
}
