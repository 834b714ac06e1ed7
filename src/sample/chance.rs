//! The generator's own random numbers: the same seed gives the same draws on every machine.

/// A stream of draws: xoshiro256** (Blackman and Vigna, 2018), with its state filled by `mix`.
///
/// All draws are whole numbers, so no result depends on a floating-point library.
pub struct Chance {
    state: [u64; 4],
}

impl Chance {
    /// A stream for this seed. Streams of one seed with different numbers are unrelated.
    pub fn of(seed: u64, stream: u64) -> Self {
        let mut state = [0; 4];
        for (place, word) in state.iter_mut().enumerate() {
            *word = mix(seed, stream, place as u64);
        }
        Self { state }
    }

    /// The next 64 bits.
    pub(crate) fn draw(&mut self) -> u64 {
        let state = &mut self.state;
        let result = state[1].wrapping_mul(5).rotate_left(7).wrapping_mul(9);
        let shifted = state[1] << 17;
        state[2] ^= state[0];
        state[3] ^= state[1];
        state[1] ^= state[2];
        state[0] ^= state[3];
        state[2] ^= shifted;
        state[3] = state[3].rotate_left(45);
        result
    }

    /// A number from 0 to `bound - 1`; 0 if `bound` is 0. Its bias is below `bound / 2^64`.
    pub fn below(&mut self, bound: usize) -> usize {
        self.below_wide(bound as u64) as usize
    }

    /// The same as `below`, for bounds that do not fit in 32 bits.
    pub(crate) fn below_wide(&mut self, bound: u64) -> u64 {
        ((u128::from(self.draw()) * u128::from(bound)) >> 64) as u64
    }

    /// True `share` times in a hundred.
    pub fn percent(&mut self, share: usize) -> bool {
        self.below(100) < share
    }

    /// True `share` times in a thousand.
    pub(crate) fn permille(&mut self, share: usize) -> bool {
        self.below(1000) < share
    }

    /// One of the list, each with the same probability. The list must not be empty.
    pub fn among<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    /// The value of one pair of (weight, value), with probability in proportion to its weight. The list must not be empty.
    pub(crate) fn weighted<T: Copy>(&mut self, list: &[(usize, T)]) -> T {
        let total = list.iter().map(|(weight, _)| weight).sum();
        let mut left = self.below(total);
        for (weight, value) in list {
            if left < *weight {
                return *value;
            }
            left -= weight;
        }
        list[list.len() - 1].1
    }
}

/// Mixes three numbers into one (splitmix64's finalizer, applied to each in turn).
pub(crate) fn mix(first: u64, second: u64, third: u64) -> u64 {
    let mut value = 0;
    for part in [first, second, third] {
        value ^= part;
        value = value.wrapping_add(0x9E37_79B9_7F4A_7C15);
        value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        value ^= value >> 31;
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_stay_below_their_bound_and_reach_every_number() {
        let mut chance = Chance::of(3, 0);
        let mut seen = [0; 7];
        for _ in 0..7000 {
            seen[chance.below(7)] += 1;
        }
        assert!(
            seen.iter().all(|count| (800..1200).contains(count)),
            "{seen:?}"
        );
        assert_eq!(chance.below(0), 0);
    }

    #[test]
    fn weights_are_kept() {
        let mut chance = Chance::of(4, 0);
        let rare = (0..10_000)
            .filter(|_| chance.weighted(&[(9, false), (1, true)]))
            .count();
        assert!((850..1150).contains(&rare), "{rare}");
    }
}
