//! Finds the flow files of a folder and reads them.

use std::collections::BTreeSet;
use std::fs;
use std::hash::{Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

use super::LARGEST_FILE;
use super::SourceFile;
use super::Trouble;

/// The depth below the map from which folders are not watched for changes.
const DEEPEST_FOLDER: usize = 32;

/// The flow files below `folder`, sorted by shown name. Links are followed only to flow files and folders of this folder.
pub(super) fn read_folder(folder: &Path) -> io::Result<Vec<SourceFile>> {
    let mut walk = Walk {
        root: fs::canonicalize(folder)?,
        visited: BTreeSet::new(),
        files: Vec::new(),
    };
    let root = walk.root.clone();
    walk.visited.insert(root.clone());
    walk.visit(folder, &mut vec![root])?;
    walk.files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(walk.files)
}

/// A walk through the folders of a map.
struct Walk {
    /// The real path of the map's folder.
    root: PathBuf,
    /// The real paths of the entered folders. Each is entered once, even if several links lead to it.
    visited: BTreeSet<PathBuf>,
    files: Vec<SourceFile>,
}

impl Walk {
    /// Visits a folder. `above` holds the real paths of the folders from the root down to this one: a link to one of them is a loop.
    fn visit(&mut self, folder: &Path, above: &mut Vec<PathBuf>) -> io::Result<()> {
        // The entries are sorted, so that of several links to a folder the same one is always followed.
        let mut paths: Vec<(PathBuf, bool)> = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            // The listing of the folder is used, because the entry itself may be inaccessible.
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            paths.push((entry.path(), is_folder));
        }
        paths.sort();
        let named = |path: &Path| !path.file_name().is_none_or(is_hidden);
        for (path, is_folder) in paths.into_iter().filter(|(path, _)| named(path)) {
            let is_folder = is_folder || path.is_dir();
            if path.is_symlink() && !leads_to_the_map(&path, &self.root) {
                if is_folder || is_flow_file(&path) {
                    self.told(&path, Trouble::LinkOut);
                }
            } else if is_folder {
                if let Err(error) = self.enter(&path, above) {
                    self.told(&path, Trouble::Closed(error.to_string()));
                }
            } else if is_flow_file(&path) {
                self.files.push(read_file(&path, display(&path)));
            }
        }
        Ok(())
    }

    fn enter(&mut self, path: &Path, above: &mut Vec<PathBuf>) -> io::Result<()> {
        let real = fs::canonicalize(path)?;
        if above.contains(&real) {
            self.told(path, Trouble::LinkLoop);
        } else if self.visited.insert(real.clone()) {
            above.push(real);
            let visited = self.visit(path, above);
            above.pop();
            visited?;
        }
        Ok(())
    }

    fn told(&mut self, path: &Path, trouble: Trouble) {
        self.files.push(unread(path, trouble));
    }
}

/// A file or folder that was not read.
fn unread(path: &Path, trouble: Trouble) -> SourceFile {
    SourceFile::new(display(path), String::new(), Some(trouble))
}

/// True for a name that starts with a full stop. Such files and folders do not belong to a map.
pub(super) fn is_hidden(name: &std::ffi::OsStr) -> bool {
    name.to_string_lossy().starts_with('.')
}

/// True for a link to a folder or a flow file below `root`, on a path without hidden parts. A broken link counts too; the reader reports
/// it.
fn leads_to_the_map(link: &Path, root: &Path) -> bool {
    fs::canonicalize(link).map_or(true, |real| is_of_the_map(&real, root))
}

/// True for the real path of a folder or a flow file below the real path `root`, without hidden parts in between.
pub(super) fn is_of_the_map(real: &Path, root: &Path) -> bool {
    real.strip_prefix(root).is_ok_and(|inner| {
        let mut parts = inner.components();
        !parts.any(|part| is_hidden(part.as_os_str())) && (is_flow_file(real) || real.is_dir())
    })
}

pub(super) fn is_flow_file(path: &Path) -> bool {
    path.extension().is_some_and(|ending| {
        ending.eq_ignore_ascii_case("yaml") || ending.eq_ignore_ascii_case("yml")
    })
}

/// The path with `/` between its parts.
pub(super) fn display(path: &Path) -> String {
    let mut shown = path.to_string_lossy().into_owned();
    if std::path::MAIN_SEPARATOR != '/' {
        shown = shown.replace('\\', "/");
    }
    shown.strip_prefix("./").unwrap_or(&shown).to_owned()
}

/// Reads one file. A fault of the file or its bytes is kept as its trouble.
pub(super) fn read_file(path: &Path, name: String) -> SourceFile {
    let trouble = match fs::metadata(path) {
        Ok(metadata) if metadata.len() > LARGEST_FILE => Trouble::TooLarge {
            bytes: metadata.len(),
        },
        // Reading a pipe or a device might never end.
        Ok(metadata) if !metadata.is_file() => {
            Trouble::Unreadable("it is neither a file nor a folder".to_owned())
        }
        Ok(_) => match fs::read(path) {
            Ok(bytes) => return from_bytes(name, bytes),
            Err(error) => Trouble::Unreadable(error.to_string()),
        },
        Err(error) => Trouble::Unreadable(error.to_string()),
    };
    SourceFile::new(name, String::new(), Some(trouble))
}

/// The text of these bytes. A fault in them is kept as the file's trouble.
pub(super) fn from_bytes(name: String, bytes: Vec<u8>) -> SourceFile {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return SourceFile::new(name, String::new(), Some(Trouble::Utf16));
    }
    let (mut text, mut trouble) = match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let offset = error.utf8_error().valid_up_to() as u32;
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            (text, Some(Trouble::NotUtf8 { offset }))
        }
    };
    if let Some(offset) = text.find('\0') {
        let offset = offset as u32;
        trouble = trouble.or(Some(Trouble::Nul { offset }));
        text = text.replace('\0', " ");
    }
    SourceFile::new(name, text, trouble)
}

/// A hash of the paths, sizes and times of the flow files at `path`. An inaccessible file counts as absent.
pub(super) fn stamp(path: &Path) -> u64 {
    let mut hasher = std::hash::DefaultHasher::new();
    let mut folders = vec![(path.to_owned(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            stamp_file(&folder, &mut hasher);
            continue;
        };
        let mut paths: Vec<PathBuf> = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| !path.file_name().is_none_or(is_hidden))
            .collect();
        paths.sort();
        for path in paths {
            if is_flow_file(&path) {
                stamp_file(&path, &mut hasher);
            } else if depth < DEEPEST_FOLDER && path.is_dir() && !path.is_symlink() {
                folders.push((path, depth + 1));
            }
        }
    }
    hasher.finish()
}

fn stamp_file(path: &Path, hasher: &mut std::hash::DefaultHasher) {
    let Ok(metadata) = fs::metadata(path) else {
        return;
    };
    path.hash(hasher);
    metadata.len().hash(hasher);
    metadata.modified().ok().hash(hasher);
}
