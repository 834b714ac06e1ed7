//! Findings as JSON, in the form fixed by the design; its schema is generated from these types.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::analysis::Analysis;
use crate::read::finding::{Finding, Group, Subject};
use crate::words::is_harmful;

/// The document that `flowmap check --format json` prints.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "flowmap findings")]
struct Document {
    map: Map,
    summary: Summary,
    findings: Vec<Entry>,
}

/// The map the findings are about.
#[derive(Debug, Serialize, JsonSchema)]
struct Map {
    title: String,
    /// The day the map describes, or null.
    as_of: Option<String>,
}

/// How much there is.
#[derive(Debug, Serialize, JsonSchema)]
struct Summary {
    organisations: usize,
    systems: usize,
    fields: usize,
    flows: usize,
    findings: Counts,
}

/// Findings that count, by family; those the room has settled do not.
#[derive(Debug, Serialize, JsonSchema)]
struct Counts {
    duplication: usize,
    definition: usize,
    gap: usize,
    map: usize,
}

/// One finding.
#[derive(Debug, Serialize, JsonSchema)]
struct Entry {
    /// From 1, in the order of the report: the number beside the finding's mark in every picture. It changes when findings come or go; `name` does not.
    number: usize,
    /// `rule/ids`: the same when lines move or files are split.
    name: String,
    rule: &'static str,
    /// duplication, definition, gap or map.
    group: &'static str,
    /// error, warning or note.
    level: &'static str,
    /// certain, likely or cannot-tell.
    certainty: &'static str,
    message: String,
    /// By role: an id, or a sorted list of ids.
    subjects: BTreeMap<&'static str, Value>,
    /// More, in a shape that each rule documents.
    detail: BTreeMap<&'static str, Value>,
    places: Vec<Place>,
    /// The ids of the way that proves it.
    path: Vec<String>,
    help: String,
    question: Option<Question>,
    decision: Option<Decision>,
}

/// A place in a flow file.
#[derive(Debug, Serialize, JsonSchema)]
struct Place {
    file: String,
    /// From 1.
    line: usize,
    /// From 1, in characters.
    column: usize,
    label: String,
}

/// What to ask.
#[derive(Debug, Serialize, JsonSchema)]
struct Question {
    /// An organisation's id, or nothing where nobody is named.
    to: String,
    text: String,
}

/// What the room decided.
#[derive(Debug, Serialize, JsonSchema)]
struct Decision {
    status: String,
    why: String,
    by: String,
    until: String,
}

/// The document, indented, with a line break at its end.
pub fn render(analysis: &Analysis) -> String {
    let model = analysis.model();
    let document = Document {
        map: Map {
            title: model.about.title.clone(),
            as_of: model.about.as_of.map(|day| day.to_string()),
        },
        summary: Summary {
            organisations: model.organisations.len(),
            systems: model.systems.len(),
            fields: model.fields.len(),
            flows: model.flows.len(),
            findings: Counts {
                duplication: analysis.count(Group::Duplication),
                definition: analysis.count(Group::Definition),
                gap: analysis.count(Group::Gap),
                map: analysis.count(Group::Map),
            },
        },
        findings: analysis
            .findings
            .iter()
            .enumerate()
            .map(|(place, finding)| entry(analysis, place + 1, &finding.clone()))
            .collect(),
    };
    pretty(&document)
}

/// The JSON Schema of that document.
pub(crate) fn schema() -> String {
    pretty(&schemars::schema_for!(Document))
}

/// A JSON document, indented, with a line break at its end. What could harm a terminal is written as `\u009b`: such characters only stand
/// inside of strings.
pub(crate) fn pretty(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("plain data is always JSON");
    text.push('\n');
    if !text.chars().any(is_harmful) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if is_harmful(letter) {
            let _ = write!(out, "\\u{:04x}", u32::from(letter));
        } else {
            out.push(letter);
        }
    }
    out
}

fn entry(analysis: &Analysis, number: usize, finding: &Finding) -> Entry {
    let place = |place: &crate::read::finding::Place| {
        let position = analysis.sources.position(place.span);
        let file = analysis.sources.file(place.span.file).name.clone();
        Place {
            file,
            line: position.line,
            column: position.column,
            label: place.label.clone(),
        }
    };
    let subject = |subject: &Subject| match subject {
        Subject::One(id) => Value::from(id.as_str()),
        Subject::Many(ids) => Value::from(ids.clone()),
    };
    Entry {
        number,
        name: finding.name.clone(),
        rule: finding.kind.name,
        group: finding.kind.group.word(),
        level: finding.level.word(),
        certainty: finding.certainty.word(),
        message: finding.message.clone(),
        subjects: finding
            .subjects
            .iter()
            .map(|(role, value)| (*role, subject(value)))
            .collect(),
        detail: finding.detail.clone(),
        places: finding.places.iter().map(place).collect(),
        path: finding.path.clone(),
        help: finding.help.clone(),
        question: finding.question.as_ref().map(|question| Question {
            to: question.to.clone(),
            text: question.text.clone(),
        }),
        decision: finding.verdict.as_ref().map(|verdict| Decision {
            status: verdict.status.clone(),
            why: verdict.why.clone(),
            by: verdict.by.clone(),
            until: verdict.until.clone(),
        }),
    }
}
