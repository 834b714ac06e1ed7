//! From trees to drafts: each section of each file, with unresolved references.

use super::ahead::{Parsed, parsed_ahead};
use super::case::Case;
use super::codes::{CodeList, Mapping};
use super::decision::Decision;
use super::dimension::{Dimension, Dimensions};
use super::draft::Draft;
use super::flow::Flow;
use super::format::FILE;
use super::id::Table;
use super::kept::{Part, Parts};
use super::member::Reader;
use super::names::unite;
use super::need::Need;
use super::organisation::Organisation;
use super::scenario::Scenario;
use super::sections;
use super::stated;
use super::system::System;
use super::term::Term;
use crate::read::source::{FileId, SourceFile, SourceSet};
use crate::read::syntax;
use crate::read::syntax::{Decoder, Node, Value};

/// Reads the files; the decoder holds the findings so far. Reading boxes needs the dimensions, so files that may declare some are read
/// first. Of the other files, those that are as they were at the last reading are taken from `kept`; only a few trees of the rest are in
/// memory at a time.
pub(super) fn read<'src>(
    sources: &'src SourceSet,
    mut kept: Option<&mut Parts>,
) -> (Draft, Decoder<'src>) {
    let mut decoder = Decoder::new(sources);
    let mut draft = Draft::default();
    let is_first = |(_, source): &(FileId, &SourceFile)| {
        sections::may_be_written(&source.text, "dimensions", FILE)
    };
    let (first, later): (Vec<_>, Vec<_>) = sources.files().partition(is_first);
    if let Some(kept) = &mut kept {
        kept.begin(&first);
        decoder.spellings = std::mem::take(&mut kept.spellings);
    }
    let mut trees: Vec<Vec<Node<'_>>> = Vec::new();
    let mut dimensions: Vec<Dimension> = Vec::new();
    for (file, _) in &first {
        let documents = taken(&mut decoder, syntax::parse(sources, *file));
        for document in &documents {
            dimensions_of(document, &mut decoder, &mut dimensions);
        }
        trees.push(documents);
    }
    unite(&mut dimensions, &mut decoder, |dimension| {
        (&dimension.slug, dimension.span)
    });
    draft.dimensions = Table::from_sorted(dimensions);
    let is_known = |(file, source): &(FileId, &SourceFile)| {
        let part = |parts: &&mut Parts| parts.part(*file, source).is_some();
        kept.as_ref().is_some_and(part)
    };
    let unknown = later.iter().filter(|file| !is_known(file));
    let unknown: Vec<FileId> = unknown.map(|(file, _)| *file).collect();
    let mut trees = first.iter().map(|(file, _)| *file).zip(trees).peekable();
    parsed_ahead(sources, unknown, |next| {
        for (file, source) in sources.files() {
            if let Some((_, documents)) = trees.next_if(|(first, _)| *first == file) {
                content(&mut draft, &documents, &mut decoder);
                continue;
            }
            let part = kept.as_ref().and_then(|kept| kept.part(file, source));
            if let Some(part) = part {
                draft.add(part.draft.clone());
                decoder.findings.extend_from_slice(&part.findings);
                continue;
            }
            let told = decoder.findings.len();
            let documents = taken(&mut decoder, next());
            let is_apart = || !sections::may_be_written(&source.text, "map", FILE);
            let Some(kept) = kept.as_mut().filter(|_| is_apart()) else {
                content(&mut draft, &documents, &mut decoder);
                continue;
            };
            let mut own = Draft {
                dimensions: std::mem::take(&mut draft.dimensions),
                ..Draft::default()
            };
            content(&mut own, &documents, &mut decoder);
            draft.dimensions = std::mem::take(&mut own.dimensions);
            let findings = decoder.findings[told..].to_vec();
            kept.keep(Part::of((file, source), own.clone(), findings));
            draft.add(own);
        }
    });
    draft.flows.shrink_to_fit();
    (draft, decoder)
}

/// Reads the dimensions of a document. Other faults of it are reported later, when its sections are read.
fn dimensions_of(document: &Node<'_>, decoder: &mut Decoder<'_>, into: &mut Vec<Dimension>) {
    let told = decoder.findings.len();
    let values = decoder.record(document, FILE);
    decoder.findings.truncate(told);
    if let Some(values) = values {
        let reader = &mut Reader {
            decoder,
            dimensions: &Dimensions::default(),
        };
        entries(reader, &values, "dimensions", |reader, key, node| {
            into.extend(Dimension::decode(reader.decoder, key, node));
        });
    }
}

/// Reads the sections of the documents of a file.
fn content(draft: &mut Draft, documents: &[Node<'_>], decoder: &mut Decoder<'_>) {
    for document in documents {
        draft.unknowns += unknowns(document);
        if let Some(values) = decoder.record(document, FILE) {
            section(draft, decoder, &values);
        }
    }
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
