//! The pictures of the whole map in every page: for print, and for browsers that run no script.

use crate::analysis::Analysis;
use crate::picture;
use crate::picture::Drawn;
use crate::picture::views;
use crate::picture::views::diagram::Diagram;
use crate::picture::views::{Basis, Gather, Sketch, Spec, View};
use crate::read::finding::side_by_side;

/// A picture of the page.
#[derive(Debug, Clone)]
pub struct Picture {
    /// Its view.
    pub view: View,
    /// Its drawing.
    pub drawn: Drawn,
}

/// A picture of the page before it is placed.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// Its view.
    pub(crate) view: View,
    /// Its content.
    pub(crate) sketch: Sketch,
}

/// The pictures in every page: the map from the coarser to the finer, then one for each family of findings. Not the picture of all
/// fields: nobody could read it on paper, and the pictures that a reader chooses show the same fields.
const VIEWS: [View; 5] = [
    View::Organisations,
    View::Systems,
    View::Duplicates,
    View::Mismatches,
    View::Gaps,
];

/// The longest detail of a box, row or line, in characters; the page has the rest.
pub(super) const MOST_DETAIL: usize = 120;

/// The largest number of organisations that have a box each on a printed sheet.
const MOST_BOXES: usize = 14;
/// The boxes and lists of a map with more organisations.
const ON_PAPER: Gather = Gather { own: 5, listed: 40 };

impl Picture {
    /// The view and the diagram of the picture.
    pub fn shown(&self) -> (View, &Diagram) {
        (self.view, &self.drawn.diagram)
    }
}

impl Plan {
    /// The view and the diagram of the picture.
    pub(crate) fn shown(&self) -> (View, &Diagram) {
        (self.view, &self.sketch.diagram)
    }

    /// The placed picture. With an `earlier` one of the same view, boxes stay near to their places in it.
    pub(crate) fn placed(self, earlier: Option<&Picture>) -> Picture {
        Picture {
            view: self.view,
            drawn: picture::finish(self.sketch, earlier.map(|earlier| &earlier.drawn)),
        }
    }
}

/// The pictures of a map's page, not placed yet. Those of the map are unfolded, so that every system is in one of them. Those of findings show
/// as many findings as can be read together.
pub(crate) fn plans(basis: &Basis<'_>) -> Vec<Plan> {
    let views = VIEWS.into_iter();
    views.filter_map(|view| plan(basis, view)).collect()
}

/// The picture of one view.
fn plan(basis: &Basis<'_>, view: View) -> Option<Plan> {
    let bodies = basis.analysis().model().organisations.len();
    let spec = Spec {
        is_unfolded: matches!(view, View::Organisations | View::Systems),
        gathered: (view == View::Organisations && bodies > MOST_BOXES).then_some(ON_PAPER),
        is_told_elsewhere: true,
        longest_detail: Some(MOST_DETAIL),
        ..Spec::of(view)
    };
    // Never an error: the view names nothing that the map may lack.
    let sketch = views::view_of_many(basis, &spec).ok()?;
    Some(Plan { view, sketch })
}

/// The pictures of a map's page, placed.
pub fn pictures(analysis: &Analysis) -> Vec<Picture> {
    pictures_of(&Basis::of(analysis))
}

/// The same, as some of many pictures.
pub(super) fn pictures_of(basis: &Basis<'_>) -> Vec<Picture> {
    side_by_side(&plans(basis), |plan| plan.clone().placed(None))
}
