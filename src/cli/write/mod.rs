//! The only folder that writes: to the terminal, and to named files, each whole or not at all.

mod put;
mod remove;
mod together;

use std::fs;
use std::io;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
#[cfg(unix)]
use std::sync::Arc;

use anyhow::Context;

use self::put::{Beside, Place, Standing};
use crate::print::terminal::Style;
use crate::words;
use crate::words::harmless;

pub(crate) use self::put::replace;
pub(crate) use self::together::all_or_none;

/// The destination of a text that is written while it is made.
type Out<'w> = &'w mut dyn Write;
/// Success, or the error of the disk or pipe.
type Written = io::Result<()>;

/// The number of bytes gathered before a write.
const BUFFER: usize = 256 * 1024;

/// Makes writing past the size of `ulimit -f` an error, like a full disk. Without this the system ends the program without a message.
pub(super) fn limit_is_an_error() {
    #[cfg(unix)]
    {
        let signal = signal_hook::consts::SIGXFSZ;
        // If no handler can be set, the system does what it did before.
        drop(signal_hook::flag::register(signal, Arc::default()));
    }
}

/// Prints a message beside the answer, on standard error.
pub(super) fn aside(text: &str) {
    let said = io::stderr().lock().write_all(harmless(text).as_bytes());
    // There is nowhere left to report an error.
    drop(said);
}

/// Prints text with colours, if this terminal takes them.
pub(super) fn coloured(text: &str) -> anyhow::Result<()> {
    if !style().colour {
        return document(text);
    }
    let parts = text
        .split_inclusive('m')
        .map(|part| match part.rfind('\u{1B}') {
            // The colours from the renderer; the text of the map was made harmless by `shown` before.
            Some(at) if is_colour(&part[at..]) => harmless(&part[..at]).into_owned() + &part[at..],
            _ => harmless(part).into_owned(),
        });
    let parts: String = parts.collect();
    printed(anstream::stdout().write_all(parts.as_bytes()))
}

/// True for a sequence that sets a colour or a weight, and no other.
fn is_colour(text: &str) -> bool {
    let inner = text
        .strip_prefix("\u{1B}[")
        .and_then(|rest| rest.strip_suffix('m'));
    inner.is_some_and(|inner| {
        inner
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b';')
    })
}

/// Prints a text. A room that makes JSON or SVG has already escaped harmful characters; in other texts they are replaced here.
pub(super) fn document(text: &str) -> anyhow::Result<()> {
    bytes(harmless(text).as_bytes())
}

/// Prints bytes unchanged.
fn bytes(bytes: &[u8]) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    printed(out.write_all(bytes).and_then(|()| out.flush()))
}

/// The result of writing to standard output. A reader that has seen enough (`flowmap check | head`) is no failure.
fn printed(written: Written) -> anyhow::Result<()> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        done => done.context("cannot write to the terminal, file or pipe that the answer goes to"),
    }
}

/// Prints bytes that no terminal can show: to a pipe or a file only.
pub(super) fn unreadable(content: &[u8]) -> anyhow::Result<()> {
    anyhow::ensure!(
        !io::stdout().is_terminal(),
        "this is not text for a terminal: add --output FILE"
    );
    bytes(content)
}

/// True for a name of standard output: `-`, or what the system calls it.
fn is_output(path: &Path) -> bool {
    let names = ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"];
    names.iter().any(|name| path == Path::new(name))
}

/// True if what is written to this path is a file that stays.
pub(super) fn stays(path: &Path) -> bool {
    !is_output(path) && !put::is_stream(path)
}

/// Writes one file, whole or not at all, and prints its name; `-` is standard output.
pub(super) fn file(path: &Path, bytes: Vec<u8>) -> anyhow::Result<()> {
    if is_output(path) {
        return match String::from_utf8(bytes) {
            Ok(text) => document(&text),
            Err(error) => unreadable(error.as_bytes()),
        };
    }
    let name = path
        .file_name()
        .with_context(|| format!("`{}` names no file", words::path(path)))?;
    let folder = path.parent().unwrap_or(Path::new(""));
    files(folder, &[(name.to_string_lossy().into_owned(), bytes)])?;
    aside(&format!("wrote {}\n", words::path(path)));
    Ok(())
}

/// Prints, or writes to one file, whole or not at all, while the text is made: it is never held as a whole.
pub(super) fn stream(
    path: Option<&Path>,
    make: impl FnOnce(Out<'_>) -> Written,
) -> anyhow::Result<()> {
    let gathered = |out: Out<'_>| {
        let mut out = io::BufWriter::with_capacity(BUFFER, out);
        make(&mut out).and_then(|()| out.flush())
    };
    let Some(path) = path.filter(|path| !is_output(path)) else {
        return printed(gathered(&mut io::stdout().lock()));
    };
    let shown = words::path(path);
    anyhow::ensure!(path.file_name().is_some(), "`{shown}` names no file");
    let parent = path.parent().unwrap_or(Path::new(""));
    fs::create_dir_all(parent)
        .with_context(|| format!("cannot make the folder `{}`", words::path(parent)))?;
    match Place::of(path)? {
        Place::File(file) => drop(file.beside(gathered)?.put(Standing::Anything)?),
        Place::Stream(path) => {
            // A file that is open already, such as a log, keeps what it holds: the text goes after it.
            let stream = fs::OpenOptions::new().append(true).open(&path);
            let written = stream.and_then(|mut stream| gathered(&mut stream));
            written.with_context(|| format!("cannot write `{shown}`"))?;
        }
    }
    aside(&format!("wrote {shown}\n"));
    Ok(())
}

/// Shows the state of long work on a line of its own, in place of the state before; an empty text ends it. Only a terminal shows it.
pub(super) fn progress(text: &str) {
    let mut out = io::stderr().lock();
    if out.is_terminal() {
        let shown = harmless(text);
        // A terminal that is gone needs no word on the work.
        drop(write!(out, "\r{shown:<PROGRESS$}\r").and_then(|()| out.flush()));
    }
}

/// The width of a line on the state of long work, in characters.
const PROGRESS: usize = 60;

/// The style of text on this terminal: colour only there and only if `NO_COLOR` is not set.
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

/// Writes files into `folder`. All are first written beside their places, so that if one cannot be written, none is changed; then each is
/// put in its place, and those that fail are named. Names hold no `..` and no root.
pub(super) fn files(folder: &Path, files: &[(String, Vec<u8>)]) -> anyhow::Result<()> {
    anyhow::ensure!(
        folder != Path::new("-"),
        "`-` is standard output, which takes one file and no folder: name a folder"
    );
    let mut written: Vec<Beside> = Vec::new();
    let mut streams: Vec<(PathBuf, &[u8])> = Vec::new();
    let mut wrong: Vec<String> = Vec::new();
    for (name, bytes) in files {
        let path = folder.join(name);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent)
            .with_context(|| format!("cannot make the folder `{}`", words::path(parent)))?;
        match Place::of(&path) {
            Ok(Place::Stream(path)) => streams.push((path, bytes)),
            Ok(Place::File(file)) => match file.beside(|out| out.write_all(bytes)) {
                Ok(beside) => written.push(beside),
                // If there is no space for one, there is none for the others.
                Err(error) => return Err(error),
            },
            Err(error) => wrong.push(format!("{error:#}")),
        }
    }
    for beside in written {
        if let Err(error) = beside.put(Standing::Anything) {
            wrong.push(format!("{error:#}"));
        }
    }
    for (path, bytes) in streams {
        let stream = fs::OpenOptions::new().append(true).open(&path);
        if let Err(error) = stream.and_then(|mut stream| stream.write_all(bytes)) {
            wrong.push(format!("cannot write `{}`: {error}", words::path(&path)));
        }
    }
    anyhow::ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

/// Writes new files into `folder`; none if any of them exists.
pub(super) fn new_files(folder: &Path, new: &[(String, Vec<u8>)]) -> anyhow::Result<()> {
    if let Some((name, _)) = new.iter().find(|(name, _)| folder.join(name).exists()) {
        anyhow::bail!(
            "`{}` is there already, and nothing is overwritten: name another folder",
            words::path(&folder.join(name))
        );
    }
    files(folder, new)
}

/// True if the folder exists and holds a flow file.
pub(super) fn holds_a_map(folder: &Path) -> bool {
    crate::read::source::SourceSet::read(folder).is_ok()
}

/// Removes files that an earlier run, stopped while saving, left in the folders of these files.
pub(super) fn clean(sources: &crate::read::source::SourceSet) {
    let folders = sources.files().map(|(_, file)| Path::new(&file.name));
    let folders: std::collections::BTreeSet<&Path> = folders.filter_map(Path::parent).collect();
    for folder in folders {
        remove::clean_folder(folder);
    }
}
