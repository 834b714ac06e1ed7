//! The effect of a save on a map: files changed, findings opened and closed, faults that hide part of a file.

use serde::Serialize;

use crate::analysis::{Analysis, is_typed_again};
use crate::print::terminal;
use crate::read::finding::{Finding, Group};
use crate::read::source::{FileId, SourceSet};
use crate::report::page::Names;

/// The difference between two looks at the files.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Change {
    /// The names of the files that are new, changed or gone.
    pub(crate) files: Vec<String>,
    /// Findings that are new.
    pub(crate) opened: Vec<Told>,
    /// Findings that are gone or settled.
    pub(crate) closed: Vec<Told>,
    /// The faults that hide part of a file. While one of them is not in the picture yet, the picture stays as it was.
    pub(crate) faults: Vec<Fault>,
    /// True if the picture stays as it was.
    pub(crate) is_held: bool,
}

/// A finding in one line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct Told {
    /// Its name.
    pub(crate) name: String,
    /// Its family: `duplicated`, `typed again`, `defined differently`, `missing` or `fault`.
    pub(crate) family: &'static str,
    /// `error`, `warning` or `note`.
    pub(crate) level: &'static str,
    /// Its one fact, with ids.
    pub(crate) message: String,
    /// The same with the names of things.
    pub(crate) words: String,
}

/// A fault and its remedy.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct Fault {
    /// The file; empty if no file can be named.
    pub(crate) file: String,
    /// Line, from 1.
    pub(crate) line: usize,
    /// Column in characters, from 1.
    pub(crate) column: usize,
    /// The fault in words.
    pub(crate) message: String,
    /// The remedy.
    pub(crate) help: String,
    /// The lines around it with a mark under the place.
    pub(crate) excerpt: String,
}

impl Fault {
    /// A fault of the map as a whole.
    pub(super) fn of_map(message: String) -> Self {
        Self {
            file: String::new(),
            line: 0,
            column: 0,
            message,
            help: String::new(),
            excerpt: String::new(),
        }
    }

    fn of(sources: &SourceSet, finding: &Finding) -> Self {
        let position = sources.position(finding.place().span);
        Self {
            file: sources.file(finding.place().span.file).name.clone(),
            line: position.line,
            column: position.column,
            message: finding.message.clone(),
            help: finding.help.clone(),
            excerpt: excerpt(sources, finding),
        }
    }

    /// The fault on one line: `flows/a.yaml:3:5: message; help`.
    pub(crate) fn line(&self) -> String {
        let place = if self.file.is_empty() {
            String::new()
        } else {
            format!("{}:{}:{}: ", self.file, self.line, self.column)
        };
        let help = if self.help.is_empty() {
            String::new()
        } else {
            format!("; {}", self.help)
        };
        format!("{place}{}{help}", self.message)
    }
}

/// The lines around the places of a finding, with their marks, but without its message and its help.
fn excerpt(sources: &SourceSet, finding: &Finding) -> String {
    let printed = terminal::render_finding(sources, finding, terminal::Style::default());
    let lines = printed.lines().skip(1);
    let lines: Vec<&str> = lines
        .take_while(|line| !line.trim_start().starts_with("= "))
        .filter(|line| !line.trim_start().starts_with("--> "))
        .collect();
    let is_blank = |line: &&str| matches!(line.trim(), "" | "|");
    let first = lines.iter().position(|line| !is_blank(line)).unwrap_or(0);
    let last = lines
        .iter()
        .rposition(|line| !is_blank(line))
        .map_or(0, |last| last + 1);
    lines[first.min(last)..last].join("\n")
}

/// The faults that hide part of a file, in file order.
pub(crate) fn faults(analysis: &Analysis) -> Vec<Fault> {
    analysis
        .hidden()
        .map(|finding| Fault::of(&analysis.sources, finding))
        .collect()
}

/// The names of the files whose text differs between the two sets, or which only one of them has.
pub(super) fn files(before: &SourceSet, after: &SourceSet) -> Vec<String> {
    let by_name = |sources: &'_ SourceSet| -> Vec<String> {
        sources.files().map(|(_, file)| file.name.clone()).collect()
    };
    let is_same = |name: &str| {
        let of = |sources: &'_ SourceSet| -> Option<FileId> { Some(sources.named(name)?.0) };
        match (of(before), of(after)) {
            (Some(was), Some(is)) => {
                let (was, is) = (before.file(was), after.file(is));
                was.text == is.text && was.trouble == is.trouble
            }
            _ => false,
        }
    };
    let mut names = by_name(before);
    names.extend(by_name(after));
    names.sort();
    names.dedup();
    names.retain(|name| !is_same(name));
    names
}

/// The open findings of `after` that are not open in `before`, errors first.
pub(super) fn new_in(after: &Analysis, before: &Analysis) -> Vec<Told> {
    let mut known: Vec<&str> = before.open().map(|finding| &*finding.name).collect();
    known.sort_unstable();
    let mut new: Vec<&Finding> = after
        .open()
        .filter(|finding| known.binary_search(&&*finding.name).is_err())
        .collect();
    // The sort is stable: findings of one level stay in the order printed.
    new.sort_by_key(|finding| std::cmp::Reverse(finding.level));
    let names = Names::of(after.model());
    let told = new.into_iter().map(|finding| told(&names, finding));
    told.collect()
}

fn told(names: &Names<'_>, finding: &Finding) -> Told {
    Told {
        name: finding.name.clone(),
        family: match finding.kind.group {
            Group::Map => "fault",
            Group::Duplication if is_typed_again(finding) => "typed again",
            Group::Duplication => "duplicated",
            Group::Definition => "defined differently",
            Group::Gap => "missing",
        },
        level: finding.level.word(),
        message: finding.message.clone(),
        words: names.told(&finding.message, Some(finding)).plain(),
    }
}
