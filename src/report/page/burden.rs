//! The requests made of each organisation, and the share that is repeated.

use super::Block;
use super::Cell;
use super::Column;
use super::Line;
use super::Report;
use super::Shape;
use super::Table;
use super::Text;
use super::ThingKind;
use crate::ask;
use crate::ask::burden::By;
use crate::words::capital;

/// The columns shown: the name of each in the answer, and here.
const COLUMNS: [(&str, &str); 7] = [
    ("requests", "Things asked for"),
    ("flows", "Flows"),
    ("items a year", "Items a year"),
    ("repeats", "Asked again"),
    ("cannot tell", "Perhaps again"),
    ("on purpose", "On purpose"),
    ("saved a year", "Items saved by merging"),
];

pub(super) fn blocks(report: &Report<'_>) -> Vec<Block> {
    let answer = ask::burden::ask(&report.analysis.graph, By::Organisation);
    if answer.rows.is_empty() {
        return vec![Block::Sentence(Text::words(
            "Nothing stated is asked of anybody.",
        ))];
    }
    let places: Vec<(usize, &str)> = COLUMNS
        .iter()
        .filter_map(|(known, shown)| {
            let place = answer.columns.iter().position(|column| column == known)?;
            Some((place, *shown))
        })
        .collect();
    let lines = answer.rows.iter().map(|row| {
        let slug = match &row.cells[0] {
            ask::Cell::Text(slug) => slug.as_str(),
            _ => "",
        };
        let thing = report.names.thing(ThingKind::Organisation, slug);
        let cells = places.iter().map(|(place, _)| cell(&row.cells[*place]));
        Line {
            entry: None,
            things: vec![thing.clone()],
            cells: std::iter::once(Cell::from(thing.clone()))
                .chain(cells)
                .collect(),
        }
    });
    let mut columns = vec![Column::text("Organisation")];
    columns.extend(places.iter().map(|(_, shown)| Column::number(shown)));
    let mut blocks = vec![
        Block::Sentence(Text::words(format!("{}.", answer.title))),
        Block::Table(Table {
            caption: "What is asked of each organisation, the largest burden first".to_owned(),
            shape: Shape::Plain,
            columns,
            lines: lines.collect(),
        }),
    ];
    let notes = answer.notes.iter();
    blocks.extend(notes.map(|note| Block::Note(Text::words(format!("{}.", capital(note))))));
    blocks
}

fn cell(cell: &ask::Cell) -> Cell {
    match cell {
        ask::Cell::Text(text) => text.as_str().into(),
        ask::Cell::Number(number) => format!("{number:.0}").into(),
        ask::Cell::Unknown => Cell::Unknown,
        ask::Cell::Nothing => Cell::Nothing,
    }
}
