//! What the fields of a term merely inherit from their systems is told once, not once for each term that these systems hold.

use std::collections::HashMap;

use crate::finding::Certainty;
use crate::finding::Finding;
use crate::model::FieldId;
use crate::model::Id;
use crate::model::Model;
use crate::model::SystemId;
use crate::model::TermId;

/// A finding on one term, with what decides whether another one tells it already.
pub(super) struct Clash {
    pub(super) term: TermId,
    /// The fields that differ.
    pub(super) fields: Vec<FieldId>,
    /// Findings of unlike sorts (two dimensions, say) never stand for each other.
    pub(super) sort: usize,
    pub(super) finding: Finding,
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
pub(super) fn told_once(model: &Model, clashes: Vec<Clash>) -> Vec<Finding> {
    let is_needed = needed(model);
    let systems = |clash: &Clash| -> Vec<SystemId> {
        let fields = clash.fields.iter();
        let mut systems: Vec<SystemId> = fields.map(|field| model.fields[*field].system).collect();
        systems.sort_unstable();
        systems.dedup();
        systems
    };
    let mut open: Vec<(Vec<SystemId>, Clash)> = clashes
        .into_iter()
        .map(|clash| (systems(&clash), clash))
        .collect();
    open.sort_by_key(|(systems, clash)| {
        let is_idle = !is_needed[clash.term.index()];
        (is_idle, std::cmp::Reverse(systems.len()), clash.term)
    });
    let mut kept: Vec<(Vec<SystemId>, Clash, Vec<String>)> = Vec::new();
    // Those kept by sort and system, in their order: whoever tells a clash stands under each of its systems.
    let mut under: HashMap<(usize, SystemId), Vec<usize>> = HashMap::new();
    for (systems, clash) in open {
        let is_inherited = clash
            .fields
            .iter()
            .all(|field| model.fields[*field].covers.known().is_none());
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
            .filter(|_| is_inherited);
        let teller = tellers.into_iter().flatten().copied().find(|index| {
            let (others, other, _) = &kept[*index];
            let is_among = |system: &SystemId| others.binary_search(system).is_ok();
            is_as_sure(other) && systems.iter().all(is_among)
        });
        match teller {
            Some(index) => kept[index].2.push(model.terms[clash.term].slug.to_string()),
            None => {
                for system in &systems {
                    let under = under.entry((clash.sort, *system)).or_default();
                    under.push(kept.len());
                }
                kept.push((systems, clash, Vec::new()));
            }
        }
    }
    let with_others = |(_, clash, also): (Vec<SystemId>, Clash, Vec<String>)| {
        if also.is_empty() {
            return clash.finding;
        }
        clash.finding.further(move |finding| {
            let help = format!(
                "{}; the same holds in these systems for `{}`",
                finding.help,
                also.join("`, `")
            );
            finding.help(help).detail("also", also.clone())
        })
    };
    kept.into_iter().map(with_others).collect()
}
