//! The folder of a live map: which of its files may be opened by name, and their text now.

use std::fmt;
use std::fs;
use std::path::Component;
use std::path::Path;
use std::path::PathBuf;

use super::LARGEST_FILE;
use super::SourceSet;
use super::walk;

/// A map that is read again at each change. Links out of its folder are never followed.
#[derive(Debug, Clone)]
pub struct MapFolder {
    /// The map as it was named: a folder or one file.
    map: PathBuf,
    /// The real path of the folder; of the file's folder where the map is one file.
    root: PathBuf,
    /// The prefix of the names shown, such as `flows/`.
    prefix: String,
    is_file: bool,
}

/// Why a file may not be opened; its `Display` is the text for the reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The name is not that of a flow file of this map.
    Outside,
    /// No such file.
    Absent,
    /// It is there and cannot be shown as text, for this reason.
    NotText(String),
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Outside => formatter.write_str(
                "this is not a flow file of the map: only files in its folder that end in .yaml or .yml can be opened",
            ),
            Refusal::Absent => formatter.write_str("this file is no longer there"),
            Refusal::NotText(why) => formatter.write_str(why),
        }
    }
}

impl MapFolder {
    /// The map at `path`, a folder or one file.
    ///
    /// # Errors
    /// When nothing stands there.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        // A folder that cannot be read gets the same message as in every other command.
        SourceSet::read_along(path, walk::Links::Within)?;
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

    /// The map as it was named.
    pub fn shown(&self) -> &Path {
        &self.map
    }

    /// The folder to watch, a real path, and whether the folders in it belong to the map.
    pub fn watched(&self) -> (&Path, bool) {
        (&self.root, !self.is_file)
    }

    /// True where a change of this path can change the map.
    pub fn concerns(&self, path: &Path) -> bool {
        let name = path.file_name();
        if self.is_file {
            return name == self.map.file_name();
        }
        // A folder that came or went brings or takes its files along.
        name.is_none_or(|name| !walk::is_hidden(name))
            && (walk::is_flow_file(path) || path.extension().is_none() || path.is_dir())
    }

    /// Its files as they are now.
    ///
    /// # Errors
    /// When the folder is gone or holds no flow file.
    pub fn read(&self) -> anyhow::Result<SourceSet> {
        SourceSet::read_along(&self.map, walk::Links::Within)
    }

    /// A hash of the paths, sizes and times of its files. It changes when a file is saved.
    pub fn stamp(&self) -> u64 {
        walk::stamp(&self.map)
    }

    /// Where the file of that name stands or, where `is_new`, would stand.
    ///
    /// # Errors
    /// When the name leads out of the map or is none of a flow file, or when the file is (or is not) there.
    pub fn find(&self, name: &str, is_new: bool) -> Result<PathBuf, Refusal> {
        let inner = name.strip_prefix(&self.prefix).ok_or(Refusal::Outside)?;
        let inner = Path::new(inner);
        let is_plain = inner.components().all(|part| match part {
            Component::Normal(part) => {
                !walk::is_hidden(part) && is_harmless(&part.to_string_lossy())
            }
            _ => false,
        });
        // `a//b.yaml` and `a/./b.yaml` are other ways to write a name: there is one.
        let is_canonical =
            walk::display(&inner.components().collect::<PathBuf>()) == walk::display(inner);
        if !is_plain || !is_canonical || !walk::is_flow_file(inner) || name.ends_with('/') {
            return Err(Refusal::Outside);
        }
        let path = self.root.join(inner);
        if self.is_file && path.file_name() != self.map.file_name() {
            return Err(Refusal::Outside);
        }
        let is_there = fs::symlink_metadata(&path).is_ok();
        if !is_there && !inner.to_string_lossy().chars().all(is_ordinary) {
            return Err(Refusal::Outside);
        }
        let stands = match (is_there, is_new) {
            (true, _) => path.as_path(),
            (false, true) => path.parent().ok_or(Refusal::Outside)?,
            (false, false) => return Err(Refusal::Absent),
        };
        let real = fs::canonicalize(stands).map_err(|_| Refusal::Outside)?;
        if !real.starts_with(&self.root) || (is_there && !real.is_file()) {
            return Err(Refusal::Outside);
        }
        match path.file_name() {
            Some(file) if !is_there => Ok(real.join(file)),
            _ => Ok(real),
        }
    }

    /// The text of the file of that name, byte for byte.
    ///
    /// # Errors
    /// When it may not be opened, or is not text.
    pub fn text(&self, name: &str) -> Result<String, Refusal> {
        let path = self.find(name, false)?;
        let metadata = fs::metadata(&path).map_err(|_| Refusal::Absent)?;
        if metadata.len() > LARGEST_FILE {
            return Err(Refusal::NotText(
                "this file is too large to be opened here".to_owned(),
            ));
        }
        let bytes = fs::read(&path)
            .map_err(|error| Refusal::NotText(format!("this file cannot be read: {error}")))?;
        let text = String::from_utf8(bytes)
            .ok()
            .filter(|text| !text.contains('\0'));
        text.ok_or_else(|| {
            Refusal::NotText(
                "this file is not UTF-8 text; open it in another editor and save it as UTF-8"
                    .to_owned(),
            )
        })
    }
}

/// True for what the name of a new file may be made of.
fn is_ordinary(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ' | '/')
}

/// True for the name of a file or folder that means the same on every system.
fn is_harmless(part: &str) -> bool {
    let is_odd =
        |c: char| c.is_control() || matches!(c, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
    !part.contains(is_odd) && !part.ends_with(['.', ' '])
}
