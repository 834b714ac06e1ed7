//! Completion at a cursor: keys of the format, words of closed sets, ids of the map.

use serde::Serialize;

use super::cursor;
use super::cursor::Cursor;
use super::things;
use super::things::Thing;
use super::units;
use crate::analysis::Analysis;
use crate::read::model::{Axis, Entity, FILE, Key, RECORDS, Record, Shape};

/// The offers, and the span of the text that an offer replaces.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub(crate) struct Completion {
    /// The first unit of the part that is written so far.
    pub(crate) from: usize,
    /// The cursor.
    pub(crate) to: usize,
    /// The offers in the order shown.
    pub(crate) offers: Vec<Offer>,
}

/// One completion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Offer {
    /// The name shown.
    pub(crate) label: String,
    /// `key`, `word` or `id`.
    pub(crate) kind: &'static str,
    /// A description in a few words.
    pub(crate) detail: String,
    /// Its meaning.
    pub(crate) about: String,
    /// The text to insert.
    pub(crate) insert: String,
}

/// The offers at unit `at` of a text, which need not be a whole file.
pub(crate) fn complete(analysis: &Analysis, text: &str, at: usize) -> Completion {
    let byte = units::byte(text, at);
    let cursor = cursor::cursor(text, byte);
    let mut start = cursor.start;
    let offers = match cursor.typed.rsplit_once("->") {
        // In `a -> b`, each side is a system.
        Some((_, side)) if cursor.path == ["flows"] && cursor.is_item => {
            start = byte - side.trim_start().len();
            ids(analysis, &[Entity::System, Entity::Organisation])
        }
        _ => at_cursor(analysis, &cursor),
    };
    Completion {
        from: units::units(text, start),
        to: units::units(text, byte),
        offers,
    }
}

fn at_cursor(analysis: &Analysis, cursor: &Cursor<'_>) -> Vec<Offer> {
    if let Some(key) = cursor.key {
        return values(analysis, cursor, &cursor.path, key);
    }
    let mut offers = Vec::new();
    if cursor.is_item
        && let Some((key, path)) = cursor.path.split_last()
    {
        offers.extend(values(analysis, cursor, path, key));
    }
    offers.extend(keys(analysis, cursor));
    offers
}

/// The record of the mapping at a path, if its keys are fixed.
fn record(path: &[&str]) -> Option<&'static Record> {
    let place = match path {
        [] => return Some(FILE),
        ["map"] => "map",
        [section @ ("flows" | "mappings" | "decisions")] => section,
        [section, _] if things::of_section(section).is_some() => section,
        ["systems", _, "fields", _] => "systems.fields",
        ["flows", "fields"] => "flows.fields",
        ["terms", _, "agreed"] => "terms.agreed",
        _ => return None,
    };
    let mut records = RECORDS.into_iter();
    records.find_map(|(name, record)| (name == place).then_some(record))
}

/// The keys of the mapping at the cursor.
fn keys(analysis: &Analysis, cursor: &Cursor<'_>) -> Vec<Offer> {
    let is_free = |name: &str| !cursor.taken.contains(&name);
    let path = &cursor.path[..];
    match path {
        [section] if let Some(entity) = things::of_section(section) => undeclared(analysis, entity),
        ["systems", _, "fields"] => ids(analysis, &[Entity::Term])
            .into_iter()
            .filter(|offer| is_free(&offer.label))
            .collect(),
        [.., "covers" | "only"] => dimensions(analysis, cursor),
        _ => {
            let record = record(path).into_iter();
            let free = record.flat_map(Record::all).filter(|key| is_free(key.name));
            free.map(|key| offered(key, path.is_empty())).collect()
        }
    }
}

fn offered(key: &Key, is_section: bool) -> Offer {
    Offer {
        label: key.name.to_owned(),
        kind: "key",
        detail: key.shape.to_string(),
        about: key.about.to_owned(),
        insert: format!("{}:{}", key.name, if is_section { "\n  " } else { " " }),
    }
}

/// Ids that the map refers to and does not declare. They are the likeliest entries to be written next.
fn undeclared(analysis: &Analysis, entity: Entity) -> Vec<Offer> {
    let things = things::things(analysis, entity).into_iter();
    let missing = things.filter(|thing| !thing.is_declared);
    missing
        .map(|thing| Offer {
            insert: format!("{}: ", thing.id),
            detail: "referred to, not described yet".to_owned(),
            ..of_thing(&thing)
        })
        .collect()
}

fn dimensions(analysis: &Analysis, cursor: &Cursor<'_>) -> Vec<Offer> {
    let things = things::things(analysis, Entity::Dimension).into_iter();
    let free = things.filter(|thing| !cursor.taken.contains(&thing.id));
    free.map(|thing| Offer {
        insert: format!("{}: ", thing.id),
        ..of_thing(&thing)
    })
    .collect()
}

/// The offers for the value of a key.
fn values(analysis: &Analysis, cursor: &Cursor<'_>, path: &[&str], key: &str) -> Vec<Offer> {
    if let [.., "covers" | "only"] = path {
        return of_dimension(analysis, key);
    }
    if path == ["flows"] && key == "fields" {
        return of_system(analysis, cursor, "from");
    }
    if path == ["flows", "fields"] {
        return of_system(analysis, cursor, if key == "from" { "from" } else { "to" });
    }
    if matches!(path, ["systems", _]) && key == "fields" || matches!(path, ["systems", _, "fields"])
    {
        return ids(analysis, &[Entity::Term]);
    }
    if path.is_empty() && key == "flows" {
        return ids(analysis, &[Entity::System]);
    }
    let Some(key) = record(path).and_then(|record| record.all().find(|known| known.name == key))
    else {
        return Vec::new();
    };
    if key.shape == Shape::Finding {
        return findings(analysis);
    }
    let mut offers = ids(analysis, &kinds_of(key.shape));
    let words = match key.shape {
        Shape::Choice(_, words) | Shape::Every(words) => words,
        Shape::Truth(_) => &["true", "false"],
        _ => &[],
    };
    offers.extend(words.iter().copied().map(word));
    offers
}

fn word(choice: &str) -> Offer {
    Offer {
        label: choice.to_owned(),
        kind: "word",
        detail: String::new(),
        about: String::new(),
        insert: choice.to_owned(),
    }
}

/// The kinds of entity whose ids a shape holds.
fn kinds_of(shape: Shape) -> Vec<Entity> {
    match shape {
        Shape::End => vec![Entity::System, Entity::Organisation],
        Shape::Id(entity) | Shape::IdOrIds(entity) | Shape::Ids(entity, _) => vec![entity],
        _ => Vec::new(),
    }
}

/// The kinds of entity whose ids may be written at the cursor.
pub(super) fn kinds_at(cursor: &Cursor<'_>) -> Vec<Entity> {
    let (path, key) = match (cursor.key, cursor.path.split_last()) {
        (Some(key), _) => (&cursor.path[..], key),
        (None, Some((key, path))) => (path, *key),
        (None, None) => return Vec::new(),
    };
    match (path, key) {
        ([.., "covers" | "only"], _) => vec![Entity::Dimension],
        (["systems", _, "fields"], _) | (["systems", _], "fields") => vec![Entity::Term],
        ([], "flows") => vec![Entity::System, Entity::Organisation],
        ([], section) => things::of_section(section).into_iter().collect(),
        _ => {
            let known =
                record(path).and_then(|record| record.all().find(|known| known.name == key));
            known.map(|key| kinds_of(key.shape)).unwrap_or_default()
        }
    }
}

/// The value of a key in the mappings around the cursor.
pub(super) fn written<'t>(cursor: &Cursor<'t>, key: &str) -> Option<&'t str> {
    let mut pairs = cursor.around.iter().rev();
    pairs.find_map(|(name, value)| (*name == key && !value.is_empty()).then_some(*value))
}

/// The fields of the system at one end of the flow being written; every term if the system is not named yet.
fn of_system(analysis: &Analysis, cursor: &Cursor<'_>, end: &str) -> Vec<Offer> {
    let system = written(cursor, end).and_then(|id| things::system(analysis, id));
    match system {
        Some(system) => things::fields(analysis, system)
            .iter()
            .map(of_thing)
            .collect(),
        None => ids(analysis, &[Entity::Term]),
    }
}

/// The values of a dimension.
fn of_dimension(analysis: &Analysis, id: &str) -> Vec<Offer> {
    let mut dimensions = analysis.model().dimensions.iter();
    let Some((_, dimension)) = dimensions.find(|(_, dimension)| &*dimension.slug == id) else {
        return Vec::new();
    };
    let mut offers: Vec<Offer> = match &dimension.axis {
        Axis::Values(values) => values
            .values
            .iter()
            .map(|value| word(&value.slug))
            .collect(),
        Axis::Range(_) => Vec::new(),
    };
    offers.extend(["all", "unknown"].map(word));
    offers
}

fn findings(analysis: &Analysis) -> Vec<Offer> {
    let open = analysis.open();
    open.map(|finding| Offer {
        label: finding.name.clone(),
        kind: "id",
        detail: String::new(),
        about: finding.message.clone(),
        insert: finding.name.clone(),
    })
    .collect()
}

fn ids(analysis: &Analysis, kinds: &[Entity]) -> Vec<Offer> {
    let mut offers: Vec<Offer> = kinds
        .iter()
        .flat_map(|entity| things::things(analysis, *entity))
        .map(|thing| of_thing(&thing))
        .collect();
    // An organisation at the end of a flow is also a system, so its id occurs twice.
    offers.sort_by(|a, b| a.label.cmp(&b.label));
    offers.dedup_by(|a, b| a.label == b.label);
    offers
}

fn of_thing(thing: &Thing<'_>) -> Offer {
    let name = if thing.name == thing.id {
        ""
    } else {
        thing.name
    };
    Offer {
        label: thing.id.to_owned(),
        kind: "id",
        detail: name.to_owned(),
        about: String::new(),
        insert: thing.id.to_owned(),
    }
}
