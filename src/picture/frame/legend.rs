//! The legend below a picture: the meaning of the lines and marks that occur in it.

use super::marks;
use super::text;
use crate::picture::layout::measure::SLACK;
use crate::picture::scene::{Anchor, LegendPlace, Point, Sign};
use crate::picture::style;
use crate::picture::typeface;
use crate::picture::typeface::Weight;
use crate::picture::views::diagram::{Diagram, LegendEntry};
use crate::picture::wording;

/// The distance between a sign and its meaning.
const SIGN_GAP: f64 = 8.0;
/// The distance between two entries.
const ENTRY_GAP: f64 = 28.0;
/// Height of a row of entries.
const ROW: f64 = 24.0;
/// The row width to which a long legend widens a narrower picture.
const LEAST_WIDTH: f64 = 720.0;
/// The sign for the numbers beside badges.
const EXAMPLE: &str = "3 +6";
/// The size and weight of words.
const LETTERING: (f64, Weight) = (style::LEGEND_SIZE, Weight::Regular);
/// The reduction of the row width at each attempt to make the rows equally long.
const BALANCE_STEP: f64 = 12.0;

/// The legend of one picture, in reading order.
pub(super) struct Legend {
    signs: Vec<Sign>,
}

impl Legend {
    pub(super) fn of(diagram: &Diagram, has_joints: bool) -> Self {
        let mut signs: Vec<Sign> = Vec::new();
        for entry in &diagram.legend {
            if !signs.contains(&Sign::Entry(*entry)) {
                signs.push(Sign::Entry(*entry));
            }
        }
        if diagram.edges.iter().any(|edge| edge.count > 1) {
            let lines = signs
                .iter()
                .take_while(|sign| matches!(sign, Sign::Entry(LegendEntry::Line(_))))
                .count();
            signs.insert(lines, Sign::Several);
        }
        if has_joints {
            let lines = signs.iter().take_while(|sign| {
                matches!(sign, Sign::Entry(LegendEntry::Line(_)) | Sign::Several)
            });
            signs.insert(lines.count(), Sign::Joint);
        }
        let nodes = || diagram.nodes.iter();
        let charted = diagram.chart.iter().flat_map(|chart| &chart.rows);
        let mut marks = nodes()
            .flat_map(|node| &node.badges)
            .chain(nodes().flat_map(|node| node.rows.iter().flat_map(|row| &row.badges)))
            .chain(charted.flat_map(|row| &row.badges));
        if marks.any(|mark| !mark.numbers.is_empty()) {
            signs.push(Sign::Numbers);
        }
        Self { signs }
    }

    /// The least width for the legend.
    pub(super) fn least_width(&self) -> f64 {
        let widths = || self.signs.iter().map(|sign| width(*sign));
        let all: f64 = widths().map(|width| width + ENTRY_GAP).sum();
        let widest = widths().fold(0.0, f64::max);
        (all - ENTRY_GAP).clamp(widest, LEAST_WIDTH.max(widest))
    }

    /// The entries in the fewest rows of at most `limit` pixels, all about equally long, and the height of the rows.
    pub(super) fn placed(&self, limit: f64) -> (Vec<LegendPlace>, f64) {
        let last = |corners: &[Point]| corners.last().map_or(0.0, |last| last.y);
        let mut best = self.flowing(limit);
        let mut narrower = limit - BALANCE_STEP;
        while narrower > 0.0 {
            let tried = self.flowing(narrower);
            if last(&tried) > last(&best) {
                break;
            }
            best = tried;
            narrower -= BALANCE_STEP;
        }
        let height = best.last().map_or(0.0, |last| last.y + ROW);
        let entries = self.signs.iter().zip(best);
        let entries = entries.map(|(sign, corner)| {
            let middle = Point {
                x: corner.x,
                y: corner.y + ROW / 2.0,
            };
            entry(*sign, middle)
        });
        (entries.collect(), height)
    }

    /// The top left corner of each entry in rows of at most this width.
    fn flowing(&self, limit: f64) -> Vec<Point> {
        let mut at = Point::default();
        let mut placed = Vec::with_capacity(self.signs.len());
        for sign in &self.signs {
            let width = width(*sign);
            if at.x > 0.0 && at.x + width > limit + 0.01 {
                at = Point {
                    x: 0.0,
                    y: at.y + ROW,
                };
            }
            placed.push(at);
            at.x += width + ENTRY_GAP;
        }
        placed
    }
}

fn meaning(sign: Sign) -> &'static str {
    match sign {
        Sign::Entry(entry) => wording::legend_meaning(entry),
        Sign::Several => wording::SEVERAL,
        Sign::Joint => wording::JOINT,
        Sign::Numbers => wording::NUMBERS,
    }
}

fn sign_width(sign: Sign) -> f64 {
    match sign {
        Sign::Entry(LegendEntry::Line(_) | LegendEntry::Sureness(_) | LegendEntry::Turn(_))
        | Sign::Several
        | Sign::Joint => style::SAMPLE_LINE,
        Sign::Entry(LegendEntry::Badge(_) | LegendEntry::Identifier) => 18.0,
        Sign::Numbers => 26.0,
        Sign::Entry(
            LegendEntry::Placeholder
            | LegendEntry::Organisation
            | LegendEntry::Missing
            | LegendEntry::Highlight
            | LegendEntry::Bar(_),
        ) => 30.0,
    }
}

fn width(sign: Sign) -> f64 {
    let words = typeface::width(meaning(sign), LETTERING.0, LETTERING.1) * SLACK;
    sign_width(sign) + SIGN_GAP + words
}

/// A sign and its meaning, both centred on the height of `at`.
fn entry(sign: Sign, at: Point) -> LegendPlace {
    let indent = match sign {
        Sign::Entry(LegendEntry::Badge(_)) => 9.0,
        Sign::Entry(LegendEntry::Identifier) => 2.0,
        _ => 0.0,
    };
    let own = Point {
        x: at.x + indent,
        y: at.y,
    };
    let words = |words: &str, x: f64| text(words.to_owned(), x, at.y, LETTERING, Anchor::Start);
    LegendPlace {
        sign,
        at: own,
        letters: match sign {
            Sign::Entry(LegendEntry::Badge(badge)) => Some(marks::letter(badge, own)),
            Sign::Numbers => Some(words(EXAMPLE, at.x)),
            Sign::Entry(LegendEntry::Turn(turn)) => Some(words(&turn.sign().to_string(), at.x)),
            _ => None,
        },
        meaning: words(meaning(sign), at.x + sign_width(sign) + SIGN_GAP),
    }
}
