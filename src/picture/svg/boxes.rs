//! Organisations, systems and fields as SVG.

use super::marks;
use super::markup;
use super::markup::{Element, described, number, text};
use super::names::{Names, kind_word};
use crate::compare::Turn;
use crate::picture::scene::{Rect, RowPlace, Scene};
use crate::picture::style;
use crate::picture::style::Ink;
use crate::picture::turn;
use crate::picture::views::diagram::{Diagram, Node, NodeKind, Outline, Row};
use crate::picture::wording::badges_spoken;
use crate::words::counted;

const DASHES: &str = "5 3";

/// One organisation's box with its title.
pub(super) fn group(
    diagram: &Diagram,
    names: &Names,
    place: usize,
    tint: usize,
    scene: &Scene,
) -> String {
    let rect = scene.places.groups[place];
    let group = &diagram.groups[place];
    let ink = style::ORGANISATIONS[tint];
    let turn = diagram.turns.groups.get(&place).copied();
    let dashes = if turn == Some(Turn::Gone) {
        turn::dashes(Turn::Gone)
    } else if group.outline == Outline::Dashed {
        DASHES
    } else {
        ""
    };
    let inside = diagram
        .nodes
        .iter()
        .filter(|node| node.group == Some(place))
        .count();
    let (element, mut content) = described(
        &names.groups[place],
        "organisation",
        &group.title,
        &format!("Organisation, {}", counted(inside, "system")),
    );
    content.push_str(
        &outline("rect", rect, 8.0)
            .word("fill", ink.ground)
            .word("stroke", style::OUTLINE)
            .number("stroke-width", 1.25 + turn.map_or(0.0, turn::width))
            .word_if_any("stroke-dasharray", dashes)
            .empty(),
    );
    content.push_str(&text(&scene.groups[place], ink));
    element.around(&content)
}

/// The box of one node (a system, a whole organisation or a need): its header, then its rows.
pub(super) fn node(diagram: &Diagram, names: &Names, place: usize, scene: &Scene) -> String {
    let node = &diagram.nodes[place];
    let rect = scene.places.nodes[place];
    let rows = &scene.places.rows[place];
    let texts = &scene.nodes[place];
    let look = Look::of(node).turned(diagram.turns.nodes.get(&place).copied());
    let (element, mut content) = described(
        &names.nodes[place],
        look.class,
        &node.title,
        &spoken(diagram, node),
    );
    content.push_str(
        &outline("rect", rect, look.radius)
            .word("fill", style::PAPER)
            .empty(),
    );
    if look.title.ground != style::PAPER {
        content.push_str(&header_ground(texts.header, look, !rows.is_empty()));
    }
    content.push_str(&markup::texts(&texts.titles, look.title));
    content.push_str(&markup::texts(texts.subtitle.as_slice(), look.quiet));
    content.push_str(&marks::row(&node.badges, &texts.marks, look.quiet));
    content.extend(rows.iter().map(|row| rule(*row)));
    let frame = outline("rect", rect, look.radius)
        .word("fill", "none")
        .word("stroke", look.stroke)
        .number("stroke-width", look.width)
        .word_if_any("stroke-dasharray", look.dashes);
    let fields = node.rows.iter().zip(&texts.rows).zip(&names.rows[place]);
    for (((row, texts), id), rect) in fields.zip(rows) {
        content.push_str(&field(row, texts, id, *rect));
    }
    content.push_str(&frame.empty());
    element.around(&content)
}

/// The colours and outline of a box.
#[derive(Clone, Copy)]
struct Look {
    class: &'static str,
    title: Ink,
    quiet: Ink,
    radius: f64,
    stroke: &'static str,
    width: f64,
    dashes: &'static str,
}

impl Look {
    fn of(node: &Node) -> Self {
        let (title, quiet, radius) = match node.kind {
            NodeKind::System => (style::HEADER, style::HEADER_QUIET, 4.0),
            NodeKind::Organisation | NodeKind::List => {
                (style::ORGANISATION, style::ORGANISATION_QUIET, 8.0)
            }
            NodeKind::Need => (style::NEED, style::NEED_QUIET, 8.0),
            NodeKind::Remark => (style::REMARK, style::REMARK, 2.0),
        };
        let (stroke, width) = match (node.highlighted, node.outline) {
            (_, Outline::Missing) => (style::MISSING, 2.0),
            _ if node.kind == NodeKind::Remark => (style::MISSING, 1.25),
            (true, _) => (style::HIGHLIGHT, 3.0),
            _ => (style::OUTLINE, 1.25),
        };
        let is_solid = node.outline == Outline::Solid;
        Self {
            class: kind_word(node.kind),
            title: if is_solid { title } else { style::CAPTION },
            quiet: if is_solid { quiet } else { style::QUIET },
            radius,
            stroke,
            width,
            dashes: if is_solid { "" } else { DASHES },
        }
    }
}

impl Look {
    /// The look of a box that is new, gone or changed.
    fn turned(self, turn: Option<Turn>) -> Self {
        match turn {
            None => self,
            Some(turn) => Self {
                width: self.width + turn::width(turn),
                dashes: match turn::dashes(turn) {
                    "" => self.dashes,
                    dashes => dashes,
                },
                ..self
            },
        }
    }
}

fn spoken(diagram: &Diagram, node: &Node) -> String {
    let home = node
        .group
        .map(|group| format!("in {}", diagram.groups[group].title));
    let has_fields = !node.rows.is_empty() && node.kind != NodeKind::List;
    let fields = has_fields.then(|| counted(node.rows.len(), "field"));
    let parts = [
        home,
        Some(node.subtitle.clone()),
        fields.filter(|fields| *fields != node.subtitle),
        Some(badges_spoken(&node.badges)),
        Some(node.detail.clone()),
    ];
    sentence(parts)
}

fn sentence<const N: usize>(parts: [Option<String>; N]) -> String {
    parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("; ")
}

fn outline(name: &'static str, rect: Rect, radius: f64) -> Element {
    Element::new(name)
        .number("x", rect.x)
        .number("y", rect.y)
        .number("width", rect.w)
        .number("height", rect.h)
        .number("rx", radius)
}

/// The background of a header. Its lower corners are square if rows follow.
fn header_ground(rect: Rect, look: Look, rows_follow: bool) -> String {
    let ground = look.title.ground;
    if !rows_follow {
        return outline("rect", rect, look.radius)
            .word("fill", ground)
            .empty();
    }
    let radius = number(look.radius);
    let path = format!(
        "M{left} {bottom}V{corner}q0 -{radius} {radius} -{radius}H{right}q{radius} 0 {radius} {radius}V{bottom}Z",
        left = number(rect.x),
        bottom = number(rect.y + rect.h),
        corner = number(rect.y + look.radius),
        right = number(rect.x + rect.w - look.radius),
    );
    Element::new("path")
        .word("d", &path)
        .word("fill", ground)
        .empty()
}

fn rule(row: Rect) -> String {
    let path = format!(
        "M{} {}H{}",
        number(row.x),
        number(row.y),
        number(row.x + row.w)
    );
    Element::new("path")
        .word("d", &path)
        .word("stroke", style::RULE)
        .number("stroke-width", 1.0)
        .empty()
}

fn field(row: &Row, texts: &RowPlace, id: &str, rect: Rect) -> String {
    let identifier = row.identifier.then(|| "identifies a person".to_owned());
    let description = sentence([
        identifier,
        Some(badges_spoken(&row.badges)),
        Some(row.detail.clone()),
    ]);
    let (element, mut content) = described(id, "field", &row.title, &description);
    content.push_str(
        &outline("rect", rect, 0.0)
            .word("fill", style::PAPER)
            .number("fill-opacity", 0.0)
            .empty(),
    );
    let ink = if row.highlighted {
        content.push_str(
            &outline("rect", inset(rect), 0.0)
                .word("fill", style::HIGHLIGHTED_ROW.ground)
                .empty(),
        );
        style::HIGHLIGHTED_ROW
    } else {
        style::BODY
    };
    content.push_str(&marks::row(&row.badges, &texts.marks, ink));
    content.extend(texts.key.map(marks::key));
    content.push_str(&text(&texts.title, ink));
    element.around(&content)
}

/// A row without the outline of its box and the rule above it.
fn inset(rect: Rect) -> Rect {
    Rect {
        x: rect.x + 0.6,
        y: rect.y + 0.5,
        w: (rect.w - 1.2).max(0.0),
        h: (rect.h - 0.5).max(0.0),
    }
}
