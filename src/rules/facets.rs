//! What the rules on definitions share: the fields of each term, whether what a field says rests on a source, and pairs of fields that differ.

use crate::finding::Certainty;
use crate::graph::FlowGraph;
use crate::graph::Supply;
use crate::model::FieldId;
use crate::model::FlowId;
use crate::model::How;
use crate::model::Model;
use crate::model::Passage;
use crate::model::TermId;

/// How many places one finding shows.
pub(super) const MOST_SHOWN: usize = 8;
/// How many pairs one finding describes.
pub(super) const MOST_PAIRS: usize = 15;

/// The fields of each term that is held in two systems or more, identifiers left out. In the order of the model.
pub(super) fn by_term(graph: &FlowGraph) -> impl Iterator<Item = (TermId, &[FieldId])> {
    let (model, supply) = (graph.model(), Supply::of(graph));
    let terms = model.terms.iter();
    let terms = terms.filter(|(_, term)| !term.is_identifier);
    let held = terms.map(move |(term, _)| (term, supply.held(term)));
    let system = |field: &FieldId| model.system_of(*field);
    // The fields of a system stand together.
    held.filter(move |(_, fields)| {
        let ends = fields.first().zip(fields.last());
        ends.is_some_and(|(first, last)| system(first) != system(last))
    })
}

/// True where what a field says of itself rests on a source: its own evidence, or its system's where it gives none.
pub(super) fn is_sourced(model: &Model, field: FieldId) -> bool {
    let field = &model.fields[field];
    if field.evidence.is_bare() {
        model.systems[field.system].evidence.is_sourced()
    } else {
        field.evidence.is_sourced()
    }
}

/// Certain where every field rests on a source.
pub(super) fn certainty(model: &Model, fields: &[FieldId]) -> Certainty {
    if fields.iter().all(|field| is_sourced(model, *field)) {
        Certainty::Certain
    } else {
        Certainty::Likely
    }
}

/// The passages of standing flows by which one field's value alone becomes another's, whatever is done to it on the way.
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

/// True where the two belong to different systems.
pub(super) fn are_apart(model: &Model, a: FieldId, b: FieldId) -> bool {
    model.system_of(a) != model.system_of(b)
}
