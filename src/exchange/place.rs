//! The way to an entry of a file by its place in the model.

use super::edit::at;
use super::mention::Form;
use crate::read::model::is_arrow;
use crate::read::source::Span;
use crate::read::syntax::{Node, Value};

/// Returns the first result of `find` for an item of a section.
fn in_section<T>(
    documents: &[Node<'_>],
    section: &str,
    find: impl Fn(&Node<'_>, Vec<usize>) -> Option<T>,
) -> Option<T> {
    documents.iter().enumerate().find_map(|(document, node)| {
        let Value::Mapping(entries) = &node.value else {
            return None;
        };
        entries
            .iter()
            .enumerate()
            .find_map(|(place, (key, value))| {
                if key.text() != Some(section) {
                    return None;
                }
                let items = value.items().iter().enumerate();
                let mut items = items.map(|(item, node)| (node, vec![document, place, item]));
                items.find_map(|(node, way)| find(node, way))
            })
    })
}

fn is_at(node: &Node<'_>, span: Span) -> bool {
    (node.span.start, node.span.end) == (span.start, span.end)
}

/// The way to the flow that is written at `span`: to its item, or to the value of its arrow if the item holds several.
pub(crate) fn flow(documents: &[Node<'_>], span: Span) -> Option<Vec<usize>> {
    in_section(documents, "flows", |item, way| flow_in(item, span, way))
}

/// The way to the flow at `span`, if it is this item or one of its arrows.
fn flow_in(item: &Node<'_>, span: Span, way: Vec<usize>) -> Option<Vec<usize>> {
    if is_at(item, span) && !matches!(&item.value, Value::Mapping(entries) if arrows(entries) > 0) {
        return Some(way);
    }
    let Value::Mapping(entries) = &item.value else {
        return None;
    };
    let place = entries.iter().position(|(key, _)| is_at(key, span))?;
    if arrows(entries) > 1 {
        return Some([&way[..], &[place]].concat());
    }
    Some(way)
}

fn arrows(entries: &[(Node<'_>, Node<'_>)]) -> usize {
    let is_head = |(key, _): &&(Node<'_>, Node<'_>)| is_arrow(key.text().unwrap_or_default());
    entries.iter().filter(is_head).count()
}

/// The way to the entry with its id at `span`.
pub(crate) fn entry(
    documents: &[Node<'_>],
    section: &str,
    span: Span,
) -> Option<(Form, Vec<usize>)> {
    documents.iter().enumerate().find_map(|(document, node)| {
        let Value::Mapping(sections) = &node.value else {
            return None;
        };
        sections
            .iter()
            .enumerate()
            .find_map(|(place, (key, value))| {
                if key.text() != Some(section) {
                    return None;
                }
                within(value, span, &[document, place])
            })
    })
}

/// The entry with its id at `span`, in a mapping or list of entries.
fn within(node: &Node<'_>, span: Span, way: &[usize]) -> Option<(Form, Vec<usize>)> {
    let step = |place: usize| [way, &[place]].concat();
    match &node.value {
        Value::Mapping(entries) => {
            let place = entries.iter().position(|(key, _)| is_at(key, span))?;
            Some((Form::Entry, step(place)))
        }
        Value::List(items) => items.iter().enumerate().find_map(|(place, item)| {
            if matches!(item.value, Value::Scalar(_)) && is_at(item, span) {
                return Some((Form::Item, step(place)));
            }
            matches!(item.value, Value::Mapping(_))
                .then(|| within(item, span, &step(place)))
                .flatten()
        }),
        _ => None,
    }
}

/// The way to a field of the system at `way`.
pub(crate) fn field(
    documents: &[Node<'_>],
    way: &[usize],
    span: Span,
) -> Option<(Form, Vec<usize>)> {
    let Value::Mapping(entries) = &at(documents, way)?.value else {
        return None;
    };
    let place = entries
        .iter()
        .position(|(key, _)| key.text() == Some("fields"))?;
    within(&entries[place].1, span, &[way, &[place]].concat())
}
