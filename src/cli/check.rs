//! `flowmap check`: what is wrong, duplicated, defined differently or missing.

use clap::Args;
use clap::ValueEnum;

use super::MapArgs;
use super::exit::Exit;
use super::write;
use crate::finding::Level;
use crate::render::csv;
use crate::render::json;
use crate::render::markdown;
use crate::render::terminal;
use crate::render::xlsx;

/// The arguments.
#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    map: MapArgs,
    /// How to print the findings
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The exit status is 1 where a finding is this loud or louder
    #[arg(long, value_enum, default_value_t = FailOn::Error)]
    fail_on: FailOn,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
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
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Note,
    Never,
}

impl Check {
    pub(super) fn run(&self) -> anyhow::Result<Exit> {
        let analysis = self.map.analysis()?;
        match self.format {
            Format::Text => write::answer(&terminal::render(&analysis, write::style()), false),
            Format::Json => write::bytes(json::render(&analysis).as_bytes())?,
            Format::Markdown => write::bytes(markdown::render(&analysis).as_bytes())?,
            Format::Csv => write::bytes(csv::render(&analysis).as_bytes())?,
            Format::Xlsx => write::bytes(&xlsx::render(&analysis)?)?,
        }
        let limit = match self.fail_on {
            FailOn::Error => Some(Level::Error),
            FailOn::Warning => Some(Level::Warning),
            FailOn::Note => Some(Level::Note),
            FailOn::Never => None,
        };
        let fails =
            limit.is_some_and(|limit| analysis.loudest().is_some_and(|loudest| loudest >= limit));
        Ok(if fails { Exit::Findings } else { Exit::Clean })
    }
}
