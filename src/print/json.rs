//! Findings as JSON, in the form fixed by the design; its schema is generated from these types.

use std::collections::BTreeMap;
use std::io;
use std::io::Write;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use serde_json::ser::{Formatter, PrettyFormatter};

use super::topics;
use crate::analysis::Analysis;
use crate::escape;
use crate::read::finding::{Finding, Group, Subject, Words, each_told_in_turn};

/// The document that `flowmap check --format json` prints.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "flowmap findings")]
struct Document<'a> {
    map: Map,
    summary: Summary,
    findings: Vec<Entry<'a>>,
    /// The topics, as `flowmap topics --format json` prints them.
    topics: Vec<topics::Entry>,
}

/// The map the findings are about.
#[derive(Debug, Serialize, JsonSchema)]
struct Map {
    title: String,
    /// The day the map describes, or null.
    as_of: Option<String>,
}

/// The figures of the map.
#[derive(Debug, Serialize, JsonSchema)]
struct Summary {
    organisations: usize,
    systems: usize,
    fields: usize,
    flows: usize,
    findings: Counts,
}

/// The number of findings by family, without those that a decision settles.
#[derive(Debug, Serialize, JsonSchema)]
struct Counts {
    duplication: usize,
    definition: usize,
    gap: usize,
    map: usize,
    /// Fields that a person types again: they are collected once.
    typed_again: usize,
    /// True for the to-do list: statements the map itself lacks.
    to_do: usize,
}

/// One finding.
#[derive(Debug, Serialize, JsonSchema)]
struct Entry<'a> {
    /// The number of the finding in the report and in pictures, counted from 1. It changes when findings come or go; `name` does not.
    number: usize,
    /// `rule/ids`. It does not change when lines move or files are split.
    name: &'a str,
    rule: &'static str,
    /// duplication, definition, gap or map.
    group: &'static str,
    /// error, warning or note.
    level: &'static str,
    /// certain, likely or cannot-tell.
    certainty: &'static str,
    /// True if it would be certain but for a disputed statement that it rests on; else left out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    disputed: bool,
    message: &'a str,
    /// For each role an id, or a sorted list of ids.
    subjects: BTreeMap<&'static str, Value>,
    /// Further data; each rule documents its form.
    detail: &'a BTreeMap<&'static str, Value>,
    places: Vec<Place<'a>>,
    /// The ids of the fields along the route that proves it.
    path: &'a [String],
    help: &'a str,
    question: Option<Question<'a>>,
    decision: Option<Decision<'a>>,
}

/// A place in a flow file.
#[derive(Debug, Serialize, JsonSchema)]
struct Place<'a> {
    file: &'a str,
    /// Counted from 1.
    line: usize,
    /// In characters, counted from 1.
    column: usize,
    label: &'a str,
}

/// The question.
#[derive(Debug, Serialize, JsonSchema)]
struct Question<'a> {
    /// The id of an organisation; null if none is named.
    to: &'a str,
    text: &'a str,
}

/// The decision on a finding.
#[derive(Debug, Serialize, JsonSchema)]
struct Decision<'a> {
    status: &'a str,
    why: &'a str,
    by: &'a str,
    until: &'a str,
    /// The action agreed; empty if none is stated, like the other texts.
    action: &'a str,
    /// The id of the organisation that owns the action.
    owner: &'a str,
    /// The day the action is due.
    due: &'a str,
}

/// The document, indented, with a line break at its end.
pub fn render(analysis: &Analysis) -> String {
    let mut bytes = Vec::new();
    write(analysis, &mut bytes).expect("a list of bytes takes every byte");
    String::from_utf8(bytes).expect("JSON is text")
}

/// Writes that document, each finding as soon as its words are made: very many findings are never held as text.
pub(crate) fn write(analysis: &Analysis, out: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        map: map(analysis),
        summary: summary(analysis),
        findings: Vec::new(),
        topics: topics::entries(analysis, analysis.topics()),
    };
    let told = |place, finding: &Finding, words: &Words| {
        inside(&entry(analysis, place + 1, finding, words), STEPS)
    };
    write_list(analysis, (&pretty(&document), "findings", STEPS), told, out)
}

/// The depth of an entry inside the document.
const STEPS: usize = 2;

/// A value at a depth of `steps` inside a document: all but its first line is indented by as much.
pub(super) fn inside(value: &impl Serialize, steps: usize) -> Vec<u8> {
    let mut formatter = PrettyFormatter::new();
    let mut text = Vec::with_capacity(4096);
    for _ in 0..steps {
        let opened = formatter.begin_array(&mut text);
        opened.expect("a list of bytes takes every byte");
    }
    text.clear();
    let mut serializer = serde_json::Serializer::with_formatter(&mut text, formatter);
    let done = value.serialize(&mut serializer);
    done.expect("plain data is always JSON");
    let text = String::from_utf8(text).expect("JSON is text");
    escape::json(text).into_bytes()
}

/// Writes a document and fills its first empty list under `key` with an item for each finding, each as soon as its words are made. The
/// items are at depth `steps`.
pub(super) fn write_list(
    analysis: &Analysis,
    (document, key, steps): (&str, &str, usize),
    item: impl Fn(usize, &Finding, &Words) -> Vec<u8> + Sync,
    out: &mut dyn Write,
) -> io::Result<()> {
    let empty = format!("\"{key}\": []");
    let Some((start, end)) = document.split_once(&empty) else {
        return out.write_all(document.as_bytes());
    };
    if analysis.findings.is_empty() {
        return out.write_all(document.as_bytes());
    }
    write!(out, "{start}\"{key}\": [")?;
    let step = "  ".repeat(steps);
    let mut comma = "";
    each_told_in_turn(&analysis.findings, item, |text| {
        write!(out, "{comma}\n{step}")?;
        comma = ",";
        out.write_all(&text)
    })?;
    write!(out, "\n{}]{end}", "  ".repeat(steps - 1))
}

fn map(analysis: &Analysis) -> Map {
    let about = &analysis.model().about;
    Map {
        title: about.title.clone(),
        as_of: about.as_of.map(|day| day.to_string()),
    }
}

fn summary(analysis: &Analysis) -> Summary {
    let model = analysis.model();
    let count = |group| analysis.counted(group).count();
    Summary {
        organisations: model.organisations.len(),
        systems: model.systems.len(),
        fields: model.fields.len(),
        flows: model.flows.len(),
        findings: Counts {
            duplication: count(Group::Duplication),
            definition: count(Group::Definition),
            gap: count(Group::Gap),
            map: count(Group::Map),
            typed_again: analysis.typed_again(),
            to_do: analysis.to_do(),
        },
    }
}

/// The JSON Schema of that document.
pub(crate) fn schema() -> String {
    pretty(&schemars::schema_for!(Document<'_>))
}

/// A JSON document, indented, with a line break at its end. Characters that could harm a terminal are escaped, such as `\u009b`: they only
/// occur inside strings.
pub(crate) fn pretty(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("plain data is always JSON");
    text.push('\n');
    escape::json(text)
}

fn entry<'a>(
    analysis: &'a Analysis,
    number: usize,
    finding: &'a Finding,
    words: &'a Words,
) -> Entry<'a> {
    let place = |place: &'a crate::read::finding::Place| {
        let position = analysis.sources.position(place.span);
        Place {
            file: &analysis.sources.file(place.span.file).name,
            line: position.line,
            column: position.column,
            label: &place.label,
        }
    };
    let subject = |subject: &Subject| match subject {
        Subject::One(id) => Value::from(id.as_str()),
        Subject::Many(ids) => Value::from(ids.clone()),
    };
    Entry {
        number,
        name: &finding.name,
        rule: finding.kind.name,
        group: finding.kind.group.word(),
        level: finding.level.word(),
        certainty: finding.certainty.word(),
        disputed: finding.is_disputed(),
        message: &words.message,
        subjects: words
            .subjects
            .iter()
            .map(|(role, value)| (*role, subject(value)))
            .collect(),
        detail: &words.detail,
        places: words.places.iter().map(place).collect(),
        path: &words.path,
        help: &words.help,
        question: words.question.as_ref().map(|question| Question {
            to: &question.to,
            text: &question.text,
        }),
        decision: finding.verdict.as_ref().map(|verdict| Decision {
            status: &verdict.status,
            why: &verdict.why,
            by: &verdict.by,
            until: &verdict.until,
            action: &verdict.action,
            owner: &verdict.owner,
            due: &verdict.due,
        }),
    }
}
