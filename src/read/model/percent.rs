//! A share of all cases, as in `35 %`.

use std::fmt;

use super::member::{Form, Reader, Slugs};
use super::shape::Shape;
use crate::read::syntax::{Node, Written};

/// The number of parts in one percent.
const PARTS: u32 = 100;

/// A share from nothing to all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(u32);

impl Percent {
    /// Reads `35 %` or `99.5%`, with at most two digits after the point.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let number = text.trim().strip_suffix('%')?.trim_end();
        let (whole, rest) = number.split_once('.').unwrap_or((number, "0"));
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if !is_number(whole) || !is_number(rest) || whole.len() > 3 || rest.len() > 2 {
            return None;
        }
        let hundredths: u32 = format!("{rest:0<2}").parse().ok()?;
        let parts = whole.parse::<u32>().ok()? * PARTS + hundredths;
        (parts <= 100 * PARTS).then_some(Self(parts))
    }

    /// True if it is 100 %.
    pub(crate) fn is_all(self) -> bool {
        self.0 == 100 * PARTS
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / PARTS, self.0 % PARTS);
        match rest {
            0 => write!(f, "{whole} %"),
            rest => {
                let digits = format!("{rest:02}");
                write!(f, "{whole}.{} %", digits.trim_end_matches('0'))
            }
        }
    }
}

impl Form for Percent {
    const SHAPE: Shape = Shape::Percent;

    fn read(reader: &mut Reader<'_, '_>, node: &Node<'_>, _noun: &'static str) -> Option<Self> {
        let percent = node.text().and_then(Self::parse);
        if percent.is_none() {
            reader.decoder.invalid(
                node.span,
                "`complete` is a share from 0 % to 100 %",
                "write how much of it is filled in, such as `35 %`, or `unknown`",
            );
        }
        percent
    }

    fn write(&self, _slugs: &dyn Slugs) -> Written {
        Written::text(self)
    }
}

#[cfg(test)]
mod tests {
    use super::Percent;

    #[test]
    fn a_share_is_read_and_written_as_people_write_it() {
        for (text, written) in [
            ("35 %", Some("35 %")),
            ("99.5%", Some("99.5 %")),
            ("0.05 %", Some("0.05 %")),
            ("100.00 %", Some("100 %")),
            ("100.01 %", None),
            ("35", None),
            ("-1 %", None),
            ("1.234 %", None),
            ("4e1 %", None),
            ("%", None),
        ] {
            let read = Percent::parse(text).map(|percent| percent.to_string());
            assert_eq!(read.as_deref(), written, "{text}");
        }
    }
}
