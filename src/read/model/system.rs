//! Anything that holds data: a record system, a collection, a register, a publication.

use std::ops::Range;

use super::choice::choice;
use super::duration::Duration;
use super::entry::Entry;
use super::field::Field;
use super::former::FormerIds;
use super::id::{FieldId, Id, OrganisationId, Ref, SystemId};
use super::member::Reader;
use super::record::record;
use super::scope::Scope;
use super::shape::Shape;
use super::stated;
use super::stated::{Stated, is_unknown};
use crate::read::source::Span;
use crate::read::syntax::Node;

record! {
    /// A system.
    System: "a system", like "{name: National data set, kind: collection, owner: national_body, fields: [date_of_death]}";
    members {
        /// Its id. A system that stands for an organisation's unnamed one has the organisation's id.
        slug: Box<str>,
        /// Where it is declared, or first referred to.
        span: Span,
        /// How it came into the map.
        origin: Origin,
        /// True where the file lists its fields, so that no others exist.
        lists_fields: bool,
        /// Its fields in the model's table.
        fields: FieldRange,
    }
    given {
        /// The id where none is given.
        "name" name: Box<str> = Shape::Text("a name"), "its name";
    }
    keys {
        "kind" kind: Stated<SystemKind>, "the kind of system; a collection is a data set that others are asked to fill";
        "owner" owner: Stated<Ref<OrganisationId>>, "the organisation that owns it";
        "part_of" part_of: Stated<Ref<SystemId>>, "the system it is part of";
        "covers" covers: Scope, "the people the data is about";
        "level" level: Stated<DataLevel>, "the level: single cases or totals";
        "captured" captured: Stated<Duration>, "the usual time from the event to its capture, if it is first captured here";
        "was" was: FormerIds, "its former id, or a list of them";
    }
    by hand {
        "fields" = Shape::Fields, "its fields; if any are listed, it has no others";
    }
    also evidence
}

/// A run of fields in the model's table.
#[derive(Debug, Clone, Default)]
pub struct FieldRange(pub(super) Range<usize>);

impl FieldRange {
    /// The ids of the fields.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = FieldId> + Clone + use<> {
        self.0.clone().map(FieldId::new)
    }

    /// The number of fields.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// True if there are no fields.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The origin of a system in the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The system is declared.
    Declared,
    /// A flow names an organisation: one of its systems, and nobody knows yet which.
    Unnamed,
    /// The map only refers to the system.
    Placeholder,
}

choice! {
    /// What sort of system.
    SystemKind: "a kind of system";

    /// Written in the course of the work itself.
    Record = "record",
    /// A data set that others are asked to fill.
    Collection = "collection",
    /// A list of everyone or everything of a kind.
    Register = "register",
    /// Records of several systems joined.
    Linkage = "linkage",
    /// Figures worked out from other systems.
    Analysis = "analysis",
    /// Figures or texts that are published.
    Publication = "publication",
    /// Something else.
    Other = "other",
}

choice! {
    /// Whether data is about single cases or totals.
    DataLevel: "a level of data";

    /// One row for each case.
    Record = "record" rank 1,
    /// Totals.
    Aggregate = "aggregate" rank 0,
}

impl System {
    /// True if it has a source, and neither its kind nor its level is `unknown`.
    pub(crate) fn is_sourced(&self) -> bool {
        self.evidence.is_sourced() && !is_unknown(&self.kind) && !is_unknown(&self.level)
    }

    /// Reads the system, and its fields as written.
    pub(super) fn decode(
        reader: &mut Reader<'_, '_>,
        key: &Node<'_>,
        node: &Node<'_>,
    ) -> Option<(Self, Vec<Field>)> {
        let entry = Entry::read(reader.decoder, key, node, Self::RECORD)?;
        let mut system = Self::named(&entry.slug, key.span, Origin::Declared);
        if !entry.is_readable {
            // The entry is unreadable, so it is treated like one that is only referred to.
            system.origin = Origin::Placeholder;
        }
        system.name = entry.name;
        let Some(values) = entry.values else {
            return Some((system, Vec::new()));
        };
        system.fill(reader, &values);
        let fields = stated::said(&values, "fields");
        system.lists_fields = fields.is_some();
        let fields = fields
            .map(|node| Field::decode_all(reader, node))
            .unwrap_or_default();
        Some((system, fields))
    }

    pub(super) fn named(slug: &str, span: Span, origin: Origin) -> Self {
        let fields = FieldRange::default();
        Self::new(slug.into(), span, origin, false, fields, slug.into())
    }

    /// The owner, if stated.
    pub fn owner(&self) -> Option<OrganisationId> {
        self.owner.known().map(Ref::id)
    }

    /// True if others may fill it: it is not only worked out or published.
    pub(crate) fn is_filled_by_others(&self) -> bool {
        !matches!(
            self.kind.known(),
            Some(SystemKind::Publication | SystemKind::Analysis | SystemKind::Linkage)
        )
    }
}
