//! The pictures of the map in the page, the tools round them, and where in them each thing stands.

use std::collections::BTreeMap;

use super::Picture;
use super::markup::Markup;
use super::markup::Tag;
use crate::render::svg;
use crate::render::svg::names::Names;
use crate::views::View;
use crate::views::page::Thing;
use crate::views::page::ThingKind;

/// The element of each thing in the pictures: in the coarsest picture that has it.
pub(super) struct Places {
    of: BTreeMap<(ThingKind, String), String>,
}

/// What the ids in a picture begin with.
fn prefix(picture: &Picture) -> String {
    format!("{}-", picture.view.word())
}

impl Places {
    pub(super) fn of(pictures: &[Picture]) -> Self {
        let mut of = BTreeMap::new();
        for picture in pictures {
            let names = Names::among(&picture.diagram, &prefix(picture));
            let mut add = |kind: ThingKind, id: &str, element: &str| {
                of.entry((kind, id.to_owned()))
                    .or_insert_with(|| element.to_owned());
            };
            let node_kind = match picture.view {
                View::Organisations => ThingKind::Organisation,
                View::Systems | View::Fields => ThingKind::System,
            };
            let diagram = &picture.diagram;
            for (group, element) in diagram.groups.iter().zip(&names.groups) {
                add(ThingKind::Organisation, &group.id, element);
            }
            for (node, element) in diagram.nodes.iter().zip(&names.nodes) {
                add(node_kind, &node.id, element);
            }
            for (node, elements) in diagram.nodes.iter().zip(&names.rows) {
                for (row, element) in node.rows.iter().zip(elements) {
                    add(ThingKind::Field, &row.id, element);
                }
            }
            if picture.view == View::Systems {
                for (edge, element) in diagram.edges.iter().zip(&names.edges) {
                    add(ThingKind::Flow, &edge.id, element);
                }
            }
        }
        Self { of }
    }

    /// The element of a thing, if any picture has it.
    pub(super) fn element(&self, thing: &Thing) -> Option<&str> {
        // A key of borrowed parts would need a map of its own; there are a few thousand look-ups.
        self.of
            .get(&(thing.kind, thing.id.clone()))
            .map(String::as_str)
    }
}

/// What stands above each picture in words.
fn label(view: View) -> &'static str {
    match view {
        View::Organisations => "Organisations",
        View::Systems => "Systems",
        View::Fields => "Fields",
    }
}

/// Every picture, below each other: the script makes tabs of them.
pub(super) fn figures(pictures: &[Picture]) -> Markup {
    pictures.iter().map(figure).collect()
}

fn figure(picture: &Picture) -> Markup {
    let word = picture.view.word();
    let drawn = svg::render_among(&picture.diagram, &picture.scene, &prefix(picture));
    Tag::new("figure")
        .class("picture")
        .id(&format!("picture-{word}"))
        .with("data-view", word)
        .child(Tag::new("h3").text(label(picture.view)))
        .child(Tag::new("div").class("stage").child(Markup::picture(drawn)))
        .child(Tag::new("figcaption").text(&picture.diagram.title))
        .into()
}

/// The bar of tools above the map. Without a script it says nothing.
pub(super) fn tools() -> Markup {
    Tag::new("div").id("tools").class("tools").into()
}
