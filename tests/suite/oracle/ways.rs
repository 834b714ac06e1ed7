//! The ways that values go: second routes.

use std::collections::BTreeSet;

use flowmap::read::model::{FieldId, How, Model, Stated};

use super::Names;
use super::Oracle;
use super::Wanted;
use super::hold;
use super::points::{Point, Universe};
use super::recipes::Small;
use super::tables::{is_context, reached, standing, term, values};

const ORACLES: [Oracle; 1] = [("second-route", second_route)];

/// A field and the fields that its value comes from, without passing through the system it is passed to.
fn origins(
    model: &Model,
    pairs: &[(FieldId, FieldId)],
    parent: FieldId,
    field: FieldId,
) -> BTreeSet<FieldId> {
    let system = |field: FieldId| model.fields[field].system;
    let backwards: Vec<(FieldId, FieldId)> = pairs
        .iter()
        .filter(|(from, to)| system(*from) != system(field) && system(*to) != system(field))
        .map(|(from, to)| (*to, *from))
        .collect();
    let mut above = reached(parent, &backwards);
    above.insert(parent);
    above
}

/// True if two passages into a field come from one origin; with `are_apart`, through two fields.
fn meet(model: &Model, pairs: &[(FieldId, FieldId)], field: FieldId, are_apart: bool) -> bool {
    let into = pairs.iter().filter(|(_, to)| *to == field);
    let parents: Vec<FieldId> = into.map(|(from, _)| *from).collect();
    parents.iter().enumerate().any(|(index, a)| {
        parents[..index].iter().any(|b| {
            let above = |parent: FieldId| origins(model, pairs, parent, field);
            (a != b || !are_apart) && !above(*a).is_disjoint(&above(*b))
        })
    })
}

/// One-sided. Certain: values passed unchanged, not by hand and for all people, on ways of fields that all surely cover the same person.
/// Possible: any value that keeps its term.
fn second_route(model: &Model) -> Wanted {
    let universe = Universe::of(model);
    let points = universe.points();
    let same = |from: FieldId, to: FieldId| term(model, from) == term(model, to);
    let any: Vec<(FieldId, FieldId)> = values(model)
        .iter()
        .filter(|(from, to, flow)| same(*from, *to) && !flow.is_by_hand())
        .map(|(from, to, _)| (*from, *to))
        .collect();
    let mut plain: Vec<(FieldId, FieldId)> = Vec::new();
    let whole = standing(model).filter(|flow| {
        let is_whole =
            matches!(flow.only, Stated::Unstated) && flow.same_submission.known().is_none();
        flow.justified.is_none() && !flow.is_by_hand() && is_whole
    });
    for passage in whole.flat_map(flowmap::read::model::Flow::passages) {
        for from in passage.from.iter().filter(|_| passage.how == How::Identity) {
            if same(from.id(), passage.to.id()) {
                plain.push((from.id(), passage.to.id()));
            }
        }
    }
    let (mut surely, mut perhaps) = (Names::new(), Names::new());
    for field in model
        .fields
        .ids()
        .filter(|field| !is_context(model, term(model, *field)))
    {
        let covered = |point: &Point| -> Vec<(FieldId, FieldId)> {
            let covers = |field: FieldId| {
                let mut boxes = model.scope(field).iter();
                boxes.any(|scope| universe.covers(scope, point) == Some(true))
            };
            plain
                .iter()
                .copied()
                .filter(|(from, to)| covers(*from) && covers(*to))
                .collect()
        };
        if points
            .iter()
            .any(|point| meet(model, &covered(point), field, true))
        {
            surely.insert(model.field_name(field));
        }
        if meet(model, &any, field, false) {
            perhaps.insert(model.field_name(field));
        }
    }
    Wanted { surely, perhaps }
}

#[test]
fn the_ways_of_values_are_those_that_plain_loops_find() {
    let routed = (1..=60).map(|seed| (seed, Small::routed(seed).text()));
    let round = (1000..=1060).map(|seed| (seed, Small::round(seed).text()));
    hold(&ORACLES, routed.chain(round));
}
