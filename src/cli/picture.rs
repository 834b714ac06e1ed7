//! A picture in the requested format, on its sheet of paper.

use super::write;
use crate::picture::dot;
use crate::picture::drawio;
use crate::picture::mermaid;
use crate::picture::paper;
use crate::picture::paper::{Paper, Sheet};
use crate::picture::pdf;
use crate::picture::png;
use crate::picture::scene_json;
use crate::picture::sheets::Sheets;
use crate::picture::typeface::typeset;
use crate::picture::views::diagram::Diagram;
use crate::picture::{Drawn, Format};
use crate::words::{counted, first_few};

/// Pixels of a PNG for each CSS pixel (96 to the inch) on paper: 300 to the inch.
const PRINT_SCALE: f32 = 300.0 / 96.0;

/// The formats by file ending.
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

/// The arguments that fit a picture for paper.
#[derive(Debug, clap::Args)]
pub(super) struct Printing {
    /// Fit the picture to this paper size, with as much detail as stays readable; for svg, png and pdf
    #[arg(
        long,
        value_enum,
        value_name = "A4|A3|A1|A0",
        hide_possible_values = true
    )]
    paper: Option<Paper>,
    /// Fit the picture to a slide (16:9); for svg, png and pdf
    #[arg(long, conflicts_with = "paper")]
    slide: bool,
}

impl Printing {
    /// The sheet that the picture is for.
    pub(super) fn sheet(&self) -> Option<Paper> {
        if self.slide {
            Some(Paper::Slide)
        } else {
            self.paper
        }
    }

    /// Refuses the arguments that do not go with a format.
    pub(super) fn check(&self, format: Format) -> anyhow::Result<()> {
        anyhow::ensure!(
            self.sheet().is_none() || matches!(format, Format::Svg | Format::Png | Format::Pdf),
            "{} is for .svg, .png and .pdf: the other forms have no size on paper",
            if self.slide { "--slide" } else { "--paper" }
        );
        Ok(())
    }
}

/// A diagram in a format without places, as text.
pub(super) fn unplaced(diagram: &Diagram, format: Format) -> Vec<u8> {
    if format == Format::Dot {
        return dot::document(diagram).into_bytes();
    }
    let text = mermaid::render(diagram);
    let (lines, letters) = (diagram.edges.len(), text.chars().count());
    if lines > mermaid::MOST_LINES || letters > mermaid::LONGEST_TEXT {
        write::aside(&format!(
            "Mermaid draws at most {} lines and {} characters unless its page allows more (maxEdges, maxTextSize); this has {} and {}: narrow it with --only or --focus\n",
            mermaid::MOST_LINES,
            mermaid::LONGEST_TEXT,
            counted(lines, "line"),
            counted(letters, "character")
        ));
    }
    text.into_bytes()
}

/// A finished picture in a format with places, on its sheet if there is one.
pub(super) fn placed(
    drawn: &Drawn,
    format: Format,
    printing: &Printing,
) -> anyhow::Result<Vec<u8>> {
    let (diagram, scene) = (&drawn.diagram, &drawn.scene);
    match format {
        Format::Json => return Ok(scene_json::render(diagram, scene).into_bytes()),
        Format::Drawio => return Ok(drawio::render(diagram, scene).into_bytes()),
        _ => {}
    }
    let svg = drawn.svg();
    let size = (scene.width, scene.height);
    let sheet = printing.sheet();
    let sheet = sheet.map(|paper| paper.sheet(size.0, size.1));
    if format != Format::Svg {
        tell_lacking(&svg);
    }
    if format == Format::Pdf {
        return pdf::render(&svg, &diagram.title, sheet);
    }
    let svg = match sheet {
        Some(sheet) => paper::on_sheet(&svg, size, sheet),
        None => svg,
    };
    match (format, sheet) {
        (Format::Png, Some(sheet)) => {
            let bytes = png::render(&svg, PRINT_SCALE)?;
            tell_coarse(&bytes, sheet);
            Ok(bytes)
        }
        (Format::Png, None) => {
            let bytes = png::render(&svg, png::SCALE)?;
            tell_small(&bytes, size.0);
            Ok(bytes)
        }
        _ => Ok(typeset::with_fonts(&svg).into_bytes()),
    }
}

/// A picture that goes on from sheet to sheet: one PDF, or a file for each sheet.
pub(super) fn on_sheets(
    drawn: &Drawn,
    sheets: &Sheets,
    format: Format,
) -> anyhow::Result<Vec<Vec<u8>>> {
    let svg = drawn.svg();
    if format != Format::Svg {
        tell_lacking(&svg);
    }
    let places = 0..sheets.parts.len();
    match format {
        Format::Pdf => Ok(vec![pdf::render_sheets(
            &svg,
            &drawn.diagram.title,
            sheets,
        )?]),
        Format::Png => places
            .map(|place| png::render_sheet(&svg, sheets, place, PRINT_SCALE))
            .collect(),
        _ => Ok(places
            .map(|place| typeset::with_fonts(&sheets.svg(&svg, place)).into_bytes())
            .collect()),
    }
}

/// Tells the user that a PNG had to shrink because of the limits on its size.
fn tell_small(png: &[u8], width: f64) {
    let share = png_width(png) / (width * f64::from(png::SCALE));
    if share < 0.99 {
        write::aside(&format!(
            "the PNG is drawn at {:.0} % of its size, the most that fit in 16,000 pixels a side and 80 million in all: an SVG or PDF has no such limit, --only and --focus draw a part\n",
            (share * 100.0).max(1.0)
        ));
    }
}

/// The width of a PNG in pixels: bytes 16 to 19 of every PNG.
fn png_width(png: &[u8]) -> f64 {
    let bytes = png[16..20].iter();
    bytes.fold(0.0, |width, byte| width * 256.0 + f64::from(*byte))
}

/// Tells the user that a PNG on a sheet has less than 300 dots to the inch because of the limits on its size.
fn tell_coarse(png: &[u8], sheet: Sheet) {
    let dots = png_width(png) / (sheet.width / 25.4);
    if dots < 295.0 {
        write::aside(&format!(
            "the PNG has {dots:.0} dots to the inch, the most that fit in 80 million pixels; a PDF has no such limit\n"
        ));
    }
}

/// Tells the user the characters that are shown by their code.
fn tell_lacking(drawn: &str) {
    let lacking = typeset::lacking(drawn);
    if lacking.is_empty() {
        return;
    }
    let codes = lacking
        .iter()
        .map(|c| format!("{c} U+{:04X}", u32::from(*c)));
    let codes = first_few(codes, 8);
    write::aside(&format!(
        "shown by their code, for the typeface lacks them: {codes} (the SVG leaves them to the reader's fonts)\n"
    ));
}
