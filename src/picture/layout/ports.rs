//! Spreads the flows of a box without rows along its sides, in the order of their other ends.

use super::net::{LEFT, Net, RIGHT, WHOLE};
use super::tree::{Container, Slot};

/// The largest distance between two ends on one side.
const SPACING: f64 = 7.0;
/// The smallest distance. If there is less space, all ends share one point.
const LEAST_SPACING: f64 = 3.5;

/// Sets the offset of every end without a row. `middle` is the height of each slot after ordering.
pub(super) fn spread(net: &mut Net, middle: &[f64]) {
    for node in 0..net.tree.nodes {
        for side in [LEFT, RIGHT] {
            let mut ends: Vec<((i32, usize, f64), usize, usize)> = Vec::new();
            for &(link, end) in &net.touching[node][side] {
                let terminal = net.links[link].ends[end];
                if terminal.slot == node && terminal.point.is_none() {
                    ends.push((rank(net, middle, link, end), link, end));
                }
            }
            ends.sort_by(|a, b| {
                a.0.0
                    .cmp(&b.0.0)
                    .then(a.0.1.cmp(&b.0.1))
                    .then(a.0.2.total_cmp(&b.0.2))
            });
            // The rows have points of their own, so other flows end at the header.
            let (height, header) = (net.extents[node].height, net.extents[node].header);
            let step = SPACING.min((header - 6.0) / ends.len().max(1) as f64);
            let shared = step < LEAST_SPACING;
            let step = if shared { 0.0 } else { step };
            let first =
                (header - height) / 2.0 - step * (ends.len().saturating_sub(1)) as f64 / 2.0;
            for (index, (_, link, end)) in ends.into_iter().enumerate() {
                net.links[link].ends[end].offset = first + step * index as f64;
                net.links[link].ends[end].point = shared.then_some(WHOLE);
            }
        }
    }
}

/// Sort key of an end: flows that turn upwards first, nearest lane first; then those that pass across; then those that turn downwards.
fn rank(net: &Net, middle: &[f64], link: usize, end: usize) -> (i32, usize, f64) {
    let l = &net.links[link];
    let own = height(net, middle, l.ends[end].slot);
    let other = height(net, middle, l.ends[1 - end].slot) + l.ends[1 - end].offset;
    if !l.turns() {
        return (0, 0, other);
    }
    if other < own {
        (-1, depth(net, l.container), -other)
    } else {
        (1, usize::MAX - depth(net, l.container), -other)
    }
}

/// Sort key: larger is nearer the root.
fn depth(net: &Net, container: Container) -> usize {
    let mut steps = 0;
    let mut slot = net.tree.slot(container);
    while let Some(parent) = net.parent[slot] {
        slot = net.tree.slot(parent);
        steps += 1;
    }
    usize::MAX / 4 - steps
}

fn height(net: &Net, middle: &[f64], mut slot: Slot) -> f64 {
    let mut y = middle[slot];
    while let Some(parent) = net.parent[slot] {
        slot = net.tree.slot(parent);
        y += middle[slot];
    }
    y
}
