//! Packs the pieces of a drawing that no flow joins onto one page with about the shape of an A-series sheet.
//!
//! Pieces go on shelves, the highest first and equal ones in input order. This is simple, and pieces keep their places between edits
//! (compare Freivalds, Dogrusoz and Kikusts, 2002).

use crate::picture::scene::Point;

/// Width to height of the target page.
const RATIO: f64 = std::f64::consts::SQRT_2;
/// Distance between pieces.
const GAP: f64 = 28.0;

/// The top left corners of the pieces, and the size of the whole. Sizes are `(width, height)`.
pub(super) fn pack(sizes: &[(f64, f64)]) -> (Vec<Point>, (f64, f64)) {
    let widest = sizes.iter().map(|size| size.0).fold(0.0, f64::max);
    let area: f64 = sizes
        .iter()
        .map(|size| (size.0 + GAP) * (size.1 + GAP))
        .sum();
    let mut best: Option<(f64, Vec<Point>, (f64, f64))> = None;
    for step in 0..12 {
        let limit = widest.max((area * RATIO).sqrt() * (0.7 + 0.1 * f64::from(step)));
        let (corners, size) = shelve(sizes, limit);
        let (ratio, room) = (size.0.max(1.0) / size.1.max(1.0) / RATIO, size.0 * size.1);
        let cost = room * ratio.max(1.0 / ratio).sqrt();
        if best.as_ref().is_none_or(|b| cost < b.0) {
            best = Some((cost, corners, size));
        }
    }
    best.map_or_else(|| (Vec::new(), (0.0, 0.0)), |b| (b.1, b.2))
}

/// Puts the pieces side by side until the limit, then starts a new shelf. A piece that fits under the last one goes there. The highest come
/// first.
fn shelve(sizes: &[(f64, f64)], limit: f64) -> (Vec<Point>, (f64, f64)) {
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by(|&a, &b| sizes[b].1.total_cmp(&sizes[a].1));
    let mut corners = vec![Point::default(); sizes.len()];
    let mut whole = (0.0_f64, 0.0_f64);
    // The shelf's top and bottom, and the left edge, right edge and foot of the stack begun last.
    let (mut top, mut bottom) = (0.0, 0.0);
    let (mut left, mut right, mut foot) = (0.0, 0.0, 0.0);
    for piece in order {
        let (width, height) = sizes[piece];
        let is_first = whole.1 == 0.0;
        if !is_first && foot + GAP + height <= bottom && left + width <= limit {
            foot += GAP;
        } else if !is_first && right + GAP + width <= limit {
            (left, foot) = (right + GAP, top);
        } else {
            top = if is_first { 0.0 } else { bottom + GAP };
            (left, right, foot, bottom) = (0.0, 0.0, top, top + height);
        }
        corners[piece] = Point { x: left, y: foot };
        foot += height;
        right = f64::max(right, left + width);
        whole = (whole.0.max(right), whole.1.max(bottom));
    }
    (corners, whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_do_not_overlap_and_lie_on_the_page() {
        let sizes: Vec<(f64, f64)> = (0..40)
            .map(|n| (f64::from(20 + n * 37 % 200), f64::from(10 + n * 53 % 300)))
            .collect();
        let (corners, page) = pack(&sizes);
        for (i, a) in corners.iter().enumerate() {
            assert!(a.x + sizes[i].0 <= page.0 && a.y + sizes[i].1 <= page.1);
            for (j, b) in corners.iter().enumerate().take(i) {
                let beside = a.x + sizes[i].0 <= b.x || b.x + sizes[j].0 <= a.x;
                let below = a.y + sizes[i].1 <= b.y || b.y + sizes[j].1 <= a.y;
                assert!(beside || below, "{i} and {j}");
            }
        }
    }
}
