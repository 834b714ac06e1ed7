//! The most collections that ask about one and the same case.

use super::pair::passed;
use crate::judge::graph::Request;
use crate::read::model::{Model, ScopeBox, SystemId};

/// Up to this number, all combinations of collections are tried; above it, each collection is added to those before it if possible.
const MOST_COMBINED: usize = 14;
/// Limit on the boxes of a union, which is cut there: the result may then be too small, never too large.
const MOST_BOXES: usize = 64;

/// The requests of one collection.
struct Group {
    collection: SystemId,
    people: Vec<ScopeBox>,
    /// True if all that they rest on has a source.
    is_firm: bool,
}

/// The largest set of collections whose requests may all be about one case; of equals the one with the most that rest on sources, then the first.
/// `requests` are sorted by collection.
pub(super) fn widest(
    model: &Model,
    requests: &[Request],
    is_firm: impl Fn(&Request) -> bool,
) -> Box<[SystemId]> {
    let groups = requests.chunk_by(|a, b| a.collection == b.collection);
    let groups: Vec<Group> = groups
        .map(|same| {
            let people = same.iter().flat_map(|request| passed(model, request));
            Group {
                collection: same[0].collection,
                people: people.collect(),
                is_firm: same.iter().all(&is_firm),
            }
        })
        .collect();
    let mut search = Search {
        groups: &groups,
        chosen: Vec::new(),
        best: Vec::new(),
    };
    search.extend(0, None);
    let best = search.best.iter();
    best.map(|place| groups[*place].collection).collect()
}

struct Search<'g> {
    groups: &'g [Group],
    chosen: Vec<usize>,
    best: Vec<usize>,
}

/// The value of a set: its size, and how many of its groups rest on sources.
type Worth = (usize, usize);

impl Search<'_> {
    fn worth(&self, places: &[usize]) -> Worth {
        let firm = places.iter().filter(|place| self.groups[**place].is_firm);
        (places.len(), firm.count())
    }

    /// Tries every set of the groups from `next` on together with those chosen, whose shared people are `shared`; `None` is everyone.
    fn extend(&mut self, next: usize, shared: Option<&[ScopeBox]>) {
        let (chosen, best) = (self.worth(&self.chosen), self.worth(&self.best));
        if chosen > best {
            self.best.clone_from(&self.chosen);
        }
        let rest = self.groups.get(next..).unwrap_or_default();
        let firm = rest.iter().filter(|group| group.is_firm).count();
        let most = (chosen.0 + rest.len(), chosen.1 + firm);
        if rest.is_empty() || most <= best.max(chosen) {
            return;
        }
        let people = &rest[0].people;
        let both = match shared {
            None => people.clone(),
            Some(shared) => intersection(shared, people),
        };
        let is_taken = !both.is_empty();
        if is_taken {
            self.chosen.push(next);
            self.extend(next + 1, Some(&both));
            self.chosen.pop();
        }
        if !is_taken || self.groups.len() <= MOST_COMBINED {
            self.extend(next + 1, shared);
        }
    }
}

/// The people that may be in both.
fn intersection(boxes: &[ScopeBox], others: &[ScopeBox]) -> Vec<ScopeBox> {
    let mut both: Vec<ScopeBox> = Vec::new();
    for a in boxes {
        for b in others.iter().filter(|b| a.overlaps(b) != Some(false)) {
            let shared = a.and(b);
            if both.len() < MOST_BOXES && !both.contains(&shared) {
                both.push(shared);
            }
        }
    }
    both
}
