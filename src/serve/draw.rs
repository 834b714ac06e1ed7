//! Pictures of a reader's choice, drawn on request and kept until the map changes.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use serde::Serialize;

use super::Server;
use super::answer;
use super::edit;
use crate::analysis::Analysis;
use crate::report::html;
use crate::report::html::Picture;

/// Limit on the pictures that are kept.
const MOST_KEPT: usize = 32;

/// The subject of the picture: a key of the page's lists.
#[derive(Deserialize)]
struct Asked {
    of: String,
}

#[derive(Serialize)]
struct Drawn {
    of: String,
    html: String,
}

/// The pictures drawn last, the latest at the end.
#[derive(Debug, Default)]
pub(super) struct Kept(Mutex<VecDeque<One>>);

#[derive(Debug, Clone)]
struct One {
    of: String,
    /// The map that it was drawn from.
    analysis: Arc<Analysis>,
    /// The older map, if it shows before and after.
    older: Option<Arc<Analysis>>,
    picture: Picture,
    html: String,
}

impl Kept {
    /// The markup of a picture of this map. Boxes stay near to their places in the earlier picture.
    fn drawn(
        &self,
        analysis: &Arc<Analysis>,
        older: Option<Arc<Analysis>>,
        of: &str,
    ) -> Option<String> {
        let older = older.filter(|_| of == html::CHANGES);
        let earlier = {
            let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            kept.iter().find(|one| one.of == of).cloned()
        };
        if let Some(one) = &earlier
            && Arc::ptr_eq(&one.analysis, analysis)
            && one.older.as_ref().map(Arc::as_ptr) == older.as_ref().map(Arc::as_ptr)
        {
            return Some(one.html.clone());
        }
        let before = earlier.as_ref().map(|one| &one.picture);
        let (picture, html) = match &older {
            Some(older) => html::asked_since(older, analysis, before)?,
            None => html::asked(analysis, of, before)?,
        };
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|one| one.of != of);
        if kept.len() >= MOST_KEPT {
            kept.pop_front();
        }
        kept.push_back(One {
            of: of.to_owned(),
            analysis: Arc::clone(analysis),
            older,
            picture,
            html: html.clone(),
        });
        Some(html)
    }
}

/// Sends the requested picture of the map that the page shows.
pub(super) async fn draw(State(server): State<Arc<Server>>, request: Body) -> Response {
    let asked: Asked = match answer::asked(request).await {
        Ok(asked) => asked,
        Err(response) => return response,
    };
    let Ok(_one) = server.draws.acquire().await else {
        return answer::refusal(StatusCode::INTERNAL_SERVER_ERROR, "this could not be done");
    };
    let of = asked.of.clone();
    let drawn = edit::beside(&server, move |server| {
        let older = server.live.older();
        server.drawn.drawn(&server.live.shown(), older, &of)
    });
    match drawn.await {
        Ok(Some(html)) => answer::json(StatusCode::OK, &Drawn { of: asked.of, html }),
        Ok(None) => answer::refusal(StatusCode::NOT_FOUND, "the map has nothing to draw of this"),
        Err(response) => response,
    }
}
