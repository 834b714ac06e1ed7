//! One reason why a need is not met, or why that cannot be told.

use std::collections::BTreeSet;

use serde_json::Value;
use serde_json::json;

use crate::model::Evidence;
use crate::model::Model;
use crate::model::SystemId;
use crate::source::Span;

/// Why a need is not met.
pub(super) struct Reason {
    /// The word in the JSON: `no-source`, `not-allowed`, `people-left-out`, `too-late`, `too-coarse`, `cannot-be-linked`, `cannot-tell`.
    pub(super) word: &'static str,
    /// A fragment with its witness.
    pub(super) text: String,
    /// Set where it is only an open question: whom to ask what.
    pub(super) question: Option<(String, String)>,
    /// Where the witness is written.
    pub(super) place: Option<(Span, String)>,
    /// The witness for programs, such as the timetable.
    pub(super) witness: Value,
    /// True where the statement it rests on has a source.
    pub(super) is_sourced: bool,
    /// What would help, an imperative; empty where the word says enough.
    pub(super) help: String,
}

impl Reason {
    /// A reason that is certain as far as the map goes.
    pub(super) fn firm(word: &'static str, text: String) -> Self {
        Self {
            word,
            text,
            question: None,
            place: None,
            witness: Value::Null,
            is_sourced: true,
            help: String::new(),
        }
    }

    /// Something that cannot be told: `question` is put to the organisation `to`.
    pub(super) fn open(text: String, to: String, question: String) -> Self {
        Self {
            question: Some((to, question)),
            ..Self::firm("cannot-tell", text)
        }
    }

    /// As JSON: word, text, and the timetable where there is one.
    pub(super) fn told(&self) -> Value {
        let mut told = json!({"reason": self.word, "text": self.text});
        if !self.witness.is_null() {
            told["timetable"] = self.witness.clone();
        }
        told
    }

    /// What it rests on, as far as sources go.
    pub(super) fn rests_on(mut self, evidence: &Evidence) -> Self {
        self.is_sourced = evidence.is_sourced();
        self
    }

    /// Where to look.
    pub(super) fn at(mut self, span: Span, label: impl Into<String>) -> Self {
        self.place = Some((span, label.into()));
        self
    }
}

/// The owner of a system, by id; empty where none is stated.
pub(super) fn owner(model: &Model, system: SystemId) -> String {
    let owner = model.systems[system].owner();
    owner
        .map(|owner| model.organisations[owner].slug.to_string())
        .unwrap_or_default()
}

/// `a, b, c, d and 4 more`.
pub(super) fn listed<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let names: BTreeSet<&str> = names.into_iter().collect();
    let shown: Vec<String> = names
        .iter()
        .take(4)
        .map(|name| format!("`{name}`"))
        .collect();
    let more = names.len() - shown.len();
    if more > 0 {
        format!("{} and {more} more", shown.join(", "))
    } else {
        shown.join(", ")
    }
}

/// The systems of these fields, by id.
pub(super) fn systems(model: &Model, fields: &[crate::model::FieldId]) -> String {
    let slug = |field: &crate::model::FieldId| &*model.systems[model.fields[*field].system].slug;
    listed(fields.iter().map(slug))
}
