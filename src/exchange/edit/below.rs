//! Texts that stand below their mark `>` or `|`.

use std::ops::Range;

use super::Patch;
use super::layout::{after_colon, column, line_end, line_start, start};
use super::style;
use crate::read::syntax::{Node, Value, Written};

/// The place of the mark `>` or `|` of a text that stands below it, and the end of the text's last line; `None` for any other value.
pub(super) fn folded(text: &str, node: &Node<'_>) -> Option<(usize, usize)> {
    if !matches!(node.value, Value::Scalar(_)) {
        return None;
    }
    let at = start(node);
    let (mark, first) = if text[at..].starts_with(['>', '|']) {
        (at, line_end(text, at) + 1)
    } else {
        // The span begins with the first line of the text.
        let header = text[..at].trim_end();
        let header = &header[line_start(text, header.len())..];
        let from = text[..at].trim_end().len() - header.len();
        let inner = header.split('#').next().unwrap_or_default().trim_end();
        let word = inner.rsplit([' ', '\t']).next().unwrap_or_default();
        let is_mark = word.starts_with(['>', '|'])
            && word[1..]
                .chars()
                .all(|c| matches!(c, '+' | '-' | '0'..='9'))
            && line_start(text, at) > from;
        if !is_mark {
            return None;
        }
        (from + inner.len() - word.len(), line_start(text, at))
    };
    let rest = text.get(first..).unwrap_or_default();
    let blank = |line: &str| line.trim().is_empty();
    let depth = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let least = rest.lines().find(|line| !blank(line)).map(depth)?;
    let (mut place, mut last) = (first, mark);
    for line in rest.split_inclusive('\n') {
        if !blank(line) {
            if depth(line) < least {
                break;
            }
            last = place + line.trim_end_matches(['\n', '\r']).len();
        }
        place += line.len();
    }
    Some((mark, last))
}

/// Replaces a text that stands below its mark by a value on the line of the mark. A comment behind the mark stays.
pub(super) fn unfolded(text: &str, range: Range<usize>, value: &Written) -> Option<Patch> {
    let line = &text[range.start..line_end(text, range.start).min(range.end)];
    let comment = line.find('#').map_or("", |at| &line[at..]);
    let value = style::inline(value)?;
    let gap = if comment.is_empty() { "" } else { "   " };
    Some((range, format!("{value}{gap}{comment}")))
}

/// Replaces a text that is written below its key: one line stays in its form, several get a form of their own.
pub(super) fn in_block(
    text: &str,
    key: &Node<'_>,
    range: Range<usize>,
    new: &str,
) -> Option<Patch> {
    let is_one_line = !new.contains('\n') && !new.is_empty() && new.trim() == new;
    if is_one_line {
        return Some((range, new.to_owned()));
    }
    if text[after_colon(text, key)..range.start].contains('#') {
        return None;
    }
    let whole = Written::Mapping(vec![(key.text()?.to_owned(), Written::text(new))]);
    let block = style::block(&whole, column(text, start(key)), style::line_end(text));
    Some((start(key)..range.end, block))
}
