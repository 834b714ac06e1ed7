//! Chooses the pairs of fields that are told as examples.

use super::Pair;
use crate::judge::graph::{FlowGraph, Supply};
use crate::judge::rules::apart::{other_people, unlike};
use crate::judge::rules::facets::{MOST_SHOWN, is_of_a_part};
use crate::judge::rules::scopes::Scopes;
use crate::read::model::{DataLevel, FieldId, FieldType, Model, SystemKind, may_share};

/// Limit on the pairs from which the examples are taken.
const MOST_POOLED: usize = 64;

/// The pairs from which the examples are taken: the first ones, and if there are any, a sure one and one of which one field is filled from the
/// other.
#[derive(Default)]
pub(super) struct Pool {
    pairs: Vec<Pair>,
    /// True if one of them is sure.
    pub(super) is_sure: bool,
    is_fed: bool,
}

impl Pool {
    /// Adds a pair, if there is one and it is of use.
    pub(super) fn add(&mut self, graph: &FlowGraph, pair: Option<Pair>) {
        let Some(pair) = pair else { return };
        let is_surer = pair.is_sure && !self.is_sure;
        let is_closer = !self.is_fed && feeds(graph, &pair);
        self.is_sure |= is_surer;
        self.is_fed |= is_closer;
        if self.pairs.len() < MOST_POOLED {
            self.pairs.push(pair);
        } else if is_surer || is_closer {
            let is_neither = |pair: &Pair| !pair.is_sure && !feeds(graph, pair);
            let last = self.pairs.iter().rposition(is_neither);
            self.pairs.remove(last.unwrap_or(self.pairs.len() - 1));
            self.pairs.push(pair);
        }
    }

    /// The best of them, the best first.
    pub(super) fn best(self, graph: &FlowGraph, scopes: &mut Scopes<'_>) -> Vec<Pair> {
        let mut pairs = self.pairs;
        sort(graph, scopes, &mut pairs);
        pairs.truncate(MOST_SHOWN);
        pairs
    }
}

/// Puts the better examples first.
fn sort(graph: &FlowGraph, scopes: &mut Scopes<'_>, pairs: &mut [Pair]) {
    let model = graph.model();
    let is_owned = |field: FieldId| model.systems[model.system_of(field)].owner().is_some();
    // Nobody is asked to take in the people of something else altogether, unless nothing else differs. Written differences come before presumed ones,
    // and nothing is compared with a tool or with a body's own record. Totals of which one is made from the other come next:
    // somebody does compare those. Then systems that have an owner to ask, and not the figures of one member of a group, which are compared with
    // those of the others; people whom a field's own words leave out before those whom its
    // system does not cover, differences on what the fields themselves state before those of their systems, fields that are about much the
    // same people, and statements with a source.
    let is_no_source = |field: FieldId| {
        let kind = model.systems[model.system_of(field)].kind.known();
        matches!(kind, Some(SystemKind::Other | SystemKind::Record))
    };
    pairs.sort_by_cached_key(|pair| {
        let both = [pair.more, pair.less];
        let [a, b] = both.map(|field| scopes.people(field));
        (
            !may_share(a, b),
            !pair.is_written,
            is_no_source(pair.more) || is_no_source(pair.less),
            !(are_totals(graph, pair) && feeds(graph, pair)),
            !is_owned(pair.more) || !is_owned(pair.less),
            both.into_iter().any(|field| is_of_a_part(model, field)),
            !says_whom(model, pair.less),
            !says_whom(model, pair.more),
            other_people(model, pair.by_own(model), a, b).is_none(),
            unlike(model, a, b),
            !pair.is_sure,
        )
    });
}

/// True for a yes or no, which is about those of whom it is true, and a class, which is about all who are classed.
pub(super) fn are_flag_and_class(model: &Model, a: FieldId, b: FieldId) -> bool {
    let kinds = [a, b].map(|field| model.fields[field].kind.known().copied());
    matches!(
        kinds,
        [Some(FieldType::Boolean), Some(FieldType::Code)]
            | [Some(FieldType::Code), Some(FieldType::Boolean)]
    )
}

/// True if both fields hold totals.
pub(super) fn are_totals(graph: &FlowGraph, pair: &Pair) -> bool {
    let supply = Supply::of(graph);
    let mut both = [pair.more, pair.less].into_iter();
    both.all(|field| supply.level(field) == Some(DataLevel::Aggregate))
}

/// True if one of the two fields is filled from the other.
fn feeds(graph: &FlowGraph, pair: &Pair) -> bool {
    fed(graph, pair).is_some()
}

/// The one of the two fields that is filled from the other.
pub(super) fn fed(graph: &FlowGraph, pair: &Pair) -> Option<FieldId> {
    let passes = |from: FieldId, to: FieldId| graph.values_in(to).any(|link| link.from == from);
    if passes(pair.more, pair.less) {
        Some(pair.less)
    } else {
        passes(pair.less, pair.more).then_some(pair.more)
    }
}

/// True if a field itself says whom it covers.
pub(super) fn says_whom(model: &Model, field: FieldId) -> bool {
    model.fields[field].covers.known().is_some()
}
