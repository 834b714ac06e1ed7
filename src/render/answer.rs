//! Answers as text, JSON, CSV and Markdown.

use std::fmt::Write as _;

use serde_json::Value;
use serde_json::json;

use crate::queries::Answer;
use crate::queries::Cell;
use crate::queries::Row;
use crate::render::csv;
use crate::source::SourceSet;

/// What stands in a cell whose value cannot be told.
const UNKNOWN: &str = "not stated";
/// The widest a column of text gets, in characters.
const WIDEST: usize = 48;

/// A number without a needless fraction.
fn number(value: f64) -> String {
    if value.fract() == 0.0 {
        format!("{value:.0}")
    } else {
        format!("{value:.1}")
    }
}

fn words(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.replace(['\n', '\r'], " "),
        Cell::Number(value) => number(*value),
        Cell::Unknown => UNKNOWN.to_owned(),
        Cell::Nothing => String::new(),
    }
}

fn place(sources: &SourceSet, row: &Row) -> Option<(String, usize, usize)> {
    let span = row.place?;
    let position = sources.position(span);
    Some((
        sources.file(span.file).name.clone(),
        position.line,
        position.column,
    ))
}

/// A table for the terminal, long cells broken over lines, each row followed by nothing: its place is in the other forms.
pub fn text(answer: &Answer) -> String {
    let mut out = format!("{}\n", answer.title);
    if !answer.rows.is_empty() {
        let cells: Vec<Vec<String>> = answer
            .rows
            .iter()
            .map(|row| row.cells.iter().map(words).collect())
            .collect();
        let width = |column: usize| {
            let own = cells
                .iter()
                .map(|row| row[column].chars().count())
                .max()
                .unwrap_or(0);
            own.max(answer.columns[column].chars().count()).min(WIDEST)
        };
        let widths: Vec<usize> = (0..answer.columns.len()).map(width).collect();
        let head: Vec<String> = answer.columns.iter().map(ToString::to_string).collect();
        out.push('\n');
        lines(&mut out, &head, &widths);
        let rule: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
        lines(&mut out, &rule, &widths);
        for row in &cells {
            lines(&mut out, row, &widths);
        }
    }
    for note in &answer.notes {
        let _ = write!(out, "\nnote: {note}");
    }
    if !answer.notes.is_empty() {
        out.push('\n');
    }
    out
}

/// One row, over as many lines as its longest cell takes.
fn lines(out: &mut String, cells: &[String], widths: &[usize]) {
    let broken: Vec<Vec<String>> = cells
        .iter()
        .zip(widths)
        .map(|(cell, width)| broken(cell, *width))
        .collect();
    let height = broken.iter().map(Vec::len).max().unwrap_or(0);
    for line in 0..height {
        let mut told = String::from("  ");
        for (cell, width) in broken.iter().zip(widths) {
            let part = cell.get(line).map_or("", String::as_str);
            let _ = write!(told, "{part}{}  ", " ".repeat(width - part.chars().count()));
        }
        out.push_str(told.trim_end());
        out.push('\n');
    }
}

/// A text in pieces of at most `width` characters, broken at spaces where there are any.
fn broken(text: &str, width: usize) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for word in text.split(' ') {
        let mut word: String = word.to_owned();
        loop {
            let last = pieces.last_mut().expect("there is always one");
            let gap = usize::from(!last.is_empty());
            if last.chars().count() + gap + word.chars().count() <= width {
                if gap == 1 {
                    last.push(' ');
                }
                last.push_str(&word);
                break;
            }
            if last.is_empty() {
                let cut = word
                    .char_indices()
                    .nth(width)
                    .map_or(word.len(), |(at, _)| at);
                last.push_str(&word[..cut]);
                word = word.split_off(cut);
            }
            pieces.push(String::new());
        }
    }
    pieces
}

/// One JSON document: title, columns, rows (each with its cells by column, its path and its place) and notes. What cannot be told is
/// `{"unknown": true}`, what does not apply null.
pub fn json(sources: &SourceSet, answer: &Answer) -> String {
    let cell = |cell: &Cell| match cell {
        Cell::Text(text) => json!(text),
        Cell::Number(value) if value.fract() == 0.0 => json!(*value as i64),
        Cell::Number(value) => json!(value),
        Cell::Unknown => json!({"unknown": true}),
        Cell::Nothing => Value::Null,
    };
    let row = |row: &Row| {
        let cells: serde_json::Map<String, Value> = answer
            .columns
            .iter()
            .zip(&row.cells)
            .map(|(column, value)| ((*column).to_owned(), cell(value)))
            .collect();
        let place = place(sources, row)
            .map(|(file, line, column)| json!({"file": file, "line": line, "column": column}));
        json!({"cells": cells, "path": row.path, "place": place})
    };
    let rows: Vec<Value> = answer.rows.iter().map(row).collect();
    let document = json!({"title": answer.title, "columns": answer.columns, "rows": rows, "notes": answer.notes});
    let mut text = serde_json::to_string_pretty(&document).expect("plain data is always JSON");
    text.push('\n');
    text
}

/// RFC 4180 CSV with a header: the columns, then `path` and `place`. A cell that a spreadsheet would take for a formula starts with an apostrophe.
pub fn csv(sources: &SourceSet, answer: &Answer) -> String {
    let mut out = String::new();
    let mut record = |cells: Vec<String>| {
        out.push_str(&csv::record(cells));
    };
    record(
        answer
            .columns
            .iter()
            .map(ToString::to_string)
            .chain(["path".to_owned(), "place".to_owned()])
            .collect(),
    );
    for row in &answer.rows {
        let place = place(sources, row).map_or_else(String::new, |(file, line, column)| {
            format!("{file}:{line}:{column}")
        });
        record(
            row.cells
                .iter()
                .map(words)
                .chain([row.path.join(" -> "), place])
                .collect(),
        );
    }
    out
}

/// A Markdown table under its title.
pub fn markdown(sources: &SourceSet, answer: &Answer) -> String {
    let escape = |text: &str| {
        text.replace('\\', "\\\\")
            .replace('|', "\\|")
            .replace(['\n', '\r'], " ")
            .replace('<', "&lt;")
    };
    let mut out = format!("## {}\n", escape(&answer.title));
    if !answer.rows.is_empty() {
        let _ = writeln!(out, "\n| {} | proof |", answer.columns.join(" | "));
        let _ = writeln!(out, "|{}", " --- |".repeat(answer.columns.len() + 1));
        for row in &answer.rows {
            let cells: Vec<String> = row.cells.iter().map(|cell| escape(&words(cell))).collect();
            let way = row.path.join(" → ");
            let place = place(sources, row)
                .map_or_else(String::new, |(file, line, _)| format!("{file}:{line}"));
            let gap = if way.is_empty() || place.is_empty() {
                ""
            } else {
                ", "
            };
            let _ = writeln!(
                out,
                "| {} | {}{gap}{place} |",
                cells.join(" | "),
                escape(&way)
            );
        }
    }
    for note in &answer.notes {
        let _ = writeln!(out, "\n*{}*", escape(note));
    }
    out
}
