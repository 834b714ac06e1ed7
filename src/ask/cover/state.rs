//! The state of a search for a cover, and the steps that make it smaller: reductions, bounds and a first cover.

use std::collections::BTreeSet;

use super::minimal::{Minimal, by_length};

/// The state of a search: the open rows with the columns still allowed, and the chosen columns.
#[derive(Clone)]
pub(super) struct State {
    /// Each row sorted.
    pub(super) open: Vec<Vec<usize>>,
    pub(super) chosen: Vec<usize>,
}

/// True if every item of the sorted list `a` is in the sorted list `b`.
fn is_within(a: &[usize], b: &[usize]) -> bool {
    a.len() <= b.len() && a.iter().all(|item| b.binary_search(item).is_ok())
}

impl State {
    pub(super) fn take(&mut self, column: usize) {
        self.chosen.push(column);
        self.open.retain(|row| row.binary_search(&column).is_err());
    }

    /// The number of open rows that each column covers.
    pub(super) fn sizes(&self, columns: usize) -> Vec<usize> {
        let mut sizes = vec![0; columns];
        for column in self.open.iter().flatten() {
            sizes[*column] += 1;
        }
        sizes
    }

    /// Applies the reductions until none applies. Returns how many columns of rows it read.
    pub(super) fn reduce(&mut self, columns: usize) -> usize {
        let mut looked = 0;
        loop {
            looked += columns + self.open.iter().map(Vec::len).sum::<usize>();
            let single = self.open.iter().find(|row| row.len() == 1);
            if let Some(column) = single.and_then(|row| row.first().copied()) {
                self.take(column);
                continue;
            }
            if !self.drop_rows(columns) && !self.drop_columns(columns) {
                return looked;
            }
        }
    }

    /// Drops each row that contains another. Returns true if any was dropped.
    fn drop_rows(&mut self, columns: usize) -> bool {
        let before = self.open.len();
        self.open.sort_by(by_length);
        let mut minimal = Minimal::of(columns);
        for row in std::mem::take(&mut self.open) {
            minimal.offer(row);
        }
        self.open = minimal.kept;
        self.open.len() < before
    }

    /// Drops each column whose open rows another column covers too; of equal columns the first stays. Returns true if any was dropped.
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
            // A column that covers all of them covers the first row.
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

    /// A lower bound on the columns that cover the open rows.
    pub(super) fn bound(&self, columns: usize) -> usize {
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
        // Subtracts an amount that rounding may have added.
        apart.max((dual - 1e-9).ceil() as usize)
    }

    /// A cover that takes the column with the most open rows, again and again.
    pub(super) fn greedy(&self, columns: usize) -> Vec<usize> {
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
