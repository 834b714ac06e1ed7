//! Tells when the files of a map were saved: by the system's word where it gives one, else by looking once a second.

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

use crate::read::source::MapFolder;

/// Once a second the files are looked at all the same: network folders and virtual machines tell nothing.
const EVERY: Duration = Duration::from_secs(1);
/// After a write that may go on, this long without another.
const QUIET: Duration = Duration::from_millis(12);
/// After the end of a write, this long without another file's.
const CLOSED: Duration = Duration::from_millis(3);
/// The longest that writes without end are waited for.
const LONGEST: Duration = Duration::from_millis(80);
/// How long a file that has just become empty is waited for.
const PATIENCE: Duration = Duration::from_millis(60);

/// What the system told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    /// Something is being written.
    Going,
    /// Something was written, renamed or deleted as a whole.
    Done,
}

/// Calls `look` whenever a file of the map changes. It is told whether to be patient, and answers false where it
/// wants to look again in a moment, without patience. Does not return.
pub(crate) fn watch(folder: &MapFolder, mut look: impl FnMut(bool) -> bool) {
    let (sender, receiver) = mpsc::channel();
    let mut watcher = watcher(folder, sender);
    // What was saved since the map was first read, before anyone listened.
    let mut stamp = folder.stamp();
    settle(&mut look);
    loop {
        if !wait(&receiver) {
            let now = folder.stamp();
            if now == stamp {
                continue;
            }
            // The system said nothing of this change: the folder may be another one of the same name by now.
            if let Some(watcher) = &mut watcher {
                arm(watcher, folder);
            }
        }
        // Taken before the look, so that a save during it is seen at the next.
        stamp = folder.stamp();
        settle(&mut look);
    }
}

/// Looks, and looks again where a file seems to be in the middle of being written.
fn settle(look: &mut impl FnMut(bool) -> bool) {
    if !look(true) {
        thread::sleep(PATIENCE);
        look(false);
    }
}

/// Waits for the system's word, and then until it is quiet. False: nothing was said for [`EVERY`].
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

/// The system's watcher; `None` where it has none to give.
fn watcher(folder: &MapFolder, sender: Sender<Word>) -> Option<RecommendedWatcher> {
    let map = folder.clone();
    let tell = move |event: notify::Result<Event>| {
        let word = match event {
            Ok(event) if event.paths.iter().any(|path| map.concerns(path)) => word(event.kind),
            Ok(_) => None,
            // What was lost is not known: look.
            Err(_) => Some(Word::Done),
        };
        if let Some(word) = word {
            // Nobody listens any more when the program ends.
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
    // Where it cannot be watched, it is looked at once a second.
    drop(watcher.unwatch(root));
    drop(watcher.watch(root, mode));
}

/// Reading a file is an event too: only what changes one counts, or the map would be read for ever.
fn word(kind: EventKind) -> Option<Word> {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write))
        | EventKind::Modify(ModifyKind::Name(_))
        | EventKind::Remove(_) => Some(Word::Done),
        EventKind::Access(_) => None,
        _ => Some(Word::Going),
    }
}
