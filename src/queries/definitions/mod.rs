//! The clash card of one term: facets down, the fields across, only what differs; each cell says what its field says and how that relates to
//! the first that says anything. Windows stand on one axis.

mod axis;
pub(super) mod card;
mod relation;

use self::card::Card;
use self::card::CardCell;
use self::card::CardRow;
use super::Answer;
use super::Cell;
use super::Misunderstanding;
use super::Row;
use super::sides::Facet;
use super::sides::Said;
use super::sides::differs;
use super::sides::fields_of;
use super::sides::find_term;
use super::sides::shared;
use crate::graph::FlowGraph;
use crate::model::Crosswalks;
use crate::model::FieldId;
use crate::model::Model;
use crate::model::TermId;
use crate::source::Span;

/// The facets on which the fields of the term `id` differ, each with what every field says.
///
/// # Errors
/// Where the map has no such term.
pub fn ask(graph: &FlowGraph, id: &str) -> Result<Answer, Misunderstanding> {
    let model = graph.model();
    let term = find_term(graph, id)?;
    let fields = fields_of(model, term);
    let crosswalks = Crosswalks::of(model);
    let facets = Facet::all(model);
    let open = facets.iter().copied();
    let open: Vec<Facet> = open
        .filter(|facet| differs(model, *facet, &fields))
        .collect();
    let windows = open.iter().filter_map(|facet| match facet {
        Facet::On(dimension) => axis::windows(model, *dimension, &fields),
        _ => None,
    });
    let card = Card {
        fields: fields.iter().map(|id| model.field_name(*id)).collect(),
        windows: windows.collect(),
        rows: open
            .iter()
            .map(|facet| row(model, &crosswalks, *facet, &fields))
            .collect(),
    };
    let mut columns = super::named(&["facet"]);
    columns.extend(card.fields.iter().cloned());
    Ok(Answer {
        title: title(model, term, &fields, open.len()),
        columns,
        rows: card.rows.iter().map(printed).collect(),
        notes: notes(model, term, &fields, &facets),
        card: Some(card),
    })
}

fn title(model: &Model, term: TermId, fields: &[FieldId], open: usize) -> String {
    let slug = &model.terms[term].slug;
    let facets = match open {
        1 => "1 facet".to_owned(),
        many => format!("{many} facets"),
    };
    match (fields.len(), open) {
        (0, _) => format!("no field has the term `{slug}`"),
        (1, _) => format!(
            "`{slug}` is defined once, in `{}`",
            model.field_name(fields[0])
        ),
        (many, 0) => {
            format!("the {many} definitions of `{slug}` say the same, as far as they say anything")
        }
        (many, _) => format!("the {many} definitions of `{slug}` differ in {facets}"),
    }
}

/// What all have in common, and what the glossary says.
fn notes(model: &Model, term: TermId, fields: &[FieldId], facets: &[Facet]) -> Vec<String> {
    let mut notes = Vec::new();
    if fields.len() > 1 {
        notes.push(
            "in brackets: how it relates to the first in its row that says anything".to_owned(),
        );
    }
    let is_divided = |facet: &Facet| match facet {
        Facet::On(dimension) => relation::is_divided(model, *dimension, fields),
        _ => false,
    };
    if facets.iter().any(is_divided) {
        notes.push("`; or`: the `covers` has parts that differ here".to_owned());
    }
    let alike: Vec<String> = facets
        .iter()
        .filter_map(|facet| shared(model, *facet, fields))
        .collect();
    if fields.len() > 1 && !alike.is_empty() {
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

fn row(model: &Model, crosswalks: &Crosswalks<'_>, facet: Facet, fields: &[FieldId]) -> CardRow {
    let first = fields
        .iter()
        .copied()
        .find(|field| facet.said(model, *field) != Said::NotStated);
    let cell = |field: &FieldId| {
        let says = match facet.said(model, *field) {
            Said::Words(words) => Some(words),
            Said::Word(word) => Some(word.to_owned()),
            Said::NotStated => None,
        };
        let other = first.filter(|first| first != field && says.is_some());
        CardCell {
            relation: other
                .and_then(|first| relation::relation(model, crosswalks, facet, *field, first)),
            says,
            place: place(model, facet, *field),
        }
    };
    CardRow {
        facet: facet.word(model),
        cells: fields.iter().map(cell).collect(),
    }
}

/// A row of the card as one of the table.
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

fn place(model: &Model, facet: Facet, id: FieldId) -> Span {
    let field = &model.fields[id];
    let own = match facet {
        Facet::Definition => field.definition.span(),
        Facet::Type => field.kind.span(),
        Facet::Unit => field.unit.span(),
        Facet::Codes => field.codes.span(),
        Facet::On(_) => field
            .covers
            .span()
            .or(model.systems[field.system].covers.span()),
    };
    own.unwrap_or(field.span)
}
