//! A file of another program as a proposal: says how it was read, and what was left out and why.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use super::exit::Exit;
use super::import;
use super::write;
use crate::analysis::Analysis;
use crate::exchange::foreign;
use crate::exchange::foreign::{Import, LeftOut};
use crate::exchange::proposed::Proposal;
use crate::print::AnswerFormat;
use crate::print::terminal;
use crate::print::terminal::Style;
use crate::read::source::Given;
use crate::words::shown;

/// The endings of files that are sheets where no other program's format is seen in them.
const SHEETS: [&str; 5] = [".xlsx", ".xlsm", ".ods", ".csv", ".txt"];

/// The file as that of another program; `None` if it is a sheet.
pub(super) fn read(given: &Given, format: Option<&str>) -> Option<Import> {
    let Given::File(name, bytes) = given else {
        return None;
    };
    let import = foreign::read(name, bytes.clone(), format);
    let lower = name.to_lowercase();
    let is_sheet = SHEETS.iter().any(|ending| lower.ends_with(ending));
    let is_known = !import.format.is_empty() || format.is_some();
    (is_known || !is_sheet).then_some(import)
}

/// Shows the proposal as changes of the map, and makes them if asked.
pub(super) fn propose(
    before: &Analysis,
    import: &Import,
    map: &Path,
    how: (bool, AnswerFormat),
) -> anyhow::Result<Exit> {
    write::aside(&told(import));
    if import.format.is_empty() || import.is_refused() {
        return Ok(Exit::CouldNotRun);
    }
    if import.yaml.is_empty() {
        return Ok(Exit::Clean);
    }
    let proposal = Proposal::from_yaml(before, "the proposal", &import.yaml);
    import::finish(before, &proposal, map, how)
}

/// How the file was read: its format, its faults, and what was left out.
fn told(import: &Import) -> String {
    let style = Style::default();
    let mut text = String::new();
    for finding in &import.findings {
        text += &terminal::render_finding(&import.sources, finding, style);
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
