//! `flowmap rename`: changes one id in all files.

use std::fmt::Write as _;
use std::path::PathBuf;

use super::exit::Exit;
use super::opened;
use super::write;
use crate::analysis::Options;
use crate::exchange::rename;
use crate::exchange::rename::{Changed, Kind};
use crate::live::Rewritten;
use crate::read::source::{MapFolder, SourceSet};
use crate::words::{counted, path, shown};

/// Change an id in all files of a map, keeping their comments and order
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The id to change: of a system, organisation, term and so on, or a field as `system.field`
    #[arg(value_name = "OLD")]
    old: String,
    /// The new id
    #[arg(value_name = "NEW")]
    new: String,
    /// The folder of flow files, or one file
    #[arg(value_name = "MAP", default_value = "flows")]
    map: PathBuf,
    /// The kind of entry, if several have the id OLD
    #[arg(long, value_name = "KIND")]
    kind: Option<Kind>,
    /// Show the lines that would change, without writing
    #[arg(long)]
    dry_run: bool,
}

impl Args {
    pub(super) fn run(&self) -> anyhow::Result<Exit> {
        let sources = SourceSet::read(&self.map)?;
        let analysis = opened::analysis(sources, Options::default());
        let renamed = rename::rename(&analysis, self.kind, &self.old, &self.new)?;
        if !self.dry_run {
            let files = renamed.files.iter().map(|file| Rewritten {
                name: &file.name,
                old: Some(&file.old),
                new: Some(&file.new),
            });
            let files: Vec<Rewritten<'_>> = files.collect();
            write::all_or_none(&MapFolder::open(&self.map)?, &files)?;
        }
        let mut out = String::new();
        let count: usize = renamed.files.iter().map(|file| lines(file).len()).sum();
        let what = format!(
            "the {} `{}` to `{}`: {} in {}",
            renamed.what,
            shown(&renamed.old),
            shown(&renamed.new),
            counted(count, "line"),
            counted(renamed.files.len(), "file")
        );
        if self.dry_run {
            let _ = writeln!(out, "would rename {what}; nothing is written");
        } else {
            let _ = writeln!(out, "renamed {what}");
        }
        for file in &renamed.files {
            if self.dry_run {
                let _ = writeln!(out, "\n{}", path(file.name.as_ref()));
                for (number, sign, line) in lines(file).into_iter().flatten() {
                    let _ = writeln!(out, "{number:>5} {sign} {}", shown(line));
                }
            } else {
                let _ = writeln!(out, "  {}", path(file.name.as_ref()));
            }
        }
        for note in &renamed.notes {
            let _ = writeln!(out, "\nnote: {}", shown(note));
        }
        write::document(&out)?;
        Ok(Exit::Clean)
    }
}

/// A line with its number, and its sign: `-` for an old line, `+` for a new one.
type Line<'t> = (usize, char, &'t str);

/// The lines that differ: each old line with the new line that replaces it, and each added line alone.
fn lines(file: &Changed) -> Vec<Vec<Line<'_>>> {
    let old: Vec<&str> = file.old.lines().collect();
    let new: Vec<&str> = file.new.lines().collect();
    let mut all = Vec::new();
    let (mut here, mut there) = (0, 0);
    while there < new.len() {
        let (before, after) = (old.get(here), new[there]);
        if before == Some(&after) {
            here += 1;
            there += 1;
        } else if before.is_none()
            || old.len() - here < new.len() - there && is_added(&old, &new, here, there)
        {
            all.push(vec![(there + 1, '+', after)]);
            there += 1;
        } else {
            all.push(vec![(here + 1, '-', old[here]), (there + 1, '+', after)]);
            here += 1;
            there += 1;
        }
    }
    all
}

/// True if a line was added before the line at `here`, which then follows.
fn is_added(old: &[&str], new: &[&str], here: usize, there: usize) -> bool {
    new.get(there + 1) == old.get(here)
}
