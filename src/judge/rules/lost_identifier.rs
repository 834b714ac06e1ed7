//! The flow on which the identifier that would link two systems is dropped.

use std::sync::Arc;

use serde_json::json;

use super::rule;
use crate::judge::graph::FlowGraph;
use crate::judge::graph::Linkage;
use crate::judge::graph::survives;
use crate::read::finding::Certainty;
use crate::read::finding::Finding;
use crate::read::model::Contents;
use crate::read::model::DataLevel;
use crate::read::model::Flow;
use crate::read::model::FlowId;
use crate::read::model::How;
use crate::read::model::Stated;
use crate::read::model::SystemId;
use crate::read::model::SystemKind;
use crate::read::model::TermId;
use crate::read::source::Span;

rule! {
    /// ## Finds
    /// A flow about single cases whose source holds an identifying term that does not survive the passage, so that source and target share no identifier.
    /// Flows of totals and of anonymous data are not meant. Where fields or identifiers are not listed, it cannot be told.
    /// ## Why it matters
    /// A case in the one can never be found in the other: they cannot be checked against each other, counted once, or completed from one another.
    /// ## How to fix
    /// Pass the identifier, or one from which it can be looked up.
    /// ## When it is fine
    /// Where it is taken out on purpose: write `contains: anonymous`, or `justified:` on the flow.
    "lost-identifier", Gap, Warning, "a flow on which the identifier that would link two systems is dropped", check
}

fn check(graph: &FlowGraph, findings: &mut Vec<Finding>) {
    let linkage = Arc::new(Linkage::of(graph));
    for (id, flow) in graph.flows() {
        if is_about_cases(graph, flow) && flow.justified.is_none() {
            findings.extend(finding(graph, &linkage, id, flow));
        }
    }
}

/// True where single cases pass: something is passed as it is or disguised, and nothing says totals.
fn is_about_cases(graph: &FlowGraph, flow: &Flow) -> bool {
    let model = graph.model();
    let target = &model.systems[flow.to.id()];
    let is_total = matches!(
        flow.contains.known(),
        Some(Contents::Aggregate | Contents::Anonymous)
    ) || target.level.known() == Some(&DataLevel::Aggregate)
        || target.kind.known() == Some(&SystemKind::Publication)
        || model.systems[flow.from.id()].level.known() == Some(&DataLevel::Aggregate);
    let brings_a_case = |passage: &crate::read::model::Passage| {
        matches!(passage.how, How::Identity | How::Masked | How::Derived)
    };
    !is_total && flow.passages().iter().any(brings_a_case)
}

fn finding(graph: &FlowGraph, linkage: &Arc<Linkage>, id: FlowId, flow: &Flow) -> Option<Finding> {
    let (source, target) = (flow.from.id(), flow.to.id());
    let dropped: Vec<TermId> = linkage
        .held(source)
        .iter()
        .filter(|(term, certain)| **certain && lost(graph, flow, **term))
        .map(|(term, _)| *term)
        .collect();
    if dropped.is_empty() || linkage.links(source, target) == Some(true) {
        return None;
    }
    let certainty = match linkage.links(source, target) {
        None => Certainty::CannotTell,
        _ if flow.evidence.is_sourced() => Certainty::Certain,
        _ => Certainty::Likely,
    };
    let (span, _) = place(flow);
    let (whole, linkage) = (graph.clone(), linkage.clone());
    Some(Finding::later_whole(
        &KIND,
        &[&flow.slug],
        span,
        certainty,
        move || told(&whole, &linkage, id, &dropped, certainty),
    ))
}

/// True where the identifier surely does not survive the flow.
fn lost(graph: &FlowGraph, flow: &Flow, term: TermId) -> bool {
    let model = graph.model();
    let is_passed = flow.passages().iter().any(|passage| {
        passage.how == How::Identity && model.term_of(passage.to.id()) == Some(term)
    });
    survives(flow, term, is_passed) == Some(false)
}

fn told(
    graph: &FlowGraph,
    linkage: &Linkage,
    id: FlowId,
    dropped: &[TermId],
    certainty: Certainty,
) -> Finding {
    let model = graph.model();
    let flow = &model.flows[id];
    let (source, target) = (flow.from.id(), flow.to.id());
    let (from, to) = (&model.systems[source].slug, &model.systems[target].slug);
    let names = |terms: &mut dyn Iterator<Item = TermId>| -> Vec<String> {
        terms
            .map(|term| model.terms[term].slug.to_string())
            .collect()
    };
    let dropped = names(&mut dropped.iter().copied());
    let kept = names(&mut linkage.held(target).keys().copied());
    let holds = if kept.is_empty() {
        "no identifier".to_owned()
    } else {
        format!("only `{}`", kept.join("`, `"))
    };
    let message = if certainty == Certainty::CannotTell {
        format!(
            "whether cases of `{from}` can be found in `{to}` cannot be told: the flow drops `{}`, and not everything `{}` holds is listed",
            dropped.join("`, `"),
            if linkage.may_hold_more(target) {
                to
            } else {
                from
            }
        )
    } else {
        format!(
            "cases of `{from}` cannot be found in `{to}`: the flow drops `{}`, and `{to}` holds {holds}",
            dropped.join("`, `")
        )
    };
    let owner = model.systems[target]
        .owner()
        .map_or("", |owner| &*model.organisations[owner].slug);
    let (span, label) = place(flow);
    let mut finding = Finding::at(&KIND, &[&flow.slug], span, label)
        .message(message)
        .subject("flow", &*flow.slug)
        .subjects("systems", [from.to_string(), to.to_string()])
        .detail("dropped", json!(dropped))
        .detail("target_holds", json!(kept))
        .certainty(certainty)
        .via([from.to_string(), to.to_string()])
        .help(format!(
            "pass `{}` too, or an identifier from which it can be looked up",
            dropped[0]
        ))
        .ask(
            owner,
            format!(
                "May `{to}` hold `{}`, and if not, by what is a case found again?",
                dropped[0]
            ),
        );
    if let Some(place) = holding(graph, source, &dropped[0]) {
        finding = finding.also(place, "held here");
    }
    finding
}

/// Where a flow says which identifiers survive, and what that shows.
fn place(flow: &Flow) -> (Span, &'static str) {
    match &flow.identifiers {
        Stated::Unstated => (flow.from.span, "passes no identifier"),
        other => (other.span().unwrap_or(flow.from.span), "what survives"),
    }
}

/// Where a system declares the field of an identifying term.
fn holding(graph: &FlowGraph, system: SystemId, term: &str) -> Option<Span> {
    let model = graph.model();
    let mut fields = model.systems[system]
        .fields
        .ids()
        .map(|id| &model.fields[id]);
    let field = fields.find(|field| {
        let own = field.term();
        own.is_some_and(|own| &*model.terms[own].slug == term)
    });
    field.map(|field| field.span)
}
