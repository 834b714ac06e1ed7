//! `flowmap draw`: one picture.

use std::path::PathBuf;

use clap::ValueEnum;

use super::args::MapArgs;
use super::exit::Exit;
use super::format;
use super::opened;
use super::picture;
use super::picture::{ENDINGS, Printing};
use super::write;
use crate::analysis::{Analysis, Options};
use crate::picture::finish_by_graphviz;
use crate::picture::paper;
use crate::picture::paper::Paper;
use crate::picture::views;
use crate::picture::views::{Detail, MOST_BOXES, Sketch, Spec, View};
use crate::picture::{Drawn, Format};
use crate::picture::{draw, draw_since, sketch_since};
use crate::words::counted;

/// Draw a map
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    #[command(flatten)]
    map: MapArgs,
    /// What to show; left out = systems, or with --of what that names
    #[arg(long, value_enum)]
    view: Option<View>,
    /// Which term's journey, which need or which case; left out = the one with the most findings, or the first case
    #[arg(long, value_name = "TERM|NEED|CASE")]
    of: Option<String>,
    /// Tell apart what is new, gone and changed since an older map: a folder, file, snapshot or git revision
    #[arg(long, value_name = "OLD")]
    since: Option<String>,
    #[command(flatten)]
    part: Part,
    /// In which form; left out = by the ending of --output, else svg
    #[arg(long, value_enum)]
    format: Option<Format>,
    #[command(flatten)]
    printing: Printing,
    /// Who places the boxes: flowmap itself, or an installed Graphviz
    #[arg(long, value_enum, default_value_t = Engine::Own)]
    engine: Engine,
    /// The file to write; left out = print
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// The arguments that narrow a view.
#[derive(Debug, clap::Args)]
struct Part {
    /// Only these and what they give to or take from directly; see below
    #[arg(long, value_name = "SELECTOR,…", allow_hyphen_values = true)]
    focus: Vec<String>,
    /// How many steps from the focus, up and down
    #[arg(long, value_name = "STEPS", requires = "focus")]
    depth: Option<usize>,
    /// Only these
    #[arg(long, value_name = "SELECTOR,…", allow_hyphen_values = true)]
    only: Vec<String>,
    /// All but these
    #[arg(long, value_name = "SELECTOR,…", allow_hyphen_values = true)]
    hide: Vec<String>,
    /// How much of each system; left out = as the view is meant
    #[arg(long, value_enum)]
    detail: Option<Detail>,
    #[arg(long, help = format!("Draw every box and finding, however many; otherwise organisations are folded past about {MOST_BOXES} boxes (never for JSON)"))]
    no_fold: bool,
}

const AFTER_HELP: &str = "\
Selectors: the id or name of an organisation, system or term, a field as `system.field`, or one of
org:NAME, system:NAME, term:NAME, tag:NAME, finding:NUMBER. `*` stands for any letters: `cqc*`, `*.nhs_number`.
`+x` adds all that feeds x, `x+` all that x feeds, `+x+` both. Several are joined by commas; a name
with a comma stands in double quotes inside single ones ('\"Health, Dept of\"'), or has a backslash before the comma.

Examples:
  flowmap draw --of date_of_death -o journey.svg       one term from capture to publication
  flowmap draw --view duplicates --only org:nhse       what one organisation asks again
  flowmap draw --focus epr --depth 2 --detail keys     one system and what is two steps around it
  flowmap draw --view fields --only +mhsds,mhsds       all that feeds one collection, field by field
  flowmap draw --since autumn-2025 -o changes.svg      what is new, gone and changed since a snapshot";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Engine {
    Own,
    Graphviz,
}

impl Args {
    pub(super) fn run(&self) -> anyhow::Result<Exit> {
        let path = self.output.as_deref();
        let format = format::chosen(self.format, path, Format::Svg, &ENDINGS)?;
        self.printing.check(format)?;
        let analysis = self.map.analysis()?;
        let old = self.older()?;
        let spec = self.spec(&analysis, format)?;
        let bytes = if format.is_unplaced() {
            picture::unplaced(&sketch(&analysis, old.as_ref(), &spec)?.diagram, format)
        } else if let Some(old) = &old {
            anyhow::ensure!(
                self.printing.paper.is_none() && self.engine == Engine::Own,
                "--since goes with neither --paper nor --engine graphviz"
            );
            let drawn = draw_since(old, &analysis, &spec)?;
            tell(&drawn.told);
            self.placed(&drawn, format)?
        } else {
            let drawn = match (self.printing.paper, self.engine) {
                (None, Engine::Own) => {
                    let drawn = draw(&analysis, &spec)?;
                    tell(&drawn.told);
                    drawn
                }
                (None, Engine::Graphviz) => by_graphviz(sketch(&analysis, None, &spec)?)?,
                (Some(paper), Engine::Own) => readable(&analysis, &spec, paper)?,
                (Some(paper), Engine::Graphviz) => {
                    by_graphviz(readable(&analysis, &spec, paper)?.into())?
                }
            };
            self.placed(&drawn, format)?
        };
        match path {
            None if format.is_binary() => write::unreadable(&bytes)?,
            None => write::document(&String::from_utf8_lossy(&bytes))?,
            Some(path) => write::file(path, bytes)?,
        }
        Ok(Exit::Clean)
    }

    /// The older map to compare with, if one is named.
    fn older(&self) -> anyhow::Result<Option<Analysis>> {
        let Some(name) = &self.since else {
            return Ok(None);
        };
        let view = self.view.unwrap_or_default();
        anyhow::ensure!(
            self.of.is_none() && matches!(view, View::Organisations | View::Systems | View::Fields),
            "--since goes with `--view organisations`, `--view systems` or `--view fields`"
        );
        let sources = opened::sources(name, &self.map.map)?;
        Ok(Some(opened::analysis(sources, Options::default())))
    }

    fn spec(&self, analysis: &Analysis, format: Format) -> anyhow::Result<Spec> {
        let view = match (self.view, &self.of) {
            (Some(view), _) => view,
            (None, Some(name)) => views::view_of(analysis, name),
            (None, None) => View::default(),
        };
        anyhow::ensure!(
            self.of.is_none() || matches!(view, View::Journey | View::Need | View::Case),
            "--of goes with `--view journey`, `--view need` or `--view case`; to narrow `{}`, use --only or --focus",
            view.word()
        );
        Ok(Spec {
            view,
            of: self.of.clone(),
            focus: self.part.focus.clone(),
            depth: self.part.depth,
            only: self.part.only.clone(),
            hide: self.part.hide.clone(),
            detail: self.part.detail,
            // JSON is for programs, which read every box.
            is_unfolded: self.part.no_fold || format == Format::Json,
            ..Spec::default()
        })
    }

    /// The picture in a format with places, after telling the user its faults.
    fn placed(&self, drawn: &Drawn, format: Format) -> anyhow::Result<Vec<u8>> {
        for fault in drawn.faults() {
            write::aside(&format!("the picture is not right: {fault}\n"));
        }
        picture::placed(drawn, format, &self.printing)
    }
}

/// Tells the user the decisions of a view.
fn tell(told: &[String]) {
    for sentence in told {
        write::aside(&format!("{sentence}\n"));
    }
}

/// The sketch of the picture, after telling the user the decisions of its view.
fn sketch(analysis: &Analysis, old: Option<&Analysis>, spec: &Spec) -> anyhow::Result<Sketch> {
    let sketch = match old {
        Some(old) => sketch_since(old, analysis, spec)?,
        None => views::view(analysis, spec)?,
    };
    tell(&sketch.told);
    Ok(sketch)
}

/// The picture with as much detail as can be read on paper.
fn readable(analysis: &Analysis, spec: &Spec, paper: Paper) -> anyhow::Result<Drawn> {
    let all = [Detail::All, Detail::Keys, Detail::Boxes].map(Some);
    let asked = [spec.detail];
    let levels = if spec.detail.is_some() {
        asked.as_slice()
    } else {
        all.as_slice()
    };
    let found = paper::readable(paper, levels, |detail| {
        let spec = Spec {
            detail,
            ..spec.clone()
        };
        draw(analysis, &spec)
    })?;
    let (drawn, points) = found.expect("there is always a level of detail");
    if points < paper::LEAST_TEXT - 0.01 {
        write::aside(&format!(
            "on {} the smallest text is {points:.1} points; under {} it is hard to read: take a larger sheet, or narrow the picture with --only or --focus\n",
            paper.word(),
            paper::LEAST_TEXT
        ));
    }
    tell(&drawn.told);
    Ok(drawn)
}

/// Places a diagram with an installed `dot`, and tells the user the lines that it lost.
fn by_graphviz(sketch: Sketch) -> anyhow::Result<Drawn> {
    let (drawn, lost, warnings) = finish_by_graphviz(sketch)?;
    for warning in &warnings {
        write::aside(&format!("dot: {warning}\n"));
    }
    let edges = &drawn.diagram.edges;
    let all = edges.len();
    let names = lost.iter().take(10).map(|edge| &*edges[*edge].id);
    let names: Vec<&str> = names.collect();
    let told = match lost.len() {
        0 => format!("dot drew {all} of {}\n", counted(all, "line")),
        lost => format!(
            "dot drew {} of {}; it lost {lost}: {}\n",
            all - lost,
            counted(all, "line"),
            names.join(", ")
        ),
    };
    write::aside(&told);
    Ok(drawn)
}
