//! What a room has to settle, the heaviest first, and what the map itself lacks.

use super::Block;
use super::Card;
use super::Cell;
use super::Line;
use super::Report;
use super::Table;
use super::Text;
use crate::judge::topics::{Topic, TopicKind};
use crate::print::topics::{FIRST, first, sure, who};
use crate::words::counted;

/// How many findings a topic names by number.
const MOST_NUMBERED: usize = 8;

/// The ten topics to begin with, and the others folded; nothing where there is nothing to settle.
pub(super) fn blocks(report: &Report<'_>) -> Vec<Block> {
    let topics = report.analysis.topics();
    let (all, _) = first(topics, usize::MAX);
    let mut blocks = Vec::new();
    let (now, later) = all.split_at(all.len().min(FIRST));
    if !now.is_empty() {
        blocks.push(card("first", "What to settle first", now, false));
    }
    if !later.is_empty() {
        blocks.push(card("later", "What to settle after that", later, true));
    }
    let lists = topics.iter().filter(|topic| topic.kind == TopicKind::ToDo);
    let lists: Vec<&Topic> = lists.collect();
    if !lists.is_empty() {
        blocks.push(to_do(&lists));
    }
    blocks
}

fn card(of: &str, heading: &str, topics: &[&Topic], is_folded: bool) -> Block {
    let steps = topics.iter().map(|topic| {
        let numbers = topic.findings.iter().take(MOST_NUMBERED);
        (told(topic), numbers.map(|place| place + 1).collect())
    });
    Block::Card(Card {
        sort: "topics",
        of: of.to_owned(),
        heading: Text::words(heading),
        tally: counted(topics.len(), "topic"),
        things: Vec::new(),
        blocks: vec![Block::Steps(steps.collect())],
        is_sheet: false,
        is_folded,
    })
}

/// One topic: what, why, whom to ask what, and how sure.
fn told(topic: &Topic) -> Text {
    let mut words = sentence(&topic.title);
    if !topic.why.is_empty() {
        words = format!("{words} {}", topic.why);
    }
    if !topic.question.is_empty() {
        words = format!("{words} Ask {}: {}", who(topic), topic.question);
    }
    Text::words(format!("{words} {}:", sure(topic.certainty)))
}

/// A title with a full stop, where it ends without one.
fn sentence(title: &str) -> String {
    let is_ended = title.ends_with(['.', '?', '!', '”']);
    format!("{title}{}", if is_ended { "" } else { "." })
}

fn to_do(lists: &[&Topic]) -> Block {
    let lines = lists.iter().map(|topic| {
        let who = match &*topic.who_names {
            [] => "Nobody is named".to_owned(),
            names => names.join(", "),
        };
        let cells = [who, topic.why.clone()];
        Line::of(cells.map(|words| Cell::Text(Text::words(words))).into())
    });
    let table = Table::plain(
        "What the map lacks, by who can answer",
        ["Who can answer", "What is open"],
        lines,
    );
    Block::Card(Card {
        sort: "topics",
        of: "to-do".to_owned(),
        heading: Text::words("What the map itself lacks"),
        tally: counted(lists.len(), "list"),
        things: Vec::new(),
        blocks: vec![Block::Table(table)],
        is_sheet: false,
        is_folded: true,
    })
}
