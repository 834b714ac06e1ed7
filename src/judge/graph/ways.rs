//! The other ways to the fields of a way, and the further fields that its passages need.
//!
//! Other ways are alternatives: the first to arrive counts. The fields that one passage needs are joined: the last counts. Each is given
//! with its own best way; alternatives of alternatives are not followed.

use super::Ages;
use super::Link;
use super::Step;
use super::age::{Age, Order};
use super::passing::Passing;
use crate::read::model::{FieldId, Ref, overlap};

/// Another way to a field of the way that was taken.
#[derive(Debug, Clone)]
pub struct OtherWay {
    /// The steps from the capture on; the last is the same field.
    pub steps: Vec<Step>,
    /// The order of arrival compared with the way taken.
    pub order: Order,
}

/// A further field that the passage at a step needs.
#[derive(Debug, Clone)]
pub(crate) struct Needed {
    /// The way to it.
    pub(crate) steps: Vec<Step>,
    /// The order of arrival compared with the field on the way, which the passage is taken to wait for.
    pub(crate) order: Order,
}

impl Ages<'_> {
    /// The other ways to the field at step `at` of a way, in the order of the flows. A way through the field itself is left out.
    pub fn other_ways(&self, way: &[Step], at: usize) -> Vec<OtherWay> {
        let (field, taken) = (way[at].field, &way[..=at]);
        let others = self.graph.passings().reaching(field).iter().copied();
        others
            .filter(|passing| Some(*passing) != taken[at].by)
            .filter_map(|passing| {
                let steps = self.way_by(field, passing)?;
                let order = self.order(&steps, taken);
                Some(OtherWay { steps, order })
            })
            .collect()
    }

    /// The fields that the passage at step `at` of a way needs besides the one on the way.
    pub(crate) fn needed_with(&self, way: &[Step], at: usize) -> Vec<Needed> {
        let (Some(by), Some(before)) = (way[at].by, at.checked_sub(1)) else {
            return Vec::new();
        };
        let taken = &way[..=before];
        let sources = by.passage(self.graph()).from.iter().map(Ref::id);
        sources
            .filter(|source| *source != taken[before].field)
            .map(|source| {
                let steps = self.way(source);
                let order = self.order(&steps, taken);
                Needed { steps, order }
            })
            .filter(|needed| !needed.steps.is_empty())
            .collect()
    }

    /// True if the last steps of two ways to a field surely bring nobody in common, so that neither can replace the other.
    pub(crate) fn brings_others(&self, one: &Step, other: &Step) -> bool {
        let arrivals = self.graph().arrivals();
        let people = |step: &Step| {
            let by = step.by?;
            let passage = by.passage(self.graph());
            Some(arrivals.boxes(arrivals.brought(&Link {
                from: passage.from.first()?.id(),
                to: step.field,
                flow: by.flow,
                how: passage.how,
            })))
        };
        match (people(one), people(other)) {
            (Some(one), Some(other)) => overlap(one, other) == Some(false),
            _ => false,
        }
    }

    /// The whole way that ends with one passage: the way of the source that it waits for, and the passage.
    fn way_by(&self, field: FieldId, passing: Passing) -> Option<Vec<Step>> {
        let age = self.arrival(passing)?;
        let source = self.waited_for(passing)?;
        let leads_through = |steps: &[Step]| steps.iter().any(|step| step.field == field);
        let mut steps = self.way(source);
        if leads_through(&steps) {
            // The best way to the source leads through the field itself; another may not.
            let ways = self.ways_with_people(&[source])?.into_iter();
            let others = ways.filter(|way| !leads_through(&way.steps));
            steps = others.min_by_key(|way| way.age.rank())?.steps;
        }
        if steps.is_empty() {
            return None;
        }
        steps.push(self.step(field, passing, age));
        Some(steps)
    }

    /// The order of arrival of two ways. If a time on their common part is not stated, the different parts may still decide.
    fn order(&self, first: &[Step], second: &[Step]) -> Order {
        let age = |way: &[Step]| way.last().map(|step| step.age);
        let (Some(a), Some(b)) = (age(first), age(second)) else {
            return Order::CannotTell;
        };
        let order = a.against(&b);
        let pairs = first.iter().zip(second);
        let common = pairs.take_while(|(a, b)| a.field == b.field && a.by == b.by);
        let common = common.count();
        if order != Order::CannotTell || common == 0 {
            return order;
        }
        match (self.rest(&first[common..]), self.rest(&second[common..])) {
            (Some(a), Some(b)) => a.against(&b),
            _ => order,
        }
    }

    /// The total time of steps in a row; `None` if more than one way leads to a field between, or a passage needs several fields.
    fn rest(&self, steps: &[Step]) -> Option<Age> {
        let mut rest = Age::ZERO;
        for (index, step) in steps.iter().enumerate() {
            let is_last = index + 1 == steps.len();
            let is_plain = is_last || self.graph.passings().reaching(step.field).len() < 2;
            let needs = step.by.map_or(1, |by| by.passage(self.graph()).from.len());
            if !is_plain || needs > 1 {
                return None;
            }
            rest = rest.then(step.took);
        }
        Some(rest)
    }
}
