//! A fed field that says it covers people whom none of its flows bring.

use std::collections::BTreeMap;

use serde_json::json;

use super::different_scope::owner;
use super::different_scope::place;
use super::facets::MOST_SHOWN;
use super::facets::is_sourced;
use super::rule;
use crate::finding::Certainty;
use crate::finding::Finding;
use crate::graph::Arrival;
use crate::graph::Arrivals;
use crate::graph::FlowGraph;
use crate::graph::Link;
use crate::model::FieldId;
use crate::model::Mode;
use crate::model::Model;
use crate::model::ScopeBox;
use crate::model::difference;

rule! {
    /// ## Finds
    /// A field with flows into it that says it covers people whom none of these flows bring, through every `only` on the way. It points at the
    /// first passage on which they are lost. A flow into the system of which nobody has said what it passes may bring them: then it cannot tell.
    /// ## Why it matters
    /// The field looks complete and is not. Whoever counts with it counts too few.
    /// ## How to fix
    /// State the flow that brings these people, widen the `only` that holds them back, or narrow what the field says it covers.
    /// ## When it is fine
    /// Where the owner of the field captures those people itself: then the map lacks that flow.
    "claims-more-than-received", Definition, Warning, "a field that says it covers people whom no flow brings", check
}

fn check(graph: &FlowGraph, findings: &mut Vec<Finding>) {
    let model = graph.model();
    if model.dimensions.is_empty() {
        return;
    }
    let mut arrivals = Arrivals::of(graph);
    let mut known: BTreeMap<(Arrival, Vec<Arrival>), Vec<ScopeBox>> = BTreeMap::new();
    for field in model.fields.ids() {
        let received = arrivals.received(graph, field);
        if received.is_empty() {
            continue;
        }
        let claimed = arrivals.claimed(field);
        let lost = known.entry((claimed, received.clone())).or_insert_with(|| {
            let brought: Vec<ScopeBox> = received
                .iter()
                .flat_map(|arrival| arrivals.boxes(*arrival))
                .cloned()
                .collect();
            difference(
                arrivals.boxes(claimed),
                &brought,
                model.space(),
                Mode::Certain,
            )
        });
        if !lost.is_empty() {
            let lost = lost.clone();
            findings.push(finding(graph, &mut arrivals, field, &lost));
        }
    }
}

fn finding(
    graph: &FlowGraph,
    arrivals: &mut Arrivals,
    field: FieldId,
    lost: &[ScopeBox],
) -> Finding {
    let model = graph.model();
    let name = model.field_name(field);
    let links: Vec<Link> = graph
        .links_in(field)
        .into_iter()
        .filter(|link| link.how.is_direct())
        .collect();
    let way = first_loss(graph, arrivals, links[0], lost);
    let system = model.fields[field].system;
    let silent: Vec<&str> = graph
        .flows_in(system)
        .iter()
        .filter(|flow| model.flows[**flow].fields.is_open())
        .map(|flow| &*model.flows[*flow].slug)
        .collect();
    let firm = links
        .iter()
        .all(|link| model.flows[link.flow].evidence.is_sourced() && is_sourced(model, link.from));
    let certainty = match (silent.is_empty(), firm && is_sourced(model, field)) {
        (false, _) => Certainty::CannotTell,
        (true, true) => Certainty::Certain,
        (true, false) => Certainty::Likely,
    };
    let people = model.parts_words(lost, arrivals.boxes(arrivals.claimed(field)));
    let sources: Vec<_> = links
        .iter()
        .map(|link| {
            let brought = arrivals.brought(model, link);
            json!({"from": model.field_name(link.from), "flow": model.flows[link.flow].slug, "brings": model.boxes_words(arrivals.boxes(brought))})
        })
        .collect();
    let message = if certainty == Certainty::CannotTell {
        format!("whether any flow brings `{name}` these people cannot be told: {people}")
    } else {
        format!("`{name}` says it covers people whom no flow brings: {people}")
    };
    let first = &model.flows[way[0].flow];
    let help = if silent.is_empty() {
        format!(
            "state the flow that brings `{name}` these people, or leave them out of its `covers`"
        )
    } else {
        format!("find out what `{}` passes", silent[0])
    };
    let mut finding = Finding::at(&KIND, &[&name], place(model, field), "covers more")
        .message(message)
        .subject("field", name.clone())
        .detail(
            "people",
            lost.iter()
                .take(MOST_SHOWN)
                .map(|part| model.box_words(part))
                .collect::<Vec<_>>(),
        )
        .detail("sources", sources)
        .detail("first_lost_on", &*first.slug)
        .certainty(certainty)
        .also(
            first.only.span().unwrap_or(passed_at(model, &way[0])),
            "first lost here",
        )
        .via(way_names(model, &way))
        .help(help)
        .ask(
            owner(model, field),
            format!("Where does `{name}` get these people from: {people}?"),
        );
    for link in links.iter().skip(1).take(MOST_SHOWN - 2) {
        finding = finding.also(
            passed_at(model, link),
            format!("nor does `{}` bring them", model.flows[link.flow].slug),
        );
    }
    finding
}

/// The links from the one on which some of these people are first lost to `last`: back along what still lacks them.
fn first_loss(
    graph: &FlowGraph,
    arrivals: &mut Arrivals,
    last: Link,
    lost: &[ScopeBox],
) -> Vec<Link> {
    let model = graph.model();
    let mut way = vec![last];
    loop {
        let link = way[way.len() - 1];
        let holds = difference(
            lost,
            arrivals.boxes(arrivals.held(link.from)),
            model.space(),
            Mode::Certain,
        );
        let before = graph
            .links_in(link.from)
            .into_iter()
            .find(|link| link.how.is_direct());
        match before {
            // The source lacks them as well: they were lost earlier.
            Some(before)
                if !holds.is_empty() && !way.iter().any(|known| known.from == before.from) =>
            {
                way.push(before)
            }
            _ => break,
        }
    }
    way.reverse();
    way
}

/// The fields on a way, both ends included.
pub(super) fn way_names(model: &Model, way: &[Link]) -> Vec<String> {
    let first = way.first().map(|link| link.from);
    first
        .into_iter()
        .chain(way.iter().map(|link| link.to))
        .map(|field| model.field_name(field))
        .collect()
}

/// Where the passage of a link is written.
pub(super) fn passed_at(model: &Model, link: &Link) -> crate::source::Span {
    let flow = &model.flows[link.flow];
    flow.passages()
        .iter()
        .find(|passage| {
            passage.to.id() == link.to && passage.from.iter().any(|from| from.id() == link.from)
        })
        .map_or(flow.span, |passage| passage.span)
}
