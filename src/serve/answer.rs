//! Responses to a browser: JSON, plain text and refusals.

use axum::body;
use axum::body::Body;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::time::Duration;
use tokio::time::timeout;

/// The largest request, in bytes (8 MiB). Flow files that are edited by hand are smaller.
pub(super) const LARGEST_REQUEST: usize = 8 * 1024 * 1024;
/// The longest time for a request body to arrive.
const ARRIVAL: Duration = Duration::from_secs(10);

/// A response with plain data as JSON.
pub(super) fn json(status: StatusCode, data: &impl Serialize) -> Response {
    let text = serde_json::to_string(data).expect("plain data is always JSON");
    let kind = [(header::CONTENT_TYPE, "application/json")];
    (status, kind, text).into_response()
}

/// A response with a text of the given media type.
pub(super) fn text(kind: &'static str, text: impl Into<Body>) -> Response {
    ([(header::CONTENT_TYPE, kind)], text.into()).into_response()
}

/// A response that says in words why a request is refused.
pub(super) fn refusal(status: StatusCode, why: &str) -> Response {
    #[derive(Serialize)]
    struct Refused<'w> {
        message: &'w str,
    }
    json(status, &Refused { message: why })
}

/// Reads the body of a request as JSON. Otherwise returns the refusal.
pub(super) async fn asked<T: DeserializeOwned>(request: Body) -> Result<T, Response> {
    let Ok(bytes) = timeout(ARRIVAL, body::to_bytes(request, LARGEST_REQUEST)).await else {
        return Err(refusal(
            StatusCode::REQUEST_TIMEOUT,
            "the request took too long to arrive",
        ));
    };
    let Ok(bytes) = bytes else {
        return Err(refusal(
            StatusCode::PAYLOAD_TOO_LARGE,
            "this text is too large to be edited here; open it in another editor",
        ));
    };
    serde_json::from_slice(&bytes).map_err(|_| {
        refusal(
            StatusCode::BAD_REQUEST,
            "this request is not one that the page makes",
        )
    })
}
