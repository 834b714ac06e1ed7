//! `flowmap unify`: a proposed unified data set.

use super::args::AskArgs;
use super::exit::Exit;
use super::write;
use crate::ask::unify;

/// Propose a unified data set: elements, definitions, sources, changes for each body, first decisions
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Write the proposal as a flow file to put beside the map
    #[arg(long)]
    yaml: bool,
    #[command(flatten)]
    ask: AskArgs,
}

impl Args {
    pub(super) fn run(&self) -> anyhow::Result<Exit> {
        if self.yaml {
            let analysis = self.ask.map.analysis()?;
            write::document(&unify::file(&analysis.graph))?;
            return Ok(Exit::Clean);
        }
        self.ask
            .answer(|analysis| Ok(unify::ask(&analysis.graph, &analysis.findings)))
    }
}
