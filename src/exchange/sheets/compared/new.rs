//! Rows that the map does not have, and entries of the map without a row.

use std::collections::BTreeMap;

use super::{Comparison, Joined};
use crate::exchange::proposed::entries::FIELDS;
use crate::exchange::proposed::{About, Proposed, ProposedKey};
use crate::exchange::sheets::slug;
use crate::exchange::sheets::table::Column;
use crate::read::syntax::INVALID_VALUE;
use crate::words::{first_few, plural};

/// Limit on the rows that a remark names.
const MOST_NAMED: usize = 5;

impl Comparison<'_> {
    /// A row that the map does not have.
    pub(super) fn added(&mut self, row: &Joined, columns: &BTreeMap<usize, usize>) {
        let table = self.table;
        let text = |wanted: Column| {
            let place = table.columns.iter().position(|column| *column == wanted);
            place
                .and_then(|place| row.texts.get(&place))
                .map_or("", |text| text.trim())
        };
        let key_text = |key: &str| {
            let place = table
                .columns
                .iter()
                .position(|column| matches!(column, Column::Key(name, ..) if *name == key));
            place
                .and_then(|place| row.texts.get(&place))
                .map_or("", |text| text.trim())
        };
        let mut id = text(Column::Id).to_owned();
        let owner = text(Column::System).to_owned();
        let file = text(Column::File).to_owned();
        let needs_id = table.columns.contains(&Column::Id);
        let first = columns.keys().next().copied().unwrap_or_default();
        if needs_id && id.is_empty() {
            id = slug(key_text("name"));
        }
        let lacks = (
            needs_id && id.is_empty(),
            table.section == FIELDS && owner.is_empty(),
        );
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
        let keys = self.keys(row, columns);
        let whole = if id.is_empty() {
            key_text("from").to_owned()
        } else {
            id.clone()
        };
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

    /// The keys of a new row, in the order of the format.
    fn keys(&mut self, row: &Joined, columns: &BTreeMap<usize, usize>) -> Vec<ProposedKey> {
        let table = self.table;
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
            keys.extend(self.read(at, key, shape));
        }
        keys.sort_by_key(|said| {
            table
                .columns
                .iter()
                .position(|column| matches!(column, Column::Key(key, ..) if *key == said.key))
        });
        keys
    }

    /// Entries of the map without a row.
    pub(super) fn left_out(&mut self, is_met: &[bool]) {
        let names: Vec<usize> = self.table.names().collect();
        let missing = (0..is_met.len()).filter(|place| !is_met[*place]);
        // An entry that the map gained after the export never had a row in the sheets.
        let missing: Vec<usize> = missing.filter(|place| self.had_row(*place)).collect();
        if missing.is_empty() {
            return;
        }
        let title = self.table.title();
        if self.taking.removes {
            for place in &missing {
                if self.is_changed_since(*place) && !self.taking.overwrites {
                    self.kept(*place);
                    continue;
                }
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
