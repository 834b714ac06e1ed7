//! The number of flows on the way of a case to each system.

use super::walk::{Verdict, Walk};
use crate::read::model::{Id, SystemId};

impl Walk<'_> {
    /// Counts the flows on the way to each system: along those that surely bring the case, and along others only where no such way leads. News that
    /// somebody may bring sooner says nothing about when it comes.
    pub(super) fn count_hops(&mut self) {
        for is_sure in [true, false] {
            let first = self.graph.model().systems.ids();
            for id in first.filter(|id| self.is_first[id.index()]) {
                if !is_sure || self.of_system(id) == Verdict::Must {
                    self.hops[id.index()] = Some(0);
                }
            }
            let mut hops = 0;
            loop {
                let at = |walk: &Self, id: SystemId| walk.hops[id.index()];
                let ids = self.graph.model().systems.ids();
                let open: Vec<SystemId> = ids.filter(|id| at(self, *id) == Some(hops)).collect();
                let is_last = self.hops.iter().flatten().all(|known| *known <= hops);
                for flow in open.iter().flat_map(|id| self.graph.flows_out(*id)) {
                    let target = self.graph.model().flows[*flow].to.id();
                    let brings = match self.of_flow(*flow) {
                        Verdict::Must => true,
                        Verdict::Not => false,
                        _ => !is_sure,
                    };
                    if brings && at(self, target).is_none() {
                        self.hops[target.index()] = Some(hops + 1);
                    }
                }
                let is_further = self.hops.iter().flatten().any(|known| *known > hops);
                if is_last && !is_further {
                    break;
                }
                hops += 1;
            }
        }
    }
}
