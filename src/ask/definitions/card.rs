//! The clash card as plain data: facets down, the definitions of a term across, and the windows of each range on one axis.

use crate::read::source::Span;

/// The definitions of one term, only the differences. The table of a [`super::super::Answer`] has the same rows and columns.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Card {
    /// The columns: `agreed` first if the term has an agreed definition, then the fields, as `system.field`.
    pub(crate) fields: Vec<String>,
    /// The rows: one for each facet, each with one cell per column.
    pub(crate) rows: Vec<CardRow>,
    /// For each facet that is a range, its stretches on one axis.
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

/// The statement of one definition on one facet.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CardCell {
    /// The statement in words; `None` if nothing is stated.
    pub(crate) says: Option<String>,
    /// The relation to the first definition that states the facet, such as `equal`, `narrower`, `equal or broader`; `None` for that
    /// definition itself, and if it cannot be told.
    pub(crate) relation: Option<String>,
    /// The place of the statement, or of the field or agreed definition if nothing is stated.
    pub(crate) place: Span,
}

/// The windows of all definitions on one dimension, to be drawn on one axis.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Windows {
    /// The id of the dimension.
    pub(crate) dimension: String,
    /// Its unit, as a plural; empty for plain numbers.
    pub(crate) unit: String,
    /// One bar for each of [`Card::fields`], without `agreed` if it leaves the dimension open.
    pub(crate) bars: Vec<Bar>,
}

/// The window of one definition.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Bar {
    /// `agreed`, or the field, as `system.field`.
    pub(crate) field: String,
    /// Its stretches, in order; empty if nothing is stated.
    pub(crate) stretches: Vec<Stretch>,
}

/// One stretch, in the unit of its dimension. The ends may be uncertain: 3 days end after 72 to 96 hours.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Stretch {
    /// It begins at least here.
    pub(crate) from_least: f64,
    /// It begins at most here.
    pub(crate) from_most: f64,
    /// It ends at least here; `None` if it never ends.
    pub(crate) to_least: Option<f64>,
    /// It ends at most here; `None` if it never ends.
    pub(crate) to_most: Option<f64>,
}
