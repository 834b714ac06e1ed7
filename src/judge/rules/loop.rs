//! Values in a loop between systems.

use std::collections::{BTreeMap, BTreeSet};

use super::facets::firm;
use super::found::{Found, Names, about};
use super::rule;
use crate::judge::graph::{Circle, FlowGraph};
use crate::read::finding::Words;
use crate::read::model::{FieldId, Flow, FlowId, SystemId};

rule! {
    /// ## Finds
    /// Systems that pass a value round, so that each receives what it has sent. One finding for each set of systems, with a shortest round.
    /// It is certain if flows with a source alone pass a value round all of them, and no unlisted flow leads to or from another system.
    /// ## Why it matters
    /// Nobody can say which of them holds the value that counts, an error comes back after it was put right, and how old the value is cannot be told.
    /// ## How to fix
    /// Agree which system has the last word, and let the others only receive.
    /// ## When it is fine
    /// Where the way back carries corrections: write `justified:` on a flow of the round.
    "loop", Gap, Warning, "values that go round between systems", find, tell
}

/// Values in a loop between systems.
struct Loop {
    systems: Box<[SystemId]>,
    /// The fields of the loop, circle by circle.
    fields: Box<[FieldId]>,
    circles: u32,
    /// A shortest round of the surest circle: its fields, without the return to the first of them.
    round: Box<[FieldId]>,
    /// The flows of that round, each once.
    flows: Box<[FlowId]>,
}
about!(Loop {
    name: [&systems],
    subjects: [&systems]
});

fn find(graph: &FlowGraph) -> Vec<Found<Loop>> {
    let model = graph.model();
    let mut by_systems: BTreeMap<BTreeSet<SystemId>, Vec<Circle>> = BTreeMap::new();
    for circle in graph.circles() {
        let systems = circle.fields.iter().map(|field| model.system_of(*field));
        by_systems
            .entry(systems.collect())
            .or_default()
            .push(circle);
    }
    let unlisted = graph.flows().map(|(_, flow)| flow);
    let unlisted: Vec<&Flow> = unlisted.filter(|flow| flow.fields.is_open()).collect();
    let found = by_systems.into_iter().map(|(systems, circles)| {
        // The surest circle decides how sure the finding is, and is shown.
        let shown = circles.iter().find(|circle| circle.is_sure);
        // A flow that does not list what it passes may bring further systems into the loop.
        let is_edge =
            |flow: &Flow| systems.contains(&flow.from.id()) != systems.contains(&flow.to.id());
        let may_grow = unlisted.iter().any(|flow| is_edge(flow));
        let is_sure = shown.is_some() && !may_grow;
        let round = &shown.unwrap_or(&circles[0]).round;
        let mut flows: Vec<FlowId> = Vec::new();
        for link in round {
            if !flows.contains(&link.flow) {
                flows.push(link.flow);
            }
        }
        Found::sure(
            model.flows[flows[0]].from.span,
            firm(is_sure),
            Loop {
                systems: systems.into_iter().collect(),
                fields: circles
                    .iter()
                    .flat_map(|circle| &circle.fields)
                    .copied()
                    .collect(),
                circles: circles.len() as u32,
                round: round.iter().map(|link| link.from).collect(),
                flows: flows.into(),
            },
        )
    });
    found.collect()
}

fn tell(found: &Found<Loop>, names: &Names<'_>) -> Words {
    let model = names.model();
    let first = names.of(found.fields[0]);
    let what = match found.circles - 1 {
        0 => format!("{first} is"),
        1 => format!("{first} and 1 more field are"),
        more => format!("{first} and {more} more fields are"),
    };
    let own = names.own(found.fields[0]);
    let systems = names.few(&found.systems);
    let words = Words::at(found.span, "passed on from here")
        .message(format!("{what} passed in a circle between {systems}"))
        .detail("fields", names.ids(&found.fields))
        .via(names.ids(found.round.iter().chain(found.round.first())))
        .help("agree which system has the last word. If the flow back only carries corrections, write `justified:` on it")
        .ask(
            names.owner(found.systems[0]),
            format!("Which of these systems has the last word on {own}: {systems}?"),
        );
    let further = found.flows.iter().skip(1).take(5);
    further.fold(words, |words, flow| {
        words.also(model.flows[*flow].from.span, "and on from here")
    })
}
