//! The answer about one case as text: a list under headings, because its rows are sentences rather than cells.

use std::fmt::Write as _;

use super::answer::{broken, words};
use crate::ask::{Answer, Cell, Row};
use crate::words::{capital, shown};

/// The widest line, in characters.
const WIDEST: usize = 100;

/// The list. Each heading is a part and an answer; under it are the systems, and below each the acts by which it is told.
pub(super) fn text(answer: &Answer) -> String {
    let mut out = String::new();
    paragraph(&mut out, 0, &answer.title);
    let (mut heading, mut system) = (String::new(), String::new());
    for row in &answer.rows {
        let told = heading_of(row);
        if told != heading {
            let _ = write!(out, "\n{told}\n");
            heading = told;
            system.clear();
        }
        let cell = |place: usize| words(&row.cells[place]);
        let is_told = row.cells[4] != Cell::Nothing;
        let own = match &row.cells[3] {
            Cell::Nothing => cell(2),
            Cell::Unknown => format!("{} (owner not stated)", cell(2)),
            _ => format!("{} ({})", cell(2), cell(3)),
        };
        let own = match (is_told, cell(9)) {
            (false, why) if !why.is_empty() => format!("{own}: {why}"),
            _ => own,
        };
        if own != system {
            paragraph(&mut out, 2, &own);
            system = own;
        }
        if is_told {
            paragraph(&mut out, 4, &way(row));
        }
    }
    out.push('\n');
    for note in &answer.notes {
        paragraph(&mut out, 0, &format!("note: {note}"));
    }
    out
}

fn heading_of(row: &Row) -> String {
    let (part, answer) = (words(&row.cells[0]), words(&row.cells[1]));
    match part.as_str() {
        "told" => capital(&answer),
        "asked again" => "Asked more than once of the same body".to_owned(),
        part => format!("{}: {answer}", capital(part)),
    }
}

/// One act of telling: by whom, how, when, on which basis, under which identifier, and why.
fn way(row: &Row) -> String {
    let said = |place: usize, before: &str, unknown: &str| match &row.cells[place] {
        Cell::Nothing => None,
        Cell::Unknown => Some(unknown.to_owned()).filter(|words| !words.is_empty()),
        cell => Some(format!("{before}{}", words(cell))),
    };
    if row.cells[0] == Cell::from("asked again") {
        return format!(
            "{}, {}, {}",
            words(&row.cells[4]),
            words(&row.cells[1]),
            words(&row.cells[9])
        );
    }
    let sure = said(10, "", "").filter(|sure| sure == "likely");
    let sure = sure.map(|_| "likely, not certain".to_owned());
    let parts = [
        said(4, "by ", "by nobody who is stated"),
        said(5, "", "how is not stated"),
        said(6, "", ""),
        said(7, "", "no basis is stated"),
        said(8, "under ", "the identifier is not stated"),
        said(9, "", ""),
        sure,
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// A text broken into lines, indented by `indent` spaces.
fn paragraph(out: &mut String, indent: usize, text: &str) {
    for (place, line) in broken(&shown(text), WIDEST - indent - 2).iter().enumerate() {
        let indent = indent + if place == 0 { 0 } else { 2 };
        let _ = writeln!(out, "{}{line}", " ".repeat(indent));
    }
}
