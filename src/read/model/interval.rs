//! Reads and writes intervals in people's notation, such as `0..30`, `18+` and `..12 months`.
//!
//! The model keeps the ends of an interval in ticks. Every end was written as some text. The shortest such text is found by reading
//! candidates and keeping the first that gives the same end, so that it is read back as the same interval.

use super::dimension::Unit;
use super::duration::{Amount, DAY};
use super::extent::{End, Interval};

/// Reads `18+`, `0..17`, `30 days` (from nothing to there), `..12 months`, `3 months..`.
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

/// Reads an interval of a case. A number or length of time alone is only that one: `45` is from 45 to the end of that year.
pub(super) fn parse_of_case(text: &str, unit: Unit) -> Option<Interval> {
    let text = text.trim();
    if text.ends_with('+') || text.contains("..") {
        return parse(text, unit);
    }
    let alone = parse(&format!("{text}..{text}"), unit)?;
    // A length in hours ends exactly. The last minute before it is within those hours, as people count.
    let is_empty = alone.low.max >= alone.high.max && matches!(unit, Unit::Clock(..));
    Some(if is_empty && alone.low.min > 0 {
        let start = alone.low.min - 1;
        let low = End {
            min: start,
            max: start,
        };
        Interval { low, ..alone }
    } else {
        alone
    })
}

/// Reads one end. An `upper` end includes the unit that it names: `..17` years holds everyone up to the eighteenth birthday.
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

/// The end of an age. Completed months and years are exact; days are not whole months.
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

/// The text that reads back as `interval` on a dimension in `unit`.
pub(super) fn text(unit: Unit, interval: Interval) -> String {
    let upper = || end_text(unit, interval.high, true);
    match (interval.low, interval.high) {
        (End::START, End::OPEN) => "0+".to_owned(),
        (low, End::OPEN) => format!("{}+", end_text(unit, low, false)),
        (End::START, _) => {
            let upper = upper();
            let is_bare = upper.bytes().all(|byte| byte.is_ascii_digit());
            format!("{}..{upper}", if is_bare { "0" } else { "" })
        }
        (low, _) => format!("{}..{}", end_text(unit, low, false), upper()),
    }
}

/// The text of one end.
pub(super) fn end_text(unit: Unit, wanted: End, is_upper: bool) -> String {
    let is_it = |text: &String| end(text, unit, is_upper) == Some(wanted);
    let whole = wanted.min / unit.ticks();
    let bare = [whole - 1, whole].map(|number| number.to_string());
    let found = bare.into_iter().find(is_it).or_else(|| match unit {
        Unit::Clock(..) => clock(wanted).find(is_it),
        Unit::Calendar(..) => calendar(wanted, is_upper).find(is_it),
        Unit::Number => None,
    });
    // A computed end may have no text. It is rounded down.
    found.unwrap_or_else(|| whole.to_string())
}

/// Candidate texts for an end in minutes: exact hours, else months, days and hours with the same uncertainty as the end.
fn clock(end: End) -> impl Iterator<Item = String> {
    let exact = (end.min == end.max).then(|| amount(0, 0, end.min));
    let most = end.min / (28 * DAY);
    let of_months = move |months: i64, is_rest_wanted: bool| {
        let (shortest, longest) = Amount {
            months,
            ..Amount::default()
        }
        .minutes();
        let rest = end.min - shortest;
        let is_it = matches!((end.max - end.min) - (longest - shortest), 0 | DAY);
        (is_it && rest >= 0 && (rest > 0) == is_rest_wanted)
            .then(|| amount(months, rest / DAY, rest % DAY))
    };
    let whole = (1..=most)
        .rev()
        .filter_map(move |months| of_months(months, false));
    let days = std::iter::once(()).filter_map(move |()| of_months(0, true));
    let mixed = (1..=most)
        .rev()
        .filter_map(move |months| of_months(months, true));
    exact.into_iter().chain(whole).chain(days).chain(mixed)
}

/// Candidate texts for an end in thousandths of a month: whole months, else days, else months and days, else months and hours.
fn calendar(end: End, is_upper: bool) -> impl Iterator<Item = String> {
    let most = end.min / 1000;
    let whole = [most - 12, most - 1, most]
        .into_iter()
        .map(|months| amount(months, 0, 0));
    let mixed = (0..=most).flat_map(move |months| {
        let about = (end.min - months * 1000) * 31 / 1000;
        (about..about + 2)
            .filter(move |days| {
                let longest = months * 1000 + (days + i64::from(is_upper)) * 1000 / 28;
                *days > 0 && longest == end.max
            })
            .map(move |days| amount(months, days, 0))
    });
    let hours = std::iter::once(()).map(move |()| amount(most, 0, 60));
    whole.chain(mixed).chain(hours)
}

/// An amount in words.
fn amount(months: i64, days: i64, minutes: i64) -> String {
    let (months, years) = match months % 12 {
        0 if months > 12 => (0, months / 12),
        _ => (months, 0),
    };
    let (minutes, hours) = (minutes % 60, minutes / 60);
    let parts = [
        (years, "year"),
        (months, "month"),
        (days, "day"),
        (hours, "hour"),
        (minutes, "minute"),
    ];
    let words: Vec<String> = parts
        .iter()
        .filter(|(number, _)| *number != 0)
        .map(|(number, word)| format!("{number} {word}{}", if *number == 1 { "" } else { "s" }))
        .collect();
    if words.is_empty() {
        "0 hours".to_owned()
    } else {
        words.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_interval_is_read_back_as_it_was() {
        let ends = [
            "0",
            "1",
            "6",
            "17",
            "28",
            "30",
            "365",
            "366",
            "1500",
            "24 hours",
            "36 hours",
            "90 minutes",
            "0 hours",
            "1 day",
            "3 days",
            "45 days",
            "400 days",
            "6 weeks",
            "1 month",
            "11 months",
            "12 months",
            "18 months",
            "24 months",
            "48 months",
            "1 year",
            "1 year 6 months",
            "1 month 3 days",
            "2 days 5 hours",
            "1 month 2 days 3 hours",
            "P6W",
            "PT72H",
            "12 hours",
            "1 month 12 hours",
            "10 years",
        ];
        let mut read = 0;
        for (_, unit) in Unit::ALL {
            for low in ends {
                for text in ends.iter().map(|high| format!("{low}..{high}")).chain([
                    format!("{low}+"),
                    format!("..{low}"),
                    low.to_owned(),
                ]) {
                    let Some(interval) = parse(&text, unit) else {
                        continue;
                    };
                    read += 1;
                    let again = super::text(unit, interval);
                    assert_eq!(parse(&again, unit), Some(interval), "{text} became {again}");
                    assert_eq!(super::text(unit, interval), again);
                }
            }
        }
        assert!(read > 5000, "{read}");
    }

    #[test]
    fn an_interval_is_written_as_people_write_it() {
        let days = Unit::Clock("days", DAY);
        let years = Unit::Calendar("years", 12_000);
        for (unit, text) in [
            (days, "0..30"),
            (days, "..12 months"),
            (days, "..72 hours"),
            (days, "8..30"),
            (days, "3 months+"),
            (years, "18+"),
            (years, "0..17"),
            (years, "28 days..18 months"),
            (Unit::Number, "0..5"),
        ] {
            let interval = parse(text, unit).expect("an interval");
            assert_eq!(super::text(unit, interval), text);
        }
    }
}
