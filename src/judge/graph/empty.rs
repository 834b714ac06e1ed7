//! Which fields get no values today, or perhaps none.

use super::{FlowGraph, Supply};
use crate::read::model::{FieldId, Id, Model, SystemKind};

impl Supply<'_> {
    /// True if the field gets no values today, or only flows of unknown status fill it, so that perhaps nothing does. Nobody compares such a field.
    pub(crate) fn may_be_empty(&self, field: FieldId) -> bool {
        let (graph, model) = (self.graph(), self.graph().model());
        let mut links = graph.links_in(field).iter().peekable();
        self.is_empty_today(field)
            || !model.captures_itself(field)
                && links.peek().is_some()
                && links.all(|link| model.flows[link.flow].may_have_ended())
    }

    /// True if a field perhaps gets no values today: its system does not capture it, and it is unknown of every flow that fills it whether the flow
    /// stands. Of a field that no flow fills, true if an unlisted flow that does not stand leads into its system.
    pub(crate) fn rests_on_unknown(&self, field: FieldId) -> bool {
        let (graph, model) = (self.graph(), self.graph().model());
        let mut links = graph.links_in(field).iter().peekable();
        if is_captured_here(model, field) {
            false
        } else if links.peek().is_some() {
            links.all(|link| model.flows[link.flow].may_not_stand())
        } else {
            self.is_entered_later(model.system_of(field))
        }
    }
}

/// True if a system may capture a field, whatever flows bring it. A field that is known only from a flow exists only while the flow stands.
fn is_captured_here(model: &Model, field: FieldId) -> bool {
    let kind = model.systems[model.system_of(field)].kind.known();
    let is_capturing = matches!(
        kind,
        None | Some(SystemKind::Record | SystemKind::Register | SystemKind::Other)
    );
    let field = &model.fields[field];
    is_capturing && field.is_declared || field.is_also_captured()
}

/// For each system, whether an unlisted flow that does not stand leads into it.
pub(super) fn entered_later(graph: &FlowGraph) -> Vec<bool> {
    let model = graph.model();
    let mut entered = vec![false; model.systems.len()];
    let flows = model.flows.iter().filter(|(id, _)| !graph.stands(*id));
    for (_, flow) in flows.filter(|(_, flow)| flow.fields.is_open()) {
        entered[flow.to.id().index()] = true;
    }
    entered
}

/// For each field, whether it gets no values today: it is not captured there, and its flows have ended or not begun.
pub(super) fn empty_today(graph: &FlowGraph) -> Vec<bool> {
    let model = graph.model();
    let mut is_empty = vec![false; model.fields.len()];
    for (id, flow) in model.flows.iter() {
        if graph.stands(id) {
            continue;
        }
        for passage in flow.passages() {
            let field = passage.to.id();
            if is_captured_here(model, field) {
                continue;
            }
            is_empty[field.index()] = graph.values_in(field).next().is_none();
        }
    }
    is_empty
}
