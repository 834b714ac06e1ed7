//! Words that every part of the program uses: numbers with nouns, lists, capitals, and text made fit for one line.

use std::fmt::Display;

/// `text` with every line break and tab a space, and without characters that XML forbids or that would turn
/// the rest of the line round (control characters, non-characters, bidirectional overrides).
pub(crate) fn clean(text: &str) -> String {
    text.chars()
        .map(|c| {
            if matches!(c, '\n' | '\r' | '\t' | '\u{85}' | '\u{2028}' | '\u{2029}') {
                ' '
            } else {
                c
            }
        })
        .filter(|c| !c.is_control())
        .filter(|c| !matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'))
        .filter(|c| !matches!(u32::from(*c) & 0xFFFF, 0xFFFE | 0xFFFF))
        .collect()
}

/// `1 flow`, `2 flows`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// `a`, `a and b`, `a, b and c`; empty for no words.
pub(crate) fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The first `most` of the words, and a count of the others: `a, b and 4 more`.
pub(crate) fn first_few(words: impl IntoIterator<Item: Display>, most: usize) -> String {
    let mut words = words.into_iter();
    let first: Vec<String> = words
        .by_ref()
        .take(most)
        .map(|word| word.to_string())
        .collect();
    first.join(", ") + &and_more(words.count())
}

/// ` and 4 more`; empty for 0.
pub(crate) fn and_more(count: usize) -> String {
    match count {
        0 => String::new(),
        count => format!(" and {count} more"),
    }
}

/// The text with its first letter as a capital.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::{clean, first_few, listed};

    #[test]
    fn lists_read_as_sentences_do() {
        let words = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(listed(&words), "a, b and c");
        assert_eq!(listed(&words[..1]), "a");
        assert_eq!(first_few(&words, 2), "a, b and 1 more");
        assert_eq!(first_few(&words, 3), "a, b, c");
    }

    #[test]
    fn control_characters_and_overrides_are_dropped_and_breaks_are_spaces() {
        assert_eq!(
            clean("a\u{0}b\nc\td\u{202E}e\u{FFFF}f\u{1FFFE}"),
            "ab c def"
        );
        assert_eq!(clean("🏥 سجل «é»"), "🏥 سجل «é»");
    }
}
