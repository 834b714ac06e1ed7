//! `flowmap questions`: the questions for each owner.

use super::args::AskArgs;
use super::exit::Exit;
use crate::ask::questions;

/// The questions to put to each owner, those of the heaviest topics first
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only questions to this organisation and its parts
    #[arg(long = "for", value_name = "ORGANISATION")]
    organisation: Option<String>,
    #[command(flatten)]
    ask: AskArgs,
}

impl Args {
    pub(super) fn run(&self) -> anyhow::Result<Exit> {
        let of = self.organisation.as_deref();
        self.ask
            .answer(|analysis| questions::ask(&analysis.graph, &analysis.findings, of))
    }
}
