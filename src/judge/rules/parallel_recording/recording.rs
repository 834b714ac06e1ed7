//! Recordings: fields in which an organisation first writes something down.

use crate::judge::graph::{FlowGraph, Link};
use crate::judge::rules::people::People;
use crate::read::model::{
    Duration, FieldId, FlowId, How, Id, Model, OrganisationId, Stated, SystemId, TermId,
};
use crate::read::source::Span;

/// A field that nothing feeds, or that a person fills, in a system of the organisation that keeps it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Recording {
    pub(super) field: FieldId,
    pub(super) system: SystemId,
    pub(super) recorder: OrganisationId,
    /// The number of the people it is about.
    pub(super) people: u32,
    /// True if the map states, with a source, that it is captured there: the system is a record, or states its delay of capture.
    pub(super) is_sure: bool,
}

impl Recording {
    pub(super) fn place(self, model: &Model) -> Span {
        model.fields[self.field].span
    }

    /// The delay of capture of its system after the event, if stated.
    pub(super) fn captured(self, model: &Model) -> Option<&Duration> {
        model.systems[self.system].captured.known()
    }
}

/// For each term, whether some flow works it out from two or more fields of other terms, as an age from two dates.
fn worked_out(graph: &FlowGraph) -> Vec<bool> {
    let model = graph.model();
    let mut is_worked_out = vec![false; model.terms.len()];
    for (_, flow) in graph.flows() {
        for passage in flow.passages() {
            let Some(term) = model.term_of(passage.to.id()) else {
                continue;
            };
            let mut sources = passage.from.iter();
            let is_of_others = sources.all(|from| model.term_of(from.id()) != Some(term));
            is_worked_out[term.index()] |=
                passage.how == How::Derived && passage.from.len() > 1 && is_of_others;
        }
    }
    is_worked_out
}

/// For each term that is not context and that two organisations record, its recordings, in the order of the model. A term that is worked out
/// from others is recorded by nobody.
pub(super) fn recordings(graph: &FlowGraph, people: &mut People) -> Vec<(TermId, Vec<Recording>)> {
    let model = graph.model();
    let mut by_term: Vec<Vec<Recording>> = vec![Vec::new(); model.terms.len()];
    let is_worked_out = worked_out(graph);
    for (id, field) in model.fields.iter() {
        let system = &model.systems[field.system];
        let Some(term) = field.term().filter(|term| !model.terms[*term].is_context()) else {
            continue;
        };
        if is_worked_out[term.index()] || !graph.is_captured(id) {
            continue;
        }
        let is_identifier_unknown = matches!(model.terms[term].identifier, Stated::Unknown(_));
        for (recorder, is_sure, flow) in recorders(graph, id) {
            let people = match flow {
                Some(flow) => people.number_passed(model, flow, id),
                None => People::number(model, id),
            };
            by_term[term.index()].push(Recording {
                field: id,
                system: field.system,
                recorder,
                people,
                is_sure: is_sure
                    && field.is_declared
                    && system.is_sourced()
                    && !is_identifier_unknown,
            });
        }
    }
    let terms = model.terms.ids().zip(by_term);
    terms
        .filter(|(_, recordings)| {
            recordings
                .iter()
                .any(|recording| recording.recorder != recordings[0].recorder)
        })
        .collect()
}

/// The organisations that write a captured field down, and whether the map says so. In a system with first-hand data it is the owner;
/// elsewhere the respondent of a flow by hand. A field of any other system without a flow into it has an origin that is not stated.
fn recorders(graph: &FlowGraph, field: FieldId) -> Vec<(OrganisationId, bool, Option<FlowId>)> {
    let model = graph.model();
    let system = &model.systems[model.system_of(field)];
    if model.captures_itself(field) {
        return system
            .owner()
            .map(|owner| (owner, true, None))
            .into_iter()
            .collect();
    }
    let links = graph.links_in(field);
    let hand = |link: &Link| {
        let flow = &model.flows[link.flow];
        let is_meant = link.how.is_direct() && flow.is_by_hand() && flow.justified.is_none();
        let respondent = model.respondent(flow).filter(|_| is_meant)?;
        Some((respondent, flow.is_sourced(), Some(link.flow)))
    };
    let mut hands: Vec<_> = links.iter().filter_map(hand).collect();
    hands.sort_unstable();
    hands.dedup_by_key(|(respondent, ..)| *respondent);
    hands
}
