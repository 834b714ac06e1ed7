//! Finds the faults of a placed diagram, whichever engine placed it.

use std::fmt;

use super::area;
use super::overlaps;
use crate::picture::scene::{Places, Rect};
use crate::picture::views::diagram::{Diagram, End};

/// The largest error of a position that is not a fault, in pixels.
const TOLERANCE: f64 = 0.5;

/// A fault of the places. It prints as a sentence that names the things concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The kind of fault.
    pub kind: FaultKind,
    /// The ids of the flows, systems or organisations concerned, in the order in which the sentence names them.
    pub(crate) ids: Vec<String>,
}

/// The kinds of fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FaultKind {
    /// The places have more or fewer things than the diagram, or a value in them is not a number.
    Malformed,
    /// A flow has no line.
    FlowLost,
    /// A line does not begin at its source.
    FlowNotFromSource,
    /// A line does not end at its target.
    FlowNotAtTarget,
    /// Two systems cover each other.
    SystemsOverlap,
    /// Two organisations cover each other although neither holds the other.
    OrganisationsOverlap,
    /// A system is outside its organisation.
    SystemOutside,
    /// An organisation is outside the one that holds it.
    OrganisationOutside,
    /// A system covers an organisation to which it does not belong.
    SystemInForeign,
    /// A thing is beyond the edge of the page.
    OffPage,
    /// A label covers a system.
    LabelOnSystem,
    /// Two labels cover each other.
    LabelsOverlap,
    /// The lines of two flows that have no end in common run on top of each other.
    LinesOverlap,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first = self.ids.first().map_or("", String::as_str);
        let second = self.ids.get(1).map_or("", String::as_str);
        match self.kind {
            FaultKind::Malformed => write!(f, "the scene does not fit the diagram: {first}"),
            FaultKind::FlowLost => write!(f, "the flow `{first}` has no line"),
            FaultKind::FlowNotFromSource => write!(
                f,
                "the line of the flow `{first}` does not begin at `{second}`"
            ),
            FaultKind::FlowNotAtTarget => write!(
                f,
                "the line of the flow `{first}` does not end at `{second}`"
            ),
            FaultKind::SystemsOverlap => {
                write!(f, "the systems `{first}` and `{second}` cover each other")
            }
            FaultKind::OrganisationsOverlap => write!(
                f,
                "the organisations `{first}` and `{second}` cover each other"
            ),
            FaultKind::SystemOutside => write!(
                f,
                "the system `{first}` stands outside its organisation `{second}`"
            ),
            FaultKind::OrganisationOutside => write!(
                f,
                "the organisation `{first}` stands outside `{second}`, which holds it"
            ),
            FaultKind::SystemInForeign => write!(
                f,
                "the system `{first}` stands on the organisation `{second}`, to which it does not belong"
            ),
            FaultKind::OffPage => write!(f, "`{first}` lies beyond the edge of the page"),
            FaultKind::LabelOnSystem => write!(
                f,
                "the label of the flow `{first}` covers the system `{second}`"
            ),
            FaultKind::LabelsOverlap => write!(
                f,
                "the labels of the flows `{first}` and `{second}` cover each other"
            ),
            FaultKind::LinesOverlap => write!(
                f,
                "the lines of the flows `{first}` and `{second}` run on top of each other"
            ),
        }
    }
}

/// All faults of the places. There are none if every flow is drawn from its row to its row, nothing covers what it should not, and
/// everything is on the page and inside the box to which it belongs.
pub fn check(diagram: &Diagram, places: &Places) -> Vec<Fault> {
    let mut checks = Checks {
        diagram,
        places,
        faults: Vec::new(),
    };
    if checks.shape() {
        checks.flows();
        checks.boxes();
        checks.organisations();
        checks.labels();
        checks.trunks();
        checks.page();
    }
    checks.faults
}

struct Checks<'a> {
    diagram: &'a Diagram,
    places: &'a Places,
    faults: Vec<Fault>,
}

impl<'a> Checks<'a> {
    fn add(&mut self, kind: FaultKind, ids: &[&str]) {
        self.faults.push(Fault {
            kind,
            ids: ids.iter().map(|&id| id.to_owned()).collect(),
        });
    }

    /// Checks that the lists have equal lengths and that all values are numbers.
    fn shape(&mut self) -> bool {
        let (diagram, places) = (self.diagram, self.places);
        let rows_fit = places.rows.len() == diagram.nodes.len()
            && places
                .rows
                .iter()
                .zip(&diagram.nodes)
                .all(|(rows, node)| rows.len() == node.rows.len());
        let numbers = |rect: &Rect| {
            [rect.x, rect.y, rect.w, rect.h]
                .iter()
                .all(|figure| figure.is_finite())
        };
        let claims = [
            (
                places.groups.len() == diagram.groups.len(),
                "organisations are missing",
            ),
            (
                places.nodes.len() == diagram.nodes.len(),
                "systems are missing",
            ),
            (rows_fit, "rows are missing"),
            (
                places.lines.len() == diagram.edges.len(),
                "lines are missing",
            ),
            (
                places.labels.len() == diagram.edges.len(),
                "labels are missing",
            ),
            (
                places.nodes.iter().chain(&places.groups).all(numbers),
                "a box has no place",
            ),
            (
                places
                    .lines
                    .iter()
                    .flatten()
                    .all(|point| point.x.is_finite() && point.y.is_finite()),
                "a line has no place",
            ),
        ];
        for (holds, what) in claims {
            if !holds {
                self.add(FaultKind::Malformed, &[what]);
            }
        }
        self.faults.is_empty()
    }

    fn flows(&mut self) {
        let (diagram, places) = (self.diagram, self.places);
        for (edge, line) in diagram.edges.iter().zip(&places.lines) {
            let (Some(source), Some(target)) = (self.target(edge.from), self.target(edge.to))
            else {
                continue;
            };
            let [first, .., last] = line[..] else {
                self.add(FaultKind::FlowLost, &[&edge.id]);
                continue;
            };
            if !area::on_border(source.0, first, TOLERANCE) {
                self.add(FaultKind::FlowNotFromSource, &[&edge.id, source.1]);
            }
            if !area::on_border(target.0, last, TOLERANCE) {
                self.add(FaultKind::FlowNotAtTarget, &[&edge.id, target.1]);
            }
        }
    }

    fn boxes(&mut self) {
        let (diagram, places) = (self.diagram, self.places);
        let rects: Vec<(usize, Rect)> = places.nodes.iter().copied().enumerate().collect();
        for (a, b) in area::overlapping(&rects, TOLERANCE) {
            self.add(
                FaultKind::SystemsOverlap,
                &[&diagram.nodes[a].id, &diagram.nodes[b].id],
            );
        }
        for (index, node) in diagram.nodes.iter().enumerate() {
            let rect = places.nodes[index];
            let home = node.group.filter(|&group| group < diagram.groups.len());
            for (group, outer) in places.groups.iter().enumerate() {
                if home.is_some_and(|home| is_within(diagram, home, group)) {
                    continue;
                }
                if area::overlap(rect, *outer, TOLERANCE) {
                    self.add(
                        FaultKind::SystemInForeign,
                        &[&node.id, &diagram.groups[group].id],
                    );
                }
            }
            if let Some(home) =
                home.filter(|&home| !area::contains(places.groups[home], rect, TOLERANCE))
            {
                self.add(
                    FaultKind::SystemOutside,
                    &[&node.id, &diagram.groups[home].id],
                );
            }
        }
    }

    fn organisations(&mut self) {
        let (diagram, places) = (self.diagram, self.places);
        let rects: Vec<(usize, Rect)> = places.groups.iter().copied().enumerate().collect();
        for (a, b) in area::overlapping(&rects, TOLERANCE) {
            if !is_within(diagram, a, b) && !is_within(diagram, b, a) {
                self.add(
                    FaultKind::OrganisationsOverlap,
                    &[&diagram.groups[a].id, &diagram.groups[b].id],
                );
            }
        }
        for (index, group) in diagram.groups.iter().enumerate() {
            let Some(parent) = group.parent.filter(|&parent| parent < index) else {
                continue;
            };
            if !area::contains(places.groups[parent], places.groups[index], TOLERANCE) {
                self.add(
                    FaultKind::OrganisationOutside,
                    &[&group.id, &diagram.groups[parent].id],
                );
            }
        }
    }

    fn labels(&mut self) {
        let (diagram, places) = (self.diagram, self.places);
        let nodes = places.nodes.len();
        let labels: Vec<(usize, Rect)> = places
            .labels
            .iter()
            .enumerate()
            .filter_map(|(edge, label)| Some((nodes + edge, label.as_ref()?.rect)))
            .collect();
        let all: Vec<(usize, Rect)> = places
            .nodes
            .iter()
            .copied()
            .enumerate()
            .chain(labels)
            .collect();
        for (a, b) in area::overlapping(&all, TOLERANCE) {
            if a >= nodes {
                self.add(
                    FaultKind::LabelsOverlap,
                    &[&diagram.edges[a - nodes].id, &diagram.edges[b - nodes].id],
                );
            } else if b >= nodes {
                self.add(
                    FaultKind::LabelOnSystem,
                    &[&diagram.edges[b - nodes].id, &diagram.nodes[a].id],
                );
            }
        }
    }

    /// Checks that only lines with an end in common run together.
    fn trunks(&mut self) {
        let diagram = self.diagram;
        for (a, b) in overlaps::overlaps(self.places) {
            let (a, b) = (&diagram.edges[a], &diagram.edges[b]);
            if a.from != b.from && a.to != b.to {
                self.add(FaultKind::LinesOverlap, &[&a.id, &b.id]);
            }
        }
    }

    fn page(&mut self) {
        let (diagram, places) = (self.diagram, self.places);
        let page = Rect {
            x: 0.0,
            y: 0.0,
            w: places.width,
            h: places.height,
        };
        let inside = |rect: Rect| area::contains(page, rect, TOLERANCE);
        for (node, rect) in diagram.nodes.iter().zip(&places.nodes) {
            if !inside(*rect) {
                self.add(FaultKind::OffPage, &[&node.id]);
            }
        }
        for (group, rect) in diagram.groups.iter().zip(&places.groups) {
            if !inside(*rect) {
                self.add(FaultKind::OffPage, &[&group.id]);
            }
        }
        for (index, edge) in diagram.edges.iter().enumerate() {
            let line = places.lines[index].iter().all(|point| {
                inside(Rect {
                    x: point.x,
                    y: point.y,
                    w: 0.0,
                    h: 0.0,
                })
            });
            let label = places.labels[index]
                .as_ref()
                .is_none_or(|label| inside(label.rect));
            if !line || !label {
                self.add(FaultKind::OffPage, &[&edge.id]);
            }
        }
    }

    /// The rectangle and id of a row, or of the whole system if there is no such row.
    fn target(&self, end: End) -> Option<(Rect, &'a str)> {
        let node = self.diagram.nodes.get(end.node)?;
        let row = end.row.and_then(|row| {
            Some((
                *self.places.rows[end.node].get(row)?,
                node.rows[row].id.as_str(),
            ))
        });
        Some(row.unwrap_or((self.places.nodes[end.node], &node.id)))
    }
}

/// True if `group` is `outer` or is in it at any depth.
pub(super) fn is_within(diagram: &Diagram, mut group: usize, outer: usize) -> bool {
    loop {
        if group == outer {
            return true;
        }
        match diagram.groups[group].parent {
            Some(parent) if parent < group => group = parent,
            _ => return false,
        }
    }
}
