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

use crate::picture::scene::Scene;
use crate::picture::views::diagram::Diagram;

/// How long `dot` may take.
const TIME_LIMIT: Duration = Duration::from_secs(20);

/// What came back from `dot`.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The placed diagram; a lost flow has no points.
    pub scene: Scene,
    /// The edges, by index, for which `dot` found no way.
    pub lost: Vec<usize>,
    /// What `dot` complained of, one line each, at most a few dozen.
    pub warnings: Vec<String>,
}

/// Places `diagram` with the program `dot` (a name to be found on the path, or a path), given its own DOT text
/// from [`crate::picture::dot::render`].
///
/// Fails, in one line, where the program is missing, takes more than 20 seconds, or gives nothing to draw.
pub fn place(
    diagram: &Diagram,
    dot_text: &str,
    program: impl AsRef<OsStr>,
) -> anyhow::Result<Outcome> {
    let answer = run::dot(program.as_ref(), dot_text, TIME_LIMIT)?;
    let (scene, lost) = read::scene(diagram, &answer.output).with_context(|| {
        answer
            .warnings
            .first()
            .map_or("Graphviz gave no picture".to_owned(), |first| {
                format!("Graphviz gave no picture ({first})")
            })
    })?;
    Ok(Outcome {
        scene,
        lost,
        warnings: answer.warnings,
    })
}

#[cfg(test)]
mod tests;
