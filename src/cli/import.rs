//! `flowmap import`: a file of another program as a proposal, shown as changes of the map.

use std::path::PathBuf;

use super::exit::Exit;
use super::write;
use crate::exchange::foreign;
use crate::read::source::foreign_bytes;
use crate::words;

/// Read a file of another program as a proposal: what it would change in the map, and what of it is left out; writes nothing unasked
#[derive(Debug, clap::Args)]
#[command(
    after_help = "`flowmap import --formats` lists the formats and what is read of each. The exit status is 0 where the file could be read, 1 where it has faults or does not fit the map, 2 where the command could not run."
)]
pub(super) struct Args {
    /// The file to read
    #[arg(value_name = "FILE", required_unless_present = "formats")]
    file: Option<PathBuf>,
    /// The folder of flow files
    #[arg(value_name = "MAP", default_value = "flows")]
    map: PathBuf,
    /// Its format; left out = known by the content
    #[arg(long = "as", value_name = "FORMAT", value_parser = clap::builder::PossibleValuesParser::new(foreign::names()))]
    format: Option<String>,
    /// Write the proposal into the map's folder as a new flow file, imported-NAME.yaml
    #[arg(long)]
    write: bool,
    /// Print the formats, what is read of each, and what is left out and why
    #[arg(long, exclusive = true)]
    formats: bool,
}

impl Args {
    pub(super) fn run(&self) -> anyhow::Result<Exit> {
        let Some(file) = self.file.as_deref().filter(|_| !self.formats) else {
            write::document(&foreign::formats())?;
            return Ok(Exit::Clean);
        };
        let bytes = foreign_bytes(file)?;
        let import = foreign::read(&words::path(file), bytes, self.format.as_deref());
        super::foreign::propose(&import, file, &self.map, self.write)
    }
}
