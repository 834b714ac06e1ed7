//! Chooses the format to write: the requested one, or that of a file's ending.

use crate::words;
use std::path::Path;

/// The requested format; else that of the path's ending; else `usual`, if there is no path or it is `-` for standard output.
///
/// # Errors
/// If the ending belongs to no format. The error names the endings that do.
pub(super) fn chosen<Format: Copy>(
    asked: Option<Format>,
    path: Option<&Path>,
    usual: Format,
    endings: &[(&str, Format)],
) -> anyhow::Result<Format> {
    if let Some(format) = asked {
        return Ok(format);
    }
    let Some(path) = path.filter(|path| *path != Path::new("-")) else {
        return Ok(usual);
    };
    let ending = path
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase())
        .unwrap_or_default();
    if let Some((_, format)) = endings.iter().find(|(known, _)| *known == ending) {
        return Ok(*format);
    }
    let known: Vec<String> = endings
        .iter()
        .map(|(known, _)| format!(".{known}"))
        .collect();
    let (last, others) = known.split_last().expect("there are several endings");
    anyhow::bail!(
        "`{}` does not end in {} or {last}: add --format",
        words::path(path),
        others.join(", ")
    )
}
