//! The meaning of fields (ISO/IEC 11179: data element concept).

use super::entry::Entry;
use super::field::FieldType;
use super::former::FormerIds;
use super::id::{CodeListId, Ref, TermId};
use super::member::{Form, Keys, Reader, Slugs};
use super::record::record;
use super::scope::Scope;
use super::shape::Shape;
use super::stated::Stated;
use crate::read::source::Span;
use crate::read::syntax::{Node, Written};

record! {
    /// An entry of the glossary. The tag `context` marks plain context (sex, postcode), which on its own is never a duplicate.
    Term: "a term", like "{name: Date of death, definition: The day on which the person died, of: death}";
    members {
        /// Its id.
        slug: Box<str>,
        /// Where it is declared, or first referred to.
        span: Span,
        /// True where the map only refers to it.
        is_placeholder: bool,
    }
    given {
        /// The id where none is given.
        "name" name: Box<str> = Shape::Text("a name"), "its name";
    }
    keys {
        "definition" definition: Stated<Box<str>> = Shape::Text("a definition"), "the definition";
        /// ISO/IEC 11179: object class.
        "of" of: Stated<Box<str>> = Shape::Text("the thing a term describes"), "the thing it describes (object class); terms of different things never mean the same";
        "broader" broader: Stated<Ref<TermId>>, "the broader term";
        "identifier" identifier: Stated<bool> = Shape::Truth("`identifier`"), "`true` if it identifies a person, so that systems can be linked by it";
        "agreed" agreed: Option<Box<Agreed>>, "the definition that all have agreed to use";
        "was" was: FormerIds, "its former id, or a list of them";
    }
    also evidence
}

record! {
    /// An agreed definition.
    Agreed: "an agreed definition", like "{definition: …, type: date}";
    members {
        /// Where it is written.
        span: Span,
    }
    keys {
        "definition" definition: Stated<Box<str>> = Shape::Text("a definition"), "the definition";
        "type" kind: Stated<FieldType>, "its type";
        "codes" codes: Stated<Ref<CodeListId>>, "its code list";
        "unit" unit: Stated<Box<str>> = Shape::Text("a unit"), "its unit";
        "covers" covers: Scope, "the people it is about";
    }
    also evidence
}

impl Term {
    pub(super) fn decode(
        reader: &mut Reader<'_, '_>,
        key: &Node<'_>,
        node: &Node<'_>,
    ) -> Option<Self> {
        let entry = Entry::read(reader.decoder, key, node, Self::RECORD)?;
        let mut term = Self::new(entry.slug.into(), key.span, false, entry.name);
        if let Some(values) = entry.values {
            term.fill(reader, &values);
        }
        Some(term)
    }

    pub(super) fn placeholder(slug: &str, span: Span) -> Self {
        Self::new(slug.into(), span, true, slug.into())
    }

    /// True if it is stated to identify a person.
    pub fn is_identifier(&self) -> bool {
        self.identifier.known() == Some(&true)
    }

    /// True for identifiers and plain context (tag `context`). On their own they never make a duplicate.
    pub fn is_context(&self) -> bool {
        self.is_identifier() || self.evidence.tags().iter().any(|tag| tag == "context")
    }
}

impl Form for Box<Agreed> {
    const SHAPE: Shape = Shape::Agreed;

    fn read(reader: &mut Reader<'_, '_>, node: &Node<'_>, _noun: &'static str) -> Option<Self> {
        let values = reader.decoder.record(node, Agreed::RECORD)?;
        let mut agreed = Agreed::new(values.span);
        agreed.fill(reader, &values);
        Some(Box::new(agreed))
    }

    fn write(&self, slugs: &dyn Slugs) -> Written {
        let mut keys = Keys::with(slugs, &self.evidence);
        Agreed::write(self, &mut keys);
        keys.mapping()
    }
}
