//! Finds a few sources that can be linked and together hold everything, and the gain from one more identifier.

use std::collections::{BTreeMap, BTreeSet};

use super::Table;
use super::unlock;
use crate::read::model::{ScopeBox, SystemId};
use crate::words::first_few;

/// Limit on the unusable sources that are named.
const MOST_NAMED: usize = 4;

impl Table<'_> {
    /// A few sources that can be linked and hold every term, by the greedy rule (most new terms first); with notes on the links, or on the
    /// terms missing.
    pub(super) fn combination(&self, open: &[SystemId]) -> (Vec<SystemId>, Vec<String>) {
        let linkage = self.supply.linkage();
        let numbers = linkage.groups(open, false);
        let mut groups: BTreeMap<usize, Vec<SystemId>> = BTreeMap::new();
        for (system, number) in open.iter().zip(numbers) {
            groups.entry(number).or_default().push(*system);
        }
        let terms_of = |group: &[SystemId]| -> BTreeSet<usize> {
            group.iter().flat_map(|system| self.held(*system)).collect()
        };
        let mut ranked: Vec<(&Vec<SystemId>, BTreeSet<usize>)> = groups
            .values()
            .map(|group| (group, terms_of(group)))
            .collect();
        let for_some = |group: &[SystemId]| {
            let terms = (0..self.terms.len()).map(|term| self.left_out(group, term).len());
            terms.sum::<usize>()
        };
        ranked.sort_by_cached_key(|(group, terms)| {
            let terms = std::cmp::Reverse(terms.len());
            (terms, for_some(group), group.len(), group[0])
        });
        let Some((best, covered)) = ranked.first() else {
            let terms = 0..self.terms.len();
            let notes = terms.filter_map(|index| self.out_of_reach(index, open));
            return (Vec::new(), notes.collect());
        };
        if covered.len() == self.terms.len() {
            let chosen = self.few(best);
            let mut notes = self.keys(&chosen);
            notes.extend(self.partial(&chosen));
            return (chosen, notes);
        }
        let missing = (0..self.terms.len()).filter(|index| !covered.contains(index));
        let missing: Vec<&str> = missing.map(|index| self.term(index)).collect();
        let mut notes = vec![format!(
            "the best that can be linked, `{}`, lacks `{}`",
            self.few(best)
                .iter()
                .map(|system| self.slug(*system))
                .collect::<Vec<&str>>()
                .join("`, `"),
            missing.join("`, `")
        )];
        let groups: Vec<&[SystemId]> = ranked.iter().map(|(group, _)| group.as_slice()).collect();
        notes.extend(unlock::unlocks(self, &groups));
        notes.extend((0..self.terms.len()).filter_map(|index| self.out_of_reach(index, open)));
        (Vec::new(), notes)
    }

    /// Sources of one linked group, those that bring most first, until none brings a new term or new people for a term.
    fn few(&self, group: &[SystemId]) -> Vec<SystemId> {
        let mut chosen: Vec<SystemId> = Vec::new();
        let mut covered: BTreeSet<usize> = BTreeSet::new();
        loop {
            let missing = |systems: &[SystemId]| -> Vec<Vec<ScopeBox>> {
                let terms = 0..self.terms.len();
                terms.map(|term| self.left_out(systems, term)).collect()
            };
            let now = missing(&chosen);
            let gain = |system: &SystemId| {
                let terms = self.held(*system).difference(&covered).count();
                let with = [&chosen[..], &[*system]].concat();
                let pairs = missing(&with);
                let served = pairs.iter().zip(&now).filter(|(with, now)| with != now);
                (terms, served.count())
            };
            let open = group.iter().filter(|system| !chosen.contains(system));
            let best = open.map(|system| (gain(system), *system));
            let best = best.max_by_key(|(gain, system)| (*gain, std::cmp::Reverse(*system)));
            match best {
                Some((gain, system)) if gain != (0, 0) => {
                    covered.extend(self.held(system));
                    chosen.push(system);
                }
                _ => return chosen,
            }
        }
    }

    /// The people for whom the chosen sources leave a term out, surely or perhaps.
    fn partial(&self, chosen: &[SystemId]) -> Vec<String> {
        let demand = self.demand.as_ref();
        let wanted = demand
            .and_then(|demand| demand.people())
            .unwrap_or_default();
        let terms = (0..self.terms.len()).filter_map(|term| {
            let missing = self.left_out(chosen, term);
            let people = self.graph.model().parts_words(&missing, wanted);
            (!missing.is_empty()).then(|| format!("`{}` may leave out: {people}", self.term(term)))
        });
        terms.collect()
    }

    /// The identifier that joins each chosen source to one before it.
    fn keys(&self, chosen: &[SystemId]) -> Vec<String> {
        let (model, linkage) = (self.graph.model(), self.supply.linkage());
        let mut notes = Vec::new();
        for (index, system) in chosen.iter().enumerate().skip(1) {
            let before = chosen[..index].iter();
            let link = before
                .map(|other| (other, linkage.shared(*other, *system)))
                .find(|(_, shared)| !shared.is_empty());
            notes.push(match link {
                Some((other, shared)) => format!(
                    "`{}` is joined to `{}` by `{}`",
                    self.slug(*system),
                    self.slug(*other),
                    model.terms[shared[0]].slug
                ),
                None => format!("`{}` is joined through further sources", self.slug(*system)),
            });
        }
        notes
    }

    /// The holders of a term that no usable source holds, and why they cannot be used; `None` for any other term.
    fn out_of_reach(&self, index: usize, open: &[SystemId]) -> Option<String> {
        let holds = |system: &&SystemId| self.held(**system).contains(&index);
        if open.iter().any(|system| holds(&system)) {
            return None;
        }
        let term = self.term(index);
        let holders = self.sources.keys().filter(holds);
        let barred = holders.filter_map(|system| {
            let bar = self.bars(*system)?;
            Some(format!("`{}` ({bar})", self.slug(*system)))
        });
        let barred = first_few(barred, MOST_NAMED);
        if barred.is_empty() {
            return Some(format!("nothing in the map holds `{term}`"));
        }
        Some(format!(
            "no source that can be used holds `{term}`; it is held in {barred}"
        ))
    }
}
