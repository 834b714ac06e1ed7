//! `flowmap export`: the map as sheets, and in the formats of other programs.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use clap::builder::PossibleValue;

use super::args::MapArgs;
use super::exit::Exit;
use super::format;
use super::sheets;
use super::write;
use crate::exchange::handed_on::{Base, Files, Format, hand_on};
use crate::exchange::tables::{Resolved, TABLES, documents};
use crate::words;

/// Endings of pictures, which another command writes.
const PICTURES: [&str; 8] = [
    "drawio", "mmd", "mermaid", "svg", "png", "pdf", "dot", "json",
];

/// A format, of sheets or of other programs.
#[derive(Debug, Clone, Copy)]
enum To {
    Xlsx,
    Csv,
    Other(Format),
}

impl ValueEnum for To {
    fn value_variants<'a>() -> &'a [Self] {
        const ALL: [To; 7] = [
            To::Xlsx,
            To::Csv,
            To::Other(Format::Graphml),
            To::Other(Format::Openlineage),
            To::Other(Format::Odcs),
            To::Other(Format::Sssom),
            To::Other(Format::Jsonld),
        ];
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        match self {
            To::Xlsx => Some(
                PossibleValue::new("xlsx")
                    .help("A workbook for spreadsheets, which can be changed and imported again"),
            ),
            To::Csv => Some(
                PossibleValue::new("csv")
                    .help("The sheets of the workbook as CSV files in a folder"),
            ),
            To::Other(format) => format.to_possible_value(),
        }
    }
}

/// Write the map as a workbook that can be imported again, or in a format of other programs
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    map: MapArgs,
    /// The format [default: by the ending of --output]
    #[arg(long, alias = "format", value_name = "FORMAT", value_enum)]
    to: Option<To>,
    /// The file to write, or the folder for contracts or CSV files [default: standard output]
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
        match (self.format(path)?, path) {
            (To::Other(format), path) => self.hand_on(format, path),
            (To::Xlsx, Some(path)) => sheets::workbook(&self.map, path),
            (To::Csv, Some(folder)) => sheets::csv(&self.map, folder),
            (To::Xlsx, None) => {
                anyhow::bail!("name the workbook to write with -o, such as map.xlsx")
            }
            (To::Csv, None) => anyhow::bail!("name the folder for the CSV files with -o"),
        }
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
    fn format(&self, path: Option<&Path>) -> anyhow::Result<To> {
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
        let others = Format::ENDINGS.map(|(ending, format)| (ending, To::Other(format)));
        let endings: Vec<(&str, To)> = [("xlsx", To::Xlsx)].into_iter().chain(others).collect();
        format::chosen(self.to, path, To::Other(Format::Graphml), &endings)
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
