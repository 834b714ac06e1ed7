//! Which files of a folder are flow files, and what their bytes are.

use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use super::LARGEST_FILE;
use super::SourceFile;
use super::Trouble;

/// The flow files below `folder`, sorted by the name shown.
pub(super) fn read_folder(folder: &Path) -> io::Result<Vec<SourceFile>> {
    let mut files = Vec::new();
    let mut above = vec![fs::canonicalize(folder)?];
    visit(folder, &mut above, &mut files)?;
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

/// `above` holds the real paths of the folders from the root down to this one: a link to one of them is a loop.
fn visit(folder: &Path, above: &mut Vec<PathBuf>, files: &mut Vec<SourceFile>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path
            .file_name()
            .is_none_or(|name| name.to_string_lossy().starts_with('.'))
        {
            continue;
        }
        if path.is_dir() {
            let real = fs::canonicalize(&path)?;
            if above.contains(&real) {
                files.push(SourceFile::new(
                    display(&path),
                    String::new(),
                    Some(Trouble::LinkLoop),
                ));
                continue;
            }
            above.push(real);
            if let Err(error) = visit(&path, above, files) {
                let trouble = Some(Trouble::Unreadable(error.to_string()));
                files.push(SourceFile::new(display(&path), String::new(), trouble));
            }
            above.pop();
        } else if is_flow_file(&path) {
            files.push(read_file(&path, display(&path)));
        }
    }
    Ok(())
}

fn is_flow_file(path: &Path) -> bool {
    path.extension().is_some_and(|ending| {
        ending.eq_ignore_ascii_case("yaml") || ending.eq_ignore_ascii_case("yml")
    })
}

/// The path with `/` between its parts.
pub(super) fn display(path: &Path) -> String {
    let shown = path.to_string_lossy();
    let shown = if std::path::MAIN_SEPARATOR == '/' {
        shown.into_owned()
    } else {
        shown.replace('\\', "/")
    };
    shown
        .strip_prefix("./")
        .map_or(shown.clone(), ToOwned::to_owned)
}

/// One file, whatever is wrong with it.
pub(super) fn read_file(path: &Path, name: String) -> SourceFile {
    let trouble = match fs::metadata(path) {
        Ok(metadata) if metadata.len() > LARGEST_FILE => Trouble::TooLarge {
            bytes: metadata.len(),
        },
        Ok(_) => match fs::read(path) {
            Ok(bytes) => return from_bytes(name, bytes),
            Err(error) => Trouble::Unreadable(error.to_string()),
        },
        Err(error) => Trouble::Unreadable(error.to_string()),
    };
    SourceFile::new(name, String::new(), Some(trouble))
}

/// Bytes to text, with what is wrong with them.
pub(super) fn from_bytes(name: String, bytes: Vec<u8>) -> SourceFile {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return SourceFile::new(name, String::new(), Some(Trouble::Utf16));
    }
    let (text, trouble) = match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let offset = error.utf8_error().valid_up_to() as u32;
            (
                String::from_utf8_lossy(error.as_bytes()).into_owned(),
                Some(Trouble::NotUtf8 { offset }),
            )
        }
    };
    match text.find('\0') {
        Some(offset) => {
            let trouble = trouble.or(Some(Trouble::Nul {
                offset: offset as u32,
            }));
            SourceFile::new(name, text.replace('\0', " "), trouble)
        }
        None => SourceFile::new(name, text, trouble),
    }
}
