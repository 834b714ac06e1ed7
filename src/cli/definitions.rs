//! `flowmap definitions`: the differences between the definitions of a term.

use super::args::AskArgs;
use super::exit::Exit;
use crate::ask::definitions;

/// What each field of a term says of itself, facet by facet: only what differs
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
