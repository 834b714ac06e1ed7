//! The steps in the flow files that make a proposal: keys of entries set, replaced and removed, and new entries.

use std::collections::BTreeMap;
use std::ops::Range;

use super::entries::{Entry, FIELDS, Form};
use super::home::{home, text};
use super::news::{News, on_a_line, value};
use super::{About, Fault, Origin, Proposal, Proposed, ProposedKey, WrittenMap};
use crate::exchange::edit::{FlowText, Step, Stepped};
use crate::exchange::rename::Changed;
use crate::read::syntax::{INVALID_VALUE, Written, close_key};

/// The steps of a proposal, file by file.
pub(super) struct Planned {
    /// The steps in each file of the map by its index, with the place that asks for each.
    pub(super) files: BTreeMap<usize, Vec<(Stepped, Origin)>>,
    /// The scalars to write anew in each file, before the steps: the arrows of flows whose ends change.
    spelt: BTreeMap<usize, Vec<(Range<u32>, String, Origin)>>,
    /// The sections of a new file, with its name.
    pub(super) new: Option<(String, Vec<(String, Written)>)>,
    /// Entries that cannot be made.
    pub(super) refused: Vec<Fault>,
}

/// A fault of a change that cannot be made.
pub(super) fn refused(origin: Origin, message: String) -> Fault {
    Fault {
        kind: &INVALID_VALUE,
        origin,
        label: "this cannot be written".to_owned(),
        message,
        help: "change it in the flow file by hand, and leave it as it is here".to_owned(),
    }
}

/// Plans the steps.
pub(super) fn plan(map: &WrittenMap, proposal: &Proposal, new_file: &str) -> Planned {
    let mut planned = Planned {
        files: BTreeMap::new(),
        spelt: BTreeMap::new(),
        new: None,
        refused: Vec::new(),
    };
    let mut news = News::new();
    let mut homes = BTreeMap::new();
    for proposed in &proposal.entries {
        match &proposed.about {
            About::Known(place) => planned.known(&map.entries[*place], proposed, Vec::new()),
            About::New(file) => {
                let named = file.as_ref().and_then(|name| {
                    map.files
                        .iter()
                        .position(|file| file.name() == name.as_str())
                });
                let memo = (
                    proposed.section,
                    &proposed.owner,
                    ["owner", "from", "to", "who"].map(|key| text(proposed, key)),
                );
                let file = named.or_else(|| {
                    *homes
                        .entry(memo)
                        .or_insert_with(|| home(map, proposed).filter(|file| is_open(map, *file)))
                });
                let owner = match proposed.section {
                    FIELDS => close_key(&proposed.owner),
                    _ => String::new(),
                };
                let key = (file, proposed.section, owner);
                news.entry(key).or_default().push(proposed);
            }
        }
    }
    planned.news(map, news, new_file);
    planned
}

/// True for a list, on one line or not.
fn is_list(value: &Written) -> bool {
    match value {
        Written::Inline(inner) => is_list(inner),
        other => matches!(other, Written::List(_)),
    }
}

fn is_open(map: &WrittenMap, file: usize) -> bool {
    !map.closed.contains_key(&file)
}

impl Planned {
    pub(super) fn step(&mut self, file: usize, way: &[usize], step: Step, origin: Origin) {
        let steps = self.files.entry(file).or_default();
        steps.push(((way.to_vec(), step), origin));
    }

    /// The steps for an entry that the map has. `more` are keys to add besides those proposed.
    pub(super) fn known(&mut self, entry: &Entry, proposed: &Proposed, more: Vec<ProposedKey>) {
        if proposed.is_gone {
            let way = match entry.form {
                // The only arrow of its item goes with the item.
                Form::Headed { is_alone: true } => &entry.way[..entry.way.len() - 1],
                _ => &entry.way[..],
            };
            self.step(entry.file, way, Step::Remove, proposed.origin);
            return;
        }
        let mut changes: Vec<ProposedKey> = proposed.keys.clone();
        changes.extend(more);
        if changes.is_empty() {
            return;
        }
        if matches!(entry.form, Form::Arrow | Form::Headed { .. }) {
            self.arrow(entry, &mut changes);
        }
        let is_inside =
            |change: &ProposedKey| entry.get(change.key).is_some_and(|said| said.way.is_some());
        let (inside, rest): (Vec<_>, Vec<_>) = changes.into_iter().partition(is_inside);
        for change in inside {
            let way = entry.get(change.key).and_then(|said| said.way.clone());
            let way = way.unwrap_or_default();
            let step = match change.value {
                // The list of fields after an arrow has no key of its own.
                Some(list) if is_list(&list) => Step::Replace(list),
                Some(word) if way == entry.way => {
                    Step::Replace(Written::Mapping(vec![(change.key.to_owned(), word)]))
                }
                None if way == entry.way => Step::Replace(Written::Nothing),
                Some(value) => Step::Replace(value),
                None => Step::Remove,
            };
            self.step(entry.file, &way, step, change.origin);
        }
        if !rest.is_empty() {
            self.added(entry, rest);
        }
    }

    /// Keys that the entry does not have under a way of their own.
    fn added(&mut self, entry: &Entry, rest: Vec<ProposedKey>) {
        let origin = rest[0].origin;
        let whole = |keys: Vec<(String, Written)>| on_a_line(value(entry.section, &keys));
        let beside = entry.way.len() - 1;
        match &entry.form {
            Form::Mapping => {
                for change in rest {
                    if let Some(value) = change.value {
                        let step = Step::Set(change.key.to_owned(), value);
                        self.step(entry.file, &entry.way, step, change.origin);
                    }
                }
            }
            Form::Headed { is_alone: true } if entry.is_mapping_inside() => {
                for change in rest {
                    if let Some(value) = change.value {
                        let step = Step::Set(change.key.to_owned(), value);
                        self.step(entry.file, &entry.way, step, change.origin);
                    }
                }
            }
            Form::Headed { is_alone: true } => {
                for change in rest {
                    let Some(value) = change.value else { continue };
                    let step = Step::Set(change.key.to_owned(), value);
                    self.step(entry.file, &entry.way[..beside], step, change.origin);
                }
            }
            Form::Headed { is_alone: false } => {
                let mut keys = entry.own_keys();
                merge(&mut keys, rest);
                keys.retain(|(key, _)| key != "from" && key != "to");
                let step = Step::Replace(Written::Mapping(keys));
                self.step(entry.file, &entry.way, step, origin);
            }
            Form::Arrow => {
                let arrow = entry.arrow();
                let mut keys = Vec::new();
                merge(&mut keys, rest);
                if keys.is_empty() {
                    return;
                }
                let inner = match &keys[..] {
                    [(key, list)] if key == "fields" && is_list(list) => list.clone(),
                    _ => Written::Mapping(keys),
                };
                let step = Step::Replace(Written::Mapping(vec![(arrow, inner)]));
                self.step(entry.file, &entry.way, step, origin);
            }
            Form::Item => {
                let mut keys = Vec::new();
                merge(&mut keys, rest);
                if !keys.is_empty() {
                    let pair = vec![(entry.id.clone(), whole(keys))];
                    let step = Step::Replace(Written::Mapping(pair));
                    self.step(entry.file, &entry.way, step, origin);
                }
            }
            Form::Short => {
                let mut keys = entry.own_keys();
                merge(&mut keys, rest);
                let step = Step::Replace(whole(keys));
                self.step(entry.file, &entry.way, step, origin);
            }
        }
    }

    /// Writes the ends of an arrow anew, and takes them out of the changes.
    fn arrow(&mut self, entry: &Entry, changes: &mut Vec<ProposedKey>) {
        let mut ends = ["from", "to"].map(|key| entry.text(key).to_owned());
        let mut origin = None;
        changes.retain(|change| {
            let Some(place) = ["from", "to"].iter().position(|key| *key == change.key) else {
                return true;
            };
            if let Some(Written::Text(text)) = &change.value {
                ends[place].clone_from(text);
                origin = Some(change.origin);
            }
            false
        });
        if let Some(origin) = origin {
            let span = entry.keys[0].span;
            let spelt = self.spelt.entry(entry.file).or_default();
            spelt.push((span.start..span.end, ends.join(" -> "), origin));
        }
    }

    /// The changed files, or every step that cannot be made.
    pub(super) fn made(self, map: &WrittenMap) -> Result<Vec<Changed>, Vec<Fault>> {
        let mut faults = self.refused;
        let mut texts: BTreeMap<usize, FlowText> = BTreeMap::new();
        let open = |file: usize, origin: Origin, faults: &mut Vec<Fault>| {
            if let Some(why) = map.closed.get(&file) {
                faults.push(refused(origin, why.clone()));
            }
            !map.closed.contains_key(&file)
        };
        for (file, spelt) in self.spelt {
            if !open(file, spelt[0].2, &mut faults) {
                continue;
            }
            let mut text = map.files[file].clone();
            let origin = spelt[0].2;
            let all: Vec<(Range<u32>, String)> = spelt
                .into_iter()
                .map(|(span, text, _)| (span, text))
                .collect();
            if let Err(refusal) = text.respell(&all) {
                faults.push(refused(origin, refusal.to_string()));
            }
            texts.insert(file, text);
        }
        for (file, steps) in self.files {
            if !open(file, steps[0].1, &mut faults) {
                continue;
            }
            let text = texts.entry(file).or_insert_with(|| map.files[file].clone());
            let (steps, origins): (Vec<Stepped>, Vec<Origin>) = steps.into_iter().unzip();
            for (place, refusal) in text.make(&steps) {
                faults.push(refused(origins[place], refusal.to_string()));
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let mut files: Vec<Changed> = texts
            .into_iter()
            .map(|(file, text)| Changed {
                name: text.name().to_owned(),
                old: map.files[file].text().to_owned(),
                new: text.text().to_owned(),
            })
            .collect();
        files.retain(|file| file.old != file.new);
        if let Some((name, sections)) = self.new {
            let mut text = FlowText::of(&name, "");
            for (section, value) in &sections {
                if let Err(refusal) = text.add_to_section(section, value) {
                    return Err(vec![refused(Origin::default(), refusal.to_string())]);
                }
            }
            files.push(Changed {
                name,
                old: String::new(),
                new: text.text().to_owned(),
            });
        }
        files.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(files)
    }
}

/// Takes changes over into keys.
pub(super) fn merge(keys: &mut Vec<(String, Written)>, changes: Vec<ProposedKey>) {
    for change in changes {
        keys.retain(|(key, _)| key != change.key);
        keys.extend(change.value.map(|value| (change.key.to_owned(), value)));
    }
}

impl Entry {
    /// Its keys with their values.
    fn own_keys(&self) -> Vec<(String, Written)> {
        let keys = self.keys.iter();
        keys.map(|said| (said.key.to_owned(), said.value.clone()))
            .collect()
    }

    /// Its ends as an arrow.
    fn arrow(&self) -> String {
        format!("{} -> {}", self.text("from"), self.text("to"))
    }

    /// True if its arrow is followed by a mapping of keys.
    fn is_mapping_inside(&self) -> bool {
        self.keys.iter().any(|said| {
            said.way
                .as_ref()
                .is_some_and(|way| way.len() == self.way.len() + 1 && way.starts_with(&self.way))
        })
    }
}
