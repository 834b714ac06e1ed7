//! A small HTTP client that can break the rules of HTTP.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use serde_json::Value;

/// The longest wait for anything.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);

/// The answer of the server.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) head: String,
    pub(super) body: Vec<u8>,
}

impl Answer {
    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("{}: {}", self.status, self.text()))
    }

    /// The value of a header.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines();
        lines.find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let status = head.split(' ').nth(1)?.parse().ok()?;
        Some(Self {
            status,
            head,
            body: bytes[end + 4..].to_vec(),
        })
    }
}

pub(super) fn connect(port: u16) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", port)).expect("the server listens");
    stream
        .set_read_timeout(Some(PATIENCE))
        .expect("a time limit can be set");
    stream
        .set_write_timeout(Some(PATIENCE))
        .expect("a time limit can be set");
    stream
}

/// The cookies of the servers that were entered, by port.
static COOKIES: Mutex<BTreeMap<u16, String>> = Mutex::new(BTreeMap::new());

/// Uses up the secret of a server, as a browser does on opening its address; every later request carries the cookie.
pub(super) fn enter(port: u16, secret: &str) {
    let head = format!("GET /?open={secret} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n");
    let answer = ask(port, &head, b"");
    assert_eq!((answer.status, answer.header("location")), (303, Some("/")));
    let cookie = answer
        .header("set-cookie")
        .expect("the browser gets a cookie");
    let (value, terms) = cookie.split_once("; ").expect("the cookie has terms");
    assert_eq!(terms, "Path=/; HttpOnly; SameSite=Strict");
    let mut cookies = COOKIES.lock().expect("no test panics here");
    cookies.insert(port, value.to_owned());
}

/// The header line with the cookie of a server; empty without one.
pub(super) fn cookie(port: u16) -> String {
    let cookies = COOKIES.lock().expect("no test panics here");
    let cookie = cookies.get(&port);
    cookie.map_or_else(String::new, |cookie| format!("Cookie: {cookie}\r\n"))
}

/// Sends a head (without its last lines) and a body, with the cookie unless the head has one; reads until the server closes.
pub(super) fn ask(port: u16, head: &str, body: &[u8]) -> Answer {
    let mut stream = connect(port);
    let cookie = if head.contains("Cookie:") {
        String::new()
    } else {
        cookie(port)
    };
    let head = format!(
        "{head}{cookie}Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).expect("the head is sent");
    // A server that refuses may close before it has read everything.
    drop(stream.write_all(body));
    answer(&mut stream).unwrap_or_else(|| panic!("no answer to\n{head}"))
}

/// The answer before the server closes; `None` if there is none.
pub(super) fn answer(stream: &mut TcpStream) -> Option<Answer> {
    let mut bytes = Vec::new();
    let mut piece = vec![0; 64 * 1024];
    while let Ok(count @ 1..) = stream.read(&mut piece) {
        bytes.extend_from_slice(&piece[..count]);
    }
    Answer::parse(&bytes)
}

/// The events that a browser gets.
pub(super) struct Stream {
    lines: BufReader<TcpStream>,
    /// The name of the last event; empty if it has none.
    pub(super) name: String,
}

impl Stream {
    pub(super) fn open(port: u16, version: &str) -> Self {
        let mut stream = connect(port);
        let head = format!(
            "GET /events?version={version} HTTP/1.1\r\nHost: localhost:{port}\r\n{}\r\n",
            cookie(port)
        );
        stream.write_all(head.as_bytes()).expect("the head is sent");
        let mut lines = BufReader::new(stream);
        let mut line = String::new();
        while line != "\r\n" {
            line.clear();
            lines.read_line(&mut line).expect("the head of the answer");
        }
        Self {
            lines,
            name: String::new(),
        }
    }

    /// The next event.
    pub(super) fn event(&mut self) -> Value {
        self.name.clear();
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            let mut line = String::new();
            let count = self
                .lines
                .read_line(&mut line)
                .expect("an event comes in time");
            assert!(count > 0, "the stream has ended");
            if let Some(name) = line.strip_prefix("event: ") {
                name.trim().clone_into(&mut self.name);
            }
            if let Some(data) = line.strip_prefix("data: ") {
                return serde_json::from_str(data).expect("an event is JSON");
            }
        }
        panic!("no event came")
    }

    /// The next change, after any further events of the one before.
    pub(super) fn change(&mut self) -> Value {
        self.until(|event| event["is_change"] == true)
    }

    /// The next change, with the sections that are drawn after it.
    pub(super) fn drawn(&mut self) -> Value {
        let mut change = self.change();
        let rest = self.event();
        assert_eq!(
            change["sections"],
            serde_json::json!([]),
            "nothing is drawn before it is told"
        );
        change["sections"] = rest["sections"].clone();
        change
    }

    /// The next event that `is_wanted` accepts.
    pub(super) fn until(&mut self, is_wanted: impl Fn(&Value) -> bool) -> Value {
        for _ in 0..20 {
            let event = self.event();
            if is_wanted(&event) {
                return event;
            }
        }
        panic!("what was waited for never came");
    }
}
