//! Wording that all parts of the program share: numbers with nouns, lists, capitals, and text made fit for one line.

use std::borrow::Cow;
use std::fmt::Display;
use std::path::Path;

/// Returns `text` with every line break and tab as a space, and without the characters that XML forbids or that could reverse the rest of
/// the line (control characters, non-characters, bidirectional overrides).
pub(crate) fn clean(text: &str) -> String {
    text.chars()
        .map(|c| {
            if matches!(c, '\n' | '\r' | '\t' | '\u{85}' | '\u{2028}' | '\u{2029}') {
                ' '
            } else {
                c
            }
        })
        .filter(|c| !is_harmful(*c))
        .filter(|c| !matches!(u32::from(*c) & 0xFFFF, 0xFFFE | 0xFFFF))
        .collect()
}

/// True for a character that can take over a terminal, or that reverses or breaks its line: control characters except line breaks and tabs,
/// line and paragraph separators, and the marks that set the direction of writing.
pub(crate) fn is_harmful(c: char) -> bool {
    let is_kept = matches!(c, '\n' | '\t');
    (c.is_control() && !is_kept) || is_direction(c) || matches!(c, '\u{2028}' | '\u{2029}')
}

fn is_direction(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// The text with a `�` for each harmful character, and its line breaks as they are.
pub(crate) fn harmless(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_harmful) {
        return Cow::Borrowed(text);
    }
    let lines = text.split("\r\n");
    let lines = lines.map(|line| line.replace(is_harmful, "\u{FFFD}"));
    Cow::Owned(lines.collect::<Vec<_>>().join("\r\n"))
}

/// The text on one line for readers: each line break and tab as a space, each other harmful character as a `�`. A name that holds such a
/// character therefore does not look like another name.
pub(crate) fn shown(text: &str) -> Cow<'_, str> {
    let is_break = |c| matches!(c, '\n' | '\r' | '\t' | '\u{85}' | '\u{2028}' | '\u{2029}');
    if text.chars().any(|c| is_break(c) || is_harmful(c)) {
        let text = text.replace(is_break, " ");
        Cow::Owned(text.replace(is_harmful, "\u{FFFD}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// A path on one line for readers.
pub(crate) fn path(path: &Path) -> String {
    shown(&path.to_string_lossy()).into_owned()
}

/// `1 flow`, `2 flows`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// `1 body records`, `2 bodies record`: for words that change by more than an `s`.
pub(crate) fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// `a`, `a and b`, `a, b and c`; empty for no words.
pub(crate) fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// At most three of the words as a list, and a count of the others: `a, b and c`; `a, b, c and 4 more`.
pub(crate) fn few(words: &[String]) -> String {
    match words.len() {
        0..=3 => listed(words),
        count => format!("{} and {} more", words[..3].join(", "), count - 3),
    }
}

/// At most three of the words as alternatives: `a, b or c`.
pub(crate) fn few_or(words: &[String]) -> String {
    match words {
        [first @ .., last] if words.len() <= 3 => format!("{} or {last}", first.join(", ")),
        _ => format!("{} or {} more", words[..3].join(", "), words.len() - 3),
    }
}

/// An id as words: `date_of_death` becomes `date of death`.
pub(crate) fn readable(id: &str) -> String {
    id.replace('_', " ")
}

/// A name inside a sentence: lower case if only its first letter is a capital. `Age at death` becomes `age at death`, `NHS trust` stays.
pub(crate) fn lowered(name: &str) -> String {
    let mut letters = name.chars();
    match letters.next() {
        Some(first) if !letters.as_str().chars().any(char::is_uppercase) => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => name.to_owned(),
    }
}

/// The names in a text that joins them by commas, without the spaces around them. A comma between double quotes, or after a backslash,
/// belongs to a name.
pub(crate) fn names(text: &str) -> Vec<String> {
    let mut names = vec![String::new()];
    // An odd quote mark is part of a name, such as the sign for an inch.
    let has_quotes = unescaped(text, '"').is_multiple_of(2);
    let mut is_quoted = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let name = names.last_mut().expect("there is always one");
        match (letter, letters.peek()) {
            ('\\', Some(&next @ (',' | '"' | '\\'))) => {
                name.push(next);
                letters.next();
            }
            ('"', _) if has_quotes => is_quoted = !is_quoted,
            (',', _) if !is_quoted => names.push(String::new()),
            _ => name.push(letter),
        }
    }
    let names = names.into_iter().map(|name| name.trim().to_owned());
    names.filter(|name| !name.is_empty()).collect()
}

/// The number of times that a character occurs without a backslash before it.
fn unescaped(text: &str, wanted: char) -> usize {
    let mut count = 0;
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter == '\\' {
            letters.next();
        } else {
            count += usize::from(letter == wanted);
        }
    }
    count
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
    use super::{clean, few, first_few, harmless, listed, lowered, names, shown};

    #[test]
    fn lists_read_as_sentences_do() {
        let words = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(listed(&words), "a, b and c");
        assert_eq!(listed(&words[..1]), "a");
        assert_eq!(first_few(&words, 2), "a, b and 1 more");
        assert_eq!(first_few(&words, 3), "a, b, c");
        assert_eq!(few(&words), "a, b and c");
        assert_eq!(
            few(&["a", "b", "c", "d"].map(str::to_owned)),
            "a, b, c and 1 more"
        );
        assert_eq!(lowered("Age at death"), "age at death");
        assert_eq!(
            lowered("Mental Health Act status"),
            "Mental Health Act status"
        );
    }

    #[test]
    fn a_name_may_hold_a_comma() {
        assert_eq!(names("a, b"), ["a", "b"]);
        assert_eq!(names(r#""Health, Dept of", b"#), ["Health, Dept of", "b"]);
        assert_eq!(
            names(r#"org:"Health, Dept of",b"#),
            ["org:Health, Dept of", "b"]
        );
        assert_eq!(names(r"Health\, Dept of,b"), ["Health, Dept of", "b"]);
        assert_eq!(names(r#"5" pipe, b"#), [r#"5" pipe"#, "b"]);
        assert_eq!(names(r#"\"a\", b\c\\"#), [r#""a""#, r"b\c\"]);
        assert!(names(" , ").is_empty());
    }

    #[test]
    fn control_characters_and_overrides_are_dropped_and_breaks_are_spaces() {
        assert_eq!(
            clean("a\u{0}b\nc\td\u{202E}e\u{FFFF}f\u{1FFFE}"),
            "ab c def"
        );
        assert_eq!(clean("a\u{200F}b\u{9B}c\u{2028}d"), "abc d");
        assert_eq!(shown("a\u{1B}[1m\nb\u{202E}"), "a\u{FFFD}[1m b\u{FFFD}");
        assert_eq!(harmless("a\r\nb\u{9B}\tc"), "a\r\nb\u{FFFD}\tc");
        assert_eq!(clean("🏥 سجل «é»"), "🏥 سجل «é»");
    }
}
