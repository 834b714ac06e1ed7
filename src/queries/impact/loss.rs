//! What loses its only source when fields and flows go: what no remaining capture reaches (methods 5.1).

use std::collections::BTreeSet;

use crate::graph::Cone;
use crate::graph::FlowGraph;
use crate::model::FieldId;
use crate::model::FlowId;
use crate::model::Passage;

/// What becomes of a field, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fate {
    /// Nothing reaches it any more.
    LosesAll,
    /// One of several sources is gone.
    LosesOne,
    /// Its values still arrive.
    Keeps,
}

impl Fate {
    pub(super) fn words(self) -> &'static str {
        match self {
            Fate::LosesAll => "loses its only source",
            Fate::LosesOne => "loses one of several sources",
            Fate::Keeps => "keeps its sources",
        }
    }
}

/// What is lost.
pub(super) struct Loss {
    dead: BTreeSet<FieldId>,
    touched: BTreeSet<FieldId>,
}

impl Loss {
    /// What is lost with these fields and flows. A field lives on while some passage into it does; a passage does while all the
    /// fields it is worked out from do. The least such set is taken, so that values that only go round in a loop are lost.
    pub(super) fn of(graph: &FlowGraph, gone: &[FieldId], flows: &[FlowId]) -> Self {
        let model = graph.model();
        let gone_fields: BTreeSet<FieldId> = gone.iter().copied().collect();
        let gone_flows: BTreeSet<FlowId> = flows.iter().copied().collect();
        let mut starts: Vec<FieldId> = gone.to_vec();
        for flow in flows.iter().filter(|flow| graph.stands(**flow)) {
            let passages = model.flows[*flow].passages().iter();
            let direct = passages.filter(|passage| passage.how.is_direct());
            starts.extend(direct.map(|passage| passage.to.id()));
        }
        let touched: BTreeSet<FieldId> = Cone::over(graph)
            .down(&starts, |_| true)
            .iter()
            .copied()
            .collect();
        // What is touched lives again from its edge inwards.
        let mut alive: BTreeSet<FieldId> = BTreeSet::new();
        let mut queue: Vec<FieldId> = touched
            .iter()
            .copied()
            .filter(|field| !gone_fields.contains(field))
            .collect();
        while let Some(field) = queue.pop() {
            if alive.contains(&field) || gone_fields.contains(&field) {
                continue;
            }
            let lives = |from: &FieldId| {
                !gone_fields.contains(from) && (!touched.contains(from) || alive.contains(from))
            };
            let passages = passages_into(graph, field, &gone_flows);
            let is_alive = passages
                .iter()
                .any(|passage| passage.from.iter().all(|from| lives(&from.id())));
            if is_alive {
                alive.insert(field);
                let next = graph.links_out(field).iter().map(|link| link.to);
                queue.extend(next.filter(|next| touched.contains(next)));
            }
        }
        let is_dead = |field: &FieldId| !alive.contains(field) && !gone_fields.contains(field);
        Self {
            dead: touched.iter().copied().filter(is_dead).collect(),
            touched,
        }
    }

    pub(super) fn fate(&self, field: FieldId) -> Fate {
        if self.dead.contains(&field) {
            Fate::LosesAll
        } else if self.touched.contains(&field) {
            Fate::LosesOne
        } else {
            Fate::Keeps
        }
    }
}

/// The passages that bring values to a field, by flows that stay.
fn passages_into<'g>(
    graph: &'g FlowGraph,
    field: FieldId,
    gone: &BTreeSet<FlowId>,
) -> Vec<&'g Passage> {
    let mut flows: Vec<FlowId> = graph.links_in(field).iter().map(|link| link.flow).collect();
    flows.sort_unstable();
    flows.dedup();
    flows
        .into_iter()
        .filter(|flow| !gone.contains(flow))
        .flat_map(|flow| graph.model().flows[flow].passages())
        .filter(|passage| passage.to.id() == field && passage.how.is_direct())
        .collect()
}
