//! The map as sheets of a workbook or as CSV files, and back.
//!
//! The sheets are made from the flow files as they are written. A cell that says what the map says proposes no change, so an export that is
//! imported again changes no byte.

mod base;
pub(crate) mod book;
pub(crate) mod cell;
mod codes;
mod compared;
pub mod open;
mod passages;
pub(crate) mod pieces;
pub(crate) mod table;
pub(crate) mod write;

pub use self::compared::Taking;
pub(crate) use self::compared::same;
use self::open::Unopened;
use super::proposed::{Proposal, WrittenMap};
use crate::analysis::Analysis;
use crate::read::source::{Given, SourceSet};

/// The map as a workbook with a sheet for each kind of entry. Same map, same bytes.
///
/// # Errors
/// If the writer of the workbook fails; no map is known to cause that.
pub fn workbook(sources: &SourceSet, title: &str) -> Result<Vec<u8>, Unopened> {
    let map = WrittenMap::of(sources);
    write::made(&map, title)
        .map_err(|error| Unopened(format!("the workbook could not be written: {error}")))
}

#[cfg(not(target_arch = "wasm32"))]
/// The map as CSV files with their names, one for each kind of entry.
pub fn csv_files(sources: &SourceSet) -> Vec<(String, Vec<u8>)> {
    write::files(&WrittenMap::of(sources))
}

/// The proposal of a workbook, or of a folder of CSV files, for a map.
///
/// Sheets that flowmap exported carry marks of what they were exported from: then only the cells that a person has changed are proposed, and
/// a cell that the map has changed as well is told as a conflict.
///
/// # Errors
/// If it cannot be opened as sheets.
pub fn proposal(map: &Analysis, given: &Given, taking: Taking) -> Result<Proposal, Unopened> {
    let book = open::open(given)?;
    Ok(compared::compared(
        &WrittenMap::of(&map.sources),
        &book,
        taking,
    ))
}

/// An id made of a name: its letters and digits in lower case, with an underscore between words.
pub(crate) fn slug(name: &str) -> String {
    let mut id = String::new();
    for letter in name.trim().chars() {
        if letter.is_alphanumeric() {
            id.extend(letter.to_lowercase());
        } else if !id.ends_with('_') && !id.is_empty() {
            id.push('_');
        }
    }
    id.trim_end_matches('_').to_owned()
}
