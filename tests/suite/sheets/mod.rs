//! The map as sheets: written, changed as people change them, and brought back.

mod answered;
mod bad;
mod changes;
mod hostile;
mod lists;
mod questionnaire;
mod round;
mod since;

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use flowmap::analysis::{Analysis, Options};
use flowmap::exchange::proposed::{Made, Unmade};
use flowmap::exchange::sheets;
use flowmap::exchange::sheets::Taking;
use flowmap::read::source::{Given, SourceSet};
use rust_xlsxwriter::Workbook;

/// Entries without a row go.
const WHOLE: Taking = Taking {
    removes: true,
    overwrites: false,
};

/// A map with an entry of every short form, and comments.
const MAP: &str = "\
# The map of the farms.
organisations:
  farms: Farms   # all of them
  vets: {name: Veterinary Office, kind: regulator}
terms:
  herd_size: {name: Animals in a herd, definition: \"How many, counted in spring\"}   # agreed in May
  breed:
code_lists:
  breeds: {values: {A: Angus, J: Jersey}}
dimensions:
  animal: {values: {cattle: [cow, calf], sheep: }}
systems:
  # The book that each farm keeps.
  herd_book:
    name: Herd book
    owner: farms   # by law
    fields: [herd_size, breed]
  register: {name: Animal register, owner: vets, kind: register, covers: {animal: cattle}, fields: {herd_size: , kind: {term: breed, type: code, codes: breeds}}}
  bare:
flows:
  # Sent in spring.
  - herd_book -> register: [herd_size, breed: kind]   # two fields
  - {from: register, to: bare, every: month, notes: kept}
  - bare -> herd_book
needs:
  outbreaks: How many animals stand in one place?
decisions:
  - {finding: unowned/bare, status: accepted, why: small}
";

/// The analysis of a map of one file.
fn analysis(text: &str) -> Analysis {
    of_files([("map.yaml", text)])
}

fn of_files<'t>(files: impl IntoIterator<Item = (&'t str, &'t str)>) -> Analysis {
    Analysis::of(SourceSet::from_strings(files), Options::default())
}

fn exported(map: &Analysis) -> Vec<u8> {
    sheets::workbook(&map.sources, "A map").expect("the workbook is written")
}

fn given(bytes: Vec<u8>) -> Given {
    Given::File("map.xlsx".to_owned(), bytes)
}

fn imported(map: &Analysis, bytes: Vec<u8>) -> Result<Made, Unmade> {
    let proposal =
        sheets::proposal(map, &given(bytes), Taking::default()).expect("it is a workbook");
    proposal.made(map, "imported.yaml")
}

/// A sheet as rows of texts.
pub(crate) type Grid = Vec<Vec<String>>;

/// The sheets of a workbook as another program reads them.
pub(crate) fn read(bytes: &[u8]) -> Vec<(String, Grid)> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let sheets = book.worksheets().into_iter();
    let sheets = sheets.map(|(name, range)| {
        let rows = range.rows().map(|row| {
            let cells = row.iter().map(|cell| match cell {
                Data::Empty => String::new(),
                other => other.to_string(),
            });
            cells.collect()
        });
        (name, rows.collect())
    });
    sheets.collect()
}

/// A workbook as another program writes it.
pub(crate) fn write(sheets: &[(String, Grid)]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let page = book.add_worksheet();
        page.set_name(name).expect("a name");
        for (row, cells) in rows.iter().enumerate() {
            for (column, text) in cells
                .iter()
                .enumerate()
                .filter(|(_, text)| !text.is_empty())
            {
                page.write_string(row as u32, column as u16, text)
                    .expect("a cell");
            }
        }
    }
    book.save_to_buffer().expect("a workbook")
}

/// The export of a map with one sheet changed.
fn edited(map: &Analysis, sheet: &str, edit: impl FnOnce(&mut Grid)) -> Vec<u8> {
    let mut sheets = read(&exported(map));
    let (_, grid) = sheets
        .iter_mut()
        .find(|(name, _)| name == sheet)
        .unwrap_or_else(|| panic!("no sheet {sheet}"));
    edit(grid);
    write(&sheets)
}

/// The column with this heading.
fn column(grid: &Grid, title: &str) -> usize {
    let found = grid[0].iter().position(|head| head == title);
    found.unwrap_or_else(|| panic!("no column {title} in {:?}", grid[0]))
}

/// Sets the cell in the row whose first cells are these.
fn set(grid: &mut Grid, names: &[&str], title: &str, text: &str) {
    let column = column(grid, title);
    let row = grid
        .iter_mut()
        .skip(1)
        .find(|row| row[..names.len()] == *names);
    let row = row.unwrap_or_else(|| panic!("no row {names:?}"));
    text.clone_into(&mut row[column]);
}

/// Adds a row with these cells.
fn add(grid: &mut Grid, cells: &[(&str, &str)]) {
    let mut row = vec![String::new(); grid[0].len()];
    for (title, text) in cells {
        (*text).clone_into(&mut row[column(grid, title)]);
    }
    grid.push(row);
}
