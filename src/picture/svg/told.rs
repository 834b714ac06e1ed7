//! The findings told in words under a picture, in columns.

use super::marks;
use super::markup::Anchor;
use super::markup::Element;
use super::markup::Lettering;
use super::markup::text;
use crate::picture::layout::measure;
use crate::picture::scene::Point;
use crate::picture::style;
use crate::picture::style::FALLBACK_SLACK;
use crate::picture::typeface;
use crate::picture::typeface::Weight;
use crate::picture::views::diagram::Mark;
use crate::picture::views::diagram::Told;
use crate::words::clean;

/// The narrowest column, pixels.
const COLUMN: f64 = 430.0;
const GAP: f64 = 24.0;
const LINE: f64 = style::LEGEND_SIZE * 1.35;
/// After each finding.
const PAUSE: f64 = 5.0;
/// The most lines one finding takes.
const MOST_LINES: usize = 3;

/// The list, laid in columns.
pub(super) struct List<'d> {
    entries: Vec<Entry<'d>>,
    /// The height of the longest column.
    pub(super) height: f64,
}

struct Entry<'d> {
    at: Point,
    mark: &'d Mark,
    lines: Vec<String>,
}

impl<'d> List<'d> {
    /// Within `width`; columns of equal height, as far as entries can be split.
    pub(super) fn of(told: &'d [Told], width: f64) -> Self {
        let columns = ((width + GAP) / (COLUMN + GAP)).floor().max(1.0);
        let column = (width + GAP) / columns - GAP;
        let mut entries: Vec<Entry<'d>> = told
            .iter()
            .map(|told| Entry {
                at: Point::default(),
                mark: &told.mark,
                lines: typeface::wrap(
                    &clean(&told.text),
                    (column - indent(&told.mark)) / FALLBACK_SLACK,
                    style::LEGEND_SIZE,
                    Weight::Regular,
                    MOST_LINES,
                ),
            })
            .collect();
        let all: f64 = entries.iter().map(Entry::height).sum();
        let share = all / columns;
        let (mut before, mut top, mut place, mut height) = (0.0, 0.0, 0.0, 0.0_f64);
        for entry in &mut entries {
            if top > 0.0 && before >= share * (place + 1.0) - 0.01 && place + 1.0 < columns {
                place += 1.0;
                top = 0.0;
            }
            entry.at = Point {
                x: place * (column + GAP),
                y: top,
            };
            top += entry.height();
            before += entry.height();
            height = height.max(top);
        }
        Self { entries, height }
    }

    pub(super) fn draw(&self) -> String {
        if self.entries.is_empty() {
            return String::new();
        }
        let content: String = self.entries.iter().map(Entry::draw).collect();
        Element::new("g").word("class", "findings").around(&content)
    }
}

/// From the left of the column to the words.
fn indent(mark: &Mark) -> f64 {
    measure::mark_width(mark) + 6.0
}

impl Entry<'_> {
    fn height(&self) -> f64 {
        LINE * self.lines.len().max(1) as f64 + PAUSE
    }

    fn draw(&self) -> String {
        let lettering = Lettering {
            size: style::LEGEND_SIZE,
            weight: Weight::Regular,
            ink: style::BODY,
            anchor: Anchor::Start,
        };
        let first = self.at.y + LINE / 2.0;
        let mark = std::slice::from_ref(self.mark);
        let right = self.at.x + measure::mark_width(self.mark);
        let mut out = marks::row(mark, right, first, style::BODY);
        for (index, line) in self.lines.iter().enumerate() {
            out.push_str(&text(
                line,
                self.at.x + indent(self.mark),
                first + LINE * index as f64,
                lettering,
            ));
        }
        out
    }
}
