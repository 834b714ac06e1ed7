//! No bytes make the program panic; and the same map gives the same bytes, however it is split and ordered.

use std::time::{Duration, Instant};

use flowmap::analysis::Analysis;
use flowmap::print::json;
use flowmap::read::source::SourceSet;

use crate::expectation::analysis;
use crate::expectation::printed;
use crate::real_map::REAL;

/// A map that uses every section and every short form, and has findings of every family.
const RICH: &str = include_str!("rich.yaml");

/// The number of mutations tried.
const MUTATIONS: u64 = 2_000;

/// Reads the bytes and prints everything about them; every place of a finding must be inside the file.
fn check_survives(bytes: Vec<u8>, what: &str) {
    let analysis = analysis(SourceSet::from_bytes("map.yaml", bytes));
    let text = printed(&analysis);
    let document = json::render(&analysis);
    assert!(!text.is_empty() && !document.is_empty(), "{what}");
    for place in analysis.findings.iter().flat_map(|finding| &finding.places) {
        let file = &analysis.sources.file(place.span.file).text;
        let (start, end) = (place.span.start as usize, place.span.end as usize);
        assert!(
            file.get(start..end).is_some(),
            "{what}: {place:?} lies outside the text"
        );
    }
}

fn mutated(numbers: &mut fastrand::Rng) -> Vec<u8> {
    let mut lines: Vec<Vec<u8>> = RICH.lines().map(|line| line.as_bytes().to_vec()).collect();
    for _ in 0..=numbers.usize(..3) {
        let (at, other) = (numbers.usize(..lines.len()), numbers.usize(..lines.len()));
        match numbers.usize(..8) {
            0 => lines.swap(at, other),
            1 => drop(lines.remove(at)),
            2 => lines.insert(at, lines[other].clone()),
            3 => lines[at]
                .splice(0..0, b"   ".iter().copied().take(1 + numbers.usize(..3)))
                .for_each(drop),
            4 => {
                let cut = numbers.usize(..3).min(lines[at].len());
                drop(lines[at].drain(..cut));
            }
            5 => {
                let column = numbers.usize(..=lines[at].len());
                let marks = b"\t:-[]{}\"'#&*!|>%@`,\\\0\x80\xff ";
                lines[at].insert(column, marks[numbers.usize(..marks.len())]);
            }
            6 if !lines[at].is_empty() => {
                let column = numbers.usize(..lines[at].len());
                lines[at][column] ^= 1 << numbers.usize(..8);
            }
            _ => {
                let column = numbers.usize(..=lines[at].len());
                lines[at].truncate(column);
            }
        }
    }
    let end: &[u8] = if numbers.usize(..4) == 0 {
        b"\r\n"
    } else {
        b"\n"
    };
    lines.join(end)
}

#[test]
fn the_rich_map_has_findings_of_every_family_and_no_fault() {
    let analysis = analysis(SourceSet::from_strings([("map.yaml", RICH)]));
    let groups: Vec<&str> = analysis
        .findings
        .iter()
        .map(|finding| finding.kind.group.word())
        .collect();
    for group in ["duplication", "definition", "gap"] {
        assert!(groups.contains(&group), "{group}\n{}", printed(&analysis));
    }
    assert!(!groups.contains(&"map"), "{}", printed(&analysis));
}

#[test]
fn any_beginning_of_a_valid_file_is_read() {
    for end in 0..=RICH.len() {
        check_survives(
            RICH.as_bytes()[..end].to_vec(),
            &format!("the first {end} bytes"),
        );
    }
}

#[test]
fn any_mutation_of_a_valid_file_is_read() {
    for seed in 0..MUTATIONS {
        check_survives(
            mutated(&mut fastrand::Rng::with_seed(seed)),
            &format!("mutation {seed}"),
        );
    }
}

#[test]
fn a_hundred_thousand_brackets_fail_fast() {
    let start = Instant::now();
    for text in [
        "[".repeat(100_000),
        "{a: ".repeat(100_000),
        "- ".repeat(100_000),
        format!("systems: {}", "[".repeat(100_000)),
    ] {
        check_survives(text.into_bytes(), "brackets");
    }
    let took = start.elapsed();
    assert!(took < Duration::from_secs(4), "{took:?}");
}

#[test]
fn order_and_repetition_change_no_byte() {
    let files = REAL.sources.files();
    let files: Vec<(String, String)> = files
        .map(|(_, file)| (file.name.clone(), file.text.clone()))
        .collect();
    let (text, document) = (printed(&REAL), json::render(&REAL));
    let mut numbers = fastrand::Rng::with_seed(7);
    for _ in 0..2 {
        let mut shuffled = files.clone();
        for at in (1..shuffled.len()).rev() {
            shuffled.swap(at, numbers.usize(..=at));
        }
        let again = analysis(SourceSet::from_strings(shuffled));
        assert!(
            printed(&again) == text,
            "the order of the files changes what is printed"
        );
        assert!(
            json::render(&again) == document,
            "the order of the files changes the JSON"
        );
    }
}

/// The name and message of every finding.
fn told(analysis: &Analysis) -> Vec<(String, String)> {
    let findings = analysis.findings.iter();
    let mut told: Vec<(String, String)> = findings
        .map(|finding| (finding.name.clone(), finding.message.clone()))
        .collect();
    told.sort();
    told
}

/// The sections of a file, each with its heading.
fn sections(text: &str) -> Vec<String> {
    let mut sections: Vec<String> = Vec::new();
    for line in text.split_inclusive('\n') {
        let is_heading = line.starts_with(|c: char| c.is_ascii_lowercase());
        match sections.last_mut() {
            Some(section) if !is_heading => section.push_str(line),
            _ => sections.push(line.to_owned()),
        }
    }
    sections
}

#[test]
fn splitting_a_file_changes_no_finding() {
    // References to nothing have the same finding in any file.
    let text = RICH.replace("owner: statistics", "owner: statistics_office");
    let whole = told(&analysis(SourceSet::from_strings([(
        "map.yaml",
        text.as_str(),
    )])));
    let sections = sections(&text);
    assert!(sections.len() > 8, "{}", sections.len());
    for cut in 2..sections.len() {
        let halves = [
            ("z.yaml", sections[..cut].concat()),
            ("a.yaml", sections[cut..].concat()),
        ];
        assert_eq!(
            told(&analysis(SourceSet::from_strings(halves))),
            whole,
            "cut before section {cut}"
        );
    }
    // Entries of one section in two files, as two people would write them.
    let (head, flows) = text.split_once("\nflows:\n").expect("the map has flows");
    let second = flows.find("\n  - ").expect("the map has two flows") + 1;
    let first = format!("{head}\nflows:\n{}", &flows[..second]);
    let rest = format!("flows:\n{}", &flows[second..]);
    let halves = analysis(SourceSet::from_strings([
        ("b.yaml", first),
        ("a.yaml", rest),
    ]));
    assert_eq!(told(&halves), whole);
}
