//! Statements about one flow that contradict each other: both stay in the map, each with its source.

use super::FlowGraph;
use crate::read::model::{Flow, FlowId, Status};

impl FlowGraph {
    /// Another statement about a standing flow, by which the flow has ended: between the same two systems, with some of the same values. A
    /// flow that states its start, not before the end of the other, only follows it.
    pub(crate) fn denial(&self, id: FlowId) -> Option<FlowId> {
        let flow = &self.model().flows[id];
        let ends = |other: &Flow| (other.from.id(), other.to.id());
        let fallen = &self.0.fallen;
        let start = fallen.partition_point(|other| ends(&self.model().flows[*other]) < ends(flow));
        let about_it = fallen[start..]
            .iter()
            .take_while(|other| ends(&self.model().flows[**other]) == ends(flow));
        about_it
            .copied()
            .find(|other| denies(&self.model().flows[*other], flow))
    }
}

fn denies(other: &Flow, flow: &Flow) -> bool {
    let has_ended = match other.status.known() {
        Some(Status::Ended) => true,
        Some(Status::Planned | Status::Proposed) => false,
        Some(Status::Current) | None => other.until.known().is_some(),
    };
    let follows = flow.since.known().is_some_and(|since| {
        let until = other.until.known();
        until.is_none_or(|until| until <= since)
    });
    let passes = |flow: &Flow, to| flow.passages().iter().any(|passage| passage.to.id() == to);
    let is_of_the_same = other.fields.is_open()
        || flow.fields.is_open()
        || other
            .passages()
            .iter()
            .any(|passage| passes(flow, passage.to.id()));
    has_ended && !follows && is_of_the_same
}
