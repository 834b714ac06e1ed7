//! An interval written back as people write it: `0..30`, `18+`, `..12 months`.
//!
//! The model keeps the ends of an interval in ticks, each of which some text names; the shortest such text is found by reading
//! candidates and keeping the first that gives the same end, so what is written is read back as what it was.

use crate::read::model::covers;
use crate::read::model::dimension::Unit;
use crate::read::model::duration::Amount;
use crate::read::model::duration::DAY;
use crate::read::model::extent::End;
use crate::read::model::extent::Interval;

/// The text that is read as `interval` on a dimension in `unit`.
pub(super) fn text(unit: Unit, interval: Interval) -> String {
    let upper = || end(unit, interval.high, true);
    match (interval.low, interval.high) {
        (End::START, End::OPEN) => "0+".to_owned(),
        (low, End::OPEN) => format!("{}+", end(unit, low, false)),
        (End::START, _) => {
            let upper = upper();
            let is_bare = upper.bytes().all(|byte| byte.is_ascii_digit());
            format!("{}..{upper}", if is_bare { "0" } else { "" })
        }
        (low, _) => format!("{}..{}", end(unit, low, false), upper()),
    }
}

/// The text of one end.
pub(in crate::read::model) fn end(unit: Unit, end: End, is_upper: bool) -> String {
    let is_it = |text: &String| covers::end(text, unit, is_upper) == Some(end);
    let whole = end.min / unit.ticks();
    let bare = [whole - 1, whole].map(|number| number.to_string());
    let found = bare.into_iter().find(is_it).or_else(|| match unit {
        Unit::Clock(..) => clock(end).find(is_it),
        Unit::Calendar(..) => calendar(end, is_upper).find(is_it),
        Unit::Number => None,
    });
    // No file gives an end that no text names; one that a program made up is rounded down.
    found.unwrap_or_else(|| whole.to_string())
}

/// What may name an end in minutes: exact hours, else months, days and hours whose uncertainty is that of the end.
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

/// What may name an end in thousandths of a month: whole months, else days, else months and days, else months and hours.
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
    use crate::read::model::covers::parse;

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
