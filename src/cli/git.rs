//! Reads a map from a revision of a git repository: by the installed `git`, in memory, without writing anything.

use std::ffi::OsStr;
use std::io;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::Context as _;

use crate::read::source::{LARGEST_FILE, SourceSet};
use crate::words::shown;

/// True for the name of a folder or file in a revision: `REV:PATH`.
pub(super) fn is_revision(text: &str) -> bool {
    text.split_once(':')
        .is_some_and(|(revision, _)| !revision.is_empty())
}

/// The flow files of `REV:PATH`, as git reads it: relative to the top of the repository; if it begins with `./`, to the working directory.
///
/// # Errors
/// If there is no git, no repository, no such revision or no flow file in it.
pub(super) fn read(name: &str) -> anyhow::Result<SourceSet> {
    let (revision, path) = name.split_once(':').context("this names no revision")?;
    told(&["rev-parse", "--git-dir"])?
        .context("this folder is in no git repository: name two folders, files or snapshots")?;
    let verified =
        |name: &str| told(&["rev-parse", "--verify", "--quiet", "--end-of-options", name]);
    let commit = verified(&format!("{revision}^{{commit}}"))?
        .with_context(|| format!("git knows no revision `{}` here", shown(revision)))?;
    let within = format!("{}:{path}", commit.trim());
    let object = verified(&within)?;
    let object = object.with_context(|| {
        format!(
            "there is no `{}` in the revision `{}`",
            shown(path),
            shown(revision)
        )
    })?;
    let object = object.trim();
    let path = path.trim_start_matches("./").trim_end_matches('/');
    let kind = told(&["cat-file", "-t", object])?;
    let files = match kind.as_deref().map(str::trim) {
        Some("blob") => vec![(object.to_owned(), path.to_owned())],
        _ => listed(object, path)?,
    };
    anyhow::ensure!(
        !files.is_empty(),
        "no flow file in `{}`: name a folder that holds a map",
        shown(name)
    );
    Ok(SourceSet::from_files(contents(&files)?))
}

/// A git command that never prompts.
fn git(arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command
        .arg("--no-pager")
        .args(arguments)
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .stdin(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// An error of starting git in words.
fn no_git(error: &io::Error) -> anyhow::Error {
    if error.kind() == io::ErrorKind::NotFound {
        anyhow::anyhow!(
            "git is not installed, so no revision can be read: name two folders, files or snapshots"
        )
    } else {
        anyhow::anyhow!("git cannot be started: {error}")
    }
}

/// The output of a git command; `None` if it fails.
fn told(arguments: &[&str]) -> anyhow::Result<Option<String>> {
    let output = git(arguments).output().map_err(|error| no_git(&error))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok(output.status.success().then_some(text))
}

/// The flow files of a tree: the object of each, and its name to print. Links and hidden files are left out, as on the disk.
fn listed(tree: &str, folder: &str) -> anyhow::Result<Vec<(String, String)>> {
    let list = told(&["ls-tree", "-r", "-z", "--full-tree", tree])?;
    let list = list.context("git does not list the files of the revision")?;
    let files = list.split('\0').filter_map(|entry| {
        let (about, path) = entry.split_once('\t')?;
        let mut about = about.split(' ');
        let (mode, kind, object) = (about.next()?, about.next()?, about.next()?);
        let is_file = kind == "blob" && mode.starts_with("100");
        let is_taken = is_file && SourceSet::takes(Path::new(OsStr::new(path)));
        let name = match folder {
            "" => path.to_owned(),
            folder => format!("{folder}/{path}"),
        };
        is_taken.then(|| (object.to_owned(), name))
    });
    Ok(files.collect())
}

/// The bytes of each object, with its name.
fn contents(files: &[(String, String)]) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    let mut child = git(&["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| no_git(&error))?;
    let (Some(mut ask), Some(answer)) = (child.stdin.take(), child.stdout.take()) else {
        anyhow::bail!("git cannot be asked for files");
    };
    let mut answer = BufReader::new(answer);
    let mut read = |object: &str| -> io::Result<Vec<u8>> {
        // Git answers each line before it waits for the next one.
        writeln!(ask, "{object}")?;
        ask.flush()?;
        let mut head = String::new();
        answer.read_line(&mut head)?;
        let size = head.trim_end().rsplit(' ').next().unwrap_or_default();
        let size: u64 = size.parse().map_err(|_| io::ErrorKind::InvalidData)?;
        if size > LARGEST_FILE {
            return Err(io::Error::other("the file is too large"));
        }
        let mut bytes = Vec::new();
        answer.by_ref().take(size).read_to_end(&mut bytes)?;
        answer.read_exact(&mut [0])?;
        Ok(bytes)
    };
    let mut contents = Vec::new();
    for (object, name) in files {
        let bytes = read(object)
            .with_context(|| format!("git does not give the file `{}`", shown(name)))?;
        contents.push((name.clone(), bytes));
    }
    drop(ask);
    child.wait().context("git does not end")?;
    Ok(contents)
}
