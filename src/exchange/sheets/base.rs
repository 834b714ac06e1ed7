//! The state of the map that sheets were exported from: a mark of each cell as it was then. With the marks an import tells the changes of a
//! person from those of the map.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::book::{Book, Row, Sheet};
use super::compared::plain;
use super::table::{Column, Table};
use crate::read::syntax::{close_key, matching_key};

/// The hidden sheet, or the CSV file, that holds the marks.
pub(crate) const BASE: &str = "Exported";
/// Its heading.
pub(crate) const HEADINGS: [&str; 3] = [
    "Sheet",
    "Row",
    "Marks of its cells when they were exported; leave this sheet as it is",
];
/// Between the parts of the name of a row.
const BETWEEN: char = '\u{1f}';

/// The number of bytes of a mark: two texts have the same one by chance once in 2^40 times.
const BYTES: usize = 5;

/// The mark of a text; empty for an empty text.
fn mark(text: &str) -> String {
    let text = plain(text);
    if text.trim().is_empty() {
        return String::new();
    }
    let digest = Sha256::digest(text.as_bytes());
    let mut hex = String::with_capacity(2 * BYTES);
    for byte in &digest[..BYTES] {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// The name of a row: its cells that name it, in one spelling.
pub(crate) fn row_key<'t>(names: impl Iterator<Item = &'t str>) -> String {
    let arrow = |text: &str| text.replace('→', "->").replace("=>", "->");
    let names: Vec<String> = names.map(|name| close_key(arrow(name).trim())).collect();
    names.join(&BETWEEN.to_string())
}

/// The rows of the sheet of marks, without its heading.
pub(crate) fn rows(tables: &[Table]) -> Vec<[String; 3]> {
    let mut rows = Vec::new();
    for table in tables {
        for row in &table.rows {
            let names = table.names().map(|name| row.cells[name].as_str());
            let name = names.collect::<Vec<_>>().join(" | ");
            let cells = table.columns.iter().zip(&row.cells);
            let marks = cells.filter_map(|(column, text)| match column {
                Column::Key(key, ..) if !mark(text).is_empty() => {
                    Some(format!("{key}={}", mark(text)))
                }
                _ => None,
            });
            let marks = marks.collect::<Vec<_>>().join(" ");
            rows.push([table.section.to_owned(), name, marks]);
        }
    }
    rows
}

/// The side that has changed a cell since the export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Changed {
    /// The person alone, or nobody can tell.
    Here,
    /// The map alone.
    Map,
    /// Both.
    Both,
}

/// The marks of the cells of one row, by key.
type Marks = BTreeMap<String, String>;

/// The marks of all rows.
#[derive(Debug)]
pub(crate) struct Base {
    rows: BTreeMap<(String, String), Marks>,
}

impl Base {
    /// The marks that a workbook carries; `None` if it carries none, or those of a map that has no row in common with this one.
    pub(crate) fn of(book: &Book, tables: &[Table]) -> Option<Self> {
        let sheet = Self::sheet(book)?;
        let rows = sheet.rows.iter().skip(1).map(Self::row);
        let base = Self {
            rows: rows.collect(),
        };
        let mut known = tables.iter().filter(|table| table.section != "map");
        let is_of_this_map = known.any(|table| {
            let mut rows = table.rows.iter();
            rows.any(|row| {
                base.marks(table.section, &key_of(table, &row.cells))
                    .is_some()
            })
        });
        is_of_this_map.then_some(base)
    }

    fn sheet(book: &Book) -> Option<&Sheet> {
        let mut sheets = book.sheets.iter();
        sheets.find(|sheet| matching_key(&sheet.name) == matching_key(BASE))
    }

    /// True if a workbook carries marks.
    pub(crate) fn is_in(book: &Book) -> bool {
        Self::sheet(book).is_some()
    }

    fn row(row: &Row) -> ((String, String), Marks) {
        let name = row_key(row.text(1).split(" | "));
        let marks = row.text(2).split_whitespace();
        let marks = marks.filter_map(|mark| mark.split_once('='));
        let marks = marks.map(|(key, mark)| (key.to_owned(), mark.to_owned()));
        ((row.text(0).to_owned(), name), marks.collect())
    }

    fn marks(&self, section: &str, row: &str) -> Option<&Marks> {
        self.rows.get(&(section.to_owned(), row.to_owned()))
    }

    /// True if the row was there when the sheets were exported.
    pub(crate) fn has(&self, section: &str, row: &str) -> bool {
        self.marks(section, row).is_some()
    }

    /// True if a cell of a row says what it said when it was exported. Every cell of a row that was not there was empty.
    pub(crate) fn is_as_exported(&self, section: &str, row: &str, key: &str, text: &str) -> bool {
        let then = self.marks(section, row).and_then(|marks| marks.get(key));
        then.map_or("", String::as_str) == mark(text)
    }

    /// The side that has changed a cell that says `here` in the sheet and `now` in the map.
    pub(crate) fn changed(
        &self,
        section: &str,
        row: &str,
        key: &str,
        here: &str,
        now: &str,
    ) -> Changed {
        let is_then = |text: &str| self.is_as_exported(section, row, key, text);
        match (is_then(here), is_then(now)) {
            (true, _) => Changed::Map,
            (false, true) => Changed::Here,
            (false, false) => Changed::Both,
        }
    }
}

/// The name of a row of a table.
pub(crate) fn key_of(table: &Table, cells: &[String]) -> String {
    row_key(table.names().map(|name| cells[name].as_str()))
}
