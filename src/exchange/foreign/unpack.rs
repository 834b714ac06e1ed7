//! From the bytes of a foreign file to its text and content, within limits.

use super::rows::Rows;
use super::tree::{self, Tree, Unreadable, Value};
use super::{Content, finding, xml};
use crate::read::finding::{Finding, Level};
use crate::read::source::{FileId, LARGEST_FILE, SourceSet};
use crate::read::syntax;

/// The largest YAML text that is read, in bytes (16 MiB). No format in YAML has files that come near it.
const LARGEST_YAML: usize = 16 * 1024 * 1024;

/// A file that cannot be read, with the reason.
type Refused = (Box<SourceSet>, Box<Finding>);

/// The text of a file, its content, and the faults of its reading.
pub(super) fn content(
    name: &str,
    bytes: Vec<u8>,
) -> Result<(SourceSet, Content, Vec<Finding>), Refused> {
    let refuse = |sources: SourceSet, at: usize, message: String, help: &str| {
        let finding = finding(&sources, Level::Error, at, message, help.to_owned());
        (Box::new(sources), Box::new(finding))
    };
    let empty = || SourceSet::from_bytes(name, Vec::new());
    if bytes.len() as u64 > LARGEST_FILE {
        let message = format!(
            "this file is {} MB large; the most that is read is {} MB",
            bytes.len().div_ceil(1024 * 1024),
            LARGEST_FILE / 1024 / 1024
        );
        return Err(refuse(empty(), 0, message, "export a part of it"));
    }
    let bytes = gunzipped(bytes).map_err(|reason| {
        refuse(
            empty(),
            0,
            reason,
            "unpack it with another program, or export it again",
        )
    })?;
    if bytes.starts_with(b"PK\x03\x04") {
        let message = "this is a workbook or another packed folder, and no text".to_owned();
        return Err(refuse(
            empty(),
            0,
            message,
            "unpack it, or save the sheet as CSV",
        ));
    }
    let sources = SourceSet::from_bytes(name, bytes);
    if sources.file(FileId(0)).trouble.is_some() {
        let (_, findings) = syntax::parse(&sources, FileId(0));
        let trouble = findings.into_iter().next();
        let trouble = trouble.expect("a trouble of a file is the first finding about it");
        return Err((Box::new(sources), Box::new(trouble)));
    }
    match parsed(name, &sources.file(FileId(0)).text) {
        Ok(Parsed::Whole(content)) => Ok((sources, content, Vec::new())),
        Ok(Parsed::Yaml(sources, tree, findings)) => Ok((sources, Content::Tree(tree), findings)),
        Err((at, message)) => Err(refuse(
            sources,
            at,
            message,
            "export the file again, or mend it at this place",
        )),
    }
}

/// The content of a text.
enum Parsed {
    /// JSON, XML or a table.
    Whole(Content),
    /// YAML, of which what could be read is there, and the faults of the rest.
    Yaml(SourceSet, Tree, Vec<Finding>),
}

/// Reads a text in the syntax that its first letters show.
fn parsed(name: &str, text: &str) -> Result<Parsed, Unreadable> {
    let shift = text.len() - text.trim_start_matches('\u{feff}').len();
    let inner = text[shift..].trim_start();
    let broken = |(at, words): Unreadable, kind: &str| {
        (at + shift, format!("this {kind} cannot be read: {words}"))
    };
    let content = match inner.chars().next() {
        None => return Err((0, "this file is empty".to_owned())),
        Some('{' | '[') => Content::Tree(tree::json(text).map_err(|fault| broken(fault, "JSON"))?),
        Some('<') => Content::Tree(xml::read(text).map_err(|fault| broken(fault, "XML"))?),
        Some(_) if is_table(inner) => {
            let rows = Rows::read(text);
            Content::Rows(
                rows.map_err(|(at, words)| (at, format!("this table cannot be read: {words}")))?,
            )
        }
        Some(_) if text.len() > LARGEST_YAML => {
            let most = LARGEST_YAML / 1024 / 1024;
            return Err((0, format!("this YAML is larger than {most} MB")));
        }
        Some(_) => {
            let quoted = tree::merges_quoted(text).into_owned().into_bytes();
            let sources = SourceSet::from_bytes(name, quoted);
            let (tree, findings) = tree::yaml(&sources);
            return Ok(Parsed::Yaml(sources, tree, findings));
        }
    };
    Ok(Parsed::Whole(content))
}

/// True for a text whose first line, after lines that begin with `#`, is a header of several columns and no YAML.
fn is_table(text: &str) -> bool {
    let header = text.lines().find(|line| !line.starts_with('#'));
    let Some(header) = header else { return false };
    let is_split = header.contains('\t') || header.contains(',') || header.contains(';');
    let is_yaml =
        header.contains(": ") || header.trim_end().ends_with(':') || header.starts_with("- ");
    is_split && !is_yaml
}

/// The bytes without the packing of gzip, if they are packed so.
fn gunzipped(bytes: Vec<u8>) -> Result<Vec<u8>, String> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    let broken = || "this packed file is damaged".to_owned();
    let flags = *bytes.get(3).ok_or_else(broken)?;
    let mut at = 10;
    if flags & 4 != 0 {
        let length = bytes.get(at..at + 2).ok_or_else(broken)?;
        at += 2 + usize::from(length[0]) + usize::from(length[1]) * 256;
    }
    // The name of the packed file and a remark, each up to a NUL.
    for flag in [8, 16] {
        if flags & flag != 0 {
            let rest = bytes.get(at..).ok_or_else(broken)?;
            at += 1 + rest.iter().position(|byte| *byte == 0).ok_or_else(broken)?;
        }
    }
    at += if flags & 2 != 0 { 2 } else { 0 };
    let packed = bytes.get(at..).ok_or_else(broken)?;
    let limit = LARGEST_FILE as usize;
    miniz_oxide::inflate::decompress_to_vec_with_limit(packed, limit).map_err(|error| {
        if error.status == miniz_oxide::inflate::TINFLStatus::HasMoreOutput {
            format!(
                "unpacked, this file is larger than {} MB",
                limit / 1024 / 1024
            )
        } else {
            broken()
        }
    })
}

/// A list as the items of one tree, for formats whose files may hold one record or several.
pub(super) fn records(tree: &Tree) -> Vec<&Tree> {
    match &tree.value {
        Value::List(items) => items.iter().collect(),
        _ => vec![tree],
    }
}
