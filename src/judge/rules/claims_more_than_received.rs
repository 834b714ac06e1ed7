//! A fed field that says it covers people whom none of its flows bring.

use serde_json::json;

use rustc_hash::FxHashMap;

use super::different_scope::owner;
use super::different_scope::place;
use super::facets::MOST_SHOWN;
use super::facets::is_sourced;
use super::rule;
use crate::judge::graph::Arrival;
use crate::judge::graph::Arrivals;
use crate::judge::graph::FlowGraph;
use crate::judge::graph::Link;
use crate::read::finding::Certainty;
use crate::read::finding::Finding;
use crate::read::model::Boxes;
use crate::read::model::FieldId;
use crate::read::model::Mode;
use crate::read::model::Model;
use crate::read::model::ScopeBox;
use crate::read::model::SystemId;
use crate::read::model::difference;
use crate::read::model::left_by;

rule! {
    /// ## Finds
    /// A field with flows into it that says it covers people whom none of these flows bring, through every `only` on the way. It points at the
    /// first passage on which they are lost. What a system says of whom it covers is one claim, and so one finding, for all its fields that say
    /// nothing else. A flow into the system of which nobody has said what it passes may bring them: then it cannot tell.
    /// ## Why it matters
    /// The field looks complete and is not. Whoever counts with it counts too few.
    /// ## How to fix
    /// State the flow that brings these people, widen the `only` that holds them back, or narrow what the field says it covers.
    /// ## When it is fine
    /// Where the owner of the field captures those people itself: then the map lacks that flow.
    "claims-more-than-received", Definition, Warning, "a field that says it covers people whom no flow brings", check
}

/// Fields that make one claim and lack the same people.
struct Lack {
    fields: Vec<FieldId>,
    people: Boxes,
}

fn check(graph: &FlowGraph, findings: &mut Vec<Finding>) {
    let model = graph.model();
    if model.dimensions.is_empty() {
        return;
    }
    let mut known: FxHashMap<(Arrival, u32), Boxes> = FxHashMap::default();
    for (_, system) in model.systems.iter() {
        let mut inherited: Vec<Lack> = Vec::new();
        for field in system.fields.ids() {
            let Some(people) = lacking(graph, &mut known, field) else {
                continue;
            };
            let fields = vec![field];
            let lack = Lack { fields, people };
            if model.fields[field].covers.known().is_some() {
                let name = model.field_name(field);
                findings.push(announced(graph, &name, vec![lack]));
                continue;
            }
            match inherited
                .iter_mut()
                .find(|other| other.people == lack.people)
            {
                Some(other) => other.fields.push(field),
                None => inherited.push(lack),
            }
        }
        // The claim is made once, by the system.
        if !inherited.is_empty() {
            inherited.sort_by_key(|lack| (std::cmp::Reverse(lack.fields.len()), lack.fields[0]));
            findings.push(announced(graph, &system.slug, inherited));
        }
    }
}

/// The people whom a fed field claims and none of its flows bring.
fn lacking(
    graph: &FlowGraph,
    known: &mut FxHashMap<(Arrival, u32), Boxes>,
    field: FieldId,
) -> Option<Boxes> {
    let arrivals = graph.arrivals();
    let (received, claimed) = (arrivals.received(field), arrivals.claimed(field));
    if arrivals.set(received).is_empty() {
        return None;
    }
    let lost = known.entry((claimed, received)).or_insert_with(|| {
        let brought = arrivals.set(received).iter();
        left_by(
            arrivals.boxes(claimed),
            brought.flat_map(|arrival| arrivals.boxes(*arrival)),
            graph.model().space(),
            Mode::Certain,
        )
        .into()
    });
    (!lost.is_empty()).then(|| lost.clone())
}

fn direct(graph: &FlowGraph, field: FieldId) -> Vec<Link> {
    graph
        .links_in(field)
        .iter()
        .filter(|link| link.how.is_direct())
        .copied()
        .collect()
}

/// How sure it is: a flow of which nobody has said what it passes may bring anyone.
fn sureness(graph: &FlowGraph, lacks: &[Lack], silent: &[&str]) -> Certainty {
    let model = graph.model();
    let is_firm = |field: &FieldId| {
        is_sourced(model, *field)
            && direct(graph, *field).iter().all(|link| {
                model.flows[link.flow].evidence.is_sourced() && is_sourced(model, link.from)
            })
    };
    match silent {
        [] if lacks.iter().flat_map(|lack| &lack.fields).all(is_firm) => Certainty::Certain,
        [] => Certainty::Likely,
        _ => Certainty::CannotTell,
    }
}

fn lack_detail(model: &Model, lack: &Lack) -> serde_json::Value {
    let people: Vec<String> = lack
        .people
        .iter()
        .take(MOST_SHOWN)
        .map(|part| model.box_words(part))
        .collect();
    let fields: Vec<String> = lack
        .fields
        .iter()
        .map(|field| model.field_name(*field))
        .collect();
    json!({"people": people, "fields": fields})
}

fn source_detail(model: &Model, arrivals: &Arrivals, link: &Link) -> serde_json::Value {
    let brought = arrivals.brought(link);
    json!({
        "from": model.field_name(link.from),
        "flow": model.flows[link.flow].slug,
        "brings": model.boxes_words(arrivals.boxes(brought)),
    })
}

/// The flows into a system of which nobody has said what they pass.
fn silent(graph: &FlowGraph, system: SystemId) -> Vec<&str> {
    let model = graph.model();
    let flows = graph.flows_in(system).iter();
    flows
        .filter(|flow| model.flows[**flow].fields.is_open())
        .map(|flow| &*model.flows[*flow].slug)
        .collect()
}

/// The finding, without its words yet.
fn announced(graph: &FlowGraph, claimant: &str, lacks: Vec<Lack>) -> Finding {
    let model = graph.model();
    let first = lacks[0].fields[0];
    let silent = silent(graph, model.system_of(first));
    let certainty = sureness(graph, &lacks, &silent);
    let whole = graph.clone();
    let name: Box<str> = claimant.into();
    Finding::later_whole(
        &KIND,
        &[claimant],
        place(model, first),
        certainty,
        move || finding(&whole, &name, &lacks, certainty),
    )
}

/// Who claims in the name of `claimant`: a field, or a system for those of its fields that state nothing of their own.
fn finding(graph: &FlowGraph, claimant: &str, lacks: &[Lack], certainty: Certainty) -> Finding {
    let model = graph.model();
    let arrivals = graph.arrivals();
    let (first, lost) = (lacks[0].fields[0], &lacks[0].people);
    let links = direct(graph, first);
    let way = first_loss(graph, links[0], lost);
    let silent = silent(graph, model.system_of(first));
    let people = model.parts_words(lost, arrivals.boxes(arrivals.claimed(first)));
    let fields: Vec<String> = lacks
        .iter()
        .flat_map(|lack| &lack.fields)
        .map(|field| model.field_name(*field))
        .collect();
    let (role, for_fields) = if claimant == fields[0] {
        ("field", String::new())
    } else {
        ("system", format!(" for {} of its fields", fields.len()))
    };
    let lost_words = format!("{for_fields}: {people}");
    let (message, help) = match silent.first() {
        Some(flow) => (
            format!(
                "it cannot be told whether any flow brings `{claimant}` these people{lost_words}"
            ),
            format!("find out what `{flow}` passes"),
        ),
        None => (
            format!("`{claimant}` says it covers people whom no flow brings{lost_words}"),
            format!(
                "state the flow that brings `{claimant}` these people, or leave them out of its `covers`"
            ),
        ),
    };
    let lacking: Vec<_> = lacks.iter().map(|lack| lack_detail(model, lack)).collect();
    let bring = |link| source_detail(model, arrivals, link);
    let sources: Vec<_> = links.iter().map(bring).collect();
    let lost_on = &model.flows[way[0].flow];
    let mut finding = Finding::at(&KIND, &[claimant], place(model, first), "covers more")
        .message(message)
        .subject(role, claimant)
        .subjects("fields", fields)
        .detail("lacking", lacking)
        .detail("sources", sources)
        .detail("first_lost_on", &*lost_on.slug)
        .certainty(certainty)
        .also(
            lost_on.only.span().unwrap_or(passed_at(model, &way[0])),
            "first lost here",
        )
        .via(way_names(model, &way))
        .help(help)
        .ask(
            owner(model, first),
            format!("Where does `{claimant}` get these people from: {people}?"),
        );
    for link in links.iter().skip(1).take(MOST_SHOWN - 2) {
        let nor = format!("nor does `{}` bring them", model.flows[link.flow].slug);
        finding = finding.also(passed_at(model, link), nor);
    }
    finding
}

/// The links from the one on which some of these people are first lost to `last`: back along what still lacks them.
fn first_loss(graph: &FlowGraph, last: Link, lost: &[ScopeBox]) -> Vec<Link> {
    let arrivals = graph.arrivals();
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
            .iter()
            .find(|link| link.how.is_direct())
            .copied();
        match before {
            // The source lacks them as well: they were lost earlier.
            Some(before)
                if !holds.is_empty() && !way.iter().any(|known| known.from == before.from) =>
            {
                way.push(before);
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
pub(super) fn passed_at(model: &Model, link: &Link) -> crate::read::source::Span {
    let flow = &model.flows[link.flow];
    flow.passages()
        .iter()
        .find(|passage| {
            passage.to.id() == link.to && passage.from.iter().any(|from| from.id() == link.from)
        })
        .map_or(flow.span, |passage| passage.span)
}
