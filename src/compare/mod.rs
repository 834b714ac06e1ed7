//! Two analyses to what differs between them, as plain data: what came, went and changed, which findings and needs that opened and closed, and
//! the figures then and now.
//!
//! [`changes`] takes any two analyses: two states of one map, or a map and the same map with a change tried out on it. What is told of the
//! older map uses its own ids where the newer one has no other.

mod differing;
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

use self::matching::Matching;

pub(crate) use self::union::{Turns, both};

use crate::analysis::{Analysis, NeedState};
use crate::read::finding::{Certainty, Group, Level};
use crate::read::source::Span;

/// All that differs between two maps.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Changes {
    /// The older map.
    pub old: Side,
    /// The newer map.
    pub new: Side,
    /// Needs that are met better or worse than before.
    pub needs: NeedChanges,
    /// Topics that are new, settled, or there as before.
    pub topics: Turned<TopicChange>,
    /// Findings that are new, settled, or open as before.
    pub findings: Turned<FindingChange>,
    /// What came, went and changed in the map, in the order of what matters.
    pub entries: Vec<Change>,
    /// The figures then and now.
    pub figures: Vec<Figure>,
}

/// One of the two maps.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Side {
    /// Its title.
    pub title: String,
    /// The day it is looked at, where it says so.
    pub day: Option<String>,
}

/// Needs by what became of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NeedChanges {
    /// Met better than before.
    pub won: Vec<NeedChange>,
    /// Met worse than before.
    pub lost: Vec<NeedChange>,
    /// Not met on one side, and on the other that cannot be told.
    pub other: Vec<NeedChange>,
}

/// What became of one need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeedChange {
    /// Its id in the newer map.
    pub id: String,
    /// The question; its id where it has none.
    pub question: String,
    /// How far it was met.
    pub before: NeedState,
    /// How far it is met.
    pub after: NeedState,
    /// What stands in the way now, as the finding says, with ids in backticks; before, where nothing does now.
    pub why: String,
}

/// Findings or topics by what became of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Turned<T> {
    /// Open now, and not before.
    pub opened: Vec<T>,
    /// Open before, and no longer.
    pub closed: Vec<T>,
    /// How many are open on both sides.
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

/// Why something is open or closed now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// The map says something else.
    Map,
    /// The room decided so, or its decision no longer stands.
    Decision {
        /// The status of the decision.
        status: String,
        /// The reason; empty where none is given.
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
    /// How loud it is, or was.
    pub level: Level,
    /// How sure it is, or was.
    pub certainty: Certainty,
    /// What it says, with ids in backticks.
    pub message: String,
    /// True for what the map itself lacks.
    pub is_to_do: bool,
    /// Why.
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
    /// Why.
    pub cause: Cause,
}

/// What became of one entry of the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// It is new.
    Came,
    /// It is no longer there.
    Gone,
    /// It says something else.
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

/// What a change is about. Declared in the order of what matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Matter {
    /// Questions that somebody must be able to answer.
    Needs,
    /// Systems and flows, and what flows pass.
    Flows,
    /// Fields that came or went.
    Fields,
    /// What something means.
    Definitions,
    /// Whom data is about, and when.
    People,
    /// Who is bound to what.
    Owners,
    /// The glossary, code lists and mappings.
    Terms,
    /// What has no class of its own.
    Other,
    /// Names and ids.
    Names,
    /// Where statements come from.
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

/// What became of one entry of the map: an organisation, a field, a flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What became of it.
    pub turn: Turn,
    /// What the change is about.
    pub matter: Matter,
    /// The word for what it is: `system`.
    pub what: &'static str,
    /// Its id in the newer map; in the older, where it is gone. `system.field` for a field.
    pub id: String,
    /// Its id in the older map, where that was another.
    pub was: Option<String>,
    /// What it says now and said before, key by key.
    pub keys: Vec<KeyChange>,
    /// The id of the entry on the other side that is likely the same one.
    pub likely: Option<String>,
    /// All of it in plain words, with ids in backticks.
    pub text: String,
    /// Where it is written: in the older map, where it is gone.
    pub place: Option<Span>,
}

/// One key of an entry that says something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyChange {
    /// The key; `agreed.type` for one inside another.
    pub key: String,
    /// Its value before as a flow file has it; `None` where it was left out.
    pub before: Option<String>,
    /// Its value now.
    pub after: Option<String>,
}

/// A number then and now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Its name for programs.
    pub name: &'static str,
    /// What it counts.
    pub words: &'static str,
    /// In the older map.
    pub then: u64,
    /// In the newer map.
    pub now: u64,
}

impl Changes {
    /// True where nothing differs.
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
            && self.figures.iter().all(|figure| figure.then == figure.now)
    }
}

/// All that differs between an older map and a newer one.
pub fn changes(old: &Analysis, new: &Analysis) -> Changes {
    let (matching, follow) = Matching::of(old.model(), new.model());
    Changes {
        old: side(old),
        new: side(new),
        needs: needs::changes(old, new, &matching),
        topics: findings::topics(old, new, &follow),
        findings: findings::findings(old, new, &follow),
        entries: entries::changes(old.model(), new.model(), &matching),
        figures: figures::figures(old, new),
    }
}

/// The needs and the figures alone: for very many comparisons with one map.
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
