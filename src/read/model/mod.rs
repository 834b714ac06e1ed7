//! From trees to a typed model in which every reference is resolved, if only to a placeholder.
//!
//! [`load`] always yields a model, with findings for what was wrong. Tables are sorted by slug, so that no result depends on
//! how the map is split into files.

mod ahead;
mod arrow;
mod bands;
mod basis;
mod checks;
mod codes;
mod compose;
mod convert;
mod covers;
mod dimension;
mod domain;
mod duration;
mod encode;
mod entry;
mod evidence;
mod extent;
mod field;
mod flow;
mod id;
mod manner;
mod merge;
mod need;
mod organisation;
mod passage;
mod read;
mod references;
mod resolve;
mod scope;
#[cfg(test)]
mod scope_laws;
mod sections;
mod stated;
mod system;
mod term;
mod words;

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::read::finding::Finding;
use crate::read::finding::Kind;
use crate::read::source::SourceSet;
use crate::read::source::Span;
use crate::read::syntax::Record;

pub use bands::{crossing, is_banded};
pub use basis::Basis;
pub use codes::{Code, CodeList, Mapping, Pair, Predicate};
pub use compose::{composed, composed_sets};
pub use convert::{CodeVerdict, Conversion, Crosswalks};
pub use dimension::{Axis, Dimension, DimensionValue, Unit, Values};
pub use domain::{Computable, Domain, is_same_unit};
pub use duration::{Date, Duration, Every};
pub use encode::encode;
pub use encode::proposal::encode as encode_proposal;
pub use encode::proposal::{Proposal, ProposedField, ProposedFlow, ProposedSystem};
pub use evidence::{Confidence, Evidence};
pub use extent::{End, Extent, Interval, Leaves, Mode};
pub use field::{Field, FieldType};
pub use flow::Flow;
pub use id::{
    CodeListId, DimensionId, FieldId, FlowId, Id, NeedId, OrganisationId, Ref, SystemId, Table,
    TermId,
};
pub use manner::{Contents, Method, STATUSES, Status};
pub use need::{Decision, Need};
pub use organisation::Organisation;
pub use passage::{How, Passage, Sources};
pub use scope::{
    Boxes, Relation, Scope, ScopeBox, Space, difference, leaves_some, left_by, overlap, relations,
};
pub use stated::Stated;
pub use system::{DataLevel, FieldRange, Origin, System, SystemKind};
pub use term::{Agreed, Term};
pub use words::{extent_words, part_words, tick_words, union_words, words};

/// The dimensions of a map.
pub type Dimensions = Table<DimensionId, Dimension>;

/// What the map says about itself.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// Its title; empty where none is given.
    pub title: String,
    /// What it is for.
    pub about: String,
    /// The day it describes.
    pub as_of: Option<Date>,
    /// Evidence.
    pub evidence: Evidence,
}

/// A map: every entity, every reference resolved.
#[derive(Debug, Clone, Default)]
pub struct Model {
    /// What it says about itself.
    pub about: About,
    /// The axes along which populations differ.
    pub dimensions: Dimensions,
    /// Organisations.
    pub organisations: Table<OrganisationId, Organisation>,
    /// Terms.
    pub terms: Table<TermId, Term>,
    /// Code lists.
    pub code_lists: Table<CodeListId, CodeList>,
    /// Crosswalks between code lists.
    pub mappings: Vec<Mapping>,
    /// Systems.
    pub systems: Table<SystemId, System>,
    /// Fields, system by system, in the order written there.
    pub fields: Table<FieldId, Field>,
    /// Flows.
    pub flows: Table<FlowId, Flow>,
    /// Needs.
    pub needs: Table<NeedId, Need>,
    /// Decisions.
    pub decisions: Vec<Decision>,
    /// How many times `unknown` is written.
    pub unknowns: usize,
    space: Space,
    /// Every scope that some field has, once, and for each field the number of its own.
    scopes: Vec<Boxes>,
    scope_of: Vec<u32>,
    /// For each field its system and its term, close together: they are asked for again and again.
    places: Vec<(SystemId, Option<TermId>)>,
}

/// Which flows stand.
#[derive(Debug, Clone, Default)]
pub struct When {
    /// On this day; `None` = the map's `as_of`.
    pub as_of: Option<Date>,
    /// Flows of these statuses stand as well as the current ones.
    pub with: Vec<Status>,
}

/// The kinds of fault this room finds.
pub static KINDS: [&Kind; 5] = [
    &checks::CIRCULAR_BROADER,
    &checks::CODE_OUTSIDE_LIST,
    &checks::SELF_FLOW,
    &resolve::UNDECLARED_FIELD,
    &resolve::UNKNOWN_REFERENCE,
];

/// The sections of a flow file, for the reference page and the schema.
pub(crate) static FILE: &Record = &read::FILE;

/// Every record of the format, for the reference page and the schema: section, record.
pub(crate) static RECORDS: [(&str, &Record); 13] = [
    ("map", &read::MAP),
    ("dimensions", &dimension::RECORD),
    ("organisations", &organisation::RECORD),
    ("terms", &term::RECORD),
    ("terms.agreed", &term::AGREED),
    ("code_lists", &codes::RECORD),
    ("mappings", &codes::MAPPING),
    ("systems", &system::RECORD),
    ("systems.fields", &field::RECORD),
    ("flows", &flow::RECORD),
    ("flows.fields", &passage::PASSAGE),
    ("needs", &need::RECORD),
    ("decisions", &need::DECISION),
];

/// The model of these files, and what is wrong with them.
pub fn load(sources: &SourceSet) -> (Model, Vec<Finding>) {
    let (draft, mut decoder) = read::read(sources);
    let mut model = resolve::resolve(draft, &mut decoder);
    checks::check(&mut model, &mut decoder);
    model.fill_scopes();
    (model, decoder.findings)
}

impl Model {
    fn fill_scopes(&mut self) {
        let fields = self.fields.iter();
        let places = fields.map(|(_, field)| (field.system, field.term()));
        self.places = places.collect();
        let in_full = |dimension: &Dimension| match &dimension.axis {
            Axis::Values(values) if values.leaves > 0 => Extent::Leaves(Leaves::all(values.leaves)),
            Axis::Values(_) => Extent::All,
            Axis::Range(_) => Extent::Interval(Interval::ALL),
        };
        self.space = Space(
            self.dimensions
                .iter()
                .map(|(_, dimension)| in_full(dimension))
                .collect(),
        );
        let nothing: Boxes = Arc::new([ScopeBox::unstated(self.dimensions.len())]);
        let of_systems: Vec<Boxes> = self
            .systems
            .iter()
            .map(|(_, system)| system.covers.known().unwrap_or(&nothing).clone())
            .collect();
        let unknown: Boxes = Arc::new([ScopeBox(vec![Extent::Unknown; self.dimensions.len()])]);
        let whole = |field: &Field| match &field.covers {
            Stated::Known(own, _) => {
                let outer = &of_systems[field.system.index()];
                own.iter()
                    .flat_map(|own| outer.iter().map(move |outer| outer.overlaid(own)))
                    .collect()
            }
            Stated::Unstated => of_systems[field.system.index()].clone(),
            _ => unknown.clone(),
        };
        // Most fields have their system's scope, and systems of one sort have the same.
        let mut of_system: Vec<Option<u32>> = vec![None; self.systems.len()];
        let mut numbers: FxHashMap<Boxes, u32> = FxHashMap::default();
        let mut scopes: Vec<Boxes> = Vec::new();
        let mut number = |boxes: Boxes| {
            *numbers.entry(boxes.clone()).or_insert_with(|| {
                scopes.push(boxes);
                scopes.len() as u32 - 1
            })
        };
        let scope_of = self.fields.iter().map(|(_, field)| {
            if matches!(field.covers, Stated::Unstated) {
                *of_system[field.system.index()].get_or_insert_with(|| number(whole(field)))
            } else {
                number(whole(field))
            }
        });
        self.scope_of = scope_of.collect();
        self.scopes = scopes;
    }

    /// Whom a field is about: its system's boxes with the dimensions it states itself put in their place.
    pub fn scope(&self, field: FieldId) -> &[ScopeBox] {
        &self.scopes[self.scope_of[field.index()] as usize]
    }

    /// The system a field belongs to.
    pub fn system_of(&self, field: FieldId) -> SystemId {
        self.places[field.index()].0
    }

    /// What a field means, where that is known.
    pub fn term_of(&self, field: FieldId) -> Option<TermId> {
        self.places[field.index()].1
    }

    /// The number of a field's scope in [`Self::scopes`]: equal scopes have equal numbers.
    pub fn scope_number(&self, field: FieldId) -> u32 {
        self.scope_of[field.index()]
    }

    /// Every scope that some field has, once, in the order of the first fields that have them.
    pub fn scopes(&self) -> &[Boxes] {
        &self.scopes
    }

    /// The dimensions written out in full, for subtraction.
    pub fn space(&self) -> &Space {
        &self.space
    }

    /// `system.field`.
    pub fn field_name(&self, id: FieldId) -> String {
        let field = &self.fields[id];
        format!("{}.{}", self.systems[field.system].slug, field.slug)
    }

    /// True where a flow stands: its status counts, and the day lies between its `since` and `until`.
    pub fn stands(&self, flow: &Flow, when: &When) -> bool {
        let status = flow.status.known().copied().unwrap_or(Status::Current);
        let day = when.as_of.or(self.about.as_of);
        let has_begun = flow
            .since
            .known()
            .is_none_or(|since| day.is_none_or(|day| *since <= day));
        let goes_on = flow
            .until
            .known()
            .is_none_or(|until| day.is_none_or(|day| day <= *until));
        match status {
            Status::Current => has_begun && goes_on,
            other => when.with.contains(&other),
        }
    }

    /// Who supplies what a flow passes: `by`, else the owner of its source.
    pub fn respondent(&self, flow: &Flow) -> Option<OrganisationId> {
        match &flow.by {
            Stated::Known(by, _) => Some(by.id()),
            Stated::Unstated => self.systems[flow.from.id()].owner(),
            _ => None,
        }
    }

    /// True where `part` is `whole`, or part of it at any remove.
    pub fn is_part_of(&self, part: OrganisationId, whole: OrganisationId) -> bool {
        let mut at = Some(part);
        while let Some(id) = at {
            if id == whole {
                return true;
            }
            at = self.organisations[id].part_of.known().map(Ref::id);
        }
        false
    }

    /// How many supplies of a flow a year, where both the frequency and the number of suppliers are stated.
    pub fn supplies_a_year(&self, flow: &Flow) -> Option<u64> {
        let times = flow.every.known()?.times_a_year()?;
        let respondent = &self.organisations[self.respondent(flow)?];
        let count = match &respondent.count {
            Stated::Known(count, _) => *count,
            Stated::Unstated => 1,
            _ => return None,
        };
        Some((times * f64::from(count)).round() as u64)
    }

    /// A box in words.
    pub fn box_words(&self, scope: &ScopeBox) -> String {
        words(&self.dimensions, scope)
    }

    /// A union of boxes in words.
    pub fn boxes_words(&self, boxes: &[ScopeBox]) -> String {
        union_words(&self.dimensions, boxes)
    }

    /// Parts of `whole` in words: only what sets each apart; at most three, the others counted.
    pub fn parts_words(&self, parts: &[ScopeBox], whole: &[ScopeBox]) -> String {
        let mut told: Vec<String> = Vec::new();
        for part in parts {
            let said = part_words(&self.dimensions, part, whole);
            if !told.contains(&said) {
                told.push(said);
            }
        }
        let more = told.len().saturating_sub(3);
        told.truncate(3);
        if more > 0 {
            told.push(format!("{more} more such groups"));
        }
        told.join("; and ")
    }

    /// A span to point at when nothing better is known: the start of the first file.
    pub fn start(&self) -> Span {
        Span::default()
    }
}
