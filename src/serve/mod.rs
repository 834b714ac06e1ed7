//! The live page: the report served to browsers on this machine, redrawn when a file is saved, with an editor for the files.
//!
//! It asks the analysis and the renderers and has no logic of its own. It reads only the map's folder and writes only through the functions
//! that the command line provides.

mod answer;
pub(crate) mod assist;
mod board;
mod case;
mod change;
mod draw;
mod edit;
mod forms;
mod guard;
mod history;
mod listen;
mod live;
mod routes;
mod token;
mod trying;
mod turns;
mod watch;

use std::net::{Ipv4Addr, TcpListener};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::Context;
use tokio::sync::Semaphore;

use self::board::Board;
use self::history::History;
use self::token::{Door, Token};
use self::turns::Turns;
use crate::analysis::Analysis;
use crate::read::source::{InMap, MapFolder};

pub(crate) use change::Change;
pub(crate) use change::Told;
pub(crate) use live::Live;
pub(crate) use live::Look;
pub(crate) use watch::watch;

/// The effects of a server on the world outside it. The command line provides them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hands {
    /// Writes a text to a file of the map, whole or not at all, if the file now has the given text (`None`: if it does not exist).
    pub(crate) save: fn(&InMap, Option<&str>, &str) -> anyhow::Result<Saved>,
    /// Writes and removes several files of the map: all of them if each now has the text given as old, else none.
    pub(crate) save_all: fn(&MapFolder, &[Rewritten<'_>]) -> anyhow::Result<()>,
    /// Called after every change.
    pub(crate) told: fn(&Change),
    /// Called when a browser has used the address, with the next address.
    pub(crate) opened: fn(&str),
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

/// The interval between the comments that keep connections alive.
const BEAT: Duration = Duration::from_secs(15);
/// The number of threads for long work: checking a text, drawing a map, trying a change.
const WORKERS: usize = CHECKS + 4;
/// The number of texts that are checked at a time.
const CHECKS: usize = 3;

/// A live page that has its address and is not running yet.
#[derive(Debug)]
pub(crate) struct Server {
    live: Live,
    board: Board,
    token: Token,
    door: Door,
    port: u16,
    hands: Hands,
    /// Held during a look, so that browsers get changes in order.
    looking: Mutex<()>,
    /// Held during a save, so that the text that was compared is the one overwritten.
    saving: Mutex<()>,
    /// The text in the editor as it was last checked, with its file. Completion uses it.
    draft: Mutex<Option<(String, Arc<Analysis>)>>,
    /// Limits the number of texts that are checked at a time; `turns` allows one check of each file.
    checks: Arc<Semaphore>,
    turns: Turns,
    /// Allows one requested picture to be drawn at a time.
    draws: Semaphore,
    /// Allows one change to be tried at a time.
    trials: Arc<Semaphore>,
    /// The pictures that were drawn on request.
    drawn: draw::Kept,
    /// The saves since the start, which can be undone.
    history: History,
    listener: Mutex<Option<TcpListener>>,
}

impl Server {
    /// Takes a port of this machine (`None`: a free one) for the page of a map. Other machines cannot reach it.
    ///
    /// # Errors
    /// If the port is taken.
    pub(crate) fn bind(live: Live, port: Option<u16>, hands: Hands) -> anyhow::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port.unwrap_or(0))).with_context(
            || match port {
                Some(port) => {
                    format!("port {port} cannot be used; leave out --port, and a free one is taken")
                }
                None => "no port of this machine can be used".to_owned(),
            },
        )?;
        listener.set_nonblocking(true)?;
        let port = listener.local_addr()?.port();
        let run = Token::new()?.text().to_owned();
        let (shown, older) = (live.shown(), live.older());
        let board = Board::new(run, (&shown, older.as_deref()), live.faults());
        Ok(Self {
            board,
            token: Token::new()?,
            door: Door::new()?,
            port,
            hands,
            looking: Mutex::new(()),
            saving: Mutex::new(()),
            draft: Mutex::new(None),
            checks: Arc::new(Semaphore::new(CHECKS)),
            turns: Turns::default(),
            draws: Semaphore::new(1),
            trials: Arc::new(Semaphore::new(1)),
            drawn: draw::Kept::default(),
            history: History::default(),
            listener: Mutex::new(Some(listener)),
            live,
        })
    }

    /// The address that lets the next browser in, once.
    pub(crate) fn address(&self) -> String {
        let secret = self.door.secret();
        format!("http://127.0.0.1:{}/?{}={secret}", self.port, guard::OPEN)
    }

    /// Reads the files again and sends the difference to every browser. Returns false if an editor seems to be in the middle of writing.
    fn look(&self, is_patient: bool) -> bool {
        let (is_settled, saved) = self.look_once(is_patient);
        // After the lock is released, so that the next look may begin: comparing two large maps takes a while.
        if let Some(saved) = saved {
            self.history.tell(&saved);
        }
        is_settled
    }

    /// One look, and the save that it found.
    fn look_once(&self, is_patient: bool) -> (bool, Option<history::Untold>) {
        let _one = self.looking.lock().unwrap_or_else(PoisonError::into_inner);
        let stamp = self.live.folder().stamp();
        let before = [self.live.shown(), self.live.latest()];
        let look = self.live.look(is_patient);
        let mut saved = None;
        if let Look::Changed(change) = &look {
            saved = self.history.add(change, &before, &self.live.latest());
            self.board.publish(change, &self.live.shown());
            (self.hands.told)(change);
        }
        let is_stale = || self.live.folder().stamp() != stamp;
        let older = self.live.older();
        let shown = self.live.shown();
        self.board.finish((&shown, older.as_deref()), is_stale);
        (look != Look::Unsettled, saved)
    }

    /// Serves the page and watches the map until the program is stopped.
    ///
    /// # Errors
    /// If the system gives no threads or timers.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .max_blocking_threads(WORKERS)
            .build()
            .context("the system gives no means to serve a page")?;
        let listener = self
            .listener
            .lock()
            .ok()
            .and_then(|mut listener| listener.take());
        let listener = listener.context("the page is served already")?;
        let server = Arc::new(self);
        let watched = Arc::clone(&server);
        thread::Builder::new()
            .name("watch".to_owned())
            .spawn(move || {
                watch::watch(watched.live.folder(), |is_patient| watched.look(is_patient));
            })
            .context("the system gives no thread to watch the map")?;
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            let beating = Arc::clone(&server);
            tokio::spawn(async move {
                loop {
                    tokio::time::sleep(BEAT).await;
                    beating.board.beat();
                }
            });
            listen::listen(listener, routes::router(&server)).await;
            Ok(())
        })
    }
}
