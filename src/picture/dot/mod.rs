//! A diagram as DOT, the language of Graphviz: clusters for organisations, tables with ports for fields.
//!
//! A document for people has no sizes: a program that reads it makes the boxes as large as its own letters need. Sizes are fixed, as
//! measured, only if an installed `dot` places the boxes of our own pictures. The tree of statements and its printing are graphviz-rust's;
//! the strings in it are made in [`quote`] alone.

pub(crate) mod quote;
mod table;

use graphviz_rust::dot_structures::{
    Attribute, Edge as DotEdge, EdgeTy, Graph, GraphAttributes, Id, Node as DotNode, NodeId, Port,
    Stmt, Subgraph, Vertex,
};
use graphviz_rust::printer::{DotPrinter, PrinterContext};

use crate::compare::Turn;
use crate::picture::layout;
use crate::picture::layout::{Unplaced, UnplacedNode, measure};
use crate::picture::style;
use crate::picture::style::Head;
use crate::picture::turn;
use crate::picture::views::diagram::{Chart, Diagram, Edge, End, Node, NodeKind, Outline};
use crate::picture::wording;

/// With more lines than this, labels get no space of their own: `dot` would lose lines.
const MOST_LABELLED: usize = 60;

/// The whole diagram as a DOT document for people and their programs. Every edge of the diagram is in it.
pub fn document(diagram: &Diagram) -> String {
    written(diagram, &layout::unplaced(diagram), Sizes::Free)
}

/// The same with boxes of fixed sizes, for an engine that places the boxes of our own pictures.
pub fn render(diagram: &Diagram, unplaced: &Unplaced) -> String {
    written(diagram, unplaced, Sizes::Fixed)
}

/// Whether boxes have the sizes that were measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sizes {
    Fixed,
    Free,
}

fn written(diagram: &Diagram, unplaced: &Unplaced, sizes: Sizes) -> String {
    let tints = style::tints(diagram);
    let mut stmts = defaults(diagram, unplaced, sizes);
    let boxes = Boxes {
        diagram,
        tints: &tints,
        unplaced,
        sizes,
    };
    let label = match sizes {
        Sizes::Free if diagram.edges.len() <= MOST_LABELLED => "label",
        _ => "xlabel",
    };
    stmts.extend(boxes.inside(None));
    stmts.extend(
        diagram
            .chart
            .as_ref()
            .map(|chart| Stmt::Node(charted(chart))),
    );
    let edges = (0..).zip(&diagram.edges).zip(&unplaced.labels);
    stmts.extend(edges.map(|((place, edge), texts)| {
        let turn = diagram.turns.edges.get(&place).copied();
        Stmt::Edge(line(diagram, (edge, turn), (label, &texts.lines)))
    }));
    let graph = Graph::DiGraph {
        id: quote::name("flowmap"),
        strict: false,
        stmts,
    };
    let mut text = graph.print(PrinterContext::default().with_semi());
    text.push('\n');
    text
}

/// The name of a system's box in the document, before quoting.
pub(crate) fn node_name(id: &str) -> String {
    format!("system-{id}")
}

/// The name of an organisation's cluster, before quoting.
pub(crate) fn cluster_name(id: &str) -> String {
    format!("cluster_organisation-{id}")
}

/// The `id` of a flow's line, before quoting.
pub(crate) fn line_name(id: &str) -> String {
    format!("flow-{id}")
}

fn attribute(key: &str, value: Id) -> Attribute {
    Attribute(Id::Plain(key.to_owned()), value)
}

fn word(key: &str, value: &str) -> Attribute {
    attribute(key, quote::word(value))
}

/// Pixels as inches. A pixel is a point.
fn inches(key: &str, pixels: f64) -> Attribute {
    word(key, &format!("{:.5}", pixels / 72.0))
}

fn defaults(diagram: &Diagram, unplaced: &Unplaced, sizes: Sizes) -> Vec<Stmt> {
    let size = |points: f64| word("fontsize", &format!("{points}"));
    let font = || word("fontname", style::FONT);
    let mut graph = vec![
        word("rankdir", "LR"),
        word("charset", "UTF-8"),
        word("bgcolor", style::PAPER),
        font(),
        size(style::TITLE_SIZE),
        word("fontcolor", style::CAPTION.text),
        word("labelloc", "t"),
        word("labeljust", "l"),
        word("nodesep", "0.3"),
        word("ranksep", if sizes == Sizes::Free { "1.2" } else { "1.6" }),
        attribute("label", quote::html(&table::caption(unplaced))),
        attribute("tooltip", quote::text(&[&diagram.title])),
    ];
    let node = vec![
        font(),
        size(style::TITLE_SIZE),
        word("shape", "box"),
        word("color", style::OUTLINE),
    ];
    // In alphabetical order. For lines between neighbours in one rank, Graphviz 2.43 copies the attributes into a sorted list and then looks up the
    // arrow head at its old position: in another order it warns of an unknown arrow.
    let edge = vec![
        word("arrowhead", "normal"),
        word("arrowsize", "0.7"),
        word("fontcolor", style::BODY.text),
        font(),
        size(style::LABEL_SIZE),
    ];
    if sizes == Sizes::Free {
        // For engines that place boxes freely, such as neato.
        graph.push(word("overlap", "false"));
    }
    vec![
        Stmt::GAttribute(GraphAttributes::Graph(graph)),
        Stmt::GAttribute(GraphAttributes::Node(node)),
        Stmt::GAttribute(GraphAttributes::Edge(edge)),
    ]
}

/// The boxes of a diagram, with their tints and measures.
struct Boxes<'a> {
    diagram: &'a Diagram,
    tints: &'a [usize],
    unplaced: &'a Unplaced,
    sizes: Sizes,
}

impl Boxes<'_> {
    /// The clusters and nodes directly in `group`, or those in no group.
    fn inside(&self, group: Option<usize>) -> Vec<Stmt> {
        let groups = self
            .diagram
            .groups
            .iter()
            .enumerate()
            .filter(|(_, other)| other.parent == group);
        let mut stmts: Vec<Stmt> = groups
            .map(|(place, _)| Stmt::Subgraph(self.cluster(place)))
            .collect();
        let nodes = self
            .diagram
            .nodes
            .iter()
            .zip(&self.unplaced.nodes)
            .zip(0..)
            .filter(|((node, _), _)| node.group == group);
        stmts.extend(nodes.map(|((node, texts), place)| {
            let turn = self.diagram.turns.nodes.get(&place).copied();
            Stmt::Node(system((node, turn), texts, self.sizes))
        }));
        stmts
    }

    fn cluster(&self, place: usize) -> Subgraph {
        let group = &self.diagram.groups[place];
        let ink = style::ORGANISATIONS[self.tints[place]];
        let turn = self.diagram.turns.groups.get(&place).copied();
        let style = if group.outline == Outline::Dashed || turn == Some(Turn::Gone) {
            "filled,rounded,dashed"
        } else {
            "filled,rounded"
        };
        let mut attributes = vec![
            attribute("id", quote::name(&format!("organisation-{}", group.id))),
            attribute(
                "label",
                quote::html(&table::band(&self.unplaced.groups[place], ink, self.sizes)),
            ),
            attribute("tooltip", quote::text(&[&group.title])),
            word("style", style),
            word("fillcolor", ink.ground),
            word("color", style::OUTLINE),
            word("margin", &format!("{}", measure::GROUP_PADDING)),
        ];
        attributes.extend(turn.map(pen));
        let mut stmts = vec![Stmt::GAttribute(GraphAttributes::Graph(attributes))];
        let inside = self.inside(Some(place));
        if inside.is_empty() {
            stmts.push(Stmt::Node(filler(&group.id, self.sizes)));
        }
        stmts.extend(inside);
        Subgraph {
            id: quote::name(&cluster_name(&group.id)),
            stmts,
        }
    }
}

/// The pen of the outline of something that came, went or changed.
fn pen(turn: Turn) -> Attribute {
    let width = 1.0 + turn::width(turn);
    word("penwidth", &format!("{width:.2}"))
}

/// An unseen node that keeps an empty organisation in the picture: `dot` drops a cluster with nothing in it.
fn filler(group: &str, sizes: Sizes) -> DotNode {
    let mut attributes = vec![
        attribute("label", quote::text(&[""])),
        word("style", "invis"),
    ];
    if sizes == Sizes::Fixed {
        attributes.extend([
            word("fixedsize", "true"),
            inches("width", measure::NODE_WIDTH),
            inches("height", measure::HEADER_HEIGHT),
        ]);
    }
    DotNode::new(
        NodeId(quote::name(&format!("empty-{group}")), None),
        attributes,
    )
}

/// The chart of a term, in words, as a table of its own.
fn charted(chart: &Chart) -> DotNode {
    let attributes = vec![
        word("shape", "plain"),
        attribute("label", quote::html(&table::chart(chart))),
        attribute("tooltip", quote::text(&[&chart.title])),
    ];
    DotNode::new(NodeId(quote::name("chart"), None), attributes)
}

fn system((node, turn): (&Node, Option<Turn>), texts: &UnplacedNode, sizes: Sizes) -> DotNode {
    let spoken: Vec<&str> = [node.title.as_str(), &node.detail]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    let mut attributes = vec![
        attribute("id", quote::name(&node_name(&node.id))),
        attribute("tooltip", quote::text(&spoken)),
    ];
    if node.rows.is_empty() {
        attributes.extend(plain_box((node, turn), texts, sizes));
    } else {
        attributes.push(word("shape", "plain"));
        attributes.push(attribute(
            "label",
            quote::html(&table::system(node, texts, sizes)),
        ));
    }
    DotNode::new(NodeId(quote::name(&node_name(&node.id)), None), attributes)
}

fn plain_box(
    (node, turn): (&Node, Option<Turn>),
    texts: &UnplacedNode,
    sizes: Sizes,
) -> Vec<Attribute> {
    let (style, fill, text) = match node.outline {
        Outline::Solid if node.kind == NodeKind::Remark => {
            ("filled", style::REMARK.ground, style::REMARK.text)
        }
        Outline::Solid if node.kind == NodeKind::Need => {
            ("filled,rounded", style::NEED.ground, style::NEED.text)
        }
        Outline::Solid if matches!(node.kind, NodeKind::Organisation | NodeKind::List) => (
            "filled,rounded",
            style::ORGANISATION.ground,
            style::ORGANISATION.text,
        ),
        Outline::Solid => ("filled,rounded", style::HEADER.ground, style::HEADER.text),
        Outline::Dashed | Outline::Missing => (
            "filled,rounded,dashed",
            style::CAPTION.ground,
            style::CAPTION.text,
        ),
    };
    let style = if turn == Some(Turn::Gone) && !style.ends_with("dashed") {
        format!("{style},dashed")
    } else {
        style.to_owned()
    };
    let mut lines = texts.titles.clone();
    let foot = format!("{}{}", texts.subtitle, style::letters(&node.badges));
    lines.extend((!foot.is_empty()).then_some(foot));
    let mut attributes = vec![
        attribute("label", quote::text(&lines)),
        word("style", &style),
        word("fillcolor", fill),
        word("fontcolor", text),
    ];
    attributes.extend(turn.map(pen));
    if sizes == Sizes::Fixed {
        attributes.extend([
            word("fixedsize", "true"),
            inches("width", texts.extent.width),
            inches("height", texts.extent.height),
        ]);
    }
    attributes
}

/// A line. DOT has no dashes of its own for something gone, so that is drawn as two thin lines side by side.
fn line(
    diagram: &Diagram,
    (edge, turn): (&Edge, Option<Turn>),
    (key, label): (&str, &[String]),
) -> DotEdge {
    let width = style::line_width(edge.count) + turn.map_or(0.0, turn::width);
    let look = style::line(edge.line, edge.sureness);
    let (from, to) = wording::ends(diagram, edge);
    let mut spoken = vec![format!("{from} → {to}"), wording::line_spoken(edge)];
    spoken.extend((!edge.detail.is_empty()).then(|| edge.detail.clone()));
    let mut attributes = vec![
        attribute("id", quote::name(&line_name(&edge.id))),
        word("style", look.style),
        word(
            "color",
            &match turn {
                Some(Turn::Gone) => format!("{0}:{1}:{0}", look.stroke, style::PAPER),
                _ => look.stroke.to_owned(),
            },
        ),
        word("arrowhead", head(look.head)),
        word("penwidth", &format!("{width:.2}")),
        attribute("tooltip", quote::text(&spoken)),
    ];
    if !label.is_empty() {
        attributes.push(attribute(key, quote::text(label)));
        attributes.push(attribute(
            "labeltooltip",
            quote::text(&[wording::label_text(edge)]),
        ));
    }
    DotEdge {
        ty: EdgeTy::Pair(end(diagram, edge.from, "e"), end(diagram, edge.to, "w")),
        attributes,
    }
}

/// The arrow head with the same meaning.
fn head(head: Head) -> &'static str {
    match head {
        Head::Filled => "normal",
        Head::Double => "normalnormal",
        Head::Empty => "empty",
        Head::Open => "vee",
        Head::None => "none",
    }
}

fn end(diagram: &Diagram, end: End, side: &str) -> Vertex {
    let name = quote::name(&node_name(&diagram.nodes[end.node].id));
    let port = end
        .row
        .map(|row| Port(Some(Id::Plain(table::port(row))), Some(side.to_owned())));
    Vertex::N(NodeId(name, port))
}

#[cfg(test)]
mod tests;
