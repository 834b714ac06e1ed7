//! What the map says of one body as a workbook for that body to confirm or correct, and its answers back.

mod answers;
mod contents;
mod names;
mod status;
mod write;

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

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

/// The name of the file of a body's questionnaire.
pub fn file_name(id: &str) -> String {
    let letters = id.chars().map(|letter| {
        let is_safe = letter.is_alphanumeric() || matches!(letter, '-' | '_');
        if is_safe { letter } else { '_' }
    });
    format!("{}.xlsx", letters.collect::<String>())
}

/// The questionnaires of all bodies that have something to answer, each with the name of its file.
///
/// # Errors
/// If a workbook cannot be written.
pub fn workbooks(analysis: &Analysis) -> Result<Vec<(String, Vec<u8>)>, Misunderstanding> {
    let ids = bodies(analysis).into_iter();
    ids.map(|id| Ok((file_name(&id), workbook(analysis, &id)?)))
        .collect()
}

/// The same in one ZIP archive. Same map, same bytes.
///
/// # Errors
/// If a workbook or the archive cannot be written.
pub fn archive(analysis: &Analysis) -> Result<Vec<u8>, Misunderstanding> {
    let unwritten = |error: &dyn std::fmt::Display| {
        Misunderstanding(format!("the archive could not be written: {error}"))
    };
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    // Workbooks are packed already. The day of the files is the oldest that archives know; it has no meaning.
    let plain = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default());
    for (name, bytes) in workbooks(analysis)? {
        archive
            .start_file(name, plain)
            .map_err(|error| unwritten(&error))?;
        archive
            .write_all(&bytes)
            .map_err(|error| unwritten(&error))?;
    }
    let done = archive.finish().map_err(|error| unwritten(&error))?;
    Ok(done.into_inner())
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
