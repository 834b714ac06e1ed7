//! A tree with a change made in it: the changed text must be read as this tree.

use std::borrow::Cow;
use std::ops::Range;

use crate::read::source::{FileId, Span};
use crate::read::syntax::{Node, Value, Written};

/// A change at one place of a tree.
pub(super) enum Change {
    /// The mapping gets one more entry.
    Entry(String, Value<'static>),
    /// The list gets one more item.
    Item(Value<'static>),
    /// The document gets a section.
    Section(String, Value<'static>),
    /// The value is replaced by this one.
    Value(Value<'static>),
    /// The entry or item is removed.
    Gone,
}

fn node(value: Value<'static>) -> Node<'static> {
    let span = Span {
        file: FileId(0),
        start: 0,
        end: 0,
    };
    Node { span, value }
}

fn scalar(text: impl Into<String>) -> Node<'static> {
    node(Value::Scalar(Cow::Owned(text.into())))
}

/// The tree value of a written value.
pub(super) fn value(written: &Written) -> Value<'static> {
    match written {
        Written::Nothing => Value::Null,
        Written::Truth(truth) => scalar(truth.to_string()).value,
        Written::Number(number) => scalar(number.to_string()).value,
        Written::Text(text) => scalar(text).value,
        Written::Inline(inner) => value(inner),
        Written::List(items) => Value::List(items.iter().map(|item| node(value(item))).collect()),
        Written::Mapping(entries) => Value::Mapping(
            entries
                .iter()
                .map(|(key, inner)| (scalar(key), node(value(inner))))
                .collect(),
        ),
    }
}

/// The documents with a change at `way`.
pub(super) fn changed<'src>(
    documents: &[Node<'src>],
    way: &[usize],
    change: &Change,
) -> Vec<Node<'src>> {
    let mut all = documents.to_vec();
    self::change(&mut all, way, change);
    all
}

/// Makes a change at `way`.
pub(super) fn change(documents: &mut Vec<Node<'_>>, way: &[usize], change: &Change) {
    let Some((first, inner)) = way.split_first() else {
        return;
    };
    if documents.is_empty() {
        documents.push(node(Value::Null));
    }
    if let Some(document) = documents.get_mut(*first) {
        make(document, inner, change);
    }
}

fn make(at: &mut Node<'_>, way: &[usize], change: &Change) {
    let Some((first, rest)) = way.split_first() else {
        match (change, &mut at.value) {
            (Change::Entry(key, value) | Change::Section(key, value), Value::Mapping(entries)) => {
                entries.push((scalar(key), node(value.clone())));
            }
            (Change::Entry(key, value) | Change::Section(key, value), other) => {
                *other = Value::Mapping(vec![(scalar(key), node(value.clone()))]);
            }
            (Change::Item(value), Value::List(items)) => items.push(node(value.clone())),
            (Change::Item(value), other) => *other = Value::List(vec![node(value.clone())]),
            (Change::Value(value), at) => *at = value.clone(),
            (Change::Gone, _) => {}
        }
        return;
    };
    if rest.is_empty() && matches!(change, Change::Gone) {
        match &mut at.value {
            Value::Mapping(entries) if *first < entries.len() => drop(entries.remove(*first)),
            Value::List(items) if *first < items.len() => drop(items.remove(*first)),
            _ => {}
        }
        return;
    }
    match &mut at.value {
        Value::Mapping(entries) => {
            if let Some((_, value)) = entries.get_mut(*first) {
                make(value, rest, change);
            }
        }
        Value::List(items) => {
            if let Some(item) = items.get_mut(*first) {
                make(item, rest, change);
            }
        }
        _ => {}
    }
}

/// The tree with the texts of some scalars replaced; `spellings` are sorted.
pub(super) fn respelt<'src>(at: &Node<'src>, spellings: &[(Range<u32>, String)]) -> Node<'src> {
    let value = match &at.value {
        Value::Null => Value::Null,
        Value::Scalar(text) => {
            let wanted = (at.span.start, at.span.end);
            let found = spellings.binary_search_by(|(span, _)| (span.start, span.end).cmp(&wanted));
            match found {
                Ok(place) => Value::Scalar(Cow::Owned(spellings[place].1.clone())),
                Err(_) => Value::Scalar(text.clone()),
            }
        }
        Value::List(items) => {
            Value::List(items.iter().map(|item| respelt(item, spellings)).collect())
        }
        Value::Mapping(entries) => Value::Mapping(
            entries
                .iter()
                .map(|(key, value)| (respelt(key, spellings), respelt(value, spellings)))
                .collect(),
        ),
    };
    Node {
        span: at.span,
        value,
    }
}

/// True if two files have the same content, wherever it is placed. An empty list or mapping equals nothing.
pub(super) fn is_same(a: &[Node<'_>], b: &[Node<'_>]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_alike(a, b))
}

fn is_alike(a: &Node<'_>, b: &Node<'_>) -> bool {
    match (&a.value, &b.value) {
        (Value::Scalar(a), Value::Scalar(b)) => a == b,
        (Value::List(a), Value::List(b)) => is_same(a, b),
        (Value::Mapping(a), Value::Mapping(b)) => {
            let both = |(a, b): (&(Node<'_>, Node<'_>), &(Node<'_>, Node<'_>))| {
                is_alike(&a.0, &b.0) && is_alike(&a.1, &b.1)
            };
            a.len() == b.len() && a.iter().zip(b).all(both)
        }
        (a, b) => is_empty(a) && is_empty(b),
    }
}

fn is_empty(value: &Value<'_>) -> bool {
    match value {
        Value::Null => true,
        Value::Scalar(_) => false,
        Value::List(items) => items.is_empty(),
        Value::Mapping(entries) => entries.is_empty(),
    }
}
