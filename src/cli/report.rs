//! `flowmap report`: pictures and findings in a folder, and a summary in the room's words.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;

use super::MapArgs;
use super::exit::Exit;
use super::picture::PNG_SCALE;
use super::write;
use crate::analysis::Analysis;
use crate::picture::dot;
use crate::picture::layout;
use crate::picture::png;
use crate::picture::svg;
use crate::picture::views;
use crate::picture::views::View;
use crate::print::json;
use crate::print::markdown;
use crate::print::terminal;
use crate::report;
use crate::report::html;
use crate::report::xlsx;

/// The arguments.
#[derive(Debug, Args)]
pub(super) struct Report {
    #[command(flatten)]
    map: MapArgs,
    /// The folder to write to
    #[arg(long, short, value_name = "FOLDER", default_value = "output")]
    output: PathBuf,
}

impl Report {
    pub(super) fn run(&self) -> anyhow::Result<Exit> {
        let analysis = self.map.analysis()?;
        let results = Results::of(&analysis)?;
        write::files(&self.output, &results.files)?;
        for fault in results.faults {
            write::answer(&format!("a picture is not right: {fault}\n"), true);
        }
        write::answer(&self.told(&analysis), false);
        Ok(Exit::Clean)
    }

    /// The summary, the findings to start with, and where to look.
    fn told(&self, analysis: &Analysis) -> String {
        let folder = self.output.display();
        let mut text = terminal::summary(analysis);
        text.push_str(&terminal::highlights(analysis));
        let _ = write!(
            text,
            "
Written to {folder}/:
  report.html                                  the whole report, in one file to open and to take home
  report.md, report.xlsx                       the same as text, and as sheets to sort and filter
  systems.svg, organisations.svg, fields.svg   the map (also .png and .dot)
  duplicates.svg, mismatches.svg, gaps.svg     the findings that touch most, as pictures with the numbers of the report
  findings.md                                  every finding (also .txt and .json)

Next: open {folder}/report.html in a browser; `flowmap draw --of TERM` draws one term's journey, `flowmap explain` says what each
kind of finding means.
"
        );
        text
    }
}

/// The files of a report, by name; for whoever writes it again and again.
pub(super) fn files(analysis: &Analysis) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    Ok(Results::of(analysis)?.files)
}

/// What a report writes.
struct Results {
    /// Each file by name.
    files: Vec<(String, Vec<u8>)>,
    /// What is wrong with its pictures.
    faults: Vec<String>,
}

impl Results {
    fn of(analysis: &Analysis) -> anyhow::Result<Self> {
        let mut files = Vec::new();
        let mut faults = Vec::new();
        for view in View::WHOLE {
            let diagram = views::diagram(analysis, view);
            let scene = layout::place(&diagram);
            let found = layout::checks::check(&diagram, &scene);
            faults.extend(
                found
                    .iter()
                    .map(|fault| format!("{}: {fault}", view.word())),
            );
            let drawn = svg::render(&diagram, &scene);
            files.push((
                format!("{}.dot", view.word()),
                dot::render(&diagram).into_bytes(),
            ));
            files.push((
                format!("{}.png", view.word()),
                png::render(&drawn, PNG_SCALE)?,
            ));
            files.push((format!("{}.svg", view.word()), drawn.into_bytes()));
        }
        let text = terminal::render(analysis, terminal::Style::default());
        let sections = html::sections(analysis, &html::pictures(analysis));
        let page = html::page(html::title(analysis), &sections, &html::Chrome::File);
        files.push(("report.html".to_owned(), page.into_bytes()));
        files.push((
            "report.md".to_owned(),
            report::markdown::report(analysis).into_bytes(),
        ));
        files.push(("report.xlsx".to_owned(), xlsx::render(analysis)?));
        files.push((
            "findings.json".to_owned(),
            json::render(analysis).into_bytes(),
        ));
        files.push((
            "findings.md".to_owned(),
            markdown::render(analysis).into_bytes(),
        ));
        files.push(("findings.txt".to_owned(), text.into_bytes()));
        Ok(Self { files, faults })
    }
}
