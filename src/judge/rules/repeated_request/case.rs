//! The most collections that ask about one and the same case.

use super::pair::passed;
use crate::judge::graph::Request;
use crate::read::model::{Model, ScopeBox, SystemId};

/// Up to this number, all combinations of collections are tried; above it, each collection is added to those before it if possible.
const MOST_COMBINED: usize = 14;
/// Limit on the boxes of a union, which is cut there: the result may then be too small, never too large.
const MOST_BOXES: usize = 64;

/// The largest set of collections whose requests may all be about one case; the first of equals. `requests` are sorted by collection.
pub(super) fn widest(model: &Model, requests: &[Request]) -> Box<[SystemId]> {
    let groups = requests.chunk_by(|a, b| a.collection == b.collection);
    let groups: Vec<(SystemId, Vec<ScopeBox>)> = groups
        .map(|same| {
            let people = same.iter().flat_map(|request| passed(model, request));
            (same[0].collection, people.collect())
        })
        .collect();
    let mut search = Search {
        groups: &groups,
        chosen: Vec::new(),
        best: Vec::new(),
    };
    search.extend(0, None);
    search.best.iter().map(|place| groups[*place].0).collect()
}

struct Search<'g> {
    groups: &'g [(SystemId, Vec<ScopeBox>)],
    chosen: Vec<usize>,
    best: Vec<usize>,
}

impl Search<'_> {
    /// Tries every set of the groups from `next` on together with those chosen, whose shared people are `shared`; `None` is everyone.
    fn extend(&mut self, next: usize, shared: Option<&[ScopeBox]>) {
        if self.chosen.len() > self.best.len() {
            self.best.clone_from(&self.chosen);
        }
        if next >= self.groups.len()
            || self.chosen.len() + self.groups.len() - next <= self.best.len()
        {
            return;
        }
        let people = &self.groups[next].1;
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
