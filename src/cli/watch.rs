//! `flowmap watch`: the report written again at every save, with one line on the findings opened and closed.

use std::fmt::Write as _;
use std::path::PathBuf;

use super::args::MapArgs;
use super::exit::Exit;
use super::write;
use crate::analysis::Analysis;
use crate::live::{Change, Look, Told};
use crate::report;
use crate::serve;
use crate::words;
use crate::words::{and_more, first_few, shown};

/// Limit on the findings that a line names; the others are counted.
const NAMED: usize = 3;

/// Write the report again whenever a file is saved
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    map: MapArgs,
    /// The folder to write to
    #[arg(
        long,
        visible_alias = "output",
        short,
        value_name = "FOLDER",
        default_value = "output"
    )]
    out: PathBuf,
}

impl Args {
    pub(super) fn run(&self) -> anyhow::Result<Exit> {
        let (folder, live) = self.map.live()?;
        // A file of the report that another program holds is written as soon as it can be; without the folder there is nothing to wait for.
        let mut unwritten = String::new();
        if let Err(error) = self.write(&live.shown()) {
            if !self.out.is_dir() {
                return Err(error);
            }
            unwritten = not_written(&error);
            write::aside(&unwritten);
        }
        write::document(&format!(
            "The report on {} goes to {}\nIt is written again whenever a file of the map is saved. Leave this running; Ctrl-C ends it.\n",
            words::path(&self.map.map),
            words::path(&self.out)
        ))?;
        for fault in live.faults() {
            write::aside(&format!("cannot be read: {}\n", shown(&fault.line())));
        }
        serve::watch(&folder, |is_patient| match live.look(is_patient) {
            Look::Same => {
                // Only a new reason is told again.
                if !unwritten.is_empty() {
                    match self.write(&live.shown()) {
                        Ok(()) => {
                            unwritten.clear();
                            write::aside("the rest of the report is written now\n");
                        }
                        Err(error) => {
                            let told = not_written(&error);
                            if told != unwritten {
                                write::aside(&told);
                            }
                            unwritten = told;
                        }
                    }
                }
                true
            }
            Look::Unsettled => false,
            Look::Changed(change) => {
                let written = if change.is_held {
                    Ok(())
                } else {
                    self.write(&live.shown())
                };
                // If nothing can be printed, the report is still written at the next save.
                if let Err(error) = write::document(&told(&change)) {
                    write::aside(&format!("{error:#}\n"));
                }
                unwritten.clear();
                if let Err(error) = written {
                    unwritten = not_written(&error);
                    write::aside(&unwritten);
                }
                true
            }
        });
        Ok(Exit::Clean)
    }

    fn write(&self, analysis: &Analysis) -> anyhow::Result<()> {
        write::files(&self.out, &report::make(analysis, None, &|_, _| ())?.files)
    }
}

/// The words for files of the report that could not be written; the others were.
fn not_written(error: &anyhow::Error) -> String {
    format!("not written of the report, and tried again: {error:#}\n")
}

/// One line about a change, and one more for each fault.
pub(super) fn told(change: &Change) -> String {
    let mut text = match &change.files[..] {
        [] => "the map".to_owned(),
        [one] => shown(one).into_owned(),
        [one, more @ ..] => shown(one).into_owned() + &and_more(more.len()),
    };
    if change.is_held {
        text.push_str(": cannot be read whole; the last good picture stays\n");
    } else {
        let parts: Vec<String> = [("new", &change.opened), ("gone", &change.closed)]
            .into_iter()
            .filter(|(_, findings)| !findings.is_empty())
            .map(|(word, findings)| format!("{} {word} ({})", findings.len(), names(findings)))
            .collect();
        let parts = if parts.is_empty() {
            "no finding came or went".to_owned()
        } else {
            parts.join("; ")
        };
        let _ = writeln!(text, ": {parts}");
    }
    for fault in &change.faults {
        let _ = writeln!(text, "  {}", shown(&fault.line()));
    }
    text
}

fn names(findings: &[Told]) -> String {
    first_few(findings.iter().map(|told| shown(&told.name)), NAMED)
}
