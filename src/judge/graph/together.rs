//! The people for whom linked systems hold every term that a need takes.

use rustc_hash::FxHashSet;

use crate::read::model::{ScopeBox, SystemId};

/// Limit on the boxes: above it there is no result.
const MOST_BOXES: usize = 400;

/// For each term of a need, the systems that serve it and the people that each serves.
pub(crate) type Served = Vec<Vec<(SystemId, Vec<ScopeBox>)>>;

/// The part of `wanted` for whom some group of linked systems serves every term. Systems with the same number in `groups` are linked.
/// `None` if there are too many boxes to tell.
pub(crate) fn served_together(
    wanted: &[ScopeBox],
    served: &Served,
    systems: &[SystemId],
    groups: &[usize],
) -> Option<Vec<ScopeBox>> {
    let mut all = Vec::new();
    let mut numbers: Vec<usize> = groups.to_vec();
    numbers.sort_unstable();
    numbers.dedup();
    for number in numbers {
        let is_in = |system: &SystemId| {
            let place = systems.iter().position(|other| other == system);
            place.is_some_and(|place| groups[place] == number)
        };
        let mut here = wanted.to_vec();
        for of_term in served {
            let of_group = of_term.iter().filter(|(system, _)| is_in(system));
            let boxes: Vec<&ScopeBox> = of_group.flat_map(|(_, boxes)| boxes).collect();
            here = shared(&here, &boxes)?;
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
