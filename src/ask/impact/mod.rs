//! The fields and needs affected when a system, a field, a flow or a term is removed or changes.

mod loss;
mod strength;

use std::collections::BTreeMap;

use self::loss::{Fate, Loss};
use self::strength::{Reached, Strength};
use super::Answer;
use super::Cell;
use super::Misunderstanding;
use super::Row;
use super::find;
use super::find_field;
use super::sources;
use crate::judge::graph::FlowGraph;
use crate::read::model::{FieldId, Flow, FlowId, Id, Model, System};
use crate::read::source::Span;
use crate::read::syntax::matching_key;
use crate::words::counted;

/// The thing asked about.
struct Thing {
    /// Its id, as the map writes it.
    name: String,
    /// The fields that are it or inside it: they are removed with it.
    gone: Vec<FieldId>,
    /// The flows that are removed with it, besides those of its fields.
    flows: Vec<FlowId>,
    /// True for a term: its fields are affected directly.
    is_term: bool,
}

/// Every field and need that the change affects, the strongest effect first, the nearest first among equals.
///
/// # Errors
/// If the map has nothing with that id.
pub fn ask(graph: &FlowGraph, id: &str) -> Result<Answer, Misunderstanding> {
    let model = graph.model();
    let mut thing = thing(graph, id)?;
    thing.gone.sort_unstable();
    let reached = Reached::from(graph, &thing.gone, &thing.flows);
    let loss = Loss::of(graph, &thing.gone, &thing.flows);
    let mut rows: Vec<(Strength, usize, Row)> = Vec::new();
    if thing.is_term {
        let own = thing.gone.iter().map(|field| own_row(model, *field));
        rows.extend(own.map(|row| (Strength::Value, 0, row)));
    }
    let felt = reached.fields.iter();
    rows.extend(felt.filter_map(|field| felt_row(model, &reached, &loss, *field)));
    rows.sort_by(|(a, a_hops, a_row), (b, b_hops, b_row)| {
        (a, a_hops, a_row.path.last()).cmp(&(b, b_hops, b_row.path.last()))
    });
    let mut counts: BTreeMap<Strength, usize> = BTreeMap::new();
    for (strength, ..) in &rows {
        *counts.entry(*strength).or_default() += 1;
    }
    let lost = rows
        .iter()
        .filter(|(.., row)| row.cells[3] == Cell::from(Fate::LosesAll.words()))
        .count();
    let fields = rows.len();
    let mut rows: Vec<Row> = rows.into_iter().map(|(.., row)| row).collect();
    let before = rows.len();
    rows.extend(needs(graph, &thing.gone, &loss, &reached));
    let parts: Vec<String> = counts
        .iter()
        .map(|(strength, count)| format!("{} in {count}", strength.words()))
        .collect();
    let summary = if parts.is_empty() {
        String::new()
    } else {
        format!(" ({})", parts.join(", "))
    };
    Ok(Answer {
        card: None,
        title: format!(
            "`{}` is felt in {} and {}{summary}; if it goes, {} {} only source",
            thing.name,
            counted(fields, "field"),
            counted(rows.len() - before, "need"),
            counted(lost, "field"),
            if lost == 1 { "loses its" } else { "lose their" },
        ),
        columns: super::named(&["kind", "id", "if it changes", "if it goes", "hops"]),
        rows,
        notes: notes(graph, &thing),
    })
}

/// The row of an affected field, with the strength of the effect and the number of fields on the way to it.
fn felt_row(
    model: &Model,
    reached: &Reached,
    loss: &Loss,
    field: FieldId,
) -> Option<(Strength, usize, Row)> {
    let strength = reached.strength(field)?;
    let (name, way) = (model.field_name(field), reached.way(field));
    let path = way.iter().map(|field| model.field_name(*field));
    let row = Row {
        cells: vec![
            Cell::from("field"),
            Cell::from(name),
            Cell::from(strength.words()),
            Cell::from(loss.fate(field).words()),
            Cell::from(way.len().saturating_sub(1)),
        ],
        path: path.collect(),
        place: Some(model.fields[field].span),
    };
    Some((strength, way.len(), row))
}

/// A field that means the term asked about.
fn own_row(model: &Model, field: FieldId) -> Row {
    let name = model.field_name(field);
    Row {
        cells: vec![
            Cell::from("field"),
            Cell::from(name.as_str()),
            Cell::from(Strength::Value.words()),
            Cell::from("goes with it"),
            Cell::from(0),
        ],
        path: vec![name],
        place: Some(model.fields[field].span),
    }
}

/// Notes on what the map leaves open: flows out of the thing's systems that list no fields may pass anything.
fn notes(graph: &FlowGraph, thing: &Thing) -> Vec<String> {
    let model = graph.model();
    let mut systems: Vec<_> = thing
        .gone
        .iter()
        .map(|field| model.system_of(*field))
        .collect();
    systems.sort_unstable();
    systems.dedup();
    let open: Vec<String> = systems
        .iter()
        .flat_map(|system| graph.flows_out(*system))
        .filter(|flow| model.flows[**flow].fields.is_open())
        .map(|flow| format!("`{}`", model.flows[*flow].slug))
        .collect();
    if open.is_empty() {
        return Vec::new();
    }
    vec![format!(
        "more may be felt than is listed: it is not stated which fields pass by {}",
        open.join(", ")
    )]
}

fn thing(graph: &FlowGraph, id: &str) -> Result<Thing, Misunderstanding> {
    let model = graph.model();
    if id.contains("->") {
        return flow(model, id);
    }
    let key = matching_key(id);
    let is_system = |(_, system): (_, &System)| matching_key(&system.slug) == key;
    if id.contains('.') && !model.systems.iter().any(is_system) {
        let field = find_field(graph, id)?;
        return Ok(Thing {
            name: model.field_name(field),
            gone: vec![field],
            flows: Vec::new(),
            is_term: false,
        });
    }
    let systems = model.systems.iter();
    if let Some((found, system)) = systems
        .clone()
        .find(|(_, system)| matching_key(&system.slug) == key)
    {
        let flows = graph.flows_in(found).iter().chain(graph.flows_out(found));
        return Ok(Thing {
            name: system.slug.to_string(),
            gone: system.fields.ids().collect(),
            flows: flows.copied().collect(),
            is_term: false,
        });
    }
    let terms = model.terms.iter().map(|(_, term)| &*term.slug);
    let slugs = systems.map(|(_, system)| &*system.slug).chain(terms);
    let index = find(id, "system, field, flow or term", slugs)? - model.systems.len();
    let term = model.terms.ids().nth(index).expect("found a moment ago");
    let means = |(_, field): &(FieldId, &crate::read::model::Field)| field.term() == Some(term);
    Ok(Thing {
        name: model.terms[term].slug.to_string(),
        gone: model
            .fields
            .iter()
            .filter(means)
            .map(|(field, _)| field)
            .collect(),
        flows: Vec::new(),
        is_term: true,
    })
}

/// The flow with that id, or all flows between two systems if only the systems are given.
fn flow(model: &Model, id: &str) -> Result<Thing, Misunderstanding> {
    let plain = |flow: &Flow| {
        let [from, to] = [&flow.from, &flow.to].map(|end| &model.systems[end.id()].slug);
        format!("{from}->{to}")
    };
    let key = |slug: &str| {
        let ends: Vec<String> = slug.split("->").map(matching_key).collect();
        ends.join("->")
    };
    let wanted = key(id);
    let named = |name: &dyn Fn(&Flow) -> String| -> Vec<FlowId> {
        let flows = model.flows.iter();
        let flows = flows.filter(|(_, flow)| key(&name(flow)) == wanted);
        flows.map(|(id, _)| id).collect()
    };
    let between = named(&plain);
    let one = named(&|flow| flow.slug.to_string());
    let (name, flows) = match (between.first(), one.first()) {
        (Some(first), _) => (plain(&model.flows[*first]), between),
        (None, Some(first)) => (model.flows[*first].slug.to_string(), one),
        (None, None) => {
            let slugs = model.flows.iter().map(|(_, flow)| &*flow.slug);
            return Err(find(id, "flow", slugs).expect_err("no flow has that name"));
        }
    };
    Ok(Thing {
        name,
        gone: Vec::new(),
        flows,
        is_term: false,
    })
}

/// The needs that lose a source: all sources of some term, or one of several.
fn needs(graph: &FlowGraph, gone: &[FieldId], loss: &Loss, reached: &Reached) -> Vec<Row> {
    let model = graph.model();
    let held = sources::held(model);
    // Only a need for a term of an affected or removed field can be affected.
    let mut felt_of = vec![Vec::new(); model.terms.len()];
    let mut felt: Vec<FieldId> = gone.iter().chain(&reached.fields).copied().collect();
    felt.sort_unstable();
    felt.dedup();
    for field in felt {
        if let Some(term) = model.term_of(field) {
            felt_of[term.index()].push(field);
        }
    }
    let way_of = |field: FieldId| match gone.binary_search(&field) {
        Ok(_) => (Strength::Value, vec![field]),
        Err(_) => {
            let strength = reached.strength(field).unwrap_or(Strength::Value);
            (strength, reached.way(field))
        }
    };
    let mut rows = Vec::new();
    for (_, need) in model.needs.iter() {
        let mut worst: Option<(Fate, Strength, Vec<FieldId>)> = None;
        for who in &need.who {
            for term in need.terms() {
                let felt = felt_of[term.id().index()].iter().copied();
                let felt = felt.filter(|field| sources::is_usable(model, *field, who.id()));
                let felt: Vec<FieldId> = felt.collect();
                let ways = felt.iter().map(|field| way_of(*field));
                let Some((strength, way)) =
                    ways.min_by_key(|(strength, way)| (*strength, way.len()))
                else {
                    continue;
                };
                let stays = |field: &FieldId| {
                    !loss.is_lost(*field) && sources::is_usable(model, *field, who.id())
                };
                let fate = if !felt.iter().any(|field| loss.is_lost(*field)) {
                    Fate::Keeps
                } else if held[term.id().index()].iter().any(stays) {
                    Fate::LosesOne
                } else {
                    Fate::LosesAll
                };
                let found = (fate, strength, way);
                if worst
                    .as_ref()
                    .is_none_or(|worst| (found.0, found.1) < (worst.0, worst.1))
                {
                    worst = Some(found);
                }
            }
        }
        if let Some((fate, strength, way)) = worst {
            rows.push(need_row(
                model,
                (&need.slug, need.span),
                fate,
                strength,
                &way,
            ));
        }
    }
    rows
}

fn need_row(
    model: &Model,
    (slug, span): (&str, Span),
    fate: Fate,
    strength: Strength,
    way: &[FieldId],
) -> Row {
    let mut path: Vec<String> = way.iter().map(|field| model.field_name(*field)).collect();
    path.push(slug.to_owned());
    Row {
        cells: vec![
            Cell::from("need"),
            Cell::from(slug),
            Cell::from(strength.words()),
            Cell::from(fate.words()),
            Cell::from(path.len() - 1),
        ],
        path,
        place: Some(span),
    }
}
