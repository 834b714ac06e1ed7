//! `flowmap decisions`: the decisions of the map, and whether the map still shows their findings.

use super::args::AskArgs;
use super::exit::Exit;
use crate::ask::decisions;

/// What the room decided, what will be done by whom and when, and what the map shows of each today
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only what this organisation decided or will do, its parts included
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
