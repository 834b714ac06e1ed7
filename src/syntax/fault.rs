//! What is wrong with a file as a whole, in words for someone who has never heard of YAML.

use super::yaml::Cause;
use super::yaml::DEEPEST;
use super::yaml::MOST_COPIED;
use super::yaml::Stop;
use crate::finding::Finding;
use crate::finding::kind;
use crate::source::FileId;
use crate::source::LARGEST_FILE;
use crate::source::SourceSet;
use crate::source::Span;
use crate::source::Trouble;

kind! {
    /// ## Finds
    /// A place where the text stops being YAML: a tab used for indentation, a missing space after a colon, a quote or bracket
    /// that is never closed, a colon inside a text without quotes.
    /// ## Why it matters
    /// The entry that holds the fault is left out of the map; the rest is still read and drawn.
    /// ## How to fix
    /// The message names the character and what to type instead.
    /// ## When it is fine
    /// Never: the file has to be mended.
    pub(crate) BROKEN_SYNTAX = "broken-syntax", Map, Error, "a place that cannot be read"
}

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

kind! {
    /// ## Finds
    /// A file whose bytes are not text: not UTF-8, holding NUL bytes, too large, not allowed to be read, or a link that
    /// leads back to a folder above it.
    /// ## Why it matters
    /// What it says is missing from the map, or letters in it have been lost.
    /// ## How to fix
    /// Save it again as UTF-8 text (every editor has this under "Save as"), or move it out of the folder.
    /// ## When it is fine
    /// Never.
    pub(crate) UNREADABLE_FILE = "unreadable-file", Map, Error, "a file that is not readable text"
}

/// Reports what is wrong with a file's bytes.
pub(super) fn trouble(sources: &SourceSet, file: FileId, findings: &mut Vec<Finding>) {
    let source = sources.file(file);
    let Some(trouble) = &source.trouble else {
        return;
    };
    let at = |offset: u32| Span {
        file,
        start: offset,
        end: offset,
    };
    let (span, label, message, help) = match trouble {
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
        Trouble::LinkLoop => (
            at(0),
            "here",
            "this link leads back to a folder that holds it, so it was not followed".to_owned(),
            "delete the link",
        ),
    };
    let finding = Finding::at(&UNREADABLE_FILE, &[&source.name], span, label);
    findings.push(
        finding
            .message(message)
            .subject("file", &source.name)
            .help(help),
    );
}

/// The finding for a file with nothing in it.
pub(super) fn empty(sources: &SourceSet, file: FileId) -> Finding {
    let name = &sources.file(file).name;
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
    .message("this file is empty")
    .subject("file", name)
    .help("write a section into it (organisations, systems, flows, needs …), or delete it")
}

/// Reports keys written twice and an alias bomb.
pub(super) fn in_tree(
    sources: &SourceSet,
    twins: &[(Span, Span)],
    bomb: Option<Span>,
    findings: &mut Vec<Finding>,
) {
    for (second, first) in twins {
        findings.push(super::decode::written_twice(sources, *second, *first));
    }
    if let Some(span) = bomb {
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

/// The finding for what stopped the parser, and the byte at which the fault really lies, which is often earlier.
pub(super) fn broken(sources: &SourceSet, file: FileId, stop: &Stop) -> (Finding, usize) {
    let source = sources.file(file);
    let at = stop.offset as usize;
    let cause = look_back(&source.text, at, stop.cause);
    let (range, label, message, help) = match cause {
        Seen::Tab(range) => (
            range,
            "a tab",
            "this line is indented with a tab".to_owned(),
            "use spaces: two for each step; most editors can turn tabs into spaces".to_owned(),
        ),
        Seen::NoSpace(range, key) => (
            range,
            "a space is wanted here",
            format!("there is no space after the colon of `{key}`"),
            format!("write `{key}: …` with a space after the colon"),
        ),
        Seen::OpenQuote(range) => (
            range,
            "opened here",
            "this quote is never closed".to_owned(),
            "put the same quote at the end of the text".to_owned(),
        ),
        Seen::InnerColon(range) => (
            range,
            "this colon",
            "a text with a colon in it stands without quotes".to_owned(),
            "put the whole text in quotes: \"…: …\"".to_owned(),
        ),
        Seen::OpenBracket(range, close) => (
            range,
            "opened here",
            "this bracket is never closed".to_owned(),
            format!("put `{close}` after the last thing in it"),
        ),
        Seen::Other => other(&source.text, stop),
    };
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

/// The words where no likelier cause is seen.
fn other(text: &str, stop: &Stop) -> ((usize, usize), &'static str, String, String) {
    let at = stop.offset as usize;
    let end = text[at..].chars().next().map_or(at, |c| {
        if c == '\n' || c == '\r' {
            at
        } else {
            at + c.len_utf8()
        }
    });
    let (label, message, help) = match stop.cause {
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
    ((at, end), label, message, help.to_owned())
}

/// A likelier cause of a fault, seen in the text.
enum Seen {
    Tab((usize, usize)),
    NoSpace((usize, usize), String),
    OpenQuote((usize, usize)),
    InnerColon((usize, usize)),
    OpenBracket((usize, usize), char),
    Other,
}

/// How many lines above the parser's stop a likelier cause is looked for.
const LINES_BACK: usize = 40;

fn look_back(text: &str, at: usize, cause: Cause) -> Seen {
    if cause == Cause::TooDeep || cause == Cause::Alias {
        return Seen::Other;
    }
    let end = text[at..]
        .find('\n')
        .map_or(text.len(), |length| at + length);
    let lines: Vec<(usize, &str)> = lines_before(text, end, LINES_BACK);
    let (start, line) = lines[0];
    if let Some(tab) = leading_tab(line) {
        return Seen::Tab((start + tab, start + tab + 1));
    }
    for (start, line) in &lines {
        if let Some(quote) = open_quote(line) {
            return Seen::OpenQuote((start + quote, start + quote + 1));
        }
        if let Some(tab) = leading_tab(line) {
            return Seen::Tab((start + tab, start + tab + 1));
        }
        if indent_of(line) == 0 && !line.trim().is_empty() {
            break;
        }
    }
    if cause == Cause::Bracket {
        for (start, line) in &lines {
            if let Some((bracket, close)) = open_bracket(line) {
                return Seen::OpenBracket((start + bracket, start + bracket + 1), close);
            }
        }
    }
    for (start, line) in lines
        .iter()
        .filter(|(_, line)| !line.trim().is_empty())
        .take(2)
    {
        if let Some((colon, key)) = unspaced_colon(line) {
            return Seen::NoSpace((start + colon, start + colon + 1), key);
        }
    }
    match inner_colon(line) {
        Some(colon) if matches!(cause, Cause::Colon | Cause::KeyExpected | Cause::Other) => {
            Seen::InnerColon((start + colon, start + colon + 1))
        }
        _ => Seen::Other,
    }
}

/// The line that ends at `end` and up to `most` above it, nearest first, each with the byte it starts at.
fn lines_before(text: &str, end: usize, most: usize) -> Vec<(usize, &str)> {
    let mut lines = Vec::new();
    let mut end = end;
    loop {
        let start = text[..end].rfind('\n').map_or(0, |newline| newline + 1);
        lines.push((start, text[start..end].trim_end_matches('\r')));
        if start == 0 || lines.len() > most {
            return lines;
        }
        end = start - 1;
    }
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

fn leading_tab(line: &str) -> Option<usize> {
    let indent = &line[..indent_of(line)];
    if line.trim().is_empty() {
        None
    } else {
        indent.find('\t')
    }
}

/// Where the value of a line begins: after its dashes and its key.
fn value_start(line: &str) -> usize {
    let mut at = indent_of(line);
    while line[at..].starts_with("- ") {
        at += 2 + indent_of(&line[at + 2..]);
    }
    match line[at..].find(": ") {
        Some(colon) if !line[at..].starts_with(['"', '\'']) => {
            at + colon + 2 + indent_of(&line[at + colon + 2..])
        }
        _ => at,
    }
}

/// A value that starts with a quote which no other on the line closes.
fn open_quote(line: &str) -> Option<usize> {
    let at = value_start(line);
    let quote = line[at..]
        .chars()
        .next()
        .filter(|c| matches!(c, '"' | '\''))?;
    let rest = line[at + 1..].replace("\\\"", "  ").replace("''", "  ");
    (!rest.contains(quote)).then_some(at)
}

/// A bracket that opens on this line and does not close on it.
fn open_bracket(line: &str) -> Option<(usize, char)> {
    let mut open = Vec::new();
    for (at, c) in line.char_indices() {
        match c {
            '[' => open.push((at, ']')),
            '{' => open.push((at, '}')),
            ']' | '}' => {
                open.pop();
            }
            '#' if line[..at].ends_with(' ') => break,
            _ => {}
        }
    }
    open.first().copied()
}

/// `key:value` at the start of a line; addresses such as `https://…` are not meant.
pub(super) fn unspaced_colon(line: &str) -> Option<(usize, String)> {
    let start = line.trim_start_matches([' ', '-']);
    let colon = start.find(':')?;
    let key = &start[..colon];
    let is_key = !key.is_empty()
        && key
            .chars()
            .all(|c| c.is_alphanumeric() || c == '_' || c == '-');
    let follows = start[colon + 1..].chars().next()?;
    let is_unspaced = !follows.is_whitespace() && !start[colon + 1..].starts_with("//");
    (is_key && is_unspaced).then(|| (line.len() - start.len() + colon, key.to_owned()))
}

/// The second colon of a line such as `name: Note: see below`.
fn inner_colon(line: &str) -> Option<usize> {
    let at = value_start(line);
    let value = &line[at..];
    if value.starts_with(['"', '\'', '[', '{', '#']) || at == indent_of(line) {
        return None;
    }
    value
        .find(": ")
        .or_else(|| {
            value
                .trim_end()
                .ends_with(':')
                .then(|| value.trim_end().len() - 1)
        })
        .map(|colon| at + colon)
}
