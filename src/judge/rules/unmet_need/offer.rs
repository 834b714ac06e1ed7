//! The people that one field serves a need for: surely, perhaps, or not in time.

use std::borrow::Borrow;

use crate::judge::graph::{Age, Ages, Demand, FlowGraph, Grade, Step, Timeliness};
use crate::read::model::{Duration, Extent, FieldId, Mode, Need, ScopeBox, difference};

/// A field that the asker can use, compared with a need.
pub(super) struct Offer {
    pub(super) field: FieldId,
    pub(super) level: Grade,
    pub(super) complete: Grade,
    /// The people that the field holds.
    pub(super) held: Vec<ScopeBox>,
    /// The people that it serves, or may serve.
    pub(super) may: Vec<ScopeBox>,
    /// The people that it serves according to all statements.
    pub(super) sure: Vec<ScopeBox>,
    /// The people that it serves sometimes, though not always in time.
    pub(super) at_times: Vec<ScopeBox>,
    /// The ways to it that are not always in time.
    pub(super) slow: Vec<Slow>,
}

/// A way that is not always in time.
pub(super) struct Slow {
    pub(super) age: Age,
    pub(super) verdict: Timeliness,
    pub(super) people: Vec<ScopeBox>,
    pub(super) steps: Vec<Step>,
}

impl Offer {
    /// The offer of a field.
    pub(super) fn of(
        graph: &FlowGraph,
        ages: Option<&Ages<'_>>,
        demand: &Demand<'_>,
        need: &Need,
        field: FieldId,
    ) -> Self {
        let held = demand.held(&[field]);
        let mut offer = Self {
            field,
            level: demand.level(field),
            complete: demand.complete(field),
            may: held.clone(),
            sure: held.clone(),
            at_times: held.clone(),
            held,
            slow: Vec::new(),
        };
        offer.hold_against_time(graph, ages, demand, need);
        if offer.grade() == Grade::Lacking {
            offer.may.clear();
        }
        if offer.grade() > Grade::Presumed {
            offer.sure.clear();
            offer.at_times.clear();
        }
        // A box with an `unknown` extent does not surely hold anyone.
        let is_said = |scope: &ScopeBox| scope.0.iter().all(Extent::is_stated);
        offer.sure.retain(is_said);
        offer.at_times.retain(is_said);
        offer
    }

    /// Level and completeness together.
    pub(super) fn grade(&self) -> Grade {
        self.level.max(self.complete)
    }

    /// Removes the people that come too late, or perhaps do. People that no stated way brings count as held.
    fn hold_against_time(
        &mut self,
        graph: &FlowGraph,
        ages: Option<&Ages<'_>>,
        demand: &Demand<'_>,
        need: &Need,
    ) {
        use Timeliness::{Always, CannotTell, Never, Sometimes};
        let (model, Some(ages), Some(within)) = (graph.model(), ages, need.within.known()) else {
            return;
        };
        // An identifier exists before the event, and is not news of it.
        let term = model.term_of(self.field);
        if term.is_some_and(|term| model.terms[term].is_identifier()) {
            return;
        }
        let ways = self.ways(ages, demand, within);
        let of = |verdicts: &[Timeliness]| -> Vec<&ScopeBox> {
            let ways = ways.iter().filter(|way| verdicts.contains(&way.verdict));
            ways.flat_map(|way| &way.people).collect()
        };
        let without = |all: &[&ScopeBox], others: &[&ScopeBox], mode| -> Vec<ScopeBox> {
            let all: Vec<ScopeBox> = all.iter().map(|one| (*one).clone()).collect();
            difference(&all, others.iter().copied(), model.space(), mode)
        };
        let surely_late = without(
            &of(&[Never, Sometimes]),
            &of(&[Always, CannotTell]),
            Mode::Certain,
        );
        let perhaps_late = without(
            &of(&[Never, Sometimes, CannotTell]),
            &of(&[Always]),
            Mode::Possible,
        );
        let never = without(
            &of(&[Never, CannotTell]),
            &of(&[Always, Sometimes]),
            Mode::Possible,
        );
        let rest = |late: &[ScopeBox], mode| {
            difference(
                &self.held,
                late.iter().map(Borrow::<ScopeBox>::borrow),
                model.space(),
                mode,
            )
        };
        let may = rest(&surely_late, Mode::Possible);
        let sure = rest(&perhaps_late, Mode::Certain);
        let at_times = rest(&never, Mode::Certain);
        (self.may, self.sure, self.at_times) = (may, sure, at_times);
        self.slow = ways;
        self.slow.retain(|way| way.verdict != Always);
        self.slow.sort_by_key(|way| way.age.rank());
    }

    /// The ways to the field, each with its people and its timeliness; if there are too many, one for all, as old as the first to arrive.
    fn ways(&self, ages: &Ages<'_>, demand: &Demand<'_>, within: &Duration) -> Vec<Slow> {
        let slow = |age: Age, people, steps| Slow {
            age,
            verdict: age.within(within),
            people,
            steps,
        };
        if let Some(ways) = ages.ways_with_people(&[self.field]) {
            let ways = ways.into_iter().map(|way| {
                let people = way.people.iter().map(|one| demand.presumed(one));
                slow(way.age, people.collect(), way.steps)
            });
            return ways.collect();
        }
        let age = ages.age(self.field);
        let first = age.map(|age| slow(age, self.held.clone(), ages.way(self.field)));
        first.into_iter().collect()
    }
}
