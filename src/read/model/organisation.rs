//! A body that owns systems, supplies data or needs answers.

use super::entry::Entry;
use super::former::FormerIds;
use super::id::{OrganisationId, Ref};
use super::member::Reader;
use super::record::record;
use super::shape::Shape;
use super::stated::Stated;
use crate::read::source::Span;
use crate::read::syntax::Node;

record! {
    /// An organisation, or a role such as ward staff.
    Organisation: "an organisation", like "{name: Care Quality Commission, kind: regulator}";
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
        "kind" kind: Stated<Box<str>> = Shape::Text("the kind of an organisation"), "the kind of body";
        "count" count: Stated<u32>, "the number of such bodies that this entry stands for";
        "part_of" part_of: Stated<Ref<OrganisationId>>, "the organisation it is part of";
        "was" was: FormerIds, "its former id, or a list of them";
    }
    also evidence
}

impl Organisation {
    pub(super) fn decode(
        reader: &mut Reader<'_, '_>,
        key: &Node<'_>,
        node: &Node<'_>,
    ) -> Option<Self> {
        let entry = Entry::read(reader.decoder, key, node, Self::RECORD)?;
        let mut organisation = Self::new(entry.slug.into(), key.span, false, entry.name);
        if let Some(values) = entry.values {
            organisation.fill(reader, &values);
        }
        Some(organisation)
    }

    pub(super) fn placeholder(slug: &str, span: Span) -> Self {
        Self::new(slug.into(), span, true, slug.into())
    }
}
