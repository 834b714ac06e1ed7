//! A thing that a field can mean (ISO/IEC 11179: data element concept).

use super::Dimensions;
use super::covers;
use super::entry::Entry;
use super::evidence;
use super::evidence::Evidence;
use super::field::FIELD_TYPES;
use super::field::FieldType;
use super::id::CodeListId;
use super::id::Ref;
use super::id::TermId;
use super::resolve::reference;
use super::scope::Scope;
use super::stated;
use super::stated::Stated;
use crate::read::source::Span;
use crate::read::syntax::Decoder;
use crate::read::syntax::Key;
use crate::read::syntax::Node;
use crate::read::syntax::Record;

/// An entry of the glossary.
#[derive(Debug, Clone)]
pub struct Term {
    /// Its id.
    pub slug: Box<str>,
    /// Where it is declared, or first referred to.
    pub span: Span,
    /// Its name; the id where none is given.
    pub name: Box<str>,
    /// What it means.
    pub definition: Stated<Box<str>>,
    /// The thing it describes (ISO/IEC 11179: object class).
    pub of: Stated<Box<str>>,
    /// The term of which it is a narrower kind.
    pub broader: Stated<Ref<TermId>>,
    /// True where it identifies a person, so that it can link systems.
    pub is_identifier: bool,
    /// The definition everyone has agreed to move to.
    pub agreed: Option<Box<Agreed>>,
    /// Evidence. The tag `context` marks plain context (sex, postcode), which on its own is never a duplicate.
    pub evidence: Evidence,
    /// True where the map only refers to it.
    pub is_placeholder: bool,
}

/// An agreed definition.
#[derive(Debug, Clone)]
pub struct Agreed {
    /// Where it is written.
    pub span: Span,
    /// What it means.
    pub definition: Stated<Box<str>>,
    /// Its type.
    pub kind: Stated<FieldType>,
    /// Its code list.
    pub codes: Stated<Ref<CodeListId>>,
    /// Its unit.
    pub unit: Stated<Box<str>>,
    /// Whom it is about.
    pub covers: Scope,
    /// Evidence.
    pub evidence: Evidence,
}

/// The keys of a term.
pub(super) static RECORD: Record = Record {
    what: "a term",
    keys: &[
        Key {
            name: "name",
            shape: "text",
            about: "its name",
        },
        Key {
            name: "definition",
            shape: "text",
            about: "what it means",
        },
        Key {
            name: "of",
            shape: "text",
            about: "the thing it describes; terms of different things are never the same",
        },
        Key {
            name: "broader",
            shape: "term",
            about: "the term of which it is a narrower kind",
        },
        Key {
            name: "identifier",
            shape: "true | false",
            about: "`true` where it identifies a person, so that it can link systems",
        },
        Key {
            name: "agreed",
            shape: "an agreed definition",
            about: "the definition everyone has agreed to move to",
        },
    ],
    also: &evidence::KEYS,
    example: "{name: Date of death, definition: The day on which the person died, of: death}",
};

/// The keys of an agreed definition.
pub(super) static AGREED: Record = Record {
    what: "an agreed definition",
    keys: &[
        Key {
            name: "definition",
            shape: "text",
            about: "what it means",
        },
        Key {
            name: "type",
            shape: "date | datetime | duration | code | text | number | boolean | identifier",
            about: "its type",
        },
        Key {
            name: "codes",
            shape: "code list",
            about: "its code list",
        },
        Key {
            name: "unit",
            shape: "text",
            about: "its unit",
        },
        Key {
            name: "covers",
            shape: "box, or list of boxes",
            about: "whom it is about",
        },
    ],
    also: &evidence::KEYS,
    example: "{definition: …, type: date}",
};

impl Term {
    pub(super) fn decode(
        decoder: &mut Decoder<'_>,
        dimensions: &Dimensions,
        key: &Node<'_>,
        node: &Node<'_>,
    ) -> Option<Self> {
        let entry = Entry::read(decoder, key, node, &RECORD)?;
        let mut term = Self::placeholder(&entry.slug, key.span);
        term.is_placeholder = false;
        term.name = entry.name;
        let Some(values) = entry.values else {
            return Some(term);
        };
        term.definition = stated::text(decoder, &values, "definition", "a definition");
        term.of = stated::text(decoder, &values, "of", "the thing a term describes");
        term.broader = Stated::take(decoder, &values, "broader", |decoder, node| {
            reference(decoder, node, "a term")
        });
        term.is_identifier = stated::said(&values, "identifier")
            .and_then(|node| decoder.truth(node, "`identifier`"))
            .unwrap_or(false);
        term.agreed = stated::said(&values, "agreed")
            .and_then(|node| Agreed::decode(decoder, dimensions, node))
            .map(Box::new);
        term.evidence = Evidence::take(decoder, &values);
        Some(term)
    }

    pub(super) fn placeholder(slug: &str, span: Span) -> Self {
        Self {
            slug: slug.into(),
            span,
            name: slug.into(),
            definition: Stated::Unstated,
            of: Stated::Unstated,
            broader: Stated::Unstated,
            is_identifier: false,
            agreed: None,
            evidence: Evidence::default(),
            is_placeholder: true,
        }
    }

    /// True for identifiers and plain context (tag `context`): on their own they never make a duplicate.
    pub fn is_context(&self) -> bool {
        self.is_identifier || self.evidence.tags().iter().any(|tag| tag == "context")
    }
}

impl Agreed {
    fn decode(decoder: &mut Decoder<'_>, dimensions: &Dimensions, node: &Node<'_>) -> Option<Self> {
        let values = decoder.record(node, &AGREED)?;
        Some(Self {
            span: values.span,
            definition: stated::text(decoder, &values, "definition", "a definition"),
            kind: Stated::take(decoder, &values, "type", |decoder, node| {
                decoder.one_of(node, "a type of field", &FIELD_TYPES)
            }),
            codes: Stated::take(decoder, &values, "codes", |decoder, node| {
                reference(decoder, node, "a code list")
            }),
            unit: stated::text(decoder, &values, "unit", "a unit"),
            covers: covers::take(decoder, dimensions, &values, "covers"),
            evidence: Evidence::take(decoder, &values),
        })
    }
}
