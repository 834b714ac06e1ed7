//! Values in a loop between systems.

use std::collections::{BTreeMap, BTreeSet};

use super::found::{Found, Names, about, how_sure};
use super::rule;
use crate::judge::graph::{Circle, FlowGraph};
use crate::read::finding::Words;
use crate::read::model::{FieldId, FlowId, SystemId};

rule! {
    /// ## Finds
    /// Systems that pass a value round, so that each receives what it has sent. One finding for each set of systems, with a shortest round.
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
    /// A shortest round of the first circle: its fields, without the return to the first of them.
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
    let found = by_systems.into_iter().map(|(systems, circles)| {
        let round = &circles[0].round;
        let mut flows: Vec<FlowId> = Vec::new();
        for link in round {
            if !flows.contains(&link.flow) {
                flows.push(link.flow);
            }
        }
        let is_sourced = |flow: &FlowId| model.flows[*flow].is_sourced();
        Found::sure(
            model.flows[flows[0]].from.span,
            how_sure(true, flows.iter().all(is_sourced)),
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
