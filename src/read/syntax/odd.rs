//! Finds texts that the parser accepts and YAML 1.2 forbids or reads otherwise: merges, a mapping that contains itself, lines with too
//! little indentation.

use super::Node;
use super::decode::UNKNOWN_KEY;
use super::fault::{BROKEN_SYNTAX, OVERSIZED_DOCUMENT};
use crate::read::finding::Finding;
use crate::read::source::{SourceSet, Span};

/// A fault of a text that the parser still reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Odd {
    /// The key `<<`, which merges mappings in YAML 1.1.
    Merge,
    /// A copy of a list or mapping inside itself.
    Circle,
    /// A line of a text in quotes or of a list in brackets that is not indented further than its block.
    Left,
    /// The same, with a tab instead of the spaces.
    Tab,
}

/// Reports these faults.
pub(super) fn report(sources: &SourceSet, odd: &[(Odd, Span)], findings: &mut Vec<Finding>) {
    for (odd, span) in odd {
        let name = &sources.file(span.file).name;
        let line = sources.position(*span).line.to_string();
        let (kind, id, label, message, help) = match odd {
            Odd::Merge => (
                &UNKNOWN_KEY,
                "<<",
                "not read",
                "`<<` would merge other keys in here, and it is not read".to_owned(),
                "write the keys out here, each on a line of its own",
            ),
            Odd::Circle => (
                &OVERSIZED_DOCUMENT,
                "circle",
                "this copies what it stands in",
                format!("`{}` copies the entry that it stands in, without end", sources.slice(*span)),
                "write out what is meant instead of copying it with `*`",
            ),
            Odd::Left => (
                &BROKEN_SYNTAX,
                "left",
                "too far left",
                "this line belongs to the text or list above it, and is not indented further than its key".to_owned(),
                "put more spaces before it than before its key",
            ),
            Odd::Tab => (
                &BROKEN_SYNTAX,
                "tab",
                "a tab",
                "this line is indented with a tab".to_owned(),
                "put spaces in its place, more than before its key",
            ),
        };
        let finding = Finding::at(kind, &[name, &line, id], *span, label);
        findings.push(finding.message(message).subject("file", name).help(help));
    }
}

/// The first line of a text in quotes, or of a list or mapping in brackets, that is not indented further than `column`, the column of its
/// block.
///
/// A line of closing brackets may be right below its key: people write it like that, and it has no other meaning.
pub(super) fn left(
    text: &str,
    (start, end): (usize, usize),
    column: usize,
    is_quoted: bool,
) -> Option<(Odd, (usize, usize))> {
    let inner = text.get(start..end)?;
    let mut at = start;
    for (index, line) in inner.split_inclusive('\n').enumerate() {
        let content = line.trim_start();
        let spaces = line.len() - line.trim_start_matches(' ').len();
        let is_skipped =
            index == 0 || content.is_empty() || (!is_quoted && content.starts_with('#'));
        let is_end = !is_quoted && content.starts_with([']', '}']) && spaces >= column;
        if !is_skipped && !is_end && spaces <= column {
            let is_tab = line[spaces..].starts_with('\t');
            let from = at + spaces;
            let length = if is_tab { 1 } else { content.trim_end().len() };
            return Some((
                if is_tab { Odd::Tab } else { Odd::Left },
                (from, from + length),
            ));
        }
        at += line.len();
    }
    None
}

/// The column of a block that starts at this byte; `None` for a list or mapping in brackets.
pub(super) fn column(text: &str, start: u32, end: u32) -> Option<usize> {
    let (before, rest) = text.split_at_checked(start as usize)?;
    if end > start && rest.starts_with(['{', '[']) {
        return None;
    }
    let line = before.rfind('\n').map_or(0, |newline| newline + 1);
    let lead = before[line..].trim_start_matches('\u{feff}');
    Some(lead.chars().count())
}

/// Removes and returns the merge keys. In quotes, `<<` is a name.
pub(super) fn take_merges<'src>(
    text: &str,
    entries: &mut Vec<(Node<'src>, Node<'src>)>,
) -> Vec<(Odd, Span)> {
    let is_merge = |key: &Node<'_>| {
        let written = text.get(key.span.start as usize..);
        key.text() == Some("<<") && written.is_some_and(|written| written.starts_with("<<"))
    };
    if !entries.iter().any(|(key, _)| is_merge(key)) {
        return Vec::new();
    }
    let (merges, others) = std::mem::take(entries)
        .into_iter()
        .partition(|(key, _)| is_merge(key));
    *entries = others;
    let merges: Vec<(Node<'_>, Node<'_>)> = merges;
    merges
        .into_iter()
        .map(|(key, _)| (Odd::Merge, key.span))
        .collect()
}

/// Removes and returns duplicate keys, each with the place of the first. Keys that are not texts are another fault.
pub(super) fn take_twins<'src>(entries: &mut Vec<(Node<'src>, Node<'src>)>) -> Vec<(Span, Span)> {
    let mut twins = Vec::new();
    if entries.len() <= 8 {
        for (index, (key, _)) in entries.iter().enumerate() {
            let is_same = |(earlier, _): &(Node<'_>, Node<'_>)| earlier.text() == key.text();
            if key.text().is_some() && entries[..index].iter().any(is_same) {
                twins.push(index);
            }
        }
    } else {
        let mut seen = std::collections::HashSet::with_capacity(entries.len());
        let mut is_twin = |index: &usize| {
            let text = entries[*index].0.text();
            text.is_some_and(|text| !seen.insert(text))
        };
        twins = (0..entries.len()).filter(&mut is_twin).collect();
    }
    let take = |index: usize| {
        let (key, _) = entries.remove(index);
        let mut earlier = entries.iter().map(|(earlier, _)| earlier);
        let first = earlier.find(|earlier| earlier.text() == key.text());
        (key.span, first.map_or(key.span, |first| first.span))
    };
    twins.into_iter().rev().map(take).collect()
}
