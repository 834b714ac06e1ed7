//! A value whose people, codes or level change on its way without the last field saying so.

mod codes;
mod level;
mod people;

use std::collections::BTreeMap;

use serde_json::json;

use self::codes::carried;
use self::codes::codes;
use self::level::arrives_total;
use self::level::is_claimed_single;
use self::level::level;
use self::level::totals;
use self::people::people;
use super::claims_more_than_received::way_names;
use super::different_scope::owner;
use super::different_scope::place;
use super::facets::is_sourced;
use super::rule;
use crate::judge::graph::Arrival;
use crate::judge::graph::FlowGraph;
use crate::judge::graph::Link;
use crate::read::finding::Certainty;
use crate::read::finding::Finding;
use crate::read::model::Crosswalks;
use crate::read::model::FieldId;
use crate::read::model::FlowId;
use crate::read::model::How;
use crate::read::model::Model;
use crate::read::model::ScopeBox;
use crate::read::source::Span;

rule! {
    /// ## Finds
    /// A value that keeps its term along a path while what it means changes, so that what arrives is no longer what the last field says:
    /// a passage with an `only` lets through people whom the field says it leaves out; an `only` narrows the people and the field does not
    /// say so (it then cannot tell, unless the term's agreed definition does); totals arrive where the system says it holds single cases;
    /// or codes that crossed a stretch without codes cannot become those of the field. It points at the first passage on which the meaning
    /// changed. What a system says for all its fields is one finding for each flow. People whom nothing brings are found by
    /// `claims-more-than-received`, codes at the two ends of one flow by `codes-do-not-convert`.
    /// ## Why it matters
    /// The name stays and the meaning does not, which nobody notices who sees only the last field.
    /// ## How to fix
    /// State on the field whom it covers, or correct the passage.
    /// ## When it is fine
    /// Never without a word on the field.
    "meaning-changes-on-the-way", Definition, Warning, "a value whose meaning changes on its way without a word", check
}

/// What changed.
struct Change {
    facet: &'static str,
    what: String,
    help: String,
    certainty: Certainty,
    at: Span,
}

fn check(graph: &FlowGraph, findings: &mut Vec<Finding>) {
    let model = graph.model();
    let arrivals = graph.arrivals();
    let mut judged: BTreeMap<(Arrival, FlowId, Arrival), Vec<ScopeBox>> = BTreeMap::new();
    let crosswalks = Crosswalks::of(model);
    let order = graph.order().fields();
    let totals = totals(graph, order);
    let carried = carried(graph, order);
    let mut changes: Vec<(Link, Change)> = Vec::new();
    for field in model.fields.ids() {
        let links: Vec<Link> = kept(graph, field).collect();
        for link in &links {
            let people = people(model, arrivals, &mut judged, link);
            let change = people.or_else(|| codes(model, &crosswalks, &carried, link));
            changes.extend(change.map(|change| (*link, change)));
        }
        if let Some(first) = links.first()
            && is_claimed_single(model, field)
            && links.iter().all(|link| arrives_total(model, &totals, link))
        {
            changes.push((*first, level(model, first)));
        }
    }
    tell(graph, changes, findings);
}

/// One finding for each field that says of itself what is not so; one for each flow, where its system says it for all.
fn tell(graph: &FlowGraph, changes: Vec<(Link, Change)>, findings: &mut Vec<Finding>) {
    let model = graph.model();
    let mut by_flow: BTreeMap<(FlowId, &str), (Vec<Link>, Change)> = BTreeMap::new();
    for (link, change) in changes {
        let is_own = change.facet == "codes" || model.fields[link.to].covers.known().is_some();
        if is_own && change.facet != "level" {
            findings.push(finding(graph, &[link], &change));
            continue;
        }
        let entry = by_flow
            .entry((link.flow, change.facet))
            .or_insert_with(|| (Vec::new(), change));
        entry.0.push(link);
    }
    for (links, change) in by_flow.values() {
        findings.push(finding(graph, links, change));
    }
}

/// The links by which a value reaches a field and stays the value of one term.
fn kept(graph: &FlowGraph, field: FieldId) -> impl Iterator<Item = Link> {
    let model = graph.model();
    let term = model.term_of(field);
    let links = graph.links_in(field).iter().copied();
    links.filter(move |link| {
        matches!(link.how, How::Identity | How::Derived)
            && term.is_some()
            && model.term_of(link.from) == term
    })
}

fn firmness(model: &Model, link: &Link) -> Certainty {
    let is_firm = model.flows[link.flow].evidence.is_sourced()
        && is_sourced(model, link.from)
        && is_sourced(model, link.to);
    if is_firm {
        Certainty::Certain
    } else {
        Certainty::Likely
    }
}

/// The way from where the value was captured to this link.
fn way(graph: &FlowGraph, last: &Link) -> Vec<Link> {
    let mut way = vec![*last];
    while let Some(before) = kept(graph, way[way.len() - 1].from).next() {
        if graph.is_captured(before.to) || way.iter().any(|link| link.from == before.from) {
            break;
        }
        way.push(before);
    }
    way.reverse();
    way
}

/// The field where the value that a link brings was captured.
fn origin_of(graph: &FlowGraph, link: &Link) -> String {
    graph.model().field_name(way(graph, link)[0].from)
}

/// One link, or several of one flow to which the same happens.
fn finding(graph: &FlowGraph, links: &[Link], change: &Change) -> Finding {
    let model = graph.model();
    let link = &links[0];
    let way = way(graph, link);
    let (field, origin) = (model.field_name(link.to), origin_of(graph, link));
    let flow = &model.flows[link.flow];
    let is_of_field = change.facet == "codes"
        || model.fields[link.to].covers.known().is_some() && change.facet != "level";
    let asked = match change.certainty {
        Certainty::CannotTell => format!("Whom does `{field}` cover?"),
        _ => format!("Is `{field}` still what `{origin}` is?"),
    };
    let ids: [&str; 2] = [&field, &origin];
    let (ids, more) = match links.len() - 1 {
        _ if is_of_field => (&ids[..], String::new()),
        0 => (&[&*flow.slug][..], String::new()),
        1 => (&[&*flow.slug][..], " (and so for 1 more field)".to_owned()),
        more => (
            &[&*flow.slug][..],
            format!(" (and so for {more} more fields)"),
        ),
    };
    let mut finding = Finding::at(&KIND, ids, change.at, "changes here")
        .message(format!(
            "`{field}` is not what `{origin}` is{more}: {}",
            change.what
        ))
        .subjects("fields", links.iter().map(|link| model.field_name(link.to)))
        .detail("facet", change.facet)
        .detail(
            "changed_on",
            json!({"flow": flow.slug, "from": model.field_name(link.from), "to": field}),
        )
        .certainty(change.certainty)
        .also(
            place(model, link.to),
            format!(
                "what `{}` says",
                model.systems[model.system_of(link.to)].slug
            ),
        )
        .via(way_names(model, &way))
        .help(change.help.clone())
        .ask(owner(model, link.to), asked);
    finding = if is_of_field {
        finding.subject("field", field).subject("origin", origin)
    } else {
        let origins = links.iter().map(|link| origin_of(graph, link));
        finding
            .subject("flow", &*flow.slug)
            .subjects("origins", origins)
    };
    finding
}
