//! The upright stretches of a channel, and their order from left to right: few lines cross and none cover each other (Sander, 2004; the
//! segment order as in Schulze, Spoenemann and von Hanxleden, 2014).

use super::cycle;

/// An upright stretch with the heights of the wires that reach it from the left and from the right.
#[derive(Debug, Clone, Default)]
pub(super) struct Stretch {
    /// The heights at which it is joined to the left side and to the right side of the channel.
    pub(super) stubs: [Vec<f64>; 2],
    /// The heights at which it is joined to another stretch on its left or on its right (see `jogs`).
    pub(super) inner: [Vec<f64>; 2],
    pub(super) low: f64,
    pub(super) high: f64,
}

/// Heights nearer than this are the same.
pub(super) const SAME: f64 = 0.5;
/// Heights nearer than this look the same.
const NEAR: f64 = 4.0;
/// Least distance between stretches in one track.
const CLEAR: f64 = 5.0;
/// Cost of covering another wire, in crossings.
const OVERLAP: i64 = 40;
/// Cost of a stretch to the right of one that should be on its left.
const OUT_OF_ORDER: i64 = 400;
/// The largest number of stretches that are ordered pair by pair.
const SEARCHED: usize = 900;

impl Stretch {
    /// Sets its upper and lower end. Wires of one port reach it at one height.
    pub(super) fn extend(&mut self) {
        for heights in self.stubs.iter_mut().chain(&mut self.inner) {
            heights.sort_by(f64::total_cmp);
            heights.dedup();
        }
        let all = || self.stubs.iter().chain(&self.inner).flatten().copied();
        (self.low, self.high) = (
            all().fold(f64::INFINITY, f64::min),
            all().fold(f64::NEG_INFINITY, f64::max),
        );
    }

    /// The cost of this stretch being left of the other.
    fn left_of(&self, other: &Self) -> i64 {
        let within = |side: usize, from: &Self, s: &Self| {
            let heights = from.stubs[side].iter().chain(&from.inner[side]);
            heights.filter(|&&y| s.low < y && y < s.high).count() as i64
        };
        let mut cost = 4 * (within(1, self, other) + within(0, other, self));
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

    /// True if the two need a track each.
    pub(super) fn near(&self, other: &Self) -> bool {
        self.low < other.high + CLEAR && other.low < self.high + CLEAR
    }
}

/// An order from left to right with few crossings. Of each pair of stretches in `in_order` the first should be left of the second.
pub(super) fn sequence(stretches: &[Stretch], in_order: &[(usize, usize)]) -> Vec<usize> {
    let count = stretches.len();
    if count > SEARCHED {
        return by_direction(stretches);
    }
    // gain[a * count + b]: the cost saved if `a` is left of `b`.
    let mut gain = vec![0i64; count * count];
    for a in 0..count {
        for b in a + 1..count {
            let (s, t) = (&stretches[a], &stretches[b]);
            if s.near(t) {
                let saved = t.left_of(s) - s.left_of(t);
                gain[a * count + b] = saved;
                gain[b * count + a] = -saved;
            }
        }
    }
    for &(a, b) in in_order {
        gain[a * count + b] += OUT_OF_ORDER;
        gain[b * count + a] -= OUT_OF_ORDER;
    }
    let pairs = (0..count).flat_map(|a| (0..count).map(move |b| (a, b)));
    let arcs = pairs.map(|(a, b)| (a, b, gain[a * count + b]));
    let arcs: Vec<_> = arcs.filter(|arc| arc.2 > 0).collect();
    let mut order = cycle::sequence(count, &arcs);
    for _ in 0..8 {
        if !reinsert(&mut order, &gain) {
            break;
        }
    }
    order
}

/// Wires that go down, from the lowest to the highest; then wires that go up, from the highest to the lowest.
fn by_direction(stretches: &[Stretch]) -> Vec<usize> {
    let mean = |heights: &[f64]| heights.iter().sum::<f64>() / heights.len().max(1) as f64;
    let key = |s: &Stretch| {
        let (left, right) = (mean(&s.stubs[0]), mean(&s.stubs[1]));
        if left <= right {
            (false, -left)
        } else {
            (true, left)
        }
    };
    let mut order: Vec<usize> = (0..stretches.len()).collect();
    order.sort_by(|&a, &b| {
        let (a, b) = (key(&stretches[a]), key(&stretches[b]));
        a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
    });
    order
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
