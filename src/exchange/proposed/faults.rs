//! Tells the faults of a proposal at their places: those of the file it comes from, and those that its values have in the flow files.

use std::collections::{BTreeMap, BTreeSet};

use super::entries::Entry;
use super::{About, Fault, Origin, Proposal, Unmade, WrittenMap};
use crate::analysis::Analysis;
use crate::read::finding::{Finding, Group, Level, Place};
use crate::read::source::{FileId, SourceSet, Span};
use crate::read::syntax::close_key;

/// The texts of a proposal as files, and the findings on them.
pub(super) struct Origins {
    /// The texts, sorted by name.
    pub(super) sources: SourceSet,
    /// The place of each text in them.
    ids: Vec<FileId>,
    /// Everything found.
    pub(super) findings: Vec<Finding>,
}

/// The identity of an entry: section, owner and id; in a list section the file and the number of the entry in it.
type Key = (&'static str, String, String);

impl Origins {
    /// The texts with their names.
    pub(super) fn of(texts: &[(String, String)]) -> Self {
        let mut order: Vec<usize> = (0..texts.len()).collect();
        order.sort_by(|a, b| texts[*a].0.cmp(&texts[*b].0));
        let mut ids = vec![FileId::default(); texts.len()];
        for (rank, place) in order.into_iter().enumerate() {
            ids[place] = FileId(rank as u32);
        }
        Self {
            sources: SourceSet::from_strings(texts.iter().cloned()),
            ids,
            findings: Vec::new(),
        }
    }

    /// The span of an origin.
    fn span(&self, origin: Origin) -> Span {
        Span {
            file: self.ids.get(origin.text).copied().unwrap_or_default(),
            start: origin.start,
            end: origin.end,
        }
    }

    /// Adds a fault as a finding.
    pub(super) fn tell(&mut self, fault: &Fault) {
        let span = self.span(fault.origin);
        let file = self.sources.file(span.file).name.clone();
        let finding = Finding::at(fault.kind, &[&file], span, &*fault.label)
            .message(&*fault.message)
            .subject("file", file)
            .help(&*fault.help);
        self.findings.push(finding);
    }

    /// The reasons why nothing is made.
    pub(super) fn unmade(self) -> Unmade {
        Unmade {
            findings: self.findings,
            origins: self.sources,
        }
    }

    /// Checks the changed map: an error that it did not have before is told at the place that made it. Returns the lesser faults.
    pub(super) fn check(
        &mut self,
        before: &Analysis,
        after: &Analysis,
        proposal: &Proposal,
        map: &WrittenMap,
    ) -> Vec<Finding> {
        let about_files = |finding: &&Finding| finding.kind.group == Group::Map;
        let old: BTreeSet<String> = before
            .findings
            .iter()
            .filter(about_files)
            .map(|finding| finding.message.clone())
            .collect();
        let new: Vec<&Finding> = after
            .findings
            .iter()
            .filter(about_files)
            .filter(|finding| !old.contains(&finding.message))
            .collect();
        if new.is_empty() {
            return Vec::new();
        }
        let spots = Spots::of(after, proposal, map);
        let mut doubts = Vec::new();
        for finding in new {
            let mut places = finding.places.iter();
            let origin = places.find_map(|place| spots.origin(place.span, &after.sources));
            let told = match origin {
                Some((origin, offset)) => self.moved(finding, origin, offset),
                None if finding.level == Level::Error => {
                    let first = Origin::default();
                    self.moved(finding, first, None)
                }
                None => continue,
            };
            let known = if finding.level == Level::Error {
                &mut self.findings
            } else {
                &mut doubts
            };
            // The same fault at several places of one value is told once.
            let is_same = |other: &Finding| {
                other.message == told.message && other.place().span == told.place().span
            };
            if !known.iter().any(is_same) {
                known.push(told);
            }
        }
        doubts
    }

    /// The finding at the place of an origin. `offset` is the start of its word in the value, if the value is written there as it is.
    fn moved(&self, finding: &Finding, origin: Origin, offset: Option<(u32, u32)>) -> Finding {
        let mut span = self.span(origin);
        if let Some((from, to)) = offset.filter(|(_, to)| origin.start + to <= origin.end) {
            span.start = origin.start + from;
            span.end = origin.start + to;
        }
        let label = finding.place().label.clone();
        finding.clone().shown_at(vec![Place { span, label }])
    }
}

/// The places in the changed map, with the places of the proposal that made them.
struct Spots {
    entries: Vec<Entry>,
    keys: Vec<Key>,
    said: BTreeMap<(Key, &'static str), Origin>,
    whole: BTreeMap<Key, Origin>,
    texts: BTreeMap<(Key, &'static str), String>,
}

/// The identities of entries: those without an id are numbered, file by file.
fn keys(entries: &[Entry]) -> Vec<Key> {
    let mut counts: BTreeMap<(usize, &'static str), usize> = BTreeMap::new();
    let keys = entries.iter().map(|entry| {
        if !entry.id.is_empty() {
            return (entry.section, close_key(&entry.owner), close_key(&entry.id));
        }
        let count = counts.entry((entry.file, entry.section)).or_default();
        *count += 1;
        (entry.section, entry.file.to_string(), count.to_string())
    });
    keys.collect()
}

/// The identities in the changed map of the entries that it kept, by their places in the map before.
fn kept(now: &WrittenMap, proposal: &Proposal, map: &WrittenMap) -> BTreeMap<usize, Key> {
    // A new file moves the numbers of those behind it.
    let names: Vec<&str> = now.files.iter().map(super::FlowText::name).collect();
    let number = |name: &str| names.iter().position(|known| *known == name);
    let gone = proposal.entries.iter().filter(|proposed| proposed.is_gone);
    let gone: BTreeSet<usize> = gone
        .filter_map(|proposed| match proposed.about {
            About::Known(place) => Some(place),
            About::New(_) => None,
        })
        .collect();
    let left: Vec<usize> = (0..map.entries.len())
        .filter(|place| !gone.contains(place))
        .collect();
    let entries = left.iter().map(|place| {
        let mut entry = map.entries[*place].clone();
        let name = map.files[entry.file].name();
        entry.file = number(name).unwrap_or(entry.file);
        entry
    });
    let entries: Vec<Entry> = entries.collect();
    left.into_iter().zip(keys(&entries)).collect()
}

impl Spots {
    fn of(after: &Analysis, proposal: &Proposal, map: &WrittenMap) -> Self {
        let now = WrittenMap::of(&after.sources);
        let of_now = keys(&now.entries);
        let known = kept(&now, proposal, map);
        // New entries without ids follow those that were there.
        let there: BTreeSet<&Key> = known.values().collect();
        let mut fresh: BTreeMap<&'static str, Vec<&Key>> = BTreeMap::new();
        for (entry, key) in now.entries.iter().zip(&of_now) {
            if entry.id.is_empty() && !there.contains(key) {
                fresh.entry(entry.section).or_default().push(key);
            }
        }
        let mut spots = Self {
            said: BTreeMap::new(),
            whole: BTreeMap::new(),
            texts: BTreeMap::new(),
            entries: Vec::new(),
            keys: Vec::new(),
        };
        let mut used: BTreeMap<&'static str, usize> = BTreeMap::new();
        for proposed in proposal.entries.iter().filter(|one| !one.is_gone) {
            let key: Key = match proposed.about {
                About::Known(place) => match known.get(&place) {
                    Some(key) => key.clone(),
                    None => continue,
                },
                About::New(_) if proposed.id.is_empty() => {
                    let next = used.entry(proposed.section).or_default();
                    *next += 1;
                    let all = fresh.get(proposed.section);
                    match all.and_then(|all| all.get(*next - 1)) {
                        Some(key) => (*key).clone(),
                        None => continue,
                    }
                }
                About::New(_) => (
                    proposed.section,
                    close_key(&proposed.owner),
                    close_key(&proposed.id),
                ),
            };
            spots.whole.insert(key.clone(), proposed.origin);
            for said in &proposed.keys {
                let place = (key.clone(), said.key);
                let (_, text) = &proposal.texts[said.origin.text];
                let (start, end) = (said.origin.start as usize, said.origin.end as usize);
                let text = text.get(start..end).unwrap_or_default();
                spots.texts.insert(place.clone(), text.to_owned());
                spots.said.insert(place, said.origin);
            }
        }
        spots.keys = of_now;
        spots.entries = now.entries;
        spots
    }

    /// The origin of a place in the changed map, and the part of the origin's text that says it.
    fn origin(&self, span: Span, sources: &SourceSet) -> Option<(Origin, Option<(u32, u32)>)> {
        let holds = |outer: Span| outer.start <= span.start && span.end <= outer.end;
        let file = span.file.0 as usize;
        for (entry, key) in self.entries.iter().zip(&self.keys) {
            if entry.file != file {
                continue;
            }
            let said = entry.keys.iter().find(|said| holds(said.span));
            if let Some(said) = said
                && let Some(origin) = self.said.get(&(key.clone(), said.key))
            {
                let word = sources.slice(span);
                let text = self.texts.get(&(key.clone(), said.key));
                let at = text
                    .and_then(|text| text.find(word))
                    .filter(|_| !word.is_empty());
                let part = at.map(|at| (at as u32, (at + word.len()) as u32));
                return Some((*origin, part));
            }
            if holds(entry.span)
                && let Some(origin) = self.whole.get(key)
            {
                return Some((*origin, None));
            }
        }
        None
    }
}
