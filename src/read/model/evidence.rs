//! The keys that every statement may have: how sure it is, its sources, and what others say of it.

use super::choice::{Choice as _, choice};
use super::dispute::Dispute;
use super::id::OrganisationId;
use super::shape::{Key, Shape};
use super::stated;
use crate::read::syntax::{Decoder, Values, Written};

choice! {
    /// How sure a statement is.
    #[derive(Default)]
    Confidence: "a confidence";

    /// Its owner said so.
    Confirmed = "confirmed" rank 2,
    /// A source says so.
    Reported = "reported" rank 1,
    /// We think so.
    #[default]
    Assumed = "assumed" rank 0,
}

/// The grounds of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Evidence {
    /// The confidence: as written, else `reported` if there is a source, else `assumed`.
    pub(crate) confidence: Confidence,
    more: Option<Box<More>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct More {
    written: bool,
    words: Vec<(&'static str, &'static str)>,
    sources: Vec<String>,
    notes: String,
    tags: Vec<String>,
    disputes: Vec<Dispute>,
}

/// The keys of evidence.
pub(super) static KEYS: [Key; 5] = [
    Key {
        name: "source",
        shape: Shape::Texts,
        about: "the address or document that the statement was taken from",
    },
    Key {
        name: "confidence",
        shape: Shape::Choice(Confidence::NOUN, Confidence::NAMES),
        about: "the confidence in the statement; left out = `reported` where a source is given, else `assumed`",
    },
    Key {
        name: "notes",
        shape: Shape::Text("a note"),
        about: "remarks for readers",
    },
    Key {
        name: "tags",
        shape: Shape::Words,
        about: "words by which entries can be selected",
    },
    Key {
        name: "disputed",
        shape: Shape::Disputes,
        about: "a different account by another organisation; findings that rest on it are likely at most",
    },
];

impl Evidence {
    pub(super) fn take(decoder: &mut Decoder<'_>, values: &Values<'_, '_>) -> Self {
        let mut texts = |key: &str, what: &str| -> Vec<String> {
            let node = values.get(key);
            node.map(|node| decoder.texts(node, what))
                .unwrap_or_default()
                .into_iter()
                .map(|(text, _)| text)
                .collect()
        };
        let sources = texts("source", "a source");
        let tags = texts("tags", "a tag");
        let notes = values
            .get("notes")
            .and_then(|node| decoder.text(node, "a note"))
            .unwrap_or_default();
        let node = stated::said(values, "confidence");
        let written =
            node.and_then(|node| decoder.one_of(node, Confidence::NOUN, Confidence::WORDS));
        let is_unknown = written.is_none() && values.get("confidence").is_some();
        let default = if sources.is_empty() || is_unknown {
            Confidence::Assumed
        } else {
            Confidence::Reported
        };
        let confidence = written.unwrap_or(default);
        let mut words: Vec<(&str, &str)> = values
            .iter()
            .filter_map(|(key, node)| Some((key, stated::word(node)?)))
            .collect();
        words.sort_unstable();
        let disputes = values.get("disputed");
        let disputes = disputes.map(|node| Dispute::read_all(decoder, node));
        let more = More {
            written: written.is_some(),
            words,
            sources,
            notes,
            tags,
            disputes: disputes.unwrap_or_default(),
        };
        let is_bare = more == More::default();
        Self {
            confidence,
            more: (!is_bare).then(|| Box::new(more)),
        }
    }

    /// Adds the evidence of another account of the same thing. The result is as sure as the surer one, and has the sources and remarks of
    /// both.
    pub(super) fn join(&mut self, other: &Self) {
        self.confidence = self.confidence.max(other.confidence);
        let Some(theirs) = &other.more else { return };
        let more = self.more.get_or_insert_default();
        more.written |= theirs.written;
        for (mine, theirs) in [
            (&mut more.sources, &theirs.sources),
            (&mut more.tags, &theirs.tags),
        ] {
            let new = theirs.iter().filter(|text| !mine.contains(text)).cloned();
            let new: Vec<String> = new.collect();
            mine.extend(new);
        }
        let new = theirs.disputes.iter();
        let new = new.filter(|dispute| !more.disputes.contains(dispute));
        let new: Vec<Dispute> = new.cloned().collect();
        more.disputes.extend(new);
        if more.notes != theirs.notes {
            let between = if more.notes.is_empty() || theirs.notes.is_empty() {
                ""
            } else {
                "\n"
            };
            more.notes = format!("{}{between}{}", more.notes, theirs.notes);
        }
    }

    /// Lowers the statement to assumed, because accounts of it contradict each other.
    pub(super) fn doubt(&mut self) {
        self.confidence = Confidence::Assumed;
    }

    /// The keys of the evidence, with their values. `slug` writes the id of an organisation.
    pub(super) fn written(
        &self,
        slug: &dyn Fn(OrganisationId) -> Written,
    ) -> impl Iterator<Item = (&'static str, Written)> + use<> {
        let source = match self.sources() {
            [] => None,
            [source] => Some(Written::text(source)),
            sources => Some(Written::List(sources.iter().map(Written::text).collect())),
        };
        let confidence = if self.is_written() {
            Some(self.confidence.word())
        } else {
            self.word("confidence")
        };
        let notes = Some(self.notes()).filter(|notes| !notes.is_empty());
        let tags = Some(self.tags()).filter(|tags| !tags.is_empty());
        let disputed = match self.disputes() {
            [] => self.word("disputed").map(Written::text),
            disputes => Some(Dispute::written(disputes, slug)),
        };
        let keys = [
            ("source", source),
            ("confidence", confidence.map(Written::text)),
            ("notes", notes.map(Written::text)),
            ("tags", tags.map(Written::texts)),
            ("disputed", disputed),
        ];
        keys.into_iter()
            .filter_map(|(key, value)| Some((key, value?)))
    }

    /// Addresses or documents, as written.
    pub fn sources(&self) -> &[String] {
        self.more.as_ref().map_or(&[], |more| &more.sources)
    }

    /// Remarks for readers; empty if there are none.
    pub fn notes(&self) -> &str {
        self.more.as_ref().map_or("", |more| &more.notes)
    }

    /// Tags for selecting.
    pub fn tags(&self) -> &[String] {
        self.more.as_ref().map_or(&[], |more| &more.tags)
    }

    /// The disputes, as written.
    pub fn disputes(&self) -> &[Dispute] {
        self.more.as_ref().map_or(&[], |more| &more.disputes)
    }

    pub(super) fn disputes_mut(&mut self) -> impl Iterator<Item = &mut Dispute> {
        let more = self.more.as_mut();
        more.into_iter().flat_map(|more| &mut more.disputes)
    }

    /// Removes the disputes.
    pub(crate) fn forget_disputes(&mut self) {
        if let Some(more) = &mut self.more {
            more.disputes.clear();
        }
        if self.is_empty() {
            self.more = None;
        }
    }

    fn is_empty(&self) -> bool {
        let is_empty = |more: &More| *more == More::default();
        self.more.as_deref().is_none_or(is_empty)
    }

    /// True if `confidence` was written, not inferred.
    pub fn is_written(&self) -> bool {
        self.more.as_ref().is_some_and(|more| more.written)
    }

    /// True if somebody marked it as assumed.
    pub(crate) fn is_assumed(&self) -> bool {
        self.is_written() && self.confidence == Confidence::Assumed
    }

    /// True if somebody marked it as assumed and gives no source for any of it.
    pub(crate) fn is_only_assumed(&self) -> bool {
        self.is_assumed() && self.sources().is_empty()
    }

    /// True if it is empty: no source, no confidence, no notes, no tags, no disputes.
    pub(crate) fn is_bare(&self) -> bool {
        let is_bare = |more: &More| {
            !more.written
                && more.sources.is_empty()
                && more.notes.is_empty()
                && more.tags.is_empty()
                && more.disputes.is_empty()
                && !more.words.iter().any(|(key, _)| *key == "confidence")
        };
        self.more.as_deref().is_none_or(is_bare)
    }

    /// The word in place of a value of the statement: `unknown`, `none` or `not-shared`.
    pub(crate) fn word(&self, key: &str) -> Option<&'static str> {
        let words = &self.more.as_ref()?.words;
        words
            .iter()
            .find(|(name, _)| *name == key)
            .map(|(_, word)| *word)
    }

    /// True if the owner or a source says it and nobody disputes it. False if it is unknown whether anybody disputes it.
    pub fn is_sourced(&self) -> bool {
        self.confidence > Confidence::Assumed
            && self.disputes().is_empty()
            && self.word("disputed") != Some("unknown")
    }

    /// The confidence, with a dispute: `reported`, or `reported, disputed`.
    pub(crate) fn standing(&self) -> String {
        let word = self.confidence.word();
        if self.disputes().is_empty() {
            word.to_owned()
        } else {
            format!("{word}, disputed")
        }
    }
}
