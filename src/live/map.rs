//! A map that is read again after every save: its last complete state, and the difference at each reading.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::change;
use super::change::{Change, Fault};
use crate::analysis::{Analysis, Options};
use crate::read::model::Kept;
#[cfg(not(target_arch = "wasm32"))]
use crate::read::source::Snapshot;
use crate::read::source::{Files, SourceSet};

/// A live map.
#[derive(Debug)]
pub(crate) struct Live {
    files: Box<dyn Files>,
    options: Options,
    state: Mutex<State>,
    /// One look at a time.
    looking: Mutex<()>,
    /// The newest snapshot that can be read, with its map.
    #[cfg(not(target_arch = "wasm32"))]
    older: Mutex<Option<(Snapshot, Arc<Analysis>)>>,
}

#[derive(Debug)]
struct State {
    /// The map in the picture: the latest one in which no fault hides anything that the one before showed.
    shown: Arc<Analysis>,
    /// The present files, with any faults.
    latest: Arc<Analysis>,
    /// The faults that hide part of the latest files.
    faults: Vec<Fault>,
    /// True if the folder is gone or empty.
    is_gone: bool,
}

/// The result of a look at the files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Look {
    /// Nothing is different.
    Same,
    /// A file that had content is empty or gone: an editor may be in the middle of writing it. Look again in a moment.
    Unsettled,
    /// Something is different.
    Changed(Box<Change>),
}

impl Live {
    /// Reads the map for the first time.
    ///
    /// # Errors
    /// If there is no map in the folder.
    pub(crate) fn open(files: Box<dyn Files>, options: Options) -> anyhow::Result<Self> {
        let options = Options {
            kept: Kept::parts(),
            ..options
        };
        let analysis = Arc::new(Analysis::of(files.read()?, options.clone()));
        let state = State {
            faults: change::faults(&analysis),
            shown: Arc::clone(&analysis),
            latest: analysis,
            is_gone: false,
        };
        Ok(Self {
            files,
            options,
            state: Mutex::new(state),
            looking: Mutex::new(()),
            #[cfg(not(target_arch = "wasm32"))]
            older: Mutex::new(None),
        })
    }

    /// The map of the newest snapshot that can be read, if one is kept. It is read once, and again if another is the newest.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn older(&self) -> Option<Arc<Analysis>> {
        let mut known = self.older.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = self.files.snapshots()?;
        for newest in kept.all().ok()?.into_iter().rev() {
            if let Some((snapshot, analysis)) = &*known
                && *snapshot == newest
            {
                return Some(Arc::clone(analysis));
            }
            if let Ok(sources) = kept.open(&newest.name) {
                let analysis = Arc::new(Analysis::of(sources, Options::default()));
                *known = Some((newest, Arc::clone(&analysis)));
                return Some(analysis);
            }
        }
        *known = None;
        None
    }

    /// No snapshots are kept in a browser.
    #[cfg(target_arch = "wasm32")]
    #[expect(clippy::unused_self, reason = "elsewhere there may be one")]
    pub(crate) fn older(&self) -> Option<Arc<Analysis>> {
        None
    }

    /// The files of the map.
    pub(crate) fn files(&self) -> &dyn Files {
        &*self.files
    }

    /// The options for reading the map.
    pub(crate) fn options(&self) -> &Options {
        &self.options
    }

    /// The map in the picture.
    pub(crate) fn shown(&self) -> Arc<Analysis> {
        Arc::clone(&self.state().shown)
    }

    /// The map as last read.
    pub(crate) fn latest(&self) -> Arc<Analysis> {
        Arc::clone(&self.state().latest)
    }

    /// The faults that hide part of the files now.
    pub(crate) fn faults(&self) -> Vec<Fault> {
        self.state().faults.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // The state is replaced as a whole or not at all, so it is intact even after a panic.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads the files again. If `is_patient`, a file that has just become empty gives [`Look::Unsettled`].
    pub(crate) fn look(&self, is_patient: bool) -> Look {
        let _one = self.looking.lock().unwrap_or_else(PoisonError::into_inner);
        // The state is not locked while the map is checked: requests are answered from the state before.
        let (shown, before, is_gone) = {
            let state = self.state();
            let (shown, latest) = (Arc::clone(&state.shown), Arc::clone(&state.latest));
            (shown, latest, state.is_gone)
        };
        let sources = match self.files.read() {
            Ok(sources) => sources,
            Err(_) if is_patient && !is_gone => return Look::Unsettled,
            Err(error) => return gone(&mut self.state(), format!("{error:#}")),
        };
        let changed = change::files(&before.sources, &sources);
        if changed.is_empty() && !is_gone {
            return Look::Same;
        }
        let mut names = changed.iter();
        if is_patient && names.any(|name| is_emptied(name, &before.sources, &sources)) {
            return Look::Unsettled;
        }
        let latest = Arc::new(Analysis::of(sources, self.options.clone()));
        let faults = change::faults(&latest);
        let hidden_before = change::faults(&shown);
        let is_known = |fault: &Fault| hidden_before.iter().any(|before| before.file == fault.file);
        let is_held = !faults.iter().all(is_known);
        let mut change = Change {
            files: changed,
            faults: faults.clone(),
            is_held,
            ..Change::default()
        };
        if !is_held {
            change.opened = change::new_in(&latest, &shown);
            change.closed = change::new_in(&shown, &latest);
        }
        let mut state = self.state();
        if !is_held {
            state.shown = Arc::clone(&latest);
        }
        state.latest = latest;
        state.faults = faults;
        state.is_gone = false;
        Look::Changed(Box::new(change))
    }
}

/// Records that the folder is gone or holds no flow file. The picture stays.
fn gone(state: &mut State, message: String) -> Look {
    if state.is_gone {
        return Look::Same;
    }
    state.is_gone = true;
    state.faults = vec![Fault::of_map(message)];
    Look::Changed(Box::new(Change {
        faults: state.faults.clone(),
        is_held: true,
        ..Change::default()
    }))
}

/// True if a file had content before and is now empty or gone.
fn is_emptied(name: &str, before: &SourceSet, after: &SourceSet) -> bool {
    let is_empty = |sources: &SourceSet| {
        sources
            .named(name)
            .is_none_or(|(_, file)| file.text.trim().is_empty())
    };
    !is_empty(before) && is_empty(after)
}
