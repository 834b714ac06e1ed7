//! Code lists whose codes are bands of numbers, such as `75+` and `70-79`, and whether one fits inside another.

use super::codes::{Code, CodeList};

/// From `low` to just before `high`; `None` is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Band {
    low: i64,
    high: Option<i64>,
    is_single: bool,
}

/// The bands of a list, each with its code. `None` unless at least two codes, and more than half of all, are readable as bands, and not all
/// of them are single numbers. Unreadable codes (not known, other) are left out.
fn bands(list: &CodeList) -> Option<Vec<(&Code, Band)>> {
    let read: Vec<(&Code, Band)> = list
        .values
        .iter()
        .filter_map(|code| Some((code, band(code)?)))
        .collect();
    let is_one_of_bands = read.len() >= 2
        && read.len() * 2 > list.values.len()
        && read.iter().any(|(_, band)| !band.is_single);
    is_one_of_bands.then_some(read)
}

/// True if the list is one of bands.
pub fn is_banded(list: &CodeList) -> bool {
    bands(list).is_some()
}

/// For two lists of bands, the first band of `from` that is in no band of `to`; `Some(None)` if each band fits inside one, so that `to` can
/// be worked out. `None` if one of the lists is not of bands.
pub fn crossing<'m>(from: &'m CodeList, to: &CodeList) -> Option<Option<&'m Code>> {
    let (from, to) = (bands(from)?, bands(to)?);
    let fits = |band: &Band| {
        to.iter().any(|(_, other)| {
            other.low <= band.low
                && other
                    .high
                    .is_none_or(|high| band.high.is_some_and(|own| own <= high))
        })
    };
    Some(
        from.iter()
            .find(|(_, band)| !fits(band))
            .map(|(code, _)| *code),
    )
}

/// A code as a band, read from its meaning if it has one, otherwise from the code itself.
fn band(code: &Code) -> Option<Band> {
    let text = if code.meaning.is_empty() {
        &code.code
    } else {
        &code.meaning
    };
    let text = text.trim().to_lowercase();
    let number = |text: &str| text.trim().parse::<i64>().ok();
    let open = |low: &str| {
        Some(Band {
            low: number(low)?,
            high: None,
            is_single: false,
        })
    };
    for end in ["+", "and over", "or more", "and above", "or over"] {
        if let Some(low) = text.strip_suffix(end) {
            return open(low);
        }
    }
    for start in ["under", "below", "less than", "<"] {
        if let Some(high) = text.strip_prefix(start) {
            return Some(Band {
                low: 0,
                high: Some(number(high)?),
                is_single: false,
            });
        }
    }
    for between in ["..", " to ", "-", "\u{2013}"] {
        if let Some((low, high)) = text.split_once(between) {
            return Some(Band {
                low: number(low)?,
                high: Some(number(high)? + 1),
                is_single: false,
            });
        }
    }
    let low = number(&text)?;
    Some(Band {
        low,
        high: Some(low + 1),
        is_single: true,
    })
}
