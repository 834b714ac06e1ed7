//! The people that a need is about and its sources do not cover.

use rustc_hash::FxHashSet;

use super::reason::{Few, Reason, Why};
use crate::judge::graph::{Supply, unasked};
use crate::judge::rules::different_scope::place;
use crate::read::model::{
    DataLevel, DimensionId, FieldId, Id, Mode, Model, Need, ScopeBox, TermId, is_too_much,
    leaves_some, left_by, overlap,
};

/// How many sources that each cover a part are compared with each other.
const MOST_PARTS: usize = 12;

/// The people whom the sources of one term leave out, surely or perhaps.
pub(super) fn left_out(
    model: &Model,
    supply: &Supply<'_>,
    need: &Need,
    term: TermId,
    sources: &[FieldId],
) -> Option<Reason> {
    let wanted = need.covers.known()?;
    let covered_by = || covered(model, wanted, sources);
    let missing = left_by(wanted, covered_by(), model.space(), Mode::Certain);
    let nearest = sources[0];
    let system = model.system_of(nearest);
    if !missing.is_empty() {
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
    let pairs = (0..sources.len()).flat_map(|a| (a + 1..sources.len()).map(move |b| (a, b)));
    let mut pairs = pairs.map(|(a, b)| (sources[a], sources[b]));
    let (a, b) = pairs.find(|(a, b)| !is_additive(*a, *b))?;
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
