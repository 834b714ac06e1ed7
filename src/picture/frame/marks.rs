//! Badges with the numbers of their findings.

use super::text;
use crate::picture::layout::measure;
use crate::picture::scene::{Anchor, MarkPlace, Point, Text};
use crate::picture::style;
use crate::picture::typeface::Weight;
use crate::picture::views::diagram::{Badge, Mark};

/// The distance between a badge and its numbers.
const GAP: f64 = 3.5;

/// Marks side by side. The right edge of the last one is at `right`.
pub(super) fn row(marks: &[Mark], right: f64, middle: f64) -> Vec<MarkPlace> {
    let mut x = right - measure::marks_width(marks);
    let placed = marks.iter().map(|mark| {
        let left = x;
        x += measure::mark_width(mark);
        let at = Point {
            x: left + measure::BADGE_WIDTH - style::BADGE / 2.0,
            y: middle,
        };
        let numbers = mark.text();
        let numbers = (!numbers.is_empty()).then(|| {
            let beside = left + measure::BADGE_WIDTH + GAP;
            let lettering = (style::NUMBER_SIZE, Weight::Regular);
            text(numbers, beside, middle, lettering, Anchor::Start)
        });
        MarkPlace {
            middle: at,
            letter: letter(mark.badge, at),
            numbers,
        }
    });
    placed.collect()
}

/// The letter in a badge around `middle`.
pub(super) fn letter(badge: Badge, middle: Point) -> Text {
    let look = style::badge(badge);
    let lettering = (look.letter_size(), Weight::Bold);
    let letter = look.letter.to_owned();
    text(letter, middle.x, middle.y, lettering, Anchor::Middle)
}
