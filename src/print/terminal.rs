//! Findings in the style of a compiler: message, excerpt with carets, further places, help, question.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::AnnotationKind;
use annotate_snippets::Element;
use annotate_snippets::Group as Block;
use annotate_snippets::Level as Loudness;
use annotate_snippets::Origin;
use annotate_snippets::Renderer;
use annotate_snippets::Snippet;

use crate::analysis::Analysis;
use crate::read::finding::{Certainty, Finding, Group, Level, Place};
use crate::read::source::SourceSet;
use crate::words::{counted, is_harmful, shown};

use super::gathered::{as_one, gathered};
use super::topics;

/// The style of the text.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// With colour.
    pub colour: bool,
    /// Columns of the terminal.
    pub width: usize,
    /// With the number of each finding, as on the pictures.
    pub numbered: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            colour: false,
            width: 140,
            numbered: true,
        }
    }
}

/// Places fewer than this many lines apart share an excerpt.
const NEAR: usize = 6;
/// The longest line of a file that is shown in an excerpt.
const LONGEST_LINE: usize = 400;

/// Every finding that counts, with those that say the same of many fields of a system as one block; and the summary, which counts each.
pub fn render(analysis: &Analysis, style: Style) -> String {
    let mut text = String::new();
    let findings = analysis.findings.iter().enumerate();
    let numbers: BTreeMap<&str, usize> = findings
        .map(|(place, finding)| (&*finding.name, place + 1))
        .collect();
    for group in gathered(analysis.open()) {
        let number = numbers.get(&*group[0].name).copied();
        let number = number.filter(|_| style.numbered);
        let block = match group.as_slice() {
            // A copy, so that its words are not kept.
            [finding] => printed(&analysis.sources, &(*finding).clone(), number, style),
            many => printed(&analysis.sources, &as_one(many), number, style),
        };
        text.push_str(&block);
        text.push_str("\n\n");
    }
    text.push_str(&summary(analysis));
    text.push_str(&first_topics(analysis));
    text
}

/// One finding without its number, and without a line break at its end.
pub fn render_finding(sources: &SourceSet, finding: &Finding, style: Style) -> String {
    printed(sources, finding, None, style)
}

fn printed(sources: &SourceSet, finding: &Finding, number: Option<usize>, style: Style) -> String {
    let renderer = if style.colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let level = match finding.level {
        Level::Error => Loudness::ERROR,
        Level::Warning => Loudness::WARNING,
        Level::Note => Loudness::NOTE,
    };
    let title = match number {
        Some(number) => format!("#{number} {}", shown(&finding.message)),
        None => shown(&finding.message).into_owned(),
    };
    let mut block = Block::with_title(level.primary_title(title).id(finding.kind.name));
    let clusters = clusters(sources, &finding.places);
    for (index, cluster) in clusters.iter().enumerate() {
        block = block.element(excerpt(sources, cluster, index == 0));
    }
    if finding.certainty == Certainty::Likely {
        let doubt = if finding.is_disputed() {
            "disputed"
        } else {
            "only assumed"
        };
        let doubt = format!("this rests on a statement that is {doubt}");
        block = block.element(Loudness::NOTE.message(doubt));
    }
    if let Some(verdict) = &finding.verdict {
        let why = if verdict.why.is_empty() {
            String::new()
        } else {
            format!(": {}", shown(&verdict.why))
        };
        block = block.element(
            Loudness::NOTE
                .with_name("decision")
                .message(format!("{}{why}", shown(&verdict.status))),
        );
    }
    if !finding.help.is_empty() {
        block = block.element(Loudness::HELP.message(shown(&finding.help)));
    }
    if let Some(question) = &finding.question {
        let whom = if question.to.is_empty() {
            "ask the room".to_owned()
        } else {
            format!("ask `{}`", shown(&question.to))
        };
        block = block.element(
            Loudness::HELP
                .with_name("question")
                .message(format!("{whom}: {}", shown(&question.text))),
        );
    }
    renderer.term_width(style.width).render(&[block])
}

/// Places of one file near each other, in line order.
struct Cluster<'f> {
    lines: Range<usize>,
    places: Vec<&'f Place>,
}

fn clusters<'f>(sources: &SourceSet, places: &'f [Place]) -> Vec<Cluster<'f>> {
    let mut clusters: Vec<Cluster<'f>> = Vec::new();
    for place in places {
        let line = sources.position(place.span).line;
        let near = clusters.iter_mut().find(|cluster| {
            let is_same_file = cluster.places[0].span.file == place.span.file;
            is_same_file && line + NEAR >= cluster.lines.start && line <= cluster.lines.end + NEAR
        });
        match near {
            Some(cluster) => {
                cluster.lines = cluster.lines.start.min(line)..cluster.lines.end.max(line);
                cluster.places.push(place);
            }
            None => clusters.push(Cluster {
                lines: line..line,
                places: vec![place],
            }),
        }
    }
    clusters
}

/// The lines of a cluster with a caret under each place; only the position if the text is missing or too long.
fn excerpt<'f>(sources: &'f SourceSet, cluster: &Cluster<'f>, is_first: bool) -> Element<'f> {
    let file = sources.file(cluster.places[0].span.file);
    let (first, last) = (file.line(cluster.lines.start), file.line(cluster.lines.end));
    let window = first.start..last.end;
    let text = &file.text[window.clone()];
    let mut lines = cluster.lines.start..=cluster.lines.end;
    let is_long = lines.any(|line| file.line(line).len() > LONGEST_LINE);
    if file.text.is_empty() || is_long {
        let position = file.position(cluster.places[0].span.start as usize);
        return Origin::path(shown(&file.name))
            .line(position.line)
            .char_column(position.column)
            .into();
    }
    let mut snippet = Snippet::source(same_length(text))
        .line_start(cluster.lines.start)
        .path(shown(&file.name))
        .fold(true);
    for (index, place) in cluster.places.iter().enumerate() {
        let kind = if is_first && index == 0 {
            AnnotationKind::Primary
        } else {
            AnnotationKind::Context
        };
        let start = (place.span.start as usize).clamp(window.start, window.end) - window.start;
        let end = (place.span.end as usize).clamp(window.start, window.end) - window.start;
        // A span over several lines is shown by its first line.
        let end = text[start..end.max(start)]
            .find(['\n', '\r'])
            .map_or(end, |length| start + length);
        snippet = snippet.annotation(kind.span(start..end.max(start)).label(shown(&place.label)));
    }
    snippet.into()
}

/// Lines of a file with each harmful character replaced by a harmless one of as many bytes, so that positions in them stay right. The
/// renderer itself replaces those of one byte.
fn same_length(lines: &str) -> Cow<'_, str> {
    if !lines.chars().any(is_harmful) {
        return Cow::Borrowed(lines);
    }
    let harmless = |c: char| match (is_harmful(c), c.len_utf8()) {
        (true, 2) => '·',
        (true, 3) => '\u{FFFD}',
        _ => c,
    };
    lines.chars().map(harmless).collect()
}

/// The size of the map and the number of findings, on one screen.
pub(crate) fn summary(analysis: &Analysis) -> String {
    let model = analysis.model();
    let mut text = String::new();
    let title = if model.about.title.is_empty() {
        "This map"
    } else {
        &shown(&model.about.title)
    };
    let as_of = model
        .about
        .as_of
        .map_or_else(String::new, |day| format!(", as of {day}"));
    let _ = writeln!(text, "{title}{as_of}");
    let declared = analysis.declared();
    let _ = writeln!(
        text,
        "  {}, {}, {}, {}, {}",
        counted(model.organisations.len(), "organisation"),
        counted(declared.systems, "system"),
        counted(declared.fields, "field"),
        counted(model.flows.len(), "flow"),
        counted(model.needs.len(), "need"),
    );
    if let Some(bodies) = declared.unnamed_words() {
        let _ = writeln!(text, "  {bodies}");
    }
    for group in Group::REPORTED {
        let words = group.figure().to_lowercase();
        let (firm, asked) = analysis.figures(group);
        let words = match analysis.how_certain(group) {
            sure @ "none certain" => format!("{words} ({sure})"),
            _ => words,
        };
        let _ = match (firm, asked) {
            (0, 0) => Ok(()),
            (0, _) => writeln!(text, "  {asked:>4} worth asking (perhaps {words})"),
            (_, 0) => writeln!(text, "  {firm:>4} {words}"),
            _ => writeln!(text, "  {firm:>4} {words}, and {asked} worth asking"),
        };
    }
    let typed = analysis.typed_again();
    if typed > 0 {
        let _ = writeln!(text, "  {typed:>4} typed again by hand");
    }
    let to_do = analysis.to_do();
    if to_do > 0 {
        let _ = writeln!(text, "  {to_do:>4} to complete in the map itself");
    }
    if model.unknowns > 0 {
        let _ = writeln!(text, "  {:>4} written as unknown", model.unknowns);
    }
    let disputed = model.disputed().count();
    if disputed > 0 {
        let _ = writeln!(text, "  {disputed:>4} disputed");
    }
    let settled = analysis.findings.len() - analysis.open().count();
    if settled > 0 {
        let _ = writeln!(text, "  {settled:>4} settled by the room");
    }
    if analysis.open().next().is_none() {
        let _ = writeln!(text, "  nothing found");
    }
    text
}

/// The number of findings above which topics are shown first.
const MOST_WITHOUT_TOPICS: usize = 10;

/// The topics to begin with: one line each. Empty if there are few enough findings to read one by one.
pub(crate) fn first_topics(analysis: &Analysis) -> String {
    let mut text = String::new();
    if analysis.open().nth(MOST_WITHOUT_TOPICS).is_none() {
        return text;
    }
    let topics = analysis.topics();
    let (first, more) = topics::first(topics, topics::FIRST);
    if first.is_empty() {
        return text;
    }
    text.push_str("\nTo settle first:\n");
    for (place, topic) in (1..).zip(first) {
        let _ = writeln!(text, "  {place:>2}. {}", shown(&topic.title));
    }
    let more = match more {
        0 => String::new(),
        more => format!("{more} more, and "),
    };
    let _ = writeln!(text, "  ({more}why, and whom to ask: `flowmap topics`)");
    text
}
