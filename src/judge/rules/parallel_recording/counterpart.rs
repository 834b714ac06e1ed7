//! For each recording of a term, a recording of another organisation about overlapping people.

use std::collections::BTreeMap;

use super::recording::Recording;
use crate::judge::graph::{Cone, FlowGraph};
use crate::read::model::{Boxes, FieldId, Model, OrganisationId, overlap_presumed};

/// Limit on the counterparts of one recording that are compared in search of one without doubt, once one with doubt is found.
const MOST_LOOKED: usize = 100;

/// The indices of each recording with a counterpart, and of its first counterpart without doubt, or else its first; true if they surely
/// share people. If no pair surely does, the pairs that may share people.
pub(super) fn counterparts(
    graph: &FlowGraph,
    people: &[Boxes],
    cone: &mut Cone<'_>,
    recordings: &[Recording],
    mut is_doubtful: impl FnMut([usize; 2]) -> bool,
) -> (Vec<[usize; 2]>, bool) {
    let model = graph.model();
    let populations = populations(recordings);
    let mut meetings: BTreeMap<u32, Meeting> = BTreeMap::new();
    // A value of another term is another thing, even if it is derived from this one.
    let own = model.term_of(recordings[0].field);
    let is_kin = |field: FieldId| {
        let term = model.term_of(field);
        term.is_none() || term == own
    };
    // Worked out when first needed: most recordings are fields without an incoming flow, which nothing reaches.
    let mut below: Vec<Option<Box<[FieldId]>>> = vec![None; recordings.len()];
    let mut reaches = |from: usize, to: usize| {
        let (start, end) = (recordings[from].field, recordings[to].field);
        if !graph.may_lead(start, end) {
            return false;
        }
        let below = below[from].get_or_insert_with(|| {
            let mut below = cone.down(&[start], is_kin).to_vec();
            below.sort_unstable();
            below.into()
        });
        below.binary_search(&end).is_ok()
    };
    let (mut sure, mut unsure) = (Vec::new(), Vec::new());
    for (index, recording) in recordings.iter().enumerate() {
        let own = recording.people;
        let meeting = meetings.entry(own).or_insert_with(|| Meeting::of(own));
        let mut chosen = Chosen::default();
        'all: for rank in 0.. {
            let Some((place, is_sure)) = meeting.get(rank, people, &populations) else {
                break;
            };
            if !is_sure && (chosen.perhaps.is_some() || chosen.surest.is_some()) {
                continue;
            }
            let bodies = populations[place].by_body.iter();
            let bodies = bodies.filter(|(body, _)| are_apart(model, recording.recorder, **body));
            for other in bodies.flat_map(|(_, others)| others).copied() {
                if recordings[other].field == recording.field
                    || reaches(index, other)
                    || reaches(other, index)
                {
                    continue;
                }
                if !is_sure {
                    chosen.perhaps = Some(other);
                    break;
                }
                if chosen.is_settled_by(other, is_doubtful([index, other])) {
                    break 'all;
                }
            }
        }
        match chosen.surest {
            Some(other) => sure.push([index, other]),
            None => unsure.extend(chosen.perhaps.map(|other| [index, other])),
        }
    }
    let is_known = !sure.is_empty();
    (if is_known { sure } else { unsure }, is_known)
}

/// The counterpart of one recording, as far as searched.
#[derive(Default)]
struct Chosen {
    /// The first that may share people.
    perhaps: Option<usize>,
    /// The first without doubt that surely shares people, or else the first that does.
    surest: Option<usize>,
    looked: usize,
}

impl Chosen {
    /// Looks at one that surely shares people; true if no further one needs to be looked at.
    fn is_settled_by(&mut self, other: usize, is_doubted: bool) -> bool {
        self.looked += 1;
        if self.surest.is_none() || !is_doubted {
            self.surest = Some(other);
        }
        !is_doubted || self.looked == MOST_LOOKED
    }
}

/// True for two organisations if neither is part of the other and they are not of one kind: two trusts record the same things, each about
/// its own people.
fn are_apart(model: &Model, a: OrganisationId, b: OrganisationId) -> bool {
    let kind = |body: OrganisationId| model.organisations[body].kind.known();
    let are_peers = kind(a).is_some() && kind(a) == kind(b);
    !are_peers && !model.is_part_of(a, b) && !model.is_part_of(b, a)
}

/// The populations of a term that surely or perhaps share people with one of them, searched only as far as needed.
struct Meeting {
    own: u32,
    /// Their indices among the populations, and whether they surely share people.
    found: Vec<(usize, bool)>,
    /// The number of populations compared so far.
    looked_at: usize,
}

impl Meeting {
    fn of(own: u32) -> Self {
        Self {
            own,
            found: Vec::new(),
            looked_at: 0,
        }
    }

    /// The population of this rank, in the order of the populations.
    fn get(&mut self, rank: usize, people: &[Boxes], all: &[Population]) -> Option<(usize, bool)> {
        while self.found.len() <= rank {
            let place = self.looked_at;
            let other = all.get(place)?.people;
            self.looked_at += 1;
            match overlap_presumed(&people[self.own as usize], &people[other as usize]) {
                Some(true) => self.found.push((place, true)),
                None => self.found.push((place, false)),
                Some(false) => {}
            }
        }
        Some(self.found[rank])
    }
}

/// The recordings of one population.
struct Population {
    people: u32,
    /// The indices of each organisation's recordings.
    by_body: BTreeMap<OrganisationId, Vec<usize>>,
}

/// The populations of the recordings, in the order of their numbers.
fn populations(recordings: &[Recording]) -> Vec<Population> {
    let mut by_people: BTreeMap<u32, BTreeMap<OrganisationId, Vec<usize>>> = BTreeMap::new();
    for (index, recording) in recordings.iter().enumerate() {
        let bodies = by_people.entry(recording.people).or_default();
        bodies.entry(recording.recorder).or_default().push(index);
    }
    by_people
        .into_iter()
        .map(|(people, by_body)| Population { people, by_body })
        .collect()
}
