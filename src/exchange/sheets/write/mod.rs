//! Writes the tables of a map: as a workbook, and as a folder of CSV files.

#[cfg(not(target_arch = "wasm32"))]
mod csv;
mod guide;
mod lists;
pub(crate) mod workbook;

#[cfg(not(target_arch = "wasm32"))]
pub(crate) use self::csv::{files, unquoted};
pub(crate) use self::workbook::made;

use super::base::BASE;
use super::table::{Table, title};
use crate::read::syntax::matching_key;

/// The end of the id of a row that continues the one before it, because a cell can hold only so much.
pub(crate) const CONTINUED: &str = " … continued";
/// The most characters of a cell, in UTF-16 units: below the limit of the file format.
const MOST: usize = 32_000;
/// The sheet that explains the others.
pub(crate) const GUIDE: &str = "Read me";
/// The sheet with the words of the drop-down lists.
pub(crate) const LISTS: &str = "Lists";

/// True for a sheet that holds no entries of the map.
pub(crate) fn is_own_sheet(name: &str) -> bool {
    let name = matching_key(name);
    [GUIDE, LISTS, BASE]
        .iter()
        .any(|own| matching_key(own) == name)
}

/// The rows of a table as they are written: a row with a cell that is too long is continued in rows of its own.
fn rows(table: &Table) -> Vec<Vec<String>> {
    let names: Vec<usize> = table.names().collect();
    let mut rows = Vec::new();
    for row in &table.rows {
        let parts: Vec<Vec<String>> = row.cells.iter().map(|text| parts(text)).collect();
        let count = parts.iter().map(Vec::len).max().unwrap_or(1);
        for number in 0..count {
            let cells = parts.iter().enumerate().map(|(column, parts)| {
                if names.contains(&column) && number > 0 {
                    let mark = if Some(&column) == names.last() {
                        CONTINUED
                    } else {
                        ""
                    };
                    return format!("{}{mark}", parts[0]);
                }
                parts.get(number).cloned().unwrap_or_default()
            });
            rows.push(cells.collect());
        }
    }
    rows
}

/// The text in parts that fit into a cell, cut after a line if it has lines.
fn parts(text: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut rest = text;
    while rest.encode_utf16().count() > MOST {
        let mut units = 0;
        let mut cut = rest.len();
        for (at, letter) in rest.char_indices() {
            units += letter.len_utf16();
            if units > MOST {
                cut = at;
                break;
            }
        }
        let cut = rest[..cut].rfind('\n').map_or(cut, |at| at + 1);
        parts.push(rest[..cut].to_owned());
        rest = &rest[cut..];
    }
    parts.push(rest.to_owned());
    parts
}

/// The name of the sheet of a table.
fn sheet(table: &Table) -> String {
    title(table.section)
}

/// The text on one line and within a limit, in characters.
pub(crate) fn cut(text: &str, most: usize) -> String {
    let text = crate::words::clean(text);
    if text.encode_utf16().count() <= most {
        return text;
    }
    let mut cut: String = text.chars().take(most / 2 + most / 4).collect();
    cut.push('…');
    cut
}

/// The text, shortened if no cell can hold it.
pub(crate) fn within(text: &str) -> String {
    let mut parts = parts(text);
    match parts.len() {
        1 => parts.remove(0),
        _ => format!("{}…", parts[0]),
    }
}
