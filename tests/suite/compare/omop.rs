//! Two editions of a real field list, if they are beside the project: the changes by their publishers are found.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use flowmap::compare::{Change, Turn};

use super::between;
use crate::expectation::package;

/// One row of a field list: the column names and their texts.
type Row = BTreeMap<String, String>;

/// The rows of a CSV file with a header.
fn rows(text: &str) -> Vec<Row> {
    let mut records: Vec<Vec<String>> = vec![vec![String::new()]];
    let mut is_quoted = false;
    let mut letters = text.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(letter) = letters.next() {
        let record = records.last_mut().expect("there is always one");
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => {
                letters.next();
                record.last_mut().expect("it has a cell").push('"');
            }
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => record.push(String::new()),
            '\n' if !is_quoted => records.push(vec![String::new()]),
            '\r' if !is_quoted => {}
            other => record.last_mut().expect("it has a cell").push(other),
        }
    }
    let mut records = records.into_iter().filter(|record| record.len() > 1);
    let header = records.next().expect("a header");
    records
        .map(|record| header.iter().cloned().zip(record).collect())
        .collect()
}

/// The field list as a map: a table is a system, its guidance the definition, its data type the unit.
fn map(rows: &[Row]) -> String {
    let quoted = |text: &str| serde_json::to_string(text).expect("a text");
    let mut tables: BTreeMap<&str, String> = BTreeMap::new();
    for row in rows {
        let table = tables.entry(row["cdmTableName"].as_str()).or_default();
        let definition = match row["userGuidance"].trim() {
            "" | "NA" => String::new(),
            text => format!(", definition: {}", quoted(text)),
        };
        let _ = writeln!(
            table,
            "      {}: {{unit: {}, required: {}{definition}}}",
            quoted(&row["cdmFieldName"]),
            quoted(&row["cdmDatatype"]),
            row["isRequired"] == "Yes",
        );
    }
    let mut text = "systems:\n".to_owned();
    for (table, fields) in tables {
        let _ = write!(text, "  {}:\n    fields:\n{fields}", quoted(table));
    }
    text
}

/// The text of an edition; `None` if the samples are not there.
fn edition(name: &str) -> Option<String> {
    let path: PathBuf = package("../shared/samples/omop").join(name);
    std::fs::read_to_string(path).ok()
}

#[test]
fn two_editions_of_a_field_list_differ_as_their_publishers_say() {
    let editions = [
        edition("OMOP_CDMv5.3_Field_Level.csv"),
        edition("OMOP_CDMv5.4_Field_Level.csv"),
    ];
    let [Some(old), Some(new)] = editions else {
        return;
    };
    let (old, new) = (rows(&old), rows(&new));
    let changes = between(&map(&old), &map(&new));
    // The fields of a table that came or went have the same turn.
    let count = |turn: Turn, rows: &[Row]| -> usize {
        let fields = |change: &&Change| match change.what {
            "field" => 1,
            "system" => rows
                .iter()
                .filter(|row| row["cdmTableName"] == change.id)
                .count(),
            other => panic!("{other} is none of a field list"),
        };
        let of_turn = changes.entries.iter().filter(|one| one.turn == turn);
        of_turn.map(|one| fields(&one)).sum()
    };
    assert_eq!(count(Turn::Came, &new), 50);
    assert_eq!(count(Turn::Gone, &old), 14);
    let changed = |keys: &[&str]| {
        let changed = changes.entries.iter();
        let changed = changed.filter(|one| one.turn == Turn::Changed);
        changed
            .filter(|one| one.keys.iter().any(|key| keys.contains(&key.key.as_str())))
            .count()
    };
    assert_eq!(changed(&["unit", "required"]), 9);
    assert_eq!(changed(&["definition"]), 12);
    assert!(changes.entries.iter().all(|one| one.turn != Turn::Renamed));
}
