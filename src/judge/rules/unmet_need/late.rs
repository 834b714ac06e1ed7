//! Reasons why a term comes too late, or may: the ways to it that bring the missing people.

use super::offer::Offer;
use super::reason::{Late, Reason, Why};
use super::term::Supplied;
use super::timing::Slow;
use crate::judge::graph::{Ages, Grade, Step, Timeliness};
use crate::read::model::{Mode, Model, ScopeBox, difference, may_share};

/// The reasons why the term is too late for `missing`: one for each step that causes delay. The soonest way comes first, and of equally soon
/// ones a way with a source; a way that brings only people of an earlier reason is left out.
pub(super) fn reasons(supplied: &Supplied<'_>, missing: &[ScopeBox]) -> Vec<Reason> {
    let (model, Some(ages)) = (supplied.model(), supplied.known.ages) else {
        return Vec::new();
    };
    let is_late = |way: &&Slow| way.verdict != Timeliness::CannotTell;
    let mut ways: Vec<&Slow> = fit(supplied)
        .flat_map(|offer| offer.slow.iter().filter(is_late))
        .collect();
    ways.sort_by_key(|way| (way.age.rank(), !way.is_sourced));
    let mut rest = missing.to_vec();
    let mut reasons: Vec<Reason> = Vec::new();
    for way in ways {
        if !may_share(&rest, &way.people) {
            continue;
        }
        rest = difference(&rest, way.people.iter(), model.space(), Mode::Certain);
        let steps = way.steps(ages);
        if let Some(blamed) = Ages::slowest(&steps).copied() {
            add(model, supplied, (way, steps), blamed, &mut reasons);
        }
        if rest.is_empty() {
            break;
        }
    }
    reasons
}

/// The reason why it cannot be told whether the term comes in time, with a way for the same people that sometimes is.
pub(super) fn doubt(supplied: &Supplied<'_>) -> Option<Reason> {
    let is_open = |way: &&Slow| way.verdict == Timeliness::CannotTell;
    let mut ways: Vec<&Slow> = fit(supplied)
        .flat_map(|offer| offer.slow.iter().filter(is_open))
        .collect();
    let space = supplied.model().space();
    let left = |way: &&Slow| {
        let left = difference(&supplied.wanted, way.people.iter(), space, Mode::Certain);
        let is_of_others = !may_share(&supplied.wanted, &way.people);
        (is_of_others, left.len(), way.age.rank())
    };
    ways.sort_by_cached_key(left);
    let way = ways.first()?;
    let is_at_times = |way: &&Slow| way.verdict == Timeliness::Sometimes;
    let at_times = fit(supplied).flat_map(|offer| offer.slow.iter().filter(is_at_times));
    let at_times = at_times.filter(|other| {
        let (here, there) = (left(other), left(way));
        (here.0, here.1) <= (there.0, there.1)
    });
    let besides = at_times.min_by_key(left).and_then(|way| {
        let steps = way.steps(supplied.known.ages?);
        Some((steps.last()?.by?.flow, way.age))
    });
    let steps = way.steps(supplied.known.ages?);
    let blamed = *Ages::untold(&steps).next().or(steps.last())?;
    let mut reasons = Vec::new();
    add(
        supplied.model(),
        supplied,
        (way, steps),
        blamed,
        &mut reasons,
    );
    let mut reason = reasons.pop()?;
    if let Why::Late(late) = &mut reason.why {
        late.besides = besides;
    }
    Some(reason)
}

/// The offers with no possible obstacle but time.
fn fit<'s>(supplied: &'s Supplied<'_>) -> impl Iterator<Item = &'s Offer> {
    let offers = supplied.offers.iter();
    offers.filter(|offer| offer.grade() != Grade::Lacking)
}

fn add(
    model: &Model,
    supplied: &Supplied<'_>,
    (way, steps): (&Slow, Vec<Step>),
    blamed: Step,
    reasons: &mut Vec<Reason>,
) {
    let (span, _) = blamed_on(model, &blamed);
    let late = Late {
        terms: vec![supplied.term],
        way: steps,
        age: way.age,
        verdict: way.verdict,
        blamed,
        besides: None,
    };
    let mut reason = Reason::at(span, Why::Late(Box::new(late)));
    reason.is_sourced = way.is_sourced;
    reasons.push(reason);
}

/// True if every time on a way has a source.
pub(super) fn is_sourced(model: &Model, steps: &[Step]) -> bool {
    steps.iter().all(|step| blamed_on(model, step).1)
}

/// The place where the time of a step is written, and whether it has a source.
fn blamed_on(model: &Model, step: &Step) -> (crate::read::source::Span, bool) {
    match step.by {
        Some(by) => {
            let flow = &model.flows[by.flow];
            (flow.from.span, flow.evidence.is_sourced())
        }
        None => {
            let system = &model.systems[model.system_of(step.field)];
            (system.span, system.evidence.is_sourced())
        }
    }
}

/// Joins the reasons of terms that one step delays.
pub(super) fn joined(model: &Model, reasons: Vec<Reason>) -> Vec<Reason> {
    let key = |late: &Late| {
        let flow = late.blamed.by.map(|by| by.flow);
        (late.verdict, flow, model.system_of(late.blamed.field))
    };
    let mut joined: Vec<Reason> = Vec::new();
    for reason in reasons {
        if let Why::Late(late) = &reason.why {
            let same = joined.iter_mut().find_map(|other| match &mut other.why {
                Why::Late(known) if key(known) == key(late) => Some((known, &mut other.is_sourced)),
                _ => None,
            });
            if let Some((known, is_sourced)) = same {
                for term in &late.terms {
                    if !known.terms.contains(term) {
                        known.terms.push(*term);
                    }
                }
                known.age = known.age.both(late.age);
                *is_sourced &= reason.is_sourced;
                continue;
            }
        }
        joined.push(reason);
    }
    joined
}
