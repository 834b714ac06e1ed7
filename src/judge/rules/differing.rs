//! Finds the items that differ from some other item, with few comparisons.

/// Up to this number, all items are compared with each other, so that every pair that differs is found.
const FEW: usize = 12;

/// For each of `count` items, whether it differs from some other. If there are many, an item that is known to differ is compared no
/// further, and each item is compared first with those known to differ: for most items one comparison is enough.
pub(super) fn differing(count: usize, mut differ: impl FnMut(usize, usize) -> bool) -> Vec<bool> {
    let mut is_differing = vec![false; count];
    if count <= FEW {
        for first in 0..count {
            for second in first + 1..count {
                if differ(first, second) {
                    is_differing[first] = true;
                    is_differing[second] = true;
                }
            }
        }
        return is_differing;
    }
    let mut known: Vec<usize> = Vec::new();
    for index in 0..count {
        if is_differing[index] {
            continue;
        }
        let mut meets = |other: usize| differ(index.min(other), index.max(other));
        let found = known
            .iter()
            .copied()
            .find(|other| meets(*other))
            .or_else(|| {
                (0..count).find(|other| *other != index && !is_differing[*other] && meets(*other))
            });
        for one in found.into_iter().flat_map(|other| [index, other]) {
            if !std::mem::replace(&mut is_differing[one], true) {
                known.push(one);
            }
        }
    }
    is_differing
}
