//! Boxes, unions of boxes and extents in words.

use std::cmp::Reverse;

use super::dimension::{Axis, Dimension, Dimensions, Unit, Values};
use super::duration::DAY;
use super::extent::{End, Extent, Interval, Leaves};
use super::id::Id;
use super::interval;
use super::scope::ScopeBox;
use crate::words::{counted, lowered, readable};

/// A box in words, with the dimensions that it states: `setting inpatient or community, age 18 years and over`; `everyone` if it states
/// none.
pub fn words(dimensions: &Dimensions, scope: &ScopeBox) -> String {
    let parts: Vec<String> = dimensions
        .iter()
        .filter_map(|(id, dimension)| {
            let extent = &scope.0[id.index()];
            let said = extent_words(dimension, extent)?;
            Some(format!("{}: {said}", dimension.name))
        })
        .collect();
    if parts.is_empty() {
        "everyone".to_owned()
    } else {
        parts.join(", ")
    }
}

/// A part of a union in words: its differences from the box that holds it, or all of it if there are none.
pub fn part_words(dimensions: &Dimensions, part: &ScopeBox, whole: &[ScopeBox]) -> String {
    let differing = |of: &ScopeBox| {
        (0..part.0.len())
            .filter(|index| part.0[*index] != of.0[*index])
            .count()
    };
    let nearest = whole
        .iter()
        .filter(|of| part.overlaps(of) != Some(false))
        .min_by_key(|of| differing(of));
    let Some(nearest) = nearest.filter(|of| differing(of) > 0) else {
        return words(dimensions, part);
    };
    let told = |index: usize| {
        if part.0[index] == nearest.0[index] {
            Extent::Unstated
        } else {
            part.0[index].clone()
        }
    };
    words(dimensions, &ScopeBox((0..part.0.len()).map(told).collect()))
}

/// The largest number of dimensions in a short text.
const MOST_LIMITS: usize = 2;
/// The largest number of values of a dimension in a short text.
const MOST_VALUES: usize = 2;

/// A group of people by its difference from all of `others`, with as few dimensions as possible: `age at death: up to 17 years`. Nobody in
/// `others` has these values. Of more than two such dimensions the others are counted. If no dimension differs from all, the first limits of the group.
pub fn telling_words(dimensions: &Dimensions, group: &ScopeBox, others: &[ScopeBox]) -> String {
    let is_apart =
        |index: usize, other: &ScopeBox| group.0[index].overlaps(&other.0[index]) == Some(false);
    let mut left: Vec<&ScopeBox> = others.iter().collect();
    let mut telling: Vec<usize> = Vec::new();
    while !left.is_empty() {
        let apart = |index: usize| left.iter().filter(|other| is_apart(index, other)).count();
        let best = (0..group.0.len()).max_by_key(|index| (apart(*index), Reverse(*index)));
        let Some(best) = best.filter(|index| apart(*index) > 0) else {
            break;
        };
        left.retain(|other| !is_apart(best, other));
        telling.push(best);
    }
    telling.sort_unstable();
    if telling.is_empty() || !left.is_empty() {
        return short_words(dimensions, group);
    }
    let mut all = limits(dimensions, group);
    all.retain(|(index, _)| telling.contains(index));
    few_limits(all)
}

/// The first limits of a box in few words: `area: england, age: up to 17 years, and 2 more limits`; `everyone` if it has none.
pub fn short_words(dimensions: &Dimensions, scope: &ScopeBox) -> String {
    match limits(dimensions, scope) {
        all if all.is_empty() => "everyone".to_owned(),
        all => few_limits(all),
    }
}

/// At most two limits, and a count of the others.
fn few_limits(limits: Vec<(usize, String)>) -> String {
    let mut said: Vec<String> = limits.into_iter().map(|(_, words)| words).collect();
    let more = said.len().saturating_sub(MOST_LIMITS);
    said.truncate(MOST_LIMITS);
    match more {
        0 => said.join(", "),
        more => format!("{}, {}", said.join(", "), counted(more, "more limit")),
    }
}

/// Each dimension that a box limits, by its index, in few words.
fn limits(dimensions: &Dimensions, scope: &ScopeBox) -> Vec<(usize, String)> {
    let said = dimensions.iter().filter_map(|(id, dimension)| {
        let index = id.index();
        let said = match (&dimension.axis, &scope.0[index]) {
            (Axis::Values(values), Extent::Leaves(leaves)) => few_values(values, leaves),
            (_, extent) => extent_words(dimension, extent)?,
        };
        Some((index, format!("{}: {said}", lowered(&dimension.name))))
    });
    said.collect()
}

/// At most two values in words: `not detained` if all but one or two are meant. Of more, the first, and a count of the others.
fn few_values(values: &Values, leaves: &Leaves) -> String {
    let named = values.fewest(leaves);
    if named.len() <= MOST_VALUES {
        return value_words(values, leaves);
    }
    let others = values.others(leaves);
    match &values.fewest(&others)[..] {
        [other] => return readable(&format!("not {other}")),
        [one, other] => return readable(&format!("neither {one} nor {other}")),
        _ => {}
    }
    let first = named[..MOST_VALUES - 1].join(", ");
    let more = named.len() + 1 - MOST_VALUES;
    format!("{} or {more} more", readable(&first))
}

/// A union of boxes in words.
pub fn union_words(dimensions: &Dimensions, boxes: &[ScopeBox]) -> String {
    boxes
        .iter()
        .map(|scope| words(dimensions, scope))
        .collect::<Vec<_>>()
        .join("; and ")
}

/// An extent in words; `None` if it is not stated or is everything.
pub fn extent_words(dimension: &Dimension, extent: &Extent) -> Option<String> {
    match (&dimension.axis, extent) {
        (Axis::Values(values), Extent::Leaves(leaves)) => Some(value_words(values, leaves)),
        (Axis::Range(unit), Extent::Interval(interval)) => Some(interval_words(*unit, *interval)),
        _ => None,
    }
}

/// Values in words.
fn value_words(values: &Values, leaves: &Leaves) -> String {
    let words = match values.fewest(leaves).split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => "nobody".to_owned(),
    };
    readable(&words)
}

fn interval_words(unit: Unit, interval: Interval) -> String {
    match (interval.low, interval.high) {
        (End::START, End::OPEN) => "any".to_owned(),
        (low, End::OPEN) => format!("{} or more", lower_words(unit, low)),
        (End::START, high) => format!("up to {}", upper_words(unit, high)),
        (low, high) => match (lower_words(unit, low), upper_words(unit, high)) {
            (low, high) if low == high => low,
            (low, high) => format!("{low} to {high}"),
        },
    }
}

/// A lower end in words: months and years as they are, anything else as the first whole unit that certainly is above it.
fn lower_words(unit: Unit, end: End) -> String {
    match unit {
        // An end that is unusual for a lower end is the upper end of another interval.
        Unit::Clock(..) if end.max - end.min > DAY => {
            interval::end_text(unit, end, !names_months(unit, end))
        }
        _ => tick_words(unit, end.max),
    }
}

/// True if an end is that of a whole number of months, as a lower end.
fn names_months(unit: Unit, read: End) -> bool {
    interval::end(&interval::end_text(unit, read, false), unit, false) == Some(read)
}

/// The last whole unit before an upper end.
fn upper_words(unit: Unit, end: End) -> String {
    match unit {
        // Only hours and minutes end exactly. They are written as hours, so that 72 hours and 3 days do not look alike.
        Unit::Clock(_, ticks) if end.min == end.max && ticks >= DAY && end.min < 1000 * 60 => {
            tick_words(Unit::Clock("hours", 60), end.min)
        }
        // A day of slack comes from counting by the calendar or by the clock, and is not written.
        Unit::Clock(..) if end.max - end.min <= DAY => tick_words(unit, end.min),
        Unit::Clock(..) => interval::end_text(unit, end, true),
        Unit::Calendar(_, ticks) => tick_words(unit, (end.min - ticks).max(0)),
        Unit::Number => tick_words(unit, (end.min - 1000).max(0)),
    }
}

/// A number of ticks in the dimension's unit, or in a smaller one if it is not whole.
pub fn tick_words(unit: Unit, ticks: i64) -> String {
    let of = |amount: i64, word: &str| {
        let word = if amount == 1 {
            word.trim_end_matches('s')
        } else {
            word
        };
        format!("{amount} {word}").trim_end().to_owned()
    };
    if ticks % unit.ticks() == 0 {
        return of(ticks / unit.ticks(), unit.word());
    }
    match unit {
        Unit::Clock(..) if ticks % DAY == 0 => of(ticks / DAY, "days"),
        Unit::Clock(..) if ticks % 60 == 0 => of(ticks / 60, "hours"),
        Unit::Clock(..) => of(ticks, "minutes"),
        Unit::Calendar(..) => of(ticks / 1000, "months"),
        Unit::Number => of(ticks / 1000, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::model::interval::parse;

    const DAYS: Unit = Unit::Clock("days", DAY);
    const YEARS: Unit = Unit::Calendar("years", 12_000);

    #[test]
    fn hours_are_exact_and_days_are_not() {
        let hours = parse("72 hours", DAYS).expect("an interval");
        let days = parse("3 days", DAYS).expect("an interval");
        assert_eq!(
            hours.high,
            End {
                min: 3 * DAY,
                max: 3 * DAY
            }
        );
        assert_eq!(
            days.high,
            End {
                min: 3 * DAY,
                max: 4 * DAY
            }
        );
        assert_eq!(parse("0..3", DAYS), Some(days));
        assert_eq!(interval_words(DAYS, hours), "up to 72 hours");
        assert_eq!(interval_words(DAYS, days), "up to 3 days");
    }

    #[test]
    fn an_upper_age_includes_the_whole_year() {
        let young = parse("0..17", YEARS).expect("an interval");
        let old = parse("18+", YEARS).expect("an interval");
        assert_eq!(young.high, old.low);
        assert_eq!(interval_words(YEARS, young), "up to 17 years");
        assert_eq!(interval_words(YEARS, old), "18 years or more");
        assert_eq!(
            interval_words(DAYS, parse("..12 months", DAYS).expect("an interval")),
            "up to 12 months"
        );
    }
}
