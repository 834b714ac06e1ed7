//! Names of findings and topics across a rename: a name is made of ids, and each id is followed to the newer map.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use super::matching::{Followed, Matching};
use crate::read::model::{Entity, Id as _, Model, Slugs as _};

/// Limit on the readings of one name. Entities of several kinds may share an id, and perhaps only one of them was renamed.
const MOST_READINGS: usize = 16;

/// The ids of the older map, each with the ids that it may have in the newer one.
#[derive(Debug, Default)]
pub(super) struct Follow {
    ids: FxHashMap<String, Vec<String>>,
    /// Ids that an entity of the older map keeps in the newer one.
    kept: FxHashSet<String>,
}

impl Follow {
    /// The ids of two matched maps.
    pub(super) fn of(old: &Model, matching: &Matching) -> Self {
        let mut follow = Self::default();
        if !matching.has_renames() {
            return follow;
        }
        let followed = Followed {
            model: old,
            matching,
        };
        let mut kept: FxHashSet<String> = FxHashSet::default();
        for (entity, index) in named(old) {
            let before = old.slug(entity, index);
            let after = followed.slug(entity, index);
            if before == after {
                kept.insert(before.into_owned());
            } else {
                follow.add(&before, &after);
            }
        }
        for (id, field) in old.fields.iter() {
            let before = old.field_name(id);
            let after = followed.field_name(id);
            if before != after {
                follow.add(&before, &after);
            }
            // A name may hold the id of a field without that of its system.
            let alone = followed.slug(Entity::Field, id.index());
            if *alone != *field.slug {
                follow.add(&field.slug, &alone);
                kept.insert(field.slug.to_string());
            }
        }
        follow.kept = kept;
        follow
    }

    fn add(&mut self, before: &str, after: &str) {
        let known = self.ids.entry(before.to_owned()).or_default();
        if !known.iter().any(|known| known == after) {
            known.push(after.to_owned());
        }
    }

    /// The form in which names are compared. If anything was renamed, the ids are sorted, because a name may list them in order of id.
    pub(super) fn key<'n>(&self, name: &'n str) -> Cow<'n, str> {
        if self.ids.is_empty() {
            return Cow::Borrowed(name);
        }
        let mut parts: Vec<&str> = name.split('/').collect();
        if let Some((_, ids)) = parts.split_first_mut() {
            ids.sort_unstable();
        }
        Cow::Owned(parts.join("/"))
    }

    /// The key of a name of the older map in the newer one: the first reading that is `known` there, else the first.
    pub(super) fn key_of_old<'n>(
        &self,
        name: &'n str,
        known: impl Fn(&str) -> bool,
    ) -> Cow<'n, str> {
        if self.ids.is_empty() {
            return Cow::Borrowed(name);
        }
        let keys = self.readings(name).into_iter();
        let keys: Vec<String> = keys.map(|name| self.key(&name).into_owned()).collect();
        let meant = keys.iter().find(|key| known(key));
        Cow::Owned(meant.or(keys.first()).cloned().unwrap_or_default())
    }

    /// A pattern of the older map, in which `*` stands for any run of characters, in the newer one: the first reading that is `known` there.
    pub(super) fn pattern(&self, pattern: &str, known: impl Fn(&str) -> bool) -> String {
        let readings = self.readings(pattern);
        let meant = readings.iter().find(|reading| known(reading));
        let first = || readings.first().cloned().unwrap_or_default();
        meant.cloned().unwrap_or_else(first)
    }

    /// The names that a name of the older map may have in the newer one.
    fn readings(&self, name: &str) -> Vec<String> {
        let mut readings: Vec<Vec<&str>> = vec![Vec::new()];
        for part in name.split('/') {
            let after: Vec<&str> = match self.ids.get(part) {
                Some(ids) => {
                    let kept = self.kept.get(part).map(String::as_str);
                    ids.iter().map(String::as_str).chain(kept).collect()
                }
                None => vec![part],
            };
            let longer = readings.iter().flat_map(|reading| {
                let longer = after.iter().map(|id| {
                    let mut reading = reading.clone();
                    reading.push(id);
                    reading
                });
                longer.collect::<Vec<_>>()
            });
            readings = longer.take(MOST_READINGS).collect();
        }
        readings.iter().map(|parts| parts.join("/")).collect()
    }
}

/// Every entity with an id of its own except fields: by kind and number.
fn named(model: &Model) -> impl Iterator<Item = (Entity, usize)> {
    let tables = [
        (Entity::Dimension, model.dimensions.len()),
        (Entity::Organisation, model.organisations.len()),
        (Entity::Term, model.terms.len()),
        (Entity::CodeList, model.code_lists.len()),
        (Entity::System, model.systems.len()),
        (Entity::Flow, model.flows.len()),
        (Entity::Need, model.needs.len()),
        (Entity::Case, model.cases.len()),
        (Entity::Scenario, model.scenarios.len()),
    ];
    tables
        .into_iter()
        .flat_map(|(entity, count)| (0..count).map(move |index| (entity, index)))
}
