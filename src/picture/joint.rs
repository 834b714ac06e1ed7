//! The look of lines that run together: their corners, their dashes, and the dots at which they part.

use crate::compare::Turn;
use crate::picture::style;
use crate::picture::style::{Head, LineLook};

/// The radius of the corners of lines. It is large enough to show which way a line goes on where it leaves or joins others.
pub(crate) const CORNER: f64 = 8.0;

/// The radius of the dot at which a line of this width leaves or joins others.
pub(crate) fn radius(width: f64) -> f64 {
    1.5 + 0.5 * width
}

impl LineLook {
    /// True if a line of this look is solid with a filled head.
    pub(crate) fn is_plain(&self, turn: Option<Turn>) -> bool {
        self.dashes.is_empty() && self.head == Head::Filled && turn != Some(Turn::Gone)
    }

    /// The width by which dashes and head of a line are measured. It is the same for all thick lines that are not plain, so that those that run
    /// together have their dashes at the same places.
    pub(crate) fn measure(&self, width: f64, turn: Option<Turn>) -> f64 {
        if self.is_plain(turn) || width <= style::line_width(1) {
            width
        } else {
            style::line_width(SEVERAL)
        }
    }
}

/// A number of flows of which a line has a middling width.
const SEVERAL: usize = 4;
