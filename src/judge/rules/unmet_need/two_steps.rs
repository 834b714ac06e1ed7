//! Data that may come by two flows in a row that list no fields.

use super::source::Sources;
use crate::read::model::{FlowId, OrganisationId, SystemId, SystemKind, TermId};

impl Sources<'_> {
    /// True if a holder of the term passes something by an unlisted flow to a system that passes something to the asker by another.
    pub(super) fn may_come_in_two_steps(&self, who: OrganisationId, term: TermId) -> bool {
        let (model, holders) = (self.graph.model(), self.holders(term));
        let is_open = |flow: FlowId| model.flows[flow].fields.is_open();
        let own = self.own(who);
        let mut last = own.arriving.iter().copied().filter(|flow| is_open(*flow));
        !model.terms[term].is_identifier()
            && last.any(|last| {
                let between = model.flows[last].from.id();
                let mut first = self.graph.flows_in(between).iter().copied();
                !self.is_closed(between, term)
                    && first.any(|first| {
                        let from = model.flows[first].from.id();
                        is_open(first)
                            && holders.binary_search(&from).is_ok()
                            && own.systems.binary_search(&from).is_err()
                    })
            })
    }

    /// True for a collection that lists its fields and has none for the term: its form has the fields that it lists.
    pub(super) fn is_closed(&self, system: SystemId, term: TermId) -> bool {
        let target = &self.graph.model().systems[system];
        target.lists_fields
            && target.kind.known() == Some(&SystemKind::Collection)
            && self.holders(term).binary_search(&system).is_err()
    }
}
