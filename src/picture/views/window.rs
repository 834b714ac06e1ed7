//! The windows of a term's definitions, in words and as bars on the common axis.

use super::diagram::{Bar, BarKind, ChartAxis, Lane, Tick};
use super::scale::Scale;
use super::words::capital;
use crate::read::model::{DimensionId, End, Extent, Id, Interval, Model, ScopeBox, extent_words};
use crate::words::lowered;

/// The whole of the axis, thousandths.
const WHOLE: u16 = 1000;

/// The statement of a scope on one dimension, over all of its boxes.
pub(super) enum Said {
    Intervals(Vec<Interval>),
    All,
    NotStated,
    Unknown,
}

impl Said {
    pub(super) fn is_window(&self) -> bool {
        matches!(self, Said::Intervals(_))
    }
}

pub(super) fn said(scope: &[ScopeBox], id: DimensionId) -> Said {
    let mut intervals: Vec<Interval> = Vec::new();
    let (mut is_all, mut is_silent) = (false, scope.is_empty());
    for part in scope {
        match &part.0[id.index()] {
            Extent::Interval(interval) if *interval != Interval::ALL => {
                if !intervals.contains(interval) {
                    intervals.push(*interval);
                }
            }
            Extent::Unknown => return Said::Unknown,
            Extent::Unstated => is_silent = true,
            _ => is_all = true,
        }
    }
    intervals.sort_by_key(|interval| (interval.low.min, interval.high.max));
    match (intervals.is_empty(), is_all, is_silent) {
        (_, _, true) => Said::NotStated,
        (_, true, _) => Said::All,
        (true, ..) => Said::NotStated,
        (false, ..) => Said::Intervals(intervals),
    }
}

/// One window in words and as bars.
pub(super) fn lane(
    model: &Model,
    id: DimensionId,
    said: &Said,
    ranges: &[DimensionId],
    scale: &Scale,
) -> Lane {
    let dimension = &model.dimensions[id];
    let whole = |kind| {
        vec![Bar {
            kind,
            from: 0,
            to: WHOLE,
            has_no_end: kind == BarKind::Counted,
        }]
    };
    let (words, bars) = match said {
        Said::All => ("no limit".to_owned(), whole(BarKind::Counted)),
        Said::NotStated => ("not stated".to_owned(), whole(BarKind::NotStated)),
        Said::Unknown => ("unknown".to_owned(), whole(BarKind::Unknown)),
        Said::Intervals(all) => {
            let words: Vec<String> = all
                .iter()
                .filter_map(|interval| extent_words(dimension, &Extent::Interval(*interval)))
                .collect();
            let bars = all.iter().flat_map(|interval| bars(scale, *interval));
            (words.join(" or "), bars.collect())
        }
    };
    let is_first = ranges.first() == Some(&id);
    Lane {
        words,
        // One name is above the axis; any other is beside its own bar.
        of: if is_first {
            String::new()
        } else {
            lowered(&dimension.name)
        },
        bars,
    }
}

/// The surely counted stretch, and the stretches before and after that may be counted, because an end is uncertain.
fn bars(scale: &Scale, interval: Interval) -> Vec<Bar> {
    let has_no_end = interval.high == End::OPEN;
    let [low, sure_low] = [interval.low.min, interval.low.max].map(|at| scale.at(at));
    let [sure_high, high] = [interval.high.min, interval.high.max].map(|at| scale.at(at));
    let bar = |kind, from: u16, to: u16, has_no_end| Bar {
        kind,
        from,
        to,
        has_no_end,
    };
    let mut bars = Vec::new();
    if sure_low > low {
        bars.push(bar(BarKind::MayCount, low, sure_low, false));
    }
    bars.push(bar(
        BarKind::Counted,
        sure_low,
        sure_high.max(sure_low),
        has_no_end,
    ));
    if high > sure_high {
        bars.push(bar(BarKind::MayCount, sure_high, high, false));
    }
    bars
}

pub(super) fn axis(model: &Model, ranges: &[DimensionId], scale: &Scale) -> ChartAxis {
    ChartAxis {
        title: capital(&model.dimensions[ranges[0]].name),
        ticks: scale
            .ticks()
            .into_iter()
            .map(|(at, words)| Tick { at, words })
            .collect(),
    }
}
