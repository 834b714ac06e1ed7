//! The people for whom linked systems hold every term that a need takes.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::read::model::{ScopeBox, SystemId};

/// Limit on the boxes: above it there is no result.
const MOST_BOXES: usize = 400;

/// For each term of a need, the systems that serve it and the people that each serves.
pub(crate) type Served = Vec<Vec<(SystemId, Vec<ScopeBox>)>>;

/// The part of `wanted` for whom some group of linked systems serves every term. Systems with the same number in `groups` are linked.
/// `None` if there are too many boxes to tell.
pub(crate) fn served_together<'s>(
    wanted: &[ScopeBox],
    served: &'s Served,
    systems: &[SystemId],
    groups: &[usize],
) -> Option<Vec<ScopeBox>> {
    let group_of: FxHashMap<SystemId, usize> = systems
        .iter()
        .copied()
        .zip(groups.iter().copied())
        .collect();
    let by_group = |of_term: &'s Vec<(SystemId, Vec<ScopeBox>)>| {
        let mut by_group: FxHashMap<usize, Vec<&'s ScopeBox>> = FxHashMap::default();
        for (system, boxes) in of_term {
            if let Some(group) = group_of.get(system) {
                by_group.entry(*group).or_default().extend(boxes);
            }
        }
        by_group
    };
    let served: Vec<FxHashMap<usize, Vec<&ScopeBox>>> = served.iter().map(by_group).collect();
    let mut all = Vec::new();
    let mut numbers: Vec<usize> = groups.to_vec();
    numbers.sort_unstable();
    numbers.dedup();
    for number in numbers {
        let mut here = wanted.to_vec();
        for of_term in &served {
            let boxes = of_term.get(&number).map_or(&[][..], Vec::as_slice);
            here = shared(&here, boxes)?;
            if here.is_empty() {
                break;
            }
        }
        all.extend(here);
    }
    Some(all)
}

/// The people in both unions, each box once; `None` if there are too many boxes.
fn shared(boxes: &[ScopeBox], others: &[&ScopeBox]) -> Option<Vec<ScopeBox>> {
    let mut seen: FxHashSet<ScopeBox> = FxHashSet::default();
    let mut both = Vec::new();
    for scope in boxes {
        for other in others {
            if scope.overlaps(other) == Some(false) {
                continue;
            }
            let part = scope.and(other);
            if seen.insert(part.clone()) {
                both.push(part);
            }
            if both.len() > MOST_BOXES {
                return None;
            }
        }
    }
    Some(both)
}
