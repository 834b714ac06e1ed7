//! The shortest electronic routes of a value between two fields.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use crate::judge::graph::{FlowGraph, Link};
use crate::read::model::{FieldId, Model};

/// Limit on the origins of two arrivals, and on the routes from an origin to an arrival.
pub(super) const MOST_WAYS: usize = 8;

/// The links of a route, in the order that the value passes them; at least one.
pub(super) type Route = Box<[Link]>;

/// True for a field of the last field's term outside its system. A way through that system is a loop, not a route.
pub(super) fn is_between(model: &Model, field: FieldId, last: FieldId) -> bool {
    let (field, last) = (&model.fields[field], &model.fields[last]);
    field.term() == last.term() && field.system != last.system
}

/// The shortest electronic routes from a field that end with this link and keep its term.
pub(super) fn shortest(graph: &FlowGraph, from: FieldId, last: &Link) -> Vec<Route> {
    let model = graph.model();
    let admit = |link: &Link| {
        link.how.is_direct()
            && !model.flows[link.flow].is_by_hand()
            && is_between(model, link.to, last.to)
    };
    // The number of links from each field to the last link.
    let mut distances: FxHashMap<FieldId, u32> = FxHashMap::default();
    distances.insert(last.from, 0);
    let mut open = VecDeque::from([last.from]);
    while let Some(at) = open.pop_front() {
        if at == from {
            break;
        }
        let distance = distances[&at] + 1;
        for link in graph.links_in(at).iter().filter(|link| admit(link)) {
            distances.entry(link.from).or_insert_with(|| {
                open.push_back(link.from);
                distance
            });
        }
    }
    let mut routes: Vec<Route> = Vec::new();
    let mut begun: Vec<Vec<Link>> = vec![Vec::new()];
    while let Some(route) = begun.pop() {
        let at = route.last().map_or(from, |link| link.to);
        match distances.get(&at) {
            Some(0) => routes.push(route.into_iter().chain([*last]).collect()),
            Some(left) => {
                let links = graph.links_out(at).iter().rev();
                let nearer = links
                    .filter(|link| admit(link) && distances.get(&link.to) == Some(&(left - 1)));
                begun.extend(nearer.map(|link| [&route[..], &[*link]].concat()));
            }
            None => {}
        }
        if routes.len() == MOST_WAYS {
            break;
        }
    }
    routes
}
