//! Every entry of the flow files as it is written: its id, its keys, and the ways to them.
//!
//! Short forms are spelt out: a system written as `register: A register` has the key `name`.

use crate::exchange::edit::{FlowText, Refusal};
use crate::exchange::entry::written;
use crate::read::model::{FILE, RECORDS, Record, Shape, Short, is_arrow, sides};
use crate::read::source::Span;
use crate::read::syntax::{Decoder, Node, Value, Written};

/// The section of fields, which stand inside systems.
pub(crate) const FIELDS: &str = "systems.fields";

/// The sections whose entries have rows of their own, in the order of the format.
pub(crate) const SECTIONS: [&str; 13] = [
    "map",
    "dimensions",
    "organisations",
    "terms",
    "code_lists",
    "mappings",
    "systems",
    FIELDS,
    "flows",
    "needs",
    "decisions",
    "cases",
    "scenarios",
];

/// The keys that the entries of a section may have.
pub(crate) fn record(section: &str) -> &'static Record {
    let found = RECORDS.iter().find(|(name, _)| *name == section);
    found.map_or(FILE, |(_, record)| record)
}

/// True for a section whose entries have no id.
pub(crate) fn is_list(section: &str) -> bool {
    let shape = FILE.keys.iter().find(|key| key.name == section);
    matches!(shape.map(|key| key.shape), Some(Shape::Items(_)))
}

/// The key that an entry's short form stands for.
pub(crate) fn short(section: &str) -> &'static str {
    if section == FIELDS {
        return "term";
    }
    let shape = FILE.keys.iter().find(|key| key.name == section);
    match shape.map(|key| key.shape) {
        Some(Shape::Entries(_, Short::Question)) => "question",
        Some(Shape::Entries(_, Short::Values | Short::Codes)) => "values",
        _ => "name",
    }
}

/// The form in which an entry is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Form {
    /// A mapping at the way of the entry.
    Mapping,
    /// Something else at the way of the entry: nothing, or its short form.
    Short,
    /// An id alone in a list.
    Item,
    /// A flow that is only an arrow.
    Arrow,
    /// A flow with an arrow as its key. The way leads to the value of the arrow; the way to the mapping around it is one shorter.
    Headed {
        /// True if no other arrow stands in that mapping, so that keys may stand beside the arrow.
        is_alone: bool,
    },
}

/// One key of an entry.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    /// The key.
    pub(crate) key: &'static str,
    /// Its value.
    pub(crate) value: Written,
    /// The place of the value.
    pub(crate) span: Span,
    /// The way to the value; `None` if the entry's short form says it.
    pub(crate) way: Option<Vec<usize>>,
}

/// One entry of a file.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// Its section.
    pub(crate) section: &'static str,
    /// The index of its file.
    pub(crate) file: usize,
    /// The id of the system, for a field.
    pub(crate) owner: String,
    /// Its id as written; empty in a list section.
    pub(crate) id: String,
    /// The place of its id or first key.
    pub(crate) span: Span,
    /// The way to its value or item.
    pub(crate) way: Vec<usize>,
    /// Its form.
    pub(crate) form: Form,
    /// Its keys, in the order written.
    pub(crate) keys: Vec<Said>,
}

impl Entry {
    /// The value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Said> {
        self.keys.iter().find(|said| said.key == key)
    }

    /// The text of a key's value; empty if it has none.
    pub(crate) fn text(&self, key: &str) -> &str {
        match self.get(key).map(|said| &said.value) {
            Some(Written::Text(text)) => text,
            _ => "",
        }
    }
}

/// The entries of a file, in file order.
///
/// # Errors
/// If part of the file cannot be read.
pub(crate) fn entries(file: &FlowText, index: usize) -> Result<Vec<Entry>, Refusal> {
    let documents = file.tree()?;
    let mut walk = Walk {
        decoder: Decoder::new(file.sources()),
        file: index,
        found: Vec::new(),
    };
    for (place, document) in documents.iter().enumerate() {
        walk.document(document, &[place]);
    }
    Ok(walk.found)
}

struct Walk<'a> {
    decoder: Decoder<'a>,
    file: usize,
    found: Vec<Entry>,
}

fn step(way: &[usize], places: &[usize]) -> Vec<usize> {
    [way, places].concat()
}

/// The place of a value in its mapping.
fn place_of(outer: &Node<'_>, inner: &Node<'_>) -> Option<usize> {
    match &outer.value {
        Value::Mapping(entries) => entries
            .iter()
            .position(|(_, value)| std::ptr::eq(value, inner)),
        _ => None,
    }
}

/// An entry to be found: the key or item with its id, its value, and the way to it.
struct Found<'n, 'src> {
    key: &'n Node<'src>,
    value: Option<&'n Node<'src>>,
    way: Vec<usize>,
}

/// The entries of a section that maps ids to things, which may also be a list of ids.
fn keyed<'n, 'src>(node: &'n Node<'src>, way: &[usize]) -> Vec<Found<'n, 'src>> {
    let mut found = Vec::new();
    match &node.value {
        Value::Mapping(pairs) => {
            for (place, (key, value)) in pairs.iter().enumerate() {
                found.push(Found {
                    key,
                    value: Some(value),
                    way: step(way, &[place]),
                });
            }
        }
        Value::List(items) => {
            for (place, item) in items.iter().enumerate() {
                if let Value::Mapping(pairs) = &item.value {
                    for (inner, (key, value)) in pairs.iter().enumerate() {
                        found.push(Found {
                            key,
                            value: Some(value),
                            way: step(way, &[place, inner]),
                        });
                    }
                } else {
                    found.push(Found {
                        key: item,
                        value: None,
                        way: step(way, &[place]),
                    });
                }
            }
        }
        Value::Scalar(_) => found.push(Found {
            key: node,
            value: None,
            way: way.to_vec(),
        }),
        Value::Null => {}
    }
    found
}

impl Walk<'_> {
    fn document(&mut self, node: &Node<'_>, way: &[usize]) {
        let Some(values) = self.decoder.record(node, FILE) else {
            return;
        };
        for (section, value) in values.iter() {
            let Some(place) = place_of(node, value) else {
                continue;
            };
            let way = step(way, &[place]);
            if section == "map" {
                let keys = self.keys(section, value, &way);
                self.push(section, ("", ""), value.span, way, Form::Mapping, keys);
            } else if !is_list(section) {
                for found in keyed(value, &way) {
                    self.entry(section, "", &found);
                }
            } else if let Value::List(items) = &value.value {
                for (place, item) in items.iter().enumerate() {
                    self.item(section, item, step(&way, &[place]));
                }
            }
        }
    }

    fn push(
        &mut self,
        section: &'static str,
        (owner, id): (&str, &str),
        span: Span,
        way: Vec<usize>,
        form: Form,
        keys: Vec<Said>,
    ) {
        self.found.push(Entry {
            section,
            file: self.file,
            owner: owner.to_owned(),
            id: id.to_owned(),
            span,
            way,
            form,
            keys,
        });
    }

    /// The keys of a mapping.
    fn keys(&mut self, section: &str, node: &Node<'_>, way: &[usize]) -> Vec<Said> {
        if !matches!(node.value, Value::Mapping(_)) {
            return Vec::new();
        }
        let Some(values) = self.decoder.record(node, record(section)) else {
            return Vec::new();
        };
        let said = values.iter().filter_map(|(key, value)| {
            let place = place_of(node, value)?;
            Some(Said {
                key,
                value: written(value),
                span: value.span,
                way: Some(step(way, &[place])),
            })
        });
        said.collect()
    }

    /// An entry with an id, and the fields of a system.
    fn entry(&mut self, section: &'static str, owner: &str, found: &Found<'_, '_>) {
        let Found { key, value, way } = found;
        let id = key.text().unwrap_or_default();
        let of = (owner, id);
        let Some(value) = value else {
            self.push(section, of, key.span, way.clone(), Form::Item, Vec::new());
            return;
        };
        let is_mapping = matches!(value.value, Value::Mapping(_));
        let keys = match value.value {
            Value::Mapping(_) => self.keys(section, value, way),
            Value::Null => Vec::new(),
            _ => vec![Said {
                key: short(section),
                value: written(value),
                span: value.span,
                way: None,
            }],
        };
        let form = if is_mapping {
            Form::Mapping
        } else {
            Form::Short
        };
        let fields = keys.iter().find(|said| said.key == "fields");
        let fields = fields.and_then(|said| said.way.clone());
        self.push(section, of, key.span, way.clone(), form, keys);
        if let (Some(way), "systems", Value::Mapping(pairs)) = (fields, section, &value.value) {
            let place = way.last().copied().unwrap_or_default();
            let is_word = matches!(
                pairs[place].1.text(),
                Some("unknown" | "none" | "not-shared")
            );
            if !is_word {
                for found in keyed(&pairs[place].1, &way) {
                    self.entry(FIELDS, id, &found);
                }
            }
        }
    }

    /// An entry without an id.
    fn item(&mut self, section: &'static str, node: &Node<'_>, way: Vec<usize>) {
        let none = ("", "");
        let end = |key: &'static str, text: &str, span: Span| Said {
            key,
            value: Written::text(text),
            span,
            way: None,
        };
        let ends = |node: &Node<'_>| {
            let text = node.text().unwrap_or_default();
            let (from, to) = sides(text)?;
            let from = end("from", &text[from], node.span);
            Some([from, end("to", &text[to], node.span)])
        };
        if let Some(ends) = ends(node).filter(|_| section == "flows") {
            self.push(section, none, node.span, way, Form::Arrow, ends.into());
            return;
        }
        let Value::Mapping(pairs) = &node.value else {
            return;
        };
        let heads = pairs.iter().enumerate();
        let heads = heads.filter(|(_, (key, _))| is_arrow(key.text().unwrap_or_default()));
        let heads: Vec<_> = heads.filter(|_| section == "flows").collect();
        if heads.is_empty() {
            let keys = self.keys(section, node, &way);
            self.push(section, none, node.span, way, Form::Mapping, keys);
            return;
        }
        let is_alone = heads.len() == 1;
        for (place, (key, value)) in heads {
            let Some(ends) = ends(key) else { continue };
            let mut keys: Vec<Said> = ends.into();
            let inner = step(&way, &[place]);
            match &value.value {
                Value::Mapping(_) => keys.extend(self.keys(section, value, &inner)),
                Value::List(_) => keys.push(Said {
                    key: "fields",
                    value: written(value),
                    span: value.span,
                    way: Some(inner.clone()),
                }),
                _ => {}
            }
            if is_alone {
                let beside = self.keys(section, node, &way);
                keys.extend(beside);
            }
            let form = Form::Headed { is_alone };
            self.push(section, none, key.span, inner, form, keys);
        }
    }
}
