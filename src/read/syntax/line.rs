//! The parts of one line of a flow file: its indentation, its value, its marks, and mistakes that are visible on the line alone.

pub(super) fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t', '\u{feff}']).len()
}

/// The first byte of a line's indentation that is not a plain space: a tab, or a space of another width, as word processors write it.
pub(super) fn odd_indent(line: &str) -> Option<usize> {
    let content = line.trim_start_matches('\u{feff}').trim_start();
    let indent = &line[..line.len() - content.len()];
    let odd = indent.find(|c: char| c.is_whitespace() && c != ' ');
    odd.filter(|_| !content.is_empty())
}

/// The start of a line's value: after its dashes and its key.
pub(super) fn value_start(line: &str) -> usize {
    let mut at = indent_of(line);
    while line[at..].starts_with("- ") {
        at += 2 + indent_of(&line[at + 2..]);
    }
    match line[at..].find(": ") {
        Some(colon) if !line[at..].starts_with(['"', '\'', '[', '{']) => {
            at + colon + 2 + indent_of(&line[at + colon + 2..])
        }
        _ => at,
    }
}

/// The end of a line's content, before its comment and the spaces there.
pub(super) fn content_end(line: &str) -> usize {
    line.find(" #")
        .map_or(line, |comment| &line[..comment])
        .trim_end()
        .len()
}

/// A character and its byte in the line.
pub(super) type Mark = (usize, char);

/// The marks of a line outside quotes, each with its byte, and the quote that is open at its end.
pub(super) fn marks(line: &str) -> (Vec<Mark>, Option<Mark>) {
    let mut marks = Vec::new();
    let mut open: Option<(usize, char)> = None;
    // A quote opens only at the start of a value.
    let mut may_open = true;
    let mut chars = line.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match open {
            Some((_, '"')) if c == '\\' => {
                chars.next();
            }
            Some((_, '\'')) if c == '\'' && chars.peek().is_some_and(|(_, next)| *next == '\'') => {
                chars.next();
            }
            Some((_, quote)) => {
                if c == quote {
                    open = None;
                }
                may_open = false;
            }
            None if c == '#' && (at == 0 || line[..at].ends_with([' ', '\t'])) => break,
            None => {
                if may_open && matches!(c, '"' | '\'') {
                    open = Some((at, c));
                } else {
                    marks.push((at, c));
                }
                may_open = match c {
                    ' ' | '\t' | '\u{feff}' => may_open,
                    '[' | '{' | ',' | ':' | '-' => true,
                    _ => false,
                };
            }
        }
    }
    (marks, open)
}

/// `key:value` at the start of a line. Addresses such as `https://…` do not count.
pub(super) fn unspaced_colon(line: &str) -> Option<(usize, String)> {
    let start = line.trim_start_matches([' ', '-']);
    let colon = start.find(':')?;
    let key = &start[..colon];
    let is_key = !key.is_empty()
        && key
            .chars()
            .all(|c| c.is_alphanumeric() || c == '_' || c == '-');
    let follows = start[colon + 1..].chars().next()?;
    let is_unspaced = !follows.is_whitespace() && !start[colon + 1..].starts_with("//");
    (is_key && is_unspaced).then(|| (line.len() - start.len() + colon, key.to_owned()))
}

/// The second colon of a value such as `name: Note: see below`, also between brackets, and that value.
pub(super) fn inner_colon(line: &str) -> Option<(usize, (usize, usize))> {
    let from = value_start(line);
    let marks = marks(line).0;
    let is_colon = |at: usize| line[at..].starts_with(": ") || line[at..].trim_end() == ":";
    if !line[from..].starts_with(['[', '{']) {
        let is_value = from > indent_of(line) && !line[from..].starts_with(['"', '\'', '#']);
        let colon = marks
            .iter()
            .find(|(at, c)| *at >= from && *c == ':' && is_colon(*at))?;
        let end = marks.iter().rfind(|(_, c)| !c.is_whitespace())?;
        return is_value.then_some((colon.0, (from, end.0 + end.1.len_utf8())));
    }
    let mut first: Option<usize> = None;
    let mut second: Option<usize> = None;
    for (at, c) in marks.into_iter().filter(|(at, _)| *at >= from) {
        match (c, first, second) {
            (',' | '}' | ']', Some(first), Some(second)) => {
                let start = first + 1 + indent_of(&line[first + 1..]);
                let end = start + line[start..at].trim_end().len();
                return (!line[start..].starts_with(['"', '\''])).then_some((second, (start, end)));
            }
            (',' | '{' | '[' | '}' | ']', ..) => (first, second) = (None, None),
            (':', None, _) if is_colon(at) => first = Some(at),
            (':', Some(_), None) if is_colon(at) => second = Some(at),
            _ => {}
        }
    }
    None
}

/// A dash right before its item: `-from: …`, `-{from: …}`.
pub(super) fn unspaced_dash(line: &str) -> Option<usize> {
    let at = indent_of(line);
    let mut chars = line[at..].chars();
    let is_dash = chars.next() == Some('-');
    let begins = chars
        .next()
        .is_some_and(|c| c.is_alphabetic() || matches!(c, '{' | '[' | '"' | '\''));
    (is_dash && begins && line[at..].contains(':')).then_some(at)
}

/// True for a line that is a key with or without a value.
pub(super) fn has_key(line: &str) -> bool {
    let marks = marks(line).0;
    let mut colons = marks.iter().filter(|(_, c)| *c == ':');
    colons.any(|(at, _)| line[at + 1..].is_empty() || line[at + 1..].starts_with([' ', '\t']))
}

/// The value at byte `at`: the whole one, or between brackets the part up to the next comma or bracket.
pub(super) fn value_at(line: &str, at: usize) -> (usize, usize) {
    let from = value_start(line);
    if !line[from..].starts_with(['[', '{']) || at <= from {
        return (from, content_end(line).max(from));
    }
    let before = line[..at]
        .rfind([',', '{', '['])
        .map_or(from, |mark| mark + 1);
    let start = line[before..at]
        .rfind(": ")
        .map_or(before, |colon| before + colon + 2);
    let start = start + indent_of(&line[start..]);
    let end = line[at..]
        .find([',', '}', ']'])
        .map_or(content_end(line), |length| at + length);
    (start, start.max(line[..end].trim_end().len()))
}

/// A line that begins with `%` at the head of a text, if the line at byte `at` is the first that is neither such a line nor a comment; and the
/// start of the line at `at`, where `---` must stand.
pub(super) fn directive(text: &str, at: usize) -> Option<((usize, usize), usize)> {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    if text[start..].starts_with('%') {
        return None;
    }
    let mut found = None;
    let mut offset = 0;
    for line in text[..start].split_inclusive('\n') {
        let shown = line.trim_start_matches('\u{feff}');
        if shown.starts_with('%') {
            let from = offset + line.len() - shown.len();
            found = found.or(Some((from, from + shown.trim_end().len())));
        } else if !shown.trim().is_empty() && !shown.trim_start().starts_with('#') {
            return None;
        }
        offset += line.len();
    }
    Some((found?, start))
}
