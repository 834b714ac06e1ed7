//! Finds the flow files of a folder and reads them.

use std::fs;
use std::hash::Hash;
use std::hash::Hasher;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use super::LARGEST_FILE;
use super::SourceFile;
use super::Trouble;

/// Folders deeper than this below the map are not looked at for changes.
const DEEPEST_FOLDER: usize = 32;

/// Which links are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Links {
    /// All, except a link to a folder that contains it.
    All,
    /// Those that stay below the folder.
    Within,
}

/// The flow files below `folder`, sorted by the name shown.
pub(super) fn read_folder(folder: &Path, links: Links) -> io::Result<Vec<SourceFile>> {
    let mut files = Vec::new();
    let mut above = vec![fs::canonicalize(folder)?];
    visit(folder, links, &mut above, &mut files)?;
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

/// `above` holds the real paths of the folders from the root down to this one: a link to one of them is a loop.
fn visit(
    folder: &Path,
    links: Links,
    above: &mut Vec<PathBuf>,
    files: &mut Vec<SourceFile>,
) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if path.file_name().is_none_or(is_hidden) {
            continue;
        }
        if links == Links::Within && entry.file_type()?.is_symlink() && leads_out(&path, &above[0])
        {
            if path.is_dir() || is_flow_file(&path) {
                files.push(unread(&path, Trouble::LinkOut));
            }
        } else if path.is_dir() {
            let real = fs::canonicalize(&path)?;
            if above.contains(&real) {
                files.push(unread(&path, Trouble::LinkLoop));
                continue;
            }
            above.push(real);
            if let Err(error) = visit(&path, links, above, files) {
                files.push(unread(&path, Trouble::Unreadable(error.to_string())));
            }
            above.pop();
        } else if is_flow_file(&path) {
            files.push(read_file(&path, display(&path)));
        }
    }
    Ok(())
}

/// A file or folder of which nothing was read.
fn unread(path: &Path, trouble: Trouble) -> SourceFile {
    SourceFile::new(display(path), String::new(), Some(trouble))
}

/// True for a name that starts with a full stop: such files and folders are no part of a map.
pub(super) fn is_hidden(name: &std::ffi::OsStr) -> bool {
    name.to_string_lossy().starts_with('.')
}

/// True for a link whose target stands outside `root`. One that leads nowhere is left to the reader to report.
fn leads_out(link: &Path, root: &Path) -> bool {
    fs::canonicalize(link).is_ok_and(|real| !real.starts_with(root))
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

/// Reads one file; a fault of the file or its bytes is kept as its trouble.
pub(super) fn read_file(path: &Path, name: String) -> SourceFile {
    let trouble = match fs::metadata(path) {
        Ok(metadata) if metadata.len() > LARGEST_FILE => Trouble::TooLarge {
            bytes: metadata.len(),
        },
        // A pipe or a device would never end.
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

/// The text of these bytes; a fault in them is kept as the file's trouble.
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

/// A hash of the paths, sizes and times of the flow files at `path`. A file that cannot be looked at counts as absent.
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
