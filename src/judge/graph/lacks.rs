//! The people whom fed fields say they cover and no flow brings: those lost on the way, and those whom no source on the map holds.
//!
//! A system that collects from others may have suppliers that nobody has drawn. So people whom no source on the map holds are a gap of the map
//! and not of the world. People whom a source does hold are lost between it and the field. A system that several bodies supply may have more of
//! them: only people whom one of these suppliers holds itself are lost there. What one owner makes of its own systems has no other suppliers:
//! there, people whom no flow brings are lost whoever holds them.

use std::collections::VecDeque;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Arrival, FlowGraph, Link};
use crate::read::model::{
    Boxes, FieldId, FlowId, Mode, ScopeBox, Stated, SystemId, difference, leaves_some,
};

/// People whom a field says it covers and no flow brings.
#[derive(Debug)]
pub(crate) struct Lack {
    pub(crate) field: FieldId,
    /// Those whom a source of the field holds, or may hold.
    pub(crate) lost: Option<Lost>,
    /// Those whom no source of the field holds.
    pub(crate) unbrought: Boxes,
}

/// People whom a source of a field holds and the field does not receive.
#[derive(Debug)]
pub(crate) struct Lost {
    pub(crate) people: Boxes,
    /// False if it is not known whether the source holds them.
    pub(crate) is_known: bool,
    /// The links from the nearest source that holds them to the field.
    pub(crate) way: Vec<Link>,
}

/// The lacks of each system that has any, in the order of the model.
pub(super) fn lacks(graph: &FlowGraph) -> Vec<(SystemId, Vec<Lack>)> {
    let model = graph.model();
    if model.dimensions.is_empty() {
        return Vec::new();
    }
    let mut known: FxHashMap<(Arrival, u32), Boxes> = FxHashMap::default();
    let systems = model.systems.iter();
    let lacking = systems.filter_map(|(id, system)| {
        let fields = system.fields.ids();
        let lacks = fields.filter_map(|field| lack(graph, &mut known, field));
        let lacks: Vec<Lack> = lacks.collect();
        (!lacks.is_empty()).then_some((id, lacks))
    });
    lacking.collect()
}

fn lack(
    graph: &FlowGraph,
    known: &mut FxHashMap<(Arrival, u32), Boxes>,
    field: FieldId,
) -> Option<Lack> {
    let people = lacking(graph, known, field)?;
    if is_of_one_owner(graph, field) {
        return Some(of_one_owner(graph, field, people));
    }
    // More suppliers than are drawn, or a flow of which nobody has said what it passes, may bring people from elsewhere.
    let is_open = has_several_suppliers(graph, field)
        || silent(graph, graph.model().system_of(field)).is_some();
    let sources = holders(graph, field, is_open);
    let shared = |wanted: Option<bool>| -> Vec<ScopeBox> {
        let mut shared: Vec<ScopeBox> = Vec::new();
        for (part, held) in people
            .iter()
            .flat_map(|part| sources.iter().map(move |held| (part, held)))
        {
            let both = part.and(held);
            if holds(part, held) == wanted && !shared.contains(&both) {
                shared.push(both);
            }
        }
        shared
    };
    let surely = shared(Some(true));
    let is_known = !surely.is_empty();
    let lost = if is_known { surely } else { shared(None) };
    if lost.is_empty() {
        return Some(Lack {
            field,
            lost: None,
            unbrought: people,
        });
    }
    let surely = |held: &&ScopeBox| people.iter().any(|part| holds(part, held) == Some(true));
    let held: Vec<&ScopeBox> = sources.iter().filter(surely).collect();
    let unbrought = difference(&people, held, graph.model().space(), Mode::Certain);
    let wanted = if is_known { Some(true) } else { None };
    let way = way_back(graph, field, |_, from| {
        let held = held_by(graph, from);
        !lost
            .iter()
            .any(|part| held.iter().any(|held| holds(part, held) == wanted))
    });
    Some(Lack {
        field,
        lost: Some(Lost {
            people: lost.into(),
            is_known,
            way,
        }),
        unbrought: unbrought.into(),
    })
}

/// The lack of a field that the owner of all its sources makes: whoever is lacked is lost.
fn of_one_owner(graph: &FlowGraph, field: FieldId, people: Boxes) -> Lack {
    let way = way_back(graph, field, |_, from| {
        leaves_some(
            &people,
            graph.arrivals().boxes(graph.arrivals().held(from)),
            graph.model().space(),
            Mode::Certain,
        )
    });
    let lost = Lost {
        people,
        is_known: true,
        way,
    };
    Lack {
        field,
        lost: Some(lost),
        unbrought: Boxes::from([]),
    }
}

/// The people that a fed field claims and none of its flows bring. Identifiers and context claim nobody.
fn lacking(
    graph: &FlowGraph,
    known: &mut FxHashMap<(Arrival, u32), Boxes>,
    field: FieldId,
) -> Option<Boxes> {
    let (model, arrivals) = (graph.model(), graph.arrivals());
    let (received, claimed) = (arrivals.received(field), arrivals.claimed(field));
    // A system that captures the field itself may know people that no flow brings.
    if arrivals.set(received).is_empty() || model.captures_itself(field) {
        return None;
    }
    let term = model.term_of(field).map(|term| &model.terms[term]);
    if term.is_some_and(|term| term.is_identifier() || term.is_context()) {
        return None;
    }
    let lacked = known.entry((claimed, received)).or_insert_with(|| {
        let brought = arrivals.set(received).iter();
        difference(
            arrivals.boxes(claimed),
            brought.flat_map(|arrival| arrivals.boxes(*arrival)),
            model.space(),
            Mode::Certain,
        )
        .into()
    });
    (!lacked.is_empty()).then(|| lacked.clone())
}

/// True if a field is made by the owner of all its sources: it has no suppliers whom only its owner knows.
fn is_of_one_owner(graph: &FlowGraph, field: FieldId) -> bool {
    let model = graph.model();
    let owner = |field: FieldId| model.systems[model.system_of(field)].owner();
    let own = owner(field);
    own.is_some() && graph.values_in(field).all(|link| owner(link.from) == own)
}

/// True if a source says that it holds some of these people, `None` if it may. One that leaves out a dimension does not say so; one that writes
/// `unknown` may.
fn holds(part: &ScopeBox, held: &ScopeBox) -> Option<bool> {
    match part.overlaps(held) {
        None if part.overlaps(&held.presumed()).is_some() => Some(false),
        said => said,
    }
}

/// The people that a field holds, and those of its whole system.
fn held_by(graph: &FlowGraph, field: FieldId) -> Vec<ScopeBox> {
    let (model, arrivals) = (graph.model(), graph.arrivals());
    let mut held = arrivals.boxes(arrivals.held(field)).to_vec();
    if let Stated::Known(covers, _) = &model.systems[model.system_of(field)].covers {
        held.extend(model.people(covers));
    }
    held
}

/// Limit on the groups of people of all sources together.
const MOST_GROUPS: usize = 200;

/// The first unlisted flow into a system.
pub(crate) fn silent(graph: &FlowGraph, system: SystemId) -> Option<FlowId> {
    let mut flows = graph.flows_in(system).iter().copied();
    flows.find(|flow| graph.model().flows[*flow].fields.is_open())
}

/// True if bodies other than its owner supply a system, and they are more than one.
fn has_several_suppliers(graph: &FlowGraph, field: FieldId) -> bool {
    let model = graph.model();
    let system = model.system_of(field);
    let owner = |system: SystemId| model.systems[system].owner();
    let flows = graph.flows_in(system).iter();
    let mut suppliers = flows.map(|flow| owner(model.flows[*flow].from.id()));
    let first = suppliers.find(|supplier| *supplier != owner(system));
    first.is_some_and(|first| suppliers.any(|other| other != first && other != owner(system)))
}

/// The people of all fields from which values reach a field, without those of its own system; or only of those from which values reach it directly.
fn holders(graph: &FlowGraph, field: FieldId, only_direct: bool) -> Vec<ScopeBox> {
    let own = graph.model().system_of(field);
    let mut seen: FxHashSet<FieldId> = FxHashSet::default();
    let mut known: FxHashSet<(Arrival, SystemId)> = FxHashSet::default();
    let mut open = vec![field];
    let mut people: Vec<ScopeBox> = Vec::new();
    while let Some(at) = open.pop() {
        for link in graph.values_in(at) {
            if !seen.insert(link.from) {
                continue;
            }
            if !only_direct {
                open.push(link.from);
            }
            let system = graph.model().system_of(link.from);
            let is_new = known.insert((graph.arrivals().held(link.from), system));
            if system == own || !is_new {
                continue;
            }
            for held in held_by(graph, link.from) {
                if people.len() < MOST_GROUPS && !people.contains(&held) {
                    people.push(held);
                }
            }
        }
    }
    people
}

/// The links to a field from the nearest source that does not lack the people, or else from the source furthest back along the first links.
fn way_back(
    graph: &FlowGraph,
    field: FieldId,
    is_lacking: impl Fn(&FlowGraph, FieldId) -> bool,
) -> Vec<Link> {
    let mut before: FxHashMap<FieldId, Link> = FxHashMap::default();
    let mut open = VecDeque::from([field]);
    let mut end = None;
    while let Some(at) = open.pop_front() {
        for link in graph.values_in(at) {
            if link.from == field || before.contains_key(&link.from) {
                continue;
            }
            before.insert(link.from, *link);
            if end.is_none() && !is_lacking(graph, link.from) {
                end = Some(link.from);
            }
            open.push_back(link.from);
        }
        if end.is_some() {
            break;
        }
    }
    let mut at = end.unwrap_or_else(|| furthest(graph, field));
    let mut way = Vec::new();
    while let Some(link) = before.get(&at) {
        way.push(*link);
        at = link.to;
    }
    way
}

/// The source of a field at the end of the first links back from it.
fn furthest(graph: &FlowGraph, field: FieldId) -> FieldId {
    let mut seen = FxHashSet::from_iter([field]);
    let mut at = field;
    while let Some(link) = graph.values_in(at).next() {
        if !seen.insert(link.from) {
            break;
        }
        at = link.from;
    }
    at
}
