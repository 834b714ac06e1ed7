//! The arguments that several commands share: the map, and the format of an answer.

use std::path::PathBuf;

use clap::Args;

use super::exit::Exit;
use super::opened;
use super::write;
use crate::analysis::{Analysis, Options};
use crate::ask::{Answer, Misunderstanding};
use crate::live::Live;
use crate::print;
use crate::print::AnswerFormat;
use crate::read::model::{Date, Status, When};
use crate::read::source::{MapFolder, SourceSet};
use crate::words::{first_few, names, shown};

/// Limit on the unreadable files that are named; the others are counted.
const MOST_NAMED: usize = 10;

/// Which map, and which of its flows.
#[derive(Debug, Args)]
pub(super) struct MapArgs {
    /// The folder of flow files, or one file
    #[arg(value_name = "MAP", default_value = "flows")]
    pub(super) map: PathBuf,
    /// Report a reference to an id that is not declared as an error
    #[arg(long)]
    strict: bool,
    /// The day the map is read for, such as 2025-10-14 [default: the map's `as_of`]
    #[arg(long, value_name = "DATE", value_parser = date)]
    as_of: Option<Date>,
    /// Include flows with this status beside the current ones
    #[arg(long, value_name = "STATUS", value_delimiter = ',')]
    with: Vec<Status>,
}

pub(super) fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "write year-month-day, such as 2025-10-14".to_owned())
}

impl MapArgs {
    /// The options for reading the map.
    fn options(&self) -> Options {
        Options {
            strict: self.strict,
            when: When {
                as_of: self.as_of,
                with: self.with.clone(),
            },
            ..Options::default()
        }
    }

    /// The map, for a command that reports every fault itself.
    pub(super) fn checked(&self) -> anyhow::Result<Analysis> {
        let sources = SourceSet::read(&self.map)?;
        let mut analysis = Analysis::of(sources, self.options());
        opened::tell_last_found(&mut analysis, &self.map);
        Ok(analysis)
    }

    /// The map, after telling the user the files that could not be read whole.
    pub(super) fn analysis(&self) -> anyhow::Result<Analysis> {
        let analysis = self.checked()?;
        let unread = analysis.unread();
        if !unread.is_empty() {
            let names = first_few(unread.iter().map(|name| shown(name)), MOST_NAMED);
            write::aside(&format!(
                "not read whole, and in part or wholly left out: {names} (`flowmap check` says why)\n"
            ));
        }
        Ok(analysis)
    }

    /// The folder of the map, and the map for repeated reading, after every save.
    pub(super) fn live(&self) -> anyhow::Result<(MapFolder, Live)> {
        let folder = MapFolder::open(&self.map)?;
        let live = Live::open(Box::new(folder.clone()), self.options())?;
        Ok((folder, live))
    }
}

/// The names in an argument, separated by commas; the argument itself if it holds none.
pub(super) fn subjects(argument: &str) -> Vec<String> {
    let names = names(argument);
    if names.is_empty() {
        vec![argument.to_owned()]
    } else {
        names
    }
}

/// The arguments of every question.
#[derive(Debug, Args)]
pub(super) struct AskArgs {
    #[command(flatten)]
    pub(super) map: MapArgs,
    /// The format of the answer
    #[arg(long, value_enum, default_value_t = AnswerFormat::Text)]
    format: AnswerFormat,
}

impl AskArgs {
    /// Asks a question of the map and prints the answer.
    pub(super) fn answer(
        &self,
        ask: impl FnOnce(&Analysis) -> Result<Answer, Misunderstanding>,
    ) -> anyhow::Result<Exit> {
        let analysis = self.map.analysis()?;
        let text = print::answer(&analysis.sources, &ask(&analysis)?, self.format);
        write::document(&text)?;
        Ok(Exit::Clean)
    }
}
