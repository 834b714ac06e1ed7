//! `flowmap compare`: the differences between two maps, or between a map and an earlier state of it.

use std::path::PathBuf;

use super::exit::Exit;
use super::opened;
use super::write;
use crate::analysis::{Analysis, Options};
use crate::compare;
use crate::print::AnswerFormat;
use crate::print::changes;
use crate::read::finding::at_once;
use crate::read::source::SourceSet;

/// Compare two maps: entries added, removed and changed, and findings opened and closed
#[derive(Debug, clap::Args)]
#[command(
    after_help = "OLD and NEW are folders, files, names of snapshots, or git revisions such as HEAD~3:flows. The exit status is 0 where nothing differs, 1 where something does, 2 where it could not run."
)]
pub(super) struct Args {
    /// The older map [default: the newest snapshot of the newer map]
    #[arg(value_name = "OLD")]
    old: Option<String>,
    /// The newer map
    #[arg(value_name = "NEW", default_value = "flows")]
    new: String,
    /// The format of the changes
    #[arg(long, value_enum, default_value_t = AnswerFormat::Text)]
    format: AnswerFormat,
}

impl Args {
    pub(super) fn run(&self) -> anyhow::Result<Exit> {
        // Snapshots are those of the newer map, or of `flows/` if the newer map is not on this disk.
        let map = PathBuf::from(&self.new);
        let map = if map.exists() { map } else { "flows".into() };
        let old = match &self.old {
            Some(old) => opened::sources(old, &map)?,
            None => opened::sources(&opened::newest(&map)?.name, &map)?,
        };
        let new = opened::sources(&self.new, &map)?;
        let (old, new) = both(old, new);
        let mut changes = compare::changes(&old, &new);
        let earlier = opened::earlier(&map, changes.old.day.as_deref());
        compare::trace_back(&mut changes, &new, &earlier);
        let sides = (&old.sources, &new.sources);
        write::document(&changes::changes(&changes, sides, self.format))?;
        Ok(if changes.is_empty() {
            Exit::Clean
        } else {
            Exit::Findings
        })
    }
}

/// The analyses of two maps, made at the same time; the user is told the files that could not be read whole.
fn both(old: SourceSet, new: SourceSet) -> (Analysis, Analysis) {
    let read = |sources| Analysis::of(sources, Options::default());
    let (old, new) = at_once(|| read(old), || read(new));
    opened::tell_unread(&old);
    opened::tell_unread(&new);
    (old, new)
}
