//! Findings as rows of cells for spreadsheets, in any of their formats.

use std::borrow::Cow;

use crate::analysis::Analysis;
use crate::ask::Cell;
use crate::read::finding::{Finding, Subject, Words};

/// A table with its header, for one sheet or one file.
pub(crate) struct Table {
    /// Its name: lower case, at most 31 letters.
    pub(crate) name: &'static str,
    /// Each column: its word, and its width in characters.
    pub(crate) columns: Vec<(Cow<'static, str>, u16)>,
    /// One cell for each column in each row.
    pub(crate) rows: Vec<Vec<Cell>>,
}

impl Table {
    /// The columns of a table, if they do not depend on the map.
    pub(crate) fn columns(columns: &[(&'static str, u16)]) -> Vec<(Cow<'static, str>, u16)> {
        columns
            .iter()
            .map(|(word, width)| (Cow::Borrowed(*word), *width))
            .collect()
    }
}

/// The columns of [`findings`].
pub(super) const COLUMNS: [(&str, u16); 19] = [
    ("name", 44),
    ("group", 13),
    ("rule", 22),
    ("level", 10),
    ("certainty", 12),
    ("message", 70),
    ("about", 44),
    ("file", 26),
    ("line", 7),
    ("column", 9),
    ("more places", 26),
    ("way", 40),
    ("help", 60),
    ("ask", 20),
    ("question", 60),
    ("decision", 12),
    ("why", 30),
    ("decided by", 18),
    ("until", 12),
];

/// Every finding, one for each row, in the order printed.
pub(crate) fn findings(analysis: &Analysis) -> Table {
    Table {
        name: "findings",
        columns: Table::columns(&COLUMNS),
        rows: analysis
            .findings
            .iter()
            .map(|finding| row(analysis, finding, &finding.words()))
            .collect(),
    }
}

pub(super) fn row(analysis: &Analysis, finding: &Finding, words: &Words) -> Vec<Cell> {
    let mut places = words.places.iter().map(|place| {
        let position = analysis.sources.position(place.span);
        (
            analysis.sources.file(place.span.file).name.clone(),
            position,
        )
    });
    let (file, position) = places.next().expect("every finding has a place");
    let more: Vec<String> = places
        .map(|(file, position)| format!("{file}:{}:{}", position.line, position.column))
        .collect();
    let mut cells = vec![
        Cell::from(&*finding.name),
        finding.kind.group.word().into(),
        finding.kind.name.into(),
        finding.level.word().into(),
        finding.certainty.word().into(),
        (&*words.message).into(),
        text(subjects(words)),
        text(file),
        position.line.into(),
        position.column.into(),
        text(more.join(", ")),
        text(words.path.join(" → ")),
        text(words.help.clone()),
    ];
    let (to, question) = match &words.question {
        Some(question) if question.to.is_empty() => (Cell::Unknown, text(question.text.clone())),
        Some(question) => (text(question.to.clone()), text(question.text.clone())),
        None => (Cell::Nothing, Cell::Nothing),
    };
    cells.extend([to, question]);
    match &finding.verdict {
        Some(verdict) => cells.extend(
            [&verdict.status, &verdict.why, &verdict.by, &verdict.until]
                .map(|word| text(word.clone())),
        ),
        None => cells.extend([Cell::Nothing, Cell::Nothing, Cell::Nothing, Cell::Nothing]),
    }
    cells
}

/// `term: date_of_death; fields: a.x, b.y`.
pub(crate) fn subjects(words: &Words) -> String {
    let told: Vec<String> = words
        .subjects
        .iter()
        .map(|(role, subject)| match subject {
            Subject::One(id) => format!("{role}: {id}"),
            Subject::Many(ids) => format!("{role}: {}", ids.join(", ")),
        })
        .collect();
    told.join("; ")
}

/// A cell of words; empty if there are no words.
pub(crate) fn text(words: String) -> Cell {
    if words.is_empty() {
        Cell::Nothing
    } else {
        Cell::Text(words)
    }
}
