//! One reason why a need is not met, or why that cannot be told.

use std::collections::BTreeSet;

use serde_json::Value;
use serde_json::json;

use crate::judge::graph::Bound;
use crate::judge::graph::FlowGraph;
use crate::judge::graph::Step;
use crate::read::model::Evidence;
use crate::read::model::FieldId;
use crate::read::model::Model;
use crate::read::model::SystemId;
use crate::read::source::Span;

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
    /// The way that comes too late, from the capture on; empty where time is not the reason.
    pub(super) way: Box<[Step]>,
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
            way: Box::default(),
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
    pub(super) fn told(&self, graph: &FlowGraph) -> Value {
        let mut told = json!({"reason": self.word, "text": self.text});
        if !self.way.is_empty() {
            told["timetable"] = timetable(graph, &self.way);
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

/// The way, step by step, for programs: ages in minutes, `most` null where something is not stated.
fn timetable(graph: &FlowGraph, way: &[Step]) -> Value {
    let model = graph.model();
    let bound = |bound: Bound| json!({"least": bound.least, "most": bound.most});
    let steps = way.iter().map(|step| {
        json!({
            "field": model.field_name(step.field),
            "flow": step.by.map(|by| model.flows[by.flow].slug.to_string()),
            "best": bound(step.age.best),
            "mean": bound(step.age.mean),
            "worst": bound(step.age.worst),
        })
    });
    Value::Array(steps.collect())
}

/// How many names are written out.
const MOST_NAMED: usize = 4;

/// `a, b, c, d and 4 more`.
pub(super) fn listed<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let names: BTreeSet<&str> = names.into_iter().collect();
    first_of(names.len(), names.into_iter())
}

/// The first of so many names, which come in their order.
fn first_of<'n>(count: usize, names: impl Iterator<Item = &'n str>) -> String {
    let shown: Vec<String> = names
        .take(MOST_NAMED)
        .map(|name| format!("`{name}`"))
        .collect();
    let more = count - shown.len();
    if more > 0 {
        format!("{} and {more} more", shown.join(", "))
    } else {
        shown.join(", ")
    }
}

/// The systems of these fields, by id.
pub(super) fn systems(model: &Model, fields: &[FieldId]) -> String {
    let systems = fields.iter().map(|field| model.system_of(*field));
    let mut systems: Vec<SystemId> = systems.collect();
    systems.dedup();
    // The table of systems is in the order of their ids.
    systems.sort_unstable();
    systems.dedup();
    let names = systems.iter().map(|system| &*model.systems[*system].slug);
    first_of(systems.len(), names)
}
