//! Which populations of one term share people, found as far as anybody asks.

use std::collections::BTreeMap;

use super::recording::Recording;
use crate::judge::rules::people::People;
use crate::read::model::Extent;
use crate::read::model::OrganisationId;
use crate::read::model::ScopeBox;
use crate::read::model::overlap;

/// Those of a term's populations that one of them shares people with, surely or perhaps: found one by one, as far as anybody asks.
pub(super) struct Meeting {
    own: u32,
    /// True where the map says anything of them: only then does an overlap count that cannot be told.
    is_said: bool,
    /// Their places among the populations, and whether they surely share people.
    found: Vec<(usize, bool)>,
    /// How many populations were looked at.
    looked_at: usize,
}

impl Meeting {
    pub(super) fn of(own: u32, all: &[Population]) -> Self {
        Self {
            own,
            is_said: all.iter().any(|population| population.people == own),
            found: Vec::new(),
            looked_at: 0,
        }
    }

    /// The one of this rank.
    pub(super) fn get(
        &mut self,
        rank: usize,
        people: &People,
        all: &[Population],
    ) -> Option<(usize, bool)> {
        while self.found.len() <= rank {
            let place = self.looked_at;
            let other = all.get(place)?.people;
            self.looked_at += 1;
            match overlap(people.boxes(self.own), people.boxes(other)) {
                Some(true) => self.found.push((place, true)),
                None if self.is_said => self.found.push((place, false)),
                None | Some(false) => {}
            }
        }
        Some(self.found[rank])
    }
}

/// The recordings of one population.
pub(super) struct Population {
    people: u32,
    /// Of each body the first.
    pub(super) by_body: BTreeMap<OrganisationId, usize>,
}

/// The populations of recordings of which the map says anything, in the order of their numbers.
pub(super) fn populations(people: &People, recordings: &[Recording]) -> Vec<Population> {
    let mut by_people: BTreeMap<u32, BTreeMap<OrganisationId, usize>> = BTreeMap::new();
    for (index, recording) in recordings.iter().enumerate() {
        let bodies = by_people.entry(recording.people).or_default();
        bodies.entry(recording.recorder).or_insert(index);
    }
    let populations = by_people.into_iter();
    let populations = populations.map(|(people, by_body)| Population { people, by_body });
    // Of whom nothing is said, nobody can say whom they share.
    populations
        .filter(|population| is_said(people.boxes(population.people)))
        .collect()
}

/// True where the map says anything about who they are, so that asking for the rest makes sense.
fn is_said(people: &[ScopeBox]) -> bool {
    people
        .iter()
        .any(|scope| scope.0.iter().any(Extent::is_stated))
}
