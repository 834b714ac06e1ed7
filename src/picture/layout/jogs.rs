//! Wires between two ports that are both shared: each leaves the stretch of its source port and joins the stretch of its target port, and is
//! alone between the two.

use std::collections::BTreeSet;

use super::stretch::SAME;
use super::tracks::{Channel, Passing, Wire};

/// A wire from the stretch of one port to that of another.
#[derive(Debug, Clone, Copy)]
pub(super) struct Jog {
    wire: usize,
    /// The stretch of its port on the left; of a wire that turns, that of its source port.
    pub(super) left: usize,
    /// The stretch of its other port.
    pub(super) right: usize,
    /// The height at which it runs between them.
    height: f64,
    /// True if both its ports are on one side of the channel.
    pub(super) turns: bool,
    /// True if no other wire runs at that height.
    is_alone: bool,
}

impl Channel<'_> {
    /// Leads a wire through the stretches of its two ports: at the height of its source port or of its target port if no other of
    /// that port's wires goes straight on there, which `level_ports` lists; otherwise at a height of its own.
    pub(super) fn add_jog(
        &mut self,
        w: usize,
        (from, to): (usize, usize),
        level_ports: &mut Vec<usize>,
    ) {
        let wire = &self.wires[w];
        let [a, b] = wire.heights;
        let is_open = |end: usize| !level_ports.contains(&wire.ports[end]);
        let straight = if wire.turns() {
            None
        } else if wire.is_level() {
            (is_open(0) && is_open(1)).then_some(0)
        } else {
            [0, 1].into_iter().find(|&end| is_open(end))
        };
        let height = if let Some(end) = straight {
            level_ports.push(wire.ports[end]);
            if wire.is_level() {
                level_ports.push(wire.ports[1]);
            }
            wire.heights[end]
        } else {
            self.taken.free_near(f64::midpoint(a, b))
        };
        for (end, stretch) in [(0, from), (1, to)] {
            let stubs = &mut self.stretches[stretch].stubs;
            stubs[wire.sides[end]].push(wire.heights[end]);
        }
        let (left, right) = if wire.sides == [1, 0] {
            (to, from)
        } else {
            (from, to)
        };
        self.stretches[left].inner[1].push(height);
        self.stretches[right].inner[0].push(height);
        self.bends[w] = vec![(from, height), (to, b)];
        self.jogs.push(Jog {
            wire: w,
            left,
            right,
            height,
            turns: wire.turns(),
            is_alone: straight.is_none(),
        });
    }

    /// Gives a height of its own to every jog that would cover another wire in this order of the stretches.
    pub(super) fn free_jogs(&mut self, order: &[usize]) {
        let mut place = vec![0; order.len()];
        for (at, &stretch) in order.iter().enumerate() {
            place[stretch] = at;
        }
        let mut stubs: Vec<(f64, usize, usize)> = Vec::new();
        for (index, stretch) in self.stretches.iter().enumerate() {
            for side in [0, 1] {
                stubs.extend(stretch.stubs[side].iter().map(|&y| (y, side, index)));
            }
        }
        stubs.sort_by(|a, b| a.0.total_cmp(&b.0));
        for at in 0..self.jogs.len() {
            let jog = self.jogs[at];
            let covers = |&(_, side, other): &(f64, usize, usize)| match side {
                0 => other != jog.left && place[other] > place[jog.left],
                _ => other != jog.right && place[other] < place[jog.right],
            };
            let first = stubs.partition_point(|stub| stub.0 <= jog.height - SAME);
            let near = stubs[first..].iter();
            let mut near = near.take_while(|stub| stub.0 < jog.height + SAME);
            let is_beside = |other: &Jog| (other.height - jog.height).abs() < SAME;
            if !jog.is_alone
                && (place[jog.left] > place[jog.right]
                    || near.any(covers)
                    || self.jogs[..at].iter().any(is_beside))
            {
                self.move_jog(at);
            }
        }
    }

    /// Moves a jog to a height of its own.
    fn move_jog(&mut self, at: usize) {
        let jog = self.jogs[at];
        let [a, b] = self.wires[jog.wire].heights;
        let height = self.taken.free_near(f64::midpoint(a, b));
        for (stretch, side) in [(jog.left, 1), (jog.right, 0)] {
            let stretch = &mut self.stretches[stretch];
            let inner = &mut stretch.inner[side];
            inner.retain(|y| (y - jog.height).abs() > f64::EPSILON);
            inner.push(height);
            stretch.extend();
        }
        self.bends[jog.wire][0].1 = height;
        self.jogs[at].height = height;
        self.jogs[at].is_alone = true;
    }
}

/// The heights at which wires run from side to side in a channel.
#[derive(Debug)]
pub(super) struct Taken {
    /// In tenths of a pixel.
    heights: BTreeSet<i64>,
    lowest: f64,
    highest: f64,
}

/// The distances to other wires that are tried for a height, the first that is possible.
const DISTANCES: [f64; 3] = [4.0, 2.0, 1.0];
/// The distance above and below all ports of a channel in which a wire may run.
const BEYOND: f64 = 8.0;
/// The difference between two heights that are tried.
const STEP: f64 = 0.7;

impl Taken {
    pub(super) fn of(wires: &[Wire], passing: &[Passing]) -> Self {
        let straight = || passing.iter().map(|passing| passing.height);
        let all = || wires.iter().flat_map(|wire| wire.heights).chain(straight());
        Self {
            heights: all().map(tenths).collect(),
            lowest: all().fold(f64::INFINITY, f64::min),
            highest: all().fold(f64::NEG_INFINITY, f64::max),
        }
    }

    /// A height near `wanted` at which no wire runs; it is then taken.
    pub(super) fn free_near(&mut self, wanted: f64) -> f64 {
        let found = DISTANCES.into_iter().find_map(|apart| {
            let within = |y: &f64| self.lowest - BEYOND <= *y && *y <= self.highest + BEYOND;
            let steps = ((self.highest - self.lowest + 2.0 * BEYOND) / STEP) as i32 + 1;
            let heights = (0..=steps).flat_map(|step| {
                let by = f64::from(step) * STEP;
                [wanted - by, wanted + by]
            });
            heights.filter(within).find(|&y| {
                let near = tenths(y - apart)..=tenths(y + apart);
                self.heights.range(near).next().is_none()
            })
        });
        let height = found.unwrap_or(wanted);
        self.heights.insert(tenths(height));
        height
    }
}

fn tenths(height: f64) -> i64 {
    (height * 10.0).round() as i64
}
