//! Removes a file of the map, if it has the text that it is thought to have; and files that an earlier run left.

use std::io;
use std::io::Read as _;
use std::path::Path;

use cap_std::ambient_authority;
use cap_std::fs::{Dir, OpenOptions};

use super::put::{BESIDE, File, name_beside};
use crate::live::Saved;

/// Removes the file if its bytes are `was`. It is first given a name that nobody can guess, so that what another program writes meanwhile is seen.
///
/// # Errors
/// If it cannot be renamed or read; it then stays in its place.
pub(super) fn remove(file: &File, was: &[u8]) -> anyhow::Result<Saved> {
    if file.now()?.as_deref() != Some(was) {
        return Ok(Saved::Changed);
    }
    let aside = name_beside()?;
    let mut open = file.open(OpenOptions::new().read(true))?;
    // Locked, so that no other run takes it for a leftover file.
    drop(open.try_lock());
    file.folder.rename(&file.name, &file.folder, &aside)?;
    let mut displaced = Vec::new();
    let is_same = match open.read_to_end(&mut displaced) {
        Ok(_) => displaced == was,
        Err(_) => false,
    };
    let failed: io::Result<()> = if is_same {
        file.folder.remove_file(&aside)
    } else {
        Ok(())
    };
    if is_same && failed.is_ok() {
        return Ok(Saved::Done);
    }
    file.folder.rename(&aside, &file.folder, &file.name)?;
    failed?;
    Ok(Saved::Changed)
}

/// Removes files from a folder that an earlier run, stopped while saving, left there.
pub(super) fn clean(folder: &Dir) {
    let Ok(entries) = folder.entries() else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let middle = name.to_str().and_then(|name| {
            let middle = name.strip_prefix(BESIDE.0)?.strip_suffix(BESIDE.1)?;
            Some(middle.len() == 16 && middle.bytes().all(|byte| byte.is_ascii_hexdigit()))
        });
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if middle != Some(true) || !is_file {
            continue;
        }
        // A file that is being written now is locked.
        let open = folder.open(&name).map(cap_std::fs::File::into_std);
        if open.is_ok_and(|open| open.try_lock().is_ok()) {
            drop(folder.remove_file(&name));
        }
    }
}

/// Removes files from the folder at `path` that an earlier run left there.
pub(super) fn clean_folder(path: &Path) {
    let path = if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    };
    if let Ok(folder) = Dir::open_ambient_dir(path, ambient_authority()) {
        clean(&folder);
    }
}
