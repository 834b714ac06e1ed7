//! Compares the people that a flow states with the people that its target states.

use std::collections::BTreeMap;

use super::Change;
use crate::judge::graph::{Arrival, FlowGraph, Link, Unfiltered, let_through_on_any_date};
use crate::read::model::{Extent, FlowId, Id, Mode, Origin, ScopeBox, difference};

/// The unstated change of people on a link with an `only`, if there is one. `arriving` keeps whether other people arrive, for each
/// comparison.
pub(super) fn change(
    graph: &FlowGraph,
    arriving: &mut BTreeMap<(Arrival, FlowId, Arrival), bool>,
    link: &Link,
) -> Option<Change> {
    graph.model().flows[link.flow].only.known()?;
    let arrivals = graph.arrivals();
    let key = (
        arrivals.held(link.from),
        link.flow,
        arrivals.claimed(link.to),
    );
    let others_arrive = *arriving
        .entry(key)
        .or_insert_with(|| !others(graph, link).is_empty());
    if others_arrive {
        return Some(Change::OthersArrive);
    }
    // A body without a system of its own states nothing about whom it covers.
    let model = graph.model();
    let is_declared = model.systems[model.system_of(link.to)].origin == Origin::Declared;
    silently_narrowed(graph, link).filter(|_| is_declared)?;
    Some(match left_out(graph, link) {
        Some(_) => Change::AgreedLeftOut,
        None => Change::Narrowed,
    })
}

/// The `only` of the flow of a link.
fn only<'g>(graph: &'g FlowGraph, link: &Link) -> &'g [ScopeBox] {
    let only = graph.model().flows[link.flow].only.known();
    only.map_or(&[], |only| &only[..])
}

/// The people that a flow passes by its `only` and the target's statement leaves out.
pub(super) fn others(graph: &FlowGraph, link: &Link) -> Vec<ScopeBox> {
    let (model, arrivals) = (graph.model(), graph.arrivals());
    let held = arrivals.boxes(arrivals.held(link.from));
    let claimed = arrivals.boxes(arrivals.claimed(link.to));
    let passed = let_through_on_any_date(model, only(graph, link), held, Unfiltered::Open);
    difference(&passed, claimed, model.space(), Mode::Certain)
}

/// The people that the `only` of a link's flow passes, if its source has more people on a dimension that the target does not state.
pub(super) fn silently_narrowed(graph: &FlowGraph, link: &Link) -> Option<Vec<ScopeBox>> {
    let (model, arrivals) = (graph.model(), graph.arrivals());
    let held = arrivals.boxes(arrivals.held(link.from));
    let claimed = arrivals.boxes(arrivals.claimed(link.to));
    let only = model.people(only(graph, link));
    let is_open = |index: usize| claimed.iter().any(|scope| !scope.0[index].is_stated());
    let mut passing = only.clone();
    let mut is_narrowed = false;
    for id in model.dimensions.ids() {
        let index = id.index();
        let narrows = is_open(index)
            && only.iter().all(|filter| filter.0[index].is_stated())
            && held.iter().any(|scope| {
                only.iter().all(|filter| {
                    !scope.0[index]
                        .minus(&filter.0[index], &model.space().full[index], Mode::Certain)
                        .is_empty()
                })
            });
        if narrows {
            is_narrowed = true;
        } else {
            for filter in &mut passing {
                filter.0[index] = Extent::Unstated;
            }
        }
    }
    is_narrowed.then_some(passing)
}

/// The people of the agreed definition of the term that surely do not arrive, and all people of that definition.
pub(super) fn left_out(graph: &FlowGraph, link: &Link) -> Option<(Vec<ScopeBox>, Vec<ScopeBox>)> {
    let (model, arrivals) = (graph.model(), graph.arrivals());
    let agreed = model.terms[model.term_of(link.to)?].agreed.as_deref()?;
    let agreed = model.people(agreed.covers.known()?);
    let brought = arrivals.boxes(arrivals.brought(link));
    let rest = difference(&agreed, brought, model.space(), Mode::Certain);
    (!rest.is_empty()).then_some((rest, agreed))
}
