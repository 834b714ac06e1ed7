//! The bodies that have answered, and their open questions, by the workbooks that came back.

use super::answers::{Given as Answered, body, head, rows};
use super::contents;
use super::write::{DATE_ROW, FIELDS, PERSON_ROW, QUESTIONS, STATEMENTS, column};
use crate::analysis::Analysis;
use crate::ask::{Answer, Cell, Row};
use crate::exchange::sheets::book::Book;
use crate::exchange::sheets::open::{Unopened, open};
use crate::read::source::Given;
use crate::words::counted;

/// One row for each body: whether its questionnaire is among the files, and how much of it is answered.
///
/// # Errors
/// If a file cannot be opened as sheets.
pub fn status(analysis: &Analysis, files: &[Given]) -> Result<Answer, Unopened> {
    let mut notes = Vec::new();
    let mut returned = Vec::new();
    for file in files {
        let book = open(file)?;
        match body(&book) {
            Some(id) => returned.push((id, book)),
            None => notes.push(format!("`{}` is no questionnaire", book.name)),
        }
    }
    let mut ids = contents::bodies(analysis);
    ids.extend(returned.iter().map(|(id, _)| id.clone()));
    ids.sort();
    ids.dedup();
    let mut answered_bodies = 0;
    let mut lines = Vec::new();
    for id in &ids {
        let books: Vec<_> = returned.iter().filter(|(known, _)| known == id).collect();
        if books.is_empty() {
            lines.push((
                id.as_str(),
                "not here".to_owned(),
                [Cell::Nothing, Cell::Nothing, Cell::Nothing, Cell::Nothing],
            ));
        }
        for (_, book) in books {
            let (state, cells) = answered(book);
            answered_bodies += usize::from(state != NOTHING);
            lines.push((id.as_str(), state.to_owned(), cells));
        }
    }
    let names = [
        "organisation",
        "state",
        "date",
        "by",
        "statements",
        "questions",
    ];
    let rows = lines.into_iter().map(|(id, state, rest)| {
        let mut cells = vec![Cell::from(id), Cell::from(state)];
        cells.extend(rest);
        Row {
            cells,
            ..Row::default()
        }
    });
    Ok(Answer {
        title: format!(
            "{answered_bodies} of {} answered",
            counted(ids.len(), "questionnaire")
        ),
        columns: names.map(str::to_owned).to_vec(),
        rows: rows.collect(),
        notes,
        card: None,
    })
}

/// The state of a questionnaire without an answer.
const NOTHING: &str = "nothing answered";

/// How much of a questionnaire is answered, when and by whom.
fn answered(book: &Book) -> (&'static str, [Cell; 4]) {
    let statements = [STATEMENTS, FIELDS]
        .into_iter()
        .flat_map(|name| rows(book, name));
    let statements: Vec<bool> = statements
        .map(|row| !Answered::of(row).is_empty())
        .collect();
    let questions = rows(book, QUESTIONS).iter();
    let questions: Vec<bool> = questions
        .map(|row| !row.text(column::ANSWER).trim().is_empty())
        .collect();
    let done = |all: &[bool]| all.iter().filter(|done| **done).count();
    let count = done(&statements) + done(&questions);
    let state = match count {
        0 => NOTHING,
        count if count == statements.len() + questions.len() => "answered",
        _ => "answered in part",
    };
    let of = |all: &[bool]| Cell::from(format!("{} of {}", done(all), all.len()));
    let cells = [
        Cell::from(head(book, DATE_ROW)),
        Cell::from(head(book, PERSON_ROW)),
        of(&statements),
        of(&questions),
    ];
    (state, cells)
}
