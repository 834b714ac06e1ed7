//! A person or event that is walked through the map, to find who must be told of it.

use super::covers;
use super::entry::Entry;
use super::former::FormerIds;
use super::id::{CaseId, Ref};
use super::member::{Form, Reader, Slugs};
use super::record::record;
use super::scope::{Boxes, ScopeBox};
use super::shape::Shape;
use super::stated::Stated;
use crate::read::source::Span;
use crate::read::syntax::{Node, Written};

record! {
    /// A case.
    Case: "a case", like "{name: An adult detained on a ward, covers: {setting: inpatient, age: 45}}";
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
        "covers" covers: Stated<Person>, "the person or event, written as `covers` of a system; a number alone is exactly that age or day";
        "compare_with" compare_with: Vec<Ref<CaseId>>, "the cases to compare it with";
        "was" was: FormerIds, "its former id, or a list of them";
    }
    also evidence
}

/// The people or events of a case: boxes in which a number alone is exactly that age or day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person(pub(crate) Boxes);

impl Form for Person {
    const SHAPE: Shape = Shape::Boxes;

    fn read(reader: &mut Reader<'_, '_>, node: &Node<'_>, _noun: &'static str) -> Option<Self> {
        covers::of_case(reader.decoder, reader.dimensions, node).map(Self)
    }

    fn write(&self, slugs: &dyn Slugs) -> Written {
        slugs.boxes(&self.0)
    }
}

impl Case {
    pub(super) fn decode(
        reader: &mut Reader<'_, '_>,
        key: &Node<'_>,
        node: &Node<'_>,
    ) -> Option<Self> {
        let entry = Entry::read(reader.decoder, key, node, Self::RECORD)?;
        let mut case = Self::new(entry.slug.into(), key.span, false, entry.name);
        if let Some(values) = entry.values {
            case.fill(reader, &values);
        }
        Some(case)
    }

    pub(super) fn placeholder(slug: &str, span: Span) -> Self {
        Self::new(slug.into(), span, true, slug.into())
    }

    /// Its boxes; empty if none are stated.
    pub(crate) fn boxes(&self) -> &[ScopeBox] {
        self.covers.known().map_or(&[], |person| &person.0)
    }
}
