//! The position in a text at which a piece is inserted: after a line, before a bracket.

use super::Patch;
use super::below::{folded, in_block, unfolded};
use super::style;
use crate::read::syntax::{Node, Value, Written};

/// A value in its mapping or list.
pub(super) struct Found<'n, 'src> {
    /// The mapping or list.
    outer: &'n Node<'src>,
    /// Its place in that.
    place: usize,
}

impl<'n, 'src> Found<'n, 'src> {
    /// The value at `way`, unless it is a document.
    pub(super) fn of(documents: &'n [Node<'src>], way: &[usize]) -> Option<Self> {
        let (place, outer) = way.split_last()?;
        let outer = super::at(documents, outer)?;
        let length = match &outer.value {
            Value::Mapping(entries) => entries.len(),
            Value::List(items) => items.len(),
            _ => 0,
        };
        (*place < length).then_some(Self {
            outer,
            place: *place,
        })
    }

    /// True if it is all that an entry without brackets says, behind the dash of its item.
    pub(super) fn is_all_of_an_item(&self, text: &str) -> bool {
        let Value::Mapping(entries) = &self.outer.value else {
            return false;
        };
        let [(key, _)] = &entries[..] else {
            return false;
        };
        let before = &text[line_start(text, start(key))..start(key)];
        !is_in_brackets(text, self.outer) && before.trim_end().ends_with('-')
    }

    /// The key, if it has one, and the value.
    fn pair(&self) -> (Option<&'n Node<'src>>, &'n Node<'src>) {
        self.pair_at(self.place)
            .expect("looked at when it was found")
    }

    fn pair_at(&self, place: usize) -> Option<(Option<&'n Node<'src>>, &'n Node<'src>)> {
        match &self.outer.value {
            Value::Mapping(entries) => entries.get(place).map(|(key, value)| (Some(key), value)),
            Value::List(items) => items.get(place).map(|item| (None, item)),
            _ => None,
        }
    }
}

pub(super) fn start(node: &Node<'_>) -> usize {
    node.span.start as usize
}

fn end(node: &Node<'_>) -> usize {
    node.span.end as usize
}

/// The end of the content of a value. The span of a collection without brackets may go on to the next key, over the comments before it.
fn content_end(text: &str, node: &Node<'_>) -> usize {
    if is_in_brackets(text, node) {
        return end(node);
    }
    match &node.value {
        Value::List(items) => match items.last() {
            // The position of an empty item may be anywhere after its dash.
            Some(last) if last.value != Value::Null => content_end(text, last),
            _ => end(node),
        },
        Value::Mapping(entries) => match entries.last() {
            Some((key, value)) if value.value == Value::Null => after_entry(text, key, value),
            Some((_, value)) => content_end(text, value),
            None => end(node),
        },
        Value::Scalar(_) => folded(text, node).map_or(end(node), |(_, end)| end),
        Value::Null => end(node),
    }
}

/// True for a list or mapping in brackets. The span of a list without brackets may begin with its first item, which may have brackets.
fn is_in_brackets(text: &str, node: &Node<'_>) -> bool {
    let (bracket, first) = match &node.value {
        Value::List(items) => ('[', items.first()),
        Value::Mapping(entries) => ('{', entries.first().map(|(key, _)| key)),
        _ => return false,
    };
    let is_first = first.is_some_and(|first| start(first) == start(node));
    text[start(node)..].starts_with(bracket) && !is_first
}

pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// The end of the line that holds `at`, before its line break.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let length = rest.find('\n').unwrap_or(rest.len());
    at + rest[..length].trim_end_matches('\r').len()
}

/// The number of characters before `at` in its line, without a byte-order mark.
pub(super) fn column(text: &str, at: usize) -> usize {
    let before = text[line_start(text, at)..at].trim_start_matches('\u{feff}');
    before.chars().count()
}

/// The place of the dash before a list's item.
fn dash(text: &str, item: &Node<'_>) -> Option<usize> {
    let before = text[..start(item)].trim_end();
    let before = if before.ends_with('-') {
        before
    } else {
        // The position of an empty item may be anywhere after its dash.
        return None;
    };
    Some(before.len() - 1)
}

/// Inserts a piece after the last content of a list or mapping in brackets.
fn before_bracket(text: &str, node: &Node<'_>, last: Option<usize>, piece: &str) -> Patch {
    match last {
        Some(last) => (last..last, format!(", {piece}")),
        None => {
            let at = start(node) + 1;
            let _ = text;
            (at..at, piece.to_owned())
        }
    }
}

/// Inserts a block after the line that holds `at`.
fn after_line(text: &str, at: usize, column: usize, block: &str) -> Patch {
    let at = line_end(text, at);
    let end = style::line_end(text);
    (at..at, format!("{end}{}{block}", " ".repeat(column)))
}

/// Adds an entry to a mapping.
pub(super) fn entry(text: &str, node: &Node<'_>, key: &str, value: &Written) -> Option<Patch> {
    let Value::Mapping(entries) = &node.value else {
        return None;
    };
    let last = entries.last();
    if is_in_brackets(text, node) {
        let piece = style::inline_entry(key, value)?;
        let last = last.map(|(key, value)| after_entry(text, key, value));
        return Some(before_bracket(text, node, last, &piece));
    }
    let (first, _) = entries.first()?;
    let column = column(text, start(first));
    let written = Written::Mapping(vec![(key.to_owned(), value.clone())]);
    let block = style::block(&written, column, style::line_end(text));
    Some(after_line(text, content_end(text, node), column, &block))
}

/// The end of an entry between braces: after its value, or after the colon of a key without a value.
fn after_entry(text: &str, key: &Node<'_>, value: &Node<'_>) -> usize {
    if value.value != Value::Null || end(value) > end(key) + 1 {
        return end(value).max(end(key));
    }
    after_colon(text, key)
}

/// The position after the colon that follows a key, or after the key if none follows.
pub(super) fn after_colon(text: &str, key: &Node<'_>) -> usize {
    let rest = &text[end(key)..];
    let trimmed = rest.trim_start_matches([' ', '\t']);
    match trimmed.strip_prefix(':') {
        Some(_) => end(key) + (rest.len() - trimmed.len()) + 1,
        None => end(key),
    }
}

/// Adds an item to a list.
pub(super) fn item(text: &str, node: &Node<'_>, item: &Written) -> Option<Patch> {
    let Value::List(items) = &node.value else {
        return None;
    };
    if is_in_brackets(text, node) {
        let piece = style::inline(item)?;
        return Some(before_bracket(text, node, items.last().map(end), &piece));
    }
    let dash = items.iter().find_map(|item| dash(text, item))?;
    let column = column(text, dash);
    let written = Written::List(vec![item.clone()]);
    let block = style::block(&written, column, style::line_end(text));
    Some(after_line(text, content_end(text, node), column, &block))
}

/// Replaces a value by another.
pub(super) fn value(text: &str, found: &Found<'_, '_>, value: &Written) -> Option<Patch> {
    let (key, old) = found.pair();
    let is_inner = is_in_brackets(text, found.outer);
    if let (Some(key), Value::Null) = (key, &old.value) {
        return after_key(text, key, is_inner, value);
    }
    if old.value == Value::Null {
        return None;
    }
    if let Some((mark, end)) = folded(text, old) {
        let content = start(old)..end;
        let kept = match (key, value) {
            // A form that keeps the line end of its last line would change the text.
            (Some(key), Written::Text(new))
                if content.start > mark
                    && [">-", "|-"].contains(&text[mark..line_end(text, mark)].trim()) =>
            {
                in_block(text, key, content, new)
            }
            _ => None,
        };
        return kept.or_else(|| unfolded(text, mark..end, value));
    }
    let range = start(old)..content_end(text, old);
    let is_scalar = matches!(old.value, Value::Scalar(_));
    if !is_scalar && text[range.clone()].contains('#') {
        // Its comments would be lost.
        return None;
    }
    if let (Written::Text(new), true) = (value, is_scalar) {
        return Some((range.clone(), style::respelt(&text[range], new)));
    }
    let is_long = style::inline(value).is_none_or(|line| line.chars().count() > MOST_ON_A_LINE);
    let is_block = matches!(value, Written::List(_) | Written::Mapping(_)) && is_long;
    match key {
        Some(key) if is_block && !is_inner => {
            let column = column(text, start(key)) + 2;
            let colon = after_colon(text, key);
            let between = &text[colon..range.start];
            if between.contains('#') {
                return None;
            }
            let end = style::line_end(text);
            let block = style::block(value, column, end);
            let block = format!("{end}{}{block}", " ".repeat(column));
            Some((colon..range.end, block))
        }
        _ => {
            // An item of a list in block style needs no braces around its only key.
            if let (None, false, Written::Mapping(pairs)) = (key, is_inner, value)
                && let [(name, inner)] = &pairs[..]
            {
                return Some((range, style::inline_entry(name, inner)?));
            }
            Some((range, style_of(value)?))
        }
    }
}

/// The longest value that is written on the line of its key.
const MOST_ON_A_LINE: usize = 90;

/// A value on one line with its brackets.
fn style_of(value: &Written) -> Option<String> {
    style::inline(value)
}

/// Adds a value to a key without one.
fn after_key(text: &str, key: &Node<'_>, is_inner: bool, value: &Written) -> Option<Patch> {
    let colon = after_colon(text, key);
    let mark = if colon == end(key) { ":" } else { "" };
    let is_block = matches!(value, Written::List(_) | Written::Mapping(_));
    if is_inner || !is_block {
        let rest = &text[colon..];
        let after = rest.trim_start_matches(' ');
        let is_last = is_inner && after.starts_with([',', '}']);
        let spaces = if is_last { rest.len() - after.len() } else { 0 };
        let written = format!("{mark} {}", style::inline(value)?);
        return Some((colon..colon + spaces, written));
    }
    if !mark.is_empty() {
        return None;
    }
    let column = column(text, start(key)) + 2;
    let block = style::block(value, column, style::line_end(text));
    Some(after_line(text, colon, column, &block))
}

/// Removes an entry or item: with the rest of its last line, but not the comments above it.
pub(super) fn without(text: &str, found: &Found<'_, '_>) -> Option<Patch> {
    let (key, value) = found.pair();
    let from = key.map_or(start(value), start);
    let to = match key {
        Some(key) if value.value == Value::Null => after_entry(text, key, value),
        _ => content_end(text, value).max(key.map_or(0, end)),
    };
    let begins = |place: usize| {
        let (key, value) = found.pair_at(place)?;
        Some(key.map_or(start(value), start))
    };
    let next = begins(found.place + 1);
    if is_in_brackets(text, found.outer) {
        let before = found.place.checked_sub(1).and_then(|place| {
            let (key, value) = found.pair_at(place)?;
            Some(key.map_or(end(value), |key| after_entry(text, key, value)))
        });
        return Some(match (next, before) {
            (Some(next), _) => (from..next, String::new()),
            (None, Some(before)) => (before..to, String::new()),
            (None, None) => (from..to, String::new()),
        });
    }
    let from = match key {
        Some(_) => from,
        None => dash(text, value)?,
    };
    let line = line_start(text, from);
    let is_first_on_its_line = text[line..from]
        .trim_start_matches('\u{feff}')
        .trim()
        .is_empty();
    if !is_first_on_its_line {
        // The first key after a dash: the next one takes its place.
        let next = next?;
        return Some((from..next, String::new()));
    }
    let after = line_end(text, to);
    let rest = &text[after..];
    let break_length = if rest.starts_with("\r\n") {
        2
    } else {
        usize::from(rest.starts_with('\n'))
    };
    let line = line + usize::from(text[line..].starts_with('\u{feff}')) * 3;
    Some((line..after + break_length, String::new()))
}

/// Adds a section after everything else in a document.
pub(super) fn section(
    text: &str,
    document: Option<&Node<'_>>,
    name: &str,
    value: &Written,
) -> Patch {
    let at = text.len();
    let in_braces = document.filter(|node| is_in_brackets(text, node));
    if let Some(node) = in_braces
        && let Some(patch) = entry(text, node, name, value)
    {
        return patch;
    }
    let end = style::line_end(text);
    let whole = Written::Mapping(vec![(name.to_owned(), value.clone())]);
    let block = style::block(&whole, 0, end);
    let gap = match text.trim_start_matches('\u{feff}') {
        "" => String::new(),
        text if text.ends_with('\n') => end.to_owned(),
        _ => end.repeat(2),
    };
    (at..at, format!("{gap}{block}{end}"))
}
