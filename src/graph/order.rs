//! Fields in the order values reach them.

use super::FlowGraph;
use crate::model::FieldId;

impl FlowGraph {
    /// Every field, each after those whose values reach it; the fields of a loop stand together, in the order of the model.
    pub fn in_order(&self) -> Vec<FieldId> {
        let mut order = Vec::with_capacity(self.model().fields.len());
        for mut component in self.components(|_| true).into_iter().rev() {
            component.sort_unstable();
            order.extend(component);
        }
        order
    }
}
