//! The files of a map that is read again and again, wherever they are kept, and the names that a file may have.

use std::fmt;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

#[cfg(not(target_arch = "wasm32"))]
use super::Snapshots;
use super::SourceSet;
use super::walk;

/// The files of a map, read again after each change.
pub(crate) trait Files: fmt::Debug + Send + Sync {
    /// Reads the present files.
    ///
    /// # Errors
    /// If they are gone, or there is no flow file among them.
    fn read(&self) -> anyhow::Result<SourceSet>;

    /// A number that changes when a file is saved.
    fn stamp(&self) -> u64;

    /// The text of the file with that name, byte for byte.
    ///
    /// # Errors
    /// If it may not be opened, or is not text.
    fn text(&self, name: &str) -> Result<String, Refusal>;

    /// Whether a file of that name may be written.
    ///
    /// # Errors
    /// If the name leads out of the map or is not that of a flow file.
    fn may_be(&self, name: &str) -> Result<(), Refusal>;

    /// Its snapshots, if they can be kept where it is.
    #[cfg(not(target_arch = "wasm32"))]
    fn snapshots(&self) -> Option<Snapshots> {
        None
    }

    /// The name of a new file of the map, such as `flows/decisions.yaml`. A map of one file has no other.
    fn new_name(&self, name: &str) -> String;
}

impl<T: Files + ?Sized> Files for Arc<T> {
    fn read(&self) -> anyhow::Result<SourceSet> {
        (**self).read()
    }

    fn stamp(&self) -> u64 {
        (**self).stamp()
    }

    fn text(&self, name: &str) -> Result<String, Refusal> {
        (**self).text(name)
    }

    fn may_be(&self, name: &str) -> Result<(), Refusal> {
        (**self).may_be(name)
    }

    fn new_name(&self, name: &str) -> String {
        (**self).new_name(name)
    }
}

/// The reason why a file may not be opened, in words for the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The name is not that of a flow file of this map.
    Outside,
    /// Some systems do not allow the file's name.
    OddName,
    /// There is no such file.
    Absent,
    /// The file exists and cannot be shown as text, for this reason.
    NotText(String),
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Outside => formatter.write_str(
                "this is not a flow file of the map: only files in its folder that end in .yaml or .yml can be opened",
            ),
            Refusal::OddName => formatter.write_str(
                "not every system allows this name for a file: take letters, digits, - and _, at most 200 of them; a file that is there already can be opened in another editor",
            ),
            Refusal::Absent => formatter.write_str("this file is no longer there"),
            Refusal::NotText(why) => formatter.write_str(why),
        }
    }
}

/// The text of a file with these bytes.
///
/// # Errors
/// If they are not text.
pub(super) fn text_of(bytes: Vec<u8>) -> Result<String, Refusal> {
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

/// Checks the path of a file, relative to the folder of its map: a flow file on a plain way without hidden parts.
///
/// # Errors
/// If it leads out of the map, is not that of a flow file, or some system does not allow it.
pub(super) fn check_path(inner: &Path, name: &str) -> Result<(), Refusal> {
    let is_plain = inner.components().all(|part| match part {
        Component::Normal(part) => !walk::is_hidden(part),
        _ => false,
    });
    // Only the canonical name is accepted, and not `a//b.yaml` or `a/./b.yaml`.
    let is_canonical =
        walk::display(&inner.components().collect::<PathBuf>()) == walk::display(inner);
    if !is_plain || !is_canonical || !walk::is_flow_file(inner) || name.ends_with('/') {
        return Err(Refusal::Outside);
    }
    let mut parts = inner.components();
    if !parts.all(|part| is_harmless(&part.as_os_str().to_string_lossy())) {
        return Err(Refusal::OddName);
    }
    Ok(())
}

/// True for the path of a new file that all systems accept.
pub(super) fn may_be_new(inner: &Path) -> bool {
    inner.to_string_lossy().chars().all(is_ordinary) && is_portable(inner)
}

/// True for a character that the name of a new file may have.
fn is_ordinary(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ' | '/')
}

/// True for the name of a file or folder that means the same on every system.
fn is_harmless(part: &str) -> bool {
    let is_odd =
        |c: char| c.is_control() || matches!(c, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
    !part.contains(is_odd) && !part.ends_with(['.', ' '])
}

/// True for a name that all systems accept for a file: Windows reserves some for its devices, and all have a longest name.
fn is_portable(inner: &Path) -> bool {
    const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];
    /// Leaves space for the longer name of the temporary file beside it.
    const LONGEST_NAME: usize = 200;
    inner.components().all(|part| {
        let part = part.as_os_str().to_string_lossy();
        let stem = part.split('.').next().unwrap_or_default();
        let stem = stem.trim_end().to_lowercase();
        let is_port = ["com", "lpt"].iter().any(|port| {
            let number = stem.strip_prefix(port);
            number.is_some_and(|number| number.chars().count() == 1 && number != "0")
        });
        !DEVICES.contains(&stem.as_str()) && !is_port && part.len() <= LONGEST_NAME
    })
}
