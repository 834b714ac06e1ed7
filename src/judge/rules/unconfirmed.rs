//! What the map says of an organisation and nobody has confirmed.

use std::collections::BTreeMap;

use serde_json::json;

use super::rule;
use crate::judge::graph::FlowGraph;
use crate::read::finding::Finding;
use crate::read::model::Evidence;
use crate::read::model::Model;
use crate::read::model::OrganisationId;
use crate::read::model::Origin;
use crate::read::source::Span;

rule! {
    /// ## Finds
    /// An organisation of whose systems, fields or flows the map says something with `confidence: assumed`, counted together. A flow is counted with
    /// the owner of the system it reaches.
    /// ## Why it matters
    /// Findings that rest on such a statement are only likely. Its owner can settle it in a minute.
    /// ## How to fix
    /// Ask the owner, then write `confidence: confirmed`; or find a source, and write `confidence: reported`.
    /// ## When it is fine
    /// While the map is being written. Statements that say nothing about how sure they are are not counted, since in a new map that is all of them.
    "unconfirmed", Gap, Note, "statements about an organisation that are only assumed", check
}

/// How many places are shown.
const MOST_SHOWN: usize = 5;

/// What is assumed about one organisation.
#[derive(Default)]
struct Assumed {
    systems: Vec<(Span, String)>,
    fields: Vec<(Span, String)>,
    flows: Vec<(Span, String)>,
}

fn check(graph: &FlowGraph, findings: &mut Vec<Finding>) {
    let model = graph.model();
    let mut by_owner: BTreeMap<OrganisationId, Assumed> = BTreeMap::new();
    let is_assumed = |evidence: &Evidence| evidence.is_written() && !evidence.is_sourced();
    for (_, system) in model.systems.iter() {
        let Some(owner) = system.owner().filter(|_| system.origin == Origin::Declared) else {
            continue;
        };
        if is_assumed(&system.evidence) {
            let name = system.slug.to_string();
            by_owner
                .entry(owner)
                .or_default()
                .systems
                .push((system.span, name));
        }
        for id in system.fields.ids() {
            let field = &model.fields[id];
            if is_assumed(&field.evidence) {
                let name = model.field_name(id);
                by_owner
                    .entry(owner)
                    .or_default()
                    .fields
                    .push((field.span, name));
            }
        }
    }
    for (_, flow) in graph.flows() {
        let owner = model.systems[flow.to.id()].owner();
        if let Some(owner) = owner.filter(|_| is_assumed(&flow.evidence)) {
            let name = flow.slug.to_string();
            by_owner
                .entry(owner)
                .or_default()
                .flows
                .push((flow.from.span, name));
        }
    }
    for (owner, assumed) in by_owner {
        findings.push(finding(model, owner, &assumed));
    }
}

fn finding(model: &Model, owner: OrganisationId, assumed: &Assumed) -> Finding {
    let slug = &model.organisations[owner].slug;
    let counted = |list: &[(Span, String)], one: &str| match list.len() {
        0 => None,
        1 => Some(format!("1 {one}")),
        more => Some(format!("{more} {one}s")),
    };
    let parts: Vec<String> = [
        counted(&assumed.systems, "system"),
        counted(&assumed.flows, "flow"),
        counted(&assumed.fields, "field"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let all = [&assumed.systems, &assumed.flows, &assumed.fields];
    let mut places = all.into_iter().flatten();
    let (first, name) = places.next().expect("an entry is made for a statement");
    let names = |list: &[(Span, String)]| -> Vec<String> {
        list.iter().map(|(_, name)| name.clone()).collect()
    };
    let mut finding = Finding::at(&KIND, &[slug], *first, format!("`{name}` is assumed"))
        .message(format!(
            "what the map says of `{slug}` is only assumed for {}",
            parts.join(", ")
        ))
        .subject("owner", &**slug)
        .detail("systems", json!(names(&assumed.systems)))
        .detail("flows", json!(names(&assumed.flows)))
        .detail("fields", json!(names(&assumed.fields)))
        .help("ask the owner, then write `confidence: confirmed`, or find a source")
        .ask(
            &**slug,
            format!("Is what the map says of {} right?", parts.join(", ")),
        );
    for (span, name) in places.take(MOST_SHOWN - 1) {
        finding = finding.also(*span, format!("`{name}` is assumed"));
    }
    finding
}
