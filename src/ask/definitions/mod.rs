//! The clash card of one term, only the differences: one row for each facet, one column for each definition (the agreed one first, then
//! those of fields). Each cell has the statement and its relation to the first definition that states the facet. Windows are drawn on one
//! axis.

mod axis;
pub(super) mod card;
mod relation;

use self::card::{Card, CardCell, CardRow};
use super::Answer;
use super::Cell;
use super::Misunderstanding;
use super::Row;
use super::sides::{Facet, Said, Side, differs, find_term, shared};
use crate::judge::graph::{FlowGraph, Supply};
use crate::read::model::{Crosswalks, Model, TermId};
use crate::words::counted;

/// The facets on which the definitions of the term `id` differ, each with the statements of all of them.
///
/// # Errors
/// If the map has no such term.
pub fn ask(graph: &FlowGraph, id: &str) -> Result<Answer, Misunderstanding> {
    let model = graph.model();
    let term = find_term(graph, id)?;
    let fields = Supply::of(graph).held(term).iter();
    let fields: Vec<Side> = fields.copied().map(Side::Field).collect();
    let agreed = model.terms[term]
        .agreed
        .is_some()
        .then_some(Side::Agreed(term));
    let sides: Vec<Side> = agreed.into_iter().chain(fields.iter().copied()).collect();
    let crosswalks = Crosswalks::of(model);
    // If the agreed definition leaves a facet open, nothing is agreed on it, so no definition departs from it.
    let speaking = |facet: Facet| match agreed {
        Some(agreed) if facet.said(model, agreed) == Said::NotStated => &fields,
        _ => &sides,
    };
    let facets = Facet::all(model);
    let open: Vec<Facet> = facets
        .iter()
        .copied()
        .filter(|facet| differs(model, *facet, speaking(*facet)))
        .collect();
    let windows = open.iter().filter_map(|facet| match facet {
        Facet::On(dimension) => axis::windows(model, *dimension, speaking(*facet)),
        _ => None,
    });
    let alike = facets
        .iter()
        .filter_map(|facet| shared(model, *facet, speaking(*facet)));
    let alike: Vec<String> = alike.collect();
    let is_divided = |facet: &Facet| match facet {
        Facet::On(dimension) => relation::is_divided(model, *dimension, &sides),
        _ => false,
    };
    let notes = notes(model, term, &sides, facets.iter().any(is_divided), &alike);
    let card = Card {
        fields: sides.iter().map(|side| side.name(model)).collect(),
        windows: windows.collect(),
        rows: open
            .iter()
            .map(|facet| row(model, &crosswalks, *facet, &sides))
            .collect(),
    };
    let mut columns = super::named(&["on"]);
    columns.extend(card.fields.iter().cloned());
    Ok(Answer {
        title: title(model, term, &fields, open.len()),
        columns,
        rows: card.rows.iter().map(printed).collect(),
        notes,
        card: Some(card),
    })
}

fn title(model: &Model, term: TermId, fields: &[Side], open: usize) -> String {
    let slug = &model.terms[term].slug;
    let points = counted(open, "point");
    match (fields, model.terms[term].agreed.is_some(), open) {
        ([], false, _) => format!("no field has the term `{slug}`"),
        ([], true, _) => format!("`{slug}` is agreed, and no field has it"),
        ([field], false, _) => format!("`{slug}` is defined once, in `{}`", field.name(model)),
        ([field], true, 0) => format!(
            "`{}` says what is agreed for `{slug}`, as far as either says anything",
            field.name(model)
        ),
        ([field], true, _) => format!(
            "`{}` differs from what is agreed for `{slug}` on {points}",
            field.name(model)
        ),
        (many, false, 0) => format!(
            "the {} definitions of `{slug}` say the same, as far as they say anything",
            many.len()
        ),
        (many, true, 0) => format!(
            "the {} definitions of `{slug}` say what is agreed, as far as they say anything",
            many.len()
        ),
        (many, false, _) => format!(
            "the {} definitions of `{slug}` differ on {points}",
            many.len()
        ),
        (many, true, _) => format!(
            "the {} definitions of `{slug}` and the agreed one differ on {points}",
            many.len()
        ),
    }
}

/// The statements that all definitions share, and the definition in the glossary.
fn notes(
    model: &Model,
    term: TermId,
    sides: &[Side],
    is_divided: bool,
    alike: &[String],
) -> Vec<String> {
    let mut notes = Vec::new();
    if sides.len() > 1 {
        let first = match sides[0] {
            Side::Agreed(_) => "what is agreed, else to the first in its row that says anything",
            Side::Field(_) => "the first in its row that says anything",
        };
        notes.push(format!("in brackets: how it relates to {first}"));
    }
    if is_divided {
        notes.push("`; or`: the `covers` has parts that differ here".to_owned());
    }
    if sides.len() > 1 && !alike.is_empty() {
        notes.push(format!("alike in all: {}", alike.join(", ")));
    }
    if let Some(definition) = model.terms[term].definition.known() {
        notes.push(format!("the glossary says: {definition}"));
    }
    match model.terms[term].agreed.as_deref() {
        Some(agreed) => {
            let words = agreed.definition.known().map_or("", |words| &**words);
            let told = format!("a definition is agreed: {words}");
            notes.push(told.trim_end_matches(": ").to_owned());
        }
        None => notes.push("no definition is agreed".to_owned()),
    }
    notes
}

fn row(model: &Model, crosswalks: &Crosswalks<'_>, facet: Facet, sides: &[Side]) -> CardRow {
    let first = sides
        .iter()
        .copied()
        .find(|side| facet.said(model, *side) != Said::NotStated);
    let cell = |side: &Side| {
        let says = match facet.said(model, *side) {
            Said::Words(words) => Some(words),
            Said::Word(word) => Some(word.to_owned()),
            Said::NotStated => None,
        };
        let other = first.filter(|first| first != side && says.is_some());
        CardCell {
            relation: other
                .and_then(|first| relation::relation(model, crosswalks, facet, *side, first)),
            says,
            place: side.place(model, facet),
        }
    };
    CardRow {
        facet: facet.word(model),
        cells: sides.iter().map(cell).collect(),
    }
}

/// Turns a row of the card into a row of the table.
fn printed(row: &CardRow) -> Row {
    let told = row
        .cells
        .iter()
        .map(|cell| match (&cell.says, &cell.relation) {
            (None, _) => Cell::Unknown,
            (Some(says), None) => Cell::from(says.as_str()),
            (Some(says), Some(relation)) => Cell::from(format!("{says} [{relation}]")),
        });
    Row {
        cells: std::iter::once(Cell::from(row.facet.as_str()))
            .chain(told)
            .collect(),
        path: Vec::new(),
        place: row.cells.first().map(|cell| cell.place),
    }
}
