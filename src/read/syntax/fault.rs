//! Findings for text that is not YAML, in words for readers who do not know YAML.

use super::cause;
use super::cause::Seen;
use super::indentation;
use super::line;
use super::odd;
use super::yaml::{Cause, DEEPEST, MOST_COPIED, Stop, Tree};
use crate::read::finding::{Finding, kind};
use crate::read::source::{FileId, SourceSet, Span};

kind! {
    /// ## Finds
    /// A place where the text stops being YAML: a tab used for indentation, a missing space after a colon, a quote or bracket
    /// that is never closed, a colon inside a text without quotes.
    /// ## Why it matters
    /// It is read as it was most likely meant. Where nobody can tell, the value, the line or the entry that holds the fault is left
    /// out of the map; the rest is still read and drawn.
    /// ## How to fix
    /// The message names the character and what to type instead.
    /// ## When it is fine
    /// Never: the file has to be mended.
    pub(crate) BROKEN_SYNTAX = "broken-syntax", Map, Error, "a place that cannot be read"
}

kind! {
    /// ## Finds
    /// Lists and mappings that stand deeper in each other than any flow file needs, or a few lines that copy
    /// themselves into millions.
    /// ## Why it matters
    /// Such a file is not a flow file; reading it would stop the program.
    /// ## How to fix
    /// Write the part out plainly, as the format's pages show.
    /// ## When it is fine
    /// Never.
    pub(crate) OVERSIZED_DOCUMENT = "oversized-document", Map, Error, "nesting or copying without end"
}

/// Reports keys written twice, an alias bomb, and texts that were read although YAML forbids them.
pub(super) fn in_tree(sources: &SourceSet, tree: &Tree<'_>, findings: &mut Vec<Finding>) {
    odd::report(sources, &tree.odd, findings);
    for (second, first) in &tree.twins {
        findings.push(super::decode::written_twice(sources, *second, *first));
    }
    if let Some(span) = tree.bomb {
        let name = &sources.file(span.file).name;
        let finding = Finding::at(
            &OVERSIZED_DOCUMENT,
            &[name],
            span,
            "copied here once too often",
        );
        findings.push(
            finding
                .message(format!(
                    "the `*` references of this file copy more than {MOST_COPIED} entries"
                ))
                .subject("file", name)
                .help("write the entries out instead of copying them with `*`"),
        );
    }
}

/// The finding for a file that was given up after many faults.
pub(super) fn given_up(sources: &SourceSet, span: Span) -> Finding {
    let name = &sources.file(span.file).name;
    Finding::at(
        &BROKEN_SYNTAX,
        &[name, "rest"],
        span,
        "not read from here on",
    )
    .message("this file has so many faults that the rest of it was left out")
    .subject("file", name)
    .help("mend the faults above it first, then check again")
}

/// The finding for the fault that stopped the parser, and the byte at which the fault really is, which is often earlier.
pub(super) fn broken(
    sources: &SourceSet,
    file: FileId,
    stop: &Stop,
    seen: &Seen,
) -> (Finding, usize) {
    let source = sources.file(file);
    let (range, label, message, help) = words(&source.text, stop, seen);
    let span = Span {
        file,
        start: range.0 as u32,
        end: range.1 as u32,
    };
    let line = sources.position(span).line.to_string();
    let is_size = stop.cause == Cause::TooDeep;
    let kind = if is_size {
        &OVERSIZED_DOCUMENT
    } else {
        &BROKEN_SYNTAX
    };
    let ids: &[&str] = if is_size {
        &[&source.name]
    } else {
        &[&source.name, &line]
    };
    let finding = Finding::at(kind, ids, span, label)
        .message(message)
        .subject("file", &source.name)
        .help(help);
    (finding, range.0)
}

/// The words of a fault: its place, the reason for that place, the fault, and the remedy.
type Words = ((usize, usize), &'static str, String, String);

fn words(text: &str, stop: &Stop, seen: &Seen) -> Words {
    match seen {
        Seen::OddIndent(range) => odd_indent(text, *range),
        Seen::TooFar(range) => (
            *range,
            "so much further",
            "this line is indented further than the line it belongs with".to_owned(),
            "begin it right below the key above it".to_owned(),
        ),
        Seen::NoDashSpace(range) => (
            *range,
            "a space is wanted after this dash",
            "there is no space after the dash".to_owned(),
            "write `- ` and then the item".to_owned(),
        ),
        Seen::NoColon(range, key) => (
            *range,
            "a colon is wanted after this",
            format!("there is no colon after `{key}`, though more is indented below it"),
            format!("write `{key}:`"),
        ),
        Seen::NoSpace(range, key) => (
            *range,
            "a space is wanted here",
            format!("there is no space after the colon of `{key}`"),
            format!("write `{key}: …` with a space after the colon"),
        ),
        _ => words_on_value(text, stop, seen),
    }
}

/// The words of a fault inside a value.
fn words_on_value(text: &str, stop: &Stop, seen: &Seen) -> Words {
    match seen {
        Seen::OpenQuote(range, _) => (
            *range,
            "opened here",
            "this quote is never closed".to_owned(),
            "put the same quote at the end of the text".to_owned(),
        ),
        Seen::AfterQuote(range, _) => (
            *range,
            "not in the quotes",
            "something follows a closed quote".to_owned(),
            "put the whole text in one pair of quotes, of the other kind where it holds some"
                .to_owned(),
        ),
        Seen::InnerColon(range, (start, end)) => (
            *range,
            "this colon",
            "a text with a colon in it stands without quotes".to_owned(),
            in_quotes_or_below(&text[*start..*end]),
        ),
        Seen::MarkFirst(range, (start, end)) => (
            *range,
            "YAML's own mark",
            mark_first(&text[range.0..range.1]),
            in_quotes(&text[*start..*end]),
        ),
        Seen::OpenBracket(range, closing, _) => (
            *range,
            "opened here",
            "this bracket is never closed".to_owned(),
            format!("put `{closing}` after the last thing in it"),
        ),
        Seen::Directive(range, _) => (
            *range,
            "this line",
            "a line that begins with `%` must be followed by a line `---`".to_owned(),
            "take this line out: flowmap does not need it".to_owned(),
        ),
        _ => other(text, stop),
    }
}

fn odd_indent(text: &str, range: (usize, usize)) -> Words {
    let more = match indentation::odd_lines(text).saturating_sub(1) {
        0 => String::new(),
        1 => "; one more line of this file has the same fault".to_owned(),
        lines => format!("; {lines} more lines of this file have the same fault"),
    };
    let (label, what, help) = if text[range.0..range.1] == *"\t" {
        (
            "a tab",
            "a tab",
            "use spaces: two for each step; most editors can turn tabs into spaces",
        )
    } else {
        (
            "not a plain space",
            "spaces of another kind, as word processors write them",
            "type the spaces again in a plain editor, two for each step",
        )
    };
    let message = format!("this line is indented with {what}");
    (range, label, message, format!("{help}{more}"))
}

fn mark_first(mark: &str) -> String {
    let mark = if mark == "`" {
        "a backtick".to_owned()
    } else {
        format!("`{mark}`")
    };
    format!("a text that begins with {mark} stands without quotes")
}

fn in_quotes(value: &str) -> String {
    if value.chars().count() > 60 || value.contains('"') {
        "put the whole text in quotes: \"…: …\"".to_owned()
    } else {
        format!("put the whole text in quotes: \"{value}\"")
    }
}

/// The remedy for a text that may also be a key and its value.
fn in_quotes_or_below(value: &str) -> String {
    let first = value.split(':').next().unwrap_or_default();
    let is_key = !first.is_empty() && first.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    if is_key {
        format!(
            "{}; or, where `{first}` is a key, begin a new line with it",
            in_quotes(value)
        )
    } else {
        in_quotes(value)
    }
}

/// The words if no likelier cause is seen.
fn other(text: &str, stop: &Stop) -> Words {
    let at = stop.offset as usize;
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    // A line that is correct by itself is at the wrong place.
    let cause = match stop.cause {
        Cause::KeyExpected if line::has_key(line) => Cause::Indentation,
        cause => cause,
    };
    let (label, message, help) = match cause {
        Cause::TooDeep => (
            "too deep from here",
            format!("lists or mappings stand more than {DEEPEST} deep in each other"),
            "write this part out flat, as the format's pages show",
        ),
        Cause::Alias => (
            "this name",
            "this `*` reference names nothing above it".to_owned(),
            "put the text in quotes if it should start with `*`",
        ),
        Cause::Indentation => (
            "here",
            "this line is indented differently from the lines it belongs with".to_owned(),
            "give all entries of one list or mapping the same number of spaces",
        ),
        Cause::KeyExpected => (
            "here",
            "a `key: value` is wanted here".to_owned(),
            "write `key: value`, or indent the line so that it belongs to the text above",
        ),
        Cause::Escape => (
            "here",
            "`\\` in a text between double quotes starts a special character".to_owned(),
            "use single quotes, or write `\\\\`",
        ),
        Cause::Colon => (
            "this colon",
            "a colon stands where none is expected".to_owned(),
            "put the text in quotes",
        ),
        Cause::Quote => (
            "here",
            "something follows a closed quote".to_owned(),
            "put the whole text in one pair of quotes",
        ),
        Cause::Bracket => (
            "here",
            "a comma or a closing bracket is wanted here".to_owned(),
            "separate the things between brackets with commas",
        ),
        Cause::Tab | Cause::Other => (
            "here",
            format!("this cannot be read: {}", stop.words),
            "put the text in quotes, or look at the format's pages for how it is written",
        ),
    };
    (cause::character(text, at), label, message, help.to_owned())
}
