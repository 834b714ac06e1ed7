//! The fields that lose their last source when fields and flows are removed: no remaining capture reaches them.

use std::collections::BTreeSet;

use crate::judge::graph::{Cone, FlowGraph};
use crate::read::model::{FieldId, FlowId, Id, Ref};

/// The consequence for a field, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fate {
    /// No source reaches it any more.
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

/// The state of one field while losses are computed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// Nothing upstream of it is removed.
    Untouched,
    /// It is removed itself.
    Gone,
    /// Something upstream is removed, and no remaining source has been found yet.
    Touched,
    /// Something upstream is removed, and another source still reaches it.
    Alive,
}

/// The losses: a mark for each field of the model.
pub(super) struct Loss(Vec<Mark>);

impl Loss {
    /// The losses when these fields and flows are removed. A field keeps a value while some passage into it does; a passage does while all
    /// its source fields do. The least such set is taken, so that values that only circle in a loop are lost.
    pub(super) fn of(graph: &FlowGraph, gone: &[FieldId], flows: &[FlowId]) -> Self {
        let model = graph.model();
        let gone_flows: BTreeSet<FlowId> = flows.iter().copied().collect();
        let mut starts: Vec<FieldId> = gone.to_vec();
        for flow in flows.iter().filter(|flow| graph.stands(**flow)) {
            let passages = model.flows[*flow].passages().iter();
            let direct = passages.filter(|passage| passage.how.is_direct());
            starts.extend(direct.map(|passage| passage.to.id()));
        }
        let mut marks = vec![Mark::Untouched; model.fields.len()];
        let mut cone = Cone::over(graph);
        let touched = cone.down(&starts, |_| true);
        for field in touched {
            marks[field.index()] = Mark::Touched;
        }
        for field in gone {
            marks[field.index()] = Mark::Gone;
        }
        // Mark touched fields alive again, starting from those with an untouched source.
        let passings = graph.passings();
        let mut queue: Vec<FieldId> = touched.to_vec();
        while let Some(field) = queue.pop() {
            if marks[field.index()] != Mark::Touched {
                continue;
            }
            let lives = |from: &Ref<FieldId>| {
                matches!(marks[from.id().index()], Mark::Untouched | Mark::Alive)
            };
            let mut passings = passings.reaching(field).iter();
            let is_alive = passings.any(|passing| {
                !gone_flows.contains(&passing.flow) && passing.passage(graph).from.iter().all(lives)
            });
            if is_alive || model.fields[field].is_also_captured() {
                marks[field.index()] = Mark::Alive;
                queue.extend(graph.links_out(field).iter().map(|link| link.to));
            }
        }
        Self(marks)
    }

    pub(super) fn fate(&self, field: FieldId) -> Fate {
        match self.0[field.index()] {
            Mark::Touched => Fate::LosesAll,
            Mark::Gone | Mark::Alive => Fate::LosesOne,
            Mark::Untouched => Fate::Keeps,
        }
    }

    /// True if the field is removed, or nothing reaches it any more.
    pub(super) fn is_lost(&self, field: FieldId) -> bool {
        matches!(self.0[field.index()], Mark::Gone | Mark::Touched)
    }
}
