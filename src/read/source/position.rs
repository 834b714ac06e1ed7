//! Turns a byte offset into the line and column that an editor shows; worked out only when something is printed.

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

/// Where the lines of a text start, found when first asked for.
#[derive(Debug, Clone, Default)]
pub(super) struct Lines(OnceLock<Box<[u32]>>);

impl Lines {
    fn starts(&self, text: &str) -> &[u32] {
        self.0.get_or_init(|| {
            let breaks = text
                .bytes()
                .enumerate()
                .filter(|(_, byte)| *byte == b'\n')
                .map(|(at, _)| at as u32 + 1);
            std::iter::once(0).chain(breaks).collect()
        })
    }

    pub(super) fn position(&self, text: &str, offset: usize) -> Position {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let starts = self.starts(text);
        let line = starts.partition_point(|start| *start as usize <= offset);
        let before = &text[starts[line - 1] as usize..offset];
        Position {
            line,
            column: before.trim_start_matches('\u{feff}').chars().count() + 1,
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
    fn a_line_comes_without_its_break() {
        let text = "a: b\r\nc: d\n";
        assert_eq!(&text[Lines::default().line(text, 1)], "a: b");
        assert_eq!(&text[Lines::default().line(text, 2)], "c: d");
        assert_eq!(&text[Lines::default().line(text, 3)], "");
    }
}
