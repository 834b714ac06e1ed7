//! The age of information when it can be used: best, mean and worst, from field to field.
//!
//! Each hop waits for its next round, up to a period T, and then takes a lag L: best ΣL, mean Σ(T/2 + L), worst Σ(T + L), with the time to
//! capture as hop 0 (the bound of maximum reaction time, Davare et al. 2007). If several ways lead to a field, the first to arrive counts;
//! if one passage needs several fields, the last counts. A time that is not stated leaves an open interval [known, unknown). Both
//! operations are monotone, so one pass over the strongly connected components in topological order is exact (Knuth 1977), with rounds to a
//! fixed point inside a loop.

use std::cmp::Ordering;

use super::FlowGraph;
use super::bound::Bound;
use super::passing::Passing;
use crate::read::model::{Duration, Every, FieldId, Flow, Id, Ref, System};

/// The age of a value, counted from the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Age {
    /// The age if no round has to be waited for.
    pub best: Bound,
    /// The mean age, with rounds at any time.
    pub mean: Bound,
    /// The age if every round has just been missed.
    pub worst: Bound,
}

impl Age {
    /// No age.
    pub(crate) const ZERO: Age = Age {
        best: Bound::ZERO,
        mean: Bound::ZERO,
        worst: Bound::ZERO,
    };

    /// An age of which nothing is stated.
    pub(crate) const UNKNOWN: Age = Age {
        best: Bound::UNKNOWN,
        mean: Bound::UNKNOWN,
        worst: Bound::UNKNOWN,
    };

    fn each(self, other: Self, join: impl Fn(Bound, Bound) -> Bound) -> Self {
        Self {
            best: join(self.best, other.best),
            mean: join(self.mean, other.mean),
            worst: join(self.worst, other.worst),
        }
    }

    /// The sum of two ages in a row.
    #[must_use]
    pub(crate) fn then(self, other: Self) -> Self {
        self.each(other, Bound::then)
    }

    /// The age of the first of two to arrive.
    #[must_use]
    pub fn first(self, other: Self) -> Self {
        self.each(other, Bound::first)
    }

    /// The age of the last of two to arrive.
    #[must_use]
    pub(crate) fn both(self, other: Self) -> Self {
        self.each(other, Bound::both)
    }

    /// Compares the arrival of two values.
    pub(crate) fn against(&self, other: &Self) -> Order {
        let best = compared(self.best, other.best);
        let worst = compared(self.worst, other.worst);
        match best.zip(worst) {
            None => Order::CannotTell,
            Some((Ordering::Equal, Ordering::Equal)) => Order::Same,
            Some((best, worst)) if best.is_le() && worst.is_le() => Order::Sooner,
            Some((best, worst)) if best.is_ge() && worst.is_ge() => Order::Later,
            Some((Ordering::Less, _)) => Order::SoonerAtBest,
            Some(_) => Order::SoonerAtWorst,
        }
    }

    /// Compares the age with a time limit.
    pub(crate) fn within(&self, limit: &Duration) -> Timeliness {
        if self.best.least > limit.longest {
            Timeliness::Never
        } else if self.worst.least > limit.longest {
            Timeliness::Sometimes
        } else if self.worst.most.is_some_and(|most| most <= limit.longest) {
            Timeliness::Always
        } else {
            Timeliness::CannotTell
        }
    }

    /// Sort key for ways: the smallest worst case first, ways without a known worst case last.
    pub(crate) fn rank(&self) -> (i64, i64, i64) {
        let most = self.worst.most.unwrap_or(i64::MAX);
        (most, self.worst.least, self.best.least)
    }
}

/// The order in which two values arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The first is there sooner, or no later in any case.
    Sooner,
    /// Both at the same time.
    Same,
    /// The first is there later, or no sooner in any case.
    Later,
    /// Neither is better: the first is sooner in the best case and later in the worst.
    SoonerAtBest,
    /// Neither is better: the first is later in the best case and sooner in the worst.
    SoonerAtWorst,
    /// A time is not stated.
    CannotTell,
}

/// Whether a value is there in time. In order from worst to best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Timeliness {
    /// Late even in the best case.
    Never,
    /// In time in the best case, late in the worst.
    Sometimes,
    /// A time is not stated.
    CannotTell,
    /// In time even in the worst case.
    Always,
}

/// Compares two bounds; `None` if they overlap or are open.
fn compared(a: Bound, b: Bound) -> Option<Ordering> {
    let is_no_more = |a: Bound, b: Bound| a.most.is_some_and(|most| most <= b.least);
    match (is_no_more(a, b), is_no_more(b, a)) {
        (true, true) => Some(Ordering::Equal),
        (true, false) => Some(Ordering::Less),
        (false, true) => Some(Ordering::Greater),
        (false, false) => None,
    }
}

/// The time that one hop adds.
pub(crate) fn of_flow(flow: &Flow) -> Age {
    let lag = match flow.lag.known() {
        Some(lag) => at(lag),
        None => Age::UNKNOWN,
    };
    let wait = match flow.every.known() {
        Some(Every::Event) => Age::ZERO,
        Some(Every::Period(period)) => Age {
            best: Bound::ZERO,
            mean: Bound::exactly(period.mean / 2),
            worst: Bound::exactly(period.longest),
        },
        None => Age {
            best: Bound::ZERO,
            ..Age::UNKNOWN
        },
    };
    wait.then(lag)
}

/// The time from the event until the system that first captures it has the value.
pub(crate) fn of_capture(system: &System) -> Age {
    system.captured.known().map_or(Age::UNKNOWN, at)
}

fn at(duration: &Duration) -> Age {
    Age {
        best: Bound::exactly(duration.shortest),
        mean: Bound::exactly(duration.mean),
        worst: Bound::exactly(duration.longest),
    }
}

/// One field on a way, with the passage that brought the value there.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// The field.
    pub field: FieldId,
    /// The passage that brought it; `None` if it was first captured here.
    pub(crate) by: Option<Passing>,
    /// The time of this step.
    pub(crate) took: Age,
    /// The age on arrival.
    pub age: Age,
}

/// The age of every field of a graph.
#[derive(Debug)]
pub struct Ages<'g> {
    pub(super) graph: &'g FlowGraph,
    of_field: Vec<Option<Age>>,
}

impl<'g> Ages<'g> {
    /// Works out all ages, in linear time except for loops.
    pub fn of(graph: &'g FlowGraph) -> Self {
        let mut ages = Self {
            graph,
            of_field: vec![None; graph.model().fields.len()],
        };
        for component in graph.order().sets() {
            // In a loop each round can only make an age smaller, and after as many rounds as fields it no longer changes.
            for _ in 0..component.len() {
                let mut is_changed = false;
                for field in component.iter().copied() {
                    let age = ages.work_out(field);
                    is_changed |= age != ages.of_field[field.index()];
                    ages.of_field[field.index()] = age;
                }
                if !is_changed {
                    break;
                }
            }
        }
        ages
    }

    /// The age of a field; `None` if its values only circle in a loop and no capture feeds them.
    pub fn age(&self, field: FieldId) -> Option<Age> {
        self.of_field[field.index()]
    }

    pub(super) fn capture(&self, field: FieldId) -> Age {
        let model = self.graph.model();
        of_capture(&model.systems[model.system_of(field)])
    }

    fn work_out(&self, field: FieldId) -> Option<Age> {
        let passings = self.graph.passings().reaching(field);
        if passings.is_empty() {
            return Some(self.capture(field));
        }
        let own = self.graph.model().fields[field].is_also_captured();
        let own = own.then(|| self.capture(field));
        let arrivals = passings.iter().filter_map(|passing| self.arrival(*passing));
        arrivals.chain(own).reduce(Age::first)
    }

    /// The age of the value that one passage brings: that of the last of its sources, plus the hop.
    pub(super) fn arrival(&self, passing: Passing) -> Option<Age> {
        let mut last = Age::ZERO;
        for source in &passing.passage(self.graph).from {
            last = last.both(self.age(source.id())?);
        }
        Some(last.then(of_flow(&self.graph.model().flows[passing.flow])))
    }

    /// The steps of the way that reaches a field soonest in the worst case, from the capture on; ways with a known worst case come first.
    /// Of several sources of one passage it follows the one that arrives last.
    pub fn way(&self, field: FieldId) -> Vec<Step> {
        let mut steps: Vec<Step> = Vec::new();
        let mut at = field;
        let mut seen = std::collections::BTreeSet::new();
        while seen.insert(at) {
            let Some(step) = self.last_step(at) else {
                break;
            };
            steps.push(step);
            match step.by.and_then(|passing| self.waited_for(passing)) {
                Some(source) => at = source,
                None => break,
            }
        }
        steps.reverse();
        steps
    }

    /// The last step of that way: the capture, if the field's own system captures it no later than any passage brings it.
    pub(crate) fn last_step(&self, field: FieldId) -> Option<Step> {
        let passings = self.graph.passings().reaching(field);
        let arrivals = passings
            .iter()
            .filter_map(|passing| Some((self.arrival(*passing)?, *passing)));
        let soonest = arrivals.min_by_key(|(age, _)| age.rank());
        let is_own = self.graph.model().fields[field].is_also_captured();
        let took = self.capture(field);
        match soonest.filter(|(age, _)| !is_own || age.rank() < took.rank()) {
            Some((age, passing)) => Some(self.step(field, passing, age)),
            None => (is_own || passings.is_empty()).then_some(Step {
                field,
                by: None,
                took,
                age: took,
            }),
        }
    }

    pub(super) fn graph(&self) -> &FlowGraph {
        self.graph
    }

    /// The step by which a passage brings a field at an age.
    pub(super) fn step(&self, field: FieldId, passing: Passing, age: Age) -> Step {
        let took = of_flow(&self.graph.model().flows[passing.flow]);
        let by = Some(passing);
        Step {
            field,
            by,
            took,
            age,
        }
    }

    /// The source of a passage that arrives last.
    pub(super) fn waited_for(&self, passing: Passing) -> Option<FieldId> {
        let sources = passing.passage(self.graph).from.iter().map(Ref::id);
        let ranked = sources.filter_map(|source| Some((self.age(source)?.rank(), source)));
        ranked
            .max_by_key(|(rank, _)| *rank)
            .map(|(_, source)| source)
    }

    /// The step with the longest worst case, as far as stated.
    pub(crate) fn slowest(steps: &[Step]) -> Option<&Step> {
        let took = |step: &&Step| (step.took.worst.least, step.took.best.least);
        // The first of equals, as the order is reversed.
        steps.iter().rev().max_by_key(took)
    }

    /// The steps whose time is not stated.
    pub(crate) fn untold(steps: &[Step]) -> impl Iterator<Item = &Step> {
        steps.iter().filter(|step| step.took.worst.most.is_none())
    }
}
