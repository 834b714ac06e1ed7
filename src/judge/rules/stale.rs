//! A flow whose dates no longer fit its status.

use super::found::{Found, Names, about};
use super::rule;
use crate::judge::graph::FlowGraph;
use crate::read::finding::{Certainty, Words};
use crate::read::model::{Date, Flow, FlowId, Stated, Status};
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
    "stale", Gap, Note, "a flow whose dates no longer fit its status", find, tell
}

/// A flow with a date that contradicts its status.
struct Stale {
    flow: FlowId,
    /// The day that the map describes.
    day: Date,
    bound: Bound,
    /// The date of that bound.
    date: Date,
}
about!(Stale {
    name: [flow],
    subjects: [flow]
});

/// One of the two dates of a flow.
#[derive(Clone, Copy)]
enum Bound {
    Since,
    Until,
}

fn find(graph: &FlowGraph) -> Vec<Found<Stale>> {
    let model = graph.model();
    let Some(day) = graph.when().as_of.or(model.about.as_of) else {
        return Vec::new();
    };
    let stale = model.flows.iter().filter_map(|(id, flow)| {
        let (bound, date, span) = contradiction(flow, day)?;
        let certainty = if flow.is_sourced() {
            Certainty::Certain
        } else {
            Certainty::Likely
        };
        let stale = Stale {
            flow: id,
            day,
            bound,
            date,
        };
        Some(Found::sure(span, certainty, stale))
    });
    stale.collect()
}

/// The date that contradicts the status of a flow on a day, and the place of the date.
fn contradiction(flow: &Flow, day: Date) -> Option<(Bound, Date, Span)> {
    let dated = |bound, date: &Stated<Date>| match date {
        Stated::Known(date, span) => Some((bound, *date, *span)),
        _ => None,
    };
    let since = dated(Bound::Since, &flow.since);
    let until = dated(Bound::Until, &flow.until);
    match flow.status.known()? {
        Status::Current => until
            .filter(|(_, until, _)| *until < day)
            .or(since.filter(|(_, since, _)| *since > day)),
        Status::Planned | Status::Proposed => since.filter(|(_, since, _)| *since <= day),
        Status::Ended => until.filter(|(_, until, _)| *until > day),
    }
}

fn tell(found: &Found<Stale>, names: &Names<'_>) -> Words {
    let flow = &names.model().flows[found.flow];
    let name = names.of(found.flow);
    let (day, date) = (found.day, found.date);
    let status = flow.status.known();
    let but = match (status, found.bound) {
        (Some(Status::Current), Bound::Since) => "begins on",
        (Some(Status::Current), Bound::Until) => "ended on",
        (_, Bound::Since) => "was to begin on",
        (_, Bound::Until) => "was to end on",
    };
    let status = status.map_or("", |status| status.word());
    Words::at(found.span, format!("the map describes {day}"))
        .message(format!(
            "the flow {name} is written as {status}, but {but} {date}"
        ))
        .also(flow.status.span().unwrap_or(flow.span), "its status")
        .help("correct its status or the date")
        .ask(
            names.owner(flow.to.id()),
            format!("Does the flow {name} run on {day}?"),
        )
}
