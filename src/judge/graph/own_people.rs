//! The age of a value for the people whom its field is about: ways that bring only other people are left out.

use super::age::of_flow;
use super::{Age, Ages, Step};
use crate::read::model::{Boxes, FieldId, Ref, ScopeBox, Stated, overlap};

/// Limit on the fields that one search looks at; above it the way of anybody is taken.
const MOST_LOOKED_AT: usize = 500;
/// Limit on the steps of a way in a search.
const MOST_STEPS: usize = 64;
/// Limit on the pairs of boxes that are narrowed; above it the people stay as they are.
const MOST_PAIRS: usize = 100;

impl Ages<'_> {
    /// The steps of the way that brings a field its own people, soonest in the worst case, and the age of their value over all such ways. As
    /// [`Ages::way`] and [`Ages::age`] if no way is known to bring them.
    pub(crate) fn of_its_people(&self, field: FieldId) -> (Vec<Step>, Option<Age>) {
        let mut search = Search {
            ages: self,
            on_the_way: Vec::new(),
            looked_at: 0,
        };
        let people = search.people(field);
        let way = search.way(field, &people);
        match way.filter(|_| search.looked_at < MOST_LOOKED_AT) {
            Some((way, age)) => (way, Some(age)),
            None => (self.way(field), self.age(field)),
        }
    }
}

/// A search backwards from one field.
struct Search<'a, 'g> {
    ages: &'a Ages<'g>,
    on_the_way: Vec<FieldId>,
    looked_at: usize,
}

impl Search<'_, '_> {
    /// The people whom a field is about; a dimension that is left out is not restricted.
    fn people(&self, field: FieldId) -> Vec<ScopeBox> {
        let model = self.ages.graph().model();
        let scope = model.scope(field).iter().map(ScopeBox::presumed);
        model.people(&scope.collect::<Vec<_>>())
    }

    fn only(&self, only: &Stated<Boxes>) -> Option<Vec<ScopeBox>> {
        let boxes = only.known()?.iter().map(ScopeBox::presumed);
        let model = self.ages.graph().model();
        Some(model.people(&boxes.collect::<Vec<_>>()))
    }

    /// The best way that brings some of these people, and the age over all of them; `None` if there is none.
    fn way(&mut self, field: FieldId, people: &[ScopeBox]) -> Option<(Vec<Step>, Age)> {
        self.looked_at += 1;
        let is_too_long = self.on_the_way.len() >= MOST_STEPS;
        if is_too_long || self.looked_at > MOST_LOOKED_AT || self.on_the_way.contains(&field) {
            return None;
        }
        self.on_the_way.push(field);
        let graph = self.ages.graph();
        let passings = graph.passings().reaching(field);
        let is_own = graph.model().fields[field].is_also_captured() || passings.is_empty();
        let took = self.ages.capture(field);
        let captured = Step {
            field,
            by: None,
            took,
            age: took,
        };
        let mut best = is_own.then(|| (vec![captured], took));
        for passing in passings {
            let flow = &graph.model().flows[passing.flow];
            let only = self.only(&flow.only);
            let kept = only.map_or_else(|| people.to_vec(), |only| narrowed(people, &only));
            let sources = passing.passage(graph).from.iter().map(Ref::id);
            let Some((mut way, ready)) = self.last(sources, &kept) else {
                continue;
            };
            let age = ready.then(of_flow(flow));
            way.push(self.ages.step(field, *passing, age));
            best = Some(match best {
                None => (way, age),
                Some((known, all)) => {
                    let is_better = known.last().is_none_or(|last| age.rank() < last.age.rank());
                    (if is_better { way } else { known }, all.first(age))
                }
            });
        }
        self.on_the_way.pop();
        best
    }

    /// The way to the source that arrives last, and the age at which all have arrived; `None` if one of them never brings these people.
    fn last(
        &mut self,
        sources: impl Iterator<Item = FieldId>,
        people: &[ScopeBox],
    ) -> Option<(Vec<Step>, Age)> {
        let (mut last, mut ready) = (None::<Vec<Step>>, Age::ZERO);
        for source in sources {
            let held = narrowed(people, &self.people(source));
            if held.is_empty() {
                return None;
            }
            let (way, age) = self.way(source, &held)?;
            ready = ready.both(age);
            let known = last.as_ref().and_then(|last| last.last());
            if known.is_none_or(|known| known.age.rank() < age.rank()) {
                last = Some(way);
            }
        }
        Some((last?, ready))
    }
}

/// The people in both unions; those of the first as they are if the boxes are many and some are in both.
fn narrowed(people: &[ScopeBox], others: &[ScopeBox]) -> Vec<ScopeBox> {
    if people.len().saturating_mul(others.len()) > MOST_PAIRS {
        return match overlap(people, others) {
            Some(false) => Vec::new(),
            _ => people.to_vec(),
        };
    }
    let pairs = people
        .iter()
        .flat_map(|one| others.iter().map(move |other| (one, other)));
    let common = pairs.filter(|(one, other)| {
        overlap(std::slice::from_ref(*one), std::slice::from_ref(*other)) != Some(false)
    });
    common.map(|(one, other)| one.and(other)).collect()
}
