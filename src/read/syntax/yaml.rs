//! The only file that names the YAML crates.
//!
//! Reading: `granit-parser` 2.2 events into our own tree. `cargo bench --bench pipeline` on 2.1 MB of flow files (12,000 fields, two shared
//! cores): 41 MB/s with the place of every value, 1.34 times as fast as `yaml_serde` 0.10 (the maintained successor of `serde_yaml`) builds
//! untyped values without any. Typed serde readers lose places inside untagged enums and stop at the first fault; a workshop wants all
//! faults. Depth and copying are bounded below. Writing: `serde-saphyr` 2.2, its serializer only, which quotes texts where needed. Both
//! crates have one maintainer, so both stay behind this file.

use granit_parser::Event;
use granit_parser::Parser;
use granit_parser::ScalarStyle;
use granit_parser::ScanError;

use serde::Serialize;
use serde::Serializer;

use super::Node;
use super::Value;
use super::odd;
use super::odd::Odd;
use super::spelling::composed;
use super::written::{Marked, Written};
use crate::read::source::{FileId, Span};

/// The largest nesting depth of lists and mappings. Flow files need about eight.
pub(super) const DEEPEST: usize = 64;
/// The largest number of nodes that aliases may copy in one file, so that a few lines cannot unfold into gigabytes.
pub(super) const MOST_COPIED: usize = 100_000;

/// The tree of a file, as far as it could be read, and the faults of the reading.
pub(super) struct Tree<'src> {
    /// The node of each YAML document.
    pub(super) documents: Vec<Node<'src>>,
    /// Keys written twice: the second and the first place. The second is not in the tree.
    pub(super) twins: Vec<(Span, Span)>,
    /// Texts that were read although YAML 1.2 forbids them.
    pub(super) odd: Vec<(Odd, Span)>,
    /// The place of an alias that would have copied more than [`MOST_COPIED`] nodes. It is read as nothing.
    pub(super) bomb: Option<Span>,
    /// The fault that stopped the reading before the end.
    pub(super) stop: Option<Stop>,
}

/// The fault that stopped the parser.
pub(super) struct Stop {
    /// Byte offset.
    pub(super) offset: u32,
    /// The class of the fault.
    pub(super) cause: Cause,
    /// The parser's own words, for a fault without a class.
    pub(super) words: String,
}

/// Classes of fault with a message of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cause {
    Tab,
    Quote,
    Bracket,
    Colon,
    KeyExpected,
    Indentation,
    TooDeep,
    Alias,
    Escape,
    Other,
}

/// An open list or mapping while its content is read.
struct Open<'src> {
    anchor: usize,
    start: u32,
    /// Its column; `None` between brackets.
    column: Option<usize>,
    content: Content<'src>,
}

enum Content<'src> {
    List(Vec<Node<'src>>),
    Mapping(Vec<(Node<'src>, Node<'src>)>, Option<Node<'src>>),
}

struct Builder<'src> {
    file: FileId,
    text: &'src str,
    open: Vec<Open<'src>>,
    anchors: Vec<(usize, Node<'src>)>,
    copied: usize,
    /// One past the last byte of content: the end of the block that closes next.
    last: u32,
    tree: Tree<'src>,
}

/// Reads `text`, the content of `file`.
pub(super) fn read(file: FileId, text: &str) -> Tree<'_> {
    let options = granit_parser::options! {
        emit_comments: false,
        flow_nesting_limit: DEEPEST,
        block_nesting_limit: DEEPEST,
    };
    let mut parser = Parser::new_from_str_with_options(text, options);
    let mut builder = Builder {
        file,
        text,
        open: Vec::new(),
        anchors: Vec::new(),
        copied: 0,
        last: 0,
        tree: Tree {
            documents: Vec::new(),
            twins: Vec::new(),
            odd: Vec::new(),
            bomb: None,
            stop: None,
        },
    };
    while let Some(event) = parser.next_event() {
        match event {
            Ok((event, span)) => {
                let range = span.byte_range().unwrap_or(0..0);
                builder.take(event, range.start as u32, range.end as u32);
            }
            Err(error) => {
                builder.tree.stop = Some(stop(&error, text));
                while !builder.open.is_empty() {
                    builder.close();
                }
                break;
            }
        }
    }
    builder.tree
}

impl<'src> Builder<'src> {
    fn take(&mut self, event: Event<'src>, start: u32, end: u32) {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let is_plain = style == ScalarStyle::Plain && tag.is_none();
                let is_null = is_plain && matches!(&*text, "" | "~" | "null" | "Null" | "NULL");
                let value = if is_null {
                    Value::Null
                } else {
                    Value::Scalar(composed(text))
                };
                let is_quoted =
                    matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted);
                self.scalar(value, anchor, (start, end), is_quoted);
            }
            Event::SequenceStart(_, anchor, _) => {
                let column = odd::column(self.text, start, end);
                self.open.push(Open {
                    anchor,
                    start,
                    column,
                    content: Content::List(Vec::new()),
                });
            }
            Event::MappingStart(_, anchor, _) => {
                let column = odd::column(self.text, start, end);
                self.open.push(Open {
                    anchor,
                    start,
                    column,
                    content: Content::Mapping(Vec::new(), None),
                });
            }
            Event::SequenceEnd | Event::MappingEnd => {
                // A flow collection ends with its bracket, a block collection with its last content.
                if end > start {
                    self.last = self.last.max(end);
                }
                let outer = self
                    .open
                    .iter()
                    .filter(|open| open.column.is_none())
                    .count();
                if let Some(Open {
                    column: None,
                    start,
                    ..
                }) = self.open.last()
                    && outer == 1
                {
                    self.look_left(*start, end, false);
                }
                self.close();
            }
            Event::Alias(id) => {
                self.last = self.last.max(end);
                let node = self.copy(id, start, end);
                self.put(node, 0);
            }
            _ => {}
        }
    }

    fn scalar(
        &mut self,
        value: Value<'src>,
        anchor: usize,
        (start, end): (u32, u32),
        is_quoted: bool,
    ) {
        self.last = self.last.max(end);
        let is_in_brackets = self.open.last().is_some_and(|open| open.column.is_none());
        if is_quoted && !is_in_brackets {
            self.look_left(start, end, true);
        }
        let span = self.span(start, self.trimmed(start, end));
        self.put(Node { span, value }, anchor);
    }

    fn span(&self, start: u32, end: u32) -> Span {
        Span {
            file: self.file,
            start,
            end: end.max(start),
        }
    }

    /// The end of the text without the line breaks and spaces after it.
    fn trimmed(&self, start: u32, end: u32) -> u32 {
        let text = self.text.get(start as usize..end as usize).unwrap_or("");
        start + text.trim_end().len() as u32
    }

    fn close(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let end = self.trimmed(open.start, self.last.max(open.start));
        let value = match open.content {
            Content::List(items) => Value::List(items),
            Content::Mapping(mut entries, key) => {
                if let Some(key) = key {
                    let nothing = Node {
                        span: Span {
                            start: key.span.end,
                            ..key.span
                        },
                        value: Value::Null,
                    };
                    entries.push((key, nothing));
                }
                self.tree
                    .odd
                    .extend(odd::take_merges(self.text, &mut entries));
                self.tree.twins.extend(odd::take_twins(&mut entries));
                Value::Mapping(entries)
            }
        };
        self.put(
            Node {
                span: self.span(open.start, end),
                value,
            },
            open.anchor,
        );
    }

    fn put(&mut self, node: Node<'src>, anchor: usize) {
        if anchor != 0 {
            self.anchors.push((anchor, node.clone()));
        }
        match self.open.last_mut().map(|open| &mut open.content) {
            None => self.tree.documents.push(node),
            Some(Content::List(items)) => items.push(node),
            Some(Content::Mapping(entries, key)) => match key.take() {
                None => *key = Some(node),
                Some(key) => entries.push((key, node)),
            },
        }
    }

    /// A copy of the node that the alias names, with the place of the alias.
    fn copy(&mut self, id: usize, start: u32, end: u32) -> Node<'src> {
        let span = self.span(start, end);
        let nothing = Node {
            span,
            value: Value::Null,
        };
        if self.open.iter().any(|open| open.anchor == id) {
            self.tree.odd.push((Odd::Circle, span));
            return nothing;
        }
        let Some((_, node)) = self.anchors.iter().rev().find(|(anchor, _)| *anchor == id) else {
            return nothing;
        };
        self.copied += node.size();
        if self.copied > MOST_COPIED {
            self.tree.bomb.get_or_insert(span);
            return nothing;
        }
        Node {
            span,
            value: node.value.clone(),
        }
    }

    /// Notes a line between `start` and `end` that is further left than its block allows.
    fn look_left(&mut self, start: u32, end: u32, is_quoted: bool) {
        let Some(column) = self.open.iter().rev().find_map(|open| open.column) else {
            return;
        };
        let range = (start as usize, end as usize);
        if let Some((odd, (from, to))) = odd::left(self.text, range, column, is_quoted) {
            let span = self.span(from as u32, to as u32);
            self.tree.odd.push((odd, span));
        }
    }
}

fn stop(error: &ScanError, text: &str) -> Stop {
    use granit_parser::ErrorKind as E;
    let cause = match error.kind() {
        E::TabNotAllowed
        | E::TabInBlockIndentation
        | E::TabInIndentation
        | E::TabAtBlockScalarStart
        | E::TabInPlainScalar => Cause::Tab,
        E::UnclosedQuotedScalar
        | E::InvalidTrailingSingleQuotedScalar
        | E::InvalidTrailingDoubleQuotedScalar
        | E::InvalidQuotedScalarIndent
        | E::DocumentIndicatorInQuotedScalar => Cause::Quote,
        E::UnclosedFlowCollection { .. }
        | E::MismatchedFlowCollectionEnd { .. }
        | E::MisplacedFlowCollectionEnd
        | E::UnexpectedEofFlowSequence
        | E::UnexpectedEofFlowMapping
        | E::ExpectedFlowMappingSeparator
        | E::ExpectedFlowSequenceSeparator => Cause::Bracket,
        E::MappingValueNotAllowed | E::InvalidColonPlacement | E::InvalidMappingValueWhitespace => {
            Cause::Colon
        }
        E::SimpleKeyExpected
        | E::ExpectedBlockMappingKey
        | E::InvalidSimpleKey
        | E::MappingKeyNotAllowed => Cause::KeyExpected,
        E::InvalidIndentation
        | E::ExpectedBlockSequenceEntry
        | E::InvalidBlockScalarIndent
        | E::InvalidFlowScalarIndent => Cause::Indentation,
        E::RecursionLimitExceeded => Cause::TooDeep,
        E::UnknownAnchor => Cause::Alias,
        E::UnknownQuotedScalarEscape
        | E::InvalidQuotedScalarHexEscape
        | E::InvalidUnicodeEscape => Cause::Escape,
        _ => Cause::Other,
    };
    let marker = error.marker();
    let offset = marker.byte_offset().unwrap_or_else(|| {
        text.char_indices()
            .nth(marker.index())
            .map_or(text.len(), |(at, _)| at)
    });
    Stop {
        offset: offset.min(text.len()) as u32,
        cause,
        words: error.kind().to_string(),
    }
}

/// `value` as a YAML document that reads back as the same value. An empty value is written as `key:`.
pub(crate) fn write(value: &Written) -> String {
    // The writer has no empty value, so an unused character represents it and is removed afterwards.
    let mark = ('\u{e000}'..='\u{f8ff}')
        .find(|mark| !value.holds(*mark))
        .expect("no map uses each of the 6400 private characters");
    let options = serde_saphyr::ser_options! {
        compact_list_indent: false,
        folded_wrap_chars: 110,
        yaml_12: true,
        no_lang_directive: true,
    };
    serde_saphyr::to_string_with_options(&Marked(value, mark), options)
        .expect("texts, lists and mappings can always be written")
        .replace(&format!(": {mark}\n"), ":\n")
        .replace(mark, "")
}

/// Writes a list or mapping on one line.
pub(super) fn inline<S: Serializer>(
    value: &impl Serialize,
    is_list: bool,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    if is_list {
        serde_saphyr::FlowSeq(value).serialize(serializer)
    } else {
        serde_saphyr::FlowMap(value).serialize(serializer)
    }
}
