//! A clash card for each contested term: its windows on one axis, and the statement of each system.

use std::collections::BTreeMap;

use super::Block;
use super::Card;
use super::Cell;
use super::Column;
use super::Line;
use super::Report;
use super::Shape;
use super::Table;
use super::Text;
use super::Thing;
use super::ThingKind;
use super::windows::windows;
use crate::ask;
use crate::ask::{CardCell, CardRow};
use crate::judge::graph::Supply;
use crate::read::finding::{Finding, Group, Level, Subject};
use crate::read::model::{Axis, Model, TermId};
use crate::words::{capital, counted, plural};

/// Limit on the systems named for one statement.
const MOST_NAMED: usize = 3;
/// Limit on the definitions with a column each.
const MOST_ACROSS: usize = 5;

/// The number of terms with the most findings that are shown open.
const OPEN_CARDS: usize = 3;

pub(super) fn blocks(report: &Report<'_>) -> Vec<Block> {
    let model = report.analysis.model();
    let mut of_term: BTreeMap<TermId, Vec<(usize, &Finding)>> = BTreeMap::new();
    for (number, finding) in report.open() {
        if finding.kind.group == Group::Definition
            && let Some(term) = term_of(model, finding)
        {
            of_term.entry(term).or_default().push((number, finding));
        }
    }
    let firm = |findings: &[(usize, &Finding)]| {
        let firm = findings
            .iter()
            .filter(|(_, finding)| finding.level > Level::Note);
        firm.count()
    };
    let mut terms: Vec<(TermId, Vec<(usize, &Finding)>)> = of_term.into_iter().collect();
    terms.sort_by_key(|(term, findings)| (std::cmp::Reverse(firm(findings)), *term));
    // Two wordings, or something that cannot be told, make no contest.
    let contested = terms.iter().filter(|(_, findings)| firm(findings) > 0);
    let contested = contested.count();
    let about: usize = terms.iter().map(|(_, findings)| firm(findings)).sum();
    let (all, _) = report.analysis.figures(Group::Definition);
    let first = match contested {
        0 => "No term is seen to be defined differently.".to_owned(),
        _ => format!(
            "{} contested: systems mean different things, people or windows by one name. Of {} of different definitions, {about} {} them.",
            plural(contested, "term is", "terms are"),
            counted(all, "finding"),
            if about == 1 { "is about" } else { "are about" },
        ),
    };
    let mut blocks = vec![Block::Sentence(Text::words(first))];
    for (place, (term, findings)) in terms.iter().enumerate() {
        if place == contested {
            let open = plural(terms.len() - contested, "more term is", "more terms are");
            let open = format!("{open} perhaps defined differently, and worth asking about.");
            blocks.push(Block::Sentence(Text::words(open)));
        }
        blocks.push(Block::Card(card(
            report,
            *term,
            findings,
            place >= OPEN_CARDS,
        )));
    }
    blocks
}

/// The term that a finding is about; of two accounts that differ, that of the field.
fn term_of(model: &Model, finding: &Finding) -> Option<TermId> {
    if let Some(Subject::One(slug)) = finding.subjects.get("term") {
        let mut terms = model.terms.iter();
        return terms
            .find(|(_, term)| *term.slug == **slug)
            .map(|(id, _)| id);
    }
    match finding.subjects.get("field")? {
        Subject::One(field) if finding.kind.name == "accounts-differ" => {
            model.term_of(model.field_named(field)?)
        }
        _ => None,
    }
}

fn card(report: &Report<'_>, id: TermId, findings: &[(usize, &Finding)], is_folded: bool) -> Card {
    let model = report.analysis.model();
    let term = &model.terms[id];
    let thing = report.names.thing(ThingKind::Term, &term.slug);
    let fields = Supply::of(&report.analysis.graph).held(id);
    let mut blocks = Vec::new();
    if let Some(definition) = term.definition.known() {
        let definition = format!("The glossary says: {definition}");
        blocks.push(Block::Sentence(Text::words(definition)));
    }
    blocks.extend(windows(report, id, fields));
    blocks.extend(table(report, &term.slug).map(Block::Table));
    let numbers = findings.iter().map(|(number, _)| *number);
    blocks.push(Block::Note(
        Text::words("Findings: ").then(Text::findings(numbers)),
    ));
    Card {
        sort: "clash",
        of: term.slug.to_string(),
        heading: Text::words(thing.name.clone()),
        tally: format!(
            "{}, {}",
            counted(fields.len(), "field"),
            counted(findings.len(), "finding")
        ),
        things: vec![thing],
        blocks,
        is_sheet: false,
        is_folded,
    }
}

/// The card as a table: one row for each facet that differs; windows are drawn instead. A few definitions have a column each; if there are
/// many, one row lists all that say the same.
fn table(report: &Report<'_>, slug: &str) -> Option<Table> {
    let model = report.analysis.model();
    let answer = ask::definitions::ask(&report.analysis.graph, slug).ok()?;
    let card = answer.card?;
    let dimension = |facet: &str| {
        let mut dimensions = model.dimensions.iter().map(|(_, one)| one);
        dimensions.find(|one| *one.slug == *facet)
    };
    let is_drawn =
        |facet: &str| dimension(facet).is_some_and(|one| matches!(one.axis, Axis::Range(_)));
    let name =
        |facet: &str| dimension(facet).map_or_else(|| capital(facet), |one| one.name.to_string());
    let is_few = card.fields.len() <= MOST_ACROSS;
    let rows = card.rows.iter().filter(|row| !is_drawn(&row.facet));
    // Among many definitions, some always leave something open.
    let rows = rows.filter(|row| is_few || says_two(row));
    let rows: Vec<(String, &CardRow)> = rows.map(|row| (name(&row.facet), row)).collect();
    if rows.is_empty() {
        return None;
    }
    let speakers = |field: &String| speaker(report, slug, field);
    let who: Vec<Thing> = card.fields.iter().map(speakers).collect();
    Some(if is_few {
        across(report, &rows, &who)
    } else {
        grouped(report, &rows, &who)
    })
}

/// True if two definitions say different things.
fn says_two(row: &CardRow) -> bool {
    let mut said = row.cells.iter().filter_map(|cell| cell.says.as_deref());
    let first = said.next();
    said.any(|says| Some(says) != first)
}

/// One column for each definition.
fn across(report: &Report<'_>, rows: &[(String, &CardRow)], who: &[Thing]) -> Table {
    let column = |thing: &Thing| Column {
        heading: thing.clone().into(),
        is_number: false,
    };
    let said = |cell: &CardCell| match (&cell.says, &cell.relation) {
        (None, _) => Cell::Unknown,
        (Some(says), None) => report.names.plain(says).into(),
        (Some(says), Some(relation)) => {
            let says = report.names.plain(says);
            format!("{says} ({})", plain_relation(relation)).into()
        }
    };
    let lines = rows.iter().map(|(name, row)| {
        let cells = row.cells.iter().map(said);
        Line::of(
            std::iter::once(Cell::from(name.clone()))
                .chain(cells)
                .collect(),
        )
    });
    Table {
        caption: "Who says what, and in brackets how it stands to the first".to_owned(),
        shape: Shape::Plain,
        columns: std::iter::once(Column::text("On"))
            .chain(who.iter().map(column))
            .collect(),
        lines: lines.collect(),
    }
}

/// The relation of two definitions in plain words.
fn plain_relation(relation: &str) -> String {
    let words = relation.split(" or ").map(|word| match word {
        "disjoint" => "nothing in common".to_owned(),
        "overlapping" => "some in common".to_owned(),
        "unstated" => "not stated".to_owned(),
        "each from the other" => "each can be worked out from the other".to_owned(),
        "gives the first" => "the first can be worked out from it".to_owned(),
        "follows from the first" => "can be worked out from the first".to_owned(),
        "neither from the other" => "neither can be worked out from the other".to_owned(),
        other => other.replace('-', " "),
    });
    words.collect::<Vec<String>>().join(" or ")
}

/// One row for each different statement.
fn grouped(report: &Report<'_>, rows: &[(String, &CardRow)], who: &[Thing]) -> Table {
    let mut lines = Vec::new();
    for (name, row) in rows {
        let mut said: Vec<(&CardCell, Vec<Thing>)> = Vec::new();
        for (cell, thing) in row.cells.iter().zip(who) {
            let known = said.iter_mut().find(|(other, _)| other.says == cell.says);
            match known {
                Some((_, things)) if things.contains(thing) => {}
                Some((_, things)) => things.push(thing.clone()),
                None => said.push((cell, vec![thing.clone()])),
            }
        }
        // Definitions without a statement come last.
        said.sort_by_key(|(cell, _)| cell.says.is_none());
        lines.extend((0..).zip(said).map(|(place, (cell, things))| {
            let relation = match (&cell.says, &cell.relation) {
                (None, _) => Cell::Nothing,
                _ if place == 0 => "the first".to_owned().into(),
                (Some(_), Some(relation)) => plain_relation(relation).into(),
                (Some(_), None) => Cell::Nothing,
            };
            let says = cell.says.as_deref();
            Line::of(vec![
                name.clone().into(),
                says.map_or(Cell::Unknown, |says| report.names.plain(says).into()),
                relation,
                some(things).into(),
            ])
        }));
    }
    Table {
        caption: "Who says what".to_owned(),
        shape: Shape::Grouped,
        columns: vec![
            Column::text("On"),
            Column::text("Says"),
            Column::text("Against the first"),
            Column::text("Who"),
        ],
        lines,
    }
}

/// The first of these things, and the number of the others.
fn some(mut things: Vec<Thing>) -> Text {
    let more = things.len().saturating_sub(MOST_NAMED);
    if more <= 1 {
        return Text::things(things);
    }
    things.truncate(MOST_NAMED);
    Text::things(things).and(format!(" and {more} more"))
}

/// The system of a field, or the term itself for its agreed definition.
pub(super) fn speaker(report: &Report<'_>, term: &str, field: &str) -> Thing {
    if field == ask::AGREED {
        let term = report.names.thing(ThingKind::Term, term);
        return Thing {
            name: "what is agreed".to_owned(),
            ..term
        };
    }
    let model = report.analysis.model();
    let system = model.field_named(field).map(|id| model.system_of(id));
    let slug = system.map_or(field, |system| &*model.systems[system].slug);
    report.names.thing(ThingKind::System, slug)
}
