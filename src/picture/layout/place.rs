//! Gives every box and lane of a container its height on the page, so that lines are straight.
//!
//! Columns are placed in turn to fit their neighbours, from the left, from the right and from both, as in Sugiyama, Tagawa and Toda (1981),
//! each column exactly (see `stack`).

use super::measure;
use super::net::{LEFT, Link, Net, RIGHT, Terminal};
use super::stack;
use super::stack::Wish;
use super::straighten;
use super::tree::{Container, Slot};

/// Least distance between two lanes.
pub(super) const LANE_GAP: f64 = 8.0;
/// Least distance between a lane and a box.
pub(super) const LANE_BOX_GAP: f64 = 11.0;
/// Least distance between two systems.
pub(super) const NODE_GAP: f64 = 16.0;
/// Least distance between two boxes if one of them is an organisation.
const GROUP_GAP: f64 = 22.0;

/// The vertical position of everything.
#[derive(Debug)]
pub(super) struct Heights {
    /// For each slot, the distance of its top below the top of its container.
    pub(super) top: Vec<f64>,
    /// For each slot, its height.
    pub(super) height: Vec<f64>,
}

impl Heights {
    /// Starts with the heights of systems and lanes. Those of containers follow as they are placed.
    pub(super) fn of(net: &Net, labels: &[Option<super::measure::Wrapped>]) -> Self {
        let mut height = vec![0.0; net.parent.len()];
        for (slot, extent) in height.iter_mut().zip(&net.extents) {
            *slot = extent.height;
        }
        for (edge, lane) in net.label_lane.iter().enumerate() {
            if let (Some(lane), Some(text)) = (lane, &labels[edge]) {
                height[*lane] = text.height;
            }
        }
        Self {
            top: vec![0.0; net.parent.len()],
            height,
        }
    }

    /// The height of an end of a link, below the top of the link's container.
    pub(super) fn end(&self, net: &Net, link: &Link, end: usize) -> f64 {
        self.below(net, &link.ends[end], link.container)
    }

    /// The height of an end of a link, below the top of a container around it.
    pub(super) fn below(&self, net: &Net, end: &Terminal, container: Container) -> f64 {
        let mut y = self.height[end.slot] / 2.0 + end.offset;
        let mut slot = end.slot;
        loop {
            y += self.top[slot];
            match net.parent[slot] {
                Some(parent) if parent != container => slot = net.tree.slot(parent),
                _ => return y,
            }
        }
    }

    /// Places one container, whose inner containers are already placed, and sets its height.
    pub(super) fn place(&mut self, net: &Net, container: Container) {
        let columns = &net.columns[container];
        for column in columns {
            self.pile(net, column);
        }
        if columns.len() > 1 {
            let links: usize = columns
                .iter()
                .flatten()
                .map(|&slot| net.touching[slot][LEFT].len())
                .sum();
            let rounds = if links > 4000 { 3 } else { 6 };
            self.align(net, container, rounds);
            for _ in 0..2 {
                straighten::straighten(self, net, container);
            }
        }
        let top = columns
            .iter()
            .filter_map(|column| column.first())
            .map(|&slot| self.top[slot])
            .fold(f64::INFINITY, f64::min);
        let is_group = container < net.tree.groups;
        let (band, foot) = if is_group {
            (measure::BAND_HEIGHT + 4.0, measure::GROUP_PADDING)
        } else {
            (0.0, 0.0)
        };
        let mut bottom = band;
        for &slot in columns.iter().flatten() {
            self.top[slot] += band - top;
            bottom = f64::max(bottom, self.top[slot] + self.height[slot]);
        }
        let bare = columns.iter().all(Vec::is_empty);
        self.height[net.tree.slot(container)] = if bare { band } else { bottom + foot };
    }

    fn pile(&mut self, net: &Net, column: &[Slot]) {
        let mut y = 0.0;
        for (index, &slot) in column.iter().enumerate() {
            if index > 0 {
                y += self.step(net, column[index - 1], slot);
            }
            self.top[slot] = y;
        }
        let middle = y / 2.0;
        for &slot in column {
            self.top[slot] -= middle;
        }
    }

    /// The least distance from the top of `upper` to the top of its neighbour `lower` below it.
    pub(super) fn step(&self, net: &Net, upper: Slot, lower: Slot) -> f64 {
        let is_group = |slot| net.tree.as_container(slot).is_some();
        let gap = match (net.is_lane(upper), net.is_lane(lower)) {
            (true, true) if self.height[upper] + self.height[lower] > 0.0 => LANE_GAP - 2.0,
            (true, true) => LANE_GAP,
            (false, false) if is_group(upper) || is_group(lower) => GROUP_GAP,
            (false, false) => NODE_GAP,
            _ => LANE_BOX_GAP,
        };
        self.height[upper] + gap
    }

    fn align(&mut self, net: &Net, container: Container, rounds: usize) {
        let count = net.columns[container].len();
        let forward: Vec<usize> = (0..count).collect();
        let backward: Vec<usize> = (0..count).rev().collect();
        for round in 0..rounds {
            let sides: &[usize] = if round < 2 { &[RIGHT] } else { &[RIGHT, LEFT] };
            for &column in &forward {
                self.settle(net, container, column, sides);
            }
            let sides: &[usize] = if round < 2 { &[LEFT] } else { &[RIGHT, LEFT] };
            for &column in &backward {
                self.settle(net, container, column, sides);
            }
        }
    }

    /// Places one column to fit the columns on the given sides.
    fn settle(&mut self, net: &Net, container: Container, column: usize, sides: &[usize]) {
        let stack = &net.columns[container][column];
        let mut wishes = vec![Vec::new(); stack.len()];
        let mut steps = vec![0.0; stack.len()];
        for (index, &slot) in stack.iter().enumerate() {
            if index > 0 {
                steps[index] = self.step(net, stack[index - 1], slot);
            }
            for &side in sides {
                for &(at, end) in &net.touching[slot][side] {
                    let link = &net.links[at];
                    if link.container != container {
                        continue;
                    }
                    let apart = self.end(net, link, 1 - end) - self.end(net, link, end);
                    wishes[index].push(Wish {
                        height: self.top[slot] + apart,
                        weight: weight(net, link),
                    });
                }
            }
        }
        let now: Vec<f64> = stack.iter().map(|&slot| self.top[slot]).collect();
        for (&slot, top) in stack.iter().zip(stack::settle(&wishes, &steps, &now)) {
            self.top[slot] = top;
        }
    }
}

/// The weight of keeping a link straight: greatest for long lines (Gansner et al., 1993).
fn weight(net: &Net, link: &Link) -> f64 {
    if link.turns() {
        return 0.2;
    }
    let lanes = link
        .ends
        .iter()
        .filter(|terminal| net.is_lane(terminal.slot))
        .count();
    [1.0, 2.0, 6.0][lanes]
}
