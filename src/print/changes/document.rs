//! The JSON document of the differences between two maps; its schema is generated from these types.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Sides, entry_words, place};
use crate::compare::{Cause, Change, Changes, FindingChange, NeedChange, TopicChange};

/// The document that `flowmap compare --format json` prints.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "flowmap changes")]
struct Document {
    /// The older map.
    old: Side,
    /// The newer map.
    new: Side,
    /// Entries added, removed, changed and renamed, most important first.
    changes: Vec<Entry>,
    findings: Findings,
    topics: Topics,
    needs: Needs,
    /// Actions that have become due, the earliest first.
    due: Vec<Due>,
    /// The figures of both maps.
    figures: Vec<Figure>,
}

/// One of the two maps.
#[derive(Debug, Serialize, JsonSchema)]
struct Side {
    title: String,
    /// The day the map is read for, or null.
    as_of: Option<String>,
}

/// One entry of the map that was added, removed, changed or renamed.
#[derive(Debug, Serialize, JsonSchema)]
struct Entry {
    /// came, gone, changed or renamed.
    change: &'static str,
    /// The kind of entry, such as system or flow.
    what: &'static str,
    /// Its id in the newer map; if it was removed, its id in the older map.
    id: String,
    /// Its id in the older map, if that was different; else null.
    was: Option<String>,
    /// The keys whose values differ.
    keys: Vec<Differing>,
    /// The id of the entry in the other map that is likely the same, or null.
    likely: Option<String>,
    /// The whole change in plain words.
    text: String,
    /// The place where it is written, or null. For a removed entry, the place in the older map.
    place: Option<Place>,
}

/// One key of an entry.
#[derive(Debug, Serialize, JsonSchema)]
struct Differing {
    /// The key; a key inside another is written with a dot, as in `agreed.type`.
    key: String,
    /// Its value in the older map, on one line; null if it was left out.
    before: Option<String>,
    /// Its value in the newer map; null if it is left out.
    after: Option<String>,
}

/// A place in a flow file.
#[derive(Debug, Serialize, JsonSchema)]
struct Place {
    file: String,
    /// Counted from 1.
    line: usize,
    /// In characters, counted from 1.
    column: usize,
}

/// Findings opened, closed and still open.
#[derive(Debug, Serialize, JsonSchema)]
struct Findings {
    opened: Vec<Finding>,
    closed: Vec<Finding>,
    /// The number of findings open in both maps.
    open: usize,
    /// Those that are open in both maps.
    still: Vec<Still>,
}

/// A topic or finding that is open in both maps.
#[derive(Debug, Serialize, JsonSchema)]
struct Still {
    /// Its name in the newer map.
    name: String,
    /// The day of the earliest map compared with since which it is open in all of them, or null. It may be open for longer.
    since: Option<String>,
}

/// An action whose day has come since the older map.
#[derive(Debug, Serialize, JsonSchema)]
struct Due {
    /// The name of the finding or topic that was decided.
    decision: String,
    action: Option<String>,
    /// The organisation that will do it, or null.
    owner: Option<String>,
    /// The day by which it is done.
    #[serde(rename = "due")]
    day: String,
    /// True if the newer map still shows what was decided.
    still_found: bool,
}

/// A finding that opened or closed.
#[derive(Debug, Serialize, JsonSchema)]
struct Finding {
    /// Its name in its own map.
    name: String,
    rule: &'static str,
    /// duplication, definition, gap or map.
    group: &'static str,
    /// error, warning or note.
    level: &'static str,
    /// certain, likely or cannot-tell.
    certainty: &'static str,
    /// True if the finding is about the map itself and not about the world.
    to_do: bool,
    message: String,
    decision: Option<Decision>,
}

/// The decision that closed it, or that has ended; null if the map itself changed.
#[derive(Debug, Serialize, JsonSchema)]
struct Decision {
    status: String,
    why: String,
}

/// Topics opened, closed and still open, without to-do lists.
#[derive(Debug, Serialize, JsonSchema)]
struct Topics {
    opened: Vec<Topic>,
    closed: Vec<Topic>,
    /// The number of topics in both maps.
    open: usize,
    /// Those that are there in both maps.
    still: Vec<Still>,
}

/// A topic that opened or closed.
#[derive(Debug, Serialize, JsonSchema)]
struct Topic {
    name: String,
    title: String,
    weight: u32,
    decision: Option<Decision>,
}

/// Needs in both maps whose state has changed.
#[derive(Debug, Serialize, JsonSchema)]
struct Needs {
    /// Met better.
    won: Vec<Need>,
    /// Met worse.
    lost: Vec<Need>,
    /// Not met in one map; cannot be told in the other.
    other: Vec<Need>,
}

/// One need whose state changed.
#[derive(Debug, Serialize, JsonSchema)]
struct Need {
    id: String,
    question: String,
    /// met, partly met, not met or cannot be told.
    before: &'static str,
    after: &'static str,
    /// The obstacles now; if there are none now, those before.
    why: String,
}

/// A number in both maps.
#[derive(Debug, Serialize, JsonSchema)]
struct Figure {
    name: &'static str,
    what: &'static str,
    before: u64,
    after: u64,
}

/// The document of these changes.
pub(super) fn json(changes: &Changes, sides: Sides<'_>) -> String {
    let side = |side: &crate::compare::Side| Side {
        title: side.title.clone(),
        as_of: side.day.clone(),
    };
    let needs = |needs: &[NeedChange]| needs.iter().map(need).collect();
    let findings = |all: &[FindingChange]| all.iter().map(finding).collect();
    let topics = |all: &[TopicChange]| all.iter().map(topic).collect();
    let figures = changes.figures.iter().map(|figure| Figure {
        name: figure.name,
        what: figure.words,
        before: figure.then,
        after: figure.now,
    });
    super::super::json::pretty(&Document {
        old: side(&changes.old),
        new: side(&changes.new),
        changes: changes
            .entries
            .iter()
            .map(|change| entry(change, sides))
            .collect(),
        findings: Findings {
            opened: findings(&changes.findings.opened),
            closed: findings(&changes.findings.closed),
            open: changes.findings.open,
            still: still(&changes.stayed.findings),
        },
        topics: Topics {
            opened: topics(&changes.topics.opened),
            closed: topics(&changes.topics.closed),
            open: changes.topics.open,
            still: still(&changes.stayed.topics),
        },
        needs: Needs {
            won: needs(&changes.needs.won),
            lost: needs(&changes.needs.lost),
            other: needs(&changes.needs.other),
        },
        due: changes.due.iter().map(due).collect(),
        figures: figures.collect(),
    })
}

fn still(all: &[crate::compare::Still]) -> Vec<Still> {
    let still = all.iter().map(|one| Still {
        name: one.name.clone(),
        since: one.since.clone(),
    });
    still.collect()
}

fn due(one: &crate::compare::Due) -> Due {
    Due {
        decision: one.about.clone(),
        action: one.action.clone(),
        owner: one.owner.clone(),
        day: one.due.clone(),
        still_found: one.is_found,
    }
}

fn entry(change: &Change, sides: Sides<'_>) -> Entry {
    let keys = change.keys.iter().map(|key| Differing {
        key: key.key.clone(),
        before: key.before.clone(),
        after: key.after.clone(),
    });
    Entry {
        change: change.turn.word(),
        what: change.what,
        id: change.id.clone(),
        was: change.was.clone(),
        keys: keys.collect(),
        likely: change.likely.clone(),
        text: entry_words(change),
        place: place(change, sides).map(|(file, line, column)| Place { file, line, column }),
    }
}

fn finding(finding: &FindingChange) -> Finding {
    Finding {
        name: finding.name.clone(),
        rule: finding.rule,
        group: finding.group.word(),
        level: finding.level.word(),
        certainty: finding.certainty.word(),
        to_do: finding.is_to_do,
        message: finding.message.clone(),
        decision: decision(&finding.cause),
    }
}

fn topic(topic: &TopicChange) -> Topic {
    Topic {
        name: topic.name.clone(),
        title: topic.title.clone(),
        weight: topic.weight,
        decision: decision(&topic.cause),
    }
}

fn decision(cause: &Cause) -> Option<Decision> {
    match cause {
        Cause::Map => None,
        Cause::Decision { status, why } => Some(Decision {
            status: status.clone(),
            why: why.clone(),
        }),
    }
}

fn need(need: &NeedChange) -> Need {
    Need {
        id: need.id.clone(),
        question: need.question.clone(),
        before: need.before.words(),
        after: need.after.words(),
        why: need.why.clone(),
    }
}

/// The JSON Schema of that document.
pub(crate) fn schema() -> String {
    super::super::json::pretty(&schemars::schema_for!(Document))
}
