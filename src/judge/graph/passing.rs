//! The passages that bring values to each field. A passage with several source fields is one way, which needs all of them.

use super::FlowGraph;
use super::links::ByField;
use crate::read::model::{FieldId, FlowId, Passage};

/// One passage of a standing flow that brings the value itself to a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Passing {
    /// The flow.
    pub(crate) flow: FlowId,
    /// The index of the passage in the flow.
    pub(crate) index: u32,
}

/// For every field, the passages into it, in the order of the flows.
#[derive(Debug)]
pub(crate) struct Passings(ByField<Passing>);

impl Passings {
    /// The passages of the standing flows that bring a value; passages that only influence one are left out.
    pub(crate) fn of(graph: &FlowGraph) -> Self {
        let each = || {
            graph.flows().flat_map(|(flow, stated)| {
                let passages = stated.passages().iter().enumerate();
                passages
                    .filter(|(_, passage)| passage.how.is_direct() && !passage.from.is_empty())
                    .map(move |(index, passage)| {
                        let index = index as u32;
                        (passage.to.id(), Passing { flow, index })
                    })
            })
        };
        Self(ByField::of(graph.model().fields.len(), each))
    }

    /// The passages into a field; empty if it is first captured there.
    pub(crate) fn reaching(&self, field: FieldId) -> &[Passing] {
        self.0.of_field(field)
    }
}

impl Passing {
    /// The passage itself.
    pub(crate) fn passage(self, graph: &FlowGraph) -> &Passage {
        &graph.model().flows[self.flow].passages()[self.index as usize]
    }
}
