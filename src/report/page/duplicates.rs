//! Data collected more than once: a matrix of terms and collections, and the possible merges.

use std::collections::{BTreeMap, BTreeSet};

use super::Block;
use super::Cell;
use super::Column;
use super::Line;
use super::Mark;
use super::Report;
use super::Shape;
use super::Table;
use super::Text;
use super::ThingKind;
use crate::judge::graph::requests;
use crate::read::finding::{Finding, Group, Level, Subject};
use crate::read::model::{OrganisationId, SystemId, TermId};
use crate::words::{counted, plural};

/// The most rows and columns of the matrix; the others are in the findings.
const MOST_TERMS: usize = 60;
const MOST_COLLECTIONS: usize = 40;

/// The contents of the matrix for one term in one collection.
#[derive(Default)]
struct Square {
    respondents: BTreeSet<OrganisationId>,
    is_typed: bool,
    is_again: bool,
    is_unclear: bool,
}

pub(super) fn blocks(report: &Report<'_>) -> Vec<Block> {
    let duplicates: Vec<(usize, &Finding)> = report
        .open()
        .filter(|(_, finding)| finding.kind.group == Group::Duplication)
        .collect();
    if duplicates.is_empty() {
        return vec![Block::Sentence(Text::words(
            "Nothing stated is collected more than once or typed again.",
        ))];
    }
    let (firm, _) = report.analysis.figures(Group::Duplication);
    let sure = match report.analysis.how_certain(Group::Duplication) {
        "" => String::new(),
        sure => format!(" ({sure})"),
    };
    let mut blocks = vec![Block::Sentence(Text::words(format!(
        "{} of data collected more than once{sure}{}. In the matrix, each row is a term and each column a collection that asks for it.",
        plural(firm, "finding tells", "findings tell"),
        match report.analysis.typed_again() {
            0 => String::new(),
            typed => format!(
                ", and {} typed again by hand",
                plural(typed, "of a field", "of fields")
            ),
        }
    )))];
    blocks.extend(matrix(report, &duplicates));
    blocks.push(Block::Table(list(report, &duplicates)));
    blocks
}

fn ids<'f>(finding: &'f Finding, role: &str) -> &'f [String] {
    match finding.subjects.get(role) {
        Some(Subject::One(id)) => std::slice::from_ref(id),
        Some(Subject::Many(ids)) => ids,
        None => &[],
    }
}

fn squares(
    report: &Report<'_>,
    duplicates: &[(usize, &Finding)],
) -> BTreeMap<(TermId, SystemId), Square> {
    let graph = &report.analysis.graph;
    let model = graph.model();
    let terms: BTreeMap<&str, TermId> = model
        .terms
        .iter()
        .map(|(id, term)| (&*term.slug, id))
        .collect();
    let systems: BTreeMap<&str, SystemId> = model
        .systems
        .iter()
        .map(|(id, system)| (&*system.slug, id))
        .collect();
    let mut squares: BTreeMap<(TermId, SystemId), Square> = BTreeMap::new();
    for (_, finding) in duplicates {
        for term in ids(finding, "term")
            .iter()
            .filter_map(|id| terms.get(&**id))
        {
            for system in ids(finding, "collections")
                .iter()
                .filter_map(|id| systems.get(&**id))
            {
                let square = squares.entry((*term, *system)).or_default();
                square.is_again |= finding.level > Level::Note;
                square.is_unclear |= finding.level == Level::Note;
            }
        }
    }
    let shown: BTreeSet<TermId> = squares.keys().map(|(term, _)| *term).collect();
    let columns: BTreeSet<SystemId> = squares.keys().map(|(_, system)| *system).collect();
    for request in requests(graph) {
        if shown.contains(&request.term) && columns.contains(&request.collection) {
            let square = squares
                .entry((request.term, request.collection))
                .or_default();
            square.respondents.insert(request.respondent);
        }
    }
    let typed = duplicates
        .iter()
        .flat_map(|(_, finding)| match finding.kind.name {
            "retyped-field" => ids(finding, "field"),
            _ => &[],
        });
    for field in typed.filter_map(|id| model.field_named(id)) {
        let key = model
            .term_of(field)
            .map(|term| (term, model.system_of(field)));
        if let Some(square) = key.and_then(|key| squares.get_mut(&key)) {
            square.is_typed = true;
        }
    }
    squares
}

fn matrix(report: &Report<'_>, duplicates: &[(usize, &Finding)]) -> Vec<Block> {
    let model = report.analysis.model();
    let squares = squares(report, duplicates);
    if squares.is_empty() {
        return Vec::new();
    }
    let is_firm = |square: &Square| square.is_again || square.is_unclear;
    let (mut of_term, mut of_system) = (BTreeMap::new(), BTreeMap::new());
    for ((term, system), square) in &squares {
        *of_term.entry(*term).or_insert(0) += usize::from(is_firm(square));
        *of_system.entry(*system).or_insert(0) += usize::from(is_firm(square));
    }
    let terms = most(&of_term, MOST_TERMS);
    let systems = most(&of_system, MOST_COLLECTIONS);
    let system = |id: &SystemId| {
        report
            .names
            .thing(ThingKind::System, &model.systems[*id].slug)
    };
    let mut columns = vec![Column::text("Term")];
    columns.extend(systems.iter().map(|id| Column {
        heading: system(id).into(),
        is_number: false,
    }));
    let lines = terms.iter().map(|term| {
        let thing = report
            .names
            .thing(ThingKind::Term, &model.terms[*term].slug);
        let cells = systems
            .iter()
            .map(|system| match squares.get(&(*term, *system)) {
                None => Cell::Nothing,
                Some(square) => cell(report, square),
            });
        Line {
            things: vec![thing.clone()],
            cells: std::iter::once(Cell::from(thing.clone()))
                .chain(cells)
                .collect(),
            entry: None,
        }
    });
    let table = Table {
        caption: "Terms that are asked for more than once, and the collections that ask".to_owned(),
        shape: Shape::Matrix,
        columns,
        lines: lines.collect(),
    };
    let left_out = (of_term.len() - terms.len(), of_system.len() - systems.len());
    let mut blocks = vec![Block::Table(table)];
    if left_out != (0, 0) {
        blocks.push(Block::Note(Text::words(format!(
            "Not shown: {} and {}.",
            counted(left_out.0, "more term"),
            counted(left_out.1, "more collection")
        ))));
    }
    blocks
}

/// The keys with the most, at most `limit` of them.
fn most<K: Copy + Ord>(counts: &BTreeMap<K, usize>, limit: usize) -> Vec<K> {
    let mut keys: Vec<K> = counts.keys().copied().collect();
    keys.sort_by_key(|key| (std::cmp::Reverse(counts[key]), *key));
    keys.truncate(limit);
    keys
}

fn cell(report: &Report<'_>, square: &Square) -> Cell {
    let model = report.analysis.model();
    let who: Vec<&str> = square
        .respondents
        .iter()
        .map(|body| &*model.organisations[*body].name)
        .collect();
    let mark = match square {
        Square {
            is_again: true,
            is_typed: true,
            ..
        } => Mark::Typed,
        Square { is_again: true, .. } => Mark::Again,
        Square {
            is_unclear: true, ..
        } => Mark::Unclear,
        _ => Mark::Asked,
    };
    let meaning = match mark {
        Mark::Typed => "asked for here and elsewhere too, and typed again by hand",
        other => other.meaning(),
    };
    let from = match who.as_slice() {
        [] => String::new(),
        who => format!(", of {}", who.join(", ")),
    };
    Cell::Mark(mark, Text::words(format!("{meaning}{from}")))
}

/// The duplicates, and the remedy for each.
fn list(report: &Report<'_>, duplicates: &[(usize, &Finding)]) -> Table {
    let lines = duplicates.iter().map(|(number, finding)| Line {
        entry: None,
        things: report.names.subjects(finding),
        cells: vec![
            Text::findings([*number]).into(),
            report
                .names
                .told(&finding.message, Some(finding))
                .capital()
                .into(),
            report
                .names
                .told(&finding.help, Some(finding))
                .capital()
                .into(),
        ],
    });
    Table::plain(
        "What could be merged, and what stands in the way",
        ["Finding", "What", "What to do"],
        lines,
    )
}
