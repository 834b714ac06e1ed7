//! `flowmap definitions`: the differences between the definitions of a term.

use super::args::AskArgs;
use super::exit::Exit;
use crate::ask::definitions;

/// How the definitions of a term's fields differ: people, window, codes, wording
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The term
    #[arg(value_name = "TERM")]
    term: String,
    #[command(flatten)]
    ask: AskArgs,
}

impl Args {
    pub(super) fn run(&self) -> anyhow::Result<Exit> {
        self.ask
            .answer(|analysis| definitions::ask(&analysis.graph, &self.term))
    }
}
