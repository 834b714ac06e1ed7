//! From the disk to text: the only room that reads files.
//!
//! A [`SourceSet`] holds the text of every flow file. Nothing in it is parsed yet. Faults in the bytes of a file are kept beside its text
//! as a [`Trouble`], because one bad file must not hide the others.

mod files;
#[cfg(not(target_arch = "wasm32"))]
mod folder;
mod given;
mod held;
mod position;
#[cfg(not(target_arch = "wasm32"))]
mod snapshots;
mod walk;

use std::path::Path;

use crate::words;
use anyhow::Context;

pub(crate) use files::Files;
pub(crate) use files::Refusal;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use folder::InMap;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use folder::MapFolder;
pub use given::Given;
pub(crate) use held::Held;
pub(crate) use position::Position;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use snapshots::{Snapshot, Snapshots};

/// The largest flow file that is read, in bytes (64 MiB). A larger one is reported and left out.
pub(crate) const LARGEST_FILE: u64 = 64 * 1024 * 1024;

/// A file's number in its [`SourceSet`]. Files are numbered in path order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FileId(pub u32);

/// A range of a file's text, in bytes from its start. `start <= end`, both on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// A fault of a file before it is parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// Its bytes are not UTF-8. The first bad byte is at `offset`, and the text holds `�` in its place.
    NotUtf8 {
        /// Byte offset of the first bad byte.
        offset: u32,
    },
    /// It is UTF-16, as some Windows editors save. The text is empty.
    Utf16,
    /// It holds NUL bytes, as damaged or binary files do. The text holds spaces in their place.
    Nul {
        /// Byte offset of the first NUL.
        offset: u32,
    },
    /// It is larger than [`LARGEST_FILE`]. The text is empty.
    TooLarge {
        /// Its size in bytes.
        bytes: u64,
    },
    /// The system did not allow reading it, for this reason. The text is empty.
    Unreadable(String),
    /// It is a folder that the system did not allow opening, for this reason.
    Closed(String),
    /// It is a link to a folder that contains it, and was not followed.
    LinkLoop,
    /// It is a link to something outside the map's folder, or to a file that is hidden or not a flow file. It was not followed; the text is
    /// empty.
    LinkOut,
}

/// One flow file.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// The shown path, with `/` between its parts on every system.
    pub name: String,
    /// The text. If the bytes have a fault, see [`Trouble`].
    pub text: String,
    /// The fault of its bytes.
    pub(crate) trouble: Option<Trouble>,
    lines: position::Lines,
}

impl SourceFile {
    fn new(name: String, text: String, trouble: Option<Trouble>) -> Self {
        Self {
            name,
            text,
            trouble,
            lines: position::Lines::default(),
        }
    }

    /// True if its bytes have no fault.
    pub(crate) fn is_whole(&self) -> bool {
        self.trouble.is_none()
    }

    /// The line and column of byte `offset`; those of the end if `offset` is past it.
    pub(crate) fn position(&self, offset: usize) -> Position {
        self.lines.position(&self.text, offset)
    }

    /// The bytes of a line, from 1, without its line break.
    pub(crate) fn line(&self, line: usize) -> std::ops::Range<usize> {
        self.lines.line(&self.text, line)
    }
}

/// The bytes of a file that is no flow file.
///
/// # Errors
/// If it cannot be read.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn bytes_of(path: &Path) -> std::io::Result<Vec<u8>> {
    std::fs::read(path)
}

/// The flow files of one map, in path order.
#[derive(Debug, Clone, Default)]
pub struct SourceSet {
    files: Vec<SourceFile>,
}

impl SourceSet {
    /// Reads the flow files of a folder (`*.yaml`, `*.yml`, including subfolders, without hidden ones), or one file.
    ///
    /// # Errors
    /// If there is nothing at `path`, or the folder holds no flow file.
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        let shown = words::path(path);
        let metadata = std::fs::metadata(path).map_err(|error| {
            if error.kind() == std::io::ErrorKind::NotFound {
                anyhow::anyhow!(
                    "cannot read `{shown}`: no such file or folder; name the folder that holds the map, or begin one with `flowmap init`"
                )
            } else {
                anyhow::anyhow!("cannot read `{shown}`: {error}")
            }
        })?;
        if metadata.is_file() {
            return Ok(Self {
                files: vec![walk::read_file(path, walk::display(path))],
            });
        }
        let files =
            walk::read_folder(path).with_context(|| format!("cannot list the folder `{shown}`"))?;
        anyhow::ensure!(
            !files.is_empty(),
            "no flow file in `{shown}`: put a file ending in .yaml there, or name the folder that holds the map, or begin one with `flowmap init`"
        );
        Ok(Self { files })
    }

    /// The files given as `(name, text)`, sorted by name, for tests and for the generator.
    pub fn from_strings<N: Into<String>, T: Into<String>>(
        files: impl IntoIterator<Item = (N, T)>,
    ) -> Self {
        let mut files: Vec<SourceFile> = files
            .into_iter()
            .map(|(name, text)| walk::from_bytes(name.into(), text.into().into_bytes()))
            .collect();
        files.sort_by(|a, b| a.name.cmp(&b.name));
        Self { files }
    }

    /// The files given as name and bytes, sorted by name: those of a map that is not on the disk.
    pub(crate) fn from_files(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Self {
        let files = files.into_iter();
        let mut files: Vec<SourceFile> = files
            .map(|(name, bytes)| walk::from_bytes(name, bytes))
            .collect();
        files.sort_by(|a, b| a.name.cmp(&b.name));
        Self { files }
    }

    /// True for the path of a file that a map in that folder is made of: a flow file on a way without hidden parts.
    pub(crate) fn takes(path: &Path) -> bool {
        let mut parts = path.components();
        walk::is_flow_file(path) && !parts.any(|part| walk::is_hidden(part.as_os_str()))
    }

    /// The same files, with this text in the file with that name, which is added if it does not exist.
    #[must_use]
    pub(crate) fn with(&self, name: &str, text: String) -> Self {
        let mut files = self.files.clone();
        files.retain(|file| file.name != name);
        files.push(walk::from_bytes(name.to_owned(), text.into_bytes()));
        files.sort_by(|a, b| a.name.cmp(&b.name));
        Self { files }
    }

    /// The files of the map at `map` as those of a folder of that name, such as `flows/a.yaml`, whatever the way to it on this machine is.
    #[must_use]
    pub(crate) fn below(mut self, map: &Path, folder: &str) -> Self {
        let parent = map.parent().unwrap_or(Path::new(""));
        let way = walk::display(if map.is_dir() { map } else { parent });
        for file in &mut self.files {
            let inner = file.name.strip_prefix(way.trim_end_matches('/'));
            let inner = inner.unwrap_or(&file.name).trim_start_matches('/');
            file.name = format!("{folder}/{inner}");
        }
        self
    }

    /// The file with that name.
    pub(crate) fn named(&self, name: &str) -> Option<(FileId, &SourceFile)> {
        let by_name = |file: &SourceFile| file.name.as_str().cmp(name);
        let place = self.files.binary_search_by(by_name).ok()?;
        Some((FileId(place as u32), &self.files[place]))
    }

    /// One file with these bytes, which need not be text.
    pub fn from_bytes(name: &str, bytes: Vec<u8>) -> Self {
        Self {
            files: vec![walk::from_bytes(name.to_owned(), bytes)],
        }
    }

    /// Every file with its number, in path order.
    pub fn files(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files
            .iter()
            .enumerate()
            .map(|(index, file)| (FileId(index as u32), file))
    }

    /// The file with that number.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// The text of a span.
    pub(crate) fn slice(&self, span: Span) -> &str {
        self.file(span.file)
            .text
            .get(span.start as usize..span.end as usize)
            .unwrap_or("")
    }

    /// The line and column at which a span starts.
    pub fn position(&self, span: Span) -> Position {
        self.file(span.file).position(span.start as usize)
    }

    /// The size of all texts together, in bytes.
    pub fn bytes(&self) -> usize {
        self.files.iter().map(|file| file.text.len()).sum()
    }
}
