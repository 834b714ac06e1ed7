//! A diagram that is measured but not placed: its texts in lines and the sizes of its boxes, for programs that do the layout.

use super::measure;
use super::measure::{Extent, Wrapped};
use crate::picture::style;
use crate::picture::typeface;
use crate::picture::typeface::Weight;
use crate::picture::views::diagram::Diagram;
use crate::picture::wording;

/// The widest line of the caption, pixels.
const CAPTION_WIDTH: f64 = 800.0;
/// The largest number of lines of the caption, and of one note.
const MOST_LINES: usize = 4;

/// The largest number of ends of lines for which a box is made higher.
const MOST_ENDS: usize = 16;

/// A measured diagram. Every list runs parallel to the diagram's own.
#[derive(Debug, Clone, PartialEq)]
pub struct Unplaced {
    /// The lines of the sentence above the picture.
    pub(crate) caption: Vec<String>,
    /// The lines of the notes under it, and the meanings of its signs.
    pub(crate) notes: Vec<String>,
    /// The title of each group, and the width that it has in a wider fallback font.
    pub(crate) groups: Vec<(String, f64)>,
    /// The texts of each node.
    pub(crate) nodes: Vec<UnplacedNode>,
    /// The label of each edge; without lines if there is no label.
    pub(crate) labels: Vec<Wrapped>,
}

/// The texts in a node's box.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct UnplacedNode {
    /// The size of the box in whole pixels; it ends with its last row.
    pub(crate) extent: Extent,
    /// The lines of its title.
    pub(crate) titles: Vec<String>,
    /// The small print under the title.
    pub(crate) subtitle: String,
    /// The title of each row.
    pub(crate) rows: Vec<String>,
}

/// Measures a diagram.
pub fn unplaced(diagram: &Diagram) -> Unplaced {
    let wrapped = |text: &str, size: f64, weight: Weight| {
        typeface::wrap(text, CAPTION_WIDTH, size, weight, MOST_LINES)
    };
    let signs = Some(wording::signs(&diagram.legend)).filter(|signs| !signs.is_empty());
    let notes = diagram.notes.iter().chain(&signs);
    let groups = diagram.groups.iter();
    let nodes = diagram.nodes.iter().zip(busiest_sides(diagram));
    let labels = diagram.edges.iter().map(wording::label_text);
    Unplaced {
        caption: wrapped(&diagram.title, style::CAPTION_SIZE, Weight::Bold),
        notes: notes
            .flat_map(|note| wrapped(note, style::NOTE_SIZE, Weight::Regular))
            .collect(),
        groups: groups
            .map(|group| {
                let title = measure::group_title(group);
                let width = typeface::width(&title, style::TITLE_SIZE, Weight::Bold);
                (title, width * measure::SLACK)
            })
            .collect(),
        nodes: nodes
            .map(|(node, lines)| UnplacedNode {
                extent: whole(&measure::node(node, lines.min(MOST_ENDS)), node.rows.len()),
                titles: measure::title_lines(node),
                subtitle: measure::subtitle_line(node),
                rows: node.rows.iter().map(measure::row_title).collect(),
            })
            .collect(),
        labels: labels
            .map(|text| match text.trim() {
                "" => Wrapped::default(),
                _ => measure::label(&text, false),
            })
            .collect(),
    }
}

/// The size in whole pixels, without the empty space under the last row.
fn whole(extent: &Extent, rows: usize) -> Extent {
    let header = extent.header.ceil();
    Extent {
        width: extent.width.ceil(),
        height: if rows == 0 {
            extent.height.ceil()
        } else {
            header + measure::ROW_HEIGHT * rows as f64
        },
        header,
    }
}

/// For each box without rows, the number of lines on its busier side: other programs give every line an end of its own. For any other box 0.
fn busiest_sides(diagram: &Diagram) -> Vec<usize> {
    let mut sides = vec![[0usize; 2]; diagram.nodes.len()];
    for edge in &diagram.edges {
        for (end, side) in [(edge.from, 1), (edge.to, 0)] {
            let node = diagram.nodes.get(end.node);
            if node.is_some_and(|node| node.rows.is_empty()) {
                sides[end.node][side] += 1;
            }
        }
    }
    let busier = |[left, right]: [usize; 2]| left.max(right);
    sides.into_iter().map(busier).collect()
}
