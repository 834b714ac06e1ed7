//! The colours, shapes, letters and text sizes of every picture.
//!
//! Text is always an [`Ink`]: a colour together with the background behind it, so that one test can prove the contrast of every text.
//! Colour alone never carries meaning: lines differ in their dashes, findings in shape and letter. Findings use the Okabe-Ito colours,
//! which colour-blind readers can tell apart.

use std::fmt::Write as _;

use crate::picture::typeface;
use crate::picture::views::diagram::{Badge, BarKind, Diagram, LineStyle, Mark, Sureness};

/// The font families of a picture: first the one in which texts are measured, then those that most machines have.
pub(crate) const FONT_FAMILY: &str = "Open Sans, Segoe UI, Arial, sans-serif";
/// The first of them, for formats that take one family.
pub(crate) const FONT: &str = typeface::FAMILY;

/// Size of a system's and an organisation's title, pixels to the em.
pub(crate) const TITLE_SIZE: f64 = 12.0;
/// Size of a system's subtitle.
pub(crate) const SUBTITLE_SIZE: f64 = 10.0;
/// Size of a field row.
pub(crate) const ROW_SIZE: f64 = 11.0;
/// Size of a flow's label.
pub(crate) const LABEL_SIZE: f64 = 10.0;
/// Size of the numbers beside a badge.
pub(crate) const NUMBER_SIZE: f64 = 9.5;
/// Size of the sentence above the picture, pixels to the em, in a picture of ordinary width.
pub(crate) const CAPTION_SIZE: f64 = 20.0;
/// Size of that sentence in the widest picture.
pub(crate) const CAPTION_SIZE_WIDEST: f64 = 32.0;
/// Size of the legend's texts.
pub(crate) const LEGEND_SIZE: f64 = 12.0;
/// Size of the notes under the caption, in a picture of ordinary width.
pub(crate) const NOTE_SIZE: f64 = 12.0;

/// Width and height of a badge, pixels.
pub(crate) const BADGE: f64 = 13.0;
/// Length of the sample of a line in the legend, pixels.
pub(crate) const SAMPLE_LINE: f64 = 44.0;

/// A text's colour and its background, both as `#RRGGBB`, with a contrast of at least 4.5:1 (WCAG 2.2 AA).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ink {
    /// The colour of the letters.
    pub(crate) text: &'static str,
    /// The background colour.
    pub(crate) ground: &'static str,
}

const fn ink(text: &'static str, ground: &'static str) -> Ink {
    Ink { text, ground }
}

/// The background of the whole picture.
pub(crate) const PAPER: &str = "#FFFFFF";
/// Outlines of boxes.
pub(crate) const OUTLINE: &str = "#37474F";
/// The thin rules between field rows.
pub(crate) const RULE: &str = "#CFD8DC";

/// The sentence above the picture.
pub(crate) const CAPTION: Ink = ink("#0B3C5D", PAPER);
/// Field names, labels of flows, the legend.
pub(crate) const BODY: Ink = ink("#1F2933", PAPER);
/// Notes under the caption and small print on paper.
pub(crate) const QUIET: Ink = ink("#4A5A66", PAPER);
/// A system's name on its header.
pub(crate) const HEADER: Ink = ink("#FFFFFF", "#0B3C5D");
/// Small print on a system's header.
pub(crate) const HEADER_QUIET: Ink = ink("#D6E4EE", "#0B3C5D");
/// An organisation's name on its tint. The six tints carry no meaning: they only keep neighbours apart.
pub(crate) const ORGANISATIONS: [Ink; 6] = [
    ink("#0B2A3F", "#EAF2F9"),
    ink("#0B2A3F", "#EBF5EC"),
    ink("#0B2A3F", "#FBF3E2"),
    ink("#0B2A3F", "#F9ECEF"),
    ink("#0B2A3F", "#F0ECF8"),
    ink("#0B2A3F", "#E6F3F2"),
];

/// An organisation drawn as one box with all its systems.
pub(crate) const ORGANISATION: Ink = ink("#0B2A3F", "#DCE9F3");
/// Small print on such a box.
pub(crate) const ORGANISATION_QUIET: Ink = ink("#37474F", "#DCE9F3");
/// A need's question on its header.
pub(crate) const NEED: Ink = ink("#FFFFFF", "#4B3B63");
/// Small print on a need's header.
pub(crate) const NEED_QUIET: Ink = ink("#E6DFF0", "#4B3B63");
/// A row that the picture is about: its background is darker and its name bold, so that it is visible in grey.
pub(crate) const HIGHLIGHTED_ROW: Ink = ink("#0B2A3F", "#BFE0F5");
/// Lines and outlines that the picture is about.
pub(crate) const HIGHLIGHT: &str = "#0072B2";
/// The least width of such a line, pixels.
pub(crate) const HIGHLIGHT_WIDTH: f64 = 2.6;
/// A remark, and the marks beside it.
pub(crate) const REMARK: Ink = ink("#4A1F38", "#FBF0F6");
/// Outlines of missing things.
pub(crate) const MISSING: &str = "#8A3C66";

/// The outline of a finding's mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BadgeShape {
    /// With upright sides.
    Square,
    /// A square standing on its corner.
    Diamond,
    /// Round.
    Circle,
}

/// The look of a finding's mark. Letter, shape and colour each distinguish it from the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BadgeLook {
    /// The letter inside.
    pub(crate) letter: &'static str,
    /// Its outline.
    pub(crate) shape: BadgeShape,
    /// The letter's colour and the shape's.
    pub(crate) ink: Ink,
}

impl BadgeLook {
    /// Size of the letter, pixels to the em.
    pub(crate) fn letter_size(&self) -> f64 {
        if self.shape == BadgeShape::Diamond {
            8.5
        } else {
            9.5
        }
    }
}

/// The look of a finding's mark.
pub(crate) const fn badge(badge: Badge) -> BadgeLook {
    let (letter, shape, ground) = match badge {
        Badge::Duplication => ("D", BadgeShape::Square, "#E69F00"),
        Badge::Definition => ("M", BadgeShape::Diamond, "#D55E00"),
        Badge::Gap => ("G", BadgeShape::Circle, "#CC79A7"),
    };
    BadgeLook {
        letter,
        shape,
        ink: ink("#000000", ground),
    }
}

/// The letters and numbers of findings, as they follow a name in a text: ` [D 3] [M 12 +4]`.
pub(crate) fn letters(marks: &[Mark]) -> String {
    marks.iter().fold(String::new(), |mut out, mark| {
        let told = format!("{} {}", badge(mark.badge).letter, mark.text());
        let _ = write!(out, " [{}]", told.trim_end());
        out
    })
}

/// The look of the end of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Head {
    /// A filled arrow head.
    Filled,
    /// Two of them.
    Double,
    /// An arrow head with nothing in it.
    Empty,
    /// Two strokes.
    Open,
    /// Nothing.
    None,
}

/// The look of a flow's line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct LineLook {
    /// Its colour, at least 3:1 against every background that it crosses.
    pub(crate) stroke: &'static str,
    /// Lengths of dashes and gaps by turns, in widths of the line; empty for a solid line. The ends of dashes are round, so that a dash of no
    /// length is a dot.
    pub(crate) dashes: &'static [f64],
    /// Its end.
    pub(crate) head: Head,
    /// The DOT style with the same meaning.
    pub(crate) style: &'static str,
}

/// The look of a flow's line: dashes show how it is passed, the head shows how sure it is, and dots show that it is not sure.
pub(crate) const fn line(style: LineStyle, sureness: Sureness) -> LineLook {
    let (dashes, dot): (&[f64], &str) = match (style, sureness) {
        (LineStyle::Pointer, _) => (&[0.01, 3.0], "dotted"),
        (_, Sureness::Planned) => (&[7.0, 3.2, 0.01, 3.2, 0.01, 3.2], "dashed"),
        (LineStyle::Electronic, Sureness::Assumed) => (&[0.01, 2.4], "dotted"),
        (LineStyle::ByHand, Sureness::Assumed) => (&[3.6, 2.8, 0.01, 2.8], "dashed"),
        (LineStyle::Mixed, Sureness::Assumed) => (&[9.0, 2.8, 0.01, 2.8], "dashed"),
        (LineStyle::ByHand, _) => (&[3.6, 3.2], "dashed"),
        (LineStyle::Mixed, _) => (&[9.0, 3.2], "dashed"),
        (LineStyle::Electronic, _) => (&[], "solid"),
    };
    let head = match (style, sureness) {
        (LineStyle::Pointer, _) => Head::None,
        (_, Sureness::Confirmed) => Head::Double,
        (_, Sureness::Reported) => Head::Filled,
        (_, Sureness::Assumed) => Head::Empty,
        (_, Sureness::Planned) => Head::Open,
    };
    let stroke = match (style, sureness) {
        (LineStyle::Pointer, _) => MISSING,
        (_, Sureness::Planned) => "#64747D",
        _ => "#37474F",
    };
    LineLook {
        stroke,
        dashes,
        head,
        style: dot,
    }
}

/// Size of a name in a chart.
pub(crate) const CHART_SIZE: f64 = 12.0;
/// Size of the small print in a chart.
pub(crate) const CHART_SMALL: f64 = 10.5;
/// The upright lines of an axis.
pub(crate) const TICK: &str = "#B0BEC5";

/// The look of a bar of a chart: ground, dashes and hatching each distinguish it from the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BarLook {
    /// The colour inside.
    pub(crate) ground: &'static str,
    /// The colour of its outline and hatching.
    pub(crate) stroke: &'static str,
    /// The dashes of its outline; empty for none.
    pub(crate) dashes: &'static str,
    /// True if it is hatched.
    pub(crate) is_hatched: bool,
}

/// The look of a bar.
pub(crate) const fn bar(kind: BarKind) -> BarLook {
    let (ground, stroke, dashes, is_hatched) = match kind {
        BarKind::Counted => (HIGHLIGHT, HIGHLIGHT, "", false),
        BarKind::MayCount => (HIGHLIGHTED_ROW.ground, HIGHLIGHT, "", false),
        BarKind::NotStated => (PAPER, "#78868F", "", true),
        BarKind::Unknown => (PAPER, MISSING, "2 3", false),
    };
    BarLook {
        ground,
        stroke,
        dashes,
        is_hatched,
    }
}

/// The width of a line for `count` flows, pixels: one flow is thin, many are at most 4.5.
pub(crate) fn line_width(count: usize) -> f64 {
    match count {
        0 | 1 => 1.5,
        more => (2.0 + 0.5 * (more as f64).log2()).min(4.5),
    }
}

/// The index into [`ORGANISATIONS`] for each group. A group never has the tint of its parent, and neighbours in the list differ.
pub(crate) fn tints(diagram: &Diagram) -> Vec<usize> {
    let count = ORGANISATIONS.len();
    let mut tints: Vec<usize> = Vec::with_capacity(diagram.groups.len());
    for (place, group) in diagram.groups.iter().enumerate() {
        let siblings = diagram.groups[..place]
            .iter()
            .filter(|other| other.parent == group.parent)
            .count();
        tints.push(match group.parent.and_then(|parent| tints.get(parent)) {
            Some(parent) => (parent + 1 + siblings % (count - 1)) % count,
            None => siblings % count,
        });
    }
    tints
}

#[cfg(test)]
mod tests {
    use super::*;

    const BADGES: [Badge; 3] = [Badge::Duplication, Badge::Definition, Badge::Gap];
    const STYLES: [LineStyle; 4] = [
        LineStyle::Electronic,
        LineStyle::ByHand,
        LineStyle::Mixed,
        LineStyle::Pointer,
    ];
    const ALL_SURENESS: [Sureness; 4] = [
        Sureness::Confirmed,
        Sureness::Reported,
        Sureness::Assumed,
        Sureness::Planned,
    ];

    fn looks() -> Vec<LineLook> {
        let all = STYLES.into_iter();
        all.flat_map(|style| ALL_SURENESS.map(|sureness| line(style, sureness)))
            .collect()
    }

    /// Relative luminance by WCAG 2.2.
    fn luminance(colour: &str) -> f64 {
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn the_measure_of_contrast_is_that_of_wcag() {
        assert!((contrast("#000000", "#FFFFFF") - 21.0).abs() < 1e-9);
        assert!((contrast("#777777", "#FFFFFF") - 4.48).abs() < 0.01);
    }

    #[test]
    fn every_text_stands_out_from_its_ground() {
        let mut inks = vec![CAPTION, BODY, QUIET, HEADER, HEADER_QUIET, REMARK];
        inks.extend([ORGANISATION, ORGANISATION_QUIET, NEED, NEED_QUIET]);
        inks.push(HIGHLIGHTED_ROW);
        inks.extend(ORGANISATIONS);
        inks.extend(BADGES.map(|one| badge(one).ink));
        for ink in inks {
            let found = contrast(ink.text, ink.ground);
            assert!(found >= 4.5, "{ink:?} is only {found:.2}:1");
        }
    }

    #[test]
    fn lines_and_outlines_stand_out_from_every_ground_they_cross() {
        for ground in ORGANISATIONS
            .map(|one| one.ground)
            .into_iter()
            .chain([PAPER])
        {
            for stroke in looks()
                .into_iter()
                .map(|look| look.stroke)
                .chain([OUTLINE, HIGHLIGHT, MISSING])
            {
                let found = contrast(stroke, ground);
                assert!(found >= 3.0, "{stroke} on {ground} is only {found:.2}:1");
            }
        }
    }

    #[test]
    fn marks_and_lines_differ_without_their_colour() {
        for (place, one) in BADGES.iter().enumerate() {
            for other in &BADGES[place + 1..] {
                let (one, other) = (badge(*one), badge(*other));
                assert!(one.letter != other.letter && one.shape != other.shape);
            }
        }
        for (place, one) in STYLES[..3].iter().enumerate() {
            for other in &STYLES[place + 1..] {
                let (one, other) = (
                    line(*one, Sureness::Reported),
                    line(*other, Sureness::Reported),
                );
                assert_ne!(one.dashes, other.dashes);
            }
        }
        for (place, one) in ALL_SURENESS.iter().enumerate() {
            for other in &ALL_SURENESS[place + 1..] {
                for style in &STYLES[..3] {
                    assert_ne!(line(*style, *one).head, line(*style, *other).head);
                }
            }
        }
    }

    #[test]
    fn a_line_for_more_flows_is_thicker_but_never_a_bar() {
        assert!(line_width(1) < line_width(2) && line_width(2) < line_width(9));
        assert!(line_width(1_000_000) <= 4.5);
    }
}
