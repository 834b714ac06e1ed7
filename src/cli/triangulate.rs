//! `flowmap triangulate`: the sources that answer a need together.

use super::args::{AskArgs, subjects};
use super::exit::Exit;
use crate::ask::triangulate;

/// The sources that together meet a need or hold some terms, and the obstacles
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A need; or terms, separated by commas. A name that holds a comma is put in double quotes, or has a backslash before the comma
    #[arg(value_name = "NEED|TERM,TERM…")]
    subjects: String,
    #[command(flatten)]
    ask: AskArgs,
}

impl Args {
    pub(super) fn run(&self) -> anyhow::Result<Exit> {
        let subjects = subjects(&self.subjects);
        let subjects: Vec<&str> = subjects.iter().map(String::as_str).collect();
        self.ask
            .answer(|analysis| triangulate::ask(&analysis.graph, &subjects))
    }
}
