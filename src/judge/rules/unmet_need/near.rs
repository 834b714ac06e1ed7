//! Substitutes for a missing term: a narrower, a broader or a related term, a value worked out from it, and other holders of it.

use std::cell::OnceCell;
use std::cmp::Reverse;
use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::source::Sources;
use super::term::Supplied;
use crate::judge::graph::{Demand, FlowGraph, Grade, Supply, Timeliness, is_own};
use crate::judge::rules::facets::has_source;
use crate::read::model::{
    FieldId, How, Id, Model, OrganisationId, Ref, ScopeBox, SystemId, SystemKind, TermId, may_share,
};

/// The relation of a field to a missing term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Nearness {
    /// It means a narrower term.
    Narrower,
    /// It means the broader term.
    Broader,
    /// Both terms are kinds of the same broader one.
    Related,
    /// Its value is worked out from the term.
    WorkedOut,
    /// It holds the term itself, in a system that the asker cannot use.
    Held,
}

/// A substitute for a missing term.
#[derive(Debug, Clone, Copy)]
pub(super) struct Near {
    pub(super) nearness: Nearness,
    pub(super) field: FieldId,
}

/// The terms above each term, below it, and beside it under the same broader one.
#[derive(Default)]
pub(super) struct Kin {
    /// For each term, those whose broader term it is.
    narrower: OnceCell<Vec<Vec<TermId>>>,
}

impl Kin {
    /// Those of one term: each once, in order.
    fn of(&self, model: &Model, term: TermId) -> BTreeSet<TermId> {
        let broader = |term: TermId| model.terms[term].broader.known().map(Ref::id);
        let narrower = self.narrower.get_or_init(|| {
            let mut narrower = vec![Vec::new(); model.terms.len()];
            for term in model.terms.ids() {
                if let Some(above) = broader(term) {
                    narrower[above.index()].push(term);
                }
            }
            narrower
        });
        let mut kin: BTreeSet<TermId> = BTreeSet::new();
        let mut open = vec![term];
        while let Some(next) = open.pop() {
            let below = narrower[next.index()].iter().copied();
            open.extend(below.filter(|below| kin.insert(*below)));
        }
        let mut above = broader(term);
        let beside = above.iter().flat_map(|above| &narrower[above.index()]);
        kin.extend(beside);
        while let Some(next) = above {
            above = broader(next).filter(|_| kin.insert(next));
        }
        kin.remove(&term);
        kin
    }
}

/// A field that the asker can use, is detailed and complete enough, and means a related term; about some of the `missing`.
pub(super) fn related(supplied: &Supplied<'_>, missing: &[ScopeBox]) -> Option<Near> {
    let fits = |field: FieldId| {
        let held = supplied.demand.held_by(field);
        supplied.demand.grade(field) != Grade::Lacking && may_share(missing, &held)
    };
    let sources = &supplied.known.sources;
    find(sources, supplied.who, supplied.term, fits)
}

/// Like [`related`], for a term that the asker cannot use at all.
pub(super) fn instead(
    sources: &Sources<'_>,
    demand: &Demand<'_>,
    who: OrganisationId,
    term: TermId,
) -> Option<Near> {
    find(sources, who, term, |field| {
        demand.grade(field) != Grade::Lacking
    })
}

/// A system that surely holds a narrower, broader or related term with enough detail, of whoever; for a term whose sources are doubtful.
pub(super) fn elsewhere(sources: &Sources<'_>, demand: &Demand<'_>, term: TermId) -> Option<Near> {
    let supply = sources.supply();
    let model = supply.graph().model();
    let kin = sources.kin().of(model, term).into_iter();
    let held = kin.filter_map(|other| {
        let nearness = nearness(model, term, other)?;
        let fields = supply.held(other).iter().copied();
        let mut fits = fields.filter(|field| {
            demand.grade(*field) == Grade::Given
                && has_source(model, *field)
                && !supply.may_be_empty(*field)
                && demand
                    .people()
                    .is_none_or(|people| may_share(people, &demand.held_by(*field)))
        });
        fits.next().map(|field| (nearness, field))
    });
    let (nearness, field) = held.min()?;
    Some(Near { nearness, field })
}

/// A system of others that holds the term with enough detail and completeness, about some of the `missing`.
pub(super) fn held(supplied: &Supplied<'_>, missing: &[ScopeBox]) -> Option<Near> {
    let supply = Supply::of(supplied.known.graph);
    let held = supply.held(supplied.term).iter().copied();
    // Many fields are about the same people.
    let mut known: FxHashMap<u32, bool> = FxHashMap::default();
    let held = held.filter(|field| {
        let serves = || may_share(missing, &supplied.demand.held_by(*field));
        *known
            .entry(supply.people_number(*field))
            .or_insert_with(serves)
    });
    let (late, mut held): (Vec<FieldId>, Vec<FieldId>) =
        held.partition(|field| is_late(supplied, *field));
    // A source that is late in any case is offered only if there is no other.
    if held.is_empty() {
        held = late;
    }
    let field = nearest(supplied.known.graph, supplied.demand, supplied.who, &held)?;
    let nearness = Nearness::Held;
    (supplied.demand.grade(field) == Grade::Given).then_some(Near { nearness, field })
}

/// True if a field has its value too late for the need even in the best case.
fn is_late(supplied: &Supplied<'_>, field: FieldId) -> bool {
    let (ages, within) = (supplied.known.ages, supplied.need.within.known());
    let age = ages.and_then(|ages| ages.age(field));
    age.zip(within)
        .is_some_and(|(age, within)| age.within(within) == Timeliness::Never)
}

fn find(
    sources: &Sources<'_>,
    who: OrganisationId,
    term: TermId,
    fits: impl Fn(FieldId) -> bool,
) -> Option<Near> {
    let supply = sources.supply();
    let (graph, model) = (supply.graph(), supply.graph().model());
    let usable = |other: TermId| supply.usable(who, other);
    let by_term = sources
        .kin()
        .of(model, term)
        .into_iter()
        .filter_map(|other| {
            let nearness = nearness(model, term, other)?;
            let field = usable(other).into_iter().find(|field| fits(*field))?;
            let is_own = is_own(model, model.system_of(field), who);
            Some((nearness, !is_own, field))
        });
    let worked_out = supply.held(term).iter().flat_map(|field| {
        let derived = graph.values_out(*field);
        derived
            .filter(|link| link.how == How::Derived)
            .map(|link| link.to)
    });
    let worked_out = worked_out.filter_map(|field| {
        let other = model.term_of(field)?;
        let is_usable = other != term && usable(other).contains(&field) && fits(field);
        is_usable.then_some((Nearness::WorkedOut, false, field))
    });
    let best = by_term.chain(worked_out).min();
    best.map(|(nearness, _, field)| Near { nearness, field })
}

/// For each narrower term that some field holds, the first such field that gets values today, one with a source before others. They are the kinds of a
/// term that nothing holds as a whole.
pub(super) fn kinds(supply: &Supply<'_>, term: TermId) -> Vec<FieldId> {
    let model = supply.graph().model();
    let is_kind = |other: &TermId| nearness(model, term, *other) == Some(Nearness::Narrower);
    let kinds = model.terms.ids().filter(is_kind);
    let held = kinds.filter_map(|kind| {
        let fields = supply.held(kind).iter().copied();
        let filled = fields.filter(|field| !supply.is_empty_today(*field));
        filled.min_by_key(|field| (!has_source(model, *field), *field))
    });
    held.collect()
}

/// The term of a field, or else that one.
pub(super) fn kind(model: &Model, field: FieldId, term: TermId) -> TermId {
    model.term_of(field).unwrap_or(term)
}

/// The relation of two terms.
fn nearness(model: &Model, term: TermId, other: TermId) -> Option<Nearness> {
    let broader = |term: TermId| model.terms[term].broader.known().map(Ref::id);
    let is_below = |term: TermId, above: TermId| {
        let mut at = broader(term);
        let mut steps = 0;
        while let Some(id) = at.filter(|_| steps < model.terms.len()) {
            if id == above {
                return true;
            }
            at = broader(id);
            steps += 1;
        }
        false
    };
    if term == other {
        None
    } else if is_below(other, term) {
        Some(Nearness::Narrower)
    } else if is_below(term, other) {
        Some(Nearness::Broader)
    } else {
        let above = broader(term)?;
        (broader(other) == Some(above)).then_some(Nearness::Related)
    }
}

/// The field among `fields` that would serve a need best: one that gets values today, fine and complete enough, then with a source, then in no record of
/// another body (a record serves its own work), then about everyone asked about, then about anyone of them, then in the system that holds the most terms of the need, then leaving out the fewest people, then in a system that already
/// passes something to the asker.
pub(super) fn nearest(
    graph: &FlowGraph,
    demand: &Demand<'_>,
    who: OrganisationId,
    fields: &[FieldId],
) -> Option<FieldId> {
    let model = graph.model();
    let feeds = |system: SystemId| {
        let mut flows = graph.flows_out(system).iter();
        flows.any(|flow| is_own(model, model.flows[*flow].to.id(), who))
    };
    let is_record = |system: SystemId| {
        model.systems[system].kind.known() == Some(&SystemKind::Record)
            && !is_own(model, system, who)
    };
    let supply = Supply::of(graph);
    let mut best = fields.to_vec();
    keep_least(&mut best, |field| {
        (
            supply.is_empty_today(field),
            demand.grade(field),
            !has_source(model, field),
            is_record(model.system_of(field)),
        )
    });
    // People are compared only for the few fields that are left, because that takes longer.
    keep_least(&mut best, |field| {
        let missing = demand.count_left_out(field);
        let serves = |people: &[ScopeBox]| may_share(people, &demand.held_by(field));
        (
            missing > 0,
            !demand.people().is_none_or(serves),
            Reverse(demand.terms_in(model.system_of(field))),
            missing,
        )
    });
    let last = |field: &FieldId| (!feeds(model.system_of(*field)), *field);
    best.into_iter().min_by_key(last)
}

/// Keeps the items of the least key.
fn keep_least<T: Copy, K: Ord>(items: &mut Vec<T>, key: impl Fn(T) -> K) {
    if items.len() < 2 {
        return;
    }
    let keys: Vec<K> = items.iter().map(|item| key(*item)).collect();
    let Some(least) = keys.iter().min() else {
        return;
    };
    let mut of_item = keys.iter();
    items.retain(|_| of_item.next() == Some(least));
}
