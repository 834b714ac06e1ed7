//! The boxes that are no systems: needs, bodies that are asked, missing things, and remarks.

use std::collections::BTreeSet;

use super::boxes::Boxes;
use super::cut::{AskedBox, MissingBox, NeedBox, Remark};
use super::diagram::{Badge, Mark, Node, NodeKind, Outline, Row, RowKind};
use super::homes::Homes;
use super::marks::Marks;
use super::words::{few, field_name};
use crate::analysis::Analysis;
use crate::read::model::{Model, Ref, TermId};
use crate::words::{counted, listed, readable};

/// A need with a row for each of its terms.
pub(super) fn need(analysis: &Analysis, need: &NeedBox, marks: &Marks) -> Node {
    let model = analysis.model();
    let stated = &model.needs[need.need];
    let who: Vec<String> = stated
        .who
        .iter()
        .map(|who| model.organisations[who.id()].name.to_string())
        .collect();
    let mut wants = vec![listed(&who)];
    wants.extend(
        stated
            .within
            .known()
            .map(|within| format!("within {within}")),
    );
    wants.extend(stated.every.known().map(crate::read::model::Every::words));
    let row = |term: TermId| Row {
        kind: RowKind::Field,
        id: format!("need:{}.{}", stated.slug, model.terms[term].slug),
        title: model.terms[term].name.to_string(),
        identifier: model.terms[term].is_identifier(),
        detail: if need.unmet.contains(&term) {
            "does not arrive as the need asks".to_owned()
        } else {
            String::new()
        },
        badges: if need.unmet.contains(&term) {
            marks.need(need.need)
        } else {
            Vec::new()
        },
        highlighted: need.unmet.contains(&term),
    };
    Node {
        kind: NodeKind::Need,
        id: format!("need:{}", stated.slug),
        title: if stated.question.is_empty() {
            readable(&stated.slug)
        } else {
            stated.question.to_string()
        },
        subtitle: wants.join(", "),
        rows: stated.terms().iter().map(Ref::id).map(row).collect(),
        badges: marks.need(need.need),
        highlighted: true,
        ..Node::default()
    }
}

/// The box of missing things before a system, in the same organisation's box.
pub(super) fn missing(missing: &MissingBox, boxes: &Boxes, model: &Model, homes: &Homes) -> Node {
    let home = homes.of_system.get(&missing.to);
    let place = home.and_then(|home| boxes.node_of.get(home));
    let names: Vec<String> = missing
        .fields
        .iter()
        .map(|field| field_name(&model.fields[*field]))
        .collect();
    Node {
        id: missing.id.clone(),
        title: missing.title.clone(),
        group: place.and_then(|place| boxes.nodes[*place].group),
        outline: Outline::Missing,
        detail: format!("no flow brings {}", few(&names)),
        ..Node::default()
    }
}

/// A body with a row for each thing it is asked for.
pub(super) fn asked(model: &Model, asked: &AskedBox) -> Node {
    let body = &model.organisations[asked.body];
    let row = |term: TermId| {
        let asks = asked.asks.iter().filter(|ask| ask.term == term);
        let numbers: BTreeSet<usize> = asks.clone().map(|ask| ask.finding + 1).collect();
        let collections: BTreeSet<_> = asks.map(|ask| model.fields[ask.field].system).collect();
        let names: Vec<String> = collections
            .iter()
            .map(|system| model.systems[*system].name.to_string())
            .collect();
        Row {
            kind: RowKind::Field,
            id: format!("asked:{}.{}", body.slug, model.terms[term].slug),
            title: model.terms[term].name.to_string(),
            identifier: model.terms[term].is_identifier(),
            detail: format!("asked for by {}", few(&names)),
            badges: vec![Mark {
                badge: Badge::Duplication,
                numbers: numbers.into_iter().collect(),
            }],
            highlighted: false,
        }
    };
    let terms = asked.terms();
    let count = body.count.known();
    let count = count.map_or_else(String::new, |count| format!("{count} bodies, "));
    Node {
        kind: NodeKind::Organisation,
        id: format!("asked:{}", body.slug),
        title: body.name.to_string(),
        subtitle: format!(
            "{count}asked for {} more than once",
            counted(terms.len(), "thing")
        ),
        rows: terms.into_iter().map(row).collect(),
        highlighted: true,
        ..Node::default()
    }
}

/// A remark in words.
pub(super) fn remark((place, remark): (usize, &Remark)) -> Node {
    Node {
        kind: NodeKind::Remark,
        id: format!("remark:{}", place + 1),
        title: remark.text.clone(),
        badges: vec![remark.mark.clone()],
        ..Node::default()
    }
}
