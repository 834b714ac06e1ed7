//! A flow that drops the identifier that would link two systems.

mod tell;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::facets::{certainty, firm, has_source, may_be_brought, may_mean_any};
use super::found::{Found, about};
use super::rule;
use super::submissions::Submissions;
use crate::judge::graph::{FlowGraph, Linkage, Supply, survives};
use crate::read::finding::Certainty;
use crate::read::model::{
    Contents, DataLevel, FieldId, Flow, FlowId, How, Model, Origin, Passage, Stated, System,
    SystemId, SystemKind, TermId,
};
use crate::read::source::Span;

rule! {
    /// ## Finds
    /// A flow about single cases whose source holds an identifying term that does not survive the passage, so that source and target share no
    /// identifier. And a flow about single cases into a system that already holds these cases, where both hold the same identifier and the flow
    /// carries none: neither among its fields, nor under `identifiers`, nor in another flow of the same submission. It is only likely where nobody
    /// knows whether both hold it.
    /// Flows of totals and of anonymous data are not meant, nor those into a linkage, which brings cases together under an identifier of its
    /// own; that a linkage leaves people out drops no identifier. Where fields or identifiers are not listed, it cannot be told. The flows of one
    /// submission are told once. Where it is written that an identifier does not pass, it is taken to be a rule and not an oversight.
    /// ## Why it matters
    /// A case in the one can never be found in the other: they cannot be checked against each other, counted once, or completed from one another.
    /// A result without a number has to be matched by hand, by name and date.
    /// ## How to fix
    /// Pass the identifier, or one from which it can be looked up. Where a rule forbids that, agree who can match the two.
    /// ## When it is fine
    /// Where it is taken out on purpose: write `contains: anonymous`, or `justified:` on the flow.
    "lost-identifier", Gap, Warning, "a flow on which the identifier that would link two systems is dropped", find, tell::tell
}

/// A flow that drops the identifiers by which its target could find the cases of its source.
struct Lost {
    flow: FlowId,
    /// Source and target.
    systems: [SystemId; 2],
    /// The dropped identifiers; at least one.
    dropped: Box<[TermId]>,
    /// True if both systems hold these identifiers, and only this flow carries none.
    are_held: bool,
    linkage: Arc<Linkage>,
}
about!(Lost {
    name: [flow],
    subjects: [flow, &systems]
});

fn find(graph: &FlowGraph) -> Vec<Found<Lost>> {
    let (model, linkage) = (graph.model(), Arc::new(Linkage::of(graph)));
    let flows = graph.flows();
    let of_cases =
        flows.filter(|(_, flow)| is_about_cases(graph, flow) && flow.justified.is_none());
    let mut found: Vec<Found<Lost>> = of_cases
        .filter_map(|(id, _)| finding(graph, &linkage, id))
        .collect();
    // The flows of one submission drop it once; a flow of an unknown submission may be of the same one.
    let mut told: BTreeMap<([SystemId; 2], bool), Submissions<'_>> = BTreeMap::new();
    found.retain(|lost| {
        let told = told.entry((lost.systems, lost.are_held)).or_default();
        told.add(&model.flows[lost.flow])
    });
    found
}

/// True if single cases pass: a value is passed unchanged or masked, and nothing states totals.
fn is_about_cases(graph: &FlowGraph, flow: &Flow) -> bool {
    let model = graph.model();
    let target = &model.systems[flow.to.id()];
    let is_total = matches!(
        flow.contains.known(),
        Some(Contents::Aggregate | Contents::Anonymous)
    ) || target.level.known() == Some(&DataLevel::Aggregate)
        || matches!(
            target.kind.known(),
            Some(SystemKind::Publication | SystemKind::Linkage)
        )
        || model.systems[flow.from.id()].level.known() == Some(&DataLevel::Aggregate);
    let brings_a_case =
        |passage: &Passage| matches!(passage.how, How::Identity | How::Masked | How::Derived);
    !is_total && flow.passages().iter().any(brings_a_case)
}

fn finding(graph: &FlowGraph, linkage: &Arc<Linkage>, id: FlowId) -> Option<Found<Lost>> {
    let model = graph.model();
    let flow = &model.flows[id];
    let systems @ [source, target] = [flow.from.id(), flow.to.id()];
    let links = linkage.links(source, target);
    if links == Some(true) {
        return without_a_key(graph, linkage, id);
    }
    let held = linkage.held(source).iter();
    let dropped = held.filter(|(term, certain)| **certain && lost(graph, flow, **term));
    let dropped: Box<[TermId]> = dropped.map(|(term, _)| *term).collect();
    if dropped.is_empty() {
        return None;
    }
    // A system that nobody has described is no question about an identifier.
    let is_unnamed = |system: &SystemId| model.systems[*system].origin == Origin::Unnamed;
    if links.is_none() && systems.iter().any(is_unnamed) {
        return None;
    }
    let certainty = match links {
        None => Certainty::CannotTell,
        Some(_) => {
            // A term that may be no identifier links nothing.
            let is_unsure =
                |term: &TermId| matches!(model.terms[*term].identifier, Stated::Unknown(_));
            firm(is_firm(model, flow) && !dropped.iter().any(is_unsure))
        }
    };
    let lost = Lost {
        flow: id,
        systems,
        dropped,
        are_held: false,
        linkage: linkage.clone(),
    };
    Some(Found::sure(place(flow).0, certainty, lost))
}

/// A flow that brings data about cases that its target already holds, without an identifier to find them by.
fn without_a_key(graph: &FlowGraph, linkage: &Arc<Linkage>, id: FlowId) -> Option<Found<Lost>> {
    let model = graph.model();
    let flow = &model.flows[id];
    let systems @ [source, target] = [flow.from.id(), flow.to.id()];
    let mut shared = linkage.shared(source, target);
    // The one that both hold most surely is told first.
    shared.sort_by_key(|term| {
        let held = systems.map(|system| holder(model, system, *term));
        held.into_iter()
            .flatten()
            .any(|field| !has_source(model, field))
    });
    let is_about_more = |passage: &Passage| {
        let term = model.term_of(passage.to.id());
        passage.how.is_direct() && term.is_none_or(|term| !model.terms[term].is_context())
    };
    let into_target = graph.flows_in(target).iter();
    let mut together = into_target
        .map(|other| (*other, &model.flows[*other]))
        .filter(|(other, data)| *other == id || flow.shares_submission(data) != Some(false))
        .map(|(_, flow)| flow);
    if shared.is_empty()
        || !flow.passages().iter().any(is_about_more)
        || together.any(|flow| may_carry(model, flow))
    {
        return None;
    }
    let held = [source, target].map(|system| holder(model, system, shared[0]));
    let held: Vec<FieldId> = held.into_iter().flatten().collect();
    let is_firm = is_firm(model, flow) && !held.iter().any(|field| may_not_hold(graph, *field));
    let certainty = certainty(model, &held).max(firm(is_firm));
    let lost = Lost {
        flow: id,
        systems,
        dropped: shared.into(),
        are_held: true,
        linkage: linkage.clone(),
    };
    Some(Found::sure(place(flow).0, certainty, lost))
}

/// True if a field of an identifier perhaps has no value: nothing surely fills it, or only an unlisted flow may.
fn may_not_hold(graph: &FlowGraph, field: FieldId) -> bool {
    Supply::of(graph).rests_on_unknown(field) || may_be_brought(graph, field)
}

/// True if the flow has a source, and it is known that single cases pass and that no further identifier does.
fn is_firm(model: &Model, flow: &Flow) -> bool {
    let ends = [&flow.from, &flow.to].map(|end| &model.systems[end.id()]);
    let is_open = |system: &System| {
        matches!(system.kind, Stated::Unknown(_)) || matches!(system.level, Stated::Unknown(_))
    };
    flow.is_sourced() && !ends.into_iter().any(is_open) && !may_hold_others(model, flow)
}

/// True if a field at one end of the flow may mean any term, because its term is written as `unknown`: it may be an identifier.
fn may_hold_others(model: &Model, flow: &Flow) -> bool {
    let ends = [flow.from.id(), flow.to.id()].into_iter();
    let mut fields = ends.flat_map(|system| model.systems[system].fields.ids());
    fields.any(|field| may_mean_any(model, field))
}

/// True if some identifier arrives by the flow, or may. A masked identifier may be enough to find a case.
fn may_carry(model: &Model, flow: &Flow) -> bool {
    let is_named = match &flow.identifiers {
        Stated::Known(terms, _) => !terms.is_empty(),
        Stated::Unknown(_) => true,
        _ => false,
    };
    let carries = |passage: &Passage| {
        let term = model.term_of(passage.to.id());
        let term =
            term.filter(|term| passage.how.is_direct() && model.terms[*term].is_identifier());
        term.is_some_and(|term| survives(flow, term, true) != Some(false))
    };
    is_named || flow.fields.is_open() || flow.passages().iter().any(carries)
}

/// True if the identifier surely does not survive the flow.
fn lost(graph: &FlowGraph, flow: &Flow, term: TermId) -> bool {
    let model = graph.model();
    let is_passed = flow.passages().iter().any(|passage| {
        passage.how == How::Identity && model.term_of(passage.to.id()) == Some(term)
    });
    survives(flow, term, is_passed) == Some(false)
}

/// The place where a flow states the identifiers that survive, and its label.
fn place(flow: &Flow) -> (Span, &'static str) {
    match &flow.identifiers {
        Stated::Unstated => (flow.from.span, "passes no identifier"),
        other => (other.span().unwrap_or(flow.from.span), "what survives"),
    }
}

/// The field of a system that holds an identifying term.
fn holder(model: &Model, system: SystemId, term: TermId) -> Option<FieldId> {
    let mut fields = model.systems[system].fields.ids();
    fields.find(|field| model.fields[*field].term() == Some(term))
}
