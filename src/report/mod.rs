//! Turns an analysis into a report: a value, written as one HTML file, as Markdown and as a workbook, with pictures in the same folder.

pub(crate) mod page;

pub mod html;

pub mod markdown;

pub(crate) mod xlsx;

use crate::analysis::Analysis;
use crate::picture;
use crate::picture::dot;
use crate::picture::png;
use crate::picture::typeface::typeset;
use crate::picture::views::{Basis, Spec, View};
use crate::print;
use crate::print::Format;
use crate::print::terminal::Style;
use crate::read::finding::side_by_side;

/// Told the number of pictures drawn and of all that are to be drawn, after each.
pub(crate) type Drawing<'d> = &'d (dyn Fn(usize, usize) + Sync);

/// A file by name.
type Named = (String, Vec<u8>);

pub(crate) use self::page::Since;

/// A report before it is written.
#[derive(Debug)]
pub(crate) struct Made {
    /// Each file by name.
    pub(crate) files: Vec<Named>,
    /// The faults of its pictures, in words.
    pub(crate) faults: Vec<String>,
}

/// The number of pictures that a reader could choose and that the page of a large map leaves out.
pub(crate) fn left_out(analysis: &Analysis) -> usize {
    html::left_out(analysis)
}

/// Every file of a report; with the changes since an older map, if one is given.
///
/// # Errors
/// If a picture or the workbook cannot be packed.
pub(crate) fn make(
    analysis: &Analysis,
    since: Option<Since<'_>>,
    drawing: Drawing<'_>,
) -> anyhow::Result<Made> {
    let basis = Basis::of(analysis);
    let mut made = Made {
        files: Vec::new(),
        faults: Vec::new(),
    };
    for piece in side_by_side(&pieces(), |piece| piece.make(&basis, since, drawing)) {
        let piece = piece?;
        made.files.extend(piece.files);
        made.faults.extend(piece.faults);
    }
    Ok(made)
}

/// A part of a report that is made on its own.
enum Piece {
    /// The page.
    Page,
    /// The page as Markdown.
    Markdown,
    /// The workbook.
    Workbook,
    /// The files of one picture.
    Picture(View),
    /// All findings, under this name.
    Findings(&'static str, Format),
}

/// All parts. The page comes first because it takes longest: then no core waits for it at the end.
fn pieces() -> Vec<Piece> {
    let mut pieces = vec![Piece::Page];
    pieces.extend(View::WHOLE.into_iter().map(Piece::Picture));
    pieces.extend([
        Piece::Workbook,
        Piece::Markdown,
        Piece::Findings("findings.json", Format::Json),
        Piece::Findings("findings.md", Format::Markdown),
        Piece::Findings("findings.txt", Format::Text),
    ]);
    pieces
}

impl Piece {
    fn make(
        &self,
        basis: &Basis<'_>,
        since: Option<Since<'_>>,
        drawing: Drawing<'_>,
    ) -> anyhow::Result<Made> {
        let analysis = basis.analysis();
        let one = |name: &str, bytes: Vec<u8>| Made {
            files: vec![(name.to_owned(), bytes)],
            faults: Vec::new(),
        };
        Ok(match self {
            Piece::Page => one(
                "report.html",
                html::file_since(basis, since, drawing).into_bytes(),
            ),
            Piece::Markdown => one(
                "report.md",
                markdown::report_since(analysis, since).into_bytes(),
            ),
            Piece::Workbook => one("report.xlsx", xlsx::render(analysis, since)?),
            Piece::Picture(view) => pictures(basis, *view)?,
            Piece::Findings(name, format) => {
                let text = print::findings(analysis, *format, Style::default(), None);
                one(name, text.into_bytes())
            }
        })
    }
}

/// One file of a report by its name, without those of the pictures.
///
/// # Errors
/// If there is no such file, or the workbook cannot be packed.
pub(crate) fn made(analysis: &Analysis, name: &str) -> anyhow::Result<Vec<u8>> {
    let findings = |format| print::findings(analysis, format, Style::default(), None).into_bytes();
    match name {
        "report.html" => Ok(html::file(analysis).into_bytes()),
        "report.md" => Ok(markdown::report_since(analysis, None).into_bytes()),
        "report.xlsx" => Ok(xlsx::render(analysis, None)?),
        "findings.json" => Ok(findings(Format::Json)),
        "findings.md" => Ok(findings(Format::Markdown)),
        "findings.txt" => Ok(findings(Format::Text)),
        _ => anyhow::bail!("a report has no file `{name}`"),
    }
}

/// Limit on the fields of an unfolded picture of fields: above it, the picture would be larger than the rest of the report, and unreadable.
const MOST_FIELDS: usize = 2_000;

/// The files of one picture, and its faults in words.
fn pictures(basis: &Basis<'_>, view: View) -> anyhow::Result<Made> {
    let word = view.word();
    let spec = Spec {
        // The fields of a map are shown whole, unless nobody could read them.
        is_unfolded: view == View::Fields && basis.analysis().model().fields.len() <= MOST_FIELDS,
        ..Spec::of(view)
    };
    let drawn = picture::draw_of_many(basis, &spec)?;
    let faults = drawn.faults();
    let faults = faults.iter().map(|fault| format!("{word}: {fault}"));
    let svg = drawn.svg();
    let dot = dot::document(&drawn.diagram);
    let png = png::render_for_screen(&svg)?;
    let svg = typeset::with_fonts(&svg);
    let files = vec![
        (format!("{word}.dot"), dot.into_bytes()),
        (format!("{word}.png"), png),
        (format!("{word}.svg"), svg.into_bytes()),
    ];
    Ok(Made {
        files,
        faults: faults.collect(),
    })
}
