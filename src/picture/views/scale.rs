//! The common axis of a chart: from ticks of a dimension's unit to thousandths of the axis, with marks in words.

use crate::read::model::{Axis, DimensionId, End, Extent, Id, Model, ScopeBox, Unit};

const DAY: i64 = 24 * 60;

/// The marks of time: minutes, and words.
const TIMES: [(i64, &str); 12] = [
    (0, "0"),
    (60, "1 hour"),
    (DAY, "1 day"),
    (7 * DAY, "1 week"),
    (30 * DAY, "1 month"),
    (91 * DAY, "3 months"),
    (182 * DAY, "6 months"),
    (365 * DAY, "1 year"),
    (2 * 365 * DAY, "2 years"),
    (3 * 365 * DAY, "3 years"),
    (5 * 365 * DAY, "5 years"),
    (10 * 365 * DAY, "10 years"),
];

/// From ticks to thousandths.
pub(super) struct Scale {
    unit: Unit,
    most: i64,
}

impl Scale {
    /// The sort of a unit. Units of one sort can share an axis.
    pub(super) fn sort(unit: Unit) -> usize {
        match unit {
            Unit::Clock(..) => 0,
            Unit::Calendar(..) => 1,
            Unit::Number => 2,
        }
    }

    /// A scale on which every end of these dimensions has its place; `None` for no dimension.
    pub(super) fn over<'s>(
        model: &Model,
        ranges: &[DimensionId],
        scopes: impl Iterator<Item = &'s ScopeBox>,
    ) -> Option<Self> {
        let Axis::Range(unit) = model.dimensions[*ranges.first()?].axis else {
            return None;
        };
        let ends = scopes.flat_map(|scope| {
            let extents = ranges.iter().map(|id| &scope.0[id.index()]);
            extents.filter_map(|extent| match extent {
                Extent::Interval(interval) => {
                    let high = (interval.high != End::OPEN).then_some(interval.high.min);
                    Some(high.unwrap_or(interval.low.min))
                }
                _ => None,
            })
        });
        let most = ends.max().unwrap_or(1).max(1);
        let most = match unit {
            Unit::Clock(..) => {
                let next = TIMES.iter().find(|(minutes, _)| *minutes >= most);
                next.map_or(most, |(minutes, _)| *minutes).max(7 * DAY)
            }
            Unit::Calendar(..) | Unit::Number => most,
        };
        Some(Self { unit, most })
    }

    /// Thousandths from the left. Time is drawn by its square root, so that days and years can both be read.
    pub(super) fn at(&self, ticks: i64) -> u16 {
        let share = ticks.clamp(0, self.most) as f64 / self.most as f64;
        let share = match self.unit {
            Unit::Clock(..) => share.sqrt(),
            Unit::Calendar(..) | Unit::Number => share,
        };
        (share * 1000.0).round() as u16
    }

    /// The marks, each with its place.
    pub(super) fn ticks(&self) -> Vec<(u16, String)> {
        match self.unit {
            Unit::Clock(..) => TIMES
                .iter()
                .filter(|(minutes, _)| *minutes <= self.most)
                .map(|(minutes, words)| (self.at(*minutes), (*words).to_owned()))
                .collect(),
            Unit::Calendar(..) | Unit::Number => {
                let (one, word) = match self.unit {
                    Unit::Calendar(..) => (12_000, " years"),
                    _ => (1000, ""),
                };
                let all = self.most / one;
                let steps = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000];
                let step = steps.into_iter().find(|step| all / step <= 8);
                let step = step.unwrap_or((all / 8).max(1));
                (0..=all / step)
                    .map(|count| count * step)
                    .map(|amount| (self.at(amount * one), format!("{amount}{word}")))
                    .collect()
            }
        }
    }
}
