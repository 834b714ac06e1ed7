//! Snapshots: whole maps of former days, one file each, in a hidden folder of the map that is left out when the map is read.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::SourceSet;
use super::walk;
use crate::words;

/// The hidden folder.
const FOLDER: &str = ".snapshots";
/// The ending of a snapshot's file.
const ENDING: &str = "yaml";
/// The beginning of the first line of a snapshot. The version of its format and its day follow.
const HEAD: &str = "# flowmap snapshot, format ";
/// The version of the format that is written and read.
const FORMAT: &str = "1";
/// The longest first line.
const LONGEST_HEAD: u64 = 200;
/// The longest name.
const LONGEST_NAME: usize = 100;

/// The snapshots of one map.
#[derive(Debug)]
pub(crate) struct Snapshots {
    /// The hidden folder; it may not be there yet.
    pub(crate) folder: PathBuf,
}

/// One snapshot, read from its first line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Snapshot {
    /// The day that it describes.
    pub(crate) day: String,
    /// Its name.
    pub(crate) name: String,
}

impl Snapshots {
    /// The snapshots of the map at `map`: a folder, or one file, in whose folder they are.
    ///
    /// # Errors
    /// If the folder of the snapshots is a link, which might lead out of the map.
    pub(crate) fn of(map: &Path) -> anyhow::Result<Self> {
        let root = if map.is_file() {
            map.parent().unwrap_or(Path::new(""))
        } else {
            map
        };
        let folder = root.join(FOLDER);
        anyhow::ensure!(
            !folder.is_symlink(),
            "`{}` is a link: snapshots are kept in a folder of the map itself",
            words::path(&folder)
        );
        Ok(Self { folder })
    }

    /// The name of the file of a snapshot.
    pub(crate) fn file(name: &str) -> String {
        format!("{name}.{ENDING}")
    }

    /// The first line of a snapshot of that day.
    pub(crate) fn head(day: &str) -> String {
        format!("{HEAD}{FORMAT}, {day}\n")
    }

    /// True for a possible name of a snapshot: its file has that name on every system.
    pub(crate) fn is_name(name: &str) -> bool {
        let is_ordinary = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        let ends = name.starts_with(['.', '-']) || name.ends_with('.');
        !name.is_empty() && !ends && name.len() <= LONGEST_NAME && name.chars().all(is_ordinary)
    }

    /// True if there is a snapshot of that name, or anything in its place.
    pub(crate) fn has(&self, name: &str) -> bool {
        Self::is_name(name) && fs::symlink_metadata(self.path(name)).is_ok()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(Self::file(name))
    }

    /// All of them, the oldest day first. Files that are no snapshots are left out.
    ///
    /// # Errors
    /// If the folder exists and cannot be listed.
    pub(crate) fn all(&self) -> anyhow::Result<Vec<Snapshot>> {
        if !self.folder.is_dir() {
            return Ok(Vec::new());
        }
        let shown = words::path(&self.folder);
        let entries = fs::read_dir(&self.folder);
        let entries = entries.with_context(|| format!("cannot list the folder `{shown}`"))?;
        let mut all = Vec::new();
        for entry in entries {
            let path = entry
                .with_context(|| format!("cannot list the folder `{shown}`"))?
                .path();
            let name = path.file_stem().map(|name| name.to_string_lossy());
            let is_file = path.extension().is_some_and(|ending| ending == ENDING);
            let Some(name) = name.filter(|name| is_file && Self::is_name(name)) else {
                continue;
            };
            if let Some((_, day)) = head(&path) {
                let name = name.into_owned();
                all.push(Snapshot { day, name });
            }
        }
        all.sort();
        Ok(all)
    }

    /// The text of the snapshot `name`.
    ///
    /// # Errors
    /// If it does not exist, is no snapshot, or is of another format.
    pub(crate) fn open(&self, name: &str) -> anyhow::Result<SourceSet> {
        let path = self.path(name);
        let shown = words::path(&path);
        anyhow::ensure!(
            path.is_file() && !path.is_symlink(),
            "there is no snapshot `{shown}`"
        );
        let Some((format, _)) = head(&path) else {
            anyhow::bail!("`{shown}` is no snapshot: its first line does not say so");
        };
        anyhow::ensure!(
            format == FORMAT,
            "the snapshot `{shown}` has format {}, and this flowmap reads format {FORMAT}: use the version of flowmap that made it",
            words::shown(&format)
        );
        Ok(SourceSet {
            files: vec![walk::read_file(&path, walk::display(&path))],
        })
    }
}

/// The format and the day in the first line of a file; `None` if the file is no snapshot.
fn head(path: &Path) -> Option<(String, String)> {
    let file = fs::File::open(path).ok()?;
    let mut line = String::new();
    BufReader::new(file.take(LONGEST_HEAD))
        .read_line(&mut line)
        .ok()?;
    let (format, day) = line.trim_end().strip_prefix(HEAD)?.split_once(", ")?;
    Some((format.to_owned(), day.to_owned()))
}
