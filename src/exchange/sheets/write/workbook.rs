//! The tables as a workbook with drop-down lists and a sheet that explains.

use std::collections::BTreeMap;

use rust_xlsxwriter::Color;
use rust_xlsxwriter::DataValidation;
use rust_xlsxwriter::DataValidationErrorStyle;
use rust_xlsxwriter::DocProperties;
use rust_xlsxwriter::ExcelDateTime;
use rust_xlsxwriter::Format;
use rust_xlsxwriter::FormatAlign;
use rust_xlsxwriter::FormatBorder;
use rust_xlsxwriter::Formula;
use rust_xlsxwriter::Note;
use rust_xlsxwriter::Workbook;
use rust_xlsxwriter::Worksheet;
use rust_xlsxwriter::XlsxError;

use super::super::base;
use super::super::book::letters;
use super::super::table::{Column, Table, tables};
use super::lists::{List, fields, of_column};
use super::{GUIDE, LISTS, cut, guide, rows, sheet, within};
use crate::exchange::proposed::WrittenMap;
use crate::read::model::Shape;
use crate::words;

/// The height of one line of text, in points.
const LINE: f64 = 15.0;
/// The most lines that a row of the map shows; the rest is there and hidden.
const TALLEST: usize = 8;
/// Rows below the last one that have drop-down lists too.
const ROOM: usize = 500;
/// The longest message beside a cell, in characters (a limit of the file format).
const LONGEST_MESSAGE: usize = 250;
/// The width and the height of a note on a heading, in pixels.
const NOTE: (u32, u32) = (360, 130);
/// The background of headers; white letters have a contrast of 11:1 on it.
const HEADER: u32 = 0x000B_3C5D;
/// The background of the columns that name a row.
const NAMES: u32 = 0x00EC_ECEC;

/// The formats of cells.
pub(crate) struct Formats {
    pub(crate) header: Format,
    pub(crate) body: Format,
    pub(crate) name: Format,
    pub(crate) title: Format,
    pub(crate) strong: Format,
}

impl Formats {
    /// All formats. Cells are texts, so that no program takes them for dates or numbers.
    pub(crate) fn new() -> Self {
        let cell = Format::new()
            .set_num_format("@")
            .set_text_wrap()
            .set_align(FormatAlign::Top)
            .set_align(FormatAlign::Left);
        let edge = Color::RGB(0x00C8_C8C8);
        Self {
            header: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_font_color(Color::White)
                .set_background_color(Color::RGB(HEADER))
                .set_align(FormatAlign::VerticalCenter),
            name: cell
                .clone()
                .set_background_color(Color::RGB(NAMES))
                .set_border(FormatBorder::Thin)
                .set_border_color(edge),
            title: Format::new().set_bold().set_font_size(16),
            strong: cell.clone().set_bold(),
            body: cell,
        }
    }
}

/// The bytes of the workbook. Same map, same bytes.
///
/// # Errors
/// If the writer fails; no map is known to cause that.
pub(crate) fn made(map: &WrittenMap, name: &str) -> Result<Vec<u8>, XlsxError> {
    let tables = tables(map);
    let mut book = begun(name)?;
    let formats = Formats::new();
    explain(book.add_worksheet(), &tables, &formats)?;
    let mut lists = Lists::default();
    for table in &tables {
        fill(book.add_worksheet(), map, table, &mut lists, &formats)?;
    }
    lists.write(book.add_worksheet(), &formats)?;
    exported(book.add_worksheet(), &tables, &formats)?;
    book.save_to_buffer()
}

/// Writes the hidden sheet of marks, by which an import tells which cells were changed here.
fn exported(page: &mut Worksheet, tables: &[Table], formats: &Formats) -> Result<(), XlsxError> {
    page.set_name(base::BASE)?;
    for (column, head) in base::HEADINGS.into_iter().enumerate() {
        page.write_string_with_format(0, column as u16, head, &formats.header)?;
    }
    let rows = base::rows(tables);
    for (row, cells) in rows.iter().enumerate().take(1_000_000) {
        for (column, text) in cells.iter().enumerate() {
            page.write_string(row as u32 + 1, column as u16, within(text))?;
        }
    }
    page.set_hidden(true);
    Ok(())
}

/// A workbook without sheets. The date that it must carry is fixed.
pub(crate) fn begun(title: &str) -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    // The oldest day that every reader of such files accepts; it has no meaning.
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let title = cut(title, 255);
    let properties = DocProperties::new()
        .set_title(if title.is_empty() { "flowmap" } else { &title })
        .set_creation_datetime(&day);
    book.set_properties(&properties);
    Ok(book)
}

/// The height of a row that shows these texts in columns of these widths, at most so many lines. Not every program finds the height itself.
pub(crate) fn height<'t>(cells: impl Iterator<Item = (&'t str, f64)>, most: usize) -> f64 {
    let lines = cells.map(|(text, width)| {
        let lines = text.lines().map(|line| {
            let width = (width * 0.95).max(1.0);
            (line.chars().count() as f64 / width).ceil().max(1.0) as usize
        });
        lines.sum::<usize>()
    });
    LINE * lines.max().unwrap_or(1).clamp(1, most) as f64
}

fn explain(page: &mut Worksheet, tables: &[Table], formats: &Formats) -> Result<(), XlsxError> {
    page.set_name(GUIDE)?;
    for (column, width) in [(0, 24.0), (1, 22.0), (2, 62.0), (3, 62.0)] {
        page.set_column_width(column, width)?;
    }
    page.write_string_with_format(0, 0, "The map as sheets", &formats.title)?;
    let mut row = 2;
    for (step, text) in guide::STEPS {
        page.write_string_with_format(row, 0, step, &formats.strong)?;
        page.merge_range(row, 1, row, 3, text, &formats.body)?;
        page.set_row_height(row, 32)?;
        row += 1;
    }
    row += 1;
    for (column, head) in ["Sheet", "Column", "What it means", "What stands there"]
        .into_iter()
        .enumerate()
    {
        page.write_string_with_format(row, column as u16, head, &formats.header)?;
    }
    for cells in guide::columns(tables) {
        row += 1;
        for (column, text) in cells.iter().enumerate() {
            page.write_string_with_format(row, column as u16, text, &formats.body)?;
        }
        let widths = [24.0, 22.0, 62.0, 62.0];
        let texts = cells.iter().map(String::as_str);
        page.set_row_height(row, height(texts.zip(widths), TALLEST))?;
    }
    printed(page);
    Ok(())
}

/// Sets how a sheet is printed.
pub(crate) fn printed(page: &mut Worksheet) {
    page.set_landscape();
    page.set_paper_size(9);
    page.set_print_fit_to_pages(1, 0);
}

/// The width of a column.
fn width(column: Column) -> f64 {
    match column {
        Column::Row => 36.0,
        Column::System | Column::Id => 26.0,
        Column::File => 20.0,
        Column::Key(_, shape, _) => match shape {
            Shape::Text(_) | Shape::Texts | Shape::Disputes | Shape::Agreed => 40.0,
            Shape::Boxes | Shape::Passages | Shape::Codes | Shape::Pairs(_) | Shape::Values => 44.0,
            Shape::Ids(..) | Shape::IdOrIds(_) | Shape::Id(_) | Shape::End | Shape::Finding => 24.0,
            _ => 15.0,
        },
    }
}

fn fill(
    page: &mut Worksheet,
    map: &WrittenMap,
    table: &Table,
    lists: &mut Lists,
    formats: &Formats,
) -> Result<(), XlsxError> {
    page.set_name(sheet(table))?;
    let rows = rows(table);
    let names: Vec<usize> = table.names().collect();
    for (place, column) in table.columns.iter().enumerate() {
        let at = place as u16;
        let is_name = names.contains(&place);
        let format = if is_name {
            &formats.name
        } else {
            &formats.body
        };
        page.set_column_width(at, width(*column))?;
        // New rows are texts too.
        page.set_column_format(at, &formats.body)?;
        page.write_string_with_format(0, at, column.title(), &formats.header)?;
        if let Some(note) = guide::note(*column) {
            page.insert_note(0, at, &Note::new(note).set_width(NOTE.0).set_height(NOTE.1))?;
        }
        for (row, cells) in rows.iter().enumerate() {
            if is_name || !cells[place].is_empty() {
                page.write_string_with_format(row as u32 + 1, at, &cells[place], format)?;
            }
        }
        let rule = match column {
            Column::Key(_, Shape::Passages, _) => passages_rule(map, table, *column, lists)?,
            _ => rule(*column, of_column(map, table, *column), lists)?,
        };
        let last = (rows.len() + ROOM).min(1_048_575) as u32;
        page.add_data_validation(1, at, last, at, &rule)?;
    }
    let widths: Vec<f64> = table.columns.iter().map(|column| width(*column)).collect();
    for (row, cells) in rows.iter().enumerate() {
        let texts = cells.iter().map(String::as_str);
        page.set_row_height(
            row as u32 + 1,
            height(texts.zip(widths.iter().copied()), TALLEST),
        )?;
    }
    let last = table.columns.len().saturating_sub(1) as u16;
    page.autofilter(0, 0, rows.len() as u32, last)?;
    page.set_freeze_panes(1, names.len() as u16)?;
    page.set_repeat_rows(0, 0)?;
    printed(page);
    Ok(())
}

/// The rule for the cells that name fields of a flow's source: the list holds the fields of the system in the same row.
fn passages_rule(
    map: &WrittenMap,
    table: &Table,
    column: Column,
    lists: &mut Lists,
) -> Result<DataValidation, XlsxError> {
    let is_from = |column: &Column| matches!(column, Column::Key("from", ..));
    let from = table.columns.iter().position(is_from);
    let (Some(from), Some((systems, first))) = (from, lists.pairs(fields(map))) else {
        return rule(column, None, lists);
    };
    let from = letters(from);
    let offered =
        format!("=OFFSET({first},MATCH(${from}2,{systems},0),0,COUNTIF({systems},${from}2),1)");
    let rule = DataValidation::new().allow_list_formula(Formula::new(offered));
    Ok(any_of(told(rule, column)?))
}

/// The rule for the cells of a column: its list, and a message that says what stands there.
fn rule(
    column: Column,
    offered: Option<List>,
    lists: &mut Lists,
) -> Result<DataValidation, XlsxError> {
    let rule = DataValidation::new();
    let Some(list) = offered.filter(|list| !list.words.is_empty()) else {
        return told(rule.allow_any_value(), column);
    };
    let is_closed = list.is_closed;
    let words = list.words.join(", ");
    let rule = rule.allow_list_formula(Formula::new(lists.range(list)));
    let rule = told(rule, column)?;
    if is_closed {
        let message = cut(&format!("One of these stands here: {words}"), 225);
        rule.set_error_title("Not in the list")?
            .set_error_message(message)
    } else {
        Ok(any_of(rule))
    }
}

/// The rule with the message beside the cell: the meaning of the column, and the form of its cells.
fn told(rule: DataValidation, column: Column) -> Result<DataValidation, XlsxError> {
    let about = match column {
        Column::Key(_, _, about) => format!(
            "{}. {}.",
            words::capital(about),
            words::capital(&guide::form(column))
        ),
        _ => format!("{}.", words::capital(&guide::form(column))),
    };
    let about = cut(&about, LONGEST_MESSAGE);
    let title = cut(&column.title(), 32);
    rule.set_input_title(title)?.set_input_message(about)
}

/// The rule with a list beside which anything may be written: several ids, or one that is new. The import tells it.
fn any_of(rule: DataValidation) -> DataValidation {
    rule.set_error_style(DataValidationErrorStyle::Information)
        .show_error_message(false)
}

/// The lists of the hidden sheet, one a column.
#[derive(Default)]
pub(crate) struct Lists {
    all: Vec<List>,
    places: BTreeMap<(String, Vec<String>), usize>,
}

impl Lists {
    /// The range of a list on the hidden sheet.
    pub(super) fn range(&mut self, list: List) -> String {
        let key = (list.title.clone(), list.words.clone());
        let next = self.all.len();
        let place = *self.places.entry(key).or_insert(next);
        let count = list.words.len();
        if place == next {
            self.all.push(list);
        }
        let column = letters(place);
        format!("={LISTS}!${column}$2:${column}${}", count + 1)
    }

    /// Two columns of the hidden sheet with these pairs: the range of the first column, and the heading of the second. `None` if there are none.
    fn pairs(&mut self, pairs: Vec<(&str, &str)>) -> Option<(String, String)> {
        let (last, place) = (pairs.len() + 1, self.all.len());
        if pairs.is_empty() {
            return None;
        }
        let (systems, fields): (Vec<&str>, Vec<&str>) = pairs.into_iter().unzip();
        for (title, words) in [("system of the field", systems), ("its fields", fields)] {
            let words = words.into_iter().map(str::to_owned).collect();
            self.all.push(List {
                title: title.to_owned(),
                words,
                is_closed: false,
            });
        }
        let (systems, fields) = (letters(place), letters(place + 1));
        Some((
            format!("{LISTS}!${systems}$2:${systems}${last}"),
            format!("{LISTS}!${fields}$1"),
        ))
    }

    /// The range of these words on the hidden sheet.
    pub(crate) fn offer(&mut self, title: &str, words: Vec<String>) -> String {
        self.range(List {
            title: title.to_owned(),
            words,
            is_closed: false,
        })
    }

    /// Writes the hidden sheet.
    pub(crate) fn write(&self, page: &mut Worksheet, formats: &Formats) -> Result<(), XlsxError> {
        page.set_name(LISTS)?;
        for (place, list) in self.all.iter().enumerate() {
            let column = place as u16;
            page.write_string_with_format(0, column, &list.title, &formats.header)?;
            for (row, word) in list.words.iter().enumerate().take(1_000_000) {
                page.write_string(row as u32 + 1, column, word)?;
            }
        }
        page.set_hidden(true);
        Ok(())
    }
}
