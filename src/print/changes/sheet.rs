//! The differences between two maps as rows of cells: for CSV, and for a sheet of the workbook.

use super::{Sides, cause, entry_words, need_words, place};
use crate::ask::Cell;
use crate::compare::{Change, Changes, Figure};
use crate::escape::record;
use crate::print::answer::words;
use crate::print::table::Table;
use crate::print::table::text as cell;

/// The columns of [`sheet`].
const COLUMNS: [(&str, u16); 11] = [
    ("part", 12),
    ("change", 12),
    ("what", 16),
    ("id", 44),
    ("was", 30),
    ("key", 18),
    ("before", 50),
    ("now", 50),
    ("in words", 70),
    ("file", 30),
    ("line", 7),
];

/// Every change in a row; an entry that changed has a row for each key.
pub(crate) fn sheet(changes: &Changes, sides: Sides<'_>) -> Table {
    let mut rows = needs(changes);
    for (change, topics) in [
        ("opened", &changes.topics.opened),
        ("closed", &changes.topics.closed),
    ] {
        rows.extend(topics.iter().map(|topic| {
            let words = format!("{}{}", topic.title, cause(&topic.cause));
            named(["topics", change, "topic"], &topic.name, words)
        }));
    }
    for (change, findings) in [
        ("opened", &changes.findings.opened),
        ("closed", &changes.findings.closed),
    ] {
        rows.extend(findings.iter().map(|one| {
            let words = format!("{}{}", one.message, cause(&one.cause));
            named(["findings", change, one.rule], &one.name, words)
        }));
    }
    if !changes.is_empty() {
        rows.extend(stayed(changes));
    }
    for change in &changes.entries {
        rows.extend(entry_rows(change, sides));
    }
    rows.extend(changes.figures.iter().map(figure_row));
    Table {
        name: "changes",
        columns: Table::columns(&COLUMNS),
        rows,
    }
}

/// A row for each action that has become due, and for each topic and finding that is still open.
fn stayed(changes: &Changes) -> Vec<Vec<Cell>> {
    let due = changes.due.iter().map(|one| {
        let shows = if one.is_found {
            "still found"
        } else {
            "no longer found"
        };
        let who = one.owner.as_deref().unwrap_or("nobody is named");
        let action = one.action.as_deref().unwrap_or_default();
        let words = format!("{who}, by {}: {action}", one.due);
        named(["actions due", shows, "decision"], &one.about, words)
    });
    let mut rows: Vec<Vec<Cell>> = due.collect();
    for (part, what, all) in [
        ("topics", "topic", &changes.stayed.topics),
        ("findings", "finding", &changes.stayed.findings),
    ] {
        rows.extend(all.iter().map(|one| {
            let since = match &one.since {
                Some(day) => format!("at least since {day}"),
                None => "since a day that the map does not give".to_owned(),
            };
            let words = match &*one.title {
                "" => since,
                title => format!("{title} ({since})"),
            };
            named([part, "still open", what], &one.name, words)
        }));
    }
    rows
}

/// A row for each need whose state changed.
fn needs(changes: &Changes) -> Vec<Vec<Cell>> {
    let mut rows = Vec::new();
    for (change, needs) in [
        ("won", &changes.needs.won),
        ("lost", &changes.needs.lost),
        ("other", &changes.needs.other),
    ] {
        rows.extend(needs.iter().map(|need| {
            let mut row = named(["needs", change, "need"], &need.id, need_words(need));
            row[6] = need.before.words().into();
            row[7] = need.after.words().into();
            row
        }));
    }
    rows
}

/// A row for a thing with a name and no keys.
fn named(first: [&str; 3], name: &str, words: String) -> Vec<Cell> {
    let mut row: Vec<Cell> = first.map(Cell::from).into();
    row.push(name.into());
    row.extend([Cell::Nothing, Cell::Nothing, Cell::Nothing, Cell::Nothing]);
    row.extend([cell(words), Cell::Nothing, Cell::Nothing]);
    row
}

fn figure_row(figure: &Figure) -> Vec<Cell> {
    let change = if figure.then == figure.now {
        Cell::Nothing
    } else {
        "changed".into()
    };
    let mut row = vec!["figures".into(), change, Cell::Nothing, figure.name.into()];
    row.extend([Cell::Nothing, Cell::Nothing]);
    row.extend([figure.then, figure.now].map(|number| Cell::Number(number as f64)));
    row.extend([figure.words.into(), Cell::Nothing, Cell::Nothing]);
    row
}

fn entry_rows(change: &Change, sides: Sides<'_>) -> Vec<Vec<Cell>> {
    let (file, line) = match place(change, sides) {
        Some((file, line, _)) => (cell(file), Cell::from(line)),
        None => (Cell::Nothing, Cell::Nothing),
    };
    let was = change.was.clone().or_else(|| change.likely.clone());
    let row = |key: &str, before: Option<&String>, after: Option<&String>| {
        let value = |value: Option<&String>| cell(value.cloned().unwrap_or_default());
        vec![
            "entries".into(),
            change.turn.word().into(),
            change.what.into(),
            change.id.as_str().into(),
            cell(was.clone().unwrap_or_default()),
            cell(key.to_owned()),
            value(before),
            value(after),
            cell(entry_words(change)),
            file.clone(),
            line.clone(),
        ]
    };
    if change.keys.is_empty() {
        return vec![row("", None, None)];
    }
    let keys = change.keys.iter();
    keys.map(|key| row(&key.key, key.before.as_ref(), key.after.as_ref()))
        .collect()
}

/// The same as CSV.
pub(super) fn csv(changes: &Changes, sides: Sides<'_>) -> String {
    let table = sheet(changes, sides);
    let mut out = record(table.columns.iter().map(|(word, _)| word));
    for row in &table.rows {
        out.push_str(&record(row.iter().map(words)));
    }
    out
}
