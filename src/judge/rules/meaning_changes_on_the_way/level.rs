//! Totals that arrive in a system that states single cases.

use rustc_hash::FxHashSet;

use super::kept;
use crate::judge::graph::{FlowGraph, Link};
use crate::read::model::{Contents, DataLevel, FieldId, Id, Model};

/// For each field, whether its values are surely totals: its system says so, or it states no level and everything that reaches the field is
/// totals.
pub(super) fn totals(graph: &FlowGraph, order: &[FieldId]) -> Vec<bool> {
    let model = graph.model();
    let mut totals = vec![false; model.fields.len()];
    // One pass is enough without loops. A loop of fields takes more: totals only ever grow, so the result is the same in any order.
    let mut is_settled = false;
    while !is_settled {
        is_settled = true;
        for field in order {
            let is_total = match level_of(model, *field) {
                Some(level) => level == DataLevel::Aggregate,
                None => {
                    let links: Vec<Link> = kept(graph, *field).collect();
                    !links.is_empty()
                        && links.iter().all(|link| arrives_total(model, &totals, link))
                }
            };
            is_settled &= totals[field.index()] == is_total;
            totals[field.index()] = is_total;
        }
    }
    totals
}

/// True if every flow has a source that makes the values of a link totals, or brings them on from where they became totals.
pub(super) fn are_sourced(graph: &FlowGraph, link: &Link) -> bool {
    let model = graph.model();
    let (mut open, mut seen) = (vec![*link], FxHashSet::default());
    while let Some(link) = open.pop() {
        let flow = &model.flows[link.flow];
        if !flow.is_sourced() {
            return false;
        }
        let are_totals_there = flow.contains.known() == Some(&Contents::Aggregate)
            || level_of(model, link.from).is_some();
        if !are_totals_there && seen.insert(link.from) {
            open.extend(kept(graph, link.from));
        }
    }
    true
}

fn level_of(model: &Model, field: FieldId) -> Option<DataLevel> {
    model.systems[model.system_of(field)].level.known().copied()
}

pub(super) fn is_claimed_single(model: &Model, field: FieldId) -> bool {
    level_of(model, field) == Some(DataLevel::Record)
}

pub(super) fn arrives_total(model: &Model, totals: &[bool], link: &Link) -> bool {
    let contains = model.flows[link.flow].contains.known();
    totals[link.from.index()] || contains == Some(&Contents::Aggregate)
}
