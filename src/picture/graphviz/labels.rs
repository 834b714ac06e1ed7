//! Places labels on the lines that Graphviz drew, where they cover no box and no other label, as far as there is space.
//!
//! `dot` places its own `xlabel`s without regard for the ends of lines and the texts of boxes, and in another font.

use crate::picture::layout::measure;
use crate::picture::layout::measure::Wrapped;
use crate::picture::scene::{Label, Places, Point, Rect};

/// The number of positions along a line that are tried for its label, on either side of the middle.
const PLACES: u32 = 16;

/// A label for every edge that has a text and a line in `places`.
pub(super) fn placed(texts: &[Wrapped], places: &Places) -> Vec<Option<Label>> {
    let mut taken = places.nodes.clone();
    taken.extend(places.groups.iter().map(|group| Rect {
        h: measure::BAND_HEIGHT,
        ..*group
    }));
    let place = |(text, line): (&Wrapped, &Vec<Point>)| {
        if text.lines.is_empty() || line.len() < 2 {
            return None;
        }
        let rect = best(line, text.width, text.height, &taken);
        taken.push(rect);
        let lines = text.lines.clone();
        Some(Label { rect, lines })
    };
    texts.iter().zip(&places.lines).map(place).collect()
}

/// The first position at which nothing is covered, or the one that covers least: on the line from its middle outwards, then just above and
/// below it.
fn best(line: &[Point], w: f64, h: f64, taken: &[Rect]) -> Rect {
    let mut least: Option<(f64, Rect)> = None;
    for beside in [0.0, -h, h, -2.0 * h, 2.0 * h] {
        for share in (0..=PLACES).flat_map(|step| {
            let off = 0.46 * f64::from(step) / f64::from(PLACES);
            [0.5 - off, 0.5 + off]
        }) {
            let middle = along(line, share);
            let rect = Rect {
                x: middle.x - w / 2.0,
                y: middle.y + beside - h / 2.0,
                w,
                h,
            };
            let covered = taken.iter().map(|other| common(rect, *other)).sum::<f64>();
            if covered <= 0.0 {
                return rect;
            }
            if least.is_none_or(|(so_far, _)| covered < so_far) {
                least = Some((covered, rect));
            }
        }
    }
    least.expect("at least one place was tried").1
}

/// The area that two rectangles share.
fn common(one: Rect, other: Rect) -> f64 {
    let width = (one.x + one.w).min(other.x + other.w) - one.x.max(other.x);
    let height = (one.y + one.h).min(other.y + other.h) - one.y.max(other.y);
    width.max(0.0) * height.max(0.0)
}

/// The point at a fraction of the length of the line, from 0 to 1.
fn along(line: &[Point], share: f64) -> Point {
    let pieces = || {
        line.windows(2).map(|piece| {
            (
                piece[0],
                piece[1],
                (piece[1].x - piece[0].x).hypot(piece[1].y - piece[0].y),
            )
        })
    };
    let mut left = pieces().map(|(.., length)| length).sum::<f64>() * share;
    for (from, to, length) in pieces() {
        if length > 0.0 && left <= length {
            let part = left / length;
            return Point {
                x: from.x + (to.x - from.x) * part,
                y: from.y + (to.y - from.y) * part,
            };
        }
        left -= length;
    }
    line.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_leaves_the_middle_when_a_box_is_there() {
        let line = [
            Point { x: 0.0, y: 0.0 },
            Point { x: 200.0, y: 0.0 },
            Point { x: 200.0, y: 200.0 },
        ];
        let free = best(&line, 40.0, 12.0, &[]);
        assert!(
            (free.x - 180.0).abs() < 0.01 && (free.y + 6.0).abs() < 0.01,
            "{free:?}"
        );
        let there = Rect {
            x: 150.0,
            y: -50.0,
            w: 100.0,
            h: 100.0,
        };
        let moved = best(&line, 40.0, 12.0, &[there]);
        assert!(common(moved, there) <= 0.0, "{moved:?}");
    }
}
