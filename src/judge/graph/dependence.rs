//! The systems, flows and people that a value depends on: those on every way by which it can arrive.
//!
//! These are the dominators of the value, worked out as a data-flow problem (Allen, Cocke 1972): a field depends on its system and on
//! everything that all of its ways have in common; a way depends on everything that each of its sources depends on. A tree of dominators
//! would not do, because one system or person is in many places and because a passage of several fields needs all of them. Only ways that
//! bring the same thing, about the same people, count as alternatives.

use std::collections::{BTreeMap, BTreeSet};

use super::FlowGraph;
use super::only::lets_all_through;
use super::passing::Passing;
use crate::read::model::{
    FieldId, FlowId, How, Mode, OrganisationId, Ref, ScopeBox, Stated, SystemId, leaves_some,
};

/// The most fields upstream. With more, no dependence is worked out.
const MOST_FIELDS: usize = 2_000;
/// Limit on the sources: above it no common dependence is looked for.
const MOST_TARGETS: usize = 100;

/// A system, a flow or a person that a value can depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pillar {
    /// A system.
    System(SystemId),
    /// A flow.
    Flow(FlowId),
    /// The organisation that is stated to do the supplying of a flow.
    Person(OrganisationId),
}

/// The dependence of a value.
#[derive(Debug, Clone, Default)]
pub struct Dependence {
    /// The systems, flows and people on every way.
    pub pillars: BTreeSet<Pillar>,
    /// True if a field on the way has more than one passage into it, or there is more than one target.
    pub(crate) has_forks: bool,
}

/// The common dependence of all `targets`, for the `people` in question (empty: not stated). Each target is as good as the others. Sorted.
pub fn pillars(graph: &FlowGraph, targets: &[FieldId], people: &[ScopeBox]) -> Dependence {
    let Some((fields, ways)) = upstream(graph, targets, people) else {
        return Dependence::default();
    };
    // `None` = not reached from a capture yet, so that it excludes nothing.
    let mut known: BTreeMap<FieldId, Option<BTreeSet<Pillar>>> = BTreeMap::new();
    // Upstream fields were found last, so the reverse order settles most in one round; only loops need more.
    loop {
        let mut is_changed = false;
        for field in fields.iter().rev() {
            let now = of_field(graph, &known, *field, &ways[field]);
            if known.get(field) != Some(&now) {
                is_changed = true;
                known.insert(*field, now);
            }
        }
        if !is_changed {
            break;
        }
    }
    let sets = targets
        .iter()
        .filter_map(|target| known.get(target)?.clone());
    let pillars = sets.reduce(|a, b| a.intersection(&b).copied().collect());
    // A target that feeds another target is on the way to it.
    let passed_on: BTreeSet<FieldId> = ways
        .values()
        .flatten()
        .flat_map(|way| &way.passage(graph).from)
        .map(Ref::id)
        .collect();
    let ends = targets
        .iter()
        .filter(|target| !passed_on.contains(target))
        .count();
    let mut reached = fields
        .iter()
        .map(|field| graph.passings().reaching(*field).len());
    Dependence {
        pillars: pillars.unwrap_or_default(),
        has_forks: ends > 1 || reached.any(|ways| ways > 1),
    }
}

pub(super) type Ways = BTreeMap<FieldId, Vec<Passing>>;

/// The fields that the targets can come from, nearest first, with the ways into each that count.
pub(super) fn upstream(
    graph: &FlowGraph,
    targets: &[FieldId],
    people: &[ScopeBox],
) -> Option<(Vec<FieldId>, Ways)> {
    if targets.len() > MOST_TARGETS {
        return None;
    }
    let mut fields: Vec<FieldId> = targets.to_vec();
    let mut ways: Ways = BTreeMap::new();
    let mut seen: BTreeSet<FieldId> = targets.iter().copied().collect();
    let mut next = 0;
    while let Some(field) = fields.get(next).copied() {
        next += 1;
        let equal = equal_ways(graph, graph.passings().reaching(field), field, people);
        for source in equal.iter().flat_map(|way| &way.passage(graph).from) {
            if seen.insert(source.id()) {
                fields.push(source.id());
            }
        }
        ways.insert(field, equal);
        if fields.len() > MOST_FIELDS {
            return None;
        }
    }
    Some((fields, ways))
}

/// The ways into a field that bring the same term about the same people; all ways if none does.
fn equal_ways(
    graph: &FlowGraph,
    ways: &[Passing],
    field: FieldId,
    people: &[ScopeBox],
) -> Vec<Passing> {
    if ways.len() < 2 {
        return ways.to_vec();
    }
    let model = graph.model();
    let target = &model.fields[field];
    let is_missing = |boxes: &[ScopeBox]| leaves_some(people, boxes, model.space(), Mode::Certain);
    let is_equal = |way: &&Passing| {
        let passage = way.passage(graph);
        let source = passage.from[0].id();
        let same_codes = match (model.fields[source].codes.known(), target.codes.known()) {
            (Some(a), Some(b)) => a.id() == b.id(),
            _ => true,
        };
        let presumed = model.scope(source).iter().map(ScopeBox::presumed);
        let presumed: Vec<ScopeBox> = presumed.collect();
        passage.how == How::Identity
            && model.term_of(source) == target.term()
            && same_codes
            && lets_all_through(model, way.flow, people, Mode::Certain)
            && (people.is_empty() || !is_missing(&presumed))
    };
    let equal: Vec<Passing> = ways.iter().filter(is_equal).copied().collect();
    if equal.is_empty() {
        ways.to_vec()
    } else {
        equal
    }
}

fn of_field(
    graph: &FlowGraph,
    known: &BTreeMap<FieldId, Option<BTreeSet<Pillar>>>,
    field: FieldId,
    ways: &[Passing],
) -> Option<BTreeSet<Pillar>> {
    let model = graph.model();
    let own = Pillar::System(model.system_of(field));
    if ways.is_empty() || model.fields[field].is_also_captured() {
        return Some(BTreeSet::from([own]));
    }
    let of_way = |way: &Passing| {
        let mut pillars = BTreeSet::from([Pillar::Flow(way.flow)]);
        if let Stated::Known(by, _) = &model.flows[way.flow].by {
            pillars.insert(Pillar::Person(by.id()));
        }
        for source in &way.passage(graph).from {
            pillars.extend(known.get(&source.id())?.as_ref()?);
        }
        Some(pillars)
    };
    let shared = ways
        .iter()
        .filter_map(of_way)
        .reduce(|a, b| a.intersection(&b).copied().collect());
    shared.map(|mut shared| {
        shared.insert(own);
        shared
    })
}
