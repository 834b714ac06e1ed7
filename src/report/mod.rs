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
use crate::picture::views::{Spec, View};
use crate::print;
use crate::print::Format;
use crate::print::terminal::Style;
use crate::read::finding::side_by_side;

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

/// Every file of a report; with the changes since an older map, if one is given.
///
/// # Errors
/// If a picture or the workbook cannot be packed.
pub(crate) fn make(analysis: &Analysis, since: Option<Since<'_>>) -> anyhow::Result<Made> {
    let mut files = Vec::new();
    let mut faults = Vec::new();
    for made in side_by_side(&View::WHOLE, |view| pictures(analysis, *view)) {
        let (made, found) = made?;
        files.extend(made);
        faults.extend(found);
    }
    let mut add = |name: &str, bytes: Vec<u8>| files.push((name.to_owned(), bytes));
    add(
        "report.html",
        html::file_since(analysis, since).into_bytes(),
    );
    add(
        "report.md",
        markdown::report_since(analysis, since).into_bytes(),
    );
    add("report.xlsx", xlsx::render(analysis, since)?);
    for (name, format) in [
        ("findings.json", Format::Json),
        ("findings.md", Format::Markdown),
        ("findings.txt", Format::Text),
    ] {
        let text = print::findings(analysis, format, Style::default(), None);
        add(name, text.into_bytes());
    }
    Ok(Made { files, faults })
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
fn pictures(analysis: &Analysis, view: View) -> anyhow::Result<(Vec<Named>, Vec<String>)> {
    let word = view.word();
    let spec = Spec {
        // The fields of a map are shown whole, unless nobody could read them.
        is_unfolded: view == View::Fields && analysis.model().fields.len() <= MOST_FIELDS,
        ..Spec::of(view)
    };
    let drawn = picture::draw(analysis, &spec)?;
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
    Ok((files, faults.collect()))
}
