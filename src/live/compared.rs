//! The form that compares the map with files that a user chose: a snapshot, flow files or a folder of them.

use serde::{Deserialize, Serialize};

use super::Desk;
use super::change::faults;
use super::reply;
use super::reply::{Reply, Status};
use crate::analysis::{Analysis, Options};
use crate::compare;
use crate::read::model::Statement;
use crate::read::source::SourceSet;
use crate::report::Since;
use crate::report::html;

/// The files that the map is compared with.
#[derive(Deserialize)]
pub(super) struct Chosen {
    files: Vec<Named>,
}

#[derive(Deserialize)]
struct Named {
    name: String,
    text: String,
}

#[derive(Serialize)]
struct Compared {
    /// The differences, as the chapter on changes tells them.
    html: String,
    /// The places of the chosen files that cannot be read.
    faults: Vec<String>,
}

/// The differences between the chosen files and the map that the page shows. Nothing is written.
pub(super) fn compare(desk: &Desk, chosen: Chosen) -> Reply {
    let refused = |why: &str| reply::refusal(Status::UNPROCESSABLE_ENTITY, why);
    if chosen.files.is_empty() {
        return refused("choose flow files or a snapshot: their names end in .yaml or .yml");
    }
    let files = chosen.files.into_iter();
    let sources = SourceSet::from_strings(files.map(|file| (file.name, file.text)));
    let old = Analysis::of(sources, Options::default());
    let mut said = old.model().statements();
    if !said.any(|(statement, _)| statement != Statement::Map) {
        return refused(
            "there is no map in what was chosen: nothing in it can be read as an entry of a map",
        );
    }
    let new = desk.live.shown();
    let changes = compare::changes(&old, &new);
    let since = Since {
        old: &old,
        changes: &changes,
    };
    let unread = faults(&old);
    let compared = Compared {
        html: html::changed(&new, since),
        faults: unread.iter().map(super::change::Fault::line).collect(),
    };
    reply::json(Status::OK, &compared)
}
