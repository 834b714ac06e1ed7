//! A system that no flow touches.

use std::collections::BTreeSet;

use super::rule;
use crate::judge::graph::FlowGraph;
use crate::read::finding::Finding;
use crate::read::model::Id;
use crate::read::model::Origin;
use crate::read::model::Ref;
use crate::read::model::SystemId;

rule! {
    /// ## Finds
    /// A system that no standing flow leaves or reaches, and no part of which or whole of which one does. Meant are systems with
    /// listed fields, in a map with any flow at all: before that the map is only being begun.
    /// ## Why it matters
    /// Data that nobody receives and nobody passes on is either kept for its owner alone, or the map lacks a flow.
    /// ## How to fix
    /// Draw the flows, or take the system off the map.
    /// ## When it is fine
    /// Where the system serves its owner alone.
    "unconnected", Gap, Note, "a system that no flow touches", check
}

fn check(graph: &FlowGraph, findings: &mut Vec<Finding>) {
    let model = graph.model();
    if model.flows.is_empty() {
        return;
    }
    let is_touched = |system: SystemId| {
        !graph.flows_in(system).is_empty() || !graph.flows_out(system).is_empty()
    };
    // Systems inside or around one that is touched are touched with it.
    let mut touched: Vec<bool> = model.systems.ids().map(is_touched).collect();
    for (id, _) in model.systems.iter() {
        let chain = up(graph, id);
        if is_touched(id) {
            for whole in &chain {
                touched[whole.index()] = true;
            }
        }
        if chain.iter().any(|whole| is_touched(*whole)) {
            touched[id.index()] = true;
        }
    }
    let mut not_standing = vec![None; model.systems.len()];
    for (id, flow) in model.flows.iter().filter(|(id, _)| !graph.stands(*id)) {
        not_standing[flow.from.id().index()].get_or_insert(id);
        not_standing[flow.to.id().index()].get_or_insert(id);
    }
    // What a flow names and nobody declared may be this system, misspelt: that is told already.
    let misspelt: Vec<&str> = model
        .systems
        .iter()
        .filter(|(_, system)| system.origin == Origin::Placeholder)
        .map(|(_, system)| &*system.slug)
        .collect();
    for (id, system) in model.systems.iter() {
        let is_described = system.lists_fields;
        if touched[id.index()] || system.origin != Origin::Declared || !is_described {
            continue;
        }
        if !crate::read::syntax::nearest(&system.slug, misspelt.iter().copied()).is_empty() {
            continue;
        }
        let owner = system
            .owner()
            .map_or("", |owner| &*model.organisations[owner].slug);
        let mut finding = Finding::at(&KIND, &[&system.slug], system.span, "no flow from or to it")
            .message(format!("no flow leaves or reaches `{}`", system.slug))
            .subject("system", &*system.slug)
            .help("draw the flows, or take it off the map")
            .ask(
                owner,
                format!(
                    "Where does the data in `{}` come from, and who receives it?",
                    system.slug
                ),
            );
        if let Some(flow) = not_standing[id.index()] {
            let span = model.flows[flow].from.span;
            finding = finding
                .message(format!(
                    "no flow that stands leaves or reaches `{}`",
                    system.slug
                ))
                .also(span, "this one does not stand on the day of the map");
        }
        findings.push(finding);
    }
}

/// The systems that a system is part of, nearest first.
fn up(graph: &FlowGraph, system: SystemId) -> Vec<SystemId> {
    let model = graph.model();
    let mut chain = Vec::new();
    let mut seen = BTreeSet::from([system]);
    let mut at = system;
    while let Some(whole) = model.systems[at].part_of.known().map(Ref::id) {
        if !seen.insert(whole) {
            break;
        }
        chain.push(whole);
        at = whole;
    }
    chain
}
