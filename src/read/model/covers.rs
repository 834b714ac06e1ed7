//! Reading `covers` and `only`.

use super::Dimensions;
use super::dimension::Axis;
use super::dimension::Dimension;
use super::dimension::Unit;
use super::dimension::Values;
use super::duration::Amount;
use super::duration::DAY;
use super::extent::End;
use super::extent::Extent;
use super::extent::Interval;
use super::extent::Leaves;
use super::id::Id;
use super::resolve::UNKNOWN_REFERENCE;
use super::scope::Boxes;
use super::scope::Scope;
use super::scope::ScopeBox;
use super::stated::Stated;
use crate::read::syntax::Decoder;
use crate::read::syntax::Node;
use crate::read::syntax::Value;
use crate::read::syntax::Values as Keys;
use crate::read::syntax::matching_key;
use crate::read::syntax::nearest;

/// How a box looks, for messages.
const EXAMPLE: &str = "{setting: [inpatient, community], age: 18+}";

/// Takes `key` as a scope.
pub(super) fn take(
    decoder: &mut Decoder<'_>,
    dimensions: &Dimensions,
    values: &Keys<'_, '_>,
    key: &str,
) -> Scope {
    Stated::take(decoder, values, key, |decoder, node| {
        boxes(decoder, dimensions, node)
    })
}

fn boxes(decoder: &mut Decoder<'_>, dimensions: &Dimensions, node: &Node<'_>) -> Option<Boxes> {
    if let Value::Scalar(_) = node.value {
        decoder.wrong_shape(
            node,
            "a scope",
            "a mapping from dimension to values",
            EXAMPLE,
        );
        return None;
    }
    let boxes: Vec<ScopeBox> = node
        .items()
        .iter()
        .filter_map(|item| one_box(decoder, dimensions, item))
        .collect();
    (!boxes.is_empty()).then(|| boxes.into())
}

fn one_box(
    decoder: &mut Decoder<'_>,
    dimensions: &Dimensions,
    node: &Node<'_>,
) -> Option<ScopeBox> {
    let entries = decoder.mapping(node, "a scope", EXAMPLE)?;
    let mut scope = ScopeBox::unstated(dimensions.len());
    for (key, value) in entries {
        let Some(name) = key.text() else { continue };
        let wanted = matching_key(name);
        let Some((id, dimension)) = dimensions
            .iter()
            .find(|(_, dimension)| matching_key(&dimension.slug) == wanted)
        else {
            let known: Vec<&str> = dimensions
                .iter()
                .map(|(_, dimension)| &*dimension.slug)
                .collect();
            let help = match nearest(name, known.iter().copied()).first() {
                Some(near) => format!("did you mean `{near}`?"),
                None if known.is_empty() => "declare it under `dimensions` first".to_owned(),
                None => format!(
                    "the dimensions of this map are: {}; declare it under `dimensions` if it is new",
                    known.join(", ")
                ),
            };
            decoder.report(
                &UNKNOWN_REFERENCE,
                key.span,
                "names nothing",
                format!("there is no dimension `{name}`"),
                help,
            );
            continue;
        };
        if let Some(extent) = extent(decoder, dimension, value) {
            scope.0[id.index()] = extent;
        }
    }
    Some(scope)
}

fn extent(decoder: &mut Decoder<'_>, dimension: &Dimension, node: &Node<'_>) -> Option<Extent> {
    match node.text() {
        Some("all") => return Some(Extent::All),
        Some("unknown") => return Some(Extent::Unknown),
        _ => {}
    }
    match &dimension.axis {
        Axis::Values(values) => leaves(decoder, dimension, values, node),
        Axis::Range(unit) => interval(decoder, dimension, *unit, node),
    }
}

fn leaves(
    decoder: &mut Decoder<'_>,
    dimension: &Dimension,
    values: &Values,
    node: &Node<'_>,
) -> Option<Extent> {
    let mut leaves = Leaves::none(values.leaves);
    let what = format!("a value of `{}`", dimension.slug);
    let written = decoder.texts(node, &what);
    for (text, span) in &written {
        if let Some(value) = values.find(text) {
            leaves.add(value.leaves.clone());
            continue;
        }
        let known: Vec<&str> = values.values.iter().map(|value| &*value.slug).collect();
        let hint = nearest(text, known.iter().copied())
            .first()
            .map_or_else(String::new, |near| format!("did you mean `{near}`? "));
        let help = format!(
            "{hint}its values are: {}; or `all`, or `unknown`",
            known.join(", ")
        );
        decoder.report(
            &UNKNOWN_REFERENCE,
            *span,
            "names nothing",
            format!(
                "`{text}` is not a value of the dimension `{}`",
                dimension.slug
            ),
            help,
        );
    }
    (!leaves.is_empty()).then_some(Extent::Leaves(leaves))
}

fn interval(
    decoder: &mut Decoder<'_>,
    dimension: &Dimension,
    unit: Unit,
    node: &Node<'_>,
) -> Option<Extent> {
    let what = format!("a stretch of `{}`", dimension.slug);
    let text = decoder.text(node, &what)?;
    let Some(interval) = parse(&text, unit) else {
        let help = match unit {
            Unit::Number => "write `0..30`, `18+`, `..12`, `all`, or `unknown`".to_owned(),
            _ => format!(
                "write `0..30` (in {}), `18+`, `..12 months`, `30 days`, `all`, or `unknown`",
                unit.word()
            ),
        };
        decoder.invalid(
            node.span,
            format!("`{text}` is not a stretch of `{}`", dimension.slug),
            help,
        );
        return None;
    };
    if interval.high.max <= interval.low.min {
        let help = match text.split_once("..") {
            Some((low, high)) => format!(
                "write the smaller one first: `{}..{}`",
                high.trim(),
                low.trim()
            ),
            None => "write the smaller one first, such as `0..30`".to_owned(),
        };
        decoder.invalid(
            node.span,
            format!("the interval `{text}` runs backwards"),
            help,
        );
        return None;
    }
    Some(Extent::Interval(interval))
}

/// `18+`, `0..17`, `30 days` (from nothing to there), `..12 months`, `3 months..`.
pub(super) fn parse(text: &str, unit: Unit) -> Option<Interval> {
    let text = text.trim();
    if let Some(low) = text.strip_suffix('+') {
        return Some(Interval {
            low: end(low, unit, false)?,
            high: End::OPEN,
        });
    }
    let Some((low, high)) = text.split_once("..") else {
        return Some(Interval {
            low: end("0", unit, false)?,
            high: end(text, unit, true)?,
        });
    };
    let (low, high) = (low.trim(), high.trim());
    if low.is_empty() && high.is_empty() {
        return None;
    }
    let low = if low.is_empty() {
        End::START
    } else {
        end(low, unit, false)?
    };
    let high = if high.is_empty() {
        End::OPEN
    } else {
        end(high, unit, true)?
    };
    Some(Interval { low, high })
}

/// One end; `upper` ends include the unit they name: `..17` years holds everyone up to the eighteenth birthday.
pub(super) fn end(text: &str, unit: Unit, upper: bool) -> Option<End> {
    let text = text.trim();
    let number = text
        .parse::<i64>()
        .ok()
        .filter(|number| (0..=1_000_000).contains(number));
    if unit == Unit::Number {
        let ticks = (number? + i64::from(upper)) * unit.ticks();
        return Some(End {
            min: ticks,
            max: ticks,
        });
    }
    let amount = match number {
        Some(number) => Amount::parse(&format!("{number} {}", unit.word()))?,
        None => Amount::parse(text)?,
    };
    match unit {
        Unit::Clock(..) => {
            let (min, max) = amount.minutes();
            // A day may be counted by the calendar or by the clock; hours and minutes only by the clock.
            let is_by_calendar =
                amount.days > 0 || amount.months > 0 || (number == Some(0) && unit.ticks() >= DAY);
            let slack = if upper && is_by_calendar { DAY } else { 0 };
            Some(End {
                min,
                max: max + slack,
            })
        }
        _ => Some(calendar_end(amount, unit, upper)),
    }
}

/// Ends of ages: completed months and years are exact, days are not whole months.
fn calendar_end(amount: Amount, unit: Unit, upper: bool) -> End {
    if amount.days == 0 && amount.minutes == 0 {
        let step = if amount.months % 12 == 0 {
            unit.ticks()
        } else {
            1000
        };
        let ticks = amount.months * 1000 + if upper { step } else { 0 };
        return End {
            min: ticks,
            max: ticks,
        };
    }
    let days = amount.days + amount.minutes.div_euclid(DAY);
    let (min, max) = (
        amount.months * 1000 + days * 1000 / 31,
        amount.months * 1000 + (days + i64::from(upper)) * 1000 / 28,
    );
    End { min, max }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::model::words::interval_words;

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
