//! The ways to a field, each with its people and whether it is in time for a need.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::late::is_sourced;
use crate::judge::graph::{Age, Ages, Demand, Step, Timeliness};
use crate::read::model::{Duration, FieldId, Model, ScopeBox};

/// A way that is not always in time.
pub(super) struct Slow {
    pub(super) age: Age,
    pub(super) verdict: Timeliness,
    pub(super) people: Rc<[ScopeBox]>,
    /// True if every time on it has a source.
    pub(super) is_sourced: bool,
    /// The field that it leads to.
    field: FieldId,
    /// Its place among the ways to the field; `None` if there are too many, and it stands for all.
    place: Option<usize>,
}

impl Slow {
    /// The steps from the capture on. They are worked out on each call, because few ways are ever told.
    pub(super) fn steps(&self, ages: &Ages<'_>) -> Vec<Step> {
        let Some(place) = self.place else {
            return ages.way(self.field);
        };
        let ways = ages.ways_with_people(&[self.field]).unwrap_or_default();
        let way = ways.into_iter().nth(place);
        way.map_or_else(Vec::new, |way| way.steps)
    }
}

/// The ways to fields without their steps. Those to each field are worked out once, and equal people are kept once.
#[derive(Default)]
pub(super) struct Ways {
    of: RefCell<FxHashMap<FieldId, Option<Rc<[Brief]>>>>,
    people: RefCell<FxHashSet<Rc<[ScopeBox]>>>,
}

/// A way without its steps.
struct Brief {
    people: Rc<[ScopeBox]>,
    age: Age,
    is_sourced: bool,
}

impl Ways {
    /// The ways to a field; `None` if there are too many.
    fn of(&self, model: &Model, ages: &Ages<'_>, field: FieldId) -> Option<Rc<[Brief]>> {
        if let Some(known) = self.of.borrow().get(&field) {
            return known.clone();
        }
        let ways = ages.ways_with_people(&[field]).map(|ways| {
            let ways = ways.into_iter().map(|way| Brief {
                people: self.kept(way.people),
                age: way.age,
                is_sourced: is_sourced(model, &way.steps),
            });
            ways.collect::<Rc<[Brief]>>()
        });
        self.of.borrow_mut().insert(field, ways.clone());
        ways
    }

    /// The one copy of these people.
    fn kept(&self, people: Vec<ScopeBox>) -> Rc<[ScopeBox]> {
        let mut kept = self.people.borrow_mut();
        if let Some(same) = kept.get(people.as_slice()) {
            return Rc::clone(same);
        }
        let people: Rc<[ScopeBox]> = people.into();
        kept.insert(Rc::clone(&people));
        people
    }
}

/// A need that states `within`, with what decides whether a value comes in time.
pub(super) struct Timing<'t> {
    model: &'t Model,
    ages: &'t Ages<'t>,
    ways: &'t Ways,
    demand: &'t Demand<'t>,
    within: &'t Duration,
    /// The people of ways as the need sees them, by the address of their one copy.
    presumed: RefCell<FxHashMap<*const ScopeBox, Rc<[ScopeBox]>>>,
}

impl<'t> Timing<'t> {
    /// The timing of a need.
    pub(super) fn of(
        model: &'t Model,
        ages: &'t Ages<'t>,
        ways: &'t Ways,
        demand: &'t Demand<'t>,
        within: &'t Duration,
    ) -> Self {
        Self {
            model,
            ages,
            ways,
            demand,
            within,
            presumed: RefCell::default(),
        }
    }

    /// The ways to a field, each with its people and its timeliness; if there are too many, one for all, as old as the first to arrive.
    pub(super) fn ways(&self, field: FieldId, held: &Rc<[ScopeBox]>) -> Vec<Slow> {
        let slow = |(age, is_sourced): (Age, bool), people, place| Slow {
            age,
            verdict: age.within(self.within),
            people,
            is_sourced,
            field,
            place,
        };
        if let Some(ways) = self.ways.of(self.model, self.ages, field) {
            let ways = ways.iter().enumerate().map(|(place, way)| {
                let people = self.presumed(&way.people);
                slow((way.age, way.is_sourced), people, Some(place))
            });
            return ways.collect();
        }
        let age = self.ages.age(field);
        let first = age.map(|age| {
            let is_sourced = is_sourced(self.model, &self.ages.way(field));
            slow((age, is_sourced), Rc::clone(held), None)
        });
        first.into_iter().collect()
    }

    fn presumed(&self, people: &Rc<[ScopeBox]>) -> Rc<[ScopeBox]> {
        let mut known = self.presumed.borrow_mut();
        let presumed = known.entry(people.as_ptr()).or_insert_with(|| {
            let people = people.iter().map(|one| self.demand.presumed(one));
            people.collect()
        });
        Rc::clone(presumed)
    }
}
