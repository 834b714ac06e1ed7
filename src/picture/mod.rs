//! From an analysis to pictures: a view chooses the content, the layout places it, the frame cuts every text into lines, and a writer for
//! each format prints the result.

// In the order data flows: each may use only those above it.
pub mod views;

pub(crate) mod typeface;

pub mod scene;

pub(crate) mod wording;

pub(crate) mod style;

pub(crate) mod joint;
pub(crate) mod turn;

pub mod layout;

pub mod frame;

pub(crate) mod paper;

pub(crate) mod sheets;

pub mod svg;

pub(crate) mod png;

pub(crate) mod pdf;

pub mod dot;

pub(crate) mod drawio;

pub(crate) mod mermaid;

pub(crate) mod scene_json;

pub mod graphviz;

#[cfg(test)]
mod hostile;
#[cfg(test)]
pub(crate) mod samples;

use clap::ValueEnum;

use self::layout::checks::Fault;
use self::scene::Scene;
use self::views::diagram::Diagram;
use self::views::{Basis, Sketch, Spec};
use crate::analysis::Analysis;
use crate::ask::Misunderstanding;
use crate::compare;

/// The forms a picture is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For browsers and documents
    Svg,
    /// For slides
    Png,
    /// For printing and sending; its text can be searched
    Pdf,
    /// For Graphviz
    Dot,
    /// For wikis and repositories
    Mermaid,
    /// For draw.io (diagrams.net), to go on drawing by hand
    Drawio,
    /// Where everything stands, for checking
    Json,
}

impl Format {
    /// True for bytes that no terminal can show.
    pub(crate) fn is_binary(self) -> bool {
        matches!(self, Format::Png | Format::Pdf)
    }

    /// True if the program that reads the file places the boxes.
    pub(crate) fn is_unplaced(self) -> bool {
        matches!(self, Format::Dot | Format::Mermaid)
    }
}

/// A finished picture.
#[derive(Debug, Clone)]
pub struct Drawn {
    /// The boxes and lines in the picture.
    pub diagram: Diagram,
    /// The places of everything in it.
    pub(crate) scene: Scene,
    /// The decisions of the view (a fold, the choice of a term), in whole sentences for the user.
    pub(crate) told: Vec<String>,
}

impl Drawn {
    /// The faults in the places of its boxes and lines.
    pub(crate) fn faults(&self) -> Vec<Fault> {
        layout::checks::check(&self.diagram, &self.scene.places)
    }

    /// The picture as a whole SVG document.
    pub fn svg(&self) -> String {
        svg::render(&self.diagram, &self.scene)
    }
}

impl AsRef<Scene> for Drawn {
    fn as_ref(&self) -> &Scene {
        &self.scene
    }
}

impl From<Drawn> for Sketch {
    fn from(drawn: Drawn) -> Self {
        Self {
            diagram: drawn.diagram,
            told: drawn.told,
        }
    }
}

/// Draws the requested picture: the one way from a map to a picture.
///
/// # Errors
/// If `spec` names something that the map does not have. The error offers similar names.
pub(crate) fn draw(analysis: &Analysis, spec: &Spec) -> Result<Drawn, Misunderstanding> {
    draw_of_many(&Basis::of(analysis), spec)
}

/// Draws one of many pictures of a map.
///
/// # Errors
/// As [`draw`].
pub(crate) fn draw_of_many(basis: &Basis<'_>, spec: &Spec) -> Result<Drawn, Misunderstanding> {
    Ok(finish(views::view_of_many(basis, spec)?, None))
}

/// The picture of a map and an older one together. It marks the parts that are new, gone or changed; unchanged parts keep their places.
///
/// # Errors
/// If `spec` names something that neither map has. The error offers near names.
pub(crate) fn draw_since(
    old: &Analysis,
    new: &Analysis,
    spec: &Spec,
) -> Result<Drawn, Misunderstanding> {
    let sketch = sketch_since(old, new, spec)?;
    // The older map may lack the parts to which the picture is narrowed.
    let earlier = draw(old, spec).ok();
    Ok(finish(sketch, earlier.as_ref()))
}

/// The same before it is placed.
///
/// # Errors
/// As [`draw_since`].
pub(crate) fn sketch_since(
    old: &Analysis,
    new: &Analysis,
    spec: &Spec,
) -> Result<Sketch, Misunderstanding> {
    let (both, turns) = compare::both(old, new);
    let mut sketch = views::view_with(&both, spec, &turns)?;
    let about = &old.model().about;
    let day = old.graph.when().as_of.or(about.as_of);
    let since = day.map_or_else(
        || "since an older map".to_owned(),
        |day| format!("since {day}"),
    );
    sketch.diagram.title = format!("{}: what changed {since}", sketch.diagram.title);
    Ok(sketch)
}

/// Places and frames a sketch. With an `earlier` picture of the same view, boxes stay near their places in it.
pub(crate) fn finish(sketch: Sketch, earlier: Option<&Drawn>) -> Drawn {
    let places = match earlier {
        Some(earlier) => {
            let earlier = (&earlier.diagram, &earlier.scene.places);
            layout::place_after(&sketch.diagram, earlier)
        }
        None => layout::place(&sketch.diagram),
    };
    framed(sketch, places)
}

/// The same, unless the drawing would certainly be wider or higher than `most`. Then it is not placed, which takes most of the time, and the
/// sketch comes back.
pub(crate) fn finish_within(
    sketch: Sketch,
    earlier: Option<&Drawn>,
    most: (f64, f64),
) -> Result<Drawn, Box<Sketch>> {
    let earlier = earlier.map(|earlier| (&earlier.diagram, &earlier.scene.places));
    match layout::place_within(&sketch.diagram, earlier, most) {
        Some(places) => Ok(framed(sketch, places)),
        None => Err(Box::new(sketch)),
    }
}

/// Places a sketch with an installed `dot` and frames it. Returns the picture, the indices of the edges that `dot` lost, and its warnings.
///
/// # Errors
/// If `dot` is missing, takes too long, or returns nothing to draw.
pub(crate) fn finish_by_graphviz(
    sketch: Sketch,
) -> anyhow::Result<(Drawn, Vec<usize>, Vec<String>)> {
    let unplaced = layout::unplaced(&sketch.diagram);
    let text = dot::render(&sketch.diagram, &unplaced);
    let outcome = graphviz::place(&sketch.diagram, &unplaced, &text, "dot")?;
    let drawn = framed(sketch, outcome.places);
    Ok((drawn, outcome.lost, outcome.warnings))
}

fn framed(sketch: Sketch, places: scene::Places) -> Drawn {
    Drawn {
        scene: frame::frame(&sketch.diagram, places),
        diagram: sketch.diagram,
        told: sketch.told,
    }
}
