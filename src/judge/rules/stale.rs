//! A flow whose dates no longer fit its status.

use super::rule;
use crate::judge::graph::FlowGraph;
use crate::read::finding::Certainty;
use crate::read::finding::Finding;
use crate::read::model::Date;
use crate::read::model::Flow;
use crate::read::model::Stated;
use crate::read::model::Status;
use crate::read::source::Span;

rule! {
    /// ## Finds
    /// A flow whose dates contradict its status on the day the map describes: `current` though its `until` has passed, or its `since` is still
    /// to come; `planned` or `proposed` though its `since` has passed; `ended` though its `until` is still to come.
    /// ## Why it matters
    /// One of the two is out of date, and every finding about the flow rests on it.
    /// ## How to fix
    /// Correct the status or the date. Without a status, the dates alone decide whether a flow stands.
    /// ## When it is fine
    /// Never: the two statements contradict each other.
    "stale", Gap, Note, "a flow whose dates no longer fit its status", check
}

fn check(graph: &FlowGraph, findings: &mut Vec<Finding>) {
    let model = graph.model();
    let Some(day) = graph.when().as_of.or(model.about.as_of) else {
        return;
    };
    for (_, flow) in model.flows.iter() {
        let Some((told, span)) = contradiction(flow, day) else {
            continue;
        };
        let to = model.systems[flow.to.id()].owner();
        let owner = to.map_or("", |owner| &*model.organisations[owner].slug);
        let certainty = if flow.evidence.is_sourced() {
            Certainty::Certain
        } else {
            Certainty::Likely
        };
        let finding = Finding::at(
            &KIND,
            &[&flow.slug],
            span,
            format!("the map describes {day}"),
        )
        .message(format!("the flow `{}` {told}", flow.slug))
        .also(flow.status.span().unwrap_or(flow.span), "its status")
        .subject("flow", &*flow.slug)
        .certainty(certainty)
        .help("correct its `status` or the date")
        .ask(
            owner,
            format!("Does the flow `{}` run on {day}?", flow.slug),
        );
        findings.push(finding);
    }
}

/// What contradicts what, and where the date is written.
fn contradiction(flow: &Flow, day: Date) -> Option<(String, Span)> {
    let status = *flow.status.known()?;
    let (since, until) = (dated(&flow.since), dated(&flow.until));
    let word = status.word();
    match (status, since, until) {
        (Status::Current, _, Some((until, span))) if until < day => {
            Some((format!("is `{word}`, but stood only until {until}"), span))
        }
        (Status::Current, Some((since, span)), _) if since > day => {
            Some((format!("is `{word}`, but stands only from {since}"), span))
        }
        (Status::Planned | Status::Proposed, Some((since, span)), _) if since <= day => {
            Some((format!("is `{word}`, but was to stand from {since}"), span))
        }
        (Status::Ended, _, Some((until, span))) if until > day => {
            Some((format!("is `{word}`, but was to stand until {until}"), span))
        }
        _ => None,
    }
}

fn dated(date: &Stated<Date>) -> Option<(Date, Span)> {
    match date {
        Stated::Known(date, span) => Some((*date, *span)),
        _ => None,
    }
}
