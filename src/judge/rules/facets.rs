//! Helpers for the rules on definitions: the fields of each term, whether a field's statements have a source, the place of a passage, and
//! the days on which a field is filled.

use crate::judge::graph::{FlowGraph, Link, Supply, silent};
use crate::read::finding::Certainty;
use crate::read::model::{
    FieldId, Flow, FlowId, How, Id, Model, Passage, Stated, Status, SystemKind, TermId,
};
use crate::read::source::Span;

/// Limit on the places that one finding shows.
pub(super) const MOST_SHOWN: usize = 8;
/// Limit on the pairs that one finding describes.
pub(super) const MOST_PAIRS: usize = 15;

/// The fields of each term that is held in two or more systems, without identifiers. In the order of the model.
pub(super) fn by_term(graph: &FlowGraph) -> impl Iterator<Item = (TermId, &[FieldId])> {
    let (model, supply) = (graph.model(), Supply::of(graph));
    let terms = model.terms.iter();
    let terms = terms.filter(|(_, term)| !term.is_identifier());
    let held = terms.map(move |(term, _)| (term, supply.held(term)));
    let system = |field: &FieldId| model.system_of(*field);
    // The fields of a system are adjacent.
    held.filter(move |(_, fields)| {
        let ends = fields.first().zip(fields.last());
        ends.is_some_and(|(first, last)| system(first) != system(last))
    })
}

/// True if the statements on a field have a source: in its own evidence, or in its system's if it has none.
pub(super) fn has_source(model: &Model, field: FieldId) -> bool {
    let field = &model.fields[field];
    if field.evidence.is_bare() {
        model.systems[field.system].evidence.is_sourced()
    } else {
        field.evidence.is_sourced()
    }
}

/// True if a field belongs to a part of a larger body, such as one trust among all: it is compared with the other parts, not with the whole.
pub(super) fn is_of_a_part(model: &Model, field: FieldId) -> bool {
    let owner = model.systems[model.system_of(field)].owner();
    owner.is_some_and(|owner| model.organisations[owner].part_of.known().is_some())
}

/// True if a field has a source, and neither its term, nor whether it is captured here, nor whether the term identifies a person, nor the
/// kind, the level or the fields of its system are `unknown`.
pub(super) fn is_sourced(model: &Model, field: FieldId) -> bool {
    let (stated, system) = (&model.fields[field], model.system_of(field));
    let identifier = stated.term().map(|term| &model.terms[term].identifier);
    let system = &model.systems[system];
    let is_unknown = matches!(stated.term, Stated::Unknown(_))
        || stated.evidence.word("captured") == Some("unknown")
        || system.evidence.word("fields") == Some("unknown")
        || matches!(identifier, Some(Stated::Unknown(_)))
        || matches!(system.kind, Stated::Unknown(_))
        || matches!(system.level, Stated::Unknown(_));
    !is_unknown && has_source(model, field)
}

/// True if a field has no term because somebody wrote `unknown` for it, or for the fields of its system: it may mean any term.
pub(super) fn may_mean_any(model: &Model, field: FieldId) -> bool {
    let (stated, system) = (&model.fields[field], model.system_of(field));
    matches!(stated.term, Stated::Unknown(_))
        || (stated.term().is_none()
            && model.systems[system].evidence.word("fields") == Some("unknown"))
}

/// True if no stated flow fills a field, an unlisted one may, and nobody says that the field itself is recorded there.
pub(super) fn may_be_brought(graph: &FlowGraph, field: FieldId) -> bool {
    let model = graph.model();
    let system = model.system_of(field);
    let is_recorded = model.fields[field].is_also_captured()
        || model.systems[system].kind.known() == Some(&SystemKind::Record);
    !is_recorded && graph.links_in(field).is_empty() && silent(graph, system).is_some()
}

/// Certain if every field has a source.
pub(super) fn certainty(model: &Model, fields: &[FieldId]) -> Certainty {
    firm(fields.iter().all(|field| is_sourced(model, *field)))
}

/// Certain if everything behind a finding has a source.
pub(super) fn firm(is_sourced: bool) -> Certainty {
    if is_sourced {
        Certainty::Certain
    } else {
        Certainty::Likely
    }
}

/// The passages of standing flows that make one field's value from one other field's, case by case.
pub(super) fn single_passages(
    graph: &FlowGraph,
) -> impl Iterator<Item = (FlowId, FieldId, &Passage)> {
    graph.flows().flat_map(|(id, flow)| {
        flow.passages().iter().filter_map(move |passage| {
            let [from] = passage.from[..] else {
                return None;
            };
            let keeps_cases = matches!(passage.how, How::Identity | How::Derived);
            keeps_cases.then(|| (id, from.id(), passage))
        })
    })
}

/// True if the two belong to different systems.
pub(super) fn are_apart(model: &Model, a: FieldId, b: FieldId) -> bool {
    model.system_of(a) != model.system_of(b)
}

/// The times at which fields are filled: by the flows into them, whether or not they stand on the day of the map.
pub(super) struct Filled<'g> {
    graph: &'g FlowGraph,
    /// For each system, all flows into it.
    into: Vec<Vec<FlowId>>,
}

impl<'g> Filled<'g> {
    pub(super) fn of(graph: &'g FlowGraph) -> Self {
        let model = graph.model();
        let mut into = vec![Vec::new(); model.systems.len()];
        for (id, flow) in model.flows.iter() {
            into[flow.to.id().index()].push(id);
        }
        Self { graph, into }
    }

    /// The flows that fill a field, if some flow names it; unlisted flows may fill it too.
    fn by(&self, field: FieldId) -> Vec<FlowId> {
        let model = self.graph.model();
        let fills = |flow: &FlowId| {
            let mut passages = model.flows[*flow].passages().iter();
            passages.any(|passage| passage.how.is_direct() && passage.to.id() == field)
        };
        let into = &self.into[model.system_of(field).index()];
        if !into.iter().any(fills) {
            return Vec::new();
        }
        let may_fill = |flow: &&FlowId| fills(flow) || model.flows[**flow].fields.known().is_none();
        into.iter().filter(may_fill).copied().collect()
    }

    /// False if the two fields never held values at the same time, by `since` and `until`: the days on which flows fill one are all before
    /// or after those of the other, or one was filled from the other by flows that have ended. A field that no flow fills is filled by its
    /// own system, on any day.
    pub(super) fn are_beside(&self, a: FieldId, b: FieldId) -> bool {
        let (by_a, by_b) = (self.by(a), self.by(b));
        if self.was_filled_from(a, &by_a, b) || self.was_filled_from(b, &by_b, a) {
            return false;
        }
        if by_a.is_empty() || by_b.is_empty() {
            return true;
        }
        let flows = &self.graph.model().flows;
        let ends_before = |one: FlowId, other: FlowId| {
            let days = flows[one].until.known().zip(flows[other].since.known());
            days.is_some_and(|(until, since)| until < since)
        };
        by_a.iter().any(|one| {
            by_b.iter()
                .any(|other| !ends_before(*one, *other) && !ends_before(*other, *one))
        })
    }

    /// True if no standing flow fills the field, and an earlier flow brought it the values of the other.
    fn was_filled_from(&self, to: FieldId, flows: &[FlowId], from: FieldId) -> bool {
        let is_over = flows.iter().all(|flow| !self.graph.stands(*flow));
        let day = self.graph.when().as_of.or(self.graph.model().about.as_of);
        // A flow that is planned, or begins later, has filled no field yet.
        let has_begun = |flow: &Flow| {
            let since = flow.since.known().zip(day.as_ref());
            !matches!(
                flow.status.known(),
                Some(Status::Planned | Status::Proposed)
            ) && since.is_none_or(|(since, day)| since <= day)
        };
        let brings = |flow: &FlowId| {
            if !has_begun(&self.graph.model().flows[*flow]) {
                return false;
            }
            let mut passages = self.graph.model().flows[*flow].passages().iter();
            passages.any(|passage| {
                let is_from = passage.from.iter().any(|source| source.id() == from);
                is_from && passage.to.id() == to && passage.how.is_direct()
            })
        };
        is_over && flows.iter().any(brings)
    }
}

/// The fields that a chain of links passes, both ends included.
pub(super) fn fields_on(way: &[Link]) -> impl Iterator<Item = FieldId> {
    let first = way.first().map(|link| link.from);
    first.into_iter().chain(way.iter().map(|link| link.to))
}

/// The place of the passage of a link.
pub(super) fn passed_at(model: &Model, link: &Link) -> Span {
    let flow = &model.flows[link.flow];
    let mut passages = flow.passages().iter();
    let passage = passages.find(|passage| {
        passage.to.id() == link.to && passage.from.iter().any(|from| from.id() == link.from)
    });
    passage.map_or(flow.span, |passage| passage.span)
}
