//! The ledger: the decisions, the actions with their owners and days, and the findings of each in the map of today.

use super::Answer;
use super::Cell;
use super::Misunderstanding;
use super::Row;
use super::find_organisation;
use crate::judge::decide::{current_name, is_past};
use crate::judge::graph::FlowGraph;
use crate::judge::topics;
use crate::judge::topics::Topic;
use crate::read::finding::{Finding, Group, is_named};
use crate::read::model::{Date, Decision, DecisionStatus, OrganisationId, Ref};
use crate::words::{counted, plural};

/// The result of looking for a decision's findings in the map of today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Shows {
    /// It is still found.
    Found,
    /// Nothing of that name is found.
    NotFound,
}

/// One decision with the map of today.
#[derive(Debug, Clone)]
pub(crate) struct Entry<'a> {
    /// As written.
    pub(crate) decision: &'a Decision,
    /// Its name with the ids of today.
    pub(crate) name: String,
    /// The places of the findings that it is about.
    pub(crate) findings: Vec<usize>,
    /// The title of the topic that it names; empty if it names none.
    pub(crate) title: String,
    /// Whether the map still shows the findings.
    pub(crate) shows: Shows,
    /// True if its last day is past.
    pub(crate) has_ended: bool,
    /// True if its due day is past and it is not done.
    pub(crate) is_overdue: bool,
}

impl Entry<'_> {
    /// The result in words, such as `still found: 2 findings`.
    pub(crate) fn shown(&self) -> String {
        let found = match (self.shows, self.findings.len()) {
            (Shows::NotFound, _) => "no longer found".to_owned(),
            (Shows::Found, 1) => "still found".to_owned(),
            (Shows::Found, count) => format!("still found: {}", counted(count, "finding")),
        };
        if self.has_ended {
            format!("{found}; the decision has ended")
        } else {
            found
        }
    }

    /// True if something is still to be done: an action of a decision that is neither closed nor ended.
    pub(crate) fn is_to_be_done(&self) -> bool {
        let is_said = self.decision.action.known().is_some() || self.decision.due.known().is_some();
        is_said && self.decision.status != DecisionStatus::Closed
    }

    /// The organisation that will do it; if none is named, the one that decided.
    pub(crate) fn doer(&self) -> Option<OrganisationId> {
        let owner = self.decision.owner.known().or(self.decision.by.known());
        owner.map(Ref::id)
    }
}

/// The decisions of a map in the order written, with the result of looking for the findings of each.
pub(crate) fn ledger<'a>(graph: &'a FlowGraph, findings: &[Finding]) -> Vec<Entry<'a>> {
    let model = graph.model();
    let names_topic = |decision: &Decision| {
        topics::may_be_named(&decision.finding) || decision.finding.starts_with('*')
    };
    let all: Vec<Topic> = if model.decisions.iter().any(names_topic) {
        topics::undecided(graph, findings)
    } else {
        Vec::new()
    };
    let day = graph.when().as_of.or(model.about.as_of);
    let entry = |decision: &'a Decision| {
        let name = current_name(model, decision).into_owned();
        let own = findings.iter().enumerate();
        let own = own.filter(|(_, finding)| {
            finding.kind.group != Group::Map && is_named(&name, &finding.name)
        });
        let mut places: Vec<usize> = own.map(|(place, _)| place).collect();
        let topics = all.iter().filter(|topic| is_named(&name, &topic.name));
        let mut title = String::new();
        for topic in topics {
            if title.is_empty() {
                title.clone_from(&topic.title);
            }
            places.extend(&topic.findings);
        }
        places.sort_unstable();
        places.dedup();
        let is_done = decision.status == DecisionStatus::Closed || places.is_empty();
        let is_late = |due: &Date| day.is_some_and(|day| *due < day);
        Entry {
            shows: if places.is_empty() {
                Shows::NotFound
            } else {
                Shows::Found
            },
            is_overdue: !is_done && decision.due.known().is_some_and(is_late),
            has_ended: is_past(graph, decision),
            findings: places,
            decision,
            name,
            title,
        }
    };
    let mut entries: Vec<Entry<'_>> = model.decisions.iter().map(entry).collect();
    entries.sort_by(|a, b| {
        let due = |entry: &Entry<'_>| entry.decision.due.known().copied();
        let first = |entry: &Entry<'_>| (!entry.is_to_be_done(), due(entry).is_none(), due(entry));
        first(a).cmp(&first(b)).then_with(|| a.name.cmp(&b.name))
    });
    entries
}

/// The ledger as rows: actions to be done first, by their day. If `organisation` is given, only the decisions that it took or will carry out.
///
/// # Errors
/// If the map has no organisation with that id.
pub fn ask(
    graph: &FlowGraph,
    findings: &[Finding],
    organisation: Option<&str>,
) -> Result<Answer, Misunderstanding> {
    let model = graph.model();
    let wanted = find_organisation(model, organisation)?;
    let entries = ledger(graph, findings);
    let is_wanted = |entry: &&Entry<'_>| {
        let bodies = [&entry.decision.by, &entry.decision.owner];
        wanted.is_none_or(|wanted| {
            let mut named = bodies.into_iter().filter_map(|body| body.known());
            named.any(|body| model.is_part_of(body.id(), wanted))
        })
    };
    let entries: Vec<&Entry<'_>> = entries.iter().filter(is_wanted).collect();
    let actions = entries.iter().filter(|entry| entry.is_to_be_done()).count();
    let overdue = entries.iter().filter(|entry| entry.is_overdue).count();
    let gone = entries
        .iter()
        .filter(|entry| entry.shows == Shows::NotFound)
        .count();
    let mut title = match entries.len() {
        0 => "no decision is written down".to_owned(),
        count => format!(
            "{}, {} to be done",
            counted(count, "decision"),
            counted(actions, "action")
        ),
    };
    if overdue > 0 {
        title = format!("{title}, {overdue} overdue");
    }
    let mut notes = Vec::new();
    if gone > 0 {
        notes.push(format!(
            "{} about something that is no longer found: it is done, or its name is misspelt",
            plural(gone, "decision is", "decisions are")
        ));
    }
    if overdue > 0 || actions > 0 && graph.when().as_of.or(model.about.as_of).is_none() {
        notes.push(match graph.when().as_of.or(model.about.as_of) {
            Some(day) => format!("overdue on {day}, the day the map is looked at"),
            None => "the map says no day, so nobody can tell what is overdue: add `as_of` to the section `map`".to_owned(),
        });
    }
    Ok(Answer {
        card: None,
        title,
        columns: super::named(&[
            "decision",
            "status",
            "why",
            "by",
            "action",
            "owner",
            "due",
            "until",
            "on the map",
        ]),
        rows: entries.iter().map(|entry| row(graph, entry)).collect(),
        notes,
    })
}

fn row(graph: &FlowGraph, entry: &Entry<'_>) -> Row {
    let model = graph.model();
    let text = |text: Option<String>| text.map_or(Cell::Nothing, Cell::from);
    let body = |body: Option<&Ref<OrganisationId>>| {
        text(body.map(|body| model.organisations[body.id()].slug.to_string()))
    };
    let decision = entry.decision;
    let due = decision.due.known().map(|due| {
        if entry.is_overdue {
            format!("{due} (overdue)")
        } else {
            due.to_string()
        }
    });
    Row {
        cells: vec![
            Cell::from(&*entry.name),
            Cell::from(decision.status.word()),
            text(decision.why.known().map(ToString::to_string)),
            body(decision.by.known()),
            text(decision.action.known().map(ToString::to_string)),
            body(decision.owner.known()),
            text(due),
            text(decision.until.known().map(ToString::to_string)),
            Cell::from(entry.shown()),
        ],
        path: Vec::new(),
        place: Some(decision.span),
    }
}
