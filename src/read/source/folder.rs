//! The folder of a live map: the files that may be opened by name, and their present text.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use cap_std::ambient_authority;
use cap_std::fs::Dir;

use super::LARGEST_FILE;
use super::Snapshots;
use super::SourceSet;
use super::files;
use super::files::{Files, Refusal};
use super::walk;

/// A map that is read again at each change. Links out of its folder are never followed.
#[derive(Debug, Clone)]
pub(crate) struct MapFolder {
    /// The path given for the map: a folder or one file.
    map: PathBuf,
    /// The real path of the folder, or of the file's folder if the map is one file.
    root: PathBuf,
    /// The prefix of shown names, such as `flows/`.
    prefix: String,
    is_file: bool,
}

/// A file of a map: the real path of the map's folder, and the relative path of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct InMap {
    /// The real path of the map's folder.
    pub(crate) root: PathBuf,
    /// The path of the file, relative to it.
    pub(crate) inner: PathBuf,
}

impl MapFolder {
    /// The map at `path`, a folder or one file.
    ///
    /// # Errors
    /// If there is nothing at `path`.
    pub(crate) fn open(path: &Path) -> anyhow::Result<Self> {
        // This gives the same error as every other command.
        SourceSet::read(path)?;
        let is_file = path.is_file();
        let parent = path.parent().unwrap_or(Path::new(""));
        let folder = if is_file { parent } else { path };
        let root = if folder.as_os_str().is_empty() {
            Path::new(".")
        } else {
            folder
        };
        let root = fs::canonicalize(root)?;
        let shown = walk::display(folder);
        let prefix = match shown.as_str() {
            "" | "." => String::new(),
            shown => format!("{}/", shown.trim_end_matches('/')),
        };
        Ok(Self {
            map: path.to_owned(),
            root,
            prefix,
            is_file,
        })
    }

    /// The real path of the folder to watch, and true if its subfolders belong to the map.
    pub(crate) fn watched(&self) -> (&Path, bool) {
        (&self.root, !self.is_file)
    }

    /// True if a change of this path can change the map.
    pub(crate) fn concerns(&self, path: &Path) -> bool {
        let name = path.file_name();
        if self.is_file {
            return name == self.map.file_name();
        }
        // A folder that is added or removed also adds or removes its files.
        name.is_none_or(|name| !walk::is_hidden(name))
            && (walk::is_flow_file(path) || path.extension().is_none() || path.is_dir())
    }

    /// The present real path of the folder. A link in its place may have changed its target.
    fn root(&self) -> Result<PathBuf, Refusal> {
        let folder = if self.is_file {
            self.map.parent().unwrap_or(Path::new(""))
        } else {
            &self.map
        };
        let folder = if folder.as_os_str().is_empty() {
            Path::new(".")
        } else {
            folder
        };
        fs::canonicalize(folder).map_err(|_| Refusal::Absent)
    }

    /// The file with that name or, if `is_new`, a file that may be written there.
    ///
    /// # Errors
    /// If the name leads out of the map or is not that of a flow file, or if the file does not exist (or exists).
    pub(crate) fn find(&self, name: &str, is_new: bool) -> Result<InMap, Refusal> {
        let inner = name.strip_prefix(&self.prefix).ok_or(Refusal::Outside)?;
        let inner = Path::new(inner);
        files::check_path(inner, name)?;
        let root = self.root()?;
        let path = root.join(inner);
        if self.is_file && path.file_name() != self.map.file_name() {
            return Err(Refusal::Outside);
        }
        let is_there = fs::symlink_metadata(&path).is_ok();
        if !is_there && !files::may_be_new(inner) {
            return Err(Refusal::OddName);
        }
        let stands = match (is_there, is_new) {
            (true, _) => path.as_path(),
            (false, true) => path.parent().ok_or(Refusal::Outside)?,
            (false, false) => return Err(Refusal::Absent),
        };
        let real = fs::canonicalize(stands).map_err(|_| Refusal::Outside)?;
        let is_map = real == root || walk::is_of_the_map(&real, &root);
        if !is_map || (is_there && !real.is_file()) {
            return Err(Refusal::Outside);
        }
        Ok(InMap {
            root,
            inner: inner.to_owned(),
        })
    }
}

impl Files for MapFolder {
    fn read(&self) -> anyhow::Result<SourceSet> {
        SourceSet::read(&self.map)
    }

    fn stamp(&self) -> u64 {
        walk::stamp(&self.map)
    }

    fn snapshots(&self) -> Option<Snapshots> {
        Snapshots::of(&self.map).ok()
    }

    fn text(&self, name: &str) -> Result<String, Refusal> {
        let found = self.find(name, false)?;
        let unreadable = |error| Refusal::NotText(format!("this file cannot be read: {error}"));
        // The path is followed step by step from the folder, so that a link put on it meanwhile leads nowhere.
        let folder = Dir::open_ambient_dir(&found.root, ambient_authority()).map_err(unreadable)?;
        let file = folder.open(&found.inner).map_err(unreadable)?;
        let metadata = file.metadata().map_err(unreadable)?;
        if metadata.len() > LARGEST_FILE {
            return Err(Refusal::NotText(
                "this file is too large to be opened here".to_owned(),
            ));
        }
        let mut bytes = Vec::new();
        file.take(LARGEST_FILE)
            .read_to_end(&mut bytes)
            .map_err(unreadable)?;
        files::text_of(bytes)
    }

    fn may_be(&self, name: &str) -> Result<(), Refusal> {
        self.find(name, true).map(|_| ())
    }

    fn new_name(&self, name: &str) -> String {
        if self.is_file {
            let own = self.map.file_name().unwrap_or_default();
            return format!("{}{}", self.prefix, own.to_string_lossy());
        }
        format!("{}{name}", self.prefix)
    }
}
