//! The answers of the live page, without the way on which they travel: a request and its body in, a reply out.
//!
//! `src/serve` carries them over HTTP; the engine in the browser passes them from thread to thread. This room asks the analysis and the
//! renderers and has no logic of its own. It reads and writes the files of the map only through [`Files`] and [`Hands`].

mod asked;
pub(crate) mod assist;
mod board;
mod both;
mod case;
mod change;
mod compared;
mod course;
mod draw;
pub(crate) mod edit;
mod forms;
mod history;
mod map;
pub(crate) mod reply;
pub(crate) mod trying;

use std::fmt::Debug;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::de::DeserializeOwned;

use self::course::Course;
use self::history::History;
use self::reply::{Reply, Status};
use crate::analysis::Analysis;
use crate::judge::rules::Stop;

pub(crate) use board::{Board, Message};
pub(crate) use change::Change;
pub(crate) use change::Told;
pub(crate) use change::faults;
pub(crate) use map::Live;
pub(crate) use map::Look;

/// The effects of the page on the world outside it.
pub(crate) trait Hands: Debug + Send + Sync {
    /// Writes a text to a file of the map, whole or not at all, if the file now has the given text (`None`: if it does not exist).
    ///
    /// # Errors
    /// If it cannot be written.
    fn save(&self, name: &str, was: Option<&str>, text: &str) -> anyhow::Result<Saved>;

    /// Writes and removes several files of the map: all of them if each now has the text given as old, else none.
    ///
    /// # Errors
    /// If one of them cannot be written, or has another text.
    fn save_all(&self, files: &[Rewritten<'_>]) -> anyhow::Result<()>;

    /// Called after every change.
    fn told(&self, change: &Change);

    /// The time since the start.
    fn now(&self) -> Duration;
}

/// The result of saving a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Saved {
    /// The file has the new text.
    Done,
    /// The file had another text than expected, and keeps it.
    Changed,
}

/// A file of the map with its text before and after.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rewritten<'t> {
    /// Its name in the map.
    pub(crate) name: &'t str,
    /// The text that it was read with; `None` for a new file.
    pub(crate) old: Option<&'t str>,
    /// The text that it gets; `None` for a file that is removed.
    pub(crate) new: Option<&'t str>,
}

/// A map with its page, and everything that is remembered between two requests.
#[derive(Debug)]
pub(crate) struct Desk {
    /// The map.
    pub(crate) live: Live,
    /// Its page.
    pub(crate) board: Board,
    hands: Box<dyn Hands>,
    /// Held during a look, so that browsers get changes in order.
    looking: Mutex<()>,
    /// Held during a save, so that the text that was compared is the one overwritten.
    saving: Mutex<()>,
    /// The text in the editor as it was last checked, with its file. Completion uses it.
    draft: Mutex<Option<(String, Arc<Analysis>)>>,
    /// The pictures that were drawn on request.
    drawn: draw::Kept,
    /// The saves since the start, which can be undone.
    history: History,
}

impl Desk {
    /// The page of this map. `run` tells this start of the program from others.
    pub(crate) fn new(run: String, live: Live, hands: Box<dyn Hands>) -> Self {
        Self {
            board: Board::new(run, (&live.shown(), live.older().as_deref()), live.faults()),
            live,
            hands,
            looking: Mutex::new(()),
            saving: Mutex::new(()),
            draft: Mutex::new(None),
            drawn: draw::Kept::default(),
            history: History::default(),
        }
    }

    /// The reply to one of [`Desk::REQUESTS`]; `None` for any other.
    pub(crate) fn ask(&self, request: &str, body: &[u8]) -> Option<Reply> {
        let reply = match request {
            "/draw" => with(body, |asked| draw::draw(self, asked)),
            "/case" => with(body, |asked| case::case(self, asked)),
            "/history" => history::list(self),
            "/history/back" => with(body, |asked| history::back(self, &asked)),
            "/decide" => with(body, |decided| forms::decide(self, decided)),
            "/rename" => with(body, |asked| forms::rename(self, &asked)),
            "/choices" => with(body, |wanted| forms::choices(self, &wanted)),
            "/dispute" => with(body, |said| forms::dispute(self, said)),
            "/whatif" => with(body, |tried| trying::whatif(self, &tried, &Stop::default())),
            "/compare" => with(body, |chosen| compared::compare(self, chosen)),
            "/questionnaires" => asked::bodies(self),
            "/questionnaire" => with(body, |wanted| asked::questionnaire(self, &wanted)),
            "/answers" => with(body, |answered| asked::answers(self, &answered)),
            "/answers/write" => with(body, |answered| asked::write(self, &answered)),
            "/edit/id" => with(body, |typed| forms::id(self, &typed)),
            "/edit/files" => edit::files(self),
            "/edit/open" => with(body, |named| edit::open(self, named)),
            "/edit/save" => with(body, |saved| edit::save(self, saved)),
            "/edit/check" => with(body, |typed| {
                let marks = edit::check(self, typed, &Stop::default());
                marks.map_or_else(|refusal| refusal, |marks| reply::json(Status::OK, &marks))
            }),
            "/edit/complete" => with(body, |typed| edit::complete(self, &typed)),
            "/edit/define" => with(body, |typed| edit::define(self, &typed)),
            _ => return None,
        };
        Some(reply)
    }

    /// Every request of the page.
    pub(crate) const REQUESTS: [&str; 21] = [
        "/draw",
        "/case",
        "/history",
        "/history/back",
        "/decide",
        "/rename",
        "/choices",
        "/dispute",
        "/whatif",
        "/compare",
        "/questionnaires",
        "/questionnaire",
        "/answers",
        "/answers/write",
        "/edit/id",
        "/edit/files",
        "/edit/open",
        "/edit/save",
        "/edit/check",
        "/edit/complete",
        "/edit/define",
    ];

    /// True for a request after which the files may have changed: a look must follow.
    pub(crate) fn is_save(request: &str) -> bool {
        [
            "/edit/save",
            "/decide",
            "/dispute",
            "/rename",
            "/answers/write",
            "/history/back",
        ]
        .contains(&request)
    }

    /// Reads the files again and sends the difference to every browser. Returns false if an editor seems to be in the middle of writing.
    pub(crate) fn look(&self, is_patient: bool) -> bool {
        let seen = {
            let _one = self.looking.lock().unwrap_or_else(PoisonError::into_inner);
            let mut seen = self.seen(is_patient);
            self.finish(&mut seen);
            seen
        };
        // After the lock is released, so that the next look may begin: comparing two large maps takes a while.
        let is_settled = seen.is_settled;
        self.rest(seen);
        is_settled
    }

    /// Reads the files again and tells every browser of the change, with the picture ready that was asked for last. [`Desk::rest`] draws the rest.
    pub(crate) fn see(&self, is_patient: bool) -> Seen {
        let _one = self.looking.lock().unwrap_or_else(PoisonError::into_inner);
        self.seen(is_patient)
    }

    /// Does the next part of what looks left for later: the chapters one by one, then the pictures for print, then the words for each save.
    /// Returns true if more is left. Where one thing is done at a time, requests are answered in between.
    pub(crate) fn rest_in_parts(&self, seen: &mut Seen) -> bool {
        let (shown, older) = (self.live.shown(), self.live.older());
        let maps = (&*shown, older.as_deref());
        // If a file was saved meanwhile, the next look draws the rest.
        if self.live.files().stamp() != seen.stamp {
            seen.left = Left::Words;
        }
        seen.left = match std::mem::replace(&mut seen.left, Left::Words) {
            Left::All => self.board.begin(maps).map_or(Left::Words, Left::Course),
            Left::Course(mut course) => {
                let is_more = self.board.step(maps, &mut course);
                if is_more {
                    Left::Course(course)
                } else {
                    Left::Words
                }
            }
            Left::Words => {
                if let Some(saved) = seen.saved.pop() {
                    self.history.tell(&saved);
                }
                return !seen.saved.is_empty();
            }
        };
        true
    }

    /// Sends what a look left for later, and puts the save that it found into words.
    pub(crate) fn rest(&self, mut seen: Seen) {
        if !matches!(seen.left, Left::Words) {
            let _one = self.looking.lock().unwrap_or_else(PoisonError::into_inner);
            self.finish(&mut seen);
        }
        for saved in &seen.saved {
            self.history.tell(saved);
        }
    }

    fn seen(&self, is_patient: bool) -> Seen {
        let stamp = self.live.files().stamp();
        let before = [self.live.shown(), self.live.latest()];
        let look = self.live.look(is_patient);
        let mut saved = None;
        if let Look::Changed(change) = &look {
            let (latest, now) = (self.live.latest(), self.hands.now());
            saved = self.history.add(change, &before, &latest, now);
            // The picture on the screen is ready when the browsers, once told, ask for it.
            if !change.is_held && self.board.is_watched() {
                self.drawn.follow(&self.live.shown(), self.live.older());
            }
            self.board.publish(change, &self.live.shown());
            self.hands.told(change);
        }
        Seen {
            is_settled: look != Look::Unsettled,
            left: Left::All,
            stamp,
            saved: saved.into_iter().collect(),
        }
    }

    fn finish(&self, seen: &mut Seen) {
        let is_stale = || self.live.files().stamp() != seen.stamp;
        let (shown, older) = (self.live.shown(), self.live.older());
        let maps = (&*shown, older.as_deref());
        self.board.finish(maps, is_stale);
        seen.left = Left::Words;
    }
}

/// The work that a look leaves for later.
#[derive(Debug)]
enum Left {
    /// Chapters, pictures and words.
    All,
    /// A part of the chapters and pictures, and words.
    Course(Course),
    /// The words for the saves.
    Words,
}

/// A look at the files, of which something may be left to do.
#[derive(Debug)]
pub(crate) struct Seen {
    /// False if an editor seems to be in the middle of writing.
    is_settled: bool,
    /// The work that is left.
    left: Left,
    /// The stamp of the files before the look.
    stamp: u64,
    /// The saves that it and the looks before it found and that are not in words yet, the latest first.
    saved: Vec<history::Untold>,
}

impl Seen {
    /// Takes over the saves of an earlier look that are not in words yet.
    pub(crate) fn after(&mut self, earlier: Seen) {
        self.saved.extend(earlier.saved);
    }
}

/// The reply to a request with this body, or the refusal of the body.
fn with<T: DeserializeOwned>(body: &[u8], answer: impl FnOnce(T) -> Reply) -> Reply {
    match reply::asked(body) {
        Ok(asked) => answer(asked),
        Err(refusal) => refusal,
    }
}
