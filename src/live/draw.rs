//! Pictures of a reader's choice, drawn on request and kept until the map changes.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Deserialize;
use serde::Serialize;

use super::Desk;
use super::reply;
use super::reply::{Reply, Status};
use crate::analysis::Analysis;
use crate::report::html;
use crate::report::html::Picture;

/// Limit on the pictures that are kept.
const MOST_KEPT: usize = 32;

/// The subject of the picture: a key of the page's lists.
#[derive(Deserialize)]
pub(super) struct Asked {
    of: String,
}

#[derive(Serialize)]
struct Drawn {
    of: String,
    html: String,
}

/// The pictures asked for last, the latest at the end.
#[derive(Debug, Default)]
pub(super) struct Kept(Mutex<VecDeque<One>>);

#[derive(Debug, Clone)]
struct One {
    of: String,
    /// The map that it was drawn from.
    analysis: Arc<Analysis>,
    /// The older map, if it shows before and after.
    older: Option<Arc<Analysis>>,
    picture: Picture,
    html: String,
}

impl Kept {
    /// The markup of a picture of this map. Boxes stay near to their places in the earlier picture.
    fn drawn(
        &self,
        analysis: &Arc<Analysis>,
        older: Option<Arc<Analysis>>,
        of: &str,
    ) -> Option<String> {
        let older = older.filter(|_| of == html::CHANGES);
        let earlier = {
            let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let place = kept.iter().position(|one| one.of == of);
            let one = place.and_then(|place| kept.remove(place));
            kept.extend(one.clone());
            one
        };
        if let Some(one) = &earlier
            && Arc::ptr_eq(&one.analysis, analysis)
            && one.older.as_ref().map(Arc::as_ptr) == older.as_ref().map(Arc::as_ptr)
        {
            return Some(one.html.clone());
        }
        let before = earlier.as_ref().map(|one| &one.picture);
        let (picture, html) = match &older {
            Some(older) => html::asked_since(older, analysis, before)?,
            None => html::asked(analysis, of, before)?,
        };
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|one| one.of != of);
        if kept.len() >= MOST_KEPT {
            kept.pop_front();
        }
        kept.push_back(One {
            of: of.to_owned(),
            analysis: Arc::clone(analysis),
            older,
            picture,
            html: html.clone(),
        });
        Some(html)
    }

    /// Draws the picture that was asked for last from a newer map, so that it is ready when a browser asks for it again.
    pub(super) fn follow(&self, analysis: &Arc<Analysis>, older: Option<Arc<Analysis>>) {
        let last = {
            let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            kept.back().map(|one| one.of.clone())
        };
        if let Some(of) = last {
            self.drawn(analysis, older, &of);
        }
    }
}

/// Sends the requested picture of the map that the page shows.
pub(super) fn draw(desk: &Desk, asked: Asked) -> Reply {
    let older = desk.live.older();
    match desk.drawn.drawn(&desk.live.shown(), older, &asked.of) {
        Some(html) => reply::json(Status::OK, &Drawn { of: asked.of, html }),
        None => reply::refusal(Status::NOT_FOUND, "the map has nothing to draw of this"),
    }
}
