//! Where everything in a diagram stands: the result of a layout, whichever engine made it.
//!
//! Pixels, origin at the top left, y downwards. Every list runs parallel to the diagram's own: `nodes[3]` is
//! the rectangle of `diagram.nodes[3]`.

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

/// A text on a line.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// The rectangle the text fills.
    pub rect: Rect,
    /// The text, one entry a printed line.
    pub lines: Vec<String>,
}

/// The placed diagram.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scene {
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
    /// For each edge, its label where it has one.
    pub labels: Vec<Option<Label>>,
}
