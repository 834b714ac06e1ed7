//! `flowmap draw`: one picture.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use clap::ValueEnum;

use super::MapArgs;
use super::exit::Exit;
use super::write;
use crate::graphviz;
use crate::layout;
use crate::layout::scene::Scene;
use crate::render::dot;
use crate::render::png;
use crate::render::scene_json;
use crate::render::svg;
use crate::views;
use crate::views::View;
use crate::views::diagram::Diagram;

/// Pixels of a PNG for each pixel of the layout: sharp on a projector.
pub(super) const PNG_SCALE: f32 = 2.0;

/// The arguments.
#[derive(Debug, Args)]
pub(super) struct Draw {
    #[command(flatten)]
    map: MapArgs,
    /// What to show
    #[arg(long, value_enum, default_value_t = ViewWord::Systems)]
    view: ViewWord,
    /// In which form; left out = by the ending of --output, else svg
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Who places the boxes: flowmap itself, or an installed Graphviz
    #[arg(long, value_enum, default_value_t = Engine::Own)]
    engine: Engine,
    /// The file to write; left out = print
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ViewWord {
    /// Who gives to whom
    Organisations,
    /// Systems inside their organisations
    Systems,
    /// Systems with their fields
    Fields,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Svg,
    Png,
    /// For Graphviz
    Dot,
    /// Where everything stands, for checking
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Engine {
    Own,
    Graphviz,
}

impl Draw {
    pub(super) fn run(&self) -> anyhow::Result<Exit> {
        let format = self.format()?;
        let analysis = self.map.analysis()?;
        let view = match self.view {
            ViewWord::Organisations => View::Organisations,
            ViewWord::Systems => View::Systems,
            ViewWord::Fields => View::Fields,
        };
        let diagram = views::diagram(&analysis, view);
        let bytes = if format == Format::Dot {
            dot::render(&diagram).into_bytes()
        } else {
            self.placed(&diagram, format)?
        };
        match &self.output {
            None => write::bytes(&bytes)?,
            Some(path) => {
                let name = path
                    .file_name()
                    .with_context(|| format!("`{}` names no file", path.display()))?;
                let folder = path
                    .parent()
                    .filter(|folder| !folder.as_os_str().is_empty())
                    .unwrap_or(std::path::Path::new("."));
                write::files(folder, &[(name.to_string_lossy().into_owned(), bytes)])?;
                write::answer(&format!("wrote {}\n", path.display()), true);
            }
        }
        Ok(Exit::Clean)
    }

    fn format(&self) -> anyhow::Result<Format> {
        if let Some(format) = self.format {
            return Ok(format);
        }
        let Some(path) = &self.output else {
            return Ok(Format::Svg);
        };
        let ending = path
            .extension()
            .map(|ending| ending.to_string_lossy().to_lowercase())
            .unwrap_or_default();
        match ending.as_str() {
            "svg" => Ok(Format::Svg),
            "png" => Ok(Format::Png),
            "dot" | "gv" => Ok(Format::Dot),
            "json" => Ok(Format::Json),
            _ => anyhow::bail!(
                "`{}` does not end in .svg, .png, .dot or .json: add --format",
                path.display()
            ),
        }
    }

    fn placed(&self, diagram: &Diagram, format: Format) -> anyhow::Result<Vec<u8>> {
        let scene = match self.engine {
            Engine::Own => layout::place(diagram),
            Engine::Graphviz => by_graphviz(diagram)?,
        };
        for fault in layout::checks::check(diagram, &scene) {
            write::answer(&format!("the picture is not right: {fault}\n"), true);
        }
        Ok(match format {
            Format::Json => scene_json::render(diagram, &scene).into_bytes(),
            Format::Png => png::render(&svg::render(diagram, &scene), PNG_SCALE)?,
            _ => svg::render(diagram, &scene).into_bytes(),
        })
    }
}

/// Places a diagram with an installed `dot`, and says what it lost.
fn by_graphviz(diagram: &Diagram) -> anyhow::Result<Scene> {
    let outcome = graphviz::place(diagram, &dot::render(diagram), "dot")?;
    for warning in &outcome.warnings {
        write::answer(&format!("dot: {warning}\n"), true);
    }
    let (lost, all) = (outcome.lost.len(), diagram.edges.len());
    let names: Vec<&str> = outcome
        .lost
        .iter()
        .take(10)
        .map(|edge| diagram.edges[*edge].id.as_str())
        .collect();
    let told = match lost {
        0 => format!("dot drew {all} of {all} lines\n"),
        _ => format!(
            "dot drew {} of {all} lines; it lost {lost}: {}\n",
            all - lost,
            names.join(", ")
        ),
    };
    write::answer(&told, true);
    Ok(outcome.scene)
}
