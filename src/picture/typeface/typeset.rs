//! Prepares a picture for engines that have only the embedded fonts: PNG and PDF.
//!
//! A browser takes a missing character from the machine's fonts. Here nothing may depend on the machine, so runs of another script name
//! their typeface, and a character that no typeface has is shown as its code in small digits.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::{Arc, LazyLock};

use anyhow::Context;
use resvg::usvg;

use crate::picture::typeface;
use crate::picture::typeface::fallback::{Face, face};
use crate::picture::typeface::{Weight, embedded, fallback};

/// The size of a code's digits, as a multiple of the text size.
const CODE_SIZE: f64 = 0.48;
/// The height of the upper row of a code above the line, as a multiple of the text size.
const UPPER_ROW: f64 = 0.36;
/// The depth of the lower row below the line, as a multiple of the text size.
const LOWER_ROW: f64 = 0.08;

static FONTS: LazyLock<Arc<usvg::fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = usvg::fontdb::Database::new();
    for bytes in [
        typeface::REGULAR,
        typeface::BOLD,
        fallback::ARABIC,
        fallback::HEBREW,
    ] {
        fonts.load_font_data(bytes.to_vec());
    }
    fonts.set_sans_serif_family(typeface::FAMILY);
    fonts.set_serif_family(typeface::FAMILY);
    Arc::new(fonts)
});

/// The picture with its texts in the embedded typefaces.
pub(crate) fn tree(svg: &str) -> anyhow::Result<usvg::Tree> {
    let options = usvg::Options {
        font_family: typeface::FAMILY.to_owned(),
        fontdb: Arc::clone(&FONTS),
        ..usvg::Options::default()
    };
    usvg::Tree::from_str(&with_faces(svg), &options).context("the picture is not valid SVG")
}

/// The characters in the texts of `svg` that PNG and PDF show by their code, in order.
pub(crate) fn lacking(svg: &str) -> BTreeSet<char> {
    pieces(svg)
        .filter(|(is_text, _)| *is_text)
        .flat_map(|(_, piece)| piece.chars())
        .filter(|c| face(*c) == Face::Lacking)
        .collect()
}

/// Embeds the letters of the texts in `svg`, in both weights of the typeface. The picture then looks the same if Open Sans is not
/// installed.
///
/// Letters of other scripts are left to the reader's fonts.
pub(crate) fn with_fonts(svg: &str) -> String {
    let texts = pieces(svg).filter(|(is_text, _)| *is_text);
    let letters: BTreeSet<char> = texts.flat_map(|(_, piece)| piece.chars()).collect();
    let style = format!("<style>\n{}</style>\n", embedded::rules(&letters));
    match svg.split_once("</desc>\n") {
        Some((told, drawn)) => format!("{told}</desc>\n{style}{drawn}"),
        None => svg.to_owned(),
    }
}

/// The pieces of `svg`: the content of `<text>` elements, and everything else.
fn pieces(svg: &str) -> impl Iterator<Item = (bool, &str)> {
    let mut rest = svg;
    let mut is_inside = false;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let was_inside = is_inside;
        let end = if is_inside {
            rest.find("</text>")
        } else {
            rest.find("<text ")
                .and_then(|start| Some(start + rest[start..].find('>')? + 1))
        };
        let (piece, left) = rest.split_at(end.unwrap_or(rest.len()));
        rest = left;
        is_inside = !is_inside;
        Some((was_inside, piece))
    })
}

fn with_faces(svg: &str) -> String {
    let mut out = String::with_capacity(svg.len());
    let mut size = 0.0;
    for (is_text, piece) in pieces(svg) {
        if is_text && !piece.is_ascii() {
            set(&mut out, piece, size);
        } else {
            out.push_str(piece);
        }
        if !is_text {
            size = font_size(piece);
        }
    }
    out
}

/// The font size in the last tag of `piece`, pixels to the em.
fn font_size(piece: &str) -> f64 {
    let tag = piece.rfind("<text ").map_or("", |start| &piece[start..]);
    let value = tag
        .split_once("font-size=\"")
        .and_then(|(_, rest)| rest.split_once('"'));
    value
        .and_then(|(value, _)| value.parse().ok())
        .unwrap_or(12.0)
}

/// Writes a text with a `tspan` around each run that is not in the typeface of every picture. Markup is ASCII and stays.
fn set(out: &mut String, text: &str, size: f64) {
    let mut current = Face::Own;
    for c in text.chars() {
        let own = match face(c) {
            // A joiner stays in the run of an Arabic word, which needs it.
            Face::Invisible if current == Face::Arabic => Face::Arabic,
            Face::Invisible => continue,
            // The space between two words of a script stays in their run.
            Face::Own if c == ' ' && current != Face::Lacking => current,
            own => own,
        };
        if own != current || own == Face::Lacking {
            close(out, current);
            current = own;
            if let Some(family) = own.family() {
                let _ = write!(out, "<tspan font-family=\"{family}\">");
            }
        }
        if own == Face::Lacking {
            code(out, c, size);
            current = Face::Own;
        } else {
            out.push(c);
        }
    }
    close(out, current);
}

/// Writes the code of `c` in two rows of small digits that together fill the one em that was measured for it.
fn code(out: &mut String, c: char, size: f64) {
    let digits = format!("{:04X}", u32::from(c));
    let (upper, lower) = digits.split_at(digits.len().div_ceil(2));
    let small = size * CODE_SIZE;
    let wide = |row: &str| typeface::width(row, small, Weight::Bold);
    let gap = (size - wide(upper).max(wide(lower))).max(0.0) / 2.0;
    // A direction mark comes first, because digits beside Arabic would be reordered.
    let _ = write!(
        out,
        "<tspan font-size=\"{small:.2}\" dx=\"{gap:.2}\" dy=\"{:.2}\">\u{200E}{upper}</tspan>",
        -size * UPPER_ROW
    );
    let _ = write!(
        out,
        "<tspan font-size=\"{small:.2}\" dx=\"{:.2}\" dy=\"{:.2}\">{lower}</tspan>",
        -wide(upper),
        size * (UPPER_ROW + LOWER_ROW)
    );
    // A zero-width space returns to the line, behind the wider row.
    let _ = write!(
        out,
        "<tspan font-size=\"{small:.2}\" dx=\"{:.2}\" dy=\"{:.2}\">\u{200B}</tspan>",
        size - gap - wide(lower),
        -size * LOWER_ROW
    );
}

fn close(out: &mut String, face: Face) {
    if face.family().is_some() {
        out.push_str("</tspan>");
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::prelude::BASE64_STANDARD;

    use super::*;

    const SVG: &str = "<svg><title>🏥</title><text x=\"1\" font-size=\"12\">a 🏥 سجل المرضى שלום &amp; é</text></svg>";

    #[test]
    fn a_picture_with_its_letters_in_it_is_the_same_picture() {
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><title>t</title><desc>d</desc>\n<text x=\"1\">Deaths &amp; é</text></svg>";
        let with = with_fonts(svg);
        assert!(resvg::usvg::roxmltree::Document::parse(&with).is_ok());
        let rules = with.split("url(data:font/woff;base64,").skip(1);
        for rule in rules.clone() {
            let (font, _) = rule.split_once(')').unwrap();
            let font = BASE64_STANDARD.decode(font).unwrap();
            assert!(font.starts_with(b"wOFF") && font.len() < 20_000);
        }
        assert_eq!(rules.count(), 2);
        assert!(with.ends_with("<text x=\"1\">Deaths &amp; é</text></svg>"));
    }

    #[test]
    fn runs_name_their_typeface_and_what_no_typeface_has_is_its_code() {
        let set = with_faces(SVG);
        assert!(set.contains("<title>🏥</title>"), "{set}");
        assert!(
            set.contains(">\u{200E}1F3</tspan>") && set.contains(">E5</tspan>"),
            "{set}"
        );
        assert!(
            set.contains("<tspan font-family=\"Noto Sans Arabic\">سجل المرضى </tspan>"),
            "{set}"
        );
        assert!(
            set.contains("<tspan font-family=\"Noto Sans Hebrew\">שלום </tspan>&amp; é"),
            "{set}"
        );
        assert_eq!(lacking(SVG), BTreeSet::from(['🏥']));
    }
}
