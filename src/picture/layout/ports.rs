//! Spreads the ports of a box along its sides: each bundle of lines has one, in the order of the other ends of its lines.

use std::collections::BTreeMap;

use super::measure;
use super::net::{LEFT, Net, RIGHT};
use super::tree::{Container, Slot};

/// The height of a row that its ports may take up.
const IN_ROW: f64 = measure::ROW_HEIGHT - 6.0;

/// Sort key of a port: those whose lines turn upwards come first, nearest lane first; then those with lines that pass across; then those
/// whose lines turn downwards.
type Rank = (i32, usize, f64);

/// Sets the offset of every port. `middle` is the height of each slot after ordering.
pub(super) fn spread(net: &mut Net, middle: &[f64]) {
    for node in 0..net.tree.nodes {
        for side in [LEFT, RIGHT] {
            let mut ends: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
            for &(link, end) in &net.touching[node][side] {
                if let Some(bundle) = net.links[link].ends[end].bundle {
                    ends.entry(bundle).or_default().push((link, end));
                }
            }
            let mut ports: Vec<(Option<usize>, Rank, usize)> = ends
                .iter()
                .map(|(&bundle, ends)| {
                    let ranks = ends.iter().map(|&(link, end)| rank(net, middle, link, end));
                    (net.bundles.rows[bundle], mean(ranks.collect()), bundle)
                })
                .collect();
            ports.sort_by(|(row, a, _), (other, b, _)| {
                let by_row = row.cmp(other).then(a.0.cmp(&b.0));
                by_row.then(a.1.cmp(&b.1)).then(a.2.total_cmp(&b.2))
            });
            for ports in ports.chunk_by(|a, b| a.0 == b.0) {
                for (place, (row, _, bundle)) in ports.iter().enumerate() {
                    let offset = offset(net, node, *row, place, ports.len());
                    for &(link, end) in &ends[bundle] {
                        net.links[link].ends[end].offset = offset;
                    }
                }
            }
        }
    }
}

/// The offset of the port at this place among `count` of a row, or of a whole box. The rows have ports of their own, so the ports of the
/// whole box are at its header.
fn offset(net: &Net, node: usize, row: Option<usize>, place: usize, count: usize) -> f64 {
    let from_middle = place as f64 - (count - 1) as f64 / 2.0;
    let within = |room: f64| measure::PORT_DISTANCE.min(room / count as f64) * from_middle;
    if let Some(row) = row {
        return net.middle_of_row(node, row) + within(IN_ROW);
    }
    let (height, header) = (net.extents[node].height, net.extents[node].header);
    (header - height) / 2.0 + within(header - 6.0)
}

/// The rank of a port whose lines have these ranks. If they do not all turn to one side, those that do not turn decide, or else all.
fn mean(mut ranks: Vec<Rank>) -> Rank {
    let (way, first) = (ranks[0].0, ranks[0].1);
    let is_mixed = ranks.iter().any(|rank| rank.0 != way);
    if is_mixed && ranks.iter().any(|rank| rank.0 == 0) {
        ranks.retain(|rank| rank.0 == 0);
    }
    let height = ranks.iter().map(|rank| rank.2).sum::<f64>() / ranks.len() as f64;
    if is_mixed {
        (0, 0, height)
    } else {
        let nearest = ranks.iter().fold(first, |least, rank| least.min(rank.1));
        (way, nearest, height)
    }
}

/// The rank of one line.
fn rank(net: &Net, middle: &[f64], link: usize, end: usize) -> Rank {
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
