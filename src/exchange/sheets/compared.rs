//! Compares the sheets of a workbook with the tables of the map: what differs becomes a proposal.
//!
//! A cell whose text is that of the map proposes nothing, so an unchanged workbook proposes nothing at all.

use std::collections::{BTreeMap, BTreeSet};

use super::book::{self, Book, Sheet};
use super::cell;
use super::table::{Column, Table, tables, title};
use super::write::CONTINUED;
use crate::exchange::proposed::entries::FIELDS;
use crate::exchange::proposed::{About, Fault, Origin, Proposal, Proposed, ProposedKey, WrittenMap};
use crate::read::finding::Kind;
use crate::read::model::Shape;
use crate::read::syntax::{DUPLICATE_KEY, INVALID_VALUE, UNKNOWN_KEY};
use crate::read::syntax::{close_key, matching_key, nearest};
use crate::words::{first_few, plural};

/// Limit on the rows that a remark names.
const MOST_NAMED: usize = 5;

/// The proposal of a workbook for a map. `is_whole` says that entries without a row should go.
pub(crate) fn compared(map: &WrittenMap, book: &Book, is_whole: bool) -> Proposal {
    let mut proposal = Proposal {
        notes: book.notes.clone(),
        ..Proposal::default()
    };
    let tables = tables(map);
    let mut is_known = false;
    for sheet in &book.sheets {
        let name = matching_key(&sheet.name);
        let table = tables.iter().find(|table| {
            matching_key(&table.title()) == name || matching_key(table.section) == name
        });
        let Some(table) = table else {
            if !super::write::is_own_sheet(&sheet.name) {
                let note = format!("the sheet `{}` was left out: the format has no such entries", sheet.name);
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
            is_whole,
            proposal: &mut proposal,
        }
        .run();
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

/// One sheet and its table.
struct Comparison<'c> {
    map: &'c WrittenMap,
    book: &'c Book,
    sheet: &'c Sheet,
    table: &'c Table,
    is_whole: bool,
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
    fn lines(text: &str) -> Vec<String> {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let text: String = text
            .chars()
            .map(|c| if c == '\u{a0}' || c == '\t' { ' ' } else { c })
            .filter(|c| *c == '\n' || !c.is_control())
            .collect();
        let lines = text.trim_end().split('\n');
        lines.map(|line| line.trim_end().to_owned()).collect()
    }
    a == b || lines(a) == lines(b)
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
            self.fault(&UNKNOWN_KEY, (header.number, 0, &text), message, help.to_owned());
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
                Ok(None) => self.new(row, &columns),
                Err(()) => {}
            }
        }
        self.left_out(&is_met);
    }

    /// The column of the table for each column of the sheet.
    fn columns(&mut self, header: &book::Row) -> BTreeMap<usize, usize> {
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
                        None => "empty its heading and its cells, or put remarks into the column Notes".to_owned(),
                    };
                    let message = format!("`{}` is no column of the sheet {}", cell.text, self.table.title());
                    self.fault(&UNKNOWN_KEY, at, message, help);
                }
            }
        }
        columns
    }

    /// The rows below the header, each with those that continue it.
    fn rows(&mut self, columns: &BTreeMap<usize, usize>, names: &[usize]) -> Vec<Joined> {
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
                        }
                    }
                    None if cell.text.trim().is_empty() => {}
                    None => {
                        let at = (row.number, cell.column, cell.text.as_str());
                        self.fault(
                            &UNKNOWN_KEY,
                            at,
                            "nothing above this cell says what it is".to_owned(),
                            "put a heading of this sheet above it, or move it to the column Notes".to_owned(),
                        );
                    }
                }
            }
            let name = texts.get(&last).map_or("", String::as_str);
            if let Some(name) = name.strip_suffix(CONTINUED)
                && let Some(before) = rows.last_mut()
                && before.texts.get(&last).map(String::as_str) == Some(name)
            {
                for (column, text) in texts.into_iter().filter(|(column, _)| !names.contains(column)) {
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

    /// The row of the table for each row of the sheet; `None` for a new one.
    fn matched(
        &mut self,
        rows: &[Joined],
        columns: &BTreeMap<usize, usize>,
        names: &[usize],
    ) -> Vec<Result<Option<usize>, ()>> {
        let key = |texts: Vec<&str>| -> Vec<String> {
            texts.into_iter().map(|text| close_key(&arrow(text))).collect()
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
            if place.is_none() && is_list && is_named && !self.table.rows.is_empty() {
                let column = column_of(columns, names[0]);
                let message = format!("the map has no row `{}`", texts[0]);
                let help = "empty this cell to add the row as a new one, or give it the name that it has in a fresh export";
                let text = texts[0].to_owned();
                self.fault(&INVALID_VALUE, (row.number, column, &text), message, help.to_owned());
                found.push(Err(()));
            } else {
                found.push(Ok(place));
            }
        }
        found
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
            if text.trim().is_empty() {
                if shape == Shape::End {
                    self.no_end(at, key);
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
                if old != new {
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

    /// A row that the map does not have.
    fn new(&mut self, row: &Joined, columns: &BTreeMap<usize, usize>) {
        let table = self.table;
        let text = |wanted: Column| {
            let place = table.columns.iter().position(|column| *column == wanted);
            place.and_then(|place| row.texts.get(&place)).map_or("", |text| text.trim())
        };
        let key_text = |key: &str| {
            let place = table.columns.iter().position(|column| matches!(column, Column::Key(name, ..) if *name == key));
            place.and_then(|place| row.texts.get(&place)).map_or("", |text| text.trim())
        };
        let mut id = text(Column::Id).to_owned();
        let owner = text(Column::System).to_owned();
        let file = text(Column::File).to_owned();
        let needs_id = table.columns.contains(&Column::Id);
        let first = columns.keys().next().copied().unwrap_or_default();
        if needs_id && id.is_empty() {
            id = super::slug(key_text("name"));
        }
        let lacks = (needs_id && id.is_empty(), table.section == FIELDS && owner.is_empty());
        if lacks.0 || lacks.1 {
            let what = if lacks.1 { "system" } else { "id" };
            let shown = row.texts.values().find(|text| !text.trim().is_empty());
            let shown = shown.cloned().unwrap_or_default();
            self.fault(
                &INVALID_VALUE,
                (row.number, first, &shown),
                format!("this row has no {what}"),
                format!("write its {what}: a short word without spaces, such as `ward_record`"),
            );
            return;
        }
        for end in ["from", "to"] {
            if matches!(table.section, "flows" | "mappings") && key_text(end).is_empty() {
                self.no_end((row.number, first, ""), end);
                return;
            }
        }
        let mut keys = Vec::new();
        for (sheet_column, column) in columns {
            let Column::Key(key, shape, _) = table.columns[*column] else {
                continue;
            };
            let text = row.texts.get(column).map_or("", String::as_str);
            if text.trim().is_empty() {
                continue;
            }
            let at = (row.number, *sheet_column, text);
            if row.formulas.contains(column) {
                self.formula(at);
            }
            let said = self.read(at, key, shape);
            keys.extend(said);
        }
        keys.sort_by_key(|said| table.columns.iter().position(|column| matches!(column, Column::Key(key, ..) if *key == said.key)));
        let whole = if id.is_empty() { key_text("from").to_owned() } else { id.clone() };
        let origin = self.origin(row.number, first, &whole);
        self.proposal.entries.push(Proposed {
            section: table.section,
            owner,
            id,
            about: About::New((!file.is_empty()).then_some(file)),
            keys,
            is_gone: false,
            origin,
        });
    }

    /// Entries of the map without a row.
    fn left_out(&mut self, is_met: &[bool]) {
        let names: Vec<usize> = self.table.names().collect();
        let missing: Vec<usize> = (0..is_met.len()).filter(|place| !is_met[*place]).collect();
        if missing.is_empty() {
            return;
        }
        let title = self.table.title();
        if self.is_whole {
            for place in &missing {
                let known = self.table.rows[*place].entry;
                let entry = &self.map.entries[known];
                let origin = self.origin(0, 0, &title);
                self.proposal.entries.push(Proposed {
                    section: self.table.section,
                    owner: entry.owner.clone(),
                    id: entry.id.clone(),
                    about: About::Known(known),
                    keys: Vec::new(),
                    is_gone: true,
                    origin,
                });
            }
            return;
        }
        let shown = missing.iter().map(|place| {
            let row = &self.table.rows[*place];
            let parts: Vec<&str> = names.iter().map(|name| row.cells[*name].as_str()).collect();
            format!("`{}`", parts.join("."))
        });
        let shown = first_few(shown, MOST_NAMED);
        self.proposal.notes.push(format!(
            "the sheet {title} has no row for {} of the map, which stay as they are ({shown}): `--remove` takes them away",
            plural(missing.len(), "entry", "entries")
        ));
    }
}

/// The name of a row, with one spelling of its arrow.
fn arrow(text: &str) -> String {
    text.replace('→', "->").replace("=>", "->")
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

