//! Words that every part of the program uses: numbers with nouns, and text made fit for one line.

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

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn control_characters_and_overrides_are_dropped_and_breaks_are_spaces() {
        assert_eq!(
            clean("a\u{0}b\nc\td\u{202E}e\u{FFFF}f\u{1FFFE}"),
            "ab c def"
        );
        assert_eq!(clean("🏥 سجل «é»"), "🏥 سجل «é»");
    }
}
