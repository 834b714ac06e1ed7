//! `flowmap export`: the map in the formats of other programs.

use std::path::{Path, PathBuf};

use super::args::MapArgs;
use super::exit::Exit;
use super::format;
use super::write;
use crate::exchange::handed_on::{Base, Files, Format, hand_on};
use crate::exchange::tables::{Resolved, TABLES, documents};
use crate::words;

/// Endings of pictures, which another command writes.
const PICTURES: [&str; 8] = [
    "drawio", "mmd", "mermaid", "svg", "png", "pdf", "dot", "json",
];

/// Write the map in a format of other programs
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    map: MapArgs,
    /// The format; left out = that of the file's ending
    #[arg(long, alias = "format", value_name = "FORMAT", value_enum)]
    to: Option<Format>,
    /// The file to write, or the folder for contracts; left out = the terminal
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write the resolved map as plain tables to this folder, with their schema and questions in SQL
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["to", "output", "base"])]
    tables: Option<PathBuf>,
    /// The start of all addresses, where the format wants addresses for ids
    #[arg(long, value_name = "ADDRESS", default_value = Base::USUAL, value_parser = Base::parse)]
    base: Base,
}

impl Args {
    pub(super) fn run(&self) -> anyhow::Result<Exit> {
        if let Some(folder) = &self.tables {
            return self.tables(folder);
        }
        let path = self.output.as_deref();
        self.hand_on(self.format(path)?, path)
    }

    /// Writes each table while its rows are made, and the files beside them.
    fn tables(&self, folder: &Path) -> anyhow::Result<Exit> {
        let analysis = self.map.analysis()?;
        let map = Resolved::of(&analysis);
        for table in TABLES {
            let path = folder.join(format!("{}.csv", table.name));
            write::stream(Some(&path), |out| table.write(&map, out))?;
        }
        let beside = documents().map(|(name, text)| (name.to_owned(), text.into_bytes()));
        write::files(folder, &beside)?;
        write::aside(&format!(
            "wrote README.md, load-duckdb.sql, load-spark.sql and questions.sql to {}\n",
            words::path(folder)
        ));
        Ok(Exit::Clean)
    }

    /// The format asked for, or that of the ending.
    fn format(&self, path: Option<&Path>) -> anyhow::Result<Format> {
        let ending = path.and_then(Path::extension);
        let ending = ending.map(|ending| ending.to_string_lossy().to_lowercase());
        if let (None, Some(path), Some(ending)) = (self.to, path, &ending) {
            anyhow::ensure!(
                !PICTURES.contains(&ending.as_str()),
                "pictures are written by another command: `flowmap draw -o {}`",
                words::path(path)
            );
        }
        anyhow::ensure!(
            self.to.is_some() || path.is_some(),
            "name a format with --to, or a file with -o, such as map.graphml"
        );
        format::chosen(self.to, path, Format::Graphml, &Format::ENDINGS)
    }

    fn hand_on(&self, format: Format, path: Option<&Path>) -> anyhow::Result<Exit> {
        let analysis = self.map.analysis()?;
        let done = hand_on(&analysis, format, &self.base);
        match (done.files, path) {
            (Files::One(text), None) => write::document(&text)?,
            (Files::One(text), Some(path)) => write::file(path, text.into_bytes())?,
            (Files::Several(files), Some(folder)) if folder != Path::new("-") => {
                let files: Vec<(String, Vec<u8>)> = files
                    .into_iter()
                    .map(|(name, text)| (name, text.into_bytes()))
                    .collect();
                write::files(folder, &files)?;
                write::aside(&format!(
                    "wrote {} to {}\n",
                    words::counted(files.len(), "contract"),
                    words::path(folder)
                ));
            }
            (Files::Several(_), _) => {
                anyhow::bail!("a contract is written for each collection: name a folder with -o")
            }
        }
        if !done.lost.is_empty() {
            write::aside(&format!("{}\n", done.lost));
        }
        Ok(Exit::Clean)
    }
}
