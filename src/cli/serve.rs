//! `flowmap serve`: the map in a browser, redrawn at every save.

use std::time::Duration;

use super::args::MapArgs;
use super::browser;
use super::exit::Exit;
use super::watch;
use super::write;
use crate::serve::{Hands, Server};
use crate::words;

/// Show a map in a browser, with an editor; the page is redrawn at each save
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    map: MapArgs,
    /// The port to listen on [default: a free one]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    port: Option<u16>,
    /// Do not open a browser
    #[arg(long)]
    no_open: bool,
    /// Give up trying a change ("What if ...") after this time
    #[arg(long, value_name = "SECONDS", default_value_t = 10, hide = true)]
    longest_trial: u64,
}

impl Args {
    pub(super) fn run(&self) -> anyhow::Result<Exit> {
        let hands = Hands {
            save: write::replace,
            save_all: write::all_or_none,
            told: |change| write::aside(&watch::told(change)),
            opened: |next| {
                let told = format!(
                    "A browser shows the map. For another browser on this machine: {next}\n"
                );
                write::aside(&told);
            },
        };
        let longest_trial = Duration::from_secs(self.longest_trial);
        let (folder, live) = self.map.live()?;
        write::clean(&live.latest().sources);
        let server = Server::bind(folder, live, self.port, hands, longest_trial)?;
        let address = server.address();
        write::document(&format!(
            "The map in {} is shown at {address}\nThis address opens one browser. The map is redrawn whenever one of its files is saved. Leave this running; Ctrl-C ends it.\n",
            words::path(&self.map.map)
        ))?;
        if !self.no_open && !browser::open(&address) {
            write::aside("No browser could be opened: open that address yourself.\n");
        }
        server.run()?;
        Ok(Exit::Clean)
    }
}
