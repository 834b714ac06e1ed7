//! The changes of the boxes, rows and lines of a picture since an older map.

use std::collections::BTreeSet;

use super::boxes::Boxes;
use super::diagram::{Diagram, Turned};
use super::homes::{Home, Homes};
use crate::analysis::Analysis;
use crate::compare::{Turn, Turns};
use crate::read::model::{FlowId, Model, SystemId};

/// The turns of the parts of a picture. A folded box is new or gone if all in it is; it is changed if anything in it differs.
pub(super) fn turned(
    analysis: &Analysis,
    turns: &Turns,
    (homes, boxes): (&Homes, &Boxes),
    flows: &[BTreeSet<FlowId>],
) -> Turned {
    let mut turned = Turned::default();
    if turns.is_empty() {
        return turned;
    }
    let model = analysis.model();
    for (place, group) in boxes.groups.iter().enumerate() {
        let turn = turns.of("organisation", &group.id);
        turned.groups.extend(turn.map(|turn| (place, turn)));
    }
    for (home, place) in &boxes.node_of {
        let systems = homes.inside(*home);
        let mut all: Vec<Option<Turn>> = systems
            .map(|system| of_system(model, turns, system, boxes))
            .collect();
        if let Home::Organisation(body) = home {
            let own = turns.of("organisation", &model.organisations[*body].slug);
            all.extend(own.map(Some));
        }
        turned
            .nodes
            .extend(together(&all).map(|turn| (*place, turn)));
    }
    for (field, place) in &boxes.row_of {
        let turn = turns.of("field", &model.field_name(*field));
        // The fields of a system that came or went have the same turn.
        let turn = turn.or_else(|| {
            let system = &model.systems[model.system_of(*field)].slug;
            let turn = turns.of("system", system);
            turn.filter(|turn| matches!(turn, Turn::Came | Turn::Gone))
        });
        turned.rows.extend(turn.map(|turn| (*place, turn)));
    }
    for (place, flows) in flows.iter().enumerate() {
        let flows = flows.iter();
        let all: Vec<Option<Turn>> = flows
            .map(|flow| turns.of("flow", &model.flows[*flow].slug))
            .collect();
        turned
            .edges
            .extend(together(&all).map(|turn| (place, turn)));
    }
    turned
}

/// The turn of a system: its own; changed if one of its fields differs and has no row of its own.
fn of_system(model: &Model, turns: &Turns, id: SystemId, boxes: &Boxes) -> Option<Turn> {
    let system = &model.systems[id];
    turns.of("system", &system.slug).or_else(|| {
        let mut fields = system.fields.ids();
        let differs = fields.any(|field| {
            let is_shown = boxes.row_of.contains_key(&field);
            !is_shown && turns.of("field", &model.field_name(field)).is_some()
        });
        differs.then_some(Turn::Changed)
    })
}

/// The turn of several things as one.
fn together(all: &[Option<Turn>]) -> Option<Turn> {
    let first = all.iter().flatten().next()?;
    let is_whole = all.iter().all(|turn| turn.as_ref() == Some(first));
    Some(if is_whole { *first } else { Turn::Changed })
}

/// Writes the sign of each turn before the name, so that every format shows it.
pub(super) fn sign(diagram: &mut Diagram) {
    let signed = |turn: &Turn, text: &str| format!("{} {text}", turn.sign()).trim_end().to_owned();
    for (place, turn) in &diagram.turns.groups {
        diagram.groups[*place].title = signed(turn, &diagram.groups[*place].title);
    }
    for (place, turn) in &diagram.turns.nodes {
        diagram.nodes[*place].title = signed(turn, &diagram.nodes[*place].title);
    }
    for ((node, row), turn) in &diagram.turns.rows {
        let row = &mut diagram.nodes[*node].rows[*row];
        row.title = signed(turn, &row.title);
    }
    for (place, turn) in &diagram.turns.edges {
        diagram.edges[*place].label = signed(turn, &diagram.edges[*place].label);
    }
}
