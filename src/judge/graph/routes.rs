//! The independent ways by which a value can arrive: the systems of each way, and the number of ways that share none.
//!
//! A route is a smallest set of systems that is enough for the value to arrive. Routes are worked out as provenance (Green, Karvounarakis,
//! Tannen 2007: why-provenance with absorption): a field with two ways into it has the routes of both; a passage with two source fields has
//! the union of a route of each; and a route that contains another is dropped. Counting systems and not fields, with passages that need
//! several fields, is no flow problem of unit capacities; with few routes an exact search does. Only ways that bring the same thing count,
//! as for [`super::pillars`].

use std::collections::{BTreeMap, BTreeSet};

use super::FlowGraph;
use super::dependence::{Ways, upstream};
use crate::read::model::{FieldId, Ref, ScopeBox, SystemId};

/// Limit on the routes that are listed; above it there is no result.
const MOST_ROUTES: usize = 32;
/// The size of the largest set of systems that is tried for stopping every route.
const LARGEST_CUT: usize = 3;

type Systems = BTreeSet<SystemId>;

/// The routes of a value: none contains another; sorted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Routes(pub Vec<Systems>);

/// The routes to any of the `targets`, for the `people` in question, made of the systems that `is_counted` accepts; `None` if there are too
/// many.
pub fn routes(
    graph: &FlowGraph,
    targets: &[FieldId],
    people: &[ScopeBox],
    is_counted: impl Fn(SystemId) -> bool,
) -> Option<Routes> {
    let (fields, ways) = upstream(graph, targets, people)?;
    let mut known: BTreeMap<FieldId, Vec<Systems>> = BTreeMap::new();
    loop {
        let mut is_changed = false;
        for field in fields.iter().rev() {
            let system = graph.model().system_of(*field);
            let own = is_counted(system).then_some(system);
            let now = of_field(graph, &known, &ways, *field, own)?;
            if known.get(field) != Some(&now) {
                is_changed = true;
                known.insert(*field, now);
            }
        }
        if !is_changed {
            break;
        }
    }
    let all = targets.iter().filter_map(|target| known.get(target));
    smallest(all.flatten().cloned().collect()).map(Routes)
}

fn of_field(
    graph: &FlowGraph,
    known: &BTreeMap<FieldId, Vec<Systems>>,
    ways: &Ways,
    field: FieldId,
    own: Option<SystemId>,
) -> Option<Vec<Systems>> {
    let ways = &ways[&field];
    if ways.is_empty() {
        return Some(vec![own.into_iter().collect()]);
    }
    let mut found = Vec::new();
    for way in ways {
        let mut joined: Vec<Systems> = vec![own.into_iter().collect()];
        for source in way.passage(graph).from.iter().map(Ref::id) {
            let of_source = known.get(&source).map_or(&[][..], Vec::as_slice);
            let pairs = joined
                .iter()
                .flat_map(|a| of_source.iter().map(move |b| a | b));
            joined = smallest(pairs.collect())?;
        }
        found.extend(joined);
    }
    smallest(found)
}

/// The sets that contain no other set; `None` if there are too many.
fn smallest(mut sets: Vec<Systems>) -> Option<Vec<Systems>> {
    sets.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
    sets.dedup();
    let mut kept: Vec<Systems> = Vec::new();
    for set in sets {
        if !kept.iter().any(|known| known.is_subset(&set)) {
            kept.push(set);
        }
        if kept.len() > MOST_ROUTES {
            return None;
        }
    }
    Some(kept)
}

impl Routes {
    /// True if none of the counted systems is needed.
    pub(crate) fn is_free(&self) -> bool {
        self.0.iter().any(BTreeSet::is_empty)
    }

    /// The largest number of routes that share no system with each other.
    pub fn independent(&self) -> usize {
        let mut most = 0;
        let routes: Vec<&Systems> = self.0.iter().collect();
        apart(&routes, 0, &mut most);
        most
    }

    /// The smallest set of systems that stops every route, the first such set in the order of the map; `None` if it takes more than three,
    /// or none is needed.
    pub fn weakest(&self) -> Option<Vec<SystemId>> {
        if self.is_free() || self.0.is_empty() {
            return None;
        }
        (1..=LARGEST_CUT).find_map(|size| self.stopped_by(&mut Vec::new(), size))
    }

    /// A set with `size` more systems that stops every route.
    fn stopped_by(&self, chosen: &mut Vec<SystemId>, size: usize) -> Option<Vec<SystemId>> {
        let is_open = |route: &&Systems| !chosen.iter().any(|system| route.contains(system));
        let Some(route) = self.0.iter().find(is_open) else {
            let mut found = chosen.clone();
            found.sort_unstable();
            return Some(found);
        };
        if size == 0 {
            return None;
        }
        for system in route {
            chosen.push(*system);
            let found = self.stopped_by(chosen, size - 1);
            chosen.pop();
            if found.is_some() {
                return found;
            }
        }
        None
    }
}

/// Tries with the first of the remaining routes, then without it.
fn apart(routes: &[&Systems], taken: usize, most: &mut usize) {
    *most = (*most).max(taken);
    let Some((first, rest)) = routes.split_first() else {
        return;
    };
    if taken + routes.len() <= *most {
        return;
    }
    let apart_from_it = rest.iter().copied();
    let left: Vec<&Systems> = apart_from_it
        .filter(|route| route.is_disjoint(first))
        .collect();
    apart(&left, taken + 1, most);
    // If the route shares no system with a remaining one, a solution without it is no better.
    if left.len() < rest.len() {
        apart(rest, taken, most);
    }
}
