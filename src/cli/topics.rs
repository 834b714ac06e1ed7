//! `flowmap topics`: the topics to settle, the heaviest first.

use super::args::MapArgs;
use super::exit::Exit;
use super::write;
use crate::print::AnswerFormat;
use crate::print::topics;
use crate::print::topics::Wish;

/// What the findings amount to, in the order to settle it
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Also those after the first ten
    #[arg(long)]
    all: bool,
    /// Say what each weight is made of
    #[arg(long)]
    why: bool,
    #[command(flatten)]
    map: MapArgs,
    /// How to print the topics
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
