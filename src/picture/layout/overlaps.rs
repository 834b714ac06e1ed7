//! Finds lines that run on top of each other.

use crate::picture::scene::Places;

/// Lines that run together no longer than this only touch, in pixels.
const TOUCH: f64 = 1.0;

/// A level or upright piece of a line.
#[derive(Debug, Clone, Copy)]
struct Piece {
    is_upright: bool,
    /// Its height, or its distance from the left, in tenths of a pixel.
    at: i64,
    from: f64,
    to: f64,
    edge: usize,
}

/// The pairs of flows whose lines run on top of each other, each with the smaller index first, in order.
pub(super) fn overlaps(places: &Places) -> Vec<(usize, usize)> {
    let mut pieces: Vec<Piece> = Vec::new();
    for (edge, line) in places.lines.iter().enumerate() {
        for ends in line.windows(2) {
            let (a, b) = (ends[0], ends[1]);
            let is_upright = (a.x - b.x).abs() < 0.01;
            if is_upright || (a.y - b.y).abs() < 0.01 {
                let along = |x: f64, y: f64| if is_upright { (x, y) } else { (y, x) };
                let ((at, start), (_, end)) = (along(a.x, a.y), along(b.x, b.y));
                pieces.push(Piece {
                    is_upright,
                    at: (at * 10.0).round() as i64,
                    from: start.min(end),
                    to: start.max(end),
                    edge,
                });
            }
        }
    }
    pieces.sort_by(|a, b| {
        let by_place = a.is_upright.cmp(&b.is_upright).then(a.at.cmp(&b.at));
        by_place.then(a.from.total_cmp(&b.from))
    });
    let mut pairs = Vec::new();
    for row in pieces.chunk_by(|a, b| (a.is_upright, a.at) == (b.is_upright, b.at)) {
        let mut open: Vec<Piece> = Vec::new();
        for piece in row {
            open.retain(|other| other.to > piece.from + TOUCH);
            let together = open.iter().filter(|other| {
                other.edge != piece.edge && other.to.min(piece.to) > piece.from + TOUCH
            });
            pairs.extend(
                together.map(|other| (other.edge.min(piece.edge), other.edge.max(piece.edge))),
            );
            open.push(*piece);
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}
