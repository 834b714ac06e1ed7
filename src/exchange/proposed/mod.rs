//! Turns what somebody else's file says into changes of the flow files: comments, order and style stay.
//!
//! A [`Proposal`] names entries of the format and what their keys should say. [`Proposal::made`] returns the changed files, or every reason
//! why it cannot be made.

pub(crate) mod entries;
mod faults;
mod home;
mod news;
mod steps;
mod yaml;

use std::collections::BTreeMap;

use self::entries::Entry;
use self::faults::Origins;
use super::edit::FlowText;
use super::rename::Changed;
use crate::analysis::{Analysis, Options};
use crate::read::finding::{Finding, Kind};
use crate::read::source::SourceSet;
use crate::read::syntax::{Written, close_key};

/// A part of the text of an origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Origin {
    /// The index of the text among [`Proposal::texts`].
    pub(crate) text: usize,
    /// The first byte.
    pub(crate) start: u32,
    /// One past the last byte.
    pub(crate) end: u32,
}

/// One key of a proposed entry.
#[derive(Debug, Clone)]
pub(crate) struct ProposedKey {
    /// The key.
    pub(crate) key: &'static str,
    /// Its value; `None` to remove the key.
    pub(crate) value: Option<Written>,
    /// The place that says so.
    pub(crate) origin: Origin,
}

/// The entry that a proposal is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum About {
    /// The entry at this index of [`Written map`](WrittenMap::entries).
    Known(usize),
    /// A new one, in this file if one is named.
    New(Option<String>),
}

/// One entry that is proposed.
#[derive(Debug, Clone)]
pub(crate) struct Proposed {
    /// Its section.
    pub(crate) section: &'static str,
    /// The id of the system, for a field.
    pub(crate) owner: String,
    /// Its id; empty in a list section.
    pub(crate) id: String,
    /// The entry of the map that it is about.
    pub(crate) about: About,
    /// The new values of its keys. Other keys stay as they are.
    pub(crate) keys: Vec<ProposedKey>,
    /// True if the entry should be removed.
    pub(crate) is_gone: bool,
    /// The place that says so.
    pub(crate) origin: Origin,
}

/// A fault of a proposal, at a place of its origin.
#[derive(Debug, Clone)]
pub(crate) struct Fault {
    /// The kind of finding that it becomes.
    pub(crate) kind: &'static Kind,
    /// Its place.
    pub(crate) origin: Origin,
    /// The reason to show that place.
    pub(crate) label: String,
    /// The fact.
    pub(crate) message: String,
    /// The remedy.
    pub(crate) help: String,
}

/// The flow files of a map as they are written.
pub(crate) struct WrittenMap {
    /// The files.
    pub(crate) files: Vec<FlowText>,
    /// Every entry, file by file.
    pub(crate) entries: Vec<Entry>,
    /// The reasons why files cannot be changed, by the index of the file.
    pub(crate) closed: BTreeMap<usize, String>,
    /// The entries by section, owner and id; the last two as [`close_key`] gives them.
    index: BTreeMap<Key, Vec<usize>>,
}

/// The section of an entry, its owner and its id.
type Key = (&'static str, String, String);

fn key(section: &'static str, owner: &str, id: &str) -> Key {
    (section, close_key(owner), close_key(id))
}

impl WrittenMap {
    /// The files and their entries. A file that cannot be read has none.
    pub(crate) fn of(sources: &SourceSet) -> Self {
        let files = sources.files();
        let files: Vec<FlowText> = files
            .map(|(_, file)| FlowText::of(&file.name, &file.text))
            .collect();
        let mut all = Vec::new();
        let mut closed = BTreeMap::new();
        for ((index, file), (_, source)) in files.iter().enumerate().zip(sources.files()) {
            if !source.is_whole() {
                closed.insert(index, format!("`{}` is not whole text", file.name()));
                continue;
            }
            if is_empty(file.text()) {
                continue;
            }
            match entries::entries(file, index) {
                Ok(found) => all.extend(found),
                Err(refusal) => drop(closed.insert(index, refusal.to_string())),
            }
        }
        let mut map = Self {
            files,
            entries: all,
            closed,
            index: BTreeMap::new(),
        };
        for (place, entry) in map.entries.iter().enumerate() {
            let key = key(entry.section, &entry.owner, &entry.id);
            map.index.entry(key).or_default().push(place);
        }
        map
    }

    /// The entries with this section, owner and id. More than one is a fault, except in a list section.
    pub(crate) fn all(&self, section: &'static str, owner: &str, id: &str) -> &[usize] {
        let found = self.index.get(&key(section, owner, id));
        found.map_or(&[], Vec::as_slice)
    }

    /// The first entry with this section, owner and id.
    pub(crate) fn find(&self, section: &'static str, owner: &str, id: &str) -> Option<usize> {
        self.all(section, owner, id).first().copied()
    }
}

/// True for a text without any character that is no space.
fn is_empty(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim().is_empty()
}

/// The entries that a file from elsewhere proposes.
#[derive(Debug, Clone, Default)]
pub struct Proposal {
    /// The texts that it comes from, each with the name shown in findings.
    pub(crate) texts: Vec<(String, String)>,
    /// The entries.
    pub(crate) entries: Vec<Proposed>,
    /// Everything in it that cannot be read.
    pub(crate) faults: Vec<Fault>,
    /// Remarks for the user.
    pub(crate) notes: Vec<String>,
    /// Changes that are not taken, because the map has changed the same thing meanwhile; each with its place.
    pub(crate) conflicts: Vec<String>,
}

/// A map with a proposal made in it.
#[derive(Debug)]
pub struct Made {
    /// The files that change, in path order.
    pub files: Vec<Changed>,
    /// The map with the changes.
    pub after: Analysis,
    /// Faults that do not keep the changes from being made, such as a reference to nothing.
    pub doubts: Vec<Finding>,
    /// The texts that the places of the doubts are in.
    pub origins: SourceSet,
}

/// A proposal that cannot be made: every reason, with the texts that the places are in.
#[derive(Debug)]
pub struct Unmade {
    /// The reasons.
    pub findings: Vec<Finding>,
    /// The texts that their places are in.
    pub origins: SourceSet,
}

impl Proposal {
    /// Adds a text that entries come from. Returns its index for [`Origin::text`].
    pub(crate) fn add_text(&mut self, name: impl Into<String>, text: impl Into<String>) -> usize {
        self.texts.push((name.into(), text.into()));
        self.texts.len() - 1
    }

    /// The remarks for the user.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// The changes that are not taken, because the map has changed the same thing meanwhile.
    pub fn conflicts(&self) -> &[String] {
        &self.conflicts
    }

    /// Makes the changes in memory. New entries whose like stand nowhere go to `new_file`.
    ///
    /// # Errors
    /// If some of it cannot be read or made: then none of it is made.
    pub fn made(&self, before: &Analysis, new_file: &str) -> Result<Made, Unmade> {
        let map = WrittenMap::of(&before.sources);
        let mut origins = Origins::of(&self.texts);
        for fault in &self.faults {
            origins.tell(fault);
        }
        let planned = steps::plan(&map, self, new_file);
        let files = match planned.made(&map) {
            Ok(files) => files,
            Err(refused) => {
                for fault in refused {
                    origins.tell(&fault);
                }
                return Err(origins.unmade());
            }
        };
        let mut sources = before.sources.clone();
        for file in &files {
            sources = sources.with(&file.name, file.new.clone());
        }
        let options = Options {
            when: before.graph.when().clone(),
            ..Options::default()
        };
        let after = Analysis::of(sources, options);
        let doubts = origins.check(before, &after, self, &map);
        if !origins.findings.is_empty() {
            return Err(origins.unmade());
        }
        Ok(Made {
            files,
            after,
            doubts,
            origins: origins.sources,
        })
    }
}
