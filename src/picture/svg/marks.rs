//! The small signs: a finding's badge, an identifier's key, an arrow head.

use super::markup::{Element, number, pair, text};
use crate::picture::joint;
use crate::picture::scene::{MarkPlace, Point, Text};
use crate::picture::style;
use crate::picture::style::{BadgeShape, Head, Ink};
use crate::picture::views::diagram::{Badge, Mark};
use crate::picture::wording::mark_spoken;

/// Width of the key.
pub(super) const KEY: f64 = 12.0;

/// Badges with their numbers in `ink`.
pub(super) fn row(marks: &[Mark], places: &[MarkPlace], ink: Ink) -> String {
    let marks = marks.iter().zip(places).map(|(mark, place)| {
        let mut inside = Element::new("title").saying(&mark_spoken(mark));
        inside.push_str(&badge(mark.badge, place.middle, &place.letter));
        inside.extend(place.numbers.iter().map(|numbers| text(numbers, ink)));
        Element::new("g").word("class", "mark").around(&inside)
    });
    marks.collect()
}

/// A badge around its middle.
pub(super) fn badge(badge: Badge, middle: Point, letter: &Text) -> String {
    let look = style::badge(badge);
    let half = style::BADGE / 2.0;
    let shape = match look.shape {
        BadgeShape::Square => Element::new("rect")
            .number("x", middle.x - half)
            .number("y", middle.y - half)
            .number("width", style::BADGE)
            .number("height", style::BADGE)
            .number("rx", 1.5),
        BadgeShape::Diamond => {
            let reach = half + 1.7;
            let corner = |dx: f64, dy: f64| Point {
                x: middle.x + dx,
                y: middle.y + dy,
            };
            Element::new("path").word(
                "d",
                &closed(&[
                    corner(0.0, -reach),
                    corner(reach, 0.0),
                    corner(0.0, reach),
                    corner(-reach, 0.0),
                ]),
            )
        }
        BadgeShape::Circle => Element::new("circle")
            .number("cx", middle.x)
            .number("cy", middle.y)
            .number("r", half + 0.5),
    };
    let outlined = shape
        .word("fill", look.ink.ground)
        .word("stroke", style::PAPER)
        .number("stroke-width", 1.0);
    let inside = format!("{}{}", outlined.empty(), text(letter, look.ink));
    Element::new("g").word("class", "badge").around(&inside)
}

/// A key on its side with its left end at `left`: the mark of a field that identifies a person.
pub(super) fn key(left: Point) -> String {
    let (x, middle) = (left.x, left.y);
    let (bow, shaft) = (number(x + 3.0), number(x + 5.6));
    let at = number(middle);
    let path = format!(
        "M{shaft} {at}H{end}M{tooth} {at}v3M{end} {at}v3",
        end = number(x + KEY - 0.7),
        tooth = number(x + KEY - 3.6),
    );
    let line = |element: Element| {
        element
            .word("fill", "none")
            .word("stroke", style::OUTLINE)
            .number("stroke-width", 1.5)
            .empty()
    };
    let inside = format!(
        "{}{}{}",
        Element::new("title").saying("identifies a person"),
        line(
            Element::new("circle")
                .word("cx", &bow)
                .word("cy", &at)
                .number("r", 2.6)
        ),
        line(Element::new("path").word("d", &path)),
    );
    Element::new("g")
        .word("class", "identifier")
        .around(&inside)
}

/// A closed path in relative steps, which are shorter, because a picture has hundreds of them.
fn closed(points: &[Point]) -> String {
    let steps = points.windows(2).map(|ends| {
        let step = Point {
            x: ends[1].x - ends[0].x,
            y: ends[1].y - ends[0].y,
        };
        format!("l{}", pair(step))
    });
    let steps: String = steps.collect();
    points
        .first()
        .map_or_else(String::new, |first| format!("M{}{steps}Z", pair(*first)))
}

/// The dot at which a line of this width joins another.
pub(super) fn joint(at: Point, width: f64, colour: &str) -> String {
    Element::new("circle")
        .number("cx", at.x)
        .number("cy", at.y)
        .number("r", joint::radius(width))
        .word("fill", colour)
        .empty()
}

/// The length of one arrow head of a line of this width.
fn arrow_length(width: f64) -> f64 {
    6.0 + 1.6 * width
}

/// The length of the end of a line that its head covers.
pub(super) fn head_length(width: f64, head: Head) -> f64 {
    let one = arrow_length(width);
    match head {
        Head::Filled => one - 1.0,
        Head::Double => 2.0 * one - 2.0,
        Head::Empty => one,
        Head::Open => 1.0,
        Head::None => 0.0,
    }
}

/// The head of a line that comes from the first point and ends at the second.
pub(super) fn arrow((from, tip): (Point, Point), width: f64, colour: &str, head: Head) -> String {
    let (dx, dy) = (tip.x - from.x, tip.y - from.y);
    let distance = dx.hypot(dy);
    let (dx, dy) = if distance > 1e-6 {
        (dx / distance, dy / distance)
    } else {
        (1.0, 0.0)
    };
    let (length, half) = (arrow_length(width), 2.4 + 0.8 * width);
    let back = |by: f64| Point {
        x: tip.x - dx * by,
        y: tip.y - dy * by,
    };
    let wing = |foot: Point, side: f64| Point {
        x: foot.x - side * dy * half,
        y: foot.y + side * dx * half,
    };
    let filled = |by: f64| {
        let foot = back(by + length);
        let path = closed(&[back(by), wing(foot, 1.0), wing(foot, -1.0)]);
        Element::new("path").word("d", &path).word("fill", colour)
    };
    let foot = back(length);
    match head {
        Head::None => String::new(),
        Head::Filled => filled(0.0).empty(),
        Head::Double => format!("{}{}", filled(0.0).empty(), filled(length - 1.0).empty()),
        Head::Empty => {
            let path = closed(&[tip, wing(foot, 1.0), wing(foot, -1.0)]);
            Element::new("path")
                .word("d", &path)
                .word("fill", style::PAPER)
                .word("stroke", colour)
                .number("stroke-width", 1.2)
                .empty()
        }
        Head::Open => {
            let path = format!(
                "M{}L{}L{}",
                pair(wing(foot, 1.0)),
                pair(tip),
                pair(wing(foot, -1.0))
            );
            Element::new("path")
                .word("d", &path)
                .word("fill", "none")
                .word("stroke", colour)
                .number("stroke-width", 1.4)
                .empty()
        }
    }
}
