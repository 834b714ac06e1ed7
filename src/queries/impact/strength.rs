//! How strongly a change is felt: the strongest effect that any way brings.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::VecDeque;

use crate::graph::FlowGraph;
use crate::graph::Link;
use crate::model::FieldId;
use crate::model::FlowId;
use crate::model::How;

/// What happens to a field when something above it changes, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// It shows another value.
    Value,
    /// Something is worked out again.
    Recalculated,
    /// Other rows may be in.
    Rows,
    /// Only the order may be another.
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

/// The strongest way to a field.
pub(super) struct Way {
    pub(super) strength: Strength,
    /// The fields on it, both ends included.
    pub(super) fields: Vec<FieldId>,
}

/// Every field that feels a change of the given fields or flows, and the strongest shortest way to it. A way is as strong as
/// its weakest link, so the links are let in strength by strength and each field keeps the first way found.
pub(super) fn reached(
    graph: &FlowGraph,
    fields: &[FieldId],
    flows: &[FlowId],
) -> BTreeMap<FieldId, Way> {
    let mut before: BTreeMap<FieldId, Option<FieldId>> = BTreeMap::new();
    let mut strength_of: BTreeMap<FieldId, Strength> = BTreeMap::new();
    let starts: BTreeSet<FieldId> = fields.iter().copied().collect();
    for limit in Strength::ALL {
        let mut queue: VecDeque<FieldId> = starts.iter().copied().collect();
        queue.extend(strength_of.keys().copied());
        for link in first_links(graph, flows) {
            if strength(graph, &link) <= limit
                && !starts.contains(&link.to)
                && !strength_of.contains_key(&link.to)
            {
                strength_of.insert(link.to, limit);
                before.insert(link.to, Some(link.from));
                queue.push_back(link.to);
            }
        }
        let mut seen: BTreeSet<FieldId> = queue.iter().copied().collect();
        while let Some(field) = queue.pop_front() {
            for link in graph.links_out(field) {
                if strength(graph, link) <= limit && seen.insert(link.to) {
                    strength_of.insert(link.to, limit);
                    before.insert(link.to, Some(field));
                    queue.push_back(link.to);
                }
            }
        }
    }
    strength_of
        .iter()
        .map(|(field, strength)| {
            let mut way = vec![*field];
            while let Some(Some(previous)) = before.get(way.last().expect("a way has a field")) {
                way.push(*previous);
                if starts.contains(previous) || way.len() > before.len() + 1 {
                    break;
                }
            }
            way.reverse();
            (
                *field,
                Way {
                    strength: *strength,
                    fields: way,
                },
            )
        })
        .collect()
}

/// The links that go with flows.
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

fn strength(graph: &FlowGraph, link: &Link) -> Strength {
    match link.how {
        How::Identity | How::Masked => Strength::Value,
        How::Derived | How::Aggregated => Strength::Recalculated,
        How::Influence => {
            let passages = graph.model().flows[link.flow].passages().iter();
            let only_sorts = passages
                .filter(|passage| passage.to.id() == link.to)
                .filter(|passage| passage.from.iter().any(|from| from.id() == link.from))
                .filter(|passage| passage.how == How::Influence)
                .all(|passage| passage.word == "sort");
            if only_sorts {
                Strength::Order
            } else {
                Strength::Rows
            }
        }
    }
}
