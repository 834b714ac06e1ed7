//! Which few sources can be linked and hold everything, and what one added identifier would unlock.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::Table;
use crate::model::SystemId;

/// How many further identifiers are suggested.
const MOST_UNLOCKS: usize = 3;

impl Table<'_> {
    /// Few sources that can be linked and hold every term, by the greedy rule (most new terms first); with notes on how, or on what is missing.
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
        ranked
            .sort_by_key(|(group, terms)| (std::cmp::Reverse(terms.len()), group.len(), group[0]));
        let Some((best, covered)) = ranked.first() else {
            return (Vec::new(), vec!["no source can be used".to_owned()]);
        };
        if covered.len() == self.terms.len() {
            let chosen = self.few(best);
            let notes = self.keys(&chosen);
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
        notes.extend(self.unlocks(best, covered, open));
        for index in 0..self.terms.len() {
            if !open
                .iter()
                .any(|system| self.held(*system).contains(&index))
            {
                notes.push(format!(
                    "no source that can be used holds `{}`",
                    self.term(index)
                ));
            }
        }
        (Vec::new(), notes)
    }

    /// Sources of one linked group, most new terms first, until nothing is new.
    fn few(&self, group: &[SystemId]) -> Vec<SystemId> {
        let mut chosen = Vec::new();
        let mut covered: BTreeSet<usize> = BTreeSet::new();
        loop {
            let gain = |system: &SystemId| self.held(*system).difference(&covered).count();
            let best = group.iter().map(|system| (gain(system), *system));
            let best = best.max_by_key(|(gain, system)| (*gain, std::cmp::Reverse(*system)));
            match best {
                Some((gain, system)) if gain > 0 => {
                    covered.extend(self.held(system));
                    chosen.push(system);
                }
                _ => return chosen,
            }
        }
    }

    /// By which identifier each chosen source is joined to one before it.
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

    /// Which identifier added to which source would bring most of what is missing.
    fn unlocks(
        &self,
        group: &[SystemId],
        covered: &BTreeSet<usize>,
        open: &[SystemId],
    ) -> Vec<String> {
        let (model, linkage) = (self.graph.model(), self.supply.linkage());
        let key = group
            .iter()
            .flat_map(|system| linkage.held(*system))
            .find(|(_, certain)| **certain)
            .map(|(term, _)| &model.terms[*term].slug);
        let Some(key) = key else {
            return Vec::new();
        };
        let outside = open.iter().filter(|system| !group.contains(system));
        let mut gains: Vec<(Vec<usize>, SystemId)> = outside
            .map(|system| {
                (
                    self.held(*system).difference(covered).copied().collect(),
                    *system,
                )
            })
            .filter(|(gain, _): &(Vec<usize>, SystemId)| !gain.is_empty())
            .collect();
        gains.sort_by_key(|(gain, system)| (std::cmp::Reverse(gain.len()), *system));
        gains
            .iter()
            .take(MOST_UNLOCKS)
            .map(|(gain, system)| {
                let terms: Vec<&str> = gain.iter().map(|index| self.term(*index)).collect();
                format!(
                    "one field would add `{}`: `{key}` in `{}`",
                    terms.join("`, `"),
                    self.slug(*system)
                )
            })
            .collect()
    }
}
