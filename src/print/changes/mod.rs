//! What differs between two maps, as text, JSON, CSV and Markdown.

mod document;
mod sheet;

use std::fmt::Write as _;

use super::AnswerFormat;
use super::marked::sentence;
use crate::compare::{Cause, Change, Changes, Figure, FindingChange, NeedChange, Side};
use crate::compare::{TopicChange, Turn, Turned};
use crate::read::source::{SourceSet, Span};
use crate::words::{capital, counted, plural, shown};

pub(crate) use self::document::schema;
pub(crate) use self::sheet::sheet;

/// The files of the older map and of the newer one.
pub(crate) type Sides<'s> = (&'s SourceSet, &'s SourceSet);

/// So many lines of one list are printed for reading; the others are counted.
const MOST: usize = 25;

/// The changes in a form.
pub(crate) fn changes(changes: &Changes, sides: Sides<'_>, format: AnswerFormat) -> String {
    match format {
        AnswerFormat::Text => text(changes),
        AnswerFormat::Json => document::json(changes, sides),
        AnswerFormat::Csv => sheet::csv(changes, sides),
        AnswerFormat::Markdown => markdown(changes),
    }
}

/// `as of 2025-10-14`, or that the map does not say.
fn day(side: &Side) -> String {
    match &side.day {
        Some(day) => day.clone(),
        None => "a day that the map does not give".to_owned(),
    }
}

/// The title of both maps and their days.
pub(crate) fn heading(changes: &Changes) -> String {
    let title = match changes.new.title.as_str() {
        "" => "This map",
        title => title,
    };
    let (old, new) = (day(&changes.old), day(&changes.new));
    if old == new {
        format!("{title}: what differs between two maps of {new}")
    } else {
        format!("{title}: what changed from {old} to {new}")
    }
}

/// What is said where nothing differs.
pub(crate) const NOTHING: &str = "Nothing differs.";

/// Lines under headings, as every form for reading prints them.
pub(crate) struct Section {
    /// The heading.
    pub(crate) heading: String,
    /// Each with its sign: `+` for what came or opened, `-` for what went or closed, `~` for what changed.
    pub(crate) lines: Vec<(char, String)>,
}

impl Section {
    fn of(heading: String, lines: Vec<(char, String)>) -> Option<Self> {
        (!lines.is_empty()).then_some(Self { heading, lines })
    }
}

/// Everything but the figures, in the order of what matters. Texts hold ids in backticks.
pub(crate) fn sections(changes: &Changes) -> Vec<Section> {
    let needs = &changes.needs;
    let need = |sign: char, all: &[NeedChange]| -> Vec<(char, String)> {
        all.iter().map(|one| (sign, need_words(one))).collect()
    };
    let all: Vec<(char, String)> = [('-', &needs.lost), ('+', &needs.won), ('~', &needs.other)]
        .into_iter()
        .flat_map(|(sign, all)| need(sign, all))
        .collect();
    let mut sections: Vec<Section> = Vec::new();
    sections.extend(Section::of("Needs won and lost".to_owned(), all));
    let topics = turned(&changes.topics, |one: &TopicChange| {
        format!("{}{}", one.title, cause(&one.cause))
    });
    let heading = format!("Topics: {}", tally(&changes.topics));
    sections.extend(Section::of(heading, topics));
    for (word, is_to_do) in [("Findings", false), ("To complete in the map itself", true)] {
        let of = |all: &[FindingChange]| -> Vec<String> {
            let all = all.iter().filter(|one| one.is_to_do == is_to_do);
            all.map(finding_words).collect()
        };
        let (opened, closed) = (of(&changes.findings.opened), of(&changes.findings.closed));
        let mut heading = format!("{word}: {} opened, {} closed", opened.len(), closed.len());
        if !is_to_do {
            let _ = write!(heading, ", {} open as before", changes.findings.open);
        }
        let opened = opened.into_iter().map(|words| ('+', words));
        let closed = closed.into_iter().map(|words| ('-', words));
        sections.extend(Section::of(heading, opened.chain(closed).collect()));
    }
    let by_matter = changes.entries.chunk_by(|a, b| a.matter == b.matter);
    sections.extend(by_matter.filter_map(|entries| {
        let heading = entries.first().map_or("", |one| one.matter.heading());
        let lines = entries.iter().map(|one| (sign(one.turn), entry_words(one)));
        Section::of(heading.to_owned(), lines.collect())
    }));
    sections
}

/// `3 opened, 2 closed, 40 open as before`.
fn tally<T>(turned: &Turned<T>) -> String {
    format!(
        "{} opened, {} closed, {} open as before",
        turned.opened.len(),
        turned.closed.len(),
        turned.open
    )
}

/// What opened and what closed, a line each.
fn turned<T>(turned: &Turned<T>, words: impl Fn(&T) -> String) -> Vec<(char, String)> {
    let opened = turned.opened.iter().map(|one| ('+', words(one)));
    let closed = turned.closed.iter().map(|one| ('-', words(one)));
    opened.chain(closed).collect()
}

fn need_words(need: &NeedChange) -> String {
    let why = match need.why.as_str() {
        "" => String::new(),
        why => format!(" {}.", capital(why)),
    };
    format!(
        "“{}”: {} (before: {}).{why}",
        need.question.trim(),
        need.after.words(),
        need.before.words()
    )
}

fn cause(cause: &Cause) -> String {
    match cause {
        Cause::Map => String::new(),
        Cause::Decision { status, why } if why.is_empty() => {
            format!(" (by a decision: {status})")
        }
        Cause::Decision { status, why } => format!(" (by a decision: {status}, {why})"),
    }
}

fn finding_words(finding: &FindingChange) -> String {
    format!(
        "{}: {}{}",
        finding.rule,
        finding.message,
        cause(&finding.cause)
    )
}

fn sign(turn: Turn) -> char {
    match turn {
        Turn::Came => '+',
        Turn::Gone => '-',
        Turn::Changed | Turn::Renamed => '~',
    }
}

/// An entry that came, went or changed, with what may be the same entry under another id.
pub(crate) fn entry_words(change: &Change) -> String {
    let likely = match (&change.likely, change.turn) {
        (None, _) => String::new(),
        (Some(other), Turn::Came) => {
            format!(" It is likely the same as `{other}`, which is gone.")
        }
        (Some(other), _) => format!(" It is likely the same as `{other}`, which is new."),
    };
    format!("{}{likely}", change.text)
}

/// For a terminal: with the old ids of what was renamed, and how to say that two entries are one.
fn text(changes: &Changes) -> String {
    let mut out = format!("{}\n", shown(&heading(changes)));
    if changes.is_empty() {
        let _ = writeln!(out, "\n{NOTHING}");
        return out;
    }
    for section in sections(changes) {
        let _ = writeln!(out, "\n{}", section.heading);
        for (sign, line) in section.lines.iter().take(MOST) {
            let _ = writeln!(out, "  {sign} {}", shown(line));
        }
        let more = section.lines.len().saturating_sub(MOST);
        if more > 0 {
            let _ = writeln!(out, "    and {more} more (`--format csv` lists all)");
        }
    }
    out.push_str(&ids(changes));
    out.push_str(&figures(changes));
    out
}

/// What was renamed, by its ids, and what to write where two entries are one.
fn ids(changes: &Changes) -> String {
    let mut out = String::new();
    let renamed = changes.entries.iter().filter_map(|change| {
        let was = change.was.as_ref()?;
        Some(format!("  ~ `{}` was `{}`", change.id, was))
    });
    let renamed: Vec<String> = renamed.collect();
    if !renamed.is_empty() {
        let _ = writeln!(out, "\nIds");
        for line in renamed.iter().take(MOST) {
            let _ = writeln!(out, "{}", shown(line));
        }
        let more = renamed.len().saturating_sub(MOST);
        if more > 0 {
            let _ = writeln!(out, "    and {more} more (`--format csv` lists all)");
        }
    }
    let likely = changes
        .entries
        .iter()
        .filter(|change| change.turn == Turn::Came);
    let likely: Vec<(&str, &str)> = likely
        .filter_map(|change| Some((change.id.as_str(), change.likely.as_deref()?)))
        .collect();
    if let Some((id, was)) = likely.first() {
        let was = was.rsplit('.').next().unwrap_or(was);
        let _ = writeln!(
            out,
            "\nhelp: where two of these are one, say so: write `was: {}` under `{}`",
            shown(was),
            shown(id)
        );
    }
    out
}

/// The figures that differ, then and now, as a table.
fn figures(changes: &Changes) -> String {
    let differing = differing(changes);
    if differing.is_empty() {
        return String::new();
    }
    let width = |number: u64| number.to_string().len();
    let widest = differing
        .iter()
        .map(|one| width(one.then).max(width(one.now)));
    let widest = widest.max().unwrap_or(0).max("before".len());
    let mut out = format!("\nFigures\n  {:>widest$}  {:>widest$}\n", "before", "now");
    for figure in differing {
        let _ = writeln!(
            out,
            "  {:>widest$}  {:>widest$}  {}",
            figure.then, figure.now, figure.words
        );
    }
    out
}

/// The figures that are not the same in both maps.
pub(crate) fn differing(changes: &Changes) -> Vec<&Figure> {
    let figures = changes.figures.iter();
    figures.filter(|figure| figure.then != figure.now).collect()
}

fn markdown(changes: &Changes) -> String {
    let mut out = format!("# {}\n", sentence(&heading(changes)));
    if changes.is_empty() {
        let _ = writeln!(out, "\n{NOTHING}");
        return out;
    }
    for section in sections(changes) {
        let _ = writeln!(out, "\n## {}\n", section.heading);
        for (sign, line) in section.lines {
            let _ = writeln!(out, "- **{}** {}", word(sign), sentence(&line));
        }
    }
    let differing = differing(changes);
    if !differing.is_empty() {
        out.push_str("\n## Figures\n\n| figure | before | now |\n| --- | --- | --- |\n");
        for figure in differing {
            let _ = writeln!(
                out,
                "| {} | {} | {} |",
                figure.words, figure.then, figure.now
            );
        }
    }
    out
}

/// The word for a sign.
pub(crate) fn word(sign: char) -> &'static str {
    match sign {
        '+' => "new",
        '-' => "gone",
        _ => "changed",
    }
}

/// The file, line and column of an entry: in the older map, where it is gone.
fn place(change: &Change, (old, new): Sides<'_>) -> Option<(String, usize, usize)> {
    let sources = if change.turn == Turn::Gone { old } else { new };
    let span: Span = change.place?;
    let position = sources.position(span);
    let file = sources.file(span.file).name.clone();
    Some((file, position.line, position.column))
}

/// The changes in one sentence.
pub(crate) fn headline(changes: &Changes) -> String {
    let needs = &changes.needs;
    format!(
        "{} won and {} lost. {} opened and {} closed. In the map, {} changed.",
        counted(needs.won.len(), "need"),
        needs.lost.len(),
        counted(changes.findings.opened.len(), "finding"),
        changes.findings.closed.len(),
        plural(changes.entries.len(), "entry", "entries")
    )
}
