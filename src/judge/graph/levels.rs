//! The level of each field: single cases or totals.

use super::{FlowGraph, Link};
use crate::read::model::{Contents, DataLevel, FieldId, How, Id, Model, Stated, SystemKind};

/// For each field, single cases or totals: totals stay totals, however far they are passed.
pub(super) fn levels(graph: &FlowGraph) -> Vec<Option<DataLevel>> {
    let mut levels = vec![None; graph.model().fields.len()];
    for component in graph.order().sets() {
        // In a loop each round may settle one more field.
        for _ in 0..component.len() {
            let mut is_changed = false;
            for field in component.iter().copied() {
                let found = level(graph, &levels, component.len() > 1, field);
                is_changed |= found != levels[field.index()];
                levels[field.index()] = found;
            }
            if !is_changed {
                break;
            }
        }
    }
    levels
}

/// The level of a field. Links from fields of its own loop with an open level do not count.
fn level(
    graph: &FlowGraph,
    levels: &[Option<DataLevel>],
    is_loop: bool,
    field: FieldId,
) -> Option<DataLevel> {
    let model = graph.model();
    let system = &model.systems[model.system_of(field)];
    if let Some(level) = system.level.known() {
        return Some(*level);
    }
    let brings_totals = |link: &Link| {
        is_of_totals(model, link) || levels[link.from.index()] == Some(DataLevel::Aggregate)
    };
    let is_of_loop = |link: &Link| {
        is_loop
            && levels[link.from.index()].is_none()
            && graph.order().rank(link.from) == graph.order().rank(field)
            && !brings_totals(link)
    };
    let direct = graph.values_in(field).filter(|link| !is_of_loop(link));
    let mut direct = direct.peekable();
    let brings_cases = |link: &Link| {
        let contains = model.flows[link.flow].contains.known();
        let is_about_people = contains.is_some_and(|contains| *contains != Contents::Aggregate);
        link.how == How::Identity && is_about_people
    };
    match system.kind.known() {
        _ if direct.peek().is_some() && direct.all(brings_totals) => Some(DataLevel::Aggregate),
        // The kind tells nothing where the level is `unknown`.
        _ if matches!(system.level, Stated::Unknown(_)) => None,
        Some(SystemKind::Publication) => Some(DataLevel::Aggregate),
        Some(SystemKind::Record | SystemKind::Register | SystemKind::Linkage) => {
            Some(DataLevel::Record)
        }
        _ if graph.links_in(field).iter().any(brings_cases) => Some(DataLevel::Record),
        _ => None,
    }
}

/// True if a link turns any value into totals.
pub(super) fn is_of_totals(model: &Model, link: &Link) -> bool {
    link.how == How::Aggregated
        || model.flows[link.flow].contains.known() == Some(&Contents::Aggregate)
}
