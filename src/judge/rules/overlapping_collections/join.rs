//! The exact join of collections by weighted containment: an inverted index with a prefix filter.

use super::asked::Asked;
use crate::read::model::Id;
use crate::read::model::TermId;

/// Two collections of which one holds much of the other.
pub(super) struct Match {
    /// Their places among the collections, in order.
    pub(super) places: [usize; 2],
    /// The terms that both ask, rarest first.
    pub(super) shared: Vec<TermId>,
}

/// Every two collections that share at least `much` of the weight of one of them, by place.
///
/// A collection's prefix is its terms from the rarest on, until the rest weigh less than that share. Another collection that shares so much
/// shares a term of the prefix, so only the collections that ask one of these rare terms are looked at.
pub(super) fn matches(asked: &Asked, much: f64) -> Vec<Match> {
    let askers = askers(asked);
    let mut found = Vec::new();
    let mut seen: Vec<u32> = vec![0; asked.collections.len()];
    for (index, collection) in asked.collections.iter().enumerate() {
        if collection.weight <= 0.0 {
            continue;
        }
        let needed = much * collection.weight;
        let mut rest = collection.weight;
        for (place, term) in collection.terms.iter().enumerate() {
            // The slack keeps matches that rounding would lose.
            if rest < needed - 1e-9 {
                break;
            }
            let from_here = rest;
            rest -= asked.weight(*term);
            for (other, there) in &askers[term.index()] {
                let other = *other as usize;
                if other == index || seen[other] == index as u32 + 1 {
                    continue;
                }
                seen[other] = index as u32 + 1;
                let enough = needed - 1e-9;
                // No term before this one is shared, or the two would have met there. A collection that weighs less cannot share enough.
                if asked.collections[other].weight >= enough
                    && shares(
                        asked,
                        [index, other],
                        [place, *there as usize],
                        from_here - enough,
                    )
                {
                    found.push(Match {
                        places: [index.min(other), index.max(other)],
                        shared: shared(asked, index, other),
                    });
                }
            }
        }
    }
    found.sort_by_key(|found| found.places);
    found.dedup_by_key(|found| found.places);
    found
}

/// For each term, the collections that ask it, each with the place of the term among those it asks.
fn askers(asked: &Asked) -> Vec<Vec<(u32, u32)>> {
    let most = asked
        .collections
        .iter()
        .flat_map(|collection| &collection.terms)
        .map(|term| term.index() + 1)
        .max();
    let mut askers = vec![Vec::new(); most.unwrap_or(0)];
    for (index, collection) in asked.collections.iter().enumerate() {
        for (place, term) in (0..).zip(&collection.terms) {
            askers[term.index()].push((index as u32, place));
        }
    }
    askers
}

/// True where the terms of the first collection from one place on that the second, from another place on, does not ask weigh at most `spare`.
fn shares(asked: &Asked, two: [usize; 2], from: [usize; 2], mut spare: f64) -> bool {
    let [first, second] = two.map(|index| &asked.collections[index]);
    let others = &second.ranks;
    let mut j = from[1];
    for (rank, term) in first.ranks.iter().zip(&first.terms).skip(from[0]) {
        while j < others.len() && others[j] < *rank {
            j += 1;
        }
        if others.get(j) != Some(rank) {
            spare -= asked.weight(*term);
            if spare < 0.0 {
                return false;
            }
        }
    }
    true
}

/// The terms that both ask: one walk along the two lists, which are in the same order.
fn shared(asked: &Asked, first: usize, second: usize) -> Vec<TermId> {
    let (first, second) = (&asked.collections[first], &asked.collections[second]);
    let (a, b) = (&first.ranks, &second.ranks);
    let (mut i, mut j) = (0, 0);
    let mut shared = Vec::new();
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                shared.push(first.terms[i]);
                i += 1;
                j += 1;
            }
        }
    }
    shared
}
