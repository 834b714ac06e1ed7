//! The form that walks a case through the map: the values to choose from, and the organisations that must be told of a case.

use serde::Deserialize;
use serde::Serialize;

use super::Desk;
use super::reply;
use super::reply::{Reply, Status};
use crate::ask::case::{Said, choices};
use crate::report::html;

/// A kept case by its id, or the dimensions and values of a new one. A request with neither asks for the choices.
#[derive(Deserialize)]
pub(super) struct Asked {
    kept: Option<String>,
    said: Option<Vec<(String, String)>>,
}

#[derive(Serialize)]
struct Walked {
    html: String,
}

/// The choices for a case, or the answer about one, from the map that the page shows.
pub(super) fn case(desk: &Desk, asked: Asked) -> Reply {
    let said = match (asked.kept, asked.said) {
        (Some(id), _) => Some(Said::Kept(id)),
        (None, Some(pairs)) => Some(Said::Scope(pairs)),
        (None, None) => None,
    };
    let analysis = desk.live.shown();
    let Some(said) = said else {
        return reply::json(Status::OK, &choices(analysis.model()));
    };
    match html::case(&analysis, &said) {
        Ok(html) => reply::json(Status::OK, &Walked { html }),
        Err(why) => reply::refusal(Status::UNPROCESSABLE_ENTITY, &why.to_string()),
    }
}
