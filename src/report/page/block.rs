//! What chapters are made of.

use super::Chapter;
use super::Text;
use super::Thing;
use crate::read::finding::Group;

/// One piece of a chapter.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Block {
    /// A paragraph.
    Sentence(Text),
    /// A paragraph in small print.
    Note(Text),
    /// Numbers to be seen across a room.
    Figures(Vec<Figure>),
    /// The pictures of the map.
    Pictures,
    /// Rows and columns.
    Table(Table),
    /// Blocks under a heading of their own.
    Card(Card),
    /// Windows on one axis.
    Windows(Windows),
    /// Who knows when, as swim-lanes.
    Lanes(Lanes),
    /// A list in order, each with the findings it settles.
    Steps(Vec<(Text, Vec<usize>)>),
    /// What there is to settle, in order: each opens to say more.
    Topics(Vec<TopicCard>),
    /// Findings, each with all there is to say.
    Findings(Vec<FindingCard>),
}

/// One thing to settle.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TopicCard {
    /// The topic's name: `kind/id`.
    pub(crate) name: String,
    /// What, in one sentence.
    pub(crate) title: Text,
    /// Why it matters, whom to ask, how sure: a line each.
    pub(crate) lines: Vec<Text>,
    /// The numbers of its findings, as many as are named.
    pub(crate) findings: Vec<usize>,
}

/// Blocks under a heading of their own.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Card {
    /// What sort of card: the first half of its id.
    pub(crate) sort: &'static str,
    /// The id of what it is about: the second half of its id.
    pub(crate) of: String,
    /// Its heading.
    pub(crate) heading: Text,
    /// What stands behind the heading in small print.
    pub(crate) tally: String,
    /// What it is about.
    pub(crate) things: Vec<Thing>,
    /// What stands in it.
    pub(crate) blocks: Vec<Block>,
    /// True where it begins a page of its own in print.
    pub(crate) is_sheet: bool,
    /// True where only its heading shows until it is opened.
    pub(crate) is_folded: bool,
}

/// Rows and columns.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Table {
    /// What it shows.
    pub(crate) caption: String,
    /// How it is set.
    pub(crate) shape: Shape,
    /// The headings.
    pub(crate) columns: Vec<Column>,
    /// The rows, each with one cell a column.
    pub(crate) lines: Vec<Line>,
}

impl Table {
    /// A table whose columns are all text.
    pub(crate) fn plain<const COLUMNS: usize>(
        caption: &str,
        headings: [&str; COLUMNS],
        lines: impl IntoIterator<Item = Line>,
    ) -> Self {
        Self {
            caption: caption.to_owned(),
            shape: Shape::Plain,
            columns: headings.map(Column::text).into(),
            lines: lines.into_iter().collect(),
        }
    }
}

/// How a table is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// As text.
    Plain,
    /// As text, where rows that follow one another with the same heading share it.
    Grouped,
    /// As a matrix: narrow columns with marks, headings turned.
    Matrix,
}

/// The heading of a column.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Column {
    /// Its words.
    pub(crate) heading: Text,
    /// True where numbers stand below.
    pub(crate) is_number: bool,
}

impl Column {
    /// A column of text.
    pub(crate) fn text(heading: &str) -> Self {
        Self {
            heading: Text::words(heading),
            is_number: false,
        }
    }

    /// A column of numbers.
    pub(crate) fn number(heading: &str) -> Self {
        Self {
            heading: Text::words(heading),
            is_number: true,
        }
    }
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Line {
    /// What the row is the entry of, so that others can point at it.
    pub(crate) entry: Option<Thing>,
    /// What it is about.
    pub(crate) things: Vec<Thing>,
    /// Its cells: the first one is its heading.
    pub(crate) cells: Vec<Cell>,
}

impl Line {
    /// A row of these cells.
    pub(crate) fn of(cells: Vec<Cell>) -> Self {
        Self {
            cells,
            ..Self::default()
        }
    }
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    /// Words or a number.
    Text(Text),
    /// A mark, and what it says.
    Mark(Mark, Text),
    /// It cannot be told from what is stated.
    Unknown,
    /// Nothing belongs here.
    Nothing,
}

impl From<Text> for Cell {
    fn from(text: Text) -> Self {
        Self::Text(text)
    }
}

impl From<Thing> for Cell {
    fn from(thing: Thing) -> Self {
        Self::Text(thing.into())
    }
}

impl From<&str> for Cell {
    fn from(words: &str) -> Self {
        Self::Text(Text::words(words))
    }
}

impl From<String> for Cell {
    fn from(words: String) -> Self {
        Self::Text(Text::words(words))
    }
}

impl From<usize> for Cell {
    fn from(number: usize) -> Self {
        Self::Text(Text::words(number.to_string()))
    }
}

/// A mark that is told from the others by its shape as well as its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Mark {
    /// Asked for, and by nobody else.
    Asked,
    /// Asked for again.
    Again,
    /// Typed again by hand.
    Typed,
    /// A need that is met.
    Met,
    /// A need that is met in part.
    Partly,
    /// A need that is not met.
    Unmet,
    /// Nobody can tell.
    Unclear,
}

impl Mark {
    /// What it means.
    pub(crate) fn meaning(self) -> &'static str {
        match self {
            Mark::Asked => "asked for here",
            Mark::Again => "asked for here and elsewhere too",
            Mark::Typed => "typed again by hand",
            Mark::Met => "met",
            Mark::Partly => "partly met",
            Mark::Unmet => "not met",
            Mark::Unclear => "cannot tell",
        }
    }

    /// The sign that stands for it where there are only letters.
    pub(crate) fn sign(self) -> &'static str {
        match self {
            Mark::Asked => "·",
            Mark::Again => "D",
            Mark::Typed => "T",
            Mark::Met => "●",
            Mark::Partly => "◐",
            Mark::Unmet => "○",
            Mark::Unclear => "?",
        }
    }
}

/// What a drawing's axis counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Scale {
    /// Minutes from the event, drawn so that each step up to the next unit is about as wide.
    Time,
    /// Years of age.
    Years,
    /// Plain numbers.
    Number,
}

/// Windows on one axis.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Windows {
    /// What the drawing shows, for those who listen.
    pub(crate) title: String,
    /// What the axis counts.
    pub(crate) scale: Scale,
    /// Each window once, by dimension.
    pub(crate) all: Vec<Window>,
}

/// One window, and who uses it. Numbers are minutes, years or plain, as the axis counts.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Window {
    /// The name of what it counts from.
    pub(crate) dimension: String,
    /// The window in words.
    pub(crate) words: String,
    /// Where it begins: at the earliest and at the latest.
    pub(crate) low: (f64, f64),
    /// Where it ends, at the earliest and at the latest; `None` for no end.
    pub(crate) high: Option<(f64, f64)>,
    /// The systems that use it.
    pub(crate) who: Vec<Thing>,
}

/// Who knows when: a lane for each organisation.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Lanes {
    /// What the drawing shows, for those who listen.
    pub(crate) title: String,
    /// A lane for each system, those of one organisation next to each other.
    pub(crate) lanes: Vec<Lane>,
}

/// When one system knows. All in minutes from the event.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Lane {
    /// Whose it is.
    pub(crate) organisation: Option<Thing>,
    /// The system.
    pub(crate) system: Thing,
    /// At the earliest.
    pub(crate) best: i64,
    /// On the average, if that can be told; at least.
    pub(crate) mean: Option<i64>,
    /// At the latest, as far as is stated.
    pub(crate) worst: i64,
    /// True where it may be later: something on the way is not stated.
    pub(crate) is_open: bool,
    /// The same in words.
    pub(crate) words: String,
}

/// A number to be seen across a room.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Figure {
    /// How many.
    pub(crate) number: usize,
    /// Of what: a few words in lower case.
    pub(crate) words: &'static str,
    /// What more there is to ask, in small print; empty for nothing.
    pub(crate) also: String,
    /// The family it counts.
    pub(crate) group: Group,
    /// Where that stands.
    pub(crate) chapter: Chapter,
}

/// A finding with all there is to say about it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FindingCard {
    /// Its place in the analysis, counted from 1.
    pub(crate) number: usize,
    /// Its name: the same when lines move.
    pub(crate) name: String,
    /// Its family.
    pub(crate) group: Group,
    /// The name of its kind.
    pub(crate) kind: &'static str,
    /// How loud: error, warning, note.
    pub(crate) level: &'static str,
    /// How sure: in plain words.
    pub(crate) certainty: &'static str,
    /// The one fact.
    pub(crate) message: Text,
    /// Where it is written, `file:line`, and why that place is shown.
    pub(crate) places: Vec<(String, Text)>,
    /// What to do; empty for nothing.
    pub(crate) help: Text,
    /// Whom to ask (nobody where no owner is named) what.
    pub(crate) question: Option<(Option<Thing>, Text)>,
    /// The decision of the workshop; empty for none.
    pub(crate) verdict: String,
    /// What it is about, each once.
    pub(crate) things: Vec<Thing>,
}
