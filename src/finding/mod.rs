//! What we say: a finding is plain data with its evidence, never an error.
//!
//! Faults in the user's files and results of the rules are both findings, each of some [`Kind`]. Whoever makes
//! one names the place first, so that a finding without a place cannot be made. How loud it is is decided once,
//! afterwards, by [`settle`].

mod decide;
mod kind;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::source::Span;

pub use decide::Verdict;
pub use decide::is_named;
pub use kind::Group;
pub use kind::Kind;
pub(crate) use kind::kind;

/// How loud a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Worth asking.
    Note,
    /// One of the three families: duplicated, defined differently, missing.
    Warning,
    /// The map contradicts itself or cannot be read.
    Error,
}

impl Level {
    /// The word printed.
    pub fn word(self) -> &'static str {
        match self {
            Level::Note => "note",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }
}

/// How sure a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// It follows from what is stated, and every statement it rests on has a source.
    Certain,
    /// It rests on a statement that is only assumed.
    Likely,
    /// It cannot be told from what is stated; the finding says what to ask.
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
    /// Ids in order, none twice.
    Many(Vec<String>),
}

/// A place in the files, with a word on why it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Where.
    pub span: Span,
    /// Why: a short fragment.
    pub label: String,
}

/// What to ask, and of whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The organisation's id; empty where nobody is named as owner.
    pub to: String,
    /// The question, a sentence.
    pub text: String,
}

/// Something to discuss, with its evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// What it is a case of.
    pub kind: &'static Kind,
    /// Set by [`settle`].
    pub level: Level,
    /// How sure it is.
    pub certainty: Certainty,
    /// `rule/ids`: the same when lines move or files are split.
    pub name: String,
    /// One fact: a fragment in lower case, the map's own names in backticks.
    pub message: String,
    /// What it is about, by role.
    pub subjects: BTreeMap<&'static str, Subject>,
    /// More, in a shape each kind documents.
    pub detail: BTreeMap<&'static str, Value>,
    /// Where: the first place is the main one.
    pub places: Vec<Place>,
    /// The ids of the way that proves it, in order.
    pub path: Vec<String>,
    /// What to do: an imperative sentence.
    pub help: String,
    /// Whom to ask what.
    pub question: Option<Question>,
    /// What the room decided about it.
    pub verdict: Option<Verdict>,
}

impl Finding {
    /// A finding of `kind` at `span`, with `label` saying why that place is shown. `ids` complete its name.
    pub fn at(kind: &'static Kind, ids: &[&str], span: Span, label: impl Into<String>) -> Self {
        let name = std::iter::once(kind.name)
            .chain(ids.iter().copied())
            .collect::<Vec<_>>()
            .join("/");
        Self {
            kind,
            level: kind.level,
            certainty: Certainty::Certain,
            name,
            message: String::new(),
            subjects: BTreeMap::new(),
            detail: BTreeMap::new(),
            places: vec![Place {
                span,
                label: label.into(),
            }],
            path: Vec::new(),
            help: String::new(),
            question: None,
            verdict: None,
        }
    }

    /// The one fact.
    #[must_use]
    pub fn message(mut self, message: impl Into<String>) -> Self {
        self.message = message.into();
        self
    }

    /// A further place.
    #[must_use]
    pub fn also(mut self, span: Span, label: impl Into<String>) -> Self {
        self.places.push(Place {
            span,
            label: label.into(),
        });
        self
    }

    /// What it is about, in the role `role`.
    #[must_use]
    pub fn subject(mut self, role: &'static str, id: impl Into<String>) -> Self {
        self.subjects.insert(role, Subject::One(id.into()));
        self
    }

    /// What it is about, in the role `role`: sorted, and cleared of twins, here.
    #[must_use]
    pub fn subjects(mut self, role: &'static str, ids: impl IntoIterator<Item = String>) -> Self {
        let mut ids: Vec<String> = ids.into_iter().collect();
        ids.sort();
        ids.dedup();
        self.subjects.insert(role, Subject::Many(ids));
        self
    }

    /// More, under `key`.
    #[must_use]
    pub fn detail(mut self, key: &'static str, value: impl Into<Value>) -> Self {
        self.detail.insert(key, value.into());
        self
    }

    /// The way that proves it.
    #[must_use]
    pub fn via(mut self, path: impl IntoIterator<Item = String>) -> Self {
        self.path = path.into_iter().collect();
        self
    }

    /// What to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// Whom to ask what.
    #[must_use]
    pub fn ask(mut self, to: impl Into<String>, text: impl Into<String>) -> Self {
        self.question = Some(Question {
            to: to.into(),
            text: text.into(),
        });
        self
    }

    /// How sure it is.
    #[must_use]
    pub fn certainty(mut self, certainty: Certainty) -> Self {
        self.certainty = certainty;
        self
    }

    /// The main place.
    pub fn place(&self) -> &Place {
        &self.places[0]
    }

    /// True where the room has settled it: it is still listed, but no longer counts against the map.
    pub fn is_settled(&self) -> bool {
        self.verdict.as_ref().is_some_and(Verdict::settles)
    }
}

/// Decides levels, drops twins and puts findings in the order they are printed: faults of the files in file order,
/// then the rules' findings family by family, by name. `strict` makes a reference to nothing an error.
pub fn settle(findings: &mut Vec<Finding>, strict: bool) {
    for finding in findings.iter_mut() {
        finding.level = match finding.certainty {
            Certainty::CannotTell => Level::Note,
            _ if strict && finding.kind.name == "unknown-reference" => Level::Error,
            _ => finding.kind.level,
        };
    }
    let file_order = |finding: &Finding| match finding.kind.group {
        Group::Map => Some(finding.place().span),
        _ => None,
    };
    findings.sort_by(|a, b| {
        let group = a.kind.group.cmp(&b.kind.group);
        group
            .then_with(|| file_order(a).cmp(&file_order(b)))
            .then_with(|| a.name.cmp(&b.name))
            .then_with(|| {
                let place = |finding: &Finding| finding.place().span;
                place(a).cmp(&place(b))
            })
    });
    findings.dedup_by(|a, b| a.name == b.name && a.message == b.message && a.places == b.places);
    number_twins(findings);
}

/// Two findings of one name (the same fault twice in a file) get `#2`, `#3` at the end, so that a name means one.
fn number_twins(findings: &mut [Finding]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for finding in findings {
        let count = seen.entry(finding.name.clone()).or_insert(0);
        *count += 1;
        if *count > 1 {
            finding.name = format!("{}#{count}", finding.name);
        }
    }
}
