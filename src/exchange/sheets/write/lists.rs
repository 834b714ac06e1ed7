//! The words that the drop-down lists offer: closed sets of the format, and the ids of the map.

use super::super::table::{Column, Table};
use crate::exchange::proposed::WrittenMap;
use crate::exchange::proposed::entries::FIELDS;
use crate::read::model::{Entity, Shape};

/// A list of words with its heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct List {
    /// The heading: what one of them is.
    pub(super) title: String,
    /// The words.
    pub(super) words: Vec<String>,
    /// True if nothing else may be written.
    pub(super) is_closed: bool,
}

/// The words that may stand for any value.
const WORDS: [&str; 2] = ["unknown", "none"];

/// The list for a column; `None` if any text may stand there.
pub(super) fn of_column(map: &WrittenMap, table: &Table, column: Column) -> Option<List> {
    let ids = |section: &str| ids(map, section);
    match column {
        Column::System if table.section == FIELDS => Some(open("system", ids("systems"))),
        Column::File => Some(open("file", files(map))),
        Column::Key(key, shape, _) => match shape {
            Shape::Choice(noun, words) => Some(closed(noun, words.iter().map(ToString::to_string))),
            Shape::Truth(_) => Some(closed(
                "true or false",
                ["true", "false"].map(str::to_owned),
            )),
            Shape::Every(words) => {
                let words = words.iter().map(ToString::to_string);
                Some(open("frequency", with_words(words)))
            }
            Shape::Id(entity) | Shape::IdOrIds(entity) | Shape::Ids(entity, _) => {
                Some(open(entity.word(), with_words(ids(section(entity)))))
            }
            Shape::End => {
                let systems = ids("systems").into_iter();
                let all = systems.chain(ids("organisations"));
                Some(open("system or organisation", all))
            }
            Shape::Fields => Some(closed("fields", std::iter::empty())),
            Shape::Version => Some(closed("version", ["1".to_owned()])),
            Shape::Text(_) if key == "of" => Some(open("thing described", said(map, "terms", key))),
            Shape::Text(_) if table.section == "organisations" && key == "kind" => {
                Some(open("kind of body", said(map, "organisations", key)))
            }
            _ => None,
        },
        _ => None,
    }
}

fn with_words(words: impl IntoIterator<Item = String>) -> Vec<String> {
    let words = words.into_iter();
    words.chain(WORDS.map(str::to_owned)).collect()
}

fn closed(title: &str, words: impl IntoIterator<Item = String>) -> List {
    List {
        title: title.to_owned(),
        words: with_words(words),
        is_closed: true,
    }
}

fn open(title: &str, words: impl IntoIterator<Item = String>) -> List {
    List {
        title: title.to_owned(),
        words: words.into_iter().collect(),
        is_closed: false,
    }
}

/// The section whose entries are of this kind.
pub(super) fn section(entity: Entity) -> &'static str {
    match entity {
        Entity::Organisation => "organisations",
        Entity::System => "systems",
        Entity::Term => "terms",
        Entity::CodeList => "code_lists",
        Entity::Case => "cases",
        Entity::Need => "needs",
        Entity::Dimension => "dimensions",
        _ => "scenarios",
    }
}

fn ids(map: &WrittenMap, section: &str) -> Vec<String> {
    let entries = map.entries.iter().filter(|entry| entry.section == section);
    let mut ids: Vec<String> = entries.map(|entry| entry.id.clone()).collect();
    ids.sort();
    ids.dedup();
    ids
}

/// The fields of the systems, as pairs of ids. Those of one system follow each other.
pub(super) fn fields(map: &WrittenMap) -> Vec<(&str, &str)> {
    let entries = map.entries.iter().filter(|entry| entry.section == FIELDS);
    let mut fields: Vec<(&str, &str)> = entries.map(|entry| (&*entry.owner, &*entry.id)).collect();
    fields.sort_unstable();
    fields.dedup();
    fields
}

fn files(map: &WrittenMap) -> Vec<String> {
    map.files
        .iter()
        .map(|file| file.name().to_owned())
        .collect()
}

/// The texts that a key has so far.
fn said(map: &WrittenMap, section: &str, key: &str) -> Vec<String> {
    let entries = map.entries.iter().filter(|entry| entry.section == section);
    let mut texts: Vec<String> = entries
        .map(|entry| entry.text(key).to_owned())
        .filter(|text| !text.is_empty())
        .collect();
    texts.sort();
    texts.dedup();
    texts
}
