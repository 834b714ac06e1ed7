//! Orders the boxes and lanes of every column so that flows cross little.
//!
//! Barycentre sweeps with the rows as ports (Sugiyama, Tagawa and Toda, 1981; Spoenemann et al., 2009), then
//! adjacent exchange, from several seeded starts; an organisation moves as one piece (Forster, 2004).

use super::crossing;
use super::crossing::Wire;
use super::net::LEFT;
use super::net::Net;
use super::net::RIGHT;
use super::tree::Container;
use super::tree::Slot;

/// Heights the sweeps reckon with for a lane.
const LANE: f64 = 8.0;
/// Heights the sweeps reckon with between boxes.
const GAP: f64 = 12.0;

/// Puts the columns of the net in order; `after` is the height of every slot's middle below its container's.
pub(super) fn arrange(net: &mut Net) -> Vec<f64> {
    let mut order = Order::of(net);
    let links = net.links.len();
    let starts = std::env::var("STARTS")
        .ok()
        .and_then(|x| x.parse().ok())
        .unwrap_or(24_000 / (links + 60))
        .clamp(1, 24);
    let rounds = if links > 20_000 { 6 } else { 14 };
    let mut best: Option<(u64, Vec<Vec<Vec<Slot>>>)> = None;
    for start in 0..starts {
        order.begin(start as u64);
        order.improve(rounds, &mut best);
        if best.as_ref().is_some_and(|b| b.0 == 0) {
            break;
        }
    }
    if std::env::var("DBG").is_ok() {
        eprintln!(
            "links {links} starts {starts} crossings {} columns {:?} back {}",
            best.as_ref().unwrap().0,
            net.columns.last().map(Vec::len),
            net.links.iter().filter(|l| l.turns()).count() / 2
        );
    }
    let (_, columns) = best.expect("there is at least one start");
    order.columns = columns;
    order.restack_all();
    let middle = order.middle;
    net.columns = order.columns;
    middle
}

/// The search: columns as they stand now and where that puts everything.
struct Order<'a> {
    net: &'a Net,
    columns: Vec<Vec<Vec<Slot>>>,
    height: Vec<f64>,
    middle: Vec<f64>,
    /// Links by channel.
    channels: Vec<Vec<usize>>,
}

impl<'a> Order<'a> {
    fn of(net: &'a Net) -> Self {
        let mut height = vec![LANE; net.parent.len()];
        for (slot, extent) in height.iter_mut().zip(&net.extents) {
            *slot = extent.height + GAP;
        }
        for container in net.tree.inside_out() {
            let tallest = net.columns[container]
                .iter()
                .map(|column| column.iter().map(|&slot| height[slot]).sum())
                .fold(0.0, f64::max);
            height[net.tree.slot(container)] = tallest + GAP;
        }
        let mut by_channel = std::collections::BTreeMap::<(Container, usize), Vec<usize>>::new();
        for (index, link) in net.links.iter().enumerate() {
            by_channel
                .entry((link.container, link.channel))
                .or_default()
                .push(index);
        }
        let channels = by_channel.into_values().collect();
        Self {
            net,
            columns: net.columns.clone(),
            middle: vec![0.0; height.len()],
            height,
            channels,
        }
    }

    /// The first start is the order of the input, the others are shuffled from a fixed seed.
    fn begin(&mut self, start: u64) {
        self.columns.clone_from(&self.net.columns);
        let mut state = start.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        for column in self.columns.iter_mut().flatten().filter(|_| start > 0) {
            for last in (1..column.len()).rev() {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                column.swap(last, ((state >> 33) as usize) % (last + 1));
            }
        }
        self.restack_all();
    }

    fn improve(&mut self, rounds: usize, best: &mut Option<(u64, Vec<Vec<Vec<Slot>>>)>) {
        let mut lowest = u64::MAX;
        let mut idle = 0;
        for round in 0..rounds {
            for piece in self.net.tree.groups..self.net.tree.containers {
                self.sweep(piece, round % 2 == 0);
            }
            for container in 0..self.net.tree.containers {
                self.exchange(container);
            }
            let crossings = self.crossings();
            if best.as_ref().is_none_or(|b| crossings < b.0) {
                *best = Some((crossings, self.columns.clone()));
            }
            idle = if crossings < lowest { 0 } else { idle + 1 };
            lowest = lowest.min(crossings);
            if idle >= 4 {
                break;
            }
        }
    }

    fn restack_all(&mut self) {
        for container in 0..self.net.tree.containers {
            for column in 0..self.columns[container].len() {
                self.restack(container, column);
            }
        }
    }

    fn restack(&mut self, container: Container, column: usize) {
        let stack = &self.columns[container][column];
        let total: f64 = stack.iter().map(|&slot| self.height[slot]).sum();
        let mut y = -total / 2.0;
        for &slot in stack {
            self.middle[slot] = y + self.height[slot] / 2.0;
            y += self.height[slot];
        }
    }

    fn absolute(&self, mut slot: Slot) -> f64 {
        let mut y = self.middle[slot];
        while let Some(parent) = self.net.parent[slot] {
            slot = self.net.tree.slot(parent);
            y += self.middle[slot];
        }
        y
    }

    fn end_height(&self, link: usize, end: usize) -> f64 {
        let terminal = &self.net.links[link].ends[end];
        self.absolute(terminal.slot) + terminal.offset
    }

    fn sweep(&mut self, container: Container, forward: bool) {
        let count = self.columns[container].len();
        for step in 0..count {
            let column = if forward { step } else { count - 1 - step };
            self.sort(container, column, if forward { RIGHT } else { LEFT });
            for index in 0..self.columns[container][column].len() {
                if let Some(inner) = self
                    .net
                    .tree
                    .as_container(self.columns[container][column][index])
                {
                    self.sweep(inner, forward);
                }
            }
        }
    }

    /// Sorts a column by the mean height of what its boxes are joined to on one side.
    fn sort(&mut self, container: Container, column: usize, side: usize) {
        let mut keyed: Vec<(f64, Slot)> = Vec::with_capacity(self.columns[container][column].len());
        for &slot in &self.columns[container][column] {
            let ends = &self.net.touching[slot][side];
            let key = if ends.is_empty() {
                self.absolute(slot)
            } else {
                ends.iter()
                    .map(|&(link, end)| self.end_height(link, 1 - end))
                    .sum::<f64>()
                    / ends.len() as f64
            };
            keyed.push((key, slot));
        }
        keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (place, (_, slot)) in self.columns[container][column].iter_mut().zip(keyed) {
            *place = slot;
        }
        self.restack(container, column);
    }

    /// Exchanges neighbours while that takes crossings away.
    fn exchange(&mut self, container: Container) {
        for _ in 0..6 {
            let mut improved = false;
            for column in 0..self.columns[container].len() {
                for at in 1..self.columns[container][column].len() {
                    improved |= self.try_exchange(container, column, at);
                }
            }
            if !improved {
                break;
            }
        }
    }

    fn try_exchange(&mut self, container: Container, column: usize, at: usize) -> bool {
        let stack = &self.columns[container][column];
        let (upper, lower) = (stack[at - 1], stack[at]);
        let before = self.between(upper, lower);
        if before == 0 {
            return false;
        }
        let (high, low) = (self.middle[upper], self.middle[lower]);
        self.middle[upper] += self.height[lower];
        self.middle[lower] -= self.height[upper];
        if self.between(upper, lower) < before {
            self.columns[container][column].swap(at - 1, at);
            return true;
        }
        self.middle[upper] = high;
        self.middle[lower] = low;
        false
    }

    /// Crossings between the links of two slots of one column.
    fn between(&self, a: Slot, b: Slot) -> usize {
        let mut total = 0;
        for side in [LEFT, RIGHT] {
            if self.net.touching[a][side].is_empty() || self.net.touching[b][side].is_empty() {
                continue;
            }
            let wires: Vec<(Container, Wire)> = self.net.touching[b][side]
                .iter()
                .map(|&(link, _)| (self.net.links[link].container, self.wire(link)))
                .collect();
            for &(link, _) in &self.net.touching[a][side] {
                let (container, wire) = (self.net.links[link].container, self.wire(link));
                total += wires
                    .iter()
                    .filter(|other| other.0 == container && wire.crosses(&other.1))
                    .count();
            }
        }
        total
    }

    fn wire(&self, link: usize) -> Wire {
        let ends = &self.net.links[link].ends;
        Wire {
            heights: [self.end_height(link, 0), self.end_height(link, 1)],
            sides: [ends[0].side, ends[1].side],
        }
    }

    fn crossings(&self) -> u64 {
        let mut wires = Vec::new();
        let mut total = 0;
        for channel in &self.channels {
            wires.clear();
            wires.extend(channel.iter().map(|&link| self.wire(link)));
            total += crossing::count(&mut wires);
        }
        total
    }
}
