//! A diagram as plain data: boxes, rows, lines and a legend, with no reference to the model or the graph.
//!
//! Views make it, the layout places it, renderers draw it.

use std::collections::BTreeMap;

use crate::compare::Turn;

/// A picture to be placed and drawn. All cross-references are indices into its own lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagram {
    /// The subject of the picture, as a sentence.
    pub title: String,
    /// The notes under the caption: the date of the map, the parts left out.
    pub notes: Vec<String>,
    /// Organisations, drawn around their systems. A parent comes before its children.
    pub groups: Vec<Group>,
    /// Systems, or organisations in the view that shows only those.
    pub nodes: Vec<Node>,
    /// Flows. Several may join the same two rows; one may return to its own node.
    pub edges: Vec<Edge>,
    /// The explained signs: only those that occur.
    pub legend: Vec<LegendEntry>,
    /// Findings in words under the picture, in the order of their numbers: those that the picture is about.
    pub told: Vec<Told>,
    /// The definitions of a term, above the boxes; `None` in a picture that is not about one term.
    pub chart: Option<Chart>,
    /// The changes of its parts since an older map; empty in pictures of one map.
    pub turns: Turned,
}

impl Diagram {
    /// The title and the notes, without empty ones: for formats that have no other place for notes.
    pub(crate) fn heading(&self) -> Vec<&str> {
        let lines = std::iter::once(&self.title).chain(&self.notes);
        lines
            .map(String::as_str)
            .filter(|line| !line.is_empty())
            .collect()
    }
}

/// A table of definitions with their windows as bars on one axis.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chart {
    /// Its subject, as a sentence.
    pub title: String,
    /// The axis; `None` if nobody names a window.
    pub axis: Option<ChartAxis>,
    /// The headings of the cells.
    pub columns: Vec<String>,
    /// One row a definition.
    pub rows: Vec<ChartRow>,
}

/// The axis of the windows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChartAxis {
    /// The quantity that it measures, and its zero.
    pub title: String,
    /// Its marks from left to right.
    pub ticks: Vec<Tick>,
}

/// A mark of an axis.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tick {
    /// Thousandths of the axis from the left.
    pub at: u16,
    /// Its text.
    pub words: String,
}

/// One definition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChartRow {
    /// `system.field`; unique in the chart.
    pub id: String,
    /// The system that states it.
    pub title: String,
    /// The field that states it, and the owner of the system.
    pub subtitle: String,
    /// Its windows; none if the chart has no axis.
    pub lanes: Vec<Lane>,
    /// Its text in each of the chart's columns.
    pub cells: Vec<String>,
    /// Marks of findings on the field.
    pub badges: Vec<Mark>,
}

/// One window.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lane {
    /// The window in words.
    pub words: String,
    /// The event that it is counted from, if the axis does not name it.
    pub of: String,
    /// The same as bars.
    pub bars: Vec<Bar>,
}

/// A stretch of the axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bar {
    /// Its meaning.
    pub kind: BarKind,
    /// Thousandths of the axis.
    pub from: u16,
    /// Thousandths of the axis.
    pub to: u16,
    /// True if it has no end.
    pub has_no_end: bool,
}

/// The meaning of a stretch of an axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BarKind {
    /// It is counted.
    Counted,
    /// It may be counted: a month has 28 to 31 days.
    MayCount,
    /// Nobody says whether it is counted.
    NotStated,
    /// Somebody was asked, and it is not known.
    Unknown,
}

/// The changes of the parts of a picture since an older map, by their indices. A part without an entry is unchanged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Turned {
    /// Of groups.
    pub groups: BTreeMap<usize, Turn>,
    /// Of nodes.
    pub nodes: BTreeMap<usize, Turn>,
    /// Of rows, by node and row.
    pub rows: BTreeMap<(usize, usize), Turn>,
    /// Of edges.
    pub edges: BTreeMap<usize, Turn>,
}

impl Turned {
    /// Every turn that occurs.
    pub(crate) fn all(&self) -> impl Iterator<Item = Turn> {
        let boxes = self.groups.values().chain(self.nodes.values());
        boxes
            .chain(self.rows.values())
            .chain(self.edges.values())
            .copied()
    }
}

/// A finding in words under the picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Its mark, with its one number.
    pub mark: Mark,
    /// The finding as a fragment, in plain words.
    pub text: String,
}

/// An organisation's box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The id from the map: unique among groups.
    pub id: String,
    /// The name to print.
    pub title: String,
    /// The group that holds it.
    pub parent: Option<usize>,
    /// Solid, or dashed for something that the map only refers to.
    pub outline: Outline,
}

/// A system's box: a header and, in the fields view, a row for each field. Or an organisation or a need that is drawn as one box.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Node {
    /// The kind of thing in the box.
    pub kind: NodeKind,
    /// The id from the map: unique among nodes.
    pub id: String,
    /// The name to print.
    pub title: String,
    /// The small print under the title, such as `7 fields`; empty if there is none.
    pub subtitle: String,
    /// The group that holds it.
    pub group: Option<usize>,
    /// The field rows, in the order drawn.
    pub rows: Vec<Row>,
    /// Solid, or dashed for something that the map only refers to.
    pub outline: Outline,
    /// The description for tooltips and screen readers: the people that the system covers, its owner.
    pub detail: String,
    /// Marks of findings on this box.
    pub badges: Vec<Mark>,
    /// True if the picture is about it.
    pub highlighted: bool,
}

/// The kind of thing in a box that holds no other box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord)]
pub enum NodeKind {
    /// One system.
    #[default]
    System,
    /// An organisation with all its systems.
    Organisation,
    /// A need; its rows are its terms.
    Need,
    /// A list of organisations; its rows are those.
    List,
    /// A remark in words; its line leads to its subject.
    Remark,
}

/// The kind of thing in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RowKind {
    /// A field of a system, or a term of a need.
    #[default]
    Field,
    /// An organisation in a list.
    Organisation,
}

/// A field's row in its system's box, or an organisation's in a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// The kind of thing in it.
    pub kind: RowKind,
    /// `system.field`, or the id of the organisation: unique in the diagram.
    pub id: String,
    /// The name to print.
    pub title: String,
    /// True for a field that identifies a person.
    pub identifier: bool,
    /// The description for tooltips and screen readers: its term and definition.
    pub detail: String,
    /// Marks of findings on this row.
    pub badges: Vec<Mark>,
    /// True if the picture is about it.
    pub highlighted: bool,
}

/// A flow's line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Edge {
    /// Unique in the diagram.
    pub id: String,
    /// The source end.
    pub from: End,
    /// The target end, with the arrow head.
    pub to: End,
    /// The text on the line; empty if there is none.
    pub label: String,
    /// The style of the line.
    pub line: LineStyle,
    /// The sureness of the flow; of several flows, that of the surest.
    pub sureness: Sureness,
    /// The number of flows (or fields) that this line represents, at least 1.
    pub count: usize,
    /// The description for tooltips and screen readers.
    pub detail: String,
    /// True if the picture is about it.
    pub highlighted: bool,
}

/// One end of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct End {
    /// Index into [`Diagram::nodes`].
    pub node: usize,
    /// Index into that node's rows; `None` is the box as a whole.
    pub row: Option<usize>,
}

/// The outline of a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Outline {
    /// Declared in the map.
    #[default]
    Solid,
    /// Only referred to: a placeholder.
    Dashed,
    /// A missing thing.
    Missing,
}

/// The way in which a value is passed: the dashes of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord)]
pub enum LineStyle {
    /// Electronic, or nobody says how: a solid line.
    #[default]
    Electronic,
    /// Typed again by a person (form, email, manual): a dashed line.
    ByHand,
    /// Several flows in one line, some of each.
    Mixed,
    /// No flow: a thin line from a remark to its subject.
    Pointer,
}

/// The sureness of a flow: the head of its line, and the dots of a flow that is not there yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord)]
pub enum Sureness {
    /// Its owner said so: two heads.
    Confirmed,
    /// A source says so: a filled head.
    #[default]
    Reported,
    /// Nobody has said so yet: an empty head, and dots.
    Assumed,
    /// Planned or proposed: an open head, thin and grey.
    Planned,
}

/// The mark of a finding on a box or row: a letter in a shape, with a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Badge {
    /// Collected more than once: `D` in a square, orange.
    Duplication,
    /// Defined differently: `M` in a diamond, vermillion.
    Definition,
    /// Missing: `G` in a circle, purple.
    Gap,
}

/// The mark of one family of findings on a box or row: a badge, and the numbers of the findings.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// The family.
    pub badge: Badge,
    /// The numbers of the findings as in the report, smallest first.
    pub numbers: Vec<usize>,
}

impl Mark {
    /// The text beside the badge: both numbers of two, otherwise the first and the number of others.
    pub fn text(&self) -> String {
        match self.numbers.as_slice() {
            [] => String::new(),
            [one] => one.to_string(),
            [one, other] => format!("{one}, {other}"),
            [one, rest @ ..] => format!("{one} +{}", rest.len()),
        }
    }
}

impl From<Badge> for Mark {
    fn from(badge: Badge) -> Self {
        Self {
            badge,
            numbers: Vec::new(),
        }
    }
}

/// One line of the legend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LegendEntry {
    /// The meaning of a line of this style.
    Line(LineStyle),
    /// The meaning of a line with this head.
    Sureness(Sureness),
    /// The meaning of a badge.
    Badge(Badge),
    /// The meaning of a dashed box.
    Placeholder,
    /// The meaning of the mark of an identifier.
    Identifier,
    /// The meaning of a box for a whole organisation.
    Organisation,
    /// The meaning of a box for something missing.
    Missing,
    /// The meaning of a highlighted line or row.
    Highlight,
    /// The meaning of a bar of a chart.
    Bar(BarKind),
    /// The meaning of the sign of something new, gone or changed.
    Turn(Turn),
}
