//! Fields in the order values reach them.

use petgraph::algo::kosaraju_scc;

use super::FlowGraph;
use crate::model::FieldId;
use crate::model::Id;

impl FlowGraph {
    /// Every field, each after those whose values reach it; the fields of a loop stand together, in the order of the model.
    pub fn in_order(&self) -> Vec<FieldId> {
        let mut order = Vec::with_capacity(self.fields.node_count());
        // Kosaraju yields components in reverse topological order.
        for mut component in kosaraju_scc(&self.fields).into_iter().rev() {
            component.sort_unstable();
            order.extend(component.into_iter().map(|node| FieldId::new(node.index())));
        }
        order
    }
}
