//! What the fields of a term merely inherit from their systems is told once, not once for each term that these systems hold.

use rustc_hash::FxHashMap;

use crate::judge::graph::FlowGraph;
use crate::read::finding::Certainty;
use crate::read::finding::Finding;
use crate::read::model::FieldId;
use crate::read::model::Id;
use crate::read::model::Model;
use crate::read::model::SystemId;
use crate::read::model::TermId;

/// A finding on one term, with what decides whether another one tells it already.
pub(super) struct Clash {
    term: TermId,
    /// Findings of unlike sorts (two dimensions, say) never stand for each other.
    sort: usize,
    /// The systems of the fields that differ, each once, in order.
    systems: Box<[SystemId]>,
    /// True where none of these fields says anything of its own.
    is_inherited: bool,
    finding: Finding,
}

impl Clash {
    /// Of `fields`, which are in the order of the model as far as they share a scope.
    pub(super) fn of<'f>(
        model: &Model,
        (term, sort): (TermId, usize),
        fields: impl Iterator<Item = &'f FieldId> + Clone,
        finding: Finding,
    ) -> Self {
        let states_none = |field: &FieldId| model.fields[*field].covers.known().is_none();
        let is_inherited = fields.clone().all(states_none);
        let mut systems: Vec<SystemId> = fields.map(|field| model.system_of(*field)).collect();
        systems.sort_unstable();
        systems.dedup();
        Self {
            term,
            sort,
            systems: systems.into(),
            is_inherited,
            finding,
        }
    }
}

/// For each term, whether a need asks for it.
fn needed(model: &Model) -> Vec<bool> {
    let mut is_needed = vec![false; model.terms.len()];
    for (_, need) in model.needs.iter() {
        for term in &need.terms {
            is_needed[term.id().index()] = true;
        }
    }
    is_needed
}

/// The findings without those that say nothing new: every field has its scope from its system, and one finding of the same sort names all of these
/// systems, as surely. That one lists the other terms as `also`. Terms that a need asks for come first, then those of most systems.
pub(super) fn told_once(graph: &FlowGraph, mut clashes: Vec<Clash>) -> Vec<Finding> {
    let model = graph.model();
    let is_needed = needed(model);
    clashes.sort_by_key(|clash| {
        let is_idle = !is_needed[clash.term.index()];
        (is_idle, std::cmp::Reverse(clash.systems.len()), clash.term)
    });
    let mut kept: Vec<(Clash, Vec<TermId>)> = Vec::new();
    // Those kept by sort and system, in their order: whoever tells a clash stands under each of its systems.
    let mut under: FxHashMap<(usize, SystemId), Vec<usize>> = FxHashMap::default();
    for clash in clashes {
        let systems = &clash.systems;
        let is_as_sure = |other: &Clash| {
            other.finding.certainty == clash.finding.certainty
                || other.finding.certainty == Certainty::Certain
        };
        let tellers = systems
            .iter()
            .map(|system| {
                under
                    .get(&(clash.sort, *system))
                    .map_or(&[][..], Vec::as_slice)
            })
            .min_by_key(|tellers| tellers.len())
            .filter(|_| clash.is_inherited);
        let teller = tellers.into_iter().flatten().copied().find(|index| {
            let (other, _) = &kept[*index];
            let is_among = |system: &SystemId| other.systems.binary_search(system).is_ok();
            is_as_sure(other) && systems.iter().all(is_among)
        });
        match teller {
            Some(index) => kept[index].1.push(clash.term),
            None => {
                for system in systems {
                    let under = under.entry((clash.sort, *system)).or_default();
                    under.push(kept.len());
                }
                kept.push((clash, Vec::new()));
            }
        }
    }
    let with_others = |(clash, also): (Clash, Vec<TermId>)| {
        if also.is_empty() {
            return clash.finding;
        }
        let (whole, also) = (graph.clone(), also.into_boxed_slice());
        clash.finding.further(move |words| {
            let slug = |term: &TermId| whole.model().terms[*term].slug.to_string();
            let also: Vec<String> = also.iter().map(slug).collect();
            let help = format!(
                "{}; the same holds in these systems for `{}`",
                words.help,
                also.join("`, `")
            );
            words.help(help).detail("also", also)
        })
    };
    kept.into_iter().map(with_others).collect()
}
