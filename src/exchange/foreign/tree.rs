//! One tree for JSON, YAML and XML: texts, lists and mappings, each with its place in the file.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::read::finding::Finding;
use crate::read::source::{FileId, SourceSet};
use crate::read::syntax;
use crate::read::syntax::{Node, Value as Parsed};

/// Limit on the values in one file. A file with more is refused, so that memory stays bounded.
pub(super) const MOST_VALUES: usize = 4_000_000;

/// Limit on the pairs of fields that one statement joins, each field of one side with each of the other.
pub(super) const MOST_LINKS: usize = 100_000;

/// A value of a foreign file.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tree {
    /// Its first byte in the text.
    pub(super) at: u32,
    /// The value.
    pub(super) value: Value,
}

/// The value of a [`Tree`].
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// Nothing.
    Nothing,
    /// A text, a number or a truth value, as written.
    Text(String),
    /// A list.
    List(Vec<Tree>),
    /// A mapping, in the order written.
    Mapping(Vec<(String, Tree)>),
}

/// Stands for a key that is not there.
static ABSENT: Tree = Tree {
    at: 0,
    value: Value::Nothing,
};

impl Tree {
    /// The value of a key, or of keys one inside the other; nothing if one of them is not there.
    pub(super) fn get(&self, keys: &[&str]) -> &Self {
        keys.iter().fold(self, |tree, key| {
            let found = tree.entries().iter().find(|(known, _)| known == key);
            found.map_or(&ABSENT, |(_, value)| value)
        })
    }

    /// The text of a key without the spaces around it; empty if it holds no text.
    pub(super) fn text(&self, key: &str) -> &str {
        self.get(&[key]).said()
    }

    /// Its own text without the spaces around it; empty if it is no text.
    pub(super) fn said(&self) -> &str {
        match &self.value {
            Value::Text(text) => text.trim(),
            _ => "",
        }
    }

    /// The texts of the items of a key.
    pub(super) fn texts(&self, key: &str) -> impl Iterator<Item = &str> + use<'_> {
        self.get(&[key]).items().iter().map(Self::said)
    }

    /// The first of these keys that holds a text; empty if none does.
    pub(super) fn first_text(&self, keys: &[&str]) -> &str {
        let texts = keys.iter().map(|key| self.text(key));
        texts
            .into_iter()
            .find(|text| !text.is_empty())
            .unwrap_or_default()
    }

    /// The items of a list; a single value counts as a list of one, and nothing as an empty list.
    pub(super) fn items(&self) -> &[Self] {
        match &self.value {
            Value::List(items) => items,
            Value::Nothing => &[],
            _ => std::slice::from_ref(self),
        }
    }

    /// The entries of a mapping; none for anything else.
    pub(super) fn entries(&self) -> &[(String, Self)] {
        match &self.value {
            Value::Mapping(entries) => entries,
            _ => &[],
        }
    }

    /// True for a mapping.
    pub(super) fn is_mapping(&self) -> bool {
        matches!(self.value, Value::Mapping(_))
    }

    /// True if it says nothing: no value, an empty text, list or mapping.
    pub(super) fn is_empty(&self) -> bool {
        match &self.value {
            Value::Nothing => true,
            Value::Text(text) => text.trim().is_empty(),
            Value::List(items) => items.is_empty(),
            Value::Mapping(entries) => entries.is_empty(),
        }
    }

    /// True if a mapping has one of these keys.
    pub(super) fn has(&self, keys: &[&str]) -> bool {
        self.entries()
            .iter()
            .any(|(key, _)| keys.contains(&key.as_str()))
    }

    /// `true` or `false`, if that is what it says.
    pub(super) fn truth(&self) -> Option<bool> {
        match self.said().to_ascii_lowercase().as_str() {
            "true" | "yes" => Some(true),
            "false" | "no" => Some(false),
            _ => None,
        }
    }
}

/// A text that cannot be read: the byte, and the reason.
pub(super) type Unreadable = (usize, String);

/// The tree of a JSON text. Several values one after the other, as logs hold them, are a list.
pub(super) fn json(text: &str) -> Result<Tree, Unreadable> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut count = 0;
    let mut trees = Vec::new();
    let mut reader = serde_json::Deserializer::from_str(text);
    while trees.is_empty() || reader.end().is_err() {
        let read = Counted(&mut count).deserialize(&mut reader);
        trees.push(read.map_err(|error| {
            let line = error.line().saturating_sub(1);
            let before: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
            let rest = &text[before.min(text.len())..];
            let column = rest.char_indices().nth(error.column().saturating_sub(1));
            let at = before + column.map_or(rest.len(), |(at, _)| at);
            // The reader adds the line and column to its words, and the finding has them as its place.
            let words = error.to_string();
            let words = words.split(" at line ").next().unwrap_or_default();
            (at.min(text.len()), words.to_owned())
        })?);
    }
    let offsets = offsets(text);
    for tree in &mut trees {
        place(tree, &offsets);
    }
    Ok(match trees.len() {
        1 => trees.remove(0),
        _ => Tree {
            at: 0,
            value: Value::List(trees),
        },
    })
}

/// Turns the numbers of values into their places.
fn place(tree: &mut Tree, offsets: &[u32]) {
    tree.at = offsets.get(tree.at as usize).copied().unwrap_or_default();
    match &mut tree.value {
        Value::List(items) => items.iter_mut().for_each(|item| place(item, offsets)),
        Value::Mapping(entries) => entries
            .iter_mut()
            .for_each(|(_, item)| place(item, offsets)),
        Value::Nothing | Value::Text(_) => {}
    }
}

/// The first byte of each value of a valid JSON text, in the order written.
fn offsets(text: &str) -> Vec<u32> {
    let bytes = text.as_bytes();
    let mut offsets = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        at += 1;
        match bytes[start] {
            b'"' => {
                while bytes.get(at).is_some_and(|byte| *byte != b'"') {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                at += 1;
                let rest = bytes.get(at..).unwrap_or_default();
                let after = rest.iter().find(|byte| !byte.is_ascii_whitespace());
                if after != Some(&b':') {
                    offsets.push(start as u32);
                }
            }
            b'{' | b'[' => offsets.push(start as u32),
            b'}' | b']' | b',' | b':' => {}
            byte if byte.is_ascii_whitespace() => {}
            _ => {
                let is_inside =
                    |byte: &u8| !matches!(byte, b',' | b'}' | b']') && !byte.is_ascii_whitespace();
                while bytes.get(at).is_some_and(is_inside) {
                    at += 1;
                }
                offsets.push(start as u32);
            }
        }
    }
    offsets
}

/// A value whose number is set by the one who asked for it.
fn numberless(value: Value) -> Tree {
    Tree { at: 0, value }
}

/// Builds a tree and numbers its values in the order written.
struct Counted<'c>(&'c mut usize);

impl Counted<'_> {
    fn count<E: de::Error>(&mut self) -> Result<u32, E> {
        let number = *self.0 as u32;
        *self.0 += 1;
        if *self.0 > MOST_VALUES {
            return Err(E::custom(format!(
                "it holds more than {MOST_VALUES} values"
            )));
        }
        Ok(number)
    }
}

impl<'de> DeserializeSeed<'de> for Counted<'_> {
    type Value = Tree;

    fn deserialize<D: Deserializer<'de>>(mut self, deserializer: D) -> Result<Tree, D::Error> {
        let number = self.count()?;
        let mut tree = deserializer.deserialize_any(self)?;
        tree.at = number;
        Ok(tree)
    }
}

impl<'de> Visitor<'de> for Counted<'_> {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Tree, E> {
        Ok(numberless(Value::Nothing))
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Tree, E> {
        Ok(numberless(Value::Text(value.to_string())))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Tree, E> {
        Ok(numberless(Value::Text(value.to_string())))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Tree, E> {
        Ok(numberless(Value::Text(value.to_string())))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Tree, E> {
        Ok(numberless(Value::Text(value.to_string())))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Tree, E> {
        Ok(numberless(Value::Text(value.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Tree, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(Counted(self.0))? {
            items.push(item);
        }
        Ok(numberless(Value::List(items)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut mapping: A) -> Result<Tree, A::Error> {
        let mut entries: Vec<(String, Tree)> = Vec::new();
        while let Some(key) = mapping.next_key()? {
            entries.push((key, mapping.next_value_seed(Counted(self.0))?));
        }
        Ok(numberless(Value::Mapping(entries)))
    }
}

/// The text with each key `<<` that merges an alias in quotes: the reader then keeps what it copies, and [`yaml`] merges it.
pub(super) fn merges_quoted(text: &str) -> Cow<'_, str> {
    if !text.contains("<<: *") {
        return Cow::Borrowed(text);
    }
    let lines = text.split_inclusive('\n').map(|line| {
        let inner = line.trim_start();
        let is_merge = inner.starts_with("<<: *");
        if is_merge {
            Cow::Owned(line.replacen("<<: *", "\"<<\": *", 1))
        } else {
            Cow::Borrowed(line)
        }
    });
    Cow::Owned(lines.collect())
}

/// The tree of the first document of a YAML file, and the faults of its reading.
pub(super) fn yaml(sources: &SourceSet) -> (Tree, Vec<Finding>) {
    let (documents, findings) = syntax::parse(sources, FileId(0));
    let tree = documents.first().map_or_else(|| ABSENT.clone(), of_node);
    (tree, findings)
}

fn of_node(node: &Node<'_>) -> Tree {
    let value = match &node.value {
        Parsed::Null => Value::Nothing,
        Parsed::Scalar(text) => Value::Text(text.to_string()),
        Parsed::List(items) => Value::List(items.iter().map(of_node).collect()),
        Parsed::Mapping(entries) => {
            let mut own: Vec<(String, Tree)> = Vec::new();
            let mut merged = Vec::new();
            for (key, value) in entries {
                match key.text().unwrap_or_default() {
                    "<<" => merged.push(of_node(value)),
                    key => own.push((key.to_owned(), of_node(value))),
                }
            }
            let mut known: BTreeSet<String> = if merged.is_empty() {
                BTreeSet::new()
            } else {
                own.iter().map(|(key, _)| key.clone()).collect()
            };
            for (key, value) in merged.iter().flat_map(Tree::items).flat_map(Tree::entries) {
                if known.insert(key.clone()) {
                    own.push((key.clone(), value.clone()));
                }
            }
            Value::Mapping(own)
        }
    };
    Tree {
        at: node.span.start,
        value,
    }
}
