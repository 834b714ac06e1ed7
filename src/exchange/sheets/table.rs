//! The map as tables: one for each kind of entry, one row for each entry, one column for each key.
//!
//! Columns follow from the tables of the format, so a new key gets a column without further code.

use std::collections::BTreeMap;

use super::cell;
use crate::exchange::proposed::WrittenMap;
use crate::exchange::proposed::entries::{Entry, FIELDS, SECTIONS, is_list, record};
use crate::read::model::Shape;
use crate::read::syntax::Written;
use crate::words::capital;

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Column {
    /// The name of an entry that has no id.
    Row,
    /// The id of the system, for a field.
    System,
    /// The id.
    Id,
    /// A key, with the form and the meaning of its value.
    Key(&'static str, Shape, &'static str),
    /// The file that the entry stands in.
    File,
}

impl Column {
    /// The heading.
    pub(crate) fn title(self) -> String {
        match self {
            Column::Row => "Row".to_owned(),
            Column::System => "System".to_owned(),
            Column::Id => "Id".to_owned(),
            Column::Key(key, ..) => capital(&key.replace('_', " ")),
            Column::File => "File".to_owned(),
        }
    }
}

/// One row of a table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    /// The entry, by its place in the map.
    pub(crate) entry: usize,
    /// The text of each column.
    pub(crate) cells: Vec<String>,
}

/// The entries of one section.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    /// The section.
    pub(crate) section: &'static str,
    /// The columns.
    pub(crate) columns: Vec<Column>,
    /// The rows, in the order of the files.
    pub(crate) rows: Vec<Row>,
}

/// The order of the sheets.
const ORDER: [&str; 13] = [
    "organisations",
    "systems",
    FIELDS,
    "flows",
    "terms",
    "needs",
    "code_lists",
    "mappings",
    "cases",
    "dimensions",
    "decisions",
    "scenarios",
    "map",
];

impl Table {
    /// The name of its sheet.
    pub(crate) fn title(&self) -> String {
        title(self.section)
    }

    /// The columns that name a row, which nobody changes in a row that the map has.
    pub(crate) fn names(&self) -> impl Iterator<Item = usize> {
        let columns = self.columns.iter().enumerate();
        let names = columns
            .filter(|(_, column)| matches!(column, Column::Row | Column::System | Column::Id));
        names
            .map(|(place, _)| place)
            .collect::<Vec<_>>()
            .into_iter()
    }
}

/// The name of the sheet of a section.
pub(crate) fn title(section: &str) -> String {
    match section {
        FIELDS => "Fields".to_owned(),
        other => capital(&other.replace('_', " ")),
    }
}

/// The columns of a section.
fn columns(section: &str) -> Vec<Column> {
    let mut columns = match section {
        FIELDS => vec![Column::System, Column::Id],
        "map" => vec![Column::Row],
        _ if is_list(section) => vec![Column::Row],
        _ => vec![Column::Id],
    };
    let keys = record(section).all();
    columns.extend(keys.map(|key| Column::Key(key.name, key.shape, key.about)));
    if section != FIELDS {
        columns.push(Column::File);
    }
    columns
}

/// The name of an entry without an id.
pub(crate) fn row_name(entry: &Entry) -> String {
    match entry.section {
        "flows" | "mappings" => {
            let ends = format!("{} -> {}", entry.text("from"), entry.text("to"));
            match entry.text("id") {
                "" => ends,
                id => format!("{ends} ({id})"),
            }
        }
        "decisions" => entry.text("finding").to_owned(),
        _ => "map".to_owned(),
    }
}

/// The text of a key's cell.
fn cell_of(entry: &Entry, key: &str, shape: Shape) -> String {
    let Some(said) = entry.get(key) else {
        return String::new();
    };
    // The fields of a system have rows of their own.
    match (shape, &said.value) {
        (Shape::Fields, Written::Text(word))
            if matches!(word.as_str(), "unknown" | "none" | "not-shared") =>
        {
            word.clone()
        }
        (Shape::Fields, _) => String::new(),
        (shape, value) => cell::shown(shape, value),
    }
}

/// The tables of a map, one for each section.
pub(crate) fn tables(map: &WrittenMap) -> Vec<Table> {
    debug_assert_eq!(ORDER.len(), SECTIONS.len());
    let tables = ORDER.iter().map(|section| {
        let columns = columns(section);
        let mut names: BTreeMap<String, usize> = BTreeMap::new();
        let entries = map.entries.iter().enumerate();
        let entries = entries.filter(|(_, entry)| entry.section == *section);
        let rows = entries.map(|(place, entry)| {
            let cells = columns.iter().map(|column| match column {
                Column::Row => {
                    let name = row_name(entry);
                    let count = names.entry(name.clone()).or_default();
                    *count += 1;
                    match *count {
                        1 => name,
                        count => format!("{name} #{count}"),
                    }
                }
                Column::System => entry.owner.clone(),
                Column::Id => entry.id.clone(),
                Column::Key(key, shape, _) => cell_of(entry, key, *shape),
                Column::File => map.files[entry.file].name().to_owned(),
            });
            Row {
                entry: place,
                cells: cells.collect(),
            }
        });
        let rows = rows.collect();
        Table {
            section,
            columns,
            rows,
        }
    });
    tables.collect()
}
