//! The limits of the server: large bodies, many connections, silent connections.

use std::io::{Read, Write};
use std::time::Instant;

use serde_json::json;

use super::Served;
use super::client;
use super::herds;

/// The most memory that a process ever had, in megabytes, if the system says.
fn peak_megabytes(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<u64>().ok()? / 1024)
}

#[test]
fn a_body_of_100_megabytes_is_refused_unread() {
    let folder = herds("limits-body");
    let served = Served::start(&folder);
    let head = format!(
        "POST /edit/save HTTP/1.1\r\nHost: localhost:{}\r\n{}X-Flowmap-Token: {}\r\nContent-Type: application/json\r\n",
        served.port,
        client::cookie(served.port),
        served.meta("token")
    );
    let piece = vec![b'x'; 1024 * 1024];
    // Announced at once, and in chunks of unknown total length.
    for (announced, before, after) in [
        ("Content-Length: 104857600\r\n", "", ""),
        ("Transfer-Encoding: chunked\r\n", "100000\r\n", "\r\n"),
    ] {
        let mut stream = client::connect(served.port);
        write!(stream, "{head}{announced}\r\n").expect("the head is sent");
        let sent = (0..100).find(|_| {
            let parts = [before.as_bytes(), &piece, after.as_bytes()];
            parts.iter().any(|part| stream.write_all(part).is_err())
        });
        assert!(
            sent.is_some_and(|megabytes| megabytes < 60),
            "the server read on and on: {sent:?}"
        );
    }
    let large = json!({"file": "flows/map.yaml", "text": "x".repeat(9 * 1024 * 1024), "was": null});
    let mut stream = client::connect(served.port);
    let body = large.to_string();
    write!(
        stream,
        "{head}Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    )
    .expect("the head is sent");
    drop(stream.write_all(body.as_bytes()));
    if let Some(answer) = client::answer(&mut stream) {
        assert_eq!(answer.status, 413, "{}", answer.text());
    }
    assert_eq!(folder.read("flows/map.yaml"), super::MAP.as_bytes());
    assert_eq!(served.get("/").status, 200);
    if let Some(peak) = peak_megabytes(served.child.id()) {
        assert!(peak < 120, "{peak} MB");
    }
}

#[test]
fn two_hundred_connections_leave_room_for_one_more() {
    let folder = herds("limits-many");
    let served = Served::start(&folder);
    let silent: Vec<_> = (0..100).map(|_| client::connect(served.port)).collect();
    let mut listening: Vec<_> = (0..100).map(|_| served.listen()).collect();
    let start = Instant::now();
    assert_eq!(served.get("/").status, 200);
    assert!(start.elapsed().as_secs() < 3, "{:?}", start.elapsed());
    folder.write(
        "flows/map.yaml",
        super::MAP.replace("Herds", "Flocks").as_bytes(),
    );
    for stream in &mut listening {
        assert_eq!(stream.change()["title"], "Flocks");
    }
    // Connections above the limit are refused, and the existing ones go on.
    let more: Vec<_> = (0..100).map(|_| client::connect(served.port)).collect();
    folder.write("flows/map.yaml", super::MAP.as_bytes());
    for stream in &mut listening {
        assert_eq!(stream.change()["title"], "Herds");
    }
    drop((silent, listening, more));
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert_eq!(served.get("/").status, 200);
}

#[test]
fn a_connection_that_says_half_a_word_is_closed() {
    let folder = herds("limits-half");
    let served = Served::start(&folder);
    let mut halves = Vec::new();
    for said in [
        "",
        "GET",
        "GET / HTTP/1.1\r\nHost: localhost",
        "GET / HTTP/1.1\r\nX: ",
    ] {
        let mut stream = client::connect(served.port);
        stream.write_all(said.as_bytes()).expect("it is sent");
        halves.push(stream);
    }
    let mut body = client::connect(served.port);
    write!(
        body,
        "POST /edit/open HTTP/1.1\r\nHost: localhost:{}\r\n{}X-Flowmap-Token: {}\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{{",
        served.port,
        client::cookie(served.port),
        served.meta("token")
    )
    .expect("it is sent");
    halves.push(body);
    assert_eq!(served.get("/").status, 200, "others are answered meanwhile");
    for mut stream in halves {
        let mut rest = Vec::new();
        let ended = stream.read_to_end(&mut rest);
        assert!(
            ended.is_ok(),
            "it was still open after 20 seconds: {ended:?}"
        );
    }
    assert_eq!(served.get("/").status, 200);
}

#[test]
fn a_head_without_end_is_refused() {
    let folder = herds("limits-head");
    let served = Served::start(&folder);
    let long = "a".repeat(100_000);
    let answer = client::ask(
        served.port,
        &format!(
            "GET /?{long} HTTP/1.1\r\nHost: localhost:{}\r\n",
            served.port
        ),
        b"",
    );
    assert!(
        matches!(answer.status, 400 | 414 | 431),
        "{}",
        answer.status
    );
    let many: Vec<String> = (0..500)
        .map(|number| format!("X-{number}: y\r\n"))
        .collect();
    let answer = client::ask(
        served.port,
        &format!(
            "GET / HTTP/1.1\r\nHost: localhost:{}\r\n{}",
            served.port,
            many.concat()
        ),
        b"",
    );
    assert_eq!(answer.status, 431);
    assert_eq!(served.get("/").status, 200);
}

#[test]
fn what_is_no_http_or_no_json_is_refused() {
    let folder = herds("limits-nonsense");
    let served = Served::start(&folder);
    for said in [
        "\0\0\0\0\r\n\r\n",
        "GET\r\n\r\n",
        "\u{16}\u{3}\u{1}\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
    ] {
        let mut stream = client::connect(served.port);
        stream.write_all(said.as_bytes()).expect("it is sent");
        let status = client::answer(&mut stream).map(|answer| answer.status);
        assert!(
            matches!(status, None | Some(400 | 505)),
            "{said:?}: {status:?}"
        );
    }
    for body in [
        json!(null),
        json!([]),
        json!({}),
        json!({"file": 7}),
        json!({"file": {"a": []}}),
    ] {
        assert_eq!(served.post("/edit/open", &body).status, 400, "{body}");
    }
    let far = json!({"file": "flows/map.yaml", "text": "a: b", "at": u64::MAX});
    for what in ["complete", "define"] {
        assert_eq!(served.post(&format!("/edit/{what}"), &far).status, 200);
    }
}
