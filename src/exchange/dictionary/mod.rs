//! Reads a body's own list of fields, such as a data dictionary: finds its header, proposes what each column is, and makes fields of its
//! rows.

mod columns;
mod rows;

use std::collections::BTreeMap;

pub use self::columns::{Meaning, Proposed as Column};
use self::rows::List;
use super::proposed::{Proposal, WrittenMap};
use super::sheets::book::Sheet;
use super::sheets::open::{Unopened, open};
use crate::analysis::Analysis;
use crate::read::source::Given;
use crate::read::syntax::{matching_key, nearest};
use crate::words::first_few;

/// Limit on the fields of one list, each of which is compared with every term.
const MOST_FIELDS: usize = 40_000;
/// Limit on the names that a refusal offers.
const MOST_OFFERED: usize = 12;

/// How a list is to be read.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// The id of the system that gets the fields.
    pub system: String,
    /// The columns, each as a meaning and a heading; those left out are proposed.
    pub columns: Vec<(String, String)>,
    /// The sheet; left out = the one that looks most like a list of fields.
    pub sheet: Option<String>,
    /// The only table to take.
    pub table: Option<String>,
}

/// A list that was read.
#[derive(Debug)]
pub struct Dictionary {
    /// The columns, each with its proposed meaning.
    pub columns: Vec<Column>,
    /// The name of the sheet.
    pub sheet: String,
    /// The row of the header, from 1.
    pub header: usize,
    /// The number of rows below it.
    pub rows: usize,
    /// The fields.
    pub proposal: Proposal,
}

impl Dictionary {
    /// The columns as `--columns` takes them.
    pub fn flag(&self) -> String {
        let chosen = self.columns.iter().filter_map(|column| {
            let heading = &column.heading;
            let quoted = if heading.chars().all(|c| c.is_alphanumeric() || c == '_') {
                heading.clone()
            } else {
                format!("\"{}\"", heading.replace('"', "\\\""))
            };
            Some(format!("{}={quoted}", column.meaning?.word()))
        });
        chosen.collect::<Vec<_>>().join(",")
    }
}

/// Reads a list of fields.
///
/// # Errors
/// If it cannot be opened as sheets, holds no list, or has no such column, sheet or table.
pub fn read(map: &Analysis, given: &Given, reading: &Reading) -> Result<Dictionary, Unopened> {
    let book = open(given)?;
    let sheet = chosen(&book.sheets, reading.sheet.as_deref(), &book.name)?;
    let header = header(sheet, &reading.columns).ok_or_else(|| {
        Unopened(format!(
            "`{}` holds no list: a row of headings with rows below it is wanted",
            book.name
        ))
    })?;
    let mut columns = columns::proposed(sheet, header);
    confirm(&mut columns, &reading.columns)?;
    let places: BTreeMap<Meaning, usize> = columns
        .iter()
        .filter_map(|column| Some((column.meaning?, column.column)))
        .collect();
    if !places.contains_key(&Meaning::Name) {
        let heads = columns.iter().map(|column| format!("`{}`", column.heading));
        return Err(Unopened(format!(
            "no column of `{}` looks like the names of fields: say which it is, as in `--columns name=\"Field name\"` (there are {})",
            book.name,
            first_few(heads, MOST_OFFERED)
        )));
    }
    let rows = &sheet.rows[header + 1..];
    if rows.len() > MOST_FIELDS {
        return Err(Unopened(format!(
            "`{}` is too large: it lists more than 40,000 fields; take it apart",
            book.name
        )));
    }
    let list = List {
        book: &book,
        sheet,
        rows,
        columns: places,
        table: reading.table.as_deref(),
    };
    let written = WrittenMap::of(&map.sources);
    let proposal = list.proposal(&written, &reading.system);
    Ok(Dictionary {
        sheet: sheet.name.clone(),
        header: sheet.rows[header].number + 1,
        rows: rows.len(),
        columns,
        proposal,
    })
}

/// The header: the row with the headings that were named, else the one that looks like one.
fn header(sheet: &Sheet, named: &[(String, String)]) -> Option<usize> {
    let has_all = |row: &crate::exchange::sheets::book::Row| {
        named.iter().all(|(_, heading)| {
            let key = matching_key(heading);
            row.cells.iter().any(|cell| matching_key(&cell.text) == key)
        })
    };
    let by_name = sheet
        .rows
        .iter()
        .position(has_all)
        .filter(|_| !named.is_empty());
    by_name
        .or_else(|| columns::header(sheet))
        .filter(|place| sheet.rows.len() > place + 1)
}

/// The sheet with the list: the one named, else the one whose columns are known best, then the longest.
fn chosen<'b>(sheets: &'b [Sheet], named: Option<&str>, book: &str) -> Result<&'b Sheet, Unopened> {
    let Some(named) = named else {
        let scored = sheets.iter().enumerate().filter_map(|(place, sheet)| {
            let header = columns::header(sheet)?;
            let known = columns::proposed(sheet, header);
            let known = known
                .iter()
                .filter(|column| column.meaning.is_some())
                .count();
            Some((known.min(3), sheet.rows.len(), std::cmp::Reverse(place)))
        });
        let best = scored.max().map(|(.., place)| &sheets[place.0]);
        return best.ok_or_else(|| Unopened(format!("`{book}` is empty")));
    };
    let key = matching_key(named);
    let found = sheets.iter().find(|sheet| matching_key(&sheet.name) == key);
    found.ok_or_else(|| {
        let names = sheets.iter().map(|sheet| format!("`{}`", sheet.name));
        Unopened(format!(
            "`{book}` has no sheet `{named}`; there are {}",
            first_few(names, MOST_OFFERED)
        ))
    })
}

/// Takes the columns that the user named. A column that is named for nothing keeps what it was taken for, unless another is named for that.
fn confirm(columns: &mut [Column], named: &[(String, String)]) -> Result<(), Unopened> {
    for (word, heading) in named {
        let Some(meaning) = Meaning::of(word) else {
            let words = Meaning::ALL.map(Meaning::word);
            return Err(Unopened(format!(
                "`{word}` is nothing that a column can be; it is one of: {}",
                words.join(", ")
            )));
        };
        for column in columns
            .iter_mut()
            .filter(|column| column.meaning == Some(meaning))
        {
            column.meaning = None;
        }
        if heading.is_empty() {
            continue;
        }
        let key = matching_key(heading);
        let found = columns
            .iter_mut()
            .find(|column| matching_key(&column.heading) == key);
        match found {
            Some(column) => column.meaning = Some(meaning),
            None => {
                let heads: Vec<&str> = columns
                    .iter()
                    .map(|column| column.heading.as_str())
                    .collect();
                let near = nearest(heading, heads.iter().copied());
                let hint = near.first().map_or_else(
                    || {
                        format!(
                            "there are {}",
                            first_few(heads.iter().map(|head| format!("`{head}`")), MOST_OFFERED)
                        )
                    },
                    |near| format!("did you mean `{near}`?"),
                );
                return Err(Unopened(format!(
                    "the list has no column `{heading}`; {hint}"
                )));
            }
        }
    }
    Ok(())
}
