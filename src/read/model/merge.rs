//! The same people in fewer boxes.

use std::collections::BTreeSet;
use std::hash::{Hash as _, Hasher as _};

use rustc_hash::{FxHashMap, FxHasher};

use super::extent::Extent;
use super::scope::{ScopeBox, Space};

/// Boxes that are being joined. Two fit together only if they are equal on all dimensions but one, so each box is kept under what it says
/// without each of its dimensions, and is compared only with those that say the same.
struct Merging<'s> {
    space: &'s Space,
    /// The boxes, in order; `None` for one that was joined to another.
    boxes: Vec<Option<ScopeBox>>,
    /// For each dimension and what a box says without it, the boxes that say so; `None` where so few boxes are joined that each is compared with
    /// each.
    alike: Option<FxHashMap<(usize, u64), BTreeSet<usize>>>,
}

/// Up to this number each box is compared with each: that is quicker than to note what they say.
const FEW: usize = 16;

impl Merging<'_> {
    /// The numbers under which a box is kept.
    fn keys(of: &ScopeBox) -> impl Iterator<Item = (usize, u64)> + use<> {
        let extents = of.0.iter().enumerate();
        let marks = extents.map(|(place, extent)| {
            let mut hasher = FxHasher::default();
            (place, extent).hash(&mut hasher);
            hasher.finish()
        });
        let marks: Vec<u64> = marks.collect();
        let all = marks
            .iter()
            .fold(0_u64, |all, mark| all.wrapping_add(*mark));
        // On a map without dimensions all boxes say the same.
        let whole = marks.is_empty().then_some((0, all));
        let without = marks.into_iter().enumerate();
        let without = without.map(move |(place, mark)| (place, all.wrapping_sub(mark)));
        without.chain(whole)
    }

    fn add(&mut self, index: usize, scope: ScopeBox) {
        if let Some(alike) = &mut self.alike {
            for key in Self::keys(&scope) {
                alike.entry(key).or_default().insert(index);
            }
        }
        self.boxes[index] = Some(scope);
    }

    fn take(&mut self, index: usize) {
        let Some(scope) = self.boxes[index].take() else {
            return;
        };
        let Some(alike) = &mut self.alike else {
            return;
        };
        for key in Self::keys(&scope) {
            if let Some(alike) = alike.get_mut(&key) {
                alike.remove(&index);
            }
        }
    }

    /// The first other box from `from` and before `to` that fits together with this one, and the union.
    fn first_fit(&self, index: usize, from: usize, to: usize) -> Option<(usize, ScopeBox)> {
        let scope = self.boxes[index].as_ref()?;
        let fits = |other: usize| {
            let there = self.boxes[other].as_ref().filter(|_| other != index)?;
            // The union is made with the earlier of the two first.
            let [a, b] = if other < index {
                [there, scope]
            } else {
                [scope, there]
            };
            Some((other, united(a, b, self.space)?))
        };
        let Some(alike) = &self.alike else {
            return (from..to).find_map(fits);
        };
        let mut first: Option<(usize, ScopeBox)> = None;
        for key in Self::keys(scope) {
            let end = first.as_ref().map_or(to, |(other, _)| *other);
            let Some(alike) = alike.get(&key).filter(|_| from < end) else {
                continue;
            };
            first = alike.range(from..end).copied().find_map(fits).or(first);
        }
        first
    }
}

/// The same people in fewer boxes: each box, from the first on, is joined with the first later one that fits, and what has grown with the first
/// earlier one that fits then.
pub(super) fn merged(boxes: Vec<ScopeBox>, space: &Space) -> Vec<ScopeBox> {
    let count = boxes.len();
    let mut merging = Merging {
        space,
        boxes: vec![None; count],
        alike: (count > FEW).then(FxHashMap::default),
    };
    for (index, scope) in boxes.into_iter().enumerate() {
        merging.add(index, scope);
    }
    let mut index = 0;
    while index < count {
        let Some((other, united)) = merging.first_fit(index, index + 1, count) else {
            index += 1;
            continue;
        };
        merging.take(other);
        merging.take(index);
        merging.add(index, united);
        // No two of the earlier boxes fit together.
        while let Some((earlier, united)) = merging.first_fit(index, 0, index) {
            merging.take(index);
            merging.take(earlier);
            merging.add(earlier, united);
            index = earlier;
        }
    }
    merging.boxes.into_iter().flatten().collect()
}

/// The union of two boxes, if it is a box: they are equal on all dimensions but one. An extent that becomes the whole of its dimension is
/// written as all of it, so that the rest is the same in whatever order the boxes were subtracted.
pub(super) fn united(a: &ScopeBox, b: &ScopeBox, space: &Space) -> Option<ScopeBox> {
    let mut differing = (0..a.0.len()).filter(|index| a.0[*index] != b.0[*index]);
    let Some(index) = differing.next() else {
        return Some(a.clone());
    };
    if differing.next().is_some() {
        return None;
    }
    let mut united = a.clone();
    united.0[index] = match (&a.0[index], &b.0[index]) {
        (Extent::Leaves(a), Extent::Leaves(b)) => Extent::Leaves(a.or(b)),
        (Extent::Interval(a), Extent::Interval(b)) => Extent::Interval(a.joined(*b)?),
        (Extent::All, _) | (_, Extent::All) => Extent::All,
        _ => return None,
    };
    if united.0[index] == space.full[index] {
        united.0[index] = Extent::All;
    }
    Some(united)
}
