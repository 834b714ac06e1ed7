//! Needs that are met better or worse than before.

use std::collections::BTreeMap;

use super::matching::Matching;
use super::{NeedChange, NeedChanges};
use crate::analysis::{Analysis, NeedState};
use crate::read::finding::Finding;
use crate::read::model::{NeedId, Statement};

/// The rank of a state for those who ask. "Cannot be told" and "not met" rank the same: both leave the question open.
fn rank(state: NeedState) -> u8 {
    match state {
        NeedState::Met => 2,
        NeedState::Partly => 1,
        NeedState::NotMet | NeedState::CannotTell => 0,
    }
}

/// The needs of both maps with a different state, in the order of the newer map.
pub(super) fn changes(old: &Analysis, new: &Analysis, matching: &Matching) -> NeedChanges {
    let same: BTreeMap<NeedId, NeedId> = matching
        .pairs
        .iter()
        .filter_map(|pair| match pair {
            (Statement::Need(before), Statement::Need(after)) => Some((*after, *before)),
            _ => None,
        })
        .collect();
    let before: BTreeMap<NeedId, Option<&Finding>> = old.of_needs().collect();
    let mut changes = NeedChanges::default();
    for (id, finding) in new.of_needs() {
        let need = &new.model().needs[id];
        let Some(earlier) = same.get(&id).and_then(|id| before.get(id)).copied() else {
            continue;
        };
        let (was, is) = (NeedState::of(earlier), NeedState::of(finding));
        if was == is {
            continue;
        }
        let question = need.asked().to_owned();
        let why = finding.or(earlier);
        let change = NeedChange {
            id: need.slug.to_string(),
            question,
            before: was,
            after: is,
            why: why.map_or_else(String::new, |finding| finding.words().message.clone()),
        };
        match rank(is).cmp(&rank(was)) {
            std::cmp::Ordering::Greater => changes.won.push(change),
            std::cmp::Ordering::Less => changes.lost.push(change),
            std::cmp::Ordering::Equal => changes.other.push(change),
        }
    }
    changes
}
