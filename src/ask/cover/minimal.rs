//! Rows of which none holds all of another: whatever covers them covers all.

/// The shortest first.
pub(super) fn by_length(a: &Vec<usize>, b: &Vec<usize>) -> std::cmp::Ordering {
    (a.len(), a).cmp(&(b.len(), b))
}

/// Rows of which none holds all of another.
pub(super) struct Minimal {
    pub(super) kept: Vec<Vec<usize>>,
    /// For each column the rows kept that stand under it: each under one of its columns.
    under: Vec<Vec<u32>>,
    /// For each column the number of the last row offered that has it.
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

    /// Keeps a row that holds none of those kept; they are offered the shortest first.
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
        // Where the fewest stand already.
        let column = row.iter().min_by_key(|column| self.under[**column].len());
        if let Some(column) = column {
            self.under[*column].push(self.kept.len() as u32);
        }
        self.kept.push(row);
    }
}
