//! Measures the quality of a placed diagram by figures that are no faults but should be low.

use std::collections::BTreeMap;

use super::area;
use super::checks::is_within;
use crate::picture::scene::{Places, Point};
use crate::picture::views::diagram::Diagram;

/// Figures to compare drawings of one diagram.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Quality {
    /// Flows with a line.
    pub drawn: usize,
    /// Points at which segments of two flows cross inside both. Touching does not count, and lines that run together cross another once.
    pub crossings: usize,
    /// Pairs of a flow and a system that its line passes over and at which it does not end.
    pub through_systems: usize,
    /// Pairs of a flow and an organisation that its line passes over and in which it does not end.
    pub through_organisations: usize,
}

/// Measures places that fit their diagram.
pub fn measure(diagram: &Diagram, places: &Places) -> Quality {
    let mut quality = Quality {
        crossings: crossings(&places.lines),
        ..Quality::default()
    };
    for (edge, line) in diagram.edges.iter().zip(&places.lines) {
        if line.len() < 2 {
            continue;
        }
        quality.drawn += 1;
        let passes = |rect| {
            line.windows(2)
                .any(|pair| area::runs_through(rect, pair[0], pair[1], 0.5))
        };
        for (index, rect) in places.nodes.iter().enumerate() {
            if index != edge.from.node && index != edge.to.node && passes(*rect) {
                quality.through_systems += 1;
            }
        }
        for (index, rect) in places.groups.iter().enumerate() {
            let home = |node: usize| {
                diagram
                    .nodes
                    .get(node)
                    .and_then(|node| node.group)
                    .is_some_and(|group| is_within(diagram, group, index))
            };
            if !home(edge.from.node) && !home(edge.to.node) && passes(*rect) {
                quality.through_organisations += 1;
            }
        }
    }
    quality
}

/// A straight segment of the line of a flow.
#[derive(Clone, Copy)]
struct Stretch {
    flow: usize,
    from: Point,
    to: Point,
}

/// Side of a cell of the grid in which segments are compared, in pixels.
const CELL: f64 = 120.0;

fn crossings(lines: &[Vec<Point>]) -> usize {
    let mut cells: BTreeMap<(i64, i64), Vec<Stretch>> = BTreeMap::new();
    let cell = |value: f64| (value / CELL).floor() as i64;
    for (flow, line) in lines.iter().enumerate() {
        for pair in line.windows(2) {
            let (from, to) = (pair[0], pair[1]);
            for x in cell(from.x.min(to.x))..=cell(from.x.max(to.x)) {
                for y in cell(from.y.min(to.y))..=cell(from.y.max(to.y)) {
                    cells
                        .entry((x, y))
                        .or_default()
                        .push(Stretch { flow, from, to });
                }
            }
        }
    }
    let mut total = 0;
    let mut found: Vec<(i64, i64)> = Vec::new();
    let tenths = |value: f64| (value * 10.0).round() as i64;
    for (&at, stretches) in &cells {
        for (index, a) in stretches.iter().enumerate() {
            let others = stretches[..index].iter().filter(|b| a.flow != b.flow);
            let points = others.filter_map(|b| crossing(a, b));
            let points = points.filter(|point| (cell(point.x), cell(point.y)) == at);
            found.extend(points.map(|point| (tenths(point.x), tenths(point.y))));
        }
        found.sort_unstable();
        found.dedup();
        total += found.len();
        found.clear();
    }
    total
}

/// The point inside both segments at which they cross.
fn crossing(a: &Stretch, b: &Stretch) -> Option<Point> {
    let (ax, ay) = (a.to.x - a.from.x, a.to.y - a.from.y);
    let (bx, by) = (b.to.x - b.from.x, b.to.y - b.from.y);
    let across = ax * by - ay * bx;
    if across.abs() < 1e-12 {
        return None;
    }
    let (dx, dy) = (b.from.x - a.from.x, b.from.y - a.from.y);
    let (s, t) = ((dx * by - dy * bx) / across, (dx * ay - dy * ax) / across);
    let inside = |share: f64, run: f64| share * run > 1e-6 && (1.0 - share) * run > 1e-6;
    let both = inside(s, ax.hypot(ay)) && inside(t, bx.hypot(by));
    both.then_some(Point {
        x: a.from.x + s * ax,
        y: a.from.y + s * ay,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(points: &[(f64, f64)]) -> Vec<Point> {
        points.iter().map(|&(x, y)| Point { x, y }).collect()
    }

    #[test]
    fn lines_that_cross_count_once_and_lines_that_touch_do_not() {
        let flat = line(&[(0.0, 50.0), (1000.0, 50.0)]);
        assert_eq!(
            crossings(&[flat.clone(), line(&[(500.0, 0.0), (500.0, 300.0)])]),
            1
        );
        assert_eq!(
            crossings(&[flat.clone(), line(&[(500.0, 50.0), (500.0, 300.0)])]),
            0
        );
        assert_eq!(crossings(&[flat.clone(), flat]), 0);
    }
}
