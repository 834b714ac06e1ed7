//! The positions of boxes and lines in an earlier drawing of nearly the same diagram. The new drawing keeps them, so that readers of a
//! changing picture find things again.

use std::collections::HashMap;

use super::net::Net;
use super::tree::{Container, Slot, Tree};
use crate::picture::scene::{Places, Point, Rect};
use crate::picture::views::diagram::Diagram;

/// The least share, in quarters, of the boxes and of the flows that must be in the earlier drawing. With fewer it is not used.
const LEAST_OF_FOUR: usize = 3;

/// The largest distance between the middles of two boxes of one column, in pixels.
const SAME_COLUMN: f64 = 2.0;

/// The boxes, organisations and flows that a diagram shares with an earlier one, and their earlier places.
pub(super) struct Earlier<'d> {
    places: &'d Places,
    /// The nesting of the earlier diagram.
    tree: Tree,
    /// For each box, organisation and flow, its number in the earlier diagram.
    nodes: Vec<Option<usize>>,
    groups: Vec<Option<usize>>,
    edges: Vec<Option<usize>>,
}

/// The positions of the slots of a net in an earlier drawing.
pub(super) struct Stood {
    /// The height of each slot. A new slot has the height of its neighbours.
    pub(super) heights: Vec<f64>,
    /// For each slot, true for a box that was not there, and for every lane.
    pub(super) may_move: Vec<bool>,
    /// True if a box or a flow is new.
    pub(super) has_new: bool,
}

impl<'d> Earlier<'d> {
    /// Compares a diagram with an earlier one. `None` if the two have too little in common.
    pub(super) fn of(diagram: &Diagram, (earlier, places): (&Diagram, &'d Places)) -> Option<Self> {
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
        let is_guide = |known: &[Option<usize>]| {
            known.iter().flatten().count() * 4 >= known.len() * LEAST_OF_FOUR
        };
        let is_whole = places.nodes.len() == earlier.nodes.len()
            && places.groups.len() == earlier.groups.len();
        (is_whole && is_guide(&nodes) && is_guide(&edges)).then(|| Self {
            places,
            tree: Tree::of(earlier),
            nodes,
            groups,
            edges,
        })
    }

    /// True if a flow was not in the earlier diagram.
    pub(super) fn is_new_flow(&self, edge: usize) -> bool {
        self.edges[edge].is_none()
    }

    /// The earlier slot of a box or an organisation, and where it stood.
    fn place(&self, tree: &Tree, slot: Slot) -> Option<(Slot, Rect)> {
        if slot < tree.nodes {
            let node = self.nodes[slot]?;
            return Some((node, self.places.nodes[node]));
        }
        let group = (*self.groups.get(slot - tree.nodes)?)?;
        Some((self.tree.slot(group), self.places.groups[group]))
    }

    /// The earlier columns of the boxes of a container, from 0 without gaps; `None` for a box that was not there, or stood elsewhere.
    pub(super) fn columns(&self, tree: &Tree, container: Container) -> Vec<Option<usize>> {
        let children = tree.children[container].iter();
        let before: Vec<Option<(Container, f64)>> = children
            .map(|&child| {
                let (slot, rect) = self.place(tree, child)?;
                Some((self.tree.parent[slot]?, rect.x + rect.w / 2.0))
            })
            .collect();
        let home = if container < tree.groups {
            self.groups[container]
        } else {
            // The earlier piece that most of them stood in.
            let mut pieces: Vec<Container> = before.iter().flatten().map(|one| one.0).collect();
            pieces.retain(|&piece| piece >= self.tree.groups);
            pieces.sort_unstable();
            let of_one = pieces.chunk_by(|a, b| a == b);
            of_one.max_by_key(|piece| piece.len()).map(|piece| piece[0])
        };
        let at = |one: &Option<(Container, f64)>| {
            let (parent, middle) = (*one)?;
            (Some(parent) == home).then_some(middle)
        };
        // The boxes of a column have one middle, but for rounding.
        let mut middles: Vec<f64> = before.iter().filter_map(at).collect();
        middles.sort_unstable_by(f64::total_cmp);
        middles.dedup_by(|later, first| *later - *first < SAME_COLUMN);
        before
            .iter()
            .map(|one| {
                let middle = at(one)?;
                Some(middles.partition_point(|first| *first <= middle) - 1)
            })
            .collect()
    }

    /// The earlier position of each slot of the net.
    pub(super) fn stood(&self, net: &Net) -> Stood {
        let middle = |rect: Rect| Point {
            x: rect.x + rect.w / 2.0,
            y: rect.y + rect.h / 2.0,
        };
        let slots = 0..net.parent.len();
        let place = |slot: Slot| {
            let is_box = slot < net.tree.nodes + net.tree.groups;
            is_box.then(|| self.place(&net.tree, slot)).flatten()
        };
        let middles: Vec<Option<Point>> = slots
            .map(|slot| place(slot).map(|(_, rect)| middle(rect)))
            .collect();
        let mut heights: Vec<Option<f64>> = middles
            .iter()
            .map(|middle| middle.map(|point| point.y))
            .collect();
        let may_move = heights.iter().map(Option::is_none).collect();
        for (container, columns) in net.columns.iter().enumerate() {
            for (column, x) in abscissas(columns, &middles).into_iter().enumerate() {
                for &slot in &net.columns[container][column] {
                    if let Some(lane) = slot.checked_sub(net.tree.first_lane()) {
                        let before = self.edges[net.lane_edge[lane]];
                        let line = before.and_then(|before| self.places.lines.get(before));
                        heights[slot] = line.and_then(|line| height_at(line, x));
                    }
                }
            }
        }
        let is_new = |known: &[Option<usize>]| known.iter().any(Option::is_none);
        Stood {
            heights: completed(net, &heights),
            may_move,
            has_new: is_new(&self.nodes) || is_new(&self.groups) || is_new(&self.edges),
        }
    }
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
