//! Finds every place of a file at which an id is written: declarations and references.
//!
//! The shapes of the format tell which values are ids, so a new key of the format needs no change here.

mod flows;

use std::ops::Range;

use super::edit::{FlowText, Refusal};
use crate::read::model::{Entity, FILE, RECORDS, Record, Shape, Trial};
use crate::read::syntax::{Decoder, Node, Value};

/// The kinds of thing that an id at some place may name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum What {
    /// An entity of this kind.
    Id(Entity),
    /// A system, or the organisation that has it.
    End,
    /// A field of the system with this name in the file.
    Field(String),
    /// The name of a finding or topic, with ids in it.
    Finding,
    /// A value of the dimension with this name in the file.
    Value(String),
    /// A code of the code list with this name in the file.
    Code(String),
}

/// The key of a scenario under which ids stand inside texts.
const CHANGES: &str = "changes";

/// The form of a declaration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// As a key, with its value.
    Entry,
    /// As an item of a list, alone.
    Item,
}

/// An id at one place of a file.
#[derive(Debug, Clone)]
pub(crate) struct Mention {
    /// The place of the whole scalar, in bytes.
    pub(crate) span: Range<u32>,
    /// The scalar as read.
    pub(crate) text: String,
    /// The part of it that is the id.
    pub(crate) part: Range<usize>,
    /// The kind of thing that it may name.
    pub(crate) what: What,
    /// For a declaration: the way to its value, or to the item.
    pub(crate) declared: Option<(Form, Vec<usize>)>,
    /// For one spelling that names both the field of the source and that of the target: the way to the item or entry.
    pub(crate) shared: Option<Vec<usize>>,
}

impl Mention {
    /// The id as written.
    pub(crate) fn id(&self) -> &str {
        &self.text[self.part.clone()]
    }
}

/// Every id that a file mentions.
///
/// # Errors
/// If part of the file cannot be read.
pub(crate) fn mentions(file: &FlowText) -> Result<Vec<Mention>, Refusal> {
    let documents = file.tree()?;
    let mut walk = Walk {
        decoder: Decoder::new(file.sources()),
        found: Vec::new(),
    };
    for (place, document) in documents.iter().enumerate() {
        walk.document(document, &[place]);
    }
    Ok(walk.found)
}

/// The record of the entries at this place of the format.
fn record(place: &str) -> &'static Record {
    let found = RECORDS.iter().find(|(name, _)| *name == place);
    found.map_or(FILE, |(_, record)| record)
}

/// The systems at the ends of a flow, as written.
type Ends<'t> = (&'t str, &'t str);

struct Walk<'a> {
    decoder: Decoder<'a>,
    found: Vec<Mention>,
}

/// The way extended by one step.
fn step(way: &[usize], place: usize) -> Vec<usize> {
    way.iter().copied().chain([place]).collect()
}

/// The way from `outer` to a value of its entries or of the entries of its items.
fn way_to(outer: &Node<'_>, inner: &Node<'_>, way: &[usize]) -> Vec<usize> {
    let children: Vec<&Node<'_>> = match &outer.value {
        Value::Mapping(entries) => entries.iter().map(|(_, value)| value).collect(),
        Value::List(items) => items.iter().collect(),
        _ => Vec::new(),
    };
    let direct = children
        .iter()
        .position(|child| std::ptr::eq(*child, inner));
    if let Some(place) = direct {
        return step(way, place);
    }
    let below = children.iter().enumerate().find_map(|(place, child)| {
        let Value::Mapping(entries) = &child.value else {
            return None;
        };
        let at = entries
            .iter()
            .position(|(_, value)| std::ptr::eq(value, inner))?;
        Some([way, &[place, at]].concat())
    });
    below.unwrap_or_else(|| way.to_vec())
}

impl Walk<'_> {
    fn push(&mut self, node: &Node<'_>, what: What) -> Option<&mut Mention> {
        let text = node.text()?.to_owned();
        self.found.push(Mention {
            span: node.span.start..node.span.end,
            part: 0..text.len(),
            text,
            what,
            declared: None,
            shared: None,
        });
        self.found.last_mut()
    }

    fn document(&mut self, node: &Node<'_>, way: &[usize]) {
        let Some(values) = self.decoder.record(node, FILE) else {
            return;
        };
        for (section, value) in values.iter() {
            let way = way_to(node, value, way);
            let shape = FILE.keys.iter().find(|key| key.name == section);
            match shape.map(|key| key.shape) {
                Some(Shape::Entries(entity, _)) => self.entries(entity, section, value, &way),
                Some(Shape::Items(_)) if section == "flows" => self.flows(value, &way),
                Some(Shape::Items(_)) => {
                    for item in value.items() {
                        self.record(item, record(section), None, &way);
                        self.pairs(item);
                    }
                }
                Some(Shape::Map) => self.record(value, record(section), None, &way),
                _ => {}
            }
        }
    }

    fn entries(&mut self, entity: Entity, section: &str, node: &Node<'_>, way: &[usize]) {
        let entry = |walk: &mut Self, key: &Node<'_>, value: &Node<'_>, way: Vec<usize>| {
            let id = key.text().unwrap_or_default().to_owned();
            if let Some(mention) = walk.push(key, What::Id(entity)) {
                mention.declared = Some((Form::Entry, way.clone()));
            }
            match (&value.value, entity) {
                (Value::Mapping(_), _) => walk.entry(value, record(section), &id, &way),
                (Value::List(_), Entity::Dimension) => walk.values(value, &id),
                (Value::List(_), Entity::CodeList) => walk.codes(value, &id),
                _ => {}
            }
        };
        match &node.value {
            Value::Mapping(pairs) => {
                for (place, (key, value)) in pairs.iter().enumerate() {
                    entry(self, key, value, step(way, place));
                }
            }
            Value::List(items) => {
                for (place, item) in items.iter().enumerate() {
                    match &item.value {
                        Value::Mapping(pairs) if pairs.len() == 1 => {
                            let way = [way, &[place, 0]].concat();
                            entry(self, &pairs[0].0, &pairs[0].1, way);
                        }
                        _ => {
                            if let Some(mention) = self.push(item, What::Id(entity)) {
                                mention.declared = Some((Form::Item, step(way, place)));
                            }
                        }
                    }
                }
            }
            _ => {}
        }
    }

    /// The keys of an entry of a section; only systems have fields.
    fn entry(&mut self, node: &Node<'_>, record: &'static Record, id: &str, way: &[usize]) {
        let Some(values) = self.decoder.record(node, record) else {
            return;
        };
        for (name, value) in values.iter() {
            let shape = record
                .all()
                .find(|key| key.name == name)
                .map(|key| key.shape);
            match shape {
                Some(Shape::Fields) => self.fields(value, id, &way_to(node, value, way)),
                Some(Shape::Texts) if name == CHANGES => self.changes(value),
                Some(Shape::Values) => self.values(value, id),
                Some(Shape::Codes) => self.codes(value, id),
                Some(shape) => self.value(shape, value, None, way),
                None => {}
            }
        }
    }

    /// The values of a dimension, broader and narrower.
    fn values(&mut self, node: &Node<'_>, dimension: &str) {
        match &node.value {
            Value::Null => {}
            Value::Scalar(_) => drop(self.push(node, What::Value(dimension.to_owned()))),
            Value::List(items) => items.iter().for_each(|item| self.values(item, dimension)),
            Value::Mapping(entries) => {
                for (key, below) in entries {
                    self.push(key, What::Value(dimension.to_owned()));
                    self.values(below, dimension);
                }
            }
        }
    }

    /// The codes of a code list, with their meanings or alone.
    fn codes(&mut self, node: &Node<'_>, list: &str) {
        let what = || What::Code(list.to_owned());
        match &node.value {
            Value::Mapping(entries) => {
                for (key, _) in entries {
                    self.push(key, what());
                }
            }
            Value::List(items) => {
                for item in items {
                    if let Value::Mapping(entries) = &item.value {
                        for (key, _) in entries {
                            self.push(key, what());
                        }
                    } else {
                        self.push(item, what());
                    }
                }
            }
            _ => drop(self.push(node, what())),
        }
    }

    /// The codes that a crosswalk joins.
    fn pairs(&mut self, node: &Node<'_>) {
        let Value::Mapping(keys) = &node.value else {
            return;
        };
        let value = |name: &str| {
            let found = keys.iter().find(|(key, _)| key.text() == Some(name));
            found.map(|(_, value)| value)
        };
        let list = |name: &str| value(name).and_then(Node::text).unwrap_or_default();
        let (from, to) = (list("from").to_owned(), list("to").to_owned());
        let Some(Value::Mapping(pairs)) = value("pairs").map(|node| &node.value) else {
            return;
        };
        for (code, targets) in pairs {
            self.push(code, What::Code(from.clone()));
            self.codes(targets, &to);
        }
    }

    /// The ids in changes to try.
    fn changes(&mut self, node: &Node<'_>) {
        for item in node.items() {
            let text = item.text().unwrap_or_default();
            for (entity, part) in Trial::names(text) {
                let what = match entity {
                    Entity::System => What::End,
                    other => What::Id(other),
                };
                if let Some(mention) = self.push(item, what) {
                    mention.part = part;
                }
            }
        }
    }

    fn record(
        &mut self,
        node: &Node<'_>,
        record: &'static Record,
        ends: Option<Ends<'_>>,
        way: &[usize],
    ) {
        if node.text().is_some() {
            return;
        }
        let Some(values) = self.decoder.record(node, record) else {
            return;
        };
        for (name, value) in values.iter() {
            if let Some(key) = record.all().find(|key| key.name == name) {
                self.value(key.shape, value, ends, &way_to(node, value, way));
            }
        }
    }

    /// A value of this shape, at `way`.
    fn value(&mut self, shape: Shape, node: &Node<'_>, ends: Option<Ends<'_>>, way: &[usize]) {
        let (from, to) = ends.unwrap_or_default();
        match shape {
            Shape::Id(entity) | Shape::IdOrIds(entity) | Shape::Ids(entity, _) => {
                for item in node.items() {
                    self.push(item, What::Id(entity));
                }
            }
            Shape::End => drop(self.push(node, What::End)),
            Shape::SourceFields => {
                for item in node.items() {
                    self.push(item, What::Field(from.to_owned()));
                }
            }
            Shape::TargetField => drop(self.push(node, What::Field(to.to_owned()))),
            Shape::Boxes => {
                for item in node.items() {
                    if let Value::Mapping(entries) = &item.value {
                        for (key, value) in entries {
                            self.push(key, What::Id(Entity::Dimension));
                            let dimension = key.text().unwrap_or_default();
                            for value in value.items() {
                                self.push(value, What::Value(dimension.to_owned()));
                            }
                        }
                    }
                }
            }
            Shape::Agreed => self.record(node, record("terms.agreed"), None, way),
            Shape::Disputes => {
                for item in node.items() {
                    self.record(item, record("disputed"), None, way);
                }
            }
            Shape::Passages => self.passages(node, (from, to), way),
            Shape::Finding => drop(self.push(node, What::Finding)),
            _ => {}
        }
    }

    fn fields(&mut self, node: &Node<'_>, system: &str, way: &[usize]) {
        let what = || What::Field(system.to_owned());
        let entry = |walk: &mut Self, key: &Node<'_>, value: &Node<'_>, way: Vec<usize>| {
            if let Some(mention) = walk.push(key, what()) {
                mention.declared = Some((Form::Entry, way.clone()));
            }
            match value.value {
                Value::Scalar(_) => drop(walk.push(value, What::Id(Entity::Term))),
                Value::Mapping(_) => walk.record(value, record("systems.fields"), None, &way),
                _ => {}
            }
        };
        match &node.value {
            Value::Mapping(pairs) => {
                for (place, (key, value)) in pairs.iter().enumerate() {
                    entry(self, key, value, step(way, place));
                }
            }
            Value::List(items) => {
                for (place, item) in items.iter().enumerate() {
                    if let Value::Mapping(pairs) = &item.value {
                        for (inner, (key, value)) in pairs.iter().enumerate() {
                            entry(self, key, value, [way, &[place, inner]].concat());
                        }
                    } else if let Some(mention) = self.push(item, what()) {
                        mention.declared = Some((Form::Item, step(way, place)));
                    }
                }
            }
            _ => {
                if let Some(mention) = self.push(node, what()) {
                    mention.declared = Some((Form::Item, way.to_vec()));
                }
            }
        }
    }
}
