//! The changes of the map since the sheets were exported from it.

use std::collections::BTreeMap;

use super::super::base;
use super::super::table::Column;
use super::{Comparison, Joined, column_of};
use crate::words::{clean, plural};

/// The most letters of a text that a remark shows.
const LONGEST: usize = 60;

/// A text in one line, shortened, as a remark shows it.
fn said(text: &str) -> String {
    let text = clean(text);
    if text.trim().is_empty() {
        return "nothing".to_owned();
    }
    let mut short: String = text.chars().take(LONGEST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    format!("`{short}`")
}

impl Comparison<'_> {
    /// The name of a row of the sheet.
    fn key_of(row: &Joined, names: &[usize]) -> String {
        base::row_key(
            names
                .iter()
                .map(|name| row.texts.get(name).map_or("", String::as_str)),
        )
    }

    /// True if the row was there when the sheets were exported.
    pub(super) fn was_exported(&self, row: &Joined, names: &[usize]) -> bool {
        let key = Self::key_of(row, names);
        self.base
            .is_some_and(|base| base.has(self.table.section, &key))
    }

    /// True if the sheets may have had a row for this entry of the map.
    pub(super) fn had_row(&self, place: usize) -> bool {
        let key = base::key_of(self.table, &self.table.rows[place].cells);
        self.base
            .is_none_or(|base| base.has(self.table.section, &key))
    }

    /// True if the map has changed this entry since the export.
    pub(super) fn is_changed_since(&self, place: usize) -> bool {
        let table = self.table;
        let cells = &table.rows[place].cells;
        let key = base::key_of(table, cells);
        self.base.is_some_and(|base| {
            let mut all = table.columns.iter().zip(cells);
            all.any(|(column, text)| match column {
                Column::Key(name, ..) => !base.is_as_exported(table.section, &key, name, text),
                _ => false,
            })
        })
    }

    /// A cell that both the sheet and the map have changed.
    pub(super) fn conflict(
        &mut self,
        (row, column, text): (usize, usize, &str),
        entry: usize,
        key: &str,
        now: &str,
    ) {
        let place = self.book.place(self.sheet, row, column);
        let there = self.there(entry, key);
        self.proposal.conflicts.push(format!(
            "{place}: the sheet says {}, and since the export the map says {} ({there})",
            said(text),
            said(now)
        ));
    }

    /// A row that was deleted here, and whose entry the map has changed.
    pub(super) fn kept(&mut self, place: usize) {
        let known = self.table.rows[place].entry;
        let names = self.table.names();
        let cells = &self.table.rows[place].cells;
        let names: Vec<&str> = names.map(|name| cells[name].as_str()).collect();
        let there = self.there(known, "");
        self.proposal.conflicts.push(format!(
            "{}, sheet {}: the row `{}` is deleted, and since the export the map says something else of it ({there})",
            self.book.name,
            self.sheet.name,
            names.join(".")
        ));
    }

    /// A row of the export whose entry the map no longer has: told if somebody has changed it here.
    pub(super) fn gone(&mut self, row: &Joined, columns: &BTreeMap<usize, usize>, names: &[usize]) {
        let table = self.table;
        let key = Self::key_of(row, names);
        let changed = columns
            .iter()
            .find(|(_, column)| match table.columns[**column] {
                Column::Key(name, ..) => {
                    let text = row.texts.get(*column).map_or("", String::as_str);
                    let base = self.base;
                    base.is_some_and(|base| !base.is_as_exported(table.section, &key, name, text))
                }
                _ => false,
            });
        let Some((sheet_column, column)) = changed else {
            self.moved += 1;
            return;
        };
        if self.taking.overwrites {
            self.added(row, columns);
            return;
        }
        let name = names.last().copied().unwrap_or_default();
        debug_assert_eq!(column_of(columns, *column), *sheet_column);
        let place = self.book.place(self.sheet, row.number, *sheet_column);
        self.proposal.conflicts.push(format!(
            "{place}: the sheet changes `{}`, and the map no longer has that row",
            row.texts.get(&name).map_or("", |text| text.trim())
        ));
    }

    /// The place of a key of an entry in the flow files, or that of the entry.
    fn there(&self, entry: usize, key: &str) -> String {
        let entry = &self.map.entries[entry];
        let file = &self.map.files[entry.file];
        let span = entry.get(key).map_or(entry.span, |said| said.span);
        let before = file.text().get(..span.start as usize).unwrap_or_default();
        format!("{}:{}", file.name(), before.matches('\n').count() + 1)
    }

    /// Adds a remark on what the map has changed since the export.
    pub(super) fn tell_moved(&mut self) {
        if self.moved == 0 {
            return;
        }
        self.proposal.notes.push(format!(
            "the sheet {}: the map has changed {} since the export, which nobody changed here: the map keeps its own",
            self.table.title(),
            plural(self.moved, "cell or row", "cells or rows")
        ));
    }
}
