//! One flow, described differently by those who know it.

use serde_json::json;

use super::found::{Found, Names, about, how_sure};
use super::rule;
use crate::judge::graph::FlowGraph;
use crate::read::finding::Words;
use crate::read::model::{Difference, FlowId, differences};
use crate::words::{few, readable};

rule! {
    /// ## Finds
    /// A flow that is written more than once, by its sender and its receiver for instance, where the accounts contradict each other: other
    /// fields, another frequency, another delay, other people, another legal basis.
    /// ## Why it matters
    /// One of the two bodies is wrong about what it sends or gets. Until they agree, nothing that rests on the flow is sure: findings
    /// about it are likely at most.
    /// ## How to fix
    /// Ask both bodies, and correct the account that is wrong. If they are two flows, give each an `id:`.
    /// ## When it is fine
    /// Never, but it is worth keeping until both have answered: each account is shown with its source.
    "accounts-differ", Definition, Warning, "one flow, described differently by those who know it", find, tell
}

/// A flow whose accounts contradict each other.
struct Differing {
    flow: FlowId,
    differences: Vec<Difference>,
}
about!(Differing {
    name: [flow],
    subjects: [flow]
});

fn find(graph: &FlowGraph) -> Vec<Found<Differing>> {
    let model = graph.model();
    let flows = model
        .flows
        .iter()
        .filter(|(_, flow)| !flow.accounts.is_empty());
    let found = flows.filter_map(|(id, flow)| {
        let differences = differences(model, flow);
        let is_sourced = flow
            .accounts
            .iter()
            .all(|account| account.evidence.is_sourced());
        let differing = Differing {
            flow: id,
            differences,
        };
        let certainty = how_sure(true, is_sourced);
        (!differing.differences.is_empty()).then(|| Found::sure(flow.span, certainty, differing))
    });
    found.collect()
}

fn tell(found: &Found<Differing>, names: &Names<'_>) -> Words {
    let model = names.model();
    let flow = &model.flows[found.flow];
    let (from, to) = (names.of(flow.from.id()), names.of(flow.to.id()));
    let keys: Vec<String> = found
        .differences
        .iter()
        .map(|difference| said_of(&difference.key))
        .collect();
    let points = few(&keys);
    let places = flow.accounts.iter().enumerate().map(|(place, account)| {
        let said = found
            .differences
            .iter()
            .map(|difference| match &difference.said[place] {
                Some(said) => said.clone(),
                None => format!("no `{}`", difference.key),
            });
        (account.span, said.collect::<Vec<_>>().join("; "))
    });
    let detail = found
        .differences
        .iter()
        .map(|difference| json!({"key": difference.key, "accounts": difference.said}));
    let [giver, taker] = [&flow.from, &flow.to].map(|end| names.owner(end.id()));
    let both = match (giver.as_str(), taker.as_str()) {
        ("", _) | (_, "") => String::new(),
        (giver, taker) if giver == taker => String::new(),
        (_, taker) => format!(" `{taker}` is asked too."),
    };
    let asked = if giver.is_empty() { taker } else { giver };
    Words::shown(places)
        .message(format!(
            "{} accounts of the flow from {from} to {to} differ ({points})",
            flow.accounts.len(),
        ))
        .detail("differences", detail.collect::<Vec<_>>())
        .help("ask both ends, and correct the wrong account. If they are two flows, give each an `id:`")
        .ask(
            asked,
            format!(
                "Which account of the flow from {from} to {to} is right ({points})?{both}"
            ),
        )
}

/// What a key of a flow says, in plain words.
fn said_of(key: &str) -> String {
    let words = match key {
        "fields" => "which fields",
        "only" => "whose data",
        "every" => "how often",
        "lag" => "how long it takes",
        "method" => "how it is sent",
        "contains" => "cases or totals",
        "basis" => "legal basis",
        "since" => "when it begins",
        "until" => "when it ends",
        other => return readable(other),
    };
    words.to_owned()
}
