//! The people that data is about: by brute force over the points of a small universe.

use std::collections::BTreeMap;

use flowmap::read::model::{
    Axis, DimensionId, Extent, FieldId, Flow, Id, Interval, Model, ScopeBox, Stated, SystemKind,
};

use super::Names;
use super::Oracle;
use super::Wanted;
use super::hold;
use super::points::{Point, Universe};
use super::recipes::Small;
use super::tables::{Value, is_context, pairs, standing, term, values};

const ORACLES: [Oracle; 5] = [
    ("different-scope", different_scope),
    ("different-window", different_window),
    ("scope-not-stated", scope_not_stated),
    ("claims-more-than-received", claims_more_than_received),
    ("flow-missing", flow_missing),
];

fn score(model: &Model) -> usize {
    let mut dimensions = model.dimensions.iter();
    let score = dimensions.find(|(_, dimension)| &*dimension.slug == "score");
    score.expect("a small map has scores").0.index()
}

/// True if a field's own `covers` states a dimension.
fn states(model: &Model, field: FieldId, dimension: usize) -> bool {
    let own = model.fields[field].covers.known();
    own.is_some_and(|boxes| boxes.iter().any(|scope| scope.0[dimension].is_stated()))
}

/// One-sided if something is left open. Certain: a difference between fields that state everything themselves, not only on the scores.
/// Possible: any difference that some value of the unstated dimensions gives.
fn different_scope(model: &Model) -> Wanted {
    let universe = Universe::of(model);
    let score = score(model);
    let (mut surely, mut perhaps) = (Names::new(), Names::new());
    for (id, a, b) in pairs(model) {
        let scopes = [model.scope(a), model.scope(b)];
        if is_context(model, Some(id)) || !universe.may_differ(scopes[0], scopes[1]) {
            continue;
        }
        let name = model.terms[id].slug.to_string();
        let is_in_full = scopes.iter().all(|boxes| universe.is_in_full(boxes));
        // If each covers all scores, no score can make the difference.
        let mut extents = scopes
            .iter()
            .flat_map(|boxes| boxes.iter())
            .map(|scope| &scope.0[score]);
        let mut dimensions = model.dimensions.ids().map(Id::index);
        let is_own = dimensions.all(|dimension| {
            dimension == score || states(model, a, dimension) || states(model, b, dimension)
        });
        let differs = universe.differ(model, a, b);
        if differs && is_in_full && is_own && extents.all(|extent| *extent == Extent::All) {
            surely.insert(name.clone());
        }
        perhaps.insert(name);
    }
    Wanted { surely, perhaps }
}

/// One-sided. Certain: two fields of one box each, alike in all but the scores, at least one of which states its scores itself. Possible:
/// any two fields, one of which may have other scores than the other.
fn different_window(model: &Model) -> Wanted {
    let universe = Universe::of(model);
    let score = score(model);
    let (mut surely, mut perhaps) = (Names::new(), Names::new());
    for (id, a, b) in pairs(model) {
        let is_own = states(model, a, score) || states(model, b, score);
        let (a, b) = (model.scope(a), model.scope(b));
        let name = format!("{}/score", model.terms[id].slug);
        let scores = |boxes: &[ScopeBox]| -> Vec<Extent> {
            boxes.iter().map(|scope| scope.0[score].clone()).collect()
        };
        let are_stretches = |boxes: &[ScopeBox]| {
            scores(boxes)
                .iter()
                .any(|extent| matches!(extent, Extent::Interval(_)))
        };
        // With several boxes it matters which stretch belongs to which people.
        let is_same = scores(a) == scores(b) && a.len() == 1 && b.len() == 1;
        if is_context(model, Some(id)) || is_same {
            continue;
        }
        // The flows of a field may restrict a dimension that the field leaves out.
        let is_open = |boxes: &[ScopeBox]| boxes.iter().any(|scope| !scope.0[score].is_stated());
        if are_stretches(a) || are_stretches(b) || is_open(a) || is_open(b) {
            perhaps.insert(name.clone());
        }
        let alike = |a: &ScopeBox, b: &ScopeBox| {
            let mut extents = a.0.iter().zip(&b.0).enumerate();
            extents.all(|(dimension, (a, b))| dimension == score || a == b)
        };
        let mut both = [a, b].into_iter();
        if is_own
            && a.len() == 1
            && b.len() == 1
            && both.all(|boxes| universe.is_in_full(boxes) && are_stretches(boxes))
            && alike(&a[0], &b[0])
        {
            surely.insert(name);
        }
    }
    Wanted { surely, perhaps }
}

fn is_restricted(model: &Model, dimension: usize, extent: &Extent) -> bool {
    let axis = &model.dimensions[DimensionId::new(dimension)].axis;
    match (extent, axis) {
        (Extent::Leaves(leaves), Axis::Values(values)) => {
            (0..values.leaves).any(|leaf| !leaves.has(leaf))
        }
        (Extent::Interval(stretch), _) => *stretch != Interval::ALL,
        _ => false,
    }
}

/// Exact.
fn scope_not_stated(model: &Model) -> Wanted {
    let mut names = Names::new();
    let dimensions: Vec<usize> = model.dimensions.ids().map(Id::index).collect();
    for (a, field) in model.fields.iter() {
        let Some(id) = term(model, a).filter(|id| !is_context(model, Some(*id))) else {
            continue;
        };
        let is_open = |dimension: &&usize| {
            model
                .scope(a)
                .iter()
                .any(|scope| !scope.0[**dimension].is_stated())
        };
        for dimension in dimensions.iter().filter(is_open) {
            let restricts = |boxes: &[ScopeBox]| {
                boxes
                    .iter()
                    .any(|scope| is_restricted(model, *dimension, &scope.0[*dimension]))
            };
            let others = model.fields.iter().any(|(b, other)| {
                other.system != field.system
                    && term(model, b) == Some(id)
                    && restricts(model.scope(b))
            });
            let needs = model.needs.iter().any(|(_, need)| {
                need.terms().iter().any(|asked| asked.id() == id)
                    && need.covers.known().is_some_and(|boxes| restricts(boxes))
            });
            if others || needs {
                names.insert(model.systems[field.system].slug.to_string());
            }
        }
    }
    Wanted::exactly(names)
}

/// Whether each field holds a point, if every field on the way holds only people that reach it and that it states.
fn held(model: &Model, universe: &Universe, values: &[Value<'_>], point: &Point) -> Vec<bool> {
    let mut held = vec![false; model.fields.len()];
    for _ in 0..=model.fields.len() {
        for field in model.fields.ids() {
            let is_fed = values.iter().any(|(_, to, _)| *to == field);
            let arrives = values.iter().any(|(from, to, flow)| {
                *to == field && held[from.index()] && lets_through(universe, flow, point)
            });
            let covers = universe.may_cover(model.scope(field), point);
            held[field.index()] = covers && (arrives || !is_fed);
        }
    }
    held
}

fn lets_through(universe: &Universe, flow: &Flow, point: &Point) -> bool {
    flow.only
        .known()
        .is_none_or(|only| universe.may_cover(only, point))
}

/// A fed field that may lack people: whether some surely come from nowhere, from a holder, or whether they may.
struct Lacking {
    field: FieldId,
    /// A field that states everything surely covers people that none of its feeding fields states, and one of those surely holds them, or
    /// all are of one owner.
    is_surely_held: bool,
    /// Such people whom no field elsewhere may hold; no owner feeds the field from its own systems alone.
    is_surely_undrawn: bool,
}

/// True for an identifier and for plain context.
fn means_nobody(model: &Model, field: FieldId) -> bool {
    term(model, field)
        .is_some_and(|term| model.terms[term].is_identifier() || model.terms[term].is_context())
}

/// The fields that may lack people: those who were lost anywhere upstream.
fn lacking(model: &Model) -> Vec<Lacking> {
    let universe = Universe::of(model);
    let values = values(model);
    let points = universe.points();
    let tables: BTreeMap<&Point, Vec<bool>> = points
        .iter()
        .map(|point| (point, held(model, &universe, &values, point)))
        .collect();
    let mut lacking = Vec::new();
    for (id, field) in model.fields.iter() {
        let feeders: Vec<&Value<'_>> = values.iter().filter(|(_, to, _)| *to == id).collect();
        // An unlisted flow may bring them.
        let mut into = standing(model).filter(|flow| flow.to.id() == field.system);
        // A system that captures the field itself may hold them too.
        let system = &model.systems[field.system];
        let captures =
            system.captured.known().is_some() || system.kind.known() == Some(&SystemKind::Record);
        let means_nobody = means_nobody(model, id);
        if feeders.is_empty() || captures || means_nobody || into.any(|flow| flow.fields.is_open())
        {
            continue;
        }
        let claimed = model.scope(id);
        let by_claim = |point: &Point| {
            feeders.iter().any(|(from, _, flow)| {
                universe.may_cover(model.scope(*from), point)
                    && lets_through(&universe, flow, point)
            })
        };
        let by_chain = |point: &Point| {
            feeders.iter().any(|(from, _, flow)| {
                tables[point][from.index()] && lets_through(&universe, flow, point)
            })
        };
        if !universe.surely_leaves(claimed, by_chain) {
            continue;
        }
        let owner = |field: FieldId| model.systems[model.fields[field].system].owner();
        let is_own =
            owner(id).is_some() && feeders.iter().all(|(from, ..)| owner(*from) == owner(id));
        let surely = |boxes: &[ScopeBox], point: &Point| {
            let mut boxes = boxes.iter();
            boxes.any(|scope| universe.covers(scope, point) == Some(true))
        };
        let lacked = |point: &&Point| surely(claimed, point) && !by_claim(point);
        let is_sure = universe.is_in_full(claimed) && universe.surely_leaves(claimed, by_claim);
        let holds = |point: &Point| {
            let mut feeders = feeders.iter();
            feeders.any(|(from, ..)| surely(model.scope(*from), point))
        };
        let may_hold = |point: &Point| {
            let mut others = model.fields.iter();
            others.any(|(other, stated)| {
                let covers = model.systems[stated.system].covers.known();
                stated.system != field.system
                    && (universe.may_cover(model.scope(other), point)
                        || covers.is_some_and(|covers| universe.may_cover(covers, point)))
            })
        };
        lacking.push(Lacking {
            field: id,
            is_surely_held: is_sure && (is_own || points.iter().filter(lacked).any(holds)),
            is_surely_undrawn: is_sure
                && !is_own
                && points.iter().filter(lacked).any(|point| !may_hold(point)),
        });
    }
    lacking
}

/// One-sided. A field that shares its lack with its system is told with it, so the field may be named, or its system.
fn claims_more_than_received(model: &Model) -> Wanted {
    let (mut surely, mut perhaps) = (Names::new(), Names::new());
    let lacking = lacking(model);
    let has_own = |field: FieldId| !matches!(model.fields[field].covers, Stated::Unstated);
    for one in &lacking {
        let system = model.fields[one.field].system;
        let (of_system, of_field) = (
            model.systems[system].slug.to_string(),
            model.field_name(one.field),
        );
        let is_alone = lacking
            .iter()
            .all(|other| model.fields[other.field].system != system || has_own(other.field));
        if one.is_surely_held && !has_own(one.field) {
            surely.insert(of_system.clone());
        } else if one.is_surely_held && is_alone {
            surely.insert(of_field.clone());
        }
        perhaps.extend([of_system, of_field]);
    }
    Wanted { surely, perhaps }
}

/// One-sided.
fn flow_missing(model: &Model) -> Wanted {
    let (mut surely, mut perhaps) = (Names::new(), Names::new());
    for one in lacking(model) {
        let system = &model.systems[model.fields[one.field].system];
        if one.is_surely_undrawn {
            surely.insert(system.slug.to_string());
        }
        perhaps.insert(system.slug.to_string());
    }
    Wanted { surely, perhaps }
}

#[test]
fn whom_data_is_about_differs_where_points_say_so() {
    let mixed = (1..=60).map(|seed| (seed, Small::mixed(seed).text()));
    let peopled = (1000..=1060).map(|seed| (seed, Small::peopled(seed).text()));
    hold(&ORACLES, mixed.chain(peopled));
}
