//! Findings as CSV, one for each row.

use std::io;
use std::io::Write;

use crate::analysis::Analysis;
use crate::ask::Cell;
use crate::escape::record;
use crate::print::table;
use crate::read::finding::each_told_in_turn;

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Options;
    use crate::read::source::SourceSet;

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
