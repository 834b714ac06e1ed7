//! The people that a need is about and its sources do not cover.

use rustc_hash::FxHashSet;

use super::reason::{Few, Reason, Why};
use super::source::level_unstated;
use crate::judge::graph::{Supply, unasked};
use crate::judge::rules::different_scope::place;
use crate::read::model::{
    DataLevel, DimensionId, FieldId, Id, Mode, Model, Need, ScopeBox, TermId, difference,
    is_too_much, leaves_some, overlap,
};

/// How many sources that each cover a part are compared with each other.
const MOST_PARTS: usize = 10;

/// The people whom the sources of one term leave out, surely or perhaps. `untold` are sources of which nobody has said whether they hold single
/// cases: they may bring the rest.
pub(super) fn left_out(
    model: &Model,
    supply: &Supply<'_>,
    need: &Need,
    term: TermId,
    [sources, untold]: [&[FieldId]; 2],
) -> Option<Reason> {
    let wanted = need.covers.known()?;
    let covered_by = || covered(model, wanted, sources);
    let missing = difference(wanted, covered_by(), model.space(), Mode::Certain);
    let nearest = *sources.first().or(untold.first())?;
    let system = model.system_of(nearest);
    let may_bring = covered(model, wanted, untold);
    if sources.is_empty() || !missing.is_empty() {
        let all = [sources, untold].concat();
        let missing = difference(&missing, may_bring, model.space(), Mode::Certain);
        if missing.is_empty() {
            return Some(level_unstated(model, term, untold));
        }
        let sources = &all;
        let why = Why::PeopleLeftOut {
            term,
            missing: missing.into(),
            systems: Few::holding(model, sources),
        };
        let reason = Reason::at(place(model, nearest), why);
        return Some(reason.rests_on(&model.systems[system].evidence));
    }
    if !leaves_some(wanted, covered_by(), model.space(), Mode::Possible) {
        return twice(model, supply, need, term, sources);
    }
    let covered: Vec<ScopeBox> = covered(model, wanted, sources).collect();
    if is_too_much(wanted, &covered, model.space()) {
        let why = Why::TooManyBoxes(term, Few::holding(model, sources), system);
        return Some(Reason::at(place(model, nearest), why));
    }
    let why = Why::PeopleUnstated {
        term,
        dimensions: open_dimensions(model, wanted, &covered),
        systems: Few::holding(model, sources),
        nearest: system,
    };
    Some(Reason::at(place(model, nearest), why))
}

/// Totals of several sources that only together cover everyone, and share people: they cannot be added up, and nobody can be linked.
fn twice(
    model: &Model,
    supply: &Supply<'_>,
    need: &Need,
    term: TermId,
    sources: &[FieldId],
) -> Option<Reason> {
    let wanted = need.covers.known()?;
    if need.level.known() == Some(&DataLevel::Record) || sources.len() > MOST_PARTS {
        return None;
    }
    let may_miss = |field: &FieldId| supply.leaves_out(wanted, *field, Mode::Possible);
    if sources.len() < 2 || !sources.iter().all(may_miss) {
        return None;
    }
    let is_additive = |a: FieldId, b: FieldId| {
        let (first, second) = (model.system_of(a), model.system_of(b));
        let is_case_by_case = |field| supply.level(field) == Some(DataLevel::Record);
        let linked = is_case_by_case(a)
            && is_case_by_case(b)
            && supply.linkage().links(first, second) == Some(true);
        linked || overlap(model.scope(a), model.scope(b)) == Some(false)
    };
    let count = sources.len();
    let together = |a: usize, b: usize| a == b || is_additive(sources[a], sources[b]);
    let beside: Vec<u32> = (0..count)
        .map(|a| {
            let fit = (0..count).filter(|b| together(a, *b));
            fit.fold(0, |bits, b| bits | 1 << b)
        })
        .collect();
    let are_additive = |set: u32| (0..count).all(|a| set & 1 << a == 0 || set & !beside[a] == 0);
    let is_largest = |set: u32| (0..count).all(|a| set & 1 << a != 0 || set & !beside[a] != 0);
    // Some of them divide everyone between them: the others only say the same again.
    let divides = |set: u32| {
        let chosen = (0..count).filter(|a| set & 1 << a != 0);
        let chosen: Vec<FieldId> = chosen.map(|a| sources[a]).collect();
        let covered = covered(model, wanted, &chosen);
        !leaves_some(wanted, covered, model.space(), Mode::Possible)
    };
    let mut sets = (1_u32..1 << count).filter(|set| are_additive(*set) && is_largest(*set));
    if sets.any(divides) {
        return None;
    }
    let pairs = (0..count).flat_map(|a| (a + 1..count).map(move |b| (a, b)));
    let (a, b) = pairs.into_iter().find(|(a, b)| !together(*a, *b))?;
    let (a, b) = (sources[a], sources[b]);
    let why = Why::PerhapsTwice {
        term,
        systems: Few::holding(model, &[a, b]),
        first: model.system_of(a),
    };
    Some(Reason::at(place(model, a), why))
}

/// The boxes that the sources cover, each once.
fn covered<'m>(
    model: &'m Model,
    wanted: &'m [ScopeBox],
    sources: &'m [FieldId],
) -> impl Iterator<Item = ScopeBox> + 'm {
    let mut seen: FxHashSet<u32> = FxHashSet::default();
    let is_new = move |source: &&FieldId| seen.insert(model.scope_number(**source));
    let scopes = sources.iter().filter(is_new);
    let boxes = scopes.flat_map(|source| model.scope(*source));
    let mut covered: FxHashSet<ScopeBox> = FxHashSet::default();
    boxes
        .map(|scope| unasked(wanted, scope))
        .filter(move |scope| covered.insert(scope.clone()))
}

/// The dimensions that a source or the need leaves open.
fn open_dimensions(model: &Model, wanted: &[ScopeBox], covered: &[ScopeBox]) -> Box<[DimensionId]> {
    let is_open = |id: &DimensionId| {
        let mut boxes = covered.iter().chain(wanted);
        boxes.any(|scope| !scope.0[id.index()].is_stated())
    };
    model.dimensions.ids().filter(is_open).collect()
}
