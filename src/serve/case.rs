//! The form that walks a case through the map: the values to choose from, and the organisations that must be told of a case.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use serde::Serialize;

use super::Server;
use super::answer;
use super::edit;
use crate::ask::case::{Said, choices};
use crate::report::html;

/// A kept case by its id, or the dimensions and values of a new one. A request with neither asks for the choices.
#[derive(Deserialize)]
struct Asked {
    kept: Option<String>,
    said: Option<Vec<(String, String)>>,
}

#[derive(Serialize)]
struct Walked {
    html: String,
}

/// The choices for a case, or the answer about one, from the map that the page shows.
pub(super) async fn case(State(server): State<Arc<Server>>, request: Body) -> Response {
    let asked: Asked = match answer::asked(request).await {
        Ok(asked) => asked,
        Err(response) => return response,
    };
    let said = match (asked.kept, asked.said) {
        (Some(id), _) => Some(Said::Kept(id)),
        (None, Some(pairs)) => Some(Said::Scope(pairs)),
        (None, None) => None,
    };
    let done = edit::beside(&server, move |server| {
        let analysis = server.live.shown();
        let Some(said) = said else {
            return answer::json(StatusCode::OK, &choices(analysis.model()));
        };
        match html::case(&analysis, &said) {
            Ok(html) => answer::json(StatusCode::OK, &Walked { html }),
            Err(why) => answer::refusal(StatusCode::UNPROCESSABLE_ENTITY, &why.to_string()),
        }
    });
    done.await.unwrap_or_else(|response| response)
}
