//! The limits within which a term is counted, on one axis for each unit.

use std::collections::BTreeMap;

use super::Block;
use super::Report;
use super::Scale;
use super::Thing;
use super::ThingKind;
use super::Window;
use super::Windows;
use super::definitions::speaker;
use super::text::readable;
use crate::ask;
use crate::read::model::{
    Axis, DimensionId, End, Extent, FieldId, Id, Interval, ScopeBox, Term, TermId, Unit,
    extent_words,
};

/// The windows of a term, one drawing for each sort of axis.
pub(super) fn windows(report: &Report<'_>, term: TermId, fields: &[FieldId]) -> Vec<Block> {
    let model = report.analysis.model();
    let Term {
        slug, name, agreed, ..
    } = &model.terms[term];
    let agreed = agreed.as_ref().and_then(|agreed| agreed.covers.known());
    let mut drawings: BTreeMap<Scale, Vec<Window>> = BTreeMap::new();
    for (id, dimension) in model.dimensions.iter() {
        let Axis::Range(unit) = dimension.axis else {
            continue;
        };
        let mut known: Vec<(Interval, Vec<Thing>)> = Vec::new();
        let agreed = agreed.map(|boxes| (speaker(report, slug, ask::AGREED), &**boxes));
        let said = fields.iter().map(|field| {
            let system = &model.systems[model.fields[*field].system];
            let thing = report.names.thing(ThingKind::System, &system.slug);
            (thing, model.scope(*field))
        });
        for (thing, scope) in agreed.into_iter().chain(said) {
            for interval in intervals(scope, id) {
                let place = known.iter().position(|(other, _)| *other == interval);
                let place = place.unwrap_or_else(|| {
                    known.push((interval, Vec::new()));
                    known.len() - 1
                });
                if !known[place].1.contains(&thing) {
                    known[place].1.push(thing.clone());
                }
            }
        }
        // A limit that all share makes no difference.
        let is_shared = || {
            let limited = known.iter().flat_map(|(_, things)| things);
            limited.count() >= fields.len()
        };
        if known.is_empty() || (known.len() == 1 && is_shared()) {
            continue;
        }
        known.sort_by_key(|(interval, _)| (interval.low.min, interval.high.max, interval.high.min));
        let drawing = drawings.entry(scale(unit)).or_default();
        drawing.extend(known.into_iter().map(|(interval, who)| {
            let words = extent_words(dimension, &Extent::Interval(interval));
            window(
                unit,
                &dimension.name,
                words.unwrap_or_default(),
                interval,
                who,
            )
        }));
    }
    let draw = |(scale, windows): (Scale, Vec<Window>)| {
        let what = match scale {
            Scale::Time => "windows over",
            Scale::Years => "limits in years within",
            Scale::Number => "limits within",
        };
        Block::Windows(Windows {
            title: format!("The {what} which {} is counted", readable(name)),
            scale,
            all: windows,
        })
    };
    drawings.into_iter().map(draw).collect()
}

/// The limits that are stated on a dimension. A part of a scope without a limit may be about people whom the dimension does not concern, such
/// as those still in care: it says nothing of a window.
fn intervals(scope: &[ScopeBox], id: DimensionId) -> Vec<Interval> {
    scope
        .iter()
        .filter_map(|scope| match &scope.0[id.index()] {
            Extent::Interval(interval) if *interval != Interval::ALL => Some(*interval),
            _ => None,
        })
        .collect()
}

fn scale(unit: Unit) -> Scale {
    match unit {
        Unit::Clock(..) => Scale::Time,
        Unit::Calendar(..) => Scale::Years,
        Unit::Number => Scale::Number,
    }
}

fn window(
    unit: Unit,
    dimension: &str,
    words: String,
    interval: Interval,
    who: Vec<Thing>,
) -> Window {
    let in_one = match unit {
        Unit::Clock(..) => 1.0,
        Unit::Calendar(..) => 12_000.0,
        Unit::Number => 1000.0,
    };
    let pair = |end: End| (end.min as f64 / in_one, end.max as f64 / in_one);
    Window {
        dimension: dimension.to_owned(),
        words,
        low: pair(interval.low),
        high: (interval.high != End::OPEN).then(|| pair(interval.high)),
        who,
    }
}
