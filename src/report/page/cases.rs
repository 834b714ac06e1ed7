//! The cases that the map keeps: for each, the systems that must be told, the terms asked again, and the systems that are not told.

use super::Block;
use super::Card;
use super::Cell;
use super::Line;
use super::Report;
use super::Table;
use super::Text;
use crate::ask;
use crate::ask::case::{EXCLUDED, compared, kept, of};
use crate::ask::{Answer, Row};
use crate::read::model::CaseId;
use crate::words::{capital, counted};

/// The blocks of the chapter; empty if the map keeps no case.
pub(super) fn blocks(report: &Report<'_>) -> Vec<Block> {
    let model = report.analysis.model();
    let cases = model.cases.iter();
    let cases: Vec<CaseId> = cases
        .filter(|(_, case)| !case.is_placeholder)
        .map(|(id, _)| id)
        .collect();
    if cases.is_empty() {
        return Vec::new();
    }
    let sentence = format!(
        "{} walked through the map: who must be told of it, by whom and when.",
        match cases.len() {
            1 => "1 case is".to_owned(),
            count => format!("{count} cases are"),
        }
    );
    let mut blocks = vec![Block::Sentence(Text::words(sentence))];
    blocks.extend(cases.into_iter().map(|id| Block::Card(card(report, id))));
    blocks
}

fn card(report: &Report<'_>, id: CaseId) -> Card {
    let graph = &report.analysis.graph;
    let model = graph.model();
    let subject = kept(model, id);
    let answer = of(graph, &subject);
    let mut blocks = case_blocks(&answer);
    if let Some(beside) = compared(graph, id) {
        blocks.extend(beside_blocks(&beside));
    }
    let must = told(&answer, "must be told").count();
    Card {
        sort: "case",
        of: model.cases[id].slug.to_string(),
        heading: Text::words(subject.name),
        tally: format!("{} must be told", counted(must, "system")),
        things: Vec::new(),
        blocks,
        is_sheet: false,
        is_folded: true,
    }
}

/// The systems with the answer `word`, each once.
fn told<'a>(answer: &'a Answer, word: &'a str) -> impl Iterator<Item = &'a Row> {
    let mut last: Option<&ask::Cell> = None;
    answer.rows.iter().filter(move |row| {
        let is_new = row.cells[1] == ask::Cell::from(word) && last != Some(&row.cells[2]);
        if is_new {
            last = Some(&row.cells[2]);
        }
        is_new
    })
}

/// An answer about one case: a table of the systems that are told, one of the terms asked again, one of the systems that hold copies or
/// figures, and one of the systems that are not told; then its notes.
pub(crate) fn case_blocks(answer: &Answer) -> Vec<Block> {
    let mut blocks = vec![Block::Sentence(Text::words(format!("{}.", answer.title)))];
    let of_part = |row: &&Row, part: &str| row.cells[0] == ask::Cell::from(part);
    let is_not = |row: &&Row| {
        EXCLUDED
            .iter()
            .any(|word| row.cells[1] == ask::Cell::from(*word))
    };
    let rows = || answer.rows.iter();
    let is_told = |row: &&Row| of_part(row, "told") && !is_not(row);
    let tables = [
        table(
            "Who is told, and how",
            [
                ("Answer", 1),
                ("Who", 2),
                ("Owner", 3),
                ("Told by", 4),
                ("How", 5),
                ("When", 6),
                ("Basis", 7),
                ("Under", 8),
                ("Why", 9),
                ("How sure", 10),
            ],
            rows().filter(is_told),
        ),
        table(
            "What the same body is asked more than once for this case",
            [
                ("What", 2),
                ("Who is asked", 4),
                ("How often", 1),
                ("By whom", 9),
                ("How sure", 10),
            ],
            rows().filter(|row| of_part(row, "asked again")),
        ),
        table(
            "Who has it at first hand, gets a copy or holds figures only",
            [
                ("Answer", 1),
                ("Who", 2),
                ("Owner", 3),
                ("From", 4),
                ("When", 6),
                ("Why", 9),
                ("How sure", 10),
            ],
            rows().filter(|row| !is_not(row) && !is_told(row) && !of_part(row, "asked again")),
        ),
        table(
            "Who is not told, and what excludes the case",
            [("Who", 2), ("Answer", 1), ("Why", 9)],
            rows().filter(is_not),
        ),
    ];
    blocks.extend(tables.into_iter().flatten());
    blocks.extend(notes(answer));
    blocks
}

/// An answer about several cases: one table of the differences.
fn beside_blocks(answer: &Answer) -> Vec<Block> {
    let mut blocks = vec![Block::Sentence(Text::words(format!(
        "{}.",
        capital(&answer.title)
    )))];
    let columns = answer.columns.iter().enumerate().skip(1);
    let columns: Vec<(&str, usize)> = columns.map(|(place, word)| (&**word, place)).collect();
    if !answer.rows.is_empty() {
        blocks.push(Block::Table(Table {
            columns: columns
                .iter()
                .map(|(word, _)| super::Column::text(&capital(word)))
                .collect(),
            ..Table::plain("What differs", [], lines(&columns, answer.rows.iter()))
        }));
    }
    blocks.extend(notes(answer));
    blocks
}

fn notes(answer: &Answer) -> impl Iterator<Item = Block> + '_ {
    let notes = answer.notes.iter();
    notes.map(|note| Block::Note(Text::words(format!("{}.", capital(note)))))
}

/// A table of these columns of the rows; `None` if there are no rows.
fn table<'a, const COLUMNS: usize>(
    caption: &str,
    columns: [(&str, usize); COLUMNS],
    rows: impl Iterator<Item = &'a Row>,
) -> Option<Block> {
    let lines = lines(&columns, rows);
    let headings = columns.map(|(heading, _)| heading);
    (!lines.is_empty()).then(|| Block::Table(Table::plain(caption, headings, lines)))
}

fn lines<'a>(columns: &[(&str, usize)], rows: impl Iterator<Item = &'a Row>) -> Vec<Line> {
    let line = |row: &Row| {
        Line::of(
            columns
                .iter()
                .map(|(_, place)| cell(&row.cells[*place]))
                .collect(),
        )
    };
    rows.map(line).collect()
}

fn cell(cell: &ask::Cell) -> Cell {
    match cell {
        ask::Cell::Text(text) => text.as_str().into(),
        ask::Cell::Number(number) => format!("{number:.0}").into(),
        ask::Cell::Unknown => Cell::Unknown,
        ask::Cell::Nothing => Cell::Nothing,
    }
}
