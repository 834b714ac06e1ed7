//! Tries changes on the map that the page shows.

use serde::{Deserialize, Serialize};

use super::Desk;
use super::reply;
use super::reply::{Reply, Status};
use crate::judge::rules::Stop;
use crate::report::html;
use crate::whatif;

/// Changes to try.
#[derive(Deserialize)]
pub(crate) struct Tried {
    changes: Vec<String>,
}

/// Their effect.
#[derive(Serialize)]
struct Effect {
    /// The changes, as on the command line.
    title: String,
    /// The figures and the list.
    html: String,
}

/// Tries changes on the map that the page shows, and returns their effect. Nothing is written. `stop` ends it after its present rule.
pub(crate) fn whatif(desk: &Desk, tried: &Tried, stop: &Stop) -> Reply {
    let analysis = desk.live.shown();
    let wishes = whatif::wishes(&analysis, &tried.changes);
    let outcome = wishes.and_then(|wishes| whatif::try_out_unless(&analysis, &wishes, stop));
    match outcome {
        Ok(outcome) => reply::json(
            Status::OK,
            &Effect {
                title: whatif::answer(&outcome).title,
                html: html::tried(&analysis, &outcome),
            },
        ),
        Err(faults) => reply::refusal(Status::UNPROCESSABLE_ENTITY, &faults.to_string()),
    }
}
