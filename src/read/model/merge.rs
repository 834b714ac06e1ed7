//! Putting boxes together that differ on one dimension only, so that a list of people left out stays short.

use super::extent::Extent;
use super::scope::ScopeBox;

/// The same people in fewer boxes.
pub(super) fn merged(mut boxes: Vec<ScopeBox>) -> Vec<ScopeBox> {
    let mut index = 0;
    while index < boxes.len() {
        let found = (index + 1..boxes.len())
            .find_map(|other| united(&boxes[index], &boxes[other]).map(|united| (other, united)));
        match found {
            Some((other, united)) => {
                boxes[index] = united;
                boxes.remove(other);
                index = joined_before(&mut boxes, index);
            }
            None => index += 1,
        }
    }
    boxes
}

/// A box that has grown may now go together with an earlier one, and that again with one before it; no two of the earlier ones do. The place
/// of the last that has grown.
fn joined_before(boxes: &mut Vec<ScopeBox>, mut grown: usize) -> usize {
    while let Some((earlier, united)) = (0..grown)
        .find_map(|earlier| united(&boxes[earlier], &boxes[grown]).map(|united| (earlier, united)))
    {
        boxes[earlier] = united;
        boxes.remove(grown);
        grown = earlier;
    }
    grown
}

/// The union of two boxes, where it is a box: they are equal on all dimensions but one.
fn united(a: &ScopeBox, b: &ScopeBox) -> Option<ScopeBox> {
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
    Some(united)
}
