//! The findings in words under a picture, in columns.

use super::marks;
use super::text;
use crate::picture::layout::measure;
use crate::picture::layout::measure::SLACK;
use crate::picture::scene::{Anchor, Point, ToldPlace};
use crate::picture::style;
use crate::picture::typeface;
use crate::picture::typeface::Weight;
use crate::picture::views::diagram::{Mark, Told};
use crate::words::clean;

/// The least width of a column, pixels.
const COLUMN: f64 = 430.0;
/// The distance between two columns.
const GAP: f64 = 24.0;
/// The size and weight of words.
const LETTERING: (f64, Weight) = (style::LEGEND_SIZE, Weight::Regular);
/// The distance between lines.
const LINE: f64 = style::LEGEND_SIZE * 1.35;
/// The distance after each finding.
const PAUSE: f64 = 5.0;
/// The largest number of lines of one finding.
const MOST_LINES: usize = 3;

/// The findings in columns that together are at most `limit` wide and are about equally high, and the height of the highest column.
pub(super) fn placed(told: &[Told], limit: f64) -> (Vec<ToldPlace>, f64) {
    let columns = ((limit + GAP) / (COLUMN + GAP)).floor().max(1.0);
    let column = (limit + GAP) / columns - GAP;
    let texts: Vec<Vec<String>> = told
        .iter()
        .map(|told| {
            let limit = (column - indent(&told.mark)) / SLACK;
            typeface::wrap(
                &clean(&told.text),
                limit,
                LETTERING.0,
                LETTERING.1,
                MOST_LINES,
            )
        })
        .collect();
    let height = |lines: &[String]| LINE * lines.len().max(1) as f64 + PAUSE;
    let all: f64 = texts.iter().map(|lines| height(lines)).sum();
    let share = all / columns;
    let (mut before, mut top, mut place, mut longest) = (0.0, 0.0, 0.0, 0.0_f64);
    let mut placed = Vec::with_capacity(told.len());
    for (told, lines) in told.iter().zip(texts) {
        if top > 0.0 && before >= share * (place + 1.0) - 0.01 && place + 1.0 < columns {
            place += 1.0;
            top = 0.0;
        }
        let high = height(&lines);
        let at = Point {
            x: place * (column + GAP),
            y: top,
        };
        placed.push(entry(&told.mark, lines, at));
        top += high;
        before += high;
        longest = longest.max(top);
    }
    (placed, longest)
}

/// The distance from the left of the column to the words.
fn indent(mark: &Mark) -> f64 {
    measure::mark_width(mark) + 6.0
}

fn entry(mark: &Mark, lines: Vec<String>, at: Point) -> ToldPlace {
    let first = at.y + LINE / 2.0;
    let right = at.x + measure::mark_width(mark);
    let marks = marks::row(std::slice::from_ref(mark), right, first);
    let lines = lines.into_iter().enumerate().map(|(index, line)| {
        let middle = first + LINE * index as f64;
        text(line, at.x + indent(mark), middle, LETTERING, Anchor::Start)
    });
    ToldPlace {
        mark: marks.into_iter().next().expect("one mark was placed"),
        lines: lines.collect(),
    }
}
