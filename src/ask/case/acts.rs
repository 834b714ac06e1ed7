//! Acts of telling: the flows that one respondent fills together.

use super::walk::{Verdict, Walk};
use crate::read::model::{FlowId, OrganisationId, SystemId};

impl Walk<'_> {
    /// Adds the flows that one act fills together with those that surely bring the case: the person who makes it fills in all of it.
    pub(super) fn complete(&self, bringing: &[(Verdict, FlowId)], flows: &mut Vec<FlowId>) {
        let more = bringing.iter().map(|(_, flow)| *flow).filter(|flow| {
            let is_of_act = flows.iter().any(|other| self.is_one_act(*other, *flow));
            is_of_act && !flows.contains(flow)
        });
        let more: Vec<FlowId> = more.collect();
        flows.extend(more);
    }

    /// The act of supplying that fills a flow, if the flow names one.
    fn act(&self, flow: FlowId) -> Option<(Option<OrganisationId>, SystemId, &str)> {
        let model = self.graph.model();
        let written = &model.flows[flow];
        let word = written.submission()?;
        Some((model.respondent(written), written.to.id(), word))
    }

    /// True for two flows that one act fills.
    pub(super) fn is_one_act(&self, a: FlowId, b: FlowId) -> bool {
        let act = self.act(a);
        a == b || (act.is_some() && act == self.act(b))
    }

    /// Groups the flows that one respondent fills by one act.
    pub(super) fn acts(&self, flows: &[FlowId]) -> Vec<Vec<FlowId>> {
        let mut acts: Vec<Vec<FlowId>> = Vec::new();
        for flow in flows {
            let same = acts.iter_mut().find(|act| self.is_one_act(act[0], *flow));
            match same {
                Some(act) => act.push(*flow),
                None => acts.push(vec![*flow]),
            }
        }
        acts
    }

    /// The organisation that tells by an act.
    pub(super) fn respondent(&self, act: &[FlowId]) -> Option<OrganisationId> {
        let model = self.graph.model();
        model.respondent(&model.flows[*act.first()?])
    }
}
