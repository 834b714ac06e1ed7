//! Names and sentences as words: the places where a name is split, the words without meaning, and the stem that the forms of a word share.

/// Words that add nothing to the meaning of a field.
const EMPTY: [&str; 84] = [
    "a", "about", "also", "an", "and", "any", "are", "as", "at", "be", "because", "been", "but",
    "by", "can", "could", "do", "does", "each", "eg", "etc", "field", "column", "for", "from",
    "given", "had", "has", "have", "he", "her", "his", "how", "i", "ie", "if", "in", "into", "is",
    "it", "its", "may", "might", "more", "most", "must", "not", "of", "on", "one", "only", "or",
    "other", "out", "provides", "s", "she", "should", "so", "some", "such", "than", "that", "the",
    "their", "then", "there", "these", "they", "this", "those", "to", "use", "used", "uses", "via",
    "was", "we", "were", "which", "who", "will", "with", "would",
];

/// Words that add nothing in a name; fewer than in a text, where `in` and `out` are only grammar.
const EMPTY_IN_NAMES: [&str; 12] = [
    "a", "an", "and", "as", "by", "for", "of", "or", "s", "the", "to", "with",
];

/// The words of a name or a text in lower case: split at every character that is no letter or digit, between letters and digits, and before
/// a capital after a small letter (`NHSNumber` is `nhs`, `number`; `bornOn2` is `born`, `on`, `2`).
pub(crate) fn split(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let letters: Vec<char> = text.chars().collect();
    for (at, &letter) in letters.iter().enumerate() {
        if !letter.is_alphanumeric() {
            // The apostrophe of `patient's` splits like any other sign.
            close(&mut word, &mut words);
            continue;
        }
        if at > 0 && breaks(letters[at - 1], letter, letters.get(at + 1).copied()) {
            close(&mut word, &mut words);
        }
        word.extend(letter.to_lowercase());
    }
    close(&mut word, &mut words);
    words
}

fn close(word: &mut String, words: &mut Vec<String>) {
    if !word.is_empty() {
        words.push(std::mem::take(word));
    }
}

/// True if a new word begins at `this`.
fn breaks(before: char, this: char, after: Option<char>) -> bool {
    let digit_border = before.is_numeric() != this.is_numeric();
    let hump = before.is_lowercase() && this.is_uppercase();
    let end_of_capitals = before.is_uppercase()
        && this.is_uppercase()
        && after.is_some_and(char::is_lowercase)
        // The plural of a short form, as in `IDs`, is no new word.
        && after != Some('s');
    digit_border || hump || end_of_capitals
}

/// True for a word that adds nothing in a text.
pub(crate) fn is_empty_word(word: &str) -> bool {
    EMPTY.contains(&word)
}

/// True for a word that adds nothing in a name.
pub(crate) fn is_empty_in_names(word: &str) -> bool {
    EMPTY_IN_NAMES.contains(&word)
}

/// The stem that the forms of a word share: light stripping of English endings, never below three letters. British and American spellings
/// in `-ise` and `-ize` have one stem.
pub(crate) fn stem(word: &str) -> String {
    if word.len() < 4 || !word.is_ascii() || word.bytes().any(|byte| byte.is_ascii_digit()) {
        return word.to_owned();
    }
    let mut stem = singular(word);
    for (ending, least) in [("ing", 4), ("ed", 3), ("ly", 4)] {
        if let Some(rest) = stem.strip_suffix(ending)
            && rest.len() >= least
            && rest.contains(is_vowel)
        {
            stem = undoubled(rest);
            break;
        }
    }
    for (ending, least) in [
        ("isation", 4),
        ("ization", 4),
        ("ation", 4),
        ("ition", 4),
        ("ment", 4),
        ("ness", 4),
        ("ity", 4),
        ("ion", 4),
        ("ise", 4),
        ("ize", 4),
        ("ate", 4),
        ("al", 4),
        ("e", 3),
    ] {
        if let Some(rest) = stem.strip_suffix(ending)
            && rest.len() >= least
        {
            stem.truncate(rest.len());
            break;
        }
    }
    if stem.len() > 3 && stem.ends_with('y') {
        stem.truncate(stem.len() - 1);
        stem.push('i');
    }
    stem
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

fn singular(word: &str) -> String {
    if let Some(rest) = word.strip_suffix("ies")
        && rest.len() >= 2
    {
        return format!("{rest}y");
    }
    for ending in ["sses", "shes", "ches", "xes"] {
        if word.ends_with(ending) {
            return word[..word.len() - 2].to_owned();
        }
    }
    if ["ss", "us", "is"]
        .iter()
        .any(|ending| word.ends_with(ending))
        || !word.ends_with('s')
    {
        return word.to_owned();
    }
    word[..word.len() - 1].to_owned()
}

/// `admitt` as `admit`, but `discuss` and `fall` as they are.
fn undoubled(stem: &str) -> String {
    let bytes = stem.as_bytes();
    let last = bytes[bytes.len() - 1];
    let is_double = bytes.len() > 3 && last == bytes[bytes.len() - 2];
    if is_double && !matches!(last, b'l' | b's' | b'z' | b'e' | b'o') {
        return stem[..stem.len() - 1].to_owned();
    }
    stem.to_owned()
}

#[cfg(test)]
mod tests {
    use super::split;
    use super::stem;

    #[test]
    fn names_break_where_a_reader_would_break_them() {
        assert_eq!(
            split("NHSNumber_of-death2"),
            ["nhs", "number", "of", "death", "2"]
        );
        assert_eq!(split("dateOfBirth"), ["date", "of", "birth"]);
        assert_eq!(split("  "), Vec::<String>::new());
    }

    #[test]
    fn forms_of_a_word_share_a_stem() {
        for (one, other) in [
            ("admitted", "admit"),
            ("registered", "registering"),
            ("diagnoses", "diagnose"),
            ("services", "service"),
            ("organisation", "organizations"),
            ("bodies", "body"),
        ] {
            assert_eq!(stem(one), stem(other), "{one}, {other}");
        }
        assert_ne!(stem("birth"), stem("death"));
        assert_ne!(stem("address"), stem("add"));
    }
}
