//! Compares two analyses and returns the differences as plain data: entries that came, went and changed, findings and needs that opened and
//! closed, and the figures then and now.
//!
//! [`changes`] takes any two analyses: two states of one map, or a map and the same map with a change tried out on it. An entry that only
//! the older map has is reported with the id that it has there.

mod differing;
mod due;
mod entries;
mod figures;
mod findings;
mod follow;
mod likely;
mod matching;
mod needs;
mod pairing;
mod union;
mod words;

#[cfg(test)]
mod tests;

use rustc_hash::FxHashSet;

use self::matching::Matching;

pub(crate) use self::union::{Turns, both};

use crate::analysis::{Analysis, NeedState};
use crate::read::finding::{Certainty, Group, Level};
use crate::read::source::Span;

/// All differences between two maps.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Changes {
    /// The older map.
    pub old: Side,
    /// The newer map.
    pub new: Side,
    /// Needs whose state changed.
    pub needs: NeedChanges,
    /// Topics that opened or closed, and the number that stayed open.
    pub topics: Turned<TopicChange>,
    /// Findings that opened or closed, and the number that stayed open.
    pub findings: Turned<FindingChange>,
    /// Topics and findings that are open in both maps.
    pub stayed: Stayed,
    /// Actions that have become due.
    pub due: Vec<Due>,
    /// The changes of entries, the most important first.
    pub entries: Vec<Change>,
    /// The figures then and now.
    pub figures: Vec<Figure>,
}

/// One of the two maps.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Side {
    /// Its title.
    pub title: String,
    /// The day of its view; `None` if neither the options nor the map give one.
    pub day: Option<String>,
}

/// Needs by the change of their state.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NeedChanges {
    /// Met better than before.
    pub won: Vec<NeedChange>,
    /// Met worse than before.
    pub lost: Vec<NeedChange>,
    /// Not met in one map, and in the other it cannot be told.
    pub other: Vec<NeedChange>,
}

/// The change of one need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeedChange {
    /// Its id in the newer map.
    pub id: String,
    /// The question; its id if it has none.
    pub question: String,
    /// Its state in the older map.
    pub before: NeedState,
    /// Its state in the newer map.
    pub after: NeedState,
    /// The obstacle in the newer map, as the finding words it, with ids in backticks; that of the older map if there is none now.
    pub why: String,
}

/// Findings or topics by their change.
#[derive(Debug, Clone, PartialEq)]
pub struct Turned<T> {
    /// Open now, and not before.
    pub opened: Vec<T>,
    /// Open before, and no longer.
    pub closed: Vec<T>,
    /// The number that are open on both sides.
    pub open: usize,
}

impl<T> Default for Turned<T> {
    fn default() -> Self {
        Self {
            opened: Vec::new(),
            closed: Vec::new(),
            open: 0,
        }
    }
}

/// The reason that a finding or topic opened or closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// The content of the map changed.
    Map,
    /// A decision settled it, or the decision that settled it no longer stands.
    Decision {
        /// The status of the decision.
        status: String,
        /// The reason for the decision; empty if none is given.
        why: String,
    },
}

/// A finding that opened or closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingChange {
    /// Its name.
    pub name: String,
    /// Its rule.
    pub rule: &'static str,
    /// Its family.
    pub group: Group,
    /// Its level, in the map that has it open.
    pub level: Level,
    /// Its certainty, in the map that has it open.
    pub certainty: Certainty,
    /// Its message, with ids in backticks.
    pub message: String,
    /// True if the map itself lacks something.
    pub is_to_do: bool,
    /// Its cause.
    pub cause: Cause,
}

/// A topic that opened or closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicChange {
    /// Its name.
    pub name: String,
    /// One sentence in plain words, with names.
    pub title: String,
    /// Its weight in points.
    pub weight: u32,
    /// Its cause.
    pub cause: Cause,
}

/// Topics and findings that are open in both maps, in the order of the newer one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stayed {
    /// The topics.
    pub topics: Vec<Still>,
    /// The findings.
    pub findings: Vec<Still>,
}

/// A topic or finding that is open in both maps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Still {
    /// Its name in the newer map.
    pub name: String,
    /// The title of a topic; empty for a finding.
    pub title: String,
    /// The earliest day of a compared map since which it is open in all of them; `None` if that map gives no day. It may be older.
    pub since: Option<String>,
}

/// An action whose day has come since the older map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The name of the finding or topic that the decision is about.
    pub about: String,
    /// The title of the topic; empty for a finding.
    pub title: String,
    /// The action, if it is written down.
    pub action: Option<String>,
    /// The organisation that will do it, if known.
    pub owner: Option<String>,
    /// The day by which it is done.
    pub due: String,
    /// True if the newer map still shows the finding.
    pub is_found: bool,
}

/// The kinds of change of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// It is new.
    Came,
    /// It is no longer there.
    Gone,
    /// Some of its keys have other values.
    Changed,
    /// It has another id, and says the same.
    Renamed,
}

impl Turn {
    /// The sign for it beside a name: `+`, `−` or `~`.
    pub fn sign(self) -> char {
        match self {
            Turn::Came => '+',
            Turn::Gone => '−',
            Turn::Changed | Turn::Renamed => '~',
        }
    }

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Turn::Came => "came",
            Turn::Gone => "gone",
            Turn::Changed => "changed",
            Turn::Renamed => "renamed",
        }
    }
}

/// The classes of changes, declared with the most important first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Matter {
    /// Needs.
    Needs,
    /// Systems and flows, and the data that flows pass.
    Flows,
    /// Fields that came or went.
    Fields,
    /// The meanings of terms and fields.
    Definitions,
    /// The people and times that data is about.
    People,
    /// Owners, duties and organisations.
    Owners,
    /// The glossary, code lists and mappings.
    Terms,
    /// Everything without a class of its own.
    Other,
    /// Names and ids.
    Names,
    /// The sources of statements.
    Evidence,
}

impl Matter {
    /// The heading over such changes.
    pub fn heading(self) -> &'static str {
        match self {
            Matter::Needs => "Questions that must be answered",
            Matter::Flows => "Systems and flows",
            Matter::Fields => "Fields that came or went",
            Matter::Definitions => "Definitions",
            Matter::People => "People and times",
            Matter::Owners => "Owners and duties",
            Matter::Terms => "Terms and code lists",
            Matter::Other => "Everything else",
            Matter::Names => "Names",
            Matter::Evidence => "Sources and remarks",
        }
    }
}

/// The change of one entry of the map: an organisation, a field, a flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The kind of change.
    pub turn: Turn,
    /// The class of the change.
    pub matter: Matter,
    /// The word for its kind of entry: `system`.
    pub what: &'static str,
    /// Its id in the newer map; in the older map, if it is gone. `system.field` for a field.
    pub id: String,
    /// Its id in the older map, if it was another.
    pub was: Option<String>,
    /// The keys that differ.
    pub keys: Vec<KeyChange>,
    /// The id of the entry on the other side that is likely the same one.
    pub likely: Option<String>,
    /// The whole change in plain words, with ids in backticks.
    pub text: String,
    /// Its place in a file: of the older map, if it is gone.
    pub place: Option<Span>,
}

/// A key of an entry whose value changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyChange {
    /// The key; `agreed.type` for a key inside another.
    pub key: String,
    /// Its value before, as in a flow file; `None` if it was left out.
    pub before: Option<String>,
    /// Its value now; `None` if it is left out.
    pub after: Option<String>,
}

/// A number then and now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Its name for programs.
    pub name: &'static str,
    /// The words for the things counted.
    pub words: &'static str,
    /// In the older map.
    pub then: u64,
    /// In the newer map.
    pub now: u64,
}

impl Changes {
    /// True if nothing differs.
    pub fn is_empty(&self) -> bool {
        let needs = &self.needs;
        self.entries.is_empty()
            && needs.won.is_empty()
            && needs.lost.is_empty()
            && needs.other.is_empty()
            && self.topics.opened.is_empty()
            && self.topics.closed.is_empty()
            && self.findings.opened.is_empty()
            && self.findings.closed.is_empty()
            && self.due.is_empty()
            && self.figures.iter().all(|figure| figure.then == figure.now)
    }
}

/// Compares an older map with a newer one.
pub fn changes(old: &Analysis, new: &Analysis) -> Changes {
    let (matching, follow) = Matching::of(old.model(), new.model());
    let day = side(old).day;
    let (topics, topics_stayed) = findings::topics(old, new, &follow, day.as_deref());
    let (findings, findings_stayed) = findings::findings(old, new, &follow, day.as_deref());
    Changes {
        old: side(old),
        new: side(new),
        needs: needs::changes(old, new, &matching),
        topics,
        findings,
        stayed: Stayed {
            topics: topics_stayed,
            findings: findings_stayed,
        },
        due: due::actions(old, new),
        entries: entries::changes(old.model(), new.model(), &matching),
        figures: figures::figures(old, new),
    }
}

/// Follows the topics and findings that stayed open through still older maps, the newest of them first.
pub(crate) fn trace_back(changes: &mut Changes, new: &Analysis, earlier: &[Analysis]) {
    let mut gone = [FxHashSet::default(), FxHashSet::default()];
    for map in earlier {
        let Some(day) = side(map).day else { continue };
        let (_, follow) = Matching::of(map.model(), new.model());
        let open = findings::open_names(map, new, &follow);
        let kinds = [&mut changes.stayed.topics, &mut changes.stayed.findings];
        for ((all, open), gone) in kinds.into_iter().zip(&open).zip(&mut gone) {
            for one in all {
                if open.contains(&one.name) && !gone.contains(&one.name) {
                    one.since = Some(day.clone());
                } else {
                    gone.insert(one.name.clone());
                }
            }
        }
    }
}

/// Compares only the needs and the figures: for very many comparisons with one map.
pub(crate) fn summary(old: &Analysis, new: &Analysis) -> Changes {
    let (matching, _) = Matching::of(old.model(), new.model());
    Changes {
        old: side(old),
        new: side(new),
        needs: needs::changes(old, new, &matching),
        figures: figures::figures(old, new),
        ..Changes::default()
    }
}

fn side(analysis: &Analysis) -> Side {
    let about = &analysis.model().about;
    let day = analysis.graph.when().as_of.or(about.as_of);
    Side {
        title: about.title.clone(),
        day: day.map(|day| day.to_string()),
    }
}
