//! The requests of the editor: list the files, open, save, check and complete a text, find a declaration.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, PoisonError};

use serde::Deserialize;
use serde::Serialize;

use super::Desk;
use super::Saved;
use super::assist;
use super::assist::Mark;
use super::reply;
use super::reply::{Reply, Status};
use crate::analysis::{Analysis, Options};
use crate::judge::rules::Stop;
use crate::read::source::Refusal;

/// A file by its shown name.
#[derive(Deserialize)]
pub(super) struct Named {
    file: String,
}

/// A text to be saved.
#[derive(Deserialize)]
pub(super) struct Edited {
    file: String,
    text: String,
    /// The mark of the text from which it was made; `None` for a new file.
    was: Option<String>,
}

/// A text in the editor, and a place in it.
#[derive(Deserialize)]
pub(crate) struct Typed {
    /// Its file.
    pub(crate) file: String,
    pub(super) text: String,
    /// The position of the cursor in UTF-16 units, as browsers count.
    #[serde(default)]
    pub(super) at: usize,
}

/// A text as it is on the disk.
#[derive(Serialize)]
struct Opened {
    file: String,
    text: String,
    mark: String,
}

/// One of the map's files.
#[derive(Serialize)]
struct Listed {
    file: String,
    /// The number of its faults.
    faults: usize,
}

/// A hash that tells two texts apart.
pub(super) fn mark(text: &str) -> String {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    format!("{:x}-{:016x}", text.len(), hasher.finish())
}

fn refused(refusal: &Refusal) -> Reply {
    let status = match refusal {
        Refusal::Outside | Refusal::OddName => Status::FORBIDDEN,
        Refusal::Absent => Status::NOT_FOUND,
        Refusal::NotText(_) => Status::UNSUPPORTED_MEDIA_TYPE,
    };
    reply::refusal(status, &refusal.to_string())
}

/// Lists the files of the map.
pub(super) fn files(desk: &Desk) -> Reply {
    let latest = desk.live.latest();
    let faults = desk.live.faults();
    let listed: Vec<Listed> = latest
        .sources
        .files()
        .map(|(_, file)| Listed {
            file: file.name.clone(),
            faults: faults
                .iter()
                .filter(|fault| fault.file == file.name)
                .count(),
        })
        .collect();
    reply::json(Status::OK, &listed)
}

/// The text of a file.
pub(super) fn open(desk: &Desk, named: Named) -> Reply {
    match desk.live.files().text(&named.file) {
        Ok(text) => reply::json(
            Status::OK,
            &Opened {
                mark: mark(&text),
                file: named.file,
                text,
            },
        ),
        Err(refusal) => refused(&refusal),
    }
}

/// Saves a text if the file is unchanged since it was opened; otherwise returns the current text.
pub(super) fn save(desk: &Desk, saved: Edited) -> Reply {
    let _one = desk.saving.lock().unwrap_or_else(PoisonError::into_inner);
    let files = desk.live.files();
    let there = match files.text(&saved.file) {
        Ok(text) => Some(text),
        Err(Refusal::Absent) => None,
        Err(refusal) => return refused(&refusal),
    };
    if there.as_deref().map(mark) != saved.was {
        return conflict(saved.file, there);
    }
    if saved.text.contains('\0') {
        return reply::refusal(
            Status::BAD_REQUEST,
            "this text holds NUL bytes, which no text file does",
        );
    }
    if let Err(refusal) = files.may_be(&saved.file) {
        return refused(&refusal);
    }
    let was = there.as_deref();
    match desk.hands.save(&saved.file, was, &saved.text) {
        Ok(Saved::Done) => reply::json(
            Status::OK,
            &Opened {
                mark: mark(&saved.text),
                file: saved.file,
                text: String::new(),
            },
        ),
        Ok(Saved::Changed) => conflict(saved.file.clone(), files.text(&saved.file).ok()),
        Err(error) => reply::refusal(
            Status::INTERNAL_SERVER_ERROR,
            &format!("not saved: {error:#}"),
        ),
    }
}

/// The response if a file has changed since it was opened: its current text, for the user to choose.
fn conflict(file: String, there: Option<String>) -> Reply {
    #[derive(Serialize)]
    struct Conflict {
        file: String,
        message: &'static str,
        /// The current text; `None` if the file was deleted.
        text: Option<String>,
        mark: Option<String>,
    }
    let message = match there {
        Some(_) => "not saved: this file was changed on the disk since you opened it",
        None => "not saved: this file was deleted since you opened it",
    };
    let conflict = Conflict {
        file,
        message,
        mark: there.as_deref().map(mark),
        text: there,
    };
    reply::json(Status::CONFLICT, &conflict)
}

/// The findings on a text that is not saved, at their places in that text; none if `stop` comes meanwhile.
///
/// # Errors
/// The refusal, if there can be no file of that name.
pub(crate) fn check(desk: &Desk, typed: Typed, stop: &Stop) -> Result<Vec<Mark>, Reply> {
    if let Err(refusal) = desk.live.files().may_be(&typed.file) {
        return Err(refused(&refusal));
    }
    let sources = desk.live.latest().sources.with(&typed.file, typed.text);
    let options = Options {
        stop: stop.clone(),
        ..desk.live.options().clone()
    };
    let analysis = Arc::new(Analysis::of(sources, options));
    if stop.is_wished() {
        return Ok(Vec::new());
    }
    let marks = assist::marks(&analysis, &typed.file);
    let mut draft = desk.draft.lock().unwrap_or_else(PoisonError::into_inner);
    *draft = Some((typed.file, analysis));
    Ok(marks)
}

/// The map with the text in the editor, if that text was checked; otherwise the map on the disk.
fn known(desk: &Desk, file: &str) -> Arc<Analysis> {
    let draft = desk.draft.lock().unwrap_or_else(PoisonError::into_inner);
    match &*draft {
        Some((checked, analysis)) if checked == file => Arc::clone(analysis),
        _ => desk.live.latest(),
    }
}

/// The completions at the cursor.
pub(super) fn complete(desk: &Desk, typed: &Typed) -> Reply {
    let known = known(desk, &typed.file);
    let offers = assist::complete(&known, &typed.text, typed.at);
    reply::json(Status::OK, &offers)
}

/// The place at which the thing under the cursor is declared.
pub(super) fn define(desk: &Desk, typed: &Typed) -> Reply {
    let known = known(desk, &typed.file);
    let place = assist::declared(&known, &typed.text, typed.at);
    reply::json(Status::OK, &place)
}
