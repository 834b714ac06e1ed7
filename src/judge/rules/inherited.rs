//! Reports a difference that fields have from their systems once, not once for each term that these systems hold.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::found::{Found, Names};
use crate::read::finding::Words;
use crate::read::model::{DimensionId, FieldId, Id, Model, SystemId, TermId};

/// A difference between fields of one term.
pub(super) trait OfTerm {
    /// The term.
    fn term(&self) -> TermId;

    /// The dimension it is about, if it is about exactly one. A finding never includes one about another dimension.
    fn dimension(&self) -> Option<DimensionId> {
        None
    }

    /// The fields that differ.
    fn fields(&self) -> &[FieldId];

    /// Other terms with the same difference.
    fn also(&mut self) -> &mut Vec<TermId>;
}

/// The facts that decide whether one finding includes another.
struct Reach {
    is_needed: bool,
    /// The systems of the fields that differ, each once, in order.
    systems: Box<[SystemId]>,
    /// True if none of these fields has its own `covers`.
    is_inherited: bool,
}

impl Reach {
    fn of(model: &Model, is_needed: bool, fields: &[FieldId]) -> Self {
        let states_none = |field: &FieldId| model.fields[*field].covers.known().is_none();
        let systems = fields.iter().map(|field| model.system_of(*field));
        let mut systems: Vec<SystemId> = systems.collect();
        systems.sort_unstable();
        systems.dedup();
        Self {
            is_needed,
            systems: systems.into(),
            is_inherited: fields.iter().all(states_none),
        }
    }
}

/// For each term, whether a need asks for it.
fn needed(model: &Model) -> Vec<bool> {
    let mut is_needed = vec![false; model.terms.len()];
    for term in model.needs.iter().flat_map(|(_, need)| need.terms()) {
        is_needed[term.id().index()] = true;
    }
    is_needed
}

/// Drops a finding whose fields all have their scope from their systems if another finding about the same dimension names all of these
/// systems and is equally certain; its term joins the other's `also`. Terms that a need asks for come first, then those of most systems.
pub(super) fn told_once<T: OfTerm>(model: &Model, found: Vec<Found<T>>) -> Vec<Found<T>> {
    let is_needed = needed(model);
    let reach = |one: Found<T>| {
        let is_needed = is_needed[one.term().index()];
        (Reach::of(model, is_needed, one.fields()), one)
    };
    let mut found: Vec<(Reach, Found<T>)> = found.into_iter().map(reach).collect();
    found.sort_by_key(|(reach, one)| (!reach.is_needed, Reverse(reach.systems.len()), one.term()));
    let mut kept: Vec<(Box<[SystemId]>, Found<T>)> = Vec::new();
    // The indices in `kept` of the findings that name a system, by dimension and system.
    let mut naming: FxHashMap<(Option<DimensionId>, SystemId), Vec<usize>> = FxHashMap::default();
    for (reach, one) in found {
        let Reach {
            systems,
            is_inherited,
            ..
        } = reach;
        let stands = |index: &usize| {
            let (named, other) = &kept[*index];
            other.certainty == one.certainty
                && systems
                    .iter()
                    .all(|system| named.binary_search(system).is_ok())
        };
        let dimension = one.dimension();
        let naming_each = systems
            .iter()
            .map(|system| naming.get(&(dimension, *system)));
        let fewest = naming_each.min_by_key(|naming| naming.map_or(0, Vec::len));
        let fewest = fewest.flatten().filter(|_| is_inherited);
        match fewest.and_then(|indexes| indexes.iter().copied().find(stands)) {
            Some(index) => kept[index].1.what.also().push(one.term()),
            None => {
                for system in &systems {
                    let naming = naming.entry((dimension, *system)).or_default();
                    naming.push(kept.len());
                }
                kept.push((systems, one));
            }
        }
    }
    kept.into_iter().map(|(_, one)| one).collect()
}

/// Adds the other terms to the help and the detail.
pub(super) fn with_others(words: Words, also: &[TermId], names: &Names<'_>) -> Words {
    if also.is_empty() {
        return words;
    }
    let help = format!(
        "{}. These systems differ in the same way for {}",
        words.help,
        names.few(also)
    );
    words.help(help).detail("also", names.ids(also))
}
