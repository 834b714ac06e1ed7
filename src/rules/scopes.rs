//! How the scopes of one term's fields differ: shared by the rules on scopes and on windows.
//!
//! Two scopes are compared once, however many fields have them. A difference counts only where it is certain: where some
//! people are surely in one and surely not in the other, whatever the unstated dimensions turn out to be.

use std::collections::BTreeMap;
use std::collections::HashMap;

use crate::graph::FlowGraph;
use crate::model::Axis;
use crate::model::Boxes;
use crate::model::DimensionId;
use crate::model::Extent;
use crate::model::FieldId;
use crate::model::Id;
use crate::model::Interval;
use crate::model::Mode;
use crate::model::Model;
use crate::model::ScopeBox;
use crate::model::TermId;
use crate::model::difference;

/// The scopes that occur in a map, each once, and what was found on comparing them. Which date counts a case is left out: that is the rule
/// on the basis of counting.
pub(super) struct Scopes<'m> {
    model: &'m Model,
    boxes: Vec<Boxes>,
    /// For each scope, a bit for each dimension that some box of it states (the last bit for all from the 64th on).
    stated: Vec<u64>,
    /// For each scope of the model, the number of its people.
    of_scope: Vec<u32>,
    compared: HashMap<(u32, u32), Comparison>,
}

/// How two scopes surely differ.
#[derive(Debug, Clone, Default)]
pub(super) struct Comparison {
    /// By more than a stretch of one dimension: these people are in the first and not in the second, or the reverse.
    pub(super) people: Option<(ScopeBox, Side)>,
    /// By a stretch of one dimension: where something counts on one side only. Either everything else is possible in both,
    /// or both state a stretch there and the stretches differ, whoever else the two are about.
    pub(super) windows: Vec<(DimensionId, Interval, Side)>,
}

/// Which of two scopes has more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    First,
    Second,
}

/// The fields of one term that share a scope.
pub(super) struct Sharing {
    /// The number of their scope.
    pub(super) scope: u32,
    /// The fields, in the order of the model.
    pub(super) fields: Vec<FieldId>,
}

impl<'m> Scopes<'m> {
    pub(super) fn of(graph: &'m FlowGraph) -> Self {
        let model = graph.model();
        let mut numbers: HashMap<Boxes, u32> = HashMap::new();
        let mut boxes: Vec<Boxes> = Vec::new();
        let of_scope = model.scopes().iter().map(|scope| {
            let people: Boxes = model.people(scope).into();
            *numbers.entry(people.clone()).or_insert_with(|| {
                boxes.push(people);
                boxes.len() as u32 - 1
            })
        });
        let of_scope = of_scope.collect();
        let basis = model.count_basis().map(|(basis, _)| basis.index());
        let stated = boxes.iter().map(|boxes| stated(boxes, basis)).collect();
        Self {
            stated,
            model,
            boxes,
            of_scope,
            compared: HashMap::new(),
        }
    }

    /// For each term that is more than context, its fields by scope, where there are two scopes or more. Sorted.
    pub(super) fn by_term(&self) -> Vec<(TermId, Vec<Sharing>)> {
        let mut terms: Vec<BTreeMap<u32, Vec<FieldId>>> =
            vec![BTreeMap::new(); self.model.terms.len()];
        for (id, field) in self.model.fields.iter() {
            let Some(term) = field
                .term()
                .filter(|term| !self.model.terms[*term].is_context())
            else {
                continue;
            };
            terms[term.index()]
                .entry(self.of_scope[self.model.scope_number(id) as usize])
                .or_default()
                .push(id);
        }
        let sharings = |scopes: BTreeMap<u32, Vec<FieldId>>| {
            let mut sharings: Vec<Sharing> = scopes
                .into_iter()
                .map(|(scope, fields)| Sharing { scope, fields })
                .collect();
            sharings.sort_by_key(|sharing| sharing.fields[0]);
            sharings
        };
        let terms = self.model.terms.ids().zip(terms);
        terms
            .filter(|(_, scopes)| scopes.len() > 1)
            .map(|(term, scopes)| (term, sharings(scopes)))
            .collect()
    }

    /// False where the two surely do not differ: they state nothing about one dimension both.
    pub(super) fn may_differ(&self, first: u32, second: u32) -> bool {
        self.stated[first as usize] & self.stated[second as usize] != 0
    }

    /// How the two scopes differ, the first being the one of the lower number.
    pub(super) fn compare(&mut self, first: u32, second: u32) -> &Comparison {
        let (first, second) = (first.min(second), first.max(second));
        let model = self.model;
        let (a, b) = (&self.boxes[first as usize], &self.boxes[second as usize]);
        self.compared.entry((first, second)).or_insert_with(|| {
            let mut comparison = Comparison::default();
            one_way(model, a, b, Side::First, &mut comparison);
            one_way(model, b, a, Side::Second, &mut comparison);
            by_stretch(model, a, b, Side::First, &mut comparison);
            by_stretch(model, b, a, Side::Second, &mut comparison);
            comparison
        })
    }

    /// For each scope what it says of a range, as a number: two of one number cannot differ by a stretch of it, and neither can one that
    /// says nothing of it (0) from any other.
    pub(super) fn stretches(&self, dimension: DimensionId) -> Vec<u32> {
        let mut numbers: HashMap<Interval, u32> = HashMap::new();
        let mut count = 0;
        let mut next = || {
            count += 1;
            count
        };
        let scopes = self.boxes.iter();
        scopes
            .map(|boxes| {
                let stated = |scope: &ScopeBox| match scope.0[dimension.index()] {
                    Extent::Interval(interval) => Some(interval),
                    Extent::All => Some(Interval::ALL),
                    _ => None,
                };
                match &**boxes {
                    [scope] => match stated(scope) {
                        Some(interval) => *numbers.entry(interval).or_insert_with(&mut next),
                        None => 0,
                    },
                    // Which stretch goes with whom matters where there are several.
                    boxes if boxes.iter().any(|scope| stated(scope).is_some()) => next(),
                    _ => 0,
                }
            })
            .collect()
    }
}

/// The dimensions that some box states, as bits; `basis` is left out.
fn stated(boxes: &[ScopeBox], basis: Option<usize>) -> u64 {
    let bits = boxes.iter().flat_map(|scope| scope.0.iter().enumerate());
    bits.filter(|(index, extent)| extent.is_stated() && Some(*index) != basis)
        .fold(0, |bits, (index, _)| bits | 1 << index.min(63))
}

/// What `boxes` have and `others` have not.
fn one_way(
    model: &Model,
    boxes: &[ScopeBox],
    others: &[ScopeBox],
    side: Side,
    comparison: &mut Comparison,
) {
    for rest in difference(boxes, others, model.space(), Mode::Certain) {
        match others.iter().find_map(|other| window(model, &rest, other)) {
            Some((dimension, interval)) => {
                if !comparison
                    .windows
                    .iter()
                    .any(|(known, _, known_side)| (*known, *known_side) == (dimension, side))
                {
                    comparison.windows.push((dimension, interval, side));
                }
            }
            None => {
                comparison.people.get_or_insert((rest, side));
            }
        }
    }
}

/// Adds each dimension on which some box states a stretch that is none of those the other boxes state there.
fn by_stretch(
    model: &Model,
    boxes: &[ScopeBox],
    others: &[ScopeBox],
    side: Side,
    comparison: &mut Comparison,
) {
    let stretches = |boxes: &[ScopeBox], index: usize| -> Vec<Interval> {
        let stretch = |scope: &ScopeBox| match &scope.0[index] {
            Extent::Interval(interval) if *interval != Interval::ALL => Some(*interval),
            _ => None,
        };
        boxes.iter().filter_map(stretch).collect()
    };
    for id in model.dimensions.ids() {
        let (here, there) = (stretches(boxes, id.index()), stretches(others, id.index()));
        let is_known = comparison.windows.iter().any(|(known, ..)| *known == id);
        if here.is_empty() || there.is_empty() || is_known {
            continue;
        }
        let rest = here.iter().find_map(|stretch| {
            let mut rest = vec![*stretch];
            for other in &there {
                rest = rest
                    .iter()
                    .flat_map(|piece| piece.minus(*other, Mode::Certain))
                    .collect();
            }
            rest.first().copied()
        });
        if let Some(rest) = rest {
            comparison.windows.push((id, rest, side));
        }
    }
}

/// Where `rest` lies outside `other` by a stretch of one dimension only.
fn window(model: &Model, rest: &ScopeBox, other: &ScopeBox) -> Option<(DimensionId, Interval)> {
    let mut found = None;
    for (id, dimension) in model.dimensions.iter() {
        let (here, there) = (&rest.0[id.index()], &other.0[id.index()]);
        if here.overlaps(there) != Some(false) {
            continue;
        }
        let (Axis::Range(_), Extent::Interval(interval), None) = (&dimension.axis, here, found)
        else {
            return None;
        };
        found = Some((id, *interval));
    }
    found
}

/// So few things all meet each other, so that every pair that differs is told.
const FEW: usize = 12;

/// For each of `count` things, whether it differs from some other. Among many, one that is known to differ meets no more of them, and
/// those known to differ are met first: most things are told after one meeting.
pub(super) fn differing(count: usize, mut differ: impl FnMut(usize, usize) -> bool) -> Vec<bool> {
    let mut is_differing = vec![false; count];
    if count <= FEW {
        for first in 0..count {
            for second in first + 1..count {
                if differ(first, second) {
                    is_differing[first] = true;
                    is_differing[second] = true;
                }
            }
        }
        return is_differing;
    }
    let mut known: Vec<usize> = Vec::new();
    for index in 0..count {
        if is_differing[index] {
            continue;
        }
        let mut meets = |other: usize| differ(index.min(other), index.max(other));
        let found = known
            .iter()
            .copied()
            .find(|other| meets(*other))
            .or_else(|| {
                (0..count).find(|other| *other != index && !is_differing[*other] && meets(*other))
            });
        for one in found.into_iter().flat_map(|other| [index, other]) {
            if !std::mem::replace(&mut is_differing[one], true) {
                known.push(one);
            }
        }
    }
    is_differing
}

/// A whole number of units that surely lies in the interval, in ticks.
pub(super) fn witness(interval: Interval, ticks: i64) -> i64 {
    let low = interval.low.max;
    (low + ticks - 1).div_euclid(ticks) * ticks
}
