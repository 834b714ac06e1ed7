//! The reasons why one term of a need does not reach everyone, point by point.

use std::collections::BTreeMap;

use flowmap::read::model::{
    DataLevel, Extent, FieldId, Flow, Id, ScopeBox, Stated, SystemId, TermId,
};

use super::link::share;
use super::side::{Given, Side};
use crate::oracle::points::Point;
use crate::oracle::tables::{standing, term};

impl Side<'_> {
    /// The reasons of one term, each with whether it is certain.
    pub(super) fn reasons(&self, asked: TermId) -> BTreeMap<&'static str, bool> {
        let model = self.world.model;
        let usable = self.world.usable(self.who, asked);
        if usable.is_empty() {
            return BTreeMap::from([self.none(asked)]);
        }
        let wanted = self.wanted(&usable);
        let of_any = |is: &dyn Fn(FieldId) -> bool| usable.iter().any(|field| is(*field));
        let missing: Vec<&Point> = (wanted.iter().copied())
            .filter(|point| !of_any(&|field| self.may(field, point)))
            .collect();
        if missing.is_empty() {
            let is_sure = |point: &&&Point| of_any(&|field| self.sure(field, point));
            if wanted.iter().filter(is_sure).count() < wanted.len()
                || self.counts_twice(&usable, &wanted)
            {
                return BTreeMap::from([("cannot-tell", false)]);
            }
            return BTreeMap::new();
        }
        let unlisted = self.unlisted(asked);
        let brings_some = |flow: &&&Flow| {
            let mut fields = model.systems[flow.from.id()].fields.ids();
            fields.any(|field| {
                term(model, field) == Some(asked)
                    && !usable.contains(&field)
                    && self.fit(field) != Given::Unfit
                    && missing
                        .iter()
                        .any(|point| self.holds(field, point) != Some(false))
            })
        };
        if unlisted
            .iter()
            .any(|flow| brings_some(&flow) && self.may_concern(flow, &missing))
        {
            return BTreeMap::from([("cannot-tell", false)]);
        }
        let mut reasons = BTreeMap::new();
        for point in missing.iter().copied() {
            reasons.insert(self.word(&usable, point), true);
        }
        let is_doubtful = |flow: &&Flow| !model.systems[flow.from.id()].lists_fields;
        if unlisted.iter().any(is_doubtful) || self.may_come_in_two_steps(asked) {
            for is_certain in reasons.values_mut() {
                *is_certain = false;
            }
        }
        // If the need leaves something out, it is read as everyone.
        if !self.says_all() {
            for word in ["people-left-out", "counted-otherwise"] {
                if let Some(is_certain) = reasons.get_mut(word) {
                    *is_certain = false;
                }
            }
        }
        reasons
    }

    /// The reason why no field gives the term at a point: the first that would have to be solved.
    fn word(&self, usable: &[FieldId], point: &Point) -> &'static str {
        let held = |by_date: bool, worst: [Given; 2]| {
            usable.iter().any(|field| {
                let known = &self.world.known[field.index()];
                self.covers(known, point, by_date && !self.takes_any_date()) != Some(false)
                    && self.level(*field) <= worst[0]
                    && self.complete(*field) <= worst[1]
            })
        };
        let all = Given::Unfit;
        if self.need.covers.known().is_some() && !held(false, [all, all]) {
            "people-left-out"
        } else if !held(true, [all, all]) {
            "counted-otherwise"
        } else if !held(true, [Given::Untold, all]) {
            "too-coarse"
        } else if !held(true, [Given::Untold, Given::Untold]) {
            "too-incomplete"
        } else {
            "too-late"
        }
    }

    pub(super) fn says_all(&self) -> bool {
        let covers = self.need.covers.known();
        covers.is_some_and(|boxes| {
            boxes
                .iter()
                .all(|scope| scope.0.iter().all(Extent::is_stated))
        })
    }

    /// True if a flow may bring somebody whom the need asks about.
    fn concerns(&self, flow: &Flow) -> bool {
        let Some(covers) = self.need.covers.known() else {
            return true;
        };
        let points = self.world.points.iter();
        let wanted: Vec<&Point> = points
            .filter(|point| self.covers(covers, point, false) != Some(false))
            .collect();
        self.may_concern(flow, &wanted)
    }

    /// The reason why no field that the asker can use holds the term.
    pub(super) fn none(&self, asked: TermId) -> (&'static str, bool) {
        let world = self.world;
        let model = world.model;
        let holds = |system: SystemId| {
            let mut fields = model.systems[system].fields.ids();
            fields.any(|field| term(model, field) == Some(asked))
        };
        let is_barred = standing(model).any(|flow| {
            let (from, to) = (flow.from.id(), flow.to.id());
            let arrives = world.owns(self.who, to) && !world.owns(self.who, from);
            matches!(flow.fields, Stated::NotShared(_)) && arrives && holds(from)
        });
        if is_barred {
            ("not-allowed", true)
        } else if self.unlisted(asked).iter().any(|flow| self.concerns(flow)) {
            ("cannot-tell", false)
        } else {
            ("no-source", !self.may_come_in_two_steps(asked))
        }
    }

    /// True if several sources of totals hold everyone only together, and none of them divide everyone between them.
    pub(super) fn counts_twice(&self, usable: &[FieldId], wanted: &[&Point]) -> bool {
        if self.need.covers.known().is_none() || self.need.level.known() == Some(&DataLevel::Record)
        {
            return false;
        }
        let model = self.world.model;
        let mut sources = usable.to_vec();
        sources.retain(|field| {
            self.world
                .points
                .iter()
                .any(|point| self.sure(*field, point))
        });
        let covers = |fields: &[FieldId]| {
            let mut points = wanted.iter();
            points.all(|point| fields.iter().any(|field| self.sure(*field, point)))
        };
        if sources.len() < 2 || sources.iter().any(|field| covers(&[*field])) {
            return false;
        }
        let is_apart = |a: FieldId, b: FieldId| {
            let pairs = model
                .scope(a)
                .iter()
                .flat_map(|a| model.scope(b).iter().map(move |b| (a, b)));
            let mut pairs = pairs.map(|(a, b)| are_apart(a, b));
            pairs.all(|is_apart| is_apart)
        };
        let is_by_case =
            |field: FieldId| self.world.level[field.index()] == Some(DataLevel::Record);
        let fit = |a: FieldId, b: FieldId| {
            let systems = [a, b].map(|field| model.fields[field].system);
            let is_linked = systems[0] == systems[1] || share(model, systems[0], systems[1]);
            is_apart(a, b) || (is_by_case(a) && is_by_case(b) && is_linked)
        };
        let divides = |set: u32| {
            let chosen = (0..sources.len()).filter(|index| set & 1 << index != 0);
            let chosen: Vec<FieldId> = chosen.map(|index| sources[index]).collect();
            let mut pairs = chosen
                .iter()
                .flat_map(|a| chosen.iter().map(move |b| (*a, *b)));
            pairs.all(|(a, b)| a == b || fit(a, b)) && covers(&chosen)
        };
        !(1..1_u32 << sources.len()).any(divides)
    }
}

/// True if a dimension keeps two boxes apart.
fn are_apart(a: &ScopeBox, b: &ScopeBox) -> bool {
    let mut extents = a.0.iter().zip(&b.0);
    extents.any(|(a, b)| match (a, b) {
        (Extent::Leaves(a), Extent::Leaves(b)) => !(0..2).any(|leaf| a.has(leaf) && b.has(leaf)),
        (Extent::Interval(a), Extent::Interval(b)) => {
            a.high.min <= b.low.min || b.high.min <= a.low.min
        }
        _ => false,
    })
}
