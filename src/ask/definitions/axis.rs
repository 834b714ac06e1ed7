//! The windows of the definitions of a term on one dimension, as numbers in its unit.

use super::super::sides::Side;
use super::card::{Bar, Stretch, Windows};
use crate::read::model::{Axis, DimensionId, End, Extent, Id, Interval, Model, Unit};

/// The windows on a dimension; `None` if its values are names, so that there is no axis.
pub(super) fn windows(model: &Model, id: DimensionId, sides: &[Side]) -> Option<Windows> {
    let dimension = &model.dimensions[id];
    let Axis::Range(unit) = dimension.axis else {
        return None;
    };
    let bars = sides.iter().map(|side| Bar {
        field: side.name(model),
        stretches: stretches(model, id, unit, *side),
    });
    Some(Windows {
        dimension: dimension.slug.to_string(),
        unit: unit.word().to_owned(),
        bars: bars.collect(),
    })
}

/// The stretches of one definition, in order, each once; empty if any of its boxes leaves the dimension open.
fn stretches(model: &Model, id: DimensionId, unit: Unit, side: Side) -> Vec<Stretch> {
    let mut intervals: Vec<Interval> = Vec::new();
    for scope in side.scope(model) {
        let interval = match &scope.0[id.index()] {
            Extent::Interval(interval) => *interval,
            Extent::All => Interval::ALL,
            _ => return Vec::new(),
        };
        if !intervals.contains(&interval) {
            intervals.push(interval);
        }
    }
    intervals.sort_by_key(|interval| (interval.low.min, interval.high.max));
    let number = |ticks: i64| ticks as f64 / unit.ticks() as f64;
    let end = |ticks: i64| (ticks != End::OPEN.max).then(|| number(ticks));
    let told = intervals.iter().map(|interval| Stretch {
        from_least: number(interval.low.min),
        from_most: number(interval.low.max),
        to_least: end(interval.high.min),
        to_most: end(interval.high.max),
    });
    told.collect()
}
