//! Changes several files of a map together: all of them, or none.

use anyhow::Context;

use super::put;
use super::put::{Beside, File, Standing};
use super::remove::remove;
use crate::live::{Rewritten, Saved};
use crate::read::source::MapFolder;
use crate::words;

/// A file that is ready to be changed.
enum Ready {
    /// It gets the text written beside it.
    Put(Beside),
    /// It is removed.
    Remove(File),
}

/// Writes and removes files of a map. All new texts are written beside their places first. If one cannot be written, or if a file was
/// changed meanwhile, no file is changed.
///
/// # Errors
/// If a file could not be written. All files then have their old texts, except those that the message names.
pub(crate) fn all_or_none(folder: &MapFolder, files: &[Rewritten<'_>]) -> anyhow::Result<()> {
    let mut ready: Vec<(&Rewritten<'_>, Ready)> = Vec::new();
    for file in files {
        ready.push((file, made_ready(folder, file)?));
    }
    // A removed file cannot be put back as it was, so files are removed last.
    ready.sort_by_key(|(_, ready)| matches!(ready, Ready::Remove(_)));
    let mut done: Vec<&Rewritten<'_>> = Vec::new();
    for (file, ready) in ready {
        let put = match ready {
            Ready::Put(beside) => beside.put(standing(file)),
            Ready::Remove(place) => {
                let was = file.old.unwrap_or_default().as_bytes();
                let removed = remove(&place, was);
                removed.with_context(|| format!("cannot remove `{}`", words::shown(file.name)))
            }
        };
        let failed = match put {
            Ok(Saved::Done) => {
                done.push(file);
                continue;
            }
            Ok(Saved::Changed) => anyhow::anyhow!(changed(file)),
            Err(error) => error,
        };
        let left = taken_back(folder, &done);
        anyhow::ensure!(
            left.is_empty(),
            "{failed:#}; these files could not be put back and have their new text: {}",
            left.join(", ")
        );
        return Err(failed);
    }
    Ok(())
}

/// Writes the new text beside its place, and checks that the file is as expected.
fn made_ready(folder: &MapFolder, file: &Rewritten<'_>) -> anyhow::Result<Ready> {
    let found = folder.find(file.name, true);
    let found = found.map_err(|refusal| {
        anyhow::anyhow!("cannot write `{}`: {refusal}", words::shown(file.name))
    })?;
    let place = File::below(&found.root, &found.inner)?;
    let cannot = || format!("cannot read `{}`", words::shown(file.name));
    let Some(new) = file.new else {
        let now = place.now().with_context(cannot)?;
        anyhow::ensure!(now.as_deref() == file.old.map(str::as_bytes), changed(file));
        return Ok(Ready::Remove(place));
    };
    let beside = place.beside(|out| out.write_all(new.as_bytes()))?;
    let is_there = beside.is_as_expected(standing(file)).with_context(cannot)?;
    anyhow::ensure!(is_there, changed(file));
    Ok(Ready::Put(beside))
}

fn standing<'t>(file: &Rewritten<'t>) -> Standing<'t> {
    file.old
        .map_or(Standing::Nothing, |old| Standing::These(old.as_bytes()))
}

fn changed(file: &Rewritten<'_>) -> String {
    let name = words::shown(file.name);
    format!("nothing is changed: `{name}` was changed while this ran; run it again")
}

/// Gives the files their old texts again. Returns the names of the files for which that failed.
fn taken_back(folder: &MapFolder, done: &[&Rewritten<'_>]) -> Vec<String> {
    let failed = done.iter().filter(|file| {
        let back = folder
            .find(file.name, true)
            .ok()
            .and_then(|found| match (file.old, file.new) {
                (Some(old), new) => put::replace(&found, new, old).ok(),
                (None, Some(new)) => {
                    let place = File::below(&found.root, &found.inner).ok()?;
                    remove(&place, new.as_bytes()).ok()
                }
                (None, None) => Some(Saved::Done),
            });
        !matches!(back, Some(Saved::Done))
    });
    failed
        .map(|file| words::shown(file.name).into_owned())
        .collect()
}
