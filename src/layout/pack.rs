//! Packs the pieces of a drawing that no flow joins onto one page of about the shape of an A-series sheet.
//!
//! Shelves in input order, the first piece first: simple, and it stays put from edit to edit
//! (compare Freivalds, Dogrusoz and Kikusts, 2002).

use super::scene::Point;

/// Width to height of the page aimed at.
const RATIO: f64 = std::f64::consts::SQRT_2;
/// Distance between pieces.
const GAP: f64 = 28.0;

/// The top left corners of the pieces, sizes given as `(width, height)`, and the size of the whole.
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

/// Stands the pieces side by side until the limit, then starts a new shelf; large pieces come first.
fn shelve(sizes: &[(f64, f64)], limit: f64) -> (Vec<Point>, (f64, f64)) {
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by(|&a, &b| sizes[b].1.total_cmp(&sizes[a].1));
    let mut corners = vec![Point::default(); sizes.len()];
    let (mut x, mut y, mut shelf) = (0.0, 0.0, 0.0);
    let mut whole = (0.0_f64, 0.0_f64);
    for piece in order {
        let (width, height) = sizes[piece];
        if x > 0.0 && x + width > limit {
            y += shelf + GAP;
            x = 0.0;
            shelf = 0.0;
        }
        corners[piece] = Point { x, y };
        whole = (whole.0.max(x + width), whole.1.max(y + height));
        shelf = f64::max(shelf, height);
        x += width + GAP;
    }
    (corners, whole)
}
