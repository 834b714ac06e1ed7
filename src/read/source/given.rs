//! Files from elsewhere that are to be imported: one file of any kind, or the CSV files of a folder.

#[cfg(not(target_arch = "wasm32"))]
use std::fs;
#[cfg(not(target_arch = "wasm32"))]
use std::path::Path;

#[cfg(not(target_arch = "wasm32"))]
use anyhow::Context;

#[cfg(not(target_arch = "wasm32"))]
use super::LARGEST_FILE;
#[cfg(not(target_arch = "wasm32"))]
use super::walk;
#[cfg(not(target_arch = "wasm32"))]
use crate::words;

/// A file or folder from elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// A file: its name without folders, and its bytes.
    File(String, Vec<u8>),
    /// A folder: its name, and the name and bytes of each CSV file in it, by name.
    Folder(String, Vec<(String, Vec<u8>)>),
}

#[cfg(not(target_arch = "wasm32"))]
impl Given {
    /// Reads a file, or the CSV files of a folder.
    ///
    /// # Errors
    /// If there is nothing at the path, or a file is too large or cannot be read.
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        let shown = words::path(path);
        let metadata = fs::metadata(path).with_context(|| format!("cannot read `{shown}`"))?;
        let name = path.file_name().unwrap_or(path.as_os_str());
        let name = name.to_string_lossy().into_owned();
        if !metadata.is_dir() {
            return Ok(Self::File(name, bytes(path)?));
        }
        let mut files = Vec::new();
        let entries = fs::read_dir(path).with_context(|| format!("cannot list `{shown}`"))?;
        for entry in entries {
            let inner = entry
                .with_context(|| format!("cannot list `{shown}`"))?
                .path();
            let is_csv = inner
                .extension()
                .is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
            let is_hidden = inner.file_name().is_none_or(walk::is_hidden);
            if is_csv && !is_hidden && inner.is_file() {
                let file = inner.file_name().unwrap_or_default().to_string_lossy();
                files.push((file.into_owned(), bytes(&inner)?));
            }
        }
        files.sort();
        Ok(Self::Folder(name, files))
    }

    /// Reads every workbook of a folder, by name.
    ///
    /// # Errors
    /// If there is no such folder, or a file is too large or cannot be read.
    pub fn workbooks(folder: &Path) -> anyhow::Result<Vec<Self>> {
        let shown = words::path(folder);
        let mut files = Vec::new();
        let entries = fs::read_dir(folder).with_context(|| format!("cannot list `{shown}`"))?;
        for entry in entries {
            let inner = entry
                .with_context(|| format!("cannot list `{shown}`"))?
                .path();
            let is_workbook = inner.extension().is_some_and(|ending| {
                ["xlsx", "xlsm", "ods"]
                    .iter()
                    .any(|known| ending.eq_ignore_ascii_case(known))
            });
            // Programs keep a file of this name beside an open workbook.
            let is_lock = inner.file_name().is_none_or(|name| {
                let name = name.to_string_lossy();
                name.starts_with("~$") || name.starts_with('.')
            });
            if is_workbook && !is_lock && inner.is_file() {
                let name = inner.file_name().unwrap_or_default().to_string_lossy();
                files.push((name.into_owned(), bytes(&inner)?));
            }
        }
        files.sort();
        let files = files.into_iter();
        Ok(files.map(|(name, bytes)| Self::File(name, bytes)).collect())
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    let shown = words::path(path);
    let metadata = fs::metadata(path).with_context(|| format!("cannot read `{shown}`"))?;
    // Reading a pipe or a device might never end.
    anyhow::ensure!(
        metadata.is_file(),
        "`{shown}` is neither a file nor a folder"
    );
    anyhow::ensure!(
        metadata.len() <= LARGEST_FILE,
        "`{shown}` is larger than {} MiB, which is the most that is read",
        LARGEST_FILE / (1024 * 1024)
    );
    fs::read(path).with_context(|| format!("cannot read `{shown}`"))
}
