//! From a request over HTTP to the desk and back: long work is done on other threads, a little at a time.

use std::sync::Arc;
use std::time::Duration;

use axum::body;
use axum::body::{Body, Bytes};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use tokio::time::timeout;

use super::Server;
use crate::judge::rules::Stop;
use crate::live::Desk;
use crate::live::assist;
use crate::live::edit;
use crate::live::reply;
use crate::live::reply::{Reply, Status};
use crate::live::trying;
use crate::live::trying::Tried;
use crate::words;

/// The largest request, in bytes (8 MiB). Flow files that are edited by hand are smaller.
pub(super) const LARGEST_REQUEST: usize = 8 * 1024 * 1024;
/// The longest time for a request body to arrive.
const ARRIVAL: Duration = Duration::from_secs(10);
/// The longest time for a check, including the wait for others.
const CHECK: Duration = Duration::from_secs(10);

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status.0).unwrap_or(StatusCode::OK);
        (status, [(header::CONTENT_TYPE, self.kind)], self.text).into_response()
    }
}

/// A response with a text of the given media type.
pub(super) fn text(kind: &'static str, text: impl Into<Body>) -> Response {
    ([(header::CONTENT_TYPE, kind)], text.into()).into_response()
}

/// A refusal that only the network knows.
fn refusal(status: StatusCode, why: &str) -> Reply {
    reply::refusal(Status(status.as_u16()), why)
}

/// Reads the body of a request. Otherwise returns the refusal.
async fn bytes(request: Body) -> Result<Bytes, Reply> {
    let Ok(bytes) = timeout(ARRIVAL, body::to_bytes(request, LARGEST_REQUEST)).await else {
        let why = "the request took too long to arrive";
        return Err(refusal(StatusCode::REQUEST_TIMEOUT, why));
    };
    bytes.map_err(|_| {
        let why = "this text is too large to be edited here; open it in another editor";
        refusal(StatusCode::PAYLOAD_TOO_LARGE, why)
    })
}

/// Runs long work on another thread, so that other requests are answered meanwhile.
async fn beside<T: Send + 'static>(
    server: &Arc<Server>,
    work: impl FnOnce(&Desk) -> T + Send + 'static,
) -> Result<T, Reply> {
    let server = Arc::clone(server);
    let done = tokio::task::spawn_blocking(move || work(&server.desk)).await;
    done.map_err(|_| refusal(StatusCode::INTERNAL_SERVER_ERROR, "this could not be done"))
}

/// The answer of the desk to one of its requests.
pub(super) async fn answer(server: Arc<Server>, request: &'static str, body: Body) -> Response {
    let reply = match bytes(body).await {
        Ok(body) if request == "/edit/check" => check(&server, &body).await,
        Ok(body) if request == "/whatif" => trial(&server, &body).await,
        Ok(body) if request == "/draw" => {
            // One picture at a time.
            let _one = server.draws.acquire().await;
            asked(&server, request, body).await
        }
        Ok(body) => asked(&server, request, body).await,
        Err(refusal) => Err(refusal),
    };
    if Desk::is_save(request) {
        // The page is redrawn at once. The watcher of the folder then finds nothing new.
        drop(tokio::task::spawn_blocking(move || server.desk.look(false)));
    }
    reply.unwrap_or_else(|refusal| refusal).into_response()
}

async fn asked(server: &Arc<Server>, request: &'static str, body: Bytes) -> Result<Reply, Reply> {
    let reply = beside(server, move |desk| desk.ask(request, &body)).await?;
    reply.ok_or_else(|| reply::refusal(Status::NOT_FOUND, "there is no such request"))
}

/// Checks a text, if it can be done in time.
async fn check(server: &Arc<Server>, body: &[u8]) -> Result<Reply, Reply> {
    let typed: edit::Typed = reply::asked(body)?;
    let stop = Stop::default();
    match timeout(CHECK, checked(server, typed, stop.clone())).await {
        Ok(reply) => reply,
        Err(_) => {
            // The check goes on until its present rule is done.
            stop.now();
            Ok(reply::json(Status::OK, &[assist::not_checked(CHECK)]))
        }
    }
}

/// Tries changes, if it can be done in time. One trial runs at a time.
async fn trial(server: &Arc<Server>, body: &[u8]) -> Result<Reply, Reply> {
    let tried: Tried = reply::asked(body)?;
    let stop = Stop::default();
    match timeout(server.longest_trial, effect(server, tried, stop.clone())).await {
        Ok(reply) => reply,
        Err(_) => {
            // The trial goes on until its present rule is done, and the next one waits for that.
            stop.now();
            let why = format!(
                "this took more than {} and was stopped: `flowmap whatif` on the command line has no limit",
                words::counted(server.longest_trial.as_secs() as usize, "second")
            );
            Err(refusal(StatusCode::SERVICE_UNAVAILABLE, &why))
        }
    }
}

async fn effect(server: &Arc<Server>, tried: Tried, stop: Stop) -> Result<Reply, Reply> {
    let Ok(turn) = Arc::clone(&server.trials).acquire_owned().await else {
        return Err(refusal(
            StatusCode::SERVICE_UNAVAILABLE,
            "flowmap is stopping",
        ));
    };
    beside(server, move |desk| {
        // The turn is kept until the work is done, even if nobody waits for the result any more.
        let _turn = turn;
        trying::whatif(desk, &tried, &stop)
    })
    .await
}

/// Waits for a turn and returns the marks of a text.
async fn checked(server: &Arc<Server>, typed: edit::Typed, stop: Stop) -> Result<Reply, Reply> {
    let turn = server.turns.of(&typed.file).await;
    let check = Arc::clone(&server.checks).acquire_owned().await;
    let (Some(turn), Ok(check)) = (turn, check) else {
        let stopping = "flowmap is stopping";
        return Err(refusal(StatusCode::SERVICE_UNAVAILABLE, stopping));
    };
    let marks = beside(server, move |desk| {
        // The permits are kept until the work is done, even if nobody waits for the result any more.
        let _turns = (turn, check);
        edit::check(desk, typed, &stop)
    });
    Ok(reply::json(Status::OK, &marks.await??))
}
