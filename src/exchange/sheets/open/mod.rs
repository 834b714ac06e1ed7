//! Opens a workbook or CSV files from elsewhere. Nothing in them is run, followed or fetched, and memory is bounded.

mod bounds;
#[cfg(not(target_arch = "wasm32"))]
mod text;
mod workbook;

use super::book::Book;
use crate::read::source::Given;

/// The reason why a file cannot be opened as sheets: one line, with the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unopened(pub(crate) String);

impl std::fmt::Display for Unopened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unopened {}

/// The beginning of a zip archive, which newer workbooks are.
const ZIP: &[u8] = b"PK\x03\x04";
/// The beginning of an older workbook, or of one with a password.
const OLD: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0];

/// True for a file that is opened as sheets, by its first bytes or the ending of its name.
pub fn is_sheets(given: &Given) -> bool {
    match given {
        Given::File(name, bytes) => {
            let ending = name.rsplit('.').next().unwrap_or_default().to_lowercase();
            bytes.starts_with(ZIP)
                || bytes.starts_with(OLD)
                || matches!(
                    ending.as_str(),
                    "csv" | "tsv" | "txt" | "xlsx" | "xlsm" | "ods" | "xls"
                )
        }
        Given::Folder(_, files) => !files.is_empty(),
    }
}

/// Opens the sheets of a file, or of the CSV files of a folder.
///
/// # Errors
/// If it is no workbook that can be read, or would take too much memory.
pub(crate) fn open(given: &Given) -> Result<Book, Unopened> {
    match given {
        Given::File(name, bytes) if bytes.starts_with(ZIP) => workbook::read(name, bytes),
        Given::File(name, bytes) if bytes.starts_with(OLD) => Err(Unopened(format!(
            "`{name}` is an older workbook or has a password: open it, save it without a password as .xlsx or .ods, and import that"
        ))),
        #[cfg(target_arch = "wasm32")]
        Given::File(name, _) | Given::Folder(name, _) => Err(Unopened(format!(
            "`{name}` is no workbook: save it as .xlsx or .ods"
        ))),
        #[cfg(not(target_arch = "wasm32"))]
        Given::File(name, bytes) => {
            let mut book = Book {
                name: name.clone(),
                ..Book::default()
            };
            let sheet = text::sheet(name, bytes, &mut book.notes)?;
            book.sheets.push(sheet);
            Ok(book)
        }
        #[cfg(not(target_arch = "wasm32"))]
        Given::Folder(name, files) => {
            let mut book = Book {
                name: name.clone(),
                ..Book::default()
            };
            for (file, bytes) in files {
                let sheet = text::sheet(file, bytes, &mut book.notes)?;
                book.sheets.push(sheet);
            }
            if book.sheets.is_empty() {
                return Err(Unopened(format!(
                    "`{name}` holds no file that ends in .csv"
                )));
            }
            Ok(book)
        }
    }
}
