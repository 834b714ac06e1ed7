//! The one typeface of every picture, and the width of a text in it.
//!
//! Open Sans (Apache-2.0, see `LICENCE.md` beside this file) is compiled into the binary, so that a picture has the same size on every
//! machine and no text leaves its box. This room knows no diagram.

pub(crate) mod embedded;
pub(crate) mod fallback;
pub(crate) mod typeset;

use std::sync::LazyLock;

use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

/// The family name to write into SVG and DOT.
pub(crate) const FAMILY: &str = "Open Sans";
/// The regular weight, a TrueType file.
pub(crate) const REGULAR: &[u8] = include_bytes!("OpenSans-Regular.ttf");
/// The bold weight, a TrueType file.
pub(crate) const BOLD: &[u8] = include_bytes!("OpenSans-Bold.ttf");

/// The weight of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    /// Running text.
    Regular,
    /// Titles.
    Bold,
}

/// The largest ratio of the width of Arabic and Hebrew in a browser's own typeface to that in ours. The widths of these scripts are
/// multiplied by it.
const OTHER_SCRIPTS: f32 = 1.2;

/// Advance widths of the Basic Multilingual Plane at 1000 units to the em, and the width of a missing glyph.
struct Widths {
    advance: Vec<u16>,
    missing: u16,
}

static REGULAR_WIDTHS: LazyLock<Widths> = LazyLock::new(|| Widths::read(REGULAR));
static BOLD_WIDTHS: LazyLock<Widths> = LazyLock::new(|| Widths::read(BOLD));

impl Widths {
    fn read(bytes: &[u8]) -> Self {
        let font = FontRef::new(bytes).expect("the embedded font is a valid TrueType file");
        let metrics = font.glyph_metrics(Size::new(1000.0), LocationRef::default());
        let charmap = font.charmap();
        let units = |width: f32| width.round() as u16;
        let missing = units(
            metrics
                .advance_width(skrifa::GlyphId::NOTDEF)
                .unwrap_or(600.0),
        )
        .max(1000);
        let mut advance = vec![missing; 0x1_0000];
        for bytes in [fallback::ARABIC, fallback::HEBREW] {
            let other = FontRef::new(bytes).expect("the embedded font is a valid TrueType file");
            let metrics = other.glyph_metrics(Size::new(1000.0), LocationRef::default());
            for (code, glyph) in other.charmap().mappings() {
                if let (Some(slot), Some(width)) =
                    (advance.get_mut(code as usize), metrics.advance_width(glyph))
                {
                    *slot = units(width * OTHER_SCRIPTS);
                }
            }
        }
        for (code, slot) in advance.iter_mut().enumerate() {
            if let Some(width) = charmap
                .map(code as u32)
                .and_then(|glyph| metrics.advance_width(glyph))
            {
                *slot = units(width);
            }
            if char::from_u32(code as u32).is_some_and(fallback::is_invisible) {
                *slot = 0;
            }
        }
        Self { advance, missing }
    }
}

/// The width of `text` in pixels at `size` pixels to the em, on one line.
///
/// A character that the typeface lacks (an emoji, a Chinese character) counts as at least one em: a renderer that takes the glyph from
/// another font draws it no wider.
pub(crate) fn width(text: &str, size: f64, weight: Weight) -> f64 {
    let table = match weight {
        Weight::Regular => &*REGULAR_WIDTHS,
        Weight::Bold => &*BOLD_WIDTHS,
    };
    let units: u64 = text
        .chars()
        .map(|c| {
            let advance = table.advance.get(c as usize);
            // Emoji are drawn wider than an em.
            advance.map_or_else(
                || u64::from(table.missing) * 13 / 10,
                |advance| u64::from(*advance),
            )
        })
        .sum();
    units as f64 * size / 1000.0
}

/// `text` cut to fit `max` pixels, with an ellipsis if something was cut.
pub(crate) fn fit(text: &str, max: f64, size: f64, weight: Weight) -> String {
    if width(text, size, weight) <= max {
        return text.to_owned();
    }
    let mut kept = String::new();
    let room = max - width("…", size, weight);
    for c in text.chars() {
        kept.push(c);
        if width(&kept, size, weight) > room {
            kept.pop();
            break;
        }
    }
    kept.truncate(kept.trim_end().len());
    kept.push('…');
    kept
}

/// `text` broken at spaces into at most `lines` lines of at most `max` pixels. A word wider than that is cut with an ellipsis, and the last
/// line ends with an ellipsis if text was left out.
pub(crate) fn wrap(text: &str, max: f64, size: f64, weight: Weight, lines: usize) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut words = text.split_whitespace().peekable();
    let mut line = String::new();
    while let Some(word) = words.peek() {
        let candidate = if line.is_empty() {
            (*word).to_owned()
        } else {
            format!("{line} {word}")
        };
        if width(&candidate, size, weight) <= max {
            line = candidate;
            words.next();
        } else if line.is_empty() {
            line = fit(word, max, size, weight);
            words.next();
        } else if out.len() + 1 == lines {
            line = fit(&format!("{candidate}…"), max, size, weight);
            break;
        } else {
            out.push(std::mem::take(&mut line));
        }
    }
    if !line.is_empty() {
        out.push(line);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wider_text_is_wider_and_bold_is_wider_than_regular() {
        assert!(width("mm", 12.0, Weight::Regular) > width("ii", 12.0, Weight::Regular));
        assert!(width("deaths", 12.0, Weight::Bold) > width("deaths", 12.0, Weight::Regular));
    }

    #[test]
    fn a_cut_text_fits_and_says_so() {
        let cut = fit(
            "Mental Health Services Data Set",
            80.0,
            12.0,
            Weight::Regular,
        );
        assert!(
            cut.ends_with('…') && width(&cut, 12.0, Weight::Regular) <= 80.0,
            "{cut}"
        );
    }

    #[test]
    fn wrapped_lines_fit_and_no_more_than_asked_for() {
        let lines = wrap(
            "deaths of people in contact with services",
            90.0,
            12.0,
            Weight::Regular,
            2,
        );
        assert_eq!(lines.len(), 2);
        assert!(
            lines
                .iter()
                .all(|line| width(line, 12.0, Weight::Regular) <= 90.0),
            "{lines:?}"
        );
    }
}
