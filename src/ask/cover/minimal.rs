//! Minimal rows: none contains another, so that a cover of them covers all.

/// Orders rows by length, then by their columns.
pub(super) fn by_length(a: &Vec<usize>, b: &Vec<usize>) -> std::cmp::Ordering {
    (a.len(), a).cmp(&(b.len(), b))
}

/// A set of rows in which none contains another.
pub(super) struct Minimal {
    pub(super) kept: Vec<Vec<usize>>,
    /// For each column, the kept rows filed under it: each row under one of its columns.
    under: Vec<Vec<u32>>,
    /// For each column, the number of the last offered row that has it.
    last: Vec<u32>,
    offered: u32,
}

impl Minimal {
    pub(super) fn of(columns: usize) -> Self {
        Self {
            kept: Vec::new(),
            under: vec![Vec::new(); columns],
            last: vec![0; columns],
            offered: 0,
        }
    }

    /// Keeps a row unless it contains a kept row. Rows are offered the shortest first.
    pub(super) fn offer(&mut self, row: Vec<usize>) {
        self.offered += 1;
        for column in &row {
            self.last[*column] = self.offered;
        }
        let is_held = |known: &u32| {
            let mut known = self.kept[*known as usize].iter();
            known.all(|column| self.last[*column] == self.offered)
        };
        let mut known = row.iter().flat_map(|column| &self.under[*column]);
        if known.any(is_held) {
            return;
        }
        // File the row under the column with the fewest.
        let column = row.iter().min_by_key(|column| self.under[**column].len());
        if let Some(column) = column {
            self.under[*column].push(self.kept.len() as u32);
        }
        self.kept.push(row);
    }
}
