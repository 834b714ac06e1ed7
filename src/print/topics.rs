//! Topics as text, JSON, CSV and Markdown.

use std::fmt::Write as _;

use schemars::JsonSchema;
use serde::Serialize;

use super::AnswerFormat;
use super::marked::words as marked;
use super::table::Table;
use crate::analysis::Analysis;
use crate::ask::Cell;
use crate::escape;
use crate::judge::topics::{Part, Topic, TopicKind};
use crate::read::finding::Certainty;
use crate::words::{counted, first_few, shown};

/// Limit on the topics that a first page shows.
pub(crate) const FIRST: usize = 10;
/// Limit on the organisations that a line names.
const MOST_NAMED: usize = 3;

/// The JSON Schema of that document.
pub(crate) fn schema() -> String {
    super::json::pretty(&schemars::schema_for!(Document))
}

/// The options for printing topics.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wish {
    /// Whether to print also those after the first ten, and the to-do lists.
    pub(crate) is_all: bool,
    /// Whether to print the parts of each weight.
    pub(crate) is_why: bool,
}

/// The topics of a map in a format.
pub(crate) fn topics(analysis: &Analysis, format: AnswerFormat, wish: Wish) -> String {
    let topics = analysis.topics();
    match format {
        AnswerFormat::Text => text(topics, wish),
        AnswerFormat::Json => super::json::pretty(&Document {
            topics: entries(analysis, topics),
        }),
        AnswerFormat::Csv => table(analysis, topics),
        AnswerFormat::Markdown => markdown(topics, wish),
    }
}

/// The document that `--format json` prints.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Document {
    /// Heaviest first, the to-do lists last.
    topics: Vec<Entry>,
}

/// One topic.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Entry {
    /// Does not change when the map grows.
    name: String,
    /// One sentence.
    title: String,
    /// The reason why it matters.
    why: String,
    /// In points: the sum of `parts`, multiplied by a factor for the certainty of the topic.
    weight: u32,
    /// The parts of the weight.
    parts: Vec<EntryPart>,
    /// The ids of the organisations that must settle it.
    who: Vec<String>,
    /// The names of the organisations that want the answer; empty if the topic is no need.
    wanted_by: Vec<String>,
    /// The question to put to them.
    question: String,
    /// certain, likely or cannot-tell.
    certainty: String,
    /// True if the finding is about the map itself and not about the world.
    to_do: bool,
    /// The names of its findings.
    findings: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct EntryPart {
    what: String,
    figure: usize,
    points: u32,
}

/// The topics as entries of the JSON document.
pub(super) fn entries(analysis: &Analysis, topics: &[Topic]) -> Vec<Entry> {
    let part = |part: &Part| EntryPart {
        what: part.what.to_owned(),
        figure: part.figure,
        points: part.points,
    };
    let entry = |topic: &Topic| Entry {
        name: topic.name.clone(),
        title: topic.title.clone(),
        why: topic.why.clone(),
        weight: topic.weight,
        parts: topic.parts.iter().map(part).collect(),
        who: topic.who.clone(),
        wanted_by: topic.wanted_by.clone(),
        question: topic.question.clone(),
        certainty: topic.certainty.word().to_owned(),
        to_do: topic.kind == TopicKind::ToDo,
        findings: names(analysis, topic),
    };
    topics.iter().map(entry).collect()
}

fn names(analysis: &Analysis, topic: &Topic) -> Vec<String> {
    let findings = topic.findings.iter();
    findings
        .map(|place| analysis.findings[*place].name.clone())
        .collect()
}

/// The topics of a first page, and the number of the others to settle.
pub(crate) fn first(topics: &[Topic], most: usize) -> (Vec<&Topic>, usize) {
    let settled = topics.iter().filter(|topic| topic.kind != TopicKind::ToDo);
    let settled: Vec<&Topic> = settled.collect();
    let more = settled.len().saturating_sub(most);
    (settled.into_iter().take(most).collect(), more)
}

/// The topics as a sheet.
pub(crate) fn sheet(analysis: &Analysis) -> Table {
    let columns = [
        ("topic", 70),
        ("why", 60),
        ("ask", 40),
        ("question", 60),
        ("certainty", 12),
        ("weight", 8),
        ("name", 40),
        ("findings", 60),
    ];
    let rows = analysis.topics().iter().map(|topic| {
        vec![
            Cell::from(&*topic.title),
            Cell::from(&*topic.why),
            Cell::from(topic.who_names.join(", ")),
            Cell::from(&*topic.question),
            Cell::from(topic.certainty.word()),
            Cell::from(topic.weight as usize),
            Cell::from(&*topic.name),
            Cell::from(names(analysis, topic).join(", ")),
        ]
    });
    Table {
        name: "topics",
        columns: Table::columns(&columns),
        rows: rows.collect(),
    }
}

/// The weight and its parts: `weight 42 = 30 (needs that depend on it: 3) + 12 (bodies involved: 12)`.
fn sum(topic: &Topic) -> String {
    let parts = topic.parts.iter();
    let parts: Vec<String> = parts
        .map(|part| format!("{} ({}: {})", part.points, part.what, part.figure))
        .collect();
    let times = match topic.certainty {
        _ if topic.kind == TopicKind::ToDo => "",
        Certainty::Certain => "",
        Certainty::Likely => ", of which three quarters count because it is only likely",
        Certainty::CannotTell => ", of which three tenths count because it cannot be told",
    };
    format!("weight {} = {}{times}", topic.weight, parts.join(" + "))
}

fn text(topics: &[Topic], wish: Wish) -> String {
    let (first, more) = first(topics, if wish.is_all { usize::MAX } else { FIRST });
    let mut text = String::new();
    if first.is_empty() {
        text.push_str("Nothing to settle.\n");
    }
    for (place, topic) in (1..).zip(first) {
        let _ = writeln!(text, "{place:>3}. {}", shown(&topic.title));
        told(&mut text, topic, wish, "     ");
        text.push('\n');
    }
    if more > 0 {
        let _ = writeln!(text, "{more} more: `flowmap topics --all` shows them.");
    }
    let lists = topics.iter().filter(|topic| topic.kind == TopicKind::ToDo);
    let lists: Vec<&Topic> = lists.collect();
    if lists.is_empty() {
        return text;
    }
    let _ = writeln!(text, "What the map itself lacks, by who can answer:");
    for topic in lists {
        let _ = writeln!(text, "  {}: {}", shown(&topic.title), shown(&topic.why));
    }
    text
}

fn told(text: &mut String, topic: &Topic, wish: Wish, margin: &str) {
    let mut line = |said: String| {
        let _ = writeln!(text, "{margin}{}", shown(&said));
    };
    if !topic.why.is_empty() {
        line(topic.why.clone());
    }
    if !topic.question.is_empty() {
        line(format!(
            "To ask: {}. {}{}",
            who(topic),
            topic.question,
            wanted(topic)
        ));
    }
    line(format!(
        "{}, {} ({})",
        sure(topic.certainty),
        counted(topic.findings.len(), "finding"),
        topic.name
    ));
    if wish.is_why {
        line(sum(topic));
    }
}

/// The names of the organisations to ask.
pub(crate) fn who(topic: &Topic) -> String {
    if topic.who_names.is_empty() {
        return "the room".to_owned();
    }
    first_few(topic.who_names.iter(), MOST_NAMED)
}

/// ` Wanted by: …`, if somebody needs the answer.
fn wanted(topic: &Topic) -> String {
    match wanted_by(topic) {
        words if words.is_empty() => words,
        words => format!(" {words}"),
    }
}

/// `Wanted by: …` with the organisations that need the answer; empty if there are none.
pub(crate) fn wanted_by(topic: &Topic) -> String {
    match &*topic.wanted_by {
        [] => String::new(),
        names => format!("Wanted by: {}.", first_few(names, MOST_NAMED)),
    }
}

/// The certainty, in words that begin a line.
pub(crate) fn sure(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Certain => "Certain",
        Certainty::Likely => "Likely",
        Certainty::CannotTell => "Cannot be told yet",
    }
}

fn markdown(topics: &[Topic], wish: Wish) -> String {
    let (first, more) = first(topics, if wish.is_all { usize::MAX } else { FIRST });
    let mut text = "# What to settle first\n\n".to_owned();
    for (place, topic) in (1..).zip(first) {
        let _ = writeln!(text, "{place}. **{}**", marked(&topic.title));
        let mut lines = vec![topic.why.clone()];
        lines.push(format!(
            "To ask: {}. {}{}",
            who(topic),
            topic.question,
            wanted(topic)
        ));
        lines.push(format!(
            "{}, {}.",
            sure(topic.certainty),
            counted(topic.findings.len(), "finding")
        ));
        if wish.is_why {
            lines.push(format!("{}.", sum(topic)));
        }
        lines.retain(|line| !line.is_empty());
        let lines: Vec<String> = lines.iter().map(|line| marked(line)).collect();
        let _ = writeln!(text, "   {}", lines.join("\n   "));
    }
    if more > 0 {
        let _ = writeln!(text, "\n{more} more.");
    }
    let lists = topics.iter().filter(|topic| topic.kind == TopicKind::ToDo);
    let mut heading = "\n## What the map itself lacks\n\n";
    for topic in lists {
        let _ = writeln!(
            text,
            "{heading}- **{}**: {}",
            marked(&topic.title),
            marked(&topic.why)
        );
        heading = "";
    }
    text
}

fn table(analysis: &Analysis, topics: &[Topic]) -> String {
    let head = [
        "name",
        "title",
        "why",
        "weight",
        "who",
        "question",
        "certainty",
        "findings",
    ];
    let rows = topics.iter().map(|topic| {
        vec![
            topic.name.clone(),
            topic.title.clone(),
            topic.why.clone(),
            topic.weight.to_string(),
            topic.who.join(" "),
            topic.question.clone(),
            topic.certainty.word().to_owned(),
            names(analysis, topic).join(" "),
        ]
    });
    let mut text = escape::record(head);
    text.extend(rows.map(escape::record));
    text
}
