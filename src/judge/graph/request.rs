//! Requests: a respondent must supply a term to a collection.

use super::FlowGraph;
use crate::read::model::{
    FieldId, Flow, FlowId, How, Model, OrganisationId, Passage, Ref, System, SystemId, SystemKind,
    TermId,
};
use crate::read::source::Span;

/// One respondent's duty to fill one field of one collection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Request {
    /// The organisation that supplies.
    pub(crate) respondent: OrganisationId,
    /// The term that is asked for.
    pub(crate) term: TermId,
    /// The collection that asks.
    pub(crate) collection: SystemId,
    /// Its field.
    pub(crate) field: FieldId,
    /// The field it is filled from.
    pub(crate) source: FieldId,
    /// The flow that fills it.
    pub(crate) flow: FlowId,
    /// The place of the passage.
    pub(crate) span: Span,
}

/// Every request of the standing flows, sorted by respondent, term, collection. An organisation's own systems make no requests of it.
/// Neither do publications, analyses and linkages, which nobody fills, nor the record systems of others without a legal basis, which only
/// learn of things in the course of their own work.
/// A value that the receiver can work out from others of the same flow is not asked for. Identifiers and plain context are left out: they travel
/// with everything.
pub fn requests(graph: &FlowGraph) -> Vec<Request> {
    let model = graph.model();
    let mut requests = Vec::new();
    for (id, flow) in graph.flows() {
        let collection = flow.to.id();
        let Some(respondent) = model.respondent(flow) else {
            continue;
        };
        let target = &model.systems[collection];
        let is_record = target.kind.known() == Some(&SystemKind::Record);
        let is_duty = !is_record || flow.basis.known().is_some();
        if !is_duty || !target.is_filled_by_others() || is_own(model, target, respondent) {
            continue;
        }
        for passage in flow
            .passages()
            .iter()
            .filter(|passage| passage.how.is_direct() && !is_worked_out(flow, passage))
        {
            let field = passage.to.id();
            let Some(term) = model
                .term_of(field)
                .filter(|term| !model.terms[*term].is_context())
            else {
                continue;
            };
            let Some(source) = passage.from.first() else {
                continue;
            };
            requests.push(Request {
                respondent,
                term,
                collection,
                field,
                source: source.id(),
                flow: id,
                span: passage.span,
            });
        }
    }
    requests.sort();
    requests
}

/// True if the receiver can work the value out from fields that the same flow passes too, such as an age from two dates: it is not asked for.
fn is_worked_out(flow: &Flow, passage: &Passage) -> bool {
    let is_passed = |from: &Ref<FieldId>| {
        let mut others = flow.passages().iter();
        others.any(|other| {
            let mut sources = other.from.iter();
            other.how == How::Identity && sources.any(|source| source.id() == from.id())
        })
    };
    passage.how == How::Derived && passage.from.iter().all(is_passed)
}

/// True if the system belongs to the respondent or to a part of it (such as a body under an older name), or is the record of the body that
/// the respondent is part of: a ward writes in the record of its hospital.
fn is_own(model: &Model, system: &System, respondent: OrganisationId) -> bool {
    let is_record = system.kind.known() == Some(&SystemKind::Record);
    system.owner().is_some_and(|owner| {
        model.is_part_of(owner, respondent) || (is_record && model.is_part_of(respondent, owner))
    })
}
