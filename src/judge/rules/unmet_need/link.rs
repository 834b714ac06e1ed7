//! Whether the sources of a need about single cases can be brought together case by case.

use std::collections::{BTreeMap, BTreeSet};

use super::reason::{Reason, Why};
use crate::judge::graph::Supply;
use crate::read::model::{DataLevel, FieldId, Model, Need, OrganisationId, SystemId, TermId};

/// Why the terms of a need, each of which has a source, cannot be linked.
pub(super) fn reason(
    model: &Model,
    supply: &Supply<'_>,
    need: &Need,
    who: OrganisationId,
    sources: &[(TermId, Vec<FieldId>)],
) -> Option<Reason> {
    if need.level.known() != Some(&DataLevel::Record) || sources.len() < 2 {
        return None;
    }
    // Fields are in the order of the model, system by system.
    let systems = |fields: &[FieldId]| -> Vec<SystemId> {
        let systems = fields.iter().map(|field| model.system_of(*field));
        let mut systems: Vec<SystemId> = systems.collect();
        systems.dedup();
        systems
    };
    let holders = sources.iter().map(|(_, fields)| systems(fields));
    let holders: Vec<Vec<SystemId>> = holders.collect();
    let mut together: Vec<SystemId> = holders.concat();
    together.sort_unstable();
    together.dedup();
    if is_joined(supply, &holders, &together, false) {
        return None;
    }
    // A further system of the asker may hold both identifiers, and so serve as the key.
    let mut with_bridges = supply.own_systems(who);
    with_bridges.extend(together.iter().copied());
    with_bridges.sort_unstable();
    with_bridges.dedup();
    if is_joined(supply, &holders, &with_bridges, false) {
        return None;
    }
    let (first, second) = apart(supply, &holders)?;
    let terms = [sources[first.0].0, sources[second.0].0];
    let systems = [first.1, second.1];
    if is_joined(supply, &holders, &together, true) {
        let open = if supply.linkage().may_hold_more(first.1) {
            first.1
        } else {
            second.1
        };
        let why = Why::LinkUnstated {
            terms,
            systems,
            open,
        };
        return Some(Reason::at(model.systems[open].span, why));
    }
    let identifiers = systems.map(|system| supply.linkage().held(system).keys().copied().collect());
    let why = Why::Unlinked {
        terms,
        systems,
        identifiers,
    };
    Some(Reason::at(model.systems[second.1].span, why))
}

/// True where some group of linked systems holds every term.
fn is_joined(
    supply: &Supply<'_>,
    holders: &[Vec<SystemId>],
    systems: &[SystemId],
    may: bool,
) -> bool {
    let groups = supply.linkage().groups(systems, may);
    let mut terms: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (system, group) in systems.iter().zip(groups) {
        let here = holders.iter().enumerate();
        let here = here.filter(|(_, holders)| holders.binary_search(system).is_ok());
        terms
            .entry(group)
            .or_default()
            .extend(here.map(|(term, _)| term));
    }
    // One system that holds all needs no link.
    terms.values().any(|held| held.len() == holders.len())
}

/// Two terms, each with a system, that are not linked.
fn apart(
    supply: &Supply<'_>,
    holders: &[Vec<SystemId>],
) -> Option<((usize, SystemId), (usize, SystemId))> {
    let first = (0, *holders[0].first()?);
    let others = holders.iter().enumerate().skip(1);
    let mut unlinked = others.filter_map(|(index, systems)| {
        let system = *systems.first()?;
        let is_linked = systems
            .iter()
            .any(|system| supply.linkage().links(first.1, *system) == Some(true));
        (!is_linked).then_some((index, system))
    });
    Some((first, unlinked.next()?))
}
