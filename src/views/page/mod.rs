//! The report as a value: chapters made of blocks, which HTML and Markdown print alike and which know neither.

mod answer;
mod findings;
mod text;

pub use self::text::Names;
pub use self::text::Piece;
pub use self::text::Text;
pub use self::text::Thing;
pub use self::text::ThingKind;

use crate::analysis::Analysis;
use crate::finding::Group;

/// A chapter of the report. Declared in the order printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Chapter {
    /// In one sentence what was found, and three figures.
    Answer,
    /// The pictures of the map.
    Map,
    /// What is collected more than once.
    Duplicates,
    /// What is defined differently.
    Definitions,
    /// Which questions can be answered.
    Needs,
    /// Who knows when.
    Timetable,
    /// What is asked of each organisation.
    Burden,
    /// What to ask of each organisation.
    Questions,
    /// How sure all this is.
    Sureness,
    /// Every finding.
    Findings,
    /// The terms.
    Glossary,
    /// The map as tables: the text that stands for the pictures.
    Contents,
}

impl Chapter {
    /// All, in the order printed.
    pub const ALL: [Chapter; 12] = [
        Chapter::Answer,
        Chapter::Map,
        Chapter::Duplicates,
        Chapter::Definitions,
        Chapter::Needs,
        Chapter::Timetable,
        Chapter::Burden,
        Chapter::Questions,
        Chapter::Sureness,
        Chapter::Findings,
        Chapter::Glossary,
        Chapter::Contents,
    ];

    /// Its id: that of its section in the page.
    pub fn id(self) -> &'static str {
        match self {
            Chapter::Answer => "answer",
            Chapter::Map => "map",
            Chapter::Duplicates => "duplicates",
            Chapter::Definitions => "definitions",
            Chapter::Needs => "needs",
            Chapter::Timetable => "timetable",
            Chapter::Burden => "burden",
            Chapter::Questions => "questions",
            Chapter::Sureness => "sureness",
            Chapter::Findings => "findings",
            Chapter::Glossary => "glossary",
            Chapter::Contents => "contents",
        }
    }

    /// Its heading.
    pub fn heading(self) -> &'static str {
        match self {
            Chapter::Answer => "What was found",
            Chapter::Map => "The map",
            Chapter::Duplicates => "Collected more than once",
            Chapter::Definitions => "Defined differently",
            Chapter::Needs => "Questions that must be answered",
            Chapter::Timetable => "Who knows when",
            Chapter::Burden => "What is asked of whom",
            Chapter::Questions => "What to ask of whom",
            Chapter::Sureness => "How sure we are",
            Chapter::Findings => "All findings",
            Chapter::Glossary => "Terms",
            Chapter::Contents => "The map in words",
        }
    }
}

/// A chapter with what stands in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Which.
    pub chapter: Chapter,
    /// Its heading.
    pub heading: String,
    /// What stands in it, in order.
    pub blocks: Vec<Block>,
}

/// One piece of a chapter.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A paragraph.
    Sentence(Text),
    /// A paragraph in small print.
    Note(Text),
    /// Numbers to be seen across a room.
    Figures(Vec<Figure>),
    /// The pictures of the map.
    Pictures,
    /// Findings, each with all there is to say.
    Findings(Vec<FindingCard>),
}

/// A number to be seen across a room.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// How many.
    pub number: usize,
    /// Of what: a few words in lower case.
    pub words: &'static str,
    /// What more there is to ask, in small print; empty for nothing.
    pub also: String,
    /// The family it counts.
    pub group: Group,
    /// Where that stands.
    pub chapter: Chapter,
}

/// A finding with all there is to say about it.
#[derive(Debug, Clone, PartialEq)]
pub struct FindingCard {
    /// Its place in the analysis, counted from 1.
    pub number: usize,
    /// Its name: the same when lines move.
    pub name: String,
    /// Its family.
    pub group: Group,
    /// The name of its kind.
    pub kind: &'static str,
    /// How loud: error, warning, note.
    pub level: &'static str,
    /// How sure: in plain words.
    pub certainty: &'static str,
    /// The one fact.
    pub message: Text,
    /// Where it is written, `file:line`, and why that place is shown.
    pub places: Vec<(String, Text)>,
    /// What to do; empty for nothing.
    pub help: Text,
    /// Whom to ask (nobody where no owner is named) what.
    pub question: Option<(Option<Thing>, Text)>,
    /// What the room decided; empty for nothing.
    pub verdict: String,
    /// What it is about, each once.
    pub things: Vec<Thing>,
}

/// What all chapters are written from.
#[derive(Debug)]
pub struct Report<'a> {
    pub(crate) analysis: &'a Analysis,
    pub(crate) names: Names<'a>,
}

impl<'a> Report<'a> {
    /// The report on an analysis. Cheap: chapters are written one by one by [`Report::part`].
    pub fn of(analysis: &'a Analysis) -> Self {
        Self {
            analysis,
            names: Names::of(analysis.model()),
        }
    }

    /// The title of the map.
    pub fn title(&self) -> &'a str {
        title(self.analysis)
    }

    /// One chapter.
    pub fn part(&self, chapter: Chapter) -> Part {
        let blocks = match chapter {
            Chapter::Answer => answer::blocks(self),
            Chapter::Map => vec![Block::Pictures],
            Chapter::Findings => findings::blocks(self),
            _ => Vec::new(),
        };
        Part {
            chapter,
            heading: chapter.heading().to_owned(),
            blocks,
        }
    }
}

/// The title of a map, which is also that of its report.
pub fn title(analysis: &Analysis) -> &str {
    match analysis.model().about.title.as_str() {
        "" => "Map of data flows",
        title => title,
    }
}
