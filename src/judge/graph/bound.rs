//! A length of time in minutes, with a lower bound and perhaps an upper one.

/// At least `least` minutes; at most `most`, if known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bound {
    /// Minutes at least.
    pub least: i64,
    /// Minutes at most; `None` if a step on the way states no time.
    pub most: Option<i64>,
}

impl Bound {
    /// No time at all.
    pub(crate) const ZERO: Bound = Bound {
        least: 0,
        most: Some(0),
    };
    /// A time that is not stated.
    pub(crate) const UNKNOWN: Bound = Bound {
        least: 0,
        most: None,
    };

    /// Exactly `minutes` minutes.
    pub(crate) fn exactly(minutes: i64) -> Self {
        Self {
            least: minutes,
            most: Some(minutes),
        }
    }

    /// The sum of two times in a row.
    #[must_use]
    pub(crate) fn then(self, other: Self) -> Self {
        let most = self.most.zip(other.most);
        Self {
            least: self.least.saturating_add(other.least),
            most: most.map(|(a, b)| a.saturating_add(b)),
        }
    }

    /// The shorter of two times.
    #[must_use]
    pub(crate) fn first(self, other: Self) -> Self {
        Self {
            least: self.least.min(other.least),
            most: match (self.most, other.most) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            },
        }
    }

    /// The longer of two times.
    #[must_use]
    pub(crate) fn both(self, other: Self) -> Self {
        Self {
            least: self.least.max(other.least),
            most: self.most.zip(other.most).map(|(a, b)| a.max(b)),
        }
    }

    /// In words: `3 days`, `3 days or more`, `not stated`.
    pub fn words(self) -> String {
        match (self.most, self.least) {
            (Some(most), least) if most == least => minutes_words(least),
            (Some(most), least) => {
                format!("{} to {}", minutes_words(least), minutes_words(most))
            }
            (None, 0) => "not stated".to_owned(),
            (None, least) => format!("{} or more", minutes_words(least)),
        }
    }
}

/// Minutes in the largest unit that keeps them exact enough: hours below two days, days below ten weeks, else months of 30.44 days, years. The
/// days that a number of whole months can have are that number of months.
pub fn minutes_words(minutes: i64) -> String {
    const HOUR: i64 = 60;
    const DAY: i64 = 24 * HOUR;
    let said = |amount: f64, unit: &str| {
        let amount = (amount * 10.0).round() / 10.0;
        let plural = if (amount - 1.0).abs() < f64::EPSILON {
            ""
        } else {
            "s"
        };
        format!("{amount} {unit}{plural}")
    };
    let days = minutes as f64 / DAY as f64;
    if minutes == 0 {
        "at once".to_owned()
    } else if minutes < HOUR {
        said(minutes as f64, "minute")
    } else if minutes < 2 * DAY && minutes % DAY != 0 {
        said(minutes as f64 / HOUR as f64, "hour")
    } else if minutes <= 70 * DAY {
        said(days, "day")
    } else if minutes < 730 * DAY {
        said(months(days), "month")
    } else {
        said(days / 365.25, "year")
    }
}

/// Days as months of 30.44 days; whole if a number of whole months can have as many days, such as 150 for five.
fn months(days: f64) -> f64 {
    let exact = days / 30.44;
    // Two short months in a row, or two long ones, differ by up to two days from the mean.
    let is_whole = (days - exact.round() * 30.44).abs() <= 2.3;
    if is_whole { exact.round() } else { exact }
}
