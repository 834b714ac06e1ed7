//! The only file that writes: to the terminal, and to a named folder, whole or not at all.

use std::fs;
use std::io;
use std::io::IsTerminal;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use anyhow::Context;

use crate::print::terminal::Style;

/// Prints. A closed pipe (`flowmap check | head`) is no failure.
pub(super) fn answer(text: &str, is_error: bool) {
    let done = if is_error {
        anstream::stderr().write_all(text.as_bytes())
    } else {
        anstream::stdout().write_all(text.as_bytes())
    };
    // A closed pipe is the only error, and there is nowhere left to report it.
    drop(done);
}

/// Prints bytes as they are.
pub(super) fn bytes(bytes: &[u8]) -> anyhow::Result<()> {
    io::stdout()
        .lock()
        .write_all(bytes)
        .context("cannot write to the terminal or pipe")
}

/// Prints bytes that no terminal can show: to a pipe or a file only.
pub(super) fn unreadable(content: &[u8]) -> anyhow::Result<()> {
    anyhow::ensure!(
        !io::stdout().is_terminal(),
        "this is not text for a terminal: add --output FILE"
    );
    bytes(content)
}

/// Writes one file, whole or not at all, and prints its path.
pub(super) fn file(path: &Path, bytes: Vec<u8>) -> anyhow::Result<()> {
    let name = path
        .file_name()
        .with_context(|| format!("`{}` names no file", path.display()))?;
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    files(folder, &[(name.to_string_lossy().into_owned(), bytes)])?;
    answer(&format!("wrote {}\n", path.display()), true);
    Ok(())
}

/// How text is set on this terminal: colour only there and only where `NO_COLOR` is not set.
pub(super) fn style() -> Style {
    let is_terminal = io::stdout().is_terminal();
    let colour =
        is_terminal && anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never;
    let width = if is_terminal { columns() } else { None };
    Style {
        colour,
        width: width.unwrap_or(Style::default().width),
        numbered: true,
    }
}

fn columns() -> Option<usize> {
    terminal_size::terminal_size().map(|(width, _)| usize::from(width.0).max(40))
}

/// Writes files into `folder`: all of them, or, where one cannot be written, none. Names hold no `..` and no root.
pub(super) fn files(folder: &Path, files: &[(String, Vec<u8>)]) -> anyhow::Result<()> {
    let mut written: Vec<(PathBuf, PathBuf)> = Vec::new();
    let result = files.iter().try_for_each(|(name, bytes)| {
        let path = folder.join(name);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent)
            .with_context(|| format!("cannot make the folder `{}`", parent.display()))?;
        anyhow::ensure!(
            !path.is_dir(),
            "cannot write `{}`: a folder stands there",
            path.display()
        );
        let mut partial = path.clone().into_os_string();
        partial.push(".partial");
        let partial = PathBuf::from(partial);
        written.push((partial.clone(), path.clone()));
        fs::write(&partial, bytes).with_context(|| format!("cannot write `{}`", path.display()))
    });
    if let Err(error) = result {
        for (partial, _) in &written {
            // Those that were never written cannot be removed.
            drop(fs::remove_file(partial));
        }
        return Err(error);
    }
    for (partial, path) in &written {
        fs::rename(partial, path).with_context(|| format!("cannot write `{}`", path.display()))?;
    }
    Ok(())
}

/// Overwrites one file, whole or not at all, and keeps its permissions; for the editor of the live page.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let shown = path.display();
    let mut partial = path.to_owned().into_os_string();
    partial.push(".partial");
    let partial = PathBuf::from(partial);
    let written = fs::File::create(&partial)
        .and_then(|mut file| {
            file.write_all(bytes)?;
            if let Ok(metadata) = fs::metadata(path) {
                file.set_permissions(metadata.permissions())?;
            }
            file.sync_all()
        })
        .and_then(|()| fs::rename(&partial, path));
    if written.is_err() {
        // One that was never written cannot be removed.
        drop(fs::remove_file(&partial));
    }
    written.with_context(|| format!("cannot write `{shown}`"))
}

/// Writes new files into `folder`: none of them, if one exists.
pub(super) fn new_files(folder: &Path, new: &[(String, Vec<u8>)]) -> anyhow::Result<()> {
    if let Some((name, _)) = new.iter().find(|(name, _)| folder.join(name).exists()) {
        anyhow::bail!(
            "`{}` is there already, and nothing is overwritten: name another folder",
            folder.join(name).display()
        );
    }
    files(folder, new)
}

/// True where the folder exists and holds a flow file.
pub(super) fn holds_a_map(folder: &Path) -> bool {
    crate::read::source::SourceSet::read(folder).is_ok()
}
