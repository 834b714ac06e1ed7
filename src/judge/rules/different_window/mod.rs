//! Fields of one term that count over different windows of one dimension.

mod tell;

use super::apart::witness;
use super::comparable::{Comparable, Dimensions};
use super::different_scope::place;
use super::differing::differing;
use super::facets::firm;
use super::found::{Found, about};
use super::inherited::{OfTerm, told_once};
use super::rule;
use super::scopes::{Reading, Scopes, Side};
use super::sharing::{Sharing, certainty};
use crate::judge::graph::{FlowGraph, Supply};
use crate::read::model::{
    Axis, DimensionId, End, Extent, FieldId, Id, Interval, Model, TermId, Unit,
};

rule! {
    /// ## Finds
    /// Fields of one term, in different systems, that count over different windows of one dimension: 30 days after discharge in one,
    /// 12 months in another. It names something that counts in one and not in the other, and for whom, if not for all. Windows from different
    /// anchors are different dimensions and are never compared: nothing is said of a field that counts only from something else. Where the
    /// words leave the end open ("1 month" against "30 days") it says nothing. A field that leaves the dimension out is read as any length of
    /// time, and the finding is then only likely. The dimension must be part of the term, as
    /// `different-scope` says. Where neither field nor the agreed definition states it,
    /// and the two are compared as totals or for a need, the window must be all that differs: other people are told there, window and all.
    /// ## Why it matters
    /// The same question gets two answers, and each is right by its own rule.
    /// ## How to fix
    /// Agree one window, or publish both beside each other.
    /// ## When it is fine
    /// Where the windows serve different ends and are named differently wherever figures are shown.
    "different-window", Definition, Warning, "fields of one term that count over different windows of one dimension", find, tell::tell
}

fn find(graph: &FlowGraph) -> Vec<Found<DifferentWindow>> {
    let model = graph.model();
    let ranges = model.dimensions.iter();
    let ranges = ranges.filter_map(|(id, dimension)| match dimension.axis {
        Axis::Range(unit) => Some((id, unit)),
        Axis::Values(_) => None,
    });
    let ranges: Vec<(DimensionId, Unit)> = ranges.collect();
    if ranges.is_empty() {
        return Vec::new();
    }
    let (mut scopes, supply) = (Scopes::of(graph), Supply::of(graph));
    let stretches = ranges.iter().map(|(id, _)| scopes.stretches(*id));
    let stretches: Vec<Vec<u32>> = stretches.collect();
    let mut found = Vec::new();
    for term in model.terms.ids() {
        let Some((comparable, sharings)) = scopes.of_term(&supply, term) else {
            continue;
        };
        for ((dimension, unit), stretches) in ranges.iter().zip(&stretches) {
            let of_term = (&comparable, &*sharings);
            let clash = clash(model, &mut scopes, (*dimension, stretches), of_term);
            let Some(Clash {
                fields,
                is_sure,
                shown: (reading, (interval, more, less)),
            }) = clash
            else {
                continue;
            };
            // All of them are told, so the finding is no surer than the least sure of them.
            let certainty = certainty(&supply, &fields).max(firm(is_sure));
            let span = place(model, fields[0]);
            let what = DifferentWindow {
                term,
                dimension: *dimension,
                fields,
                at: (*unit, nearest(interval, *unit)),
                more,
                less,
                is_written: reading == Reading::AsWritten,
                also: Vec::new(),
            };
            found.push(Found::sure(span, certainty, what));
        }
    }
    told_once(model, found)
}

/// Fields of one term that count over different windows of one dimension.
struct DifferentWindow {
    term: TermId,
    dimension: DimensionId,
    /// The fields; those of one scope are adjacent.
    fields: Box<[FieldId]>,
    /// A point of the dimension, in ticks, at which a case counts in `more` and not in `less`.
    at: (Unit, i64),
    more: FieldId,
    less: FieldId,
    /// False if `more` leaves the dimension out, and so is read as any length of time.
    is_written: bool,
    /// The other terms for which the same holds.
    also: Vec<TermId>,
}
about!(DifferentWindow {
    name: [term, dimension],
    subjects: [term, dimension, &fields]
});

impl OfTerm for DifferentWindow {
    fn term(&self) -> TermId {
        self.term
    }

    fn dimension(&self) -> Option<DimensionId> {
        Some(self.dimension)
    }

    fn fields(&self) -> &[FieldId] {
        &self.fields
    }

    fn also(&mut self) -> &mut Vec<TermId> {
        &mut self.also
    }
}

/// A point that surely is in the interval, in ticks: a whole number of units if there is one, near the end at which the interval meets the other
/// window. Where another window ends at a point in time, as at 24 hours, a later one is taken: people count the point itself as within that window.
fn nearest(interval: Interval, unit: Unit) -> i64 {
    const HOUR: i64 = 60;
    let ticks = unit.ticks();
    let first = witness(interval, ticks);
    let last = (interval.high.min - 1).div_euclid(ticks) * ticks;
    let ends_there = interval.low == End::START && interval.high != End::OPEN;
    let is_point = interval.low.min == interval.low.max && interval.low != End::START;
    if ends_there && last >= first {
        last
    } else if matches!(unit, Unit::Clock(..)) && is_point && first == interval.low.max {
        let later = [first + ticks, first + HOUR, first + 1];
        let inside = later.into_iter().find(|at| *at < interval.high.min);
        inside.unwrap_or(first)
    } else {
        first
    }
}

/// A stretch that counts in the first field and not in the second.
type Witness = (Interval, FieldId, FieldId);

/// The value of an example: two windows are a better one than a window and none.
fn rank(model: &Model, dimension: DimensionId, (_, more, less): &Witness) -> usize {
    let both = [more, less].into_iter();
    both.filter(|field| restricts(model, **field, dimension))
        .count()
}

/// Fields that differ by a stretch of a dimension.
struct Clash {
    /// Fields of one scope are adjacent.
    fields: Box<[FieldId]>,
    /// True if each field differs from some other by written statements, and for two of them all that this rests on has a source.
    is_sure: bool,
    /// A stretch that shows the difference, and the reading of the two fields.
    shown: (Reading, Witness),
}

/// The fields that differ by a stretch of the dimension.
fn clash(
    model: &Model,
    scopes: &mut Scopes<'_>,
    (dimension, stretches): (DimensionId, &[u32]),
    (comparable, sharings): (&Comparable<'_>, &[Sharing]),
) -> Option<Clash> {
    let stretch = |sharing: &Sharing| stretches[sharing.scope as usize];
    let stating = sharings.iter().filter(|sharing| stretch(sharing) != 0);
    let stating: Vec<&Sharing> = stating.collect();
    let first = stretch(stating.first()?);
    if stating.iter().all(|sharing| stretch(sharing) == first) {
        return None;
    }
    let is_known = stating.iter().map(|sharing| scopes.is_known(sharing));
    let is_known: Vec<bool> = is_known.collect();
    let mut clashes = |reading, first: usize, second: usize| {
        let (a, b) = (stating[first], stating[second]);
        let is_clashing = stretch(a) != stretch(b)
            && a.in_two_systems(b, model).is_some()
            && may_clash(scopes, comparable, dimension, [a, b])
            && scopes.has_window(reading, dimension, a.scope, b.scope);
        is_clashing.then(|| {
            let window = scopes.window(reading, dimension, a.scope, b.scope);
            window.map(|(interval, side)| match side {
                Side::First => (interval, a.fields[0], b.fields[0]),
                Side::Second => (interval, b.fields[0], a.fields[0]),
            })
        })
    };
    let (mut shown, mut is_sure) = ([None::<(usize, Witness)>; 2], false);
    let mut differing_by = |reading, shown: &mut Option<(usize, Witness)>| {
        differing(stating.len(), |first, second| {
            let clash = clashes(reading, first, second);
            // Without two such fields, the finding is only likely.
            if clash.is_some() && reading == Reading::AsWritten && !is_sure {
                let two = stating[first].in_two_systems(stating[second], model);
                let two = two.filter(|_| is_known[first] && is_known[second]);
                is_sure = two.is_some_and(|two| {
                    stating[first].is_sure(two[0]) && stating[second].is_sure(two[1])
                });
            }
            if let Some(witness) = clash.flatten() {
                let rank = rank(model, dimension, &witness);
                if shown.is_none_or(|(best, _)| rank > best) {
                    *shown = Some((rank, witness));
                }
            }
            clash.is_some()
        })
    };
    let is_clashing = differing_by(Reading::Presumed, &mut shown[1]);
    if !is_clashing.contains(&true) {
        return None;
    }
    let is_written = differing_by(Reading::AsWritten, &mut shown[0]) == is_clashing;
    // A written difference is a better example than a presumed one.
    let readings = [Reading::AsWritten, Reading::Presumed].into_iter();
    let mut shown = readings
        .zip(shown)
        .filter_map(|(reading, one)| Some((reading, one?.1)));
    let clashing = stating.iter().zip(&is_clashing).filter(|(_, is)| **is);
    let mut clashing: Vec<&&Sharing> = clashing.map(|(sharing, _)| sharing).collect();
    clashing.sort_by_key(|sharing| scopes.is_silent(sharing));
    let fields = clashing.into_iter().flat_map(|sharing| &sharing.fields);
    Some(Clash {
        fields: fields.copied().collect(),
        is_sure: is_sure && is_written,
        shown: shown.next()?,
    })
}

/// True if a difference by a stretch of the dimension is a difference of the term of two fields.
fn may_clash(
    scopes: &mut Scopes<'_>,
    comparable: &Comparable<'_>,
    dimension: DimensionId,
    [a, b]: [&Sharing; 2],
) -> bool {
    let is_other_clock = scopes.has_other_clock(dimension, a, b);
    let compared = scopes.compared(comparable, a, b);
    let written = comparable.written(&a.standing, &b.standing);
    !is_other_clock
        && compared.is_some_and(|compared| compared.meets(dimension.into()))
        && (written.meets(dimension.into()) || are_same_but_for_windows(scopes, a, b))
}

/// True if two fields are about the same people but for a window: a difference in other people is told by `different-scope`, window and all.
fn are_same_but_for_windows(scopes: &mut Scopes<'_>, a: &Sharing, b: &Sharing) -> bool {
    let apart = scopes.other_people(Reading::Presumed, Dimensions::ALL, a.scope, b.scope);
    apart == [false; 2]
}

/// True if the people of a field have a window on the dimension.
fn restricts(model: &Model, field: FieldId, dimension: DimensionId) -> bool {
    let people = model.people(model.scope(field));
    people
        .iter()
        .any(|scope| match &scope.0[dimension.index()] {
            Extent::Interval(window) => *window != Interval::ALL,
            _ => false,
        })
}
