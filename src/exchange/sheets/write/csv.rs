//! The tables as CSV files, one for each table, and one with marks of what they were exported from.

use super::super::base;
use super::super::table::tables;
use super::rows;
use crate::exchange::proposed::WrittenMap;

/// The files, each with its name: UTF-8 with a byte-order mark, so that spreadsheets show every letter.
pub(crate) fn files(map: &WrittenMap) -> Vec<(String, Vec<u8>)> {
    let tables = tables(map);
    let files = tables.iter().map(|table| {
        let name = format!("{}.csv", table.section.replace("systems.", ""));
        let head: Vec<String> = table.columns.iter().map(|column| column.title()).collect();
        (name, written(&head, &rows(table)))
    });
    let marks: Vec<Vec<String>> = base::rows(&tables).into_iter().map(Vec::from).collect();
    let marks = written(&base::HEADINGS.map(str::to_owned), &marks);
    let marks = (format!("{}.csv", base::BASE.to_lowercase()), marks);
    files.chain([marks]).collect()
}

fn written(head: &[String], rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let done = writer.write_record(head);
    done.expect("a list of bytes takes every byte");
    for row in rows {
        let done = writer.write_record(row.iter().map(|text| safe(text)));
        done.expect("a list of bytes takes every byte");
    }
    writer
        .into_inner()
        .expect("a list of bytes takes every byte")
}

/// A text that spreadsheets would take for a formula gets an apostrophe before it, which is taken away again on the way back.
fn safe(text: &str) -> String {
    // Apostrophes that were there are kept apart from the one that is added.
    if is_like_formula(text.trim_start_matches('\'')) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// The text without the apostrophe of a text like a formula.
pub(crate) fn unquoted(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(inner) if is_like_formula(inner.trim_start_matches('\'')) => inner,
        _ => text,
    }
}

fn is_like_formula(text: &str) -> bool {
    let start = text.trim_start();
    start.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
        && start.trim_end().parse::<f64>().is_err()
}
