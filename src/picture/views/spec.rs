//! The options of a picture.

use clap::ValueEnum;

use super::gather::Gather;

/// Which picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, ValueEnum)]
pub enum View {
    /// Who gives to whom
    Organisations,
    /// Systems inside their organisations
    #[default]
    Systems,
    /// Systems with their fields
    Fields,
    /// One term from capture to publication: each hop, what changes on it, the age so far
    Journey,
    /// One need: its sources, the ways, their age, what stands in the way
    Need,
    /// One case: who must be told of it, who may be, and by which flows
    Case,
    /// One topic or finding: the parts of the map that it is about
    Finding,
    /// Data collected more than once, or typed again
    Duplicates,
    /// Terms defined differently
    Mismatches,
    /// Data that is missing
    Gaps,
}

impl View {
    /// All that a map has by itself, those of the whole map first, from the coarsest to the finest: the pictures of cases and findings are not among them.
    pub const ALL: [View; 8] = [
        View::Organisations,
        View::Systems,
        View::Fields,
        View::Duplicates,
        View::Mismatches,
        View::Gaps,
        View::Journey,
        View::Need,
    ];

    /// The views of the whole map, not of one term or need.
    pub(crate) const WHOLE: [View; 6] = [
        View::Organisations,
        View::Systems,
        View::Fields,
        View::Duplicates,
        View::Mismatches,
        View::Gaps,
    ];

    /// Its word on the command line.
    pub fn word(self) -> &'static str {
        match self {
            View::Organisations => "organisations",
            View::Systems => "systems",
            View::Fields => "fields",
            View::Journey => "journey",
            View::Need => "need",
            View::Case => "case",
            View::Finding => "finding",
            View::Duplicates => "duplicates",
            View::Mismatches => "mismatches",
            View::Gaps => "gaps",
        }
    }
}

/// How much of each system is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Detail {
    /// Boxes without rows
    Boxes,
    /// Rows for fields with findings, and for identifiers passed from one organisation to another
    Keys,
    /// A row for every field
    All,
}

/// The options of a picture. The selectors narrow any view; see [`super::SELECTORS`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of its own, and any of them go together"
)]
pub struct Spec {
    /// The view.
    pub view: View,
    /// The term of a journey or the need, left out = the one with the most findings; the case, left out = the first that the map keeps; or the name of
    /// a topic or finding, left out = the heaviest topic.
    pub of: Option<String>,
    /// Only these, and the things to which they give or from which they take directly.
    pub focus: Vec<String>,
    /// The number of steps from the focus, up and down; `None` for 1.
    pub depth: Option<usize>,
    /// Only these.
    pub only: Vec<String>,
    /// All but these.
    pub hide: Vec<String>,
    /// The detail of each system; `None` for the default of the view.
    pub detail: Option<Detail>,
    /// True to fold nothing, even if there are many boxes.
    pub is_unfolded: bool,
    /// True to draw every organisation as one box, except those that own something in focus.
    pub is_others_folded: bool,
    /// The organisations with a box of their own, if lists name all others. `None` for a box each.
    pub gathered: Option<Gather>,
    /// True to draw the chart of a term without the flows that pass it on.
    pub is_chart_alone: bool,
    /// True if the page around the picture lists every finding in full and names the request. The picture then has neither under it.
    pub is_told_elsewhere: bool,
    /// The largest number of characters in the description of a thing; `None` for all.
    pub longest_detail: Option<usize>,
}

impl Spec {
    /// A view with its default options.
    pub fn of(view: View) -> Self {
        Self {
            view,
            ..Self::default()
        }
    }

    /// True if nothing narrows the view.
    pub(crate) fn is_whole(&self) -> bool {
        self.focus.is_empty() && self.only.is_empty() && self.hide.is_empty()
    }
}

/// The organisations with boxes of their own in coarser pictures and the lengths of the lists, the finest first.
const GATHERED: [(usize, usize); 9] = [
    (16, 30),
    (12, 30),
    (9, 30),
    (7, 30),
    (5, 30),
    (4, 30),
    (4, 14),
    (3, 8),
    (3, 6),
];

/// Coarser pictures of the same part of the map, the finest first: those of whole organisations, then with lists of the organisations that have few
/// flows; of a term, those of whole organisations, then the chart alone. None for the other views.
pub(crate) fn coarser(spec: &Spec) -> Vec<Spec> {
    match spec.view {
        View::Organisations | View::Systems | View::Fields => {
            let whole = Spec {
                view: View::Organisations,
                detail: None,
                is_others_folded: false,
                ..spec.clone()
            };
            let gathered = GATHERED.map(|(own, listed)| Spec {
                gathered: Some(Gather { own, listed }),
                ..whole.clone()
            });
            std::iter::once(whole.clone()).chain(gathered).collect()
        }
        View::Journey => vec![
            Spec {
                is_others_folded: true,
                ..spec.clone()
            },
            Spec {
                is_chart_alone: true,
                ..spec.clone()
            },
        ],
        _ => Vec::new(),
    }
}
