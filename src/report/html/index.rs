//! The map's data for the script: the lists to choose from, the names of fields, and the links between fields.

use serde::Serialize;

use super::Section;
use super::choice;
use super::markup::{Markup, Tag};
use crate::picture::svg::names::Names;
use crate::picture::views;
use crate::picture::views::diagram::Diagram;
use crate::picture::views::{Basis, Spec, View};

/// The id of its element.
pub(super) const ID: &str = "index";

#[derive(Serialize)]
struct Index {
    /// The choices of the page: key, list and name.
    choices: Vec<(String, &'static str, String)>,
    /// Every field by its element's name, with its name for readers.
    fields: Vec<(String, String)>,
    /// The element names, as in [`Names`], of every field that a flow passes and of every box that a flow without `fields` joins.
    ends: Vec<String>,
    /// Source and target of each link, as indexes into `ends`.
    links: Vec<(usize, usize)>,
}

/// The element that holds it as JSON. It is never shown. `has_older`: an older map is compared with, so there is a picture before and after.
pub(super) fn section(basis: &Basis<'_>, has_older: bool) -> Section {
    let choices = choice::all(basis.analysis()).into_iter();
    let choices = choices.chain(has_older.then(choice::changes));
    let mut index = Index {
        choices: choices
            .map(|choice| (choice.key, choice.list, choice.name))
            .collect(),
        fields: Vec::new(),
        ends: Vec::new(),
        links: Vec::new(),
    };
    let spec = Spec {
        is_unfolded: true,
        is_told_elsewhere: true,
        ..Spec::of(View::Fields)
    };
    // Never an error: the view names nothing that the map may lack.
    if let Ok(sketch) = views::view_of_many(basis, &spec) {
        join(&mut index, &sketch.diagram);
    }
    let json = serde_json::to_string(&index).expect("plain data is always JSON");
    let element = Tag::new("code").id(ID).flag("hidden", true).text(&json);
    Section {
        id: ID,
        html: Markup::from(element).into_string(),
    }
}

/// Adds the fields and links of a diagram in which nothing is folded.
fn join(index: &mut Index, diagram: &Diagram) {
    let elements = Names::of(diagram);
    let rows = diagram.nodes.iter().zip(&elements.rows);
    let rows = rows.flat_map(|(node, names)| node.rows.iter().zip(names));
    let rows = rows.map(|(row, name)| (name.clone(), row.title.clone()));
    index.fields = rows.collect();
    let edges = || diagram.edges.iter();
    let ends = edges().flat_map(|edge| [edge.from, edge.to]);
    index.ends = ends.map(|end| elements.end(end).to_owned()).collect();
    index.ends.sort();
    index.ends.dedup();
    let names = &index.ends;
    let place = |end| names.binary_search_by(|name| name.as_str().cmp(elements.end(end)));
    let links = edges().filter_map(|edge| Some((place(edge.from).ok()?, place(edge.to).ok()?)));
    index.links = links.collect();
}
