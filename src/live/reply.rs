//! Replies to the page: JSON, other text and refusals.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// The kind of a reply, by the numbers of HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Status(pub(crate) u16);

impl Status {
    pub(crate) const OK: Self = Self(200);
    pub(crate) const BAD_REQUEST: Self = Self(400);
    pub(crate) const FORBIDDEN: Self = Self(403);
    pub(crate) const NOT_FOUND: Self = Self(404);
    pub(crate) const CONFLICT: Self = Self(409);
    pub(crate) const UNSUPPORTED_MEDIA_TYPE: Self = Self(415);
    pub(crate) const UNPROCESSABLE_ENTITY: Self = Self(422);
    pub(crate) const INTERNAL_SERVER_ERROR: Self = Self(500);
}

/// A reply to a request of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reply {
    /// Its kind.
    pub(crate) status: Status,
    /// The media type of its text.
    pub(crate) kind: &'static str,
    /// Its text.
    pub(crate) text: String,
}

/// A reply with plain data as JSON.
pub(crate) fn json(status: Status, data: &impl Serialize) -> Reply {
    Reply {
        status,
        kind: "application/json",
        text: serde_json::to_string(data).expect("plain data is always JSON"),
    }
}

/// A reply that says in words why a request is refused.
pub(crate) fn refusal(status: Status, why: &str) -> Reply {
    #[derive(Serialize)]
    struct Refused<'w> {
        message: &'w str,
    }
    json(status, &Refused { message: why })
}

/// Reads the body of a request as JSON.
///
/// # Errors
/// The refusal, if it is not what the page sends.
pub(crate) fn asked<T: DeserializeOwned>(body: &[u8]) -> Result<T, Reply> {
    serde_json::from_slice(body).map_err(|_| {
        refusal(
            Status::BAD_REQUEST,
            "this request is not one that the page makes",
        )
    })
}
