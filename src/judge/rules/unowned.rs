//! A system that nobody is named as owning.

use super::rule;
use crate::judge::graph::FlowGraph;
use crate::read::finding::Finding;
use crate::read::model::Origin;
use crate::read::model::Stated;

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
    "unowned", Gap, Warning, "a system that nobody is named as owning", check
}

fn check(graph: &FlowGraph, findings: &mut Vec<Finding>) {
    let model = graph.model();
    for (_, system) in model.systems.iter() {
        // A placeholder is reported as a reference to nothing already.
        if system.origin != Origin::Declared || system.owner.known().is_some() {
            continue;
        }
        let (label, said) = match system.owner {
            Stated::Absent(_) => ("its owner is `none`", "is said to have no owner"),
            Stated::Unknown(_) => ("its owner is `unknown`", "has an unknown owner"),
            _ => ("no `owner` here", "has no stated owner"),
        };
        let finding = Finding::at(
            &KIND,
            &[&system.slug],
            system.owner.span().unwrap_or(system.span),
            label,
        )
        .message(format!("`{}` {said}", system.slug))
        .subject("system", &*system.slug)
        .help(format!(
            "add `owner:` to `{}` with the organisation that answers for it",
            system.slug
        ))
        .ask("", format!("Who answers for `{}`?", system.slug));
        findings.push(finding);
    }
}
