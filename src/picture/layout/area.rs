//! Plane geometry of rectangles and line segments.

use crate::picture::scene::{Point, Rect};

/// True if the two rectangles share more than `slack` pixels both across and down.
pub(super) fn overlap(a: Rect, b: Rect, slack: f64) -> bool {
    a.x + slack < b.x + b.w
        && b.x + slack < a.x + a.w
        && a.y + slack < b.y + b.h
        && b.y + slack < a.y + a.h
}

/// True if `inner` is inside `outer`, within `slack` pixels.
pub(super) fn contains(outer: Rect, inner: Rect, slack: f64) -> bool {
    inner.x >= outer.x - slack
        && inner.y >= outer.y - slack
        && inner.x + inner.w <= outer.x + outer.w + slack
        && inner.y + inner.h <= outer.y + outer.h + slack
}

/// True if the point is on the rectangle's border, within `slack` pixels.
pub(super) fn on_border(rect: Rect, point: Point, slack: f64) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() <= slack;
    let dot = Rect {
        x: point.x,
        y: point.y,
        w: 0.0,
        h: 0.0,
    };
    let at_side = near(point.x, rect.x) || near(point.x, rect.x + rect.w);
    let at_end = near(point.y, rect.y) || near(point.y, rect.y + rect.h);
    contains(rect, dot, slack) && (at_side || at_end)
}

/// True if the segment from `a` to `b` runs through the inside of the rectangle (Liang and Barsky, 1984).
pub(super) fn runs_through(rect: Rect, a: Point, b: Point, slack: f64) -> bool {
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    let sides = [
        (a.x, b.x - a.x, rect.x + slack, rect.x + rect.w - slack),
        (a.y, b.y - a.y, rect.y + slack, rect.y + rect.h - slack),
    ];
    for (start, run, low, high) in sides {
        if run.abs() < 1e-12 {
            if start <= low || start >= high {
                return false;
            }
            continue;
        }
        let (first, second) = ((low - start) / run, (high - start) / run);
        enter = enter.max(first.min(second));
        leave = leave.min(first.max(second));
    }
    enter < leave
}

/// The pairs of rectangles that overlap by more than `slack`, each with the smaller index first, in order.
pub(super) fn overlapping(rects: &[(usize, Rect)], slack: f64) -> Vec<(usize, usize)> {
    let mut sorted: Vec<(usize, Rect)> = rects.to_vec();
    sorted.sort_by(|a, b| a.1.x.total_cmp(&b.1.x).then(a.0.cmp(&b.0)));
    let mut pairs = Vec::new();
    for (at, &(first, a)) in sorted.iter().enumerate() {
        for &(second, b) in sorted[at + 1..]
            .iter()
            .take_while(|other| other.1.x + slack < a.x + a.w)
        {
            if overlap(a, b, slack) {
                pairs.push((first.min(second), first.max(second)));
            }
        }
    }
    pairs.sort_unstable();
    pairs
}
