//! The words for the people by whom two fields differ.

use std::cmp::Reverse;

use super::Pair;
use crate::judge::rules::apart::reaches_beyond;
use crate::judge::rules::comparable::Dimensions;
use crate::judge::rules::found::Names;
use crate::judge::rules::scopes::Scopes;
use crate::read::model::{Axis, Extent, FieldId, Id, Mode, Model, ScopeBox, difference};
use crate::words::{counted, few, lowered};

/// Limit on the dimensions that are named.
const MOST_NAMED: usize = 3;
/// Limit on the dimensions on which people are named.
const MOST_LIMITS: usize = 2;

/// The people by whom two fields differ, in words: those whom the first covers and the second does not, and the other way round.
pub(super) struct Differing {
    pub(super) people: String,
    /// The same people, by one dimension.
    pub(super) shortly: String,
    pub(super) back: Option<String>,
}

impl Differing {
    pub(super) fn of(names: &Names<'_>, pair: &Pair) -> Self {
        let model = names.model();
        let [more, less] =
            [pair.more, pair.less].map(|field| Scopes::people_of(names.graph, field));
        // The dimensions that the fields themselves state come first: they are part of what the fields mean.
        let own = pair.by_own(model);
        let by = [own, pair.by.without(own)];
        let words = |most: usize| {
            only_in(model, &by, [&more, &less], most).unwrap_or_else(|| {
                model.groups_words(std::slice::from_ref(&pair.people(names.graph)), &less)
            })
        };
        Self {
            people: words(MOST_LIMITS),
            shortly: words(1),
            back: only_in(model, &by, [&less, &more], 1),
        }
    }
}

/// The names of the dimensions by which two fields are about other people, those that the fields state first.
pub(super) fn differing_by(names: &Names<'_>, pair: &Pair) -> String {
    let model = names.model();
    let [more, less] = [pair.more, pair.less].map(|field| Scopes::people_of(names.graph, field));
    let own = pair.by_own(model);
    let group = pair.people(names.graph);
    let mut told: Vec<String> = Vec::new();
    for by in [own, pair.by.without(own)] {
        for (id, dimension) in model.dimensions.iter() {
            let differs = || {
                reaches_beyond(model, id, &more, &less) || reaches_beyond(model, id, &less, &more)
            };
            let values = matches!(dimension.axis, Axis::Values(_));
            if values && by.meets(id.into()) && differs() {
                told.push(lowered(&dimension.name));
            }
        }
    }
    if told.is_empty() {
        let apart = model.dimensions.iter().filter(|(id, _)| {
            let mut others = less.iter();
            others.any(|other| other.0[id.index()].overlaps(&group.0[id.index()]) == Some(false))
        });
        told.extend(apart.map(|(_, dimension)| lowered(&dimension.name)));
    }
    // Whom the systems cover may differ by more than what is compared.
    let beyond = model.dimensions.iter().any(|(id, dimension)| {
        let differs =
            || reaches_beyond(model, id, &more, &less) || reaches_beyond(model, id, &less, &more);
        let is_told = told.contains(&lowered(&dimension.name));
        matches!(dimension.axis, Axis::Values(_)) && !is_told && differs()
    });
    let is_cut = told.len() > MOST_NAMED;
    told.truncate(MOST_NAMED);
    let others = if is_cut || beyond {
        ", among others"
    } else {
        ""
    };
    format!("{}{others}", few(&told))
}

/// The names of the two fields: that of its system for one that is about whom its system is about.
pub(super) fn named(names: &Names<'_>, pair: &Pair) -> [String; 2] {
    let [one, other] = names.two(pair.more, pair.less);
    let name = |field: FieldId, name: String| {
        if names.model().fields[field].covers.known().is_some() {
            names.of(field)
        } else {
            name
        }
    };
    [name(pair.more, one), name(pair.less, other)]
}

/// The values that some of `boxes` have and none of `others`, by dimension, in the order of `by` and the larger part of a
/// dimension first; `None` if on no dimension alone there are any. At most so many dimensions are named.
fn only_in(
    model: &Model,
    by: &[Dimensions],
    [boxes, others]: [&[ScopeBox]; 2],
    most: usize,
) -> Option<String> {
    let mut told: Vec<String> = Vec::new();
    for by in by {
        let mut of_group: Vec<(Reverse<usize>, String)> = Vec::new();
        for (id, dimension) in model.dimensions.iter() {
            let Axis::Values(values) = &dimension.axis else {
                continue;
            };
            let at = id.index();
            let is_stated = |scope: &&ScopeBox| scope.0[at].is_stated();
            if !by.meets(id.into()) || !others.iter().all(|scope| is_stated(&scope)) {
                continue;
            }
            let alone = |scope: &ScopeBox| scope.alone(at);
            let here: Vec<ScopeBox> = boxes.iter().filter(is_stated).map(alone).collect();
            let there: Vec<ScopeBox> = others.iter().map(alone).collect();
            let rest = difference(&here, &there, model.space(), Mode::Certain);
            if rest.is_empty() {
                continue;
            }
            // In thousandths of all values of the dimension.
            let has = |leaf: &usize| {
                rest.iter().any(|scope| match &scope.0[at] {
                    Extent::Leaves(leaves) => leaves.has(*leaf),
                    _ => true,
                })
            };
            let share = (0..values.leaves).filter(has).count() * 1000 / values.leaves.max(1);
            of_group.push((Reverse(share), model.groups_words(&rest, &there)));
        }
        // The larger part of a dimension first.
        of_group.sort_by_key(|(share, _)| *share);
        told.extend(of_group.into_iter().map(|(_, words)| words));
    }
    let more = told.len().saturating_sub(most);
    told.truncate(most);
    if more > 0 {
        told.push(counted(more, "more limit"));
    }
    (!told.is_empty()).then(|| told.join("; "))
}

/// The people by whom two fields differ, and which of the two covers them.
pub(super) fn sides(
    pair: &Pair,
    [counts, does_not]: [&str; 2],
    people: &str,
    back: Option<String>,
) -> String {
    match back {
        Some(back) if pair.is_written => {
            format!(
                "They differ on some people ({people}). {counts} covers them and {does_not} does not. The reverse holds for these ({back})"
            )
        }
        _ if pair.is_written => format!(
            "They differ on some people ({people}). {counts} covers them and {does_not} does not"
        ),
        _ => format!(
            "They differ on some people ({people}). {does_not} leaves them out, and {counts} does not say that it does"
        ),
    }
}
