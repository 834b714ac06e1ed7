//! The figures by which a placed diagram is judged, whichever engine placed it.

use flowmap::picture::layout::checks::FaultKind;
use flowmap::picture::layout::{checks, quality};
use flowmap::picture::scene::Places;
use flowmap::picture::views::diagram::Diagram;
use serde::Deserialize;
use serde::Serialize;

use crate::strangers;

/// Figures of one drawing. Lower is better, except for `drawn`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Figures {
    /// Flows with a line.
    pub(crate) drawn: usize,
    /// Pairs of segments of two flows that cross.
    pub(crate) crossings: usize,
    /// Lines over a system that is not an end of theirs.
    pub(crate) through_systems: usize,
    /// Lines over an organisation that holds neither of their ends.
    pub(crate) through_organisations: usize,
    /// Pairs of boxes that cover each other, and boxes in a foreign organisation.
    pub(crate) overlaps: usize,
    /// All faults that `layout::checks` finds, including overlaps.
    pub(crate) faults: usize,
    /// Labels over the line of a flow that shares no end with theirs.
    pub(crate) covered_labels: usize,
    /// Pixels.
    pub(crate) width: f64,
    /// Pixels.
    pub(crate) height: f64,
}

impl Figures {
    /// Judges the places of a diagram.
    pub(crate) fn of(diagram: &Diagram, places: &Places) -> Figures {
        let faults = checks::check(diagram, places);
        let quality = quality::measure(diagram, places);
        let is_overlap = |kind: FaultKind| {
            matches!(
                kind,
                FaultKind::SystemsOverlap
                    | FaultKind::OrganisationsOverlap
                    | FaultKind::SystemInForeign
            )
        };
        Figures {
            drawn: quality.drawn,
            crossings: quality.crossings,
            through_systems: quality.through_systems,
            through_organisations: quality.through_organisations,
            overlaps: faults.iter().filter(|fault| is_overlap(fault.kind)).count(),
            faults: faults.len(),
            covered_labels: strangers::labels_over_lines(diagram, places),
            width: places.width,
            height: places.height,
        }
    }
}
