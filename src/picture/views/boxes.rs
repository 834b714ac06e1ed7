//! The boxes of a picture: organisations around their systems, systems with their rows, organisations and needs as one box.

use std::collections::{BTreeMap, BTreeSet};

use super::cut::{Cut, Grain};
use super::diagram::{Group, Mark, Node, NodeKind, Outline, Row, RowKind};
use super::gather;
use super::homes::{Home, Homes, outwards};
use super::marks::Marks;
use super::own;
use super::words::{few, field_name};
use crate::analysis::Analysis;
use crate::read::model::{
    FieldId, Model, OrganisationId, Origin, Ref, Stated, System, SystemId, Term,
};
use crate::words::{counted, plural};

/// The longest fact that is printed in a row, in characters.
const LONGEST_FACT: usize = 32;

/// The boxes, and the index of everything in them.
#[derive(Debug, Default)]
pub(super) struct Boxes {
    pub(super) groups: Vec<Group>,
    pub(super) nodes: Vec<Node>,
    pub(super) node_of: BTreeMap<Home, usize>,
    /// The node and row of each field that has a row.
    pub(super) row_of: BTreeMap<FieldId, (usize, usize)>,
    /// For each system of the picture, its box.
    pub(super) home_of: BTreeMap<SystemId, Home>,
    /// The first node that is a need; needs are in the order of the cut, then the missing things.
    pub(super) first_need: usize,
    /// The first node that is a body which is asked.
    pub(super) first_asked: usize,
    /// The first node that is a remark.
    pub(super) first_remark: usize,
}

/// The boxes of a picture.
pub(super) fn boxes(analysis: &Analysis, cut: &Cut, homes: &Homes, marks: &Marks) -> Boxes {
    let model = analysis.model();
    let (groups, group_of) = groups(model, cut, homes);
    let mut boxes = Boxes {
        groups,
        ..Boxes::default()
    };
    for home in homes.boxes() {
        let place = boxes.nodes.len();
        let mut node = match home {
            Home::Organisation(id) => organisation(model, cut, homes, marks, id),
            Home::System(id) => system(model, cut, homes, marks, id),
            Home::List(list) => gather::node(model, cut, list),
        };
        if !cut.gathered.is_empty() {
            node = bare(node);
        }
        node.group = homes
            .inside_of(model, home)
            .and_then(|body| group_of.get(&body).copied());
        if let Home::System(id) = home
            && cut.has_rows
        {
            let fields = model.systems[id].fields.ids();
            for field in fields.filter(|field| cut.rows.contains(field)) {
                boxes.row_of.insert(field, (place, node.rows.len()));
                node.rows.push(row(model, cut, marks, field));
            }
        }
        boxes.node_of.insert(home, place);
        boxes.nodes.push(node);
    }
    tell_apart(&mut boxes);
    boxes.first_need = boxes.nodes.len();
    for need in &cut.needs {
        boxes.nodes.push(own::need(analysis, need, marks));
    }
    for missing in &cut.missing {
        boxes
            .nodes
            .push(own::missing(missing, &boxes, model, homes));
    }
    boxes.home_of.clone_from(&homes.of_system);
    boxes.first_asked = boxes.nodes.len();
    let asked = cut.asked.iter();
    boxes
        .nodes
        .extend(asked.map(|body| own::asked(model, body)));
    boxes.first_remark = boxes.nodes.len();
    let remarks = cut.remarks.iter().enumerate();
    boxes.nodes.extend(remarks.map(own::remark));
    boxes
}

/// A box for each organisation around others, and the index of each.
fn groups(
    model: &Model,
    cut: &Cut,
    homes: &Homes,
) -> (Vec<Group>, BTreeMap<OrganisationId, usize>) {
    let shown = if cut.grain == Grain::Organisations {
        BTreeSet::new()
    } else {
        homes.frames(model)
    };
    let mut shown: Vec<OrganisationId> = shown.into_iter().collect();
    shown.sort_by_key(|id| (outwards(model, *id).len(), *id));
    let place_of: BTreeMap<OrganisationId, usize> = shown
        .iter()
        .enumerate()
        .map(|(place, id)| (*id, place))
        .collect();
    let group = |(place, id): (usize, &OrganisationId)| {
        let organisation = &model.organisations[*id];
        let count = organisation.count.known();
        let count = count.map_or_else(String::new, |count| format!(" ({count})"));
        let parent = organisation.part_of.known().map(Ref::id);
        let parent = parent.and_then(|parent| place_of.get(&parent).copied());
        Group {
            id: organisation.slug.to_string(),
            title: format!("{}{count}", organisation.name),
            // If the parts of organisations form a cycle, one of them is drawn outside the others.
            parent: parent.filter(|parent| *parent < place),
            outline: outline(organisation.is_placeholder),
        }
    };
    let groups = shown.iter().enumerate().map(group).collect();
    (groups, place_of)
}

fn outline(is_placeholder: bool) -> Outline {
    if is_placeholder {
        Outline::Dashed
    } else {
        Outline::Solid
    }
}

/// An organisation as one box, with the marks of everything in it.
fn organisation(
    model: &Model,
    cut: &Cut,
    homes: &Homes,
    marks: &Marks,
    id: OrganisationId,
) -> Node {
    let organisation = &model.organisations[id];
    let inside: Vec<SystemId> = homes.inside(Home::Organisation(id)).collect();
    let named = homes.named_inside(model, Home::Organisation(id));
    let systems = (named > 0).then(|| counted(named, "system"));
    let subtitle = match (organisation.count.known(), systems) {
        (Some(count), None) => plural(*count as usize, "body", "bodies"),
        (Some(count), Some(systems)) => {
            format!(
                "{}, {systems} each",
                plural(*count as usize, "body", "bodies")
            )
        }
        (None, systems) => systems.unwrap_or_default(),
    };
    let owners = inside
        .iter()
        .filter_map(|system| model.systems[*system].owner());
    let bodies: BTreeSet<OrganisationId> = owners.chain([id]).collect();
    let names: Vec<String> = inside
        .iter()
        .map(|system| model.systems[*system].name.to_string())
        .collect();
    let kind = organisation.kind.known().map(ToString::to_string);
    let detail = [kind, Some(few(&names))];
    Node {
        kind: NodeKind::Organisation,
        id: organisation.slug.to_string(),
        title: organisation.name.to_string(),
        subtitle,
        outline: outline(organisation.is_placeholder),
        detail: spoken(detail),
        badges: marks.all(bodies.into_iter(), inside.iter().copied()),
        highlighted: inside
            .iter()
            .any(|system| cut.strong.systems.contains(system)),
        ..Node::default()
    }
}

/// The box with its name alone: beside lists there is room for no more.
fn bare(node: Node) -> Node {
    Node {
        detail: spoken([Some(node.subtitle), Some(node.detail)]),
        subtitle: String::new(),
        badges: Vec::new(),
        ..node
    }
}

fn spoken<const N: usize>(parts: [Option<String>; N]) -> String {
    let parts = parts.into_iter().flatten().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("; ")
}

/// A system's box without its rows.
fn system(model: &Model, cut: &Cut, homes: &Homes, marks: &Marks, id: SystemId) -> Node {
    let system = &model.systems[id];
    let covers = system.covers.known().map_or_else(
        || "whom it covers is not stated".to_owned(),
        |boxes| format!("covers {}", model.boxes_words(boxes)),
    );
    let (kind, title, mut subtitle) = named(model, homes, id, system);
    if subtitle.is_empty() && !cut.has_rows && !system.fields.is_empty() {
        subtitle = counted(system.fields.len(), "field");
    }
    if let Some(other) = cut.subtitles.get(&id) {
        subtitle.clone_from(other);
    }
    let own = system.owner().filter(|_| kind == NodeKind::Organisation);
    let is_marked = !cut.has_rows || kind == NodeKind::Organisation;
    Node {
        kind,
        id: own
            .map_or(&system.slug, |owner| &model.organisations[owner].slug)
            .to_string(),
        title,
        subtitle,
        outline: outline(system.origin != Origin::Declared && kind == NodeKind::System),
        detail: covers,
        badges: match own {
            _ if !is_marked => of_the_box(model, cut, marks, id),
            Some(owner) if !cut.has_rows => marks.all([owner].into_iter(), [id].into_iter()),
            Some(owner) => marks.all([owner].into_iter(), std::iter::empty()),
            None => marks.system(id),
        },
        highlighted: cut.strong.systems.contains(&id),
        ..Node::default()
    }
}

/// The kind, name and small print of a box.
fn named(
    model: &Model,
    homes: &Homes,
    id: SystemId,
    system: &System,
) -> (NodeKind, String, String) {
    if homes.alone.contains(&id)
        && let Some(owner) = system.owner()
    {
        let organisation = &model.organisations[owner];
        let bodies = organisation.count.known();
        let bodies = bodies.map_or_else(String::new, |count| {
            format!("{}, ", plural(*count as usize, "body", "bodies"))
        });
        let subtitle = match system.origin {
            Origin::Unnamed => format!("{bodies}system not named"),
            _ => format!("{bodies}{}", system.name),
        };
        return (
            NodeKind::Organisation,
            organisation.name.to_string(),
            subtitle,
        );
    }
    match system.origin {
        Origin::Unnamed => (
            NodeKind::System,
            "Which system?".to_owned(),
            "not named".to_owned(),
        ),
        _ => (NodeKind::System, system.name.to_string(), String::new()),
    }
}

/// The marks of a box with rows: those that no row shows.
fn of_the_box(model: &Model, cut: &Cut, marks: &Marks, id: SystemId) -> Vec<Mark> {
    let rows = model.systems[id].fields.ids();
    let shown: BTreeSet<usize> = rows
        .filter(|field| cut.rows.contains(field))
        .flat_map(|field| marks.field(field))
        .flat_map(|mark| mark.numbers)
        .collect();
    let mut left = marks.system(id);
    for mark in &mut left {
        mark.numbers.retain(|number| !shown.contains(number));
    }
    left.retain(|mark| !mark.numbers.is_empty());
    left
}

fn row(model: &Model, cut: &Cut, marks: &Marks, id: FieldId) -> Row {
    let field = &model.fields[id];
    let term = field.term().map(|term| &model.terms[term]);
    let meaning = match (term, field.definition.known()) {
        (_, Some(definition)) => definition.to_string(),
        (Some(term), None) => format!("means {}", term.name),
        (None, None) if matches!(field.term, Stated::Absent(_)) => {
            "means none of the terms".to_owned()
        }
        (None, None) => "what it means is not stated".to_owned(),
    };
    let mut title = field_name(field);
    let facts = cut.facts.get(&id).map_or(&[][..], Vec::as_slice);
    // A single short fact is printed in the row; several are only in the description.
    if let [fact] = facts
        && fact.chars().count() <= LONGEST_FACT
    {
        title = format!("{title}: {fact}");
    }
    let mut detail = vec![meaning];
    detail.extend_from_slice(facts);
    Row {
        kind: RowKind::Field,
        id: model.field_name(id),
        title,
        identifier: term.is_some_and(Term::is_identifier),
        detail: detail.join("; "),
        badges: marks.field(id),
        highlighted: cut.strong.fields.contains(&id),
    }
}

/// Changes the id of an organisation's box if a system has the same id.
fn tell_apart(boxes: &mut Boxes) {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for node in boxes.nodes.iter_mut().rev() {
        if !taken.insert(node.id.clone()) {
            node.id = format!("org:{}", node.id);
            taken.insert(node.id.clone());
        }
    }
}
