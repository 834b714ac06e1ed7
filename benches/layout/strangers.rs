//! Flows that share no end and come too close: one line inside another, a label over another's line.

use flowmap::picture::scene::{Places, Point, Rect};
use flowmap::picture::views::diagram::Diagram;

/// The largest distance of two segments that look like one, in pixels.
const NEAR: f64 = 0.3;
/// The least common length of two segments that counts, in pixels.
const TOGETHER: f64 = 0.5;

/// A level or upright segment of a line.
struct Stretch {
    flow: usize,
    is_flat: bool,
    /// The coordinate that is constant along it: `y` of a level one, `x` of an upright one.
    at: f64,
    from: f64,
    to: f64,
}

/// The number of pairs of segments that cover each other although their flows share no end.
pub(crate) fn shared_stretches(diagram: &Diagram, places: &Places) -> usize {
    let mut stretches: Vec<Stretch> = places
        .lines
        .iter()
        .enumerate()
        .flat_map(|(flow, line)| line.windows(2).map(move |pair| stretch(flow, pair)))
        .collect();
    stretches.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut total = 0;
    for (index, one) in stretches.iter().enumerate() {
        let near = stretches[index + 1..]
            .iter()
            .take_while(|other| other.at - one.at <= NEAR);
        let together = near.filter(|other| {
            other.flow != one.flow
                && other.is_flat == one.is_flat
                && one.from.max(other.from) + TOGETHER < one.to.min(other.to)
        });
        total += together
            .filter(|other| are_strangers(diagram, one.flow, other.flow))
            .count();
    }
    total
}

/// The number of labels over the line of a flow that shares no end with theirs.
pub(crate) fn labels_over_lines(diagram: &Diagram, places: &Places) -> usize {
    let mut total = 0;
    for (flow, label) in places.labels.iter().enumerate() {
        let Some(rect) = label.as_ref().map(|label| label.rect) else {
            continue;
        };
        let meets = |pair: &[Point]| passes(rect, pair[0], pair[1]);
        let is_over = places.lines.iter().enumerate().any(|(other, line)| {
            other != flow && are_strangers(diagram, flow, other) && line.windows(2).any(meets)
        });
        total += usize::from(is_over);
    }
    total
}

/// True if some of the segment is inside the rectangle (clipping after Liang and Barsky 1984).
fn passes(rect: Rect, from: Point, to: Point) -> bool {
    let (mut enters, mut leaves) = (0.0_f64, 1.0_f64);
    for (start, run, low, high) in [
        (from.x, to.x - from.x, rect.x, rect.x + rect.w),
        (from.y, to.y - from.y, rect.y, rect.y + rect.h),
    ] {
        if run.abs() < 1e-9 {
            if start <= low || start >= high {
                return false;
            }
        } else {
            let (a, b) = ((low - start) / run, (high - start) / run);
            enters = enters.max(a.min(b));
            leaves = leaves.min(a.max(b));
        }
    }
    enters < leaves
}

fn are_strangers(diagram: &Diagram, one: usize, other: usize) -> bool {
    let (one, other) = (&diagram.edges[one], &diagram.edges[other]);
    one.from != other.from && one.to != other.to
}

fn stretch(flow: usize, pair: &[Point]) -> Stretch {
    let (a, b) = (pair[0], pair[1]);
    let is_flat = (a.y - b.y).abs() < 0.01;
    let (at, from, to) = if is_flat {
        (a.y, a.x.min(b.x), a.x.max(b.x))
    } else {
        (a.x, a.y.min(b.y), a.y.max(b.y))
    };
    Stretch {
        flow,
        is_flat,
        at,
        from,
        to,
    }
}
