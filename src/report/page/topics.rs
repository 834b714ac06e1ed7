//! The topics to settle, the heaviest first, and the to-do lists of the map.

use super::Block;
use super::Card;
use super::Cell;
use super::Line;
use super::Report;
use super::Table;
use super::Text;
use super::TopicCard;
use crate::judge::topics::{Topic, TopicKind};
use crate::print::topics::{FIRST, first, sure, wanted_by, who};
use crate::words::counted;

/// Limit on the findings that a topic names by number.
const MOST_NUMBERED: usize = 8;

/// The ten topics to begin with.
pub(super) fn blocks(report: &Report<'_>) -> Vec<Block> {
    let (topics, _) = first(report.analysis.topics(), FIRST);
    if topics.is_empty() {
        return vec![Block::Sentence(Text::words("There is nothing to settle."))];
    }
    vec![cards(&topics)]
}

/// The further topics, and the to-do lists of the map.
pub(super) fn others(report: &Report<'_>) -> Vec<Block> {
    let topics = report.analysis.topics();
    let (all, _) = first(topics, usize::MAX);
    let rest = &all[all.len().min(FIRST)..];
    let mut blocks = Vec::new();
    if !rest.is_empty() {
        blocks.push(later(rest));
    }
    let lists = topics.iter().filter(|topic| topic.kind == TopicKind::ToDo);
    let lists: Vec<&Topic> = lists.collect();
    if !lists.is_empty() {
        blocks.push(to_do(&lists));
    }
    blocks
}

fn cards(topics: &[&Topic]) -> Block {
    let topics = topics.iter().map(|topic| {
        let numbers = topic.findings.iter().take(MOST_NUMBERED);
        TopicCard {
            name: topic.name.clone(),
            title: Text::words(&*topic.title),
            lines: lines(topic),
            findings: numbers.map(|place| place + 1).collect(),
        }
    });
    Block::Topics(topics.collect())
}

fn later(topics: &[&Topic]) -> Block {
    Block::Card(Card {
        sort: "topics",
        of: "later".to_owned(),
        heading: Text::words("What to settle after that"),
        tally: counted(topics.len(), "topic"),
        things: Vec::new(),
        blocks: vec![cards(topics)],
        is_sheet: false,
        is_folded: true,
    })
}

/// The reason why a topic matters, the question with the organisations to ask, and the certainty.
fn lines(topic: &Topic) -> Vec<Text> {
    let mut lines = vec![topic.why.clone()];
    if !topic.question.is_empty() {
        lines.push(format!("To ask: {}.", who(topic)));
        lines.push(topic.question.clone());
        lines.push(wanted_by(topic));
    }
    lines.push(format!("{}.", sure(topic.certainty)));
    let lines = lines.into_iter().filter(|line| !line.is_empty());
    lines.map(Text::words).collect()
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
