//! `flowmap crosswalk`: the fields of a term side by side.

use super::args::{AskArgs, subjects};
use super::exit::Exit;
use crate::ask::crosswalk;

/// Who asks for a term, who captures it and who copies it, and how each defines it
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The terms, separated by commas. A name that holds a comma is put in double quotes, or has a backslash before the comma
    #[arg(value_name = "TERM,…")]
    terms: String,
    #[command(flatten)]
    ask: AskArgs,
}

impl Args {
    pub(super) fn run(&self) -> anyhow::Result<Exit> {
        let terms = subjects(&self.terms);
        let terms: Vec<&str> = terms.iter().map(String::as_str).collect();
        self.ask
            .answer(|analysis| crosswalk::ask(&analysis.graph, &terms))
    }
}
