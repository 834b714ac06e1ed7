//! `flowmap trace`: the sources and targets of a field.

use super::args::AskArgs;
use super::exit::Exit;
use crate::ask::trace;
use crate::ask::trace::Direction;

/// Where a field comes from and where it goes, hop by hop
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The field, as `system.field`
    #[arg(value_name = "FIELD")]
    field: String,
    /// Only its sources
    #[arg(long, conflicts_with = "down")]
    up: bool,
    /// Only its recipients
    #[arg(long)]
    down: bool,
    /// The largest number of hops
    #[arg(long, value_name = "HOPS", default_value_t = usize::MAX, hide_default_value = true)]
    depth: usize,
    #[command(flatten)]
    ask: AskArgs,
}

impl Args {
    pub(super) fn run(&self) -> anyhow::Result<Exit> {
        let direction = match (self.up, self.down) {
            (true, _) => Direction::Up,
            (_, true) => Direction::Down,
            _ => Direction::Both,
        };
        self.ask
            .answer(|analysis| trace::ask(&analysis.graph, &self.field, direction, self.depth))
    }
}
