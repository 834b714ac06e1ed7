//! Dates as people write them.

use std::fmt;

use crate::read::syntax::{Decoder, Node};

/// A day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(jiff::civil::Date);

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Date {
    /// Reads `2025-10-14`; `None` for anything else, such as a day that does not exist.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let is_plain = text.len() == 10
            && text
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'-');
        is_plain.then(|| text.parse().ok().map(Self)).flatten()
    }

    pub(super) fn decode(decoder: &mut Decoder<'_>, node: &Node<'_>) -> Option<Self> {
        let text = decoder.text(node, "a date")?;
        let date = Self::parse(&text);
        if date.is_none() {
            let looks_right =
                text.len() == 10 && text.bytes().filter(|byte| *byte == b'-').count() == 2;
            let message = if looks_right {
                format!("there is no day `{text}`")
            } else {
                format!("`{text}` is not a date")
            };
            decoder.invalid(
                node.span,
                message,
                "write year-month-day, such as 2025-02-28",
            );
        }
        date
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_does_not_exist_is_no_date() {
        assert!(Date::parse("2024-02-29").is_some());
        assert!(Date::parse("2025-02-30").is_none());
        assert!(Date::parse("14 October 2025").is_none());
    }
}
