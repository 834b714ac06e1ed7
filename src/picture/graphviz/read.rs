//! Reads the JSON that `dot` writes into places: pixels from the top left, lists parallel to the diagram's.

use std::collections::BTreeMap;

use anyhow::Context;
use serde::Deserialize;

use super::labels;
use super::spline;
use crate::picture::dot;
use crate::picture::dot::quote::kept_name;
use crate::picture::layout::measure::Extent;
use crate::picture::layout::{Unplaced, measure};
use crate::picture::scene::{Places, Point, Rect};
use crate::picture::views::diagram::{Diagram, End};

/// The largest distance of a line's end from its box at which the end is moved to the box: `dot` prints numbers with five digits.
const REACH: f64 = 8.0;

#[derive(Deserialize)]
struct Document {
    #[serde(default)]
    objects: Vec<BoxEntry>,
    #[serde(default)]
    edges: Vec<LineEntry>,
}

/// A cluster (with a `bb`) or a node (with a `pos`).
#[derive(Deserialize)]
struct BoxEntry {
    name: String,
    bb: Option<String>,
    pos: Option<String>,
}

#[derive(Deserialize)]
struct LineEntry {
    id: Option<String>,
    pos: Option<String>,
}

/// The places, and the edges for which `dot` found no line.
pub(super) fn places(
    diagram: &Diagram,
    unplaced: &Unplaced,
    json: &[u8],
) -> anyhow::Result<(Places, Vec<usize>)> {
    let text = String::from_utf8_lossy(json);
    let document: Document =
        serde_json::from_str(&text).context("what Graphviz wrote is not the JSON we know")?;
    let boxes: BTreeMap<&str, &BoxEntry> = document
        .objects
        .iter()
        .map(|entry| (entry.name.as_str(), entry))
        .collect();
    let lines: BTreeMap<&str, &LineEntry> = document
        .edges
        .iter()
        .filter_map(|entry| Some((entry.id.as_deref()?, entry)))
        .collect();
    let mut places = Places {
        groups: groups(diagram, &boxes)?,
        ..Places::default()
    };
    for (node, texts) in diagram.nodes.iter().zip(&unplaced.nodes) {
        let middle = boxes
            .get(kept_name(&dot::node_name(&node.id)).as_str())
            .and_then(|entry| spline::point(entry.pos.as_deref()?))
            .with_context(|| format!("Graphviz did not place `{}`", node.id))?;
        let (rect, rows) = node_rects(middle, &texts.extent, node.rows.len());
        places.nodes.push(rect);
        places.rows.push(rows);
    }
    let mut lost = Vec::new();
    for (place, edge) in diagram.edges.iter().enumerate() {
        let entry = lines.get(kept_name(&dot::line_name(&edge.id)).as_str());
        let mut points = entry
            .and_then(|entry| entry.pos.as_deref())
            .map(spline::points)
            .unwrap_or_default();
        for point in &mut points {
            point.y = -point.y;
        }
        if points.len() < 2 {
            lost.push(place);
            places.lines.push(Vec::new());
            continue;
        }
        attach(&mut points, &places, edge.from, edge.to);
        places.lines.push(points);
    }
    places.labels = labels::placed(&unplaced.labels, &places);
    settle(&mut places);
    Ok((places, lost))
}

fn groups(diagram: &Diagram, boxes: &BTreeMap<&str, &BoxEntry>) -> anyhow::Result<Vec<Rect>> {
    let rect = |id: &str| {
        let bounds = boxes
            .get(kept_name(&dot::cluster_name(id)).as_str())?
            .bb
            .as_deref()?;
        let (low, high) = bounds
            .match_indices(',')
            .nth(1)
            .map(|(at, _)| (&bounds[..at], &bounds[at + 1..]))?;
        let (low, high) = (spline::point(low)?, spline::point(high)?);
        Some(Rect {
            x: low.x,
            y: -high.y,
            w: high.x - low.x,
            h: high.y - low.y,
        })
    };
    let groups = diagram.groups.iter();
    groups
        .map(|group| {
            rect(&group.id).with_context(|| format!("Graphviz did not place `{}`", group.id))
        })
        .collect()
}

/// A node around its middle (y upwards), and its rows below its header.
fn node_rects(middle: Point, extent: &Extent, rows: usize) -> (Rect, Vec<Rect>) {
    let rect = Rect {
        x: middle.x - extent.width / 2.0,
        y: -middle.y - extent.height / 2.0,
        w: extent.width,
        h: extent.height,
    };
    let row = |index: usize| Rect {
        y: rect.y + extent.header + measure::ROW_HEIGHT * index as f64,
        h: measure::ROW_HEIGHT,
        ..rect
    };
    (rect, (0..rows).map(row).collect())
}

/// Moves both ends of a line to the border of their box or row.
fn attach(points: &mut [Point], places: &Places, from: End, to: End) {
    let target = |end: End| {
        end.row
            .map_or(places.nodes[end.node], |row| places.rows[end.node][row])
    };
    let (from, to) = (target(from), target(to));
    if let Some(first) = points.first_mut() {
        *first = on_border(*first, from);
    }
    if let Some(last) = points.last_mut() {
        *last = on_border(*last, to);
    }
}

/// The nearest point on the border of `rect` if it is near; otherwise the point itself.
fn on_border(point: Point, rect: Rect) -> Point {
    let (right, bottom) = (rect.x + rect.w, rect.y + rect.h);
    let (x, y) = (point.x.clamp(rect.x, right), point.y.clamp(rect.y, bottom));
    let edges = [
        Point { x: rect.x, y },
        Point { x: right, y },
        Point { x, y: rect.y },
        Point { x, y: bottom },
    ];
    let far = |edge: &Point| (edge.x - point.x).hypot(edge.y - point.y);
    let nearest = edges.into_iter().min_by(|a, b| far(a).total_cmp(&far(b)));
    nearest.filter(|edge| far(edge) <= REACH).unwrap_or(point)
}

/// Moves everything so that there is a margin at the top and left, and sets the size of the drawing.
fn settle(places: &mut Places) {
    let corners = |rect: &Rect| {
        [
            Point {
                x: rect.x,
                y: rect.y,
            },
            Point {
                x: rect.x + rect.w,
                y: rect.y + rect.h,
            },
        ]
    };
    let rects = places
        .groups
        .iter()
        .chain(&places.nodes)
        .chain(places.labels.iter().flatten().map(|label| &label.rect));
    let mut all: Vec<Point> = rects.flat_map(corners).collect();
    all.extend(places.lines.iter().flatten());
    let least = |value: fn(&Point) -> f64| all.iter().map(value).fold(f64::INFINITY, f64::min);
    let most = |value: fn(&Point) -> f64| all.iter().map(value).fold(f64::NEG_INFINITY, f64::max);
    let margin = 2.0 * measure::MARGIN;
    if all.is_empty() {
        (places.width, places.height) = (margin, margin);
        return;
    }
    let (left, top) = (least(|point| point.x), least(|point| point.y));
    (places.width, places.height) = (
        (most(|point| point.x) - left + margin).ceil(),
        (most(|point| point.y) - top + margin).ceil(),
    );
    let (dx, dy) = (measure::MARGIN - left, measure::MARGIN - top);
    let rows = places.rows.iter_mut().flatten();
    let labels = places
        .labels
        .iter_mut()
        .flatten()
        .map(|label| &mut label.rect);
    for rect in places
        .groups
        .iter_mut()
        .chain(&mut places.nodes)
        .chain(rows)
        .chain(labels)
    {
        rect.x += dx;
        rect.y += dy;
    }
    for point in places.lines.iter_mut().flatten() {
        point.x += dx;
        point.y += dy;
    }
}
