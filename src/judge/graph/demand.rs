//! The demands of a need, and the degree to which each field meets them: the one notion of "meets a need", for findings and for answers.
//!
//! A value that is left out is presumed to be enough. A value that is written as `unknown` is doubt.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::FlowGraph;
use super::supply::Supply;
use crate::read::model::{
    DataLevel, DimensionId, Extent, FieldId, Id, Mode, Need, OrganisationId, Percent, ScopeBox,
    Stated, SystemId, SystemKind, TermId, difference, leaves_some,
};

/// The degree to which a source meets one demand of a need; larger is worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Grade {
    /// The source states that it does.
    Given,
    /// The source states nothing, and is presumed to.
    Presumed,
    /// The source states `unknown`.
    Untold,
    /// The source states that it does not.
    Lacking,
}

/// The demands of a need on level and completeness.
pub(crate) type Fitness = (bool, Option<Percent>, [bool; 2]);

/// A need, to compare with fields.
pub(crate) struct Demand<'g> {
    graph: &'g FlowGraph,
    need: &'g Need,
    /// `None` if the need is about all people of its sources.
    people: Option<Vec<ScopeBox>>,
    /// For each dimension, whether the need states it; of the dates that decide the period, whether it names any.
    is_asked: Vec<bool>,
    /// The dimension of dates that decide the period, if the need names no such date: then a source may count by any.
    any_date: Option<DimensionId>,
    /// The people of fields as [`Demand::held_by`] gives them, by their number, and the number of boxes that they leave out.
    held: RefCell<FxHashMap<u32, Rc<[ScopeBox]>>>,
    left_out: RefCell<FxHashMap<u32, usize>>,
    /// For each system with a term of the need, the number of those terms.
    terms: OnceCell<FxHashMap<SystemId, usize>>,
}

impl<'g> Demand<'g> {
    /// The demands of this need.
    pub(crate) fn of(graph: &'g FlowGraph, need: &'g Need) -> Self {
        let dimensions = graph.model().dimensions.len();
        let said = match &need.covers {
            Stated::Known(boxes, _) => Some(boxes.to_vec()),
            Stated::Unknown(_) => Some(vec![ScopeBox(vec![Extent::Unknown; dimensions])]),
            _ => None,
        };
        let is_asked = |index: usize| {
            let mut boxes = said.iter().flatten();
            boxes.any(|wanted| wanted.0[index] != Extent::Unstated)
        };
        let mut is_asked: Vec<bool> = (0..dimensions).map(is_asked).collect();
        let any_date = graph.model().count_basis().map(|(date, _)| date);
        let any_date = any_date.filter(|date| {
            let mut boxes = said.iter().flatten();
            boxes.all(|wanted| matches!(wanted.0[date.index()], Extent::All | Extent::Unstated))
        });
        if let Some(date) = any_date {
            is_asked[date.index()] = false;
        }
        let people = said.map(|boxes| boxes.iter().map(ScopeBox::presumed).collect());
        Self {
            graph,
            need,
            people,
            is_asked,
            any_date,
            held: RefCell::default(),
            left_out: RefCell::default(),
            terms: OnceCell::new(),
        }
    }

    /// The people it asks about, in full; `None` if it is about all people of its sources.
    pub(crate) fn people(&self) -> Option<&[ScopeBox]> {
        self.people.as_deref()
    }

    /// For each dimension, whether the need states it.
    pub(crate) fn asked(&self) -> &[bool] {
        &self.is_asked
    }

    /// True if the need has a time limit.
    pub(crate) fn is_timed(&self) -> bool {
        self.need.within.known().is_some()
    }

    /// The number of its terms that a system holds.
    pub(crate) fn terms_in(&self, system: SystemId) -> usize {
        let terms = self.terms.get_or_init(|| {
            let (model, supply) = (self.graph.model(), Supply::of(self.graph));
            let mut terms: FxHashMap<SystemId, usize> = FxHashMap::default();
            for term in self.need.terms() {
                let fields = supply.held(term.id()).iter();
                let mut systems: Vec<SystemId> =
                    fields.map(|field| model.system_of(*field)).collect();
                // The fields of one system are adjacent.
                systems.dedup();
                for system in systems {
                    *terms.entry(system).or_default() += 1;
                }
            }
            terms
        });
        terms.get(&system).copied().unwrap_or_default()
    }

    /// The level and completeness of the data that it takes: needs of equal fitness give fields equal grades.
    pub(crate) fn fitness(&self) -> Fitness {
        let is_unknown = [
            matches!(self.need.level, Stated::Unknown(_)),
            matches!(self.need.complete, Stated::Unknown(_)),
        ];
        let is_by_case = self.need.level.known() == Some(&DataLevel::Record);
        let complete = self.need.complete.known().copied();
        (is_by_case, complete, is_unknown)
    }

    /// True if the need states a dimension.
    pub(crate) fn asks(&self, dimension: DimensionId) -> bool {
        self.is_asked[dimension.index()]
    }

    /// A box with all of each dimension that it leaves out, of each `unknown` one that the need does not state, and of the dates that decide the
    /// period if the need names none.
    pub(crate) fn presumed(&self, scope: &ScopeBox) -> ScopeBox {
        let extents = scope.0.iter().zip(&self.is_asked);
        let presumed = extents.map(|(extent, is_asked)| match extent {
            Extent::Unstated => Extent::All,
            Extent::Unknown if !is_asked => Extent::All,
            said => said.clone(),
        });
        let mut presumed = ScopeBox(presumed.collect());
        if let Some(date) = self.any_date {
            presumed.0[date.index()] = Extent::All;
        }
        presumed
    }

    /// The people that these fields hold, each box once.
    pub(crate) fn held<'f>(&self, fields: impl IntoIterator<Item = &'f FieldId>) -> Vec<ScopeBox> {
        let supply = Supply::of(self.graph);
        let mut numbers: FxHashSet<u32> = FxHashSet::default();
        let mut seen: FxHashSet<ScopeBox> = FxHashSet::default();
        let fields = fields.into_iter().copied();
        let fields = fields.filter(|field| numbers.insert(supply.people_number(*field)));
        let boxes = fields.flat_map(|field| supply.people(field));
        let boxes = boxes.map(|scope| self.presumed(scope));
        boxes.filter(|scope| seen.insert(scope.clone())).collect()
    }

    /// The people that one field holds, each box once: worked out once for all fields that are known for the same people.
    pub(crate) fn held_by(&self, field: FieldId) -> Rc<[ScopeBox]> {
        let number = Supply::of(self.graph).people_number(field);
        if let Some(held) = self.held.borrow().get(&number) {
            return Rc::clone(held);
        }
        let held: Rc<[ScopeBox]> = match Supply::of(self.graph).people(field) {
            [scope] => [self.presumed(scope)].into(),
            _ => self.held(&[field]).into(),
        };
        self.held.borrow_mut().insert(number, Rc::clone(&held));
        held
    }

    /// The number of boxes of people of the need that one field surely leaves out.
    pub(crate) fn count_left_out(&self, field: FieldId) -> usize {
        let number = Supply::of(self.graph).people_number(field);
        let known = self.left_out.borrow().get(&number).copied();
        known.unwrap_or_else(|| {
            let count = self.left_out(&[field]).len();
            self.left_out.borrow_mut().insert(number, count);
            count
        })
    }

    /// The people of the need that the fields surely leave out.
    pub(crate) fn left_out(&self, fields: &[FieldId]) -> Vec<ScopeBox> {
        let Some(wanted) = self.people() else {
            return Vec::new();
        };
        let space = self.graph.model().space();
        difference(wanted, self.held(fields), space, Mode::Certain)
    }

    /// True if the fields may leave out people of the need.
    pub(crate) fn may_leave_out(&self, fields: &[FieldId]) -> bool {
        let space = self.graph.model().space();
        self.people()
            .is_some_and(|wanted| leaves_some(wanted, self.held(fields), space, Mode::Possible))
    }

    /// Compares the level of a field (single cases or totals) with the demand.
    pub(crate) fn level(&self, field: FieldId) -> Grade {
        let level = Supply::of(self.graph).level(field);
        match (&self.need.level, level) {
            (Stated::Known(DataLevel::Record, _), Some(DataLevel::Aggregate)) => Grade::Lacking,
            (Stated::Known(DataLevel::Record, _), None) if self.is_level_untold(field) => {
                Grade::Untold
            }
            (Stated::Known(DataLevel::Record, _), None) => Grade::Presumed,
            (Stated::Unknown(_), Some(DataLevel::Aggregate)) => Grade::Untold,
            _ => Grade::Given,
        }
    }

    /// True if a statement that would tell the level is written as `unknown`, or the kind of the system points to totals.
    fn is_level_untold(&self, field: FieldId) -> bool {
        let model = self.graph.model();
        let system = &model.systems[model.system_of(field)];
        let is_unknown =
            |link: &super::Link| matches!(model.flows[link.flow].contains, Stated::Unknown(_));
        matches!(system.level, Stated::Unknown(_))
            || matches!(system.kind, Stated::Unknown(_))
            || system.kind.known() == Some(&SystemKind::Analysis)
            || self.graph.values_in(field).any(is_unknown)
    }

    /// Compares the completeness of a field with the demand.
    pub(crate) fn complete(&self, field: FieldId) -> Grade {
        let filled = &self.graph.model().fields[field].complete;
        match (&self.need.complete, filled) {
            (Stated::Known(wanted, _), Stated::Known(filled, _)) if filled < wanted => {
                Grade::Lacking
            }
            (Stated::Known(..), Stated::Unstated) => Grade::Presumed,
            (Stated::Known(..), Stated::Known(..)) => Grade::Given,
            (Stated::Unknown(_), Stated::Known(filled, _)) if !filled.is_all() => Grade::Untold,
            // A need that says nothing takes what is there, but nobody knows how much that is.
            (Stated::Known(..), _) | (_, Stated::Unknown(_)) => Grade::Untold,
            _ => Grade::Given,
        }
    }

    /// Level and completeness together.
    pub(crate) fn grade(&self, field: FieldId) -> Grade {
        self.level(field).max(self.complete(field))
    }

    /// The fields of a term that alone may answer for an asker: detailed and complete enough, and surely leaving nobody out.
    pub(crate) fn adequate(&self, who: OrganisationId, term: TermId) -> Vec<FieldId> {
        let mut fields = Supply::of(self.graph).usable(who, term);
        fields.retain(|field| {
            self.grade(*field) != Grade::Lacking && self.left_out(&[*field]).is_empty()
        });
        fields
    }
}
