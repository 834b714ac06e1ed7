//! The exact join of collections by weighted containment: an inverted index with a prefix filter.

use super::asked::Asked;

/// Two collections that share much of the weight of one of them.
pub(super) struct Match {
    /// Their indices among the collections, in order.
    pub(super) places: [usize; 2],
    /// The ranks of the terms that both ask.
    pub(super) shared: Vec<u32>,
}

/// Every two collections that share at least `much` of the weight of one of them, by index.
///
/// A collection's prefix is its terms from the rarest on, until the remaining terms weigh less than that share. Another collection that
/// shares so much shares a term of the prefix, so only the collections that ask one of these rare terms are compared.
pub(super) fn matches(asked: &Asked, much: f64) -> Vec<Match> {
    let askers = askers(asked);
    let (mut found, mut shared) = (Vec::new(), Vec::new());
    let mut seen: Vec<u32> = vec![0; asked.collections.len()];
    for (index, collection) in asked.collections.iter().enumerate() {
        if collection.weight <= 0.0 {
            continue;
        }
        // The slack keeps matches that rounding would lose.
        let enough = much * collection.weight - 1e-9;
        let mut rest = collection.weight;
        for (place, rank) in collection.ranks.iter().enumerate() {
            if rest < enough {
                break;
            }
            for (other, there) in &askers[*rank as usize] {
                let (other, there) = (*other as usize, *there as usize);
                if other == index || seen[other] == index as u32 + 1 {
                    continue;
                }
                seen[other] = index as u32 + 1;
                // A collection that weighs less cannot share enough.
                if asked.collections[other].weight < enough {
                    continue;
                }
                // They share no term before this one: otherwise the two would have met there.
                let two = [(index, place), (other, there)];
                if share(asked, two, rest - enough, &mut shared) {
                    found.push(Match {
                        places: [index.min(other), index.max(other)],
                        shared: shared.clone(),
                    });
                }
            }
            rest -= asked.weights[*rank as usize];
        }
    }
    found.sort_by_key(|found| found.places);
    found.dedup_by_key(|found| found.places);
    found
}

/// By rank, the collections that ask the term, each with the term's index among its terms.
fn askers(asked: &Asked) -> Vec<Vec<(u32, u32)>> {
    let mut askers = vec![Vec::new(); asked.terms.len()];
    for (index, collection) in (0..).zip(&asked.collections) {
        for (place, rank) in (0..).zip(&collection.ranks) {
            askers[*rank as usize].push((index, place));
        }
    }
    askers
}

/// Collects the ranks that two collections share, from an index in each on. Stops with false once the terms that the second lacks weigh
/// more than `spare`.
fn share(
    asked: &Asked,
    [(first, here), (second, there)]: [(usize, usize); 2],
    mut spare: f64,
    shared: &mut Vec<u32>,
) -> bool {
    let mut others = &asked.collections[second].ranks[there..];
    shared.clear();
    for rank in &asked.collections[first].ranks[here..] {
        while let [other, rest @ ..] = others
            && other < rank
        {
            others = rest;
        }
        if others.first() == Some(rank) {
            shared.push(*rank);
            continue;
        }
        spare -= asked.weights[*rank as usize];
        if spare < 0.0 {
            return false;
        }
    }
    true
}
