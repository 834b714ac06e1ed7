//! A picture on request: the journey of one term, or the sources of one need.

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
use crate::report::html;

/// The id of a term's or need's row in the page.
#[derive(Deserialize)]
struct Asked {
    of: String,
}

#[derive(Serialize)]
struct Drawn {
    id: &'static str,
    html: String,
}

/// Draws the requested picture from the map that the page shows.
pub(super) async fn draw(State(server): State<Arc<Server>>, request: Body) -> Response {
    let asked: Asked = match answer::asked(request).await {
        Ok(asked) => asked,
        Err(response) => return response,
    };
    let Ok(_one) = server.draws.acquire().await else {
        return answer::refusal(StatusCode::INTERNAL_SERVER_ERROR, "this could not be done");
    };
    let drawn = edit::beside(&server, move |server| {
        html::asked(&server.live.shown(), &asked.of)
    });
    match drawn.await {
        Ok(Some(section)) => answer::json(
            StatusCode::OK,
            &Drawn {
                id: section.id,
                html: section.html,
            },
        ),
        Ok(None) => answer::refusal(StatusCode::NOT_FOUND, "the map no longer has this"),
        Err(response) => response,
    }
}
