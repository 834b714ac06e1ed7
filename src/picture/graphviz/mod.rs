//! Graphviz as a second layout engine: an installed `dot` places the diagram, and we say what it lost.
//!
//! `dot` can lose flows of a large map and still report a picture that looks whole, so every flow that comes
//! back is counted, and its warnings are kept even where it reports failure. This room draws nothing.

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

/// How long `dot` may take.
const TIME_LIMIT: Duration = Duration::from_secs(20);

/// What came back from `dot`.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Where everything stands; a lost flow has no points.
    pub places: Places,
    /// The edges, by index, for which `dot` found no way.
    pub lost: Vec<usize>,
    /// What `dot` complained of, one line each, at most a few dozen.
    pub(crate) warnings: Vec<String>,
}

/// Places `diagram`, whose measures are `unplaced`, with the program `dot` (a name to be found on the path, or a path), given its DOT text
/// from [`crate::picture::dot::render`].
///
/// Fails, in one line, where the program is missing, takes more than 20 seconds, or gives nothing to draw.
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
