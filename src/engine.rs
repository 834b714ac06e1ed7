//! The engine of a page that works without a server: messages of the page in, replies and changes out, the files of the map in memory.
//!
//! A message is one line of JSON and the bytes that belong to it. So is an answer. The page keeps the files safe: it hears of every file that
//! was written, and puts it into a folder or keeps it in the browser.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context as _;
use serde::{Deserialize, Serialize};

use crate::analysis::Options;
use crate::live::reply::{Reply, Status};
use crate::live::{Change, Desk, Hands, Live, Message, Rewritten, Saved, Seen, reply};
use crate::read::source::{Files as _, Held};
use crate::report;

/// An engine: at first without a map.
#[derive(Debug, Default)]
pub struct Engine {
    held: Arc<Held>,
    outside: Arc<Outside>,
    desk: Option<Desk>,
    /// A look whose change was told and whose rest is not done yet.
    seen: Option<Seen>,
}

/// The first line of a message.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// The request: one of the page's, or one of the engine's own.
    request: String,
    /// The file or the version that the request is about.
    name: String,
    /// The time since the start of the page, in milliseconds.
    now: u64,
}

/// The first line of an answer.
#[derive(Debug, Serialize)]
struct Said<'s> {
    status: u16,
    kind: &'static str,
    /// The files that were written, each with its text before and after.
    written: Vec<Written>,
    /// The changes to show, as JSON.
    events: Vec<&'s str>,
    /// True if the page must ask for `/rest`.
    more: bool,
}

/// A file that was written.
#[derive(Debug, Serialize)]
struct Written {
    name: String,
    /// Its text before; `None` for a new file.
    was: Option<String>,
    /// Its text now; `None` for a file that was removed.
    text: Option<String>,
}

/// The world outside the engine, as far as it is told of anything.
#[derive(Debug, Default)]
struct Outside {
    now: AtomicU64,
    written: Mutex<Vec<Written>>,
    events: Mutex<Vec<String>>,
}

impl Outside {
    fn taken<T>(list: &Mutex<Vec<T>>) -> Vec<T> {
        std::mem::take(&mut *list.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn add<T>(list: &Mutex<Vec<T>>, item: T) {
        list.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(item);
    }
}

/// The hands that write to the files in memory.
#[derive(Debug)]
struct InMemory {
    held: Arc<Held>,
    outside: Arc<Outside>,
}

impl InMemory {
    fn put(&self, name: &str, was: Option<&str>, text: Option<&str>) {
        self.held
            .put(name, text.map(|text| text.as_bytes().to_vec()));
        let written = Written {
            name: name.to_owned(),
            was: was.map(str::to_owned),
            text: text.map(str::to_owned),
        };
        Outside::add(&self.outside.written, written);
    }

    fn is(&self, name: &str, was: Option<&str>) -> bool {
        self.held.text(name).ok().as_deref() == was
    }
}

impl Hands for InMemory {
    fn save(&self, name: &str, was: Option<&str>, text: &str) -> anyhow::Result<Saved> {
        if !self.is(name, was) {
            return Ok(Saved::Changed);
        }
        self.put(name, was, Some(text));
        Ok(Saved::Done)
    }

    fn save_all(&self, files: &[Rewritten<'_>]) -> anyhow::Result<()> {
        for file in files {
            anyhow::ensure!(
                self.is(file.name, file.old),
                "`{}` was changed meanwhile: try again",
                file.name
            );
        }
        for file in files {
            self.put(file.name, file.old, file.new);
        }
        Ok(())
    }

    fn told(&self, _change: &Change) {}

    fn now(&self) -> Duration {
        Duration::from_millis(self.outside.now.load(Ordering::Relaxed))
    }
}

/// An answer before it is packed: the reply of the page's request, or bytes to be saved.
enum Answer {
    Reply(Reply),
    Bytes(Vec<u8>),
}

impl Engine {
    /// The answer to a message. Both are a line of JSON, and bytes.
    pub fn ask(&mut self, message: &[u8]) -> Vec<u8> {
        let end = message.iter().position(|byte| *byte == b'\n');
        let (line, body) = message.split_at(end.unwrap_or(message.len()));
        let body = body.get(1..).unwrap_or_default();
        let answer = match reply::asked::<Asked>(line) {
            Ok(asked) => {
                self.outside.now.store(asked.now, Ordering::Relaxed);
                self.answer(&asked, body).unwrap_or_else(|error| {
                    let why = format!("{error:#}");
                    Answer::Reply(reply::refusal(Status::UNPROCESSABLE_ENTITY, &why))
                })
            }
            Err(refusal) => Answer::Reply(refusal),
        };
        self.packed(answer)
    }

    fn packed(&self, answer: Answer) -> Vec<u8> {
        let (status, kind, bytes) = match answer {
            Answer::Reply(reply) => (reply.status.0, reply.kind, reply.text.into_bytes()),
            Answer::Bytes(bytes) => (Status::OK.0, "application/octet-stream", bytes),
        };
        let events = Outside::taken(&self.outside.events);
        let said = Said {
            status,
            kind,
            written: Outside::taken(&self.outside.written),
            events: events.iter().map(String::as_str).collect(),
            more: self.seen.is_some(),
        };
        let mut out = serde_json::to_vec(&said).expect("plain data is always JSON");
        out.push(b'\n');
        out.extend(bytes);
        out
    }

    fn answer(&mut self, asked: &Asked, body: &[u8]) -> anyhow::Result<Answer> {
        let done = || Answer::Bytes(Vec::new());
        match asked.request.as_str() {
            "/clear" => {
                *self = Self::default();
                Ok(done())
            }
            "/put" => {
                self.held.put(&asked.name, Some(body.to_vec()));
                Ok(done())
            }
            "/remove" => {
                self.held.put(&asked.name, None);
                Ok(done())
            }
            "/begin" => {
                self.begin(&asked.name)?;
                Ok(done())
            }
            "/turn" => {
                self.turn()?;
                Ok(done())
            }
            "/rest" => {
                self.rest()?;
                Ok(done())
            }
            "/page" => Ok(Answer::Bytes(self.desk()?.board.page("").into_bytes())),
            "/missed" => Ok(Answer::Bytes(
                self.desk()?.board.missed(&asked.name).into_bytes(),
            )),
            "/make" => {
                let analysis = self.desk()?.live.shown();
                Ok(Answer::Bytes(report::made(&analysis, &asked.name)?))
            }
            request => {
                let reply = self.desk()?.ask(request, body);
                let reply = reply.with_context(|| format!("there is no request `{request}`"))?;
                Ok(Answer::Reply(reply))
            }
        }
    }

    fn desk(&self) -> anyhow::Result<&Desk> {
        self.desk.as_ref().context("no map is open")
    }

    /// Opens the map of the files that were put in. `run` tells this opening from others.
    fn begin(&mut self, run: &str) -> anyhow::Result<()> {
        let held: Arc<Held> = Arc::clone(&self.held);
        let live = Live::open(Box::new(held), Options::default())?;
        let hands = InMemory {
            held: Arc::clone(&self.held),
            outside: Arc::clone(&self.outside),
        };
        let desk = Desk::new(run.to_owned(), live, Box::new(hands));
        let outside = Arc::clone(&self.outside);
        let tell = move |message: &Message<'_>| {
            if let Message::Change { data, .. } | Message::Restart(data) = message {
                Outside::add(&outside.events, (*data).to_owned());
            }
            true
        };
        desk.board.join(&format!("{run}-0"), Box::new(tell));
        // The page asks itself for what it has missed.
        drop(Outside::taken(&self.outside.events));
        self.desk = Some(desk);
        self.seen = None;
        Ok(())
    }

    /// Reads the files again and tells of a change. The picture that was asked for last is ready.
    fn turn(&mut self) -> anyhow::Result<()> {
        let earlier = self.seen.take();
        let mut seen = self.desk()?.see(false);
        if let Some(earlier) = earlier {
            seen.after(earlier);
        }
        self.seen = Some(seen);
        Ok(())
    }

    /// Does a part of the rest after a change, so that requests are answered in between.
    fn rest(&mut self) -> anyhow::Result<()> {
        if let Some(mut seen) = self.seen.take() {
            let is_more = self.desk()?.rest_in_parts(&mut seen);
            self.seen = is_more.then_some(seen);
        }
        Ok(())
    }
}
