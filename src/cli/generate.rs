//! `flowmap generate`: a made-up map of any size.

use std::path::PathBuf;

use super::exit::Exit;
use super::write;
use crate::sample::Recipe;
use crate::sample::document;
use crate::sample::generate;

/// Write a made-up map of any size, for trying things out and measuring
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The folder to write to
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
    /// How many fields
    #[arg(long, default_value_t = 400, value_parser = clap::value_parser!(u32).range(1..=2_000_000))]
    fields: u32,
    /// The same number gives the same map
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Add so many cases of each kind whose findings are known, and write these to truth.json
    #[arg(long, value_name = "CASES", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=1000))]
    planted: u32,
}

/// Where the truth about planted cases is written, beside the files of the map.
const TRUTH: &str = "truth.json";

impl Args {
    pub(super) fn run(&self) -> anyhow::Result<Exit> {
        let map = generate(&Recipe {
            fields: self.fields as usize,
            seed: self.seed,
            planted: self.planted > 0,
            cases: self.planted as usize,
            ..Recipe::default()
        });
        let truth = (self.planted > 0).then(|| (TRUTH.to_owned(), document(&map.planted)));
        let files: Vec<(String, Vec<u8>)> = map
            .files
            .into_iter()
            .chain(truth)
            .map(|(name, text)| (name, text.into_bytes()))
            .collect();
        let count = files.len();
        write::files(&self.folder, &files)?;
        write::answer(
            &format!("wrote {count} files to {}\n", self.folder.display()),
            true,
        );
        Ok(Exit::Clean)
    }
}
