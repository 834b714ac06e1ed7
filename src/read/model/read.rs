//! From trees to drafts: each section of each file, references not yet resolved.

use super::Dimensions;
use super::ahead::Parsed;
use super::ahead::parsed_ahead;
use super::codes::CodeList;
use super::codes::Mapping;
use super::dimension::Dimension;
use super::duration::Date;
use super::evidence;
use super::evidence::Evidence;
use super::field::Field;
use super::flow::Flow;
use super::id::Table;
use super::id::TermId;
use super::need::Decision;
use super::need::Need;
use super::organisation::Organisation;
use super::references::Names;
use super::sections;
use super::stated;
use super::system::System;
use super::term::Term;
use crate::read::source::FileId;
use crate::read::source::SourceSet;
use crate::read::syntax;
use crate::read::syntax::Decoder;
use crate::read::syntax::Key;
use crate::read::syntax::Node;
use crate::read::syntax::Record;
use crate::read::syntax::Value;

/// What the files say, in file order.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) about: super::About,
    pub(super) dimensions: Dimensions,
    pub(super) organisations: Vec<Organisation>,
    pub(super) terms: Vec<Term>,
    pub(super) code_lists: Vec<CodeList>,
    pub(super) mappings: Vec<Mapping>,
    pub(super) systems: Vec<(System, Vec<Field>)>,
    pub(super) flows: Vec<Flow>,
    pub(super) needs: Vec<Need>,
    pub(super) decisions: Vec<Decision>,
    pub(super) unknowns: usize,
    /// Filled while terms are resolved.
    pub(super) term_names: Names<TermId>,
}

/// The sections of a file.
pub(super) static FILE: Record = Record {
    what: "a flow file",
    keys: &[
        Key {
            name: "map",
            shape: "the map's title and date",
            about: "what the map says about itself",
        },
        Key {
            name: "dimensions",
            shape: "mapping from id to a dimension",
            about: "the axes along which populations differ",
        },
        Key {
            name: "organisations",
            shape: "mapping from id to a name or an organisation",
            about: "who owns, supplies and asks",
        },
        Key {
            name: "terms",
            shape: "mapping from id to a name or a term",
            about: "the glossary",
        },
        Key {
            name: "code_lists",
            shape: "mapping from id to a code list",
            about: "closed lists of codes",
        },
        Key {
            name: "mappings",
            shape: "list of mappings",
            about: "crosswalks between code lists",
        },
        Key {
            name: "systems",
            shape: "mapping from id to a name or a system",
            about: "anything that holds data",
        },
        Key {
            name: "flows",
            shape: "list of flows",
            about: "data moving",
        },
        Key {
            name: "needs",
            shape: "mapping from id to a question or a need",
            about: "questions somebody must be able to answer",
        },
        Key {
            name: "decisions",
            shape: "list of decisions",
            about: "what the room decided about findings",
        },
    ],
    also: &[],
    example: "systems: {ward_record: Ward record} on one line, flows: below it",
};

/// The keys of `map`.
pub(super) static MAP: Record = Record {
    what: "the map's own section",
    keys: &[
        Key {
            name: "title",
            shape: "text",
            about: "what the map is called",
        },
        Key {
            name: "about",
            shape: "text",
            about: "what it is for",
        },
        Key {
            name: "as_of",
            shape: "date",
            about: "the day it describes",
        },
        Key {
            name: "format",
            shape: "1",
            about: "the version of the format",
        },
    ],
    also: &evidence::KEYS,
    example: "{title: …, as_of: 2025-10-14, format: 1}",
};

/// Everything the files say, and the decoder with what is wrong so far. Boxes cannot be read before all dimensions are known, so files that may
/// declare some are read first; of the others a few trees at a time are held.
pub(super) fn read(sources: &SourceSet) -> (Draft, Decoder<'_>) {
    let mut decoder = Decoder::new(sources);
    let mut draft = Draft::default();
    let mut first: Vec<Option<Vec<Node<'_>>>> = Vec::new();
    let mut dimensions: Vec<Dimension> = Vec::new();
    for (file, source) in sources.files() {
        if !sections::may_be_written(&source.text, "dimensions", &FILE) {
            first.push(None);
            continue;
        }
        let documents = taken(&mut decoder, syntax::parse(sources, file));
        for document in &documents {
            // What else is wrong with the sections is told when they are read.
            let told = decoder.findings.len();
            if let Some(values) = decoder.record(document, &FILE) {
                decoder.findings.truncate(told);
                let node = values.get("dimensions");
                entries(&mut decoder, node, "dimensions", |decoder, key, node| {
                    dimensions.extend(Dimension::decode(decoder, key, node));
                });
            } else {
                decoder.findings.truncate(told);
            }
        }
        first.push(Some(documents));
    }
    super::resolve::unite(&mut dimensions, &mut decoder, |dimension| {
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
                if let Some(values) = decoder.record(document, &FILE) {
                    draft.section(&mut decoder, &values);
                }
            }
        }
    });
    draft.flows.shrink_to_fit();
    (draft, decoder)
}

/// The documents, what is wrong with them told.
fn taken<'src>(
    decoder: &mut Decoder<'src>,
    (documents, findings): Parsed<'src>,
) -> Vec<Node<'src>> {
    decoder.findings.extend(findings);
    documents
}

/// How many times `unknown` stands as a value.
fn unknowns(node: &Node<'_>) -> usize {
    match &node.value {
        Value::Null => 0,
        Value::Scalar(text) => usize::from(text == "unknown"),
        Value::List(items) => items.iter().map(unknowns).sum(),
        Value::Mapping(entries) => entries.iter().map(|(_, value)| unknowns(value)).sum(),
    }
}

impl Draft {
    fn section(&mut self, decoder: &mut Decoder<'_>, values: &syntax::Values<'_, '_>) {
        let dimensions = std::mem::take(&mut self.dimensions);
        if let Some(node) = values.get("map") {
            self.map(decoder, node);
        }
        entries(
            decoder,
            values.get("organisations"),
            "organisations",
            |decoder, key, node| {
                self.organisations
                    .extend(Organisation::decode(decoder, key, node));
            },
        );
        entries(
            decoder,
            values.get("terms"),
            "terms",
            |decoder, key, node| {
                self.terms
                    .extend(Term::decode(decoder, &dimensions, key, node));
            },
        );
        entries(
            decoder,
            values.get("code_lists"),
            "code_lists",
            |decoder, key, node| {
                self.code_lists.extend(CodeList::decode(decoder, key, node));
            },
        );
        entries(
            decoder,
            values.get("systems"),
            "systems",
            |decoder, key, node| {
                self.systems
                    .extend(System::decode(decoder, &dimensions, key, node));
            },
        );
        entries(
            decoder,
            values.get("needs"),
            "needs",
            |decoder, key, node| {
                self.needs
                    .extend(Need::decode(decoder, &dimensions, key, node));
            },
        );
        items(
            decoder,
            values.get("mappings"),
            "mappings",
            |decoder, node| self.mappings.extend(Mapping::decode(decoder, node)),
        );
        items(decoder, values.get("flows"), "flows", |decoder, node| {
            self.flows.extend(Flow::decode(decoder, &dimensions, node));
        });
        items(
            decoder,
            values.get("decisions"),
            "decisions",
            |decoder, node| self.decisions.extend(Decision::decode(decoder, node)),
        );
        self.dimensions = dimensions;
    }

    fn map(&mut self, decoder: &mut Decoder<'_>, node: &Node<'_>) {
        let Some(values) = decoder.record(node, &MAP) else {
            return;
        };
        let mut text = |key: &str, into: &mut String| {
            let text = values
                .get(key)
                .and_then(|node| decoder.text(node, "a text"));
            if let Some(text) = text.filter(|_| into.is_empty()) {
                *into = text;
            }
        };
        text("title", &mut self.about.title);
        text("about", &mut self.about.about);
        if let Some(day) = stated::said(&values, "as_of") {
            let date = Date::decode(decoder, day);
            self.about.as_of = self.about.as_of.or(date);
        }
        let evidence = Evidence::take(decoder, &values);
        if self.about.evidence == Evidence::default() {
            self.about.evidence = evidence;
        }
        if let Some(format) = values.get("format").filter(|node| node.text() != Some("1")) {
            decoder.invalid(
                format.span,
                "this version of the format is not known",
                "write `format: 1`, or use a newer flowmap",
            );
        }
    }
}

/// The entries of a section that maps ids to things. A list of ids is a section of things with nothing said about them.
fn entries<'n, 'src>(
    decoder: &mut Decoder<'_>,
    node: Option<&'n Node<'src>>,
    section: &str,
    mut entry: impl FnMut(&mut Decoder<'_>, &'n Node<'src>, &'n Node<'src>),
) {
    const NOTHING: &Node<'static> = &Node {
        span: crate::read::source::Span {
            file: crate::read::source::FileId(0),
            start: 0,
            end: 0,
        },
        value: Value::Null,
    };
    let Some(node) = node else { return };
    match &node.value {
        Value::Mapping(pairs) => pairs
            .iter()
            .for_each(|(key, value)| entry(decoder, key, value)),
        Value::List(items) => {
            let mut is_told = false;
            for item in items {
                match &item.value {
                    Value::Mapping(pairs) if pairs.len() == 1 => {
                        entry(decoder, &pairs[0].0, &pairs[0].1);
                    }
                    Value::Scalar(_) => entry(decoder, item, NOTHING),
                    _ if is_told => {}
                    _ => {
                        wrong_section(decoder, node, section);
                        is_told = true;
                    }
                }
            }
        }
        _ => wrong_section(decoder, node, section),
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
    decoder: &mut Decoder<'_>,
    node: Option<&'n Node<'src>>,
    section: &str,
    mut item: impl FnMut(&mut Decoder<'_>, &'n Node<'src>),
) {
    let Some(node) = node else { return };
    let example = format!("{section}: on one line, then each one below it, starting with `  - `");
    if let Value::Mapping(entries) = &node.value {
        // One item without its dash, or items with ids of their own: told, and read as what was meant.
        decoder.wrong_shape(node, &format!("`{section}`"), "a list", &example);
        let is_mapping = |node: &Node<'_>| matches!(node.value, Value::Mapping(_));
        if entries.iter().all(|(_, value)| is_mapping(value)) {
            for (_, value) in entries {
                item(decoder, value);
            }
        } else {
            item(decoder, node);
        }
        return;
    }
    if let Some(list) = decoder.list(node, &format!("`{section}`"), false, &example) {
        // An item with nothing in it is about to be written.
        for node in list.iter().filter(|node| node.value != Value::Null) {
            item(decoder, node);
        }
    }
}
