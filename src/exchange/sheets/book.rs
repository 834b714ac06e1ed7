//! A workbook as plain text: sheets of rows of cells, each cell with its address.

/// A cell that is not empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cell {
    /// The column, from 0.
    pub(crate) column: usize,
    /// Its text.
    pub(crate) text: String,
    /// True if the text is the last result of a formula.
    pub(crate) is_formula: bool,
}

/// A row that is not empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    /// The row, from 0.
    pub(crate) number: usize,
    /// Its cells, by column.
    pub(crate) cells: Vec<Cell>,
}

impl Row {
    /// The text of a column; empty if it has none.
    pub(crate) fn text(&self, column: usize) -> &str {
        self.cell(column).map_or("", |cell| &cell.text)
    }

    /// The cell of a column.
    pub(crate) fn cell(&self, column: usize) -> Option<&Cell> {
        let found = self.cells.binary_search_by_key(&column, |cell| cell.column);
        found.ok().map(|place| &self.cells[place])
    }
}

/// One sheet, or one file of a folder of sheets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sheet {
    /// Its name.
    pub(crate) name: String,
    /// Its rows.
    pub(crate) rows: Vec<Row>,
    /// True for a file that has only this sheet.
    pub(crate) is_alone: bool,
}

/// A workbook, or a folder of CSV files.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Book {
    /// The name of the file.
    pub(crate) name: String,
    /// The sheets.
    pub(crate) sheets: Vec<Sheet>,
    /// Remarks for the user: parts that were not taken.
    pub(crate) notes: Vec<String>,
}

impl Book {
    /// The name of a place for findings: the file, the sheet and the cell.
    pub(crate) fn place(&self, sheet: &Sheet, row: usize, column: usize) -> String {
        let cell = address(row, column);
        if sheet.is_alone {
            format!("{}, cell {cell}", sheet.name)
        } else {
            format!("{}, sheet {}, cell {cell}", self.name, sheet.name)
        }
    }
}

/// The address of a cell as spreadsheets show it: `C7`.
pub(crate) fn address(row: usize, column: usize) -> String {
    format!("{}{}", letters(column), row + 1)
}

/// The letters of a column.
pub(crate) fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn columns_have_the_letters_of_spreadsheets() {
        let letters: Vec<String> = [0, 25, 26, 51, 702].map(super::letters).to_vec();
        assert_eq!(letters, ["A", "Z", "AA", "AZ", "AAA"]);
    }
}
