//! Tries changes on the map that the page shows, within a limit of time.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};

use super::edit::beside;
use super::{Server, answer};
use crate::judge::rules::Stop;
use crate::report::html;
use crate::whatif;

/// The longest time for a trial, including the wait for the one before.
const LIMIT: Duration = Duration::from_secs(10);

/// Changes to try.
#[derive(Deserialize)]
struct Tried {
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

/// Tries changes on the map that the page shows, and returns their effect. Nothing is written. One trial runs at a time.
pub(super) async fn whatif(State(server): State<Arc<Server>>, request: Body) -> Response {
    let tried: Tried = match answer::asked(request).await {
        Ok(tried) => tried,
        Err(response) => return response,
    };
    let stop = Stop::default();
    let result = tokio::time::timeout(LIMIT, effect(&server, tried, stop.clone())).await;
    result.unwrap_or_else(|_| {
        // The trial goes on until its present rule is done, and the next one waits for that.
        stop.now();
        let why = format!(
            "this took more than {} seconds and was stopped: `flowmap whatif` on the command line has no limit",
            LIMIT.as_secs()
        );
        answer::refusal(StatusCode::SERVICE_UNAVAILABLE, &why)
    })
}

async fn effect(server: &Arc<Server>, tried: Tried, stop: Stop) -> Response {
    let Ok(turn) = Arc::clone(&server.trials).acquire_owned().await else {
        return answer::refusal(StatusCode::SERVICE_UNAVAILABLE, "flowmap is stopping");
    };
    let done = beside(server, move |server| {
        // The turn is kept until the work is done, even if nobody waits for the result any more.
        let _turn = turn;
        let analysis = server.live.shown();
        let wishes = whatif::wishes(&analysis, &tried.changes);
        let outcome = wishes.and_then(|wishes| whatif::try_out_unless(&analysis, &wishes, &stop));
        match outcome {
            Ok(outcome) => answer::json(
                StatusCode::OK,
                &Effect {
                    title: whatif::answer(&outcome).title,
                    html: html::tried(&analysis, &outcome),
                },
            ),
            Err(faults) => answer::refusal(StatusCode::UNPROCESSABLE_ENTITY, &faults.to_string()),
        }
    });
    done.await.unwrap_or_else(|response| response)
}
