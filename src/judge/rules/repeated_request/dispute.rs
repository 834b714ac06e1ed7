//! A request that by another statement is no longer made.

use serde_json::Value;
use serde_json::json;

use crate::judge::graph::FlowGraph;
use crate::judge::graph::Request;
use crate::read::finding::Finding;
use crate::read::model::FlowId;
use crate::read::model::Model;

/// One request of a finding whose flow has ended by another statement.
pub(super) struct Dispute<'m> {
    model: &'m Model,
    request: Request,
    denial: FlowId,
}

impl<'m> Dispute<'m> {
    /// The first of these requests that is disputed.
    pub(super) fn over(graph: &'m FlowGraph, requests: &[Request]) -> Option<Self> {
        let model = graph.model();
        requests.iter().find_map(|request| {
            let denial = graph.denial(request.flow)?;
            Some(Self {
                model,
                request: *request,
                denial,
            })
        })
    }

    /// Behind the message.
    pub(super) fn words(&self) -> String {
        format!("; whether `{}` still asks is disputed", self.collection())
    }

    /// The other statement, and the question that settles it.
    pub(super) fn on(&self, finding: Finding) -> Finding {
        let denial = &self.model.flows[self.denial];
        let ended = match denial.until.known() {
            Some(until) => format!("by this statement it ended on {until}"),
            None => "by this statement it has ended".to_owned(),
        };
        let collection = &self.model.systems[self.request.collection];
        let owner = collection.owner();
        let owner = owner.map_or("", |owner| &*self.model.organisations[owner].slug);
        let source = &self.model.systems[denial.from.id()].slug;
        let term = &self.model.terms[self.request.term].slug;
        finding.also(denial.from.span, ended).ask(
            owner,
            format!(
                "Does `{}` still take `{term}` from `{source}`?",
                self.collection()
            ),
        )
    }

    pub(super) fn detail(&self) -> Value {
        let slug = |flow: FlowId| &*self.model.flows[flow].slug;
        json!({"collection": self.collection(), "flow": slug(self.request.flow), "denied_by": slug(self.denial)})
    }

    fn collection(&self) -> &'m str {
        &self.model.systems[self.request.collection].slug
    }
}
