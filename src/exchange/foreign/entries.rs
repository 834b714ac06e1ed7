//! The entries of a proposal, with the keys that a foreign file says.

use std::collections::{BTreeMap, BTreeSet};

use super::ids::{free_id, one_line};
use crate::read::syntax::Written;

/// The keys of an entry, in the order written.
const ORDER: [&str; 23] = [
    "name",
    "kind",
    "part_of",
    "definition",
    "of",
    "from",
    "to",
    "id",
    "term",
    "type",
    "codes",
    "unit",
    "required",
    "values",
    "pairs",
    "owner",
    "level",
    "fields",
    "purpose",
    "source",
    "confidence",
    "notes",
    "tags",
];

/// One entry: its id, its keys, and its fields if it is a system.
#[derive(Debug, Clone, Default)]
pub(super) struct Entry {
    /// Its id.
    pub(super) slug: String,
    pub(super) keys: Vec<(&'static str, Written)>,
    pub(super) notes: Vec<String>,
    pub(super) tags: Vec<String>,
    /// The remarks and tags that it has, each behind a letter for its kind.
    known: BTreeSet<(char, String)>,
    pub(super) fields: Section,
}

impl Entry {
    /// Sets a key to a text on one line. An empty text, or one that flow files read as no text, sets nothing; the first text counts.
    pub(super) fn say(&mut self, key: &'static str, text: &str) {
        let text = one_line(text);
        let is_word = matches!(
            text.as_str(),
            "" | "unknown" | "none" | "not-shared" | "all"
        );
        if !is_word {
            self.put(key, Written::Text(text));
        }
    }

    /// Sets a key if it is not set.
    pub(super) fn put(&mut self, key: &'static str, value: Written) {
        if self.keys.iter().all(|(known, _)| *known != key) {
            self.keys.push((key, value));
        }
    }

    /// Adds a remark for readers: a sentence.
    pub(super) fn note(&mut self, note: &str) {
        let note = one_line(note);
        if !note.is_empty() && self.known.insert(('n', note.clone())) {
            self.notes.push(note);
        }
    }

    /// Adds a remark with its heading, if there is something to say.
    pub(super) fn remark(&mut self, heading: &str, text: &str) {
        let text = one_line(text);
        if !text.is_empty() {
            self.note(&format!("{heading}: {}", text.trim_end_matches('.')));
        }
    }

    /// Adds words for selecting.
    pub(super) fn tag<'t>(&mut self, words: impl IntoIterator<Item = &'t str>) {
        for word in words {
            let word = one_line(word);
            if !word.is_empty() && self.known.insert(('t', word.clone())) {
                self.tags.push(word);
            }
        }
    }

    /// True if each of its keys holds one value.
    fn is_plain(&self) -> bool {
        let is_one = |value: &Written| matches!(value, Written::Text(_) | Written::Truth(_));
        self.keys.iter().all(|(_, value)| is_one(value))
    }

    /// Its fields.
    pub(super) fn fields(&self) -> &Section {
        &self.fields
    }

    /// The value to write. `evidence` are its source and confidence.
    pub(super) fn written(&self, evidence: &[(&'static str, Written)]) -> Written {
        let mut keys = self.keys.clone();
        if !self.fields.entries.is_empty() {
            // The source of a field makes it `reported`; writing that word with each would be noise.
            keys.push(("fields", self.fields.written(&evidence[..1])));
        }
        keys.extend(evidence.iter().cloned());
        if !self.notes.is_empty() {
            let notes: Vec<&str> = self
                .notes
                .iter()
                .map(|note| note.trim_end_matches('.'))
                .collect();
            keys.push(("notes", Written::text(&(notes.join(". ") + "."))));
        }
        if !self.tags.is_empty() {
            keys.push(("tags", Written::texts(&self.tags)));
        }
        keys.sort_by_key(|(key, _)| ORDER.iter().position(|known| known == key));
        let keys = keys.into_iter().map(|(key, value)| (key.to_owned(), value));
        Written::Mapping(keys.collect())
    }
}

/// Entries by id. Each is known by the name that the foreign file gives it.
#[derive(Debug, Clone, Default)]
pub(super) struct Section {
    pub(super) entries: Vec<Entry>,
    places: BTreeMap<String, usize>,
    taken: BTreeMap<String, usize>,
}

impl Section {
    /// The place of the entry with this foreign name; if there is none, it is added with an id made of `wanted`.
    pub(super) fn place(&mut self, key: &str, wanted: &str, what: &str) -> usize {
        if let Some(place) = self.places.get(key) {
            return *place;
        }
        let slug = free_id(wanted, what, &mut self.taken);
        self.entries.push(Entry {
            slug,
            ..Entry::default()
        });
        self.places.insert(key.to_owned(), self.entries.len() - 1);
        self.entries.len() - 1
    }

    /// True if there is no entry.
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entry with this foreign name.
    pub(super) fn find(&self, key: &str) -> Option<usize> {
        self.places.get(key).copied()
    }

    pub(super) fn written(&self, evidence: &[(&'static str, Written)]) -> Written {
        let entry = |entry: &Entry| {
            let written = entry.written(evidence);
            // The writer cannot put a mapping on one line inside another on one line.
            let is_plain = entry.fields.is_empty() && entry.tags.is_empty() && entry.is_plain();
            let written = if is_plain {
                written.inline_if_short()
            } else {
                written
            };
            (entry.slug.clone(), written)
        };
        Written::Mapping(self.entries.iter().map(entry).collect())
    }
}
