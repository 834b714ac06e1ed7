//! Several files of a map that change together: all of them, or none.

use std::path::Path;

use anyhow::Context;

use super::put;
use super::put::{Beside, File, Standing};
use crate::read::source::MapFolder;
use crate::serve::Saved;
use crate::words;

/// A file with its text before and after.
pub(in crate::cli) struct Rewritten<'t> {
    /// Its name in the map.
    pub(in crate::cli) name: &'t str,
    /// The text that it was read with; `None` for a new file.
    pub(in crate::cli) old: Option<&'t str>,
    /// The text that it gets.
    pub(in crate::cli) new: &'t str,
}

/// Writes files of the map at `map`. All are written beside their places first. Where one cannot be, or was changed meanwhile, none is changed.
///
/// # Errors
/// Where a file could not be written; the files then are as they were, or the message names those that are not.
pub(in crate::cli) fn all_or_none(map: &Path, files: &[Rewritten<'_>]) -> anyhow::Result<()> {
    let folder = MapFolder::open(map)?;
    let mut ready: Vec<(&Rewritten<'_>, Beside)> = Vec::new();
    for file in files {
        let found = folder.find(file.name, true);
        let found = found.map_err(|refusal| {
            anyhow::anyhow!("cannot write `{}`: {refusal}", words::shown(file.name))
        })?;
        let place = File::below(&found.root, &found.inner)?;
        let beside = place.beside(|out| out.write_all(file.new.as_bytes()))?;
        let is_there = beside.is_as_expected(standing(file));
        let is_there = is_there.with_context(|| format!("cannot read `{}`", file.name))?;
        anyhow::ensure!(is_there, changed(file));
        ready.push((file, beside));
    }
    let mut done: Vec<&Rewritten<'_>> = Vec::new();
    for (file, beside) in ready {
        let failed = match beside.put(standing(file)) {
            Ok(Saved::Done) => {
                done.push(file);
                continue;
            }
            Ok(Saved::Changed) => anyhow::anyhow!(changed(file)),
            Err(error) => error,
        };
        let left = taken_back(&folder, &done);
        anyhow::ensure!(
            left.is_empty(),
            "{failed:#}; these files could not be put back and have their new text: {}",
            left.join(", ")
        );
        return Err(failed);
    }
    Ok(())
}

fn standing<'t>(file: &Rewritten<'t>) -> Standing<'t> {
    file.old
        .map_or(Standing::Nothing, |old| Standing::These(old.as_bytes()))
}

fn changed(file: &Rewritten<'_>) -> String {
    let name = words::shown(file.name);
    format!("nothing is changed: `{name}` was changed while this ran; run it again")
}

/// Gives the files their old texts; the names of those for which that fails.
fn taken_back(folder: &MapFolder, done: &[&Rewritten<'_>]) -> Vec<String> {
    let failed = done.iter().filter(|file| {
        let back = file.old.and_then(|old| {
            let found = folder.find(file.name, false).ok()?;
            put::replace(&found, Some(file.new), old).ok()
        });
        !matches!(back, Some(Saved::Done))
    });
    failed
        .map(|file| words::shown(file.name).into_owned())
        .collect()
}
