//! `flowmap schema`: the schemas of the JSON that flowmap prints, and of the files it reads.

use clap::ValueEnum;

use super::exit::Exit;
use super::write;
use crate::print::answer_schema;
use crate::print::changes;
use crate::print::json;
use crate::print::schema;
use crate::print::topics;

/// Print the JSON Schema of the findings, of answers, of changes, or of flow files
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The document that the schema describes
    #[arg(value_enum)]
    of: Of,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Of {
    /// The findings of `flowmap check --format json`
    Findings,
    /// The topics of `flowmap topics --format json`
    Topics,
    /// The changes of `flowmap compare --format json`
    Compare,
    /// The answers of `flowmap case` and the other questions, as JSON
    Answer,
    /// Flow files, for editors that complete and check them
    Map,
}

impl Args {
    pub(super) fn run(&self) -> anyhow::Result<Exit> {
        match self.of {
            Of::Findings => write::document(&json::schema())?,
            Of::Topics => write::document(&topics::schema())?,
            Of::Compare => write::document(&changes::schema())?,
            Of::Answer => write::document(&answer_schema::schema())?,
            Of::Map => write::document(&schema::schema())?,
        }
        Ok(Exit::Clean)
    }
}
