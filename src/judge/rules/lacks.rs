//! The lacks of fed fields, for the rules that tell them: grouped by the people lacked, and their certainty.

use super::facets::{firm, is_sourced};
use crate::judge::graph::FlowGraph;
pub(super) use crate::judge::graph::silent;
use crate::read::finding::Certainty;
use crate::read::model::{Boxes, FieldId};

/// Fields that lack the same people.
pub(super) struct Group<'l> {
    pub(super) fields: Vec<FieldId>,
    pub(super) people: &'l Boxes,
}

/// The lacks by the people that they share, those of most fields first.
pub(super) fn grouped<'l>(lacks: impl Iterator<Item = (FieldId, &'l Boxes)>) -> Vec<Group<'l>> {
    let mut groups: Vec<Group<'l>> = Vec::new();
    for (field, people) in lacks {
        match groups.iter_mut().find(|group| group.people == people) {
            Some(group) => group.fields.push(field),
            None => groups.push(Group {
                fields: vec![field],
                people,
            }),
        }
    }
    groups.sort_by_key(|group| (std::cmp::Reverse(group.fields.len()), group.fields[0]));
    groups
}

/// The certainty that these fields lack people: as sure as the fields and the flows that fill them.
pub(super) fn certainty<'f>(
    graph: &FlowGraph,
    fields: impl Iterator<Item = &'f FieldId>,
) -> Certainty {
    let model = graph.model();
    let mut fields = fields.peekable();
    let system = fields.peek().map(|field| model.system_of(**field));
    // An unlisted flow may bring anyone.
    if system.is_some_and(|system| silent(graph, system).is_some()) {
        return Certainty::CannotTell;
    }
    firm(fields.all(|field| {
        let mut links = graph.values_in(*field);
        is_sourced(model, *field)
            && links.all(|link| model.flows[link.flow].is_sourced() && is_sourced(model, link.from))
    }))
}
