//! Arguments to work to exit status: one verb a file.

mod ask;
mod browser;
mod check;
mod draw;
mod exit;
mod explain;
mod format;
mod generate;
mod init;
mod picture;
mod report;
mod schema;
mod serve;
mod watch;
mod write;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use clap::Parser;
use clap::Subcommand;
use clap::ValueEnum;

use self::exit::Exit;
use crate::analysis::Analysis;
use crate::analysis::Options;
use crate::read::model::Date;
use crate::read::model::Status;
use crate::read::model::When;
use crate::read::source::MapFolder;
use crate::read::source::SourceSet;
use crate::serve::Live;

/// Maps how data moves between organisations, and finds what is collected twice, defined differently or missing.
#[derive(Debug, Parser)]
#[command(
    name = "flowmap",
    version,
    max_term_width = 100,
    after_help = "Start with `flowmap init`, which writes a small map to flows/, and `flowmap serve`, which shows it; `flowmap report` writes what to take home to output/."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Read a map and say what is wrong, duplicated, defined differently or missing
    Check(check::Check),
    #[command(flatten)]
    Ask(ask::Ask),
    /// Draw a map
    Draw(draw::Draw),
    /// Read a map and write pictures and findings to a folder
    Report(report::Report),
    /// Show a map in a browser: redrawn when a file is saved, with an editor for its files
    Serve(serve::Serve),
    /// Write the report again whenever a file is saved
    Watch(watch::Watch),
    /// Write a small map to begin with, with a comment on every line that teaches
    Init(init::Init),
    /// Say what a kind of finding means, with an example; without a name, list them; `format` = the flow files
    Explain(explain::Explain),
    /// Print the JSON Schema of the findings, or of flow files
    Schema(schema::Schema),
    /// Write a made-up map of any size, for trying things out and measuring
    Generate(generate::Generate),
}

/// Which map, and which of its flows.
#[derive(Debug, Args)]
struct MapArgs {
    /// The folder of flow files, or one file
    #[arg(value_name = "MAP", default_value = "flows")]
    map: PathBuf,
    /// Make a reference to nothing an error
    #[arg(long)]
    strict: bool,
    /// The day to look at, such as 2025-10-14; left out = the map's own
    #[arg(long, value_name = "DATE", value_parser = date)]
    as_of: Option<Date>,
    /// Take these flows as well as the current ones: planned, proposed, ended
    #[arg(long, value_name = "STATUS", value_delimiter = ',')]
    with: Vec<StatusWord>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum StatusWord {
    Planned,
    Proposed,
    Ended,
}

fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "write year-month-day, such as 2025-10-14".to_owned())
}

impl MapArgs {
    /// How the map is to be read.
    fn options(&self) -> Options {
        let status = |word: &StatusWord| match word {
            StatusWord::Planned => Status::Planned,
            StatusWord::Proposed => Status::Proposed,
            StatusWord::Ended => Status::Ended,
        };
        let when = When {
            as_of: self.as_of,
            with: self.with.iter().map(status).collect(),
        };
        Options {
            strict: self.strict,
            when,
        }
    }

    fn analysis(&self) -> anyhow::Result<Analysis> {
        let sources = SourceSet::read(&self.map)?;
        Ok(Analysis::of(sources, self.options()))
    }

    /// The map as one that is looked at again after every save.
    fn live(&self) -> anyhow::Result<Live> {
        Live::open(MapFolder::open(&self.map)?, self.options())
    }
}

/// Runs the program on its arguments.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(usage) => {
            let is_failure = usage.use_stderr();
            write::answer(&usage.render().to_string(), is_failure);
            return if is_failure {
                Exit::CouldNotRun.into()
            } else {
                Exit::Clean.into()
            };
        }
    };
    let run = match &cli.command {
        Command::Check(args) => args.run(),
        Command::Ask(question) => question.run(),
        Command::Draw(args) => args.run(),
        Command::Report(args) => args.run(),
        Command::Serve(args) => args.run(),
        Command::Watch(args) => args.run(),
        Command::Init(args) => args.run(),
        Command::Explain(args) => args.run(),
        Command::Schema(args) => args.run(),
        Command::Generate(args) => args.run(),
    };
    match run {
        Ok(exit) => exit.into(),
        Err(error) => {
            write::answer(&format!("flowmap: {error:#}\n"), true);
            Exit::CouldNotRun.into()
        }
    }
}
