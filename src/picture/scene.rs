//! The places of everything in a picture: [`Places`] of boxes and lines, and [`Scene`], the finished frame with its texts in lines.
//!
//! Coordinates are pixels from the top left, with y downwards. Every list is parallel to the diagram's own: `nodes[3]` belongs to
//! `diagram.nodes[3]`.

use crate::picture::typeface::Weight;
use crate::picture::views::diagram::{BarKind, LegendEntry};

/// A point in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// Distance from the left.
    pub x: f64,
    /// Distance from the top.
    pub y: f64,
}

/// A rectangle in pixels: its top left corner and its size.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Rect {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

/// A number of pixels with two decimals at most; 0 for a value that is not finite.
pub(crate) fn rounded(value: f64) -> f64 {
    if value.is_finite() {
        (value * 100.0).round() / 100.0 + 0.0
    } else {
        0.0
    }
}

/// The rectangle of a text on a line.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// The rectangle the text fills.
    pub rect: Rect,
    /// The printed lines of the text.
    pub(crate) lines: Vec<String>,
}

/// The places of the boxes and lines of a diagram: the result of a layout, whichever engine made it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Places {
    /// Width of the drawing, margins included.
    pub width: f64,
    /// Height of the drawing, margins included.
    pub height: f64,
    /// The rectangle of each group. Its title is in the reserved band along the top.
    pub(crate) groups: Vec<Rect>,
    /// The rectangle of each node: header and rows.
    pub nodes: Vec<Rect>,
    /// For each node, the rectangle of each row.
    pub(crate) rows: Vec<Vec<Rect>>,
    /// For each edge, the points of its line from source to target. Fewer than two points mean that the flow was lost.
    pub lines: Vec<Vec<Point>>,
    /// For each edge, the rectangle of its label if it has one.
    pub labels: Vec<Option<Label>>,
    /// For each edge, the parts of its line that it shares with others. The list is empty if no line shares any.
    pub(crate) joins: Vec<Joins>,
}

/// The parts at the ends of a line that run together with lines of the same look, to or from the same box or row.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Joins {
    /// The lengths of those parts, at its source and at its target.
    pub(crate) shared: [f64; 2],
    /// The points on the shared parts at which it leaves the others or joins them. A line that turns there begins its corner at the point.
    pub(crate) joints: Vec<Joint>,
}

/// A point at which a line leaves others or joins them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Joint {
    /// The point.
    pub(crate) at: Point,
    /// The number of flows of the thickest line that passes it.
    pub(crate) count: usize,
}

impl Places {
    /// The parts that a line shares with others.
    pub(crate) fn joins(&self, edge: usize) -> Joins {
        self.joins.get(edge).cloned().unwrap_or_default()
    }

    /// True if some lines join.
    pub(crate) fn has_joints(&self) -> bool {
        self.joins.iter().any(|joins| !joins.joints.is_empty())
    }
}

/// The part of a line between two distances from its start.
pub(crate) fn between(line: &[Point], from: f64, to: f64) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::with_capacity(line.len());
    let mut before = 0.0;
    for ends in line.windows(2) {
        let (a, b) = (ends[0], ends[1]);
        let length = (b.x - a.x).hypot(b.y - a.y);
        let at = |distance: f64| {
            let share = ((distance - before) / length.max(1e-9)).clamp(0.0, 1.0);
            Point {
                x: a.x + (b.x - a.x) * share,
                y: a.y + (b.y - a.y) * share,
            }
        };
        if before + length >= from && before <= to {
            let (first, last) = (at(from), at(to));
            if kept.last() != Some(&first) {
                kept.push(first);
            }
            if kept.last() != Some(&last) {
                kept.push(last);
            }
        }
        before += length;
    }
    kept
}

/// The length of a line.
pub(crate) fn length(line: &[Point]) -> f64 {
    let lengths = line.windows(2);
    lengths
        .map(|ends| (ends[1].x - ends[0].x).hypot(ends[1].y - ends[0].y))
        .sum()
}

/// The part of a text that is at its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    /// Its left end.
    Start,
    /// Its middle.
    Middle,
}

/// One printed line of text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Text {
    /// The letters, cut to fit.
    pub(crate) line: String,
    /// The point of its anchor, on the base line.
    pub(crate) at: Point,
    /// Pixels to the em.
    pub(crate) size: f64,
    /// Regular or bold.
    pub(crate) weight: Weight,
    /// The part of the text at that point.
    pub(crate) anchor: Anchor,
}

/// A badge and the numbers of its findings. Its kind is that of the mark in the diagram.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct MarkPlace {
    /// The middle of the badge.
    pub(crate) middle: Point,
    /// The letter in it.
    pub(crate) letter: Text,
    /// The text beside the badge; `None` without numbers.
    pub(crate) numbers: Option<Text>,
}

/// The texts and marks in a node's box.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct NodePlace {
    /// The box without its rows.
    pub(crate) header: Rect,
    /// The lines of its title.
    pub(crate) titles: Vec<Text>,
    /// The small print under the title.
    pub(crate) subtitle: Option<Text>,
    /// Its marks.
    pub(crate) marks: Vec<MarkPlace>,
    /// The texts and marks in each of its rows.
    pub(crate) rows: Vec<RowPlace>,
}

/// The texts and marks in a row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RowPlace {
    /// Its title.
    pub(crate) title: Text,
    /// Its marks.
    pub(crate) marks: Vec<MarkPlace>,
    /// The left end of the key of an identifier.
    pub(crate) key: Option<Point>,
}

/// A label and its background.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LabelPlace {
    /// The rectangle that the layout reserved for it.
    pub(crate) rect: Rect,
    /// The background that hides the line behind it.
    pub(crate) ground: Rect,
    /// Its lines.
    pub(crate) lines: Vec<Text>,
}

/// The sign that an entry of the legend explains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    /// An entry of the diagram's own legend.
    Entry(LegendEntry),
    /// A line that represents several flows.
    Several,
    /// A line that joins another.
    Joint,
    /// The numbers beside a badge.
    Numbers,
}

/// An entry of the legend.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LegendPlace {
    /// The sign.
    pub(crate) sign: Sign,
    /// The point of the sign: the middle of a badge, or the left end of any other sign at half its height.
    pub(crate) at: Point,
    /// The letters of the sign: those in a badge, or the example of numbers.
    pub(crate) letters: Option<Text>,
    /// The meaning of the sign.
    pub(crate) meaning: Text,
}

/// A finding in words under the picture.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ToldPlace {
    /// Its mark.
    pub(crate) mark: MarkPlace,
    /// The lines of its text.
    pub(crate) lines: Vec<Text>,
}

/// A chart of definitions. Its places are measured from the corner of its panel, before it is enlarged.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ChartPlace {
    /// Its width.
    pub(crate) width: f64,
    /// The lines of its title.
    pub(crate) titles: Vec<Text>,
    /// The headings of its columns and the words of its axis.
    pub(crate) headings: Vec<Text>,
    /// The marks of the axis: the distance of each upright line from the left.
    pub(crate) ticks: Vec<f64>,
    /// The heights between which those lines run.
    pub(crate) tick_ends: [f64; 2],
    /// Its rows.
    pub(crate) rows: Vec<ChartRowPlace>,
}

/// One definition in a chart.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ChartRowPlace {
    /// The whole row.
    pub(crate) rect: Rect,
    /// Its name.
    pub(crate) title: Text,
    /// The small print under it, and beside windows.
    pub(crate) quiet: Vec<Text>,
    /// Its marks.
    pub(crate) marks: Vec<MarkPlace>,
    /// Its windows in words, and its text in each column.
    pub(crate) said: Vec<Text>,
    /// Its bars.
    pub(crate) bars: Vec<BarPlace>,
}

/// A bar of a chart.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct BarPlace {
    /// Its place.
    pub(crate) rect: Rect,
    /// Its meaning.
    pub(crate) kind: BarKind,
    /// True if it ends in an arrow.
    pub(crate) has_no_end: bool,
}

/// A list under the drawing.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Panel<Item> {
    /// Its top left corner.
    pub(crate) at: Point,
    /// The factor by which its items are enlarged: people look at a wide picture from further away.
    pub(crate) scale: f64,
    /// Its items. Their coordinates are relative to its corner, before they are enlarged.
    pub(crate) items: Vec<Item>,
}

/// The finished frame: caption, notes, drawing, legend and findings, with every text cut into lines and placed. The writer of a format
/// needs no font.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// Width of the whole picture.
    pub(crate) width: f64,
    /// Height of the whole picture.
    pub(crate) height: f64,
    /// The lines of the sentence above the drawing.
    pub(crate) caption: Vec<Text>,
    /// The lines of the notes under it.
    pub(crate) notes: Vec<Text>,
    /// The chart above the drawing: one item, or none.
    pub(crate) chart: Panel<ChartPlace>,
    /// The top left corner of the drawing.
    pub(crate) drawing: Point,
    /// The places of boxes and lines, relative to that corner. The places in `groups`, `nodes` and `labels` are relative to it too.
    pub(crate) places: Places,
    /// The title of each group.
    pub(crate) groups: Vec<Text>,
    /// The texts and marks of each node.
    pub(crate) nodes: Vec<NodePlace>,
    /// The label of each edge that has one.
    pub(crate) labels: Vec<Option<LabelPlace>>,
    /// The legend.
    pub(crate) legend: Panel<LegendPlace>,
    /// The findings in words.
    pub(crate) told: Panel<ToldPlace>,
}

impl Scene {
    /// The size of the smallest text, pixels to the em; `None` if there is no text.
    pub(crate) fn smallest_text(&self) -> Option<f64> {
        let in_mark = |mark: &MarkPlace| {
            mark.numbers
                .iter()
                .map(size)
                .fold(size(&mark.letter), f64::min)
        };
        let frame = self.caption.iter().chain(&self.notes).chain(&self.groups);
        let labels = self.labels.iter().flatten().flat_map(|label| &label.lines);
        let nodes = self
            .nodes
            .iter()
            .flat_map(|node| node.titles.iter().chain(&node.subtitle));
        let rows = || self.nodes.iter().flat_map(|node| &node.rows);
        let legend = self.legend.items.iter();
        let legend = legend.flat_map(|entry| entry.letters.iter().chain([&entry.meaning]));
        let told = self.told.items.iter().flat_map(|told| &told.lines);
        let texts = frame.chain(labels).chain(nodes).chain(legend).chain(told);
        let marks = self.nodes.iter().flat_map(|node| &node.marks);
        let marks = marks.chain(rows().flat_map(|row| &row.marks));
        let marks = marks.chain(self.told.items.iter().map(|told| &told.mark));
        let charted = || self.chart.items.iter().flat_map(|chart| &chart.rows);
        let marks = marks.chain(charted().flat_map(|row| &row.marks));
        let chart = self.chart.items.iter();
        let chart = chart.flat_map(|chart| chart.titles.iter().chain(&chart.headings));
        let said = charted().flat_map(|row| row.quiet.iter().chain(&row.said));
        let texts = texts.chain(chart).chain(said);
        let sizes = texts.chain(rows().map(|row| &row.title)).map(size);
        sizes.chain(marks.map(in_mark)).reduce(f64::min)
    }
}

fn size(text: &Text) -> f64 {
    text.size
}
