//! From places to a finished frame: every text of a diagram is cut into lines and placed, in the drawing and around it.

mod boxes;
mod chart;
mod legend;
mod marks;
mod told;

use crate::picture::layout::measure;
use crate::picture::layout::measure::SLACK;
use crate::picture::scene::{
    Anchor, ChartPlace, Label, LabelPlace, Panel, Places, Point, Rect, Scene, Text,
};
use crate::picture::style;
use crate::picture::typeface;
use crate::picture::typeface::Weight;
use crate::picture::views::diagram::{Diagram, Edge};
use crate::picture::wording;
use crate::words::clean;

/// The least width of a picture, so that a caption fits.
const LEAST_WIDTH: f64 = 360.0;
/// The least width of a picture with findings in words under it.
const LEAST_WIDTH_TOLD: f64 = 760.0;
/// The distance between lines of the caption, as a multiple of the text size.
const CAPTION_PITCH: f64 = 1.3;
/// The distance between notes, as a multiple of the text size.
const NOTE_PITCH: f64 = 1.45;
/// The gap above the caption, and between the parts under the drawing.
const GAP: f64 = 12.0;
/// The largest number of lines of the caption, and of one note.
const MOST_LINES: usize = 4;
/// The distance of the base line of a text below its middle, as a multiple of the text size.
const BASE_LINE: f64 = 0.36;

/// The frame around `places`, whose lists must be parallel to the diagram's.
pub fn frame(diagram: &Diagram, places: Places) -> Scene {
    frame_within(diagram, places, f64::INFINITY)
}

/// Like [`frame`], with no line of text longer than `most` pixels, for a picture that continues on further sheets.
pub(crate) fn frame_within(diagram: &Diagram, places: Places, most: f64) -> Scene {
    let margins = 2.0 * measure::MARGIN;
    let legend = legend::Legend::of(diagram, places.has_joints());
    let (drawn_width, drawn_height) = (finite(places.width), finite(places.height));
    let least = if diagram.told.is_empty() {
        LEAST_WIDTH
    } else {
        LEAST_WIDTH_TOLD
    };
    let width = drawn_width
        .max((chart::width(diagram.chart.as_ref()) + margins).ceil())
        .max(legend.least_width().ceil() + margins)
        .max(least);
    let room = width.min(most);
    let scale = measure::caption_size(room) / style::CAPTION_SIZE;
    let above = Above::of(diagram, room, scale);
    let top = above.height;
    let drawing = Point {
        x: ((width - drawn_width) / 2.0).floor(),
        y: top,
    };
    let limit = (room - margins) / scale;
    let after = |height: f64| {
        if height > 0.0 {
            height * scale + GAP
        } else {
            0.0
        }
    };
    let legend_top = top + drawn_height + GAP;
    let (legend, legend_height) = legend.placed(limit);
    let told_top = legend_top + after(legend_height);
    let (told, told_height) = told::placed(&diagram.told, limit);
    Scene {
        width,
        height: (told_top + after(told_height) + GAP).ceil(),
        caption: above.caption,
        notes: above.notes,
        chart: above.chart,
        drawing,
        groups: boxes::titles(diagram, &places),
        nodes: boxes::nodes(diagram, &places),
        labels: diagram
            .edges
            .iter()
            .zip(&places.labels)
            .map(|(edge, kept)| kept.as_ref().map(|kept| label(edge, kept)))
            .collect(),
        places,
        legend: panel(legend_top, scale, legend),
        told: panel(told_top, scale, told),
    }
}

/// The parts above the drawing.
struct Above {
    caption: Vec<Text>,
    notes: Vec<Text>,
    chart: Panel<ChartPlace>,
    height: f64,
}

impl Above {
    fn of(diagram: &Diagram, width: f64, scale: f64) -> Self {
        let (size, note_size) = (style::CAPTION_SIZE * scale, style::NOTE_SIZE * scale);
        let room = (width - 2.0 * measure::MARGIN) / SLACK;
        let wrapped = |text: &str, size: f64, weight: Weight| {
            typeface::wrap(&clean(text), room, size, weight, MOST_LINES)
        };
        let caption = wrapped(&diagram.title, size, Weight::Bold);
        let notes = diagram.notes.iter();
        let notes: Vec<String> = notes
            .flat_map(|note| wrapped(note, note_size, Weight::Regular))
            .collect();
        let notes_top = if caption.is_empty() {
            0.0
        } else {
            GAP + caption.len() as f64 * size * CAPTION_PITCH
        };
        let notes_end = notes_top + notes.len() as f64 * note_size * NOTE_PITCH;
        let at = Point {
            x: measure::MARGIN,
            y: notes_end + GAP,
        };
        let (chart, height) = chart::placed(diagram.chart.as_ref(), at, scale);
        Self {
            caption: column(caption, GAP, CAPTION_PITCH, (size, Weight::Bold)),
            notes: column(notes, notes_top, NOTE_PITCH, (note_size, Weight::Regular)),
            height: match &chart.items[..] {
                [] => notes_end,
                _ => notes_end + height * scale + 2.0 * GAP,
            },
            chart,
        }
    }
}

/// A size in whole pixels; 0 for a size that is none.
fn finite(size: f64) -> f64 {
    if size.is_finite() {
        size.max(0.0).ceil()
    } else {
        0.0
    }
}

fn panel<Item>(top: f64, scale: f64, items: Vec<Item>) -> Panel<Item> {
    Panel {
        at: Point {
            x: measure::MARGIN,
            y: top,
        },
        scale,
        items,
    }
}

/// A line of text whose letters are centred on the height `middle`.
fn text(line: String, x: f64, middle: f64, (size, weight): (f64, Weight), anchor: Anchor) -> Text {
    Text {
        line,
        at: Point {
            x,
            y: middle + size * BASE_LINE,
        },
        size,
        weight,
        anchor,
    }
}

/// Lines of text below each other at the left margin. `pitch` is a multiple of the text size.
fn column(lines: Vec<String>, top: f64, pitch: f64, lettering: (f64, Weight)) -> Vec<Text> {
    let pitch = lettering.0 * pitch;
    let lines = lines.into_iter().enumerate();
    let placed = lines.map(|(index, line)| {
        let middle = top + pitch * (index as f64 + 0.5);
        text(line, measure::MARGIN, middle, lettering, Anchor::Start)
    });
    placed.collect()
}

/// `line` cut so that it is at most `limit` wide even in a wider fallback font.
fn cut(line: &str, limit: f64, (size, weight): (f64, Weight)) -> String {
    typeface::fit(&clean(line), limit / SLACK, size, weight)
}

/// A label in the rectangle that the layout reserved for it.
fn label(edge: &Edge, kept: &Label) -> LabelPlace {
    let lettering = (style::LABEL_SIZE, Weight::Regular);
    let lines = wording::label_lines(edge, kept);
    let rect = kept.rect;
    let widest = lines
        .iter()
        .map(|line| typeface::width(line, lettering.0, lettering.1))
        .fold(0.0, f64::max);
    let width = rect.w.max(widest + measure::LABEL_PADDING);
    let middle = rect.x + rect.w / 2.0;
    let pitch = measure::LABEL_LINE_HEIGHT.min(rect.h / lines.len() as f64);
    let first = rect.y + rect.h / 2.0 - pitch * (lines.len() as f64 - 1.0) / 2.0;
    let placed = lines.into_iter().enumerate().map(|(index, line)| {
        let at = first + pitch * index as f64;
        text(line, middle, at, lettering, Anchor::Middle)
    });
    LabelPlace {
        rect,
        ground: Rect {
            x: middle - width / 2.0,
            w: width,
            ..rect
        },
        lines: placed.collect(),
    }
}
