//! Checks on requests: only browsers with the cookie of the secret address may read, and only pages that know the token may write.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Server;

/// The header in which the page sends its token.
const TOKEN: &str = "x-flowmap-token";

/// The query key of the secret.
pub(super) const OPEN: &str = "open";

/// The answer to a browser without the cookie.
const STRANGER: &str = "This page is for those who have its whole address: it is in the window in which flowmap was started.\n";
/// The answer to a browser that comes by a used address.
const USED: &str = "This address has been used, and each opens the page once: flowmap has printed another, in the window in which it was started.\n";

/// The content security policy: the page may run our own script, use our own style, send requests to us, and nothing else.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self' data:; \
    connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// Headers of every answer.
const HEADERS: [(HeaderName, &str); 8] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::CACHE_CONTROL, "no-store"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=()",
    ),
];

/// Passes a request on or refuses it, and adds the headers to the answer.
pub(super) async fn guard(
    State(server): State<Arc<Server>>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = match refusal(&server, &request) {
        Some((status, why)) => (status, why).into_response(),
        None => match opened(&server, &request) {
            Some(response) => response,
            None if !is_known(&server, request.headers()) => {
                (StatusCode::FORBIDDEN, STRANGER).into_response()
            }
            None => match unwritten(&server, &request) {
                Some((status, why)) => (status, why).into_response(),
                None => next.run(request).await,
            },
        },
    };
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// The reason to refuse a request, if there is one.
fn refusal(server: &Server, request: &Request) -> Option<(StatusCode, &'static str)> {
    let headers = request.headers();
    // Guards against DNS rebinding: a foreign page may point its own name at this machine, but then the host is that name.
    let named = request
        .uri()
        .authority()
        .map(axum::http::uri::Authority::as_str);
    let is_own_host = |host: &str| is_own(server.port, host);
    if !single(headers, &header::HOST).is_some_and(is_own_host) || !named.is_none_or(is_own_host) {
        let why = "This server answers only at the address that flowmap printed.\n";
        return Some((StatusCode::MISDIRECTED_REQUEST, why));
    }
    let elsewhere = "This page may be used only from itself.\n";
    let is_own_origin = |origin: &str| {
        origin
            .strip_prefix("http://")
            .is_some_and(|host| is_own(server.port, host))
    };
    if headers.contains_key(header::ORIGIN)
        && !single(headers, &header::ORIGIN).is_some_and(is_own_origin)
    {
        return Some((StatusCode::FORBIDDEN, elsewhere));
    }
    // The browser says which site sends a request. Another page gains nothing if the user types the address or follows a link to it.
    let site = headers.get("sec-fetch-site").map(HeaderValue::as_bytes);
    let is_visit = headers
        .get("sec-fetch-mode")
        .is_some_and(|mode| mode == "navigate")
        && request.method() == Method::GET;
    if !matches!(site, None | Some(b"same-origin" | b"none")) && !is_visit {
        return Some((StatusCode::FORBIDDEN, elsewhere));
    }
    None
}

/// The reason to refuse a request that may change something, if there is one.
fn unwritten(server: &Server, request: &Request) -> Option<(StatusCode, &'static str)> {
    let headers = request.headers();
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return None;
    }
    let shown = headers
        .get(TOKEN)
        .map(HeaderValue::as_bytes)
        .unwrap_or_default();
    if !server.token.is(shown) {
        return Some((
            StatusCode::FORBIDDEN,
            "This page is from an earlier start of flowmap: load it again.\n",
        ));
    }
    let is_json = single(headers, &header::CONTENT_TYPE).is_some_and(|kind| {
        kind.split(';').next().unwrap_or_default().trim() == "application/json"
    });
    (!is_json).then_some((StatusCode::UNSUPPORTED_MEDIA_TYPE, "Send JSON.\n"))
}

/// Lets in a browser that comes by the printed address: the secret is used up, and the browser gets a cookie.
fn opened(server: &Server, request: &Request) -> Option<Response> {
    if request.method() != Method::GET {
        return None;
    }
    let uri = request.uri();
    let parts = || uri.query().unwrap_or_default().split('&');
    let secret = parts().find_map(|part| part.strip_prefix(OPEN)?.strip_prefix('='))?;
    if !server.door.open(secret.as_bytes()) {
        // A browser that has the cookie may come by the old address again.
        let why = (StatusCode::FORBIDDEN, USED).into_response();
        return (!is_known(server, request.headers()))
            .then_some(why)
            .or_else(|| Some(clean(uri)));
    }
    (server.hands.opened)(&server.address());
    let cookie = format!(
        "{}={}; Path=/; HttpOnly; SameSite=Strict",
        cookie_name(server.port),
        server.door.pass.text()
    );
    let mut response = clean(uri);
    let cookie = HeaderValue::from_str(&cookie).ok()?;
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    Some(response)
}

/// Redirects a browser to the same address without the secret.
fn clean(uri: &Uri) -> Response {
    let query = uri.query().unwrap_or_default().split('&');
    let others: Vec<&str> = query.filter(|part| !part.starts_with(OPEN)).collect();
    // Two slashes at the start would be another host.
    let path = format!("/{}", uri.path().trim_start_matches('/'));
    let target = if others.is_empty() {
        path
    } else {
        format!("{path}?{}", others.join("&"))
    };
    match HeaderValue::from_str(&target) {
        Ok(target) => (StatusCode::SEE_OTHER, [(header::LOCATION, target)]).into_response(),
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}

/// The name of the cookie. It holds the port, because browsers share cookies between all ports of a host.
fn cookie_name(port: u16) -> String {
    format!("flowmap-{port}")
}

/// True if a request carries the cookie that a browser got for the secret.
fn is_known(server: &Server, headers: &HeaderMap) -> bool {
    let name = cookie_name(server.port);
    let cookies = headers.get_all(header::COOKIE).iter();
    let mut cookies = cookies.flat_map(|line| line.as_bytes().split(|byte| *byte == b';'));
    cookies.any(|cookie| {
        let own = cookie.trim_ascii().strip_prefix(name.as_bytes());
        let value = own.and_then(|own| own.strip_prefix(b"="));
        value.is_some_and(|value| server.door.pass.is(value))
    })
}

/// The value of a header that was sent exactly once and is text.
fn single<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

/// True for the two names of this machine, with our port.
fn is_own(port: u16, host: &str) -> bool {
    let own = |name: &str| {
        host.strip_prefix(name)
            .is_some_and(|rest| match rest.strip_prefix(':') {
                // `+80` and `080` would parse too.
                Some(digits) => digits == port.to_string(),
                None => rest.is_empty() && port == 80,
            })
    };
    own("127.0.0.1") || own("localhost")
}
