//! A kind of finding: its name, family, level, documentation and examples.

use super::Level;

/// The family of a kind. Declared in the order printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// The files themselves: something cannot be read or contradicts itself.
    Map,
    /// The same thing collected more than once.
    Duplication,
    /// The same thing defined differently.
    Definition,
    /// Something is missing.
    Gap,
}

impl Group {
    /// All families, in the order printed.
    pub(crate) const ALL: [Group; 4] = [
        Group::Map,
        Group::Duplication,
        Group::Definition,
        Group::Gap,
    ];

    /// All families, in the order of reports and summaries: faults of the files come last.
    pub(crate) const REPORTED: [Group; 4] = [
        Group::Duplication,
        Group::Definition,
        Group::Gap,
        Group::Map,
    ];

    /// The heading of the family in reports.
    pub(crate) fn heading(self) -> &'static str {
        match self {
            Group::Map => "Wrong in the files",
            Group::Duplication => "Collected more than once, or typed again",
            Group::Definition => "Defined differently",
            Group::Gap => "Missing",
        }
    }

    /// The words for the figure of the family: see [`crate::analysis::Analysis::figures`].
    pub(crate) fn figure(self) -> &'static str {
        match self {
            Group::Duplication => "Collected more than once",
            Group::Map | Group::Definition | Group::Gap => self.heading(),
        }
    }

    /// The word used in output.
    pub fn word(self) -> &'static str {
        match self {
            Group::Map => "map",
            Group::Duplication => "duplication",
            Group::Definition => "definition",
            Group::Gap => "gap",
        }
    }
}

/// A kind of finding.
#[derive(Debug)]
pub struct Kind {
    /// Kebab-case; the only identity. Equals the name of its file and of its example folder.
    pub name: &'static str,
    /// Its family.
    pub group: Group,
    /// Its level if nothing lowers it.
    pub level: Level,
    /// One line, lower case, no full stop.
    pub summary: &'static str,
    /// Markdown under four headings: Finds, Why it matters, How to fix, When it is fine.
    pub docs: &'static str,
    /// A flow file with the fault, each place marked `# expect: name`.
    pub bad: &'static str,
    /// A flow file of the same kind without it.
    pub good: &'static str,
    /// `bad` as `flowmap check` prints it, without the numbers of the findings.
    pub printed: &'static str,
}

impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// Declares a [`Kind`] with its documentation as a doc comment and its example from `tests/cases/<name>/`.
macro_rules! kind {
    ($(#[doc = $doc:literal])+ $visibility:vis $constant:ident = $name:literal, $group:ident, $level:ident, $summary:literal) => {
        $(#[doc = $doc])+
        $visibility static $constant: $crate::read::finding::Kind = $crate::read::finding::Kind {
            name: $name,
            group: $crate::read::finding::Group::$group,
            level: $crate::read::finding::Level::$level,
            summary: $summary,
            docs: concat!($($doc, "\n"),+),
            bad: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/", $name, "/bad.yaml")),
            good: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/", $name, "/good.yaml")),
            printed: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/", $name, "/bad.txt")),
        };
    };
}
pub(crate) use kind;
