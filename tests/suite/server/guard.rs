//! The requests that are answered, and those that may write.

use serde_json::json;

use super::Served;
use super::client;
use super::herds;

/// The status of a request with these header lines instead of the usual ones.
fn status(served: &Served, lines: &str) -> u16 {
    client::ask(served.port, &format!("GET / HTTP/1.1\r\n{lines}"), b"").status
}

#[test]
fn only_its_own_address_is_answered() {
    let folder = herds("server-host");
    let served = Served::start(&folder);
    let port = served.port;
    for host in [format!("127.0.0.1:{port}"), format!("localhost:{port}")] {
        assert_eq!(status(&served, &format!("Host: {host}\r\n")), 200, "{host}");
    }
    let other = port.wrapping_add(1);
    for host in [
        "evil.example".to_owned(),
        format!("evil.example:{port}"),
        format!("127.0.0.1:{other}"),
        "127.0.0.1".to_owned(),
        "localhost".to_owned(),
        format!("localhost.evil.example:{port}"),
        format!("127.0.0.1.evil.example:{port}"),
        format!("localhost:{port}@evil.example"),
        format!("localhost:+{port}"),
        format!("localhost:0{port}"),
        format!("0.0.0.0:{port}"),
        format!("[::1]:{port}"),
        format!("LOCALHOST.:{port}"),
        String::new(),
    ] {
        let got = status(&served, &format!("Host: {host}\r\n"));
        assert!(matches!(got, 400 | 421), "`{host}` was answered {got}");
    }
    let twice = format!("Host: localhost:{port}\r\nHost: evil.example\r\n");
    assert!(matches!(status(&served, &twice), 400 | 421));
    assert!(matches!(status(&served, ""), 400 | 421), "no host at all");
    let whole = format!("GET http://evil.example/ HTTP/1.1\r\nHost: localhost:{port}\r\n");
    assert_eq!(client::ask(port, &whole, b"").status, 421);
}

#[test]
fn pages_from_elsewhere_are_refused() {
    let folder = herds("server-origin");
    let served = Served::start(&folder);
    let port = served.port;
    let host = format!("Host: localhost:{port}\r\n");
    assert_eq!(
        status(
            &served,
            &format!("{host}Origin: http://localhost:{port}\r\n")
        ),
        200
    );
    for origin in [
        "http://evil.example".to_owned(),
        "null".to_owned(),
        String::new(),
        format!("https://localhost:{port}"),
        format!("http://localhost:{}", port.wrapping_add(1)),
        format!("http://localhost:{port}.evil.example"),
        format!("http://evil.example#http://localhost:{port}"),
        "file://".to_owned(),
    ] {
        assert_eq!(
            status(&served, &format!("{host}Origin: {origin}\r\n")),
            403,
            "`{origin}`"
        );
    }
    let both = format!("{host}Origin: http://localhost:{port}\r\nOrigin: http://evil.example\r\n");
    assert_eq!(status(&served, &both), 403);
    // An image or script that another page would load from this server.
    for site in ["cross-site", "same-site"] {
        assert_eq!(
            status(
                &served,
                &format!("{host}Sec-Fetch-Site: {site}\r\nSec-Fetch-Mode: no-cors\r\n")
            ),
            403
        );
        assert_eq!(
            status(
                &served,
                &format!("{host}Sec-Fetch-Site: {site}\r\nSec-Fetch-Mode: navigate\r\n")
            ),
            200
        );
    }
}

#[test]
fn nothing_is_written_or_told_without_the_token() {
    let folder = herds("server-token");
    let served = Served::start(&folder);
    let port = served.port;
    let token = served.meta("token").to_owned();
    assert_eq!(token.len(), 32);
    let opened = served
        .post("/edit/open", &json!({"file": "flows/map.yaml"}))
        .json();
    let body =
        json!({"file": "flows/map.yaml", "text": "map: {title: Taken}\n", "was": opened["mark"]})
            .to_string();
    let head = format!("Host: localhost:{port}\r\nContent-Type: application/json\r\n");
    let twin: String = token.chars().rev().collect();
    for shown in [
        String::new(),
        "X-Flowmap-Token: \r\n".to_owned(),
        format!("X-Flowmap-Token: {twin}\r\n"),
        format!("X-Flowmap-Token: {}\r\n", &token[..31]),
        format!("X-Flowmap-Token: {token}0\r\n"),
        format!("X-Flowmap-Token: {}\r\n", token.to_uppercase() + "x"),
        format!("Cookie: token={token}\r\n"),
    ] {
        for what in ["save", "open", "files", "check", "complete", "define"] {
            let answer = client::ask(
                port,
                &format!("POST /edit/{what} HTTP/1.1\r\n{head}{shown}"),
                body.as_bytes(),
            );
            assert_eq!(answer.status, 403, "{what} with `{shown}`");
        }
    }
    let plain = format!(
        "POST /edit/save HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Type: text/plain\r\nX-Flowmap-Token: {token}\r\n"
    );
    assert_eq!(
        client::ask(port, &plain, body.as_bytes()).status,
        415,
        "what a form elsewhere could send"
    );
    assert_eq!(folder.read("flows/map.yaml"), super::MAP.as_bytes());
    for method in ["PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"] {
        let head = format!(
            "{method} / HTTP/1.1\r\nHost: localhost:{port}\r\nX-Flowmap-Token: {token}\r\nContent-Type: application/json\r\n"
        );
        assert_eq!(client::ask(port, &head, b"").status, 405, "{method}");
    }
    let second = Served::start(&folder);
    assert_ne!(second.meta("token"), token, "each start has its own");
}

#[test]
fn every_answer_tells_the_browser_to_be_strict() {
    let folder = herds("server-headers");
    let served = Served::start(&folder);
    for path in [
        "/",
        "/page.css",
        "/page.js",
        "/live.js",
        "/live.css",
        "/panel.js",
        "/editor.js",
        "/nothing",
    ] {
        let answer = served.get(path);
        assert_eq!(
            answer.status,
            if path == "/nothing" { 404 } else { 200 },
            "{path}"
        );
        let policy = answer.header("content-security-policy").expect("a policy");
        for part in [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "connect-src 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'none'",
        ] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe"), "{policy}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("cache-control", "no-store"),
            ("referrer-policy", "no-referrer"),
            ("x-frame-options", "DENY"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{path}");
        }
        assert_eq!(answer.header("access-control-allow-origin"), None);
    }
}

#[test]
fn no_address_is_a_path_to_a_file() {
    let folder = herds("server-paths");
    folder.write("secret.yaml", b"title: Secret");
    let served = Served::start(&folder);
    for path in [
        "/flows/map.yaml",
        "/../secret.yaml",
        "/..%2fsecret.yaml",
        "/%2e%2e/secret.yaml",
        "/%252e%252e%252fsecret.yaml",
        "/..%5csecret.yaml",
        "/page.css/../../secret.yaml",
        "/page.css%00.yaml",
        "//etc/passwd",
        "/etc/passwd",
        "/edit/../../secret.yaml",
    ] {
        let answer = served.get(path);
        assert!(
            matches!(answer.status, 400 | 404),
            "{path}: {}",
            answer.status
        );
        assert!(!answer.text().contains("Secret"), "{path}");
    }
}
