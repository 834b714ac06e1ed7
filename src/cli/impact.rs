//! `flowmap impact`: the effects of changing or removing a thing of the map.

use super::args::AskArgs;
use super::exit::Exit;
use crate::ask::impact;

/// The effects of removing or changing a system, field, flow or definition
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A system, a field (`system.field`), a flow (`system->system`) or a term
    #[arg(value_name = "THING")]
    thing: String,
    #[command(flatten)]
    ask: AskArgs,
}

impl Args {
    pub(super) fn run(&self) -> anyhow::Result<Exit> {
        self.ask
            .answer(|analysis| impact::ask(&analysis.graph, &self.thing))
    }
}
