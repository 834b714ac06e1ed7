//! A placed diagram as one standalone SVG: caption, drawing, legend, notes.
//!
//! Real text in a named font, nothing loaded from elsewhere, no script; every box and line says what it is to
//! those who hover or listen, and carries an id made from the map's (see [`names::Names`]).

mod boxes;
mod legend;
mod lines;
mod marks;
mod markup;
pub mod names;
mod told;

use legend::Legend;
use markup::Anchor;
use markup::Element;
use markup::Lettering;
use markup::number;
use names::Names;
use told::List;

use crate::picture::layout::measure;
use crate::picture::scene::Point;
use crate::picture::scene::Scene;
use crate::picture::style;
use crate::picture::style::FALLBACK_SLACK;
use crate::picture::typeface;
use crate::picture::typeface::Weight;
use crate::picture::views::diagram::Diagram;
use crate::picture::views::diagram::NodeKind;
use crate::picture::wording::mark_spoken;
use crate::words::clean;
use crate::words::counted;

/// The narrowest picture, so that a caption has room.
const LEAST_WIDTH: f64 = 360.0;
/// The narrowest picture with findings told under it.
const LEAST_WIDTH_TOLD: f64 = 760.0;
/// From one line of the caption to the next, in its size.
const CAPTION_PITCH: f64 = 1.3;
/// From one note to the next, in its size.
const NOTE_PITCH: f64 = 1.45;
const GAP: f64 = 12.0;

/// The picture of `diagram` as placed in `scene`, a whole SVG document ending with a line break.
///
/// The scene's lists must run parallel to the diagram's. A flow the layout lost (fewer than two points) is left
/// out; whoever placed it must say so in the diagram's notes.
pub fn render(diagram: &Diagram, scene: &Scene) -> String {
    render_among(diagram, scene, "")
}

/// The same picture for a page that holds several: every `id` in it begins with `prefix`, as in `journey-system-gp`.
pub fn render_among(diagram: &Diagram, scene: &Scene, prefix: &str) -> String {
    let names = Names::among(diagram, prefix);
    let (title, description) = (
        names.of_picture("picture-title"),
        names.of_picture("picture-description"),
    );
    let frame = Frame::of(diagram, scene);
    let caption = if diagram.title.is_empty() {
        "Map of data flows"
    } else {
        &diagram.title
    };
    let mut content = Element::new("title").word("id", &title).saying(caption);
    content.push_str(
        &Element::new("desc")
            .word("id", &description)
            .saying(&summary(diagram)),
    );
    content.push_str(
        &Element::new("rect")
            .number("width", frame.width)
            .number("height", frame.height)
            .word("fill", style::PAPER)
            .empty(),
    );
    content.push_str(&frame.caption());
    content.push_str(&frame.notes());
    content.push_str(
        &Element::new("g")
            .word("class", "drawing")
            .word(
                "transform",
                &format!(
                    "translate({} {})",
                    number(frame.drawing.x),
                    number(frame.drawing.y)
                ),
            )
            .around(&drawing(diagram, &names, scene)),
    );
    content.push_str(&frame.below());
    Element::new("svg")
        .word("xmlns", "http://www.w3.org/2000/svg")
        .number("width", frame.width)
        .number("height", frame.height)
        .word(
            "viewBox",
            &format!("0 0 {} {}", number(frame.width), number(frame.height)),
        )
        .word("role", "img")
        .word("aria-labelledby", &format!("{title} {description}"))
        .word("font-family", style::FONT_FAMILY)
        .around(&content)
}

fn summary(diagram: &Diagram) -> String {
    let of = |kind| {
        let nodes = diagram.nodes.iter();
        nodes.filter(|node| node.kind == kind).count()
    };
    let mut parts = vec![format!(
        "{}, {}, {}.",
        counted(
            diagram.groups.len() + of(NodeKind::Organisation),
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
    let mut groups = String::new();
    for ((place, rect), tint) in scene.groups.iter().enumerate().zip(style::tints(diagram)) {
        groups.push_str(&boxes::group(diagram, names, place, tint, *rect));
    }
    let layer = |class: &str, content: &str| Element::new("g").word("class", class).around(content);
    let flows: String = scene
        .lines
        .iter()
        .enumerate()
        .map(|(place, points)| lines::line(diagram, names, place, points))
        .collect();
    let systems: String = (0..scene.nodes.len())
        .map(|place| boxes::node(diagram, names, place, scene))
        .collect();
    let labels: String = scene
        .labels
        .iter()
        .enumerate()
        .filter_map(|(place, label)| {
            label
                .as_ref()
                .map(|label| lines::label(diagram, names, place, label))
        })
        .collect();
    [
        layer("organisations", &groups),
        layer("flows", &flows),
        layer("systems", &systems),
        layer("labels", &labels),
    ]
    .concat()
}

/// Where the parts of the picture stand.
struct Frame<'d> {
    width: f64,
    height: f64,
    caption: Vec<String>,
    notes: Vec<String>,
    notes_top: f64,
    drawing: Point,
    legend: Legend,
    legend_top: f64,
    told: List<'d>,
    told_top: f64,
    /// How much larger than usual the words round the drawing are: a wide picture is seen from further off.
    scale: f64,
}

impl<'d> Frame<'d> {
    fn of(diagram: &'d Diagram, scene: &Scene) -> Self {
        let margins = 2.0 * measure::MARGIN;
        let legend = Legend::of(diagram);
        let finite = |size: f64| {
            if size.is_finite() {
                size.max(0.0).ceil()
            } else {
                0.0
            }
        };
        let (drawn_width, drawn_height) = (finite(scene.width), finite(scene.height));
        let least = if diagram.told.is_empty() {
            LEAST_WIDTH
        } else {
            LEAST_WIDTH_TOLD
        };
        let width = drawn_width
            .max(legend.least_width().ceil() + margins)
            .max(least);
        let scale = style::caption_size(width) / style::CAPTION_SIZE;
        let inner = (width - margins) / FALLBACK_SLACK;
        let size = style::caption_size(width);
        let caption = typeface::wrap(&clean(&diagram.title), inner, size, Weight::Bold, 4);
        let note = style::NOTE_SIZE * scale;
        let notes: Vec<String> = diagram
            .notes
            .iter()
            .flat_map(|text| typeface::wrap(&clean(text), inner, note, Weight::Regular, 4))
            .collect();
        let notes_top = if caption.is_empty() {
            0.0
        } else {
            GAP + caption.len() as f64 * size * CAPTION_PITCH
        };
        let top = notes_top + notes.len() as f64 * note * NOTE_PITCH;
        let drawing = Point {
            x: ((width - drawn_width) / 2.0).floor(),
            y: top,
        };
        let legend_top = top + drawn_height + GAP;
        let room = (width - margins) / scale;
        let after = |height: f64| {
            if height > 0.0 {
                height * scale + GAP
            } else {
                0.0
            }
        };
        let told_top = legend_top + after(legend.height(room));
        let told = List::of(&diagram.told, room);
        let height = (told_top + after(told.height) + GAP).ceil();
        Self {
            width,
            height,
            caption,
            notes,
            notes_top,
            drawing,
            legend,
            legend_top,
            told,
            told_top,
            scale,
        }
    }

    fn caption(&self) -> String {
        let lettering = Lettering {
            size: style::caption_size(self.width),
            weight: Weight::Bold,
            ink: style::CAPTION,
            anchor: Anchor::Start,
        };
        column(
            &self.caption,
            GAP,
            lettering.size * CAPTION_PITCH,
            lettering,
        )
    }

    fn notes(&self) -> String {
        let size = style::NOTE_SIZE * self.scale;
        let lettering = Lettering {
            size,
            weight: Weight::Regular,
            ink: style::QUIET,
            anchor: Anchor::Start,
        };
        column(&self.notes, self.notes_top, size * NOTE_PITCH, lettering)
    }

    /// The legend, and the findings in words.
    fn below(&self) -> String {
        let room = (self.width - 2.0 * measure::MARGIN) / self.scale;
        let parts = [
            (self.legend_top, self.legend.draw(room)),
            (self.told_top, self.told.draw()),
        ];
        let scaled = |(top, content): (f64, String)| {
            let place = format!(
                "translate({} {}) scale({})",
                number(measure::MARGIN),
                number(top),
                number(self.scale)
            );
            Element::new("g").word("transform", &place).around(&content)
        };
        let parts = parts.into_iter().filter(|(_, content)| !content.is_empty());
        parts.map(scaled).collect()
    }
}

/// Lines of text below each other at the left margin.
fn column(lines: &[String], top: f64, pitch: f64, lettering: Lettering) -> String {
    lines
        .iter()
        .enumerate()
        .map(|(index, line)| {
            markup::text(
                line,
                measure::MARGIN,
                top + pitch * (index as f64 + 0.5),
                lettering,
            )
        })
        .collect()
}

#[cfg(test)]
mod tests;
