//! Writes a questionnaire as a workbook for somebody who has never seen the map: only the answers can be changed.

use rust_xlsxwriter::Color;
use rust_xlsxwriter::DataValidation;
use rust_xlsxwriter::Format;
use rust_xlsxwriter::FormatAlign;
use rust_xlsxwriter::FormatBorder;
use rust_xlsxwriter::Formula;
use rust_xlsxwriter::Worksheet;
use rust_xlsxwriter::XlsxError;

use super::contents::{Asked, Contents, Open, Target};
use crate::exchange::sheets::write::workbook::{Formats, Lists, begun, height, printed};
use crate::words::{counted, plural};

/// The first sheet: what to do, and who answers.
pub(super) const GUIDE: &str = "Start here";
/// The sheet of statements.
pub(super) const STATEMENTS: &str = "Please check";
/// The sheet of fields.
pub(super) const FIELDS: &str = "Data items";
/// The sheet of questions.
pub(super) const QUESTIONS: &str = "Questions";
/// The hidden sheet that says what file this is.
pub(super) const MARK: &str = "Questionnaire";
/// The word in the first cell of that sheet.
pub(super) const FORM: &str = "flowmap questionnaire 1";
/// The row of the date on the first sheet, from 0, and of the person who answers.
pub(super) const DATE_ROW: usize = 4;
pub(super) const PERSON_ROW: usize = 5;

/// The widths of the columns of statements.
const WIDTHS: [f64; 6] = [32.0, 34.0, 50.0, 14.0, 36.0, 36.0];
/// The most lines that a row shows.
const TALLEST: usize = 24;

/// The answers to a statement.
pub(super) const YES: &str = "yes";
pub(super) const NO: &str = "no";
pub(super) const NOT_KNOWN: &str = "do not know";

/// The columns of statements: those that people see, then those that say what a row is about.
pub(super) mod column {
    pub(in super::super) const RIGHT: usize = 3;
    pub(in super::super) const INSTEAD: usize = 4;
    pub(in super::super) const REMARK: usize = 5;
    pub(in super::super) const SECTION: usize = 6;
    pub(in super::super) const OWNER: usize = 7;
    pub(in super::super) const NAME: usize = 8;
    pub(in super::super) const KEY: usize = 9;
    pub(in super::super) const RAW: usize = 10;
    /// Of questions.
    pub(in super::super) const ANSWER: usize = 3;
    pub(in super::super) const TEXT: usize = 1;
}

/// The formats of a questionnaire.
struct Look {
    formats: Formats,
    /// A cell to fill in.
    answer: Format,
    /// A date to fill in.
    date: Format,
    text: Format,
}

impl Look {
    fn new() -> Self {
        let formats = Formats::new();
        let open = |format: Format| {
            format
                .set_unlocked()
                .set_background_color(Color::RGB(0x00FF_F8DC))
                .set_border(FormatBorder::Thin)
                .set_border_color(Color::RGB(0x00B0_A060))
        };
        let text = Format::new()
            .set_text_wrap()
            .set_align(FormatAlign::Top)
            .set_align(FormatAlign::Left);
        Self {
            answer: open(formats.body.clone()),
            date: open(text.clone().set_num_format("yyyy-mm-dd")),
            text,
            formats,
        }
    }
}

/// The guidance, line by line.
fn guidance(contents: &Contents) -> Vec<String> {
    let questions = plural(contents.questions.len(), "open question", "open questions");
    let mut lines = vec![
        format!(
            "{} is part of a map of which body passes which data to which other body. This file says what the map holds about it.",
            contents.name
        ),
        "Write the date and your name above. Then go through the yellow cells, as many as you can. Only they can be changed.".to_owned(),
        format!(
            "1. Sheet “{STATEMENTS}”: {}. Choose “{YES}” where the statement is right. Where it is not, choose “{NO}” and write what is right in the next cell.",
            counted(contents.statements.len(), "statement")
        ),
        format!(
            "2. Sheet “{FIELDS}”: {}. Say whether each has the meaning that stands beside it.",
            counted(contents.fields.len(), "data item")
        ),
        format!(
            "3. Sheet “{QUESTIONS}”: {questions}. The first ones settle the most. Answer in your own words."
        ),
        format!(
            "Choose “{NOT_KNOWN}” where nobody in your body can tell. Leave a cell empty if you have not looked at it: that is no answer."
        ),
        "The column for remarks is for anything else: where it is written, since when, who knows more.".to_owned(),
        "Save the file as it is (.xlsx or .ods) and send it back to whoever sent it to you.".to_owned(),
    ];
    lines.retain(|line| !line.is_empty());
    lines
}

/// The bytes of the workbook. Same map, same bytes.
pub(super) fn workbook(contents: &Contents) -> Result<Vec<u8>, XlsxError> {
    let mut book = begun(&format!("Questions to {}", contents.name))?;
    let look = Look::new();
    let mut lists = Lists::default();
    first(book.add_worksheet(), contents, &look)?;
    let heads = [
        "About",
        "What is asked",
        "What the map says",
        "Is that right?",
        "If not: what is right?",
        "Remarks",
    ];
    let page = book.add_worksheet();
    statements(
        page,
        STATEMENTS,
        heads,
        &contents.statements,
        (&look, &mut lists),
    )?;
    let heads = [
        "System",
        "Data item",
        "What it means, by the map",
        "Is that right?",
        "If not: what does it mean?",
        "Remarks",
    ];
    let page = book.add_worksheet();
    statements(page, FIELDS, heads, &contents.fields, (&look, &mut lists))?;
    questions(book.add_worksheet(), &contents.questions, &look)?;
    lists.write(book.add_worksheet(), &look.formats)?;
    let mark = book.add_worksheet();
    mark.set_name(MARK)?;
    mark.write_string(0, 0, FORM)?;
    mark.write_string(1, 0, &contents.id)?;
    mark.set_hidden(true);
    book.save_to_buffer()
}

fn first(page: &mut Worksheet, contents: &Contents, look: &Look) -> Result<(), XlsxError> {
    page.set_name(GUIDE)?;
    page.set_column_width(0, 26)?;
    page.set_column_width(1, 90)?;
    let title = format!("Questions to {}", contents.name);
    page.write_string_with_format(0, 0, &title, &look.formats.title)?;
    page.write_string_with_format(1, 0, &contents.title, &look.text)?;
    let rows = [
        (DATE_ROW, "Date of your answers", &look.date),
        (PERSON_ROW, "Who answers", &look.answer),
    ];
    for (row, label, format) in rows {
        page.write_string_with_format(row as u32, 0, label, &look.formats.strong)?;
        page.write_blank(row as u32, 1, format)?;
    }
    let message = "Write the date on which you answer, such as 2026-03-31.";
    let rule = DataValidation::new().allow_any_value();
    let rule = rule
        .set_input_title("Date of your answers")?
        .set_input_message(message)?;
    page.add_data_validation(DATE_ROW as u32, 1, DATE_ROW as u32, 1, &rule)?;
    for (row, line) in (PERSON_ROW as u32 + 2..).zip(guidance(contents)) {
        page.merge_range(row, 0, row, 1, &line, &look.text)?;
        page.set_row_height(row, 34)?;
    }
    page.protect();
    printed(page);
    Ok(())
}

fn heads(
    page: &mut Worksheet,
    heads: &[&str],
    widths: &[f64],
    look: &Look,
) -> Result<(), XlsxError> {
    for (column, head) in heads.iter().enumerate() {
        page.set_column_width(column as u16, widths[column])?;
        page.write_string_with_format(0, column as u16, *head, &look.formats.header)?;
    }
    page.set_freeze_panes(1, 0)?;
    page.set_repeat_rows(0, 0)?;
    Ok(())
}

/// Writes what a row is about into hidden columns.
fn about(
    page: &mut Worksheet,
    row: u32,
    target: Option<&Target>,
    rest: &[&str],
) -> Result<(), XlsxError> {
    let texts = match target {
        Some(target) => [target.section, &target.owner, &target.name],
        None => ["", "", ""],
    };
    for (place, text) in texts.iter().chain(rest).enumerate() {
        page.write_string(row, (column::SECTION + place) as u16, *text)?;
    }
    Ok(())
}

fn hide(page: &mut Worksheet, last: usize) -> Result<(), XlsxError> {
    for place in column::SECTION..=last {
        page.set_column_hidden(place as u16)?;
    }
    page.protect();
    printed(page);
    Ok(())
}

fn statements(
    page: &mut Worksheet,
    name: &str,
    titles: [&str; 6],
    rows: &[Asked],
    (look, lists): (&Look, &mut Lists),
) -> Result<(), XlsxError> {
    page.set_name(name)?;
    heads(page, &titles, &WIDTHS, look)?;
    for (place, asked) in rows.iter().enumerate() {
        let row = place as u32 + 1;
        for (column, text) in [&asked.thing, &asked.question, &asked.says]
            .into_iter()
            .enumerate()
        {
            let text = crate::exchange::sheets::write::within(text);
            page.write_string_with_format(row, column as u16, text, &look.text)?;
        }
        for column in [column::RIGHT, column::INSTEAD, column::REMARK] {
            page.write_blank(row, column as u16, &look.answer)?;
        }
        if !asked.choices.is_empty() {
            let names = asked.choices.iter().map(|(name, _)| name.clone());
            let range = lists.offer(&asked.question, names.collect());
            let rule = DataValidation::new().allow_list_formula(Formula::new(range));
            let rule = rule.show_error_message(false);
            page.add_data_validation(
                row,
                column::INSTEAD as u16,
                row,
                column::INSTEAD as u16,
                &rule,
            )?;
        }
        let texts = [&asked.thing, &asked.question, &asked.says].map(String::as_str);
        page.set_row_height(row, height(texts.into_iter().zip(WIDTHS), TALLEST))?;
        let raw = crate::exchange::sheets::write::within(&asked.raw);
        about(page, row, Some(&asked.target), &[asked.key, &raw])?;
    }
    if !rows.is_empty() {
        let rule = DataValidation::new().allow_list_strings(&[YES, NO, NOT_KNOWN])?;
        let rule = rule.set_error_message("Choose yes, no or do not know, or leave it empty")?;
        let column = column::RIGHT as u16;
        page.add_data_validation(1, column, rows.len() as u32, column, &rule)?;
    }
    hide(page, column::RAW)
}

fn questions(page: &mut Worksheet, rows: &[Open], look: &Look) -> Result<(), XlsxError> {
    page.set_name(QUESTIONS)?;
    let titles = [
        "Number",
        "Question",
        "Open points that it settles",
        "Your answer",
        "Remarks",
    ];
    heads(page, &titles, &[9.0, 62.0, 16.0, 62.0, 36.0], look)?;
    for (place, open) in rows.iter().enumerate() {
        let row = place as u32 + 1;
        page.write_number_with_format(row, 0, row, &look.text)?;
        page.write_string_with_format(
            row,
            1,
            crate::exchange::sheets::write::within(&open.text),
            &look.text,
        )?;
        page.write_string_with_format(row, 2, &open.settles, &look.text)?;
        let texts = [(open.text.as_str(), 62.0)].into_iter();
        page.set_row_height(row, height(texts, TALLEST).max(30.0))?;
        for column in [column::ANSWER, column::ANSWER + 1] {
            page.write_blank(row, column as u16, &look.answer)?;
        }
        about(page, row, open.target.as_ref(), &[])?;
    }
    hide(page, column::NAME)
}
