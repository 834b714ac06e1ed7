//! A system that no flow touches.

use std::collections::BTreeSet;

use super::found::{Found, Names, about};
use super::rule;
use crate::judge::graph::FlowGraph;
use crate::read::finding::Words;
use crate::read::model::{FlowId, Id, Origin, Ref, SystemId};
use crate::read::syntax::nearest;

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
    "unconnected", Gap, Note, "a system that no flow touches", find, tell
}

/// A system that no standing flow touches.
struct Unconnected {
    system: SystemId,
    /// A flow that touches it and does not stand.
    idle: Option<FlowId>,
}
about!(Unconnected {
    name: [system],
    subjects: [system]
});

fn find(graph: &FlowGraph) -> Vec<Found<Unconnected>> {
    let model = graph.model();
    if model.flows.is_empty() {
        return Vec::new();
    }
    let touched = touched(graph);
    let mut idle = vec![None; model.systems.len()];
    for (id, flow) in model.flows.iter().filter(|(id, _)| !graph.stands(*id)) {
        idle[flow.from.id().index()].get_or_insert(id);
        idle[flow.to.id().index()].get_or_insert(id);
    }
    // A system that only a flow names may be this one, misspelt: another finding reports it.
    let systems = model.systems.iter().map(|(_, system)| system);
    let misspelt = systems.filter(|system| system.origin == Origin::Placeholder);
    let misspelt: Vec<&str> = misspelt.map(|system| &*system.slug).collect();
    let unconnected = model.systems.iter().filter(|(id, system)| {
        let is_described = system.origin == Origin::Declared && system.lists_fields;
        is_described
            && !touched[id.index()]
            && nearest(&system.slug, misspelt.iter().copied()).is_empty()
    });
    let found = unconnected.map(|(id, system)| {
        let unconnected = Unconnected {
            system: id,
            idle: idle[id.index()],
        };
        Found::certain(system.span, unconnected)
    });
    found.collect()
}

/// For each system, whether a standing flow touches it, a part of it or a whole of it.
fn touched(graph: &FlowGraph) -> Vec<bool> {
    let systems = || graph.model().systems.ids();
    let is_touched = |system: SystemId| {
        !graph.flows_in(system).is_empty() || !graph.flows_out(system).is_empty()
    };
    let mut touched: Vec<bool> = systems().map(is_touched).collect();
    for id in systems() {
        let wholes = wholes(graph, id);
        if is_touched(id) {
            for whole in &wholes {
                touched[whole.index()] = true;
            }
        }
        if wholes.into_iter().any(is_touched) {
            touched[id.index()] = true;
        }
    }
    touched
}

/// The systems that a system is part of, nearest first.
fn wholes(graph: &FlowGraph, system: SystemId) -> Vec<SystemId> {
    let model = graph.model();
    let mut wholes = Vec::new();
    let mut seen = BTreeSet::from([system]);
    let mut at = system;
    while let Some(whole) = model.systems[at].part_of.known().map(Ref::id) {
        if !seen.insert(whole) {
            break;
        }
        wholes.push(whole);
        at = whole;
    }
    wholes
}

fn tell(found: &Found<Unconnected>, names: &Names<'_>) -> Words {
    let system = names.of(found.system);
    let flow = if found.idle.is_some() {
        "current flow"
    } else {
        "flow"
    };
    let words = Words::at(found.span, "no flow from or to it")
        .message(format!("no {flow} leaves or reaches {system}"))
        .help("add the flows that bring its data or pass it on, or take it off the map")
        .ask(
            names.owner(found.system),
            format!("Who gives data to {system}, or receives data from it?"),
        );
    match found.idle {
        Some(flow) => words.also(
            names.model().flows[flow].from.span,
            "this flow has ended, or has not begun",
        ),
        None => words,
    }
}
