//! The chart of a term: names, windows as bars on one axis, and words.

use std::fmt::Write as _;

use super::marks;
use super::markup::{Element, described, number, pair, text, texts};
use super::names::Names;
use crate::picture::scene::{BarPlace, ChartPlace, ChartRowPlace, Point, Rect};
use crate::picture::style;
use crate::picture::views::diagram::{BarKind, Chart};
use crate::picture::wording;

/// From one stroke of hatching to the next.
const HATCH: f64 = 7.0;

pub(super) fn chart(chart: &Chart, names: &Names, place: &ChartPlace) -> String {
    let mut content = Element::new("title").saying(&chart.title);
    content.push_str(&texts(&place.titles, style::CAPTION));
    content.push_str(&texts(&place.headings, style::QUIET));
    content.push_str(&ticks(place));
    let rows = chart.rows.iter().zip(&place.rows).zip(&names.chart);
    for ((row, at), id) in rows {
        let (element, mut inside) = described(
            id,
            "definition",
            &format!("{}: {}", row.title, row.subtitle),
            &wording::row_spoken(row, &chart.columns),
        );
        inside.push_str(&one(at));
        inside.push_str(&marks::row(&row.badges, &at.marks, style::BODY));
        content.push_str(&element.word("data-field", &row.id).around(&inside));
    }
    Element::new("g").word("class", "chart").around(&content)
}

/// The upright lines of the axis, one path.
fn ticks(place: &ChartPlace) -> String {
    let [top, bottom] = place.tick_ends.map(number);
    let path = place.ticks.iter().fold(String::new(), |mut path, x| {
        let _ = write!(path, "M{} {top}V{bottom}", number(*x));
        path
    });
    if path.is_empty() {
        return path;
    }
    stroke(&path, style::TICK, 1.0).empty()
}

fn stroke(path: &str, colour: &str, width: f64) -> Element {
    Element::new("path")
        .word("d", path)
        .word("fill", "none")
        .word("stroke", colour)
        .number("stroke-width", width)
}

fn one(row: &ChartRowPlace) -> String {
    let Rect { x, y, w, h } = row.rect;
    let rule = format!("M{} {}H{}", number(x), number(y + h), number(x + w));
    let mut out = stroke(&rule, style::RULE, 1.0).empty();
    out.extend(row.bars.iter().map(bar));
    out.push_str(&text(&row.title, style::BODY));
    out.push_str(&texts(&row.quiet, style::QUIET));
    out.push_str(&texts(&row.said, style::BODY));
    out
}

/// A bar of a chart, with an arrow if it has no end.
fn bar(bar: &BarPlace) -> String {
    let arrow = if bar.has_no_end {
        arrow(bar)
    } else {
        String::new()
    };
    format!("{}{arrow}", swatch(bar.rect, bar.kind))
}

/// A bar in a rectangle.
pub(super) fn swatch(rect: Rect, kind: BarKind) -> String {
    let look = style::bar(kind);
    let mut out = Element::new("rect")
        .number("x", rect.x)
        .number("y", rect.y)
        .number("width", rect.w)
        .number("height", rect.h)
        .word("fill", look.ground)
        .word("stroke", look.stroke)
        .number("stroke-width", 1.0)
        .word_if_any("stroke-dasharray", look.dashes)
        .empty();
    if look.is_hatched {
        out.push_str(&stroke(&hatching(rect), look.stroke, 1.0).empty());
    }
    out
}

/// Slanting strokes that fill a rectangle and do not leave it.
fn hatching(rect: Rect) -> String {
    let Rect { x, y, w, h } = rect;
    let mut path = String::new();
    let mut foot = HATCH - h;
    while foot < w {
        let (from, to) = (foot.max(0.0), (foot + h).min(w));
        let start = Point {
            x: x + from,
            y: y + h - (from - foot),
        };
        let end = Point {
            x: x + to,
            y: y + h - (to - foot),
        };
        let _ = write!(path, "M{}L{}", pair(start), pair(end));
        foot += HATCH;
    }
    path
}

fn arrow(bar: &BarPlace) -> String {
    let look = style::bar(bar.kind);
    let right = bar.rect.x + bar.rect.w;
    let path = format!(
        "M{} {}L{}L{} {}Z",
        number(right),
        number(bar.rect.y - 3.0),
        pair(Point {
            x: right + 12.0,
            y: bar.rect.y + bar.rect.h / 2.0
        }),
        number(right),
        number(bar.rect.y + bar.rect.h + 3.0)
    );
    Element::new("path")
        .word("d", &path)
        .word("fill", look.stroke)
        .empty()
}
