//! The state of the page: its sections, the number of the last change to each, and the event streams of the browsers.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;

use super::both::both;
use super::change::{Change, Fault, Told};
use crate::analysis::Analysis;
use crate::picture::views::Basis;
use crate::report::html;
use crate::report::html::{Chrome, Picture, Plan, Section};

/// A page that is told of every change. It returns false if it is gone or has fallen too far behind; it is then told nothing more.
pub(crate) type Listener = Box<dyn Fn(&Message<'_>) -> bool + Send>;

/// A message to a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Message<'m> {
    /// A change: the version that it leads to, and its data as JSON.
    Change {
        /// The version.
        version: &'m str,
        /// The data.
        data: &'m str,
    },
    /// The page is of another run. The data is the present version, as JSON.
    Restart(&'m str),
    /// Nothing new: a sign that the connection stands.
    Beat,
}

/// The page that every browser shows.
#[derive(Debug)]
pub(crate) struct Board {
    /// The id of this run of the program.
    run: String,
    /// True while part of the present map is not drawn yet.
    pub(super) is_unfinished: AtomicBool,
    state: Mutex<State>,
}

struct State {
    /// The number of changes sent so far.
    number: u64,
    title: String,
    /// The pictures as they were last placed, in the order of the page.
    pictures: Vec<Picture>,
    /// All chapters except the map, and all pictures.
    sections: Vec<Shown>,
    faults: Vec<Fault>,
    is_held: bool,
    browsers: Vec<Listener>,
}

#[derive(Debug)]
struct Shown {
    section: Section,
    /// The number of the change that brought this section.
    since: u64,
}

impl std::fmt::Debug for State {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "State {}", self.number)
    }
}

/// A map, and the older one that it is compared with.
pub(super) type Maps<'a> = (&'a Analysis, Option<&'a Analysis>);

/// A section, and its picture if it shows one.
pub(super) type Drawn = (Option<Picture>, Section);

/// A message to a browser.
#[derive(Debug, Serialize)]
struct Event<'b> {
    /// The present version. A browser sends it when it reconnects, and gets the changes that it has missed.
    version: &'b str,
    /// The number of the change from which this event leads to `version`.
    since: u64,
    title: &'b str,
    /// The ids of all sections, in order.
    ids: Vec<&'static str>,
    /// The sections that changed.
    sections: Vec<Swap<'b>>,
    /// False for an event that follows a change, and for the first event of a browser.
    is_change: bool,
    /// The names of the saved files.
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
    /// The page of a map before any change.
    pub(crate) fn new(run: String, (analysis, older): Maps<'_>, faults: Vec<Fault>) -> Self {
        let pictures = html::pictures(analysis);
        let shown = pictures.iter().map(Picture::shown);
        let chapters = html::chapters_since(&Basis::of(analysis), older, shown);
        let shown = |section| Shown { section, since: 0 };
        let state = State {
            number: 0,
            title: html::title(analysis).to_owned(),
            sections: pictures
                .iter()
                .map(html::figure)
                .chain(chapters)
                .map(shown)
                .collect(),
            pictures,
            faults,
            is_held: false,
            browsers: Vec::new(),
        };
        Self {
            run,
            is_unfinished: AtomicBool::new(false),
            state: Mutex::new(state),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // The next change repairs whatever a panic left unfinished.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The whole page as it is now.
    pub(crate) fn page(&self, token: &str) -> String {
        let state = self.state();
        let (figures, mut sections): (Vec<Section>, Vec<Section>) = state
            .sections
            .iter()
            .map(|shown| shown.section.clone())
            .partition(|section| section.id.starts_with("picture-"));
        sections.push(html::map(&figures));
        let chrome = Chrome::Live {
            token: token.to_owned(),
        };
        let page = html::page(&state.title, &sections, &chrome);
        let version = format!(
            "<meta name=\"flowmap-version\" content=\"{}\"><meta name=\"flowmap-token\"",
            self.version(&state)
        );
        page.replacen("<meta name=\"flowmap-token\"", &version, 1)
    }

    /// Adds a browser that shows the page as of `version`. It gets the changes since then, and then every new change.
    pub(crate) fn join(&self, version: &str, browser: Listener) {
        let mut state = self.state();
        let is_there = match self.known(version) {
            Some(known) => {
                let data = self.data(&state, known, None);
                browser(&Message::Change {
                    version: &self.version(&state),
                    data: &data,
                })
            }
            None => browser(&Message::Restart(&self.now(&state))),
        };
        if is_there {
            state.browsers.push(browser);
        }
    }

    /// The event that brings a browser from `version` to the present, as JSON. If `version` is of another run, only the present version.
    pub(crate) fn missed(&self, version: &str) -> String {
        let state = self.state();
        match self.known(version) {
            Some(known) => self.data(&state, known, None),
            None => self.now(&state),
        }
    }

    /// The number of the change in a version of this run.
    fn known(&self, version: &str) -> Option<u64> {
        let number = version.strip_prefix(self.run.as_str())?.strip_prefix('-')?;
        number.parse().ok()
    }

    fn version(&self, state: &State) -> String {
        format!("{}-{}", self.run, state.number)
    }

    /// The present version, as JSON.
    fn now(&self, state: &State) -> String {
        serde_json::json!({"version": self.version(state)}).to_string()
    }

    /// True if a browser shows the page.
    pub(super) fn is_watched(&self) -> bool {
        !self.state().browsers.is_empty()
    }

    /// Tells every browser of a change, before anything of the page is drawn anew: that is left for [`Board::finish`]. A browser asks at once for
    /// the picture that it shows.
    pub(super) fn publish(&self, change: &Change, analysis: &Analysis) {
        if change.is_held {
            self.tell(change, None);
            return;
        }
        self.is_unfinished.store(true, Ordering::Relaxed);
        let title = Some(html::title(analysis));
        self.tell(change, title);
    }

    /// Draws all of the rest after [`Board::publish`], and sends what differs to every browser. If `is_stale` says that a file was saved
    /// meanwhile, nothing is drawn until the next call.
    pub(super) fn finish(&self, (analysis, older): Maps<'_>, is_stale: impl Fn() -> bool) {
        if !self.is_unfinished.load(Ordering::Relaxed) || is_stale() {
            return;
        }
        let basis = Basis::of(analysis);
        let plans = html::plans(&basis);
        let pictures = || {
            let drawn = plans.iter().filter_map(|plan| self.drawn(plan.clone()));
            drawn.collect::<Vec<Drawn>>()
        };
        let chapters = || {
            let shown = plans.iter().map(Plan::shown);
            html::chapters_since(&basis, older, shown)
        };
        let (chapters, pictures) = both(chapters, pictures);
        self.is_unfinished.store(false, Ordering::Relaxed);
        self.tell_rest(pictures, Some(chapters));
    }

    /// Forgets the chapters that the map no longer has.
    fn forget(&self, chapters: &[Section]) {
        let mut state = self.state();
        state.sections.retain(|shown| {
            let id = shown.section.id;
            id.starts_with("picture-") || chapters.iter().any(|section| section.id == id)
        });
    }

    /// Places and draws a picture, with everything near its earlier place. Returns `None` if the diagram and its links are the same as
    /// before.
    pub(super) fn drawn(&self, plan: Plan) -> Option<Drawn> {
        let earlier = {
            let state = self.state();
            let mut pictures = state.pictures.iter();
            pictures.find(|before| before.view == plan.view).cloned()
        };
        let is_same = |earlier: &Picture| earlier.drawn.diagram == plan.sketch.diagram;
        if earlier.as_ref().is_some_and(is_same) {
            return None;
        }
        let picture = plan.placed(earlier.as_ref());
        let figure = html::figure(&picture);
        Some((Some(picture), figure))
    }

    /// Sends the change to every browser.
    fn tell(&self, change: &Change, title: Option<&str>) {
        let mut state = self.state();
        let before = state.number;
        state.take(Vec::new());
        if let Some(title) = title {
            title.clone_into(&mut state.title);
        }
        state.faults.clone_from(&change.faults);
        state.is_held = change.is_held;
        self.send(&mut state, before, Some(change));
    }

    /// Replaces the sections that were drawn after a change, and sends them to every browser.
    pub(super) fn tell_rest(&self, mut drawn: Vec<Drawn>, chapters: Option<Vec<Section>>) {
        if let Some(chapters) = chapters {
            self.forget(&chapters);
            drawn.extend(chapters.into_iter().map(|section| (None, section)));
        }
        let mut state = self.state();
        let before = state.number;
        state.take(drawn);
        self.send(&mut state, before, None);
    }

    /// Sends a comment to every browser, so that a closed connection is noticed.
    pub(crate) fn beat(&self) {
        self.state().send(&Message::Beat);
    }

    /// Sends every browser what leads from change number `known` to the present.
    fn send(&self, state: &mut State, known: u64, change: Option<&Change>) {
        let data = self.data(state, known, change);
        let version = self.version(state);
        state.send(&Message::Change {
            version: &version,
            data: &data,
        });
    }

    /// The data of the event that leads from change number `known` to the present, as JSON.
    fn data(&self, state: &State, known: u64, change: Option<&Change>) -> String {
        let event = Event {
            version: &self.version(state),
            since: known,
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
            is_change: change.is_some(),
            files: change.map_or(&[], |change| &change.files),
            opened: change.map_or(&[], |change| &change.opened),
            closed: change.map_or(&[], |change| &change.closed),
            faults: &state.faults,
            is_held: state.is_held,
        };
        serde_json::to_string(&event).expect("plain data is always JSON")
    }
}

impl State {
    /// Replaces the sections that were drawn.
    fn take(&mut self, drawn: Vec<Drawn>) {
        self.number += 1;
        for (picture, section) in drawn {
            self.swap(picture, section);
        }
    }

    /// Sends a message to every browser, and drops the browsers that have fallen behind.
    fn send(&mut self, message: &Message<'_>) {
        self.browsers.retain(|browser| browser(message));
    }

    /// Replaces the section of the same id, unless it is equal.
    fn swap(&mut self, picture: Option<Picture>, section: Section) {
        if let Some(picture) = picture {
            self.pictures.retain(|before| before.view != picture.view);
            self.pictures.push(picture);
        }
        let number = self.number;
        let same = self
            .sections
            .iter_mut()
            .find(|shown| shown.section.id == section.id);
        match same {
            Some(shown) if shown.section == section => {}
            Some(shown) => {
                *shown = Shown {
                    section,
                    since: number,
                }
            }
            None => self.sections.push(Shown {
                section,
                since: number,
            }),
        }
    }
}
