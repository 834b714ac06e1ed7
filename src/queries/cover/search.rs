//! Set cover: reductions, then branch and bound; exact within its limit, else with a bound (methods 6.4).
//!
//! Reductions, until none applies: a row that only one column covers takes that column; a row whose columns include all of
//! another row's is covered with it; a column whose rows another column has too is not needed. The bound is the larger of
//! rows that share no column, and of the dual in which each row pays the share of the largest column it has.

use std::collections::BTreeSet;
use std::collections::HashMap;

/// How many branches are looked at.
const MOST_BRANCHES: usize = 200_000;

/// A problem: each row the columns that cover it.
pub(in crate::queries) struct Search {
    rows: Vec<Vec<usize>>,
    columns: usize,
    forced: Vec<usize>,
    /// How many branches one search looks at.
    most_branches: usize,
}

/// The best cover found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::queries) struct Solution {
    /// The columns, sorted.
    pub(in crate::queries) chosen: Vec<usize>,
    /// No cover has fewer columns than this.
    pub(in crate::queries) bound: usize,
    /// False where some row has no column left.
    pub(in crate::queries) is_possible: bool,
}

impl Solution {
    pub(in crate::queries) fn is_exact(&self) -> bool {
        self.bound == self.chosen.len()
    }
}

/// The state of a search: rows still open with the columns still allowed, and what is chosen.
#[derive(Clone)]
struct State {
    /// Each row sorted.
    open: Vec<Vec<usize>>,
    chosen: Vec<usize>,
}

impl Search {
    pub(in crate::queries) fn of(rows: &[Vec<usize>], columns: usize, forced: &[usize]) -> Self {
        // Rows with the same columns are one.
        let mut rows = rows.to_vec();
        rows.sort();
        rows.dedup();
        // Whatever covers a row covers each row that holds it, whichever columns are left out.
        let mut minimal = State {
            open: rows,
            chosen: Vec::new(),
        };
        minimal.drop_rows();
        Self {
            rows: minimal.open,
            columns,
            forced: forced.to_vec(),
            most_branches: MOST_BRANCHES,
        }
    }

    /// The same for so many searches, which together look at ten times as many branches as one alone.
    pub(super) fn for_many(mut self, searches: usize) -> Self {
        self.most_branches = MOST_BRANCHES.min(10 * MOST_BRANCHES / searches.max(1));
        self
    }

    /// The smallest cover that uses none of `without`.
    pub(in crate::queries) fn solve(&self, without: &[usize]) -> Solution {
        self.solve_within(without, self.most_branches)
    }

    /// The same, looking at no more than so many branches: then perhaps not the smallest, with a bound on how small it could be.
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
            return Solution {
                chosen: Vec::new(),
                bound: 0,
                is_possible: false,
            };
        }
        start.reduce(self.columns);
        let first_bound = start.chosen.len() + start.bound(self.columns);
        let mut best = start.greedy(self.columns);
        let mut branches = 0;
        self.branch(start, &mut best, &mut branches, most);
        best.sort_unstable();
        best.dedup();
        let is_cut = branches >= most;
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

    fn branch(&self, mut state: State, best: &mut Vec<usize>, branches: &mut usize, most: usize) {
        *branches += 1;
        if *branches >= most {
            return;
        }
        state.reduce(self.columns);
        if state.open.is_empty() {
            if state.chosen.len() < best.len() {
                best.clone_from(&state.chosen);
            }
            return;
        }
        if state.chosen.len() + state.bound(self.columns) >= best.len() {
            return;
        }
        // The row with the fewest choices; of its columns the one that covers most first.
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
            // What was tried before is not tried again below.
            for tried in &columns[..index] {
                for row in &mut next.open {
                    if let Ok(place) = row.binary_search(tried) {
                        row.remove(place);
                    }
                }
            }
            next.take(*column);
            if next.open.iter().all(|row| !row.is_empty()) {
                self.branch(next, best, branches, most);
            }
        }
    }
}

/// True where every item of the one sorted list is in the other.
fn is_within(a: &[usize], b: &[usize]) -> bool {
    a.len() <= b.len() && a.iter().all(|item| b.binary_search(item).is_ok())
}

impl State {
    fn take(&mut self, column: usize) {
        self.chosen.push(column);
        self.open.retain(|row| row.binary_search(&column).is_err());
    }

    /// How many open rows each column covers.
    fn sizes(&self, columns: usize) -> Vec<usize> {
        let mut sizes = vec![0; columns];
        for column in self.open.iter().flatten() {
            sizes[*column] += 1;
        }
        sizes
    }

    fn reduce(&mut self, columns: usize) {
        loop {
            let single = self.open.iter().find(|row| row.len() == 1);
            if let Some(column) = single.and_then(|row| row.first().copied()) {
                self.take(column);
                continue;
            }
            if !self.drop_rows() && !self.drop_columns(columns) {
                return;
            }
        }
    }

    /// Drops each row that is covered whenever another is. True where any was.
    fn drop_rows(&mut self) -> bool {
        let before = self.open.len();
        self.open.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
        self.open.dedup();
        // Whatever is within a row stands under one of the row's columns: the one that fewest rows have.
        let mut sizes: HashMap<usize, usize> = HashMap::new();
        for column in self.open.iter().flatten() {
            *sizes.entry(*column).or_default() += 1;
        }
        let mut kept: Vec<Vec<usize>> = Vec::with_capacity(before);
        let mut under: HashMap<usize, Vec<usize>> = HashMap::new();
        for row in std::mem::take(&mut self.open) {
            let mut known = row.iter().filter_map(|column| under.get(column)).flatten();
            if known.any(|known| is_within(&kept[*known], &row)) {
                continue;
            }
            let rarest = row.iter().min_by_key(|column| (sizes[column], **column));
            if let Some(rarest) = rarest {
                under.entry(*rarest).or_default().push(kept.len());
            }
            kept.push(row);
        }
        self.open = kept;
        self.open.len() < before
    }

    /// Drops each column whose open rows another column covers too; of equals the first stays. True where any was.
    fn drop_columns(&mut self, columns: usize) -> bool {
        let mut rows_of: Vec<Vec<usize>> = vec![Vec::new(); columns];
        for (index, row) in self.open.iter().enumerate() {
            for column in row {
                rows_of[*column].push(index);
            }
        }
        let mut dropped = BTreeSet::new();
        for (column, rows) in rows_of
            .iter()
            .enumerate()
            .filter(|(_, rows)| !rows.is_empty())
        {
            // Whoever covers all of them covers the first.
            let rivals = self.open[rows[0]].iter().copied();
            let mut rivals = rivals.filter(|rival| *rival != column && !dropped.contains(rival));
            if rivals.any(|rival| {
                is_within(rows, &rows_of[rival])
                    && (rows.len() < rows_of[rival].len() || rival < column)
            }) {
                dropped.insert(column);
            }
        }
        for row in &mut self.open {
            row.retain(|column| !dropped.contains(column));
        }
        !dropped.is_empty()
    }

    /// No fewer columns than this cover the open rows.
    fn bound(&self, columns: usize) -> usize {
        let sizes = self.sizes(columns);
        let share = |row: &Vec<usize>| {
            let largest = row.iter().map(|column| sizes[*column]).max().unwrap_or(1);
            1.0 / largest as f64
        };
        let dual: f64 = self.open.iter().map(share).sum();
        let mut is_used = vec![false; columns];
        let mut apart = 0;
        let mut rows: Vec<&Vec<usize>> = self.open.iter().collect();
        rows.sort_by_key(|row| row.len());
        for row in rows {
            if !row.iter().any(|column| is_used[*column]) {
                for column in row {
                    is_used[*column] = true;
                }
                apart += 1;
            }
        }
        // Rounding may have added a little.
        apart.max((dual - 1e-9).ceil() as usize)
    }

    /// A cover by taking the column that covers most, again and again.
    fn greedy(&self, columns: usize) -> Vec<usize> {
        let mut sizes = self.sizes(columns);
        let mut open: Vec<&Vec<usize>> = self.open.iter().collect();
        let mut chosen = self.chosen.clone();
        while !open.is_empty() {
            let column = (0..columns)
                .max_by_key(|column| (sizes[*column], std::cmp::Reverse(*column)))
                .expect("an open row has a column");
            chosen.push(column);
            open.retain(|row| {
                let is_covered = row.binary_search(&column).is_ok();
                if is_covered {
                    for other in *row {
                        sizes[*other] -= 1;
                    }
                }
                !is_covered
            });
        }
        chosen
    }
}

#[cfg(test)]
mod tests {
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
        let mut seed = 7_u64;
        let mut next = |below: u64| {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        for _ in 0..300 {
            let columns = 2 + next(9) as usize;
            let rows: Vec<Vec<usize>> = (0..=next(14))
                .map(|_| {
                    let mut row: Vec<usize> = (0..=next(3))
                        .map(|_| next(columns as u64) as usize)
                        .collect();
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
        let mut seed = 3_u64;
        let mut next = |below: u64| {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            ((seed >> 33) % below) as usize
        };
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
