//! The number of terms that two collections would share by chance alone.

use super::asked::Asked;
use super::join::Match;

/// Limit on the terms for an exact sum of the chances.
const MOST_EXACT: usize = 200;

/// The terms that two collections of their sizes would share by chance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Chance {
    /// The expected number of shared terms.
    pub(super) expected: f64,
    /// The probability that they would share at least as many as they do.
    pub(super) tail: f64,
}

/// The larger of two probabilities. In one, every term is equally likely to be drawn (hypergeometric). In the other, a term is as likely as
/// the other collections ask it, so that sharing a common term counts for little (the sum of independent events; beyond 200 terms the Poisson
/// tail, which bounds it from above: Hoeffding 1956).
pub(super) fn of(asked: &Asked, found: &Match) -> Chance {
    let [a, b] = found.places.map(|place| &asked.collections[place].ranks);
    let (small, large) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let shared = found.shared.len();
    let alike = small.len() as f64 * large.len() as f64 / asked.terms.len().max(1) as f64;
    let chances = by_popularity(asked, small, large, &found.shared);
    let popular: f64 = chances.iter().sum();
    let tail = if chances.len() <= MOST_EXACT {
        sum_tail(&chances, shared)
    } else {
        poisson_tail(popular, shared)
    };
    Chance {
        expected: alike.max(popular),
        tail: hypergeometric_tail(asked.terms.len(), large.len(), small.len(), shared).max(tail),
    }
}

/// For each of `small`'s terms, the probability that at least one of as many draws as `large` has terms would hit it. The chance of a term
/// in a draw grows with the number of other collections that ask it.
fn by_popularity(asked: &Asked, small: &[u32], large: &[u32], shared: &[u32]) -> Vec<f64> {
    let others = |rank: u32| {
        let own = if shared.contains(&rank) { 2 } else { 1 };
        // One more, so that a term that no other collection asks can be drawn.
        f64::from(asked.counts[rank as usize] - own) + 1.0
    };
    let all = (asked.total - small.len() - large.len() + asked.terms.len()) as f64;
    let hit = |rank: &u32| 1.0 - (1.0 - others(*rank) / all).powi(large.len() as i32);
    small.iter().map(hit).collect()
}

/// P(X >= hits) if `draws` of `all` are drawn and `marked` of them are marked.
fn hypergeometric_tail(all: usize, marked: usize, draws: usize, hits: usize) -> f64 {
    let most = marked.min(draws);
    let choose = |n: usize, k: usize| ln_factorial(n) - ln_factorial(k) - ln_factorial(n - k);
    let term = |x: usize| {
        if draws - x > all - marked {
            return 0.0;
        }
        (choose(marked, x) + choose(all - marked, draws - x) - choose(all, draws)).exp()
    };
    (hits..=most).map(term).sum::<f64>().min(1.0)
}

/// P(X >= hits) if X counts the independent events that happen, each with its own chance.
fn sum_tail(chances: &[f64], hits: usize) -> f64 {
    // The probability of each exact count; the last slot is for `hits` or more.
    let mut exactly = vec![0.0; hits + 1];
    exactly[0] = 1.0;
    for chance in chances {
        exactly[hits] += exactly[hits - 1] * chance;
        for count in (1..hits).rev() {
            exactly[count] = exactly[count] * (1.0 - chance) + exactly[count - 1] * chance;
        }
        exactly[0] *= 1.0 - chance;
    }
    exactly[hits]
}

/// P(X >= hits) for a Poisson variable of this mean.
fn poisson_tail(mean: f64, hits: usize) -> f64 {
    if hits as f64 <= mean {
        return 1.0;
    }
    let mut term = (hits as f64 * mean.ln() - mean - ln_factorial(hits)).exp();
    let mut sum = 0.0;
    for x in hits + 1..hits + 200 {
        sum += term;
        term *= mean / x as f64;
    }
    (sum + term).min(1.0)
}

/// The logarithm of n!: exact sums for small n, Stirling's series beyond, good to twelve digits.
fn ln_factorial(n: usize) -> f64 {
    if n < 20 {
        return (2..=n).map(|k| (k as f64).ln()).sum();
    }
    let x = n as f64;
    x * x.ln() - x + 0.5 * (2.0 * std::f64::consts::PI * x).ln() + 1.0 / (12.0 * x)
        - 1.0 / (360.0 * x.powi(3))
        + 1.0 / (1260.0 * x.powi(5))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tail_is_what_counting_gives() {
        // 10 balls, 4 marked, 3 drawn: P(2 or 3 marked) = (6 * 6 + 4) / 120.
        assert!((hypergeometric_tail(10, 4, 3, 2) - 40.0 / 120.0).abs() < 1e-12);
        assert!((hypergeometric_tail(10, 4, 3, 0) - 1.0).abs() < 1e-12);
        assert!((hypergeometric_tail(5, 4, 4, 3) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn the_logarithm_of_the_factorial_is_continuous_where_the_series_begins() {
        let exact: f64 = (2..=25).map(|k| f64::from(k).ln()).sum();
        assert!((ln_factorial(25) - exact).abs() < 1e-12);
    }

    #[test]
    fn the_sum_of_equal_chances_is_binomial() {
        // P(X >= 2) of four throws of a coin: 11 of 16.
        assert!((sum_tail(&[0.5; 4], 2) - 11.0 / 16.0).abs() < 1e-12);
        assert!((sum_tail(&[0.5, 0.25], 1) - 0.625).abs() < 1e-12);
    }

    #[test]
    fn few_are_expected_where_few_are_seen() {
        assert!((poisson_tail(1.0, 1) - 1.0).abs() < 1e-12);
        assert!((poisson_tail(0.5, 2) - (1.0 - 1.5 * (-0.5_f64).exp())).abs() < 1e-12);
    }
}
