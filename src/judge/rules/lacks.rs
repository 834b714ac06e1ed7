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

/// The certainty that a field lacks people: as sure as the field and the flows that fill it.
pub(super) fn certainty(graph: &FlowGraph, field: FieldId) -> Certainty {
    let model = graph.model();
    // An unlisted flow may bring anyone.
    if silent(graph, model.system_of(field)).is_some() {
        return Certainty::CannotTell;
    }
    let mut links = graph.values_in(field);
    let is_firm = is_sourced(model, field)
        && links.all(|link| model.flows[link.flow].is_sourced() && is_sourced(model, link.from));
    firm(is_firm)
}
