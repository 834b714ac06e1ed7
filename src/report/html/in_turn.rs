//! The sections of a page made one after another, so that something else can be done between two of them.

use super::{Section, index, made, map, own_chapters, with_report};
use crate::analysis::Analysis;
use crate::picture::views::diagram::Diagram;
use crate::picture::views::{Basis, View};
use crate::report::page::{Chapter, Report};

/// The sections that are still to be made: the chapters except the map, and then the map's data for the script.
#[derive(Debug)]
pub(crate) struct InTurn {
    places: map::Places,
    /// The last one is made next.
    chapters: Vec<Chapter>,
    is_index_left: bool,
}

impl InTurn {
    /// All of a map's sections, with a chapter on the changes since an older map if there is one. `shown` lists the pictures, placed or not.
    pub(crate) fn of<'d>(
        analysis: &Analysis,
        older: Option<&Analysis>,
        shown: impl Iterator<Item = (View, &'d Diagram)>,
    ) -> Self {
        let mut chapters = with_report(analysis, older, own_chapters);
        chapters.reverse();
        Self {
            places: map::Places::of(shown),
            chapters,
            is_index_left: true,
        }
    }

    /// The next section; `None` if all are made. The maps must be the same at each call.
    pub(crate) fn next(&mut self, basis: &Basis<'_>, older: Option<&Analysis>) -> Option<Section> {
        if let Some(chapter) = self.chapters.pop() {
            let section = |report: &Report<'_>| made(report, &self.places, chapter);
            return Some(with_report(basis.analysis(), older, section));
        }
        let is_left = std::mem::take(&mut self.is_index_left);
        is_left.then(|| index::section(basis, older.is_some()))
    }
}
