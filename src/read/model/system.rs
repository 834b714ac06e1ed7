//! Anything that holds data: a record system, a collection, a register, a publication.

use std::ops::Range;

use super::Dimensions;
use super::covers;
use super::duration::Duration;
use super::entry::Entry;
use super::evidence;
use super::evidence::Evidence;
use super::field::Field;
use super::id::FieldId;
use super::id::Id;
use super::id::OrganisationId;
use super::id::Ref;
use super::id::SystemId;
use super::resolve::reference;
use super::scope::Scope;
use super::stated;
use super::stated::Stated;
use crate::read::source::Span;
use crate::read::syntax::Decoder;
use crate::read::syntax::Key;
use crate::read::syntax::Node;
use crate::read::syntax::Record;

/// A system.
#[derive(Debug, Clone)]
pub struct System {
    /// Its id. A system that stands for an organisation's unnamed one has the organisation's id.
    pub slug: Box<str>,
    /// Where it is declared, or first referred to.
    pub span: Span,
    /// Its name; the id where none is given.
    pub name: Box<str>,
    /// What sort of system it is.
    pub kind: Stated<SystemKind>,
    /// Whose it is.
    pub owner: Stated<Ref<OrganisationId>>,
    /// The system it is part of.
    pub part_of: Stated<Ref<SystemId>>,
    /// Whom its data is about.
    pub covers: Scope,
    /// Whether it holds records or totals.
    pub level: Stated<DataLevel>,
    /// How long after the event something is usually in it, where it is first captured here.
    pub captured: Stated<Duration>,
    /// True where the file lists its fields, so that no others exist.
    pub lists_fields: bool,
    /// Its fields in the model's table.
    pub fields: FieldRange,
    /// Evidence.
    pub evidence: Evidence,
    /// How it came into the map.
    pub origin: Origin,
}

/// A run of fields in the model's table.
#[derive(Debug, Clone, Default)]
pub struct FieldRange(pub(super) Range<usize>);

impl FieldRange {
    /// Their ids.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = FieldId> + use<> {
        self.0.clone().map(FieldId::new)
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True where there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// How a system came into the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// It is declared.
    Declared,
    /// A flow names an organisation: one of its systems, nobody yet knows which.
    Unnamed,
    /// The map only refers to it.
    Placeholder,
}

/// What sort of system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SystemKind {
    /// Written in the course of the work itself.
    Record,
    /// A data set that others are asked to fill.
    Collection,
    /// A list of everyone or everything of a kind.
    Register,
    /// Records of several systems joined.
    Linkage,
    /// Figures worked out from other systems.
    Analysis,
    /// Figures or texts that are published.
    Publication,
    /// Something else.
    Other,
}

/// Whether data is about single cases or totals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DataLevel {
    /// Totals.
    Aggregate,
    /// One row for each case.
    Record,
}

/// The words for [`SystemKind`].
pub(super) const SYSTEM_KINDS: [(&str, SystemKind); 7] = [
    ("record", SystemKind::Record),
    ("collection", SystemKind::Collection),
    ("register", SystemKind::Register),
    ("linkage", SystemKind::Linkage),
    ("analysis", SystemKind::Analysis),
    ("publication", SystemKind::Publication),
    ("other", SystemKind::Other),
];

/// The words for [`DataLevel`].
pub(super) const LEVELS: [(&str, DataLevel); 2] = [
    ("record", DataLevel::Record),
    ("aggregate", DataLevel::Aggregate),
];

/// The keys of a system.
pub(super) static RECORD: Record = Record {
    what: "a system",
    keys: &[
        Key {
            name: "name",
            shape: "text",
            about: "its name",
        },
        Key {
            name: "kind",
            shape: "record | collection | register | linkage | analysis | publication | other",
            about: "what sort of system it is; a collection is a data set that others are asked to fill",
        },
        Key {
            name: "owner",
            shape: "organisation",
            about: "whose it is",
        },
        Key {
            name: "part_of",
            shape: "system",
            about: "the system it is part of",
        },
        Key {
            name: "covers",
            shape: "box, or list of boxes",
            about: "whom its data is about",
        },
        Key {
            name: "level",
            shape: "record | aggregate",
            about: "whether it holds single cases or totals",
        },
        Key {
            name: "captured",
            shape: "duration",
            about: "how long after the event something is usually in it, where it is first captured here",
        },
        Key {
            name: "fields",
            shape: "list of ids, or mapping from id to nothing, a term or a field",
            about: "what it holds; once listed, no other field exists",
        },
    ],
    also: &evidence::KEYS,
    example: "{name: National data set, kind: collection, owner: national_body, fields: [date_of_death]}",
};

impl System {
    /// The system, and its fields as written.
    pub(super) fn decode(
        decoder: &mut Decoder<'_>,
        dimensions: &Dimensions,
        key: &Node<'_>,
        node: &Node<'_>,
    ) -> Option<(Self, Vec<Field>)> {
        let entry = Entry::read(decoder, key, node, &RECORD)?;
        let mut system = Self::named(&entry.slug, key.span, Origin::Declared);
        if !entry.is_readable {
            // Nothing it says can be read, so nothing is held against it.
            system.origin = Origin::Placeholder;
        }
        system.name = entry.name;
        let Some(values) = entry.values else {
            return Some((system, Vec::new()));
        };
        system.kind = Stated::take(decoder, &values, "kind", |decoder, node| {
            decoder.one_of(node, "a kind of system", &SYSTEM_KINDS)
        });
        system.owner = Stated::take(decoder, &values, "owner", |decoder, node| {
            reference(decoder, node, "an organisation")
        });
        system.part_of = Stated::take(decoder, &values, "part_of", |decoder, node| {
            reference(decoder, node, "a system")
        });
        system.covers = covers::take(decoder, dimensions, &values, "covers");
        system.level = Stated::take(decoder, &values, "level", |decoder, node| {
            decoder.one_of(node, "a level of data", &LEVELS)
        });
        system.captured = Stated::take(decoder, &values, "captured", Duration::decode);
        system.evidence = Evidence::take(decoder, &values);
        let fields = stated::said(&values, "fields");
        system.lists_fields = fields.is_some();
        let fields = fields
            .map(|node| Field::decode_all(decoder, dimensions, node))
            .unwrap_or_default();
        Some((system, fields))
    }

    pub(super) fn named(slug: &str, span: Span, origin: Origin) -> Self {
        Self {
            slug: slug.into(),
            span,
            name: slug.into(),
            kind: Stated::Unstated,
            owner: Stated::Unstated,
            part_of: Stated::Unstated,
            covers: Stated::Unstated,
            level: Stated::Unstated,
            captured: Stated::Unstated,
            lists_fields: false,
            fields: FieldRange::default(),
            evidence: Evidence::default(),
            origin,
        }
    }

    /// Who owns it, where that is stated.
    pub fn owner(&self) -> Option<OrganisationId> {
        self.owner.known().map(Ref::id)
    }

    /// True where it asks others to fill it: anything but what is only worked out or published.
    pub fn is_filled_by_others(&self) -> bool {
        !matches!(
            self.kind.known(),
            Some(SystemKind::Publication | SystemKind::Analysis | SystemKind::Linkage)
        )
    }
}
