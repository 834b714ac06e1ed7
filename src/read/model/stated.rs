//! A value that may be stated, unknown, known to be absent, or held and not shared: four different things.

use crate::read::source::Span;
use crate::read::syntax::{Node, Values, matching_key};

/// The statement of a file about one value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Stated<T> {
    /// The key is left out.
    #[default]
    Unstated,
    /// `unknown`: nobody here knows it, which is a question for the owner.
    Unknown(Span),
    /// `none`: known to be absent.
    Absent(Span),
    /// `not-shared`: held, and not allowed to be passed.
    NotShared(Span),
    /// The value, and its place.
    Known(T, Span),
}

impl<T> Stated<T> {
    /// The value, if one is stated.
    pub fn known(&self) -> Option<&T> {
        match self {
            Stated::Known(value, _) => Some(value),
            _ => None,
        }
    }

    pub(super) fn known_mut(&mut self) -> Option<&mut T> {
        match self {
            Stated::Known(value, _) => Some(value),
            _ => None,
        }
    }

    /// The place, if it is written.
    pub(crate) fn span(&self) -> Option<Span> {
        match self {
            Stated::Unstated => None,
            Stated::Unknown(span)
            | Stated::Absent(span)
            | Stated::NotShared(span)
            | Stated::Known(_, span) => Some(*span),
        }
    }

    /// True if nobody can say: left out, or written as `unknown`.
    pub fn is_open(&self) -> bool {
        matches!(self, Stated::Unstated | Stated::Unknown(_))
    }
}

/// True if the value is written as `unknown`.
pub(super) fn is_unknown<T>(stated: &Stated<T>) -> bool {
    matches!(stated, Stated::Unknown(_))
}

/// The word that replaces a value: `unknown`, `none` or `not-shared`. Case, spaces, hyphens and underscores do not matter.
pub(super) fn word(node: &Node<'_>) -> Option<&'static str> {
    let key = matching_key(node.text().filter(|text| text.len() <= LONGEST_WORD)?);
    ["unknown", "none", "not-shared"]
        .into_iter()
        .find(|word| matching_key(word) == key)
}

/// The largest length of such a word as written.
const LONGEST_WORD: usize = 20;

/// The value of a key, if one is written and it is none of the three words.
pub(super) fn said<'n, 'src>(values: &Values<'n, 'src>, key: &str) -> Option<&'n Node<'src>> {
    values.get(key).filter(|node| word(node).is_none())
}

/// A name as written, or `otherwise` if the file says that nobody knows it or that there is none.
pub(super) fn name(written: &str, otherwise: &str) -> Box<str> {
    if matches!(written, "unknown" | "none" | "not-shared") {
        otherwise.into()
    } else {
        written.into()
    }
}
