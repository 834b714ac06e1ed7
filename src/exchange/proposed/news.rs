//! The steps for new entries: added to their section, or with a section of their own.

use std::collections::BTreeMap;

use super::entries::{Entry, FIELDS, is_list, short};
use super::steps::{Planned, merge, refused};
use super::{About, Origin, Proposed, ProposedKey, WrittenMap};
use crate::exchange::edit::{Step, Stepped};
use crate::read::syntax::{Value, Written, close_key};

/// The new entries of one section in one file; fields are apart by system.
pub(super) type News<'p> = BTreeMap<(Option<usize>, &'static str, String), Vec<&'p Proposed>>;

/// The id of a new entry, its keys, and the place that says so.
type NewEntry = (String, Vec<(String, Written)>, Origin);

/// New entries as the value of their section.
fn together(section: &str, entries: Vec<NewEntry>) -> Written {
    if section == "map" {
        return Written::Mapping(entries.into_iter().flat_map(|(_, keys, _)| keys).collect());
    }
    if is_list(section) {
        let items = entries.into_iter().map(|(_, keys, _)| match section {
            "flows" => flow(keys),
            _ => Written::Mapping(keys),
        });
        return Written::List(items.collect());
    }
    let pairs = entries.into_iter();
    Written::Mapping(
        pairs
            .map(|(id, keys, _)| (id, value(section, &keys)))
            .collect(),
    )
}

/// The value of a new entry below its id: its short form if that says everything.
pub(super) fn value(section: &str, keys: &[(String, Written)]) -> Written {
    match keys {
        [] => Written::Nothing,
        [(key, one)] if key == short(section) && !matches!(one, Written::Mapping(_)) => one.clone(),
        _ => Written::Mapping(keys.to_vec()),
    }
}

/// The keys that a new entry has.
fn keys(proposed: &Proposed) -> Vec<(String, Written)> {
    let keys = proposed.keys.iter();
    keys.filter_map(|said| Some((said.key.to_owned(), said.value.clone()?)))
        .collect()
}

/// A new flow, as an arrow if it says nothing else.
fn flow(keys: Vec<(String, Written)>) -> Written {
    match &keys[..] {
        [(from, Written::Text(a)), (to, Written::Text(b))] if from == "from" && to == "to" => {
            Written::Text(format!("{a} -> {b}"))
        }
        _ => Written::Mapping(keys),
    }
}

/// New fields: a list of ids if none has a key.
fn fields(all: &[&Proposed]) -> Written {
    let pairs = all
        .iter()
        .map(|field| (field.id.clone(), on_a_line(value(FIELDS, &keys(field)))));
    let pairs: Vec<(String, Written)> = pairs.collect();
    if pairs.iter().all(|(_, value)| *value == Written::Nothing) {
        Written::texts(pairs.into_iter().map(|(id, _)| id))
    } else {
        Written::Mapping(pairs)
    }
}

/// A mapping on one line, if it is short.
pub(super) fn on_a_line(value: Written) -> Written {
    match value {
        Written::Mapping(keys) => Written::Mapping(keys).inline_if_short(),
        other => other,
    }
}

impl Planned {
    /// The steps for new entries.
    pub(super) fn news(&mut self, map: &WrittenMap, mut news: News<'_>, new_file: &str) {
        let mut apart: Vec<(String, Vec<&Proposed>)> = Vec::new();
        let of_fields: Vec<_> = news
            .keys()
            .filter(|(_, section, _)| *section == FIELDS)
            .cloned()
            .collect();
        for key in of_fields {
            let all = news.remove(&key).unwrap_or_default();
            match map.find("systems", "", &key.2) {
                Some(place) => self.fields(map, &map.entries[place], &all),
                None => apart.push((key.2, all)),
            }
        }
        let mut new: Vec<(String, Written)> = Vec::new();
        let mut taken: Vec<String> = Vec::new();
        for ((file, section, _), all) in news {
            let mut entries = Vec::new();
            for proposed in &all {
                let mut keys = keys(proposed);
                if section == "systems"
                    && let Some((id, inner)) =
                        apart.iter().find(|(id, _)| *id == close_key(&proposed.id))
                {
                    keys.push(("fields".to_owned(), fields(inner)));
                    taken.push(id.clone());
                }
                entries.push((proposed.id.clone(), keys, proposed.origin));
            }
            match file {
                Some(file) => self.section(map, file, section, entries),
                None => new.push((section.to_owned(), together(section, entries))),
            }
        }
        for (owner, all) in apart.iter().filter(|(id, _)| !taken.contains(id)) {
            let origin = all[0].origin;
            let message = format!("there is no system `{owner}` for this field");
            self.refused.push(refused(origin, message));
        }
        if !new.is_empty() {
            self.new = Some((new_file.to_owned(), new));
        }
    }

    /// New fields of a system of the map.
    fn fields(&mut self, map: &WrittenMap, system: &Entry, all: &[&Proposed]) {
        let origin = all[0].origin;
        let said = system.get("fields");
        let way = said.and_then(|said| said.way.clone());
        match (said.map(|said| &said.value), way) {
            (Some(Written::Mapping(_)), Some(way)) => {
                for field in all {
                    let value = on_a_line(value(FIELDS, &keys(field)));
                    let step = Step::Set(field.id.clone(), value);
                    self.step(system.file, &way, step, field.origin);
                }
            }
            (Some(Written::List(items)), Some(way)) if !items.is_empty() => {
                for field in all {
                    let value = value(FIELDS, &keys(field));
                    let item = match value {
                        Written::Nothing => Written::Text(field.id.clone()),
                        value => Written::Mapping(vec![(field.id.clone(), value)]).inline(),
                    };
                    self.step(system.file, &way, Step::Add(item), field.origin);
                }
            }
            (Some(Written::Text(one)), Some(way))
                if !matches!(one.as_str(), "unknown" | "none" | "not-shared") =>
            {
                let known = vec![(one.clone(), Written::Nothing)];
                let mut pairs = known;
                for field in all {
                    pairs.push((field.id.clone(), value(FIELDS, &keys(field))));
                }
                let step = Step::Replace(Written::Mapping(pairs));
                self.step(system.file, &way, step, origin);
            }
            _ => {
                let change = ProposedKey {
                    key: "fields",
                    value: Some(fields(all)),
                    origin,
                };
                self.merged(map, system, change);
            }
        }
    }

    /// Adds a key to an entry whose other keys may change too: in a short form all are written together.
    fn merged(&mut self, map: &WrittenMap, entry: &Entry, change: ProposedKey) {
        let is_its_own = |((way, step), _): &(Stepped, Origin)| {
            *way == entry.way && matches!(step, Step::Replace(_))
        };
        let steps = self.files.entry(entry.file).or_default();
        let Some(place) = steps.iter().position(is_its_own) else {
            let proposed = Proposed {
                section: entry.section,
                owner: entry.owner.clone(),
                id: entry.id.clone(),
                about: About::Known(0),
                keys: vec![change],
                is_gone: false,
                origin: Origin::default(),
            };
            let _ = map;
            self.known(entry, &proposed, Vec::new());
            return;
        };
        let ((_, step), _) = &mut steps[place];
        if let Step::Replace(value) = step {
            *value = with_key(value.clone(), entry, change);
        }
    }

    /// New entries of a section in a file of the map.
    fn section(
        &mut self,
        map: &WrittenMap,
        file: usize,
        section: &'static str,
        entries: Vec<NewEntry>,
    ) {
        let origin = entries[0].2;
        let documents = map.files[file].tree().unwrap_or_default();
        let found = documents.iter().enumerate().find_map(|(document, node)| {
            let Value::Mapping(pairs) = &node.value else {
                return None;
            };
            let place = pairs
                .iter()
                .position(|(key, _)| key.text() == Some(section))?;
            Some((vec![document, place], &pairs[place].1.value))
        });
        match found {
            Some((way, Value::Mapping(pairs))) if !pairs.is_empty() && !is_list(section) => {
                for (id, keys, origin) in entries {
                    let step = Step::Set(id, value(section, &keys));
                    self.step(file, &way, step, origin);
                }
            }
            Some((way, Value::List(items))) if !items.is_empty() => {
                for (id, keys, origin) in entries {
                    let item = match (is_list(section), value(section, &keys)) {
                        (true, _) if section == "flows" => flow(keys),
                        (true, _) => Written::Mapping(keys),
                        (false, Written::Nothing) => Written::Text(id),
                        (false, value) => Written::Mapping(vec![(id, value)]),
                    };
                    self.step(file, &way, Step::Add(item), origin);
                }
            }
            Some((way, _)) => {
                let all = together(section, entries);
                self.step(file, &way, Step::Replace(all), origin);
            }
            None => {
                let step = Step::Section(section.to_owned(), together(section, entries));
                self.step(file, &[0], step, origin);
            }
        }
    }
}

/// The value of an entry with one more key.
fn with_key(value: Written, entry: &Entry, change: ProposedKey) -> Written {
    let mut keys = match value {
        Written::Inline(inner) => return with_key(*inner, entry, change),
        Written::Mapping(keys) => keys,
        Written::Nothing => Vec::new(),
        other => vec![(short(entry.section).to_owned(), other)],
    };
    merge(&mut keys, vec![change]);
    Written::Mapping(keys)
}
