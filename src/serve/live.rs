//! A map that is looked at again after every save: its last good state, and what each look found.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::change;
use super::change::{Change, Fault};
use crate::analysis::{Analysis, Options};
use crate::read::source::{MapFolder, SourceSet};

/// A live map.
#[derive(Debug)]
pub(crate) struct Live {
    folder: MapFolder,
    options: Options,
    state: Mutex<State>,
    /// One look at a time.
    looking: Mutex<()>,
}

#[derive(Debug)]
struct State {
    /// What the picture shows: the last map of which nothing was hidden that the one before showed.
    shown: Arc<Analysis>,
    /// The files as they are, whatever is wrong with them.
    latest: Arc<Analysis>,
    /// What hides part of the latest files.
    faults: Vec<Fault>,
    /// True where the folder is gone or empty.
    is_gone: bool,
}

/// What a look at the files came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Look {
    /// Nothing is different.
    Same,
    /// A file is empty or gone that held something: an editor may be in the middle of writing it. Look again in a moment.
    Unsettled,
    /// This.
    Changed(Box<Change>),
}

impl Live {
    /// Reads the map for the first time.
    ///
    /// # Errors
    /// When no map stands there.
    pub(crate) fn open(folder: MapFolder, options: Options) -> anyhow::Result<Self> {
        let analysis = Arc::new(Analysis::of(folder.read()?, options.clone()));
        let state = State {
            faults: change::faults(&analysis),
            shown: Arc::clone(&analysis),
            latest: analysis,
            is_gone: false,
        };
        Ok(Self {
            folder,
            options,
            state: Mutex::new(state),
            looking: Mutex::new(()),
        })
    }

    /// The folder it stands in.
    pub(crate) fn folder(&self) -> &MapFolder {
        &self.folder
    }

    /// How it is read.
    pub(crate) fn options(&self) -> &Options {
        &self.options
    }

    /// What the picture shows.
    pub(crate) fn shown(&self) -> Arc<Analysis> {
        Arc::clone(&self.state().shown)
    }

    /// The files as they were when last looked at.
    pub(crate) fn latest(&self) -> Arc<Analysis> {
        Arc::clone(&self.state().latest)
    }

    /// What hides part of the files now.
    pub(crate) fn faults(&self) -> Vec<Fault> {
        self.state().faults.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A state is replaced as a whole or not at all, so one that a panic left behind is a good one.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks at the files again. `is_patient`: a file that has just become empty is waited for.
    pub(crate) fn look(&self, is_patient: bool) -> Look {
        let _one = self.looking.lock().unwrap_or_else(PoisonError::into_inner);
        // The state is not held while the map is checked: answers are given from the one before.
        let (shown, before, is_gone) = {
            let state = self.state();
            let (shown, latest) = (Arc::clone(&state.shown), Arc::clone(&state.latest));
            (shown, latest, state.is_gone)
        };
        let sources = match self.folder.read() {
            Ok(sources) => sources,
            Err(_) if is_patient && !is_gone => return Look::Unsettled,
            Err(error) => return gone(&mut self.state(), format!("{error:#}")),
        };
        let files = change::files(&before.sources, &sources);
        if files.is_empty() && !is_gone {
            return Look::Same;
        }
        let mut names = files.iter();
        if is_patient && names.any(|name| is_emptied(name, &before.sources, &sources)) {
            return Look::Unsettled;
        }
        let latest = Arc::new(Analysis::of(sources, self.options.clone()));
        let faults = change::faults(&latest);
        let hidden_before = change::faults(&shown);
        let is_known = |fault: &Fault| hidden_before.iter().any(|before| before.file == fault.file);
        let is_held = !faults.iter().all(is_known);
        let mut change = Change {
            files,
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

/// The folder is gone or holds no flow file: the picture stays.
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

/// True where a file that held something holds nothing any more, or is no longer there.
fn is_emptied(name: &str, before: &SourceSet, after: &SourceSet) -> bool {
    let is_empty = |sources: &SourceSet| {
        sources
            .named(name)
            .is_none_or(|(_, file)| file.text.trim().is_empty())
    };
    !is_empty(before) && is_empty(after)
}
