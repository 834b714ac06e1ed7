//! A field that does not follow the definition agreed for its term.

use serde_json::json;

use super::different_scope::owner;
use super::facets::is_sourced;
use super::rule;
use crate::judge::graph::FlowGraph;
use crate::read::finding::Certainty;
use crate::read::finding::Finding;
use crate::read::model::Agreed;
use crate::read::model::Basis;
use crate::read::model::Computable;
use crate::read::model::Crosswalks;
use crate::read::model::Extent;
use crate::read::model::FieldId;
use crate::read::model::Id;
use crate::read::model::Mode;
use crate::read::model::Model;
use crate::read::model::Ref;
use crate::read::model::ScopeBox;
use crate::read::model::TermId;
use crate::read::model::difference;
use crate::read::model::extent_words;
use crate::read::model::leaves_some;
use crate::read::source::Span;

rule! {
    /// ## Finds
    /// A field against the `agreed` definition of its term, point by point: type, unit, codes, the date that decides the period, whom it covers.
    /// A point departs where what was agreed cannot be worked out from what the field holds, or where the people differ. What the field does
    /// not state is listed, and on its own makes a note.
    /// ## Why it matters
    /// This is the work that an agreement leaves to be done: who has to change what.
    /// ## How to fix
    /// Change the field as the finding says, or agree otherwise.
    /// ## When it is fine
    /// While the owner moves to the agreed definition; record that as a decision.
    "departs-from-agreed", Definition, Warning, "a field that does not follow the definition agreed for its term", check
}

/// One facet in which a field is not as agreed.
struct Departure {
    facet: &'static str,
    own: String,
    agreed: String,
    /// What the owner would have to do, an imperative fragment.
    change: String,
    /// Where the field states it.
    span: Option<Span>,
    /// False where a crosswalk used is only assumed.
    is_sourced: bool,
}

/// What was found on one field.
#[derive(Default)]
struct Held {
    departures: Vec<Departure>,
    /// Facets that cannot be told.
    open: Vec<&'static str>,
}

fn check(graph: &FlowGraph, findings: &mut Vec<Finding>) {
    let model = graph.model();
    if model.terms.iter().all(|(_, term)| term.agreed.is_none()) {
        return;
    }
    let crosswalks = Crosswalks::of(model);
    for (id, field) in model.fields.iter() {
        let Some(term) = field.term() else {
            continue;
        };
        let Some(agreed) = model.terms[term].agreed.as_deref() else {
            continue;
        };
        let mut held = Held::default();
        domain(model, id, term, agreed, &mut held);
        codes(model, &crosswalks, id, agreed, &mut held);
        people(model, id, agreed, &mut held);
        if !held.departures.is_empty() || !held.open.is_empty() {
            findings.push(finding(model, id, term, agreed, &held));
        }
    }
}

fn domain(model: &Model, id: FieldId, term: TermId, agreed: &Agreed, held: &mut Held) {
    let field = &model.fields[id];
    let (Some(wanted), own) = (model.agreed_domain(term), model.domain(id)) else {
        return;
    };
    if wanted.kind.is_some() && own.kind.is_none() {
        held.open.push("type");
    }
    if wanted.unit.is_some() && own.unit.is_none() {
        held.open.push("unit");
    }
    match own.gives(&wanted) {
        Computable::Yes => {}
        Computable::CannotTell(_) => held.open.push("type"),
        Computable::No(why) => {
            let is_unit = own.kind == wanted.kind || own.kind.is_none() || wanted.kind.is_none();
            let written = if is_unit {
                agreed.unit.span()
            } else {
                agreed.kind.span()
            };
            debug_assert!(written.is_some() || agreed.codes.span().is_some());
            held.departures.push(Departure {
                facet: if is_unit { "unit" } else { "type" },
                own: own.words(),
                agreed: wanted.words(),
                change: format!(
                    "hold it as {} instead of {} ({why})",
                    wanted.words(),
                    own.words()
                ),
                span: if is_unit {
                    field.unit.span()
                } else {
                    field.kind.span()
                },
                is_sourced: true,
            });
        }
    }
}

fn codes(
    model: &Model,
    crosswalks: &Crosswalks<'_>,
    id: FieldId,
    agreed: &Agreed,
    held: &mut Held,
) {
    let Some(wanted) = agreed.codes.known().map(Ref::id) else {
        return;
    };
    let Some(own) = model.fields[id].codes.known().map(Ref::id) else {
        held.open.push("codes");
        return;
    };
    let conversion = crosswalks.convert(own, wanted);
    let (own, wanted) = (&model.code_lists[own].slug, &model.code_lists[wanted].slug);
    match conversion.verdict.is_computable() {
        Some(true) => {}
        None => held.open.push("codes"),
        Some(false) => held.departures.push(Departure {
            facet: "codes",
            own: own.to_string(),
            agreed: wanted.to_string(),
            change: format!(
                "use the codes of `{wanted}` instead of `{own}` ({})",
                conversion.fault()
            ),
            span: model.fields[id].codes.span(),
            is_sourced: conversion.is_sourced,
        }),
    }
}

fn people(model: &Model, id: FieldId, agreed: &Agreed, held: &mut Held) {
    let Some(wanted) = agreed.covers.known() else {
        return;
    };
    basis(model, id, wanted, held);
    let own = model.people(model.scope(id));
    let wanted = model.people(wanted);
    let only_here = difference(&own, &wanted, model.space(), Mode::Certain);
    let only_there = difference(&wanted, &own, model.space(), Mode::Certain);
    let span = model.fields[id]
        .covers
        .span()
        .or(model.systems[model.system_of(id)].covers.span());
    if only_here.is_empty() && only_there.is_empty() {
        let may_differ = leaves_some(&own, &wanted, model.space(), Mode::Possible)
            || leaves_some(&wanted, &own, model.space(), Mode::Possible);
        if may_differ && leaves_open(model, &own, &wanted) {
            held.open.push("covers");
        }
        return;
    }
    let mut changes = Vec::new();
    if !only_there.is_empty() {
        changes.push(format!(
            "cover these people too: {}",
            model.parts_words(&only_there, &wanted)
        ));
    }
    if !only_here.is_empty() {
        changes.push(format!(
            "leave these out: {}",
            model.parts_words(&only_here, &own)
        ));
    }
    held.departures.push(Departure {
        facet: "covers",
        own: model.boxes_words(&own),
        agreed: model.boxes_words(&wanted),
        change: changes.join("; and "),
        span,
        is_sourced: true,
    });
}

/// True where the field says nothing on a dimension on which the agreement does.
fn leaves_open(model: &Model, own: &[ScopeBox], wanted: &[ScopeBox]) -> bool {
    model.dimensions.ids().any(|id| {
        wanted.iter().any(|scope| scope.0[id.index()].is_stated())
            && own.iter().any(|scope| !scope.0[id.index()].is_stated())
    })
}

fn basis(model: &Model, id: FieldId, wanted: &[ScopeBox], held: &mut Held) {
    let Some((dimension, axis)) = model.count_basis() else {
        return;
    };
    let Basis::By(agreed) = Model::basis_of_boxes(dimension, wanted) else {
        return;
    };
    let words = |leaves: &crate::read::model::Leaves| {
        extent_words(axis, &Extent::Leaves(leaves.clone())).unwrap_or_default()
    };
    match model.basis_of(dimension, id) {
        Basis::Unstated => held.open.push("counted_by"),
        Basis::By(own) if own != agreed => held.departures.push(Departure {
            facet: "counted_by",
            own: words(&own),
            agreed: words(&agreed),
            change: format!("count by {} instead of {}", words(&agreed), words(&own)),
            span: model.systems[model.system_of(id)].covers.span(),
            is_sourced: true,
        }),
        Basis::Every | Basis::By(_) => {}
    }
}

fn finding(model: &Model, id: FieldId, term: TermId, agreed: &Agreed, held: &Held) -> Finding {
    let (name, slug) = (model.field_name(id), &model.terms[term].slug);
    let facets: Vec<&str> = held
        .departures
        .iter()
        .map(|departure| departure.facet)
        .collect();
    let mut open = held.open.clone();
    open.sort_unstable();
    open.dedup();
    let is_firm =
        is_sourced(model, id) && held.departures.iter().all(|departure| departure.is_sourced);
    let certainty = match (facets.is_empty(), is_firm) {
        (true, _) => Certainty::CannotTell,
        (_, true) => Certainty::Certain,
        (_, false) => Certainty::Likely,
    };
    let changes: Vec<&str> = held
        .departures
        .iter()
        .map(|departure| departure.change.as_str())
        .collect();
    let (facets, not_stated, changes) = (facets.join(", "), open.join(", "), changes.join("; "));
    let (message, help, question) = if facets.is_empty() {
        (
            format!(
                "whether `{name}` follows the agreed definition of `{slug}` cannot be told: it does not say {not_stated}"
            ),
            format!(
                "state {not_stated} of `{name}` so that it can be held against what was agreed"
            ),
            format!("What are {not_stated} of `{name}`?"),
        )
    } else {
        (
            format!("`{name}` departs from the agreed definition of `{slug}` in {facets}"),
            changes.clone(),
            format!("Could `{name}` {changes}?"),
        )
    };
    let detail: Vec<_> = held
        .departures
        .iter()
        .map(|departure| json!({"facet": departure.facet, "own": departure.own, "agreed": departure.agreed, "change": departure.change}))
        .collect();
    let span = held.departures.iter().find_map(|departure| departure.span);
    let label = held.departures.first().map_or_else(
        || "not all is stated here".to_owned(),
        |departure| format!("{}: {}", departure.facet, departure.own),
    );
    Finding::at(
        &KIND,
        &[&name, slug],
        span.unwrap_or(model.fields[id].span),
        label,
    )
    .message(message)
    .subject("field", name.clone())
    .subject("term", &**slug)
    .detail("departures", detail)
    .detail("not_stated", open)
    .certainty(certainty)
    .also(agreed.span, "agreed here")
    .help(help)
    .ask(owner(model, id), question)
}
