//! Graphviz's curves as lines of straight segments.

use crate::picture::scene::Point;

/// The largest distance of the segments from the curve, pixels.
const STRAY: f64 = 0.3;
/// The largest number of halvings of one curve, so that nonsense numbers cannot keep us busy.
const MOST_HALVINGS: u32 = 7;

/// The points of a `pos` attribute such as `e,90,18 27,18 40,18 60,18 80,18`, with y still upwards.
///
/// The points go from tail to head. The arrow head is at the end, so a curve with one only at its start was drawn backwards, as `dot` does
/// with some lines inside one column. Returns fewer than two points for text that cannot be read.
pub(super) fn points(pos: &str) -> Vec<Point> {
    let mut line = Vec::new();
    let (mut starts, mut ends) = (false, false);
    for spline in pos.split(';') {
        let (mut start, mut end, mut controls) = (None, None, Vec::new());
        for word in spline.split_whitespace() {
            if let Some(tip) = word.strip_prefix("e,") {
                end = point(tip);
            } else if let Some(tip) = word.strip_prefix("s,") {
                start = point(tip);
            } else if let Some(control) = point(word) {
                controls.push(control);
            }
        }
        starts |= start.is_some();
        ends |= end.is_some();
        line.extend(start);
        line.extend(controls.first());
        let mut rest = controls.as_slice();
        while let [from, first, second, to, ..] = rest {
            halve([*from, *first, *second, *to], MOST_HALVINGS, &mut line);
            rest = &rest[3..];
        }
        line.extend(end);
    }
    let mut line = straightened(&line);
    if starts && !ends {
        line.reverse();
    }
    line
}

/// A point such as `27.5,18`.
pub(super) fn point(text: &str) -> Option<Point> {
    let (x, y) = text.trim_end_matches('!').split_once(',')?;
    let (x, y) = (x.trim().parse::<f64>().ok()?, y.trim().parse::<f64>().ok()?);
    (x.is_finite() && y.is_finite()).then_some(Point { x, y })
}

/// Adds the curve to `line`, without its first point.
fn halve(curve: [Point; 4], halvings: u32, line: &mut Vec<Point>) {
    let [from, first, second, to] = curve;
    if halvings == 0 || distance(first, from, to).max(distance(second, from, to)) <= STRAY {
        line.push(to);
        return;
    }
    let middle = |a: Point, b: Point| Point {
        x: a.x.midpoint(b.x),
        y: a.y.midpoint(b.y),
    };
    let (a, b, c) = (
        middle(from, first),
        middle(first, second),
        middle(second, to),
    );
    let (d, e) = (middle(a, b), middle(b, c));
    let half = middle(d, e);
    halve([from, a, d, half], halvings - 1, line);
    halve([half, e, c, to], halvings - 1, line);
}

/// The distance of `point` from the segment between `from` and `to`.
fn distance(point: Point, from: Point, to: Point) -> f64 {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let length = dx * dx + dy * dy;
    let along = if length > 0.0 {
        ((point.x - from.x) * dx + (point.y - from.y) * dy) / length
    } else {
        0.0
    };
    let along = along.clamp(0.0, 1.0);
    (point.x - from.x - along * dx).hypot(point.y - from.y - along * dy)
}

/// The line without points that repeat the one before or are on a straight segment between their neighbours.
fn straightened(line: &[Point]) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::with_capacity(line.len());
    for point in line {
        if kept
            .last()
            .is_some_and(|last| (last.x - point.x).hypot(last.y - point.y) < 0.01)
        {
            continue;
        }
        if let [.., before, last] = kept.as_slice()
            && distance(*last, *before, *point) < 0.05
        {
            kept.pop();
        }
        kept.push(*point);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_straight_curve_is_one_piece_from_start_to_tip() {
        let line = points("e,90,18 27,18 40,18 60,18 80,18");
        assert_eq!(
            line,
            [Point { x: 27.0, y: 18.0 }, Point { x: 90.0, y: 18.0 }]
        );
    }

    #[test]
    fn a_bow_is_followed_within_half_a_pixel() {
        let line = points("0,0 0,100 100,100 100,0");
        for step in 0..=100 {
            let t = f64::from(step) / 100.0;
            let u = 1.0 - t;
            let on = Point {
                x: 300.0 * u * t * t + 100.0 * t * t * t,
                y: 300.0 * u * t,
            };
            let stray = line
                .windows(2)
                .map(|piece| distance(on, piece[0], piece[1]))
                .fold(f64::MAX, f64::min);
            assert!(stray <= 0.5, "{stray} at {t}");
        }
        assert!(line.len() < 40);
    }

    #[test]
    fn a_line_drawn_from_its_head_is_turned_round() {
        let line = points("s,0,5 10,5 20,5 30,5 40,5");
        assert_eq!(line, [Point { x: 40.0, y: 5.0 }, Point { x: 0.0, y: 5.0 }]);
    }

    #[test]
    fn nonsense_is_no_line() {
        assert!(points("").is_empty());
        assert!(points("e,nan,3 hello 1,").len() < 2);
    }
}
