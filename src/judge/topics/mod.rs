//! Topics: findings grouped into things to settle, in the order to settle them.
//!
//! A topic is one organisation that is asked for the same things more than once, one thing whose definitions differ, one need with its
//! obstacles, one system in which data is lost or claimed, or the to-do list of one owner. A finding belongs to exactly one topic. The name
//! of a topic is made of an id, so that it stays when the map grows.

mod dispute;
mod key;
mod readers;
mod reasons;
mod tell;
mod weigh;

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::LazyLock;

use serde_json::Value;

pub use self::key::is_to_do;
use self::key::{Key, Keys, Things};
pub(crate) use self::readers::readers;
pub use self::weigh::Part;
use crate::judge::graph::FlowGraph;
use crate::read::finding::{Certainty, Depth, Finding, Level, Words, each_told};
use crate::read::model::OrganisationId;

/// The subject of the findings of a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TopicKind {
    /// One organisation that is asked for the same things more than once.
    AskedAgain,
    /// One thing whose definitions differ.
    Definition,
    /// One need and its obstacles.
    Need,
    /// One system in which data is lost, changed or claimed.
    Break,
    /// Gaps in the map itself that one owner can fill.
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

/// One thing to settle, with its findings.
#[derive(Debug, Clone, PartialEq)]
pub struct Topic {
    /// `kind/id`: the same when the map grows.
    pub name: String,
    /// Its kind.
    pub kind: TopicKind,
    /// One sentence in plain words, with names.
    pub title: String,
    /// The reason why it matters: one sentence; empty if the title says all.
    pub why: String,
    /// The ids of the organisations that must settle it.
    pub who: Vec<String>,
    /// Their names, in the same order.
    pub who_names: Vec<String>,
    /// The names of the organisations that want the answer: those of a need.
    pub wanted_by: Vec<String>,
    /// The question to put to them.
    pub question: String,
    /// The certainty of its surest finding.
    pub certainty: Certainty,
    /// The sum of its parts, reduced by its certainty, in points.
    pub weight: u32,
    /// The parts of the weight.
    pub parts: Vec<Part>,
    /// The places of its findings in the analysis, in order.
    pub findings: Vec<usize>,
}

/// One finding of a topic.
struct Under<'f> {
    place: usize,
    finding: &'f Finding,
    /// `None` for a finding on a to-do list: a large map has very many of those, and of all on one list only one question is read.
    kept: Option<Box<Kept>>,
}

/// The facts of a finding that its topic is made from. Its message and its question are rendered only where a topic quotes them.
#[derive(Default)]
struct Kept {
    /// The parts of its further data that topics are made from.
    detail: BTreeMap<&'static str, Value>,
    things: Things,
    /// The organisation that its question is put to.
    asked: Option<OrganisationId>,
}

impl Deref for Under<'_> {
    type Target = Kept;

    fn deref(&self) -> &Kept {
        static NOTHING: LazyLock<Kept> = LazyLock::new(Kept::default);
        self.kept.as_deref().unwrap_or(&NOTHING)
    }
}

/// The topics of a map: things to settle, the heaviest first, then the to-do lists. Findings that a decision has settled are left out.
#[must_use]
pub fn topics(graph: &FlowGraph, findings: &[Finding]) -> Vec<Topic> {
    let open = findings.iter().enumerate();
    of(graph, open.filter(|(_, finding)| !finding.is_settled()))
}

/// The topics of a map as if no decision had been made: those that a decision may name.
#[must_use]
pub(crate) fn undecided(graph: &FlowGraph, findings: &[Finding]) -> Vec<Topic> {
    of(graph, findings.iter().enumerate())
}

/// True if a decision of this name may be about a topic; otherwise it is about a finding.
pub(crate) fn may_be_named(name: &str) -> bool {
    let kinds = [
        TopicKind::AskedAgain,
        TopicKind::Definition,
        TopicKind::Need,
        TopicKind::Break,
        TopicKind::ToDo,
    ];
    let kind = name.split_once('/').map(|(kind, _)| kind);
    kind.is_some_and(|name| kinds.iter().any(|kind| kind.word() == name))
}

fn of<'f>(graph: &FlowGraph, findings: impl Iterator<Item = (usize, &'f Finding)>) -> Vec<Topic> {
    let keys = Keys::of(graph);
    let (places, open): (Vec<usize>, Vec<&Finding>) = findings.unzip();
    let told = each_told(&open, Depth::Brief, |finding, words| {
        let (key, things) = keys.key(finding, words);
        Some((key, finding, kept(&keys, key, words, things)))
    });
    let mut under: BTreeMap<Key, Vec<Under<'_>>> = BTreeMap::new();
    for (place, (key, finding, kept)) in places.into_iter().zip(told) {
        under.entry(key).or_default().push(Under {
            place,
            finding,
            kept,
        });
    }
    let mut parts = give_away(graph, &keys, &mut under);
    let topics = under.into_iter().map(|(key, under)| {
        let parts = parts.remove(&key);
        let parts = parts.unwrap_or_else(|| weigh::parts(graph, &keys, key, &under));
        topic(&keys, key, &under, parts)
    });
    let mut topics: Vec<Topic> = topics.collect();
    topics.sort_by(|a, b| {
        let is_to_do = |topic: &Topic| topic.kind == TopicKind::ToDo;
        let apart = is_to_do(a).cmp(&is_to_do(b));
        let weight = b.weight.cmp(&a.weight);
        apart.then(weight).then_with(|| a.name.cmp(&b.name))
    });
    topics
}

/// The facts of a finding that its topic is made from; `None` if the topic is a to-do list.
fn kept(keys: &Keys<'_>, key: Key, words: &Words, things: Things) -> Option<Box<Kept>> {
    let detail = words.detail.iter();
    let detail = match key {
        Key::ToDo(_) | Key::Files => return None,
        Key::Need(_) => words.detail.clone(),
        _ => {
            let shown = detail.filter(|(name, _)| ["disputed", "of_one_case"].contains(*name));
            shown.map(|(name, value)| (*name, value.clone())).collect()
        }
    };
    Some(Box::new(Kept {
        detail,
        things,
        asked: keys.asked(words),
    }))
}

/// The least points of a topic about a term or a system: a lighter one becomes a question to its owner.
const LIGHT: u32 = 12;

/// Moves the findings of light topics about terms and systems to the to-do list of the organisation that can answer. Returns the parts of
/// the weight of those that stay.
fn give_away(
    graph: &FlowGraph,
    keys: &Keys<'_>,
    under: &mut BTreeMap<Key, Vec<Under<'_>>>,
) -> BTreeMap<Key, Vec<Part>> {
    let (mut heavy, mut light) = (BTreeMap::new(), Vec::new());
    for (key, under) in &*under {
        if !matches!(key, Key::Term(_) | Key::System(_)) {
            continue;
        }
        let parts = weigh::parts(graph, keys, *key, under);
        // Accounts that contradict each other are about the world, not about the map.
        if under.iter().any(is_contradiction) {
            heavy.insert(*key, parts);
        } else if under.iter().all(|one| one.finding.level == Level::Note)
            || weigh::weight(&parts, surest(under)) < LIGHT
        {
            light.push(*key);
        } else {
            heavy.insert(*key, parts);
        }
    }
    for key in light {
        for one in under.remove(&key).into_iter().flatten() {
            let list = under.entry(Key::ToDo(one.asked)).or_default();
            list.push(one);
        }
    }
    for list in under.values_mut() {
        list.sort_by_key(|one| one.place);
    }
    heavy
}

/// True for a firm finding that two accounts of one thing contradict each other.
fn is_contradiction(one: &Under<'_>) -> bool {
    one.finding.kind.name == "accounts-differ" && one.finding.level > Level::Note
}

/// The certainty of the surest finding, without notes; if there are only notes, it cannot be told. That somebody contradicts does not make
/// other findings surer.
fn surest(under: &[Under<'_>]) -> Certainty {
    let firm = || under.iter().filter(|one| one.finding.level > Level::Note);
    let other = firm().filter(|one| !is_contradiction(one));
    let other = other.map(|one| one.finding.certainty).min();
    let any = || firm().map(|one| one.finding.certainty).min();
    other.or_else(any).unwrap_or(Certainty::CannotTell)
}

fn topic(keys: &Keys<'_>, key: Key, under: &[Under<'_>], parts: Vec<Part>) -> Topic {
    let certainty = surest(under);
    let told = tell::tell(keys, key, under);
    let who = told.who.iter().map(|body| &keys.model.organisations[*body]);
    Topic {
        name: tell::name(keys, key),
        kind: tell::kind(key),
        title: told.title,
        why: told.why,
        who: who.clone().map(|body| body.slug.to_string()).collect(),
        who_names: who.map(|body| body.name.to_string()).collect(),
        wanted_by: told.wanted_by,
        question: told.question,
        certainty,
        weight: match key {
            // A to-do list has one question for each finding, however sure it is.
            Key::ToDo(_) | Key::Files => under.len() as u32,
            _ => weigh::weight(&parts, certainty),
        },
        parts,
        findings: under.iter().map(|one| one.place).collect(),
    }
}
