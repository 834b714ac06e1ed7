//! Writes the map as sheets: one workbook, or a folder of CSV files.

use std::path::Path;

use super::args::MapArgs;
use super::exit::Exit;
use super::write;
use crate::exchange::sheets;
use crate::words;

/// Writes the map as a workbook.
pub(super) fn workbook(map: &MapArgs, path: &Path) -> anyhow::Result<Exit> {
    let analysis = map.analysis()?;
    let title = &analysis.model().about.title;
    write::file(path, sheets::workbook(&analysis.sources, title)?)?;
    Ok(Exit::Clean)
}

/// Writes the map as CSV files into a folder.
pub(super) fn csv(map: &MapArgs, folder: &Path) -> anyhow::Result<Exit> {
    let analysis = map.analysis()?;
    let files = sheets::csv_files(&analysis.sources);
    write::files(folder, &files)?;
    write::aside(&format!(
        "wrote {} to {}\n",
        words::counted(files.len(), "file"),
        words::path(folder)
    ));
    Ok(Exit::Clean)
}
