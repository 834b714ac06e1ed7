//! The people that one field serves a need for: surely, perhaps, or not in time.

use std::rc::Rc;

use super::timing::{Slow, Timing};
use crate::judge::graph::{Demand, Grade, Timeliness};
use crate::read::model::{Extent, FieldId, Mode, Model, ScopeBox, difference};

/// A field that the asker can use, compared with a need.
pub(super) struct Offer {
    pub(super) field: FieldId,
    pub(super) level: Grade,
    pub(super) complete: Grade,
    /// The people that the field holds.
    pub(super) held: Rc<[ScopeBox]>,
    /// The people that it serves, or may serve.
    pub(super) may: Rc<[ScopeBox]>,
    /// The people that it serves according to all statements.
    pub(super) sure: Rc<[ScopeBox]>,
    /// The people that it serves sometimes, though not always in time.
    pub(super) at_times: Rc<[ScopeBox]>,
    /// The ways to it that are not always in time.
    pub(super) slow: Vec<Slow>,
}

impl Offer {
    /// The offer of a field. Without `timing` it is never late.
    pub(super) fn of(
        model: &Model,
        timing: Option<&Timing<'_>>,
        demand: &Demand<'_>,
        field: FieldId,
    ) -> Self {
        let held = demand.held_by(field);
        let mut offer = Self {
            field,
            level: demand.level(field),
            complete: demand.complete(field),
            may: Rc::clone(&held),
            sure: Rc::clone(&held),
            at_times: Rc::clone(&held),
            held,
            slow: Vec::new(),
        };
        if let Some(timing) = timing {
            offer.hold_against_time(model, timing);
        }
        if offer.grade() == Grade::Lacking {
            offer.may = Rc::default();
        }
        if offer.grade() > Grade::Presumed {
            offer.sure = Rc::default();
            offer.at_times = Rc::default();
        }
        // A box with an `unknown` extent does not surely hold anyone.
        let is_said = |scope: &&ScopeBox| scope.0.iter().all(Extent::is_stated);
        for boxes in [&mut offer.sure, &mut offer.at_times] {
            if !boxes.iter().all(|scope| is_said(&scope)) {
                *boxes = boxes.iter().filter(is_said).cloned().collect();
            }
        }
        offer
    }

    /// Level and completeness together.
    pub(super) fn grade(&self) -> Grade {
        self.level.max(self.complete)
    }

    /// Removes the people that come too late, or perhaps do. People that no stated way brings count as held.
    fn hold_against_time(&mut self, model: &Model, timing: &Timing<'_>) {
        use Timeliness::{Always, CannotTell, Never, Sometimes};
        // An identifier exists before the event, and is not news of it.
        let term = model.term_of(self.field);
        if term.is_some_and(|term| model.terms[term].is_identifier()) {
            return;
        }
        let mut ways = timing.ways(self.field, &self.held);
        if ways.iter().all(|way| way.verdict == Always) {
            return;
        }
        let space = model.space();
        let of = |verdicts: &[Timeliness]| -> Vec<&ScopeBox> {
            let ways = ways.iter().filter(|way| verdicts.contains(&way.verdict));
            ways.flat_map(|way| way.people.iter()).collect()
        };
        let without = |all: &[&ScopeBox], others: &[&ScopeBox], mode| -> Vec<ScopeBox> {
            let all: Vec<ScopeBox> = all.iter().map(|one| (*one).clone()).collect();
            difference(&all, others.iter().copied(), space, mode)
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
        let rest = |late: &[ScopeBox], mode| difference(&self.held, late, space, mode).into();
        let may = rest(&surely_late, Mode::Possible);
        let sure = rest(&perhaps_late, Mode::Certain);
        let at_times = rest(&never, Mode::Certain);
        (self.may, self.sure, self.at_times) = (may, sure, at_times);
        ways.retain(|way| way.verdict != Always);
        ways.sort_by_key(|way| way.age.rank());
        self.slow = ways;
    }
}
