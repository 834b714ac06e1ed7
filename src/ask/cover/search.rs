//! Set cover: reductions, then branch and bound; exact within its limit, otherwise with a bound.
//!
//! Reductions, until none applies: a row with a single column takes that column; a row whose columns include all of another row's is
//! covered with it; a column whose rows another column also covers is not needed. The bound is the larger of two numbers: rows that share
//! no column, and the dual in which each row pays its share of the largest column it has.

use super::minimal::{Minimal, by_length};
use super::state::State;

/// Limit on the branches of one search.
const MOST_BRANCHES: usize = 200_000;
/// Limit on the columns of rows that one search reads, summed over its branches: a large problem gets fewer branches.
const MOST_WORK: usize = 20_000_000;
/// Limit on the columns of rows read to solve the problem again without each column of a cover. Above it only the rows that need the column
/// are covered again.
const MOST_TOGETHER: usize = 50_000_000;

/// A problem: for each row, the columns that cover it.
pub(in crate::ask) struct Search {
    rows: Vec<Vec<usize>>,
    columns: usize,
    forced: Vec<usize>,
    /// Limit on the branches of one search.
    most_branches: usize,
    /// Limit on the columns of rows that it reads in them.
    most_work: usize,
}

/// The work that a search has done, and its limits.
struct Looked {
    branches: usize,
    most_branches: usize,
    work: usize,
    most_work: usize,
}

impl Looked {
    fn is_all(&self) -> bool {
        self.branches >= self.most_branches || self.work >= self.most_work
    }
}

/// The best cover found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ask) struct Solution {
    /// The columns, sorted.
    pub(in crate::ask) chosen: Vec<usize>,
    /// No cover has fewer columns than this.
    pub(in crate::ask) bound: usize,
    /// False if some row has no column left.
    pub(in crate::ask) is_possible: bool,
}

impl Solution {
    fn impossible() -> Self {
        Self {
            chosen: Vec::new(),
            bound: 0,
            is_possible: false,
        }
    }

    pub(in crate::ask) fn is_exact(&self) -> bool {
        self.bound == self.chosen.len()
    }
}

impl Search {
    pub(in crate::ask) fn of(rows: &[Vec<usize>], columns: usize, forced: &[usize]) -> Self {
        let mut rows = rows.to_vec();
        rows.sort_by(by_length);
        Self::of_sorted(columns, forced, |take| rows.into_iter().for_each(take))
    }

    /// Like [`Self::of`], for rows that `each` passes by length, shortest first. A row that contains another is dropped: whatever columns
    /// are excluded, a cover of the shorter row covers it.
    pub(super) fn of_sorted(
        columns: usize,
        forced: &[usize],
        each: impl FnOnce(&mut dyn FnMut(Vec<usize>)),
    ) -> Self {
        let mut minimal = Minimal::of(columns);
        each(&mut |row| minimal.offer(row));
        Self {
            rows: minimal.kept,
            columns,
            forced: forced.to_vec(),
            most_branches: MOST_BRANCHES,
            most_work: MOST_WORK,
        }
    }

    /// The same problem with smaller limits for `searches` searches: together ten times the branches of one search, and twice the columns
    /// of rows.
    pub(super) fn for_many(mut self, searches: usize) -> Self {
        self.most_branches = MOST_BRANCHES.min(10 * MOST_BRANCHES / searches.max(1));
        self.most_work = MOST_WORK.min(2 * MOST_WORK / searches.max(1));
        self
    }

    /// The smallest cover that uses none of `without`.
    pub(in crate::ask) fn solve(&self, without: &[usize]) -> Solution {
        self.solve_within(without, self.most_branches)
    }

    /// A cover that does not use one column of a solution. In a large problem only the rows that need the column are covered again; the
    /// cover is then perhaps not the smallest, and has a bound.
    pub(super) fn without(&self, solution: &Solution, column: usize) -> Solution {
        let size: usize = self.rows.iter().map(Vec::len).sum();
        if size.saturating_mul(solution.chosen.len()) <= MOST_TOGETHER {
            self.solve(&[column])
        } else {
            self.mended(solution, column)
        }
    }

    /// A solution without one of its columns: the rows that only this column covers are covered again.
    fn mended(&self, solution: &Solution, column: usize) -> Solution {
        let mut is_chosen = vec![false; self.columns];
        for other in solution.chosen.iter().filter(|other| **other != column) {
            is_chosen[*other] = true;
        }
        let hanging = self.rows.iter().filter(|row| {
            row.binary_search(&column).is_ok() && !row.iter().any(|other| is_chosen[*other])
        });
        let others = hanging.map(|row| row.iter().copied().filter(|other| *other != column));
        let anew = State {
            open: others.map(Iterator::collect).collect(),
            chosen: (0..self.columns)
                .filter(|other| is_chosen[*other])
                .collect(),
        };
        if anew.open.iter().any(Vec::is_empty) {
            return Solution::impossible();
        }
        let mut chosen = anew.greedy(self.columns);
        chosen.sort_unstable();
        // Without a forced column perhaps one column fewer is needed; without any other column, none.
        let spared = usize::from(self.forced.contains(&column));
        Solution {
            bound: solution.bound.saturating_sub(spared).min(chosen.len()),
            chosen,
            is_possible: true,
        }
    }

    /// Like [`Self::solve`] with a limit on branches: past it the cover is perhaps not the smallest, and has a bound.
    fn solve_within(&self, without: &[usize], most: usize) -> Solution {
        let forced: Vec<usize> = self
            .forced
            .iter()
            .copied()
            .filter(|column| !without.contains(column))
            .collect();
        let allowed = |row: &Vec<usize>| -> Vec<usize> {
            row.iter()
                .copied()
                .filter(|column| !without.contains(column))
                .collect()
        };
        let is_open = |row: &&Vec<usize>| !row.iter().any(|column| forced.contains(column));
        let mut start = State {
            open: self.rows.iter().filter(is_open).map(allowed).collect(),
            chosen: forced,
        };
        if start.open.iter().any(Vec::is_empty) {
            return Solution::impossible();
        }
        start.reduce(self.columns);
        let first_bound = start.chosen.len() + start.bound(self.columns);
        let mut best = start.greedy(self.columns);
        let mut looked = Looked {
            branches: 0,
            most_branches: most,
            work: 0,
            most_work: self.most_work,
        };
        self.branch(start, &mut best, &mut looked);
        best.sort_unstable();
        best.dedup();
        let is_cut = looked.is_all();
        Solution {
            bound: if is_cut {
                first_bound.min(best.len())
            } else {
                best.len()
            },
            chosen: best,
            is_possible: true,
        }
    }

    fn branch(&self, mut state: State, best: &mut Vec<usize>, looked: &mut Looked) {
        looked.branches += 1;
        if looked.is_all() {
            return;
        }
        looked.work += state.reduce(self.columns);
        if state.open.is_empty() {
            if state.chosen.len() < best.len() {
                best.clone_from(&state.chosen);
            }
            return;
        }
        if state.chosen.len() + state.bound(self.columns) >= best.len() {
            return;
        }
        // The row with the fewest columns; of these, the column that covers the most rows first.
        let row = state
            .open
            .iter()
            .min_by_key(|row| row.len())
            .expect("an open state has a row")
            .clone();
        let sizes = state.sizes(self.columns);
        let mut columns = row;
        columns.sort_by_key(|column| (std::cmp::Reverse(sizes[*column]), *column));
        for (index, column) in columns.iter().enumerate() {
            let mut next = state.clone();
            // Columns tried before are not tried again below.
            for tried in &columns[..index] {
                for row in &mut next.open {
                    if let Ok(place) = row.binary_search(tried) {
                        row.remove(place);
                    }
                }
            }
            next.take(*column);
            if next.open.iter().all(|row| !row.is_empty()) {
                self.branch(next, best, looked);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use fastrand::Rng;

    use super::*;

    /// The size of the smallest cover by trying every set of columns.
    fn smallest(rows: &[Vec<usize>], columns: usize) -> usize {
        let covers = |set: &u32| {
            rows.iter()
                .all(|row| row.iter().any(|column| set & (1 << column) != 0))
        };
        let sets = 0..1_u32 << columns;
        sets.filter(covers)
            .map(u32::count_ones)
            .min()
            .expect("all columns cover") as usize
    }

    #[test]
    fn finds_the_smallest_cover_of_every_small_problem() {
        let mut dice = Rng::with_seed(7);
        let mut next = |below: usize| dice.usize(..below);
        for _ in 0..300 {
            let columns = 2 + next(9);
            let rows: Vec<Vec<usize>> = (0..=next(14))
                .map(|_| {
                    let mut row: Vec<usize> = (0..=next(3)).map(|_| next(columns)).collect();
                    row.sort_unstable();
                    row.dedup();
                    row
                })
                .collect();
            let solution = Search::of(&rows, columns, &[]).solve(&[]);
            assert!(solution.is_exact());
            assert_eq!(solution.chosen.len(), smallest(&rows, columns), "{rows:?}");
            assert!(
                rows.iter()
                    .all(|row| row.iter().any(|column| solution.chosen.contains(column)))
            );
        }
    }

    #[test]
    fn a_search_cut_short_still_covers_and_bounds() {
        let mut dice = Rng::with_seed(3);
        let mut next = |below: usize| dice.usize(..below);
        let mut is_open = false;
        for _ in 0..60 {
            let rows: Vec<Vec<usize>> = (0..14)
                .map(|_| (0..3).map(|_| next(10)).collect::<BTreeSet<usize>>())
                .map(|row| row.into_iter().collect())
                .collect();
            let cut = Search::of(&rows, 10, &[]).solve_within(&[], 1);
            let best = smallest(&rows, 10);
            assert!(cut.bound <= best && best <= cut.chosen.len(), "{rows:?}");
            assert!(
                rows.iter()
                    .all(|row| row.iter().any(|column| cut.chosen.contains(column)))
            );
            is_open |= !cut.is_exact();
        }
        assert!(is_open, "no search was cut short");
    }

    #[test]
    fn a_solution_mended_without_a_column_covers_and_bounds() {
        let mut dice = Rng::with_seed(11);
        let mut next = |below: usize| dice.usize(..below);
        for _ in 0..100 {
            let rows: Vec<Vec<usize>> = (0..9)
                .map(|_| (0..=next(3)).map(|_| next(8)).collect::<BTreeSet<usize>>())
                .map(|row| row.into_iter().collect())
                .collect();
            let forced: Vec<usize> = (0..next(2)).collect();
            let search = Search::of(&rows, 8, &forced);
            let solution = search.solve(&[]);
            for column in solution.chosen.clone() {
                let (mended, best) = (search.mended(&solution, column), search.solve(&[column]));
                assert_eq!(mended.is_possible, best.is_possible, "{rows:?}");
                if best.is_possible {
                    let best = best.chosen.len();
                    assert!(
                        mended.bound <= best && best <= mended.chosen.len(),
                        "{rows:?}"
                    );
                    let mut chosen = mended.chosen.iter();
                    assert!(chosen.all(|other| *other != column));
                    let is_covered = |row: &Vec<usize>| {
                        let mut row = row.iter();
                        row.any(|column| mended.chosen.contains(column))
                    };
                    assert!(rows.iter().all(is_covered), "{rows:?}");
                }
            }
        }
    }

    #[test]
    fn greedy_is_led_astray_and_the_search_is_not() {
        // The classic trap: one column of four, and two of three that do it.
        let rows: Vec<Vec<usize>> = vec![
            vec![0, 1],
            vec![0, 1],
            vec![1],
            vec![0, 2],
            vec![0, 2],
            vec![2],
        ];
        assert_eq!(Search::of(&rows, 3, &[]).solve(&[]).chosen, [1, 2]);
    }

    #[test]
    fn a_row_that_only_one_column_covers_cannot_do_without_it() {
        let search = Search::of(&[vec![0], vec![0, 1]], 2, &[]);
        assert!(!search.solve(&[0]).is_possible);
        assert_eq!(search.solve(&[1]).chosen, [0]);
    }
}
