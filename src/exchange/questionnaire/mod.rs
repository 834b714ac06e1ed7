//! What the map says of one body as a workbook for that body to confirm or correct, and its answers back.

mod answers;
mod contents;
mod names;
mod status;
mod write;

use super::proposed::Proposal;
use super::sheets::book::Book;
use super::sheets::open::{Unopened, open};
use crate::analysis::Analysis;
use crate::ask::Misunderstanding;
use crate::read::source::Given;

pub use self::status::status;

/// The bodies that have something to answer, by id.
pub fn bodies(analysis: &Analysis) -> Vec<String> {
    contents::bodies(analysis)
}

/// The questionnaire for a body: a workbook. Same map, same bytes.
///
/// # Errors
/// If the map has no such body.
pub fn workbook(analysis: &Analysis, id: &str) -> Result<Vec<u8>, Misunderstanding> {
    let contents = contents::contents(analysis, id)?;
    let written = write::workbook(&contents);
    written.map_err(|error| Misunderstanding(format!("the workbook could not be written: {error}")))
}

/// The proposal of a questionnaire that came back; `None` if the file is no questionnaire.
///
/// # Errors
/// If it cannot be opened as sheets.
pub fn proposal(before: &Analysis, given: &Given) -> Result<Option<Proposal>, Unopened> {
    let book = open(given)?;
    Ok(of_book(before, &book))
}

fn of_book(before: &Analysis, book: &Book) -> Option<Proposal> {
    let id = answers::body(book)?;
    Some(answers::proposal(before, book, &id))
}

/// The same text, whatever program has saved it.
fn same(a: &str, b: &str) -> bool {
    super::sheets::same(a, b)
}
