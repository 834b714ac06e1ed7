//! `flowmap decisions`: the decisions of the map, and whether the map still shows their findings.

use super::args::AskArgs;
use super::exit::Exit;
use crate::ask::decisions;

/// Decisions, actions with owner and due date, and the present state of each finding
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only decisions and actions of this organisation and its parts
    #[arg(long = "for", value_name = "ORG")]
    organisation: Option<String>,
    #[command(flatten)]
    ask: AskArgs,
}

impl Args {
    pub(super) fn run(&self) -> anyhow::Result<Exit> {
        self.ask.answer(|analysis| {
            decisions::ask(
                &analysis.graph,
                &analysis.findings,
                self.organisation.as_deref(),
            )
        })
    }
}
