//! The people that a flow passes: each filter of its `only` passes a part of a population.

use crate::read::model::{Extent, FlowId, Mode, Model, ScopeBox, leaves_some};

/// The extent of a passed part on the dimensions that its filter does not state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unfiltered {
    /// The extent of the population.
    Kept,
    /// No statement.
    Open,
}

/// Limit on the parts that a flow passes: above it nothing is known of the people that it passes.
const MOST_PARTS: usize = 4_000;

/// The people that a flow passes: each box of `people` through each filter in turn. A box may occur twice.
pub(crate) fn let_through(model: &Model, flow: FlowId, people: &[ScopeBox]) -> Vec<ScopeBox> {
    let Some(only) = model.flows[flow].only.known() else {
        return people.to_vec();
    };
    if people.len().saturating_mul(only.len()) > MOST_PARTS {
        return vec![ScopeBox::unstated(model.dimensions.len())];
    }
    let parts = |scope| only.iter().filter_map(move |filter| part(scope, filter));
    people.iter().flat_map(parts).collect()
}

/// The people that the filters of `only` pass, on any counting date: each filter on each box in turn, each part once.
pub(crate) fn let_through_on_any_date(
    model: &Model,
    only: &[ScopeBox],
    people: &[ScopeBox],
    unfiltered: Unfiltered,
) -> Vec<ScopeBox> {
    if people.len().saturating_mul(only.len()) > MOST_PARTS {
        return vec![ScopeBox::unstated(model.dimensions.len())];
    }
    let mut passed = Vec::new();
    for filter in model.people(only) {
        for mut part in people.iter().filter_map(|scope| part(scope, &filter)) {
            if unfiltered == Unfiltered::Open {
                let extents = part.0.iter_mut().zip(&filter.0);
                for (extent, _) in extents.filter(|(_, said)| !said.is_stated()) {
                    *extent = Extent::Unstated;
                }
            }
            if !passed.contains(&part) {
                passed.push(part);
            }
        }
    }
    passed
}

/// The part of `people` that a field on the way may hold: all, if it states nothing.
pub(crate) fn held_on_the_way(people: &[ScopeBox], held: &[ScopeBox]) -> Vec<ScopeBox> {
    let parts = |scope| held.iter().filter_map(move |held| part(scope, held));
    people.iter().flat_map(parts).collect()
}

/// True if a flow passes all of `people`: surely in `Mode::Possible`, perhaps in `Mode::Certain`.
pub(super) fn lets_all_through(
    model: &Model,
    flow: FlowId,
    people: &[ScopeBox],
    mode: Mode,
) -> bool {
    model.flows[flow].only.known().is_none_or(|only| {
        let filters = only.iter().map(ScopeBox::as_filter);
        !leaves_some(people, filters, model.space(), mode)
    })
}

/// The part of a box that a filter passes; `None` if the two surely share nobody.
fn part(scope: &ScopeBox, filter: &ScopeBox) -> Option<ScopeBox> {
    (scope.overlaps(filter) != Some(false)).then(|| scope.filtered(filter))
}
