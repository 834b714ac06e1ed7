//! The forms of the page that change a map: a decision, a dispute, a new id.

use std::fmt::Display;
use std::sync::{Arc, PoisonError};

use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};

use super::edit::{Typed, beside};
use super::{Rewritten, Saved, Server, answer, assist};
use crate::analysis::Analysis;
use crate::exchange::dispute;
use crate::exchange::dispute::Disputing;
use crate::exchange::ledger;
use crate::exchange::ledger::Resolution;
use crate::exchange::rename;
use crate::exchange::rename::{Changed, Kind};
use crate::read::model::{Date, Decision, DecisionStatus, Entity, Model, OrganisationId, Ref};
use crate::report::html;
use crate::report::html::Offered;

/// A decision as the form sends it; an empty text is left out.
#[derive(Deserialize)]
struct Decided {
    name: String,
    status: String,
    #[serde(default)]
    why: String,
    #[serde(default)]
    by: String,
    #[serde(default)]
    action: String,
    #[serde(default)]
    owner: String,
    #[serde(default)]
    due: String,
    #[serde(default)]
    until: String,
}

/// An id to change.
#[derive(Deserialize)]
struct Renaming {
    old: String,
    new: String,
    /// The kind of thing; `None` if only one thing has that id.
    kind: Option<String>,
}

/// A dispute as the form sends it; an empty text is left out.
#[derive(Deserialize)]
struct Disputed {
    kind: String,
    id: String,
    says: String,
    #[serde(default)]
    by: String,
    #[serde(default)]
    source: String,
}

/// The kinds of things whose statements a form disputes.
const DISPUTED: [Entity; 6] = [
    Entity::System,
    Entity::Field,
    Entity::Flow,
    Entity::Term,
    Entity::Organisation,
    Entity::Need,
];

/// The choices that a form needs.
#[derive(Deserialize)]
struct Wanted {
    /// The words for the kinds of things that it lists.
    #[serde(default)]
    kinds: Vec<String>,
    /// The name of the finding or topic that it decides.
    #[serde(default)]
    decision: String,
}

#[derive(Serialize)]
struct Choices {
    things: Vec<Offered>,
    bodies: Vec<Offered>,
    statuses: Vec<&'static str>,
    /// The decision that is written already.
    earlier: Option<Earlier>,
}

/// A decision as it is written.
#[derive(Serialize)]
struct Earlier {
    status: &'static str,
    why: String,
    by: String,
    action: String,
    owner: String,
    due: String,
    until: String,
}

impl Earlier {
    fn of(model: &Model, decision: &Decision) -> Self {
        let body = |body: Option<&Ref<OrganisationId>>| {
            let slug = body.map(|body| &model.organisations[body.id()].slug);
            slug.map(ToString::to_string).unwrap_or_default()
        };
        let day = |day: Option<&Date>| day.map(ToString::to_string).unwrap_or_default();
        Self {
            status: decision.status.word(),
            why: decision
                .why
                .known()
                .map(ToString::to_string)
                .unwrap_or_default(),
            by: body(decision.by.known()),
            action: decision
                .action
                .known()
                .map(ToString::to_string)
                .unwrap_or_default(),
            owner: body(decision.owner.known()),
            due: day(decision.due.known()),
            until: day(decision.until.known()),
        }
    }
}

/// The files that were changed, and notes on them.
#[derive(Serialize)]
struct Done {
    files: Vec<String>,
    notes: Vec<String>,
}

fn unsaid(text: &str) -> Option<String> {
    let is_said = !text.trim().is_empty();
    is_said.then(|| text.trim().to_owned())
}

fn day(text: &str) -> Result<Option<Date>, String> {
    let Some(text) = unsaid(text) else {
        return Ok(None);
    };
    let day = Date::parse(&text);
    day.map(Some)
        .ok_or_else(|| format!("`{text}` is no day: write year-month-day, such as 2025-10-14"))
}

impl Decided {
    fn resolution(self) -> Result<Resolution, String> {
        let statuses = <DecisionStatus as clap::ValueEnum>::value_variants().iter();
        let mut known = statuses.filter(|status| status.word() == self.status);
        let status = known
            .next()
            .copied()
            .ok_or_else(|| format!("`{}` is no status of a decision", self.status))?;
        Ok(Resolution {
            name: self.name,
            status,
            why: unsaid(&self.why),
            by: unsaid(&self.by),
            action: unsaid(&self.action),
            owner: unsaid(&self.owner),
            due: day(&self.due)?,
            until: day(&self.until)?,
            is_whole: true,
        })
    }
}

/// The reason why something was not done: the status of the response, and one line.
struct Undone(StatusCode, String);

impl Undone {
    fn of(why: &dyn Display) -> Self {
        Self(StatusCode::UNPROCESSABLE_ENTITY, why.to_string())
    }
}

fn refused(why: &str) -> Response {
    answer::refusal(StatusCode::UNPROCESSABLE_ENTITY, why)
}

/// The map as it is on the disk now.
fn now(server: &Server) -> Result<Analysis, Undone> {
    let sources = server.live.folder().read();
    let sources = sources.map_err(|error| Undone::of(&format!("{error:#}")))?;
    Ok(Analysis::of(sources, server.live.options().clone()))
}

/// Writes a decision into the map.
pub(super) async fn decide(State(server): State<Arc<Server>>, request: Body) -> Response {
    let decided: Decided = match answer::asked(request).await {
        Ok(decided) => decided,
        Err(response) => return response,
    };
    let resolution = match decided.resolution() {
        Ok(resolution) => resolution,
        Err(why) => return refused(&why),
    };
    changed(server, move |server| {
        let analysis = now(server)?;
        let new_file = server.live.folder().new_name("decisions.yaml");
        let decided = ledger::decide(&analysis, &resolution, &new_file);
        let decided = decided.map_err(|why| Undone::of(&why))?;
        let old = (!decided.is_new).then_some(decided.file.old.as_str());
        save(server, &decided.file, old)?;
        Ok(Done {
            files: vec![decided.file.name],
            notes: decided.notes,
        })
    })
    .await
}

/// Changes an id in all files of the map: in all of them, or in none.
pub(super) async fn rename(State(server): State<Arc<Server>>, request: Body) -> Response {
    let asked: Renaming = match answer::asked(request).await {
        Ok(asked) => asked,
        Err(response) => return response,
    };
    let kind = asked.kind.as_deref();
    let kind = kind.map(|kind| <Kind as clap::ValueEnum>::from_str(kind, true));
    let Ok(kind) = kind.transpose() else {
        return refused("there is no such kind of thing");
    };
    changed(server, move |server| {
        let analysis = now(server)?;
        let renamed = rename::rename(&analysis, kind, &asked.old, &asked.new);
        let renamed = renamed.map_err(|why| Undone::of(&why))?;
        let rewritten = renamed.files.iter().map(|file| Rewritten {
            name: &file.name,
            old: Some(&file.old),
            new: Some(&file.new),
        });
        let rewritten: Vec<Rewritten<'_>> = rewritten.collect();
        (server.hands.save_all)(server.live.folder(), &rewritten)
            .map_err(|error| Undone(StatusCode::CONFLICT, format!("not renamed: {error:#}")))?;
        Ok(Done {
            files: renamed.files.into_iter().map(|file| file.name).collect(),
            notes: renamed.notes,
        })
    })
    .await
}

/// The ids at the cursor of the editor that can be changed.
pub(super) async fn id(State(server): State<Arc<Server>>, request: Body) -> Response {
    #[derive(Serialize)]
    struct Named {
        kind: String,
        id: String,
    }
    let typed: Typed = match answer::asked(request).await {
        Ok(typed) => typed,
        Err(response) => return response,
    };
    let found = beside(&server, move |server| {
        let analysis = server.live.latest();
        let at = assist::byte(&typed.text, typed.at);
        let found = rename::named_at(&analysis, &typed.text, at).into_iter();
        let found = found.map(|(kind, id)| Named {
            kind: kind.word(),
            id,
        });
        answer::json(StatusCode::OK, &found.collect::<Vec<Named>>())
    });
    found.await.unwrap_or_else(|response| response)
}

/// Writes into the map that somebody disputes a statement.
pub(super) async fn dispute(State(server): State<Arc<Server>>, request: Body) -> Response {
    let said: Disputed = match answer::asked(request).await {
        Ok(said) => said,
        Err(response) => return response,
    };
    let kind = DISPUTED.into_iter().find(|kind| kind.word() == said.kind);
    let Some(kind) = kind else {
        return refused("there is no such kind of thing to dispute");
    };
    let disputing = Disputing {
        kind,
        id: said.id,
        says: said.says,
        by: unsaid(&said.by),
        source: unsaid(&said.source),
    };
    changed(server, move |server| {
        let analysis = now(server)?;
        let file = dispute::dispute(&analysis, &disputing).map_err(|why| Undone::of(&why))?;
        save(server, &file, Some(&file.old))?;
        Ok(Done {
            files: vec![file.name],
            notes: Vec::new(),
        })
    })
    .await
}

/// The things, organisations and decisions that the forms offer, from the map that the page shows.
pub(super) async fn choices(State(server): State<Arc<Server>>, request: Body) -> Response {
    let wanted: Wanted = match answer::asked(request).await {
        Ok(wanted) => wanted,
        Err(response) => return response,
    };
    let done = beside(&server, move |server| {
        let analysis = server.live.shown();
        let model = analysis.model();
        let decisions = model.decisions.iter();
        let mut earlier = decisions
            .filter(|decision| *decision.finding == *wanted.decision)
            .map(|decision| Earlier::of(model, decision));
        let statuses = <DecisionStatus as clap::ValueEnum>::value_variants().iter();
        let choices = Choices {
            things: html::things(&analysis, &wanted.kinds),
            bodies: html::things(&analysis, &["organisation".to_owned()]),
            statuses: statuses.map(|status| status.word()).collect(),
            earlier: earlier.next_back(),
        };
        answer::json(StatusCode::OK, &choices)
    });
    done.await.unwrap_or_else(|response| response)
}

/// Runs a change of files, one at a time, and redraws the page.
async fn changed(
    server: Arc<Server>,
    change: impl FnOnce(&Server) -> Result<Done, Undone> + Send + 'static,
) -> Response {
    let response = beside(&server, move |server| {
        let _one = server.saving.lock().unwrap_or_else(PoisonError::into_inner);
        // A look must not see some of the files with their new text and others with their old.
        let _whole = server.looking.lock();
        match change(server) {
            Ok(done) => answer::json(StatusCode::OK, &done),
            Err(Undone(status, why)) => answer::refusal(status, &why),
        }
    })
    .await;
    let looking = Arc::clone(&server);
    drop(tokio::task::spawn_blocking(move || looking.look(false)));
    response.unwrap_or_else(|response| response)
}

fn save(server: &Server, file: &Changed, old: Option<&str>) -> Result<(), Undone> {
    let found = server.live.folder().find(&file.name, true);
    let found = found.map_err(|why| Undone::of(&why))?;
    match (server.hands.save)(&found, old, &file.new) {
        Ok(Saved::Done) => Ok(()),
        Ok(Saved::Changed) => Err(Undone(
            StatusCode::CONFLICT,
            format!("`{}` was changed meanwhile: try again", file.name),
        )),
        Err(error) => Err(Undone(
            StatusCode::INTERNAL_SERVER_ERROR,
            format!("not saved: {error:#}"),
        )),
    }
}
