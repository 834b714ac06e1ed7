//! The keys that a mapping may have, and the values found under them.

use super::Node;
use super::Value;
use super::nearest;
use crate::read::source::Span;

/// One key of a [`Record`]. `S` describes the form of its value, which does not matter for reading the keys.
#[derive(Debug, Clone, Copy)]
pub struct Key<S: 'static> {
    /// The key as written.
    pub(crate) name: &'static str,
    /// The form of its value.
    pub(crate) shape: S,
    /// Its meaning, in one sentence without a full stop.
    pub(crate) about: &'static str,
}

/// The keys that a mapping may have.
#[derive(Debug, Clone, Copy)]
pub struct Record<S: 'static> {
    /// The noun for such a mapping, with its article: `a system`.
    pub(crate) what: &'static str,
    /// Its keys, in the order of the reference page.
    pub(crate) keys: &'static [Key<S>],
    /// Further keys that it may have.
    pub(crate) also: &'static [Key<S>],
    /// Keys that it must have.
    pub(crate) needs: &'static [&'static str],
    /// An example, for messages: `{name: …, owner: …}`.
    pub(crate) example: &'static str,
}

impl<S> Record<S> {
    /// All its keys.
    pub(crate) fn all(&self) -> impl Iterator<Item = &'static Key<S>> {
        self.keys.iter().chain(self.also)
    }

    /// The key for which `name` is another word.
    pub(super) fn synonym(&self, name: &str) -> Option<&'static Key<S>> {
        let name = nearest::matching_key(name);
        let is_meant = |key: &&Key<S>| {
            SYNONYMS
                .iter()
                .any(|(word, meant)| *word == name && *meant == key.name)
        };
        self.all().find(is_meant)
    }

    /// The only key that a misspelt one, or another word, can mean, if that key is not written as well.
    pub(super) fn meant(
        &self,
        name: &str,
        entries: &[(&Node<'_>, &Node<'_>)],
    ) -> Option<&'static Key<S>> {
        let is_free = |key: &&Key<S>| {
            entries
                .iter()
                .all(|(written, _)| written.text() != Some(key.name))
        };
        if let Some(key) = self.synonym(name).filter(is_free) {
            return Some(key);
        }
        let [meant] = nearest::nearest(name, self.all().map(|key| key.name))[..] else {
            return None;
        };
        let is_written = entries.iter().any(|(key, _)| key.text() == Some(meant));
        let is_slip = nearest::is_slip(name, meant) && !is_written;
        self.all().find(|key| key.name == meant && is_slip)
    }
}

/// Other words that people type for a key, each with the key. They are reported, and read as that key. In the form of
/// [`nearest::matching_key`].
const SYNONYMS: [(&str, &str); 33] = [
    ("frequency", "every"),
    ("howoften", "every"),
    ("period", "every"),
    ("schedule", "every"),
    ("delay", "lag"),
    ("how", "method"),
    ("mode", "method"),
    ("channel", "method"),
    ("sender", "from"),
    ("target", "to"),
    ("destination", "to"),
    ("recipient", "to"),
    ("legalbasis", "basis"),
    ("why", "purpose"),
    ("reason", "purpose"),
    ("data", "fields"),
    ("items", "fields"),
    ("dataitems", "fields"),
    ("columns", "fields"),
    ("elements", "fields"),
    ("attributes", "fields"),
    ("ownedby", "owner"),
    ("organisation", "owner"),
    ("organization", "owner"),
    ("org", "owner"),
    ("population", "covers"),
    ("scope", "covers"),
    ("who", "covers"),
    ("people", "covers"),
    ("title", "name"),
    ("label", "name"),
    ("comment", "notes"),
    ("comments", "notes"),
];

/// The values of a mapping whose keys were checked.
#[derive(Debug)]
pub(crate) struct Values<'n, 'src> {
    /// The whole mapping.
    pub(crate) span: Span,
    pub(super) entries: Vec<(&'static str, &'n Node<'src>, &'n Node<'src>)>,
}

impl<'n, 'src> Values<'n, 'src> {
    /// The value of a key, if it was written and is not empty.
    pub(crate) fn get(&self, key: &str) -> Option<&'n Node<'src>> {
        self.entry(key)
            .map(|(_, value)| value)
            .filter(|value| value.value != Value::Null)
    }

    /// Every key with its value, in the order written, without empty ones.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'static str, &'n Node<'src>)> {
        self.entries
            .iter()
            .filter(|(.., value)| value.value != Value::Null)
            .map(|(name, _, value)| (*name, *value))
    }

    /// A key and its value, if the key was written, even without a value.
    pub(crate) fn entry(&self, key: &str) -> Option<(&'n Node<'src>, &'n Node<'src>)> {
        self.entries
            .iter()
            .find(|(name, ..)| *name == key)
            .map(|(_, key, value)| (*key, *value))
    }
}
