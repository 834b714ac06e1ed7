//! Findings: plain data with its evidence, never an error.
//!
//! Faults in the user's files and results of the rules are both findings, each of some [`Kind`]. A finding is made with its place, so that
//! none can lack one. Its level is set once, afterwards, by [`settle`].

mod decide;
mod doubt;
mod kind;
mod meant;
mod question;
mod settle;
mod told;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use serde_json::Value;

use crate::read::source::Span;

pub(crate) use decide::Patterns;
pub(crate) use decide::Verdict;
pub(crate) use decide::is_named;
pub(crate) use decide::renamed;
pub(crate) use doubt::Doubt;
pub use kind::Group;
pub use kind::Kind;
pub(crate) use kind::kind;
pub(crate) use meant::{body_meant, marked_body};
pub(crate) use question::{Asks, Question};
pub use settle::settle;
pub(crate) use settle::weigh;
pub(crate) use told::Depth;
pub(crate) use told::at_once;
pub(crate) use told::each_told;
pub(crate) use told::each_told_in_turn;
pub(crate) use told::side_by_side;

/// The level of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// A question worth asking.
    Note,
    /// A finding of one of the three families: duplicated, defined differently, missing.
    Warning,
    /// The map contradicts itself or cannot be read.
    Error,
}

impl Level {
    /// The word printed.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Level::Note => "note",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }
}

/// The certainty of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// It follows from the statements, and each of them has a source.
    Certain,
    /// It rests on a statement that is only assumed.
    Likely,
    /// The statements do not decide it. The finding says what to ask.
    CannotTell,
}

impl Certainty {
    /// The word printed.
    pub fn word(self) -> &'static str {
        match self {
            Certainty::Certain => "certain",
            Certainty::Likely => "likely",
            Certainty::CannotTell => "cannot-tell",
        }
    }
}

/// One id, or a sorted list of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// One id.
    One(String),
    /// Sorted ids without duplicates.
    Many(Vec<String>),
}

/// A place in the files, with the reason to show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The span.
    pub span: Span,
    /// The reason: a short fragment.
    pub label: String,
}

/// Something to discuss, with its evidence.
///
/// Its text is rendered on first use, because a large map has more findings than anybody reads. `finding.message` and the other fields of
/// [`Words`] read like its own.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Its kind.
    pub kind: &'static Kind,
    /// Set by [`settle`].
    pub level: Level,
    /// Its certainty.
    pub certainty: Certainty,
    /// Set if the map has disputes.
    pub(crate) doubt: Option<Doubt>,
    /// `rule/ids`: stays the same if lines move or files are split.
    pub name: String,
    /// The span of its main place.
    pub(crate) span: Span,
    /// The decision of the workshop about it.
    pub verdict: Option<Box<Verdict>>,
    words: OnceLock<Box<Words>>,
    teller: Option<Teller>,
}

/// The text of a finding.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Words {
    /// The fact: a fragment in lower case, with the map's own names in backticks.
    pub message: String,
    /// The things that it is about, by role.
    pub subjects: BTreeMap<&'static str, Subject>,
    /// Further data, in a shape that each kind documents.
    pub detail: BTreeMap<&'static str, Value>,
    /// Its places. The first is the main one.
    pub places: Vec<Place>,
    /// The ids of the way that proves it, in order.
    pub(crate) path: Vec<String>,
    /// The remedy: an imperative sentence.
    pub help: String,
    /// The question, and whom to ask.
    pub(crate) question: Option<Question>,
}

impl Words {
    /// Words whose main place is `span`. `label` says why that place is shown.
    pub(crate) fn at(span: Span, label: impl Into<String>) -> Self {
        Self::default().also(span, label)
    }

    /// Words with these places, each with its label. The first is the main one.
    pub(crate) fn shown(places: impl IntoIterator<Item = (Span, String)>) -> Self {
        let mut words = Self::default();
        for (span, label) in places {
            words = words.also(span, label);
        }
        words
    }

    /// Sets the fact.
    #[must_use]
    pub(crate) fn message(mut self, message: impl Into<String>) -> Self {
        self.message = message.into();
        self
    }

    /// Adds a further place.
    #[must_use]
    pub(crate) fn also(mut self, span: Span, label: impl Into<String>) -> Self {
        self.places.push(Place {
            span,
            label: label.into(),
        });
        self
    }

    /// Adds further data under `key`.
    #[must_use]
    pub(crate) fn detail(mut self, key: &'static str, value: impl Into<Value>) -> Self {
        self.detail.insert(key, value.into());
        self
    }

    /// Sets the way that proves it.
    #[must_use]
    pub(crate) fn via(mut self, path: impl IntoIterator<Item = String>) -> Self {
        self.path = path.into_iter().collect();
        self
    }

    /// Sets the remedy: an imperative sentence.
    #[must_use]
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// Sets the question, and the id of the organisation that can answer it.
    #[must_use]
    pub(crate) fn ask(self, to: impl Into<String>, text: impl Into<String>) -> Self {
        self.put(Question::new(to, text))
    }

    /// Sets the question.
    #[must_use]
    pub(crate) fn put(mut self, question: Question) -> Self {
        self.question = Some(question);
        self
    }
}

/// Makes the words of a finding on first use.
#[derive(Clone)]
struct Teller(Arc<dyn Fn(Depth) -> Words + Send + Sync>);

impl fmt::Debug for Teller {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Teller")
    }
}

impl Deref for Finding {
    type Target = Words;

    fn deref(&self) -> &Words {
        self.words.get_or_init(|| Box::new(self.tell(Depth::Full)))
    }
}

impl PartialEq for Finding {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
            && self.level == other.level
            && self.certainty == other.certainty
            && self.verdict == other.verdict
            && **self == **other
    }
}

impl Finding {
    /// A finding of `kind` at `span`. `label` says why that place is shown, and `ids` complete its name.
    pub(crate) fn at(
        kind: &'static Kind,
        ids: &[&str],
        span: Span,
        label: impl Into<String>,
    ) -> Self {
        let words = Words {
            places: vec![Place {
                span,
                label: label.into(),
            }],
            ..Words::default()
        };
        Self {
            words: OnceLock::from(Box::new(words)),
            ..Self::bare(kind, ids, span)
        }
    }

    /// A finding whose words are made by `tell` on first use.
    pub(crate) fn later(
        kind: &'static Kind,
        ids: &[&str],
        span: Span,
        certainty: Certainty,
        tell: impl Fn(Depth) -> Words + Send + Sync + 'static,
    ) -> Self {
        Self {
            certainty,
            teller: Some(Teller(Arc::new(tell))),
            ..Self::bare(kind, ids, span)
        }
    }

    fn bare(kind: &'static Kind, ids: &[&str], span: Span) -> Self {
        let mut name = String::with_capacity(
            kind.name.len() + ids.iter().map(|id| id.len() + 1).sum::<usize>(),
        );
        name.push_str(kind.name);
        for id in ids {
            name.push('/');
            name.push_str(id);
        }
        Self {
            kind,
            level: kind.level,
            doubt: None,
            certainty: Certainty::Certain,
            name,
            span,
            verdict: None,
            words: OnceLock::new(),
            teller: None,
        }
    }

    /// Its text, rendered without caching it, for code that visits very many findings.
    pub fn words(&self) -> Cow<'_, Words> {
        self.words_of(Depth::Full)
    }

    /// Its text to this depth, rendered without caching it.
    pub(crate) fn words_of(&self, depth: Depth) -> Cow<'_, Words> {
        match self.words.get() {
            Some(words) => Cow::Borrowed(&**words),
            None => Cow::Owned(self.tell(depth)),
        }
    }

    fn tell(&self, depth: Depth) -> Words {
        self.teller
            .as_ref()
            .map_or_else(Words::default, |Teller(tell)| tell(depth))
    }

    fn words_mut(&mut self) -> &mut Words {
        if self.words.get().is_none() {
            self.words = OnceLock::from(Box::new(self.tell(Depth::Full)));
        }
        self.words.get_mut().expect("the words were set just above")
    }

    /// Replaces the fact and the remedy by others.
    pub(crate) fn retell(&mut self, message: impl Into<String>, help: impl Into<String>) {
        let words = self.words_mut();
        words.message = message.into();
        words.help = help.into();
    }

    /// Sets the fact.
    #[must_use]
    pub(crate) fn message(mut self, message: impl Into<String>) -> Self {
        self.words_mut().message = message.into();
        self
    }

    /// Adds a further place.
    #[must_use]
    pub(crate) fn also(mut self, span: Span, label: impl Into<String>) -> Self {
        self.words_mut().places.push(Place {
            span,
            label: label.into(),
        });
        self
    }

    /// Replaces its places.
    #[must_use]
    pub(crate) fn shown_at(mut self, places: Vec<Place>) -> Self {
        self.words_mut().places = places;
        self
    }

    /// Adds a thing that it is about, in the role `role`.
    #[must_use]
    pub(crate) fn subject(mut self, role: &'static str, id: impl Into<String>) -> Self {
        self.words_mut()
            .subjects
            .insert(role, Subject::One(id.into()));
        self
    }

    /// Sets the way that proves it.
    #[must_use]
    pub(crate) fn via(mut self, path: impl IntoIterator<Item = String>) -> Self {
        self.words_mut().path = path.into_iter().collect();
        self
    }

    /// Sets the remedy.
    #[must_use]
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.words_mut().help = help.into();
        self
    }

    /// Sets the question, and whom to ask.
    #[must_use]
    pub(crate) fn ask(mut self, to: impl Into<String>, text: impl Into<String>) -> Self {
        self.words_mut().question = Some(Question::new(to, text));
        self
    }

    /// The main place.
    pub fn place(&self) -> &Place {
        &self.places[0]
    }

    /// True if the workshop has settled it. It is then still listed, and no longer counts against the map.
    pub(crate) fn is_settled(&self) -> bool {
        self.verdict
            .as_ref()
            .is_some_and(|verdict| verdict.settles())
    }
}
