//! Field lists of the OMOP Common Data Model: one row for each field of a table.

use super::draft::Draft;
use super::rows::Rows;
use super::{Content, Format, Part, kinds};

pub(super) static FORMAT: Format = Format {
    name: "omop",
    title: "OMOP field lists (CSV)",
    editions: "field lists as published with versions 5.3 and 5.4; the file itself states no version",
    parts: &[&ROW],
    is: |content| {
        content
            .rows()
            .is_some_and(|rows| rows.has(&["cdmTableName", "cdmFieldName"]))
    },
    read,
};

static ROW: Part = Part {
    of: "a row",
    read: &[
        ("cdmTableName", "a system"),
        ("cdmFieldName", "a field of it"),
        ("isRequired", "`required`"),
        (
            "cdmDatatype",
            "`type`, and a remark where flowmap has no such type",
        ),
        ("userGuidance", "`definition`"),
        ("etlConventions", "a remark"),
    ],
    left: &[
        (
            "isPrimaryKey, isForeignKey, fkTableName, fkFieldName, unique DQ identifiers",
            "a key between tables moves no data",
        ),
        (
            "fkDomain, fkClass",
            "they name a vocabulary, and the list does not hold its codes",
        ),
    ],
};

fn read(content: &Content, draft: &mut Draft<'_>) {
    let Some(table) = content.rows() else { return };
    columns(draft, &ROW, table);
    for row in &table.below {
        let cell = |name: &str| match table.cell(row, name) {
            "NA" => "",
            text => text,
        };
        let (name, field) = (cell("cdmTableName"), cell("cdmFieldName"));
        if name.is_empty() || field.is_empty() {
            draft.fault(
                row.at,
                "this row names no table or no field",
                "fill in both, or delete the row",
            );
            continue;
        }
        let key = name.to_lowercase();
        let system = draft.system(&key, name, &shown(name));
        if draft.at(system).fields().find(field).is_some() {
            let message = format!("the field `{field}` of `{name}` is listed twice");
            draft.fault(
                row.at,
                message,
                "delete one of the two rows; the first is read",
            );
            continue;
        }
        let kind = cell("cdmDatatype");
        let entry = draft.field(system, field);
        entry.say("definition", cell("userGuidance"));
        say_kind(entry, kind);
        say_required(entry, cell("isRequired"));
        entry.remark("When loading", cell("etlConventions"));
    }
}

/// Counts the columns that are left out, by their filled cells, and those that are in no table.
pub(super) fn columns(draft: &mut Draft<'_>, part: &'static Part, table: &Rows) {
    for (column, name) in table.header.iter().enumerate() {
        let is_filled =
            |cell: Option<&String>| cell.is_some_and(|cell| !matches!(cell.as_str(), "" | "NA"));
        let count = table
            .below
            .iter()
            .filter(|row| is_filled(row.cells.get(column)))
            .count();
        let known = part.read.iter().flat_map(|(keys, _)| keys.split(", "));
        if count == 0
            || known
                .into_iter()
                .any(|known| known.eq_ignore_ascii_case(name))
        {
            continue;
        }
        match part.leaves(name) {
            Some(_) => draft.leave(part, name, count),
            None => draft.unknown(part, name),
        }
    }
    for row in &table.below {
        if row.cells.len() != table.header.len() {
            let message = format!(
                "this row has {} cells, and the header {}",
                row.cells.len(),
                table.header.len()
            );
            draft.remark(
                row.at,
                message,
                "check whether a quote or a separator is missing here",
            );
        }
    }
}

/// Sets the type of a field; a type that flowmap does not have becomes a remark.
pub(super) fn say_kind(entry: &mut super::entries::Entry, name: &str) {
    match kinds::kind(name) {
        Some(kind) => entry.say("type", kind),
        None => entry.remark("Type in the file", name),
    }
}

/// Sets whether a field must be filled in.
pub(super) fn say_required(entry: &mut super::entries::Entry, word: &str) {
    let required = match word.to_ascii_lowercase().as_str() {
        "yes" | "true" | "*" => true,
        "no" | "false" => false,
        _ => return,
    };
    entry.put("required", crate::read::syntax::Written::Truth(required));
}

/// The name of a table as words: `CONDITION_OCCURRENCE` becomes `Condition occurrence`.
pub(super) fn shown(name: &str) -> String {
    let is_loud = !name.chars().any(char::is_lowercase);
    let words = if is_loud {
        name.to_lowercase()
    } else {
        name.to_owned()
    };
    let words = words.replace('_', " ");
    let mut letters = words.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}
