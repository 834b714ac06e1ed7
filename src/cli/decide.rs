//! `flowmap decide`: writes a decision into the map.

use std::fmt::Write as _;
use std::path::PathBuf;

use super::args::date;
use super::exit::Exit;
use super::opened;
use super::write;
use crate::analysis::Options;
use crate::exchange::ledger;
use crate::exchange::ledger::Resolution;
use crate::live::Rewritten;
use crate::read::model::{Date, DecisionStatus};
use crate::read::source::{Files as _, MapFolder, SourceSet};
use crate::words::{counted, shown};

/// Record a decision on a finding or topic, and the action agreed
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The name of a finding or topic, as `flowmap check --format csv` and `flowmap topics` print it; `*` stands for any characters
    #[arg(value_name = "NAME")]
    name: String,
    /// The folder of flow files, or one file
    #[arg(value_name = "MAP", default_value = "flows")]
    map: PathBuf,
    /// The decision
    #[arg(long, value_name = "STATUS")]
    status: DecisionStatus,
    /// The reason
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
    /// The organisation that decided
    #[arg(long, value_name = "ORG")]
    by: Option<String>,
    /// The action agreed
    #[arg(long, value_name = "TEXT")]
    action: Option<String>,
    /// The organisation that owns the action
    #[arg(long, value_name = "ORG")]
    owner: Option<String>,
    /// The day the action is due, such as 2026-02-01
    #[arg(long, value_name = "DATE", value_parser = date)]
    due: Option<Date>,
    /// The day after which the finding is open again
    #[arg(long, value_name = "DATE", value_parser = date)]
    until: Option<Date>,
}

impl Args {
    pub(super) fn run(&self) -> anyhow::Result<Exit> {
        let sources = SourceSet::read(&self.map)?;
        let new_file = MapFolder::open(&self.map)?.new_name("decisions.yaml");
        let analysis = opened::analysis(sources, Options::default());
        let resolution = Resolution {
            name: self.name.clone(),
            status: self.status,
            why: self.why.clone(),
            by: self.by.clone(),
            action: self.action.clone(),
            owner: self.owner.clone(),
            due: self.due,
            until: self.until,
            is_whole: false,
        };
        let decided = ledger::decide(&analysis, &resolution, &new_file)?;
        let file = &decided.file;
        write::all_or_none(
            &MapFolder::open(&self.map)?,
            &[Rewritten {
                name: &file.name,
                old: (!decided.is_new).then_some(&*file.old),
                new: Some(&file.new),
            }],
        )?;
        let done = if decided.is_again {
            "changed the decision"
        } else {
            "wrote a decision"
        };
        let mut told = format!(
            "{done} about {} to {}\n",
            counted(decided.findings, "finding"),
            shown(&file.name)
        );
        for note in &decided.notes {
            let _ = writeln!(told, "note: {}", shown(note));
        }
        write::document(&told)?;
        Ok(Exit::Clean)
    }
}
