//! Finds the points at which lines leave or join a trunk.

use std::collections::BTreeMap;

use super::bundle::Bundles;
use crate::picture::joint;
use crate::picture::scene::{Joins, Joint, Point};
use crate::picture::views::diagram::Edge;

/// Distances smaller than this are rounding errors.
const SAME: f64 = 0.01;

/// Lines that run together up to a point.
struct Together {
    /// The flows, each with the index of its next point from the shared port.
    lines: Vec<(usize, usize)>,
    at: Point,
    /// The distance of the point from the port, along the lines.
    distance: f64,
    /// The point at which the corners begin of those that turn here.
    before: Point,
}

/// For each line, the parts at its two ends that it shares, and its joints.
pub(super) fn joins(edges: &[Edge], bundles: &Bundles, lines: &[Vec<Point>]) -> Vec<Joins> {
    let mut joins = vec![Joins::default(); lines.len()];
    let mut members: Vec<[Vec<usize>; 2]> = vec![[Vec::new(), Vec::new()]; bundles.sizes.len()];
    for edge in (0..lines.len()).filter(|&edge| lines[edge].len() > 1) {
        for (end, &bundle) in bundles.of[edge].iter().enumerate() {
            members[bundle][end].push(edge);
        }
    }
    for (end, own) in members.iter().flat_map(|ends| ends.iter().enumerate()) {
        if own.len() > 1 {
            part(edges, lines, (end, own), &mut joins);
        }
    }
    joins
}

/// Follows the lines of one bundle from their port to the points at which they part.
fn part(edges: &[Edge], lines: &[Vec<Point>], (end, own): (usize, &[usize]), joins: &mut [Joins]) {
    let point = |edge: usize, index: usize| {
        let line = &lines[edge];
        let from_end = line.len().checked_sub(index + 1)?;
        line.get(if end == 0 { index } else { from_end }).copied()
    };
    let start = own.iter().map(|&edge| (edge, 1)).collect();
    let port = point(own[0], 0).expect("a line has points");
    let mut open = vec![Together {
        lines: start,
        at: port,
        distance: 0.0,
        before: port,
    }];
    while let Some(together) = open.pop() {
        let at = together.at;
        let counts = together.lines.iter().map(|line| edges[line.0].count);
        let count = counts.max().unwrap_or(1);
        let mut ways: BTreeMap<(i8, i8), Vec<(usize, usize)>> = BTreeMap::new();
        for (edge, index) in together.lines {
            let way = point(edge, index).map_or((0, 0), |next| way(at, next));
            ways.entry(way).or_default().push((edge, index));
        }
        let parts = ways.len();
        let has_single = ways.values().any(|lines| lines.len() == 1);
        for (place, (way, lines)) in ways.into_iter().enumerate() {
            let is_joint = parts > 1 && together.distance > SAME;
            if is_joint && (lines.len() == 1 || (!has_single && place == 0)) {
                joins[lines[0].0].joints.push(Joint {
                    at: together.before,
                    count,
                });
            }
            if lines.len() == 1 || way == (0, 0) {
                for (edge, _) in lines {
                    joins[edge].shared[end] = together.distance;
                }
                continue;
            }
            let left = |&(edge, index): &(usize, usize)| {
                point(edge, index).map_or(0.0, |next| (next.x - at.x).hypot(next.y - at.y))
            };
            let step = lines.iter().map(left).fold(f64::INFINITY, f64::min);
            let next =
                |line: &(usize, usize)| (line.0, line.1 + usize::from(left(line) <= step + SAME));
            let along = |by: f64| Point {
                x: at.x + f64::from(way.0) * by,
                y: at.y + f64::from(way.1) * by,
            };
            open.push(Together {
                lines: lines.iter().map(next).collect(),
                at: along(step),
                distance: together.distance + step,
                before: along(step - joint::CORNER.min(step / 2.0)),
            });
        }
    }
}

/// The direction from a point to another that is level with it, or above or below it.
fn way(from: Point, to: Point) -> (i8, i8) {
    let sign = |by: f64| i8::from(by > SAME) - i8::from(by < -SAME);
    (sign(to.x - from.x), sign(to.y - from.y))
}
