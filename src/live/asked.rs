//! The form for questionnaires: the workbook of a body to save, and an answered one to bring back.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use super::Desk;
use super::Rewritten;
use super::edit::mark;
use super::forms::{Done, Undone, changed, now};
use super::reply;
use super::reply::{Reply, Status};
use crate::analysis::Analysis;
use crate::compare;
use crate::exchange::proposed::{Made, Proposal, Unmade};
use crate::exchange::questionnaire;
use crate::read::finding::Finding;
use crate::read::source::{Given, SourceSet};
use crate::report::Since;
use crate::report::html;

/// The file for new entries whose like stand nowhere.
const NEW_FILE: &str = "imported.yaml";
/// The name of the archive of all questionnaires.
const ARCHIVE: &str = "questionnaires.zip";

/// The body whose questionnaire is wanted; empty for those of all bodies in one archive.
#[derive(Deserialize)]
pub(super) struct Wanted {
    id: String,
}

/// A workbook that came back: its name, and its bytes as base64.
#[derive(Deserialize)]
pub(super) struct Answered {
    name: String,
    data: String,
    /// The mark of the changes that were shown; empty before they are.
    #[serde(default)]
    mark: String,
}

#[derive(Serialize)]
struct Body {
    id: String,
    name: String,
}

/// A file to save.
#[derive(Serialize)]
struct File {
    name: String,
    /// Its bytes as base64.
    data: String,
}

/// The changes that answers would make.
#[derive(Serialize)]
struct Shown {
    /// The names of the files that would change.
    files: Vec<String>,
    /// The changes, as the chapter on changes tells them.
    html: String,
    /// Remarks, and faults that do not keep the answers from being taken.
    notes: Vec<String>,
    /// The mark of just these changes.
    mark: String,
}

/// The bodies that have something to answer, by name.
pub(super) fn bodies(desk: &Desk) -> Reply {
    let analysis = desk.live.shown();
    let model = analysis.model();
    let mut bodies: Vec<Body> = questionnaire::bodies(&analysis)
        .into_iter()
        .map(|id| {
            let mut all = model.organisations.iter();
            let body = all.find(|(_, body)| *body.slug == *id);
            let name = body.map_or_else(|| id.clone(), |(_, body)| body.name.to_string());
            Body { id, name }
        })
        .collect();
    bodies.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    reply::json(Status::OK, &bodies)
}

/// The questionnaire of a body, or those of all bodies in one archive.
pub(super) fn questionnaire(desk: &Desk, wanted: &Wanted) -> Reply {
    let analysis = desk.live.shown();
    let made = if wanted.id.is_empty() {
        questionnaire::archive(&analysis).map(|bytes| (ARCHIVE.to_owned(), bytes))
    } else {
        let bytes = questionnaire::workbook(&analysis, &wanted.id);
        bytes.map(|bytes| (questionnaire::file_name(&wanted.id), bytes))
    };
    match made {
        Ok((name, bytes)) => {
            let data = STANDARD.encode(bytes);
            reply::json(Status::OK, &File { name, data })
        }
        Err(why) => reply::refusal(Status::UNPROCESSABLE_ENTITY, &why.to_string()),
    }
}

/// The changes that the answers in a workbook would make. Nothing is written.
pub(super) fn answers(desk: &Desk, answered: &Answered) -> Reply {
    let told = now(desk).and_then(|before| {
        let (proposal, made) = made(desk, &before, answered)?;
        let changes = compare::changes(&before, &made.after);
        let since = Since {
            old: &before,
            changes: &changes,
        };
        Ok(Shown {
            files: made.files.iter().map(|file| file.name.clone()).collect(),
            html: html::changed(&made.after, since),
            notes: notes(&proposal, &made),
            mark: mark_of(&made),
        })
    });
    match told {
        Ok(shown) => reply::json(Status::OK, &shown),
        Err(Undone(status, why)) => reply::refusal(status, &why),
    }
}

/// Writes the changes that were shown into the map: into all their files, or into none.
pub(super) fn write(desk: &Desk, answered: &Answered) -> Reply {
    changed(desk, || {
        let before = now(desk)?;
        let (proposal, made) = made(desk, &before, answered)?;
        if mark_of(&made) != answered.mark {
            let why = "not written: the map was changed since you looked at these changes. Look at them again";
            return Err(Undone(Status::CONFLICT, why.to_owned()));
        }
        let files = made.files.iter().map(|file| Rewritten {
            name: &file.name,
            old: (!file.old.is_empty()).then_some(&*file.old),
            new: Some(&file.new),
        });
        let files: Vec<Rewritten<'_>> = files.collect();
        for file in &files {
            let allowed = desk.live.files().may_be(file.name);
            allowed.map_err(|why| Undone::of(&why))?;
        }
        desk.hands
            .save_all(&files)
            .map_err(|error| Undone(Status::CONFLICT, format!("not written: {error:#}")))?;
        Ok(Done {
            notes: notes(&proposal, &made),
            files: made.files.into_iter().map(|file| file.name).collect(),
        })
    })
}

/// The proposal of the answers, and the map with it.
fn made(desk: &Desk, before: &Analysis, answered: &Answered) -> Result<(Proposal, Made), Undone> {
    let bytes = STANDARD.decode(&answered.data);
    let bytes = bytes.map_err(|_| Undone::of(&"this request is not one that the page makes"))?;
    let given = Given::File(answered.name.clone(), bytes);
    let proposal = questionnaire::proposal(before, &given).map_err(|why| Undone::of(&why))?;
    let proposal = proposal.ok_or_else(|| {
        Undone::of(&format!(
            "`{}` is no questionnaire of flowmap. Other files are read with `flowmap import` on the command line",
            answered.name
        ))
    })?;
    let new_file = desk.live.files().new_name(NEW_FILE);
    let made = proposal.made(before, &new_file);
    let made = made.map_err(|unmade| Undone::of(&refusal(&unmade)))?;
    Ok((proposal, made))
}

/// A finding on one line, with its place.
fn line(sources: &SourceSet, finding: &Finding) -> String {
    let place = &sources.file(finding.place().span.file).name;
    format!("{place}: {}; {}", finding.message, finding.help)
}

/// Every reason why nothing can be written.
fn refusal(unmade: &Unmade) -> String {
    let faults = unmade.findings.iter();
    let faults: Vec<String> = faults.map(|one| line(&unmade.origins, one)).collect();
    format!(
        "Nothing can be taken before this is mended. {}.",
        faults.join(". ")
    )
}

fn notes(proposal: &Proposal, made: &Made) -> Vec<String> {
    let doubts = made.doubts.iter().map(|one| line(&made.origins, one));
    proposal.notes().iter().cloned().chain(doubts).collect()
}

/// The mark of the changes of all files.
fn mark_of(made: &Made) -> String {
    let files = made.files.iter();
    let files: Vec<[&str; 3]> = files
        .map(|file| [&*file.name, &*file.old, &*file.new])
        .collect();
    mark(&serde_json::to_string(&files).expect("plain data is always JSON"))
}
