//! Routes the flows of one channel: each gets an upright stretch in a track, and the flows of one port share theirs.
//!
//! A stretch holds the wires of one port only, or one wire. A wire whose two ports are both shared runs from the stretch of the one to the
//! stretch of the other at a height of its own (see `jogs`), so that every wire can be followed: wherever two wires meet, they have the port
//! in common to which they run together.

use std::collections::BTreeMap;

use super::jogs::{Jog, Taken};
use super::stretch;
use super::stretch::{SAME, Stretch};

/// One flow in a channel. Heights are measured in the channel's container.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wire {
    /// The heights of its source end and its target end.
    pub(super) heights: [f64; 2],
    /// The sides of the channel for both ends, 0 left and 1 right.
    pub(super) sides: [usize; 2],
    /// The numbers of the ports at both ends. Wires of one port share a stretch.
    pub(super) ports: [usize; 2],
}

/// A line that runs straight through the channel at the edge of an organisation, into it or out of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Passing {
    /// Its height.
    pub(super) height: f64,
    /// The number of the port or lane at its end in the organisation.
    pub(super) port: usize,
}

impl Wire {
    /// True if both ends are on one side of the channel.
    pub(super) fn turns(&self) -> bool {
        self.sides[0] == self.sides[1]
    }

    /// True if it runs straight across.
    pub(super) fn is_level(&self) -> bool {
        !self.turns() && (self.heights[0] - self.heights[1]).abs() <= 0.01
    }
}

/// The upright stretches of one channel.
#[derive(Debug, Default)]
pub(super) struct Tracks {
    /// The number of tracks.
    pub(super) count: usize,
    /// For each wire, in its direction: the track of each upright stretch, and the height at which the wire leaves it.
    pub(super) bends: Vec<Vec<(usize, f64)>>,
}

/// Assigns the tracks.
pub(super) fn assign(wires: &[Wire], passing: &[Passing]) -> Tracks {
    let mut channel = Channel {
        wires,
        stretches: Vec::new(),
        bends: vec![Vec::new(); wires.len()],
        jogs: Vec::new(),
        taken: Taken::of(wires, passing),
    };
    channel.bundle(passing);
    let in_order = channel.jogs.iter().filter(|jog| !jog.turns);
    let in_order: Vec<_> = in_order.map(|jog| (jog.left, jog.right)).collect();
    let mut order = stretch::sequence(&channel.stretches, &in_order);
    channel.free_jogs(&order);
    channel.split_overlaps(&mut order);
    let track = channel.number(&order);
    let count = track.iter().max().map_or(0, |&t| t + 1);
    let mut bends = channel.bends;
    for bend in bends.iter_mut().flatten() {
        bend.0 = track[bend.0];
    }
    Tracks { count, bends }
}

pub(super) struct Channel<'a> {
    pub(super) wires: &'a [Wire],
    pub(super) stretches: Vec<Stretch>,
    /// As in [`Tracks`], with stretches instead of tracks.
    pub(super) bends: Vec<Vec<(usize, f64)>>,
    /// The wires between two shared ports.
    pub(super) jogs: Vec<Jog>,
    /// The heights at which wires run from side to side.
    pub(super) taken: Taken,
}

impl Channel<'_> {
    /// Makes the stretches: wires of one port share theirs.
    fn bundle(&mut self, passing: &[Passing]) {
        let mut wires_at = BTreeMap::<usize, usize>::new();
        let straight = passing.iter().map(|passing| passing.port);
        let ports = self.wires.iter().flat_map(|wire| wire.ports);
        for port in ports.chain(straight.clone()) {
            *wires_at.entry(port).or_default() += 1;
        }
        let mut of_port = BTreeMap::<usize, usize>::new();
        let mut jogs = Vec::new();
        let mut level_ports: Vec<usize> = straight.collect();
        for (w, wire) in self.wires.iter().enumerate() {
            let is_shared = wire.ports.map(|port| wires_at[&port] > 1);
            if is_shared == [true, true] {
                jogs.push(w);
                continue;
            }
            if wire.is_level() {
                level_ports.extend(wire.ports);
                continue;
            }
            let stretch = match is_shared {
                [true, _] => self.of_port(&mut of_port, wire.ports[0]),
                [_, true] => self.of_port(&mut of_port, wire.ports[1]),
                _ => self.new_stretch(),
            };
            self.add(w, stretch);
        }
        for w in jogs {
            let [from, to] = self.wires[w]
                .ports
                .map(|port| self.of_port(&mut of_port, port));
            self.add_jog(w, (from, to), &mut level_ports);
        }
        for stretch in &mut self.stretches {
            stretch.extend();
        }
    }

    fn new_stretch(&mut self) -> usize {
        self.stretches.push(Stretch::default());
        self.stretches.len() - 1
    }

    /// The stretch of a shared port.
    fn of_port(&mut self, of_port: &mut BTreeMap<usize, usize>, port: usize) -> usize {
        let next = self.stretches.len();
        let stretch = *of_port.entry(port).or_insert(next);
        if stretch == next {
            self.stretches.push(Stretch::default());
        }
        stretch
    }

    /// Leads a wire through one stretch.
    fn add(&mut self, w: usize, stretch: usize) {
        let wire = &self.wires[w];
        self.bends[w].push((stretch, wire.heights[1]));
        let stretch = &mut self.stretches[stretch];
        for end in [0, 1] {
            stretch.stubs[wire.sides[end]].push(wire.heights[end]);
        }
    }

    /// Adds a second stretch to the right of all others for each wire that would still leave rightwards over a wire that comes from the
    /// left at the same height.
    fn split_overlaps(&mut self, order: &mut Vec<usize>) {
        let mut stubs: Vec<(f64, usize, usize)> = Vec::new();
        for (place, &stretch) in order.iter().enumerate() {
            stubs.extend(
                self.stretches[stretch].stubs[0]
                    .iter()
                    .map(|&y| (y, place, stretch)),
            );
        }
        stubs.sort_by(|a, b| a.0.total_cmp(&b.0));
        for place in 0..order.len() {
            let stretch = order[place];
            let mut heights = self.stretches[stretch].stubs[1].clone();
            heights.sort_by(f64::total_cmp);
            heights.dedup();
            for height in heights {
                let from = stubs.partition_point(|stub| stub.0 <= height - SAME);
                let overlaps = stubs[from..]
                    .iter()
                    .take_while(|stub| stub.0 < height + SAME)
                    .any(|stub| stub.1 > place);
                if overlaps {
                    order.push(self.stretches.len());
                    self.split(stretch, height);
                }
            }
        }
    }

    /// Makes a second stretch for the wires that leave the stretch rightwards at the height.
    fn split(&mut self, stretch: usize, height: f64) {
        let middle = f64::midpoint(self.stretches[stretch].low, self.stretches[stretch].high);
        let between = self.taken.free_near(middle);
        let second = self.stretches.len();
        for (w, wire) in self.wires.iter().enumerate() {
            let Some(at) = self.bends[w].iter().position(|bend| bend.0 == stretch) else {
                continue;
            };
            if wire.sides[1] == 1
                && (wire.heights[1] - height).abs() < f64::EPSILON
                && at + 1 == self.bends[w].len()
            {
                self.bends[w][at].1 = between;
                self.bends[w].push((second, height));
            } else if wire.sides[0] == 1
                && (wire.heights[0] - height).abs() < f64::EPSILON
                && at == 0
            {
                self.bends[w].insert(0, (second, between));
            }
        }
        let first = &mut self.stretches[stretch];
        first.stubs[1].retain(|y| (y - height).abs() >= f64::EPSILON);
        first.inner[1].push(between);
        first.extend();
        let mut added = Stretch {
            stubs: [Vec::new(), vec![height]],
            inner: [vec![between], Vec::new()],
            ..Stretch::default()
        };
        added.extend();
        self.stretches.push(added);
    }

    /// The track of each stretch: the leftmost one to the right of all earlier stretches beside it.
    fn number(&self, order: &[usize]) -> Vec<usize> {
        let mut track = vec![0usize; self.stretches.len()];
        for (place, &stretch) in order.iter().enumerate() {
            let earlier = &order[..place];
            track[stretch] = earlier
                .iter()
                .filter(|&&e| self.stretches[e].near(&self.stretches[stretch]))
                .map(|&e| track[e] + 1)
                .max()
                .unwrap_or(0);
        }
        track
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn across(from: f64, to: f64, number: usize) -> Wire {
        Wire {
            heights: [from, to],
            sides: [0, 1],
            ports: [2 * number, 2 * number + 1],
        }
    }

    #[test]
    fn two_flows_down_do_not_cross() {
        let tracks = assign(&[across(0.0, 20.0, 0), across(10.0, 30.0, 1)], &[]);
        assert_eq!(tracks.count, 2);
        assert!(tracks.bends[1][0].0 < tracks.bends[0][0].0);
    }

    #[test]
    fn two_flows_that_change_places_do_not_run_over_each_other() {
        let tracks = assign(&[across(0.0, 20.0, 0), across(20.0, 0.0, 1)], &[]);
        assert_eq!(
            tracks.bends.iter().map(Vec::len).sum::<usize>(),
            3,
            "one of them goes round"
        );
    }

    #[test]
    fn a_straight_flow_needs_no_track() {
        assert_eq!(assign(&[across(5.0, 5.0, 0)], &[]).count, 0);
    }
}
