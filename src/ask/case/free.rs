//! Systems that nobody need tell of a case, since telling is voluntary.

use super::walk::{MOST_ROUNDS, Verdict, Walk};
use crate::read::model::Id;

impl Walk<'_> {
    /// Finds the systems that only voluntary telling surely brings the case, directly or through others of them.
    pub(super) fn find_free(&mut self) {
        let model = self.graph.model();
        for _ in 0..MOST_ROUNDS {
            let mut is_changed = false;
            for (id, _) in model.systems.iter() {
                let sure = self.graph.flows_in(id).iter();
                let mut sure = sure
                    .filter(|flow| self.of_flow(**flow) == Verdict::Must)
                    .map(|flow| &model.flows[*flow])
                    .peekable();
                let is_free = !self.is_first[id.index()]
                    && !self.is_free[id.index()]
                    && sure.peek().is_some()
                    && sure.all(|flow| flow.is_voluntary() || self.is_free[flow.from.id().index()]);
                self.is_free[id.index()] |= is_free;
                is_changed |= is_free;
            }
            if !is_changed {
                break;
            }
        }
    }
}
