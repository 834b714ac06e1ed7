//! Content that a reader of the page requests: the picture of a choice, and the systems that must be told of one case.

use super::Picture;
use super::blocks::Writer;
use super::choice;
use super::choice::Choice;
use super::map;
use crate::analysis::Analysis;
use crate::ask::Misunderstanding;
use crate::ask::case;
use crate::ask::case::Said;
use crate::picture::views::Basis;
use crate::report::page::case_blocks;

/// The picture of the choice with this key, with its markup; `None` if the map has no such thing or there is nothing to draw. Boxes stay
/// near to their places in the `earlier` picture of the same choice.
pub(crate) fn asked(
    analysis: &Analysis,
    key: &str,
    earlier: Option<&Picture>,
) -> Option<(Picture, String)> {
    let choice = choice::named(analysis, key)?;
    figure(&Basis::of(analysis), &choice, earlier)
}

/// The same for a choice.
pub(super) fn figure(
    basis: &Basis<'_>,
    choice: &Choice,
    earlier: Option<&Picture>,
) -> Option<(Picture, String)> {
    let shown = choice::drawn(basis, choice, earlier)?;
    let html = map::chosen(&shown, choice).into_string();
    Some((shown.picture, html))
}

/// The markup of the answer about one case.
///
/// # Errors
/// If the map does not have that case, or a dimension or value of it.
pub(crate) fn case(analysis: &Analysis, said: &Said) -> Result<String, Misunderstanding> {
    let answer = case::said(&analysis.graph, said)?;
    let writer = Writer {
        figures: &[],
        places: &map::Places::of(std::iter::empty()),
        title: "",
    };
    Ok(writer.blocks(&case_blocks(&answer)).into_string())
}
