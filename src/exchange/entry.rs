//! Adds a statement to one entry of a file, whatever short form the entry has.

use super::edit::{FlowText, Refusal, at};
use super::mention::Form;
use crate::read::syntax::{Node, Value, Written};

/// The value of the tree, as a value to write.
pub(crate) fn written(node: &Node<'_>) -> Written {
    match &node.value {
        Value::Null => Written::Nothing,
        Value::Scalar(text) => Written::text(text),
        Value::List(items) => Written::List(items.iter().map(written).collect()),
        Value::Mapping(entries) => Written::Mapping(
            entries
                .iter()
                .map(|(key, value)| (key.text().unwrap_or_default().to_owned(), written(value)))
                .collect(),
        ),
    }
}

/// Sets a key of an entry, whatever short form the entry has. A scalar or list that stands alone is put under the key `short`.
pub(crate) fn say(
    text: &mut FlowText,
    form: Form,
    way: &[usize],
    id: &str,
    (short, key, value): (&str, &str, Written),
) -> Result<(), Refusal> {
    let pair = |key: &str, value: Written| (key.to_owned(), value);
    let node = at(&text.tree()?, way).map(written);
    if form == Form::Item {
        if let Some(Written::Mapping(_)) = node {
            // An earlier step turned it into an entry.
            let inner: Vec<usize> = way.iter().copied().chain([0]).collect();
            return say(text, Form::Entry, &inner, id, (short, key, value));
        }
        let inner = if key == short {
            value
        } else {
            Written::Mapping(vec![pair(key, value)])
        };
        return text.replace(way, &Written::Mapping(vec![pair(id, inner)]).inline());
    }
    match node {
        Some(Written::Mapping(_)) => text.set(way, key, &value),
        Some(Written::Nothing) if key == short => text.replace(way, &value),
        Some(Written::Nothing) => {
            text.replace(way, &Written::Mapping(vec![pair(key, value)]).inline())
        }
        Some(alone) => {
            let both = Written::Mapping(vec![pair(short, alone), pair(key, value)]);
            text.replace(way, &both.inline())
        }
        None => Ok(()),
    }
}
