//! Measures what a workbook would unfold to, before any of it is read into memory.

use std::borrow::Cow;
use std::io::{BufReader, Cursor, Read, copy, sink};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::Unopened;

/// The most bytes that the parts of a workbook may unfold to.
const MOST_BYTES: u64 = 256 * 1024 * 1024;
/// The most parts of a workbook.
const MOST_PARTS: usize = 10_000;
/// The most cells of all sheets together.
pub(super) const MOST_CELLS: usize = 4_000_000;
/// The most rows with something in them, of all sheets together.
pub(super) const MOST_ROWS: usize = 250_000;
/// The most bytes of text in all cells together.
pub(super) const MOST_TEXT: usize = 256 * 1024 * 1024;

/// The kind of a workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Xlsx,
    Ods,
}

/// A workbook that may be read.
pub(super) struct Measured {
    pub(super) kind: Kind,
    /// Remarks on the parts that are not taken.
    pub(super) notes: Vec<String>,
}

fn damaged(name: &str, error: &impl std::fmt::Display) -> Unopened {
    Unopened(format!(
        "`{name}` is a damaged workbook ({error}): open it, save it again and import that"
    ))
}

fn too_large(name: &str, what: &str) -> Unopened {
    Unopened(format!(
        "`{name}` is too large: {what}; take the sheets apart, or delete the empty rows and columns beyond the last entry"
    ))
}

/// Unpacks every part without keeping it.
pub(super) fn measure(name: &str, bytes: &[u8]) -> Result<Measured, Unopened> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(name, &error))?;
    if archive.len() > MOST_PARTS {
        return Err(too_large(name, "it has more than 10,000 parts"));
    }
    let mut left = MOST_BYTES;
    let mut parts = Vec::new();
    for place in 0..archive.len() {
        let part = archive
            .by_index(place)
            .map_err(|error| damaged(name, &error))?;
        parts.push(part.name().map(Cow::into_owned).unwrap_or_default());
        let unfolded = copy(&mut part.take(left + 1), &mut sink());
        let unfolded = unfolded.map_err(|error| damaged(name, &error))?;
        if unfolded > left {
            return Err(too_large(name, "it would unfold to more than 256 MiB"));
        }
        left -= unfolded;
    }
    let has = |beginning: &str| parts.iter().any(|part| part.starts_with(beginning));
    let mut notes = Vec::new();
    if has("xl/vbaProject.bin") || has("Basic/") {
        notes.push(format!("`{name}` holds macros: they were not run"));
    }
    if has("xl/externalLinks/") {
        notes.push(format!(
            "`{name}` refers to other files: they were not opened, and the texts last kept of them were taken"
        ));
    }
    let kind = if parts.iter().any(|part| part == "xl/workbook.xml") {
        Kind::Xlsx
    } else if parts.iter().any(|part| part == "content.xml") {
        let part = archive
            .by_name("content.xml")
            .map_err(|error| damaged(name, &error))?;
        repeats(name, BufReader::new(part))?;
        Kind::Ods
    } else {
        return Err(Unopened(format!(
            "`{name}` is no workbook that can be read: save it as .xlsx, .ods or .csv and import that"
        )));
    };
    Ok(Measured { kind, notes })
}

fn number(element: &BytesStart<'_>, attribute: &str) -> u64 {
    let found = element.try_get_attribute(attribute).ok().flatten();
    found
        .and_then(|found| found.value.parse().ok())
        .unwrap_or(1)
}

/// Counts the cells and the text that an .ods file says by repeating.
fn repeats(name: &str, content: impl std::io::BufRead) -> Result<(), Unopened> {
    let mut reader = Reader::from_reader(content);
    reader.config_mut().check_end_names = false;
    let mut buffer = Vec::new();
    let mut count = Repeats::default();
    loop {
        buffer.clear();
        let event = reader
            .read_event_into(&mut buffer)
            .map_err(|error| damaged(name, &error))?;
        match event {
            Event::Start(element) | Event::Empty(element) => count.start(&element),
            Event::Text(text) => count.text(text.len() as u64),
            Event::End(element) => match element.name().0 {
                "table:table-row" => count.end_row(),
                "table:table" => count.end_table(),
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
        if count.cells > MOST_CELLS as u64 {
            return Err(too_large(name, "it has more than 4,000,000 cells"));
        }
        if count.filled_rows > MOST_ROWS as u64 {
            return Err(too_large(name, "it has more than 250,000 rows"));
        }
        if count.texts > MOST_TEXT as u64 {
            return Err(too_large(name, "its cells hold more than 256 MiB of text"));
        }
    }
    Ok(())
}

/// The cells of an .ods file so far.
#[derive(Default)]
struct Repeats {
    /// Cells of finished tables: the area that each fills.
    cells: u64,
    texts: u64,
    /// Rows of all tables with something in them.
    filled_rows: u64,
    rows: u64,
    /// Empty rows since the last one that is not.
    empty_rows: u64,
    widest: u64,
    row: u64,
    column: u64,
    /// The last column of the row with something in it.
    filled: u64,
    cell: u64,
}

impl Repeats {
    fn start(&mut self, element: &BytesStart<'_>) {
        match element.name().0 {
            "table:table-row" => {
                self.row = number(element, "table:number-rows-repeated");
                self.column = 0;
                self.filled = 0;
            }
            "table:table-cell" | "table:covered-table-cell" => {
                self.cell = number(element, "table:number-columns-repeated");
                self.column = self.column.saturating_add(self.cell);
                let says = |attribute: &str| {
                    element
                        .try_get_attribute(attribute)
                        .ok()
                        .flatten()
                        .is_some()
                };
                if says("office:value-type") || says("table:formula") {
                    self.fill();
                }
            }
            _ => {}
        }
    }

    fn fill(&mut self) {
        self.filled = self.column;
        // Rows and cells beyond those of any program are cut off by the reader.
        let area = self
            .column
            .min(16_384)
            .saturating_mul(self.row.min(1_048_576));
        self.cells = self.cells.max(area);
    }

    fn text(&mut self, length: u64) {
        let times = self
            .cell
            .min(16_384)
            .saturating_mul(self.row.min(1_048_576));
        self.texts = self.texts.saturating_add(length.saturating_mul(times));
    }

    fn end_row(&mut self) {
        self.cell = 0;
        if self.filled == 0 {
            self.empty_rows = self.empty_rows.saturating_add(self.row);
            return;
        }
        self.filled_rows = self.filled_rows.saturating_add(self.row.min(1_048_576));
        self.rows = self
            .rows
            .saturating_add(self.empty_rows)
            .saturating_add(self.row);
        self.empty_rows = 0;
        self.widest = self.widest.max(self.filled);
        self.cells = self.cells.max(
            self.rows
                .min(1_048_576)
                .saturating_mul(self.widest.min(16_384)),
        );
    }

    fn end_table(&mut self) {
        self.rows = 0;
        self.empty_rows = 0;
        self.widest = 0;
    }
}
