//! The forms a picture is written in, and the sheet of paper it is meant for.

use clap::Args;
use clap::ValueEnum;

use super::write;
use crate::picture::dot;
use crate::picture::drawio;
use crate::picture::mermaid;
use crate::picture::paper;
use crate::picture::paper::Sheet;
use crate::picture::pdf;
use crate::picture::png;
use crate::picture::scene::Scene;
use crate::picture::scene_json;
use crate::picture::svg;
use crate::picture::typeset;
use crate::picture::views::diagram::Diagram;
use crate::words::first_few;

/// Pixels of a PNG for each pixel of the layout: sharp on a projector.
pub(super) const PNG_SCALE: f32 = 2.0;
/// Pixels of a PNG for each of CSS's 96 to the inch: 300 to the inch on paper.
const PRINT_SCALE: f32 = 300.0 / 96.0;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
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

/// Which ending stands for which format.
pub(super) const ENDINGS: [(&str, Format); 9] = [
    ("svg", Format::Svg),
    ("png", Format::Png),
    ("pdf", Format::Pdf),
    ("dot", Format::Dot),
    ("gv", Format::Dot),
    ("mmd", Format::Mermaid),
    ("mermaid", Format::Mermaid),
    ("drawio", Format::Drawio),
    ("json", Format::Json),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum PaperWord {
    #[value(name = "A4", alias = "a4")]
    A4,
    #[value(name = "A3", alias = "a3")]
    A3,
    #[value(name = "A1", alias = "a1")]
    A1,
    #[value(name = "A0", alias = "a0")]
    A0,
}

/// What is made of a picture for paper.
#[derive(Debug, Args)]
pub(super) struct Printing {
    /// Fit the picture on this sheet, with as much detail as can still be read; for svg, png and pdf
    #[arg(
        long,
        value_enum,
        value_name = "A4|A3|A1|A0",
        hide_possible_values = true
    )]
    paper: Option<PaperWord>,
    /// Put the letters of the typeface into the SVG, so that it looks the same where Open Sans is not installed
    #[arg(long)]
    embed_font: bool,
}

impl Printing {
    /// The sheet asked for.
    pub(super) fn paper(&self) -> Option<paper::Paper> {
        self.paper.map(|word| match word {
            PaperWord::A4 => paper::Paper::A4,
            PaperWord::A3 => paper::Paper::A3,
            PaperWord::A1 => paper::Paper::A1,
            PaperWord::A0 => paper::Paper::A0,
        })
    }

    /// Refuses what a form cannot have.
    pub(super) fn check(&self, format: Format) -> anyhow::Result<()> {
        anyhow::ensure!(
            self.paper.is_none() || matches!(format, Format::Svg | Format::Png | Format::Pdf),
            "--paper is for .svg, .png and .pdf: the other forms have no size on paper"
        );
        anyhow::ensure!(
            !self.embed_font || format == Format::Svg,
            "--embed-font is for .svg: PNG and PDF always hold their letters, the other forms never"
        );
        Ok(())
    }
}

impl Format {
    /// True for what no terminal can show.
    pub(super) fn is_binary(self) -> bool {
        matches!(self, Format::Png | Format::Pdf)
    }

    /// True where boxes are placed by who reads it, not by us.
    pub(super) fn is_unplaced(self) -> bool {
        matches!(self, Format::Dot | Format::Mermaid)
    }
}

/// A diagram that is not placed, as text.
pub(super) fn unplaced(diagram: &Diagram, format: Format) -> Vec<u8> {
    if format == Format::Dot {
        return dot::render(diagram).into_bytes();
    }
    let text = mermaid::render(diagram);
    let (lines, letters) = (diagram.edges.len(), text.chars().count());
    if lines > mermaid::MOST_LINES || letters > mermaid::LONGEST_TEXT {
        write::answer(
            &format!(
                "Mermaid draws at most {} lines and {} characters unless its page allows more (maxEdges, maxTextSize); this has {lines} and {letters}: narrow it with --only or --focus\n",
                mermaid::MOST_LINES,
                mermaid::LONGEST_TEXT
            ),
            true,
        );
    }
    text.into_bytes()
}

/// A placed diagram in a form that is not a picture, or its picture.
pub(super) fn placed(
    diagram: &Diagram,
    scene: &Scene,
    format: Format,
    printing: &Printing,
) -> anyhow::Result<Vec<u8>> {
    match format {
        Format::Json => Ok(scene_json::render(diagram, scene).into_bytes()),
        Format::Drawio => Ok(drawio::render(diagram, scene).into_bytes()),
        _ => picture(
            &svg::render(diagram, scene),
            &diagram.title,
            format,
            printing,
        ),
    }
}

/// A picture as SVG, PNG or PDF, on its sheet where there is one.
fn picture(
    drawn: &str,
    title: &str,
    format: Format,
    printing: &Printing,
) -> anyhow::Result<Vec<u8>> {
    let (width, height) = paper::size(drawn);
    let sheet = printing.paper().map(|paper| paper.sheet(width, height));
    if format != Format::Svg {
        tell_lacking(drawn);
    }
    let on_paper = |sheet: Option<Sheet>| match sheet {
        Some(sheet) => paper::on_sheet(drawn, sheet),
        None => drawn.to_owned(),
    };
    match format {
        Format::Pdf => pdf::render(drawn, title, sheet),
        Format::Png => {
            let scale = if sheet.is_some() {
                PRINT_SCALE
            } else {
                PNG_SCALE
            };
            let bytes = png::render(&on_paper(sheet), scale)?;
            if let Some(sheet) = sheet {
                tell_coarse(&bytes, sheet);
            }
            Ok(bytes)
        }
        _ if printing.embed_font => Ok(typeset::with_fonts(&on_paper(sheet)).into_bytes()),
        _ => Ok(on_paper(sheet).into_bytes()),
    }
}

/// Says so where a PNG on a sheet is coarser than 300 dots to the inch, as its limits ask for.
fn tell_coarse(png: &[u8], sheet: Sheet) {
    // The width stands in the bytes 16 to 19 of every PNG.
    let width = png[16..20]
        .iter()
        .fold(0.0, |width, byte| width * 256.0 + f64::from(*byte));
    let dots = width / (sheet.width / 25.4);
    if dots < 295.0 {
        write::answer(
            &format!(
                "the PNG has {dots:.0} dots to the inch, the most that fit in 80 million pixels; a PDF has no such limit\n"
            ),
            true,
        );
    }
}

/// Says which characters are shown by their code.
fn tell_lacking(drawn: &str) {
    let lacking = typeset::lacking(drawn);
    if lacking.is_empty() {
        return;
    }
    let codes = lacking
        .iter()
        .map(|c| format!("{c} U+{:04X}", u32::from(*c)));
    let codes = first_few(codes, 8);
    write::answer(
        &format!(
            "shown by their code, for the typeface lacks them: {codes} (the SVG leaves them to the reader's fonts)\n"
        ),
        true,
    );
}
