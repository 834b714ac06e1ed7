//! `flowmap suggest`: likely meanings of fields without a term.

use super::args::AskArgs;
use super::exit::Exit;
use crate::ask::suggest;
use crate::ask::suggest::About;

/// Suggest terms for fields without one, best match first; writes nothing
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only this field, as `system.field`; may be given several times
    #[arg(long = "field", value_name = "FIELD", conflicts_with = "terms")]
    fields: Vec<String>,
    /// Suggest pairs of terms that may mean the same instead
    #[arg(long)]
    terms: bool,
    /// The largest number of suggestions for each field
    #[arg(long, value_name = "COUNT", default_value_t = suggest::TOP)]
    top: usize,
    #[command(flatten)]
    ask: AskArgs,
}

impl Args {
    pub(super) fn run(&self) -> anyhow::Result<Exit> {
        let about = match (self.terms, self.fields.is_empty()) {
            (true, _) => About::Terms,
            (_, true) => About::Fields,
            _ => About::These(self.fields.clone()),
        };
        self.ask
            .answer(|analysis| suggest::ask(&analysis.graph, &about, self.top))
    }
}
