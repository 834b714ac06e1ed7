//! A file of another program as a proposal: says how it was read, shows what it would change, and writes it if asked.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::exit::Exit;
use super::opened;
use super::write;
use crate::analysis::{Analysis, Options};
use crate::compare;
use crate::exchange::foreign::{self, Import, LeftOut};
use crate::print::AnswerFormat;
use crate::print::changes;
use crate::print::terminal;
use crate::read::finding::{Finding, Group, Level};
use crate::read::source::SourceSet;
use crate::words;
use crate::words::shown;

/// Shows a proposal made of `file` as changes of the map in `folder`; if `is_write`, puts it there as a new file.
pub(super) fn propose(
    import: &Import,
    file: &Path,
    folder: &Path,
    is_write: bool,
) -> anyhow::Result<Exit> {
    let old = SourceSet::read(folder)?;
    write::coloured(&told(import))?;
    if import.yaml.is_empty() {
        return Ok(status(import));
    }
    let name = new_name(file, import);
    let path = match folder.is_dir() {
        true => folder.join(&name),
        false => PathBuf::from(&name),
    };
    let new = old.with(&words::path(&path), import.yaml.clone());
    let old = opened::analysis(old, Options::default());
    let new = opened::analysis(new, Options::default());
    let changed = compare::changes(&old, &new);
    let sides = (&old.sources, &new.sources);
    write::document(&changes::changes(&changed, sides, AnswerFormat::Text))?;
    let clashes = clashes(&old, &new);
    if !clashes.is_empty() {
        write::coloured(&clashing(&new, &clashes))?;
        anyhow::ensure!(
            !is_write,
            "nothing is written: the proposal does not fit the map"
        );
        return Ok(Exit::Findings);
    }
    if !is_write {
        write::aside(
            "nothing is written; `--write` puts the proposal into the map's folder as a new file\n",
        );
        return Ok(status(import));
    }
    anyhow::ensure!(
        folder.is_dir(),
        "`{}` is one file: name the folder that holds the map, so that a new file can be put beside the others",
        words::path(folder)
    );
    write::new_files(folder, &[(name, import.yaml.clone().into_bytes())])?;
    write::aside(&format!("wrote {}\n", words::path(&path)));
    Ok(status(import))
}

fn status(import: &Import) -> Exit {
    let is_faulty = import
        .findings
        .iter()
        .any(|finding| finding.level == Level::Error);
    if is_faulty {
        Exit::Findings
    } else {
        Exit::Clean
    }
}

/// The name of the new file.
fn new_name(file: &Path, import: &Import) -> String {
    let stem = file.file_name().unwrap_or_default().to_string_lossy();
    let stem = stem.split('.').next().unwrap_or_default();
    let letters = stem.chars().map(|c| {
        if c.is_alphanumeric() || c == '-' || c == '_' {
            c
        } else {
            '_'
        }
    });
    let stem: String = letters.collect();
    let stem = if stem.is_empty() {
        import.format
    } else {
        &stem
    };
    format!("imported-{stem}.yaml")
}

/// How the file was read: its format, its faults, and what was left out.
fn told(import: &Import) -> String {
    let mut text = String::new();
    for finding in &import.findings {
        text += &terminal::render_finding(&import.sources, finding, write::style());
        text.push('\n');
    }
    if import.is_refused() || import.format.is_empty() {
        text += "Nothing of this file was read.\n";
        return text;
    }
    let _ = writeln!(text, "Read as {}.", foreign::title(import.format));
    if import.yaml.is_empty() {
        text += "It holds nothing that a map could take.\n";
    }
    if !import.left_out.is_empty() {
        text += "\nLeft out:\n";
    }
    let mut by_reason: BTreeMap<&str, Vec<&LeftOut>> = BTreeMap::new();
    for left in &import.left_out {
        by_reason.entry(&left.why).or_default().push(left);
    }
    for (why, left) in by_reason {
        let what = left
            .iter()
            .map(|one| format!("{} ({})", shown(&one.what), one.count));
        let _ = writeln!(text, "  {}: {why}", what.collect::<Vec<_>>().join(", "));
    }
    text.push('\n');
    text
}

/// The faults that the map has with the proposal and not without it: ids that are there already, and references that do not fit.
fn clashes<'a>(old: &Analysis, new: &'a Analysis) -> Vec<&'a Finding> {
    let is_known = |finding: &Finding| old.findings.iter().any(|known| known.name == finding.name);
    let faults = new.findings.iter();
    let faults = faults.filter(|one| one.level == Level::Error && one.kind.group == Group::Map);
    faults.filter(|one| !is_known(one)).collect()
}

fn clashing(new: &Analysis, clashes: &[&Finding]) -> String {
    let mut text = "\nThe proposal does not fit the map as it stands:\n\n".to_owned();
    for finding in clashes {
        text += &terminal::render_finding(&new.sources, finding, write::style());
        text.push('\n');
    }
    text
}
