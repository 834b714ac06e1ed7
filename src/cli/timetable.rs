//! `flowmap timetable`: the age of data at each hop.

use super::args::AskArgs;
use super::exit::Exit;
use crate::ask::timetable;

/// The delay at each step from event to recipient, other routes, and who knows when
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A need, a field (as `system.field`) or a term
    #[arg(value_name = "NEED|FIELD|TERM")]
    subject: String,
    #[command(flatten)]
    ask: AskArgs,
}

impl Args {
    pub(super) fn run(&self) -> anyhow::Result<Exit> {
        self.ask
            .answer(|analysis| timetable::ask(&analysis.graph, &self.subject))
    }
}
