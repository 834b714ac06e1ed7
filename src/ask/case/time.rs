//! The words for the time at which news of a case arrives.

use super::walk::Walk;
use crate::judge::graph::{Age, Bound, minutes_words, of_capture};
use crate::read::model::{Duration, SystemId};
use crate::words::counted;

impl Walk<'_> {
    /// The words for a flow that passes each case on as soon as its source has it.
    pub(super) fn at_once(&self, source: SystemId) -> String {
        let source = &self.graph.model().systems[source];
        match of_capture(source) {
            Age::ZERO | Age::UNKNOWN => "at once".to_owned(),
            _ => format!("as soon as {} has it", source.name),
        }
    }
}

/// The time that it takes, as far as stated. `written` has the durations that it is the sum of: if one alone decides, its own words are used.
pub(super) fn time_words(age: &Age, written: &[&Duration]) -> Option<String> {
    let (best, worst) = (age.best, age.worst);
    let mut deciding = written.iter().filter(|one| one.longest > 0);
    let alone = deciding.next().filter(|_| deciding.next().is_none());
    let alone = alone.filter(|one| one.shortest == best.least);
    if best == Bound::UNKNOWN {
        return None;
    }
    let Some(most) = worst.most else {
        let alone = alone.and_then(|one| least_words(one));
        let least = alone.unwrap_or_else(|| rounded(best.least));
        return (best.least > 0).then(|| format!("{least} after the event at the earliest"));
    };
    let words = match alone {
        Some(one) if one.longest == most && (is_plain(one) || one.is_unnumbered()) => one.words(),
        _ if best == Bound::ZERO => format!("up to {}", worst.words()),
        _ if best.most == Some(most) => best.words(),
        _ => format!("{} to {}", rounded(best.least), rounded(most)),
    };
    (most > 0).then(|| format!("{words} after the event"))
}

/// The time that one step takes: `up to 3 days`, or as written.
pub(super) fn lag_words(lag: &Duration) -> String {
    if lag.shortest == 0 && !lag.is_unnumbered() {
        format!("up to {}", minutes_words(lag.longest))
    } else {
        lag.words()
    }
}

/// The shortest length of a duration as written: `5 months`, or `1 month` of `1..12 months`.
fn least_words(duration: &Duration) -> Option<String> {
    if is_plain(duration) {
        return Some(duration.written.to_string());
    }
    let (least, rest) = duration.written.split_once("..")?;
    let (_, unit) = rest.split_once(' ')?;
    let count: usize = least.trim().parse().ok()?;
    Some(counted(count, unit.trim_end_matches('s')))
}

/// A sum of times in words: days as they are, longer times in whole months or half years.
fn rounded(minutes: i64) -> String {
    let days = minutes as f64 / (24.0 * 60.0);
    if days <= 70.0 {
        minutes_words(minutes)
    } else if days < 730.0 {
        format!("about {} months", (days / 30.44).round())
    } else {
        format!("about {} years", (days / 182.625).round() / 2.0)
    }
}

/// True for a duration of one number and one unit, such as `5 months`.
fn is_plain(duration: &Duration) -> bool {
    let mut words = duration.written.split(' ');
    let number = words.next().and_then(|word| word.parse::<u32>().ok());
    let unit = words
        .next()
        .is_some_and(|word| word.chars().all(char::is_alphabetic));
    number.is_some() && unit && words.next().is_none()
}
