//! Reads the cells of an .xlsx or .ods file as text.

use std::io::Cursor;

use calamine::{Data, DataRef, ExcelDateTime, Ods, Reader, SheetType, Xlsx};

use super::Unopened;
use super::bounds::{Kind, MOST_CELLS, MOST_ROWS, MOST_TEXT, measure};
use crate::exchange::sheets::book::{Book, Cell, Row, Sheet};

/// Reads a workbook.
pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Book, Unopened> {
    let measured = measure(name, bytes)?;
    let mut book = Book {
        name: name.to_owned(),
        notes: measured.notes,
        ..Book::default()
    };
    let unread = |error: &dyn std::fmt::Display| {
        Unopened(format!(
            "`{name}` cannot be read as a workbook ({error}): open it, save it again as .xlsx or .ods, and import that"
        ))
    };
    match measured.kind {
        Kind::Xlsx => {
            let mut file: Xlsx<_> =
                Xlsx::new(Cursor::new(bytes)).map_err(|error| unread(&error))?;
            let sheets = file.sheets_metadata().to_vec();
            let mut room = Room::default();
            for sheet in sheets {
                if sheet.typ != SheetType::WorkSheet {
                    continue;
                }
                let mut grid = Grid::default();
                let mut cells = file
                    .worksheet_cells_reader(&sheet.name)
                    .map_err(|error| unread(&error))?;
                while let Some(cell) = cells
                    .next_cell_with_formula()
                    .map_err(|error| unread(&error))?
                {
                    let text = text_of(&cell.value);
                    let is_new_row = grid.is_new_row(cell.pos.0);
                    room.take(name, text.len(), is_new_row)?;
                    grid.put(cell.pos, text, cell.formula.is_some());
                }
                book.sheets.push(grid.sheet(sheet.name));
            }
        }
        Kind::Ods => {
            let mut file: Ods<_> = Ods::new(Cursor::new(bytes)).map_err(|error| unread(&error))?;
            for sheet in file.sheet_names() {
                let mut grid = Grid::default();
                let range = file
                    .worksheet_range(&sheet)
                    .map_err(|error| unread(&error))?;
                let formulas = file
                    .worksheet_formula(&sheet)
                    .map_err(|error| unread(&error))?;
                let (top, left) = range.start().unwrap_or_default();
                for (row, column, value) in range.used_cells() {
                    let place = (top + row as u32, left + column as u32);
                    let is_formula = formulas
                        .get_value(place)
                        .is_some_and(|formula| !formula.is_empty());
                    grid.put(place, text_of(&data(value)), is_formula);
                }
                book.sheets.push(grid.sheet(sheet));
            }
        }
    }
    Ok(book)
}

/// Counts what has been read.
#[derive(Default)]
struct Room {
    cells: usize,
    rows: usize,
    text: usize,
}

impl Room {
    fn take(&mut self, name: &str, length: usize, is_new_row: bool) -> Result<(), Unopened> {
        self.cells += 1;
        self.rows += usize::from(is_new_row && length > 0);
        self.text += length;
        if self.rows > MOST_ROWS {
            return Err(Unopened(format!(
                "`{name}` is too large: it has more than 250,000 rows; take the sheets apart"
            )));
        }
        if self.cells > MOST_CELLS || self.text > MOST_TEXT {
            return Err(Unopened(format!(
                "`{name}` is too large: it has more than 4,000,000 cells or 256 MiB of text; take the sheets apart"
            )));
        }
        Ok(())
    }
}

/// The cells of a sheet, each with its row, as they come.
#[derive(Default)]
struct Grid {
    cells: Vec<(usize, Cell)>,
}

impl Grid {
    fn put(&mut self, (row, column): (u32, u32), text: String, is_formula: bool) {
        if text.is_empty() && !is_formula {
            return;
        }
        let cell = Cell {
            column: column as usize,
            text,
            is_formula,
        };
        self.cells.push((row as usize, cell));
    }

    /// True if the last cell was in another row.
    fn is_new_row(&self, row: u32) -> bool {
        self.cells
            .last()
            .is_none_or(|(last, _)| *last != row as usize)
    }

    /// The rows in order. Of two cells at one place, the last counts.
    fn sheet(self, name: String) -> Sheet {
        let mut cells = self.cells;
        cells.sort_by_key(|(row, cell)| (*row, cell.column));
        let mut rows: Vec<Row> = Vec::new();
        for (number, cell) in cells {
            match rows.last_mut().filter(|row| row.number == number) {
                Some(row) => match row
                    .cells
                    .last_mut()
                    .filter(|last| last.column == cell.column)
                {
                    Some(last) => *last = cell,
                    None => row.cells.push(cell),
                },
                None => rows.push(Row {
                    number,
                    cells: vec![cell],
                }),
            }
        }
        Sheet {
            name,
            rows,
            is_alone: false,
        }
    }
}

fn data(value: &Data) -> DataRef<'_> {
    match value {
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::String(text) => DataRef::SharedString(text),
        Data::Bool(truth) => DataRef::Bool(*truth),
        Data::DateTime(time) => DataRef::DateTime(*time),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    }
}

/// The text of a value as people would write it.
fn text_of(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) => text.replace("\r\n", "\n"),
        DataRef::SharedString(text) => text.replace("\r\n", "\n"),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::DateTime(time) => date(time),
        DataRef::DateTimeIso(text) => text.trim_end_matches("T00:00:00").to_owned(),
        DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// A day as year-month-day, with the time if it has one.
fn date(time: &ExcelDateTime) -> String {
    if time.is_duration() {
        return time.as_f64().to_string();
    }
    let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
    let day = format!("{year:04}-{month:02}-{day:02}");
    match (hour, minute, second) {
        (0, 0, 0) => day,
        _ => format!("{day}T{hour:02}:{minute:02}:{second:02}"),
    }
}
