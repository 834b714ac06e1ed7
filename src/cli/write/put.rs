//! Puts bytes in the place of a file, existing or new: first beside it, under an unpredictable name, then in its place.
//!
//! A folder is opened once and then used by its handle, so that a link put in its place meanwhile leads nowhere.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use anyhow::bail;
use cap_std::ambient_authority;
use cap_std::fs::{Dir, Metadata, OpenOptions};

use super::remove::clean;
use super::{Out, Written};
use crate::live::Saved;
use crate::read::source::InMap;
use crate::words;

/// The start and the end of the name of a file that is not yet in its place.
pub(super) const BESIDE: (&str, &str) = (".flowmap-", ".partial");
/// Delays before the replaced text is read again: a program that had begun to open it writes it in this time.
const LOOKS_AGAIN: [Duration; 4] = [
    Duration::ZERO,
    Duration::from_millis(2),
    Duration::from_millis(8),
    Duration::from_millis(20),
];
/// Limit on the links to links that are followed.
const MOST_LINKS: usize = 40;

/// The destination of bytes.
pub(super) enum Place {
    /// A file in a folder, existing or not.
    File(Box<File>),
    /// A device or a pipe: it is written to, not replaced.
    Stream(PathBuf),
}

/// The condition on a place before something is put there.
#[derive(Debug, Clone, Copy)]
pub(super) enum Standing<'b> {
    /// No condition.
    Anything,
    /// No file.
    Nothing,
    /// A file with these bytes.
    These(&'b [u8]),
}

/// A file of a folder, by its name there.
pub(super) struct File {
    pub(super) folder: Dir,
    pub(super) name: PathBuf,
    /// The metadata of the existing file; `None` if there is none yet.
    is: Option<Metadata>,
    /// The path for messages.
    shown: String,
}

impl Place {
    /// The place at the end of `path`: links are followed, also to a file that does not exist yet.
    ///
    /// # Errors
    /// If a folder or something read-only is there, or its folder cannot be opened.
    pub(super) fn of(path: &Path) -> anyhow::Result<Self> {
        let shown = words::path(path);
        // A name such as `/dev/fd/63` may stand for a pipe, and lead to no path.
        if is_stream(path) {
            return Ok(Place::Stream(path.to_owned()));
        }
        let path = end_of_links(path).with_context(|| format!("cannot write `{shown}`"))?;
        let parent = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        let name = path
            .file_name()
            .with_context(|| format!("`{shown}` names no file"))?;
        match fs::metadata(&path) {
            Ok(is) if is.is_dir() => bail!("cannot write `{shown}`: a folder stands there"),
            Ok(is) if !is.is_file() => return Ok(Place::Stream(path)),
            _ => {}
        }
        let folder = Dir::open_ambient_dir(parent, ambient_authority())
            .with_context(|| format!("cannot open the folder `{}`", words::path(parent)))?;
        File::of(folder, name, shown).map(|file| Place::File(Box::new(file)))
    }
}

/// True for something that is written to and not replaced: a device, a pipe, or a file that is open already (`/dev/fd/3`).
pub(super) fn is_stream(path: &Path) -> bool {
    let is_open = path.parent().is_some_and(|folder| {
        let folders = ["/dev/fd", "/proc/self/fd"];
        folders.iter().any(|one| folder == Path::new(one))
    });
    is_open || fs::metadata(path).is_ok_and(|is| !is.is_file() && !is.is_dir())
}

/// The path at the end of a chain of links, whether or not something is there.
fn end_of_links(path: &Path) -> anyhow::Result<PathBuf> {
    let mut at = path.to_owned();
    for _ in 0..MOST_LINKS {
        match fs::read_link(&at) {
            Ok(target) => at = at.parent().unwrap_or(Path::new("")).join(target),
            Err(_) => return Ok(at),
        }
    }
    bail!("its links lead round in a circle")
}

impl File {
    /// A file of an open folder.
    fn of(folder: Dir, name: &OsStr, shown: String) -> anyhow::Result<Self> {
        let is = match folder.symlink_metadata(name) {
            Ok(is) if is.is_file() => Some(is),
            Ok(_) => bail!("cannot write `{shown}`: something else than a file stands there"),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error).with_context(|| format!("cannot write `{shown}`")),
        };
        if is.as_ref().is_some_and(|is| is.permissions().readonly()) {
            bail!(
                "cannot write `{shown}`: it is read-only; allow writing to it, or name another file"
            );
        }
        Ok(Self {
            folder,
            name: PathBuf::from(name),
            is,
            shown,
        })
    }

    /// The file `inner` of the folder at `root`, opened step by step without leaving the folder, whatever links it passes.
    ///
    /// # Errors
    /// If the path leads out of the folder, or the file there may not be written.
    pub(super) fn below(root: &Path, inner: &Path) -> anyhow::Result<Self> {
        let shown = words::path(inner);
        let cannot = || format!("cannot write `{shown}`");
        let root = Dir::open_ambient_dir(root, ambient_authority()).with_context(cannot)?;
        // A link below the folder is followed; a missing file is a new one, in an existing folder.
        let real = root
            .canonicalize(inner)
            .unwrap_or_else(|_| inner.to_owned());
        let name = real.file_name().with_context(cannot)?;
        let folder = match real.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => {
                root.open_dir(parent).with_context(cannot)?
            }
            _ => root,
        };
        Self::of(folder, name, shown)
    }

    /// Opens the file itself; refuses a link that was put in its place meanwhile.
    pub(super) fn open(&self, options: &mut OpenOptions) -> io::Result<fs::File> {
        use cap_std::fs::OpenOptionsExt as _;
        #[cfg(unix)]
        options.custom_flags(rustix::fs::OFlags::NOFOLLOW.bits() as i32);
        #[cfg(not(unix))]
        options.custom_flags(0);
        Ok(self.folder.open_with(&self.name, options)?.into_std())
    }

    /// The current bytes; `None` if the file does not exist.
    pub(super) fn now(&self) -> io::Result<Option<Vec<u8>>> {
        match self.open(OpenOptions::new().read(true)) {
            Ok(mut file) => {
                let mut bytes = Vec::new();
                file.read_to_end(&mut bytes)?;
                Ok(Some(bytes))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Lets `make` write to a new file beside this one.
    pub(super) fn beside(self, make: impl FnOnce(Out<'_>) -> Written) -> anyhow::Result<Beside> {
        clean(&self.folder);
        let cannot = || format!("cannot write `{}`", self.shown);
        let name = name_beside()?;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        if self.is.is_some() {
            // Until it has the mode of the file it replaces, no other user can read it.
            cap_std::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        let file = self.folder.open_with(&name, &options);
        let file = file.with_context(cannot)?.into_std();
        let shown = self.shown.clone();
        let mut beside = Beside {
            file: self,
            name,
            open: file,
            is_alike: true,
            is_kept: false,
        };
        // Locked until it is in its place, so that `clean` does not take it for a leftover file.
        drop(beside.open.try_lock());
        let cannot = || format!("cannot write `{shown}`");
        make(&mut &beside.open).with_context(cannot)?;
        beside.open.sync_all().with_context(cannot)?;
        beside.is_alike = beside.become_alike();
        Ok(beside)
    }
}

/// A name that nobody can guess, for a file that is not in its place.
pub(super) fn name_beside() -> anyhow::Result<PathBuf> {
    let mut random = [0_u8; 8];
    getrandom::fill(&mut random).context("the system gives no random numbers")?;
    let mut name = BESIDE.0.to_owned();
    for byte in random {
        let _ = write!(name, "{byte:02x}");
    }
    name.push_str(BESIDE.1);
    Ok(PathBuf::from(name))
}

/// A new file beside the file it will replace. If dropped before it is in its place, it is removed.
pub(super) struct Beside {
    file: File,
    name: PathBuf,
    open: fs::File,
    /// True if it has owner, group, mode and attributes of the file it replaces, so that it can take its place.
    is_alike: bool,
    /// True if dropping must not remove it.
    is_kept: bool,
}

impl Drop for Beside {
    fn drop(&mut self) {
        if !self.is_kept {
            // It is gone already if it was put in its place.
            drop(self.file.folder.remove_file(&self.name));
        }
    }
}

impl Beside {
    /// Takes on everything of the file it replaces but the bytes. False if that is impossible, or if the file has further names.
    #[cfg(unix)]
    fn become_alike(&self) -> bool {
        use std::os::unix::fs::MetadataExt as _;
        use xattr::FileExt as _;

        let Ok(old) = self.file.open(OpenOptions::new().read(true)) else {
            return self.file.is.is_none();
        };
        let (Ok(is), Ok(own)) = (old.metadata(), self.open.metadata()) else {
            return false;
        };
        if is.nlink() > 1 {
            return false;
        }
        let has_owner = (is.uid(), is.gid()) == (own.uid(), own.gid())
            || std::os::unix::fs::fchown(&self.open, Some(is.uid()), Some(is.gid())).is_ok();
        let attributes = old.list_xattr().into_iter().flatten();
        let has_attributes = attributes.into_iter().all(|name| {
            let value = old.get_xattr(&name).ok().flatten();
            let set = |value: Vec<u8>| self.open.set_xattr(&name, &value).is_ok();
            value.is_none_or(|value| {
                self.open.get_xattr(&name).ok().flatten().as_ref() == Some(&value) || set(value)
            })
        });
        has_owner && has_attributes && self.open.set_permissions(is.permissions()).is_ok()
    }

    #[cfg(not(unix))]
    fn become_alike(&self) -> bool {
        true
    }

    /// Puts it in the place of the file, if that is as expected.
    pub(super) fn put(mut self, was: Standing<'_>) -> anyhow::Result<Saved> {
        let shown = self.file.shown.clone();
        let put = if self.is_alike {
            self.swap(was)
        } else {
            self.overwrite(was)
        };
        put.with_context(|| {
            if self.is_kept {
                let beside = words::path(&self.name);
                format!("cannot write `{shown}`: the whole new text stands in `{beside}` beside it")
            } else {
                format!("cannot write `{shown}`")
            }
        })
    }

    pub(super) fn is_as_expected(&self, was: Standing<'_>) -> io::Result<bool> {
        match was {
            Standing::Anything => Ok(true),
            Standing::Nothing => Ok(self.file.now()?.is_none()),
            Standing::These(was) => Ok(self.file.now()?.as_deref() == Some(was)),
        }
    }

    /// Replaces the folder's entry: whole or not at all.
    fn swap(&self, was: Standing<'_>) -> io::Result<Saved> {
        if !self.is_as_expected(was)? {
            return Ok(Saved::Changed);
        }
        let (folder, name) = (&self.file.folder, &self.file.name);
        match was {
            Standing::Nothing => match self.file.folder.hard_link(&self.name, folder, name) {
                Ok(()) => return Ok(Saved::Done),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    return Ok(Saved::Changed);
                }
                // A file system without links.
                Err(_) => {}
            },
            Standing::These(was) if exchange(folder, &self.name, name).is_ok() => {
                // An edit since the check above is now in the file beside, and goes back. An edit that was only being opened comes a moment
                // later.
                for wait in LOOKS_AGAIN {
                    std::thread::sleep(wait);
                    let mut displaced = Vec::new();
                    let open = folder.open(&self.name)?;
                    open.into_std().read_to_end(&mut displaced)?;
                    if displaced != was {
                        exchange(folder, &self.name, name)?;
                        return Ok(Saved::Changed);
                    }
                }
                return Ok(Saved::Done);
            }
            _ => {}
        }
        folder.rename(&self.name, folder, name)?;
        Ok(Saved::Done)
    }

    /// Writes over the bytes of the file itself, which stays the same file; the text beside it is kept in case of failure.
    fn overwrite(&mut self, was: Standing<'_>) -> io::Result<Saved> {
        if !self.is_as_expected(was)? {
            return Ok(Saved::Changed);
        }
        let mut bytes = Vec::new();
        let mut beside = self.file.folder.open(&self.name)?.into_std();
        beside.read_to_end(&mut bytes)?;
        let mut file = self.file.open(OpenOptions::new().write(true))?;
        self.is_kept = true;
        file.rewind()?;
        file.write_all(&bytes)?;
        file.set_len(bytes.len() as u64)?;
        file.sync_all()?;
        self.is_kept = false;
        Ok(Saved::Done)
    }
}

/// Exchanges the names of two files of a folder, atomically.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(folder: &Dir, one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::RenameFlags;

    rustix::fs::renameat_with(folder, one, folder, other, RenameFlags::EXCHANGE)?;
    Ok(())
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_: &Dir, _: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Puts a text in the place of a file of the map, if `was` is its current text (`None`: if there is no file). The file keeps owner, group,
/// mode, attributes and its further names. Nothing outside the map's folder is written, whatever is put on the way meanwhile.
///
/// # Errors
/// If the file is read-only or cannot be written; it is then unchanged, or the message names the place of the new text.
pub(crate) fn replace(file: &InMap, was: Option<&str>, text: &str) -> anyhow::Result<Saved> {
    let beside =
        File::below(&file.root, &file.inner)?.beside(|out| out.write_all(text.as_bytes()))?;
    beside.put(was.map_or(Standing::Nothing, |was| Standing::These(was.as_bytes())))
}
