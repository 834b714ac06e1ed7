//! Parts shared by the page's own drawings: an axis of time, years or numbers, and text that fits.

use super::markup::{Markup, Tag};
use crate::picture::typeface;
use crate::picture::typeface::Weight;
use crate::report::page::Scale;

/// Width of a drawing, pixels.
pub(super) const WIDTH: f64 = 980.0;
/// The left and right ends of the axis; a bar without an end reaches to [`NO_END`].
pub(super) const LEFT: f64 = 350.0;
const RIGHT: f64 = 900.0;
/// The right end of a bar without an end.
pub(super) const NO_END: f64 = 965.0;
/// Height of the axis with its words.
pub(super) const AXIS_HEIGHT: f64 = 30.0;
/// Size of text.
const SIZE: f64 = 13.0;
/// Factor for fonts wider than the measured one.
const SLACK: f64 = 1.05;

const HOUR: f64 = 60.0;
const DAY: f64 = 24.0 * HOUR;
const YEAR: f64 = 365.25 * DAY;

/// The ticks of time: minutes, and words.
const TIMES: [(f64, &str); 9] = [
    (0.0, "event"),
    (HOUR, "1 hour"),
    (DAY, "1 day"),
    (7.0 * DAY, "1 week"),
    (30.44 * DAY, "1 month"),
    (91.3 * DAY, "3 months"),
    (YEAR, "1 year"),
    (5.0 * YEAR, "5 years"),
    (20.0 * YEAR, "20 years"),
];

/// A scale from amounts to pixels.
pub(super) struct Axis {
    scale: Scale,
    most: f64,
}

impl Axis {
    /// An axis that shows every one of `amounts`.
    pub(super) fn over(scale: Scale, amounts: impl Iterator<Item = f64>) -> Self {
        let most = amounts
            .filter(|amount| amount.is_finite())
            .fold(0.0, f64::max);
        let most = match scale {
            Scale::Time => {
                let next = TIMES.iter().find(|(minutes, _)| *minutes >= most);
                next.map_or(most, |(minutes, _)| *minutes).max(7.0 * DAY)
            }
            Scale::Years | Scale::Number => most.max(1.0),
        };
        Self { scale, most }
    }

    /// The position of an amount, 0 to 1: by logarithm for time, so that hours and years can both be read.
    fn share(&self, amount: f64) -> f64 {
        let bent = |minutes: f64| (1.0 + minutes / HOUR).ln();
        let share = match self.scale {
            Scale::Time => bent(amount.max(0.0)) / bent(self.most),
            Scale::Years | Scale::Number => amount / self.most,
        };
        share.clamp(0.0, 1.0)
    }

    /// Pixels from the left of the drawing.
    pub(super) fn at(&self, amount: f64) -> f64 {
        LEFT + (RIGHT - LEFT) * self.share(amount)
    }

    fn ticks(&self) -> Vec<(f64, String)> {
        match self.scale {
            Scale::Time => TIMES
                .iter()
                .filter(|(minutes, _)| *minutes <= self.most)
                .map(|(minutes, words)| (*minutes, (*words).to_owned()))
                .collect(),
            Scale::Years | Scale::Number => {
                let steps = [1.0, 2.0, 5.0, 10.0, 20.0, 25.0, 50.0];
                let fits = |step: &&f64| self.most / **step <= 8.0;
                let step = steps.iter().find(fits).copied();
                let step = step.unwrap_or_else(|| (self.most / 8.0).ceil());
                let unit = if self.scale == Scale::Years {
                    " years"
                } else {
                    ""
                };
                (0..=(self.most / step) as usize)
                    .map(|count| count as f64 * step)
                    .map(|amount| (amount, format!("{amount}{unit}")))
                    .collect()
            }
        }
    }

    /// The axis at the top of a drawing whose lanes reach down to `bottom`.
    pub(super) fn draw(&self, bottom: f64, has_no_end: bool) -> Markup {
        let mut drawn = Markup::default();
        let mut free = 0.0;
        let limit = if has_no_end {
            NO_END - width("no end")
        } else {
            WIDTH
        };
        for (amount, words) in self.ticks() {
            let x = self.at(amount);
            drawn.push(&rule(x, AXIS_HEIGHT - 8.0, x, bottom, "tick"));
            let half = width(&words) / 2.0;
            if x - half > free && x + half < limit {
                drawn.push(&text(&words, x, AXIS_HEIGHT - 14.0, "axis middle"));
                free = x + half + 4.0;
            }
        }
        if has_no_end {
            drawn.push(&text(
                "no end",
                NO_END - 2.0,
                AXIS_HEIGHT - 14.0,
                "axis end",
            ));
        }
        drawn
    }
}

/// A line from point to point.
pub(super) fn rule(x1: f64, y1: f64, x2: f64, y2: f64, class: &str) -> Markup {
    Tag::new("line")
        .at("x1", x1)
        .at("y1", y1)
        .at("x2", x2)
        .at("y2", y2)
        .class(class)
        .into()
}

/// A bar from `from` to `to`, at least two pixels wide.
pub(super) fn bar(from: f64, to: f64, y: f64, height: f64, class: &str) -> Tag {
    Tag::new("rect")
        .at("x", from)
        .at("y", y)
        .at("width", (to - from).max(2.0))
        .at("height", height)
        .class(class)
}

/// An arrow head that points right.
pub(super) fn arrow(x: f64, y: f64) -> Markup {
    let corner = |dx: f64, dy: f64| format!("{:.1},{:.1}", x + dx, y + dy);
    let points = [corner(-9.0, -6.0), corner(0.0, 0.0), corner(-9.0, 6.0)];
    Tag::new("polygon")
        .with("points", &points.join(" "))
        .class("arrow")
        .into()
}

/// A text on its base line.
pub(super) fn text(words: &str, x: f64, y: f64, class: &str) -> Markup {
    Tag::new("text")
        .at("x", x)
        .at("y", y)
        .class(class)
        .text(words)
        .into()
}

/// The text, cut to `room` pixels.
pub(super) fn fitted(words: &str, room: f64, weight: Weight) -> String {
    typeface::fit(words, room / SLACK, SIZE, weight)
}

/// The width of a text.
pub(super) fn width(words: &str) -> f64 {
    typeface::width(words, SIZE, Weight::Regular) * SLACK
}

/// The whole drawing; its text is real text, read in order.
pub(super) fn drawing(class: &str, title: &str, height: f64, content: Markup) -> Markup {
    let drawn = Tag::new("svg")
        .class(class)
        .with("viewBox", &format!("0 0 {WIDTH} {height}"))
        .at("width", WIDTH)
        .at("height", height)
        .with("role", "group")
        .with("aria-label", title)
        .child(content);
    Tag::new("div")
        .class("scroll")
        .with("data-label", title)
        .child(drawn)
        .into()
}
