//! The texts and marks inside the boxes of organisations, systems and fields.

use super::cut;
use super::marks;
use super::text;
use crate::picture::layout::measure;
use crate::picture::scene::{Anchor, NodePlace, Places, Point, Rect, RowPlace, Text};
use crate::picture::style;
use crate::picture::typeface::Weight;
use crate::picture::views::diagram::{Diagram, Node, Row};

/// The distance between the right edge of a box and its marks.
const MARK_EDGE: f64 = 4.0;
/// The size and weight of titles.
const TITLE: (f64, Weight) = (style::TITLE_SIZE, Weight::Bold);
/// The size and weight of subtitles.
const SUBTITLE: (f64, Weight) = (style::SUBTITLE_SIZE, Weight::Regular);

/// The title of each group.
pub(super) fn titles(diagram: &Diagram, places: &Places) -> Vec<Text> {
    let groups = diagram.groups.iter().zip(&places.groups);
    let title = groups.map(|(group, rect)| {
        let line = cut(&group.title, rect.w - measure::GROUP_PADDING, TITLE);
        let middle = rect.y + measure::BAND_HEIGHT / 2.0;
        text(
            line,
            rect.x + measure::GROUP_PADDING,
            middle,
            TITLE,
            Anchor::Start,
        )
    });
    title.collect()
}

/// The texts and marks of each node.
pub(super) fn nodes(diagram: &Diagram, places: &Places) -> Vec<NodePlace> {
    let nodes = diagram.nodes.iter().zip(&places.nodes).zip(&places.rows);
    nodes
        .map(|((node, rect), rows)| place(node, *rect, rows))
        .collect()
}

fn place(node: &Node, rect: Rect, rows: &[Rect]) -> NodePlace {
    let header = Rect {
        h: rows.first().map_or(rect.h, |first| first.y - rect.y),
        ..rect
    };
    let line = measure::TITLE_LINE_HEIGHT;
    let left = header.x + measure::PADDING;
    let lettering = measure::title_lettering(node);
    let lines = measure::title_lines(node);
    let mut y =
        header.y + (header.h - lines.len() as f64 * line - measure::foot_height(node)) / 2.0;
    let mut titles = Vec::with_capacity(lines.len());
    for title in &lines {
        let title = cut(title, header.w - measure::PADDING, lettering);
        titles.push(text(title, left, y + line / 2.0, lettering, Anchor::Start));
        y += line;
    }
    let foot = Foot::of(node, header, y);
    NodePlace {
        header,
        titles,
        subtitle: (!node.subtitle.is_empty()).then(|| {
            let line = cut(&measure::subtitle_line(node), foot.limit, SUBTITLE);
            text(line, left, foot.subtitle_middle, SUBTITLE, Anchor::Start)
        }),
        marks: marks::row(&node.badges, foot.marks_right, foot.marks_middle),
        rows: node
            .rows
            .iter()
            .zip(rows)
            .map(|(row, rect)| field(row, *rect))
            .collect(),
    }
}

/// The positions of the subtitle and the badges under a title.
struct Foot {
    /// The width available to the subtitle.
    limit: f64,
    subtitle_middle: f64,
    marks_right: f64,
    marks_middle: f64,
}

impl Foot {
    /// The positions under a title that ends at `top`.
    fn of(node: &Node, header: Rect, top: f64) -> Self {
        let below = measure::foot_height(node);
        let marks = measure::marks_width(&node.badges);
        let limit = header.w - measure::PADDING;
        if measure::has_two_feet(node) {
            let subtitle = measure::SUBTITLE_HEIGHT;
            return Self {
                limit,
                subtitle_middle: top + subtitle / 2.0,
                marks_right: header.x + measure::PADDING + marks,
                marks_middle: top + f64::midpoint(subtitle, below),
            };
        }
        Self {
            limit: limit - marks,
            subtitle_middle: top + below / 2.0,
            marks_right: header.x + header.w - MARK_EDGE,
            marks_middle: top + below / 2.0,
        }
    }
}

fn field(row: &Row, rect: Rect) -> RowPlace {
    let middle = rect.y + rect.h / 2.0;
    let edge = rect.x + rect.w - MARK_EDGE;
    let mut right = edge - measure::marks_width(&row.badges);
    let mut key = None;
    if row.identifier {
        right -= measure::MARK_WIDTH;
        key = Some(Point {
            x: right,
            y: middle,
        });
    }
    let limit = right - rect.x - measure::PADDING + if right < edge { 0.0 } else { MARK_EDGE };
    let lettering = (style::ROW_SIZE, measure::row_weight(row));
    let title = cut(&measure::row_title(row), limit, lettering);
    let left = rect.x + measure::PADDING;
    RowPlace {
        title: text(title, left, middle, lettering, Anchor::Start),
        marks: marks::row(&row.badges, edge, middle),
        key,
    }
}
