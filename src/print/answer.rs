//! Answers as text, JSON, CSV and Markdown.

use std::cmp::Reverse;
use std::fmt::Write as _;

use serde_json::Value;
use serde_json::json;

use super::card;
use super::listed;
use super::marked;
use crate::ask::case;
use crate::ask::{Answer, Cell, Row};
use crate::escape;
use crate::read::source::SourceSet;
use crate::words::shown;

/// The text of a cell whose value is not known.
const UNKNOWN: &str = "not stated";
/// The widest column of text, in characters.
const WIDEST: usize = 48;
/// The widest column of a clash card.
const WIDEST_ACROSS: usize = 28;
/// The widest part of a clash card.
const PAGE: usize = 118;
/// The widest table, if its cells can be broken between words: a terminal as wide as a small screen.
const SCREEN: usize = 150;
/// The number of rows that decide the widths of the columns if a table is too wide.
const ROWS_TRIED: usize = 200;

/// A number without a needless fraction.
pub(super) fn number(value: f64) -> String {
    if value.fract() == 0.0 {
        format!("{value:.0}")
    } else {
        format!("{value:.1}")
    }
}

pub(super) fn words(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => shown(text).into_owned(),
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

/// A table for the terminal, with long cells broken over lines. Columns of a clash card that do not fit side by side are printed one below
/// the other; its windows follow on their axes. The proof of each row is only in the other formats.
pub fn text(answer: &Answer) -> String {
    if case::is_walk(answer) {
        return listed::text(answer);
    }
    let mut out = format!("{}\n", shown(&answer.title));
    if !answer.rows.is_empty() {
        let cells: Vec<Vec<String>> = answer
            .rows
            .iter()
            .map(|row| row.cells.iter().map(words).collect())
            .collect();
        match &answer.card {
            None => {
                let columns: Vec<usize> = (0..answer.columns.len()).collect();
                table(&mut out, answer, &cells, &columns, WIDEST);
            }
            Some(card) => {
                for columns in parts(answer, &cells) {
                    table(&mut out, answer, &cells, &columns, WIDEST_ACROSS);
                }
                out.push_str(&card::axes(card));
            }
        }
    }
    for note in &answer.notes {
        let _ = write!(out, "\nnote: {}", shown(note));
    }
    if !answer.notes.is_empty() {
        out.push('\n');
    }
    out
}

/// The width of a column of these cells.
fn width(answer: &Answer, cells: &[Vec<String>], column: usize, widest: usize) -> usize {
    let own = cells.iter().map(|row| row[column].chars().count()).max();
    let head = shown(&answer.columns[column]).chars().count();
    own.unwrap_or(0).min(widest).max(head.min(WIDEST))
}

/// The columns of a table in parts that fit a page, each with the first column.
fn parts(answer: &Answer, cells: &[Vec<String>]) -> Vec<Vec<usize>> {
    let width = |column: usize| width(answer, cells, column, WIDEST_ACROSS) + 2;
    let mut parts: Vec<Vec<usize>> = Vec::new();
    let mut room = 0;
    for column in 1..answer.columns.len() {
        match parts.last_mut() {
            Some(part) if room >= width(column) => part.push(column),
            _ => {
                parts.push(vec![0, column]);
                room = PAGE.saturating_sub(2 + width(0));
            }
        }
        room = room.saturating_sub(width(column));
    }
    parts
}

/// Some columns of the table under their heads.
fn table(
    out: &mut String,
    answer: &Answer,
    cells: &[Vec<String>],
    columns: &[usize],
    widest: usize,
) {
    let mut widths: Vec<usize> = columns
        .iter()
        .map(|column| width(answer, cells, *column, widest))
        .collect();
    fit(&mut widths, answer, cells, columns);
    let chosen = |row: &[String]| -> Vec<String> {
        let cells = columns
            .iter()
            .map(|column| shown(&row[*column]).into_owned());
        cells.collect()
    };
    out.push('\n');
    lines(out, &chosen(&answer.columns), &widths);
    let rule: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
    lines(out, &rule, &widths);
    for row in cells {
        lines(out, &chosen(row), &widths);
    }
}

/// Narrows columns until all fit a screen: each time the column that adds the fewest lines, the widest of equals. No word is broken for it.
fn fit(widths: &mut [usize], answer: &Answer, cells: &[Vec<String>], columns: &[usize]) {
    let least = columns
        .iter()
        .map(|column| longest_word(answer, cells, *column));
    let least: Vec<usize> = least.collect();
    let heights = |place: usize, width: usize| -> Vec<usize> {
        let rows = cells.iter().take(ROWS_TRIED);
        rows.map(|row| broken(&row[columns[place]], width).len())
            .collect()
    };
    let narrower =
        |place: usize, width: usize| (width > least[place]).then(|| heights(place, width - 1));
    let places = 0..widths.len();
    let mut now: Vec<Vec<usize>> = places.clone().map(|at| heights(at, widths[at])).collect();
    let mut next: Vec<Option<Vec<usize>>> =
        places.clone().map(|at| narrower(at, widths[at])).collect();
    while widths.iter().map(|width| width + 2).sum::<usize>() > SCREEN {
        let longer = |place: usize| -> Option<usize> {
            let tried = next[place].as_ref()?;
            let others = |row: usize| {
                let others = places.clone().filter(|other| *other != place);
                others.map(|other| now[other][row]).max().unwrap_or(0)
            };
            let rows = tried.iter().enumerate();
            Some(rows.map(|(row, height)| others(row).max(*height)).sum())
        };
        let tried = places
            .clone()
            .filter_map(|place| Some((longer(place)?, place)));
        let best = tried.min_by_key(|(longer, place)| (*longer, Reverse(widths[*place])));
        let Some((_, place)) = best else { break };
        widths[place] -= 1;
        now[place] = next[place].take().expect("it was tried");
        next[place] = narrower(place, widths[place]);
    }
}

/// The longest word of a column.
fn longest_word(answer: &Answer, cells: &[Vec<String>], column: usize) -> usize {
    let cells = cells.iter().map(|row| &row[column]);
    let words = cells
        .chain([&answer.columns[column]])
        .flat_map(|cell| cell.split(' '));
    words.map(|word| word.chars().count()).max().unwrap_or(0)
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

/// A text in pieces of at most `width` characters, broken at spaces if there are any.
pub(super) fn broken(text: &str, width: usize) -> Vec<String> {
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

/// One JSON document: title, columns, rows (each with its cells by column, its path and its place) and notes. A value that cannot be told
/// is `{"unknown": true}`, an empty cell null. A clash card is included too, each cell with its own place.
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
            .map(|(column, value)| (column.clone(), cell(value)))
            .collect();
        let place = place(sources, row)
            .map(|(file, line, column)| json!({"file": file, "line": line, "column": column}));
        json!({"cells": cells, "path": row.path, "place": place})
    };
    let rows: Vec<Value> = answer.rows.iter().map(row).collect();
    let mut document = json!({"title": answer.title, "columns": answer.columns, "rows": rows, "notes": answer.notes});
    if let Some(card) = &answer.card {
        document["card"] = card::json(sources, card);
    }
    super::json::pretty(&document)
}

/// RFC 4180 CSV with a header: the columns, then `path` and `place`. A cell that a spreadsheet would take for a formula starts with an apostrophe.
pub fn csv(sources: &SourceSet, answer: &Answer) -> String {
    let mut out = String::new();
    let mut record = |cells: Vec<String>| {
        out.push_str(&escape::record(cells));
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
    let mut out = format!("## {}\n", marked::sentence(&answer.title));
    if !answer.rows.is_empty() {
        let columns: Vec<String> = answer
            .columns
            .iter()
            .map(|word| marked::words(word))
            .collect();
        let _ = writeln!(out, "\n| {} | proof |", columns.join(" | "));
        let _ = writeln!(out, "|{}", " --- |".repeat(answer.columns.len() + 1));
        for row in &answer.rows {
            let cells: Vec<String> = row
                .cells
                .iter()
                .map(|cell| marked::sentence(&words(cell)))
                .collect();
            let way = row.path.join(" → ");
            let place = place(sources, row)
                .map_or_else(String::new, |(file, line, _)| format!("{file}:{line}"));
            let gap = if way.is_empty() || place.is_empty() {
                ""
            } else {
                ", "
            };
            let proof = marked::words(&format!("{way}{gap}{place}"));
            let _ = writeln!(out, "| {} | {proof} |", cells.join(" | "));
        }
    }
    if let Some(card) = answer.card.as_ref().filter(|card| !card.windows.is_empty()) {
        let _ = write!(
            out,
            "\n{}",
            marked::fenced("text", card::axes(card).trim_start())
        );
    }
    for note in &answer.notes {
        let _ = writeln!(out, "\n*{}*", marked::sentence(note));
    }
    out
}
