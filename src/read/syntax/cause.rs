//! Finds the likely typing mistake behind a fault. It often is before the place at which the parser stops.

use super::line::{
    content_end, directive, has_key, indent_of, inner_colon, marks, odd_indent, unspaced_colon,
    unspaced_dash, value_at, value_start,
};
use super::mend::Edit;
use super::yaml::Cause;

/// The number of lines above the parser's stop that are searched for a likelier cause.
const LINES_BACK: usize = 40;

/// A typing mistake. Ranges are bytes of the whole text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// A line indented with characters other than spaces.
    OddIndent((usize, usize)),
    /// A line indented further than the one above it, which is already complete. Holds the surplus.
    TooFar((usize, usize)),
    /// A dash right before its item.
    NoDashSpace((usize, usize)),
    /// A key without its colon. The lines indented below belong to it.
    NoColon((usize, usize), String),
    /// A text that continues after its closing quote, and the whole value.
    AfterQuote((usize, usize), (usize, usize)),
    /// A text that begins with a special character of YAML, and the whole value.
    MarkFirst((usize, usize), (usize, usize)),
    /// A colon right before its value, and the key.
    NoSpace((usize, usize), String),
    /// A quote that is never closed, and a place at which it could be.
    OpenQuote((usize, usize), usize),
    /// A colon in a text without quotes, and that text.
    InnerColon((usize, usize), (usize, usize)),
    /// A bracket that is never closed, the brackets that close it and all around it, and a place for those.
    OpenBracket((usize, usize), String, usize),
    /// A line for the YAML program without the `---` that must follow it, and a place for that.
    Directive((usize, usize), usize),
    /// No known mistake.
    Other,
}

impl Seen {
    /// The edits that give the text its intended reading; `None` if nobody can tell. Indentation concerns the whole file: see
    /// [`super::indentation`].
    pub(super) fn repair(&self, text: &str) -> Option<Vec<Edit>> {
        match self {
            Seen::NoSpace(mark, _) => Some(vec![insert(mark.1, " ")]),
            Seen::NoDashSpace(dash) => Some(spaced(text, *dash)),
            Seen::NoColon(key, _) => Some(vec![insert(key.1, ":")]),
            Seen::TooFar(surplus) => Some(vec![Edit::Remove(surplus.0..surplus.1)]),
            Seen::OpenQuote(quote, end) => Some(vec![insert(*end, &text[quote.0..quote.1])]),
            Seen::InnerColon(_, value) | Seen::MarkFirst(_, value) => quoted(text, *value),
            Seen::AfterQuote(_, value) => requoted(text, *value),
            Seen::Directive(_, end) => Some(vec![insert(*end, "---\n")]),
            Seen::OpenBracket(_, closing, end) => Some(vec![insert(*end, closing)]),
            Seen::OddIndent(_) | Seen::Other => None,
        }
    }
}

fn insert(at: usize, what: &str) -> Edit {
    Edit::Insert(at, what.to_owned())
}

/// Adds a space after a dash, and one before each line of its item directly below.
fn spaced(text: &str, dash: (usize, usize)) -> Vec<Edit> {
    let start = text[..dash.0].rfind('\n').map_or(0, |newline| newline + 1);
    let own = dash.0 - start;
    let mut edits = vec![insert(dash.1, " ")];
    let mut at = start;
    for (index, line) in text[start..].split_inclusive('\n').enumerate() {
        if index > 0 && !line.trim().is_empty() {
            if indent_of(line) <= own || (index == 1 && indent_of(line) != own + 1) {
                break;
            }
            edits.push(insert(at, " "));
        }
        at += line.len();
    }
    edits
}

/// Puts a value in quotes of a kind that does not occur in it.
fn quoted(text: &str, (start, end): (usize, usize)) -> Option<Vec<Edit>> {
    let value = &text[start..end];
    let mut quotes = ["\"", "'"].into_iter();
    let quote = quotes.find(|quote| !value.contains([quote.as_bytes()[0] as char, '\\']))?;
    Some(vec![insert(start, quote), insert(end, quote)])
}

/// Quotes a value that begins with a quote and continues after the next: the quotes inside are part of the text.
fn requoted(text: &str, (start, end): (usize, usize)) -> Option<Vec<Edit>> {
    let value = &text[start..end];
    let quote = value.chars().next()?;
    if value.len() < 2 || !value.ends_with(quote) {
        return quoted(text, (start, end));
    }
    let escape = if quote == '\'' { "'" } else { "\\" };
    let inner = value[1..value.len() - 1].match_indices(quote);
    Some(
        inner
            .map(|(at, _)| insert(start + 1 + at, escape))
            .collect(),
    )
}

/// The first odd indentation in the first line with content after the line that ends at `end`. The parser stops a line before it.
fn next_odd_indent(text: &str, end: usize) -> Option<usize> {
    let mut at = end + 1;
    for line in text.get(at..)?.split_inclusive('\n') {
        if !line.trim().is_empty() {
            return odd_indent(line).map(|odd| at + odd);
        }
        at += line.len();
    }
    None
}

/// Finds the likelier cause of a fault that stopped the parser at byte `at`.
pub(super) fn look_back(text: &str, at: usize, cause: Cause) -> Seen {
    if cause == Cause::TooDeep {
        return Seen::Other;
    }
    let end = text[at..]
        .find('\n')
        .map_or(text.len(), |length| at + length);
    let lines: Vec<(usize, &str)> = lines_before(text, end, LINES_BACK);
    let (start, line) = lines[0];
    let on_line = |(from, to): (usize, usize)| (start + from, start + to);
    if let Some(odd) = odd_indent(line) {
        return Seen::OddIndent(character(text, start + odd));
    }
    if cause == Cause::Tab
        && let Some(odd) = next_odd_indent(text, end)
    {
        return Seen::OddIndent(character(text, odd));
    }
    if let Some(seen) = quote_or_indent(text, &lines) {
        return seen;
    }
    if let Some((range, end)) = directive(text, at).filter(|_| cause == Cause::Other) {
        return Seen::Directive(range, end);
    }
    let value = value_at(line, at.min(start + line.len()) - start);
    if cause == Cause::Quote && line[value.0..].starts_with(['"', '\'']) {
        return Seen::AfterQuote(character(text, at), on_line(value));
    }
    if matches!(cause, Cause::Alias | Cause::Other)
        && at == start + value.0
        && line[value.0..].starts_with(['*', '&', '@', '`', '%', '!'])
    {
        return Seen::MarkFirst(character(text, at), on_line(value));
    }
    if matches!(cause, Cause::Bracket | Cause::Colon | Cause::KeyExpected) {
        let open = lines
            .iter()
            .find_map(|(start, line)| open_bracket(text, *start, line));
        if let Some(seen) = open.or_else(|| text_after_bracket(start, line)) {
            return seen;
        }
    }
    if let Some(seen) = two_lines(&lines, cause) {
        return seen;
    }
    let fits = matches!(
        cause,
        Cause::Colon | Cause::KeyExpected | Cause::Bracket | Cause::Other
    );
    match inner_colon(line).filter(|_| fits) {
        Some((colon, value)) => Seen::InnerColon(on_line((colon, colon + 1)), on_line(value)),
        None => Seen::Other,
    }
}

/// The character at a byte; empty at the end of a line.
pub(super) fn character(text: &str, at: usize) -> (usize, usize) {
    let c = text[at..]
        .chars()
        .next()
        .filter(|c| !matches!(c, '\n' | '\r'));
    (at, at + c.map_or(0, char::len_utf8))
}

/// Finds a mistake in a line and the one with content above it.
fn two_lines(lines: &[(usize, &str)], cause: Cause) -> Option<Seen> {
    let mut written = lines.iter().filter(|(_, line)| {
        let content = line.trim_start();
        !content.is_empty() && !content.starts_with('#')
    });
    let (start, line) = *written.next()?;
    let above = written.next().copied();
    for (start, line) in [Some((start, line)), above].into_iter().flatten() {
        if let Some(dash) = unspaced_dash(line) {
            return Some(Seen::NoDashSpace((start + dash, start + dash + 1)));
        }
        if let Some((colon, key)) = unspaced_colon(line) {
            return Some(Seen::NoSpace((start + colon, start + colon + 1), key));
        }
    }
    let (above_start, above) = above?;
    let (own, other) = (indent_of(line), indent_of(above));
    if cause != Cause::Colon || own <= other || !has_key(line) {
        return None;
    }
    let end = content_end(above);
    if has_key(above) {
        let is_said = !above[..end].ends_with(':');
        return is_said.then_some(Seen::TooFar((start + other, start + own)));
    }
    let key = above[other..end].to_owned();
    Some(Seen::NoColon((above_start + other, above_start + end), key))
}

/// Finds a value that continues after a closed bracket, such as `name: [draft] Register`.
fn text_after_bracket(start: usize, line: &str) -> Option<Seen> {
    let from = value_start(line);
    let is_bracket = line[from..].starts_with(['[', '{']);
    let mut depth = 0;
    for (at, c) in marks(line)
        .0
        .into_iter()
        .filter(|(at, _)| *at >= from && is_bracket)
    {
        match c {
            '[' | '{' if depth == 0 && at > from => return None,
            '[' | '{' => depth += 1,
            ']' | '}' => depth -= 1,
            c if depth == 0 && !c.is_whitespace() => {
                let value = (start + from, start + content_end(line));
                return Some(Seen::MarkFirst((start + from, start + from + 1), value));
            }
            _ => {}
        }
    }
    None
}

/// Finds an open quote or odd indentation in the lines of the same entry, nearest first. A quote that a further line closes does not count.
fn quote_or_indent(text: &str, lines: &[(usize, &str)]) -> Option<Seen> {
    let mut below = [0, 0];
    for (start, line) in lines {
        if let Some((at, quote, end)) = open_quote(line) {
            let is_closed_below = below[usize::from(quote == '\'')] % 2 == 1;
            if !is_closed_below {
                return Some(Seen::OpenQuote((start + at, start + at + 1), start + end));
            }
        }
        if let Some(odd) = odd_indent(line) {
            return Some(Seen::OddIndent(character(text, start + odd)));
        }
        if indent_of(line) == 0 && !line.trim().is_empty() {
            break;
        }
        below[0] += line.matches('"').count();
        below[1] += line.matches('\'').count();
    }
    None
}

/// The line that ends at `end` and up to `most` lines above it, nearest first, each with its first byte.
fn lines_before(text: &str, end: usize, most: usize) -> Vec<(usize, &str)> {
    let mut lines = Vec::new();
    let mut end = end;
    loop {
        let start = text[..end].rfind('\n').map_or(0, |newline| newline + 1);
        lines.push((start, text[start..end].trim_end_matches('\r')));
        if start == 0 || lines.len() > most {
            return lines;
        }
        end = start - 1;
    }
}

/// A quote that opens on this line and does not close on it: its place, its character, and a place to close it.
fn open_quote(line: &str) -> Option<(usize, char, usize)> {
    let (before, open) = marks(line);
    let (at, quote) = open?;
    let is_inside = before.iter().any(|(_, c)| matches!(c, '[' | '{'));
    let rest = &line[at + 1..];
    let end = if is_inside {
        rest.find([',', ']', '}'])
    } else {
        None
    };
    let end = end.map_or(content_end(line).max(at + 1), |length| at + 1 + length);
    Some((at, quote, end))
}

/// Finds a bracket of a line that is closed neither on it nor on the further indented lines below.
fn open_bracket(text: &str, start: usize, line: &str) -> Option<Seen> {
    let from = value_start(line);
    if !line[from..].starts_with(['[', '{']) {
        return None;
    }
    let mut open: Vec<(usize, char)> = Vec::new();
    let closing = |open: &[(usize, char)]| {
        open.iter()
            .rev()
            .map(|(_, close)| *close)
            .collect::<String>()
    };
    for (at, c) in marks(line).0 {
        match c {
            '[' => open.push((at, ']')),
            '{' => open.push((at, '}')),
            ']' | '}' => match open.last() {
                Some((_, close)) if *close == c => drop(open.pop()),
                Some((bracket, close)) => {
                    let range = (start + bracket, start + bracket + 1);
                    return Some(Seen::OpenBracket(range, close.to_string(), start + at));
                }
                None => return None,
            },
            _ => {}
        }
    }
    let (bracket, _) = open.last()?;
    let (end, is_closed) = end_of_block(text, start, line);
    if is_closed {
        return None;
    }
    Some(Seen::OpenBracket(
        (start + bracket, start + bracket + 1),
        closing(&open),
        end,
    ))
}

/// The end of the block that begins with a line: on it, or on the last of the further indented lines below. Also true if one of those
/// closes a bracket.
fn end_of_block(text: &str, start: usize, line: &str) -> (usize, bool) {
    let own = indent_of(line);
    let mut end = start + content_end(line);
    let mut at = start;
    let mut is_closed = false;
    for (index, next) in text[start..].split_inclusive('\n').enumerate() {
        let content = next.trim_end_matches(['\n', '\r']);
        if index > 0 && !content.trim().is_empty() {
            if indent_of(content) <= own {
                break;
            }
            end = at + content_end(content);
            is_closed |= content.trim_start().starts_with([']', '}']);
        }
        at += next.len();
    }
    (end, is_closed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::syntax::mend::Mended;

    fn repaired(text: &str, cause: Cause) -> String {
        let edits = look_back(text, text.trim_end().len(), cause).repair(text);
        Mended::new(text)
            .with(&edits.expect("it can be repaired"))
            .text()
            .0
    }

    #[test]
    fn what_was_meant_is_put_in_its_place() {
        let cases = [
            ("a:\n  name:Class", "a:\n  name: Class", Cause::KeyExpected),
            (
                "a: Note: see # below",
                "a: \"Note: see\" # below",
                Cause::Colon,
            ),
            (
                "a: {b: c, d: e: f}",
                "a: {b: c, d: \"e: f\"}",
                Cause::Bracket,
            ),
            ("a: \"text  # why", "a: \"text\"  # why", Cause::Quote),
            ("a: {b: 'c, d: e}", "a: {b: 'c', d: e}", Cause::Quote),
            ("a: {b: [c, d}", "a: {b: [c, d]}", Cause::Bracket),
            ("a: {b: [c, d", "a: {b: [c, d]}", Cause::Bracket),
            ("a: [b,\n  c\nd: e", "a: [b,\n  c]\nd: e", Cause::Colon),
            ("a:\n  b: c\n    d: e", "a:\n  b: c\n  d: e", Cause::Colon),
            ("a:\n  b\n    d: e", "a:\n  b:\n    d: e", Cause::Colon),
            ("a:\n  -b: c", "a:\n  - b: c", Cause::Colon),
            ("a: [draft] b", "a: \"[draft] b\"", Cause::KeyExpected),
        ];
        for (text, meant, cause) in cases {
            assert_eq!(repaired(text, cause), meant);
        }
    }

    #[test]
    fn a_quote_closed_on_a_further_line_is_not_the_cause() {
        let text = "a:\n  b: \"one\n    two\"\n  c: d: e";
        assert!(matches!(
            look_back(text, text.len(), Cause::Colon),
            Seen::InnerColon(..)
        ));
    }
}
