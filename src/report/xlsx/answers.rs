//! The sheets that are answers to a question: the crosswalk of all terms, and the questions for each organisation.

use std::borrow::Cow;

use crate::analysis::Analysis;
use crate::ask::answered;
use crate::ask::case;
use crate::ask::crosswalk;
use crate::ask::decisions as ledger;
use crate::ask::questions;
use crate::ask::{Answer, Cell};
use crate::print::table::{Table, text};

/// Every field that has a term, term by term.
pub(super) fn crosswalk(analysis: &Analysis) -> Table {
    let model = analysis.model();
    let terms: Vec<&str> = model.terms.iter().map(|(_, term)| &*term.slug).collect();
    let answer = crosswalk::ask(&analysis.graph, &terms).unwrap_or_default();
    let widths = [24, 36, 24, 18, 40, 80];
    table(analysis, "crosswalk", answer, &widths)
}

/// Every question that would settle findings, by organisation.
pub(super) fn questions(analysis: &Analysis) -> Table {
    let answer = questions::ask(&analysis.graph, &analysis.findings, None).unwrap_or_default();
    table(analysis, "questions", answer, &[24, 80, 9, 70])
}

/// The bodies that have answered, and their open questions; `None` if nobody has answered.
pub(super) fn answered(analysis: &Analysis) -> Option<Table> {
    let answer = answered::ask(&analysis.graph, &analysis.findings);
    let widths = [26, 24, 11, 11, 11, 13, 15, 13];
    (!answer.rows.is_empty()).then(|| table(analysis, "answered", answer, &widths))
}

/// The decisions of the map, and what the map still shows of each; `None` if there are none.
pub(super) fn decisions(analysis: &Analysis) -> Option<Table> {
    if analysis.model().decisions.is_empty() {
        return None;
    }
    let answer = ledger::ask(&analysis.graph, &analysis.findings, None).unwrap_or_default();
    let widths = [44, 11, 44, 22, 44, 22, 22, 14, 26];
    Some(table(analysis, "decisions", answer, &widths))
}

/// The answer about each case that the map keeps; `None` if it keeps none.
pub(super) fn cases(analysis: &Analysis) -> Option<Table> {
    let model = analysis.model();
    let mut all: Option<Answer> = None;
    for (id, _) in model.cases.iter().filter(|(_, case)| !case.is_placeholder) {
        let subject = case::kept(model, id);
        let mut answer = case::of(&analysis.graph, &subject);
        answer.columns.insert(0, "case".to_owned());
        for row in &mut answer.rows {
            row.cells.insert(0, text(subject.name.clone()));
        }
        match &mut all {
            Some(all) => all.rows.append(&mut answer.rows),
            None => all = Some(answer),
        }
    }
    let widths = [40, 14, 18, 36, 28, 40, 12, 36, 40, 24, 60, 12];
    all.map(|answer| table(analysis, "cases", answer, &widths))
}

/// The answer's columns, then the place of each row.
fn table(analysis: &Analysis, name: &'static str, answer: Answer, widths: &[u16]) -> Table {
    let words = answer.columns.iter().map(|word| Cow::Owned(word.clone()));
    let mut columns: Vec<(Cow<'static, str>, u16)> = words.zip(widths.iter().copied()).collect();
    columns.extend(Table::columns(&[("file", 26), ("line", 7)]));
    let rows = answer.rows.into_iter().map(|row| {
        let place = row.place.map(|span| {
            let file = analysis.sources.file(span.file).name.clone();
            (file, analysis.sources.position(span).line)
        });
        let mut cells = row.cells;
        match place {
            Some((file, line)) => cells.extend([text(file), line.into()]),
            None => cells.extend([Cell::Nothing, Cell::Nothing]),
        }
        cells
    });
    Table {
        name,
        columns,
        rows: rows.collect(),
    }
}
