//! The addresses of the page: a fixed list, and none is a path to a file.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use futures_core::Stream;
use tokio::sync::mpsc;
use tokio::sync::mpsc::Receiver;

use super::Server;
use super::answer;
use super::guard;
use crate::live::{Board, Desk, Message};
use crate::report::html;

const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";

/// The script of a live page, after the way by which it asks.
const LIVE: &str = concat!(
    include_str!("assets/http.js"),
    include_str!("assets/live.js")
);

/// Every address, behind the guard.
pub(super) fn router(server: &Arc<Server>) -> Router {
    Router::new()
        .route("/", get(page))
        .route("/edit", get(page))
        .route(
            "/page.css",
            get(|| async { answer::text(STYLE, html::style()) }),
        )
        .route(
            "/page.js",
            get(|| async { answer::text(SCRIPT, html::SCRIPT) }),
        )
        .route(
            "/live.css",
            get(|| async { answer::text(STYLE, include_str!("assets/live.css")) }),
        )
        .route("/live.js", get(|| async { answer::text(SCRIPT, LIVE) }))
        .route(
            "/panel.js",
            get(|| async { answer::text(SCRIPT, include_str!("assets/panel.js")) }),
        )
        .route(
            "/editor.js",
            get(|| async { answer::text(SCRIPT, include_str!("assets/editor.js")) }),
        )
        .route(
            "/case.js",
            get(|| async { answer::text(SCRIPT, include_str!("assets/case.js")) }),
        )
        .route("/favicon.ico", get(|| async { StatusCode::NO_CONTENT }))
        .route("/events", get(events))
        .route("/missed", get(missed))
        .merge(later())
        .merge(requests())
        .fallback(|| async { (StatusCode::NOT_FOUND, "There is nothing at this address.\n") })
        .method_not_allowed_fallback(|| async {
            (
                StatusCode::METHOD_NOT_ALLOWED,
                "Nothing can be done like this here.\n",
            )
        })
        .layer(middleware::from_fn_with_state(
            Arc::clone(server),
            guard::guard,
        ))
        .with_state(Arc::clone(server))
}

/// The assets of the forms that are loaded when they are first opened.
fn later() -> Router<Arc<Server>> {
    Router::new()
        .route(
            "/later.css",
            get(|| async { answer::text(STYLE, include_str!("assets/later.css")) }),
        )
        .route(
            "/later.js",
            get(|| async { answer::text(SCRIPT, include_str!("assets/later.js")) }),
        )
        .route(
            "/asked.js",
            get(|| async { answer::text(SCRIPT, include_str!("assets/asked.js")) }),
        )
        .route(
            "/compare.js",
            get(|| async { answer::text(SCRIPT, include_str!("assets/compare.js")) }),
        )
        .route(
            "/history.js",
            get(|| async { answer::text(SCRIPT, include_str!("assets/history.js")) }),
        )
        .route(
            "/fields.js",
            get(|| async { answer::text(SCRIPT, include_str!("assets/fields.js")) }),
        )
        .route(
            "/decide.js",
            get(|| async { answer::text(SCRIPT, include_str!("assets/decide.js")) }),
        )
        .route(
            "/dispute.js",
            get(|| async { answer::text(SCRIPT, include_str!("assets/dispute.js")) }),
        )
        .route(
            "/typed.js",
            get(|| async { answer::text(SCRIPT, include_str!("assets/typed.js")) }),
        )
        .route(
            "/whatif.js",
            get(|| async { answer::text(SCRIPT, include_str!("assets/whatif.js")) }),
        )
}

/// The addresses of the requests that the page makes.
fn requests() -> Router<Arc<Server>> {
    let requests = Desk::REQUESTS.into_iter();
    requests.fold(Router::new(), |router, request| {
        let reply = move |State(server): State<Arc<Server>>, body: Body| async move {
            answer::answer(server, request, body).await
        };
        router.route(request, post(reply))
    })
}

async fn page(State(server): State<Arc<Server>>) -> Response {
    answer::text(
        "text/html; charset=utf-8",
        server.desk.board.page(server.token.text()),
    )
}

/// The stream of changes since the version that the browser shows, by its last event or by its page.
async fn events(State(server): State<Arc<Server>>, uri: Uri, headers: HeaderMap) -> Response {
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok());
    let version = last.unwrap_or_else(|| shown(&uri));
    let stream = Events(joined(&server.desk.board, version));
    let kind = HeaderValue::from_static("text/event-stream");
    ([(header::CONTENT_TYPE, kind)], Body::from_stream(stream)).into_response()
}

/// The number of events that may wait for one browser. A browser that falls further behind is disconnected; it reconnects and gets the
/// present state.
const WAITING: usize = 16;

/// The events of a browser that shows the page as of `version`.
fn joined(board: &Board, version: &str) -> Receiver<Bytes> {
    let (sender, receiver) = mpsc::channel(WAITING);
    let tell = move |message: &Message<'_>| {
        let event = match message {
            Message::Change { version, data } => format!("id: {version}\ndata: {data}\n\n"),
            Message::Restart(data) => format!("event: restart\ndata: {data}\n\n"),
            Message::Beat => ": all is well\n\n".to_owned(),
        };
        sender.try_send(Bytes::from(event)).is_ok()
    };
    board.join(version, Box::new(tell));
    receiver
}

/// The version in the query of a request.
fn shown(uri: &Uri) -> &str {
    let shown = uri.query().and_then(|query| query.strip_prefix("version="));
    shown.unwrap_or_default()
}

/// The changes since a version, without later ones: for a window that hears of those from another window of its browser.
async fn missed(State(server): State<Arc<Server>>, uri: Uri) -> Response {
    answer::text("application/json", server.desk.board.missed(shown(&uri)))
}

/// The stream of events for one browser.
struct Events(Receiver<Bytes>);

impl Stream for Events {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(context).map(|event| event.map(Ok))
    }
}
