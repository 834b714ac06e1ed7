//! Rabbit-In-a-Hat: saved mappings, and the lists that it exports.

mod parts;

use self::parts::{
    FIELD, MAP, MAPPING, MODEL, SAVED, SOURCE_FIELDS, TABLE, TABLE_MAPPINGS, TARGET_FIELDS,
};
use std::collections::BTreeMap;

use super::draft::Draft;
use super::omop::{columns, say_kind, say_required, shown};
use super::rows::{Row, Rows};
use super::tree::Tree;
use super::{Content, Format, Part};

pub(super) static FORMAT: Format = Format {
    name: "rabbit-in-a-hat",
    title: "Rabbit-In-a-Hat mappings (JSON, also packed with gzip; exported lists as CSV)",
    editions: "saved mappings as version 0.10 and 1.0 write them; the file itself states no version",
    parts: &[
        &SAVED,
        &TABLE,
        &FIELD,
        &MAP,
        &SOURCE_FIELDS,
        &TARGET_FIELDS,
        &TABLE_MAPPINGS,
        &MAPPING,
        &MODEL,
    ],
    is,
    read,
};

fn is(content: &Content) -> bool {
    match content {
        Content::Tree(tree) => tree.has(&["tableToTableMaps"]) && tree.has(&["sourceDb"]),
        Content::Rows(rows) => lists(rows).is_some(),
    }
}

/// The kind of exported list that these rows are.
fn lists(rows: &Rows) -> Option<&'static Part> {
    let kinds: [(&[&str], &'static Part); 5] = [
        (
            &[
                "SOURCE_TABLE",
                "SOURCE_FIELD",
                "TARGET_TABLE",
                "TARGET_FIELD",
            ],
            &MAPPING,
        ),
        (&["Source Table", "Source Field"], &SOURCE_FIELDS),
        (&["Target Table", "Target Field"], &TARGET_FIELDS),
        (&["Source Table", "Target Table"], &TABLE_MAPPINGS),
        (&["table", "field", "required", "type"], &MODEL),
    ];
    let found = kinds.into_iter().find(|(names, _)| rows.has(names));
    found.map(|(_, part)| part)
}

fn read(content: &Content, draft: &mut Draft<'_>) {
    match content {
        Content::Tree(tree) => saved(tree, draft),
        Content::Rows(rows) => {
            if let Some(part) = lists(rows) {
                columns(draft, part, rows);
                list(rows, part, draft);
            }
        }
    }
}

/// The two sides of a mapping. Tables of one name on both sides are two systems.
const SIDES: [&str; 2] = ["sourceDb", "cdmDb"];

fn key(side: &str, table: &str) -> String {
    format!("{side}/{}", table.to_lowercase())
}

fn list(table: &Rows, part: &'static Part, draft: &mut Draft<'_>) {
    for row in &table.below {
        let cell = |name: &str| table.cell(row, name);
        if part.of == MAPPING.of || part.of == TABLE_MAPPINGS.of {
            joined(table, part, row, draft);
            continue;
        }
        let is_target = part.of == TARGET_FIELDS.of;
        let side = if part.of == SOURCE_FIELDS.of {
            "sourceDb"
        } else {
            "cdmDb"
        };
        let names = match part.of {
            of if of == SOURCE_FIELDS.of => ("Source Table", "Source Field"),
            _ if is_target => ("Target Table", "Target Field"),
            _ => ("table", "field"),
        };
        let (name, field) = (cell(names.0), cell(names.1));
        let Some(own) = system(draft, side, name).filter(|_| !field.is_empty()) else {
            incomplete(draft, row.at, "table or no field");
            continue;
        };
        let entry = draft.field(own, field);
        entry.say("definition", cell("description"));
        say_kind(entry, cell("Type"));
        say_required(
            entry,
            if is_target {
                cell("Required?")
            } else {
                cell("required")
            },
        );
        entry.note(cell("Comment"));
        mapped(draft, (own, field), (is_target, cell("Mappings")), row.at);
    }
}

/// Reads a row that names both ends of a mapping.
fn joined(table: &Rows, part: &'static Part, row: &Row, draft: &mut Draft<'_>) {
    let cell = |name: &str| table.cell(row, name);
    let is_mapping = part.of == MAPPING.of;
    let (from, to) = if is_mapping {
        (cell("SOURCE_TABLE"), cell("TARGET_TABLE"))
    } else {
        (cell("Source Table"), cell("Target Table"))
    };
    let (Some(from), Some(to)) = (system(draft, "sourceDb", from), system(draft, "cdmDb", to))
    else {
        incomplete(draft, row.at, "source table or no target table");
        return;
    };
    let Some(flow) = draft.flow(from, to, "") else {
        return;
    };
    if is_mapping {
        pass(
            draft,
            flow,
            (cell("SOURCE_FIELD"), cell("TARGET_FIELD")),
            row.at,
        );
    } else {
        draft.of_flow(flow).note(cell("Comment"));
        draft.of_flow(flow).remark("Logic", cell("Logic"));
    }
}

/// Reads the fields that a row says its own field is mapped to or from: `table.field` with commas between them.
fn mapped(
    draft: &mut Draft<'_>,
    (own, field): (usize, &str),
    (is_target, others): (bool, &str),
    at: u32,
) {
    for other in others
        .split(',')
        .map(str::trim)
        .filter(|other| !other.is_empty())
    {
        let Some((table, name)) = other.split_once('.') else {
            let message = format!("`{other}` is not written as `table.field`");
            draft.fault(at, message, "write the table, a full stop and the field");
            continue;
        };
        let side = if is_target { "sourceDb" } else { "cdmDb" };
        let Some(other) = system(draft, side, table) else {
            continue;
        };
        let (ends, fields) = if is_target {
            ((other, own), (name, field))
        } else {
            ((own, other), (field, name))
        };
        if let Some(flow) = draft.flow(ends.0, ends.1, "") {
            pass(draft, flow, fields, at);
        }
    }
}

fn pass(draft: &mut Draft<'_>, flow: usize, (from, to): (&str, &str), at: u32) {
    if from.is_empty() || to.is_empty() {
        incomplete(draft, at, "source field or no target field");
    } else {
        draft.pass(flow, from, to, "");
    }
}

/// Reports a row of a list in which one of two names is missing.
fn incomplete(draft: &mut Draft<'_>, at: u32, what: &str) {
    let message = format!("this row names no {what}");
    draft.fault(at, message, "fill in both, or delete the row");
}

/// Reports a thing of a saved mapping that has no name.
fn nameless(draft: &mut Draft<'_>, tree: &Tree, what: &str) {
    let message = format!("this {what} has no name");
    let help = "name it in Rabbit-In-a-Hat and save the mapping again";
    draft.fault(tree.at, message, help);
}

/// The system of a table; `None` if it has no name.
fn system(draft: &mut Draft<'_>, side: &str, name: &str) -> Option<usize> {
    let named = !name.is_empty();
    named.then(|| draft.system(&key(side, name), name, &shown(name)))
}

/// A list, which the program may wrap in a record with its type.
fn wrapped(tree: &Tree) -> &[Tree] {
    if tree.is_mapping() {
        tree.get(&["@items"]).items()
    } else {
        tree.items()
    }
}

/// The tables and fields of a saved mapping, by the number by which the file refers to them.
#[derive(Default)]
struct Numbered {
    tables: BTreeMap<String, usize>,
    fields: BTreeMap<String, (usize, String)>,
}

fn saved(tree: &Tree, draft: &mut Draft<'_>) {
    draft.keys(&SAVED, tree);
    let mut numbered = Numbered::default();
    for side in SIDES {
        let database = tree.get(&[side]);
        let name = database.text("dbName");
        let whole = (!name.is_empty()).then(|| draft.system(side, name, name));
        for table in wrapped(database.get(&["tables"])) {
            draft.keys(&TABLE, table);
            let name = table.text("name");
            let Some(own) = system(draft, side, name) else {
                nameless(draft, table, "table");
                continue;
            };
            if let Some(whole) = whole {
                draft.part_of(own, whole);
            }
            draft.at(own).note(table.text("description"));
            draft.at(own).note(table.text("comment"));
            numbered.tables.insert(table.text("@id").to_owned(), own);
            for field in wrapped(table.get(&["fields"])) {
                self::field(draft, own, field, side == "cdmDb");
                let known = (own, field.text("name").to_owned());
                numbered.fields.insert(field.text("@id").to_owned(), known);
            }
        }
    }
    for map in wrapped(tree.get(&["tableToTableMaps"])) {
        draft.keys(&MAP, map);
        let ends = ["sourceItem", "cdmItem"]
            .map(|end| numbered.tables.get(number(map.get(&[end]))).copied());
        let flow = match ends {
            [Some(from), Some(to)] => draft.flow(from, to, ""),
            _ => None,
        };
        match flow {
            Some(flow) => remark(draft, flow, "", map),
            None => draft.leave(
                &SAVED,
                "a mapping between things that are not in the file",
                1,
            ),
        }
    }
    for map in wrapped(tree.get(&["tableMapToFieldToFieldMaps"]))
        .iter()
        .flat_map(wrapped)
    {
        draft.keys(&MAP, map);
        let ends = ["sourceItem", "cdmItem"]
            .map(|end| numbered.fields.get(number(map.get(&[end]))).cloned());
        let [Some((from, field)), Some((to, target))] = ends else {
            draft.leave(
                &SAVED,
                "a mapping between things that are not in the file",
                1,
            );
            continue;
        };
        if let Some(flow) = draft.flow(from, to, "") {
            draft.pass(flow, &field, &target, "");
            remark(draft, flow, &format!("{field} to {target}"), map);
        }
    }
}

/// The number to which a record refers, or its own.
fn number(tree: &Tree) -> &str {
    match tree.text("@ref") {
        "" => tree.text("@id"),
        number => number,
    }
}

fn field(draft: &mut Draft<'_>, own: usize, field: &Tree, is_target: bool) {
    draft.keys(&FIELD, field);
    let name = field.text("name");
    if name.is_empty() {
        nameless(draft, field, "field");
        return;
    }
    let entry = draft.field(own, name);
    entry.say("definition", field.text("description"));
    say_kind(entry, field.text("type"));
    if is_target {
        let is_required = field.get(&["isNullable"]).truth().map(|nullable| !nullable);
        say_required(
            entry,
            match is_required {
                Some(true) => "yes",
                Some(false) => "no",
                None => "",
            },
        );
    }
    entry.note(field.text("comment"));
}

/// Adds what people wrote about a mapping to its flow. `of` says which fields it maps; empty for tables.
fn remark(draft: &mut Draft<'_>, flow: usize, of: &str, map: &Tree) {
    for (key, alone) in [("comment", "Comment"), ("logic", "Logic")] {
        let heading = match of {
            "" => alone.to_owned(),
            fields => format!("{fields}, {key}"),
        };
        draft.of_flow(flow).remark(&heading, map.text(key));
    }
}
