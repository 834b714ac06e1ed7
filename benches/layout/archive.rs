//! The files in a `.tar.gz`, unpacked by the `gzip` program and read here.

use std::path::Path;
use std::process::Command;

/// Bytes of a block. A header is one block, and the content of a file is padded to whole blocks.
const BLOCK: usize = 512;

/// The path and the bytes of every plain file, sorted by path; otherwise the reason in one line.
pub(crate) fn files(path: &Path) -> Result<Vec<(String, Vec<u8>)>, String> {
    let output = Command::new("gzip")
        .arg("-dc")
        .arg(path)
        .output()
        .map_err(|fault| format!("`gzip` could not be started ({fault})"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).trim().to_owned());
    }
    let mut files = Vec::new();
    let mut rest = output.stdout.as_slice();
    while let Some((header, after)) = rest.split_at_checked(BLOCK) {
        // Two empty blocks end the archive.
        let Some(size) = octal(&header[124..136]) else {
            break;
        };
        let content = after.get(..size).ok_or("the archive ends inside a file")?;
        if matches!(header[156], b'0' | 0) && header[0] != 0 {
            files.push((text(&header[..100]), content.to_vec()));
        }
        rest = after
            .get(size.next_multiple_of(BLOCK)..)
            .unwrap_or_default();
    }
    files.sort();
    Ok(files)
}

fn text(bytes: &[u8]) -> String {
    let bytes = bytes.split(|byte| *byte == 0).next().unwrap_or_default();
    String::from_utf8_lossy(bytes).trim().to_owned()
}

fn octal(bytes: &[u8]) -> Option<usize> {
    usize::from_str_radix(&text(bytes), 8).ok()
}
