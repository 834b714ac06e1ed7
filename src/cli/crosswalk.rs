//! `flowmap crosswalk`: the fields of a term side by side.

use super::args::AskArgs;
use super::exit::Exit;
use crate::ask::crosswalk;

/// Who asks for a term, who captures it and who copies it, and how each defines it
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The terms, between commas
    #[arg(value_name = "TERM,…")]
    terms: String,
    #[command(flatten)]
    ask: AskArgs,
}

impl Args {
    pub(super) fn run(&self) -> anyhow::Result<Exit> {
        let terms: Vec<&str> = self.terms.split(',').map(str::trim).collect();
        self.ask
            .answer(|analysis| crosswalk::ask(&analysis.graph, &terms))
    }
}
