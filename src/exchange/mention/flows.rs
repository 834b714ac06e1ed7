//! The ids in flows: their ends, also in arrows, and the fields that they pass.

use super::{Ends, Walk, What, record, step, way_to};
use crate::read::model::{is_arrow, sides};
use crate::read::syntax::{Node, Value};

impl Walk<'_> {
    /// The flows of a section.
    pub(super) fn flows(&mut self, node: &Node<'_>, way: &[usize]) {
        let items: Vec<&Node<'_>> = match &node.value {
            Value::List(items) => items.iter().collect(),
            // One item without its dash, or items with ids of their own: both are read despite their fault.
            Value::Mapping(entries) => {
                let is_mapping = |node: &Node<'_>| matches!(node.value, Value::Mapping(_));
                if entries.iter().all(|(_, value)| is_mapping(value)) {
                    entries.iter().map(|(_, value)| value).collect()
                } else {
                    vec![node]
                }
            }
            _ => Vec::new(),
        };
        for item in items {
            let way = if std::ptr::eq(item, node) {
                way.to_vec()
            } else {
                way_to(node, item, way)
            };
            self.flow(item, &way);
        }
    }

    fn flow(&mut self, node: &Node<'_>, way: &[usize]) {
        if node.text().is_some() {
            self.arrow(node);
            return;
        }
        let flow = record("flows");
        let Value::Mapping(pairs) = &node.value else {
            return;
        };
        let heads = pairs.iter().enumerate();
        let heads = heads.filter(|(_, (key, _))| is_arrow(key.text().unwrap_or_default()));
        let heads: Vec<_> = heads.collect();
        let end = |name: &str| {
            let found = pairs.iter().find(|(key, _)| key.text() == Some(name));
            found
                .and_then(|(_, value)| value.text())
                .unwrap_or_default()
        };
        if heads.is_empty() {
            self.record(node, flow, Some((end("from"), end("to"))), way);
            return;
        }
        for (place, (key, value)) in &heads {
            let text = key.text().unwrap_or_default();
            let Some((from, to)) = sides(text) else {
                continue;
            };
            let ends = (&text[from], &text[to]);
            self.arrow(key);
            let way = step(way, *place);
            match &value.value {
                Value::List(_) => self.passages(value, ends, &way),
                Value::Mapping(_) => self.record(value, flow, Some(ends), &way),
                _ => {}
            }
            if heads.len() == 1 {
                self.record(node, flow, Some(ends), &way[..way.len() - 1]);
            }
        }
    }

    /// The two ends of an arrow.
    fn arrow(&mut self, node: &Node<'_>) {
        let text = node.text().unwrap_or_default();
        if let Some((from, to)) = sides(text) {
            for part in [from, to] {
                if let Some(mention) = self.push(node, What::End) {
                    mention.part = part;
                }
            }
        }
    }

    /// The fields that a flow passes.
    pub(super) fn passages(&mut self, node: &Node<'_>, (from, to): Ends<'_>, way: &[usize]) {
        let source = || What::Field(from.to_owned());
        let target = || What::Field(to.to_owned());
        let both = |walk: &mut Self, name: &Node<'_>, way: Vec<usize>| {
            for what in [source(), target()] {
                if let Some(mention) = walk.push(name, what) {
                    mention.shared = Some(way.clone());
                }
            }
        };
        let pair = |walk: &mut Self, key: &Node<'_>, value: &Node<'_>, way: Vec<usize>| {
            if value.value == Value::Null {
                both(walk, key, way);
            } else {
                walk.push(key, source());
                walk.push(value, target());
            }
        };
        if let Value::Mapping(entries) = &node.value {
            for (place, (key, value)) in entries.iter().enumerate() {
                pair(self, key, value, step(way, place));
            }
            return;
        }
        for (place, item) in node.items().iter().enumerate() {
            let way = match node.value {
                Value::List(_) => step(way, place),
                _ => way.to_vec(),
            };
            let Value::Mapping(entries) = &item.value else {
                both(self, item, way);
                continue;
            };
            let value = |name: &str| {
                let found = entries.iter().find(|(key, _)| key.text() == Some(name));
                found.map(|(_, value)| value)
            };
            match (
                value("to"),
                value("from").is_some_and(|from| from.value != Value::Null),
            ) {
                (None, _) => {
                    for (place, (key, value)) in entries.iter().enumerate() {
                        pair(self, key, value, step(&way, place));
                    }
                }
                (Some(_), true) => {
                    self.record(item, record("flows.fields"), Some((from, to)), &way);
                }
                (Some(to), false) => both(self, to, way),
            }
        }
    }
}
