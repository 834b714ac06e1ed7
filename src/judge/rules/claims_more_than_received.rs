//! A fed field that claims people that its flows do not bring.

use serde_json::Value;
use serde_json::json;

use rustc_hash::FxHashMap;

use super::different_scope::place;
use super::facets::{MOST_SHOWN, fields_on, firm, is_sourced, passed_at};
use super::found::{About, Found, Names, Thing, Things};
use super::rule;
use crate::judge::graph::{Arrival, FlowGraph, Link};
use crate::read::finding::{Certainty, Words};
use crate::read::model::{
    Boxes, FieldId, FlowId, Mode, ScopeBox, SystemId, difference, leaves_some,
};

rule! {
    /// ## Finds
    /// A field with flows into it that says it covers people whom none of these flows bring, through every `only` on the way. It points at the
    /// first passage on which they are lost. What a system says of whom it covers is one claim, and so one finding, for all its fields that say
    /// nothing else. A system that captures the field itself is not meant: a record, a system that says how soon it has it (`captured`), or a
    /// field with `captured: true`. A flow into the system of which nobody has said what it passes may bring them: then it cannot tell.
    /// ## Why it matters
    /// The field looks complete and is not. Whoever counts with it counts too few.
    /// ## How to fix
    /// State the flow that brings these people, widen the `only` that holds them back, or narrow what the field says it covers.
    /// ## When it is fine
    /// Where the system captures those people itself: then say so, with `captured: true` on the field.
    "claims-more-than-received", Definition, Warning, "a field that says it covers people whom no flow brings", find, tell
}

/// Fields with the same claim that lack the same people.
struct Lack {
    fields: Vec<FieldId>,
    people: Boxes,
}

/// A claim to cover people that no flow brings.
struct Claim {
    /// The system that makes it for its fields; `None` if a field makes it.
    system: Option<SystemId>,
    /// The lacks; the one that most fields share comes first.
    lacks: Box<[Lack]>,
}

impl Claim {
    /// The field or the system that makes it.
    fn claimant(&self) -> Thing {
        match self.system {
            Some(system) => system.into(),
            None => self.lacks[0].fields[0].into(),
        }
    }

    fn fields(&self) -> impl Iterator<Item = &FieldId> {
        self.lacks.iter().flat_map(|lack| &lack.fields)
    }

    fn found(graph: &FlowGraph, system: Option<SystemId>, lacks: Vec<Lack>) -> Found<Self> {
        let model = graph.model();
        let first = lacks[0].fields[0];
        let is_firm = |field: &FieldId| {
            let mut links = direct(graph, *field);
            is_sourced(model, *field)
                && links
                    .all(|link| model.flows[link.flow].is_sourced() && is_sourced(model, link.from))
        };
        // An unlisted flow may bring anyone.
        let certainty = match silent(graph, model.system_of(first)) {
            Some(_) => Certainty::CannotTell,
            None => firm(lacks.iter().flat_map(|lack| &lack.fields).all(is_firm)),
        };
        let lacks = lacks.into();
        Found::sure(place(model, first), certainty, Self { system, lacks })
    }
}

impl About for Claim {
    fn name(&self) -> Vec<Thing> {
        vec![self.claimant()]
    }

    fn subjects(&self, _: &FlowGraph) -> Vec<(&'static str, Things)> {
        let role = self.system.map_or("field", |_| "system");
        vec![
            (role, self.claimant().into()),
            ("fields", Things::many(self.fields())),
        ]
    }
}

fn find(graph: &FlowGraph) -> Vec<Found<Claim>> {
    let model = graph.model();
    if model.dimensions.is_empty() {
        return Vec::new();
    }
    let mut known: FxHashMap<(Arrival, u32), Boxes> = FxHashMap::default();
    let mut found = Vec::new();
    for (id, system) in model.systems.iter() {
        let mut inherited: Vec<Lack> = Vec::new();
        for field in system.fields.ids() {
            let Some(people) = lacking(graph, &mut known, field) else {
                continue;
            };
            let fields = vec![field];
            if model.fields[field].covers.known().is_some() {
                found.push(Claim::found(graph, None, vec![Lack { fields, people }]));
                continue;
            }
            match inherited.iter_mut().find(|lack| lack.people == people) {
                Some(lack) => lack.fields.push(field),
                None => inherited.push(Lack { fields, people }),
            }
        }
        // The system makes the claim, once for all these fields.
        if !inherited.is_empty() {
            inherited.sort_by_key(|lack| (std::cmp::Reverse(lack.fields.len()), lack.fields[0]));
            found.push(Claim::found(graph, Some(id), inherited));
        }
    }
    found
}

/// The people that a fed field claims and none of its flows bring.
fn lacking(
    graph: &FlowGraph,
    known: &mut FxHashMap<(Arrival, u32), Boxes>,
    field: FieldId,
) -> Option<Boxes> {
    let arrivals = graph.arrivals();
    let (received, claimed) = (arrivals.received(field), arrivals.claimed(field));
    // A system that captures the field itself may know people that no flow brings.
    if arrivals.set(received).is_empty() || graph.model().captures_itself(field) {
        return None;
    }
    let lost = known.entry((claimed, received)).or_insert_with(|| {
        let brought = arrivals.set(received).iter();
        difference(
            arrivals.boxes(claimed),
            brought.flat_map(|arrival| arrivals.boxes(*arrival)),
            graph.model().space(),
            Mode::Certain,
        )
        .into()
    });
    (!lost.is_empty()).then(|| lost.clone())
}

/// The links that fill a field directly.
fn direct(graph: &FlowGraph, field: FieldId) -> impl Iterator<Item = &Link> {
    let links = graph.links_in(field).iter();
    links.filter(|link| link.how.is_direct())
}

/// The first unlisted flow into a system.
fn silent(graph: &FlowGraph, system: SystemId) -> Option<FlowId> {
    let mut flows = graph.flows_in(system).iter().copied();
    flows.find(|flow| graph.model().flows[*flow].fields.is_open())
}

fn tell(found: &Found<Claim>, names: &Names<'_>) -> Words {
    let (graph, model, arrivals) = (names.graph, names.model(), names.graph.arrivals());
    let Lack {
        fields,
        people: lost,
    } = &found.lacks[0];
    let (first, claimant) = (fields[0], names.of(found.claimant()));
    let links: Vec<&Link> = direct(graph, first).collect();
    let way = first_loss(graph, *links[0], lost);
    let system = names.of(model.system_of(first));
    let brought: Vec<ScopeBox> = links
        .iter()
        .flat_map(|link| arrivals.boxes(arrivals.brought(link)))
        .cloned()
        .collect();
    let people = model.groups_words(lost, &brought);
    // Other fields of the claim may lack other people: the detail lists them.
    let claims = match fields.len() {
        1 => format!("{} covers", names.of(first)),
        count => format!("{count} fields of {claimant} cover"),
    };
    let (message, help) = match silent(graph, model.system_of(first)) {
        Some(flow) => (
            format!("{claims} people perhaps no flow brings ({people})"),
            format!("list the `fields` of the flow {}", names.of(flow)),
        ),
        None => (
            format!("{claims} people no flow brings ({people})"),
            "state the flow that brings these people, or leave them out of `covers`. If they are first recorded here, write `captured: true`".to_owned(),
        ),
    };
    let lacking = found.lacks.iter().map(|lack| lack_detail(names, lack));
    let sources = links.iter().map(|link| {
        let brings = model.boxes_words(arrivals.boxes(arrivals.brought(link)));
        json!({"from": names.id(link.from), "flow": names.id(link.flow), "brings": brings})
    });
    let lost_at = model.flows[way[0].flow].only.span();
    let lost_at = lost_at.unwrap_or_else(|| passed_at(model, &way[0]));
    let mut words = Words::at(found.span, "covers these people")
        .also(lost_at, "the first flow without them")
        .message(message)
        .detail("lacking", lacking.collect::<Vec<_>>())
        .detail("sources", sources.collect::<Vec<_>>())
        .detail("first_lost_on", names.id(way[0].flow))
        .via(names.ids(fields_on(&way)))
        .help(help)
        .ask(
            names.owner_of(first),
            format!("Who gives {system} data on these people ({people})?"),
        );
    for link in links.iter().skip(1).take(MOST_SHOWN - 2) {
        let nor = format!("{} does not bring them either", names.of(link.flow));
        words = words.also(passed_at(model, link), nor);
    }
    words
}

fn lack_detail(names: &Names<'_>, lack: &Lack) -> Value {
    let people = lack.people.iter().take(MOST_SHOWN);
    let people: Vec<String> = people.map(|part| names.model().box_words(part)).collect();
    json!({"people": people, "fields": names.ids(&lack.fields)})
}

/// The links from the one that first loses some of these people to `last`, back along fields that lack them too.
fn first_loss(graph: &FlowGraph, last: Link, lost: &[ScopeBox]) -> Vec<Link> {
    let (model, arrivals) = (graph.model(), graph.arrivals());
    let mut way = vec![last];
    loop {
        let from = way[way.len() - 1].from;
        let held = arrivals.boxes(arrivals.held(from));
        // If the source lacks them as well, they were lost earlier.
        let is_lacking = leaves_some(lost, held, model.space(), Mode::Certain);
        let before = direct(graph, from).next().filter(|_| is_lacking);
        match before {
            Some(before) if way.iter().all(|known| known.from != before.from) => way.push(*before),
            _ => break,
        }
    }
    way.reverse();
    way
}
