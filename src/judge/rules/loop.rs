//! Values that go round between systems.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde_json::json;

use super::rule;
use crate::judge::graph::Circle;
use crate::judge::graph::FlowGraph;
use crate::read::finding::Certainty;
use crate::read::finding::Finding;
use crate::read::model::FlowId;
use crate::read::model::SystemId;

rule! {
    /// ## Finds
    /// Systems that pass a value round, so that each receives what it has sent. One finding for each set of systems, with a shortest round.
    /// ## Why it matters
    /// Nobody can say which of them holds the value that counts, an error comes back after it was put right, and how old the value is cannot be told.
    /// ## How to fix
    /// Agree which system has the last word, and let the others only receive.
    /// ## When it is fine
    /// Where the way back carries corrections: write `justified:` on a flow of the round.
    "loop", Gap, Warning, "values that go round between systems", check
}

fn check(graph: &FlowGraph, findings: &mut Vec<Finding>) {
    let model = graph.model();
    let mut by_systems: BTreeMap<Vec<SystemId>, Vec<Circle>> = BTreeMap::new();
    for circle in graph.circles() {
        let systems: BTreeSet<SystemId> = circle
            .fields
            .iter()
            .map(|field| model.system_of(*field))
            .collect();
        by_systems
            .entry(systems.into_iter().collect())
            .or_default()
            .push(circle);
    }
    for (systems, circles) in by_systems {
        findings.push(finding(graph, &systems, &circles[0], &circles));
    }
}

fn finding(graph: &FlowGraph, systems: &[SystemId], first: &Circle, circles: &[Circle]) -> Finding {
    let model = graph.model();
    let slugs: Vec<String> = systems
        .iter()
        .map(|system| model.systems[*system].slug.to_string())
        .collect();
    let mut flows: Vec<FlowId> = Vec::new();
    for link in &first.round {
        if !flows.contains(&link.flow) {
            flows.push(link.flow);
        }
    }
    let path = first.round.iter().map(|link| link.from);
    let path: Vec<String> = path
        .chain(first.round.first().map(|link| link.from))
        .map(|field| model.field_name(field))
        .collect();
    let is_sourced = flows
        .iter()
        .all(|flow| model.flows[*flow].evidence.is_sourced());
    let others = match circles.len() - 1 {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    let what = &model.fields[first.fields[0]].slug;
    let names: Vec<&str> = slugs.iter().map(String::as_str).collect();
    let owner = model.systems[systems[0]]
        .owner()
        .map_or("", |owner| &*model.organisations[owner].slug);
    let mut finding = Finding::at(&KIND, &names, model.flows[flows[0]].from.span, "it sets out here")
        .message(format!(
            "`{what}`{others} goes round between `{}`",
            names.join("`, `")
        ))
        .subjects("systems", slugs.clone())
        .detail(
            "fields",
            json!(
                circles
                    .iter()
                    .flat_map(|circle| &circle.fields)
                    .map(|field| model.field_name(*field))
                    .collect::<Vec<String>>()
            ),
        )
        .certainty(if is_sourced {
            Certainty::Certain
        } else {
            Certainty::Likely
        })
        .via(path)
        .help("agree which system has the last word; where the way back carries corrections, write `justified:` on that flow")
        .ask(
            owner,
            format!("Which of `{}` has the last word on `{what}`?", names.join("`, `")),
        );
    for flow in flows.iter().skip(1).take(5) {
        finding = finding.also(model.flows[*flow].from.span, "and goes on here");
    }
    finding
}
