//! Durations and frequencies as people write them.

use std::fmt;

use super::choice;
use crate::read::syntax::{Decoder, Node, matching_key};

/// Minutes in a day.
pub(super) const DAY: i64 = 24 * 60;
/// Minutes in a week.
const WEEK: i64 = 7 * DAY;
/// Minutes in an average month: twelve are a year of 365.25 days.
const MONTH: i64 = 1461 * DAY / 48;
/// Minutes in an average working day: five are a week.
const WORKING_DAY: i64 = WEEK / 5;

/// A length of time between `shortest` and `longest`, in minutes. The two differ if the text is not exact: a month has 28 to 31 days, a
/// year 365 or 366, `7..10 days` is a range, and working days may have weekends and a holiday between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duration {
    /// As written.
    pub(crate) written: Box<str>,
    /// The least number of minutes.
    pub(crate) shortest: i64,
    /// The largest number of minutes.
    pub(crate) longest: i64,
    /// The number of minutes in the average calendar: a month is a twelfth of a year, five working days are a week. For a range, the
    /// middle.
    pub(crate) mean: i64,
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

/// A length of time as amounts of calendar units, shared by durations and interval ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Amount {
    pub(super) months: i64,
    pub(super) days: i64,
    pub(super) minutes: i64,
}

impl Amount {
    /// The least and the largest number of minutes.
    pub(super) fn minutes(self) -> (i64, i64) {
        let (shortest, longest) = days_of_months(self.months);
        (
            (shortest + self.days) * DAY + self.minutes,
            (longest + self.days) * DAY + self.minutes,
        )
    }

    /// The number of minutes in the average calendar.
    fn mean(self) -> i64 {
        self.months * MONTH + self.days * DAY + self.minutes
    }

    /// Reads `6 weeks`, `12 months`, `1 year 6 months`, `PT12H`, `24h`. Fractions are allowed only for hours and below.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = &plain(text);
        let spoken = text
            .replace(" and ", " ")
            .replace("a ", "1 ")
            .replace("an ", "1 ")
            .replace("one ", "1 ");
        let spoken = if text.starts_with(|c: char| c.is_ascii_digit())
            || text.starts_with(['P', 'p', '-'])
        {
            text
        } else {
            &spoken
        };
        let span: jiff::Span = spoken.parse().ok()?;
        if span.is_negative() {
            return None;
        }
        Some(Self {
            months: i64::from(span.get_years()) * 12 + i64::from(span.get_months()),
            days: i64::from(span.get_weeks()) * 7 + i64::from(span.get_days()),
            minutes: i64::from(span.get_hours()) * 60
                + span.get_minutes()
                + span.get_seconds() / 60,
        })
    }
}

/// The text in lower case, with a space for each underscore and each hyphen before a word. ISO 8601 is unchanged.
fn plain(text: &str) -> String {
    let text = text.trim();
    if text.starts_with(['P', 'p']) {
        return text.to_owned();
    }
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let is_before_word = letters.peek().is_some_and(|next| next.is_alphabetic());
        match letter {
            '_' => plain.push(' '),
            '-' if is_before_word && !plain.is_empty() => plain.push(' '),
            _ => plain.extend(letter.to_lowercase()),
        }
    }
    plain
}

/// The fewest and the most days of this number of consecutive months.
fn days_of_months(months: i64) -> (i64, i64) {
    if months == 0 {
        return (0, 0);
    }
    let years = months / 12;
    let shortest = [0, 28, 59, 89, 120, 150, 181, 212, 242, 273, 303, 334];
    let longest = [0, 31, 62, 92, 123, 153, 184, 215, 245, 276, 306, 337];
    let rest = (months % 12) as usize;
    let leaps = years / 4;
    (
        years * 365 + leaps + shortest[rest],
        years * 365 + leaps + i64::from(years % 4 != 0) + longest[rest],
    )
}

impl Duration {
    /// The duration as a sentence has it: `1 to 2 months` of `1..2 months`.
    pub(crate) fn words(&self) -> String {
        self.written.replace("..", " to ")
    }

    /// The duration after a verb: `after 2 days`, or `without delay`.
    pub(crate) fn after(&self) -> String {
        if self.is_without_delay() {
            return self.words();
        }
        format!("after {}", self.words())
    }

    /// True if it is `without delay`, which is no length of time that something takes.
    pub(crate) fn is_without_delay(&self) -> bool {
        plain(&self.written) == WITHOUT_DELAY
    }

    /// True if its ends are those that flowmap takes a unit without a number for, such as `days to weeks`.
    pub(crate) fn is_unnumbered(&self) -> bool {
        let has_number = |text: &str| text.contains(|c: char| c.is_ascii_digit());
        let text = plain(&self.written);
        let low = split_range(&text).map_or(&*text, |(low, _)| low);
        !has_number(&text) && unnumbered(low).is_some()
    }

    /// Reads one duration, a range of two (`26..31 weeks`, `7 to 10 days`), working days, or units without a number as sources use
    /// them (`weeks`, `days to weeks`).
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let written: Box<str> = text.trim().into();
        let text = plain(text);
        let simple = text
            .trim_start_matches("about ")
            .trim_start_matches("within ")
            .trim_start_matches("up to ");
        let (shortest, longest, mean) = match split_range(simple) {
            Some((low, high)) => {
                let unit = high.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
                let low = if low.ends_with(|c: char| c.is_ascii_digit()) {
                    format!("{low}{unit}")
                } else {
                    low.to_owned()
                };
                let (low, high) = (bounds(&low)?, bounds(high)?);
                (low.0, high.1, i64::midpoint(low.2, high.2))
            }
            None => bounds(simple)?,
        };
        (shortest <= longest).then_some(Self {
            written,
            shortest,
            longest,
            mean,
        })
    }

    pub(super) fn decode(decoder: &mut Decoder<'_>, node: &Node<'_>) -> Option<Self> {
        let text = decoder.text(node, "a duration")?;
        let duration = Self::parse(&text);
        if duration.is_none() {
            let help = "write a number and a unit: `24 hours`, `6 weeks`, `12 months`, `26..31 weeks`, `1 working day`; `days` or `weeks` if the source gives no number; or `unknown`";
            decoder.invalid(node.span, format!("`{text}` is not a duration"), help);
        }
        duration
    }
}

/// Splits `7..10 days`, `7 to 10 days` or `7-10 days` into its two halves.
fn split_range(text: &str) -> Option<(&str, &str)> {
    let (low, high) = text
        .split_once("..")
        .or_else(|| text.split_once(" to "))
        .or_else(|| {
            let (low, high) = text.split_once(['-', '–'])?;
            (!low.is_empty() && low.trim().bytes().all(|byte| byte.is_ascii_digit()))
                .then_some((low, high))
        })?;
    let (low, high) = (low.trim(), high.trim());
    (low.starts_with(|c: char| c.is_ascii_digit()) || unnumbered(low).is_some())
        .then_some((low, high))
}

/// The words of laws that set no number.
const WITHOUT_DELAY: &str = "without delay";

/// The words that sources use without a number, each with the shortest and the longest time it stands for. A longer time would be given in the
/// next unit: nobody says "days" of three weeks. Sources that were read use no word for more than a year.
const UNNUMBERED: [(&str, &str, &str); 5] = [
    (WITHOUT_DELAY, "0 minutes", "7 days"),
    ("hours", "1 hour", "24 hours"),
    ("days", "1 day", "7 days"),
    ("weeks", "7 days", "2 months"),
    ("months", "1 month", "12 months"),
];

/// The minutes of a unit without a number: the least, the largest and the middle.
fn unnumbered(text: &str) -> Option<(i64, i64, i64)> {
    let unit = ["a few ", "some ", "several "]
        .iter()
        .find_map(|few| text.strip_prefix(few))
        .unwrap_or(text);
    let (_, least, most) = UNNUMBERED.iter().find(|(name, ..)| *name == unit.trim())?;
    let (shortest, longest) = (
        Amount::parse(least)?.minutes().0,
        Amount::parse(most)?.minutes().1,
    );
    Some((shortest, longest, i64::midpoint(shortest, longest)))
}

/// The minutes of one duration: the least, the largest and the average.
fn bounds(text: &str) -> Option<(i64, i64, i64)> {
    if let Some(number) = text
        .strip_suffix("working days")
        .or_else(|| text.strip_suffix("working day"))
    {
        let days: i64 = number.trim().parse().ok()?;
        // There is a weekend every five days, one more at the start, and one public holiday with each.
        let weekends = (days + 4) / 5;
        return Some((days * DAY, (days + weekends * 3) * DAY, days * WORKING_DAY));
    }
    if let Some(bounds) = unnumbered(text) {
        return Some(bounds);
    }
    let amount = Amount::parse(text)?;
    let (shortest, longest) = amount.minutes();
    Some((shortest, longest, amount.mean()))
}

/// The words for a frequency, each with its period; the first has none.
const PERIODS: [(&str, Option<&str>); 7] = [
    ("event", None),
    ("day", Some("1 day")),
    ("working day", Some("1 working day")),
    ("week", Some("1 week")),
    ("month", Some("1 month")),
    ("quarter", Some("3 months")),
    ("year", Some("1 year")),
];

/// A frequency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Every {
    /// Each time something happens.
    Event,
    /// Once in each period.
    Period(Duration),
}

impl Every {
    /// The words for frequencies, besides durations.
    pub(super) const NAMES: &'static [&'static str] = &choice::names(&PERIODS);

    pub(super) fn decode(decoder: &mut Decoder<'_>, node: &Node<'_>) -> Option<Self> {
        let text = decoder.text(node, "the interval between supplies")?;
        let every = Self::parse(&text);
        if every.is_none() {
            let help = format!(
                "it is one of: {}; or a duration such as `2 weeks`; or `unknown`",
                Self::NAMES.join(", ")
            );
            decoder.invalid(node.span, format!("`{text}` does not say how often"), help);
        }
        every
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let key = matching_key(text);
        let period = match PERIODS.iter().find(|(word, _)| matching_key(word) == key) {
            Some((_, None)) => return Some(Every::Event),
            Some((_, Some(period))) => period,
            // How often a year cannot be told of `every: days`.
            None if unnumbered(&plain(text)).is_some() => return None,
            None => text,
        };
        Duration::parse(period).map(|duration| {
            Every::Period(Duration {
                written: text.into(),
                ..duration
            })
        })
    }

    /// The number of times a year; `None` for each event. A year has 12 months, 52 weeks of 5 working days, or 365 days.
    pub(crate) fn times_a_year(&self) -> Option<f64> {
        let Every::Period(Duration { mean, .. }) = self else {
            return None;
        };
        // The factor 2 is for ranges: from one month to two, the middle is one and a half.
        let is_whole = |unit: i64| (mean * 2) % unit == 0;
        let year = if is_whole(MONTH) {
            12 * MONTH
        } else if is_whole(WEEK) || is_whole(WORKING_DAY) {
            52 * WEEK
        } else {
            365 * DAY
        };
        Some(year as f64 / (*mean).max(1) as f64)
    }

    /// The frequency in words: `at each event`, `every month`.
    pub fn words(&self) -> String {
        match self {
            Every::Event => "at each event".to_owned(),
            Every::Period(duration) => format!("every {}", duration.written),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_durations_as_people_write_them() {
        let days = |text: &str| {
            Duration::parse(text).map(|duration| (duration.shortest / DAY, duration.longest / DAY))
        };
        assert_eq!(days("6 weeks"), Some((42, 42)));
        assert_eq!(days("P6W"), Some((42, 42)));
        assert_eq!(days("24 hours"), Some((1, 1)));
        assert_eq!(days("1 month"), Some((28, 31)));
        assert_eq!(days("12 months"), Some((365, 366)));
        assert_eq!(days("1 year"), Some((365, 366)));
        assert_eq!(days("3 months"), Some((89, 92)));
        assert_eq!(days("7..10 days"), Some((7, 10)));
        assert_eq!(days("26 to 31 weeks"), Some((182, 217)));
        assert_eq!(days("1-2 days"), Some((1, 2)));
        assert_eq!(days("1 working day"), Some((1, 4)));
        assert_eq!(days("6 Weeks"), Some((42, 42)));
        assert_eq!(days("24-Hours"), Some((1, 1)));
        assert_eq!(days("A Month"), Some((28, 31)));
        assert_eq!(days("1 Working-Day"), Some((1, 4)));
        assert_eq!(days("About 2 working_days"), Some((2, 5)));
        assert_eq!(days("7-10 Days"), Some((7, 10)));
        assert_eq!(days("p6w"), Some((42, 42)));
        assert_eq!(days("days"), Some((1, 7)));
        assert_eq!(days("Weeks"), Some((7, 62)));
        assert_eq!(days("days to weeks"), Some((1, 62)));
        assert_eq!(days("days..weeks"), Some((1, 62)));
        assert_eq!(days("Without delay"), Some((0, 7)));
        assert_eq!(days("a few weeks"), Some((7, 62)));
        assert_eq!(days("2 days to weeks"), Some((2, 62)));
        assert_eq!(days("weeks to days"), Some((7, 7)));
        assert_eq!(days("soon"), None);
        assert_eq!(days("-3 days"), None);
        assert_eq!(days("10..7 days"), None);
    }

    #[test]
    fn a_duration_stands_after_a_verb() {
        let after = |text: &str| Duration::parse(text).map(|duration| duration.after());
        assert_eq!(after("7..10 days").as_deref(), Some("after 7 to 10 days"));
        assert_eq!(
            after("days to weeks").as_deref(),
            Some("after days to weeks")
        );
        assert_eq!(after("without delay").as_deref(), Some("without delay"));
    }

    #[test]
    fn how_often_is_read_whatever_its_capitals() {
        let times = |text: &str| Every::parse(text)?.times_a_year();
        for text in ["month", "Month", "MONTH", "1 Month", "one month"] {
            assert_eq!(times(text), Some(12.0), "{text}");
        }
        assert_eq!(Every::parse("Event"), Some(Every::Event));
        assert_eq!(Every::parse("monthly-ish"), None);
        assert_eq!(Every::parse("weeks"), None);
        assert_eq!(times("Working day"), Some(260.0));
    }
}
