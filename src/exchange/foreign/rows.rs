//! The rows of a CSV or TSV file, by the names in its header.

use super::tree::{MOST_VALUES, Unreadable};

/// Limit on the columns of a table.
const MOST_COLUMNS: usize = 1_000;

/// A table with a header.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    /// The lines before the header that begin with `#`, without it.
    pub(super) head: Vec<String>,
    /// The first byte of the header.
    pub(super) at: u32,
    /// The names of the columns.
    pub(super) header: Vec<String>,
    /// The rows below.
    pub(super) below: Vec<Row>,
}

/// One row of a table.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// Its first byte in the text.
    pub(super) at: u32,
    /// Its cells.
    pub(super) cells: Vec<String>,
}

impl Rows {
    /// The rows of this text.
    pub(super) fn read(text: &str) -> Result<Self, Unreadable> {
        let mut table = Self::default();
        let mut start = text.len() - text.trim_start_matches('\u{feff}').len();
        while let Some(line) = text[start..].strip_prefix('#') {
            let end = line.find('\n').map_or(line.len(), |end| end + 1);
            table.head.push(line[..end].trim_end().to_owned());
            start += 1 + end;
        }
        table.at = start as u32;
        let header = text[start..].lines().next().unwrap_or_default();
        let delimiter = if header.contains('\t') {
            b'\t'
        } else if header.contains(',') || !header.contains(';') {
            b','
        } else {
            b';'
        };
        let mut reader = csv::ReaderBuilder::new();
        reader.flexible(true).delimiter(delimiter);
        let mut reader = reader.from_reader(&text.as_bytes()[start..]);
        let named = |error: csv::Error| (start, error.to_string());
        let header = reader.headers().map_err(named)?;
        table.header = header.iter().map(|name| name.trim().to_owned()).collect();
        if table.header.len() > MOST_COLUMNS {
            let words = format!("its header has more than {MOST_COLUMNS} columns");
            return Err((start, words));
        }
        let mut count = 0;
        for record in reader.records() {
            let record = record.map_err(named)?;
            let place = record.position().map_or(0, csv::Position::byte);
            // The position of a row after an empty line is that of the empty line.
            let skipped = text[start + place as usize..]
                .bytes()
                .take_while(|byte| matches!(byte, b'\r' | b'\n'))
                .count();
            let at = (start + place as usize + skipped) as u32;
            count += record.len();
            if count > MOST_VALUES {
                let words = format!("it holds more than {MOST_VALUES} cells");
                return Err((at as usize, words));
            }
            let cells: Vec<String> = record.iter().map(|cell| cell.trim().to_owned()).collect();
            if cells.iter().any(|cell| !cell.is_empty()) {
                table.below.push(Row { at, cells });
            }
        }
        Ok(table)
    }

    /// True if the header has all of these names, whatever their case.
    pub(super) fn has(&self, names: &[&str]) -> bool {
        names.iter().all(|name| self.column(name).is_some())
    }

    /// The number of a column.
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        let is_it = |known: &String| known.eq_ignore_ascii_case(name);
        self.header.iter().position(is_it)
    }

    /// The text of a row in a column; empty if there is none.
    pub(super) fn cell<'r>(&self, row: &'r Row, name: &str) -> &'r str {
        let cell = self.column(name).and_then(|column| row.cells.get(column));
        cell.map_or("", String::as_str)
    }
}
