//! The number one takes the singular: over the words about every map of the tests and the real one.

use flowmap::analysis::{Analysis, Options};
use flowmap::ask::trace::Direction;
use flowmap::ask::{
    burden, cover, crosswalk, definitions, impact, questions, timetable, trace, triangulate, unify,
};
use flowmap::print::{answer, terminal};
use flowmap::read::source::SourceSet;
use flowmap::report::markdown;

use crate::expectation::package;
use crate::form;

/// Words between a number and its noun.
const BETWEEN: [&str; 4] = ["more", "other", "further", "open"];
/// Words that end in an s and are no plural.
const SINGULAR: [&str; 14] = [
    "is", "has", "was", "does", "waits", "serves", "asks", "holds", "needs", "passes", "covers",
    "meets", "less", "basis",
];
/// A map with one of everything.
const LONELY: &str = "systems:\n  a: {owner: x, kind: record, covers: {}, fields: [b]}\n  c: {owner: y, kind: collection, fields: [b]}\n\
organisations: {x: {name: X, count: 1}, y: Y}\nterms: {b: B}\nflows: [{from: a, to: c, fields: [b], every: year, method: form}]\n\
needs: {n: {who: y, terms: [b]}}\n";

/// The places where a text says, for example, `1 hops`.
fn wrong(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split([' ', '\n']).collect();
    let is_one = |at: &usize| words[*at].trim_matches(['(', '"', '*']) == "1";
    let ones = (0..words.len()).filter(is_one);
    let noun = |at: usize| {
        let between = usize::from(words.get(at + 1).is_some_and(|word| BETWEEN.contains(word)));
        words.get(at + 1 + between).copied().unwrap_or("")
    };
    let is_plural = |at: &usize| {
        let noun = noun(*at).trim_end_matches(|c: char| !c.is_alphabetic());
        let is_word = noun.len() > 2 && noun.chars().all(|c| c.is_ascii_lowercase());
        is_word && noun.ends_with('s') && !noun.ends_with("ss") && !SINGULAR.contains(&noun)
    };
    let context = |at: usize| words[at.saturating_sub(3)..(at + 5).min(words.len())].join(" ");
    ones.filter(is_plural).map(context).collect()
}

/// Every text about a map.
fn said(analysis: &Analysis) -> Vec<String> {
    let (graph, model) = (&analysis.graph, analysis.model());
    let mut answers = vec![
        burden::ask(graph, burden::By::Organisation),
        burden::ask(graph, burden::By::Term),
        unify::ask(graph, &analysis.findings),
    ];
    answers.extend(questions::ask(graph, &analysis.findings, None));
    answers.extend(cover::ask(graph, &[], false));
    for (_, term) in model.terms.iter().take(8) {
        answers.extend(crosswalk::ask(graph, &[&*term.slug]));
        answers.extend(definitions::ask(graph, &term.slug));
        answers.extend(timetable::ask(graph, &term.slug));
        answers.extend(impact::ask(graph, &term.slug));
    }
    for (_, need) in model.needs.iter().take(8) {
        answers.extend(timetable::ask(graph, &need.slug));
        answers.extend(triangulate::ask(graph, &[&*need.slug]));
    }
    for field in model.fields.ids().take(8) {
        let name = model.field_name(field);
        for direction in [Direction::Up, Direction::Down, Direction::Both] {
            answers.extend(trace::ask(graph, &name, direction, usize::MAX));
        }
        answers.extend(impact::ask(graph, &name));
    }
    let mut said: Vec<String> = answers.iter().map(answer::text).collect();
    for finding in &analysis.findings {
        let finding = finding.clone();
        said.push(finding.message.clone());
        said.push(finding.help.clone());
        said.extend(finding.places.iter().map(|place| place.label.clone()));
    }
    said.push(markdown::report(analysis));
    let printed = terminal::render(analysis, terminal::Style::default());
    said.extend(printed.lines().rev().take(12).map(str::to_owned));
    said
}

#[test]
fn one_thing_is_in_the_singular() {
    let mut maps = vec![
        (
            "the lonely map".to_owned(),
            SourceSet::from_strings([("map.yaml", LONELY)]),
        ),
        (
            "flows".to_owned(),
            SourceSet::read(&package("flows")).expect("the map is there"),
        ),
    ];
    for (folder, _) in folders("tests/cases") {
        for file in folders(&folder).into_iter().map(|(path, _)| path) {
            if file.contains(".yaml") {
                maps.push((file.clone(), form::sources(&file)));
            }
        }
    }
    assert!(maps.len() > 100, "the cases are there");
    let mut complaints = Vec::new();
    for (name, sources) in maps {
        let analysis = Analysis::of(sources, Options::default());
        for wrong in said(&analysis).iter().flat_map(|text| wrong(text)) {
            complaints.push(format!("{name}: {wrong}"));
        }
    }
    complaints.dedup();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// The entries of a folder of the package: path, and whether it is a folder. Sorted.
pub(crate) fn folders(folder: &str) -> Vec<(String, bool)> {
    let Ok(entries) = std::fs::read_dir(package(folder)) else {
        return Vec::new();
    };
    let entries = entries.map(|entry| entry.expect("the cases can be listed"));
    let mut all: Vec<(String, bool)> = entries
        .map(|entry| {
            (
                format!("{folder}/{}", entry.file_name().to_string_lossy()),
                entry.path().is_dir(),
            )
        })
        .collect();
    all.sort();
    all
}

#[test]
fn the_test_sees_a_wrong_plural() {
    assert_eq!(wrong("reached by 1 hops"), ["reached by 1 hops"]);
    assert_eq!(
        wrong("and 1 more fields, 1 field; 21 hops"),
        ["and 1 more fields, 1 field;"]
    );
    assert!(wrong("1 body has it, 1 flow is unlisted").is_empty());
}
