//! `flowmap snapshot`: keeps a map in its present state, so that a later one can be compared with it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::exit::Exit;
use super::write;
use crate::analysis::{Analysis, Options};
use crate::read::model;
use crate::read::model::Date;
use crate::read::source::{Snapshots, SourceSet};
use crate::words;
use crate::words::{first_few, shown};

/// Keep a copy of the whole map under a name; without a name, list the copies
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The name of the snapshot, such as autumn-2025
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// The folder of flow files, or one file
    #[arg(value_name = "MAP", default_value = "flows")]
    map: PathBuf,
    /// The day that it describes, such as 2025-10-14 [default: the map's `as_of`]
    #[arg(long, value_name = "DATE", value_parser = super::args::date)]
    date: Option<Date>,
    /// List the snapshots of this map
    #[arg(long, value_name = "MAP", conflicts_with_all = ["name", "date"])]
    list: Option<PathBuf>,
}

impl Args {
    pub(super) fn run(&self) -> anyhow::Result<Exit> {
        match &self.name {
            Some(name) => self.keep(name),
            None => {
                anyhow::ensure!(
                    self.date.is_none(),
                    "--date goes with the name of a new snapshot"
                );
                list(self.list.as_deref().unwrap_or(&self.map))
            }
        }
    }

    fn keep(&self, name: &str) -> anyhow::Result<Exit> {
        anyhow::ensure!(
            Snapshots::is_name(name),
            "`{}` cannot be the name of a snapshot: take letters, digits, - and _",
            shown(name)
        );
        let snapshots = Snapshots::of(&self.map)?;
        anyhow::ensure!(
            !snapshots.has(name),
            "there is a snapshot `{name}` already, and nothing is overwritten: take another name"
        );
        let analysis = Analysis::of(SourceSet::read(&self.map)?, Options::default());
        let unread = analysis.unread();
        anyhow::ensure!(
            unread.is_empty(),
            "not kept, because these files could not be read whole: {} (`flowmap check` says why)",
            first_few(unread.iter().map(|name| shown(name)), 3)
        );
        let mut model = analysis.model().clone();
        let Some(day) = self.date.or(model.about.as_of) else {
            anyhow::bail!(
                "the map does not say which day it describes: add `as_of` to its section `map`, or give --date"
            );
        };
        model.about.as_of = Some(day);
        let day = day.to_string();
        let text = Snapshots::head(&day) + &model::encode(&model);
        let file = Snapshots::file(name);
        write::new_files(&snapshots.folder, &[(file.clone(), text.into_bytes())])?;
        write::document(&format!(
            "kept the map of {day} as {}; `flowmap compare {name}` says what changed since\n",
            words::path(&snapshots.folder.join(file))
        ))?;
        Ok(Exit::Clean)
    }
}

/// The snapshots of a map, the oldest day first.
fn list(map: &Path) -> anyhow::Result<Exit> {
    // Fails with a message if there is no map.
    SourceSet::read(map)?;
    let all = Snapshots::of(map)?.all()?;
    let mut text = String::new();
    for snapshot in &all {
        let _ = writeln!(text, "{}  {}", shown(&snapshot.day), snapshot.name);
    }
    if all.is_empty() {
        text.push_str("no snapshot is kept yet: `flowmap snapshot NAME` keeps one\n");
    }
    write::document(&text)?;
    Ok(Exit::Clean)
}
