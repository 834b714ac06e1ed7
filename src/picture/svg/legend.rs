//! The legend: a sign and its meaning, side by side.

use super::chart;
use super::lines;
use super::marks;
use super::markup::{Element, number, pair, text, texts};
use crate::picture::joint;
use crate::picture::scene::{LegendPlace, Point, Rect, Sign};
use crate::picture::style;
use crate::picture::views::diagram::{LegendEntry, LineStyle, Sureness};

/// The whole legend; empty if it has no entries.
pub(super) fn legend(entries: &[LegendPlace]) -> String {
    if entries.is_empty() {
        return String::new();
    }
    let mut content = Element::new("title").saying("Legend");
    content.extend(entries.iter().map(entry));
    Element::new("g").word("class", "legend").around(&content)
}

fn entry(place: &LegendPlace) -> String {
    let at = place.at;
    let sign = match place.sign {
        Sign::Entry(LegendEntry::Line(style)) => line(at, style, Sureness::Reported, 1),
        Sign::Entry(LegendEntry::Sureness(sureness)) => {
            line(at, LineStyle::Electronic, sureness, 1)
        }
        Sign::Joint => joint(at),
        Sign::Several => line(at, LineStyle::Electronic, Sureness::Reported, 4),
        Sign::Entry(LegendEntry::Highlight) => {
            swatch(at, style::HIGHLIGHTED_ROW.ground, style::HIGHLIGHT, "")
        }
        Sign::Entry(LegendEntry::Badge(badge)) => place
            .letters
            .iter()
            .map(|letter| marks::badge(badge, at, letter))
            .collect(),
        Sign::Entry(LegendEntry::Identifier) => marks::key(at),
        Sign::Entry(LegendEntry::Placeholder) => swatch(at, style::PAPER, style::OUTLINE, "5 3"),
        Sign::Entry(LegendEntry::Missing) => swatch(at, style::PAPER, style::MISSING, "5 3"),
        Sign::Entry(LegendEntry::Organisation) => {
            swatch(at, style::ORGANISATION.ground, style::OUTLINE, "")
        }
        Sign::Entry(LegendEntry::Bar(kind)) => chart::swatch(
            Rect {
                x: at.x + 1.0,
                y: at.y - 6.0,
                w: 28.0,
                h: 12.0,
            },
            kind,
        ),
        Sign::Entry(LegendEntry::Turn(turn)) => format!(
            "{}{}",
            texts(place.letters.as_slice(), style::BODY),
            lines::turned(at, turn)
        ),
        Sign::Numbers => texts(place.letters.as_slice(), style::BODY),
    };
    format!("{sign}{}", text(&place.meaning, style::BODY))
}

/// A small box around the height of `at`.
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

/// A line with another that joins it.
fn joint(at: Point) -> String {
    let whole = line(at, LineStyle::Electronic, Sureness::Reported, 1);
    let look = style::line(LineStyle::Electronic, Sureness::Reported);
    let width = style::line_width(1);
    let corner = Point {
        x: at.x + style::SAMPLE_LINE / 2.0 - joint::CORNER,
        y: at.y,
    };
    let dot = Point {
        x: corner.x + joint::CORNER,
        ..corner
    };
    let above = Point {
        y: at.y - joint::CORNER,
        ..corner
    };
    let bend = format!("M{}Q{} {}", pair(above), pair(corner), pair(dot));
    let bend = lines::stroke(&bend, look, (width, width), look.stroke);
    format!("{whole}{bend}{}", marks::joint(dot, width, look.stroke))
}

/// A line of this look for `count` flows.
fn line(at: Point, style: LineStyle, sureness: Sureness, count: usize) -> String {
    let look = style::line(style, sureness);
    let (width, colour) = (style::line_width(count), look.stroke);
    let tip = Point {
        x: at.x + style::SAMPLE_LINE,
        y: at.y,
    };
    let path = format!(
        "M{} {}H{}",
        number(at.x),
        number(at.y),
        number(tip.x - marks::head_length(width, look.head))
    );
    format!(
        "{}{}",
        lines::stroke(&path, look, (width, width), colour),
        marks::arrow((at, tip), width, colour, look.head)
    )
}
