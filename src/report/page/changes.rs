//! The changes since an older map: needs, topics and findings first, then entries, then the figures.

use super::Block;
use super::Cell;
use super::Column;
use super::Line;
use super::Report;
use super::Shape;
use super::Since;
use super::Table;
use super::Text;
use crate::analysis::Analysis;
use crate::print::changes;
use crate::words::{capital, counted};

/// Limit on the lines of one kind in the report; the workbook has all.
const MOST: usize = 60;
/// Limit on the lines of one kind where a reader of the page asked for the differences.
const MOST_ASKED: usize = 500;

pub(super) fn blocks(report: &Report<'_>) -> Vec<Block> {
    let since = report.since;
    since.map_or_else(Vec::new, |since| {
        told(report, since, MOST, "the workbook lists all")
    })
}

/// The differences from an older map, for a reader of the page who asked for them.
pub(crate) fn changed_blocks(analysis: &Analysis, since: Since<'_>) -> Vec<Block> {
    let report = Report::since(analysis, Some(since));
    let rest = "`flowmap compare` on the command line lists all";
    told(&report, since, MOST_ASKED, rest)
}

/// The differences, with at most so many lines of one kind, and the place of the rest.
fn told(report: &Report<'_>, since: Since<'_>, most: usize, rest: &str) -> Vec<Block> {
    let all = since.changes;
    let day = match &all.old.day {
        Some(day) => format!("Compared with the map of {day}."),
        None => "Compared with an older map, which does not say its day.".to_owned(),
    };
    if all.is_empty() {
        let text = format!("{day} {}", changes::NOTHING);
        return vec![Block::Sentence(Text::words(text))];
    }
    let text = format!("{day} {}", changes::headline(all));
    let mut blocks = vec![Block::Sentence(Text::words(text))];
    for section in changes::sections(all) {
        let more = section.lines.len().saturating_sub(most);
        let lines = section.lines.iter().take(most).map(|line| {
            let words = report.names.told(&line.words, None).capital();
            Line::of(vec![capital(section.word(line)).into(), words.into()])
        });
        blocks.push(Block::Table(Table::plain(
            &section.heading,
            ["Change", "What"],
            lines,
        )));
        if more > 0 {
            let text = format!("And {}: {rest}.", counted(more, "more line"));
            blocks.push(Block::Note(Text::words(text)));
        }
    }
    blocks.extend(figures(all));
    blocks
}

/// The figures that differ, then and now.
fn figures(all: &crate::compare::Changes) -> Option<Block> {
    let differing = changes::differing(all);
    let number = |number: u64| Cell::from(number.to_string());
    let lines = differing.iter().map(|figure| {
        let words = Cell::from(capital(figure.words));
        Line::of(vec![words, number(figure.then), number(figure.now)])
    });
    let table = Table {
        caption: "The figures before and now".to_owned(),
        shape: Shape::Plain,
        columns: vec![
            Column::text("What is counted"),
            Column::number("Before"),
            Column::number("Now"),
        ],
        lines: lines.collect(),
    };
    (!differing.is_empty()).then_some(Block::Table(table))
}
