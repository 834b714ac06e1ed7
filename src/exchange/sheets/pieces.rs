//! The pieces of a cell's text: lines, quoted texts, outlines, and YAML on one line.

use super::cell::{Unread, bare};
use crate::exchange::edit::inline;
use crate::exchange::entry::written;
use crate::read::source::{FileId, SourceSet};
use crate::read::syntax;
use crate::read::syntax::Written;

/// A line of a cell that is not blank.
pub(super) struct Line<'t> {
    /// The text without the space around it.
    pub(super) trimmed: &'t str,
    /// The first byte of that in the cell.
    pub(super) start: usize,
}

impl Line<'_> {
    /// One past the last byte.
    pub(super) fn end(&self) -> usize {
        self.start + self.trimmed.len()
    }

    /// Its text without quotes.
    pub(super) fn text(&self) -> String {
        bare(self.trimmed)
    }

    /// A fault of the whole line.
    pub(super) fn unread(&self, message: String, help: &str) -> Unread {
        Unread {
            start: self.start,
            end: self.end(),
            message,
            help: help.to_owned(),
        }
    }
}

/// The lines of a cell that are not blank.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut at = 0;
    let lines = text.split('\n').map(move |line| {
        let start = at;
        at += line.len() + 1;
        let trimmed = line.trim();
        Line {
            trimmed,
            start: start + (line.len() - line.trim_start().len()),
        }
    });
    lines.filter(|line| !line.trimmed.is_empty())
}

/// A text in quotes, on one line.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The text in quotes; `None` if it does not stand in quotes.
pub(super) fn unquoted(text: &str) -> Option<String> {
    text.starts_with('"')
        .then(|| serde_json::from_str(text).ok())
        .flatten()
}

/// The words of a cell, on lines of their own or with commas or semicolons between them.
pub(super) fn words_in(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for line in lines(text) {
        let mut rest = line.trimmed;
        while !rest.is_empty() {
            let length = match unquoted_length(rest) {
                Some(length) => length,
                None => rest.find([',', ';']).unwrap_or(rest.len()),
            };
            let word = rest[..length].trim();
            if !word.is_empty() {
                words.push(bare(word));
            }
            rest = rest[length..].trim_start_matches([',', ';', ' ', '\t']);
        }
    }
    words
}

/// The length of the quoted text at the beginning.
pub(super) fn unquoted_length(text: &str) -> Option<usize> {
    if !text.starts_with('"') {
        return None;
    }
    let mut is_escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return unquoted(&text[..=at]).map(|_| at + 1),
            _ => {}
        }
    }
    None
}

/// The text before the first equals sign, and the text after it.
pub(super) fn around_equals(text: &str) -> (String, Option<String>) {
    let from = unquoted_length(text).unwrap_or(0);
    match text[from..].find('=') {
        Some(at) => {
            let (code, rest) = text.split_at(from + at);
            (bare(code.trim()), Some(bare(rest[1..].trim())))
        }
        None => (bare(text.trim()), None),
    }
}

/// The text before a last part in round brackets, and that part.
pub(super) fn in_brackets(text: &str) -> (&str, Option<&str>) {
    let inner = text
        .strip_suffix(')')
        .and_then(|inner| inner.rsplit_once('('));
    match inner {
        Some((before, inside)) => (before.trim_end(), Some(inside.trim())),
        None => (text, None),
    }
}

/// A value without marks for one line, with numbers and truths as texts.
pub(crate) fn plain(value: &Written) -> Written {
    match value {
        Written::Inline(inner) => plain(inner),
        Written::Number(number) => Written::text(number),
        Written::Truth(truth) => Written::text(truth),
        Written::List(items) => Written::List(items.iter().map(plain).collect()),
        Written::Mapping(pairs) => Written::Mapping(
            pairs
                .iter()
                .map(|(key, value)| (key.clone(), plain(value)))
                .collect(),
        ),
        other => other.clone(),
    }
}

/// A mapping on one line, without its braces.
pub(super) fn one_line(value: &Written) -> Option<String> {
    match value {
        Written::Mapping(keys) if keys.is_empty() => Some("{}".to_owned()),
        Written::Mapping(_) => {
            let text = inline(value)?;
            let inner = text.strip_prefix('{')?.strip_suffix('}')?;
            Some(inner.trim().to_owned())
        }
        Written::Text(text) if !text.contains('\n') => Some(text.clone()),
        _ => None,
    }
}

/// The value of a text, which may be any YAML.
pub(super) fn parsed(text: &str) -> Result<Written, Vec<Unread>> {
    let sources = SourceSet::from_strings([("cell.yaml", text)]);
    let (documents, findings) = syntax::parse(&sources, FileId(0));
    let faults = findings.iter().map(|finding| {
        let span = finding.place().span;
        Unread {
            start: span.start as usize,
            end: span.end as usize,
            message: finding.message.clone(),
            help: finding.help.clone(),
        }
    });
    let faults: Vec<Unread> = faults.collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    match documents.first() {
        Some(node) => Ok(written(node)),
        None => Err(vec![Unread {
            start: 0,
            end: text.len(),
            message: "nothing can be read here".to_owned(),
            help: "empty the cell, or write a value".to_owned(),
        }]),
    }
}

/// Ids below each other, those below a broader one indented; `None` if the value is no such list.
pub(super) fn outline(value: &Written) -> Option<String> {
    fn walk(value: &Written, depth: usize, out: &mut Vec<String>) -> Option<()> {
        let indent = "  ".repeat(depth);
        match value {
            Written::Nothing => {}
            Written::Text(id) => out.push(format!("{indent}{id}")),
            Written::List(items) => {
                for item in items {
                    walk(item, depth, out)?;
                }
            }
            Written::Mapping(pairs) => {
                for (id, below) in pairs {
                    out.push(format!("{indent}{id}"));
                    walk(below, depth + 1, out)?;
                }
            }
            _ => return None,
        }
        Some(())
    }
    let mut lines = Vec::new();
    walk(value, 0, &mut lines)?;
    Some(lines.join("\n"))
}

/// Reads an outline: a line that is indented further than the one before it is below that one.
pub(super) fn read_outline(text: &str) -> Written {
    let lines = text.split('\n').filter(|line| !line.trim().is_empty());
    let lines: Vec<(usize, String)> = lines
        .map(|line| {
            let depth = line.len() - line.trim_start().len();
            (depth, line.trim().to_owned())
        })
        .collect();
    let mut at = 0;
    below(&lines, &mut at, 0)
}

fn below(lines: &[(usize, String)], at: &mut usize, least: usize) -> Written {
    let mut pairs = Vec::new();
    while let Some((depth, id)) = lines.get(*at).filter(|(depth, _)| *depth >= least) {
        *at += 1;
        pairs.push((id.clone(), below(lines, at, depth + 1)));
    }
    match pairs.iter().all(|(_, inner)| *inner == Written::Nothing) {
        _ if pairs.is_empty() => Written::Nothing,
        true => Written::texts(pairs.into_iter().map(|(id, _)| id)),
        false => {
            let pairs = pairs.into_iter().map(|(id, inner)| match inner {
                Written::Mapping(_) => (id, inner.inline_if_short()),
                other => (id, other),
            });
            Written::Mapping(pairs.collect())
        }
    }
}

/// An outline as nested mappings.
pub(super) fn normal_outline(value: &Written) -> Written {
    match plain(value) {
        Written::Nothing => Written::Nothing,
        Written::Text(id) => Written::Mapping(vec![(id, Written::Nothing)]),
        Written::List(items) => {
            let pairs = items.iter().flat_map(|item| match normal_outline(item) {
                Written::Mapping(pairs) => pairs,
                _ => Vec::new(),
            });
            Written::Mapping(pairs.collect())
        }
        Written::Mapping(pairs) => Written::Mapping(
            pairs
                .iter()
                .map(|(id, below)| match normal_outline(below) {
                    Written::Mapping(inner) if inner.is_empty() => (id.clone(), Written::Nothing),
                    below => (id.clone(), below),
                })
                .collect(),
        ),
        other => other,
    }
}
