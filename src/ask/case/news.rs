//! Flows that tell nobody of a case: an organisation fills its own system, or what passes names neither a person nor a day.

use super::figures::holds_figures;
use super::walk::is_kin;
use crate::read::model::{Contents, FieldId, FieldType, Flow, FlowId, Model};

/// True for a flow by which an organisation fills its own system.
pub(super) fn is_own(model: &Model, flow: FlowId) -> bool {
    let written = &model.flows[flow];
    let whose = model.systems[written.to.id()].owner();
    let who = model.respondent(written);
    who.zip(whose)
        .is_some_and(|(who, whose)| is_kin(model, who, whose))
}

/// True for a flow by which an organisation itself, and no part of it, fills its own system.
pub(super) fn is_of_itself(model: &Model, flow: FlowId) -> bool {
    let written = &model.flows[flow];
    let who = model.respondent(written);
    who.is_some() && who == model.systems[written.to.id()].owner()
}

/// True for a flow of cases to another organisation that tells it of no case: it passes neither an identifier nor a date, such as a reply. A field
/// whose type is not stated may be a date. Flows of one submission tell together.
pub(super) fn is_no_news(model: &Model, flow: FlowId) -> bool {
    let written = &model.flows[flow];
    let is_of_act = |other: &Flow| {
        written.shares_submission(other) == Some(true) && other.to.id() == written.to.id()
    };
    names_nothing(model, written)
        && written.contains.known() != Some(&Contents::Aggregate)
        && !is_own(model, flow)
        && !holds_figures(&model.systems[written.to.id()])
        && model
            .flows
            .iter()
            .all(|(_, other)| !is_of_act(other) || names_nothing(model, other))
}

/// True for a flow that lists its fields, each of a type that is neither a date nor an identifier.
fn names_nothing(model: &Model, flow: &Flow) -> bool {
    let is_bare = |field: FieldId| {
        let term = model.term_of(field);
        let is_identifier = term.is_some_and(|term| model.terms[term].is_identifier());
        let kind = model.fields[field].kind.known();
        let is_bare = kind.is_some_and(|kind| {
            use FieldType::{Boolean, Code, Duration, Number, Text};
            matches!(kind, Boolean | Code | Duration | Number | Text)
        });
        is_bare && !is_identifier
    };
    let mut passed = flow.passages().iter().peekable();
    passed.peek().is_some() && passed.all(|passage| is_bare(passage.to.id()))
}
