//! A finished frame as one standalone SVG: caption, notes, drawing, legend, findings.
//!
//! It has real text in a named font, loads nothing and runs no script. Every box and line has a title and a description for hovering and
//! for screen readers, and an id made from that of the map (see [`names::Names`]).

mod boxes;
mod chart;
mod legend;
mod lines;
mod marks;
mod markup;
pub(crate) mod names;

use std::slice::from_ref;

use markup::Element;
use markup::number;
use markup::texts;
use names::Names;

use crate::picture::scene::{Panel, Point, Scene, ToldPlace};
use crate::picture::style;
use crate::picture::views::diagram::{Diagram, NodeKind, RowKind};
use crate::picture::wording::mark_spoken;
use crate::words::counted;

/// Renders `diagram` in the frame of `scene` as a whole SVG document that ends with a line break.
///
/// A flow without a line (fewer than two points) is left out.
pub fn render(diagram: &Diagram, scene: &Scene) -> String {
    render_among(diagram, scene, "")
}

/// Renders the picture for a page with several pictures: every `id` in it begins with `prefix`, as in `journey-system-gp`.
pub(crate) fn render_among(diagram: &Diagram, scene: &Scene, prefix: &str) -> String {
    let names = Names::among(diagram, prefix);
    let (title, description) = (
        names.of_picture("picture-title"),
        names.of_picture("picture-description"),
    );
    let caption = if diagram.title.is_empty() {
        "Map of data flows"
    } else {
        &diagram.title
    };
    let moved = format!(
        "translate({} {})",
        number(scene.drawing.x),
        number(scene.drawing.y)
    );
    let content = [
        Element::new("title").word("id", &title).saying(caption),
        Element::new("desc")
            .word("id", &description)
            .saying(&summary(diagram)),
        Element::new("rect")
            .number("width", scene.width)
            .number("height", scene.height)
            .word("fill", style::PAPER)
            .empty(),
        texts(&scene.caption, style::CAPTION),
        texts(&scene.notes, style::QUIET),
        Element::new("g")
            .word("class", "drawing")
            .word("transform", &moved)
            .around(&format!(
                "{}{}",
                charted(diagram, &names, scene),
                drawing(diagram, &names, scene)
            )),
        panel(&scene.legend, &legend::legend(&scene.legend.items)),
        panel(&scene.told, &told(diagram, &scene.told.items)),
    ]
    .concat();
    Element::new("svg")
        .word("xmlns", "http://www.w3.org/2000/svg")
        .number("width", scene.width)
        .number("height", scene.height)
        .word(
            "viewBox",
            &format!("0 0 {} {}", number(scene.width), number(scene.height)),
        )
        .word("role", "img")
        .word("aria-labelledby", &format!("{title} {description}"))
        .word("font-family", style::FONT_FAMILY)
        // Keeps the letters as wide as they were measured: a screen may round their widths otherwise.
        .word("text-rendering", "geometricPrecision")
        .around(&content)
}

fn summary(diagram: &Diagram) -> String {
    let of = |kind| {
        let nodes = diagram.nodes.iter();
        nodes.filter(|node| node.kind == kind).count()
    };
    let rows = diagram.nodes.iter().flat_map(|node| &node.rows);
    let listed = rows.filter(|row| row.kind == RowKind::Organisation).count();
    let mut parts = vec![format!(
        "{}, {}, {}.",
        counted(
            diagram.groups.len() + of(NodeKind::Organisation) + listed,
            "organisation"
        ),
        counted(of(NodeKind::System), "system"),
        counted(diagram.edges.iter().map(|edge| edge.count).sum(), "flow")
    )];
    parts.extend(diagram.notes.iter().cloned());
    let told = diagram.told.iter();
    parts.extend(told.map(|told| format!("{}: {}.", mark_spoken(&told.mark), told.text)));
    parts.join(" ")
}

fn drawing(diagram: &Diagram, names: &Names, scene: &Scene) -> String {
    let layer = |class: &str, content: &str| Element::new("g").word("class", class).around(content);
    let tints = style::tints(diagram).into_iter().enumerate();
    let groups: String = tints
        .map(|(place, tint)| boxes::group(diagram, names, place, tint, scene))
        .collect();
    let flows = 0..scene.places.lines.len();
    let flows: String = flows
        .map(|place| lines::line(diagram, names, place, &scene.places))
        .collect();
    let systems: String = (0..scene.nodes.len())
        .map(|place| boxes::node(diagram, names, place, scene))
        .collect();
    let labels = scene.labels.iter().zip(&names.edges);
    let labels: String = labels
        .filter_map(|(label, flow)| Some(lines::label(flow, label.as_ref()?)))
        .collect();
    [
        layer("organisations", &groups),
        layer("flows", &flows),
        layer("systems", &systems),
        layer("labels", &labels),
    ]
    .concat()
}

/// The chart; an empty text if there is none.
fn charted(diagram: &Diagram, names: &Names, scene: &Scene) -> String {
    let charts = diagram.chart.iter().zip(&scene.chart.items);
    let charts = charts.map(|(chart, place)| chart::chart(chart, names, place));
    // It is part of the drawing, for a page that shows only that.
    let moved = Panel::<()> {
        at: Point {
            x: scene.chart.at.x - scene.drawing.x,
            y: scene.chart.at.y - scene.drawing.y,
        },
        scale: scene.chart.scale,
        items: Vec::new(),
    };
    panel(&moved, &charts.collect::<String>())
}

/// A list under the drawing; an empty text if the list is empty.
fn panel<Item>(panel: &Panel<Item>, content: &str) -> String {
    if content.is_empty() {
        return String::new();
    }
    let place = format!(
        "translate({} {}) scale({})",
        number(panel.at.x),
        number(panel.at.y),
        number(panel.scale)
    );
    Element::new("g").word("transform", &place).around(content)
}

/// The findings in words.
fn told(diagram: &Diagram, places: &[ToldPlace]) -> String {
    if places.is_empty() {
        return String::new();
    }
    let mut content = String::new();
    for (told, place) in diagram.told.iter().zip(places) {
        let (mark, at) = (from_ref(&told.mark), from_ref(&place.mark));
        content.push_str(&marks::row(mark, at, style::BODY));
        content.push_str(&texts(&place.lines, style::BODY));
    }
    Element::new("g").word("class", "findings").around(&content)
}

#[cfg(test)]
mod tests;
