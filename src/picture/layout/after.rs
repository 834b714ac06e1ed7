//! The positions of boxes and lines in an earlier drawing of nearly the same diagram. The new drawing keeps them, so that readers of a
//! changing picture find things again.

use std::collections::HashMap;

use super::net::Net;
use crate::picture::scene::{Places, Point, Rect};
use crate::picture::views::diagram::Diagram;

/// The least share, in quarters, of the boxes and of the flows that must be in the earlier drawing. With fewer it is not used.
const LEAST_OF_FOUR: usize = 3;

/// The positions of the slots of a net in an earlier drawing.
pub(super) struct Stood {
    /// The height of each slot. A new slot has the height of its neighbours.
    pub(super) heights: Vec<f64>,
    /// True if a box or a flow is new.
    pub(super) has_new: bool,
}

/// Finds the earlier position of each slot of the net. `None` if the two diagrams have too little in common.
pub(super) fn stood(
    net: &Net,
    diagram: &Diagram,
    (earlier, places): (&Diagram, &Places),
) -> Option<Stood> {
    let nodes = known(
        diagram.nodes.iter().map(|node| &*node.id),
        earlier.nodes.iter().map(|node| &*node.id),
    );
    let groups = known(
        diagram.groups.iter().map(|group| &*group.id),
        earlier.groups.iter().map(|group| &*group.id),
    );
    let edges = known(
        diagram.edges.iter().map(|edge| &*edge.id),
        earlier.edges.iter().map(|edge| &*edge.id),
    );
    let is_guide =
        |known: &[Option<usize>]| known.iter().flatten().count() * 4 >= known.len() * LEAST_OF_FOUR;
    if !is_guide(&nodes) || !is_guide(&edges) {
        return None;
    }
    let middle = |rect: &Rect| Point {
        x: rect.x + rect.w / 2.0,
        y: rect.y + rect.h / 2.0,
    };
    let mut middles: Vec<Option<Point>> = vec![None; net.parent.len()];
    for (node, before) in nodes.iter().enumerate() {
        middles[node] = before
            .and_then(|before| places.nodes.get(before))
            .map(middle);
    }
    for (group, before) in groups.iter().enumerate() {
        middles[net.tree.slot(group)] = before
            .and_then(|before| places.groups.get(before))
            .map(middle);
    }
    let mut heights: Vec<Option<f64>> = middles
        .iter()
        .map(|middle| middle.map(|point| point.y))
        .collect();
    for (container, columns) in net.columns.iter().enumerate() {
        for (column, x) in abscissas(columns, &middles).into_iter().enumerate() {
            for &slot in &net.columns[container][column] {
                if let Some(lane) = slot.checked_sub(net.tree.first_lane()) {
                    let before = edges[net.lane_edge[lane]];
                    let line = before.and_then(|before| places.lines.get(before));
                    heights[slot] = line.and_then(|line| height_at(line, x));
                }
            }
        }
    }
    let is_new = |known: &[Option<usize>]| known.iter().any(Option::is_none);
    Some(Stood {
        heights: completed(net, &heights),
        has_new: is_new(&nodes) || is_new(&groups) || is_new(&edges),
    })
}

/// For each thing, its index in the earlier list, by id.
fn known<'d>(
    now: impl Iterator<Item = &'d str>,
    earlier: impl Iterator<Item = &'d str>,
) -> Vec<Option<usize>> {
    let places: HashMap<&str, usize> = earlier.zip(0..).collect();
    now.map(|id| places.get(id).copied()).collect()
}

/// The horizontal position of each column: the mean of the boxes in it, or between its neighbours if none of them is known.
fn abscissas(columns: &[Vec<usize>], middles: &[Option<Point>]) -> Vec<f64> {
    let mean = |column: &Vec<usize>| {
        let known: Vec<f64> = column
            .iter()
            .filter_map(|&slot| middles[slot].map(|point| point.x))
            .collect();
        (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
    };
    let means: Vec<Option<f64>> = columns.iter().map(mean).collect();
    let near = |mut places: &mut dyn Iterator<Item = usize>| {
        (&mut places).find_map(|place| means[place].map(|x| (place, x)))
    };
    (0..means.len())
        .map(|place| {
            let left = near(&mut (0..=place).rev());
            let right = near(&mut (place..means.len()));
            match (left, right) {
                (Some((from, low)), Some((to, high))) if to > from => {
                    low + (high - low) * (place - from) as f64 / (to - from) as f64
                }
                (Some((_, x)), _) | (None, Some((_, x))) => x,
                (None, None) => 0.0,
            }
        })
        .collect()
}

/// The height of a line at `x`: that of its longest level piece there, or else of its nearest point.
fn height_at(line: &[Point], x: f64) -> Option<f64> {
    let levels = line.windows(2).filter(|ends| {
        let (low, high) = (ends[0].x.min(ends[1].x), ends[0].x.max(ends[1].x));
        (ends[0].y - ends[1].y).abs() < 0.5 && (low..=high).contains(&x)
    });
    let longest = levels.max_by(|a, b| {
        let length = |ends: &[Point]| (ends[0].x - ends[1].x).abs();
        length(a).total_cmp(&length(b))
    });
    let nearest = || {
        line.iter()
            .min_by(|a, b| (a.x - x).abs().total_cmp(&(b.x - x).abs()))
    };
    longest
        .and_then(|ends| ends.first())
        .or_else(nearest)
        .map(|point| point.y)
}

/// Fills in the heights of new slots: the mean of their neighbours, or else the foot of the drawing.
fn completed(net: &Net, heights: &[Option<f64>]) -> Vec<f64> {
    let foot = heights.iter().flatten().fold(0.0, |a: f64, b| a.max(*b)) + 1.0;
    let joined = |slot: usize| {
        let links = net.touching[slot].iter().flatten();
        let ends = links.map(|&(link, end)| net.links[link].ends[1 - end].slot);
        let known: Vec<f64> = ends.filter_map(|other| heights[other]).collect();
        (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
    };
    (0..heights.len())
        .map(|slot| heights[slot].or_else(|| joined(slot)).unwrap_or(foot))
        .collect()
}
