//! The line style of a part that came, went or changed since an older map: told apart without colour, by width and dashes.

use crate::compare::Turn;

/// The dashes of a turn, in pixels: something gone has long and short dashes in turn; anything else has none.
pub(crate) const fn dashes(turn: Turn) -> &'static str {
    match turn {
        Turn::Gone => "9 3 2 3",
        Turn::Came | Turn::Changed | Turn::Renamed => "",
    }
}

/// The extra width, in pixels, of the line of something new or changed.
pub(crate) const fn width(turn: Turn) -> f64 {
    match turn {
        Turn::Came => 2.0,
        Turn::Changed | Turn::Renamed => 0.75,
        Turn::Gone => 0.0,
    }
}
