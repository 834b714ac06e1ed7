//! Formats of other programs, read as proposals: what a file says, in the words of flow files, and what is left out of it and why.
//!
//! Each format is one file with a table of the keys that it reads and those that it leaves out. The page of formats is made of these tables,
//! and so is the list of what was left out of a file.

mod datahub;
mod dbt;
mod draft;
mod entries;
mod fhir;
mod fides;
mod ids;
mod kinds;
mod odcs;
mod omop;
mod openlineage;
mod rabbit;
mod rows;
mod sssom;
mod table;
mod threagile;
mod tree;
mod unpack;
mod written;
mod xml;

use self::draft::Draft;
use self::rows::Rows;
use self::tree::Tree;
use crate::read::finding::{Finding, Level};
use crate::read::source::SourceSet;

use self::table::page;

/// The proposal of a foreign file for a map.
#[derive(Debug)]
pub struct Import {
    /// The format in which it was read; empty if none fits.
    pub format: &'static str,
    /// The proposed entries as a flow file; empty if there are none.
    pub yaml: String,
    /// The parts left out, each with the reason.
    pub left_out: Vec<LeftOut>,
    /// The faults of the file, and remarks on its reading. Their places are in `sources`.
    pub findings: Vec<Finding>,
    /// The file, as text.
    pub sources: SourceSet,
}

impl Import {
    /// True if nothing of the file could be taken.
    pub fn is_refused(&self) -> bool {
        let faults = self.findings.iter();
        self.yaml.is_empty()
            && faults
                .into_iter()
                .any(|finding| finding.level == Level::Error)
    }
}

/// Something of a foreign file that is not in the proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Its name in the format.
    pub what: String,
    /// How often it stands in the file.
    pub count: usize,
    /// Why it is left out.
    pub why: String,
}

/// The reason for a key that is in no table.
const UNKNOWN_KEY: &str = "no edition of the format that flowmap knows has it";

/// A format that can be read.
struct Format {
    /// Its word on the command line.
    name: &'static str,
    /// Its name for people.
    title: &'static str,
    /// The editions that are read.
    editions: &'static str,
    /// Its parts, with their keys.
    parts: &'static [&'static Part],
    /// True for a file of this format.
    is: fn(&Content) -> bool,
    /// Reads a file into a draft.
    read: fn(&Content, &mut Draft<'_>),
}

/// One kind of record in a format: which of its keys are read, and which are left out.
struct Part {
    /// The record, with an article: `a contract`.
    of: &'static str,
    /// Keys, joined by commas, and what they become.
    read: &'static [(&'static str, &'static str)],
    /// Keys, joined by commas, and why they are left out.
    left: &'static [(&'static str, &'static str)],
}

impl Part {
    /// True for a key that is read.
    fn reads(&self, key: &str) -> bool {
        self.read.iter().any(|(keys, _)| has(keys, key))
    }

    /// Why a key is left out.
    fn leaves(&self, key: &str) -> Option<&'static str> {
        let row = self.left.iter().find(|(keys, _)| has(keys, key))?;
        Some(row.1)
    }
}

/// True if `keys`, joined by commas, has this one. A star at the end of a key stands for any letters.
fn has(keys: &str, key: &str) -> bool {
    keys.split(", ").any(|known| match known.strip_suffix('*') {
        Some(begin) => key.starts_with(begin),
        None => known == key,
    })
}

/// The formats, in alphabetical order.
static FORMATS: [&Format; 10] = [
    &datahub::FORMAT,
    &dbt::FORMAT,
    &fhir::FORMAT,
    &fides::FORMAT,
    &odcs::FORMAT,
    &omop::FORMAT,
    &openlineage::FORMAT,
    &rabbit::FORMAT,
    &sssom::FORMAT,
    &threagile::FORMAT,
];

/// The words for the formats on the command line.
pub fn names() -> Vec<&'static str> {
    FORMATS.iter().map(|format| format.name).collect()
}

/// The page that says what is read of each format, and what is left out and why.
pub fn formats() -> String {
    page()
}

/// The name of a format for people.
pub(crate) fn title(name: &str) -> &'static str {
    let found = FORMATS.iter().find(|format| format.name == name);
    found.map_or("no known format", |format| format.title)
}

/// The content of a file before its format is known.
enum Content {
    /// A tree, from JSON, YAML or XML.
    Tree(Tree),
    /// A table, from CSV or TSV.
    Rows(Rows),
}

impl Content {
    /// The tree; nothing for a table.
    fn tree(&self) -> Option<&Tree> {
        match self {
            Self::Tree(tree) => Some(tree),
            Self::Rows(_) => None,
        }
    }

    /// The table; nothing for a tree.
    fn rows(&self) -> Option<&Rows> {
        match self {
            Self::Rows(rows) => Some(rows),
            Self::Tree(_) => None,
        }
    }
}

/// Reads a foreign file. `name` is its path, and `format` the word of a format; without one, the format is known by the content.
pub fn read(name: &str, bytes: Vec<u8>, format: Option<&str>) -> Import {
    let (sources, content, mut findings) = match unpack::content(name, bytes) {
        Ok(read) => read,
        Err((sources, finding)) => return refused(*sources, vec![*finding]),
    };
    let named = format.map(|word| FORMATS.iter().find(|format| format.name == word));
    let found = match named {
        Some(format) => format,
        None => FORMATS.iter().find(|format| (format.is)(&content)),
    };
    let Some(format) = found else {
        let known = FORMATS.iter().map(|format| format.title);
        let known = crate::words::listed(&known.map(str::to_owned).collect::<Vec<_>>());
        let message = match format {
            Some(word) => format!("`{word}` is no format that can be read"),
            None => "this file is in no format that flowmap knows".to_owned(),
        };
        let help = format!("export it as one of these: {known}");
        findings.push(finding(&sources, Level::Error, 0, message, help));
        return refused(sources, findings);
    };
    let is_other = !(format.is)(&content);
    if is_other {
        let message = format!("this does not look like {}", format.title);
        let help = format!(
            "leave out `--as {}`: the format is then known by the content",
            format.name
        );
        findings.push(finding(&sources, Level::Error, 0, message, help));
        return refused(sources, findings);
    }
    let mut draft = Draft::new(&sources);
    (format.read)(&content, &mut draft);
    let (yaml, left_out, said) = draft.finish();
    findings.extend(said);
    Import {
        format: format.name,
        yaml,
        left_out,
        findings,
        sources,
    }
}

/// Nothing of a file, for these reasons.
fn refused(sources: SourceSet, findings: Vec<Finding>) -> Import {
    Import {
        format: "",
        yaml: String::new(),
        left_out: Vec::new(),
        findings,
        sources,
    }
}

/// A finding of that level at a byte of the one file of `sources`.
fn finding(sources: &SourceSet, level: Level, at: usize, message: String, help: String) -> Finding {
    let mut finding = draft::at_byte(sources, at, message, help);
    finding.level = level;
    finding
}
