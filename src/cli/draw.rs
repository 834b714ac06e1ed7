//! `flowmap draw`: one picture.

use std::path::PathBuf;

use clap::Args;
use clap::ValueEnum;

use super::MapArgs;
use super::exit::Exit;
use super::format;
use super::picture;
use super::picture::ENDINGS;
use super::picture::Format;
use super::picture::Printing;
use super::write;
use crate::analysis::Analysis;
use crate::picture::dot;
use crate::picture::graphviz;
use crate::picture::layout;
use crate::picture::paper;
use crate::picture::scene::Scene;
use crate::picture::svg;
use crate::picture::views;
use crate::picture::views::Detail;
use crate::picture::views::Drawn;
use crate::picture::views::MOST_BOXES;
use crate::picture::views::Spec;
use crate::picture::views::View;
use crate::picture::views::diagram::Diagram;

/// The arguments.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Draw {
    #[command(flatten)]
    map: MapArgs,
    /// What to show; left out = systems, or with --of what that names
    #[arg(long, value_enum)]
    view: Option<ViewWord>,
    /// Which term's journey, or which need; left out = the one with the most findings
    #[arg(long, value_name = "TERM|NEED")]
    of: Option<String>,
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

/// Which part of a view, and how much of it.
#[derive(Debug, Args)]
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
    detail: Option<DetailWord>,
    #[arg(long, help = format!("Draw every box and finding, however many; otherwise organisations are folded past about {MOST_BOXES} boxes (never for JSON)"))]
    no_fold: bool,
}

const AFTER_HELP: &str = "\
Selectors: the id or name of an organisation, system or term, a field as `system.field`, or one of
org:NAME, system:NAME, term:NAME, tag:NAME, finding:NUMBER. `*` stands for any letters: `cqc*`, `*.nhs_number`.
`+x` adds all that feeds x, `x+` all that x feeds, `+x+` both. Several are joined by commas.

Examples:
  flowmap draw --of date_of_death -o journey.svg       one term from capture to publication
  flowmap draw --view duplicates --only org:nhse       what one organisation asks again
  flowmap draw --focus epr --depth 2 --detail keys     one system and what is two steps around it
  flowmap draw --view fields --only +mhsds,mhsds       all that feeds one collection, field by field";

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ViewWord {
    /// Who gives to whom
    Organisations,
    /// Systems inside their organisations
    Systems,
    /// Systems with their fields
    Fields,
    /// One term from capture to publication: each hop, what changes on it, the age so far
    Journey,
    /// One need: its sources, the ways, their age, what stands in the way
    Need,
    /// What is collected more than once
    Duplicates,
    /// What is defined differently
    Mismatches,
    /// What is missing
    Gaps,
}

impl From<ViewWord> for View {
    fn from(word: ViewWord) -> Self {
        match word {
            ViewWord::Organisations => View::Organisations,
            ViewWord::Systems => View::Systems,
            ViewWord::Fields => View::Fields,
            ViewWord::Journey => View::Journey,
            ViewWord::Need => View::Need,
            ViewWord::Duplicates => View::Duplicates,
            ViewWord::Mismatches => View::Mismatches,
            ViewWord::Gaps => View::Gaps,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum DetailWord {
    /// Boxes without rows
    Boxes,
    /// Rows for fields with findings, and for identifiers passed from one organisation to another
    Keys,
    /// A row for every field
    All,
}

impl From<DetailWord> for Detail {
    fn from(word: DetailWord) -> Self {
        match word {
            DetailWord::Boxes => Detail::Boxes,
            DetailWord::Keys => Detail::Keys,
            DetailWord::All => Detail::All,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Engine {
    Own,
    Graphviz,
}

impl Draw {
    pub(super) fn run(&self) -> anyhow::Result<Exit> {
        let path = self.output.as_deref();
        let format = format::chosen(self.format, path, Format::Svg, &ENDINGS)?;
        self.printing.check(format)?;
        let analysis = self.map.analysis()?;
        let spec = self.spec(&analysis, format)?;
        let drawn = self.drawn(&analysis, &spec)?;
        for sentence in &drawn.told {
            write::answer(&format!("{sentence}\n"), true);
        }
        let diagram = drawn.diagram;
        let bytes = if format.is_unplaced() {
            picture::unplaced(&diagram, format)
        } else {
            let scene = self.placed(&diagram)?;
            picture::placed(&diagram, &scene, format, &self.printing)?
        };
        match path {
            None if format.is_binary() => write::unreadable(&bytes)?,
            None => write::bytes(&bytes)?,
            Some(path) => write::file(path, bytes)?,
        }
        Ok(Exit::Clean)
    }

    /// The diagram, for paper with as much detail as can be read on it.
    fn drawn(&self, analysis: &Analysis, spec: &Spec) -> anyhow::Result<Drawn> {
        let Some(paper) = self.printing.paper() else {
            return Ok(views::draw(analysis, spec)?);
        };
        let all = [Detail::All, Detail::Keys, Detail::Boxes].map(Some);
        let asked = [spec.detail];
        let levels = if spec.detail.is_some() {
            asked.as_slice()
        } else {
            all.as_slice()
        };
        let mut kept = None;
        let found = paper::readable(paper, levels, |detail| {
            let spec = Spec {
                detail,
                ..spec.clone()
            };
            let drawn = views::draw(analysis, &spec)?;
            let picture = svg::render(&drawn.diagram, &layout::place(&drawn.diagram));
            kept = Some(drawn);
            Ok(picture)
        })?;
        let (_, _, points) = found.expect("there is always a level of detail");
        if points < paper::LEAST_TEXT - 0.01 {
            write::answer(
                &format!(
                    "on {} the smallest text is {points:.1} points; under {} it is hard to read: take a larger sheet, or narrow the picture with --only or --focus\n",
                    paper.word(),
                    paper::LEAST_TEXT
                ),
                true,
            );
        }
        Ok(kept.expect("the last picture tried is kept"))
    }

    fn spec(&self, analysis: &Analysis, format: Format) -> anyhow::Result<Spec> {
        let view = match (self.view, &self.of) {
            (Some(view), _) => view.into(),
            (None, Some(name)) => views::view_of(analysis, name),
            (None, None) => View::default(),
        };
        anyhow::ensure!(
            self.of.is_none() || matches!(view, View::Journey | View::Need),
            "--of goes with `--view journey` or `--view need`; to narrow `{}`, use --only or --focus",
            view.word()
        );
        Ok(Spec {
            view,
            of: self.of.clone(),
            focus: self.part.focus.clone(),
            depth: self.part.depth,
            only: self.part.only.clone(),
            hide: self.part.hide.clone(),
            detail: self.part.detail.map(Into::into),
            // Programs that read the scene want all of it.
            is_unfolded: self.part.no_fold || format == Format::Json,
        })
    }

    fn placed(&self, diagram: &Diagram) -> anyhow::Result<Scene> {
        let scene = match self.engine {
            Engine::Own => layout::place(diagram),
            Engine::Graphviz => by_graphviz(diagram)?,
        };
        for fault in layout::checks::check(diagram, &scene) {
            write::answer(&format!("the picture is not right: {fault}\n"), true);
        }
        Ok(scene)
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
