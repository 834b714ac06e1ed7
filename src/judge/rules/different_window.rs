//! Fields of one term that count over different windows of one dimension.

use std::collections::BTreeSet;

use serde_json::json;

use super::comparable::Comparable;
use super::different_scope::place;
use super::differing::differing;
use super::facets::MOST_SHOWN;
use super::found::{Found, Names, about};
use super::inherited::{OfTerm, told_once, with_others};
use super::rule;
use super::scopes::{Scopes, Sharing, Side, by_scope, certainty, witness};
use crate::judge::graph::{FlowGraph, Supply};
use crate::read::finding::Words;
use crate::read::model::{
    Axis, Dimension, DimensionId, Extent, FieldId, Id, Interval, Model, ScopeBox, TermId, Unit,
    extent_words, tick_words,
};
use crate::words::lowered;

rule! {
    /// ## Finds
    /// Fields of one term, in different systems, that count over different windows of one dimension: 30 days after discharge in one,
    /// 12 months in another. It names something that counts in one and not in the other. Windows from different anchors are different
    /// dimensions and are never compared as numbers; where the words leave the end open ("1 month" against "30 days") it says nothing. The
    /// dimension must be part of the term, as `different-scope` says.
    /// ## Why it matters
    /// The same question gets two answers, and each is right by its own rule.
    /// ## How to fix
    /// Agree one window, or publish both beside each other.
    /// ## When it is fine
    /// Where the windows serve different ends and are named differently wherever figures are shown.
    "different-window", Definition, Warning, "fields of one term that count over different windows of one dimension", find, tell
}

fn find(graph: &FlowGraph) -> Vec<Found<DifferentWindow>> {
    let model = graph.model();
    let ranges = model.dimensions.iter();
    let ranges = ranges.filter_map(|(id, dimension)| match dimension.axis {
        Axis::Range(unit) => Some((id, unit)),
        Axis::Values(_) => None,
    });
    let ranges: Vec<(DimensionId, Unit)> = ranges.collect();
    if ranges.is_empty() {
        return Vec::new();
    }
    let (mut scopes, supply) = (Scopes::of(graph), Supply::of(graph));
    let stretches = ranges.iter().map(|(id, _)| scopes.stretches(*id));
    let stretches: Vec<Vec<u32>> = stretches.collect();
    let mut found = Vec::new();
    for term in model.terms.ids() {
        let Some((comparable, sharings)) = scopes.of_term(&supply, term) else {
            continue;
        };
        for ((dimension, unit), stretches) in ranges.iter().zip(&stretches) {
            let of_term = (&comparable, &*sharings);
            let clash = clash(model, &mut scopes, (*dimension, stretches), of_term);
            let Some((fields, (interval, more, less))) = clash else {
                continue;
            };
            let (span, certainty) = (place(model, fields[0]), certainty(model, &fields));
            let what = DifferentWindow {
                term,
                dimension: *dimension,
                fields,
                at: (*unit, witness(interval, unit.ticks())),
                more,
                less,
                also: Vec::new(),
            };
            found.push(Found::sure(span, certainty, what));
        }
    }
    told_once(model, found)
}

/// Fields of one term that count over different windows of one dimension.
struct DifferentWindow {
    term: TermId,
    dimension: DimensionId,
    /// The fields; those of one scope are adjacent.
    fields: Box<[FieldId]>,
    /// A point of the dimension, in ticks, at which a case counts in `more` and not in `less`.
    at: (Unit, i64),
    more: FieldId,
    less: FieldId,
    /// Other terms with the same difference.
    also: Vec<TermId>,
}
about!(DifferentWindow {
    name: [term, dimension],
    subjects: [term, dimension, &fields]
});

impl OfTerm for DifferentWindow {
    fn term(&self) -> TermId {
        self.term
    }

    fn dimension(&self) -> Option<DimensionId> {
        Some(self.dimension)
    }

    fn fields(&self) -> &[FieldId] {
        &self.fields
    }

    fn also(&mut self) -> &mut Vec<TermId> {
        &mut self.also
    }
}

/// A stretch that counts in the first field and not in the second.
type Witness = (Interval, FieldId, FieldId);

/// The fields that differ by a stretch of the dimension, those of one scope adjacent, and a stretch that shows it.
fn clash(
    model: &Model,
    scopes: &mut Scopes<'_>,
    (dimension, stretches): (DimensionId, &[u32]),
    (comparable, sharings): (&Comparable<'_>, &[Sharing]),
) -> Option<(Box<[FieldId]>, Witness)> {
    let stretch = |sharing: &Sharing| stretches[sharing.scope as usize];
    let stating = sharings.iter().filter(|sharing| stretch(sharing) != 0);
    let stating: Vec<&Sharing> = stating.collect();
    let first = stretch(stating.first()?);
    if stating.iter().all(|sharing| stretch(sharing) == first) {
        return None;
    }
    let mut witness = None;
    let is_clashing = differing(stating.len(), |first, second| {
        let (a, b) = (stating[first], stating[second]);
        let may_clash = || {
            let compared = scopes.compared(comparable, a, b);
            compared.is_some_and(|compared| compared.meets(dimension.into()))
        };
        let is_clashing = stretch(a) != stretch(b)
            && are_two(model, a, b)
            && may_clash()
            && scopes.has_window(dimension, a.scope, b.scope);
        if is_clashing && witness.is_none() {
            let window = scopes.window(dimension, a.scope, b.scope);
            witness = window.map(|(interval, side)| match side {
                Side::First => (interval, a.fields[0], b.fields[0]),
                Side::Second => (interval, b.fields[0], a.fields[0]),
            });
        }
        is_clashing
    });
    let clashing = stating.iter().zip(is_clashing).filter(|(_, is)| *is);
    let fields = clashing.flat_map(|(sharing, _)| &sharing.fields);
    Some((fields.copied().collect(), witness?))
}

/// False if the two are single fields of the same system.
fn are_two(model: &Model, a: &Sharing, b: &Sharing) -> bool {
    let system = |sharing: &Sharing| model.system_of(sharing.fields[0]);
    let is_one_system = system(a) == system(b) && a.fields.len() == 1 && b.fields.len() == 1;
    !is_one_system
}

fn tell(found: &Found<DifferentWindow>, names: &Names<'_>) -> Words {
    let (model, id) = (names.model(), found.dimension);
    let (term, dimension) = (names.of(found.term), &model.dimensions[id]);
    let at = tick_words(found.at.0, found.at.1);
    let scopes = by_scope(model, &found.fields, |scope| model.people(scope));
    let windows = scopes
        .iter()
        .map(|(people, fields)| (windows(dimension, id, people), *fields));
    let windows: Vec<(String, &[FieldId])> = windows.collect();
    let places = windows.iter().take(MOST_SHOWN).map(|(window, fields)| {
        let field = fields[0];
        (
            place(model, field),
            format!("{}: {window}", names.of(field)),
        )
    });
    let different: BTreeSet<&String> = windows.iter().map(|(window, _)| window).collect();
    let detail = windows.iter().flat_map(|(window, fields)| {
        let fields = fields.iter();
        fields.map(move |field| json!({"field": names.id(field), "window": window}))
    });
    let [counts, does_not] = names.two(found.more, found.less);
    let name = lowered(&dimension.name);
    // If it has several windows, it may count such a case for other people.
    let counts_some = model.people(model.scope(found.less)).iter().any(|scope| {
        let extent = &scope.0[id.index()];
        let at = found.at.1;
        !matches!(extent, Extent::Interval(window) if at < window.low.max || at >= window.high.min)
    });
    let a_case = if counts_some { "every case" } else { "a case" };
    let words = Words::shown(places)
        .message(match different.len() {
            // The fields have the same stretches, for different people.
            1 => format!("{term} is held within different windows for the same people ({name})"),
            count => format!("{term} is held within {count} different windows ({name})"),
        })
        .detail("windows", detail.collect::<Vec<_>>())
        .detail(
            "witness",
            json!({"at": at, "counts_in": names.id(found.more), "not_in": names.id(found.less)}),
        )
        .help(format!(
            "agree one window. For example, at {at}, {counts} counts cases that {does_not} leaves out"
        ))
        .ask(
            names.owner_of(found.less),
            format!("For {term}, should {does_not} count {a_case} at {at} ({name})?"),
        );
    with_others(words, &found.also, names)
}

/// The stretches that these people state on one dimension, in words.
fn windows(dimension: &Dimension, id: DimensionId, people: &[ScopeBox]) -> String {
    let mut words: Vec<String> = Vec::new();
    for scope in people {
        let said = match &scope.0[id.index()] {
            Extent::Unstated => "not stated".to_owned(),
            extent => extent_words(dimension, extent).unwrap_or_else(|| "any".to_owned()),
        };
        if !words.contains(&said) {
            words.push(said);
        }
    }
    words.join(" or ")
}
