//! The requests of the editor: list the files, open, save, check and complete a text, find a declaration.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use serde::Serialize;

use super::Saved;
use super::Server;
use super::answer;
use crate::analysis::{Analysis, Options};
use crate::judge::rules::Stop;
use crate::read::source::Refusal;
use crate::serve::assist;
use crate::serve::assist::Mark;

/// A file by its shown name.
#[derive(Deserialize)]
struct Named {
    file: String,
}

/// A text to be saved.
#[derive(Deserialize)]
struct Edited {
    file: String,
    text: String,
    /// The mark of the text from which it was made; `None` for a new file.
    was: Option<String>,
}

/// A text in the editor, and a place in it.
#[derive(Deserialize)]
pub(super) struct Typed {
    pub(super) file: String,
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
fn mark(text: &str) -> String {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    format!("{:x}-{:016x}", text.len(), hasher.finish())
}

fn refused(refusal: &Refusal) -> Response {
    let status = match refusal {
        Refusal::Outside | Refusal::OddName => StatusCode::FORBIDDEN,
        Refusal::Absent => StatusCode::NOT_FOUND,
        Refusal::NotText(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
    };
    answer::refusal(status, &refusal.to_string())
}

/// Runs long work on another thread, so that other requests are answered meanwhile.
pub(super) async fn beside<T: Send + 'static>(
    server: &Arc<Server>,
    work: impl FnOnce(&Server) -> T + Send + 'static,
) -> Result<T, Response> {
    let server = Arc::clone(server);
    let done = tokio::task::spawn_blocking(move || work(&server)).await;
    done.map_err(|_| answer::refusal(StatusCode::INTERNAL_SERVER_ERROR, "this could not be done"))
}

/// Lists the files of the map.
pub(super) async fn files(State(server): State<Arc<Server>>) -> Response {
    let latest = server.live.latest();
    let faults = server.live.faults();
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
    answer::json(StatusCode::OK, &listed)
}

/// The text of a file.
pub(super) async fn open(State(server): State<Arc<Server>>, request: Body) -> Response {
    let named: Named = match answer::asked(request).await {
        Ok(named) => named,
        Err(response) => return response,
    };
    match server.live.folder().text(&named.file) {
        Ok(text) => answer::json(
            StatusCode::OK,
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
pub(super) async fn save(State(server): State<Arc<Server>>, request: Body) -> Response {
    let saved: Edited = match answer::asked(request).await {
        Ok(saved) => saved,
        Err(response) => return response,
    };
    let response = beside(&server, move |server| write(server, saved)).await;
    let looking = Arc::clone(&server);
    // The page is redrawn at once. The watcher of the folder then finds nothing new.
    drop(tokio::task::spawn_blocking(move || looking.look(false)));
    response.unwrap_or_else(|response| response)
}

fn write(server: &Server, saved: Edited) -> Response {
    let _one = server.saving.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = server.live.folder();
    let there = match folder.text(&saved.file) {
        Ok(text) => Some(text),
        Err(Refusal::Absent) => None,
        Err(refusal) => return refused(&refusal),
    };
    if there.as_deref().map(mark) != saved.was {
        return conflict(saved.file, there);
    }
    if saved.text.contains('\0') {
        return answer::refusal(
            StatusCode::BAD_REQUEST,
            "this text holds NUL bytes, which no text file does",
        );
    }
    let file = match folder.find(&saved.file, true) {
        Ok(file) => file,
        Err(refusal) => return refused(&refusal),
    };
    match (server.hands.save)(&file, there.as_deref(), &saved.text) {
        Ok(Saved::Done) => answer::json(
            StatusCode::OK,
            &Opened {
                mark: mark(&saved.text),
                file: saved.file,
                text: String::new(),
            },
        ),
        Ok(Saved::Changed) => conflict(saved.file.clone(), folder.text(&saved.file).ok()),
        Err(error) => answer::refusal(
            StatusCode::INTERNAL_SERVER_ERROR,
            &format!("not saved: {error:#}"),
        ),
    }
}

/// The response if a file has changed since it was opened: its current text, for the user to choose.
fn conflict(file: String, there: Option<String>) -> Response {
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
    answer::json(StatusCode::CONFLICT, &conflict)
}

/// Returns the findings on a text that is not saved, at their places in that text.
pub(super) async fn check(State(server): State<Arc<Server>>, request: Body) -> Response {
    let typed: Typed = match answer::asked(request).await {
        Ok(typed) => typed,
        Err(response) => return response,
    };
    if let Err(refusal) = server.live.folder().find(&typed.file, true) {
        return refused(&refusal);
    }
    let stop = Stop::default();
    match tokio::time::timeout(CHECK, checked(&server, typed, stop.clone())).await {
        Ok(Ok(marks)) => answer::json(StatusCode::OK, &marks),
        Ok(Err(response)) => response,
        Err(_) => {
            // The check goes on until its present rule is done.
            stop.now();
            answer::json(StatusCode::OK, &[assist::not_checked(CHECK)])
        }
    }
}

/// The longest time for a check, including the wait for others.
const CHECK: Duration = Duration::from_secs(10);

/// Waits for a turn and returns the marks of a text.
async fn checked(server: &Arc<Server>, typed: Typed, stop: Stop) -> Result<Vec<Mark>, Response> {
    let turn = server.turns.of(&typed.file).await;
    let check = Arc::clone(&server.checks).acquire_owned().await;
    let (Some(turn), Ok(check)) = (turn, check) else {
        let stopping = "flowmap is stopping";
        return Err(answer::refusal(StatusCode::SERVICE_UNAVAILABLE, stopping));
    };
    let marks = beside(server, move |server| {
        // The permits are kept until the work is done, even if nobody waits for the result any more.
        let _turns = (turn, check);
        let sources = server.live.latest().sources.with(&typed.file, typed.text);
        let options = Options {
            stop: stop.clone(),
            ..server.live.options().clone()
        };
        let analysis = Arc::new(Analysis::of(sources, options));
        if stop.is_wished() {
            return Vec::new();
        }
        let marks = assist::marks(&analysis, &typed.file);
        let mut draft = server.draft.lock().unwrap_or_else(PoisonError::into_inner);
        *draft = Some((typed.file, analysis));
        marks
    });
    marks.await
}

/// The map with the text in the editor, if that text was checked; otherwise the map on the disk.
fn known(server: &Server, file: &str) -> Arc<Analysis> {
    let draft = server.draft.lock().unwrap_or_else(PoisonError::into_inner);
    match &*draft {
        Some((checked, analysis)) if checked == file => Arc::clone(analysis),
        _ => server.live.latest(),
    }
}

/// Returns the completions at the cursor.
pub(super) async fn complete(State(server): State<Arc<Server>>, request: Body) -> Response {
    let typed: Typed = match answer::asked(request).await {
        Ok(typed) => typed,
        Err(response) => return response,
    };
    let offers = beside(&server, move |server| {
        assist::complete(&known(server, &typed.file), &typed.text, typed.at)
    });
    match offers.await {
        Ok(offers) => answer::json(StatusCode::OK, &offers),
        Err(response) => response,
    }
}

/// Returns the place at which the thing under the cursor is declared.
pub(super) async fn define(State(server): State<Arc<Server>>, request: Body) -> Response {
    let typed: Typed = match answer::asked(request).await {
        Ok(typed) => typed,
        Err(response) => return response,
    };
    let place = beside(&server, move |server| {
        assist::declared(&known(server, &typed.file), &typed.text, typed.at)
    });
    match place.await {
        Ok(place) => answer::json(StatusCode::OK, &place),
        Err(response) => response,
    }
}
