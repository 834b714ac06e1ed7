//! A clash card for each contested term: its windows on one axis, and who says what.

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
use super::answer::counted;
use super::text::capital;
use super::text::readable;
use crate::finding::Finding;
use crate::finding::Group;
use crate::finding::Level;
use crate::finding::Subject;
use crate::model::Axis;
use crate::model::DimensionId;
use crate::model::End;
use crate::model::Extent;
use crate::model::FieldId;
use crate::model::Id;
use crate::model::Interval;
use crate::model::TermId;
use crate::model::Unit;
use crate::model::extent_words;
use crate::queries;

/// How many systems that say the same are named.
const MOST_NAMED: usize = 3;

/// Terms with the most findings are shown open.
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
        "{} contested: systems mean different things, people or stretches of time by one name.",
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
    let fields: Vec<FieldId> = model
        .fields
        .iter()
        .filter(|(_, field)| field.term() == Some(id))
        .map(|(id, _)| id)
        .collect();
    let mut blocks = Vec::new();
    if let Some(definition) = term.definition.known() {
        let definition = format!("The glossary says: {definition}");
        blocks.push(Block::Sentence(Text::words(definition)));
    }
    blocks.extend(windows(report, &term.name, &fields));
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
fn windows(report: &Report<'_>, name: &str, fields: &[FieldId]) -> Vec<Block> {
    let model = report.analysis.model();
    let mut drawings: BTreeMap<Scale, Vec<Window>> = BTreeMap::new();
    for (id, dimension) in model.dimensions.iter() {
        let Axis::Range(unit) = dimension.axis else {
            continue;
        };
        let mut known: Vec<(Interval, Vec<Thing>)> = Vec::new();
        for field in fields {
            let system = &model.systems[model.fields[*field].system];
            let thing = report.names.thing(ThingKind::System, &system.slug);
            for interval in intervals(report, *field, id) {
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
            windows,
        })
    };
    drawings.into_iter().map(draw).collect()
}

/// What a field says on a dimension, as intervals.
fn intervals(report: &Report<'_>, field: FieldId, id: DimensionId) -> Vec<Interval> {
    let scope = report.analysis.model().scope(field).iter();
    scope
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

/// What the fields of a term say of one thing.
struct Spoken {
    /// Of what.
    on: String,
    /// What is said, and the fields that say it.
    statements: Vec<(String, Vec<String>)>,
    /// How many say nothing.
    silent: usize,
}

/// What is said, by what it is said of, in the order of the answer.
fn said(answer: &queries::Answer) -> Vec<Spoken> {
    let word = |cell: &queries::Cell| match cell {
        queries::Cell::Text(text) => Some(text.clone()),
        _ => None,
    };
    let mut said: Vec<Spoken> = Vec::new();
    for row in &answer.rows {
        let (Some(on), Some(field)) = (word(&row.cells[0]), word(&row.cells[1])) else {
            continue;
        };
        if said.last().is_none_or(|last| last.on != on) {
            said.push(Spoken {
                on,
                statements: Vec::new(),
                silent: 0,
            });
        }
        let last = said.last_mut().expect("one was put there just now");
        match word(&row.cells[2]) {
            None => last.silent += 1,
            Some(says) => {
                let mut statements = last.statements.iter_mut();
                match statements.find(|(known, _)| *known == says) {
                    Some((_, fields)) => fields.push(field),
                    None => last.statements.push((says, vec![field])),
                }
            }
        }
    }
    said
}

/// Who says what: a row for each different thing said, where at least two different things are.
fn table(report: &Report<'_>, slug: &str) -> Option<Table> {
    let model = report.analysis.model();
    let answer = queries::definitions::ask(&report.analysis.graph, slug).ok()?;
    let said = said(&answer);
    let dimension = |facet: &str| {
        let mut dimensions = model.dimensions.iter().map(|(_, one)| one);
        dimensions.find(|one| *one.slug == *facet)
    };
    let name =
        |facet: &str| dimension(facet).map_or_else(|| capital(facet), |one| one.name.to_string());
    // Windows are drawn.
    let is_drawn =
        |facet: &str| dimension(facet).is_some_and(|one| matches!(one.axis, Axis::Range(_)));
    let mut lines = Vec::new();
    for Spoken {
        on: facet,
        statements,
        silent,
    } in &said
    {
        if statements.len() < 2 || is_drawn(facet) {
            continue;
        }
        for (says, fields) in statements {
            let things = fields.iter().map(|id| system_of(report, id));
            let mut who: Vec<Thing> = Vec::new();
            for thing in things {
                if !who.contains(&thing) {
                    who.push(thing);
                }
            }
            lines.push(Line::of(vec![
                name(facet).into(),
                readable(says).into(),
                some(who).into(),
            ]));
        }
        if *silent > 0 {
            lines.push(Line::of(vec![
                name(facet).into(),
                Cell::Unknown,
                counted(*silent, "field").into(),
            ]));
        }
    }
    (!lines.is_empty()).then(|| Table {
        caption: "Who says what".to_owned(),
        shape: Shape::Plain,
        columns: vec![
            Column::text("On"),
            Column::text("Says"),
            Column::text("Who"),
        ],
        lines,
    })
}

/// The first of these things, and how many more there are.
fn some(mut things: Vec<Thing>) -> Text {
    let more = things.len().saturating_sub(MOST_NAMED);
    if more <= 1 {
        return Text::things(things);
    }
    things.truncate(MOST_NAMED);
    Text::things(things).and(format!(" and {more} more"))
}

fn system_of(report: &Report<'_>, field: &str) -> Thing {
    let system = field.split_once('.').map_or(field, |(system, _)| system);
    report.names.thing(ThingKind::System, system)
}
