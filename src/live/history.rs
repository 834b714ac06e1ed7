//! The saves since the start of the server: the time and the changes of each in words, and the texts to undo it.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Deserialize;
use serde::Serialize;

use super::Change;
use super::reply;
use super::reply::{Reply, Status};
use super::{Desk, Rewritten};
use crate::analysis::Analysis;
use crate::compare;
use crate::print::changes;
use crate::read::source::SourceSet;
use crate::report::page::Names;
use crate::words::{counted, plural};

/// Limit on the bytes of earlier texts that are kept (64 MiB).
const MOST_BYTES: usize = 64 * 1024 * 1024;
/// Limit on the saves that are kept.
const MOST_SAVES: usize = 500;
/// Limit on the entries that are listed for one save; the others are counted.
const MOST_TOLD: usize = 6;

/// The saves since the start of the server.
#[derive(Debug, Default)]
pub(super) struct History(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    /// The saves, the latest at the end.
    saves: VecDeque<Save>,
    /// The number of the last save, from 1.
    last: u64,
    /// The bytes of all earlier texts.
    bytes: usize,
    /// The number of saves that are no longer kept.
    dropped: usize,
}

#[derive(Debug)]
struct Save {
    number: u64,
    /// The time of the save, since the start.
    at: Duration,
    /// The files that were saved, with their contents before.
    files: Vec<(String, Before)>,
    /// Its changes in words; empty until they are worked out.
    told: Vec<String>,
}

/// The contents of a file before a save.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Before {
    /// No file.
    Nothing,
    /// A file with this text.
    Text(Arc<str>),
    /// A file that could not be read as text.
    Other,
}

impl Before {
    fn of(sources: &SourceSet, name: &str) -> Self {
        match sources.named(name) {
            None => Before::Nothing,
            Some((_, file)) if file.trouble.is_some() => Before::Other,
            Some((_, file)) => Before::Text(Arc::from(file.text.as_str())),
        }
    }

    fn text(&self) -> Option<&str> {
        match self {
            Before::Text(text) => Some(text),
            Before::Nothing | Before::Other => None,
        }
    }
}

impl Save {
    fn bytes(&self) -> usize {
        let texts = self.files.iter().filter_map(|(_, before)| before.text());
        texts.map(str::len).sum()
    }
}

/// A save whose changes are not in words yet.
#[derive(Debug)]
pub(super) struct Untold {
    number: u64,
    what: What,
}

#[derive(Debug)]
enum What {
    /// The map shown before the save, and the map after it.
    Maps([Arc<Analysis>; 2]),
    /// The fault that hides part of a file.
    Fault(String),
}

impl History {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        // Each change below leaves it in a consistent state.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps the save that a look found. `before` holds the map that was shown and the map that was last read, both before that look.
    pub(super) fn add(
        &self,
        change: &Change,
        before: &[Arc<Analysis>; 2],
        latest: &Arc<Analysis>,
        at: Duration,
    ) -> Option<Untold> {
        if change.files.is_empty() {
            return None;
        }
        let files = change.files.iter();
        let files = files.map(|name| (name.clone(), Before::of(&before[1].sources, name)));
        let mut kept = self.kept();
        kept.last += 1;
        let save = Save {
            number: kept.last,
            at,
            files: files.collect(),
            told: Vec::new(),
        };
        kept.bytes += save.bytes();
        kept.saves.push_back(save);
        while kept.bytes > MOST_BYTES || kept.saves.len() > MOST_SAVES {
            let Some(oldest) = kept.saves.pop_front() else {
                break;
            };
            kept.bytes -= oldest.bytes();
            kept.dropped += 1;
        }
        let what = if change.is_held {
            let fault = change.faults.iter().find(|fault| !fault.file.is_empty());
            let fault = fault.or(change.faults.first())?;
            What::Fault(format!(
                "{} cannot be read whole. Line {}: {}.",
                fault.file, fault.line, fault.message
            ))
        } else {
            What::Maps([Arc::clone(&before[0]), Arc::clone(latest)])
        };
        Some(Untold {
            number: kept.last,
            what,
        })
    }

    /// Puts the changes of a save into words.
    pub(super) fn tell(&self, untold: &Untold) {
        let told = match &untold.what {
            What::Maps([before, after]) => told(before, after),
            What::Fault(words) => vec![words.clone()],
        };
        let mut kept = self.kept();
        let save = kept.saves.iter_mut();
        if let Some(save) = { save }.find(|save| save.number == untold.number) {
            save.told = told;
        }
    }

    /// The texts of all files saved in that save or later, as they were before it.
    ///
    /// # Errors
    /// If that save is not kept, or `last` is no longer the last one.
    fn before(&self, number: u64, last: u64) -> Result<BTreeMap<String, Before>, &'static str> {
        let kept = self.kept();
        if kept.last != last {
            return Err(
                "nothing is changed: the files were saved again meanwhile; look at the list again",
            );
        }
        if !kept.saves.iter().any(|save| save.number == number) {
            return Err("nothing is changed: the texts before this save are no longer kept");
        }
        let mut files = BTreeMap::new();
        // The earliest text of each file counts.
        let since = kept.saves.iter().filter(|save| save.number >= number);
        for (name, before) in since.flat_map(|save| &save.files) {
            files.entry(name.clone()).or_insert_with(|| before.clone());
        }
        Ok(files)
    }
}

/// The differences between two maps in words, with the names of things; only the first of them are listed.
fn told(before: &Analysis, after: &Analysis) -> Vec<String> {
    let all = compare::changes(before, after);
    if all.is_empty() {
        let same =
            "The map says the same as before. Only comments or the way it is written differ.";
        return vec![same.to_owned()];
    }
    let mut names = Names::of(after.model());
    names.also(before.model());
    let words = |text: &str| names.told(text, None).capital().plain();
    let entries = all.entries.iter().take(MOST_TOLD);
    let mut told: Vec<String> = entries
        .map(|entry| words(&changes::entry_words(entry)))
        .collect();
    let more = all.entries.len().saturating_sub(MOST_TOLD);
    if more > 0 {
        told.push(format!("And {}.", counted(more, "more change")));
    }
    let (opened, closed) = (all.findings.opened.len(), all.findings.closed.len());
    if opened + closed > 0 {
        told.push(format!(
            "{} opened, {closed} closed.",
            counted(opened, "finding")
        ));
    }
    let (won, lost) = (all.needs.won.len(), all.needs.lost.len());
    if won + lost > 0 {
        let won = plural(won, "question is met better", "questions are met better");
        told.push(format!("{won}, {lost} worse."));
    }
    if told.is_empty() {
        told.push("Only figures of the map differ.".to_owned());
    }
    told
}

/// The saves, the latest first.
#[derive(Serialize)]
struct Listed {
    last: u64,
    saves: Vec<One>,
    /// The number of older saves that are no longer kept.
    dropped: usize,
}

#[derive(Serialize)]
struct One {
    number: u64,
    /// The time since the save, in milliseconds. The browser works out the time of day.
    ago: u64,
    files: Vec<String>,
    told: Vec<String>,
}

/// Lists the saves.
pub(super) fn list(desk: &Desk) -> Reply {
    let now = desk.hands.now();
    let kept = desk.history.kept();
    let one = |save: &Save| One {
        number: save.number,
        ago: u64::try_from(now.saturating_sub(save.at).as_millis()).unwrap_or(u64::MAX),
        files: save.files.iter().map(|(name, _)| name.clone()).collect(),
        told: save.told.clone(),
    };
    let listed = Listed {
        last: kept.last,
        saves: kept.saves.iter().rev().map(one).collect(),
        dropped: kept.dropped,
    };
    reply::json(Status::OK, &listed)
}

/// The save to undo, and the last save that the reader saw.
#[derive(Deserialize)]
pub(super) struct Asked {
    number: u64,
    last: u64,
}

#[derive(Serialize)]
struct Back {
    /// The files that have their earlier text again.
    files: Vec<String>,
}

/// Gives the files the texts that they had before a save.
pub(super) fn back(desk: &Desk, asked: &Asked) -> Reply {
    match take_back(desk, asked) {
        Ok(files) => reply::json(Status::OK, &Back { files }),
        Err(why) => reply::refusal(Status::CONFLICT, &why),
    }
}

fn take_back(desk: &Desk, asked: &Asked) -> Result<Vec<String>, String> {
    let _one = desk.saving.lock().unwrap_or_else(PoisonError::into_inner);
    // A look must not see some of the files with their new text and others with their old.
    let _whole = desk.looking.lock();
    let files = desk.history.before(asked.number, asked.last)?;
    let latest = desk.live.latest();
    let files: Vec<(String, Before, Before)> = files
        .into_iter()
        .map(|(name, before)| {
            let now = Before::of(&latest.sources, &name);
            (name, now, before)
        })
        .filter(|(_, now, before)| now != before)
        .collect();
    let odd = files
        .iter()
        .find(|(_, now, before)| [now, before].contains(&&Before::Other));
    if let Some((name, ..)) = odd {
        return Err(format!(
            "nothing is changed: {name} is or was no whole text, so flowmap cannot put it back"
        ));
    }
    let rewritten = files.iter().map(|(name, now, before)| Rewritten {
        name,
        old: now.text(),
        new: before.text(),
    });
    let rewritten: Vec<Rewritten<'_>> = rewritten.collect();
    desk.hands
        .save_all(&rewritten)
        .map_err(|error| format!("not taken back: {error:#}"))?;
    Ok(files.into_iter().map(|(name, ..)| name).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(text: &str) -> Arc<Analysis> {
        let sources = SourceSet::from_strings([("a.yaml", text)]);
        Arc::new(Analysis::of(sources, crate::analysis::Options::default()))
    }

    fn save(history: &History, before: &Arc<Analysis>, after: &Arc<Analysis>) {
        let change = Change {
            files: vec!["a.yaml".to_owned()],
            ..Change::default()
        };
        let both = [Arc::clone(before), Arc::clone(before)];
        let untold = history
            .add(&change, &both, after, Duration::ZERO)
            .expect("a file differs");
        history.tell(&untold);
    }

    #[test]
    fn the_oldest_saves_are_dropped_past_the_limit_and_counted() {
        let history = History::default();
        let [one, other] = [map("terms: {a: A}"), map("terms: {a: B}")];
        for _ in 0..MOST_SAVES + 3 {
            save(&history, &one, &other);
        }
        let kept = history.kept();
        assert_eq!((kept.saves.len(), kept.dropped), (MOST_SAVES, 3));
        assert_eq!(kept.saves.front().expect("a save").number, 4);
        assert_eq!(kept.bytes, MOST_SAVES * "terms: {a: A}".len());
        drop(kept);
        assert!(history.before(3, 503).is_err(), "it is no longer kept");
        assert!(history.before(4, 502).is_err(), "another save came");
        let files = history.before(4, 503).expect("it is kept");
        assert_eq!(files["a.yaml"].text(), Some("terms: {a: A}"));
    }
}
