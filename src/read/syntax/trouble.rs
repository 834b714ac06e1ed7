//! Findings for files whose bytes cannot be read as text.

use crate::read::finding::{Finding, kind};
use crate::read::source::{FileId, LARGEST_FILE, SourceSet, Span, Trouble};

kind! {
    /// ## Finds
    /// A flow file with nothing in it, or only comments.
    /// ## Why it matters
    /// It is most often a file that was never saved, or saved elsewhere.
    /// ## How to fix
    /// Write something into it, or delete it.
    /// ## When it is fine
    /// A file kept for later: put its first line in, such as `map:`.
    pub(crate) EMPTY_FILE = "empty-file", Map, Warning, "a file with nothing in it"
}

kind! {
    /// ## Finds
    /// A file whose bytes are not text: not UTF-8, holding NUL bytes, too large, not allowed to be read, or a link that
    /// leads back to a folder above it or out of the map's folder. Also a folder that may not be opened.
    /// ## Why it matters
    /// What it says is missing from the map, or letters in it have been lost.
    /// ## How to fix
    /// Save it again as UTF-8 text (every editor has this under "Save as"), or move it out of the folder.
    /// ## When it is fine
    /// Never.
    pub(crate) UNREADABLE_FILE = "unreadable-file", Map, Error, "a file that is not readable text"
}

/// Reports the fault of a file's bytes.
pub(super) fn report(sources: &SourceSet, file: FileId, findings: &mut Vec<Finding>) {
    let source = sources.file(file);
    let Some(trouble) = &source.trouble else {
        return;
    };
    let (span, label, message, help) = words(file, trouble);
    let finding = Finding::at(&UNREADABLE_FILE, &[&source.name], span, label);
    findings.push(
        finding
            .message(message)
            .subject("file", &source.name)
            .help(help),
    );
}

/// The place, the reason for it, the fault, and the remedy.
fn words(file: FileId, trouble: &Trouble) -> (Span, &'static str, String, &'static str) {
    let at = |offset: u32| Span {
        file,
        start: offset,
        end: offset,
    };
    match trouble {
        Trouble::NotUtf8 { offset } => (
            Span {
                end: offset + '\u{fffd}'.len_utf8() as u32,
                ..at(*offset)
            },
            "the first such letter",
            "this file is not saved as UTF-8, so some of its letters are lost".to_owned(),
            "save the file again with the encoding UTF-8 (in the editor: Save as, Encoding)",
        ),
        Trouble::Utf16 => (
            at(0),
            "here",
            "this file is saved as UTF-16 and cannot be read".to_owned(),
            "save the file again with the encoding UTF-8 (in the editor: Save as, Encoding)",
        ),
        Trouble::Nul { offset } => (
            Span {
                end: offset + 1,
                ..at(*offset)
            },
            "the first one",
            "this file holds NUL bytes, which no text file does".to_owned(),
            "check that it is a text file and not damaged; delete the invisible characters here",
        ),
        Trouble::TooLarge { bytes } => (
            at(0),
            "here",
            format!(
                "this file is {} MB large; the most that is read is {} MB",
                bytes.div_ceil(1024 * 1024),
                LARGEST_FILE / 1024 / 1024
            ),
            "split it into one file for each organisation",
        ),
        Trouble::Unreadable(reason) => (
            at(0),
            "here",
            format!("this file cannot be read: {reason}"),
            "check who may read it, or move it out of the folder",
        ),
        Trouble::Closed(reason) => (
            at(0),
            "here",
            format!("this folder cannot be opened, so its files are missing from the map: {reason}"),
            "check who may open it, or move it out of the map's folder",
        ),
        Trouble::LinkLoop => (
            at(0),
            "here",
            "this link leads back to a folder that holds it, so it was not followed".to_owned(),
            "delete the link",
        ),
        Trouble::LinkOut => (
            at(0),
            "here",
            "this link leads out of the map's folder, or to a file that is hidden or no flow file, so it is not followed"
                .to_owned(),
            "put the file itself into the folder",
        ),
    }
}

/// The finding for an empty file.
pub(super) fn empty(sources: &SourceSet, file: FileId) -> Finding {
    let source = sources.file(file);
    let name = &source.name;
    let message = if source.text.trim().is_empty() {
        "this file is empty"
    } else {
        "this file holds nothing but comments"
    };
    Finding::at(
        &EMPTY_FILE,
        &[name],
        Span {
            file,
            start: 0,
            end: 0,
        },
        "nothing is written here",
    )
    .message(message)
    .subject("file", name)
    .help("write a section into it (organisations, systems, flows, needs …), or delete it")
}
