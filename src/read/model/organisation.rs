//! A body that owns systems, supplies data or needs answers.

use super::entry::Entry;
use super::evidence;
use super::evidence::Evidence;
use super::id::OrganisationId;
use super::id::Ref;
use super::resolve::reference;
use super::stated;
use super::stated::Stated;
use crate::read::source::Span;
use crate::read::syntax::Decoder;
use crate::read::syntax::Key;
use crate::read::syntax::Node;
use crate::read::syntax::Record;

/// An organisation, or a role such as ward staff.
#[derive(Debug, Clone)]
pub struct Organisation {
    /// Its id.
    pub slug: Box<str>,
    /// Where it is declared, or first referred to.
    pub span: Span,
    /// Its name; the id where none is given.
    pub name: Box<str>,
    /// What sort of body, in the map's own words.
    pub kind: Stated<Box<str>>,
    /// How many such bodies this one entry stands for.
    pub count: Stated<u32>,
    /// The organisation it is part of.
    pub part_of: Stated<Ref<OrganisationId>>,
    /// Evidence.
    pub evidence: Evidence,
    /// True where the map only refers to it.
    pub is_placeholder: bool,
}

/// The keys of an organisation.
pub(super) static RECORD: Record = Record {
    what: "an organisation",
    keys: &[
        Key {
            name: "name",
            shape: "text",
            about: "its name",
        },
        Key {
            name: "kind",
            shape: "text",
            about: "what sort of body it is",
        },
        Key {
            name: "count",
            shape: "number",
            about: "how many such bodies this entry stands for",
        },
        Key {
            name: "part_of",
            shape: "organisation",
            about: "the organisation it is part of",
        },
    ],
    also: &evidence::KEYS,
    example: "{name: Care Quality Commission, kind: regulator}",
};

impl Organisation {
    pub(super) fn decode(
        decoder: &mut Decoder<'_>,
        key: &Node<'_>,
        node: &Node<'_>,
    ) -> Option<Self> {
        let entry = Entry::read(decoder, key, node, &RECORD)?;
        let mut organisation = Self::placeholder(&entry.slug, key.span);
        organisation.is_placeholder = false;
        organisation.name = entry.name;
        let Some(values) = entry.values else {
            return Some(organisation);
        };
        organisation.kind = stated::text(decoder, &values, "kind", "the kind of an organisation");
        organisation.count = Stated::take(decoder, &values, "count", |decoder, node| {
            let count = node
                .text()
                .and_then(|text| text.parse().ok())
                .filter(|count| *count > 0);
            if count.is_none() {
                decoder.invalid(
                    node.span,
                    "`count` is a whole number from 1",
                    "write how many such bodies there are, such as 52, or `unknown`",
                );
            }
            count
        });
        organisation.part_of = Stated::take(decoder, &values, "part_of", |decoder, node| {
            reference(decoder, node, "an organisation")
        });
        organisation.evidence = Evidence::take(decoder, &values);
        Some(organisation)
    }

    pub(super) fn placeholder(slug: &str, span: Span) -> Self {
        Self {
            slug: slug.into(),
            span,
            name: slug.into(),
            kind: Stated::Unstated,
            count: Stated::Unstated,
            part_of: Stated::Unstated,
            evidence: Evidence::default(),
            is_placeholder: true,
        }
    }
}
