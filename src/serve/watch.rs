//! Watches the files of a map: by events of the system if it gives any, and by looking once a second.

use std::sync::mpsc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use notify::Event;
use notify::EventKind;
use notify::RecommendedWatcher;
use notify::RecursiveMode;
use notify::Watcher;
use notify::event::{AccessKind, AccessMode, ModifyKind};

use crate::read::source::{Files as _, MapFolder};

/// The interval at which the files are looked at in any case: network folders and virtual machines give no events.
const EVERY: Duration = Duration::from_secs(1);
/// The pause to wait for after a write that may go on.
const QUIET: Duration = Duration::from_millis(12);
/// The pause to wait for after the end of a write.
const CLOSED: Duration = Duration::from_millis(3);
/// The longest time to wait while writes go on.
const LONGEST: Duration = Duration::from_millis(80);
/// The time to wait for a file that has just become empty.
const PATIENCE: Duration = Duration::from_millis(60);

/// An event of the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    /// Something is being written.
    Going,
    /// Something was written, renamed or deleted as a whole.
    Done,
}

/// Calls `look` whenever a file of the map changes. The argument says whether to be patient; if the result is false, `look` is called again
/// in a moment, without patience. Does not return.
pub(crate) fn watch(folder: &MapFolder, mut look: impl FnMut(bool) -> bool) {
    let (sender, receiver) = mpsc::channel();
    let mut watcher = watcher(folder, sender);
    // Looks once for changes between the first reading of the map and the start of the watcher.
    let mut stamp = folder.stamp();
    settle(&mut look);
    loop {
        if !wait(&receiver) {
            let now = folder.stamp();
            if now == stamp {
                continue;
            }
            // The system gave no event for this change: the folder may have been replaced by another one of the same name.
            if let Some(watcher) = &mut watcher {
                arm(watcher, folder);
            }
        }
        // The stamp is taken before the look, so that a save during the look is seen at the next one.
        stamp = folder.stamp();
        settle(&mut look);
    }
}

/// Looks, and looks again if a file seems to be in the middle of being written.
fn settle(look: &mut impl FnMut(bool) -> bool) {
    if !look(true) {
        thread::sleep(PATIENCE);
        look(false);
    }
}

/// Waits for an event, and then until there are no more. Returns false if there was none for [`EVERY`].
fn wait(receiver: &Receiver<Word>) -> bool {
    let mut word = match receiver.recv_timeout(EVERY) {
        Ok(word) => word,
        Err(RecvTimeoutError::Timeout) => return false,
        Err(RecvTimeoutError::Disconnected) => {
            thread::sleep(EVERY);
            return false;
        }
    };
    let start = Instant::now();
    while start.elapsed() < LONGEST {
        let quiet = if word == Word::Done { CLOSED } else { QUIET };
        match receiver.recv_timeout(quiet) {
            Ok(next) => word = next,
            Err(_) => break,
        }
    }
    true
}

/// The watcher of the system; `None` if there is none.
fn watcher(folder: &MapFolder, sender: Sender<Word>) -> Option<RecommendedWatcher> {
    let map = folder.clone();
    let tell = move |event: notify::Result<Event>| {
        let word = match event {
            Ok(event) if event.paths.iter().any(|path| map.concerns(path)) => word(event.kind),
            Ok(_) => None,
            // Events were lost: look.
            Err(_) => Some(Word::Done),
        };
        if let Some(word) = word {
            // At the end of the program there is no receiver.
            let _ = sender.send(word);
        }
    };
    let config = notify::Config::default().with_follow_symlinks(false);
    let mut watcher = RecommendedWatcher::new(tell, config).ok()?;
    arm(&mut watcher, folder);
    Some(watcher)
}

fn arm(watcher: &mut RecommendedWatcher, folder: &MapFolder) {
    let (root, has_folders) = folder.watched();
    let mode = if has_folders {
        RecursiveMode::Recursive
    } else {
        RecursiveMode::NonRecursive
    };
    // A folder that cannot be watched is looked at once a second.
    drop(watcher.unwatch(root));
    drop(watcher.watch(root, mode));
}

/// The meaning of an event. Reading a file is an event too, and is ignored: otherwise each reading of the map would cause the next.
fn word(kind: EventKind) -> Option<Word> {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write))
        | EventKind::Modify(ModifyKind::Name(_))
        | EventKind::Remove(_) => Some(Word::Done),
        EventKind::Access(_) => None,
        _ => Some(Word::Going),
    }
}
