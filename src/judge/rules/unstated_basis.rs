//! A flow between organisations without a legal basis.

use super::found::{Found, Names, about};
use super::rule;
use crate::judge::graph::FlowGraph;
use crate::read::finding::Words;
use crate::read::model::{Contents, FlowId, Stated};

rule! {
    /// ## Finds
    /// A flow from one organisation to another whose `basis` is left out or `unknown`, unless it is said to contain only totals
    /// or anonymous data.
    /// ## Why it matters
    /// Data about people may pass between bodies only on a legal basis; a flow whose basis nobody can name may not be used for
    /// anything new, and may have to stop.
    /// ## How to fix
    /// Add `basis:` with the law, direction, contract or agreement. Write `basis: none` where there is known to be none.
    /// ## When it is fine
    /// Where the flow carries no data about people: say so with `contains: aggregate` or `contains: anonymous`.
    "unstated-basis", Gap, Note, "a flow between organisations without a stated legal basis", find, tell
}

/// A flow between organisations whose basis is not stated.
struct Unstated {
    flow: FlowId,
}
about!(Unstated {
    name: [flow],
    subjects: [flow]
});

fn find(graph: &FlowGraph) -> Vec<Found<Unstated>> {
    let owner = |system| graph.model().systems[system].owner();
    let mut found = Vec::new();
    for (id, flow) in graph.flows() {
        let (Some(giver), Some(taker)) = (owner(flow.from.id()), owner(flow.to.id())) else {
            continue;
        };
        let is_harmless = matches!(
            flow.contains.known(),
            Some(Contents::Aggregate | Contents::Anonymous)
        );
        if giver != taker && !is_harmless && flow.basis.is_open() {
            let span = flow.basis.span().unwrap_or(flow.from.span);
            found.push(Found::certain(span, Unstated { flow: id }));
        }
    }
    found
}

fn tell(found: &Found<Unstated>, names: &Names<'_>) -> Words {
    let flow = &names.model().flows[found.flow];
    let (from, to) = (names.of(flow.from.id()), names.of(flow.to.id()));
    let label = if matches!(flow.basis, Stated::Unknown(_)) {
        "its basis is `unknown`"
    } else {
        "no `basis` in this flow"
    };
    Words::at(found.span, label)
        .message(format!(
            "no legal basis is stated for the flow from {from} to {to}"
        ))
        .help("add `basis:` to the flow. If it carries only totals, add `contains: aggregate`")
        .ask(
            names.owner(flow.to.id()),
            format!("What is the legal basis of the flow from {from} to {to}?"),
        )
}
