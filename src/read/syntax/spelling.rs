//! Names as people write them, with each spelling stored once, because a map of a million fields repeats the same few names.

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use unicode_normalization::{UnicodeNormalization as _, is_nfc};

use super::nearest::{close_key, matching_key};

/// A name as written, by its number. Names with one key compare as equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Spelling(pub u32);

/// The spellings so far.
#[derive(Debug, Default)]
pub(crate) struct Spellings {
    numbers: FxHashMap<Arc<str>, Spelling>,
    /// For each spelling its text, and the spellings of its matching key and its close key.
    all: Vec<(Arc<str>, Spelling, Spelling)>,
}

impl Spellings {
    /// The number of this spelling.
    pub(crate) fn number(&mut self, text: &str) -> Spelling {
        if let Some(known) = self.numbers.get(text) {
            return *known;
        }
        let number = Spelling(self.all.len() as u32);
        let shared: Arc<str> = text.into();
        self.numbers.insert(shared.clone(), number);
        self.all.push((shared, number, number));
        let (key, close) = (matching_key(text), close_key(text));
        if key != text {
            self.all[number.0 as usize].1 = self.number(&key);
        }
        if close != text {
            self.all[number.0 as usize].2 = self.number(&close);
        }
        number
    }

    /// The number of spellings.
    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    /// The text of a spelling.
    pub(crate) fn text(&self, spelling: Spelling) -> &Arc<str> {
        &self.all[spelling.0 as usize].0
    }

    /// The spelling of its matching key, which is the same for all names that compare as equal.
    pub(crate) fn key(&self, spelling: Spelling) -> Spelling {
        self.all[spelling.0 as usize].1
    }

    /// The spelling of its close key, which is the same for all names that differ only in case and in the kind of separators.
    pub(crate) fn close(&self, spelling: Spelling) -> Spelling {
        self.all[spelling.0 as usize].2
    }
}

/// The text in NFC, in which composed and decomposed letters are equal. Places still count the bytes of the file.
pub(super) fn composed(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc(&text) {
        text
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::Spellings;

    #[test]
    fn spellings_of_one_name_have_one_key() {
        let mut spellings = Spellings::default();
        let [a, b, c] =
            ["Date of Death", "date_of_death", "cause"].map(|name| spellings.number(name));
        assert_eq!(spellings.key(a), spellings.key(b));
        assert_ne!(spellings.key(a), spellings.key(c));
        assert_eq!(&**spellings.text(a), "Date of Death");
        assert_eq!(spellings.number("cause"), c);
    }
}
