//! The links at the ends of two slots, and the crossings between them.

use super::tree::Container;

/// The heights of the ends of a link, as seen from one of them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reach {
    pub(super) container: Container,
    pub(super) turns: bool,
    pub(super) near: f64,
    pub(super) far: f64,
}

impl Reach {
    /// True if the two must cross, where both are seen from ends on one side of a channel (compare [`Wire::crosses`]).
    pub(super) fn crosses(&self, other: &Self) -> bool {
        let encloses = |one: &Self, height: f64| {
            one.near.min(one.far) < height && height < one.near.max(one.far)
        };
        self.container == other.container
            && match (self.turns, other.turns) {
                (false, false) => (self.near - other.near) * (self.far - other.far) < 0.0,
                (true, false) => encloses(self, other.near),
                (false, true) => encloses(other, self.near),
                (true, true) => {
                    let ends = [self.near, self.far];
                    !ends.contains(&other.near)
                        && !ends.contains(&other.far)
                        && encloses(self, other.near) != encloses(self, other.far)
                }
            }
    }
}

/// Up to that many values are compared one by one.
pub(super) const FEW: usize = 8;

/// The links of a slot on each side: the far ends of those that pass through the channel, their near ends, and the far ends of those that
/// turn. Each is a list of containers and heights, sorted if it is long.
#[derive(Debug, Default)]
pub(super) struct Reaches {
    pub(super) sides: [[Vec<(Container, f64)>; 3]; 2],
}

/// The number of heights of the container that are above `height`, less those below it.
pub(super) fn above(list: &[(Container, f64)], container: Container, height: f64) -> i64 {
    if list.len() <= FEW {
        let own = list.iter().filter(|(of, _)| *of == container);
        return own.map(|(_, other)| sign(height - other)).sum();
    }
    let first = list.partition_point(|(of, _)| *of < container);
    let own = &list[first..];
    let own = &own[..own.partition_point(|(of, _)| *of == container)];
    let less = own.partition_point(|(_, other)| *other < height);
    let more = own.len() - own.partition_point(|(_, other)| *other <= height);
    less as i64 - more as i64
}

fn sign(difference: f64) -> i64 {
    i64::from(difference > 0.0) - i64::from(difference < 0.0)
}
