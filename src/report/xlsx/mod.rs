//! A map as a workbook: topics, findings, flows, fields, crosswalk, needs and questions, a sheet each; who has
//! answered, if somebody has; decisions and cases, if the map keeps any.
//!
//! Words of the map are always written as text, never as a formula. The bytes depend on the map alone: the date that a workbook must carry
//! is fixed.

mod answers;
mod fields;
mod flows;
mod mentions;
mod needs;
mod words;

use rust_xlsxwriter::Color;
use rust_xlsxwriter::DocProperties;
use rust_xlsxwriter::ExcelDateTime;
use rust_xlsxwriter::Format;
use rust_xlsxwriter::FormatAlign;
use rust_xlsxwriter::Workbook;
use rust_xlsxwriter::Worksheet;
use rust_xlsxwriter::XlsxError;

use self::mentions::Mentions;
use crate::analysis::Analysis;
use crate::ask::Cell;
use crate::print::changes;
use crate::print::table;
use crate::print::table::Table;
use crate::print::topics;
use crate::report::page::Since;
use crate::words::plural;

/// The most characters a cell may hold, in UTF-16 units (a limit of the file format).
const LONGEST_CELL: usize = 32_767;
/// The most rows a sheet may hold, the header among them (a limit of the file format).
const MOST_ROWS: usize = 1_048_576;
/// The text of a cell whose value cannot be told.
const UNKNOWN: &str = "not stated";
/// The background of headers; white letters have a contrast of 11:1 on it.
const HEADER_GROUND: u32 = 0x000B_3C5D;

/// The error of a workbook that could not be written, in the writer's words.
#[derive(Debug)]
pub(crate) struct Unwritten(String);

impl std::fmt::Display for Unwritten {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the workbook could not be written: {}", self.0)
    }
}

impl std::error::Error for Unwritten {}

/// The bytes of an XLSX workbook with the sheets topics, findings, flows, fields, crosswalk, needs and questions; who has answered, decisions
/// and cases if the map keeps any; and changes if an older map is given.
///
/// Every sheet has a header that stays visible and a filter on each column, and no rows if the map has none. Same map, same bytes.
///
/// # Errors
/// If the writer fails; no map is known to cause that.
pub(crate) fn render(analysis: &Analysis, since: Option<Since<'_>>) -> Result<Vec<u8>, Unwritten> {
    let mentions = Mentions::of(analysis);
    let mut tables = vec![
        topics::sheet(analysis),
        table::findings(analysis),
        flows::table(analysis, &mentions),
        fields::table(analysis, &mentions),
        answers::crosswalk(analysis),
        needs::table(analysis),
        answers::questions(analysis),
    ];
    tables.extend(answers::answered(analysis));
    tables.extend(answers::decisions(analysis));
    tables.extend(answers::cases(analysis));
    tables.extend(
        since.map(|since| changes::sheet(since.changes, (&since.old.sources, &analysis.sources))),
    );
    written(&analysis.model().about.title, &tables).map_err(|error| Unwritten(error.to_string()))
}

fn written(title: &str, tables: &[Table]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The oldest day that every reader of such files accepts; it has no meaning.
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let title = words::cell(title, 255);
    let properties = DocProperties::new()
        .set_title(if title.is_empty() { "flowmap" } else { &title })
        .set_creation_datetime(&day);
    workbook.set_properties(&properties);
    for table in tables {
        fill(workbook.add_worksheet(), table)?;
    }
    workbook.save_to_buffer()
}

fn fill(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let header = Format::new()
        .set_bold()
        .set_font_color(Color::White)
        .set_background_color(Color::RGB(HEADER_GROUND))
        .set_align(FormatAlign::VerticalCenter);
    let body = Format::new()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_align(FormatAlign::Left);
    let numbers = Format::new().set_align(FormatAlign::Top);
    sheet.set_name(table.name)?;
    let last_column = table.columns.len().saturating_sub(1) as u16;
    for (column, (word, width)) in table.columns.iter().enumerate() {
        sheet.set_column_width(column as u16, *width)?;
        sheet.write_string_with_format(0, column as u16, word.as_ref(), &header)?;
    }
    let room = MOST_ROWS - 2;
    for (index, cells) in table.rows.iter().take(room).enumerate() {
        let row = index as u32 + 1;
        for (column, cell) in cells.iter().enumerate() {
            let column = column as u16;
            match cell {
                Cell::Text(text) => {
                    let text = words::cell(text, LONGEST_CELL);
                    sheet.write_string_with_format(row, column, text, &body)?;
                }
                Cell::Number(number) => {
                    sheet.write_number_with_format(row, column, *number, &numbers)?;
                }
                Cell::Unknown => {
                    sheet.write_string_with_format(row, column, UNKNOWN, &body)?;
                }
                Cell::Nothing => {}
            }
        }
    }
    let shown = table.rows.len().min(room);
    if shown < table.rows.len() {
        let told = format!(
            "{} no room here",
            plural(table.rows.len() - shown, "more row has", "more rows have")
        );
        sheet.write_string_with_format(shown as u32 + 1, 0, told, &body)?;
    }
    sheet.autofilter(0, 0, shown as u32, last_column)?;
    sheet.set_freeze_panes(1, 1)?;
    sheet.set_landscape();
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
}

#[cfg(test)]
mod tests;
