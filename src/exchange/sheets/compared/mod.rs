//! Compares the sheets of a workbook with the tables of the map: what differs becomes a proposal.
//!
//! A cell whose text is that of the map proposes nothing, so an unchanged workbook proposes nothing at all. A cell with the text that it was
//! exported with proposes nothing either: then the map has changed it since.

mod new;
mod rows;
mod since;

use std::collections::{BTreeMap, BTreeSet};

use super::base;
use super::base::{Base, Changed};
use super::book::{Book, Sheet};
use super::cell;
use super::table::{Column, Table, tables, title};
use crate::exchange::proposed::entries::FIELDS;
use crate::exchange::proposed::{
    About, Fault, Origin, Proposal, Proposed, ProposedKey, WrittenMap,
};
use crate::read::finding::Kind;
use crate::read::model::Shape;
use crate::read::syntax::matching_key;
use crate::read::syntax::{DUPLICATE_KEY, INVALID_VALUE, UNKNOWN_KEY};

/// The changes to take from sheets besides changed cells and new rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Taking {
    /// True if entries without a row should go.
    pub removes: bool,
    /// True if the sheet wins where the map has changed the same thing since the export.
    pub overwrites: bool,
}

/// The proposal of a workbook for a map.
pub(crate) fn compared(map: &WrittenMap, book: &Book, taking: Taking) -> Proposal {
    let mut proposal = Proposal {
        notes: book.notes.clone(),
        ..Proposal::default()
    };
    let tables = tables(map);
    let base = Base::of(book, &tables);
    let mut is_known = false;
    for sheet in &book.sheets {
        let name = matching_key(&sheet.name);
        let table = tables.iter().find(|table| {
            matching_key(&table.title()) == name || matching_key(table.section) == name
        });
        let Some(table) = table else {
            if !super::write::is_own_sheet(&sheet.name) {
                let note = format!(
                    "the sheet `{}` was left out: the format has no such entries",
                    sheet.name
                );
                proposal.notes.push(note);
            }
            continue;
        };
        is_known = true;
        Comparison {
            map,
            book,
            sheet,
            table,
            taking,
            base: base.as_ref(),
            moved: 0,
            proposal: &mut proposal,
        }
        .run();
    }
    let is_of_other_tools = base.is_none() && !Base::is_in(book);
    if is_of_other_tools && proposal.entries.iter().any(is_of_map) {
        proposal.notes.push(format!(
            "`{}` does not say what it was exported from: each cell that differs from the map is taken for a change",
            book.name
        ));
    }
    if !is_known {
        let sheets = ["organisations", "systems", FIELDS, "flows"].map(title);
        let text = proposal.add_text(&book.name, "");
        proposal.faults.push(Fault {
            kind: &UNKNOWN_KEY,
            origin: Origin { text, start: 0, end: 0 },
            label: "no sheet of a map".to_owned(),
            message: format!("no sheet of `{}` is named as the sheets of a map are", book.name),
            help: format!(
                "the sheets are named {} and so on, as `flowmap export` writes them; a list of fields is read with `--as fields --system ID`",
                sheets.join(", ")
            ),
        });
    }
    proposal
}

/// True for a change of an entry that the map has.
fn is_of_map(proposed: &Proposed) -> bool {
    matches!(proposed.about, About::Known(_))
}

/// One sheet and its table.
struct Comparison<'c> {
    map: &'c WrittenMap,
    book: &'c Book,
    sheet: &'c Sheet,
    table: &'c Table,
    taking: Taking,
    /// The marks of what the sheets were exported from.
    base: Option<&'c Base>,
    /// The number of cells that the map has changed since, and nobody here.
    moved: usize,
    proposal: &'c mut Proposal,
}

/// A row of the sheet with the rows that continue it.
struct Joined {
    number: usize,
    texts: BTreeMap<usize, String>,
    /// The columns whose text is the result of a formula.
    formulas: BTreeSet<usize>,
}

/// The same text, whatever program has saved it.
pub(crate) fn same(a: &str, b: &str) -> bool {
    a == b || plain(a) == plain(b)
}

/// A text as every program saves it.
pub(crate) fn plain(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text: String = text
        .chars()
        .map(|c| if c == '\u{a0}' || c == '\t' { ' ' } else { c })
        .filter(|c| *c == '\n' || !c.is_control())
        .collect();
    let lines = text.trim_end().split('\n').map(str::trim_end);
    lines.collect::<Vec<_>>().join("\n")
}

impl Comparison<'_> {
    fn origin(&mut self, row: usize, column: usize, text: &str) -> Origin {
        let name = self.book.place(self.sheet, row, column);
        let index = self.proposal.add_text(name, text);
        Origin {
            text: index,
            start: 0,
            end: text.len() as u32,
        }
    }

    fn fault(
        &mut self,
        kind: &'static Kind,
        (row, column, text): (usize, usize, &str),
        message: String,
        help: String,
    ) {
        let origin = self.origin(row, column, text);
        self.proposal.faults.push(Fault {
            kind,
            origin,
            label: "this cell".to_owned(),
            message,
            help,
        });
    }

    fn run(mut self) {
        let Some(header) = self.sheet.rows.first() else {
            return;
        };
        let header = header.clone();
        let columns = self.columns(&header);
        let names: Vec<usize> = self.table.names().collect();
        let missing: Vec<String> = names
            .iter()
            .filter(|name| !columns.values().any(|column| column == *name))
            .map(|name| self.table.columns[*name].title())
            .collect();
        if !missing.is_empty() {
            let text = header.text(0).to_owned();
            let message = format!(
                "the sheet `{}` has no column {}",
                self.sheet.name,
                missing.join(" and no column ")
            );
            let help = "put that word into the first row, above the column that names the rows";
            self.fault(
                &UNKNOWN_KEY,
                (header.number, 0, &text),
                message,
                help.to_owned(),
            );
            return;
        }
        let rows = self.rows(&columns, &names);
        let known = self.matched(&rows, &columns, &names);
        let mut is_met = vec![false; self.table.rows.len()];
        for (row, known) in rows.iter().zip(known) {
            match known {
                Ok(Some(place)) if is_met[place] => self.twice(row, &columns, &names),
                Ok(Some(place)) => {
                    is_met[place] = true;
                    self.changed(row, &columns, place);
                }
                Ok(None) if self.was_exported(row, &names) => self.gone(row, &columns, &names),
                Ok(None) => self.added(row, &columns),
                Err(()) => {}
            }
        }
        self.tell_moved();
        self.left_out(&is_met);
    }

    fn twice(&mut self, row: &Joined, columns: &BTreeMap<usize, usize>, names: &[usize]) {
        let name = names.last().copied().unwrap_or_default();
        let text = row.texts.get(&name).cloned().unwrap_or_default();
        let at = (row.number, column_of(columns, name), text.as_str());
        self.fault(
            &DUPLICATE_KEY,
            at,
            format!("`{text}` has two rows"),
            "put the two together, or give one of them another id".to_owned(),
        );
    }

    /// The keys whose cells differ from those of the map.
    fn changed(&mut self, row: &Joined, columns: &BTreeMap<usize, usize>, place: usize) {
        let table = self.table;
        let known = &table.rows[place];
        let entry = &self.map.entries[known.entry];
        let row_key = base::key_of(table, &known.cells);
        let mut keys = Vec::new();
        let mut first = None;
        for (sheet_column, column) in columns {
            let Column::Key(key, shape, _) = table.columns[*column] else {
                continue;
            };
            let text = row.texts.get(column).map_or("", String::as_str);
            if same(text, &known.cells[*column]) {
                continue;
            }
            let at = (row.number, *sheet_column, text);
            let changed = self.base.map_or(Changed::Here, |base| {
                base.changed(table.section, &row_key, key, text, &known.cells[*column])
            });
            if changed == Changed::Map {
                self.moved += 1;
                continue;
            }
            let is_conflict = changed == Changed::Both && !self.taking.overwrites;
            if text.trim().is_empty() {
                if shape == Shape::End {
                    self.no_end(at, key);
                    continue;
                }
                if is_conflict {
                    self.conflict(at, known.entry, key, &known.cells[*column]);
                    continue;
                }
                let origin = self.origin(row.number, *sheet_column, text);
                first = first.or(Some(origin));
                keys.push(ProposedKey {
                    key,
                    value: None,
                    origin,
                });
            } else if let Some(said) = self.read(at, key, shape) {
                if row.formulas.contains(column) {
                    self.formula(at);
                }
                // Another spelling of the same value changes nothing.
                let old = entry.get(key).map(|old| cell::normal(shape, &old.value));
                let new = said.value.as_ref().map(|new| cell::normal(shape, new));
                if old != new && is_conflict {
                    self.conflict(at, known.entry, key, &known.cells[*column]);
                } else if old != new {
                    first = first.or(Some(said.origin));
                    keys.push(said);
                }
            }
        }
        if let Some(origin) = first {
            self.proposal.entries.push(Proposed {
                section: table.section,
                owner: entry.owner.clone(),
                id: entry.id.clone(),
                about: About::Known(known.entry),
                keys,
                is_gone: false,
                origin,
            });
        }
    }

    fn no_end(&mut self, at: (usize, usize, &str), key: &str) {
        self.fault(
            &INVALID_VALUE,
            at,
            format!("a flow needs its `{key}`"),
            "write the id of a system, or of an organisation where nobody knows which of its systems".to_owned(),
        );
    }

    fn formula(&mut self, (row, column, _): (usize, usize, &str)) {
        let place = self.book.place(self.sheet, row, column);
        self.proposal.notes.push(format!(
            "{place} holds a formula: its last result was taken, and nothing was worked out"
        ));
    }

    /// Reads a cell; every fault in it is told.
    fn read(
        &mut self,
        (row, column, text): (usize, usize, &str),
        key: &'static str,
        shape: Shape,
    ) -> Option<ProposedKey> {
        if shape == Shape::Fields && !matches!(text.trim(), "unknown" | "none" | "not-shared") {
            self.fault(
                &INVALID_VALUE,
                (row, column, text),
                "fields do not stand here".to_owned(),
                "give each field a row of its own in the sheet Fields; only `unknown` or `none` stands here".to_owned(),
            );
            return None;
        }
        match cell::read(shape, text) {
            Ok(value) => {
                let origin = self.origin(row, column, text);
                Some(ProposedKey {
                    key,
                    value: Some(value),
                    origin,
                })
            }
            Err(faults) => {
                for fault in faults {
                    let mut origin = self.origin(row, column, text);
                    origin.start = floor(text, fault.start) as u32;
                    origin.end = floor(text, fault.end.max(fault.start)) as u32;
                    self.proposal.faults.push(Fault {
                        kind: &INVALID_VALUE,
                        origin,
                        label: "not understood".to_owned(),
                        message: fault.message,
                        help: fault.help,
                    });
                }
                None
            }
        }
    }
}

/// The column of the sheet for a column of the table.
fn column_of(columns: &BTreeMap<usize, usize>, wanted: usize) -> usize {
    let found = columns.iter().find(|(_, column)| **column == wanted);
    found.map_or(0, |(column, _)| *column)
}

/// The nearest character boundary at or before a byte.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
