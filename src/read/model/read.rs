//! From trees to drafts: each section of each file, with unresolved references.

use super::ahead::{Parsed, parsed_ahead};
use super::case::Case;
use super::codes::{CodeList, Mapping};
use super::decision::Decision;
use super::dimension::Dimension;
use super::draft::Draft;
use super::flow::Flow;
use super::format::FILE;
use super::id::Table;
use super::member::Reader;
use super::names::unite;
use super::need::Need;
use super::organisation::Organisation;
use super::scenario::Scenario;
use super::sections;
use super::stated;
use super::system::System;
use super::term::Term;
use crate::read::source::{FileId, SourceSet};
use crate::read::syntax;
use crate::read::syntax::{Decoder, Node, Value};

/// Reads the files; the decoder holds the findings so far. Reading boxes needs the dimensions, so files that may declare some are read
/// first. Of the other files, only a few trees are in memory at a time.
pub(super) fn read(sources: &SourceSet) -> (Draft, Decoder<'_>) {
    let mut decoder = Decoder::new(sources);
    let mut draft = Draft::default();
    let mut first: Vec<Option<Vec<Node<'_>>>> = Vec::new();
    let mut dimensions: Vec<Dimension> = Vec::new();
    for (file, source) in sources.files() {
        if !sections::may_be_written(&source.text, "dimensions", FILE) {
            first.push(None);
            continue;
        }
        let documents = taken(&mut decoder, syntax::parse(sources, file));
        for document in &documents {
            // Other faults of the sections are reported later, when the sections are read.
            let told = decoder.findings.len();
            if let Some(values) = decoder.record(document, FILE) {
                decoder.findings.truncate(told);
                let reader = &mut Reader {
                    decoder: &mut decoder,
                    dimensions: &draft.dimensions,
                };
                entries(reader, &values, "dimensions", |reader, key, node| {
                    dimensions.extend(Dimension::decode(reader.decoder, key, node));
                });
            } else {
                decoder.findings.truncate(told);
            }
        }
        first.push(Some(documents));
    }
    unite(&mut dimensions, &mut decoder, |dimension| {
        (&dimension.slug, dimension.span)
    });
    draft.dimensions = Table::from_sorted(dimensions);
    let later: Vec<FileId> = sources
        .files()
        .zip(&first)
        .filter(|(_, documents)| documents.is_none())
        .map(|((file, _), _)| file)
        .collect();
    parsed_ahead(sources, later, |next| {
        for documents in first {
            let documents = documents.unwrap_or_else(|| taken(&mut decoder, next()));
            for document in &documents {
                draft.unknowns += unknowns(document);
                if let Some(values) = decoder.record(document, FILE) {
                    section(&mut draft, &mut decoder, &values);
                }
            }
        }
    });
    draft.flows.shrink_to_fit();
    (draft, decoder)
}

/// The documents of a file. Its findings go to the decoder.
fn taken<'src>(
    decoder: &mut Decoder<'src>,
    (documents, findings): Parsed<'src>,
) -> Vec<Node<'src>> {
    decoder.findings.extend(findings);
    documents
}

/// Counts the values written as `unknown`. Codes are not counted, because a code may be called `unknown`, or mean it.
fn unknowns(node: &Node<'_>) -> usize {
    let of_key = |(key, value): &(Node<'_>, Node<'_>)| match key.text() {
        Some("values" | "pairs") if value.text().is_none() => 0,
        Some("code_lists") => match &value.value {
            Value::Mapping(lists) => lists.iter().map(|(_, list)| of_list(list)).sum(),
            _ => 0,
        },
        _ => unknowns(value),
    };
    match &node.value {
        Value::Null => 0,
        Value::Scalar(_) => usize::from(stated::word(node) == Some("unknown")),
        Value::List(items) => items.iter().map(unknowns).sum(),
        Value::Mapping(entries) => entries.iter().map(of_key).sum(),
    }
}

/// Counts the values written as `unknown` in one code list. Its short form is a list of codes.
fn of_list(list: &Node<'_>) -> usize {
    match list.value {
        Value::List(_) => 0,
        _ => unknowns(list),
    }
}

/// Reads the sections of one file.
fn section(draft: &mut Draft, decoder: &mut Decoder<'_>, values: &syntax::Values<'_, '_>) {
    let reader = &mut Reader {
        decoder,
        dimensions: &draft.dimensions,
    };
    if let Some(node) = values.get("map") {
        draft.about.add(reader, node);
    }
    entries(reader, values, "organisations", |reader, key, node| {
        let organisation = Organisation::decode(reader, key, node);
        draft.organisations.extend(organisation);
    });
    entries(reader, values, "terms", |reader, key, node| {
        draft.terms.extend(Term::decode(reader, key, node));
    });
    entries(reader, values, "code_lists", |reader, key, node| {
        draft.code_lists.extend(CodeList::decode(reader, key, node));
    });
    entries(reader, values, "systems", |reader, key, node| {
        draft.systems.extend(System::decode(reader, key, node));
    });
    entries(reader, values, "needs", |reader, key, node| {
        draft.needs.extend(Need::decode(reader, key, node));
    });
    entries(reader, values, "cases", |reader, key, node| {
        draft.cases.extend(Case::decode(reader, key, node));
    });
    entries(reader, values, "scenarios", |reader, key, node| {
        let scenario = Scenario::decode(reader, key, node);
        draft.scenarios.extend(scenario);
    });
    items(reader, values, "mappings", |reader, node| {
        draft.mappings.extend(Mapping::decode(reader, node));
    });
    items(reader, values, "flows", |reader, node| {
        draft.flows.extend(Flow::decode(reader, node));
    });
    items(reader, values, "decisions", |reader, node| {
        draft.decisions.extend(Decision::decode(reader, node));
    });
}

/// Reads the entries of a section that maps ids to things. A list of ids is a section of things without keys.
fn entries<'n, 'src>(
    reader: &mut Reader<'_, '_>,
    values: &syntax::Values<'n, 'src>,
    section: &str,
    mut entry: impl FnMut(&mut Reader<'_, '_>, &'n Node<'src>, &'n Node<'src>),
) {
    const NOTHING: &Node<'static> = &Node {
        span: crate::read::source::Span {
            file: crate::read::source::FileId(0),
            start: 0,
            end: 0,
        },
        value: Value::Null,
    };
    let Some(node) = values.get(section) else {
        return;
    };
    match &node.value {
        Value::Mapping(pairs) => pairs
            .iter()
            .for_each(|(key, value)| entry(reader, key, value)),
        Value::List(items) => {
            let mut is_told = false;
            for item in items {
                match &item.value {
                    Value::Mapping(pairs) if pairs.len() == 1 => {
                        entry(reader, &pairs[0].0, &pairs[0].1);
                    }
                    Value::Scalar(_) => entry(reader, item, NOTHING),
                    _ if is_told => {}
                    _ => {
                        wrong_section(reader.decoder, node, section);
                        is_told = true;
                    }
                }
            }
        }
        _ => wrong_section(reader.decoder, node, section),
    }
}

fn wrong_section(decoder: &mut Decoder<'_>, node: &Node<'_>, section: &str) {
    decoder.wrong_shape(
        node,
        &format!("`{section}`"),
        "a mapping from id to what it is",
        &format!("{section}: on one line, then `  an_id: Its name` below it"),
    );
}

/// The items of a section that is a list.
fn items<'n, 'src>(
    reader: &mut Reader<'_, '_>,
    values: &syntax::Values<'n, 'src>,
    section: &str,
    mut item: impl FnMut(&mut Reader<'_, '_>, &'n Node<'src>),
) {
    let Some(node) = values.get(section) else {
        return;
    };
    let decoder = &mut *reader.decoder;
    let example = format!("{section}: on one line, then each one below it, starting with `  - `");
    if let Value::Mapping(entries) = &node.value {
        // The faults of one item without its dash, and of items with ids of their own, are reported, and the items are read.
        decoder.wrong_shape(node, &format!("`{section}`"), "a list", &example);
        let is_mapping = |node: &Node<'_>| matches!(node.value, Value::Mapping(_));
        if entries.iter().all(|(_, value)| is_mapping(value)) {
            for (_, value) in entries {
                item(reader, value);
            }
        } else {
            item(reader, node);
        }
        return;
    }
    if let Some(list) = decoder.list(node, &format!("`{section}`"), false, &example) {
        // An empty item is about to be written.
        for node in list.iter().filter(|node| node.value != Value::Null) {
            item(reader, node);
        }
    }
}
