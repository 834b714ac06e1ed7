//! From a tree to values: every problem becomes a finding, and decoding continues.

use super::Node;
use super::Value;
use super::line;
use super::nearest;
use super::record::{Record, Values};
use super::spelling::Spellings;
use crate::read::finding::{Finding, kind};
use crate::read::source::{SourceSet, Span};

kind! {
    /// ## Finds
    /// A key, or the id of an organisation, system, term …, that is written twice.
    /// ## Why it matters
    /// Only one of the two can be meant; the first is kept, so what the second says is not in the map.
    /// ## How to fix
    /// Put the two together, or give one of them another id.
    /// ## When it is fine
    /// Never.
    pub(crate) DUPLICATE_KEY = "duplicate-key", Map, Error, "a key or an id written twice"
}

kind! {
    /// ## Finds
    /// A value that is none of those the format knows at that place: a misspelt method, a date that does not exist, an
    /// interval that runs backwards, a duration nobody can read.
    /// ## Why it matters
    /// What it says is left out of the map.
    /// ## How to fix
    /// The message lists what can stand there. Where nobody knows, write `unknown`: it becomes a question.
    /// ## When it is fine
    /// Never.
    pub(crate) INVALID_VALUE = "invalid-value", Map, Error, "a value that means nothing at its place"
}

kind! {
    /// ## Finds
    /// A key the format does not know at that place.
    /// ## Why it matters
    /// It is most often a misspelling. Where it can only mean one key it is read as that one; otherwise what it says is left out.
    /// ## How to fix
    /// The message names the nearest keys. Remarks for readers belong under `notes`.
    /// ## When it is fine
    /// Never.
    pub(crate) UNKNOWN_KEY = "unknown-key", Map, Error, "a key the format does not know"
}

kind! {
    /// ## Finds
    /// A list where a mapping is wanted, a text where a list is wanted, and the like.
    /// ## Why it matters
    /// Where it can only have been meant in one way it is read so; otherwise what stands there is left out of the map.
    /// ## How to fix
    /// The message says which form is wanted, with an example.
    /// ## When it is fine
    /// Never.
    pub(crate) WRONG_SHAPE = "wrong-shape", Map, Error, "a list, a mapping or a text where another is wanted"
}

/// Collects findings while values are taken from the tree.
#[derive(Debug)]
pub(crate) struct Decoder<'a> {
    /// The texts, for names and excerpts.
    pub(crate) sources: &'a SourceSet,
    /// The findings so far.
    pub(crate) findings: Vec<Finding>,
    /// The names so far.
    pub(crate) spellings: Spellings,
}

impl<'a> Decoder<'a> {
    /// A decoder without findings.
    pub(crate) fn new(sources: &'a SourceSet) -> Self {
        Self {
            sources,
            findings: Vec::new(),
            spellings: Spellings::default(),
        }
    }

    /// Adds a finding of `kind` that names the file and the text at `span`.
    pub(crate) fn report(
        &mut self,
        kind: &'static crate::read::finding::Kind,
        span: Span,
        label: &str,
        message: String,
        help: String,
    ) {
        let file = &self.sources.file(span.file).name;
        let text: String = self.sources.slice(span).chars().take(60).collect();
        let word = text.split(['\n', '\r']).next().unwrap_or_default().trim();
        let finding = Finding::at(kind, &[file, word], span, label);
        self.findings
            .push(finding.message(message).subject("file", file).help(help));
    }

    /// The entries of a mapping; `None`, with a finding, for anything else. An empty value counts as an empty mapping.
    pub(crate) fn mapping<'n, 'src>(
        &mut self,
        node: &'n Node<'src>,
        what: &str,
        example: &str,
    ) -> Option<&'n [(Node<'src>, Node<'src>)]> {
        match &node.value {
            Value::Mapping(entries) => Some(entries),
            Value::Null => Some(&[]),
            _ => {
                self.wrong_shape(node, what, "a mapping", example);
                None
            }
        }
    }

    /// The items of a list; `None`, with a finding, for a mapping. An empty value counts as an empty list; if `one`, a single value counts
    /// as a list of one.
    pub(crate) fn list<'n, 'src>(
        &mut self,
        node: &'n Node<'src>,
        what: &str,
        one: bool,
        example: &str,
    ) -> Option<&'n [Node<'src>]> {
        match &node.value {
            Value::List(_) | Value::Null => Some(node.items()),
            _ if one => Some(node.items()),
            _ => {
                self.wrong_shape(node, what, "a list", example);
                None
            }
        }
    }

    /// Adds a finding that the key or id at `second` was already written at `first`.
    pub(crate) fn twice(&mut self, second: Span, first: Span) {
        self.findings
            .push(written_twice(self.sources, second, first));
    }

    /// The values of a mapping, with a finding for each key that `record` does not have.
    pub(crate) fn record<'n, 'src, S>(
        &mut self,
        node: &'n Node<'src>,
        record: &'static Record<S>,
    ) -> Option<Values<'n, 'src>> {
        let entries = self.entries(node, record)?;
        let mut known = Vec::with_capacity(entries.len());
        for (key, value) in entries.iter().copied() {
            let name = key.text().unwrap_or_default();
            match record.all().find(|known| known.name == name) {
                Some(found) => known.push((found.name, key, value)),
                None => {
                    self.unknown_key(key, record);
                    let meant = record.meant(name, &entries);
                    known.extend(meant.map(|found| (found.name, key, value)));
                }
            }
        }
        Some(Values {
            span: node.span,
            entries: known,
        })
    }

    /// The entries of a mapping. A list of mappings with one key each was meant as one mapping: it is reported and read as one.
    fn entries<'n, 'src, S>(
        &mut self,
        node: &'n Node<'src>,
        record: &'static Record<S>,
    ) -> Option<Vec<(&'n Node<'src>, &'n Node<'src>)>> {
        let alone = |item: &'n Node<'src>| match &item.value {
            Value::Mapping(pairs) if pairs.len() == 1 => Some((&pairs[0].0, &pairs[0].1)),
            _ => None,
        };
        if let Value::List(items) = &node.value
            && let Some(entries) = items.iter().map(alone).collect::<Option<Vec<_>>>()
            && !entries.is_empty()
        {
            let span = self.first_line(node.span);
            let message = format!("{} is a mapping, but a list stands here", record.what);
            let help = "take the dashes away, so that each line starts with its key";
            self.report(&WRONG_SHAPE, span, "not this", message, help.to_owned());
            return Some(entries);
        }
        let entries = self.mapping(node, record.what, record.example)?;
        Some(entries.iter().map(|(key, value)| (key, value)).collect())
    }

    fn unknown_key<S>(&mut self, key: &Node<'_>, record: &'static Record<S>) {
        let name = key.text().unwrap_or("this");
        if let Some((_, key_alone)) = line::unspaced_colon(name) {
            self.report(
                &UNKNOWN_KEY,
                key.span,
                "a space is wanted after the colon",
                format!("there is no space after the colon of `{key_alone}`"),
                format!("write `{key_alone}: …` with a space after the colon"),
            );
            return;
        }
        let near = nearest::nearest(name, record.all().map(|key| key.name));
        let synonym = record.synonym(name).map(|key| key.name);
        let help = match synonym.as_ref().or(near.first()) {
            Some(first) if synonym.is_some() => format!("write `{first}`"),
            Some(first) => format!("did you mean `{first}`?{}", others(&near[1..])),
            None => {
                let keys: Vec<&str> = record.keys.iter().map(|key| key.name).collect();
                format!(
                    "{} may have: {}; remarks for readers go under `notes`",
                    record.what,
                    keys.join(", ")
                )
            }
        };
        self.report(
            &UNKNOWN_KEY,
            key.span,
            "unknown key",
            format!("`{name}` is not a key of {}", record.what),
            help,
        );
    }

    /// Adds a finding for `key = value` instead of `key: value`.
    pub(crate) fn no_colon(&mut self, node: &Node<'_>, key: &str) {
        let span = self.first_line(node.span);
        let message = format!("`{key}` is followed by `=`, not by a colon");
        let help = format!("write `{key}: …` with a colon and a space");
        self.report(&WRONG_SHAPE, span, "a colon is wanted here", message, help);
    }

    /// Adds a finding that the value is not of the `wanted` shape.
    pub(crate) fn wrong_shape(&mut self, node: &Node<'_>, what: &str, wanted: &str, example: &str) {
        let unspaced = node.text().and_then(line::unspaced_colon);
        let (label, message, help) = match unspaced {
            Some((_, key)) if wanted.contains("a mapping") => (
                "a space is wanted after the colon",
                format!("there is no space after the colon of `{key}`"),
                format!("write `{key}: …` with a space after the colon"),
            ),
            _ => (
                "not this",
                format!("{what} is {wanted}, but {} stands here", node.shape()),
                format!("write it like this: {example}"),
            ),
        };
        let span = self.first_line(node.span);
        self.report(&WRONG_SHAPE, span, label, message, help);
    }

    /// The part of a span on its first line, for short excerpts.
    pub(crate) fn first_line(&self, span: Span) -> Span {
        let text = self.sources.slice(span);
        let length = text.find(['\n', '\r']).unwrap_or(text.len());
        Span {
            end: span.start + length as u32,
            ..span
        }
    }

    /// Adds a finding that a value is none of the known ones.
    pub(crate) fn invalid(
        &mut self,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let span = self.first_line(span);
        self.report(
            &INVALID_VALUE,
            span,
            "not understood",
            message.into(),
            help.into(),
        );
    }

    /// The text of a node; `None`, with a finding, if it has none.
    pub(crate) fn text(&mut self, node: &Node<'_>, what: &str) -> Option<String> {
        if let Some(text) = node.text() {
            return Some(text.to_owned());
        }
        let one = match &node.value {
            Value::List(items) if items.len() == 1 => items[0].text(),
            _ => None,
        };
        let help = match (&node.value, one) {
            (_, Some(text)) => format!("write it without brackets and dashes: {text}"),
            (Value::List(_), None) => "write one of them, without brackets and dashes".to_owned(),
            _ => {
                "write a text, in quotes where it holds a colon or starts with a bracket".to_owned()
            }
        };
        let span = self.first_line(node.span);
        let message = format!("{what} is one text, but {} stands here", node.shape());
        self.report(&WRONG_SHAPE, span, "not this", message, help);
        one.map(ToOwned::to_owned)
    }

    /// A list of texts. A single text counts as a list of one.
    pub(crate) fn texts(&mut self, node: &Node<'_>, what: &str) -> Vec<(String, Span)> {
        let items = self
            .list(node, what, true, "[first, second]")
            .unwrap_or_default();
        items
            .iter()
            .filter_map(|item| Some((self.text(item, what)?, item.span)))
            .collect()
    }

    /// `true` or `false`; `None`, with a finding, for anything else.
    pub(crate) fn truth(&mut self, node: &Node<'_>, what: &str) -> Option<bool> {
        match node.text() {
            Some("true") => Some(true),
            Some("false") => Some(false),
            _ => {
                let text = self.sources.slice(self.first_line(node.span)).to_owned();
                self.invalid(
                    node.span,
                    format!("`{text}` is neither `true` nor `false`"),
                    format!("write `true` or `false` for {what}"),
                );
                None
            }
        }
    }

    /// The choice whose word is written; `None`, with a finding, for anything else.
    pub(crate) fn one_of<T: Copy>(
        &mut self,
        node: &Node<'_>,
        what: &str,
        choices: &[(&'static str, T)],
    ) -> Option<T> {
        let text = self.text(node, what)?;
        let key = nearest::matching_key(&text);
        if let Some((_, choice)) = choices
            .iter()
            .find(|(name, _)| nearest::matching_key(name) == key)
        {
            return Some(*choice);
        }
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        let near = nearest::nearest(&text, names.iter().copied());
        let hint = near
            .first()
            .map_or_else(String::new, |first| format!("did you mean `{first}`? "));
        self.invalid(
            node.span,
            format!("`{text}` is not {what}"),
            format!("{hint}it is one of: {}, or `unknown`", names.join(", ")),
        );
        None
    }
}

/// The end of a question after its first suggestion: `` or `b`, `c`? ``.
fn others(near: &[&str]) -> String {
    if near.is_empty() {
        return String::new();
    }
    let names: Vec<String> = near.iter().map(|name| format!("`{name}`")).collect();
    format!(" or {}?", names.join(", "))
}

/// The finding for a key or id written a second time.
pub(super) fn written_twice(sources: &SourceSet, second: Span, first: Span) -> Finding {
    let file = &sources.file(second.file).name;
    let key = sources.slice(second);
    Finding::at(&DUPLICATE_KEY, &[file, key], second, "written again here")
        .message(format!("`{key}` is written twice"))
        .also(first, "first written here")
        .subject("file", file)
        .help("put the two together, or give one of them another name; until then only the first counts")
}
