//! `flowmap burden`: the requests made of each organisation.

use super::args::AskArgs;
use super::exit::Exit;
use crate::ask::burden;
use crate::ask::burden::By;

/// What is asked of each organisation, how much of it again, and what merging would save
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The unit the figures are added up by
    #[arg(long, value_enum, default_value_t = By::Organisation)]
    by: By,
    #[command(flatten)]
    ask: AskArgs,
}

impl Args {
    pub(super) fn run(&self) -> anyhow::Result<Exit> {
        self.ask
            .answer(|analysis| Ok(burden::ask(&analysis.graph, self.by)))
    }
}
