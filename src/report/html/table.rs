//! Tables and matrices as markup.

use std::collections::BTreeSet;

use super::blocks::{Writer, data_things};
use super::markup::{Markup, Tag, anchor};
use crate::report::page::{Cell, Line, Mark, Shape, Table, Thing, ThingKind};

/// A table in a box that scrolls sideways if it is too wide.
pub(super) fn table(writer: &Writer<'_>, table: &Table) -> Markup {
    let is_matrix = table.shape == Shape::Matrix;
    let heads = table.columns.iter().map(|column| {
        let cell = Tag::new("th").with("scope", "col");
        let cell = match (is_matrix, column.is_number) {
            (_, true) => cell.class("amount"),
            _ => cell,
        };
        if is_matrix {
            cell.child(writer.text(Tag::new("span"), &column.heading))
                .into()
        } else {
            writer.text(cell, &column.heading)
        }
    });
    let bodies: Vec<Markup> = match table.shape {
        Shape::Grouped => table
            .lines
            .chunk_by(|a, b| a.cells.first() == b.cells.first())
            .map(|lines| group(writer, table, lines))
            .collect(),
        Shape::Plain | Shape::Matrix => {
            let lines = table
                .lines
                .iter()
                .map(|line| row(writer, table, line, None));
            vec![Tag::new("tbody").children(lines).into()]
        }
    };
    let whole = Tag::new("table")
        .class(if is_matrix { "matrix" } else { "plain" })
        .child(Tag::new("caption").text(&table.caption))
        .child(Tag::new("thead").child(Tag::new("tr").children(heads)))
        .children(bodies);
    let boxed = Tag::new("div")
        .class("scroll")
        .with("data-label", &table.caption)
        .child(whole);
    let mut all = Markup::from(boxed);
    if is_matrix {
        all.push(&legend(table));
    }
    all
}

/// Rows that share their heading.
fn group(writer: &Writer<'_>, table: &Table, lines: &[Line]) -> Markup {
    let rows = (0..).zip(lines).map(|(place, line)| {
        let shared = if place == 0 { lines.len() } else { 0 };
        row(writer, table, line, Some(shared))
    });
    Tag::new("tbody").children(rows).into()
}

/// A row. `shared` is the number of rows that share its heading, or 0 for a row without the heading.
fn row(writer: &Writer<'_>, table: &Table, line: &Line, shared: Option<usize>) -> Markup {
    let row = Tag::new("tr");
    let row = match &line.entry {
        Some(entry) => row
            .id(&anchor(entry.kind.word(), &entry.id))
            .with("tabindex", "-1"),
        None => row,
    };
    let row = data_things(row, &line.things);
    let first = usize::from(shared == Some(0));
    let cells = line.cells.iter().enumerate().skip(first);
    let cells = cells.map(|(place, content)| {
        let tag = match (place, shared) {
            (0, Some(rows)) if rows > 1 => Tag::new("th")
                .with("scope", "rowgroup")
                .with("rowspan", &rows.to_string()),
            (0, _) => Tag::new("th").with("scope", "row"),
            _ => Tag::new("td"),
        };
        let is_number = table
            .columns
            .get(place)
            .is_some_and(|column| column.is_number);
        let tag = if is_number { tag.class("amount") } else { tag };
        let entry = line.entry.as_ref().filter(|_| place == 0);
        cell(writer, table.shape, (tag, entry.and_then(shows)), content)
    });
    row.children(cells).into()
}

/// The link that shows a term's journey or a need's sources. If no script runs, it leads to the pictures.
fn shows(entry: &Thing) -> Option<Tag> {
    let words = match entry.kind {
        ThingKind::Term => "Show its journey",
        ThingKind::Need => "Show its sources",
        _ => return None,
    };
    Some(Tag::new("a").class("show").to("map").text(words))
}

fn cell(
    writer: &Writer<'_>,
    shape: Shape,
    (tag, link): (Tag, Option<Tag>),
    content: &Cell,
) -> Markup {
    match (content, shape) {
        (Cell::Text(text), _) => match link {
            Some(link) => {
                let words = Tag::new("span").class("name");
                tag.child(writer.text(words, text))
                    .text(" ")
                    .child(link)
                    .into()
            }
            None => writer.text(tag, text),
        },
        (Cell::Nothing, _) => tag.into(),
        (Cell::Unknown, _) => tag
            .child(Tag::new("span").class("unknown").text("not stated"))
            .into(),
        (Cell::Mark(mark, says), Shape::Matrix) => tag
            .child(
                sign(*mark)
                    .with("role", "img")
                    .with("aria-label", &says.plain())
                    .with("title", &says.plain()),
            )
            .into(),
        (Cell::Mark(mark, says), Shape::Plain | Shape::Grouped) => {
            let tag = tag.child(sign(*mark).with("aria-hidden", "true")).text(" ");
            writer.text(tag, says)
        }
    }
}

fn sign(mark: Mark) -> Tag {
    let class = match mark {
        Mark::Asked => "state-mark asked",
        Mark::Again => "state-mark again",
        Mark::Typed => "state-mark typed",
        Mark::Met => "state-mark met",
        Mark::Partly => "state-mark partly",
        Mark::Unmet => "state-mark unmet",
        Mark::Unclear => "state-mark unclear",
    };
    Tag::new("span").class(class).text(mark.sign())
}

/// The meanings of the marks of a matrix: only of those used.
fn legend(table: &Table) -> Markup {
    let cells = table.lines.iter().flat_map(|line| &line.cells);
    let used: BTreeSet<Mark> = cells
        .filter_map(|cell| match cell {
            Cell::Mark(mark, _) => Some(*mark),
            _ => None,
        })
        .collect();
    let entries = used.into_iter().map(|mark| {
        Markup::from(
            Tag::new("li")
                .child(sign(mark).with("aria-hidden", "true"))
                .text(" ")
                .text(mark.meaning()),
        )
    });
    Tag::new("ul").class("key").children(entries).into()
}
