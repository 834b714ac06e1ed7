//! Merges lanes into trunks: lines of one bundle that pass a column side by side, and have run together since their common port, get one
//! lane (compare the merging of hyperedges in the Eclipse Layout Kernel).
//!
//! A lane belongs to one trunk at most, and the lines of a trunk have the port at its root in common. A line may leave the trunk of its
//! source and join that of its target: `tracks` keeps a piece between the two that is its own.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::net::{Link, Net};
use super::tree::{Container, Slot};

/// Merges lanes of a net whose columns are in their final order. Labels keep lanes of their own.
pub(super) fn merge(net: &mut Net) {
    let mut place = vec![0; net.parent.len()];
    for column in net.columns.iter().flatten() {
        for (at, &slot) in column.iter().enumerate() {
            place[slot] = at;
        }
    }
    let lanes: Vec<Vec<Slot>> = net.path.iter().map(|path| lanes(net, path)).collect();
    let mut members = bundles(net, &lanes);
    // The largest bundle gets its lanes first.
    members.sort_by_key(|(_, edges)| Reverse(edges.len()));
    let mut merging = Merging {
        into: (0..net.parent.len()).collect(),
        is_taken: vec![false; net.parent.len()],
        place,
        lanes,
        net,
    };
    for &lane in merging.net.label_lane.iter().flatten() {
        merging.is_taken[lane] = true;
    }
    for (end, edges) in &members {
        merging.grow(*end, edges);
    }
    let into = merging.into;
    replace(net, &into);
}

/// The lanes of a flow from its source to its target.
fn lanes(net: &Net, path: &[usize]) -> Vec<Slot> {
    let before_last = &path[..path.len().saturating_sub(1)];
    before_last
        .iter()
        .map(|&link| net.links[link].ends[1].slot)
        .collect()
}

/// For each bundle, the end of its flows at which it is, and those of its flows that pass columns. Of flows that have both ports in common only the
/// first is among them: each of them needs a part of its own.
fn bundles(net: &Net, lanes: &[Vec<Slot>]) -> Vec<(usize, Vec<usize>)> {
    let mut found: BTreeMap<usize, (usize, Vec<usize>)> = BTreeMap::new();
    let mut pairs = BTreeSet::new();
    for (edge, _) in lanes.iter().enumerate().filter(|(_, own)| !own.is_empty()) {
        if !pairs.insert(net.bundles.of[edge]) {
            continue;
        }
        for (end, &bundle) in net.bundles.of[edge].iter().enumerate() {
            if net.bundles.sizes[bundle] > 1 {
                found
                    .entry(bundle)
                    .or_insert((end, Vec::new()))
                    .1
                    .push(edge);
            }
        }
    }
    found.into_values().collect()
}

/// The state of the merging.
struct Merging<'a> {
    net: &'a Net,
    /// For each flow, its lanes.
    lanes: Vec<Vec<Slot>>,
    /// For each slot, its place in its column.
    place: Vec<usize>,
    /// For each slot, the slot that stands for it.
    into: Vec<Slot>,
    /// For each slot, true if it is in a trunk or carries a label.
    is_taken: Vec<bool>,
}

impl Merging<'_> {
    /// Grows the trunk of a bundle from its port, column by column, as long as lines run side by side.
    fn grow(&mut self, end: usize, edges: &[usize]) {
        let mut groups = vec![edges.to_vec()];
        let mut step = 0;
        while !groups.is_empty() {
            let next = groups
                .iter()
                .flat_map(|group| self.merged(end, step, group));
            groups = next.collect::<Vec<_>>();
            for group in &groups {
                let first = self.lane(end, step, group[0]).expect("it was merged");
                for &edge in group {
                    let lane = self.lane(end, step, edge).expect("it was merged");
                    self.into[lane] = first;
                    self.is_taken[lane] = true;
                }
            }
            step += 1;
        }
    }

    /// The flows of a group whose lanes at this step from the port are neighbours, two or more together.
    fn merged(&self, end: usize, step: usize, group: &[usize]) -> Vec<Vec<usize>> {
        let mut standing: Vec<((Container, usize, usize), usize, usize)> = group
            .iter()
            .filter_map(|&edge| {
                let lane = self.lane(end, step, edge)?;
                let container = self.net.parent[lane]?;
                let key = (
                    container,
                    self.net.column[lane],
                    self.entered(end, step, edge),
                );
                (!self.is_taken[lane]).then_some((key, self.place[lane], edge))
            })
            .collect();
        standing.sort_unstable();
        let neighbours = standing.chunk_by(|a, b| a.0 == b.0 && a.1 + 1 == b.1);
        neighbours
            .filter(|lanes| lanes.len() > 1)
            .map(|lanes| lanes.iter().map(|lane| lane.2).collect())
            .collect()
    }

    /// The lane of a flow at this step from its source (0) or from its target (1).
    fn lane(&self, end: usize, step: usize, edge: usize) -> Option<Slot> {
        let lanes = &self.lanes[edge];
        let at = if end == 0 {
            step
        } else {
            lanes.len().checked_sub(step + 1)?
        };
        lanes.get(at).copied()
    }

    /// The side on which a flow enters its lane at this step.
    fn entered(&self, end: usize, step: usize, edge: usize) -> usize {
        let path = &self.net.path[edge];
        let at = if end == 0 {
            step
        } else {
            path.len() - 2 - step
        };
        self.net.links[path[at]].ends[1].side
    }
}

/// Puts the slots that stand for others in their place, and drops lanes and links that are no longer used.
fn replace(net: &mut Net, into: &[Slot]) {
    if into.iter().enumerate().all(|(slot, &other)| slot == other) {
        return;
    }
    let mut is_trunk = vec![false; into.len()];
    for (slot, &other) in into.iter().enumerate() {
        is_trunk[other] |= slot != other;
    }
    for column in net.columns.iter_mut().flatten() {
        column.retain(|&slot| into[slot] == slot);
    }
    let mut kept: Vec<Link> = Vec::with_capacity(net.links.len());
    let mut number = Vec::with_capacity(net.links.len());
    let mut known: BTreeMap<[(Slot, Option<usize>, usize); 2], usize> = BTreeMap::new();
    for link in &net.links {
        let mut link = *link;
        for end in &mut link.ends {
            end.slot = into[end.slot];
        }
        let is_shared = link.ends.iter().any(|end| is_trunk[end.slot]);
        let key = link.ends.map(|end| (end.slot, end.bundle, end.side));
        let next = kept.len();
        let at = if is_shared {
            *known.entry(key).or_insert(next)
        } else {
            next
        };
        if at == next {
            kept.push(link);
        }
        number.push(at);
    }
    net.links = kept;
    for link in net.path.iter_mut().flatten() {
        *link = number[*link];
    }
    net.list_touching();
}
