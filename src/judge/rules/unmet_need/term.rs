//! Decides whether the usable fields give one term of a need to all its people, detailed, complete and early enough: one group of people at
//! a time.

use std::cmp::Reverse;

use rustc_hash::FxHashSet;

use super::Known;
use super::late;
use super::offer::Offer;
use super::reason::{Few, Reason, Why};
use super::timing::Timing;
use super::twice;
use crate::judge::graph::{Demand, Grade, is_own};
use crate::judge::rules::different_scope::place;
use crate::judge::rules::facets::has_source;
use crate::read::model::{
    FieldId, Id, Mode, Model, Need, OrganisationId, ScopeBox, Stated, TermId, difference,
    is_too_much, leaves_some,
};

/// Limit on the sources that are compared: above it the first counts as the nearest.
const MOST_NEAR: usize = 40;

/// One term of a need, with the fields that the asker can use for it.
pub(super) struct Supplied<'k> {
    pub(super) known: &'k Known<'k>,
    pub(super) demand: &'k Demand<'k>,
    pub(super) need: &'k Need,
    pub(super) who: OrganisationId,
    pub(super) term: TermId,
    pub(super) offers: Vec<Offer>,
    /// The people that it must be about.
    pub(super) wanted: Vec<ScopeBox>,
}

impl<'k> Supplied<'k> {
    /// The offers of the usable fields; at least one field.
    pub(super) fn of(
        known: &'k Known<'k>,
        demand: &'k Demand<'k>,
        need: &'k Need,
        who: OrganisationId,
        term: TermId,
        usable: &[FieldId],
    ) -> Self {
        let (model, ages) = (known.graph.model(), known.ages);
        let offers = usable.iter();
        let timing = ages
            .zip(need.within.known())
            .map(|(ages, within)| Timing::of(model, ages, &known.ways, demand, within));
        let offers = offers.map(|field| Offer::of(model, timing.as_ref(), demand, *field));
        let mut supplied = Self {
            known,
            demand,
            need,
            who,
            term,
            offers: offers.collect(),
            wanted: Vec::new(),
        };
        supplied.wanted = match demand.people() {
            Some(people) => people.to_vec(),
            // The need is about all people of its sources.
            None => {
                let fit = supplied.held(|offer| offer.grade() != Grade::Lacking);
                if fit.is_empty() {
                    supplied.held(|_| true)
                } else {
                    fit
                }
            }
        };
        supplied
    }

    pub(super) fn model(&self) -> &'k Model {
        self.known.graph.model()
    }

    /// The people of some offers, each box once.
    pub(super) fn union(&self, boxes: impl Fn(&Offer) -> &[ScopeBox]) -> Vec<ScopeBox> {
        let mut seen: FxHashSet<&ScopeBox> = FxHashSet::default();
        // Offers of the same people share their boxes.
        let mut lists: FxHashSet<*const ScopeBox> = FxHashSet::default();
        let all = self.offers.iter().map(boxes);
        let all = all.filter(|list| lists.insert(list.as_ptr())).flatten();
        all.filter(|scope| seen.insert(scope)).cloned().collect()
    }

    /// The people of the fields that `is_fit` accepts.
    pub(super) fn held(&self, is_fit: impl Fn(&Offer) -> bool) -> Vec<ScopeBox> {
        self.union(|offer| if is_fit(offer) { &offer.held } else { &[] })
    }

    pub(super) fn rest(&self, boxes: &[ScopeBox], others: &[ScopeBox]) -> Vec<ScopeBox> {
        difference(boxes, others, self.model().space(), Mode::Certain)
    }

    /// The people that no field gives the term.
    pub(super) fn missing(&self) -> Vec<ScopeBox> {
        self.rest(&self.wanted, &self.union(|offer| &offer.may))
    }

    /// The reasons why the term does not reach everyone, or may not.
    pub(super) fn reasons(&self) -> Vec<Reason> {
        let missing = self.missing();
        if missing.is_empty() {
            return self.doubt().into_iter().collect();
        }
        let sources = &self.known.sources;
        let more = sources.may_bring_more(self.demand, self.who, self.term, &missing);
        if let Some(reason) = more {
            return vec![reason];
        }
        let mut reasons = Vec::new();
        let held = self.held(|_| true);
        let asked = self.demand.people().is_some();
        let left_out = if asked {
            self.rest(
                &self.model().people(&self.wanted),
                &self.model().people(&held),
            )
        } else {
            Vec::new()
        };
        reasons.extend(self.left_out(&left_out));
        let uncounted = self.rest(&self.wanted, &held);
        reasons.extend(self.counted_otherwise(&self.rest(&uncounted, &left_out)));
        let fine = self.held(|offer| offer.level != Grade::Lacking);
        let coarse = self.rest(&self.wanted, &fine);
        reasons.extend(self.too_coarse(&self.rest(&coarse, &uncounted)));
        let fit = self.held(|offer| offer.grade() != Grade::Lacking);
        let thin = self.rest(&self.wanted, &fit);
        reasons.extend(self.too_incomplete(&self.rest(&thin, &coarse)));
        reasons.extend(late::reasons(self, &self.rest(&missing, &thin)));
        if reasons.is_empty() {
            reasons.extend(self.left_out(&missing));
        }
        if sources.is_doubtful(self.who, self.term) {
            for reason in &mut reasons {
                reason.is_sourced = false;
            }
        }
        reasons
    }

    /// The reason why it cannot be told whether everyone is served; `None` if everyone is.
    fn doubt(&self) -> Option<Reason> {
        let (model, wanted) = (self.model(), &self.wanted);
        let may_leave =
            |boxes: &[ScopeBox]| leaves_some(wanted, boxes, model.space(), Mode::Possible);
        let sure = self.union(|offer| &offer.sure);
        if !may_leave(&sure) {
            return twice::reason(self);
        }
        let first = self.offers[0].field;
        let at_first = |why| Some(Reason::at(place(model, first), why));
        let fit =
            |worst: Grade, offer: &Offer| offer.level <= worst && offer.complete != Grade::Lacking;
        let held = self.held(|offer| fit(Grade::Untold, offer));
        if may_leave(&held) {
            let fields = self.fields(|offer| fit(Grade::Untold, offer));
            if is_too_much(wanted, &held, model.space()) {
                let (systems, system) = (Few::holding(model, &fields), model.system_of(first));
                return at_first(Why::TooManyBoxes(self.term, systems, system));
            }
            return Some(self.people_unknown(&held, fields));
        }
        if may_leave(&self.held(|offer| fit(Grade::Presumed, offer))) {
            return self.level_unknown();
        }
        if may_leave(&self.held(|offer| offer.grade() <= Grade::Presumed)) {
            return self.complete_unknown();
        }
        // One source may be late in any case, and another of unknown detail or completeness.
        let of_time = late::doubt(self);
        let of_level = of_time.or_else(|| self.level_unknown());
        of_level.or_else(|| self.complete_unknown())
    }

    /// The reason that nobody knows whether a source holds single cases.
    fn level_unknown(&self) -> Option<Reason> {
        let untold = self.fields(|offer| offer.level == Grade::Untold);
        let nearest = self.model().system_of(*untold.first()?);
        let is_asked = !matches!(self.need.level, Stated::Unknown(_));
        let why = Why::LevelUnknown {
            term: self.term,
            nearest: is_asked.then_some(nearest),
        };
        Some(Reason::at(self.model().systems[nearest].span, why))
    }

    /// The reason that nobody knows how often a source is filled in.
    fn complete_unknown(&self) -> Option<Reason> {
        let untold = self.fields(|offer| offer.complete == Grade::Untold);
        let nearest = *untold.first()?;
        let is_asked = !matches!(self.need.complete, Stated::Unknown(_));
        let why = Why::CompleteUnknown {
            term: self.term,
            nearest: is_asked.then_some(nearest),
        };
        Some(Reason::at(self.model().fields[nearest].span, why))
    }

    pub(super) fn fields(&self, is_meant: impl Fn(&Offer) -> bool) -> Vec<FieldId> {
        let offers = self.offers.iter().filter(|offer| is_meant(offer));
        offers.map(|offer| offer.field).collect()
    }

    /// The dimensions of which the sources, or the need, say `unknown`, and the systems that do.
    fn people_unknown(&self, held: &[ScopeBox], mut fields: Vec<FieldId>) -> Reason {
        let model = self.model();
        let is_open = |boxes: &[ScopeBox], index: usize| {
            let mut boxes = boxes.iter();
            boxes.any(|scope| !scope.0[index].is_stated())
        };
        let open = |boxes: &[ScopeBox]| -> Box<[_]> {
            let ids = model.dimensions.ids().filter(|id| self.demand.asks(*id));
            let ids = ids.filter(|id| is_open(boxes, id.index()));
            ids.collect()
        };
        let by_sources = open(held);
        let is_unsaid = |field: &FieldId| !open(&self.demand.held_by(*field)).is_empty();
        if fields.iter().any(is_unsaid) {
            fields.retain(is_unsaid);
        }
        let first = fields.first().copied();
        let first = first.unwrap_or(self.offers[0].field);
        let why = Why::PeopleUnknown {
            term: self.term,
            by_sources,
            by_need: open(&self.wanted),
            systems: Few::holding(model, &fields),
            nearest: model.system_of(first),
        };
        Reason::at(place(model, first), why)
    }

    /// The offer of some of each group of people asked about, then in the system that holds the most terms of the need, then that leaves out the fewest
    /// people, among those that are meant.
    pub(super) fn nearest(&self, is_meant: impl Fn(&Offer) -> bool) -> Option<&Offer> {
        let model = self.model();
        let meant: Vec<&Offer> = self.offers.iter().filter(|offer| is_meant(offer)).collect();
        let places = |boxes: &[ScopeBox]| {
            let misses = |scope: &ScopeBox| {
                let held = boxes
                    .iter()
                    .filter(|held| held.overlaps(scope) != Some(false));
                held.count() == 0
            };
            let all = self.wanted.iter().filter(|scope| misses(scope)).count();
            (all, self.rest(&self.wanted, boxes).len())
        };
        if meant.len() > MOST_NEAR {
            return meant.first().copied();
        }
        let first = |offer: &&Offer| {
            let system = model.system_of(offer.field);
            let (misses, rest) = places(&offer.held);
            let terms = self.demand.terms_in(system);
            (
                misses,
                Reverse(terms),
                rest,
                !is_own(model, system, self.who),
                offer.field,
            )
        };
        meant.into_iter().min_by_key(first)
    }

    /// True if people are missing even if the need is not presumed to cover everyone on the dimensions that it leaves out.
    pub(super) fn is_said(&self, held: &[ScopeBox], by_date: bool) -> bool {
        let model = self.model();
        let Some(said) = self.need.covers.known() else {
            return false;
        };
        if by_date {
            !self.rest(said, held).is_empty()
        } else {
            !self
                .rest(&model.people(said), &model.people(held))
                .is_empty()
        }
    }

    pub(super) fn all_sourced(&self) -> bool {
        let mut offers = self.offers.iter();
        offers.all(|offer| self.is_people_sourced(offer.field))
    }

    /// True if the field's own statement on its people has a source and, if its flows decide the rest, so do all statements that bring
    /// them.
    fn is_people_sourced(&self, field: FieldId) -> bool {
        let (graph, model) = (self.known.graph, self.model());
        let mut seen: FxHashSet<FieldId> = FxHashSet::default();
        let mut open = vec![field];
        while let Some(field) = open.pop() {
            if !seen.insert(field) {
                continue;
            }
            if !has_source(model, field) {
                return false;
            }
            if !self.known.sources.supply().inherits_people(field) {
                continue;
            }
            for link in graph.values_in(field) {
                if !model.flows[link.flow].evidence.is_sourced() {
                    return false;
                }
                open.push(link.from);
            }
        }
        true
    }
}
