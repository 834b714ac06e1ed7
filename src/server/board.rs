//! What the browsers show: the sections of the page, when each last changed, and the streams on which changes are told.

use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use axum::body::Bytes;
use serde::Serialize;
use tokio::sync::mpsc;
use tokio::sync::mpsc::Receiver;
use tokio::sync::mpsc::Sender;

use super::change::Change;
use super::change::Fault;
use super::change::Told;
use crate::analysis::Analysis;
use crate::render::html;
use crate::render::html::Chrome;
use crate::render::html::Picture;
use crate::render::html::Section;

/// Events that may wait for one browser. One that falls further behind is cut off; it comes back and gets the present state.
const WAITING: usize = 16;

/// The page as every browser shows it.
#[derive(Debug)]
pub(super) struct Board {
    /// Tells this run of the program from others.
    run: String,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// Counts the changes told.
    number: u64,
    title: String,
    pictures: Vec<Picture>,
    sections: Vec<Shown>,
    faults: Vec<Fault>,
    is_held: bool,
    browsers: Vec<Sender<Bytes>>,
}

#[derive(Debug)]
struct Shown {
    section: Section,
    /// The number of the change that brought it.
    since: u64,
}

/// What a browser is told.
#[derive(Debug, Serialize)]
struct Event<'b> {
    /// Sent back when the browser comes again, so that it gets what it has missed.
    version: &'b str,
    title: &'b str,
    /// Every section there is now, in order.
    ids: Vec<&'static str>,
    /// Those that changed.
    sections: Vec<Swap<'b>>,
    /// Files saved; empty for a browser that has just come.
    files: &'b [String],
    opened: &'b [Told],
    closed: &'b [Told],
    faults: &'b [Fault],
    is_held: bool,
}

#[derive(Debug, Serialize)]
struct Swap<'b> {
    id: &'static str,
    html: &'b str,
}

impl Board {
    /// The page of a map as it is first seen.
    pub(super) fn new(run: String, analysis: &Analysis, faults: Vec<Fault>) -> Self {
        let pictures = html::pictures(analysis);
        let sections = html::sections(analysis, &pictures);
        let shown = |section| Shown { section, since: 0 };
        let state = State {
            number: 0,
            title: html::title(analysis).to_owned(),
            sections: sections.into_iter().map(shown).collect(),
            pictures,
            faults,
            is_held: false,
            browsers: Vec::new(),
        };
        Self {
            run,
            state: Mutex::new(state),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Whatever a panic left half done is put right by the next change.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The whole page as it is now.
    pub(super) fn page(&self, token: &str) -> String {
        let state = self.state();
        let sections: Vec<Section> = state
            .sections
            .iter()
            .map(|shown| shown.section.clone())
            .collect();
        let chrome = Chrome::Live {
            token: token.to_owned(),
        };
        let page = html::page(&state.title, &sections, &chrome);
        let version = format!(
            "<meta name=\"flowmap-version\" content=\"{}-{}\"><meta name=\"flowmap-token\"",
            self.run, state.number
        );
        page.replacen("<meta name=\"flowmap-token\"", &version, 1)
    }

    /// A browser that shows the page as of `version`: it gets what changed since, and then every change.
    pub(super) fn join(&self, version: &str) -> Receiver<Bytes> {
        let (sender, receiver) = mpsc::channel(WAITING);
        let mut state = self.state();
        let known = version
            .strip_prefix(self.run.as_str())
            .and_then(|rest| rest.strip_prefix('-'))
            .and_then(|number| number.parse::<u64>().ok());
        let first = match known {
            Some(known) => self.event(&state, known, &Change::default()),
            None => Bytes::from_static(b"event: restart\ndata: {}\n\n"),
        };
        // A new channel has room.
        drop(sender.try_send(first));
        state.browsers.push(sender);
        receiver
    }

    /// Draws what `analysis` shows, where the picture does not stay as it was, and tells every browser.
    pub(super) fn publish(&self, change: &Change, analysis: &Analysis) {
        let mut state = self.state();
        let before = state.number;
        state.number += 1;
        if !change.is_held {
            state.redraw(analysis);
        }
        state.faults.clone_from(&change.faults);
        state.is_held = change.is_held;
        let event = self.event(&state, before, change);
        state
            .browsers
            .retain(|browser| browser.try_send(event.clone()).is_ok());
    }

    /// Says that all is well, so that a browser that has gone away is noticed.
    pub(super) fn beat(&self) {
        let beat = Bytes::from_static(b": all is well\n\n");
        self.state()
            .browsers
            .retain(|browser| browser.try_send(beat.clone()).is_ok());
    }

    /// The event that brings a browser from change number `known` to the present.
    fn event(&self, state: &State, known: u64, change: &Change) -> Bytes {
        let version = format!("{}-{}", self.run, state.number);
        let event = Event {
            version: &version,
            title: &state.title,
            ids: state
                .sections
                .iter()
                .map(|shown| shown.section.id)
                .collect(),
            sections: state
                .sections
                .iter()
                .filter(|shown| shown.since > known)
                .map(|shown| Swap {
                    id: shown.section.id,
                    html: &shown.section.html,
                })
                .collect(),
            files: &change.files,
            opened: &change.opened,
            closed: &change.closed,
            faults: &state.faults,
            is_held: state.is_held,
        };
        let data = serde_json::to_string(&event).expect("plain data is always JSON");
        Bytes::from(format!("id: {version}\ndata: {data}\n\n"))
    }
}

impl State {
    /// Draws every section anew and keeps those that are the same as before.
    fn redraw(&mut self, analysis: &Analysis) {
        html::title(analysis).clone_into(&mut self.title);
        self.pictures = html::pictures(analysis);
        let drawn = html::sections(analysis, &self.pictures);
        let before = std::mem::take(&mut self.sections);
        let shown = |section: Section| {
            let same = before.iter().find(|shown| shown.section == section);
            Shown {
                since: same.map_or(self.number, |shown| shown.since),
                section,
            }
        };
        self.sections = drawn.into_iter().map(shown).collect();
    }
}
