//! The legend below a picture: what its lines and marks mean, only those that occur.

use super::lines;
use super::marks;
use super::markup::Anchor;
use super::markup::Element;
use super::markup::Lettering;
use super::markup::number;
use super::markup::text;
use crate::picture::scene::Point;
use crate::picture::style;
use crate::picture::style::FALLBACK_SLACK;
use crate::picture::typeface;
use crate::picture::typeface::Weight;
use crate::picture::views::diagram::Diagram;
use crate::picture::views::diagram::LegendEntry;
use crate::picture::views::diagram::LineStyle;
use crate::picture::wording;

const SAMPLE: f64 = 44.0;
const SAMPLE_GAP: f64 = 8.0;
const ENTRY_GAP: f64 = 28.0;
const ROW: f64 = 24.0;
/// A legend is laid in rows no narrower than this before the picture must grow.
const LEAST_WIDTH: f64 = 720.0;

/// What stands for the numbers beside badges.
const EXAMPLE: &str = "3 +6";
const WORDS: Lettering = Lettering {
    size: style::LEGEND_SIZE,
    weight: Weight::Regular,
    ink: style::BODY,
    anchor: Anchor::Start,
};

/// How much narrower the rows are made at each try to make them equally long.
const BALANCE_STEP: f64 = 12.0;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Item {
    Entry(LegendEntry),
    Several,
    Numbers,
}

/// The legend of one picture, in reading order.
pub(super) struct Legend {
    items: Vec<Item>,
}

impl Legend {
    pub(super) fn of(diagram: &Diagram) -> Self {
        let mut items: Vec<Item> = Vec::new();
        for entry in &diagram.legend {
            if !items.contains(&Item::Entry(*entry)) {
                items.push(Item::Entry(*entry));
            }
        }
        if diagram.edges.iter().any(|edge| edge.count > 1) {
            let lines = items
                .iter()
                .take_while(|item| matches!(item, Item::Entry(LegendEntry::Line(_))))
                .count();
            items.insert(lines, Item::Several);
        }
        let nodes = || diagram.nodes.iter();
        let mut marks = nodes()
            .flat_map(|node| &node.badges)
            .chain(nodes().flat_map(|node| node.rows.iter().flat_map(|row| &row.badges)));
        if marks.any(|mark| !mark.numbers.is_empty()) {
            items.push(Item::Numbers);
        }
        Self { items }
    }

    /// The narrowest width the legend asks for.
    pub(super) fn least_width(&self) -> f64 {
        let all: f64 = self.items.iter().map(|item| item.width() + ENTRY_GAP).sum();
        let widest = self
            .items
            .iter()
            .map(|item| item.width())
            .fold(0.0, f64::max);
        (all - ENTRY_GAP).clamp(widest, LEAST_WIDTH.max(widest))
    }

    /// The height of the legend when laid within `width`.
    pub(super) fn height(&self, width: f64) -> f64 {
        self.placed(width)
            .last()
            .map_or(0.0, |(_, last)| last.y + ROW)
    }

    /// The legend within `width`, from the origin.
    pub(super) fn draw(&self, width: f64) -> String {
        if self.items.is_empty() {
            return String::new();
        }
        let mut content = Element::new("title").saying("Legend");
        for (item, at) in self.placed(width) {
            content.push_str(&item.draw(Point {
                x: at.x,
                y: at.y + ROW / 2.0,
            }));
        }
        Element::new("g").word("class", "legend").around(&content)
    }

    /// Where each entry stands: in as few rows as `width` allows, and those about equally long.
    fn placed(&self, width: f64) -> Vec<(Item, Point)> {
        let rows = |placed: &[(Item, Point)]| placed.last().map_or(0.0, |(_, last)| last.y);
        let mut best = self.flowing(width);
        let mut narrower = width - BALANCE_STEP;
        while narrower > 0.0 {
            let tried = self.flowing(narrower);
            if rows(&tried) > rows(&best) {
                break;
            }
            best = tried;
            narrower -= BALANCE_STEP;
        }
        best
    }

    fn flowing(&self, width: f64) -> Vec<(Item, Point)> {
        let mut at = Point::default();
        let mut placed = Vec::with_capacity(self.items.len());
        for item in &self.items {
            if at.x > 0.0 && at.x + item.width() > width + 0.01 {
                at = Point {
                    x: 0.0,
                    y: at.y + ROW,
                };
            }
            placed.push((*item, at));
            at.x += item.width() + ENTRY_GAP;
        }
        placed
    }
}

impl Item {
    fn meaning(self) -> &'static str {
        match self {
            Self::Entry(entry) => wording::legend_meaning(entry),
            Self::Several => wording::SEVERAL,
            Self::Numbers => wording::NUMBERS,
        }
    }

    fn sample_width(self) -> f64 {
        match self {
            Self::Entry(LegendEntry::Line(_)) | Self::Several => SAMPLE,
            Self::Entry(LegendEntry::Badge(_) | LegendEntry::Identifier) => 18.0,
            Self::Numbers => 26.0,
            Self::Entry(
                LegendEntry::Placeholder
                | LegendEntry::Organisation
                | LegendEntry::Missing
                | LegendEntry::Highlight,
            ) => 30.0,
        }
    }

    fn width(self) -> f64 {
        let words =
            typeface::width(self.meaning(), style::LEGEND_SIZE, Weight::Regular) * FALLBACK_SLACK;
        self.sample_width() + SAMPLE_GAP + words
    }

    /// The sample and its meaning, centred on the height of `at`.
    fn draw(self, at: Point) -> String {
        let sample = match self {
            Self::Entry(LegendEntry::Line(style)) => {
                line(at, style, style::line_width(1), style::line(style).stroke)
            }
            Self::Several => {
                let style = LineStyle::Electronic;
                line(at, style, style::line_width(4), style::line(style).stroke)
            }
            Self::Entry(LegendEntry::Highlight) => {
                swatch(at, style::HIGHLIGHTED_ROW.ground, style::HIGHLIGHT, "")
            }
            Self::Entry(LegendEntry::Badge(badge)) => marks::badge(
                badge,
                Point {
                    x: at.x + 9.0,
                    y: at.y,
                },
            ),
            Self::Entry(LegendEntry::Identifier) => marks::key(at.x + 2.0, at.y),
            Self::Entry(LegendEntry::Placeholder) => {
                swatch(at, style::PAPER, style::OUTLINE, "5 3")
            }
            Self::Entry(LegendEntry::Missing) => swatch(at, style::PAPER, style::MISSING, "5 3"),
            Self::Entry(LegendEntry::Organisation) => {
                swatch(at, style::ORGANISATION.ground, style::OUTLINE, "")
            }
            Self::Numbers => text(EXAMPLE, at.x, at.y, WORDS),
        };
        let words = text(
            self.meaning(),
            at.x + self.sample_width() + SAMPLE_GAP,
            at.y,
            WORDS,
        );
        format!("{sample}{words}")
    }
}

/// A small box round the height of `at`.
fn swatch(at: Point, ground: &str, stroke: &str, dashes: &str) -> String {
    Element::new("rect")
        .number("x", at.x + 1.0)
        .number("y", at.y - 7.0)
        .number("width", 28.0)
        .number("height", 14.0)
        .number("rx", 3.0)
        .word("fill", ground)
        .word("stroke", stroke)
        .number("stroke-width", 1.25)
        .word_if_any("stroke-dasharray", dashes)
        .empty()
}

fn line(at: Point, style: LineStyle, width: f64, colour: &str) -> String {
    let tip = Point {
        x: at.x + SAMPLE,
        y: at.y,
    };
    let path = format!(
        "M{} {}H{}",
        number(at.x),
        number(at.y),
        number(tip.x - marks::arrow_length(width) + 1.0)
    );
    format!(
        "{}{}",
        lines::stroke(&path, style, width, colour),
        marks::arrow(at, tip, width, colour)
    )
}
