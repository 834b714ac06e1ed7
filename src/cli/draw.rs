//! `flowmap draw`: one picture.

use std::path::{Path, PathBuf};

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
use crate::picture::frame;
use crate::picture::paper;
use crate::picture::paper::Paper;
use crate::picture::sheets;
use crate::picture::sheets::Sheets;
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
    /// The view [default: systems, or the view of --of]
    #[arg(long, value_enum)]
    view: Option<View>,
    /// The term, need, case, topic or finding to show [default: the one with the most findings, the first case, or the heaviest topic]
    #[arg(long, value_name = "TERM|NEED|CASE|TOPIC|FINDING")]
    of: Option<String>,
    /// Mark additions, removals and changes since an older map: a folder, file, snapshot or git revision
    #[arg(long, value_name = "OLD")]
    since: Option<String>,
    #[command(flatten)]
    part: Part,
    /// The format [default: by the ending of --output, else svg]
    #[arg(long, value_enum)]
    format: Option<Format>,
    #[command(flatten)]
    printing: Printing,
    /// The layout engine: flowmap itself, or an installed Graphviz
    #[arg(long, value_enum, default_value_t = Engine::Own)]
    engine: Engine,
    /// The file to write [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// The arguments that narrow a view.
#[derive(Debug, clap::Args)]
struct Part {
    /// Only these boxes and those they exchange data with directly; see below
    #[arg(long, value_name = "SELECTOR,…", allow_hyphen_values = true)]
    focus: Vec<String>,
    /// How many steps from the focus, up and down
    #[arg(long, value_name = "STEPS", requires = "focus")]
    depth: Option<usize>,
    /// Only these boxes
    #[arg(long, value_name = "SELECTOR,…", allow_hyphen_values = true)]
    only: Vec<String>,
    /// All boxes except these
    #[arg(long, value_name = "SELECTOR,…", allow_hyphen_values = true)]
    hide: Vec<String>,
    /// The detail shown of each system [default: chosen by the view]
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
  flowmap draw --of asked-again/trusts -o asked.svg    one topic: who is asked for what by whom (or a finding, `#12`)
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
        if format.is_unplaced() {
            let sketch = sketch(&analysis, old.as_ref(), &spec)?;
            let bytes = picture::unplaced(&sketch.diagram, format);
            return written(path, format, "", vec![bytes]);
        }
        let paper = self.printing.sheet();
        anyhow::ensure!(
            old.is_none() || paper.is_none() && self.engine == Engine::Own,
            "--since goes with neither --paper, --slide nor --engine graphviz"
        );
        let drawn = match (paper, self.engine) {
            (None, Engine::Own) => {
                let drawn = match &old {
                    Some(old) => draw_since(old, &analysis, &spec)?,
                    None => draw(&analysis, &spec)?,
                };
                tell(&drawn.told);
                drawn
            }
            (None, Engine::Graphviz) => by_graphviz(sketch(&analysis, None, &spec)?)?,
            (Some(paper), Engine::Own) => readable(&analysis, &spec, paper)?,
            (Some(paper), Engine::Graphviz) => {
                by_graphviz(readable(&analysis, &spec, paper)?.into())?
            }
        };
        for fault in drawn.faults() {
            write::aside(&format!("the picture is not right: {fault}\n"));
        }
        let files = match paper.and_then(|paper| further(&drawn, paper)) {
            Some((drawn, sheets)) => picture::on_sheets(&drawn, &sheets, format)?,
            None => vec![picture::placed(&drawn, format, &self.printing)?],
        };
        written(path, format, paper.map_or("", Paper::word), files)
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
            self.of.is_none()
                || matches!(
                    view,
                    View::Journey | View::Need | View::Case | View::Finding
                ),
            "--of goes with `--view journey`, `need`, `case` or `finding`; to narrow `{}`, use --only or --focus",
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
            // A slide has space for the picture alone.
            is_told_elsewhere: self.printing.sheet() == Some(Paper::Slide),
            ..Spec::default()
        })
    }
}

/// Writes a picture to its file, or prints it; one of several sheets or slides, as `word` says, to a file for each.
fn written(
    path: Option<&Path>,
    format: Format,
    word: &str,
    mut files: Vec<Vec<u8>>,
) -> anyhow::Result<Exit> {
    match (path, files.len()) {
        (None, 1) if format.is_binary() => write::unreadable(&files[0])?,
        (None, 1) => write::document(&String::from_utf8_lossy(&files[0]))?,
        (None, count) => anyhow::bail!(
            "the picture takes {}: name a file with -o, or draw a PDF, which holds all of them",
            counted(count, word)
        ),
        (Some(path), 1) => write::file(path, files.remove(0))?,
        (Some(path), _) => {
            for (place, bytes) in files.into_iter().enumerate() {
                write::file(&numbered(path, place + 1), bytes)?;
            }
        }
    }
    Ok(Exit::Clean)
}

/// `map.svg` as `map-2.svg`.
fn numbered(path: &Path, number: usize) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let ending = path.extension();
    let ending = ending.map_or_else(String::new, |ending| {
        format!(".{}", ending.to_string_lossy())
    });
    path.with_file_name(format!("{stem}-{number}{ending}"))
}

/// The picture on further sheets, if its text would be too small on one.
fn further(drawn: &Drawn, paper: Paper) -> Option<(Drawn, Sheets)> {
    let (diagram, scene) = (&drawn.diagram, &drawn.scene);
    let smallest = scene.smallest_text()?;
    let points = smallest * paper.sheet(scene.width, scene.height).scale;
    if points >= paper.least_text() - 0.01 {
        return None;
    }
    let width = sheets::text_width(paper, smallest);
    let again = Drawn {
        scene: frame::frame_within(diagram, scene.places.clone(), width),
        ..drawn.clone()
    };
    let sheets = Sheets::of(&again.scene, paper, smallest);
    write::aside(&format!(
        "goes on to {}, so that the smallest text has {} points; numbers at the edges say where lines go on\n",
        counted(sheets.parts.len(), paper.word()),
        paper.least_text()
    ));
    Some((again, sheets))
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

/// The same picture with less and less detail. For a slide, which holds little, the last ones are coarser.
fn levels(spec: &Spec, paper: Paper) -> Vec<Spec> {
    let details = [Detail::All, Detail::Keys, Detail::Boxes].map(Some);
    let mut levels: Vec<Spec> = details
        .into_iter()
        .map(|detail| Spec {
            detail,
            ..spec.clone()
        })
        .collect();
    if paper == Paper::Slide {
        levels.extend(views::coarser(spec));
    }
    levels
}

/// The picture with as much detail as can be read on paper.
fn readable(analysis: &Analysis, spec: &Spec, paper: Paper) -> anyhow::Result<Drawn> {
    let levels = match spec.detail {
        Some(_) => vec![spec.clone()],
        None => levels(spec, paper),
    };
    let levels: Vec<&Spec> = levels.iter().collect();
    let found = paper::readable(paper, &levels, |spec| draw(analysis, spec))?;
    let (drawn, _) = found.expect("there is always a level of detail");
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
