//! `flowmap generate`: a made-up map of any size.

use std::path::PathBuf;

use super::exit::Exit;
use super::write;
use crate::sample::Recipe;
use crate::sample::generate;
use crate::words;

/// Write a made-up map of any size, for trying things out and measuring
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The folder to write to
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
    /// The number of fields
    #[arg(long, default_value_t = 400, value_parser = clap::value_parser!(u32).range(1..=2_000_000))]
    fields: u32,
    /// The seed: the same seed gives the same map
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

impl Args {
    pub(super) fn run(&self) -> anyhow::Result<Exit> {
        let map = generate(&Recipe {
            fields: self.fields as usize,
            seed: self.seed,
        });
        let files: Vec<(String, Vec<u8>)> = map
            .files
            .into_iter()
            .map(|(name, text)| (name, text.into_bytes()))
            .collect();
        let count = files.len();
        write::files(&self.folder, &files)?;
        write::aside(&format!(
            "wrote {count} files to {}\n",
            words::path(&self.folder)
        ));
        Ok(Exit::Clean)
    }
}
