//! Turns a byte offset into the line and column that an editor shows. Computed only when something is printed.

use std::ops::Range;
use std::sync::OnceLock;

/// A place as an editor shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1. A byte-order mark takes no column.
    pub(crate) column: usize,
}

/// The starts of the lines of a text, found on first use.
#[derive(Debug, Clone, Default)]
pub(super) struct Lines {
    starts: OnceLock<Box<[u32]>>,
    /// For each [`STRETCH`] of bytes, the number of characters before it. Used only in long lines.
    chars: OnceLock<Box<[u32]>>,
}

/// The longest line, in bytes, whose characters are counted for each column. Longer lines use the table.
const STRETCH: usize = 1024;

/// True for a byte that begins a character.
fn begins(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

impl Lines {
    fn starts(&self, text: &str) -> &[u32] {
        self.starts.get_or_init(|| {
            let breaks = text
                .bytes()
                .enumerate()
                .filter(|(_, byte)| *byte == b'\n')
                .map(|(at, _)| at as u32 + 1);
            std::iter::once(0).chain(breaks).collect()
        })
    }

    /// The number of characters of the text before a byte.
    fn chars_before(&self, text: &str, offset: usize) -> usize {
        let count = |bytes: &[u8]| bytes.iter().filter(|byte| begins(**byte)).count();
        let before = self.chars.get_or_init(|| {
            let mut sum = 0;
            let stretches = text.as_bytes().chunks(STRETCH).map(|stretch| {
                let before = sum;
                sum += count(stretch) as u32;
                before
            });
            stretches.collect()
        });
        let stretch = offset / STRETCH;
        match before.get(stretch) {
            Some(before) => *before as usize + count(&text.as_bytes()[stretch * STRETCH..offset]),
            // The text ends with a whole stretch, and the offset is at its end.
            None => count(text.as_bytes()),
        }
    }

    pub(super) fn position(&self, text: &str, offset: usize) -> Position {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let starts = self.starts(text);
        let line = starts.partition_point(|start| *start as usize <= offset);
        let start = starts[line - 1] as usize;
        let before = &text[start..offset];
        let content = before.trim_start_matches('\u{feff}');
        let chars = if content.len() <= STRETCH {
            content.chars().count()
        } else {
            let start = offset - content.len();
            self.chars_before(text, offset) - self.chars_before(text, start)
        };
        Position {
            line,
            column: chars + 1,
        }
    }

    pub(super) fn line(&self, text: &str, line: usize) -> Range<usize> {
        let starts = self.starts(text);
        let at = |index: usize| {
            starts
                .get(index)
                .map_or(text.len(), |start| *start as usize)
        };
        let start = at(line.saturating_sub(1));
        let content = text[start..at(line).max(start)].trim_end_matches(['\n', '\r']);
        start..start + content.len()
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn counts_characters_not_bytes_and_skips_the_byte_order_mark() {
        let at = |text: &str, offset| {
            let position = Lines::default().position(text, offset);
            (position.line, position.column)
        };
        assert_eq!(at("a: b\r\ncé: d", 10), (2, 4));
        assert_eq!(at("\u{feff}map: x", 3), (1, 1));
        assert_eq!(at("a", 99), (1, 2));
    }

    #[test]
    fn columns_of_a_long_line_are_counted_like_those_of_a_short_one() {
        let text = format!("a: b\n\u{feff}{}", "né ".repeat(2_000));
        let lines = Lines::default();
        for (offset, _) in text.char_indices().chain([(text.len(), ' ')]) {
            let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
            let before = text[start..offset].trim_start_matches('\u{feff}');
            let column = lines.position(&text, offset).column;
            assert_eq!(column, before.chars().count() + 1, "{offset}");
        }
        assert_eq!(
            Lines::default().position(&"x".repeat(4096), 4096).column,
            4097
        );
    }

    #[test]
    fn a_line_comes_without_its_break() {
        let text = "a: b\r\nc: d\n";
        assert_eq!(&text[Lines::default().line(text, 1)], "a: b");
        assert_eq!(&text[Lines::default().line(text, 2)], "c: d");
        assert_eq!(&text[Lines::default().line(text, 3)], "");
    }
}
