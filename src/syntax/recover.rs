//! Reading on after a fault: the smallest part of the file that holds it is blanked out and the rest is read again.
//!
//! A YAML parser stops at the first fault. A facilitator wants all of them, and wants the rest of the map drawn. So
//! the faulty line goes first (with what is indented below it), then, if that does not cure it, the entry it
//! stands in, then its section, then the rest of the file. Only the first fault of an entry is told: what
//! follows in the same entry is most often its consequence.

use std::ops::Range;

use super::Node;
use super::fault;
use super::yaml;
use crate::finding::Finding;
use crate::source::FileId;
use crate::source::SourceSet;
use crate::source::Span;

/// How often one file is read again. Past that the rest of it is left out.
const MOST_READINGS: usize = 60;

/// The documents of a file; faults go to `findings`.
pub(super) fn parse<'src>(
    sources: &'src SourceSet,
    file: FileId,
    findings: &mut Vec<Finding>,
) -> Vec<Node<'src>> {
    let text = &sources.file(file).text;
    let tree = yaml::read(file, text);
    let Some(stop) = tree.stop else {
        fault::in_tree(sources, &tree.twins, tree.bomb, findings);
        return tree.documents;
    };
    let mut blanked = text.clone().into_bytes();
    let mut stop = stop;
    let mut told: Vec<Range<usize>> = Vec::new();
    let mut tries: Vec<(Range<usize>, usize)> = Vec::new();
    for _ in 0..MOST_READINGS {
        let (finding, offset) = fault::broken(sources, file, &stop);
        let entry = entry(text, offset);
        if !told
            .iter()
            .any(|range| range.start <= offset && offset < range.end)
        {
            findings.push(finding);
            told.push(entry.clone());
        }
        blank(&mut blanked, next_range(text, offset, &entry, &mut tries));
        let rest = String::from_utf8(blanked.clone()).expect("blanking keeps the text UTF-8");
        let tree = yaml::read(file, &rest);
        match tree.stop {
            Some(next) => stop = next,
            None => {
                fault::in_tree(sources, &tree.twins, tree.bomb, findings);
                return tree.documents.into_iter().map(Node::into_owned).collect();
            }
        }
    }
    let offset = fault::broken(sources, file, &stop).1;
    let span = Span {
        file,
        start: offset as u32,
        end: offset as u32,
    };
    findings.push(fault::given_up(sources, span));
    let tree_text = String::from_utf8(blanked).expect("blanking keeps the text UTF-8");
    yaml::read(file, &tree_text)
        .documents
        .into_iter()
        .map(Node::into_owned)
        .collect()
}

/// What to blank out for a fault at `offset`: each time the same entry is at fault, more of it.
fn next_range(
    text: &str,
    offset: usize,
    entry: &Range<usize>,
    tries: &mut Vec<(Range<usize>, usize)>,
) -> Range<usize> {
    let known = tries.iter().position(|(range, _)| range == entry);
    let index = known.unwrap_or_else(|| {
        tries.push((entry.clone(), 0));
        tries.len() - 1
    });
    tries[index].1 += 1;
    match tries[index].1 {
        1 => block(text, offset),
        2 => entry.clone(),
        3 => section(text, offset),
        _ => section(text, offset).start..text.len(),
    }
}

fn blank(text: &mut [u8], range: Range<usize>) {
    for byte in &mut text[range] {
        if *byte != b'\n' && *byte != b'\r' {
            *byte = b' ';
        }
    }
}

/// The start of the line that holds `offset`.
fn line_start(text: &str, offset: usize) -> usize {
    text.as_bytes()[..offset.min(text.len())]
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |newline| newline + 1)
}

fn line_end(text: &str, start: usize) -> usize {
    text.as_bytes()[start..]
        .iter()
        .position(|byte| *byte == b'\n')
        .map_or(text.len(), |length| start + length + 1)
}

/// How far a line is indented; `None` for a blank line or a comment, which belong to whatever is round them.
fn indent(line: &str) -> Option<usize> {
    let content = line.trim_start_matches([' ', '\t', '\u{feff}']);
    let is_content = !content.trim_end().is_empty() && !content.starts_with('#');
    is_content.then_some(line.len() - content.len())
}

/// From the line at `start` to before the next line that is indented no further.
fn below(text: &str, start: usize) -> Range<usize> {
    let own = indent(&text[start..line_end(text, start)]).unwrap_or(0);
    let mut end = line_end(text, start);
    while end < text.len() {
        let next = line_end(text, end);
        if indent(&text[end..next]).is_some_and(|other| other <= own) {
            break;
        }
        end = next;
    }
    start..end
}

/// The faulty line with what is indented below it.
fn block(text: &str, offset: usize) -> Range<usize> {
    below(text, line_start(text, offset))
}

/// The lines above `offset` from its own to the top level, each indented less than the one before.
fn ancestors(text: &str, offset: usize) -> Vec<usize> {
    let mut start = line_start(text, offset);
    let mut chain = vec![start];
    let mut own = indent(&text[start..line_end(text, start)]).unwrap_or(usize::MAX);
    while start > 0 && own > 0 {
        start = line_start(text, start - 1);
        if let Some(other) =
            indent(&text[start..line_end(text, start)]).filter(|other| *other < own)
        {
            own = other;
            chain.push(start);
        }
    }
    chain
}

/// The entry of its section that holds `offset`: a system, a flow, a term.
fn entry(text: &str, offset: usize) -> Range<usize> {
    let chain = ancestors(text, offset);
    let start = chain
        .len()
        .checked_sub(2)
        .map_or(chain[0], |index| chain[index]);
    below(text, start)
}

/// The section that holds `offset`.
fn section(text: &str, offset: usize) -> Range<usize> {
    below(text, ancestors(text, offset).last().copied().unwrap_or(0))
}
