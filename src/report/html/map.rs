//! The pictures of the map in the page, their tools, and the element of each thing in them.

use std::collections::BTreeMap;

use super::Picture;
use super::Section;
use super::choice::{Choice, Shown};
use super::markup::{Markup, Tag};
use super::parts::{Parts, referred_to};
use crate::picture::style;
use crate::picture::svg;
use crate::picture::svg::names::Names;
use crate::picture::views::View;
use crate::picture::views::diagram::{
    Badge, BarKind, Diagram, LegendEntry, LineStyle, NodeKind, RowKind, Sureness,
};
use crate::picture::wording;
use crate::report::page::{Thing, ThingKind};

/// The element of each thing of the map, in the coarsest picture that has it.
#[derive(Debug)]
pub(super) struct Places {
    of: BTreeMap<(ThingKind, String), String>,
}

/// The prefix of the ids in the picture of a reader's choice.
const OWN: &str = "own-";

/// The prefix of the ids in a picture.
fn prefix(view: View) -> String {
    format!("{}-", view.word())
}

impl Places {
    /// The elements in pictures, which are listed from the coarsest to the finest.
    pub(super) fn of<'d>(shown: impl Iterator<Item = (View, &'d Diagram)>) -> Self {
        let mut of = BTreeMap::new();
        for (view, diagram) in shown {
            let names = Names::among(diagram, &prefix(view));
            let mut add = |kind: ThingKind, id: &str, element: &str| {
                of.entry((kind, id.to_owned()))
                    .or_insert_with(|| element.to_owned());
            };
            for (group, element) in diagram.groups.iter().zip(&names.groups) {
                add(ThingKind::Organisation, &group.id, element);
            }
            for (place, (node, element)) in diagram.nodes.iter().zip(&names.nodes).enumerate() {
                match node.kind {
                    NodeKind::Organisation => add(ThingKind::Organisation, &node.id, element),
                    NodeKind::System => add(ThingKind::System, &node.id, element),
                    NodeKind::Need | NodeKind::Remark | NodeKind::List => {}
                }
                let rows = node.rows.iter().zip(&names.rows[place]);
                for (row, element) in rows.filter(|(row, _)| row.kind == RowKind::Organisation) {
                    add(ThingKind::Organisation, &row.id, element);
                }
            }
            if view == View::Systems {
                for (edge, element) in diagram.edges.iter().zip(&names.edges) {
                    add(ThingKind::Flow, &edge.id, element);
                }
            }
        }
        Self { of }
    }

    /// The element of the system of a field, whose id is `system.field`; of the longest id that is one.
    pub(super) fn home(&self, field: &str) -> Option<String> {
        let mut dots = field.rmatch_indices('.');
        dots.find_map(|(at, _)| {
            let system = (ThingKind::System, field[..at].to_owned());
            self.of.get(&system).cloned()
        })
    }

    /// The element of a thing, if any picture has it.
    pub(super) fn element(&self, thing: &Thing) -> Option<&str> {
        // The copy is cheap: there are a few thousand look-ups.
        self.of
            .get(&(thing.kind, thing.id.clone()))
            .map(String::as_str)
    }
}

/// The heading of a picture.
fn label(view: View) -> &'static str {
    match view {
        View::Organisations => "Organisations",
        View::Systems => "Systems",
        View::Fields => "Fields",
        View::Journey => "Journey",
        View::Need => "Need",
        View::Case => "Case",
        View::Finding => "Finding",
        View::Duplicates => "Duplicates",
        View::Mismatches => "Mismatches",
        View::Gaps => "Gaps",
    }
}

/// Every picture, one below the other. The script turns them into tabs.
pub(super) fn figures(figures: &[Section]) -> Markup {
    let figures = figures.iter();
    figures
        .map(|figure| Markup::picture(figure.html.clone()))
        .collect()
}

/// The id of a picture's element.
pub(super) fn figure_id(view: View) -> &'static str {
    match view {
        View::Organisations => "picture-organisations",
        View::Systems => "picture-systems",
        View::Fields => "picture-fields",
        View::Journey => "picture-journey",
        View::Need => "picture-need",
        View::Case => "picture-case",
        View::Finding => "picture-finding",
        View::Duplicates => "picture-duplicates",
        View::Mismatches => "picture-mismatches",
        View::Gaps => "picture-gaps",
    }
}

/// A picture of the whole map with its legend and notes.
pub(super) fn figure(picture: &Picture) -> Markup {
    let box_of = Tag::new("div")
        .class("picture")
        .with("data-view", picture.view.word());
    let prefix = prefix(picture.view);
    let on_paper = Parts::of(picture);
    let framed = framed(box_of, picture, &prefix, label(picture.view), None);
    let parts = on_paper.iter().flat_map(|one| one.sheets(&prefix));
    Tag::new("div")
        .class("sheet-picture")
        .id(figure_id(picture.view))
        .child(framed)
        .children(parts)
        .into()
}

/// The picture of a reader's choice.
pub(super) fn chosen(shown: &Shown, choice: &Choice) -> Markup {
    let box_of = Tag::new("div")
        .class("picture")
        .id("picture-own")
        .with("data-view", "own")
        .with("data-of", &choice.key);
    let why = (!shown.why.is_empty()).then_some(&*shown.why);
    framed(box_of, &shown.picture, OWN, &choice.heading, why)
}

/// A picture in its element, with its heading, legend and notes.
fn framed(
    box_of: Tag,
    picture: &Picture,
    prefix: &str,
    heading: &str,
    why: Option<&str>,
) -> Markup {
    let diagram = &picture.drawn.diagram;
    let mut drawn = svg::render_among(diagram, &picture.drawn.scene, prefix);
    if prefix != OWN {
        drawn = referred_to(&drawn, prefix);
    }
    box_of
        .child(Tag::new("h3").text(heading))
        .child(
            Tag::new("div")
                .class("stage")
                .child(Markup::picture(lean(drawn)))
                .children(nothing(picture)),
        )
        .child(
            Tag::new("div")
                .class("caption")
                .children(why.map(|why| Tag::new("p").class("why").text(why).into()))
                .child(legend(diagram, picture.drawn.scene.places.has_joints()))
                .child(Tag::new("p").text(&diagram.notes.join(" "))),
        )
        .into()
}

/// The words in place of an empty picture.
fn nothing(picture: &Picture) -> Option<Markup> {
    let words = match picture.view {
        View::Duplicates => "Nothing was found to be collected more than once or typed again.",
        View::Mismatches => "Nothing was found to be defined differently.",
        View::Gaps => "Nothing was found to be missing.",
        _ => "There is nothing to draw yet: the map names no system.",
    };
    let diagram = &picture.drawn.diagram;
    let is_empty = diagram.nodes.is_empty() && diagram.chart.is_none();
    is_empty.then(|| Tag::new("p").class("nothing").text(words).into())
}

/// The most frequent attributes of a picture, each with the class that gives the same look in fewer bytes.
const LOOKS: [(&str, &str); 14] = [
    (r##" rx="0" fill="#FFFFFF" fill-opacity="0""##, "row-ground"),
    (r##" font-size="11" fill="#1F2933""##, "row-name"),
    (
        r##" fill="none" stroke="#37474F" stroke-width="1.5" stroke-linejoin="round""##,
        "one-flow",
    ),
    (r##" stroke="#CFD8DC" stroke-width="1""##, "row-rule"),
    (
        r##" font-size="9.5" fill="#000000" font-weight="bold" text-anchor="middle""##,
        "letter",
    ),
    (
        r##" font-size="8.5" fill="#000000" font-weight="bold" text-anchor="middle""##,
        "letter-m",
    ),
    (r##" font-size="9.5" fill="#1F2933""##, "numbers"),
    (
        r##" fill="#E69F00" stroke="#FFFFFF" stroke-width="1""##,
        "mark-d",
    ),
    (
        r##" fill="#D55E00" stroke="#FFFFFF" stroke-width="1""##,
        "mark-m",
    ),
    (
        r##" fill="#CC79A7" stroke="#FFFFFF" stroke-width="1""##,
        "mark-g",
    ),
    (
        r##" font-size="10" fill="#1F2933" text-anchor="middle""##,
        "how-often",
    ),
    (
        r##" font-size="12" fill="#FFFFFF" font-weight="bold""##,
        "box-name",
    ),
    (
        r##" font-size="12" fill="#0B2A3F" font-weight="bold""##,
        "body-name",
    ),
    (
        r##" fill="none" stroke="#37474F" stroke-width="1.25""##,
        "box-frame",
    ),
];

/// The picture in fewer bytes: classes for the attributes in [`LOOKS`], and one path for all rules between the rows of a box.
fn lean(mut drawn: String) -> String {
    for (look, class) in LOOKS {
        drawn = drawn.replace(look, &format!(" class=\"{class}\""));
    }
    drawn.replace("\" class=\"row-rule\"/>\n<path d=\"", "")
}

/// The legend beside a picture. It stays visible when a reader moves the picture; the legend inside the picture is for print.
fn legend(diagram: &Diagram, has_joints: bool) -> Markup {
    let entries = diagram.legend.iter().map(|entry| {
        let sign = match entry {
            LegendEntry::Line(style) => line_sign(*style),
            LegendEntry::Sureness(sureness) => sureness_sign(*sureness),
            LegendEntry::Badge(badge) => badge_sign(*badge),
            LegendEntry::Placeholder => Tag::new("i").class("sign dashed-box"),
            LegendEntry::Organisation => Tag::new("i").class("sign organisation-box"),
            LegendEntry::Missing => Tag::new("i").class("sign dashed-box missing"),
            LegendEntry::Highlight => Tag::new("i").class("sign highlight"),
            LegendEntry::Turn(turn) => Tag::new("i").class("sign").text(&turn.sign().to_string()),
            LegendEntry::Identifier => Tag::new("i").class("sign key-sign").text("⚷"),
            LegendEntry::Bar(kind) => Tag::new("i").class(bar_sign(*kind)),
        };
        let sign = sign.with("aria-hidden", "true");
        Markup::from(
            Tag::new("li")
                .child(sign)
                .text(" ")
                .text(wording::legend_meaning(*entry)),
        )
    });
    let joint = has_joints.then(|| {
        let sign = Tag::new("i").class("sign head-sign").text("─●─");
        let sign = sign.with("aria-hidden", "true");
        Markup::from(Tag::new("li").child(sign).text(" ").text(wording::JOINT))
    });
    let entries = entries.chain(joint);
    Tag::new("ul").class("key").children(entries).into()
}

fn line_sign(style: LineStyle) -> Tag {
    Tag::new("i").class(match style {
        LineStyle::Electronic => "sign line",
        LineStyle::ByHand => "sign line by-hand",
        LineStyle::Mixed => "sign line mixed",
        LineStyle::Pointer => "sign line pointer",
    })
}

/// The head of a line in a character or two.
fn sureness_sign(sureness: Sureness) -> Tag {
    Tag::new("i").class("sign head-sign").text(match sureness {
        Sureness::Confirmed => "─▶▶",
        Sureness::Reported => "─▶",
        Sureness::Assumed => "··▷",
        Sureness::Planned => "─··>",
    })
}

fn bar_sign(kind: BarKind) -> &'static str {
    match kind {
        BarKind::Counted => "sign bar",
        BarKind::MayCount => "sign bar may-count",
        BarKind::NotStated => "sign bar not-stated",
        BarKind::Unknown => "sign bar unknown",
    }
}

fn badge_sign(badge: Badge) -> Tag {
    let class = match badge {
        Badge::Duplication => "badge duplication",
        Badge::Definition => "badge definition",
        Badge::Gap => "badge gap",
    };
    Tag::new("i")
        .class(class)
        .child(Tag::new("b").text(style::badge(badge).letter))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::samples;
    use crate::report::html::CSS;

    #[test]
    fn every_look_that_is_a_class_is_still_drawn_and_still_styled() {
        let diagram = samples::hostile();
        let drawn = svg::render(&diagram, &samples::column(&diagram));
        for (look, class) in LOOKS {
            assert!(drawn.contains(look), "no part of a picture has {look}");
            assert!(CSS.contains(&format!(".{class} {{")), "{class}");
        }
    }
}
