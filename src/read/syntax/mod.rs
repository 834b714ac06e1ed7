//! Parses text to a tree whose nodes keep their places, and decodes values from it. Faults become findings, never errors.
//!
//! This room knows YAML and nothing about organisations, systems or flows.

mod cause;
mod decode;
mod fault;
mod ids;
mod indentation;
mod line;
mod mend;
mod nearest;
mod odd;
mod record;
mod recover;
mod spelling;
mod trouble;
mod written;
mod yaml;

use std::borrow::Cow;

use crate::read::finding::{Finding, Kind};
use crate::read::source::{FileId, SourceSet, Span};

pub(crate) use decode::Decoder;
pub(crate) use decode::{DUPLICATE_KEY, INVALID_VALUE, UNKNOWN_KEY};
pub(crate) use nearest::close_key;
pub use nearest::matching_key;
pub(crate) use nearest::{Near, nearest};
pub(crate) use record::Key;
pub(crate) use record::Record;
pub(crate) use record::Values;
pub(crate) use spelling::Spelling;
pub(crate) use spelling::Spellings;
pub(crate) use written::Written;
pub(crate) use yaml::write;

/// A piece of a flow file: a scalar, a list or a mapping, with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node<'src> {
    /// Its place. A block list or mapping spans from its first to its last character.
    pub(crate) span: Span,
    /// Its value.
    pub(crate) value: Value<'src>,
}

/// The value of a [`Node`].
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value<'src> {
    /// Nothing, `~` or `null`.
    Null,
    /// A text as written. By YAML 1.2, `no` and `007` are texts.
    Scalar(Cow<'src, str>),
    /// A list.
    List(Vec<Node<'src>>),
    /// A mapping, in the order written, without duplicate keys.
    Mapping(Vec<(Node<'src>, Node<'src>)>),
}

impl<'src> Node<'src> {
    /// The text of a scalar.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(text) => Some(text),
            _ => None,
        }
    }

    /// The nodes of a list. A single value counts as a list of one, and nothing as an empty list.
    pub(crate) fn items(&self) -> &[Node<'src>] {
        match &self.value {
            Value::List(items) => items,
            Value::Null => &[],
            _ => std::slice::from_ref(self),
        }
    }

    /// The number of nodes in it, including itself.
    fn size(&self) -> usize {
        match &self.value {
            Value::Null | Value::Scalar(_) => 1,
            Value::List(items) => 1 + items.iter().map(Node::size).sum::<usize>(),
            Value::Mapping(entries) => {
                let both = |(key, value): &(Node<'_>, Node<'_>)| key.size() + value.size();
                1 + entries.iter().map(both).sum::<usize>()
            }
        }
    }

    /// The kind of value, in words for people.
    pub(crate) fn shape(&self) -> &'static str {
        match &self.value {
            Value::Null => "nothing",
            Value::Scalar(_) => "a text",
            Value::List(_) => "a list",
            Value::Mapping(_) => "a mapping",
        }
    }
}

impl Node<'_> {
    /// A copy that owns its text, with every span mapped by `place`.
    fn moved(self, place: impl Fn(Span) -> Span + Copy) -> Node<'static> {
        let both = |(key, value): (Node<'_>, Node<'_>)| (key.moved(place), value.moved(place));
        let value = match self.value {
            Value::Null => Value::Null,
            Value::Scalar(text) => Value::Scalar(Cow::Owned(text.into_owned())),
            Value::List(items) => {
                Value::List(items.into_iter().map(|item| item.moved(place)).collect())
            }
            Value::Mapping(entries) => Value::Mapping(entries.into_iter().map(both).collect()),
        };
        Node {
            span: place(self.span),
            value,
        }
    }
}

/// The tree of one file: the top-level node of each YAML document in it, usually one. Faults become findings; everything that could be read
/// is in the tree all the same.
pub fn parse(sources: &SourceSet, file: FileId) -> (Vec<Node<'_>>, Vec<Finding>) {
    let mut findings = Vec::new();
    trouble::report(sources, file, &mut findings);
    let documents = recover::parse(sources, file, &mut findings);
    let is_empty = documents
        .iter()
        .all(|document| document.value == Value::Null);
    if is_empty && findings.is_empty() {
        findings.push(trouble::empty(sources, file));
    }
    (documents, findings)
}

/// The kinds of fault that this room finds.
pub(crate) static KINDS: [&Kind; 8] = [
    &fault::BROKEN_SYNTAX,
    &decode::DUPLICATE_KEY,
    &trouble::EMPTY_FILE,
    &decode::INVALID_VALUE,
    &fault::OVERSIZED_DOCUMENT,
    &decode::UNKNOWN_KEY,
    &trouble::UNREADABLE_FILE,
    &decode::WRONG_SHAPE,
];
