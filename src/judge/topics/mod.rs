//! Topics: what the findings amount to, in the order in which a room has to settle it.
//!
//! A topic is one body asked for the same things more than once, one thing whose definitions differ, one need with all that stands in its way, one
//! system at which data is lost or claimed, or the to-do list of one owner. A finding belongs to exactly one topic. The name of a topic is made of
//! the id of what it is about, so that it stays when the map grows.

mod key;
mod tell;
mod weigh;

use std::collections::BTreeMap;

pub(crate) use self::key::is_to_do;
use self::key::{Key, Keys};
pub use self::weigh::Part;
use crate::judge::graph::FlowGraph;
use crate::read::finding::{Certainty, Finding, Level, Words, each_told};

/// What the findings of a topic are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TopicKind {
    /// One body that is asked for the same things more than once.
    AskedAgain,
    /// One thing whose definitions differ.
    Definition,
    /// One need and what stands in its way.
    Need,
    /// One system at which data is lost, changed or claimed.
    Break,
    /// What the map itself lacks, and one owner can answer.
    ToDo,
}

impl TopicKind {
    /// The word used in output: the first part of a topic's name.
    pub(crate) fn word(self) -> &'static str {
        match self {
            TopicKind::AskedAgain => "asked-again",
            TopicKind::Definition => "definition",
            TopicKind::Need => "need",
            TopicKind::Break => "break",
            TopicKind::ToDo => "to-do",
        }
    }
}

/// Something that a room has to settle, with the findings under it.
#[derive(Debug, Clone, PartialEq)]
pub struct Topic {
    /// `kind/id`: the same when the map grows.
    pub name: String,
    /// What it is about.
    pub kind: TopicKind,
    /// One sentence in plain words, with names.
    pub title: String,
    /// Why it matters: one sentence; empty where the title says all.
    pub why: String,
    /// The ids of the organisations that must settle it.
    pub who: Vec<String>,
    /// Their names, in the same order.
    pub who_names: Vec<String>,
    /// The question to put to them.
    pub question: String,
    /// How sure the surest finding is.
    pub certainty: Certainty,
    /// The sum of its parts times how sure it is, in points.
    pub weight: u32,
    /// What the weight is made of.
    pub parts: Vec<Part>,
    /// The places of its findings in the analysis, in order.
    pub findings: Vec<usize>,
}

/// One finding of a topic with its text.
struct Under<'f> {
    place: usize,
    finding: &'f Finding,
    words: Words,
}

/// The topics of a map: what is to be settled first, the heaviest first, then the to-do lists. Findings that the room has settled are left out.
#[must_use]
pub fn topics(graph: &FlowGraph, findings: &[Finding]) -> Vec<Topic> {
    let keys = Keys::of(graph);
    let open = findings.iter().enumerate();
    let open = open.filter(|(_, finding)| !finding.is_settled());
    let (places, open): (Vec<usize>, Vec<&Finding>) = open.unzip();
    let told = each_told(&open, |finding, words| {
        let key = keys.key(finding, words);
        Some((key, finding, kept(key, words)))
    });
    let mut under: BTreeMap<Key, Vec<Under<'_>>> = BTreeMap::new();
    for (place, (key, finding, words)) in places.into_iter().zip(told) {
        under.entry(key).or_default().push(Under {
            place,
            finding,
            words,
        });
    }
    give_away(graph, &keys, &mut under);
    let topics = under
        .into_iter()
        .map(|(key, under)| topic(graph, &keys, key, &under));
    let mut topics: Vec<Topic> = topics.collect();
    topics.sort_by(|a, b| {
        let is_to_do = |topic: &Topic| topic.kind == TopicKind::ToDo;
        let apart = is_to_do(a).cmp(&is_to_do(b));
        let weight = b.weight.cmp(&a.weight);
        apart.then(weight).then_with(|| a.name.cmp(&b.name))
    });
    topics
}

/// The parts of a finding's text that topics are made from: a large map has very many findings, most of them on to-do lists.
fn kept(key: Key, words: &Words) -> Words {
    let question = words.question.clone();
    match key {
        Key::ToDo(_) | Key::Files => Words {
            question,
            ..Words::default()
        },
        _ => Words {
            subjects: words.subjects.clone(),
            question,
            message: words.message.clone(),
            detail: match key {
                Key::Need(_) => words.detail.clone(),
                _ => BTreeMap::new(),
            },
            ..Words::default()
        },
    }
}

/// A term or a system of fewer points is a question to its owner, not something that a room has to settle.
const LIGHT: u32 = 12;

/// Moves the findings on terms and systems that weigh little to the to-do list of the body that can answer.
fn give_away(graph: &FlowGraph, keys: &Keys<'_>, under: &mut BTreeMap<Key, Vec<Under<'_>>>) {
    let is_light = |key: Key, under: &[Under<'_>]| {
        let parts = weigh::parts(graph, keys, key, under);
        matches!(key, Key::Term(_) | Key::System(_))
            && (under.iter().all(|one| one.finding.level == Level::Note)
                || weigh::weight(&parts, surest(under)) < LIGHT)
    };
    let light: Vec<Key> = under
        .iter()
        .filter(|(key, under)| is_light(**key, under))
        .map(|(key, _)| *key)
        .collect();
    for key in light {
        for one in under.remove(&key).into_iter().flatten() {
            let list = under.entry(Key::ToDo(keys.asked(&one.words))).or_default();
            list.push(one);
        }
    }
    for list in under.values_mut() {
        list.sort_by_key(|one| one.place);
    }
}

/// How sure the surest of the findings is; notes do not count beside others.
fn surest(under: &[Under<'_>]) -> Certainty {
    let firm = under.iter().filter(|one| one.finding.level > Level::Note);
    let firm = firm.map(|one| one.finding.certainty).min();
    firm.unwrap_or(Certainty::CannotTell)
}

fn topic(graph: &FlowGraph, keys: &Keys<'_>, key: Key, under: &[Under<'_>]) -> Topic {
    let certainty = surest(under);
    let parts = weigh::parts(graph, keys, key, under);
    let told = tell::tell(keys, key, under);
    let who = told.who.iter().map(|body| &keys.model.organisations[*body]);
    Topic {
        name: tell::name(keys, key),
        kind: tell::kind(key),
        title: told.title,
        why: told.why,
        who: who.clone().map(|body| body.slug.to_string()).collect(),
        who_names: who.map(|body| body.name.to_string()).collect(),
        question: told.question,
        certainty,
        weight: weigh::weight(&parts, certainty),
        parts,
        findings: under.iter().map(|one| one.place).collect(),
    }
}
