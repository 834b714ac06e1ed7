//! Where everything in a picture stands: the places of boxes and lines, and the finished frame with every text cut into lines.
//!
//! Pixels, origin at the top left, y downwards. Every list runs parallel to the diagram's own: `nodes[3]` belongs to
//! `diagram.nodes[3]`.

use crate::picture::typeface::Weight;
use crate::picture::views::diagram::LegendEntry;

/// A point in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// From the left.
    pub x: f64,
    /// From the top.
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
pub fn rounded(value: f64) -> f64 {
    if value.is_finite() {
        (value * 100.0).round() / 100.0 + 0.0
    } else {
        0.0
    }
}

/// Room for a text on a line.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// The rectangle the text fills.
    pub rect: Rect,
    /// The text, one entry a printed line.
    pub lines: Vec<String>,
}

/// Where the boxes and lines of a diagram stand: the result of a layout, whichever engine made it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Places {
    /// Width of the drawing, margins included.
    pub width: f64,
    /// Height of the drawing, margins included.
    pub height: f64,
    /// One rectangle a group; its title stands in the reserved band along its top.
    pub groups: Vec<Rect>,
    /// One rectangle a node: header and rows.
    pub nodes: Vec<Rect>,
    /// For each node, one rectangle a row.
    pub rows: Vec<Vec<Rect>>,
    /// For each edge, the points of its line from source to target; fewer than two points = the flow was lost.
    pub lines: Vec<Vec<Point>>,
    /// For each edge, room for its label where it has one.
    pub labels: Vec<Option<Label>>,
}

/// The side of a text that stands at its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Its left end.
    Start,
    /// Its middle.
    Middle,
}

/// One printed line of text.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// The letters, cut to fit.
    pub line: String,
    /// The point on the base line where its anchor stands.
    pub at: Point,
    /// Pixels to the em.
    pub size: f64,
    /// Regular or bold.
    pub weight: Weight,
    /// Which side of it stands at the point.
    pub anchor: Anchor,
}

/// A badge and the numbers of its findings. Its family is that of the diagram's mark.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkPlace {
    /// The middle of the badge.
    pub middle: Point,
    /// The letter in it.
    pub letter: Text,
    /// What stands beside it; `None` for no numbers.
    pub numbers: Option<Text>,
}

/// What stands in a node's box.
#[derive(Debug, Clone, PartialEq)]
pub struct NodePlace {
    /// The box without its rows.
    pub header: Rect,
    /// The lines of its title.
    pub titles: Vec<Text>,
    /// The small print under the title.
    pub subtitle: Option<Text>,
    /// Its marks.
    pub marks: Vec<MarkPlace>,
    /// What stands in each of its rows.
    pub rows: Vec<RowPlace>,
}

/// What stands in a row.
#[derive(Debug, Clone, PartialEq)]
pub struct RowPlace {
    /// Its title.
    pub title: Text,
    /// Its marks.
    pub marks: Vec<MarkPlace>,
    /// The left end of the key of an identifier.
    pub key: Option<Point>,
}

/// A label on its ground.
#[derive(Debug, Clone, PartialEq)]
pub struct LabelPlace {
    /// The room that the layout kept for it.
    pub rect: Rect,
    /// The ground that hides the line behind it.
    pub ground: Rect,
    /// Its lines.
    pub lines: Vec<Text>,
}

/// What an entry of the legend explains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// An entry of the diagram's own legend.
    Entry(LegendEntry),
    /// A line that stands for several flows.
    Several,
    /// The numbers beside a badge.
    Numbers,
}

/// An entry of the legend.
#[derive(Debug, Clone, PartialEq)]
pub struct LegendPlace {
    /// What it explains.
    pub sign: Sign,
    /// Where the sign stands: the middle of a badge, the left end of any other, half-way down.
    pub at: Point,
    /// The letters of the sign: those in a badge, or the example of numbers.
    pub letters: Option<Text>,
    /// What it means.
    pub meaning: Text,
}

/// A finding told under the picture.
#[derive(Debug, Clone, PartialEq)]
pub struct ToldPlace {
    /// Its mark.
    pub mark: MarkPlace,
    /// The lines of its words.
    pub lines: Vec<Text>,
}

/// A list under the drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel<Item> {
    /// Its top left corner.
    pub at: Point,
    /// How much larger than their own size its items are drawn: a wide picture is seen from further off.
    pub scale: f64,
    /// Its items, placed as seen from its corner and before they are enlarged.
    pub items: Vec<Item>,
}

/// The finished frame: caption, notes, drawing, legend and findings, with every text cut into lines and placed. Whoever writes it as a file
/// needs no font.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// Width of the whole picture.
    pub width: f64,
    /// Height of the whole picture.
    pub height: f64,
    /// The lines of the sentence above the drawing.
    pub caption: Vec<Text>,
    /// The lines of the notes under it.
    pub notes: Vec<Text>,
    /// The top left corner of the drawing.
    pub drawing: Point,
    /// Where boxes and lines stand, as seen from that corner; so are all places below but those of the panels.
    pub places: Places,
    /// The title of each group.
    pub groups: Vec<Text>,
    /// What stands in each node.
    pub nodes: Vec<NodePlace>,
    /// The label of each edge that has one.
    pub labels: Vec<Option<LabelPlace>>,
    /// What the lines and marks mean.
    pub legend: Panel<LegendPlace>,
    /// The findings in words.
    pub told: Panel<ToldPlace>,
}

impl Scene {
    /// The size of the smallest text, pixels to the em; `None` where there is no text.
    pub fn smallest_text(&self) -> Option<f64> {
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
        let sizes = texts.chain(rows().map(|row| &row.title)).map(size);
        sizes.chain(marks.map(in_mark)).reduce(f64::min)
    }
}

fn size(text: &Text) -> f64 {
    text.size
}
