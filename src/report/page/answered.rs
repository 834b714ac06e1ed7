//! The chapter on the bodies that have answered a questionnaire, and their open questions.

use super::Block;
use super::Cell;
use super::Column;
use super::Line;
use super::Report;
use super::Shape;
use super::Table;
use super::Text;
use super::ThingKind;
use crate::ask::answered::{Standing, days, standings};

/// The blocks of the chapter: one sentence if nobody has answered.
pub(super) fn blocks(report: &Report<'_>) -> Vec<Block> {
    let analysis = report.analysis;
    let standings = standings(&analysis.graph, &analysis.findings);
    let sentence = |words: String| Block::Sentence(Text::words(words));
    let mut blocks = vec![sentence(standings.sentence())];
    if !standings.is_empty() {
        let headings = ["Confirmed", "Disputed", "In part", "Not answered"];
        let open = ["Questions open", "Findings they would settle"];
        let numbers = headings.into_iter().chain(open).map(Column::number);
        let texts = ["Who", "Answered on"].map(Column::text).into_iter();
        blocks.push(Block::Table(Table {
            caption: "Who has answered, and what is open".to_owned(),
            shape: Shape::Plain,
            columns: texts.chain(numbers).collect(),
            lines: standings
                .bodies
                .iter()
                .map(|one| line(report, one))
                .collect(),
        }));
        blocks.push(Block::Note(Text::words(
            "The first four numbers count what the map holds about each: the body itself, its systems, their fields and its flows. A question stays open until the map says what the answer means.",
        )));
    }
    blocks.extend(standings.strange().map(sentence));
    blocks
}

fn line(report: &Report<'_>, one: &Standing) -> Line {
    let slug = &report.analysis.model().organisations[one.body].slug;
    let day = days(&one.days).unwrap_or_else(|| "not yet".to_owned());
    let numbers = [
        one.confirmed,
        one.disputed,
        one.in_part,
        one.left,
        one.questions,
        one.settles,
    ];
    let mut cells = vec![
        Cell::from(report.names.thing(ThingKind::Organisation, slug)),
        Cell::from(day),
    ];
    cells.extend(numbers.map(Cell::from));
    Line::of(cells)
}
