//! Graphviz as a second layout engine: an installed `dot` places the diagram, and lost flows are reported.
//!
//! `dot` can lose flows of a large map and still report a picture that looks complete, so every flow that comes back is counted, and its
//! warnings are kept even if it reports failure. This room draws nothing.

mod labels;
mod read;
mod run;
mod spline;

use std::ffi::OsStr;
use std::time::Duration;

use anyhow::Context;

use crate::picture::layout::Unplaced;
use crate::picture::scene::Places;
use crate::picture::views::diagram::Diagram;

/// The longest time for `dot`.
const TIME_LIMIT: Duration = Duration::from_secs(20);

/// The result of `dot`.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The places of everything. A lost flow has no points.
    pub places: Places,
    /// The edges, by index, for which `dot` found no line.
    pub lost: Vec<usize>,
    /// The complaints of `dot`, one line each, at most a few dozen.
    pub(crate) warnings: Vec<String>,
}

/// Places `diagram` with the program `dot`, a path or a name on the path. `unplaced` are the diagram's measures, and `dot_text` is its DOT
/// text from [`crate::picture::dot::render`].
///
/// Fails, with one line, if the program is missing, takes more than 20 seconds, or returns nothing to draw.
pub fn place(
    diagram: &Diagram,
    unplaced: &Unplaced,
    dot_text: &str,
    program: impl AsRef<OsStr>,
) -> anyhow::Result<Outcome> {
    let answer = run::dot(program.as_ref(), dot_text, TIME_LIMIT)?;
    let (places, lost) = read::places(diagram, unplaced, &answer.output).with_context(|| {
        answer
            .warnings
            .first()
            .map_or("Graphviz gave no picture".to_owned(), |first| {
                format!("Graphviz gave no picture ({first})")
            })
    })?;
    Ok(Outcome {
        places,
        lost,
        warnings: answer.warnings,
    })
}

#[cfg(test)]
mod tests;
