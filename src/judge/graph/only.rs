//! Which people a flow lets through: each filter of its `only` passes a part of a population.

use crate::read::model::{Extent, FlowId, Mode, Model, ScopeBox, leaves_some};

/// What a passed part says on the dimensions on which its filter says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unfiltered {
    /// What the population says there.
    Kept,
    /// Nothing.
    Open,
}

/// Where a flow would pass more parts than this, nobody can tell whom it passes: neither who surely is among them nor who surely is not.
const MOST_PARTS: usize = 4_000;

/// The people whom a flow lets through: each box of `people` through each filter in turn. A box may come twice.
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

/// The people whom the filters of `only` let through, whichever date counts them: each filter on each box in turn, each part once.
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

/// Those of `people` whom a field on the way may hold: all where it does not say.
pub(crate) fn held_on_the_way(people: &[ScopeBox], held: &[ScopeBox]) -> Vec<ScopeBox> {
    let parts = |scope| held.iter().filter_map(move |held| part(scope, held));
    people.iter().flat_map(parts).collect()
}

/// True where a flow lets all of `people` through: surely in `Mode::Possible`, perhaps in `Mode::Certain`.
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

/// The part of a box that a filter lets through; `None` where the two surely share nobody.
fn part(scope: &ScopeBox, filter: &ScopeBox) -> Option<ScopeBox> {
    (scope.overlaps(filter) != Some(false)).then(|| scope.filtered(filter))
}
