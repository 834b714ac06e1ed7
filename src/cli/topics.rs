//! `flowmap topics`: the topics to settle, the heaviest first.

use super::args::MapArgs;
use super::exit::Exit;
use super::write;
use crate::print::AnswerFormat;
use crate::print::topics;
use crate::print::topics::Wish;

/// The topics to settle, most important first
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Show all topics, not only the first ten
    #[arg(long)]
    all: bool,
    /// Show how each weight is worked out
    #[arg(long)]
    why: bool,
    #[command(flatten)]
    map: MapArgs,
    /// The format of the topics
    #[arg(long, value_enum, default_value_t = AnswerFormat::Text)]
    format: AnswerFormat,
}

impl Args {
    pub(super) fn run(&self) -> anyhow::Result<Exit> {
        let analysis = self.map.analysis()?;
        let wish = Wish {
            is_all: self.all,
            is_why: self.why,
        };
        write::document(&topics::topics(&analysis, self.format, wish))?;
        Ok(Exit::Clean)
    }
}
