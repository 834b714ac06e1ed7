//! The blocks that chapters are made of.

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
    /// Large numbers.
    Figures(Vec<Figure>),
    /// The pictures of the map.
    Pictures,
    /// Rows and columns.
    Table(Table),
    /// Blocks under a heading of their own.
    Card(Card),
    /// Windows on one axis.
    Windows(Windows),
    /// The times at which organisations know, as swim-lanes.
    Lanes(Lanes),
    /// A list in order, each with the findings it settles.
    Steps(Vec<(Text, Vec<usize>)>),
    /// Topics to settle, in order: each opens to show more.
    Topics(Vec<TopicCard>),
    /// Findings, each with all its parts.
    Findings(Vec<FindingCard>),
}

/// One thing to settle.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TopicCard {
    /// The topic's name: `kind/id`.
    pub(crate) name: String,
    /// The topic in one sentence.
    pub(crate) title: Text,
    /// One line each: the reason why it matters, the organisation to ask, the certainty.
    pub(crate) lines: Vec<Text>,
    /// The numbers of its findings, as many as are named.
    pub(crate) findings: Vec<usize>,
}

/// Blocks under a heading of their own.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Card {
    /// The sort of card: the first half of its id.
    pub(crate) sort: &'static str,
    /// The id of its subject: the second half of its id.
    pub(crate) of: String,
    /// Its heading.
    pub(crate) heading: Text,
    /// Small print after the heading.
    pub(crate) tally: String,
    /// The things it is about.
    pub(crate) things: Vec<Thing>,
    /// Its contents.
    pub(crate) blocks: Vec<Block>,
    /// True if it begins a page of its own in print.
    pub(crate) is_sheet: bool,
    /// True if only its heading shows until it is opened.
    pub(crate) is_folded: bool,
}

/// Rows and columns.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Table {
    /// Its caption.
    pub(crate) caption: String,
    /// Its layout.
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

/// The layout of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// As text.
    Plain,
    /// As text; consecutive rows with the same heading share it.
    Grouped,
    /// As a matrix: narrow columns with marks, headings turned.
    Matrix,
}

/// The heading of a column.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Column {
    /// Its words.
    pub(crate) heading: Text,
    /// True if the column holds numbers.
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
    /// The thing that the row is the entry of, as a target for links.
    pub(crate) entry: Option<Thing>,
    /// The things it is about.
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
    /// A mark, and its meaning here.
    Mark(Mark, Text),
    /// It cannot be told from what is stated.
    Unknown,
    /// The cell is empty for this row.
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

/// A mark, distinguished by shape as well as colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Mark {
    /// Asked for, and by no other collection.
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
    /// It cannot be told.
    Unclear,
}

impl Mark {
    /// Its meaning.
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

    /// The character for it if only text is possible.
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

/// The unit of a drawing's axis.
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
    /// The title of the drawing, for screen readers.
    pub(crate) title: String,
    /// The unit of the axis.
    pub(crate) scale: Scale,
    /// Each window once, by dimension.
    pub(crate) all: Vec<Window>,
}

/// One window, and the systems that use it. Numbers are minutes, years or plain, by the scale of the axis.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Window {
    /// The name of its dimension.
    pub(crate) dimension: String,
    /// The window in words.
    pub(crate) words: String,
    /// Its start: at the earliest and at the latest.
    pub(crate) low: (f64, f64),
    /// Its end: at the earliest and at the latest; `None` for no end.
    pub(crate) high: Option<(f64, f64)>,
    /// The systems that use it.
    pub(crate) who: Vec<Thing>,
}

/// The times at which organisations know: a lane for each organisation.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Lanes {
    /// The title of the drawing, for screen readers.
    pub(crate) title: String,
    /// A lane for each system, those of one organisation next to each other.
    pub(crate) lanes: Vec<Lane>,
}

/// The time at which one system knows. All in minutes from the event.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Lane {
    /// Its owner.
    pub(crate) organisation: Option<Thing>,
    /// The system.
    pub(crate) system: Thing,
    /// At the earliest.
    pub(crate) best: i64,
    /// On the average, if it can be told; at least.
    pub(crate) mean: Option<i64>,
    /// At the latest, as far as stated.
    pub(crate) worst: i64,
    /// True if it may be later: a time on the way is not stated.
    pub(crate) is_open: bool,
    /// The same in words.
    pub(crate) words: String,
}

/// A large number.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Figure {
    /// The number.
    pub(crate) number: usize,
    /// The unit: a few words in lower case.
    pub(crate) words: &'static str,
    /// Further numbers, in small print; empty for none.
    pub(crate) also: String,
    /// The family it counts.
    pub(crate) group: Group,
    /// The chapter with the details.
    pub(crate) chapter: Chapter,
}

/// A finding with all its parts.
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
    /// Its level: error, warning or note.
    pub(crate) level: &'static str,
    /// Its certainty, in plain words.
    pub(crate) certainty: &'static str,
    /// Its message.
    pub(crate) message: Text,
    /// Its places, `file:line`, each with its label.
    pub(crate) places: Vec<(String, Text)>,
    /// The remedy; empty for none.
    pub(crate) help: Text,
    /// The organisation to ask (`None` if no owner is named), and the question.
    pub(crate) question: Option<(Option<Thing>, Text)>,
    /// The decision of the workshop; empty for none.
    pub(crate) verdict: String,
    /// The things it is about, each once.
    pub(crate) things: Vec<Thing>,
}
