//! The strength of an effect: the strongest that any way brings.

use std::collections::VecDeque;

use crate::judge::graph::{FlowGraph, Link};
use crate::read::model::{FieldId, FlowId, How, Id};

/// The effect on a field when a field upstream changes, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// Its value changes.
    Value,
    /// It is worked out again.
    Recalculated,
    /// The rows that it covers may change.
    Rows,
    /// Only the order of rows may change.
    Order,
}

impl Strength {
    const ALL: [Strength; 4] = [
        Strength::Value,
        Strength::Recalculated,
        Strength::Rows,
        Strength::Order,
    ];

    pub(super) fn words(self) -> &'static str {
        match self {
            Strength::Value => "value changes",
            Strength::Recalculated => "is recalculated",
            Strength::Rows => "row membership may change",
            Strength::Order => "order only",
        }
    }
}

/// Every field affected by a change of given fields or flows, with the shortest of the strongest ways to it.
pub(super) struct Reached {
    /// The fields, sorted.
    pub(super) fields: Vec<FieldId>,
    /// For each field of the model, the strength of the effect; and in `before` the previous field on the way.
    strength_of: Vec<Option<Strength>>,
    before: Vec<FieldId>,
    is_start: Vec<bool>,
}

impl Reached {
    /// The fields that a change of these fields and flows affects. A way is as strong as its weakest link, so links are followed strength
    /// by strength, and each field keeps the first way found.
    pub(super) fn from(graph: &FlowGraph, fields: &[FieldId], flows: &[FlowId]) -> Self {
        let count = graph.model().fields.len();
        let mut reached = Self {
            fields: Vec::new(),
            strength_of: vec![None; count],
            before: vec![FieldId::new(0); count],
            is_start: vec![false; count],
        };
        let mut starts = fields.to_vec();
        starts.sort_unstable();
        starts.dedup();
        for start in &starts {
            reached.is_start[start.index()] = true;
        }
        let first_links = first_links(graph, flows);
        for limit in Strength::ALL {
            let mut queue: VecDeque<FieldId> = starts.iter().copied().collect();
            queue.extend(&reached.fields);
            for link in &first_links {
                if is_felt(graph, link, limit) && reached.is_new(link.to) {
                    reached.add(link, limit, &mut queue);
                }
            }
            while let Some(field) = queue.pop_front() {
                for link in graph.links_out(field) {
                    if reached.is_new(link.to) && is_felt(graph, link, limit) {
                        reached.add(link, limit, &mut queue);
                    }
                }
            }
            reached.fields.sort_unstable();
        }
        reached
    }

    fn is_new(&self, field: FieldId) -> bool {
        self.strength_of[field.index()].is_none() && !self.is_start[field.index()]
    }

    fn add(&mut self, link: &Link, strength: Strength, queue: &mut VecDeque<FieldId>) {
        self.strength_of[link.to.index()] = Some(strength);
        self.before[link.to.index()] = link.from;
        self.fields.push(link.to);
        queue.push_back(link.to);
    }

    /// The strength of the effect on a field; `None` if there is none.
    pub(super) fn strength(&self, field: FieldId) -> Option<Strength> {
        self.strength_of[field.index()]
    }

    /// The fields on the strongest shortest way to a field, both ends included.
    pub(super) fn way(&self, field: FieldId) -> Vec<FieldId> {
        let mut way = vec![field];
        let mut at = field;
        while self.strength_of[at.index()].is_some() && way.len() <= self.fields.len() + 1 {
            at = self.before[at.index()];
            way.push(at);
        }
        way.reverse();
        way
    }
}

/// The links of these flows.
fn first_links(graph: &FlowGraph, flows: &[FlowId]) -> Vec<Link> {
    let standing = flows.iter().filter(|flow| graph.stands(**flow));
    let mut links = Vec::new();
    for flow in standing {
        for passage in graph.model().flows[*flow].passages() {
            for from in &passage.from {
                links.push(Link {
                    from: from.id(),
                    to: passage.to.id(),
                    flow: *flow,
                    how: passage.how,
                });
            }
        }
    }
    links
}

/// True if a link passes on an effect of at least this strength.
fn is_felt(graph: &FlowGraph, link: &Link, limit: Strength) -> bool {
    match (link.how, limit) {
        (How::Identity | How::Masked, _) | (_, Strength::Order) => true,
        (How::Derived | How::Aggregated, limit) => limit >= Strength::Recalculated,
        (How::Influence, limit) => limit == Strength::Rows && !only_sorts(graph, link),
    }
}

/// True if the source of a link influences its target only through sorting, in that flow.
fn only_sorts(graph: &FlowGraph, link: &Link) -> bool {
    let passages = graph.model().flows[link.flow].passages().iter();
    passages
        .filter(|passage| passage.to.id() == link.to)
        .filter(|passage| passage.from.iter().any(|from| from.id() == link.from))
        .filter(|passage| passage.how == How::Influence)
        .all(|passage| passage.word == "sort")
}
