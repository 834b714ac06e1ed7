//! Finds the typeface for a character: ours, one of the two for scripts from right to left, or none of the embedded ones.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use skrifa::FontRef;
use skrifa::MetadataProvider;

/// Noto Sans Arabic, cut down to the Arabic blocks.
pub(crate) const ARABIC: &[u8] = include_bytes!("NotoSansArabic-Regular.ttf");
/// Noto Sans Hebrew, cut down to the Hebrew block.
pub(crate) const HEBREW: &[u8] = include_bytes!("NotoSansHebrew-Regular.ttf");

/// The source of a character's shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Face {
    /// The typeface of every picture.
    Own,
    /// Noto Sans Arabic.
    Arabic,
    /// Noto Sans Hebrew.
    Hebrew,
    /// No shape: the character joins or separates others, or selects a variant.
    Invisible,
    /// No embedded typeface has the character.
    Lacking,
}

impl Face {
    /// The name of the family, if it is not that of every picture.
    pub(crate) fn family(self) -> Option<&'static str> {
        match self {
            Face::Arabic => Some("Noto Sans Arabic"),
            Face::Hebrew => Some("Noto Sans Hebrew"),
            Face::Own | Face::Invisible | Face::Lacking => None,
        }
    }
}

static OWN: LazyLock<BTreeSet<u32>> = LazyLock::new(|| characters(super::REGULAR));
static IN_ARABIC: LazyLock<BTreeSet<u32>> = LazyLock::new(|| characters(ARABIC));
static IN_HEBREW: LazyLock<BTreeSet<u32>> = LazyLock::new(|| characters(HEBREW));

fn characters(bytes: &[u8]) -> BTreeSet<u32> {
    let font = FontRef::new(bytes).expect("the embedded font is a valid TrueType file");
    font.charmap().mappings().map(|(code, _)| code).collect()
}

/// The source of the shape of `c`.
pub(crate) fn face(c: char) -> Face {
    let code = u32::from(c);
    if is_invisible(c) {
        Face::Invisible
    } else if c.is_ascii() || OWN.contains(&code) {
        Face::Own
    } else if IN_ARABIC.contains(&code) {
        Face::Arabic
    } else if IN_HEBREW.contains(&code) {
        Face::Hebrew
    } else {
        Face::Lacking
    }
}

/// True for joiners, direction marks, variant selectors and soft hyphens.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_script_is_found_in_its_own_typeface() {
        let faces = ['a', 'é', 'Ж', 'س', 'ש', '\u{200D}', '🏥', '中'].map(face);
        assert_eq!(
            faces,
            [
                Face::Own,
                Face::Own,
                Face::Own,
                Face::Arabic,
                Face::Hebrew,
                Face::Invisible,
                Face::Lacking,
                Face::Lacking
            ]
        );
    }
}
