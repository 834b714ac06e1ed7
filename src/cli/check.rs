//! `flowmap check`: what is wrong, duplicated, defined differently or missing.

use std::path::PathBuf;

use clap::Args;
use clap::ValueEnum;

use super::MapArgs;
use super::exit::Exit;
use super::format;
use super::write;
use crate::analysis::Analysis;
use crate::print::csv;
use crate::print::json;
use crate::print::junit;
use crate::print::markdown;
use crate::print::sarif;
use crate::print::terminal;
use crate::read::finding::Level;
use crate::report::xlsx;

/// The arguments.
#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    map: MapArgs,
    /// How to write the findings; left out = by the ending of --output, else text
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// The file to write; left out = print
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The exit status is 1 where a finding is this loud or louder
    #[arg(long, value_enum, default_value_t = FailOn::Error)]
    fail_on: FailOn,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// With excerpts, for reading
    Text,
    /// For programs; `flowmap schema findings` describes it
    Json,
    /// For taking into a document
    Markdown,
    /// For spreadsheets: one finding a row
    Csv,
    /// A workbook: findings, flows, fields, crosswalk, needs, questions
    Xlsx,
    /// SARIF 2.1.0, for code platforms and editors
    Sarif,
    /// XML for build servers, in the form of junit: what --fail-on names fails
    Junit,
}

/// Which ending stands for which format.
const ENDINGS: [(&str, Format); 7] = [
    ("txt", Format::Text),
    ("json", Format::Json),
    ("md", Format::Markdown),
    ("csv", Format::Csv),
    ("xlsx", Format::Xlsx),
    ("sarif", Format::Sarif),
    ("xml", Format::Junit),
];

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Note,
    Never,
}

impl FailOn {
    fn level(self) -> Option<Level> {
        match self {
            FailOn::Error => Some(Level::Error),
            FailOn::Warning => Some(Level::Warning),
            FailOn::Note => Some(Level::Note),
            FailOn::Never => None,
        }
    }
}

impl Check {
    pub(super) fn run(&self) -> anyhow::Result<Exit> {
        let path = self.output.as_deref();
        let format = format::chosen(self.format, path, Format::Text, &ENDINGS)?;
        let analysis = self.map.analysis()?;
        match (path, format) {
            (None, Format::Text) => {
                write::answer(&terminal::render(&analysis, write::style()), false);
            }
            (None, Format::Xlsx) => write::unreadable(&self.written(&analysis, format)?)?,
            (None, _) => write::bytes(&self.written(&analysis, format)?)?,
            (Some(path), _) => write::file(path, self.written(&analysis, format)?)?,
        }
        let limit = self.fail_on.level();
        let fails =
            limit.is_some_and(|limit| analysis.loudest().is_some_and(|loudest| loudest >= limit));
        Ok(if fails { Exit::Findings } else { Exit::Clean })
    }

    fn written(&self, analysis: &Analysis, format: Format) -> anyhow::Result<Vec<u8>> {
        Ok(match format {
            Format::Text => terminal::render(analysis, terminal::Style::default()).into_bytes(),
            Format::Json => json::render(analysis).into_bytes(),
            Format::Markdown => markdown::render(analysis).into_bytes(),
            Format::Csv => csv::render(analysis).into_bytes(),
            Format::Xlsx => xlsx::render(analysis)?,
            Format::Sarif => sarif::render(analysis).into_bytes(),
            Format::Junit => junit::render(analysis, self.fail_on.level()).into_bytes(),
        })
    }
}
