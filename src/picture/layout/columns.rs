//! Decides the column of every box in its container: cycles are broken, then boxes are ranked.

use super::after::Earlier;
use super::condense;
use super::cycle;
use super::fit;
use super::measure::Extent;
use super::rank;
use super::rank::Span;
use super::stay;
use super::stay::Boxes;
use super::tree::{Container, Tree};

/// The width of a channel beside a column inside an organisation, as the search for columns assumes it.
const BETWEEN: f64 = 50.0;

/// The flows of a container, as they join its boxes.
struct Inside {
    /// Flows between two boxes, by their index among the children.
    arcs: Vec<(usize, usize)>,
    /// The number of each in the diagram.
    edges: Vec<usize>,
    /// For each box, the number of its flows that come from outside and of those that go outside.
    outside: Vec<[i32; 2]>,
}

impl Inside {
    /// The flows that were not in an earlier drawing.
    fn new_arcs(&self, earlier: &Earlier<'_>) -> Vec<(usize, usize)> {
        let all = self.arcs.iter().zip(&self.edges);
        let new = all.filter(|(arc, edge)| arc.0 != arc.1 && earlier.is_new_flow(**edge));
        new.map(|(arc, _)| *arc).collect()
    }

    /// The pairs of different boxes that flows join, each with the number of its flows.
    fn bundled(&self) -> Vec<(usize, usize, i64)> {
        let mut arcs: Vec<(usize, usize, i64)> = Vec::new();
        let mut sorted: Vec<(usize, usize)> = self
            .arcs
            .iter()
            .copied()
            .filter(|arc| arc.0 != arc.1)
            .collect();
        sorted.sort_unstable();
        for (from, to) in sorted {
            match arcs.last_mut() {
                Some(last) if (last.0, last.1) == (from, to) => last.2 += 1,
                _ => arcs.push((from, to, 1)),
            }
        }
        arcs
    }
}

/// The column of each system and container, and the number of columns of each container. Boxes of an earlier drawing keep theirs as far as
/// they serve.
pub(super) fn assign(
    tree: &Tree,
    extents: &[Extent],
    earlier: Option<&Earlier<'_>>,
) -> (Vec<usize>, Vec<usize>) {
    let inside = sort_flows(tree);
    let mut column = vec![0; tree.parent.len()];
    let mut counts = vec![0; tree.containers];
    let mut heights: Vec<f64> = extents.iter().map(|extent| extent.height + 16.0).collect();
    heights.resize(tree.parent.len(), 0.0);
    let mut widths: Vec<f64> = extents.iter().map(|extent| extent.width).collect();
    widths.resize(tree.parent.len(), 0.0);
    for container in tree.inside_out() {
        let children = &tree.children[container];
        let mut ranks = ranks(tree, container, &inside[container], &heights, &widths);
        if let Some(earlier) = earlier {
            let own: Vec<f64> = children.iter().map(|&child| heights[child]).collect();
            let boxes = Boxes {
                arcs: &inside[container].bundled(),
                new_arcs: &inside[container].new_arcs(earlier),
                outside: &inside[container].outside,
                heights: &own,
            };
            ranks = stay::stay(&boxes, &earlier.columns(tree, container), ranks);
        }
        let count = ranks.iter().max().map_or(0, |&rank| rank + 1);
        let mut stacks = vec![0.0; count];
        let mut across = vec![0.0_f64; count];
        for (&child, &rank) in children.iter().zip(&ranks) {
            column[child] = rank;
            stacks[rank] += heights[child];
            across[rank] = across[rank].max(widths[child]);
        }
        counts[container] = count;
        heights[tree.slot(container)] = stacks.iter().copied().fold(0.0, f64::max) + 60.0;
        widths[tree.slot(container)] = across.iter().map(|width| width + BETWEEN).sum();
    }
    (column, counts)
}

/// Assigns each flow to the innermost container that holds both its ends.
fn sort_flows(tree: &Tree) -> Vec<Inside> {
    let mut place = vec![0usize; tree.parent.len()];
    let mut inside: Vec<Inside> = tree
        .children
        .iter()
        .map(|children| Inside {
            arcs: Vec::new(),
            edges: Vec::new(),
            outside: vec![[0; 2]; children.len()],
        })
        .collect();
    for children in &tree.children {
        for (index, &child) in children.iter().enumerate() {
            place[child] = index;
        }
    }
    for (edge, ends) in tree.ends.iter().enumerate() {
        let Some([from, to]) = ends else { continue };
        let (mut out, mut into) = (tree.chain(from.node), tree.chain(to.node));
        while out.len() > 1 && into.len() > 1 && out.last() == into.last() {
            out.pop();
            into.pop();
        }
        let (a, b) = (out[out.len() - 1], into[into.len() - 1]);
        if let Some(container) = tree.parent[a] {
            inside[container].arcs.push((place[a], place[b]));
            inside[container].edges.push(edge);
        }
        for (chain, direction) in [(&out, 1), (&into, 0)] {
            for &slot in &chain[..chain.len() - 1] {
                if let Some(container) = tree.parent[slot] {
                    inside[container].outside[place[slot]][direction] += 1;
                }
            }
        }
    }
    inside
}

/// The columns of the boxes of a container.
fn ranks(
    tree: &Tree,
    container: Container,
    inside: &Inside,
    heights: &[f64],
    widths: &[f64],
) -> Vec<usize> {
    let children = &tree.children[container];
    let count = children.len();
    let own: Vec<f64> = children.iter().map(|&child| heights[child]).collect();
    let arcs = inside.bundled();
    if arcs.is_empty() {
        return fold(&own, inside);
    }
    let order = cycle::sequence(count, &arcs);
    let mut at = vec![0usize; count];
    for (index, &v) in order.iter().enumerate() {
        at[v] = index;
    }
    let mut spans: Vec<Span> = arcs
        .iter()
        .map(|&(from, to, weight)| {
            let (from, to) = if at[from] < at[to] {
                (from, to)
            } else {
                (to, from)
            };
            Span {
                from,
                to,
                least: 1,
                weight: weight as i32,
            }
        })
        .collect();
    // Two more boxes represent the outside to the left and to the right of the container.
    for (v, &[into, out]) in inside.outside.iter().enumerate() {
        spans.push(Span {
            from: count,
            to: v,
            least: 0,
            weight: into,
        });
        spans.push(Span {
            from: v,
            to: count + 1,
            least: 0,
            weight: out,
        });
    }
    let all = rank::columns(count + 2, &spans);
    let least = all[..count].iter().copied().min().unwrap_or(0);
    let mut column: Vec<usize> = all[..count]
        .iter()
        .map(|&rank| (rank - least) as usize)
        .collect();
    condense::condense(&arcs, &own, &mut column);
    if container >= tree.groups {
        let sizes: Vec<(f64, f64)> = children.iter().map(|&c| (widths[c], heights[c])).collect();
        fit::fit(&arcs, &sizes, &mut column);
    }
    level(&mut column, &own, &arcs, inside);
    column
}

/// Columns for boxes that no flow inside their container joins. If there is no flow at all, as many columns as make the container about as
/// wide as an A-series sheet; otherwise few, because flows must pass every column.
fn fold(heights: &[f64], inside: &Inside) -> Vec<usize> {
    let total: f64 = heights.iter().sum();
    let bare = inside.outside.iter().all(|flows| *flows == [0, 0]);
    let height_per_column = if bare { 140.0 } else { 900.0 };
    let count =
        ((total / height_per_column).sqrt().round() as usize).clamp(1, heights.len().max(1));
    let mut above = 0.0;
    heights
        .iter()
        .map(|height| {
            let middle = above + height / 2.0;
            above += height;
            ((middle / total.max(1.0) * count as f64) as usize).min(count - 1)
        })
        .collect()
}

/// Moves boxes without any flow to the shortest stacks.
fn level(column: &mut [usize], heights: &[f64], arcs: &[(usize, usize, i64)], inside: &Inside) {
    let mut is_free: Vec<bool> = inside
        .outside
        .iter()
        .map(|flows| *flows == [0, 0])
        .collect();
    for &(from, to, _) in arcs {
        is_free[from] = false;
        is_free[to] = false;
    }
    let count = column
        .iter()
        .zip(&is_free)
        .filter(|(_, free)| !**free)
        .map(|(c, _)| c + 1)
        .max()
        .unwrap_or(1);
    let mut load = vec![0.0; count];
    for (v, &c) in column.iter().enumerate().filter(|(v, _)| !is_free[*v]) {
        load[c] += heights[v];
    }
    for v in (0..column.len()).filter(|&v| is_free[v]) {
        let shortest = (0..count)
            .min_by(|&a, &b| load[a].total_cmp(&load[b]))
            .unwrap_or(0);
        column[v] = shortest;
        load[shortest] += heights[v];
    }
}
