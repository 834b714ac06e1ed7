//! What a questionnaire asks of one body: each statement of the map about it, and its open questions.

use std::collections::BTreeSet;

use super::names::{Names, choices, says};
use crate::analysis::Analysis;
use crate::ask;
use crate::ask::{Cell, Misunderstanding};
use crate::exchange::proposed::WrittenMap;
use crate::exchange::proposed::entries::{Entry, FIELDS, record};
use crate::exchange::sheets::cell;
use crate::exchange::sheets::table::{Column, Row, Table, tables};
use crate::read::model::{Entity, Model, OrganisationId};
use crate::read::syntax::{Written, close_key};
use crate::words::{capital, readable};

/// The keys that are asked about, section by section. Those with `true` are asked even if the map says nothing.
const ASKED: [(&str, &[(&str, bool)]); 3] = [
    (
        "organisations",
        &[
            ("name", false),
            ("kind", false),
            ("count", false),
            ("part_of", false),
        ],
    ),
    (
        "systems",
        &[
            ("name", false),
            ("kind", true),
            ("owner", false),
            ("covers", true),
            ("level", true),
            ("captured", false),
        ],
    ),
    (
        "flows",
        &[
            ("fields", false),
            ("method", true),
            ("every", true),
            ("lag", true),
            ("basis", true),
            ("only", false),
            ("purpose", false),
            ("status", false),
            ("since", false),
            ("until", false),
        ],
    ),
];

/// The entry that a row is about: its section, the system of a field, and its id or the name of its row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Target {
    pub(super) section: &'static str,
    pub(super) owner: String,
    pub(super) name: String,
}

/// A statement to confirm or correct.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Asked {
    pub(super) target: Target,
    /// The key that says it.
    pub(super) key: &'static str,
    /// The thing, in people's words.
    pub(super) thing: String,
    /// The question about it.
    pub(super) question: String,
    /// The statement of the map, in people's words.
    pub(super) says: String,
    /// The text of its cell in the sheets of the map.
    pub(super) raw: String,
    /// The answers to choose from, as people read them, each with the word or id that it stands for.
    pub(super) choices: Vec<(String, String)>,
}

/// An open question.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Open {
    /// The entry that the question is about, if the map has one.
    pub(super) target: Option<Target>,
    pub(super) text: String,
    /// The number of findings that the answer would settle.
    pub(super) settles: String,
}

/// A questionnaire for one body.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Contents {
    /// The id of the body.
    pub(super) id: String,
    /// Its name.
    pub(super) name: String,
    /// The title of the map.
    pub(super) title: String,
    /// Statements about the body, its systems and its flows.
    pub(super) statements: Vec<Asked>,
    /// The meaning of each field that it holds.
    pub(super) fields: Vec<Asked>,
    /// Its questions, those that settle the most findings first.
    pub(super) questions: Vec<Open>,
}

/// The entries of a map by the names of their rows.
pub(super) struct Places {
    pub(super) tables: Vec<Table>,
}

impl Places {
    pub(super) fn of(map: &WrittenMap) -> Self {
        Self {
            tables: tables(map),
        }
    }

    pub(super) fn table(&self, section: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.section == section)
    }

    /// The row of an entry.
    pub(super) fn row(&self, target: &Target) -> Option<&Row> {
        let table = self.table(target.section)?;
        let names: Vec<usize> = table.names().collect();
        table.rows.iter().find(|row| match names[..] {
            [owner, id] => {
                close_key(&row.cells[owner]) == close_key(&target.owner)
                    && close_key(&row.cells[id]) == close_key(&target.name)
            }
            [id] => close_key(&row.cells[id]) == close_key(&target.name),
            _ => false,
        })
    }

    /// The entry at this place of the map.
    fn target(&self, place: usize) -> Option<Target> {
        self.tables.iter().find_map(|table| {
            let row = table.rows.iter().find(|row| row.entry == place)?;
            Some(target(table, row))
        })
    }
}

fn target(table: &Table, row: &Row) -> Target {
    let names: Vec<usize> = table.names().collect();
    let (owner, name) = match names[..] {
        [owner, id] => (row.cells[owner].clone(), row.cells[id].clone()),
        [id] => (String::new(), row.cells[id].clone()),
        _ => (String::new(), String::new()),
    };
    Target {
        section: table.section,
        owner,
        name,
    }
}

/// The body with this id.
pub(super) fn body(model: &Model, id: &str) -> Result<OrganisationId, Misunderstanding> {
    let found = ask::find_organisation(model, Some(id))?;
    Ok(found.expect("an id was given"))
}

/// The ids of the bodies that have something to answer.
pub(super) fn bodies(analysis: &Analysis) -> Vec<String> {
    let model = analysis.model();
    let all = ask::answered::bodies(&analysis.graph, &analysis.findings);
    let ids = all.into_iter();
    let mut ids: Vec<String> = ids
        .map(|body| model.organisations[body].slug.to_string())
        .collect();
    ids.sort();
    ids
}

/// The statements and questions for a body.
pub(super) fn contents(analysis: &Analysis, id: &str) -> Result<Contents, Misunderstanding> {
    let model = analysis.model();
    let body = body(model, id)?;
    let map = WrittenMap::of(&analysis.sources);
    let places = Places::of(&map);
    let names = Names { model };
    let mine = Mine::of(model, body);
    let mut statements = Vec::new();
    for (section, keys) in ASKED {
        let Some(table) = places.table(section) else {
            continue;
        };
        for row in &table.rows {
            let entry = &map.entries[row.entry];
            if mine.has(entry) {
                statements.extend(asked(&names, table, row, entry, keys));
            }
        }
    }
    let mut fields = Vec::new();
    for row in places.table(FIELDS).map_or(&[][..], |table| &table.rows) {
        let entry = &map.entries[row.entry];
        if mine.systems.contains(&close_key(&entry.owner)) {
            fields.push(field(&names, &map, entry));
        }
    }
    let slug = model.organisations[body].slug.to_string();
    let answer = ask::questions::ask(&analysis.graph, &analysis.findings, Some(&slug))?;
    let questions = answer.rows.iter().map(|row| {
        let text = |place: usize| match row.cells.get(place) {
            Some(Cell::Text(text)) => text.clone(),
            Some(Cell::Number(number)) => number.to_string(),
            _ => String::new(),
        };
        let entry = row.place.and_then(|span| entry_at(&map, span));
        Open {
            target: entry.and_then(|place| places.target(place)),
            text: names.sentence(&text(1)),
            settles: text(2),
        }
    });
    Ok(Contents {
        name: model.organisations[body].name.to_string(),
        id: slug,
        title: model.about.title.clone(),
        statements,
        fields,
        questions: questions.collect(),
    })
}

/// The entry that a span of a flow file is in.
fn entry_at(map: &WrittenMap, span: crate::read::source::Span) -> Option<usize> {
    let holds =
        |outer: crate::read::source::Span| outer.start <= span.start && span.end <= outer.end;
    map.entries.iter().position(|entry| {
        let is_here = entry.file == span.file.0 as usize;
        let inside = entry
            .keys
            .iter()
            .filter(|said| said.key != "fields" || entry.section != "systems");
        is_here && (holds(entry.span) || inside.map(|said| said.span).any(holds))
    })
}

/// The things that belong to a body and its parts, by close key.
struct Mine {
    bodies: BTreeSet<String>,
    systems: BTreeSet<String>,
}

impl Mine {
    fn of(model: &Model, body: OrganisationId) -> Self {
        let bodies = model.organisations.iter();
        let bodies = bodies.filter(|(id, _)| model.is_part_of(*id, body));
        let systems = model.systems.iter().filter(|(_, system)| {
            system
                .owner()
                .is_some_and(|owner| model.is_part_of(owner, body))
        });
        Self {
            bodies: bodies.map(|(_, one)| close_key(&one.slug)).collect(),
            systems: systems.map(|(_, one)| close_key(&one.slug)).collect(),
        }
    }

    fn has(&self, entry: &Entry) -> bool {
        let is_end = |key: &str| {
            let id = close_key(entry.text(key));
            self.systems.contains(&id) || self.bodies.contains(&id)
        };
        match entry.section {
            "organisations" => self.bodies.contains(&close_key(&entry.id)),
            "systems" => self.systems.contains(&close_key(&entry.id)),
            _ => {
                is_end("from") || is_end("to") || self.bodies.contains(&close_key(entry.text("by")))
            }
        }
    }
}

/// The rows for the keys of an entry.
fn asked(
    names: &Names<'_>,
    table: &Table,
    row: &Row,
    entry: &Entry,
    keys: &[(&'static str, bool)],
) -> Vec<Asked> {
    let mut rows = Vec::new();
    for (key, is_always) in keys {
        let place = table
            .columns
            .iter()
            .position(|column| matches!(column, Column::Key(name, ..) if name == key));
        let Some(place) = place else { continue };
        let Column::Key(_, shape, about) = table.columns[place] else {
            continue;
        };
        let raw = row.cells[place].clone();
        if raw.is_empty() && !is_always {
            continue;
        }
        rows.push(Asked {
            target: target(table, row),
            key,
            thing: names.thing(entry),
            question: capital(about),
            says: says(names, shape, &raw),
            raw,
            choices: choices(names, shape),
        });
    }
    rows
}

/// The row for the meaning of a field.
fn field(names: &Names<'_>, map: &WrittenMap, entry: &Entry) -> Asked {
    let name = match entry.text("name") {
        "" => readable(&entry.id),
        name => name.to_owned(),
    };
    let raw = match entry.get("term").map(|said| &said.value) {
        Some(Written::Text(term)) => term.clone(),
        // A field without a term means the term of its own id.
        _ if map.find("terms", "", &entry.id).is_some() => entry.id.clone(),
        _ => String::new(),
    };
    let mut lines = vec![match raw.as_str() {
        "" => "(the map does not say)".to_owned(),
        "unknown" => "(not known)".to_owned(),
        term => names.of(Entity::Term, term),
    }];
    let keys = record(FIELDS).all();
    for key in keys.filter(|key| {
        matches!(
            key.name,
            "definition" | "type" | "unit" | "codes" | "complete"
        )
    }) {
        if let Some(said) = entry.get(key.name) {
            let text = cell::shown(key.shape, &said.value);
            lines.push(format!(
                "{}: {}",
                capital(key.name),
                says(names, key.shape, &text)
            ));
        }
    }
    Asked {
        target: Target {
            section: FIELDS,
            owner: entry.owner.clone(),
            name: entry.id.clone(),
        },
        key: "term",
        thing: names.thing(entry),
        question: capital(&name),
        says: lines.join("\n"),
        raw,
        choices: names.choices(Entity::Term),
    }
}
