//! The differences between two maps, as text, JSON, CSV and Markdown.

mod document;
mod left;
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

/// Limit on the lines of one list that are printed for reading; the others are counted.
const MOST: usize = 25;

/// The changes in a format.
pub(crate) fn changes(changes: &Changes, sides: Sides<'_>, format: AnswerFormat) -> String {
    match format {
        AnswerFormat::Text => text(changes),
        AnswerFormat::Json => document::json(changes, sides),
        AnswerFormat::Csv => sheet::csv(changes, sides),
        AnswerFormat::Markdown => markdown(changes),
    }
}

/// `as of 2025-10-14`, or words for a map without a day.
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

/// The sentence for two maps without a difference.
pub(crate) const NOTHING: &str = "Nothing differs.";

/// Lines under headings, the same in every form for reading.
pub(crate) struct Section {
    /// The heading.
    pub(crate) heading: String,
    /// The changes, one line each.
    pub(crate) lines: Vec<Line>,
    words: Signs,
}

/// One line.
pub(crate) struct Line {
    /// `+` for a thing that came or opened, `-` for one that went or closed, `~` for one that changed.
    sign: char,
    /// The rule of a finding; empty for anything else.
    rule: &'static str,
    /// The change in words, with ids in backticks.
    pub(crate) words: String,
}

impl Line {
    fn of(sign: char, words: String) -> Self {
        Self {
            sign,
            rule: "",
            words,
        }
    }
}

/// The words for `+`, `-` and `~`.
type Signs = [&'static str; 3];

const WON: Signs = ["won", "lost", "changed"];
const OPENED: Signs = ["opened", "closed", "changed"];
const CAME: Signs = ["new", "gone", "changed"];

impl Section {
    fn of(heading: String, lines: Vec<Line>, words: Signs) -> Option<Self> {
        (!lines.is_empty()).then_some(Self {
            heading,
            lines,
            words,
        })
    }

    /// The word for the sign of a line.
    pub(crate) fn word(&self, line: &Line) -> &'static str {
        match line.sign {
            '+' => self.words[0],
            '-' => self.words[1],
            _ => self.words[2],
        }
    }
}

/// Everything except the figures, the most important first. Texts hold ids in backticks.
pub(crate) fn sections(changes: &Changes) -> Vec<Section> {
    let needs = &changes.needs;
    let all = [('-', &needs.lost), ('+', &needs.won), ('~', &needs.other)];
    let all = all.into_iter().flat_map(|(sign, all)| {
        let all = all.iter();
        all.map(move |one| Line::of(sign, need_words(one)))
    });
    let mut sections: Vec<Section> = Vec::new();
    sections.extend(Section::of(
        "Needs won and lost".to_owned(),
        all.collect(),
        WON,
    ));
    let topic = |sign: char| {
        move |one: &TopicChange| Line::of(sign, format!("{}{}", one.title, cause(&one.cause)))
    };
    let opened = changes.topics.opened.iter().map(topic('+'));
    let closed = changes.topics.closed.iter().map(topic('-'));
    let heading = format!("Topics: {}", tally(&changes.topics));
    let topics = opened.chain(closed).collect();
    sections.extend(Section::of(heading, topics, OPENED));
    for (word, is_to_do) in [("Findings", false), ("To complete in the map itself", true)] {
        sections.extend(findings(changes, word, is_to_do));
    }
    sections.extend(left::due(changes));
    let by_matter = changes.entries.chunk_by(|a, b| a.matter == b.matter);
    sections.extend(by_matter.filter_map(|entries| {
        let heading = entries.first().map_or("", |one| one.matter.heading());
        let lines = entries.iter();
        let lines = lines.map(|one| Line::of(sign(one.turn), entry_words(one)));
        Section::of(heading.to_owned(), lines.collect(), CAME)
    }));
    // What did not change comes last.
    sections.extend(left::still(changes));
    sections
}

/// The findings about the world, or the findings about the map itself.
fn findings(changes: &Changes, word: &str, is_to_do: bool) -> Option<Section> {
    let of = |sign: char, all: &[FindingChange]| -> Vec<Line> {
        let all = all.iter().filter(|one| one.is_to_do == is_to_do);
        let line = |one: &FindingChange| Line {
            rule: one.rule,
            ..Line::of(sign, format!("{}{}", one.message, cause(&one.cause)))
        };
        all.map(line).collect()
    };
    let mut lines = of('+', &changes.findings.opened);
    let closed = of('-', &changes.findings.closed);
    let mut heading = format!("{word}: {} opened, {} closed", lines.len(), closed.len());
    if !is_to_do {
        let _ = write!(heading, ", {} open as before", changes.findings.open);
    }
    lines.extend(closed);
    Section::of(heading, lines, OPENED)
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

fn need_words(need: &NeedChange) -> String {
    // The finding begins with the need and its state, which are printed here already.
    let rest = need
        .why
        .find(". ")
        .into_iter()
        .chain(need.why.find(": "))
        .min();
    let why = match rest.map(|at| need.why[at + 2..].trim_end_matches('.')) {
        None | Some("") => String::new(),
        Some(why) => format!(" {}.", capital(why)),
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

fn sign(turn: Turn) -> char {
    match turn {
        Turn::Came => '+',
        Turn::Gone => '-',
        Turn::Changed | Turn::Renamed => '~',
    }
}

/// The words of an entry that came, went or changed, with the entry that may be the same under another id.
pub(crate) fn entry_words(change: &Change) -> String {
    let likely = match (&change.likely, change.turn) {
        (None, _) => String::new(),
        (Some(other), Turn::Came) => {
            format!(" It is likely the same as `{other}`, which is gone.")
        }
        (Some(other), _) => format!(" It is likely the same as `{other}`, which is new."),
    };
    let was = match &change.was {
        Some(was) => format!(" The former id is “{was}”."),
        None => String::new(),
    };
    format!("{}{was}{likely}", change.text)
}

/// The changes for a terminal, with a hint on likely renames.
fn text(changes: &Changes) -> String {
    let mut out = format!("{}\n", shown(&heading(changes)));
    if changes.is_empty() {
        let _ = writeln!(out, "\n{NOTHING}");
        return out;
    }
    for section in sections(changes) {
        let _ = writeln!(out, "\n{}", section.heading);
        for line in section.lines.iter().take(MOST) {
            let rule = match line.rule {
                "" => String::new(),
                rule => format!("{rule}: "),
            };
            let _ = writeln!(out, "  {} {rule}{}", line.sign, shown(&line.words));
        }
        let more = section.lines.len().saturating_sub(MOST);
        if more > 0 {
            let _ = writeln!(out, "    and {more} more (`--format csv` lists all)");
        }
    }
    out.push_str(&likely(changes));
    out.push_str(&figures(changes));
    out
}

/// The key to write if two entries are the same.
fn likely(changes: &Changes) -> String {
    let mut out = String::new();
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
        for line in &section.lines {
            let words = capital(&sentence(&line.words));
            let _ = writeln!(out, "- **{}** {words}", section.word(line));
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

/// The file, line and column of an entry: of the older map, if it is gone.
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
