//! The live page: the report served to browsers on this machine, redrawn when a file is saved, with an editor for the files.
//!
//! The answers are those of `src/live`; this room carries them over the network. It reads only the map's folder and writes only through the
//! functions that the command line provides.

mod answer;
mod guard;
mod listen;
mod routes;
mod token;
mod turns;
mod watch;

use std::net::{Ipv4Addr, TcpListener};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context;
use tokio::sync::Semaphore;

use self::token::{Door, Token};
use self::turns::Turns;
use crate::live::{Change, Desk, Live, Rewritten, Saved};
use crate::read::source::{InMap, MapFolder};

pub(crate) use watch::watch;

/// The effects of a server on the world outside it. The command line provides them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hands {
    /// Writes a text to a file of the map, as [`crate::live::Hands::save`] says.
    pub(crate) save: fn(&InMap, Option<&str>, &str) -> anyhow::Result<Saved>,
    /// Writes and removes several files of the map, as [`crate::live::Hands::save_all`] says.
    pub(crate) save_all: fn(&MapFolder, &[Rewritten<'_>]) -> anyhow::Result<()>,
    /// Called after every change.
    pub(crate) told: fn(&Change),
    /// Called when a browser has used the address, with the next address.
    pub(crate) opened: fn(&str),
}

/// The folder of the map, and the hands that write to it.
#[derive(Debug)]
struct OnDisk {
    folder: MapFolder,
    hands: Hands,
    start: Instant,
}

impl crate::live::Hands for OnDisk {
    fn save(&self, name: &str, was: Option<&str>, text: &str) -> anyhow::Result<Saved> {
        let file = self.folder.find(name, true);
        let file = file.map_err(|refusal| anyhow::anyhow!("{refusal}"))?;
        (self.hands.save)(&file, was, text)
    }

    fn save_all(&self, files: &[Rewritten<'_>]) -> anyhow::Result<()> {
        (self.hands.save_all)(&self.folder, files)
    }

    fn told(&self, change: &Change) {
        (self.hands.told)(change);
    }

    fn now(&self) -> Duration {
        self.start.elapsed()
    }
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
    desk: Desk,
    folder: MapFolder,
    token: Token,
    door: Door,
    port: u16,
    hands: Hands,
    /// Limits the number of texts that are checked at a time; `turns` allows one check of each file.
    checks: Arc<Semaphore>,
    turns: Turns,
    /// Allows one requested picture to be drawn at a time.
    draws: Semaphore,
    /// Allows one change to be tried at a time.
    trials: Arc<Semaphore>,
    /// The longest time for a trial of changes, including the wait for the one before.
    longest_trial: Duration,
    listener: Mutex<Option<TcpListener>>,
}

impl Server {
    /// Takes a port of this machine (`None`: a free one) for the page of a map. Other machines cannot reach it. A trial of changes is given
    /// up after `longest_trial`.
    ///
    /// # Errors
    /// If the port is taken.
    pub(crate) fn bind(
        folder: MapFolder,
        live: Live,
        port: Option<u16>,
        hands: Hands,
        longest_trial: Duration,
    ) -> anyhow::Result<Self> {
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
        let on_disk = OnDisk {
            folder: folder.clone(),
            hands,
            start: Instant::now(),
        };
        Ok(Self {
            desk: Desk::new(run, live, Box::new(on_disk)),
            folder,
            token: Token::new()?,
            door: Door::new()?,
            port,
            hands,
            checks: Arc::new(Semaphore::new(CHECKS)),
            turns: Turns::default(),
            draws: Semaphore::new(1),
            trials: Arc::new(Semaphore::new(1)),
            longest_trial,
            listener: Mutex::new(Some(listener)),
        })
    }

    /// The address that lets the next browser in, once.
    pub(crate) fn address(&self) -> String {
        let secret = self.door.secret();
        format!("http://127.0.0.1:{}/?{}={secret}", self.port, guard::OPEN)
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
                watch::watch(&watched.folder, |is_patient| watched.desk.look(is_patient));
            })
            .context("the system gives no thread to watch the map")?;
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            let beating = Arc::clone(&server);
            tokio::spawn(async move {
                loop {
                    tokio::time::sleep(BEAT).await;
                    beating.desk.board.beat();
                }
            });
            listen::listen(listener, routes::router(&server)).await;
            Ok(())
        })
    }
}
