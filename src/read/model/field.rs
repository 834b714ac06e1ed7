//! One piece of data that a system holds about a case (ISO/IEC 11179: data element).

use std::sync::Arc;

use super::choice::choice;
use super::former::FormerIds;
use super::id::{CodeListId, Id, Ref, SystemId, TermId};
use super::member::{Reader, stated};
use super::percent::Percent;
use super::record::record;
use super::scope::Scope;
use super::shape::Shape;
use super::stated::Stated;
use crate::read::source::Span;
use crate::read::syntax::{Node, Value};

record! {
    /// A field of a system. Its scope is the one of its system with the dimensions under `covers` replaced: [`super::Model::scope`].
    Field: "a field", like "{term: date_of_death, type: date}";
    members {
        /// Its id: unique in its system.
        slug: Arc<str>,
        /// Where it is declared, or first passed.
        span: Span,
        /// The system it belongs to.
        system: SystemId,
        /// False where only a flow names it, in a system that lists no fields.
        is_declared: bool,
    }
    given {
        "name" name: Option<Box<str>> = Shape::Text("a name"), "its name";
    }
    keys {
        "term" term: Stated<Ref<TermId>>, "the term that says what it means; left out = the term with the field's own id";
        "definition" definition: Stated<Box<str>> = Shape::Text("a definition"), "the definition in this system";
        "type" kind: Stated<FieldType>, "its type";
        "codes" codes: Stated<Ref<CodeListId>>, "its code list";
        "unit" unit: Stated<Box<str>> = Shape::Text("a unit"), "its unit";
        "covers" covers: Scope, "the people it is about, if they differ from the system's `covers`";
        "required" is_required: Option<bool> = Shape::Truth("`required`"), "true if it must be filled in";
        "captured" is_captured: Option<bool> = Shape::Truth("`captured`"), "true if it is captured here too, although a flow also fills it";
        "complete" complete: Stated<Percent>, "the share of records in which it is filled in";
        "was" was: FormerIds, "its former id in this system, or a list of them";
    }
    also evidence
}

choice! {
    /// The type of a field's values.
    FieldType: "a type of field";

    /// A day.
    Date = "date",
    /// A day and a time.
    Datetime = "datetime",
    /// A length of time.
    Duration = "duration",
    /// One of a list of codes.
    Code = "code",
    /// Free text.
    Text = "text",
    /// A number.
    Number = "number",
    /// Yes or no.
    Boolean = "boolean",
    /// An identifier.
    Identifier = "identifier",
}

impl Field {
    /// The `fields` of a system, in the order written.
    pub(super) fn decode_all(reader: &mut Reader<'_, '_>, node: &Node<'_>) -> Vec<Self> {
        let mut fields: Vec<Self> = Vec::new();
        let mut add = |reader: &mut Reader<'_, '_>, key: &Node<'_>, value: Option<&Node<'_>>| {
            if let Some(field) = Self::decode(reader, key, value) {
                fields.push(field);
            }
        };
        match &node.value {
            Value::Mapping(entries) => entries
                .iter()
                .for_each(|(key, value)| add(reader, key, Some(value))),
            _ => {
                for item in reader
                    .decoder
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
                            .for_each(|(key, value)| add(reader, key, Some(value))),
                        _ => add(reader, item, None),
                    }
                }
            }
        }
        fields.shrink_to_fit();
        fields
    }

    fn decode(
        reader: &mut Reader<'_, '_>,
        key: &Node<'_>,
        node: Option<&Node<'_>>,
    ) -> Option<Self> {
        let decoder = &mut *reader.decoder;
        let slug = decoder.id(key, "a field")?;
        let name = decoder.spellings.number(&slug);
        let mut field = Self::named(decoder.spellings.text(name).clone(), key.span);
        field.is_declared = true;
        let Some(node) = node else { return Some(field) };
        if node.text().is_some() {
            field.term = stated(reader, node, "a term");
            return Some(field);
        }
        let Some(values) = decoder.record(node, Self::RECORD) else {
            return Some(field);
        };
        field.name = values
            .get("name")
            .and_then(|node| decoder.text(node, "a name"))
            .map(Into::into);
        field.fill(reader, &values);
        Some(field)
    }

    /// A field with only an id.
    pub(super) fn named(slug: Arc<str>, span: Span) -> Self {
        Self::new(slug, span, SystemId::new(0), false, None)
    }

    /// True if its system captures it, even if flows also fill it.
    pub(crate) fn is_also_captured(&self) -> bool {
        self.is_captured == Some(true)
    }

    /// Its term, if known.
    pub fn term(&self) -> Option<TermId> {
        self.term.known().map(Ref::id)
    }
}
