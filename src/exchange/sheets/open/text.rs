//! Reads a CSV file in whatever encoding and with whatever separator it was saved.

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::Unopened;
use super::bounds::{MOST_CELLS, MOST_ROWS, MOST_TEXT};
use crate::exchange::sheets::book::{Cell, Row, Sheet};
use crate::exchange::sheets::write::unquoted;

/// The separators in use.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// The number of lines that tell the separator.
const LOOKED_AT: usize = 20;

/// The sheet of a CSV file, named by the file without its ending.
pub(super) fn sheet(file: &str, bytes: &[u8], notes: &mut Vec<String>) -> Result<Sheet, Unopened> {
    let (text, encoding) = decoded(bytes);
    if let Some(encoding) = encoding {
        notes.push(format!("`{file}` was read as {encoding}"));
    }
    if text.contains('\0') {
        return Err(Unopened(format!(
            "`{file}` is no text: save it as .csv, .xlsx or .ods and import that"
        )));
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(&text))
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let (mut cells, mut size) = (0, 0);
    for (number, record) in reader.records().enumerate() {
        let record = record
            .map_err(|error| Unopened(format!("`{file}` cannot be read as CSV ({error})")))?;
        let filled = record
            .iter()
            .enumerate()
            .filter(|(_, text)| !text.is_empty());
        let filled: Vec<Cell> = filled
            .map(|(column, text)| Cell {
                column,
                text: unquoted(&text.replace("\r\n", "\n")).to_owned(),
                is_formula: false,
            })
            .collect();
        cells += filled.len();
        size += record.as_slice().len();
        if cells > MOST_CELLS || size > MOST_TEXT || rows.len() >= MOST_ROWS {
            return Err(Unopened(format!(
                "`{file}` is too large: it has more than 250,000 rows, 4,000,000 cells or 256 MiB of text; take it apart"
            )));
        }
        if !filled.is_empty() {
            rows.push(Row {
                number,
                cells: filled,
            });
        }
    }
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let name = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    Ok(Sheet {
        name: name.to_owned(),
        rows,
        is_alone: true,
    })
}

/// The text of these bytes, and the name of its encoding unless it is UTF-8.
fn decoded(bytes: &[u8]) -> (String, Option<&'static str>) {
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf")
        && let Ok(text) = std::str::from_utf8(rest)
    {
        return (text.to_owned(), None);
    }
    if bytes.starts_with(b"\xff\xfe") {
        return (UTF_16LE.decode(bytes).0.into_owned(), Some("UTF-16"));
    }
    if bytes.starts_with(b"\xfe\xff") {
        return (UTF_16BE.decode(bytes).0.into_owned(), Some("UTF-16"));
    }
    // Text of Western languages in UTF-16 has a zero in every second byte.
    let zeros = |first: usize| {
        let bytes = bytes.iter().skip(first).step_by(2).take(200);
        let count = bytes.clone().count();
        count > 4 && bytes.filter(|byte| **byte == 0).count() * 4 > count * 3
    };
    if zeros(1) {
        return (UTF_16LE.decode(bytes).0.into_owned(), Some("UTF-16"));
    }
    if zeros(0) {
        return (UTF_16BE.decode(bytes).0.into_owned(), Some("UTF-16"));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), None),
        Err(_) => (
            WINDOWS_1252.decode(bytes).0.into_owned(),
            Some("Windows-1252, an older encoding: check that accented letters are right"),
        ),
    }
}

/// The separator that the first lines agree on best.
fn separator(text: &str) -> u8 {
    let counts = SEPARATORS.map(|separator| {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator)
            .from_reader(text.as_bytes());
        let widths = reader.records().take(LOOKED_AT);
        let widths: Vec<usize> = widths
            .map_while(Result::ok)
            .map(|record| record.len())
            .collect();
        let widest = widths.iter().copied().max().unwrap_or(1);
        let alike = widths.iter().filter(|width| **width == widest).count();
        // One column is what every separator that is not there gives.
        if widest < 2 { (0, 0) } else { (alike, widest) }
    });
    let best =
        (0..SEPARATORS.len()).max_by_key(|place| (counts[*place], std::cmp::Reverse(*place)));
    SEPARATORS[best.unwrap_or(0)]
}
