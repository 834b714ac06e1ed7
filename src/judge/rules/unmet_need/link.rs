//! Whether the sources of a need about single cases can be brought together case by case (methods 4.4).

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::reason::Reason;
use super::reason::listed;
use super::reason::owner;
use crate::judge::graph::FlowGraph;
use crate::judge::graph::Supply;
use crate::read::model::DataLevel;
use crate::read::model::FieldId;
use crate::read::model::Need;
use crate::read::model::OrganisationId;
use crate::read::model::SystemId;
use crate::read::model::TermId;

/// Why the terms of a need, each of which has a source, cannot be linked.
pub(super) fn reason(
    graph: &FlowGraph,
    supply: &Supply<'_>,
    need: &Need,
    who: OrganisationId,
    sources: &[(TermId, Vec<FieldId>)],
) -> Option<Reason> {
    if need.level.known() != Some(&DataLevel::Record) || sources.len() < 2 {
        return None;
    }
    let model = graph.model();
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
    let (a, b) = (&model.systems[first.1].slug, &model.systems[second.1].slug);
    let term = |index: usize| &model.terms[sources[index].0].slug;
    let (one, other) = (term(first.0), term(second.0));
    if is_joined(supply, &holders, &together, true) {
        let open = if supply.linkage().may_hold_more(first.1) {
            first.1
        } else {
            second.1
        };
        let text = format!(
            "whether `{one}` in `{a}` and `{other}` in `{b}` can be linked case by case cannot be told"
        );
        let question = format!("Which identifiers do `{a}` and `{b}` hold in common?");
        let reason = Reason::open(text, owner(model, open), question);
        return Some(reason.at(
            model.systems[open].span,
            "which identifiers it holds is not stated",
        ));
    }
    let text = format!(
        "`{one}` in `{a}` and `{other}` in `{b}` cannot be linked case by case: `{a}` holds {}, `{b}` holds {}",
        identifiers(graph, supply, first.1),
        identifiers(graph, supply, second.1)
    );
    let mut reason = Reason::firm("cannot-be-linked", text)
        .at(model.systems[second.1].span, "shares no identifier");
    reason.help = format!("let `{b}` receive an identifier that `{a}` holds, or the reverse");
    Some(reason)
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

fn identifiers(graph: &FlowGraph, supply: &Supply<'_>, system: SystemId) -> String {
    let terms = supply.linkage().held(system).keys();
    let names: Vec<&str> = terms
        .map(|term| &*graph.model().terms[*term].slug)
        .collect();
    if names.is_empty() {
        "no identifier".to_owned()
    } else {
        listed(names)
    }
}
