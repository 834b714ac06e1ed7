//! `flowmap report`: pictures and findings in a folder, and a summary on the terminal.

use std::fmt::Write as _;
use std::path::PathBuf;

use super::args::MapArgs;
use super::exit::Exit;
use super::opened;
use super::write;
use crate::analysis::{Analysis, Options};
use crate::compare;
use crate::print::terminal;
use crate::report;
use crate::report::Since;
use crate::words;

/// Read a map and write pictures and findings to a folder
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    map: MapArgs,
    /// The folder to write to
    #[arg(long, short, value_name = "FOLDER", default_value = "output")]
    output: PathBuf,
    /// Add a chapter on what changed since an older map: a folder, file, snapshot or git revision
    #[arg(long, value_name = "OLD")]
    since: Option<String>,
}

/// The number of pictures from which the state of the work is shown on a terminal.
const MANY: usize = 300;
/// The number of pictures after which it is shown again.
const STEP: usize = 20;

impl Args {
    pub(super) fn run(&self) -> anyhow::Result<Exit> {
        let analysis = self.map.analysis()?;
        let old = self.since.as_deref();
        let old = old
            .map(|old| opened::sources(old, &self.map.map))
            .transpose()?;
        let old = old.map(|old| opened::analysis(old, Options::default()));
        let changes = old.as_ref().map(|old| compare::changes(old, &analysis));
        let since = old.as_ref().zip(changes.as_ref());
        let since = since.map(|(old, changes)| Since { old, changes });
        let drawing = |done: usize, all: usize| {
            if all >= MANY && (done.is_multiple_of(STEP) || done == all) {
                write::progress(&format!("drawing: {done} of {all} pictures"));
            }
        };
        let made = report::make(&analysis, since, &drawing)?;
        write::progress("");
        write::files(&self.output, &made.files)?;
        for fault in made.faults {
            write::aside(&format!("a picture is not right: {fault}\n"));
        }
        write::document(&self.told(&analysis))?;
        Ok(Exit::Clean)
    }

    /// The summary, the topics to start with, and the names of the files.
    fn told(&self, analysis: &Analysis) -> String {
        let folder = words::path(&self.output);
        let mut text = terminal::summary(analysis);
        text.push_str(&terminal::first_topics(analysis));
        let left_out = report::left_out(analysis);
        if left_out > 0 {
            let _ = writeln!(
                text,
                "\nThe map is large: report.html leaves out {} that can be chosen. `flowmap serve` draws every one on request.",
                words::counted(left_out, "picture")
            );
        }
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
