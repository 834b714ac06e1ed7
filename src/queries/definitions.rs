//! The clash card of one term: facet by facet, what each field says, how that relates to the first, and windows as numbers on one axis.
//!
//! A card in which the fields stand across needs as many columns as there are fields; here each (facet, field) is a row, facets in order, so
//! that every form of output can carry it.

use super::Answer;
use super::Cell;
use super::Misunderstanding;
use super::Row;
use super::sides::Facet;
use super::sides::Said;
use super::sides::differs;
use super::sides::fields_of;
use super::sides::find_term;
use super::sides::is_same;
use super::sides::shared;
use crate::graph::FlowGraph;
use crate::model::Axis;
use crate::model::Computable;
use crate::model::Crosswalks;
use crate::model::DimensionId;
use crate::model::End;
use crate::model::Extent;
use crate::model::FieldId;
use crate::model::Id;
use crate::model::Interval;
use crate::model::Model;
use crate::model::Ref;
use crate::model::Relation;
use crate::model::ScopeBox;
use crate::model::Space;
use crate::model::Unit;
use crate::model::relations;

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
    let open: Vec<Facet> = facets
        .iter()
        .copied()
        .filter(|facet| differs(model, *facet, &fields))
        .collect();
    let mut rows = Vec::new();
    for facet in &open {
        for field in &fields {
            rows.push(row(model, &crosswalks, *facet, *field, &fields));
        }
    }
    let slug = &model.terms[term].slug;
    let mut notes = Vec::new();
    if let Some(first) = fields.first() {
        notes.push(format!(
            "relations are to the first field that states the facet; the order begins with `{}`",
            model.field_name(*first)
        ));
    }
    let alike: Vec<String> = facets
        .iter()
        .filter_map(|facet| shared(model, *facet, &fields))
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
            notes.push(
                format!("a definition is agreed: {words}")
                    .trim_end_matches(": ")
                    .to_owned(),
            );
        }
        None => notes.push("no definition is agreed".to_owned()),
    }
    let fields = fields.len();
    Ok(Answer {
        title: format!(
            "the {fields} definitions of `{slug}` differ in {} facets",
            open.len()
        ),
        columns: vec![
            "facet",
            "field",
            "says",
            "relation",
            "from",
            "to at least",
            "to at most",
            "unit",
        ],
        rows,
        notes,
    })
}

fn row(
    model: &Model,
    crosswalks: &Crosswalks<'_>,
    facet: Facet,
    field: FieldId,
    fields: &[FieldId],
) -> Row {
    let said = facet.said(model, field);
    let first = fields
        .iter()
        .copied()
        .find(|other| facet.said(model, *other) != Said::NotStated)
        .unwrap_or(field);
    let relation = if said == Said::NotStated {
        Cell::Unknown
    } else if first == field {
        Cell::Nothing
    } else {
        relation(model, crosswalks, facet, field, first)
    };
    let mut cells = vec![
        Cell::from(facet.word(model)),
        Cell::from(model.field_name(field)),
        match said {
            Said::Words(words) => Cell::from(words),
            Said::Word(word) => Cell::from(word),
            Said::NotStated => Cell::Unknown,
        },
        relation,
    ];
    cells.extend(numbers(model, facet, field));
    Row {
        cells,
        path: Vec::new(),
        place: Some(place(model, facet, field)),
    }
}

fn place(model: &Model, facet: Facet, id: FieldId) -> crate::source::Span {
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

/// How what a field says relates to what the first says, as far as that can be told.
fn relation(
    model: &Model,
    crosswalks: &Crosswalks<'_>,
    facet: Facet,
    field: FieldId,
    first: FieldId,
) -> Cell {
    match facet {
        Facet::Definition => Cell::Unknown,
        _ if is_same(model, facet, field, first) => Cell::from("equal"),
        Facet::Type | Facet::Unit => computable(
            model.domain(field).gives(&model.domain(first)),
            model.domain(first).gives(&model.domain(field)),
        ),
        Facet::Codes => {
            let list = |field: FieldId| model.fields[field].codes.known().map(Ref::id);
            match (list(field), list(first)) {
                (Some(own), Some(other)) => {
                    Cell::from(crosswalks.convert(own, other).verdict.word())
                }
                _ => Cell::Unknown,
            }
        }
        Facet::On(dimension) => on_dimension(model, dimension, field, first),
    }
}

fn computable(there: Computable, back: Computable) -> Cell {
    match (there, back) {
        (Computable::Yes, Computable::Yes) => Cell::from("each from the other"),
        (Computable::Yes, _) => Cell::from("gives the first"),
        (_, Computable::Yes) => Cell::from("follows from the first"),
        (Computable::No(_), Computable::No(_)) => Cell::from("neither from the other"),
        _ => Cell::Unknown,
    }
}

/// The relation on one dimension alone, whatever the others say.
fn on_dimension(model: &Model, id: DimensionId, field: FieldId, first: FieldId) -> Cell {
    let alone = |field: FieldId| -> Vec<ScopeBox> {
        let boxes = model.scope(field).iter();
        boxes
            .map(|scope| ScopeBox(vec![scope.0[id.index()].clone()]))
            .collect()
    };
    let space = Space(vec![model.space().0[id.index()].clone()]);
    let possible = relations(&alone(field), &alone(first), &space);
    let words: Vec<&str> = possible.into_iter().map(Relation::word).collect();
    Cell::from(words.join(" or "))
}

/// A window as numbers in the unit of its dimension: where it begins, and where it ends at least and at most.
fn numbers(model: &Model, facet: Facet, field: FieldId) -> [Cell; 4] {
    let nothing = [Cell::Nothing, Cell::Nothing, Cell::Nothing, Cell::Nothing];
    let Facet::On(id) = facet else {
        return nothing;
    };
    let Axis::Range(unit) = model.dimensions[id].axis else {
        return nothing;
    };
    let mut whole: Option<Interval> = None;
    for scope in model.scope(field) {
        let interval = match &scope.0[id.index()] {
            Extent::Interval(interval) => *interval,
            Extent::All => Interval::ALL,
            _ => return nothing,
        };
        whole = Some(whole.map_or(interval, |known| Interval {
            low: if known.low.max <= interval.low.max {
                known.low
            } else {
                interval.low
            },
            high: if known.high.max >= interval.high.max {
                known.high
            } else {
                interval.high
            },
        }));
    }
    let Some(interval) = whole else {
        return nothing;
    };
    let number = |ticks: i64| Cell::Number(ticks as f64 / unit.ticks() as f64);
    let end = |ticks: i64| {
        if ticks == End::OPEN.max {
            Cell::from("open")
        } else {
            number(ticks)
        }
    };
    let word = if unit == Unit::Number {
        Cell::Nothing
    } else {
        Cell::from(unit.word())
    };
    [
        number(interval.low.min),
        end(interval.high.min),
        end(interval.high.max),
        word,
    ]
}
