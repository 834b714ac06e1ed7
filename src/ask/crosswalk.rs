//! The fields of a term, side by side: which ask for it, capture it and copy it, and how their definitions differ.

use super::Answer;
use super::Cell;
use super::Misunderstanding;
use super::Row;
use super::sides::{Facet, Said, Side, differs, fields_of, find_term, shared};
use crate::judge::graph::{FlowGraph, Link};
use crate::read::model::{FieldId, Model, TermId};
use crate::words::counted;

/// Returns one row for each field of the terms `ids`.
///
/// # Errors
/// If the map has no term with one of these ids.
pub fn ask(graph: &FlowGraph, ids: &[&str]) -> Result<Answer, Misunderstanding> {
    let model = graph.model();
    let terms: Vec<TermId> = ids
        .iter()
        .map(|id| find_term(graph, id))
        .collect::<Result<_, _>>()?;
    let (mut rows, mut notes) = (Vec::new(), Vec::new());
    let fields = fields_of(model, &terms);
    let facets = Facet::all(model);
    for (term, fields) in terms.iter().zip(&fields) {
        let sides: Vec<Side> = fields.iter().copied().map(Side::Field).collect();
        let open: Vec<Facet> = facets
            .iter()
            .copied()
            .filter(|facet| differs(model, *facet, &sides))
            .collect();
        rows.extend(fields.iter().map(|field| row(graph, *term, *field, &open)));
        let alike: Vec<String> = facets
            .iter()
            .filter_map(|facet| shared(model, *facet, &sides))
            .collect();
        let slug = &model.terms[*term].slug;
        match (fields.len(), alike.is_empty()) {
            (0, _) => notes.push(format!("no field has the term `{slug}`")),
            (1, _) | (_, true) => {}
            _ => notes.push(format!("all fields of `{slug}` have {}", alike.join(", "))),
        }
    }
    let named: Vec<String> = terms
        .iter()
        .map(|term| format!("`{}`", model.terms[*term].slug))
        .collect();
    let held = if terms.len() == 1 { "is" } else { "are" };
    Ok(Answer {
        card: None,
        title: format!(
            "{} {held} held in {}",
            named.join(", "),
            counted(rows.len(), "field")
        ),
        columns: super::named(&["term", "field", "owner", "role", "from", "differs in"]),
        rows,
        notes,
    })
}

fn row(graph: &FlowGraph, term: TermId, field: FieldId, open: &[Facet]) -> Row {
    let model = graph.model();
    let links: Vec<Link> = graph
        .links_in(field)
        .iter()
        .copied()
        .filter(|link| link.how.is_direct())
        .collect();
    let system = &model.systems[model.system_of(field)];
    let owner = system.owner().map_or(Cell::Unknown, |owner| {
        Cell::from(&*model.organisations[owner].slug)
    });
    let mut sources: Vec<String> = links
        .iter()
        .map(|link| model.field_name(link.from))
        .collect();
    sources.dedup();
    let mut path: Vec<String> = links
        .first()
        .map(|link| model.field_name(link.from))
        .into_iter()
        .collect();
    path.push(model.field_name(field));
    Row {
        cells: vec![
            Cell::from(&*model.terms[term].slug),
            Cell::from(model.field_name(field)),
            owner,
            Cell::from(role(graph, field, &links)),
            if sources.is_empty() {
                Cell::Nothing
            } else {
                Cell::from(sources.join(", "))
            },
            differences(model, field, open),
        ],
        path,
        place: Some(model.fields[field].span),
    }
}

/// The way in which a field gets its value: captured first here, typed again, asked of another organisation, or copied.
fn role(graph: &FlowGraph, field: FieldId, links: &[Link]) -> &'static str {
    let model = graph.model();
    if links.is_empty() {
        return "captures";
    }
    if model.fields[field].is_also_captured() {
        return "captures, and copies";
    }
    if links.iter().any(|link| model.flows[link.flow].is_by_hand()) {
        return "asks, typed again";
    }
    let system = &model.systems[model.system_of(field)];
    let is_asked = links.iter().any(|link| {
        let respondent = model.respondent(&model.flows[link.flow]);
        system.is_filled_by_others() && respondent.is_some() && respondent != system.owner()
    });
    if is_asked { "asks" } else { "copies" }
}

fn differences(model: &Model, field: FieldId, open: &[Facet]) -> Cell {
    let told: Vec<String> = open
        .iter()
        .map(|facet| {
            let said = match facet.said(model, Side::Field(field)) {
                Said::Words(words) => words,
                Said::Word(word) => word.to_owned(),
                Said::NotStated => "not stated".to_owned(),
            };
            format!("{}: {said}", facet.word(model))
        })
        .collect();
    if told.is_empty() {
        Cell::Nothing
    } else {
        Cell::from(told.join("; "))
    }
}
