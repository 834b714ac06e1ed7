//! Values of the format as the text of one cell, and back. Lists have one item a line.

use super::codes::{codes, normal_pair, pairs, read_codes, read_pairs};
use super::passages;
use super::pieces::{lines, one_line, outline, parsed, plain, quoted, unquoted, words_in};
use crate::exchange::edit::inline;
use crate::read::model::{RECORDS, Shape};
use crate::read::syntax;
use crate::read::syntax::Written;

/// The mark before a value that has no form for people: the rest is YAML.
const RAW: &str = "yaml: ";

/// A cell that cannot be read: the part of its text, the fact and the remedy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unread {
    /// The first byte of the part.
    pub(crate) start: usize,
    /// One past its last byte.
    pub(crate) end: usize,
    /// The fact.
    pub(crate) message: String,
    /// The remedy.
    pub(crate) help: String,
}

/// The words that may stand for any value.
const WORDS: [&str; 3] = ["unknown", "none", "not-shared"];

/// The text of a cell with this value.
pub(crate) fn shown(shape: Shape, value: &Written) -> String {
    let value = plain(value);
    let text = match &value {
        Written::Nothing => return String::new(),
        Written::Text(text) if WORDS.contains(&text.as_str()) => Some(text.clone()),
        _ => people(shape, &value),
    };
    // A text is kept only if it is read back as the same value.
    let is_kept = |text: &String| match read(shape, text) {
        Ok(back) => normal(shape, &back) == normal(shape, &value),
        Err(_) => false,
    };
    match text {
        Some(text) if text.trim().is_empty() || is_kept(&text) => text,
        _ => format!("{RAW}{}", inline(&value).unwrap_or_default()),
    }
}

/// The value in a form for people; `None` if it has none.
fn people(shape: Shape, value: &Written) -> Option<String> {
    match shape {
        Shape::Texts => list(value, "\n", |text| text.contains('\n')),
        Shape::IdOrIds(_) | Shape::Words | Shape::Ids(..) | Shape::SourceFields => {
            list(value, "\n", |text| text.contains(['\n', ',', ';']))
        }
        Shape::Boxes => {
            let items = items(value);
            let lines: Option<Vec<String>> = items.iter().map(one_line).collect();
            Some(lines?.join("\n"))
        }
        Shape::Disputes => {
            let lines: Option<Vec<String>> = items(value).iter().map(dispute).collect();
            Some(lines?.join("\n"))
        }
        Shape::Agreed => match value {
            Written::Mapping(keys) if !keys.is_empty() => {
                let keys = keys.iter().map(|(key, value)| match value {
                    Written::List(_) | Written::Mapping(_) => (key.clone(), value.clone().inline()),
                    other => (key.clone(), other.clone()),
                });
                let text = syntax::write(&Written::Mapping(keys.collect()));
                Some(text.trim_end().to_owned())
            }
            _ => None,
        },
        Shape::Values => outline(value),
        Shape::Codes => codes(value),
        Shape::Pairs(words) => pairs(value, words),
        Shape::Passages => passages::shown(value),
        _ => match value {
            Written::Text(text) => Some(text.trim().to_owned()),
            _ => None,
        },
    }
}

/// Reads a cell that is not empty.
pub(crate) fn read(shape: Shape, text: &str) -> Result<Written, Vec<Unread>> {
    let trimmed = text.trim();
    if let Some(raw) = trimmed.strip_prefix(RAW) {
        return parsed(raw).map_err(|mut faults| {
            let before = text.len() - text.trim_start().len() + RAW.len();
            for fault in &mut faults {
                fault.start += before;
                fault.end += before;
            }
            faults
        });
    }
    if WORDS.contains(&trimmed) {
        return Ok(Written::text(trimmed));
    }
    match shape {
        Shape::Number => Ok(trimmed
            .parse()
            .map_or_else(|_| Written::text(trimmed), Written::Number)),
        Shape::Truth(_) => Ok(truth(trimmed)),
        Shape::Texts => Ok(one_or_list(lines(text).map(|line| line.text()).collect())),
        Shape::IdOrIds(_) | Shape::SourceFields => Ok(one_or_list(words_in(text))),
        Shape::Words | Shape::Ids(..) => Ok(Written::texts(words_in(text))),
        Shape::Boxes => read_boxes(text),
        Shape::Disputes => Ok(read_disputes(text)),
        Shape::Agreed => parsed(trimmed),
        Shape::Values => Ok(super::pieces::read_outline(text)),
        Shape::Codes => Ok(read_codes(text)),
        Shape::Pairs(words) => read_pairs(text, words),
        Shape::Passages => passages::read(text),
        _ => Ok(Written::text(trimmed)),
    }
}

/// The value in the one form that all values with the same meaning have.
pub(crate) fn normal(shape: Shape, value: &Written) -> Written {
    let value = plain(value);
    match shape {
        Shape::Texts
        | Shape::IdOrIds(_)
        | Shape::Words
        | Shape::Ids(..)
        | Shape::SourceFields
        | Shape::Boxes
        | Shape::Disputes => Written::List(items(&value).iter().map(trimmed).collect()),
        Shape::Passages => passages::normal(&value),
        Shape::Codes => match &value {
            Written::List(items) => Written::Mapping(
                items
                    .iter()
                    .map(|item| (item_text(item), Written::Nothing))
                    .collect(),
            ),
            other => other.clone(),
        },
        Shape::Pairs(_) => match &value {
            Written::Mapping(pairs) => Written::Mapping(
                pairs
                    .iter()
                    .map(|(code, to)| (code.clone(), normal_pair(to)))
                    .collect(),
            ),
            other => other.clone(),
        },
        Shape::Values => super::pieces::normal_outline(&value),
        _ => trimmed(&value),
    }
}

fn trimmed(value: &Written) -> Written {
    match value {
        Written::Text(text) => Written::text(text.trim()),
        other => other.clone(),
    }
}

pub(super) fn item_text(item: &Written) -> String {
    match item {
        Written::Text(text) => text.clone(),
        other => inline(other).unwrap_or_default(),
    }
}

/// The items of a list; a single value counts as a list of one.
pub(crate) fn items(value: &Written) -> Vec<Written> {
    match value {
        Written::List(items) => items.clone(),
        Written::Nothing => Vec::new(),
        other => vec![other.clone()],
    }
}

fn list(value: &Written, between: &str, is_odd: impl Fn(&str) -> bool) -> Option<String> {
    let texts = items(value);
    let texts = texts.iter().map(|item| match item {
        Written::Text(text) if text.is_empty() || text.starts_with('"') || is_odd(text) => {
            Some(quoted(text))
        }
        Written::Text(text) => Some(text.trim().to_owned()),
        _ => None,
    });
    let texts: Option<Vec<String>> = texts.collect();
    texts.map(|texts| texts.join(between))
}

/// One text alone, or a list.
fn one_or_list(mut texts: Vec<String>) -> Written {
    match texts.len() {
        1 => Written::Text(texts.remove(0)),
        _ => Written::texts(texts),
    }
}

/// `true` and `false`, also in the words of spreadsheets.
fn truth(text: &str) -> Written {
    match text.to_lowercase().as_str() {
        "true" | "yes" => Written::Truth(true),
        "false" | "no" => Written::Truth(false),
        _ => Written::text(text),
    }
}

fn dispute(item: &Written) -> Option<String> {
    match item {
        Written::Text(text) => {
            let is_plain = !text.contains('\n')
                && !text.starts_with('"')
                && read_disputes(text) == Written::text(text.trim());
            Some(if is_plain { text.clone() } else { quoted(text) })
        }
        Written::Mapping(_) => one_line(item),
        _ => None,
    }
}

fn read_disputes(text: &str) -> Written {
    let record = RECORDS.iter().find(|(name, _)| *name == "disputed");
    let mut all: Vec<Written> = Vec::new();
    for line in lines(text) {
        let mapping = parsed(&format!("{{{}}}", line.trimmed)).ok();
        let is_known = |key: &str| {
            record.is_some_and(|(_, record)| record.all().any(|known| known.name == key))
        };
        all.push(match mapping {
            Some(Written::Mapping(keys))
                if !keys.is_empty()
                    && keys
                        .iter()
                        .all(|(key, value)| is_known(key) && *value != Written::Nothing) =>
            {
                Written::Mapping(keys).inline()
            }
            _ => Written::Text(line.text()),
        });
    }
    match all.len() {
        1 => all.remove(0),
        _ => Written::List(all),
    }
}

fn read_boxes(text: &str) -> Result<Written, Vec<Unread>> {
    let mut boxes = Vec::new();
    let mut faults = Vec::new();
    for line in lines(text) {
        let is_braced = line.trimmed.starts_with('{') && line.trimmed.ends_with('}');
        let (whole, before) = if is_braced {
            (line.trimmed.to_owned(), 0)
        } else {
            (format!("{{{}}}", line.trimmed), 1)
        };
        match parsed(&whole) {
            Ok(Written::Mapping(keys)) if keys.iter().all(|(_, of)| *of != Written::Nothing) => {
                boxes.push(Written::Mapping(keys).inline());
            }
            Ok(_) => faults.push(line.unread(
                format!("`{}` is no box", line.trimmed),
                "write each property with a colon and a space, and commas between them: `setting: inpatient, age: 18+`",
            )),
            Err(inner) => faults.extend(inner.into_iter().map(|fault| Unread {
                start: (line.start + fault.start.saturating_sub(before)).min(line.end()),
                end: (line.start + fault.end.saturating_sub(before)).min(line.end()),
                ..fault
            })),
        }
    }
    match boxes.len() {
        _ if !faults.is_empty() => Err(faults),
        1 => Ok(boxes.remove(0)),
        _ => Ok(Written::List(boxes)),
    }
}

/// The text without the quotes that keep its line breaks and marks.
pub(super) fn bare(text: &str) -> String {
    unquoted(text).unwrap_or_else(|| text.to_owned())
}
