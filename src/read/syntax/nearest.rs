//! Did-you-mean: which of the known words a misspelt one is near to.

/// The form in which ids are compared: lower case, without spaces, hyphens and underscores.
pub fn matching_key(id: &str) -> String {
    if id.is_ascii() {
        let bytes = id
            .bytes()
            .filter(|byte| !matches!(byte, b' ' | b'-' | b'_'));
        return bytes
            .map(|byte| char::from(byte.to_ascii_lowercase()))
            .collect();
    }
    id.chars()
        .filter(|c| !matches!(c, ' ' | '-' | '_'))
        .flat_map(char::to_lowercase)
        .collect()
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
    use super::nearest;

    #[test]
    fn finds_the_word_that_was_meant() {
        let known = ["organisations", "systems", "flows", "needs"];
        assert_eq!(nearest("organizations", known), ["organisations"]);
        assert_eq!(nearest("flow", known), ["flows"]);
        assert!(nearest("xylophone", known).is_empty());
    }
}
