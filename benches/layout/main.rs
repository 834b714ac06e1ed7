//! The quality and speed of our layout, beside an installed Graphviz `dot` on the same diagrams and beside the bar of
//! `shared/design/drawing.md`, section 7.
//!
//! `cargo bench --bench layout` measures everything in about a minute; words after `--` name the parts wanted:
//!
//! | words | part |
//! | --- | --- |
//! | `graphs` | the sample graphs a, b and c |
//! | `north [N]` | every Nth of the 1,277 North graphs (20 if left out; `north 1` takes them all, some minutes) |
//! | `random [N]` | N random diagrams (500 if left out) |
//! | `edits` | how far an edit of graph a moves the rest, how much one of graph b changes its crossings |
//! | `extremes` | shapes beyond the bar: one hub, one ring, deep nesting |
//! | `maps FOLDER` | writes graphs a, b and c as maps for `flowmap draw FOLDER/a --view fields`; only on request |
//!
//! Both engines are given the same sizes, both results are judged by `layout::checks` and `layout::quality`. Samples are
//! looked for in `shared/samples/layout` beside the package and beside each folder above it.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a benchmark prints its figures"
)]

mod archive;
mod edits;
mod engines;
mod extremes;
mod figures;
mod graphs;
mod maps;
mod north;
mod parts;
mod random;
mod samples;
mod strangers;
mod verdict;

use std::process::ExitCode;

/// One in this many North graphs is measured, so that the whole run stays under two minutes.
const NORTH_STEP: usize = 20;
/// The number of random diagrams.
const RANDOM_DIAGRAMS: usize = 500;

/// A part of the benchmark with its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Graphs,
    North(usize),
    Random(usize),
    Edits,
    Extremes,
    Maps(String),
}

fn main() -> ExitCode {
    if let Some(name) = graphs::asked_in_own_process() {
        graphs::answer(&name);
        return ExitCode::SUCCESS;
    }
    // Cargo adds `--bench` to the arguments.
    let words: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    if words
        .first()
        .is_some_and(|word| word.parse::<u64>().is_ok())
    {
        println!("layout: a number alone is a size for `--bench pipeline`; nothing to do here");
        return ExitCode::SUCCESS;
    }
    let parts = match parts_of(&words) {
        Ok(parts) => parts,
        Err(fault) => {
            eprintln!("layout: {fault}");
            return ExitCode::FAILURE;
        }
    };
    println!("{}", engines::machine());
    for part in &parts {
        println!();
        run(part);
    }
    println!("\n{}", engines::machine());
    ExitCode::SUCCESS
}

fn run(part: &Part) {
    match part {
        Part::Graphs => graphs::run(),
        Part::North(step) => north::run(*step),
        Part::Random(count) => random::run(*count),
        Part::Edits => edits::run(),
        Part::Extremes => extremes::run(),
        Part::Maps(folder) => maps::run(folder.as_ref()),
    }
}

/// The parts that the words name; without words, all parts that only measure.
fn parts_of(words: &[String]) -> Result<Vec<Part>, String> {
    if words.is_empty() {
        return Ok(vec![
            Part::Graphs,
            Part::North(NORTH_STEP),
            Part::Random(RANDOM_DIAGRAMS),
            Part::Edits,
            Part::Extremes,
        ]);
    }
    let mut parts = Vec::new();
    let mut words = words.iter().peekable();
    while let Some(word) = words.next() {
        let mut number = |otherwise: usize| {
            let number = words.peek().and_then(|word| word.parse().ok());
            if number.is_some() {
                words.next();
            }
            number.unwrap_or(otherwise)
        };
        parts.push(match word.as_str() {
            "graphs" => Part::Graphs,
            "north" => Part::North(number(NORTH_STEP).max(1)),
            "random" => Part::Random(number(RANDOM_DIAGRAMS)),
            "edits" => Part::Edits,
            "extremes" => Part::Extremes,
            "maps" => Part::Maps(words.next().ok_or("`maps` needs a folder")?.clone()),
            _ => {
                return Err(format!(
                    "`{word}` is no part: graphs, north [N], random [N], edits, extremes, maps FOLDER"
                ));
            }
        });
    }
    Ok(parts)
}
