//! Tests the laws of writing a map: the text reads back as the same map, without a new finding, and writing that gives the same text.

use std::collections::BTreeSet;

use super::encode;
use crate::analysis::{Analysis, Options};
use crate::read::source::SourceSet;
use crate::read::syntax;
use crate::read::syntax::Written;
use crate::sample::Recipe;
use crate::sample::generate;

/// A map with every key, every short form, and every kind of placeholder.
const EVERYTHING: &str = include_str!("everything.yaml");

fn analysis(files: Vec<(String, String)>) -> Analysis {
    Analysis::of(SourceSet::from_strings(files), Options::default())
}

fn one(text: &str) -> Analysis {
    analysis(vec![("map.yaml".to_owned(), text.to_owned())])
}

fn names(analysis: &Analysis) -> BTreeSet<&str> {
    let findings = analysis.findings.iter();
    findings.map(|finding| &*finding.name).collect()
}

fn counts(analysis: &Analysis) -> [usize; 12] {
    let model = analysis.model();
    [
        model.dimensions.len(),
        model.organisations.len(),
        model.terms.len(),
        model.code_lists.len(),
        model.mappings.len(),
        model.systems.len(),
        model.fields.len(),
        model.flows.len(),
        model.needs.len(),
        model.decisions.len(),
        model.cases.len(),
        model.unknowns,
    ]
}

/// The content of a model, without places and without the spelling of ids and passages there.
fn said(analysis: &Analysis) -> Vec<String> {
    let text = format!("{:#?}", analysis.model());
    let mut kept: Vec<String> = Vec::new();
    let mut skipped = None;
    for line in text.lines() {
        let (indent, content) = (line.len() - line.trim_start().len(), line.trim());
        if let Some(outer) = skipped {
            skipped = (indent > outer).then_some(outer);
            continue;
        }
        let is_of_reference = kept.last().is_some_and(|last| last.trim() == "),");
        match content {
            place if place.ends_with("Span {") => skipped = Some(indent),
            id if id.starts_with("written: ") && is_of_reference => {}
            word if word.starts_with("word: ") => {}
            _ => kept.push(line.to_owned()),
        }
    }
    kept
}

/// Checks the laws on a map without faults, and returns its text.
fn check_laws(before: &Analysis) -> String {
    let text = encode(before.model());
    let after = one(&text);
    assert_eq!(encode(after.model()), text, "written again");
    assert_eq!(counts(before), counts(&after), "counts of\n{text}");
    assert_eq!(names(before), names(&after), "findings on\n{text}");
    let (first, second) = (said(before), said(&after));
    let differing = (0..first.len()).find(|line| first.get(*line) != second.get(*line));
    if let Some(line) = differing {
        let from = line.saturating_sub(12);
        panic!(
            "written back as something else:\n{}\n---\n{}",
            first[from..(line + 3).min(first.len())].join("\n"),
            second[from.min(second.len())..(line + 3).min(second.len())].join("\n")
        );
    }
    text
}

#[test]
fn the_map_of_this_repository_is_written_back() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("flows");
    let sources = SourceSet::read(&folder).expect("flows/ is there");
    check_laws(&Analysis::of(sources, Options::default()));
}

#[test]
fn generated_maps_are_written_back() {
    for (fields, seed) in [(0, 1), (60, 2), (400, 3), (2000, 4)] {
        let generated = generate(&Recipe { fields, seed });
        check_laws(&analysis(generated.files));
    }
}

#[test]
fn every_key_and_short_form_is_written_back() {
    let before = one(EVERYTHING);
    let text = check_laws(&before);
    let errors: Vec<&str> = before
        .findings
        .iter()
        .filter(|finding| {
            finding.kind.name == "invalid-value" || finding.kind.name == "wrong-shape"
        })
        .map(|finding| &*finding.message)
        .collect();
    assert!(errors.is_empty(), "{errors:?}");
    for (section, record) in crate::read::model::RECORDS {
        for key in record.all() {
            let is_there = text.contains(&format!("{}:", key.name));
            assert!(is_there, "`{}` of {section} is not in\n{text}", key.name);
        }
    }
}

#[test]
fn short_forms_are_used_where_they_say_all_there_is() {
    let text = encode(one(EVERYTHING).model());
    for line in [
        "  cqc: Care Quality Commission",
        "      nhs_number:",
        "      death_date: date_of_death",
        "      - nhs_number",
        "      - date_of_death: death_date",
        "      - {from: [birth_date, date_of_death], to: age_at_death, how: aggregated}",
        "      - {after_discharge: ..12 months, age: 0..17, area: [wales, northern_ireland], setting: inpatient}",
    ] {
        let is_there = text.lines().any(|other| other == line);
        assert!(is_there, "no line `{line}` in\n{text}");
    }
}

#[test]
fn what_cannot_be_read_is_left_out_and_nothing_new_is_found() {
    let before = one(
        "systems:\n  a: {kind: colection, nmae: x, owner: b, owner: c}\n  s: {fields: [x]}\nflows:\n  - a -> s\n  - {from: a, to: s, fields: [y, Y]}\n  - {from: a}\n",
    );
    let after = one(&encode(before.model()));
    let new: Vec<&str> = names(&after).difference(&names(&before)).copied().collect();
    assert!(new.is_empty(), "{new:?}");
    assert_eq!(encode(after.model()), encode(before.model()));
}

#[test]
fn texts_of_every_kind_are_read_back() {
    let long = "word: and # more, ".repeat(20);
    let texts = [
        "no",
        "true",
        "null",
        "~",
        "12",
        "1e3",
        "2025-10-14",
        "",
        " lead",
        "trail ",
        "a: b",
        "a #b",
        "- x",
        "? y",
        "[a",
        "{b}",
        "'q'",
        "\"q\"",
        "*a",
        "&a",
        "!t",
        "%d",
        "@a",
        "`b`",
        "a\nb",
        "a\n\n b\n",
        "\n",
        "tab\there",
        "line\r\nend",
        "\u{e000}",
        "é ü 漢字",
        "---",
        "... x",
        "<<",
        "=",
        "a:",
        ":a",
        "key: \u{e000}",
        "\u{7}",
        "\u{feff}x",
        "\u{85}",
        "\u{2028}y",
        "double  space and more than a hundred and ten characters so that the writer folds  it into several  lines of text  ",
        &long,
    ];
    for text in texts {
        let mut model = crate::read::model::Model::default();
        model.about.title = text.to_owned();
        model.about.about = format!("{text}{text}");
        let again = one(&encode(&model));
        assert_eq!(again.model().about.title, text);
        assert_eq!(again.model().about.about, model.about.about);
        let notes = syntax::write(&Written::Mapping(vec![(
            "notes".to_owned(),
            Written::text(text),
        )]));
        let notes = notes.replace('\n', "\n    ");
        let before = one(&format!("organisations:\n  a:\n    {notes}\n"));
        let after = one(&format!("{}systems: [b]\n", encode(before.model())));
        let evidence = |analysis: &Analysis| {
            let (_, one) = analysis.model().organisations.iter().next().expect("one");
            one.evidence.notes().to_owned()
        };
        assert_eq!(evidence(&before), evidence(&after), "{text:?}");
    }
}
