//! Ids and values in people's words.

use crate::exchange::proposed::entries::{Entry, FIELDS};
use crate::exchange::sheets::cell;
use crate::read::finding::body_meant;
use crate::read::model::{Entity, Model, Shape};
use crate::read::syntax::{Written, close_key};
use crate::words::{capital, listed, lowered, readable};

/// The names of things by their ids.
pub(super) struct Names<'m> {
    pub(super) model: &'m Model,
}

impl Names<'_> {
    /// The name of the entity with this id; the id as words if it has none.
    pub(super) fn of(&self, entity: Entity, id: &str) -> String {
        self.known(entity, id).unwrap_or_else(|| readable(id))
    }

    /// The name of the entity with this id; `None` if there is no such entity.
    fn known(&self, entity: Entity, id: &str) -> Option<String> {
        let key = close_key(id);
        let is = |slug: &str| close_key(slug) == key;
        let model = self.model;
        let name = match entity {
            Entity::Organisation => {
                let mut all = model.organisations.iter();
                all.find(|(_, one)| is(&one.slug))
                    .map(|(_, one)| one.name.to_string())
            }
            Entity::System => {
                let mut all = model.systems.iter();
                all.find(|(_, one)| is(&one.slug))
                    .map(|(_, one)| one.name.to_string())
            }
            Entity::Term => {
                let mut all = model.terms.iter();
                all.find(|(_, one)| is(&one.slug))
                    .map(|(_, one)| one.name.to_string())
            }
            Entity::CodeList => {
                let mut all = model.code_lists.iter();
                all.find(|(_, one)| is(&one.slug))
                    .map(|(_, one)| one.name.to_string())
            }
            _ => None,
        };
        name.filter(|name| !name.is_empty())
    }

    /// A text of the map with names in place of the ids between backticks.
    pub(super) fn sentence(&self, text: &str) -> String {
        let parts = text.split('`').enumerate().map(|(place, part)| {
            if place % 2 == 0 {
                part.to_owned()
            } else {
                self.any(part)
            }
        });
        parts.collect()
    }

    /// The name of whatever has this id; a field with that of its system.
    fn any(&self, id: &str) -> String {
        if let Some(body) = body_meant(id).and_then(|id| self.known(Entity::Organisation, id)) {
            return body;
        }
        let kinds = [
            Entity::System,
            Entity::Organisation,
            Entity::Term,
            Entity::CodeList,
        ];
        let found = kinds.into_iter().find_map(|kind| self.known(kind, id));
        let field = id.rsplit_once('.').and_then(|(system, field)| {
            let system = self.known(Entity::System, system)?;
            Some(format!("“{}” in {system}", readable(field)))
        });
        found
            .or(field)
            .unwrap_or_else(|| format!("“{}”", readable(id)))
    }

    /// The name of a dimension in a sentence.
    fn dimension(&self, id: &str) -> String {
        let key = close_key(id);
        let mut all = self.model.dimensions.iter();
        let found = all.find(|(_, one)| close_key(&one.slug) == key);
        found.map_or_else(|| readable(id), |(_, one)| lowered(&one.name))
    }

    /// Every entity of a kind that may be chosen: its name and its id.
    pub(super) fn choices(&self, entity: Entity) -> Vec<(String, String)> {
        let model = self.model;
        let pair = |name: &str, slug: &str| (name.to_owned(), slug.to_owned());
        let mut all: Vec<(String, String)> = match entity {
            Entity::Organisation => model
                .organisations
                .iter()
                .map(|(_, one)| pair(&one.name, &one.slug))
                .collect(),
            Entity::System => model
                .systems
                .iter()
                .map(|(_, one)| pair(&one.name, &one.slug))
                .collect(),
            Entity::Term => model
                .terms
                .iter()
                .map(|(_, one)| pair(&one.name, &one.slug))
                .collect(),
            _ => Vec::new(),
        };
        all.sort();
        all
    }

    /// The thing that an entry is about.
    pub(super) fn thing(&self, entry: &Entry) -> String {
        match entry.section {
            "organisations" => self.of(Entity::Organisation, &entry.id),
            "systems" => self.of(Entity::System, &entry.id),
            FIELDS => self.of(Entity::System, &entry.owner),
            _ => {
                let end = |key: &str| {
                    let id = entry.text(key);
                    let system = self.of(Entity::System, id);
                    if system == readable(id) {
                        self.of(Entity::Organisation, id)
                    } else {
                        system
                    }
                };
                format!("Data passed from {} to {}", end("from"), end("to"))
            }
        }
    }
}

/// The text of a cell in people's words.
pub(super) fn says(names: &Names<'_>, shape: Shape, raw: &str) -> String {
    match (shape, raw) {
        (_, "") => "(the map does not say)".to_owned(),
        (_, "unknown") => "(not known)".to_owned(),
        (_, "none") => "(none)".to_owned(),
        (_, "not-shared") => "(held, and not shared)".to_owned(),
        (Shape::Id(entity), id) => names.of(entity, id),
        (Shape::Boxes, text) => boxes(names, text),
        (Shape::Passages, text) => readable(text).replace("->", "→"),
        (_, text) => text.to_owned(),
    }
}

/// The answers to choose from.
pub(super) fn choices(names: &Names<'_>, shape: Shape) -> Vec<(String, String)> {
    let words = |words: &[&str]| -> Vec<(String, String)> {
        words
            .iter()
            .map(|word| (readable(word), (*word).to_owned()))
            .collect()
    };
    match shape {
        Shape::Choice(_, all) | Shape::Every(all) => words(all),
        Shape::Truth(_) => words(&["true", "false"]),
        Shape::Id(entity) => names.choices(entity),
        _ => Vec::new(),
    }
}

/// Boxes in people's words: one property a line, and those without a limit together.
fn boxes(names: &Names<'_>, text: &str) -> String {
    let Ok(value) = cell::read(Shape::Boxes, text) else {
        return text.to_owned();
    };
    let mut blocks = Vec::new();
    for one in cell::items(&crate::exchange::sheets::pieces::plain(&value)) {
        let Written::Mapping(keys) = one else {
            return text.to_owned();
        };
        let mut lines = Vec::new();
        let mut free = Vec::new();
        for (dimension, extent) in keys {
            let name = names.dimension(&dimension);
            let values = cell::items(&extent).into_iter().map(|value| match value {
                Written::Text(value) => readable(&value),
                _ => String::new(),
            });
            let values: Vec<String> = values.collect();
            if values == ["all"] {
                free.push(name);
            } else {
                lines.push(format!("{}: {}", capital(&name), listed(&values)));
            }
        }
        if !free.is_empty() {
            lines.push(format!("No limit by: {}", free.join(", ")));
        }
        blocks.push(lines.join("\n"));
    }
    blocks.join("\nand also\n")
}
