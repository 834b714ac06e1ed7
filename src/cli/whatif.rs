//! `flowmap whatif`: tries changes without writing them.

use std::path::PathBuf;

use super::exit::Exit;
use super::opened;
use super::write;
use crate::analysis::Options;
use crate::print;
use crate::print::AnswerFormat;
use crate::read::source::SourceSet;
use crate::whatif;
use crate::whatif::Each;

/// Try changes without writing them: findings, needs and yearly supplies before and after
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Changes, several together or the id of a scenario of the map:
  retire SYSTEM            a system is no longer there; also: retire 'a -> b'
  merge A into B           the system A is taken into B
  serve A from B           A gets what it asks for from B
  agree TERM type=date     everyone keeps to one definition; also covers=, codes=, unit=, definition=
  add 'a -> b: [field]'    a flow is added
  as-of 2026-10-01         the map is looked at on that day
  with planned,proposed    flows of these statuses stand as well

Example: flowmap whatif 'retire form_16' 'serve register from form_17'")]
pub(super) struct Args {
    /// The changes, or names of scenarios in the map
    #[arg(value_name = "CHANGE", required_unless_present = "each")]
    changes: Vec<String>,
    /// Try every possible change of one kind, and rank the results
    #[arg(long, value_name = "KIND", conflicts_with = "changes")]
    each: Option<Each>,
    /// The folder of flow files, or one file
    #[arg(long, value_name = "MAP", default_value = "flows")]
    map: PathBuf,
    /// The format of the answer
    #[arg(long, value_enum, default_value_t = AnswerFormat::Text)]
    format: AnswerFormat,
}

impl Args {
    pub(super) fn run(&self) -> anyhow::Result<Exit> {
        let sources = SourceSet::read(&self.map)?;
        let analysis = opened::analysis(sources, Options::default());
        let answer = match self.each {
            Some(kind) => whatif::each(&analysis, kind),
            None => {
                let wishes = whatif::wishes(&analysis, &self.changes)?;
                whatif::answer(&whatif::try_out(&analysis, &wishes)?)
            }
        };
        write::document(&print::answer(&analysis.sources, &answer, self.format))?;
        Ok(Exit::Clean)
    }
}
