//! The fields that unlisted flows may take values from or bring values to. Most fields touch no such flow.

use super::FlowGraph;
use crate::read::model::{FieldId, Id, SystemId};

/// The fields and systems before and behind the unlisted flows that stand. Along flows that list their fields, a value is followed only
/// while it keeps its term.
#[derive(Debug)]
pub(super) struct Unlisted {
    /// For each field, whether its values may reach such a flow.
    before: Vec<bool>,
    /// For each field, whether such a flow may bring it values.
    behind: Vec<bool>,
    /// For each system, whether such a flow enters it.
    entered: Vec<bool>,
}

impl Unlisted {
    /// The tables of the whole graph, in linear time.
    pub(super) fn of(graph: &FlowGraph) -> Self {
        let model = graph.model();
        let mut left = vec![false; model.systems.len()];
        let mut entered = left.clone();
        for (_, flow) in graph.flows().filter(|(_, flow)| flow.fields.is_open()) {
            left[flow.from.id().index()] = true;
            entered[flow.to.id().index()] = true;
        }
        let term = |field: FieldId| model.term_of(field);
        let spread = |systems: &[bool], backwards: bool| {
            let mut is_reached = vec![false; model.fields.len()];
            let all = model.systems.iter();
            let marked = all.filter(|(id, _)| systems[id.index()]);
            let mut open: Vec<FieldId> =
                marked.flat_map(|(_, system)| system.fields.ids()).collect();
            while let Some(field) = open.pop() {
                if std::mem::replace(&mut is_reached[field.index()], true) {
                    continue;
                }
                let links = if backwards {
                    graph.links_in(field)
                } else {
                    graph.links_out(field)
                };
                let direct = links.iter().filter(|link| link.how.is_direct());
                let ends = direct.map(|link| if backwards { link.from } else { link.to });
                open.extend(ends.filter(|end| term(*end) == term(field)));
            }
            is_reached
        };
        Self {
            before: spread(&left, true),
            behind: spread(&entered, false),
            entered,
        }
    }

    /// True if values of the field may reach such a flow.
    pub(super) fn may_take(&self, field: FieldId) -> bool {
        self.before[field.index()]
    }

    /// True if such a flow may bring values to the field, or to any field in the system.
    pub(super) fn may_bring(&self, field: FieldId, system: SystemId) -> bool {
        self.behind[field.index()] || self.entered[system.index()]
    }
}
