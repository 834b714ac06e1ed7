//! Zipf's law over a list: the item of rank r is drawn with probability in proportion to 1/r.
use crate::sample::chance::Chance;

/// The weight of the first rank. The others are this divided by their rank.
const FIRST: u64 = 1 << 32;

/// A table of cumulative weights, from which ranks are drawn by bisection.
pub(crate) struct Popularity {
    running: Vec<u64>,
}

impl Popularity {
    /// Zipf with exponent 1 over `count` ranks (at least one).
    pub(crate) fn over(count: usize) -> Self {
        let mut total = 0;
        let running = (1..=count.max(1) as u64)
            .map(|rank| {
                total += FIRST / rank;
                total
            })
            .collect();
        Self { running }
    }

    /// Draws a rank, counted from 0, the most frequent first.
    pub(crate) fn rank(&self, chance: &mut Chance) -> usize {
        let total = self.running[self.running.len() - 1];
        let point = chance.below_wide(total);
        self.running.partition_point(|running| *running <= point)
    }
}

/// A size by Pareto's law with exponent 1, `5 / U`, clamped between 5 and `most`.
pub(crate) fn pareto_size(chance: &mut Chance, most: usize) -> usize {
    let uniform = (chance.draw() >> 32) + 1;
    (5 * (1_u64 << 32) / uniform).clamp(5, most.max(5) as u64) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_rank_is_drawn_twice_as_often_as_the_second() {
        let popularity = Popularity::over(100);
        let mut chance = Chance::of(1, 1);
        let mut counts = [0_usize; 100];
        for _ in 0..100_000 {
            counts[popularity.rank(&mut chance)] += 1;
        }
        let ratio = counts[0] * 100 / counts[1];
        assert!((185..215).contains(&ratio), "{ratio}");
        assert!(counts[99] > 0);
    }

    #[test]
    fn half_of_all_sizes_are_below_twice_the_least() {
        let mut chance = Chance::of(1, 2);
        let sizes: Vec<_> = (0..10_000)
            .map(|_| pareto_size(&mut chance, 2000))
            .collect();
        let small = sizes.iter().filter(|size| **size < 10).count();
        assert!((4800..5200).contains(&small), "{small}");
        assert_eq!(sizes.iter().max(), Some(&2000));
    }
}
