//! `flowmap init`: writes a small map to begin with.

use crate::words;
use std::path::PathBuf;

use super::exit::Exit;
use super::write;

/// Write a small example map with explanatory comments
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The folder to create
    #[arg(value_name = "FOLDER", default_value = "flows")]
    folder: PathBuf,
}

/// The files, by name.
const FILES: [(&str, &str); 5] = [
    ("map.yaml", include_str!("init/map.yaml")),
    ("owners/clubs.yaml", include_str!("init/owners/clubs.yaml")),
    ("owners/pools.yaml", include_str!("init/owners/pools.yaml")),
    (
        "owners/council.yaml",
        include_str!("init/owners/council.yaml"),
    ),
    (
        "owners/sports_body.yaml",
        include_str!("init/owners/sports_body.yaml"),
    ),
];

/// The files as those of a folder.
pub(super) fn files(folder: &str) -> impl Iterator<Item = (String, &'static str)> {
    let files = FILES.into_iter();
    files.map(move |(name, text)| (format!("{folder}/{name}"), text))
}

impl Args {
    pub(super) fn run(&self) -> anyhow::Result<Exit> {
        let folder = words::path(&self.folder);
        anyhow::ensure!(
            !write::holds_a_map(&self.folder),
            "`{folder}` holds a map already, and nothing is overwritten: `flowmap serve {folder}` shows it"
        );
        let files: Vec<(String, Vec<u8>)> = FILES
            .iter()
            .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()))
            .collect();
        write::new_files(&self.folder, &files)?;
        let map = if folder == "flows" {
            String::new()
        } else {
            format!(" {folder}")
        };
        write::document(
            &format!(
                "\
Written to {folder}/: a small map of who counts the visits to a town's swimming pools, and who asks for the counts.
  map.yaml      what the map is about: its terms, and the questions it must answer
  owners/       one file for each organisation: what it holds, and what it passes on

Next:
  flowmap serve{map}     shows the map in a browser; change a file, save it, and watch
  flowmap check{map}     says what is collected twice, defined differently or missing
  flowmap explain      lists every kind of finding
Then put your own organisations in place of these.
"
            ),
        )?;
        Ok(Exit::Clean)
    }
}
