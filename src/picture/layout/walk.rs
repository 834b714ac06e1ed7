//! Walks over the flows from box to box. Few flows cross if boxes keep the order of such a walk.

use std::collections::VecDeque;

use super::net::Net;
use super::tree::Slot;

/// Random numbers from a fixed seed (Knuth's constants for a linear congruential generator).
struct Lot(u64);

impl Lot {
    fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit.max(1)
    }
}

/// A random permutation of the slots.
pub(super) fn shuffle(net: &Net, seed: u64) -> Vec<usize> {
    let mut lot = Lot::new(seed);
    let mut place: Vec<usize> = (0..net.parent.len()).collect();
    for last in (1..place.len()).rev() {
        place.swap(last, lot.below(last + 1));
    }
    place
}

/// For each slot, its index in a seeded walk, breadth-first or depth-first. A container has the index of the first thing in it.
pub(super) fn places(net: &Net, seed: u64, in_depth: bool) -> Vec<usize> {
    let mut lot = Lot::new(seed);
    let count = net.parent.len();
    let mut joined: Vec<Vec<Slot>> = vec![Vec::new(); count];
    for link in &net.links {
        let [a, b] = link.ends.map(|terminal| terminal.slot);
        joined[a].push(b);
        joined[b].push(a);
    }
    for others in &mut joined {
        for last in (1..others.len()).rev() {
            others.swap(last, lot.below(last + 1));
        }
    }
    let mut place = vec![usize::MAX; count];
    let mut next = 0;
    let first = lot.below(net.tree.nodes);
    let roots = (0..net.tree.nodes).map(|step| (first + step) % net.tree.nodes);
    let mut waiting = VecDeque::new();
    for root in roots {
        waiting.push_back(root);
        while let Some(slot) = if in_depth {
            waiting.pop_back()
        } else {
            waiting.pop_front()
        } {
            if place[slot] != usize::MAX {
                continue;
            }
            place[slot] = next;
            next += 1;
            waiting.extend(joined[slot].iter().filter(|&&s| place[s] == usize::MAX));
        }
    }
    for container in net.tree.inside_out() {
        let own = net.tree.slot(container);
        for &slot in net.columns[container].iter().flatten() {
            place[own] = place[own].min(place[slot]);
        }
    }
    place
}
