//! Flows as SVG: lines with rounded corners, arrow heads, and labels on white.

use std::fmt::Write as _;

use super::marks;
use super::markup::{Element, described, number, pair, texts};
use super::names::Names;
use crate::compare::Turn;
use crate::picture::joint;
use crate::picture::scene;
use crate::picture::scene::{Joins, LabelPlace, Places, Point, Rect};
use crate::picture::style;
use crate::picture::style::LineLook;
use crate::picture::turn;
use crate::picture::views::diagram::{Diagram, LineStyle, Sureness};
use crate::picture::wording;

/// One flow's line with its arrow head and its joints; empty for a flow without a line.
pub(super) fn line(diagram: &Diagram, names: &Names, place: usize, places: &Places) -> String {
    let edge = &diagram.edges[place];
    let joins = places.joins(place);
    let points = distinct(&places.lines[place]);
    let [.., before, tip] = points.as_slice() else {
        return String::new();
    };
    let (from, to) = wording::ends(diagram, edge);
    let mut parts = vec![
        wording::label_text(edge),
        wording::line_spoken(edge),
        edge.detail.clone(),
    ];
    parts.retain(|part| !part.is_empty());
    let (element, mut content) = described(
        &names.edges[place],
        "flow",
        &format!("{from} → {to}"),
        &parts.join("; "),
    );
    let look = style::line(edge.line, edge.sureness);
    let (width, colour) = if edge.highlighted {
        (
            style::line_width(edge.count).max(style::HIGHLIGHT_WIDTH),
            style::HIGHLIGHT,
        )
    } else {
        (style::line_width(edge.count), look.stroke)
    };
    let turn = diagram.turns.edges.get(&place).copied();
    let measure = look.measure(width, turn);
    let end = marks::head_length(measure, look.head);
    let has_dashes = turn == Some(Turn::Gone) || !look.dashes.is_empty();
    let points_to_draw = shortened(&points, end);
    let pieces = if has_dashes {
        in_step(points_to_draw, &joins)
    } else {
        vec![points_to_draw]
    };
    for piece in pieces {
        let path = path(&piece);
        content.push_str(&match turn {
            Some(Turn::Gone) => turn_stroke(&path, Turn::Gone, width, colour),
            Some(turn) => stroke(&path, look, (width + turn::width(turn), measure), colour),
            None => stroke(&path, look, (width, measure), colour),
        });
    }
    let ends = (*before, *tip);
    content.push_str(&marks::arrow(ends, measure, colour, look.head));
    let joints = joins.joints.iter();
    content.extend(joints.map(|joint| {
        let width = width.max(style::line_width(joint.count));
        marks::joint(joint.at, width, colour)
    }));
    element
        .word("data-from", names.end(edge.from))
        .word("data-to", names.end(edge.to))
        .around(&content)
}

/// A dashed line in pieces that are drawn from the ends that it shares with others, so that the dashes of all of them fall into one another.
fn in_step(points: Vec<Point>, joins: &Joins) -> Vec<Vec<Point>> {
    let [at_source, at_target] = joins.shared;
    if at_target <= 0.0 {
        return vec![points];
    }
    let whole = scene::length(&points);
    let middle = if at_source > 0.0 {
        f64::midpoint(at_source, whole - at_target).clamp(0.0, whole)
    } else {
        0.0
    };
    let mut last = scene::between(&points, middle, whole);
    last.reverse();
    if middle > 0.0 {
        vec![scene::between(&points, 0.0, middle), last]
    } else {
        vec![last]
    }
}

/// The stroke of a line that is new, gone or changed.
fn turn_stroke(path: &str, turn: Turn, width: f64, colour: &str) -> String {
    Element::new("path")
        .word("d", path)
        .word("fill", "none")
        .word("stroke", colour)
        .number("stroke-width", width + turn::width(turn))
        .word("stroke-linejoin", "round")
        .word_if_any("stroke-dasharray", turn::dashes(turn))
        .empty()
}

/// The sample of such a line in the legend, beside its sign.
pub(super) fn turned(at: Point, turn: Turn) -> String {
    let path = format!(
        "M{} {}H{}",
        number(at.x + 14.0),
        number(at.y),
        number(at.x + style::SAMPLE_LINE)
    );
    let look = style::line(LineStyle::Electronic, Sureness::Reported);
    turn_stroke(&path, turn, style::line_width(1), look.stroke)
}

/// The stroke of a line of this look and colour along an SVG path. Its dashes are multiples of `measure`.
pub(super) fn stroke(
    path: &str,
    look: LineLook,
    (width, measure): (f64, f64),
    colour: &str,
) -> String {
    let element = Element::new("path")
        .word("d", path)
        .word("fill", "none")
        .word("stroke", colour)
        .number("stroke-width", width)
        .word("stroke-linejoin", "round");
    if look.dashes.is_empty() {
        return element.empty();
    }
    let dashes = look.dashes.iter();
    let dashes: Vec<String> = dashes
        .map(|length| number((length * measure).max(0.01)))
        .collect();
    element
        .word("stroke-linecap", "round")
        .word("stroke-dasharray", &dashes.join(" "))
        .empty()
}

/// A flow's label on a white background.
pub(super) fn label(flow: &str, label: &LabelPlace) -> String {
    if label.lines.is_empty() {
        return String::new();
    }
    let Rect { x, y, w, h } = label.ground;
    let ground = Element::new("rect")
        .number("x", x)
        .number("y", y)
        .number("width", w)
        .number("height", h)
        .number("rx", 3.0)
        .word("fill", style::BODY.ground)
        .empty();
    let content = format!("{ground}{}", texts(&label.lines, style::BODY));
    Element::new("g")
        .word("class", "flow-label")
        .word("data-flow", flow)
        .around(&content)
}

/// The points with finite coordinates, without repetitions.
fn distinct(points: &[Point]) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::with_capacity(points.len());
    for point in points
        .iter()
        .filter(|point| point.x.is_finite() && point.y.is_finite())
    {
        if kept
            .last()
            .is_none_or(|last| (last.x - point.x).hypot(last.y - point.y) > 0.01)
        {
            kept.push(*point);
        }
    }
    kept
}

/// The points with up to `length` pixels taken off the end, so that the line does not stick out under its arrow.
fn shortened(points: &[Point], length: f64) -> Vec<Point> {
    let mut points = points.to_vec();
    let mut left = length;
    while points.len() >= 2 {
        let (before, last) = (points[points.len() - 2], points[points.len() - 1]);
        let segment = (last.x - before.x).hypot(last.y - before.y);
        if segment > left {
            let share = 1.0 - left / segment;
            let end = points.len() - 1;
            points[end] = Point {
                x: before.x + (last.x - before.x) * share,
                y: before.y + (last.y - before.y) * share,
            };
            return points;
        }
        if points.len() == 2 {
            break;
        }
        left -= segment;
        points.pop();
    }
    points
}

/// The points as an SVG path with rounded corners. It is kept short, because a picture has thousands of them.
pub(super) fn path(points: &[Point]) -> String {
    let mut out = String::new();
    let Some(mut at) = points.first().copied() else {
        return out;
    };
    let _ = write!(out, "M{}", pair(at));
    for (index, point) in points.iter().copied().enumerate().skip(1) {
        let next = points.get(index + 1);
        let corner = next.and_then(|next| rounded(points[index - 1], point, *next));
        let (enter, leave) = corner.unwrap_or((point, point));
        straight(&mut out, at, enter);
        if corner.is_some() {
            let from_there = |to: Point| {
                pair(Point {
                    x: to.x - enter.x,
                    y: to.y - enter.y,
                })
            };
            let _ = write!(out, "q{} {}", from_there(point), from_there(leave));
        }
        at = leave;
    }
    out
}

/// A straight piece of a path, in the shortest command for it.
fn straight(out: &mut String, from: Point, to: Point) {
    let _ = if number(from.y) == number(to.y) {
        write!(out, "H{}", number(to.x))
    } else if number(from.x) == number(to.x) {
        write!(out, "V{}", number(to.y))
    } else {
        write!(out, "L{}", pair(to))
    };
}

/// The beginning and end of a rounded corner; `None` if the line hardly turns or the corner has no space.
fn rounded(before: Point, corner: Point, after: Point) -> Option<(Point, Point)> {
    let (ax, ay) = (before.x - corner.x, before.y - corner.y);
    let (bx, by) = (after.x - corner.x, after.y - corner.y);
    let (a, b) = (ax.hypot(ay), bx.hypot(by));
    let radius = joint::CORNER.min(a / 2.0).min(b / 2.0);
    let turn = (ax * by - ay * bx).abs() / (a * b);
    if radius < 0.5 || turn < 0.2 {
        return None;
    }
    let towards = |x: f64, y: f64, length: f64| Point {
        x: corner.x + x / length * radius,
        y: corner.y + y / length * radius,
    };
    Some((towards(ax, ay, a), towards(bx, by, b)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(list: &[(f64, f64)]) -> Vec<Point> {
        list.iter().map(|&(x, y)| Point { x, y }).collect()
    }

    #[test]
    fn corners_are_rounded_and_straight_ones_are_not() {
        assert_eq!(
            path(&points(&[(0.0, 0.0), (20.0, 0.0), (20.0, 30.0)])),
            "M0 0H12q8 0 8 8V30"
        );
        assert_eq!(
            path(&points(&[(0.0, 0.0), (20.0, 0.0), (40.0, 0.0)])),
            "M0 0H20H40"
        );
        assert_eq!(
            path(&points(&[(0.0, 0.0), (0.5, 20.0), (30.0, 20.5)])),
            "M0 0L0.3 12q0.2 8 8.2 8.13L30 20.5"
        );
    }

    #[test]
    fn a_tight_corner_keeps_to_half_of_its_segments() {
        assert_eq!(
            path(&points(&[(0.0, 0.0), (4.0, 0.0), (4.0, 30.0)])),
            "M0 0H2q2 0 2 2V30"
        );
    }

    #[test]
    fn the_end_of_a_line_is_taken_off_across_short_segments() {
        let cut = shortened(
            &points(&[(0.0, 0.0), (20.0, 0.0), (22.0, 0.0), (24.0, 0.0)]),
            9.0,
        );
        assert_eq!(cut, points(&[(0.0, 0.0), (15.0, 0.0)]));
        assert_eq!(shortened(&points(&[(0.0, 0.0), (3.0, 0.0)]), 9.0).len(), 2);
    }
}
