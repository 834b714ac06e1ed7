//! Writes new pieces: quoted like the text that they replace, indented like the entries beside them.

use crate::read::syntax;
use crate::read::syntax::Written;

/// The line end of a text: that of its first line.
pub(super) fn line_end(text: &str) -> &'static str {
    let first = text.find('\n').unwrap_or(0);
    if first > 0 && text.as_bytes()[first - 1] == b'\r' {
        "\r\n"
    } else {
        "\n"
    }
}

/// The lines of an entry or item in block style, each indented by `column` spaces but the first; without a line end after the last.
pub(super) fn block(value: &Written, column: usize, end: &str) -> String {
    let text = syntax::write(value);
    let mut out = String::new();
    for (place, line) in text.trim_end_matches('\n').split('\n').enumerate() {
        if place > 0 {
            out.push_str(end);
            if !line.is_empty() {
                out.push_str(&" ".repeat(column));
            }
        }
        out.push_str(line);
    }
    out
}

/// A value on one line, in a form that may stand between brackets.
pub(crate) fn inline(value: &Written) -> Option<String> {
    inside(&Written::List(vec![flat(value)]), '[', ']')
}

/// `key: value` on one line, in a form that may stand between braces.
pub(super) fn inline_entry(key: &str, value: &Written) -> Option<String> {
    let entry = Written::Mapping(vec![(key.to_owned(), flat(value))]);
    inside(&entry, '{', '}')
}

fn inside(value: &Written, open: char, close: char) -> Option<String> {
    // A key before it keeps the writer from treating it as a document of its own.
    let whole = Written::Mapping(vec![("k".to_owned(), value.clone().inline())]);
    let text = syntax::write(&whole);
    let text = text.trim_end().strip_prefix("k:")?.trim_start();
    let inner = text.strip_prefix(open)?.strip_suffix(close)?;
    (!inner.contains('\n')).then(|| inner.trim().to_owned())
}

/// The same value without marks for inline parts, because the whole value is on one line.
fn flat(value: &Written) -> Written {
    match value {
        Written::Inline(inner) => flat(inner),
        Written::List(items) => Written::List(items.iter().map(flat).collect()),
        Written::Mapping(entries) => Written::Mapping(
            entries
                .iter()
                .map(|(key, value)| (key.clone(), flat(value)))
                .collect(),
        ),
        other => other.clone(),
    }
}

/// True if a text needs no quotes in any place that takes a plain text.
fn is_plain(text: &str) -> bool {
    let written = inline(&Written::text(text));
    written.as_deref() == Some(text)
        && !text.contains([',', '[', ']', '{', '}', '#'])
        && !text.contains(": ")
        && !text.ends_with(':')
}

/// `new` in quotes as `old` stands in: none, single or double.
pub(super) fn respelt(old: &str, new: &str) -> String {
    let is_simple = new.chars().all(|c| !c.is_control());
    if old.starts_with('\'') && is_simple {
        return format!("'{}'", new.replace('\'', "''"));
    }
    if !old.starts_with('"') && is_plain(new) {
        return new.to_owned();
    }
    let mut out = String::from("\"");
    for letter in new.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            other => out.push(other),
        }
    }
    out.push('"');
    out
}
