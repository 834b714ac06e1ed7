//! The differences between the scopes of one term's fields: shared by the rules on scopes and on windows.
//!
//! Two scopes are compared once, however many fields have them. A difference counts only if it is certain: some people are surely in one
//! and surely not in the other, whatever the unstated dimensions are.

use rustc_hash::FxHashMap;
use rustc_hash::FxHashSet;

use super::comparable::{Comparable, Dimensions, Standing, asking};
use super::facets::{firm, is_sourced};
use crate::judge::graph::{FlowGraph, Supply};
use crate::read::finding::Certainty;
use crate::read::model::{
    Axis, Boxes, DimensionId, Extent, FieldId, Id, Interval, Mode, Model, NeedId, Rest, ScopeBox,
    TermId, difference, rest,
};

/// The scopes of a map, each once, with the results of comparing them. The date that counts a case is left out: `different-count-basis`
/// compares it.
pub(super) struct Scopes<'m> {
    model: &'m Model,
    boxes: Vec<Boxes>,
    /// For each scope, the dimensions that some box of it states.
    stated: Vec<Dimensions>,
    /// For each scope of the model, the number of its people.
    of_scope: Vec<u32>,
    /// The dimensions by which the first of two scopes (the lower number) surely has people that the second lacks; and the other way round.
    other_people: FxHashMap<(u32, u32), [Dimensions; 2]>,
    /// The pairs that have too many boxes to compare.
    too_many: FxHashSet<(u32, u32)>,
    /// Whether two scopes differ by a stretch of a dimension, if this does not follow from their stretches alone.
    windowed: FxHashMap<(DimensionId, u32, u32), bool>,
    /// For each term, the needs that ask for it.
    asking: Vec<Vec<NeedId>>,
}

/// The one of two scopes that has more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    First,
    Second,
}

impl Side {
    /// Turns a side in the order of the numbers into a side in the order of the arguments.
    fn as_given(self, first: u32, second: u32) -> Self {
        match self {
            _ if first <= second => self,
            Side::First => Side::Second,
            Side::Second => Side::First,
        }
    }
}

/// The fields of one term that share a scope and a standing.
pub(super) struct Sharing {
    /// The number of their scope.
    pub(super) scope: u32,
    standing: Standing,
    /// The fields, in the order of the model.
    pub(super) fields: Vec<FieldId>,
}

impl<'m> Scopes<'m> {
    pub(super) fn of(graph: &'m FlowGraph) -> Self {
        let model = graph.model();
        let mut numbers: FxHashMap<Boxes, u32> = FxHashMap::default();
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
            other_people: FxHashMap::default(),
            too_many: FxHashSet::default(),
            windowed: FxHashMap::default(),
            asking: asking(model),
        }
    }

    /// The fields of a term by scope, if it is not context and there are two scopes or more, and the dimensions on which they are compared.
    /// Sorted.
    pub(super) fn of_term(
        &self,
        supply: &Supply<'_>,
        term: TermId,
    ) -> Option<(Comparable<'m>, Vec<Sharing>)> {
        let model = self.model;
        if model.terms[term].is_context() {
            return None;
        }
        let scope = |field: &FieldId| self.of_scope[model.scope_number(*field) as usize];
        let fields = supply.held(term);
        let first = scope(fields.first()?);
        if fields.iter().all(|field| scope(field) == first) {
            return None;
        }
        let comparable = Comparable::of(model, supply, term, &self.asking[term.index()]);
        let standing = |field: &FieldId| comparable.standing(supply, *field);
        let placed = fields
            .iter()
            .map(|field| (scope(field), standing(field), *field));
        let mut placed: Vec<(u32, Standing, FieldId)> = placed.collect();
        placed.sort_unstable();
        let alike = placed.chunk_by(|a, b| (a.0, &a.1) == (b.0, &b.1));
        let sharings = alike.map(|same| Sharing {
            scope: same[0].0,
            standing: same[0].1.clone(),
            fields: same.iter().map(|(.., field)| *field).collect(),
        });
        let mut sharings: Vec<Sharing> = sharings.collect();
        sharings.sort_by_key(|sharing| sharing.fields[0]);
        Some((comparable, sharings))
    }

    /// The dimensions on which a difference between the fields of the two is a difference of their term; `None` if the two cannot differ on
    /// any of them.
    pub(super) fn compared(
        &self,
        comparable: &Comparable<'_>,
        a: &Sharing,
        b: &Sharing,
    ) -> Option<Dimensions> {
        let stated = |sharing: &Sharing| self.stated[sharing.scope as usize];
        if a.scope == b.scope || !stated(a).meets(stated(b)) {
            return None;
        }
        let dimensions = comparable.dimensions(&a.standing, &b.standing);
        dimensions.meets(stated(a)).then_some(dimensions)
    }

    /// The one of the two that surely has people that the other lacks, by one of these dimensions and by more than a stretch of one
    /// dimension. If both have such people, the one with the lower number.
    pub(super) fn other_people(&mut self, by: Dimensions, first: u32, second: u32) -> Option<Side> {
        let key = (first.min(second), first.max(second));
        let [low, high] = *self.other_people.entry(key).or_insert_with(|| {
            let (low, high) = (&self.boxes[key.0 as usize], &self.boxes[key.1 as usize]);
            let (more, is_all) = more_people(self.model, low, high);
            let (more_back, is_all_back) = more_people(self.model, high, low);
            let by = [more, more_back].map(|pieces| {
                let pieces = pieces.into_iter();
                pieces.fold(Dimensions::default(), |all, (_, by)| all.and(by))
            });
            if by == [Dimensions::default(); 2] && !(is_all && is_all_back) {
                self.too_many.insert(key);
            }
            by
        });
        let side = if low.meets(by) {
            Side::First
        } else if high.meets(by) {
            Side::Second
        } else {
            return None;
        };
        Some(side.as_given(first, second))
    }

    /// True if [`Self::other_people`] could not decide: the two have too many boxes to compare.
    pub(super) fn are_too_many(&self, first: u32, second: u32) -> bool {
        self.too_many
            .contains(&(first.min(second), first.max(second)))
    }

    /// The stretch of one dimension by which the two differ, and the side that has it: cases in the stretch count there only. Either
    /// everything else is possible in both, or both state a stretch there and the stretches differ, whatever other people the two are
    /// about.
    pub(super) fn window(
        &self,
        dimension: DimensionId,
        first: u32,
        second: u32,
    ) -> Option<(Interval, Side)> {
        let low = &self.boxes[first.min(second) as usize];
        let high = &self.boxes[first.max(second) as usize];
        let one = |boxes, others| one_way(self.model, boxes, others, dimension);
        let by = |boxes, others| by_stretch(boxes, others, dimension);
        let is_low = |found| (found, Side::First.as_given(first, second));
        let is_high = |found| (found, Side::Second.as_given(first, second));
        let found = one(low, high).map(is_low);
        let found = found.or_else(|| one(high, low).map(is_high));
        let found = found.or_else(|| by(low, high).map(is_low));
        found.or_else(|| by(high, low).map(is_high))
    }

    /// True if there is such a stretch. For most pairs this follows from the stretches that they state.
    pub(super) fn has_window(&mut self, dimension: DimensionId, first: u32, second: u32) -> bool {
        let (a, b) = (&self.boxes[first as usize], &self.boxes[second as usize]);
        if by_stretch(a, b, dimension).is_some() || by_stretch(b, a, dimension).is_some() {
            return true;
        }
        let key = (dimension, first.min(second), first.max(second));
        if let Some(known) = self.windowed.get(&key) {
            return *known;
        }
        let is_windowed = self.window(key.0, key.1, key.2).is_some();
        self.windowed.insert(key, is_windowed);
        is_windowed
    }

    /// For each scope, a number for the stretch that it states of a range. Two scopes with one number cannot differ by a stretch, and a
    /// scope without a stretch (0) cannot differ from any other.
    pub(super) fn stretches(&self, dimension: DimensionId) -> Vec<u32> {
        let mut numbers: FxHashMap<Interval, u32> = FxHashMap::default();
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
                    // Several boxes may state different stretches for different people.
                    boxes if boxes.iter().any(|scope| stated(scope).is_some()) => next(),
                    _ => 0,
                }
            })
            .collect()
    }
}

/// The dimensions that some box states; `basis` is left out.
fn stated(boxes: &[ScopeBox], basis: Option<usize>) -> Dimensions {
    let extents = boxes.iter().flat_map(|scope| scope.0.iter().enumerate());
    extents
        .filter(|(place, extent)| extent.is_stated() && Some(*place) != basis)
        .fold(Dimensions::default(), |all, (place, _)| {
            all.and(Dimensions::one(place))
        })
}

/// Some people in `boxes` and not in `others`, by one of these dimensions and by more than a stretch of one dimension.
pub(super) fn other_people(
    model: &Model,
    by: Dimensions,
    boxes: &[ScopeBox],
    others: &[ScopeBox],
) -> Option<ScopeBox> {
    let (pieces, _) = more_people(model, boxes, others);
    let mut pieces = pieces.into_iter();
    pieces.find_map(|(piece, there)| there.meets(by).then_some(piece))
}

/// The people in `boxes` and not in `others`, each with the dimensions that distinguish them, and whether all boxes were compared: false if
/// there are too many. People that only a stretch of one dimension distinguishes are left out.
fn more_people(
    model: &Model,
    boxes: &[ScopeBox],
    others: &[ScopeBox],
) -> (Vec<(ScopeBox, Dimensions)>, bool) {
    let Rest { boxes, is_whole } = rest(boxes, others, model.space(), Mode::Certain);
    let found = boxes.into_iter().filter_map(|piece| {
        let mut each = others.iter();
        if !each.all(|other| window(model, &piece, other).is_none()) {
            return None;
        }
        let apart = others.iter().flat_map(|other| {
            let extents = piece.0.iter().zip(&other.0).enumerate();
            extents.filter(|(_, (here, there))| here.overlaps(there) == Some(false))
        });
        let by = apart.fold(Dimensions::default(), |all, (place, _)| {
            all.and(Dimensions::one(place))
        });
        Some((piece, by))
    });
    (found.collect(), is_whole)
}

/// The stretch of a dimension that `boxes` have and `others` lack.
fn one_way(
    model: &Model,
    boxes: &[ScopeBox],
    others: &[ScopeBox],
    wanted: DimensionId,
) -> Option<Interval> {
    let rest = difference(boxes, others, model.space(), Mode::Certain);
    let windows = rest.iter().filter_map(|rest| {
        let mut others = others.iter();
        others.find_map(|other| window(model, rest, other))
    });
    let mut wanted = windows.filter(|(dimension, _)| *dimension == wanted);
    wanted.next().map(|(_, interval)| interval)
}

/// A stretch of the dimension that some box of `boxes` states and no other box does, or the part of it that they leave.
fn by_stretch(boxes: &[ScopeBox], others: &[ScopeBox], dimension: DimensionId) -> Option<Interval> {
    let stretches = |boxes: &[ScopeBox]| -> Vec<Interval> {
        let stretch = |scope: &ScopeBox| match &scope.0[dimension.index()] {
            Extent::Interval(interval) if *interval != Interval::ALL => Some(*interval),
            _ => None,
        };
        boxes.iter().filter_map(stretch).collect()
    };
    let there = stretches(others);
    if there.is_empty() {
        return None;
    }
    let here = stretches(boxes);
    here.iter().find_map(|stretch| {
        let mut rest = vec![*stretch];
        for other in &there {
            rest = rest
                .iter()
                .flat_map(|piece| piece.minus(*other, Mode::Certain))
                .collect();
        }
        rest.first().copied()
    })
}

/// The dimension and stretch by which alone `rest` lies outside `other`.
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

/// A whole number of units that surely lies in the interval, in ticks.
pub(super) fn witness(interval: Interval, ticks: i64) -> i64 {
    let low = interval.low.max;
    (low + ticks - 1).div_euclid(ticks) * ticks
}

/// Certain if every field and every system that gives a field its scope has a source, and no field is disputed.
pub(super) fn certainty(model: &Model, fields: &[FieldId]) -> Certainty {
    firm(fields.iter().all(|id| {
        let field = &model.fields[*id];
        model.systems[field.system].evidence.is_sourced()
            && field.evidence.disputes().is_empty()
            && is_sourced(model, *id)
    }))
}

/// Splits the fields into runs whose scopes have one `key`, each with that key.
pub(super) fn by_scope<'f, K: PartialEq>(
    model: &Model,
    fields: &'f [FieldId],
    key: impl Fn(&[ScopeBox]) -> K,
) -> Vec<(K, &'f [FieldId])> {
    let key_of = |field: FieldId| key(model.scope(field));
    let parts = fields.chunk_by(|a, b| {
        model.scope_number(*a) == model.scope_number(*b) || key_of(*a) == key_of(*b)
    });
    parts.map(|part| (key_of(part[0]), part)).collect()
}
