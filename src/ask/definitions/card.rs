//! The clash card as plain data: facets down, the definitions of a term across, and the windows of each range on one axis.

use crate::read::source::Span;

/// What the definitions of one term say, only where they differ. A table of [`super::super::Answer`] has the same rows and columns.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Card {
    /// The definitions that stand across: `agreed` first where the term has an agreed one, then the fields, as `system.field`.
    pub(crate) fields: Vec<String>,
    /// The facets that stand down, each with one cell a field.
    pub(crate) rows: Vec<CardRow>,
    /// For each facet that is a range: its stretches on one axis.
    pub(crate) windows: Vec<Windows>,
}

/// One facet on which the fields differ.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CardRow {
    /// A key of the format (`type`, `codes`), or the id of a dimension.
    pub(crate) facet: String,
    /// One cell for each of [`Card::fields`].
    pub(crate) cells: Vec<CardCell>,
}

/// What one definition says on one facet.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CardCell {
    /// In words; `None` where nothing is stated.
    pub(crate) says: Option<String>,
    /// How that relates to the first definition that states the facet, such as `equal`, `narrower`, `equal or broader`; `None` for that one itself,
    /// and where it cannot be told.
    pub(crate) relation: Option<String>,
    /// Where it is written, or the field or agreed definition where it is not.
    pub(crate) place: Span,
}

/// The windows of all definitions on one dimension, to be drawn on one axis.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Windows {
    /// The id of the dimension.
    pub(crate) dimension: String,
    /// Its unit, as a plural; empty for plain numbers.
    pub(crate) unit: String,
    /// One bar for each of [`Card::fields`], without `agreed` where that leaves the dimension open.
    pub(crate) bars: Vec<Bar>,
}

/// The window of one definition.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Bar {
    /// `agreed`, or the field, as `system.field`.
    pub(crate) field: String,
    /// Its stretches, in order; empty where nothing is stated.
    pub(crate) stretches: Vec<Stretch>,
}

/// One stretch, in the unit of its dimension. The ends may be uncertain: 3 days end after 72 to 96 hours.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Stretch {
    /// It begins at least here.
    pub(crate) from_least: f64,
    /// It begins at most here.
    pub(crate) from_most: f64,
    /// It ends at least here; `None` where it never ends.
    pub(crate) to_least: Option<f64>,
    /// It ends at most here; `None` where it never ends.
    pub(crate) to_most: Option<f64>,
}
