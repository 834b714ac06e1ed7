//! The bar for each figure, and whether it is met.

use std::fmt;

/// The requirement for a figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Bar {
    /// No requirement.
    None,
    /// At most this.
    AtMost(f64),
    /// Less than this.
    Under(f64),
    /// At least this.
    AtLeast(f64),
}

impl Bar {
    /// True if the figure meets the bar; `None` without a requirement.
    pub(crate) fn is_met(self, figure: f64) -> Option<bool> {
        match self {
            Bar::None => None,
            Bar::AtMost(most) => Some(figure <= most),
            Bar::Under(limit) => Some(figure < limit),
            Bar::AtLeast(least) => Some(figure >= least),
        }
    }

    /// The bar and the verdict, such as `<= 150  met`; empty without a requirement.
    pub(crate) fn verdict(self, figure: f64) -> String {
        self.is_met(figure).map_or_else(String::new, |is_met| {
            let word = if is_met { "met" } else { "NOT MET" };
            format!("{:<10} {word}", self.to_string())
        })
    }
}

impl fmt::Display for Bar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Bar::None => Ok(()),
            Bar::AtMost(most) => write!(f, "<= {most}"),
            Bar::Under(limit) => write!(f, "< {limit}"),
            Bar::AtLeast(least) => write!(f, ">= {least}"),
        }
    }
}

/// One line: the name, the figure with its decimals, the bar and the verdict.
pub(crate) fn line(name: &str, figure: f64, decimals: usize, bar: Bar) -> String {
    format!(
        "  {name:<52} {figure:>9.decimals$}   {}",
        bar.verdict(figure)
    )
    .trim_end()
    .to_owned()
}
