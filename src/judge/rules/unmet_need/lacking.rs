//! The reasons why a term is not there for everyone: people left out, counted otherwise, totals instead of single cases, filled in too
//! seldom.

use super::near::{self, Nearness};
use super::offer::Offer;
use super::reason::{Reason, Why};
use super::term::Supplied;
use crate::judge::graph::{Grade, Supply, is_own};
use crate::judge::rules::different_scope::place;
use crate::judge::rules::facets::is_sourced;
use crate::read::model::{DataLevel, DimensionId, Extent, FieldId, Id, Model, ScopeBox, may_share};

impl Supplied<'_> {
    pub(super) fn left_out(&self, missing: &[ScopeBox]) -> Option<Reason> {
        if missing.is_empty() || self.has_no_such_thing(missing) {
            return None;
        }
        let fine = self.nearest(|offer| offer.level != Grade::Lacking);
        let nearest = fine.or_else(|| self.nearest(|_| true))?.field;
        let why = Why::PeopleLeftOut {
            term: self.term,
            missing: missing.into(),
            nearest: self.model().system_of(nearest),
            others: self.offers.len() > 1,
            apart: self.apart(nearest),
            near: near::related(self, missing).or_else(|| self.held_elsewhere(missing)),
        };
        let mut reason = Reason::at(place(self.model(), nearest), why);
        reason.is_sourced = self.all_sourced()
            && self.is_said(&self.held(|_| true), false)
            && self.is_said(&self.in_own_words(), false);
        Some(reason)
    }

    /// Another holder of single cases. Totals of one source do not make up for people whom another leaves out.
    fn held_elsewhere(&self, missing: &[ScopeBox]) -> Option<near::Near> {
        let is_by_case = self.need.level.known() == Some(&DataLevel::Record);
        is_by_case.then(|| near::held(self, missing)).flatten()
    }

    /// True if the term identifies something that these people have nothing of: an incident, where no incident is tied to the death. No field
    /// of the map surely holds the identifier for any of them.
    fn has_no_such_thing(&self, missing: &[ScopeBox]) -> bool {
        let supply = Supply::of(self.known.graph);
        let holds = |field: &FieldId| {
            let held = self.demand.held_by(*field);
            let mut held = held.iter();
            held.any(|held| missing.iter().any(|part| part.overlaps(held) == Some(true)))
        };
        self.model().terms[self.term].is_identifier() && !supply.held(self.term).iter().any(holds)
    }

    /// The people whom the fields are about by their own statements, with all of each dimension that these leave out.
    fn in_own_words(&self) -> Vec<ScopeBox> {
        let fields = self.offers.iter().map(|offer| offer.field);
        let boxes = fields.flat_map(|field| self.model().scope(field));
        boxes.map(|scope| self.demand.presumed(scope)).collect()
    }

    /// A dimension on which a source has none of the people asked about.
    fn apart(&self, field: FieldId) -> Option<(DimensionId, Extent, Extent)> {
        let model = self.model();
        let held = self.demand.held_by(field);
        let (first, wanted) = (held.first()?, self.wanted.first()?);
        let is_apart = |id: &DimensionId| {
            let mut pairs = held
                .iter()
                .flat_map(|a| self.wanted.iter().map(move |b| (a, b)));
            pairs.all(|(a, b)| a.0[id.index()].overlaps(&b.0[id.index()]) == Some(false))
        };
        let basis = model.count_basis().map(|(id, _)| id);
        let mut ids = model.dimensions.ids().filter(|id| Some(*id) != basis);
        let id = ids.find(is_apart)?;
        Some((
            id,
            first.0[id.index()].clone(),
            wanted.0[id.index()].clone(),
        ))
    }

    pub(super) fn counted_otherwise(&self, missing: &[ScopeBox]) -> Option<Reason> {
        let model = self.model();
        let (dimension, _) = model.count_basis()?;
        let touches = |offer: &Offer| {
            let people = model.people(&offer.held);
            may_share(&people, &model.people(missing))
        };
        if missing.is_empty() {
            return None;
        }
        let nearest = self.nearest(touches)?;
        let why = Why::CountedOtherwise {
            term: self.term,
            dimension,
            nearest: model.system_of(nearest.field),
            counted: Model::basis_of_boxes(dimension, &nearest.held),
            wanted: Model::basis_of_boxes(dimension, missing),
        };
        let mut reason = Reason::at(place(model, nearest.field), why);
        reason.is_sourced = self.all_sourced() && self.is_said(&self.held(|_| true), true);
        Some(reason)
    }

    pub(super) fn too_coarse(&self, missing: &[ScopeBox]) -> Option<Reason> {
        let model = self.model();
        if missing.is_empty() {
            return None;
        }
        let nearest = self.nearest(|offer| offer.level == Grade::Lacking)?.field;
        let coarse = self.fields(|offer| offer.level == Grade::Lacking);
        let near = near::related(self, missing).or_else(|| near::held(self, missing));
        // A narrower term in the asker's own record, case by case, may be an answer.
        let may_answer = near.is_some_and(|near| {
            near.nearness == Nearness::Narrower
                && is_own(model, model.system_of(near.field), self.who)
        });
        let why = Why::TooCoarse {
            term: self.term,
            missing: self.part(missing),
            nearest: model.system_of(nearest),
            near,
        };
        let system = &model.systems[model.system_of(nearest)];
        let mut reason = Reason::at(system.span, why);
        let supply = Supply::of(self.known.graph);
        reason.is_sourced =
            !may_answer && coarse.iter().all(|field| supply.is_level_sourced(*field));
        Some(reason)
    }

    pub(super) fn too_incomplete(&self, missing: &[ScopeBox]) -> Option<Reason> {
        let model = self.model();
        if missing.is_empty() {
            return None;
        }
        let is_thin =
            |offer: &Offer| offer.complete == Grade::Lacking && offer.level != Grade::Lacking;
        let nearest = self.nearest(is_thin)?.field;
        let why = Why::TooIncomplete {
            term: self.term,
            missing: self.part(missing),
            nearest,
        };
        let mut reason = Reason::at(model.fields[nearest].span, why);
        let mut thin = self.fields(is_thin).into_iter();
        reason.is_sourced = thin.all(|field| is_sourced(model, field));
        Some(reason)
    }

    /// The people whom a reason is about; empty if it is about everyone.
    pub(super) fn part(&self, missing: &[ScopeBox]) -> Box<[ScopeBox]> {
        if self.rest(&self.wanted, missing).is_empty() {
            return Box::default();
        }
        missing.into()
    }
}
