//! Did-you-mean: which of the known words a misspelt one is near to.

use unicode_normalization::UnicodeNormalization as _;

/// The form in which ids are compared: in NFC, lower case, without spaces, hyphens and underscores. Between two digits a separator counts
/// and becomes an underscore, so that `1-5` is not `15`.
pub fn matching_key(id: &str) -> String {
    key(id, |before, after| {
        before.is_numeric() && after.is_numeric()
    })
}

/// The form in which two ids differ by more than the kind of their separators: `it_show` and `it show` are close, `its_how` is not.
pub(crate) fn close_key(id: &str) -> String {
    key(id, |_, _| true)
}

/// In NFC and lower case; an underscore for the separators between two characters where `counts` says so, nothing for the others.
fn key(id: &str, counts: fn(char, char) -> bool) -> String {
    let mut key = String::with_capacity(id.len());
    let mut is_apart = false;
    let mut add = |c: char| {
        if matches!(c, ' ' | '-' | '_') {
            is_apart = true;
            return;
        }
        let last = key.chars().next_back();
        if is_apart && last.is_some_and(|last| counts(last, c)) {
            key.push('_');
        }
        is_apart = false;
        key.push(c);
    };
    if id.is_ascii() {
        id.chars().map(|c| c.to_ascii_lowercase()).for_each(add);
    } else {
        id.nfc().flat_map(char::to_lowercase).for_each(&mut add);
    }
    key
}

/// Up to three of `known` that are near to `word`, the nearest first, ties in the order given.
pub(crate) fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Vec<&'k str> {
    let word = matching_key(word);
    let length = word.chars().count();
    let mut near: Vec<(usize, &str)> = known
        .into_iter()
        .filter_map(|candidate| {
            let key = matching_key(candidate);
            let contains =
                length >= 4 && (key.contains(&word) || (key.len() >= 4 && word.contains(&key)));
            let far = key.chars().count().abs_diff(length) > length.div_ceil(3);
            if far && !contains {
                return None;
            }
            let distance = strsim::damerau_levenshtein(&word, &key);
            (contains || distance <= length.div_ceil(3)).then_some((distance, candidate))
        })
        .collect();
    near.sort_by_key(|(distance, _)| *distance);
    near.truncate(3);
    near.into_iter().map(|(_, candidate)| candidate).collect()
}

/// True where one word is the other but for a slip or two of the pen.
pub(super) fn is_slip(word: &str, other: &str) -> bool {
    let (word, other) = (matching_key(word), matching_key(other));
    let most = (word.chars().count() / 3).min(2);
    strsim::damerau_levenshtein(&word, &other) <= most
}

#[cfg(test)]
mod tests {
    use super::{close_key, matching_key, nearest};

    #[test]
    fn separators_count_between_digits_alone() {
        assert_eq!(matching_key("Date of-Death"), matching_key("date_of_death"));
        assert_ne!(matching_key("1-5"), matching_key("15"));
        assert_ne!(matching_key("q1_1"), matching_key("q11"));
        assert_eq!(matching_key("1 - 5"), matching_key("1_5"));
        assert_eq!(matching_key("Cafe\u{301}"), matching_key("caf\u{e9}"));
        assert_eq!(close_key("it show"), close_key("It_Show"));
        assert_ne!(close_key("it_show"), close_key("its_how"));
    }

    #[test]
    fn finds_the_word_that_was_meant() {
        let known = ["organisations", "systems", "flows", "needs"];
        assert_eq!(nearest("organizations", known), ["organisations"]);
        assert_eq!(nearest("flow", known), ["flows"]);
        assert!(nearest("xylophone", known).is_empty());
    }
}
