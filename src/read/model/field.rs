//! One thing a system holds about a case (ISO/IEC 11179: data element).

use std::sync::Arc;

use super::Dimensions;
use super::covers;
use super::evidence;
use super::evidence::Evidence;
use super::id::CodeListId;
use super::id::Id;
use super::id::Ref;
use super::id::SystemId;
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
use crate::read::syntax::Value;

/// A field of a system.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its id: unique in its system.
    pub slug: Arc<str>,
    /// Where it is declared, or first passed.
    pub span: Span,
    /// The system it belongs to.
    pub system: SystemId,
    /// Its name, where one is given.
    pub name: Option<Box<str>>,
    /// What it means: as written, else the term whose id is the field's id.
    pub term: Stated<Ref<TermId>>,
    /// What it means in this system, in its own words.
    pub definition: Stated<Box<str>>,
    /// Its type.
    pub kind: Stated<FieldType>,
    /// Its code list.
    pub codes: Stated<Ref<CodeListId>>,
    /// Its unit.
    pub unit: Stated<Box<str>>,
    /// Whom it is about, where written: its system's scope with these dimensions replaced is [`super::Model::scope`].
    pub covers: Scope,
    /// Whether it must be filled in.
    pub is_required: Option<bool>,
    /// Evidence.
    pub evidence: Evidence,
    /// False where only a flow names it, in a system that lists no fields.
    pub is_declared: bool,
}

/// The type of a field's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FieldType {
    /// A day.
    Date,
    /// A day and a time.
    Datetime,
    /// A length of time.
    Duration,
    /// One of a list of codes.
    Code,
    /// Free text.
    Text,
    /// A number.
    Number,
    /// Yes or no.
    Boolean,
    /// An identifier.
    Identifier,
}

/// The words for [`FieldType`].
pub(super) const FIELD_TYPES: [(&str, FieldType); 8] = [
    ("date", FieldType::Date),
    ("datetime", FieldType::Datetime),
    ("duration", FieldType::Duration),
    ("code", FieldType::Code),
    ("text", FieldType::Text),
    ("number", FieldType::Number),
    ("boolean", FieldType::Boolean),
    ("identifier", FieldType::Identifier),
];

impl FieldType {
    /// The word in the files.
    pub fn word(self) -> &'static str {
        FIELD_TYPES
            .iter()
            .find(|(_, kind)| *kind == self)
            .map_or("", |(word, _)| word)
    }
}

/// The keys of a field.
pub(super) static RECORD: Record = Record {
    what: "a field",
    keys: &[
        Key {
            name: "name",
            shape: "text",
            about: "its name",
        },
        Key {
            name: "term",
            shape: "term",
            about: "what it means; left out = the term whose id is the field's id",
        },
        Key {
            name: "definition",
            shape: "text",
            about: "what it means in this system",
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
            about: "whom it is about, only where that differs from the system's `covers`",
        },
        Key {
            name: "required",
            shape: "true | false",
            about: "whether it must be filled in",
        },
    ],
    also: &evidence::KEYS,
    example: "{term: date_of_death, type: date}",
};

impl Field {
    /// The `fields` of a system, in the order written.
    pub(super) fn decode_all(
        decoder: &mut Decoder<'_>,
        dimensions: &Dimensions,
        node: &Node<'_>,
    ) -> Vec<Self> {
        let mut fields: Vec<Self> = Vec::new();
        let mut add = |decoder: &mut Decoder<'_>, key: &Node<'_>, value: Option<&Node<'_>>| {
            if let Some(field) = Self::decode(decoder, dimensions, key, value) {
                fields.push(field);
            }
        };
        match &node.value {
            Value::Mapping(entries) => entries
                .iter()
                .for_each(|(key, value)| add(decoder, key, Some(value))),
            _ => {
                for item in decoder
                    .list(
                        node,
                        "the fields of a system",
                        true,
                        "[date_of_death, cause]",
                    )
                    .unwrap_or_default()
                {
                    match &item.value {
                        Value::Mapping(entries) => entries
                            .iter()
                            .for_each(|(key, value)| add(decoder, key, Some(value))),
                        _ => add(decoder, item, None),
                    }
                }
            }
        }
        fields.shrink_to_fit();
        fields
    }

    fn decode(
        decoder: &mut Decoder<'_>,
        dimensions: &Dimensions,
        key: &Node<'_>,
        node: Option<&Node<'_>>,
    ) -> Option<Self> {
        let slug = decoder.text(key, "the id of a field")?;
        let name = decoder.spellings.number(&slug);
        let mut field = Self::named(decoder.spellings.text(name).clone(), key.span);
        field.is_declared = true;
        let Some(node) = node else { return Some(field) };
        if let Value::Scalar(term) = &node.value {
            field.term = match &**term {
                "unknown" => Stated::Unknown(node.span),
                "none" => Stated::Absent(node.span),
                "not-shared" => Stated::NotShared(node.span),
                term => {
                    let name = decoder.spellings.number(term);
                    Stated::Known(Ref::new(name, node.span), node.span)
                }
            };
            return Some(field);
        }
        let Some(values) = decoder.record(node, &RECORD) else {
            return Some(field);
        };
        field.name = values
            .get("name")
            .and_then(|node| decoder.text(node, "a name"))
            .map(Into::into);
        field.term = Stated::take(decoder, &values, "term", |decoder, node| {
            reference(decoder, node, "a term")
        });
        field.definition = stated::text(decoder, &values, "definition", "a definition");
        field.kind = Stated::take(decoder, &values, "type", |decoder, node| {
            decoder.one_of(node, "a type of field", &FIELD_TYPES)
        });
        field.codes = Stated::take(decoder, &values, "codes", |decoder, node| {
            reference(decoder, node, "a code list")
        });
        field.unit = stated::text(decoder, &values, "unit", "a unit");
        field.covers = covers::take(decoder, dimensions, &values, "covers");
        field.is_required =
            stated::said(&values, "required").and_then(|node| decoder.truth(node, "`required`"));
        field.evidence = Evidence::take(decoder, &values);
        Some(field)
    }

    pub(super) fn named(slug: Arc<str>, span: Span) -> Self {
        Self {
            slug,
            span,
            system: SystemId::new(0),
            name: None,
            term: Stated::Unstated,
            definition: Stated::Unstated,
            kind: Stated::Unstated,
            codes: Stated::Unstated,
            unit: Stated::Unstated,
            covers: Stated::Unstated,
            is_required: None,
            evidence: Evidence::default(),
            is_declared: false,
        }
    }

    /// What it means, where that is known.
    pub fn term(&self) -> Option<TermId> {
        self.term.known().map(Ref::id)
    }
}
