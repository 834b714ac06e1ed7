//! The single ways to a field, each with the people that it brings and its age.

use std::sync::Arc;

use super::Ages;
use super::Step;
use super::age::{Age, of_flow};
use super::only::{held_on_the_way, let_through};
use super::passing::Passing;
use crate::read::model::{Extent, FieldId, ScopeBox, Stated};

/// Limit on the ways: above it they are not listed singly.
const MOST_WAYS: usize = 64;
/// Limit on the steps over all ways: above it they are not listed singly.
const MOST_STEPS: usize = 2_000;

/// One way to a field.
#[derive(Debug)]
pub(crate) struct Way {
    /// The people that it brings.
    pub(crate) people: Vec<ScopeBox>,
    /// The age of its values on arrival.
    pub(crate) age: Age,
    /// The steps from the capture on.
    pub(crate) steps: Vec<Step>,
}

/// The last steps of a way, as a list from one step to the end.
struct Tail {
    field: FieldId,
    by: Passing,
    next: Option<Arc<Tail>>,
}

impl Ages<'_> {
    /// Every way to these fields, from a capture on, that visits no field twice; a passage that needs several fields begins a way. `None`
    /// if there are too many.
    pub(crate) fn ways_with_people(&self, fields: &[FieldId]) -> Option<Vec<Way>> {
        let mut ways = Vec::new();
        let mut open: Vec<(FieldId, Option<Arc<Tail>>)> =
            fields.iter().map(|field| (*field, None)).collect();
        let mut steps = 0;
        while let Some((field, tail)) = open.pop() {
            steps += 1;
            if ways.len() > MOST_WAYS || steps > MOST_STEPS {
                return None;
            }
            let passings = self.graph.passings().reaching(field);
            if passings.is_empty() || self.graph.model().fields[field].is_also_captured() {
                let took = self.capture(field);
                let by = None;
                let start = Step {
                    field,
                    by,
                    took,
                    age: took,
                };
                ways.push(self.from(vec![start], tail.as_deref()));
            }
            for passing in passings.iter().copied() {
                let [source] = &passing.passage(self.graph).from[..] else {
                    let Some(age) = self.arrival(passing) else {
                        continue;
                    };
                    let mut way = self.way_through(field, passing);
                    way.push(self.step(field, passing, age));
                    ways.push(self.from(way, tail.as_deref()));
                    continue;
                };
                if on(tail.as_deref(), source.id()) || source.id() == field {
                    continue;
                }
                let next = tail.clone();
                let by = passing;
                open.push((source.id(), Some(Arc::new(Tail { field, by, next }))));
            }
        }
        Some(ways)
    }

    /// The way to the source that a passage waits for longest.
    fn way_through(&self, field: FieldId, passing: Passing) -> Vec<Step> {
        let source = self.waited_for(passing);
        let mut way = source.map_or_else(Vec::new, |source| self.way(source));
        way.retain(|step| step.field != field);
        way
    }

    /// A whole way: its first steps, and the steps after them.
    fn from(&self, mut steps: Vec<Step>, tail: Option<&Tail>) -> Way {
        let model = self.graph.model();
        let last = steps[steps.len() - 1];
        let (mut age, mut people) = (last.age, model.scope(last.field).to_vec());
        // If a step on the way states `unknown`, the people are unknown on that dimension.
        let mut doubt = vec![false; model.dimensions.len()];
        let mut at = tail;
        while let Some(step) = at {
            doubt_of(&people, &mut doubt);
            match &model.flows[step.by.flow].only {
                Stated::Known(only, _) => doubt_of(only, &mut doubt),
                Stated::Unknown(_) => doubt.fill(true),
                _ => {}
            }
            doubt_of(model.scope(step.field), &mut doubt);
            age = age.then(of_flow(&model.flows[step.by.flow]));
            people = let_through(model, step.by.flow, &people);
            people = held_on_the_way(&people, model.scope(step.field));
            steps.push(self.step(step.field, step.by, age));
            at = step.next.as_deref();
        }
        for scope in &mut people {
            let extents = scope.0.iter_mut().zip(&doubt);
            for (extent, _) in extents.filter(|(_, is_doubted)| **is_doubted) {
                *extent = Extent::Unknown;
            }
        }
        Way { people, age, steps }
    }
}

/// Adds the dimensions on which one of these boxes states `unknown`.
fn doubt_of(boxes: &[ScopeBox], doubt: &mut [bool]) {
    for scope in boxes {
        let extents = scope.0.iter().zip(doubt.iter_mut());
        for (extent, is_doubted) in extents {
            *is_doubted |= *extent == Extent::Unknown;
        }
    }
}

/// True if a field is on the last steps of a way.
fn on(tail: Option<&Tail>, field: FieldId) -> bool {
    let mut at = tail;
    while let Some(step) = at {
        if step.field == field {
            return true;
        }
        at = step.next.as_deref();
    }
    false
}
