//! A map in which every reference is resolved, if only to a placeholder.

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::about::About;
use super::case::Case;
use super::codes::{CodeList, Mapping};
use super::date::Date;
use super::decision::Decision;
use super::dimension::{Axis, Dimension, Dimensions};
use super::extent::{Extent, Interval, Leaves};
use super::field::Field;
use super::flow::Flow;
use super::id::{
    CaseId, CodeListId, DimensionId, Entity, FieldId, FlowId, Id, NeedId, OrganisationId, Ref,
    ScenarioId, SystemId, Table, TermId,
};
use super::manner::Status;
use super::member::Slugs;
use super::need::Need;
use super::organisation::Organisation;
use super::scenario::Scenario;
use super::scope::{Boxes, ScopeBox, Space};
use super::stated::Stated;
use super::system::{System, SystemKind};
use super::term::Term;
use super::words::{part_words, short_words, telling_words, union_words, words};
use crate::words::counted;

/// A map: every entity, every reference resolved.
#[derive(Debug, Clone, Default)]
pub struct Model {
    /// The map's own section.
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
    /// Cases.
    pub cases: Table<CaseId, Case>,
    /// Changes to try on paper.
    pub scenarios: Table<ScenarioId, Scenario>,
    /// Decisions.
    pub decisions: Vec<Decision>,
    /// The number of values written as `unknown`.
    pub unknowns: usize,
    pub(super) space: Space,
    /// The dimension of the dates that may decide the period, which is looked up very often.
    pub(super) basis: Option<DimensionId>,
    /// The scope of each field, each different one once, and for each field the number of its scope.
    pub(super) scopes: Vec<Boxes>,
    pub(super) scope_of: Vec<u32>,
    /// For each field, its system and its term, in one small table because they are looked up very often.
    pub(super) places: Vec<(SystemId, Option<TermId>)>,
}

/// The condition under which flows stand.
#[derive(Debug, Clone, Default)]
pub struct When {
    /// The day; `None` for the map's `as_of`.
    pub as_of: Option<Date>,
    /// The statuses of flows that stand besides the current ones.
    pub with: Vec<Status>,
}

impl Slugs for Model {
    fn dimensions(&self) -> &Dimensions {
        &self.dimensions
    }

    fn slug(&self, entity: Entity, index: usize) -> Cow<'_, str> {
        Cow::Borrowed(match entity {
            Entity::Organisation => &self.organisations[OrganisationId::new(index)].slug,
            Entity::System => &self.systems[SystemId::new(index)].slug,
            Entity::Field => &self.fields[FieldId::new(index)].slug,
            Entity::Term => &self.terms[TermId::new(index)].slug,
            Entity::CodeList => &self.code_lists[CodeListId::new(index)].slug,
            Entity::Dimension => &self.dimensions[DimensionId::new(index)].slug,
            Entity::Flow => &self.flows[FlowId::new(index)].slug,
            Entity::Need => &self.needs[NeedId::new(index)].slug,
            Entity::Case => &self.cases[CaseId::new(index)].slug,
            Entity::Scenario => &self.scenarios[ScenarioId::new(index)].slug,
        })
    }
}

impl Model {
    /// Works out the scope of every field, after everything else is resolved.
    pub(super) fn fill_scopes(&mut self) {
        let fields = self.fields.iter();
        let places = fields.map(|(_, field)| (field.system, field.term()));
        self.places = places.collect();
        let in_full = |dimension: &Dimension| match &dimension.axis {
            Axis::Values(values) if values.leaves > 0 => Extent::Leaves(Leaves::all(values.leaves)),
            Axis::Values(_) => Extent::All,
            Axis::Range(_) => Extent::Interval(Interval::ALL),
        };
        self.basis = super::dimension::count_basis(&self.dimensions);
        let full = self.dimensions.iter();
        let full = full.map(|(_, dimension)| in_full(dimension)).collect();
        let nothing: Boxes = Arc::new([ScopeBox::unstated(self.dimensions.len())]);
        let unknown: Boxes = Arc::new([ScopeBox(vec![Extent::Unknown; self.dimensions.len()])]);
        let of_system = |system: &System| match &system.covers {
            Stated::Known(boxes, _) => boxes.clone(),
            Stated::Unstated => nothing.clone(),
            _ => unknown.clone(),
        };
        let of_systems = self.systems.iter().map(|(_, system)| of_system(system));
        let of_systems: Vec<Boxes> = of_systems.collect();
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
        // Most fields have the scope of their system, and many systems have equal scopes.
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
        self.space = Space::of(full).limited(&scopes);
        self.scopes = scopes;
    }

    /// The scope of a field: the boxes of its system, with the dimensions that the field states replaced.
    pub fn scope(&self, field: FieldId) -> &[ScopeBox] {
        &self.scopes[self.scope_of[field.index()] as usize]
    }

    /// The system of a field.
    pub(crate) fn system_of(&self, field: FieldId) -> SystemId {
        self.places[field.index()].0
    }

    /// The term of a field, if known.
    pub(crate) fn term_of(&self, field: FieldId) -> Option<TermId> {
        self.places[field.index()].1
    }

    /// The number of a field's scope in [`Self::scopes`]. Equal scopes have equal numbers.
    pub(crate) fn scope_number(&self, field: FieldId) -> u32 {
        self.scope_of[field.index()]
    }

    /// The different scopes of all fields, in the order of the first fields that have them.
    pub(crate) fn scopes(&self) -> &[Boxes] {
        &self.scopes
    }

    /// The dimensions written out in full, for subtraction.
    pub(crate) fn space(&self) -> &Space {
        &self.space
    }

    /// The name of a field: `system.field`.
    pub fn field_name(&self, id: FieldId) -> String {
        let field = &self.fields[id];
        format!("{}.{}", self.systems[field.system].slug, field.slug)
    }

    /// True if a flow stands: its status counts, and the day is between its `since` and `until`.
    pub(crate) fn stands(&self, flow: &Flow, when: &When) -> bool {
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

    /// True if a system captures the field itself: the system is a record, states how soon it captures, or the field says so.
    pub(crate) fn captures_itself(&self, field: FieldId) -> bool {
        let system = &self.systems[self.system_of(field)];
        self.fields[field].is_also_captured()
            || matches!(system.captured, Stated::Known(..) | Stated::Unknown(_))
            || system.kind.known() == Some(&SystemKind::Record)
    }

    /// The organisation that supplies the data of a flow: `by`, or else the owner of its source.
    pub(crate) fn respondent(&self, flow: &Flow) -> Option<OrganisationId> {
        match &flow.by {
            Stated::Known(by, _) => Some(by.id()),
            Stated::Unstated => self.systems[flow.from.id()].owner(),
            _ => None,
        }
    }

    /// True if `part` is `whole`, or part of it directly or indirectly.
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

    /// True if it is unknown whether an organisation is part of another, directly or indirectly.
    pub(crate) fn may_be_part(&self, organisation: OrganisationId) -> bool {
        let mut at = Some(organisation);
        while let Some(id) = at {
            let whole = &self.organisations[id].part_of;
            if matches!(whole, Stated::Unknown(_)) {
                return true;
            }
            at = whole.known().map(Ref::id);
        }
        false
    }

    /// The number of supplies of a flow in a year, if both the frequency and the number of suppliers are known.
    pub(crate) fn supplies_a_year(&self, flow: &Flow) -> Option<u64> {
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
    pub(crate) fn box_words(&self, scope: &ScopeBox) -> String {
        words(&self.dimensions, scope)
    }

    /// A union of boxes in words.
    pub(crate) fn boxes_words(&self, boxes: &[ScopeBox]) -> String {
        union_words(&self.dimensions, boxes)
    }

    /// Groups of people in few words: the first by its difference from all of `others`, with `including` if there are more.
    pub(crate) fn groups_words(&self, groups: &[ScopeBox], others: &[ScopeBox]) -> String {
        let Some((first, rest)) = groups.split_first() else {
            return "everyone".to_owned();
        };
        let telling = |group: &ScopeBox| telling_words(&self.dimensions, group, others);
        let said = telling(first);
        if rest.iter().all(|group| telling(group) == said) {
            said
        } else {
            format!("including {said}")
        }
    }

    /// A union of boxes in few words: the first limits of its first box, and a count of the other boxes.
    pub(crate) fn short_words(&self, boxes: &[ScopeBox]) -> String {
        let Some((first, rest)) = boxes.split_first() else {
            return "everyone".to_owned();
        };
        let said = short_words(&self.dimensions, first);
        match rest.len() {
            0 => said,
            more => format!("{said}; {}", counted(more, "more group")),
        }
    }

    /// Parts of `whole` in words, each by its differences alone: at most three, and a count of the others.
    pub(crate) fn parts_words(&self, parts: &[ScopeBox], whole: &[ScopeBox]) -> String {
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
            told.push(counted(more, "more such group"));
        }
        told.join("; and ")
    }
}
