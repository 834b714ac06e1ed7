//! Turns a graph and a question into answers: rows, each with the way or the place that proves it. No opinion on right or wrong.
//!
//! Each question is one file with `ask(graph, …) -> Result<Answer, Misunderstanding>`. Renderers print an [`Answer`] as text, JSON, CSV or
//! Markdown.

pub mod answered;
pub mod burden;
pub mod case;
pub mod cover;
pub mod crosswalk;
pub mod decisions;
pub mod definitions;
pub mod impact;
mod merged;
pub mod questions;
mod sides;
mod sources;
pub mod suggest;
pub mod timetable;
pub mod trace;
pub mod triangulate;
pub mod unify;

pub(crate) use self::definitions::card::{Bar, Card, CardCell, CardRow, Stretch, Windows};
pub(crate) use self::sides::AGREED;

use crate::judge::graph::FlowGraph;
use crate::read::model::{FieldId, Id, Model, OrganisationId, System, splits};
use crate::read::source::Span;
use crate::read::syntax::{close_key, matching_key, nearest};
use crate::words::and_more;

/// The number of ids offered if none is close to the id that was typed.
const MOST_OFFERED: usize = 6;

/// The answer to a question: a table whose rows carry their proof.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Answer {
    /// The answer in one sentence.
    pub title: String,
    /// The names of the columns: lower case, the words of the format.
    pub(crate) columns: Vec<String>,
    /// The rows, in the order to read them.
    pub rows: Vec<Row>,
    /// Notes: what the map leaves open, and questions to ask.
    pub notes: Vec<String>,
    /// The same rows as a clash card, if the columns are definitions of a term: a page draws it, with axes below the table.
    pub(crate) card: Option<Card>,
}

/// Names of columns.
fn named(names: &[&str]) -> Vec<String> {
    names.iter().map(ToString::to_string).collect()
}

/// One row of an answer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// One cell a column.
    pub cells: Vec<Cell>,
    /// The ids of the way that proves it, in order; empty if a place proves it.
    pub(crate) path: Vec<String>,
    /// The place of the statement.
    pub place: Option<Span>,
}

/// One cell of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A number.
    Number(f64),
    /// It cannot be told from what is stated.
    Unknown,
    /// The cell is empty for this row.
    Nothing,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Cell::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Cell::Text(text)
    }
}

impl From<usize> for Cell {
    fn from(number: usize) -> Self {
        Cell::Number(number as f64)
    }
}

/// A question that names something the map does not have: the message, with the nearest ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misunderstanding(pub String);

impl std::fmt::Display for Misunderstanding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Misunderstanding {}

/// The organisation with this id; `None` if no id is given.
///
/// # Errors
/// If the map has no organisation with that id: names the nearest ids.
pub(crate) fn find_organisation(
    model: &Model,
    id: Option<&str>,
) -> Result<Option<OrganisationId>, Misunderstanding> {
    let slugs = model.organisations.iter().map(|(_, body)| &*body.slug);
    let index = id.map(|id| find(id, "organisation", slugs)).transpose()?;
    Ok(index.map(OrganisationId::new))
}

/// The index of the entity that `id` names among `known`; case, spaces, hyphens and underscores do not matter.
///
/// # Errors
/// If none has that id: names what was looked for and the nearest ids.
pub(crate) fn find<'g>(
    id: &str,
    what: &str,
    known: impl Iterator<Item = &'g str> + Clone,
) -> Result<usize, Misunderstanding> {
    if let Some(index) = position(id, &known) {
        return Ok(index);
    }
    if matching_key(id).is_empty() {
        return Err(Misunderstanding(format!("name a {what}: nothing is given")));
    }
    let hint = hint(id, known);
    Err(Misunderstanding(format!(
        "there is no {what} `{id}` in this map{hint}"
    )))
}

/// The nearest ids or, if none is near, some of the known ids.
fn hint<'g>(id: &str, known: impl Iterator<Item = &'g str> + Clone) -> String {
    let near = nearest(id, known.clone());
    if !near.is_empty() {
        return format!("; did you mean `{}`?", near.join("`, `"));
    }
    let some: Vec<&str> = known.clone().take(MOST_OFFERED).collect();
    if some.is_empty() {
        return "; it has none".to_owned();
    }
    let more = and_more(known.count() - some.len());
    format!("; there are `{}`{more}", some.join("`, `"))
}

/// The field that `system.field` names.
///
/// # Errors
/// If there is none: says which half is unknown, with the nearest ids.
pub(crate) fn find_field(graph: &FlowGraph, id: &str) -> Result<FieldId, Misunderstanding> {
    let model = graph.model();
    let model_systems = model.systems.iter();
    let is_system = |slug: &str| {
        let key = matching_key(slug);
        let named = |(_, system): &(_, &System)| matching_key(&system.slug) == key;
        model.system_named(slug).is_some() || model_systems.clone().any(|one| named(&one))
    };
    if model.system_named(id).is_some() {
        return Err(Misunderstanding(format!(
            "`{id}` is a system: write `system.field` with one of its fields"
        )));
    }
    let mut known = splits(id).filter(|(system, _)| is_system(system));
    let longest = known.clone().next();
    let found = known.find_map(|(system, field)| field_of(graph, system, field).ok());
    if let Some(found) = found {
        return Ok(found);
    }
    let Some((system, field)) = longest.or_else(|| splits(id).last()) else {
        let mut fields = model.systems.iter().filter_map(|(_, system)| {
            let is_meant = matching_key(&system.slug) == matching_key(id);
            is_meant.then(|| system.fields.ids().next())?
        });
        let example = fields.next().map_or(String::new(), |field| {
            format!(", such as `{}`", model.field_name(field))
        });
        return Err(Misunderstanding(format!(
            "`{id}` names no field: write `system.field`{example}"
        )));
    };
    field_of(graph, system, field)
}

/// The field of a system, both given as people type them.
fn field_of(graph: &FlowGraph, system: &str, field: &str) -> Result<FieldId, Misunderstanding> {
    let model = graph.model();
    let index = find(
        system,
        "system",
        model.systems.iter().map(|(_, system)| &*system.slug),
    )?;
    let (_, system) = model.systems.iter().nth(index).expect("found a moment ago");
    let fields: Vec<FieldId> = system.fields.ids().collect();
    let slugs = fields.iter().map(|field| &*model.fields[*field].slug);
    let index = position(field, &slugs);
    index.map(|index| fields[index]).ok_or_else(|| {
        let hint = hint(field, slugs);
        Misunderstanding(format!("`{}` has no field `{field}`{hint}", system.slug))
    })
}

/// The place of the id that is meant: as written, else with other separators, else without separators if only one id fits.
pub(crate) fn position<'g>(
    id: &str,
    known: &(impl Iterator<Item = &'g str> + Clone),
) -> Option<usize> {
    if let Some(exact) = known.clone().position(|slug| slug == id) {
        return Some(exact);
    }
    let only = |key: fn(&str) -> String| {
        let wanted = key(id);
        let mut fit = known
            .clone()
            .enumerate()
            .filter(|(_, slug)| key(slug) == wanted);
        let first = fit.next()?.0;
        fit.next().is_none().then_some(first)
    };
    only(close_key).or_else(|| only(matching_key))
}
