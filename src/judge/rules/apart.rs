//! The differences between two unions of boxes: people, or a stretch of one dimension.

use super::comparable::Dimensions;
use crate::read::model::{
    Axis, DimensionId, Extent, Id, Interval, Mode, Model, Rest, ScopeBox, difference, leaves_some,
    rest,
};

/// Some people who are in `boxes` and not in `others`, by one of these dimensions and by more than a stretch of one dimension.
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

/// The people who are in `boxes` and not in `others`, each with the dimensions that tell them apart; and whether all were compared: false
/// if there are too many boxes. People who differ by a stretch of one dimension alone are left out.
pub(super) fn more_people(
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

/// The stretch of a dimension by which `boxes` have something that `others` have not.
pub(super) fn one_way(
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

/// A stretch of that dimension that some box states and none of the other boxes do, or the part of it that they leave.
pub(super) fn by_stretch(
    boxes: &[ScopeBox],
    others: &[ScopeBox],
    dimension: DimensionId,
) -> Option<Interval> {
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

/// The stretch of one dimension by which `rest` lies outside `other`; `None` if it lies outside on another dimension or on no range.
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

/// The number of dimensions on which two groups of people have different limits.
pub(super) fn unlike(model: &Model, a: &[ScopeBox], b: &[ScopeBox]) -> usize {
    let limits = |boxes: &[ScopeBox], id: DimensionId| -> Vec<Extent> {
        let mut limits: Vec<Extent> = Vec::new();
        for scope in boxes {
            let limit = &scope.presumed().0[id.index()];
            if !limits.contains(limit) {
                limits.push(limit.clone());
            }
        }
        limits
    };
    let is_unlike = |id: &DimensionId| {
        let [a, b] = [a, b].map(|boxes| limits(boxes, *id));
        a.len() != b.len() || a.iter().any(|limit| !b.contains(limit))
    };
    model.dimensions.ids().filter(is_unlike).count()
}

/// True if on this dimension alone some of `boxes` have what none of `others` have.
pub(super) fn reaches_beyond(
    model: &Model,
    dimension: DimensionId,
    boxes: &[ScopeBox],
    others: &[ScopeBox],
) -> bool {
    let [boxes, others] = [boxes, others].map(|boxes| -> Vec<ScopeBox> {
        let alone = boxes.iter().map(|scope| scope.alone(dimension.index()));
        alone.collect()
    });
    leaves_some(&boxes, &others, model.space(), Mode::Certain)
}
