//! From bytes to UTF-16 units and back.

/// The byte at which UTF-16 unit `at` of `text` begins; the end of the text if `at` is past the end.
pub(crate) fn byte(text: &str, at: usize) -> usize {
    let mut units = 0;
    for (byte, letter) in text.char_indices() {
        if units >= at {
            return byte;
        }
        units += letter.len_utf16();
    }
    text.len()
}

/// The number of UTF-16 units before `byte`.
pub(super) fn units(text: &str, byte: usize) -> usize {
    let mut end = byte.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].chars().map(char::len_utf16).sum()
}

#[cfg(test)]
mod tests {
    use super::byte;
    use super::units;

    #[test]
    fn a_letter_outside_the_first_plane_is_two_units() {
        let text = "é🏥x";
        assert_eq!(
            [byte(text, 0), byte(text, 1), byte(text, 3), byte(text, 9)],
            [0, 2, 6, 7]
        );
        assert_eq!(
            [
                units(text, 0),
                units(text, 2),
                units(text, 6),
                units(text, 4)
            ],
            [0, 1, 3, 1]
        );
    }
}
