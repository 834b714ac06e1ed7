//! Continues parsing after a fault: the likeliest repair is made, or the part at fault is blanked out.
//!
//! A YAML parser stops at the first fault. A facilitator wants all faults, and the rest of the map drawn. A recognised mistake is therefore
//! repaired, and the file is read again. If that does not help, the value at fault is blanked out first, then its line (with the lines
//! indented below it), then its entry, then its section, then the rest of the file. Of a blanked part only the first fault is reported,
//! because later ones in the same entry usually follow from it.

use std::ops::Range;

use super::Node;
use super::cause;
use super::cause::Seen;
use super::fault;
use super::indentation;
use super::line;
use super::mend::{Edit, Mended};
use super::yaml;
use super::yaml::{Cause, Stop, Tree};
use crate::read::finding::Finding;
use crate::read::source::{FileId, SourceSet, Span};

/// The number of times that one file is read again. After that, the rest of it is left out.
const MOST_READINGS: usize = 60;

/// The number of bytes that are read again for one file, so that a huge file with many faults is given up sooner.
const MOST_READ: usize = 256 * 1024 * 1024;

/// The widths that a tab may have had, likeliest first.
const TAB_WIDTHS: [usize; 3] = [4, 2, 8];

/// The documents of a file. Faults go to `findings`.
pub(super) fn parse<'src>(
    sources: &'src SourceSet,
    file: FileId,
    findings: &mut Vec<Finding>,
) -> Vec<Node<'src>> {
    let text = &sources.file(file).text;
    let mut tree = yaml::read(file, text);
    let wide = indentation::wide_space(text).map(|offset| Stop {
        offset: offset as u32,
        cause: Cause::Other,
        words: String::new(),
    });
    let Some(mut stop) = wide.or(tree.stop.take()) else {
        fault::in_tree(sources, &tree, findings);
        return tree.documents;
    };
    let mut recovery = Recovery {
        file,
        text,
        mended: Mended::new(text),
        repaired: Vec::new(),
        told: Vec::new(),
        tries: Vec::new(),
    };
    for _ in 0..(MOST_READ / text.len().max(1)).clamp(4, MOST_READINGS) {
        let seen = cause::look_back(text, stop.offset as usize, stop.cause);
        let (finding, offset) = fault::broken(sources, file, &stop, &seen);
        if !recovery.is_told(offset) {
            findings.push(finding);
        }
        let mut tree = recovery.read_on(&stop, &seen, offset);
        match tree.stop.take() {
            Some(next) => stop = next,
            None => {
                fault::in_tree(sources, &tree, findings);
                return tree.documents;
            }
        }
    }
    let span = Span {
        file,
        start: stop.offset,
        end: stop.offset,
    };
    findings.push(fault::given_up(sources, span));
    recovery.read(&recovery.mended).documents
}

impl Tree<'_> {
    /// A copy that owns its text, with every span mapped by `place`.
    fn moved(self, place: impl Fn(Span) -> Span + Copy) -> Tree<'static> {
        let documents = self.documents.into_iter();
        let twins = self.twins.into_iter();
        let odd = self.odd.into_iter();
        Tree {
            documents: documents.map(|node| node.moved(place)).collect(),
            twins: twins
                .map(|(second, first)| (place(second), place(first)))
                .collect(),
            odd: odd.map(|(odd, span)| (odd, place(span))).collect(),
            bomb: self.bomb.map(place),
            stop: self.stop.map(|stop| {
                let at = Span {
                    file: FileId(0),
                    start: stop.offset,
                    end: stop.offset,
                };
                Stop {
                    offset: place(at).start,
                    ..stop
                }
            }),
        }
    }
}

/// The repairs made to a file so far.
struct Recovery<'t> {
    file: FileId,
    text: &'t str,
    mended: Mended,
    /// The offsets of repairs. A second fault at one of them is not repaired again.
    repaired: Vec<usize>,
    /// Ranges in which no further fault is reported.
    told: Vec<Range<usize>>,
    /// Entries at fault, each with the number of times that it was blanked out.
    tries: Vec<(Range<usize>, usize)>,
}

impl Recovery<'_> {
    fn is_told(&self, offset: usize) -> bool {
        self.told.iter().any(|range| range.contains(&offset))
    }

    /// The tree of a repaired text, with places in the text as written.
    fn read(&self, mended: &Mended) -> Tree<'static> {
        let (text, way) = mended.text();
        yaml::read(self.file, &text).moved(|span| {
            let range = way.range(span.start..span.end);
            Span {
                start: range.start,
                end: range.end,
                ..span
            }
        })
    }

    /// Repairs or blanks out the fault at `offset`, and reads again.
    fn read_on(&mut self, stop: &Stop, seen: &Seen, offset: usize) -> Tree<'static> {
        if !self.repaired.contains(&offset) {
            self.repaired.push(offset);
            if let Some((mended, tree)) = self.repair(stop, seen, offset) {
                self.mended = mended;
                let start = line_start(self.text, offset);
                self.told.push(start..line_end(self.text, start));
                return tree;
            }
        }
        let entry = entry(self.text, offset);
        let range = self.next_range(offset, &entry);
        self.told.push(entry);
        self.mended = self.mended.with(&[Edit::Blank(range)]);
        self.read(&self.mended)
    }

    /// The most likely intended text, if it lets the parser continue past the fault.
    fn repair(&self, stop: &Stop, seen: &Seen, offset: usize) -> Option<(Mended, Tree<'static>)> {
        let line = line_end(self.text, line_start(self.text, offset));
        let past = |tree: &Tree<'_>| {
            tree.stop
                .as_ref()
                .map_or(usize::MAX, |stop| stop.offset as usize)
        };
        let edits: Vec<Vec<Edit>> = if let Seen::OddIndent(_) = seen {
            let widths = TAB_WIDTHS.iter();
            widths
                .map(|width| indentation::plain_indents(self.text, *width))
                .collect()
        } else {
            vec![seen.repair(self.text)?]
        };
        let mut best: Option<(Mended, Tree<'static>)> = None;
        for edits in edits {
            let mended = self.mended.with(&edits);
            let tree = self.read(&mended);
            if best
                .as_ref()
                .is_none_or(|(_, best)| past(&tree) > past(best))
            {
                best = Some((mended, tree));
            }
        }
        best.filter(|(_, tree)| past(tree) > line.min(stop.offset as usize))
    }

    /// The range to blank out for a fault at `offset`. It grows each time that the same entry is at fault.
    fn next_range(&mut self, offset: usize, entry: &Range<usize>) -> Range<usize> {
        let known = self.tries.iter().position(|(range, _)| range == entry);
        let index = known.unwrap_or_else(|| {
            self.tries.push((entry.clone(), 0));
            self.tries.len() - 1
        });
        self.tries[index].1 += 1;
        let text = self.text;
        match self.tries[index].1 {
            1 => value(text, offset),
            2 => block(text, offset),
            3 => entry.clone(),
            4 => section(text, offset),
            _ => section(text, offset).start..text.len(),
        }
    }
}

/// The start of the line with `offset`.
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

/// The indentation of a line, with a tab counted as eight; `None` for a blank line or a comment, which belong to the lines around them.
fn indent(line: &str) -> Option<usize> {
    let (indent, content) = line.split_at(line::indent_of(line));
    let is_content = !content.trim_end().is_empty() && !content.starts_with('#');
    is_content.then_some(indent.len() + 7 * indent.matches('\t').count())
}

/// The range from the line at `start` to the next line that is not indented further.
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

/// The value at fault with the lines indented below it. The key stays, without a value.
fn value(text: &str, offset: usize) -> Range<usize> {
    let block = block(text, offset);
    let line = &text[block.start..line_end(text, block.start)];
    block.start + line::value_start(line).min(offset - block.start)..block.end
}

/// The faulty line with the lines indented below it.
fn block(text: &str, offset: usize) -> Range<usize> {
    below(text, line_start(text, offset))
}

/// The starts of the lines from that of `offset` up to the top level, each indented less than the one before.
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

/// The entry of a section that holds `offset`: a system, a flow, a term.
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
