//! `flowmap cover`: the fewest collections that meet all needs.

use super::args::AskArgs;
use super::exit::Exit;
use crate::ask::cover;

/// The fewest collections that meet all needs
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A system that must be kept; may be given several times
    #[arg(long, value_name = "SYSTEM")]
    keep: Vec<String>,
    /// Count the suppliers' own record systems too
    #[arg(long)]
    with_records: bool,
    #[command(flatten)]
    ask: AskArgs,
}

impl Args {
    pub(super) fn run(&self) -> anyhow::Result<Exit> {
        self.ask
            .answer(|analysis| cover::ask(&analysis.graph, &self.keep, self.with_records))
    }
}
