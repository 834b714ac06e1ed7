//! The chart of a term as draw.io cells above the drawing: texts and bars that people can move.

use super::{Cell, LAYER};
use crate::picture::scene::{Anchor, Rect, Scene, Text};
use crate::picture::style;
use crate::picture::style::Ink;
use crate::picture::svg::names::Names;
use crate::picture::typeface::Weight;
use crate::picture::views::diagram::{BarKind, Diagram};

/// Between the chart and the drawing.
const GAP: f64 = 24.0;
/// Width of the cell of a text, which reaches out of it on one line.
const NARROW: f64 = 10.0;

/// The height of the chart above the drawing; 0 if there is no chart.
pub(super) fn height(scene: &Scene) -> f64 {
    let charts = scene.chart.items.iter();
    charts
        .map(|chart| chart.tick_ends[1] + GAP)
        .fold(0.0, f64::max)
}

/// Writes the chart, if there is one.
pub(super) fn chart(out: &mut String, diagram: &Diagram, scene: &Scene, names: &Names) {
    let up = height(scene);
    let (Some(chart), Some(place)) = (&diagram.chart, scene.chart.items.first()) else {
        return;
    };
    let mut write = |id: String, text: &str, style: &str, rect: Rect| {
        Cell {
            id: &id,
            parent: LAYER,
            text,
            style,
            rect: Rect {
                y: rect.y - up,
                ..rect
            },
        }
        .write(out);
    };
    let heads = place.titles.iter().chain(&place.headings).enumerate();
    for (index, text) in heads {
        let (style, rect) = words(text, style::CAPTION);
        write(format!("chart-{index}"), &text.line, &style, rect);
    }
    for ((row, id), at) in chart.rows.iter().zip(&names.chart).zip(&place.rows) {
        for (index, bar) in at.bars.iter().enumerate() {
            write(format!("{id}-bar-{index}"), "", &look(bar.kind), bar.rect);
        }
        let marks = style::letters(&row.badges);
        let (style, rect) = words(&at.title, style::BODY);
        let title = format!("{}{marks}", at.title.line);
        write(id.clone(), &title, &style, rect);
        let said = at.said.iter().map(|text| (text, style::BODY));
        let quiet = at.quiet.iter().map(|text| (text, style::QUIET));
        for (index, (text, ink)) in said.chain(quiet).enumerate() {
            let (style, rect) = words(text, ink);
            write(format!("{id}-{index}"), &text.line, &style, rect);
        }
    }
}

/// The style and the place of a line of text.
fn words(text: &Text, ink: Ink) -> (String, Rect) {
    let (align, left) = match text.anchor {
        Anchor::Start => ("left", text.at.x),
        Anchor::Middle => ("center", text.at.x - NARROW / 2.0),
    };
    let bold = u8::from(text.weight == Weight::Bold);
    let style = format!(
        "text;html=0;align={align};verticalAlign=middle;spacing=0;fontStyle={bold};fontSize={};fontColor={};",
        text.size, ink.text
    );
    let rect = Rect {
        x: left,
        y: text.at.y - text.size,
        w: NARROW,
        h: text.size * 1.3,
    };
    (style, rect)
}

fn look(kind: BarKind) -> String {
    let look = style::bar(kind);
    let dashes = if look.dashes.is_empty() && !look.is_hatched {
        ""
    } else {
        "dashed=1;"
    };
    format!(
        "html=0;fillColor={};strokeColor={};{dashes}",
        look.ground, look.stroke
    )
}
