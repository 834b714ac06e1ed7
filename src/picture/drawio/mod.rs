//! A finished frame as a draw.io file, in which people move boxes and lines by hand.
//!
//! Every text is plain (`html=0`), so that a name in the map cannot become markup.

mod chart;

use std::fmt::Write as _;

use crate::compare::Turn;
use crate::escape::attribute;
use crate::picture::joint;
use crate::picture::scene::{Places, Point, Rect, Scene, rounded};
use crate::picture::style;
use crate::picture::style::Head;
use crate::picture::svg::names::Names;
use crate::picture::turn;
use crate::picture::views::diagram::{Diagram, Edge, End, Outline};
use crate::picture::wording;

/// The id of the only layer.
const LAYER: &str = "1";
/// Height of the title above the drawing, pixels.
const TITLE_HEIGHT: f64 = 40.0;

/// Renders the whole document, uncompressed, so that it can be read and compared.
///
/// A flow without a line is drawn as a straight line between its ends.
pub(crate) fn render(diagram: &Diagram, scene: &Scene) -> String {
    let names = Names::of(diagram);
    let mut cells = String::new();
    title(&mut cells, diagram, scene);
    chart::chart(&mut cells, diagram, scene, &names);
    let tints = style::tints(diagram);
    for (place, tint) in tints.iter().enumerate() {
        organisation(&mut cells, diagram, scene, &names, (place, *tint));
    }
    for place in 0..diagram.nodes.len() {
        system(&mut cells, diagram, scene, &names, place);
    }
    for place in 0..diagram.edges.len() {
        flow(&mut cells, diagram, scene, &names, place);
    }
    format!(
        "<mxfile host=\"flowmap\">\n<diagram id=\"flowmap\"{}>\n<mxGraphModel grid=\"1\" gridSize=\"10\" page=\"0\" math=\"0\" shadow=\"0\">\n<root>\n<mxCell id=\"0\"/>\n<mxCell id=\"{LAYER}\" parent=\"0\"/>\n{cells}</root>\n</mxGraphModel>\n</diagram>\n</mxfile>\n",
        attribute("name", &page_name(diagram))
    )
}

fn page_name(diagram: &Diagram) -> String {
    let name: String = diagram.title.chars().take(60).collect();
    if name.trim().is_empty() {
        "Map of data flows".to_owned()
    } else {
        name
    }
}

/// A box: its id, that of its parent, its text, its style and its position in the parent.
struct Cell<'a> {
    id: &'a str,
    parent: &'a str,
    text: &'a str,
    style: &'a str,
    rect: Rect,
}

impl Cell<'_> {
    fn write(&self, out: &mut String) {
        let Rect { x, y, w, h } = self.rect;
        let _ = writeln!(
            out,
            "<mxCell{}{}{}{} vertex=\"1\">\n<mxGeometry x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" as=\"geometry\"/>\n</mxCell>",
            attribute("id", self.id),
            attribute("value", self.text),
            attribute("style", self.style),
            attribute("parent", self.parent),
            rounded(x),
            rounded(y),
            rounded(w),
            rounded(h)
        );
    }
}

/// `rect` relative to the top left of `outer`.
fn within(rect: Rect, outer: Option<Rect>) -> Rect {
    let outer = outer.unwrap_or_default();
    Rect {
        x: rect.x - outer.x,
        y: rect.y - outer.y,
        ..rect
    }
}

fn title(out: &mut String, diagram: &Diagram, scene: &Scene) {
    let lines = diagram.heading();
    if lines.is_empty() {
        return;
    }
    let height = TITLE_HEIGHT * lines.len() as f64;
    let style = format!(
        "text;html=0;whiteSpace=wrap;align=left;verticalAlign=bottom;fontStyle=1;fontSize={};fontColor={};",
        style::CAPTION_SIZE,
        style::CAPTION.text
    );
    Cell {
        id: "picture-title",
        parent: LAYER,
        text: &lines.join("\n"),
        style: &style,
        rect: Rect {
            x: 0.0,
            y: -height - chart::height(scene),
            w: scene.places.width.max(400.0),
            h: height,
        },
    }
    .write(out);
}

fn dashes(outline: Outline) -> &'static str {
    match outline {
        Outline::Solid => "",
        Outline::Dashed | Outline::Missing => "dashed=1;",
    }
}

/// The line of a part of this width, as it came, went or changed since an older map; empty if it did not.
fn turned(width: f64, turn: Option<Turn>) -> String {
    let Some(turn) = turn else {
        return String::new();
    };
    let width = rounded(width + turn::width(turn));
    match turn::dashes(turn) {
        "" => format!("strokeWidth={width};"),
        dashes => format!("strokeWidth={width};dashed=1;dashPattern={dashes};"),
    }
}

fn organisation(
    out: &mut String,
    diagram: &Diagram,
    scene: &Scene,
    names: &Names,
    (place, tint): (usize, usize),
) {
    let group = &diagram.groups[place];
    let ink = style::ORGANISATIONS[tint];
    let style = format!(
        "rounded=1;arcSize=2;html=0;whiteSpace=wrap;container=1;collapsible=0;align=left;verticalAlign=top;spacingLeft=8;fontStyle=1;fontSize={};fontColor={};fillColor={};strokeColor={};{}{}",
        style::TITLE_SIZE,
        ink.text,
        ink.ground,
        style::OUTLINE,
        dashes(group.outline),
        turned(1.0, diagram.turns.groups.get(&place).copied())
    );
    Cell {
        id: &names.groups[place],
        parent: group.parent.map_or(LAYER, |parent| &names.groups[parent]),
        text: &group.title,
        style: &style,
        rect: within(
            scene.places.groups[place],
            group.parent.map(|parent| scene.places.groups[parent]),
        ),
    }
    .write(out);
}

fn system(out: &mut String, diagram: &Diagram, scene: &Scene, names: &Names, place: usize) {
    let node = &diagram.nodes[place];
    let (rect, rows) = (scene.places.nodes[place], &scene.places.rows[place]);
    let header = scene.nodes[place].header.h;
    let ink = match node.outline {
        Outline::Solid => style::HEADER,
        Outline::Dashed | Outline::Missing => style::CAPTION,
    };
    let look = format!(
        "html=0;whiteSpace=wrap;align=left;spacingLeft=6;fontStyle=1;fontSize={};fontColor={};fillColor={};strokeColor={};{}{}",
        style::TITLE_SIZE,
        ink.text,
        ink.ground,
        style::OUTLINE,
        dashes(node.outline),
        turned(1.0, diagram.turns.nodes.get(&place).copied())
    );
    let style = if rows.is_empty() {
        format!("rounded=1;arcSize=8;{look}")
    } else {
        format!(
            "swimlane;startSize={};swimlaneFillColor={};collapsible=0;{look}",
            rounded(header),
            style::PAPER
        )
    };
    Cell {
        id: &names.nodes[place],
        parent: node.group.map_or(LAYER, |group| &names.groups[group]),
        text: &node.title,
        style: &style,
        rect: within(rect, node.group.map(|group| scene.places.groups[group])),
    }
    .write(out);
    let style = format!(
        "html=0;whiteSpace=wrap;overflow=hidden;align=left;spacingLeft=6;fillColor=none;strokeColor={};fontSize={};fontColor={};",
        style::RULE,
        style::ROW_SIZE,
        style::BODY.text
    );
    for (index, at) in rows.iter().enumerate() {
        Cell {
            id: &names.rows[place][index],
            parent: &names.nodes[place],
            text: &node.rows[index].title,
            style: &match diagram.turns.rows.get(&(place, index)) {
                Some(turn) => format!("{style}{}", turned(1.0, Some(*turn))),
                None => style.clone(),
            },
            rect: within(*at, Some(rect)),
        }
        .write(out);
    }
}

fn end_rect(places: &Places, end: End) -> Rect {
    end.row
        .map_or(places.nodes[end.node], |row| places.rows[end.node][row])
}

fn look(edge: &Edge) -> String {
    let look = style::line(edge.line, edge.sureness);
    let dashes: Vec<String> = look
        .dashes
        .iter()
        .map(|length| rounded((length * 1.6).max(1.0)).to_string())
        .collect();
    let dashes = match dashes.join(" ") {
        none if none.is_empty() => none,
        dashes => format!("dashed=1;dashPattern={dashes};"),
    };
    let head = match look.head {
        Head::Filled => "block;endFill=1",
        Head::Double => "doubleBlock;endFill=1",
        Head::Empty => "block;endFill=0",
        Head::Open => "open",
        Head::None => "none",
    };
    format!(
        "html=0;rounded=1;arcSize=6;endArrow={head};endSize=5;labelBackgroundColor={};fontSize={};fontColor={};strokeColor={};strokeWidth={};{dashes}",
        style::BODY.ground,
        style::LABEL_SIZE,
        style::BODY.text,
        look.stroke,
        rounded(style::line_width(edge.count))
    )
}

fn flow(out: &mut String, diagram: &Diagram, scene: &Scene, names: &Names, place: usize) {
    let edge = &diagram.edges[place];
    let points: Vec<Point> = scene.places.lines[place]
        .iter()
        .copied()
        .filter(|point| point.x.is_finite() && point.y.is_finite())
        .collect();
    let turn = diagram.turns.edges.get(&place).copied();
    let mut style = look(edge) + &turned(style::line_width(edge.count), turn);
    if let [first, .., last] = points.as_slice() {
        let share = |at: f64, from: f64, length: f64| rounded((at - from) / length.max(1.0));
        let (from, to) = (
            end_rect(&scene.places, edge.from),
            end_rect(&scene.places, edge.to),
        );
        let _ = write!(
            style,
            "exitX={};exitY={};exitPerimeter=0;entryX={};entryY={};entryPerimeter=0;",
            share(first.x, from.x, from.w),
            share(first.y, from.y, from.h),
            share(last.x, to.x, to.w),
            share(last.y, to.y, to.h)
        );
    }
    let _ = writeln!(
        out,
        "<mxCell{}{}{} parent=\"{LAYER}\"{}{} edge=\"1\">\n<mxGeometry relative=\"1\" as=\"geometry\">",
        attribute("id", &names.edges[place]),
        attribute("value", &wording::label_text(edge)),
        attribute("style", &style),
        attribute("source", names.end(edge.from)),
        attribute("target", names.end(edge.to))
    );
    if points.len() > 2 {
        out.push_str("<Array as=\"points\">\n");
        for point in &points[1..points.len() - 1] {
            let _ = writeln!(
                out,
                "<mxPoint x=\"{}\" y=\"{}\"/>",
                rounded(point.x),
                rounded(point.y)
            );
        }
        out.push_str("</Array>\n");
    }
    if let (Some(label), Some(middle)) = (&scene.places.labels[place], middle(&points)) {
        let Rect { x, y, w, h } = label.rect;
        let _ = writeln!(
            out,
            "<mxPoint x=\"{}\" y=\"{}\" as=\"offset\"/>",
            rounded(x + w / 2.0 - middle.x),
            rounded(y + h / 2.0 - middle.y)
        );
    }
    out.push_str("</mxGeometry>\n</mxCell>\n");
    joints(out, diagram, scene, names, place);
}

/// The dots at which a flow's line leaves others or joins them.
fn joints(out: &mut String, diagram: &Diagram, scene: &Scene, names: &Names, place: usize) {
    let edge = &diagram.edges[place];
    let stroke = style::line(edge.line, edge.sureness).stroke;
    let look = format!("ellipse;html=0;fillColor={stroke};strokeColor=none;");
    for (number, joint) in scene.places.joins(place).joints.iter().enumerate() {
        let radius = joint::radius(style::line_width(joint.count));
        let id = format!("{}-joint-{number}", names.edges[place]);
        let _ = writeln!(
            out,
            "<mxCell{}{} parent=\"{LAYER}\" vertex=\"1\">\n<mxGeometry x=\"{}\" y=\"{}\" width=\"{size}\" height=\"{size}\" as=\"geometry\"/>\n</mxCell>",
            attribute("id", &id),
            attribute("style", &look),
            rounded(joint.at.x - radius),
            rounded(joint.at.y - radius),
            size = rounded(2.0 * radius),
        );
    }
}

/// The point half-way along a line, where draw.io puts a label by default.
fn middle(points: &[Point]) -> Option<Point> {
    let length = |pair: &[Point]| (pair[1].x - pair[0].x).hypot(pair[1].y - pair[0].y);
    let mut left = points.windows(2).map(length).sum::<f64>() / 2.0;
    for pair in points.windows(2) {
        let long = length(pair);
        if long > 0.0 && left <= long {
            let share = left / long;
            return Some(Point {
                x: pair[0].x + (pair[1].x - pair[0].x) * share,
                y: pair[0].y + (pair[1].y - pair[0].y) * share,
            });
        }
        left -= long;
    }
    None
}
