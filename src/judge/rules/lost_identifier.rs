//! The flow on which the identifier that would link two systems is dropped.

use std::sync::Arc;

use super::found::{Found, Names, about};
use super::rule;
use crate::judge::graph::{FlowGraph, Linkage, survives};
use crate::read::finding::{Certainty, Words};
use crate::read::model::{
    Contents, DataLevel, Flow, FlowId, How, Model, Passage, Stated, SystemId, SystemKind, TermId,
};
use crate::read::source::Span;

rule! {
    /// ## Finds
    /// A flow about single cases whose source holds an identifying term that does not survive the passage, so that source and target share no identifier.
    /// Flows of totals and of anonymous data are not meant, nor those into a linkage, which brings cases together under an identifier of its own.
    /// Where fields or identifiers are not listed, it cannot be told.
    /// ## Why it matters
    /// A case in the one can never be found in the other: they cannot be checked against each other, counted once, or completed from one another.
    /// ## How to fix
    /// Pass the identifier, or one from which it can be looked up.
    /// ## When it is fine
    /// Where it is taken out on purpose: write `contains: anonymous`, or `justified:` on the flow.
    "lost-identifier", Gap, Warning, "a flow on which the identifier that would link two systems is dropped", find, tell
}

/// A flow that drops the identifiers by which its target could find the cases of its source.
struct Lost {
    flow: FlowId,
    /// Source and target.
    systems: [SystemId; 2],
    /// At least one.
    dropped: Box<[TermId]>,
    linkage: Arc<Linkage>,
}
about!(Lost {
    name: [flow],
    subjects: [flow, &systems]
});

fn find(graph: &FlowGraph) -> Vec<Found<Lost>> {
    let linkage = Arc::new(Linkage::of(graph));
    let flows = graph.flows();
    let of_cases =
        flows.filter(|(_, flow)| is_about_cases(graph, flow) && flow.justified.is_none());
    of_cases
        .filter_map(|(id, flow)| finding(graph, &linkage, id, flow))
        .collect()
}

/// True where single cases pass: something is passed as it is or disguised, and nothing says totals.
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

fn finding(
    graph: &FlowGraph,
    linkage: &Arc<Linkage>,
    id: FlowId,
    flow: &Flow,
) -> Option<Found<Lost>> {
    let systems @ [source, target] = [flow.from.id(), flow.to.id()];
    let held = linkage.held(source).iter();
    let dropped = held.filter(|(term, certain)| **certain && lost(graph, flow, **term));
    let dropped: Box<[TermId]> = dropped.map(|(term, _)| *term).collect();
    if dropped.is_empty() {
        return None;
    }
    let certainty = match linkage.links(source, target) {
        Some(true) => return None,
        None => Certainty::CannotTell,
        Some(false) if flow.evidence.is_sourced() => Certainty::Certain,
        Some(false) => Certainty::Likely,
    };
    let lost = Lost {
        flow: id,
        systems,
        dropped,
        linkage: linkage.clone(),
    };
    Some(Found::sure(place(flow).0, certainty, lost))
}

/// True where the identifier surely does not survive the flow.
fn lost(graph: &FlowGraph, flow: &Flow, term: TermId) -> bool {
    let model = graph.model();
    let is_passed = flow.passages().iter().any(|passage| {
        passage.how == How::Identity && model.term_of(passage.to.id()) == Some(term)
    });
    survives(flow, term, is_passed) == Some(false)
}

/// The place where a flow says which identifiers survive, and its label.
fn place(flow: &Flow) -> (Span, &'static str) {
    match &flow.identifiers {
        Stated::Unstated => (flow.from.span, "passes no identifier"),
        other => (other.span().unwrap_or(flow.from.span), "what survives"),
    }
}

/// Where a system declares the field of an identifying term.
fn holding(model: &Model, system: SystemId, term: TermId) -> Option<Span> {
    let fields = model.systems[system].fields.ids();
    let mut fields = fields.map(|id| &model.fields[id]);
    let field = fields.find(|field| field.term() == Some(term));
    field.map(|field| field.span)
}

fn tell(found: &Found<Lost>, names: &Names<'_>) -> Words {
    let [source, target] = found.systems;
    let (from, to) = (names.of(source), names.of(target));
    let (dropped, first) = (names.list(&found.dropped), names.of(found.dropped[0]));
    let kept = || found.linkage.held(target).keys();
    let message = if found.certainty == Certainty::CannotTell {
        let unlisted = if found.linkage.may_hold_more(target) {
            &to
        } else {
            &from
        };
        format!(
            "whether cases of {from} can be found in {to} cannot be told: the flow drops {dropped}, and not everything {unlisted} holds is listed"
        )
    } else {
        let holds = if kept().next().is_none() {
            "no identifier".to_owned()
        } else {
            format!("only {}", names.list(kept()))
        };
        format!(
            "cases of {from} cannot be found in {to}: the flow drops {dropped}, and {to} holds {holds}"
        )
    };
    let (span, label) = place(&names.model().flows[found.flow]);
    let words = Words::at(span, label)
        .message(message)
        .detail("dropped", names.ids(&found.dropped))
        .detail("target_holds", names.ids(kept()))
        .via(names.ids(found.systems))
        .help(format!(
            "pass {first} too, or an identifier from which it can be looked up"
        ))
        .ask(
            names.owner(target),
            format!("May {to} hold {first}, and if not, by what is a case found again?"),
        );
    match holding(names.model(), source, found.dropped[0]) {
        Some(place) => words.also(place, "held here"),
        None => words,
    }
}
