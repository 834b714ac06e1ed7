//! Opens a map by any of its names: a folder, a file, a snapshot, or a revision of a git repository.

use std::collections::BTreeSet;
use std::path::Path;

use super::git;
use super::write;
use crate::analysis::{Analysis, Options};
use crate::judge::decide;
use crate::read::source::{Snapshot, Snapshots, SourceSet};
use crate::words;
use crate::words::{first_few, shown};

/// Limit on the snapshots and unread files that a message names.
const MOST_OFFERED: usize = 8;

/// The files with this `name`. Names of snapshots are those of `map`.
///
/// # Errors
/// If nothing has that name: the error lists the snapshots.
pub(super) fn sources(name: &str, map: &Path) -> anyhow::Result<SourceSet> {
    let path = Path::new(name);
    if path.exists() {
        return SourceSet::read(path);
    }
    let snapshots = Snapshots::of(map)?;
    if snapshots.has(name) {
        return snapshots.open(name);
    }
    if git::is_revision(name) {
        return git::read(name);
    }
    let all = snapshots.all()?;
    let names = all
        .iter()
        .map(|snapshot| format!("`{}`", shown(&snapshot.name)));
    let known = match all.len() {
        0 => "none are kept".to_owned(),
        _ => format!("there are {}", first_few(names, MOST_OFFERED)),
    };
    anyhow::bail!(
        "`{}` is no file or folder, and no snapshot of `{}` ({known}); a git revision is written REV:PATH, such as HEAD:flows",
        shown(name),
        words::path(map)
    )
}

/// The newest snapshot of a map: the one of the latest day; of several, the last by name.
///
/// # Errors
/// If the map has none.
pub(super) fn newest(map: &Path) -> anyhow::Result<Snapshot> {
    let newest = Snapshots::of(map)?.all()?.pop();
    newest.ok_or_else(|| {
        anyhow::anyhow!(
            "`{}` has no snapshot to compare with: keep one with `flowmap snapshot NAME`, or name two maps",
            words::path(map)
        )
    })
}

/// Limit on the snapshots through which open findings are followed back.
const MOST_EARLIER: usize = 12;

/// The snapshots of a map that are older than `day`, the newest first. One that cannot be read is left out.
pub(super) fn earlier(map: &Path, day: Option<&str>) -> Vec<Analysis> {
    let (Some(day), Ok(kept)) = (day, Snapshots::of(map)) else {
        return Vec::new();
    };
    let all = kept.all().unwrap_or_default().into_iter().rev();
    let older = all.filter(|snapshot| snapshot.day.as_str() < day);
    let read = older.filter_map(|snapshot| kept.open(&snapshot.name).ok());
    let read = read.take(MOST_EARLIER);
    read.map(|sources| Analysis::of(sources, Options::default()))
        .collect()
}

/// Says of each decision whose finding is gone in which snapshot of the map it was last found.
pub(super) fn tell_last_found(analysis: &mut Analysis, map: &Path) {
    let is_idle = analysis.findings.iter().any(decide::is_idle);
    let Ok(kept) = Snapshots::of(map) else { return };
    if !is_idle {
        return;
    }
    let all = kept.all().unwrap_or_default().into_iter().rev();
    let read = all.take(MOST_EARLIER).filter_map(|snapshot| {
        let sources = kept.open(&snapshot.name).ok()?;
        let earlier = Analysis::of(sources, Options::default());
        let names = earlier.findings.into_iter().map(|finding| finding.name);
        Some((snapshot.day, names.collect::<BTreeSet<String>>()))
    });
    let found: Vec<(String, BTreeSet<String>)> = read.collect();
    decide::tell_last_found(&mut analysis.findings, |name| {
        let mut found = found.iter();
        let (day, _) = found.find(|(_, names)| names.contains(name))?;
        Some(day.clone())
    });
}

/// The analysis of these files; the user is told the files that could not be read whole.
pub(super) fn analysis(sources: SourceSet, options: Options) -> Analysis {
    let analysis = Analysis::of(sources, options);
    tell_unread(&analysis);
    analysis
}

/// Tells the user the files that could not be read whole.
pub(super) fn tell_unread(analysis: &Analysis) {
    let unread = analysis.unread();
    if !unread.is_empty() {
        let names = first_few(unread.iter().map(|name| shown(name)), MOST_OFFERED);
        write::aside(&format!(
            "not read whole, and in part or wholly left out: {names}\n"
        ));
    }
}
