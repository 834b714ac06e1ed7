//! Counts the crossings of flows in a channel, given the heights of their ends (after Barth, Juenger and Mutzel, 2002).

use super::net::{LEFT, RIGHT};

/// A flow in a channel: the heights and sides of its two ends.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wire {
    pub(super) heights: [f64; 2],
    pub(super) sides: [usize; 2],
}

impl Wire {
    fn turns(&self) -> bool {
        self.sides[0] == self.sides[1]
    }

    fn at(&self, side: usize) -> f64 {
        self.heights[usize::from(self.sides[0] != side)]
    }

    fn encloses(&self, height: f64) -> bool {
        let [a, b] = self.heights;
        a.min(b) < height && height < a.max(b)
    }

    /// True if the two must cross. Ends at one height are shared and do not cross.
    pub(super) fn crosses(&self, other: &Self) -> bool {
        match (self.turns(), other.turns()) {
            (false, false) => {
                (self.at(LEFT) - other.at(LEFT)) * (self.at(RIGHT) - other.at(RIGHT)) < 0.0
            }
            (true, false) => self.encloses(other.at(self.sides[0])),
            (false, true) => other.encloses(self.at(other.sides[0])),
            (true, true) => self.sides[0] == other.sides[0] && self.interleaves(other),
        }
    }

    fn interleaves(&self, other: &Self) -> bool {
        let [a, b] = other.heights;
        let touches = self.heights.contains(&a) || self.heights.contains(&b);
        !touches && self.encloses(a) != self.encloses(b)
    }
}

/// The number of crossing pairs among the wires of one channel. Reorders the wires.
pub(super) fn count(wires: &mut Vec<Wire>) -> u64 {
    let turning: Vec<Wire> = wires.iter().copied().filter(Wire::turns).collect();
    wires.retain(|wire| !wire.turns());
    wires.sort_by(|a, b| {
        a.at(LEFT)
            .total_cmp(&b.at(LEFT))
            .then(a.at(RIGHT).total_cmp(&b.at(RIGHT)))
    });
    let mut heights: [Vec<f64>; 2] =
        [LEFT, RIGHT].map(|side| wires.iter().map(|wire| wire.at(side)).collect());
    let mut spare = Vec::with_capacity(heights[RIGHT].len());
    let mut total = inversions(&mut heights[RIGHT], &mut spare);
    for (index, wire) in turning.iter().enumerate() {
        let [a, b] = wire.heights;
        let sorted = &heights[wire.sides[0]];
        let below = sorted.partition_point(|&height| height < a.max(b));
        let above = sorted.partition_point(|&height| height <= a.min(b));
        total += below.saturating_sub(above) as u64;
        if turning.len() <= FEW {
            let earlier = turning[..index].iter();
            total += earlier.filter(|other| wire.crosses(other)).count() as u64;
        }
    }
    if turning.len() > FEW {
        for side in [LEFT, RIGHT] {
            let own = turning.iter().filter(|wire| wire.sides[0] == side);
            total += interleaving(own.map(|wire| wire.heights));
        }
    }
    total
}

/// Up to that many turning wires are compared pair by pair.
const FEW: usize = 24;

/// The number of pairs of spans of which each has one end strictly inside the other: an accumulator tree over the lower ends.
fn interleaving(spans: impl Iterator<Item = [f64; 2]>) -> u64 {
    let spans = spans.map(|[a, b]| (a.min(b), a.max(b)));
    let mut spans: Vec<(f64, f64)> = spans.collect();
    spans.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let mut ends: Vec<f64> = spans.iter().map(|span| span.1).collect();
    ends.sort_unstable_by(f64::total_cmp);
    // The number of ends among those of the spans that begin higher, by their place in `ends`.
    let mut tree = vec![0u64; ends.len() + 1];
    let mut total = 0;
    let mut entered = 0;
    for (place, &(top, bottom)) in spans.iter().enumerate() {
        while spans[entered].0 < top {
            let mut at = ends.partition_point(|&end| end < spans[entered].1) + 1;
            while at < tree.len() {
                tree[at] += 1;
                at += at & at.wrapping_neg();
            }
            entered += 1;
        }
        debug_assert!(entered <= place);
        let up_to = |mut at: usize| {
            let mut sum = 0;
            while at > 0 {
                sum += tree[at];
                at &= at - 1;
            }
            sum
        };
        let below = ends.partition_point(|&end| end < bottom);
        let above = ends.partition_point(|&end| end <= top);
        if above < below {
            total += up_to(below) - up_to(above);
        }
    }
    total
}

/// Sorts the values and counts the inversions.
fn inversions(values: &mut [f64], spare: &mut Vec<f64>) -> u64 {
    let half = values.len() / 2;
    if half == 0 {
        return 0;
    }
    let mut total = inversions(&mut values[..half], spare) + inversions(&mut values[half..], spare);
    spare.clear();
    let (mut i, mut j) = (0, half);
    while i < half && j < values.len() {
        if values[j] < values[i] {
            total += (half - i) as u64;
            spare.push(values[j]);
            j += 1;
        } else {
            spare.push(values[i]);
            i += 1;
        }
    }
    spare.extend_from_slice(&values[i..half]);
    values[..spare.len()].copy_from_slice(spare);
    total
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counting_and_pair_by_pair_agree() {
        let mut state = 7u64;
        let mut next = |n: u64| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % n
        };
        for round in 0..100 {
            let size = 30 + round;
            let mut wires: Vec<Wire> = (0..size)
                .map(|_| Wire {
                    heights: [next(12 + round as u64) as f64, next(12) as f64],
                    sides: [next(2) as usize, next(2) as usize],
                })
                .collect();
            let slow: u64 = (0..size)
                .map(|i| (0..i).filter(|&j| wires[i].crosses(&wires[j])).count() as u64)
                .sum();
            assert_eq!(count(&mut wires), slow);
        }
    }
}
