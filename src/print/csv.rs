//! Findings as CSV, one for each row; and the writing of any row.

use std::io;
use std::io::Write;

use crate::analysis::Analysis;
use crate::ask::Cell;
use crate::print::table;
use crate::read::finding::each_told_in_turn;
use crate::words::shown;

/// Every finding as RFC 4180 CSV with a header, in the order printed.
///
/// A text that a spreadsheet would take for a formula starts with an apostrophe; line breaks within a text are spaces. Each row is written
/// as soon as its words are made.
pub(super) fn write(analysis: &Analysis, out: &mut dyn Write) -> io::Result<()> {
    let header = table::COLUMNS.iter().map(|(word, _)| *word);
    out.write_all(record(header).as_bytes())?;
    each_told_in_turn(
        &analysis.findings,
        |_, finding, told| record(table::row(analysis, finding, told).iter().map(words)),
        |row| out.write_all(row.as_bytes()),
    )
}

fn words(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => number.to_string(),
        Cell::Unknown => "not stated".to_owned(),
        Cell::Nothing => String::new(),
    }
}

/// One row with its line end; every cell harmless, and quoted if necessary.
pub(crate) fn record<Text: AsRef<str>>(cells: impl IntoIterator<Item = Text>) -> String {
    let cells: Vec<String> = cells.into_iter().map(|text| cell(text.as_ref())).collect();
    format!("{}\r\n", cells.join(","))
}

fn cell(text: &str) -> String {
    let told = shown(text);
    let text = if is_formula(text) || is_formula(&told) {
        format!("'{told}")
    } else {
        told.into_owned()
    };
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

/// True for text that a spreadsheet would evaluate or run: spaces before the sign do not prevent it. A number is none.
fn is_formula(text: &str) -> bool {
    let inner = text.trim_start();
    let is_number = inner.strip_prefix(['-', '+']).is_some_and(|rest| {
        !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit() || c == '.')
    });
    text.starts_with(['\t', '\r', '\n'])
        || (inner.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) && !is_number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Options;
    use crate::read::source::SourceSet;

    #[test]
    fn a_formula_is_made_harmless_and_a_number_stays_one() {
        let formulas = [
            "=1+1", "+a", "-a", "@SUM(A1)", "\t=1", "  =1", "-1+1|cmd", "＝1",
        ];
        for formula in formulas {
            assert!(
                cell(formula).trim_start_matches('"').starts_with('\''),
                "{formula}"
            );
        }
        for harmless in ["a=1", "-5", "+1.5", "", "'x", "a-b"] {
            assert_eq!(cell(harmless), harmless);
        }
    }

    #[test]
    fn commas_quotes_and_breaks_are_quoted() {
        assert_eq!(
            record(["a,b", "say \"hi\"", "c"]),
            "\"a,b\",\"say \"\"hi\"\"\",c\r\n"
        );
    }

    #[test]
    fn one_finding_is_one_line_whatever_it_says() {
        let text = "systems:\n  a: {name: \"x\\r\\ny\", fields: [b]}\n  \"=c\": {fields: [d]}\n";
        let sources = SourceSet::from_strings([("=map,\"1\".yaml", text)]);
        let analysis = Analysis::of(sources, Options::default());
        let mut csv = Vec::new();
        write(&analysis, &mut csv).expect("a list of bytes takes every byte");
        let csv = String::from_utf8(csv).expect("text");
        assert!(!analysis.findings.is_empty());
        assert_eq!(csv.lines().count(), analysis.findings.len() + 1);
        assert_eq!(csv.matches("\r\n").count(), csv.matches('\n').count());
        assert!(csv.contains("\"'=map,\"\"1\"\".yaml\""), "{csv}");
    }
}
