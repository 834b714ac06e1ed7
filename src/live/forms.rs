//! The forms of the page that change a map: a decision, a dispute, a new id.

use std::fmt::Display;
use std::sync::PoisonError;

use serde::{Deserialize, Serialize};

use super::edit::Typed;
use super::reply;
use super::reply::{Reply, Status};
use super::{Desk, Rewritten, Saved, assist};
use crate::analysis::Analysis;
use crate::exchange::dispute;
use crate::exchange::dispute::Disputing;
use crate::exchange::ledger;
use crate::exchange::ledger::Resolution;
use crate::exchange::rename;
use crate::exchange::rename::{Changed, Kind};
use crate::read::model::{Date, Decision, DecisionStatus, Entity, Model, OrganisationId, Ref};
use crate::report::html;
use crate::report::html::{Offered, OfferedScenario};

/// A decision as the form sends it; an empty text is left out.
#[derive(Deserialize)]
pub(super) struct Decided {
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
pub(super) struct Renaming {
    old: String,
    new: String,
    /// The kind of thing; `None` if only one thing has that id.
    kind: Option<String>,
}

/// A dispute as the form sends it; an empty text is left out.
#[derive(Deserialize)]
pub(super) struct Disputed {
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
pub(super) struct Wanted {
    /// The words for the kinds of things that it lists.
    #[serde(default)]
    kinds: Vec<String>,
    /// The name of the finding or topic that it decides.
    #[serde(default)]
    decision: String,
    /// True if it offers the scenarios of the map.
    #[serde(default)]
    scenarios: bool,
}

#[derive(Serialize)]
struct Choices {
    things: Vec<Offered>,
    bodies: Vec<Offered>,
    statuses: Vec<&'static str>,
    scenarios: Vec<OfferedScenario>,
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
pub(super) struct Done {
    pub(super) files: Vec<String>,
    pub(super) notes: Vec<String>,
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
pub(super) struct Undone(pub(super) Status, pub(super) String);

impl Undone {
    pub(super) fn of(why: &dyn Display) -> Self {
        Self(Status::UNPROCESSABLE_ENTITY, why.to_string())
    }
}

fn refused(why: &str) -> Reply {
    reply::refusal(Status::UNPROCESSABLE_ENTITY, why)
}

/// The map as it is on the disk now.
pub(super) fn now(desk: &Desk) -> Result<Analysis, Undone> {
    let sources = desk.live.files().read();
    let sources = sources.map_err(|error| Undone::of(&format!("{error:#}")))?;
    Ok(Analysis::of(sources, desk.live.options().clone()))
}

/// Writes a decision into the map.
pub(super) fn decide(desk: &Desk, decided: Decided) -> Reply {
    let resolution = match decided.resolution() {
        Ok(resolution) => resolution,
        Err(why) => return refused(&why),
    };
    changed(desk, || {
        let analysis = now(desk)?;
        let new_file = desk.live.files().new_name("decisions.yaml");
        let decided = ledger::decide(&analysis, &resolution, &new_file);
        let decided = decided.map_err(|why| Undone::of(&why))?;
        let old = (!decided.is_new).then_some(decided.file.old.as_str());
        save(desk, &decided.file, old)?;
        Ok(Done {
            files: vec![decided.file.name],
            notes: decided.notes,
        })
    })
}

/// Changes an id in all files of the map: in all of them, or in none.
pub(super) fn rename(desk: &Desk, asked: &Renaming) -> Reply {
    let kind = asked.kind.as_deref();
    let kind = kind.map(|kind| <Kind as clap::ValueEnum>::from_str(kind, true));
    let Ok(kind) = kind.transpose() else {
        return refused("there is no such kind of thing");
    };
    changed(desk, || {
        let analysis = now(desk)?;
        let renamed = rename::rename(&analysis, kind, &asked.old, &asked.new);
        let renamed = renamed.map_err(|why| Undone::of(&why))?;
        let rewritten = renamed.files.iter().map(|file| Rewritten {
            name: &file.name,
            old: Some(&file.old),
            new: Some(&file.new),
        });
        let rewritten: Vec<Rewritten<'_>> = rewritten.collect();
        desk.hands
            .save_all(&rewritten)
            .map_err(|error| Undone(Status::CONFLICT, format!("not renamed: {error:#}")))?;
        Ok(Done {
            files: renamed.files.into_iter().map(|file| file.name).collect(),
            notes: renamed.notes,
        })
    })
}

/// The ids at the cursor of the editor that can be changed.
pub(super) fn id(desk: &Desk, typed: &Typed) -> Reply {
    #[derive(Serialize)]
    struct Named {
        kind: String,
        id: String,
    }
    let analysis = desk.live.latest();
    let at = assist::byte(&typed.text, typed.at);
    let found = rename::named_at(&analysis, &typed.text, at).into_iter();
    let found = found.map(|(kind, id)| Named {
        kind: kind.word(),
        id,
    });
    reply::json(Status::OK, &found.collect::<Vec<Named>>())
}

/// Writes into the map that somebody disputes a statement.
pub(super) fn dispute(desk: &Desk, said: Disputed) -> Reply {
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
    changed(desk, || {
        let analysis = now(desk)?;
        let file = dispute::dispute(&analysis, &disputing).map_err(|why| Undone::of(&why))?;
        save(desk, &file, Some(&file.old))?;
        Ok(Done {
            files: vec![file.name],
            notes: Vec::new(),
        })
    })
}

/// The things, organisations and decisions that the forms offer, from the map that the page shows.
pub(super) fn choices(desk: &Desk, wanted: &Wanted) -> Reply {
    let analysis = desk.live.shown();
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
        scenarios: if wanted.scenarios {
            html::scenarios(&analysis)
        } else {
            Vec::new()
        },
        earlier: earlier.next_back(),
    };
    reply::json(Status::OK, &choices)
}

/// Runs a change of files, one at a time.
pub(super) fn changed(desk: &Desk, change: impl FnOnce() -> Result<Done, Undone>) -> Reply {
    let _one = desk.saving.lock().unwrap_or_else(PoisonError::into_inner);
    // A look must not see some of the files with their new text and others with their old.
    let _whole = desk.looking.lock();
    match change() {
        Ok(done) => reply::json(Status::OK, &done),
        Err(Undone(status, why)) => reply::refusal(status, &why),
    }
}

fn save(desk: &Desk, file: &Changed, old: Option<&str>) -> Result<(), Undone> {
    let allowed = desk.live.files().may_be(&file.name);
    allowed.map_err(|why| Undone::of(&why))?;
    match desk.hands.save(&file.name, old, &file.new) {
        Ok(Saved::Done) => Ok(()),
        Ok(Saved::Changed) => Err(Undone(
            Status::CONFLICT,
            format!("`{}` was changed meanwhile: try again", file.name),
        )),
        Err(error) => Err(Undone(
            Status::INTERNAL_SERVER_ERROR,
            format!("not saved: {error:#}"),
        )),
    }
}
