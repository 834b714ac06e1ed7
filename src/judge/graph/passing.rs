//! The values that reach each field, passage by passage: what several source fields of one passage bring together belongs together.

use super::FlowGraph;
use crate::read::model::FieldId;
use crate::read::model::FlowId;
use crate::read::model::Id;
use crate::read::model::Passage;

/// One passage of a standing flow, by which the value itself reaches a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passing {
    /// The flow.
    pub flow: FlowId,
    /// Which of its passages.
    pub index: u32,
}

/// For every field, the passages into it, in the order of the flows.
#[derive(Debug)]
pub struct Passings {
    starts: Vec<u32>,
    list: Vec<Passing>,
}

impl Passings {
    /// Those of the standing flows; what only influences a value is left out.
    pub fn of(graph: &FlowGraph) -> Self {
        let fields = graph.model().fields.len();
        let mut starts = vec![0_u32; fields + 1];
        let each = || {
            graph.flows().flat_map(|(flow, stated)| {
                let passages = stated.passages().iter().enumerate();
                passages
                    .filter(|(_, passage)| passage.how.is_direct() && !passage.from.is_empty())
                    .map(move |(index, passage)| {
                        let index = index as u32;
                        (passage.to.id().index(), Passing { flow, index })
                    })
            })
        };
        for (target, _) in each() {
            starts[target + 1] += 1;
        }
        for field in 0..fields {
            starts[field + 1] += starts[field];
        }
        let nothing = Passing {
            flow: FlowId::new(0),
            index: 0,
        };
        let mut list = vec![nothing; starts[fields] as usize];
        let mut next = starts.clone();
        for (target, passing) in each() {
            list[next[target] as usize] = passing;
            next[target] += 1;
        }
        Self { starts, list }
    }

    /// The passages into a field; none where it is first captured there.
    pub fn reaching(&self, field: FieldId) -> &[Passing] {
        let (start, end) = (self.starts[field.index()], self.starts[field.index() + 1]);
        &self.list[start as usize..end as usize]
    }
}

impl Passing {
    /// The passage itself.
    pub fn passage(self, graph: &FlowGraph) -> &Passage {
        &graph.model().flows[self.flow].passages()[self.index as usize]
    }
}
