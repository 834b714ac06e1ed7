//! Finds the columns of a sheet, its rows, and the row of the map for each.

use std::collections::{BTreeMap, BTreeSet};

use super::{Comparison, Joined, column_of};
use crate::exchange::sheets::book;
use crate::exchange::sheets::table::Column;
use crate::exchange::sheets::write::CONTINUED;
use crate::read::syntax::{DUPLICATE_KEY, INVALID_VALUE, UNKNOWN_KEY};
use crate::read::syntax::{close_key, matching_key, nearest};

impl Comparison<'_> {
    /// The column of the table for each column of the sheet.
    pub(super) fn columns(&mut self, header: &book::Row) -> BTreeMap<usize, usize> {
        let mut columns = BTreeMap::new();
        for cell in &header.cells {
            let name = matching_key(&cell.text);
            if name.is_empty() {
                continue;
            }
            let titles: Vec<String> = self.table.columns.iter().map(|one| one.title()).collect();
            let place = titles.iter().position(|title| matching_key(title) == name);
            let at = (header.number, cell.column, cell.text.as_str());
            match place {
                Some(place) if columns.values().any(|known| *known == place) => self.fault(
                    &DUPLICATE_KEY,
                    at,
                    format!("the column `{}` is there twice", cell.text),
                    "leave one of them".to_owned(),
                ),
                Some(place) => {
                    columns.insert(cell.column, place);
                }
                None => {
                    let near = nearest(&cell.text, titles.iter().map(String::as_str));
                    let help = match near.first() {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => {
                            "empty its heading and its cells, or put remarks into the column Notes"
                                .to_owned()
                        }
                    };
                    let message = format!(
                        "`{}` is no column of the sheet {}",
                        cell.text,
                        self.table.title()
                    );
                    self.fault(&UNKNOWN_KEY, at, message, help);
                }
            }
        }
        columns
    }

    /// The rows below the header, each with those that continue it.
    pub(super) fn rows(
        &mut self,
        columns: &BTreeMap<usize, usize>,
        names: &[usize],
    ) -> Vec<Joined> {
        let mut rows: Vec<Joined> = Vec::new();
        let sheet = self.sheet;
        for row in &sheet.rows[1..] {
            let last = names.last().copied().unwrap_or_default();
            let mut texts = BTreeMap::new();
            let mut formulas = BTreeSet::new();
            for cell in &row.cells {
                match columns.get(&cell.column) {
                    Some(column) => {
                        texts.insert(*column, cell.text.clone());
                        if cell.is_formula {
                            formulas.insert(*column);
                            self.without_result((row.number, cell.column, &cell.text));
                        }
                    }
                    None if cell.text.trim().is_empty() => {}
                    None => {
                        let at = (row.number, cell.column, cell.text.as_str());
                        self.fault(
                            &UNKNOWN_KEY,
                            at,
                            "nothing above this cell says what it is".to_owned(),
                            "put a heading of this sheet above it, or move it to the column Notes"
                                .to_owned(),
                        );
                    }
                }
            }
            let name = texts.get(&last).map_or("", String::as_str);
            if let Some(name) = name.strip_suffix(CONTINUED)
                && let Some(before) = rows.last_mut()
                && before.texts.get(&last).map(String::as_str) == Some(name)
            {
                for (column, text) in texts
                    .into_iter()
                    .filter(|(column, _)| !names.contains(column))
                {
                    before.texts.entry(column).or_default().push_str(&text);
                }
                continue;
            }
            if texts.values().all(|text| text.trim().is_empty()) {
                continue;
            }
            rows.push(Joined {
                number: row.number,
                texts,
                formulas,
            });
        }
        rows
    }

    /// Adds a fault for a formula that has no result, or whose result is an error.
    fn without_result(&mut self, at: (usize, usize, &str)) {
        if at.2.trim().is_empty() || at.2.starts_with('#') {
            let message = "this formula has no result".to_owned();
            let help = "write the value itself, or open the file in a spreadsheet and save it, so that the result is kept";
            self.fault(&INVALID_VALUE, at, message, help.to_owned());
        }
    }

    /// The row of the table for each row of the sheet; `None` for a new one.
    pub(super) fn matched(
        &mut self,
        rows: &[Joined],
        columns: &BTreeMap<usize, usize>,
        names: &[usize],
    ) -> Vec<Result<Option<usize>, ()>> {
        let key = |texts: Vec<&str>| -> Vec<String> {
            texts
                .into_iter()
                .map(|text| close_key(&arrow(text)))
                .collect()
        };
        let mut known: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
        for (place, row) in self.table.rows.iter().enumerate() {
            let texts = names.iter().map(|name| row.cells[*name].as_str()).collect();
            known.entry(key(texts)).or_default().push(place);
        }
        for places in known.values_mut() {
            places.reverse();
        }
        let is_list = self.table.columns[0] == Column::Row;
        let mut found = Vec::new();
        for row in rows {
            let texts: Vec<&str> = names
                .iter()
                .map(|name| row.texts.get(name).map_or("", |text| text.trim()))
                .collect();
            let is_named = texts.iter().all(|text| !text.is_empty());
            let places = known.get_mut(&key(texts.clone()));
            let place = match places {
                // A second row with the same id is told as such.
                Some(places) if places.len() == 1 && !is_list => places.first().copied(),
                Some(places) => places.pop(),
                None => None,
            };
            // In a map without such entries all rows are new.
            let is_unknown = place.is_none() && is_list && is_named && !self.table.rows.is_empty();
            if is_unknown && !self.was_exported(row, names) {
                let column = column_of(columns, names[0]);
                let message = format!("the map has no row `{}`", texts[0]);
                let help = "empty this cell to add the row as a new one, or give it the name that it has in a fresh export";
                let text = texts[0].to_owned();
                self.fault(
                    &INVALID_VALUE,
                    (row.number, column, &text),
                    message,
                    help.to_owned(),
                );
                found.push(Err(()));
            } else {
                found.push(Ok(place));
            }
        }
        found
    }
}

/// The name of a row, with one spelling of its arrow.
fn arrow(text: &str) -> String {
    text.replace('→', "->").replace("=>", "->")
}
