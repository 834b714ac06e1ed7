//! The address that lets one browser in: without it, another user of the machine sees and changes nothing.

use std::process::Stdio;

use super::Served;
use super::client;
use super::client::Answer;
use super::herds;
use super::program;
use crate::address;

/// Sends a request with these cookies and no other.
fn ask(port: u16, start: &str, lines: &str) -> Answer {
    let head = format!("{start} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {lines}\r\n");
    client::ask(port, &head, b"")
}

#[test]
fn every_address_needs_the_cookie() {
    let folder = herds("door-cookie");
    let served = Served::start(&folder);
    let port = served.port;
    let token = served.meta("token");
    for path in [
        "/",
        "/edit",
        "/page.js",
        "/live.css",
        "/events?version=0",
        "/missed?version=0",
        "/favicon.ico",
        "/nowhere",
    ] {
        for cookie in [
            "",
            "a=b",
            &format!("flowmap-{port}="),
            &format!("flowmap-{port}={token}"),
        ] {
            let answer = ask(port, &format!("GET {path}"), cookie);
            assert_eq!(answer.status, 403, "{path} `{cookie}`");
            assert!(!answer.text().contains("herd"), "{path}: {}", answer.text());
        }
    }
    for path in [
        "/draw",
        "/edit/files",
        "/edit/open",
        "/edit/save",
        "/edit/check",
    ] {
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: a=b\r\nX-Flowmap-Token: {token}\r\nContent-Type: application/json\r\n"
        );
        assert_eq!(client::ask(port, &head, b"{}").status, 403, "{path}");
    }
    assert_eq!(served.get("/").status, 200);
}

#[test]
fn an_address_opens_one_browser_and_the_next_is_printed() {
    let folder = herds("door-once");
    let mut child = program(&folder, &["serve", "flows", "--no-open"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let (base, secret) = address::of(&mut child);
    let port = base.rsplit(':').next().and_then(|port| port.parse().ok());
    let port: u16 = port.expect("an address has a port");
    let wrong = ask(port, "GET /?open=0123", "");
    assert_eq!(wrong.status, 403);
    let first = ask(port, &format!("GET /edit?file=a&open={secret}"), "");
    assert_eq!(
        (first.status, first.header("location")),
        (303, Some("/edit?file=a"))
    );
    let pass = first.header("set-cookie").expect("a cookie").to_owned();
    assert!(
        pass.ends_with("; Path=/; HttpOnly; SameSite=Strict"),
        "{pass}"
    );
    let second = ask(port, &format!("GET /?open={secret}"), "");
    assert_eq!(second.status, 403);
    assert!(second.header("set-cookie").is_none());
    // The browser that has the cookie may use its bookmark.
    let again = ask(
        port,
        &format!("GET /?open={secret}"),
        pass.split(';').next().expect("a value"),
    );
    assert_eq!(again.status, 303);
    let away = ask(
        port,
        "GET //evil.example/?open=1",
        pass.split(';').next().expect("a value"),
    );
    assert_eq!(away.header("location"), Some("/evil.example/"));
    child.kill().expect("it can be ended");
    let output = child.wait_with_output().expect("it has ended");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    let (_, next) = told
        .split_once("/?open=")
        .expect("the next address is printed");
    assert!(next.trim().len() == 32 && next.trim() != secret, "{told}");
}
