//! Routes the flows of one channel: each gets an upright stretch in a track of its own.
//!
//! The order of the stretches is chosen so that few lines cross and none cover each other (Sander, 2004; the segment order as in Schulze,
//! Spoenemann and von Hanxleden, 2014).

use super::cycle;

/// One flow in a channel. Heights are measured in the channel's container.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wire {
    /// The heights of its source end and its target end.
    pub(super) heights: [f64; 2],
    /// The sides of the channel for both ends, 0 left and 1 right.
    pub(super) sides: [usize; 2],
    /// The numbers of the points at both ends. Wires of one point may share a stretch.
    pub(super) ports: [usize; 2],
}

/// The upright stretches of one channel.
#[derive(Debug, Default)]
pub(super) struct Tracks {
    /// The number of tracks.
    pub(super) count: usize,
    /// For each wire, in its direction: the track of each upright stretch, and the height at which the wire leaves it.
    pub(super) bends: Vec<Vec<(usize, f64)>>,
}

/// An upright stretch with the heights of the wires that reach it from the left and from the right.
#[derive(Debug, Clone, Default)]
struct Stretch {
    stubs: [Vec<f64>; 2],
    /// The start and end of each wire in the stretch. Set before any stretch is split.
    runs: Vec<(f64, f64)>,
    low: f64,
    high: f64,
}

/// Heights nearer than this are the same.
const SAME: f64 = 0.5;
/// Heights nearer than this look the same.
const NEAR: f64 = 4.0;
/// Least distance between stretches in one track.
const CLEAR: f64 = 5.0;
/// Cost of covering another wire, in crossings.
const OVERLAP: i64 = 40;
/// The largest number of stretches that are ordered pair by pair.
const SEARCHED: usize = 900;

/// Assigns the tracks.
pub(super) fn assign(wires: &[Wire]) -> Tracks {
    let mut channel = Channel {
        wires,
        stretches: Vec::new(),
        bends: vec![Vec::new(); wires.len()],
    };
    channel.bundle();
    let mut order = channel.sequence();
    channel.split_overlaps(&mut order);
    let track = channel.number(&order);
    let count = track.iter().max().map_or(0, |&t| t + 1);
    let mut bends = channel.bends;
    for bend in bends.iter_mut().flatten() {
        bend.0 = track[bend.0];
    }
    Tracks { count, bends }
}

struct Channel<'a> {
    wires: &'a [Wire],
    stretches: Vec<Stretch>,
    /// As in [`Tracks`], with stretches instead of tracks.
    bends: Vec<Vec<(usize, f64)>>,
}

impl Stretch {
    fn extend(&mut self) {
        let all = || self.stubs.iter().flatten().copied();
        (self.low, self.high) = (
            all().fold(f64::INFINITY, f64::min),
            all().fold(f64::NEG_INFINITY, f64::max),
        );
    }

    /// The cost of this stretch being left of the other.
    fn left_of(&self, other: &Self) -> i64 {
        let within = |heights: &[f64], s: &Self| {
            let runs_at = |y: f64| s.runs.iter().filter(|run| run.0 < y && y < run.1).count();
            heights.iter().map(|&y| runs_at(y)).sum::<usize>() as i64
        };
        let mut cost = 4 * (within(&self.stubs[1], other) + within(&other.stubs[0], self));
        for y in &self.stubs[1] {
            for z in &other.stubs[0] {
                if (y - z).abs() < SAME {
                    cost += OVERLAP;
                } else if (y - z).abs() < NEAR {
                    cost += 4;
                }
            }
        }
        cost
    }

    fn near(&self, other: &Self) -> bool {
        self.low < other.high + CLEAR && other.low < self.high + CLEAR
    }
}

impl Channel<'_> {
    /// Makes the stretches: wires of one source, or else of one target, share theirs.
    fn bundle(&mut self) {
        let bent: Vec<usize> = (0..self.wires.len())
            .filter(|&w| {
                let wire = &self.wires[w];
                wire.sides[0] == wire.sides[1] || (wire.heights[0] - wire.heights[1]).abs() > 0.01
            })
            .collect();
        let mut left: Vec<usize> = bent;
        for end in [0, 1] {
            left.sort_by_key(|&w| (self.wires[w].ports[end], w));
            let mut rest = Vec::new();
            for group in
                left.chunk_by(|&a, &b| self.wires[a].ports[end] == self.wires[b].ports[end])
            {
                if group.len() == 1 && end == 0 {
                    rest.push(group[0]);
                } else {
                    self.add(group);
                }
            }
            left = rest;
        }
    }

    fn add(&mut self, wires: &[usize]) {
        let mut stretch = Stretch::default();
        for &w in wires {
            let wire = &self.wires[w];
            for end in [0, 1] {
                stretch.stubs[wire.sides[end]].push(wire.heights[end]);
            }
            let [a, b] = wire.heights;
            stretch.runs.push((a.min(b), a.max(b)));
            self.bends[w].push((self.stretches.len(), wire.heights[1]));
        }
        stretch.extend();
        self.stretches.push(stretch);
    }

    /// An order from left to right with few crossings.
    fn sequence(&self) -> Vec<usize> {
        let count = self.stretches.len();
        if count > SEARCHED {
            return self.by_direction();
        }
        // gain[a * count + b]: the cost saved if `a` is left of `b`.
        let mut gain = vec![0i64; count * count];
        let mut arcs = Vec::new();
        for a in 0..count {
            for b in a + 1..count {
                let (s, t) = (&self.stretches[a], &self.stretches[b]);
                if !s.near(t) {
                    continue;
                }
                let saved = t.left_of(s) - s.left_of(t);
                gain[a * count + b] = saved;
                gain[b * count + a] = -saved;
                match saved.signum() {
                    1 => arcs.push((a, b, saved)),
                    -1 => arcs.push((b, a, -saved)),
                    _ => {}
                }
            }
        }
        let mut order = cycle::sequence(count, &arcs);
        for _ in 0..8 {
            if !reinsert(&mut order, &gain) {
                break;
            }
        }
        order
    }

    /// Wires that go down, from the lowest to the highest; then wires that go up, from the highest to the lowest.
    fn by_direction(&self) -> Vec<usize> {
        let mean = |heights: &[f64]| heights.iter().sum::<f64>() / heights.len().max(1) as f64;
        let key = |s: &Stretch| {
            let (left, right) = (mean(&s.stubs[0]), mean(&s.stubs[1]));
            if left <= right {
                (false, -left)
            } else {
                (true, left)
            }
        };
        let mut order: Vec<usize> = (0..self.stretches.len()).collect();
        order.sort_by(|&a, &b| {
            let (a, b) = (key(&self.stretches[a]), key(&self.stretches[b]));
            a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
        });
        order
    }

    /// Adds a second stretch to the right of all others for each wire that would still leave rightwards over a wire that comes from the
    /// left at the same height.
    fn split_overlaps(&mut self, order: &mut Vec<usize>) {
        let mut used: Vec<f64> = self.wires.iter().flat_map(|wire| wire.heights).collect();
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
                    self.split(stretch, height, &mut used);
                }
            }
        }
    }

    /// Makes a second stretch for the wires that leave the stretch rightwards at the height.
    fn split(&mut self, stretch: usize, height: f64, used: &mut Vec<f64>) {
        let middle = f64::midpoint(self.stretches[stretch].low, self.stretches[stretch].high);
        let between = (0..2000)
            .map(|step| middle + f64::from(if step % 2 == 0 { step } else { -step }) * 0.7)
            .find(|y| used.iter().all(|other| (other - y).abs() > 2.0))
            .unwrap_or(middle);
        used.push(between);
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
        first.stubs[1].push(between);
        first.extend();
        let mut added = Stretch {
            stubs: [vec![between], vec![height]],
            runs: Vec::new(),
            low: 0.0,
            high: 0.0,
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

/// Moves each stretch in turn to its best place in the order. Returns false if none moved.
fn reinsert(order: &mut [usize], gain: &[i64]) -> bool {
    let count = order.len();
    let mut moved = false;
    for stretch in 0..count {
        let at = order
            .iter()
            .position(|&s| s == stretch)
            .expect("the order holds every stretch");
        let (mut best, mut to, mut sum) = (0, at, 0);
        for (place, &other) in order[..at].iter().enumerate().rev() {
            sum += gain[stretch * count + other];
            if sum > best {
                (best, to) = (sum, place);
            }
        }
        sum = 0;
        for (place, &other) in order.iter().enumerate().skip(at + 1) {
            sum -= gain[stretch * count + other];
            if sum > best {
                (best, to) = (sum, place);
            }
        }
        if to < at {
            order[to..=at].rotate_right(1);
        } else {
            order[at..=to].rotate_left(1);
        }
        moved |= to != at;
    }
    moved
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
        let tracks = assign(&[across(0.0, 20.0, 0), across(10.0, 30.0, 1)]);
        assert_eq!(tracks.count, 2);
        assert!(tracks.bends[1][0].0 < tracks.bends[0][0].0);
    }

    #[test]
    fn two_flows_that_change_places_do_not_run_over_each_other() {
        let tracks = assign(&[across(0.0, 20.0, 0), across(20.0, 0.0, 1)]);
        assert_eq!(
            tracks.bends.iter().map(Vec::len).sum::<usize>(),
            3,
            "one of them goes round"
        );
    }

    #[test]
    fn a_straight_flow_needs_no_track() {
        assert_eq!(assign(&[across(5.0, 5.0, 0)]).count, 0);
    }
}
