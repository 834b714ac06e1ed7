//! `flowmap case`: the systems that must be told of one person or event.

use super::args::AskArgs;
use super::exit::Exit;
use crate::ask::case;

/// Who must be told of one person or event, who may be, who is not, and what is asked more than once
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The case, such as "setting=inpatient, age=45", or the name of a case of the map. Several, separated by `;`, are compared: only differences are shown
    #[arg(value_name = "SCOPE|CASE")]
    subject: String,
    #[command(flatten)]
    ask: AskArgs,
}

impl Args {
    pub(super) fn run(&self) -> anyhow::Result<Exit> {
        self.ask
            .answer(|analysis| case::ask(&analysis.graph, &self.subject))
    }
}
