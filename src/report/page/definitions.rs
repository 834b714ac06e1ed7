//! A clash card for each contested term: its windows on one axis, and the statement of each system.

use std::collections::BTreeMap;

use super::Block;
use super::Card;
use super::Cell;
use super::Column;
use super::Line;
use super::Report;
use super::Scale;
use super::Shape;
use super::Table;
use super::Text;
use super::Thing;
use super::ThingKind;
use super::Window;
use super::Windows;
use super::text::readable;
use crate::ask;
use crate::ask::{CardCell, CardRow};
use crate::judge::graph::Supply;
use crate::read::finding::{Finding, Group, Level, Subject};
use crate::read::model::{
    Axis, DimensionId, End, Extent, FieldId, Id, Interval, ScopeBox, Term, TermId, Unit,
    extent_words,
};
use crate::words::capital;
use crate::words::counted;

/// Limit on the systems named for one statement.
const MOST_NAMED: usize = 3;
/// Limit on the definitions with a column each.
const MOST_ACROSS: usize = 5;

/// The number of terms with the most findings that are shown open.
const OPEN_CARDS: usize = 3;

pub(super) fn blocks(report: &Report<'_>) -> Vec<Block> {
    let model = report.analysis.model();
    let mut contested: BTreeMap<TermId, Vec<(usize, &Finding)>> = BTreeMap::new();
    for (number, finding) in report.open() {
        if finding.kind.group != Group::Definition {
            continue;
        }
        let Some(Subject::One(slug)) = finding.subjects.get("term") else {
            continue;
        };
        let term = model
            .terms
            .iter()
            .find(|(_, term)| term.slug == slug.as_str().into());
        if let Some((id, _)) = term {
            contested.entry(id).or_default().push((number, finding));
        }
    }
    if contested.is_empty() {
        return vec![Block::Sentence(Text::words(
            "No term is seen to be defined differently.",
        ))];
    }
    let mut terms: Vec<(TermId, Vec<(usize, &Finding)>)> = contested.into_iter().collect();
    let firm = |findings: &[(usize, &Finding)]| {
        let firm = findings
            .iter()
            .filter(|(_, finding)| finding.level > Level::Note);
        firm.count()
    };
    terms.sort_by_key(|(term, findings)| (std::cmp::Reverse(firm(findings)), *term));
    let mut blocks = vec![Block::Sentence(Text::words(format!(
        "{} contested: systems mean different things, people or windows by one name.",
        match terms.len() {
            1 => "1 term is".to_owned(),
            count => format!("{} are", counted(count, "term")),
        }
    )))];
    let cards = terms.iter().enumerate();
    blocks.extend(cards.map(|(place, (term, findings))| {
        Block::Card(card(report, *term, findings, place >= OPEN_CARDS))
    }));
    blocks
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

/// The windows of a term, one drawing for each sort of axis.
fn windows(report: &Report<'_>, term: TermId, fields: &[FieldId]) -> Vec<Block> {
    let model = report.analysis.model();
    let Term {
        slug, name, agreed, ..
    } = &model.terms[term];
    let agreed = agreed.as_ref().and_then(|agreed| agreed.covers.known());
    let mut drawings: BTreeMap<Scale, Vec<Window>> = BTreeMap::new();
    for (id, dimension) in model.dimensions.iter() {
        let Axis::Range(unit) = dimension.axis else {
            continue;
        };
        let mut known: Vec<(Interval, Vec<Thing>)> = Vec::new();
        let agreed = agreed.map(|boxes| (speaker(report, slug, ask::AGREED), &**boxes));
        let said = fields.iter().map(|field| {
            let system = &model.systems[model.fields[*field].system];
            let thing = report.names.thing(ThingKind::System, &system.slug);
            (thing, model.scope(*field))
        });
        for (thing, scope) in agreed.into_iter().chain(said) {
            for interval in intervals(scope, id) {
                let place = known.iter().position(|(other, _)| *other == interval);
                let place = place.unwrap_or_else(|| {
                    known.push((interval, Vec::new()));
                    known.len() - 1
                });
                if !known[place].1.contains(&thing) {
                    known[place].1.push(thing.clone());
                }
            }
        }
        if known.len() < 2 {
            continue;
        }
        known.sort_by_key(|(interval, _)| (interval.low.min, interval.high.max, interval.high.min));
        let drawing = drawings.entry(scale(unit)).or_default();
        drawing.extend(known.into_iter().map(|(interval, who)| {
            let words = extent_words(dimension, &Extent::Interval(interval));
            window(
                unit,
                &dimension.name,
                words.unwrap_or_default(),
                interval,
                who,
            )
        }));
    }
    let draw = |(scale, windows): (Scale, Vec<Window>)| {
        Block::Windows(Windows {
            title: format!("The windows over which {} is counted", readable(name)),
            scale,
            all: windows,
        })
    };
    drawings.into_iter().map(draw).collect()
}

/// The statements on a dimension, as intervals.
fn intervals(scope: &[ScopeBox], id: DimensionId) -> Vec<Interval> {
    scope
        .iter()
        .filter_map(|scope| match &scope.0[id.index()] {
            Extent::Interval(interval) => Some(*interval),
            Extent::All => Some(Interval::ALL),
            _ => None,
        })
        .collect()
}

fn scale(unit: Unit) -> Scale {
    match unit {
        Unit::Clock(..) => Scale::Time,
        Unit::Calendar(..) => Scale::Years,
        Unit::Number => Scale::Number,
    }
}

fn window(
    unit: Unit,
    dimension: &str,
    words: String,
    interval: Interval,
    who: Vec<Thing>,
) -> Window {
    let in_one = match unit {
        Unit::Clock(..) => 1.0,
        Unit::Calendar(..) => 12_000.0,
        Unit::Number => 1000.0,
    };
    let pair = |end: End| (end.min as f64 / in_one, end.max as f64 / in_one);
    Window {
        dimension: dimension.to_owned(),
        words,
        low: pair(interval.low),
        high: (interval.high != End::OPEN).then(|| pair(interval.high)),
        who,
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
            let (says, relation) = (report.names.plain(says), relation.replace('-', " "));
            format!("{says} ({relation})").into()
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
                (Some(_), Some(relation)) => relation.replace('-', " ").into(),
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
fn speaker(report: &Report<'_>, term: &str, field: &str) -> Thing {
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
