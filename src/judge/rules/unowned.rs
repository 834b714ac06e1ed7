//! A system without a named owner.

use super::found::{Found, Names, about};
use super::rule;
use crate::judge::graph::FlowGraph;
use crate::read::finding::Words;
use crate::read::model::{Origin, Stated, SystemId};

rule! {
    /// ## Finds
    /// A system without an `owner`, or whose owner is written as `unknown` or `none`.
    /// ## Why it matters
    /// Every question about a system goes to its owner: what it means, whom it covers, whether it may change. Without one
    /// nobody can be asked.
    /// ## How to fix
    /// Add `owner:` with the organisation that answers for the system.
    /// ## When it is fine
    /// While the map is being written. A system that nobody answers for is itself worth a place on the agenda.
    "unowned", Gap, Warning, "a system that nobody is named as owning", find, tell
}

/// A system without a named owner.
struct Unowned {
    system: SystemId,
}
about!(Unowned {
    name: [system],
    subjects: [system]
});

fn find(graph: &FlowGraph) -> Vec<Found<Unowned>> {
    let systems = graph.model().systems.iter();
    // A placeholder is already reported as a reference to nothing.
    let unowned = systems
        .filter(|(_, system)| system.origin == Origin::Declared && system.owner.known().is_none());
    let found = unowned.map(|(id, system)| {
        let span = system.owner.span().unwrap_or(system.span);
        Found::certain(span, Unowned { system: id })
    });
    found.collect()
}

fn tell(found: &Found<Unowned>, names: &Names<'_>) -> Words {
    let (label, said) = match names.model().systems[found.system].owner {
        Stated::Absent(_) => ("its owner is `none`", "is said to have no owner"),
        Stated::Unknown(_) => ("its owner is `unknown`", "has an unknown owner"),
        _ => ("no `owner` here", "has no stated owner"),
    };
    let system = names.of(found.system);
    Words::at(found.span, label)
        .message(format!("{system} {said}"))
        .help(format!(
            "add `owner:` to {system} with the organisation that answers for it"
        ))
        .ask("", format!("Who answers for {system}?"))
}
