//! The sheet that explains the others, in the words of the people who fill them in.

use super::super::table::{Column, Table, title};
use super::lists;
use super::sheet;
use crate::exchange::proposed::entries::FIELDS;
use crate::read::model::Shape;

/// How the sheets are filled in.
pub(super) const STEPS: [(&str, &str); 11] = [
    (
        "What this is",
        "Everything that the map says, one sheet for each kind of entry and one row for each entry.",
    ),
    (
        "To change something",
        "Change the cell, save, and give the file back. `flowmap import FILE` shows what would change before anything is changed.",
    ),
    (
        "To add something",
        "Write a new row below the last one. Give it a short id without spaces, such as `ward_record`. In the sheets with a column Row, leave that column empty.",
    ),
    (
        "To take something away",
        "Delete the row, and import with `--remove`. Without that word a missing row changes nothing.",
    ),
    (
        "Leave alone",
        "The grey columns name the rows. In rows that are there already, do not change them.",
    ),
    (
        "Several in one cell",
        "Where a cell may hold several things, put each on a line of its own (Alt and Enter; in LibreOffice Ctrl and Enter).",
    ),
    (
        "Nobody knows",
        "Write `unknown` where nobody knows: it becomes a question. Write `none` where it is known that there is none. An empty cell says nothing at all.",
    ),
    (
        "Lists to choose from",
        "Cells with a fixed set of words have a list. Cells that name something of the map have a list of its ids; an id that is not in it is kept and told.",
    ),
    (
        "Several ids in a cell",
        "The small mark in the corner of a heading opens a note. It says how the ids are written, and in which sheet they are.",
    ),
    (
        "What this came from",
        "A hidden sheet keeps a mark of each cell as it was when these sheets were written. So only what you change is taken, even if the map has moved on meanwhile.",
    ),
    (
        "Sheets and columns",
        "You may hide or sort columns and rows. Keep the names of the sheets and the first row.",
    ),
];

/// The form of a cell, in words.
pub(super) fn form(column: Column) -> String {
    let Column::Key(_, shape, _) = column else {
        return match column {
            Column::Row => "names the row; empty in a new row".to_owned(),
            Column::System => "the id of the system that holds the field".to_owned(),
            Column::Id => {
                "a short word without spaces; the map refers to the entry by it".to_owned()
            }
            _ => "the file that it is written in; empty = chosen by its owner".to_owned(),
        };
    };
    match shape {
        Shape::Boxes => "one group of people a line: `setting: inpatient, age: 18+`; several values in square brackets: `area: [england, wales]`".to_owned(),
        Shape::Passages => "one field a line: `cause`, or `cause -> cause_of_death`, or `birth_date, date_of_death -> age (derived)`".to_owned(),
        Shape::Codes => "one code a line: `N = Natural`".to_owned(),
        Shape::Pairs(words) => format!("one pair a line: `N = natural_causes (exact)`; in the brackets {}", words.join(", ")),
        Shape::Values => "one value a line; narrower values are indented below the broader one".to_owned(),
        Shape::Agreed => "one key a line: `definition: …`, `type: date`".to_owned(),
        Shape::Disputes => "one a line: a text, or `by: regulator, says: It takes two weeks`".to_owned(),
        Shape::Texts => "a text, or several, one a line".to_owned(),
        Shape::Words | Shape::Ids(..) | Shape::IdOrIds(_) => format!("{shape}, one a line"),
        Shape::Fields => "`unknown` or `none`; the fields themselves are in the sheet Fields".to_owned(),
        other => other.to_string(),
    }
}

/// The note on the heading of a column whose cells may name several things; `None` for other columns. A drop-down list enters one of them and
/// replaces what stands in the cell.
pub(super) fn note(column: Column) -> Option<String> {
    let Column::Key(_, shape, _) = column else {
        return None;
    };
    let of = |section: &str| format!("in the sheet {}, in the column Id", title(section));
    let ids = match shape {
        Shape::Passages => format!(
            "The ids of the fields are {}: left of the arrow those of the system in From, right of it those of the system in To",
            of(FIELDS)
        ),
        Shape::Boxes => format!(
            "The ids of the dimensions and their values are {}, and beside it",
            of("dimensions")
        ),
        Shape::Ids(entity, _) | Shape::IdOrIds(entity) => {
            format!("The ids are {}", of(lists::section(entity)))
        }
        _ => return None,
    };
    let form = crate::words::capital(&form(column)).replace('`', "");
    let list = if matches!(shape, Shape::Boxes) {
        ""
    } else {
        " A choice from the list replaces what stands in the cell."
    };
    Some(format!(
        "{form}. {ids}.{list} A new line within a cell: Alt and Enter; in LibreOffice Ctrl and Enter."
    ))
}

/// A row for each column of each table: sheet, column, meaning, form.
pub(super) fn columns(tables: &[Table]) -> Vec<[String; 4]> {
    let mut rows = Vec::new();
    for table in tables {
        for column in &table.columns {
            let meaning = match column {
                Column::Key(_, _, about) => (*about).to_owned(),
                Column::Row => "which entry this row is".to_owned(),
                Column::System => "the system".to_owned(),
                Column::Id => "its id".to_owned(),
                Column::File => "its file".to_owned(),
            };
            rows.push([sheet(table), column.title(), meaning, form(*column)]);
        }
    }
    rows
}
