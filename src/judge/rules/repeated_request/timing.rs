//! Decides whether a value that one collection passes on reaches the other too late.

use super::pair::serves_on;
use crate::judge::graph::{FlowGraph, Request};
use crate::read::model::{Every, FieldId, Id, NeedId};

/// A route that surely takes too long.
#[derive(Clone)]
pub(super) struct Late {
    /// The fields on the quickest route.
    pub(super) route: Box<[FieldId]>,
    /// The minutes it takes at least.
    pub(super) least: i64,
    /// The minutes within which the other collection needs the value.
    pub(super) limit: i64,
    /// The need that sets the limit; `None` if the other's own request does.
    pub(super) need: Option<NeedId>,
}

/// The time limits for values: the needs that state `within`, by term.
pub(super) struct Hurry<'g> {
    graph: &'g FlowGraph,
    by_term: Vec<Vec<NeedId>>,
}

impl<'g> Hurry<'g> {
    pub(super) fn of(graph: &'g FlowGraph) -> Self {
        let model = graph.model();
        let mut by_term = vec![Vec::new(); model.terms.len()];
        for (id, need) in model.needs.iter() {
            if need.within.known().is_none() {
                continue;
            }
            for term in need.terms() {
                by_term[term.id().index()].push(id);
            }
        }
        Self { graph, by_term }
    }

    /// The route from one request's field to the other's, if even the quickest surely misses the other collection's limit; `None` if it is
    /// in time, or if the map does not say.
    pub(super) fn lateness(&self, from: &Request, to: &Request) -> Option<Late> {
        // Two sources may hold the value at different times, and the map does not state the difference.
        if from.source != to.source {
            return None;
        }
        let admit = |system| serves_on(self.graph, system, from.respondent);
        let (least, route) = self.graph.least_time(from.field, to.field, admit)?;
        let first = self.graph.model().flows[from.flow].lag.known();
        let least = least.saturating_add(first.map_or(0, |lag| lag.shortest));
        let (limit, need) = self.limit(to)?;
        (least > limit).then(|| Late {
            route: route.into(),
            least,
            limit,
            need,
        })
    }

    /// The time after the event within which the collection needs the value: by the strictest need of its owner, else by the latest arrival
    /// of its own request.
    fn limit(&self, request: &Request) -> Option<(i64, Option<NeedId>)> {
        if let Some((longest, need)) = self.strictest(request) {
            return Some((longest, Some(need)));
        }
        let flow = &self.graph.model().flows[request.flow];
        let period = match flow.every.known()? {
            Every::Event => 0,
            Every::Period(period) => period.longest,
        };
        Some((period + flow.lag.known()?.longest, None))
    }

    /// The shortest time that a need of the collection's owner for the term allows, and the need.
    fn strictest(&self, request: &Request) -> Option<(i64, NeedId)> {
        let model = self.graph.model();
        let owner = model.systems[request.collection].owner()?;
        let needs = self.by_term[request.term.index()].iter();
        let own = needs.filter(|need| {
            let mut who = model.needs[**need].who.iter();
            who.any(|who| model.is_part_of(owner, who.id()))
        });
        own.filter_map(|need| Some((model.needs[*need].within.known()?.longest, *need)))
            .min()
    }
}
