//! The decisions of the map, the actions by body and day, and what the map still shows of each.

use std::collections::BTreeMap;

use super::Block;
use super::Cell;
use super::Line;
use super::Report;
use super::Table;
use super::Text;
use super::ThingKind;
use crate::ask::decisions::{Entry, Shows, ledger};
use crate::read::model::{OrganisationId, Ref};
use crate::words::{counted, plural};

/// The blocks of the chapter; empty if the map has no decisions.
pub(super) fn blocks(report: &Report<'_>) -> Vec<Block> {
    let analysis = report.analysis;
    let entries = ledger(&analysis.graph, &analysis.findings);
    if entries.is_empty() {
        return Vec::new();
    }
    let gone = entries
        .iter()
        .filter(|entry| entry.shows == Shows::NotFound)
        .count();
    let found = entries.len() - gone;
    let sentence = format!(
        "The room has written down {}. Of {}, the map still shows what it was about.",
        counted(entries.len(), "decision"),
        match found {
            0 => "none".to_owned(),
            found => found.to_string(),
        }
    );
    let mut blocks = vec![Block::Sentence(Text::words(sentence))];
    let actions: Vec<&Entry<'_>> = entries
        .iter()
        .filter(|entry| entry.is_to_be_done())
        .collect();
    if !actions.is_empty() {
        blocks.push(Block::Sentence(actions_sentence(report, &actions)));
        blocks.push(Block::Table(actions_table(report, &actions)));
    }
    blocks.push(Block::Table(Table::plain(
        "What was decided",
        [
            "About",
            "Status",
            "Why",
            "Decided by",
            "Until",
            "The map shows",
        ],
        entries.iter().map(|entry| decision(report, entry)),
    )));
    if gone > 0 {
        blocks.push(Block::Note(Text::words(
            "No longer found: the map has changed so that it is solved, or the decision names it wrongly. The chapter of all findings offers the likeliest name.",
        )));
    }
    blocks
}

fn actions_sentence(report: &Report<'_>, actions: &[&Entry<'_>]) -> Text {
    let graph = &report.analysis.graph;
    let overdue = actions.iter().filter(|entry| entry.is_overdue).count();
    let day = graph.when().as_of.or(graph.model().about.as_of);
    let late = match (overdue, day) {
        (_, None) => "The map says no day, so it cannot tell which are overdue.".to_owned(),
        (0, Some(day)) => format!("None was overdue on {day}."),
        (overdue, Some(day)) => format!(
            "{} overdue on {day}.",
            plural(overdue, "was", "were").replacen(' ', " of them ", 1)
        ),
    };
    Text::words(format!(
        "{} to be done. {late}",
        plural(actions.len(), "action is", "actions are")
    ))
}

/// The actions, body by body and day by day.
fn actions_table(report: &Report<'_>, actions: &[&Entry<'_>]) -> Table {
    let model = report.analysis.model();
    let mut by_body: BTreeMap<(bool, String), Vec<&Entry<'_>>> = BTreeMap::new();
    for entry in actions {
        let name = entry
            .doer()
            .map(|body| model.organisations[body].name.to_string());
        let key = (name.is_none(), name.unwrap_or_default());
        by_body.entry(key).or_default().push(entry);
    }
    let lines = by_body.into_values().flatten().map(|entry| {
        let decision = entry.decision;
        let action = decision.action.known().map(ToString::to_string);
        let due = decision.due.known().map(|due| {
            if entry.is_overdue {
                format!("{due}, overdue")
            } else {
                due.to_string()
            }
        });
        Line::of(vec![
            body(report, entry.doer()),
            action.map_or(Cell::Unknown, Cell::from),
            due.map_or(Cell::Unknown, Cell::from),
            about(report, entry).into(),
            shows(entry),
        ])
    });
    let mut table = Table::plain(
        "What will be done, by whom and by when",
        ["Who", "What", "By when", "About", "The map shows"],
        lines,
    );
    table.shape = super::Shape::Grouped;
    table
}

fn decision(report: &Report<'_>, entry: &Entry<'_>) -> Line {
    let decision = entry.decision;
    let text = |text: Option<String>| text.map_or(Cell::Nothing, Cell::from);
    Line::of(vec![
        about(report, entry).into(),
        decision.status.word().replace('-', " ").into(),
        text(decision.why.known().map(ToString::to_string)),
        body(report, decision.by.known().map(Ref::id)),
        text(decision.until.known().map(|until| {
            if entry.has_ended {
                format!("{until}, ended")
            } else {
                until.to_string()
            }
        })),
        shows(entry),
    ])
}

fn body(report: &Report<'_>, body: Option<OrganisationId>) -> Cell {
    let model = report.analysis.model();
    body.map_or(Cell::Unknown, |body| {
        let slug = &model.organisations[body].slug;
        report.names.thing(ThingKind::Organisation, slug).into()
    })
}

/// The subject of a decision in plain words; the name in the decision if the map no longer shows its finding.
fn about(report: &Report<'_>, entry: &Entry<'_>) -> Text {
    if !entry.title.is_empty() {
        return Text::words(entry.title.clone());
    }
    match entry.findings.first() {
        Some(first) => {
            let finding = &report.analysis.findings[*first];
            let told = report.names.told(&finding.words().message, Some(finding));
            let more = entry.findings.len() - 1;
            let told = told.capital();
            match more {
                0 => told,
                more => told.and(format!(" (and {more} more)")),
            }
        }
        None => Text(vec![super::Piece::Code(entry.name.clone())]),
    }
}

/// The state of the decision's findings in the map, with the first of them.
fn shows(entry: &Entry<'_>) -> Cell {
    let numbers = entry
        .findings
        .iter()
        .take(MOST_NAMED)
        .map(|place| place + 1);
    match entry.shows {
        Shows::NotFound => Cell::from("no longer found"),
        Shows::Found => Text::words("still found: ")
            .then(Text::findings(numbers))
            .and(crate::words::and_more(
                entry.findings.len().saturating_sub(MOST_NAMED),
            ))
            .into(),
    }
}

/// Limit on the findings that a cell names.
const MOST_NAMED: usize = 5;
