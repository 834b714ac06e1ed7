//! The fewest collections that meet all needs, and the sources that together answer one, by trying every set of systems.

use std::collections::BTreeSet;

use flowmap::analysis::Analysis;
use flowmap::ask::{cover, triangulate};
use flowmap::read::model::{
    FieldId, Id, Model, Need, OrganisationId, Ref, SystemId, SystemKind, TermId,
};
use flowmap::read::source::SourceSet;

use super::link::share;
use super::side::{Given, Side};
use super::world::World;
use crate::expectation::analysis;
use crate::oracle::asking::Asking;
use crate::oracle::points::Point;
use crate::oracle::tables::term;

fn maps() -> impl Iterator<Item = (u64, Analysis)> {
    (5000..5200).map(|seed| {
        let recipe = Asking {
            seed,
            is_timed: false,
            is_round: seed % 2 == 0,
        };
        let sources = SourceSet::from_strings([("map.yaml", recipe.text())]);
        (seed, analysis(sources))
    })
}

fn side<'w>(world: &'w World<'w>, need: &'w Need, who: OrganisationId) -> Side<'w> {
    let asked = |index: usize| super::is_asked(need, index);
    Side {
        world,
        need,
        who,
        asked: (0..world.model.dimensions.len()).map(asked).collect(),
    }
}

fn fields(model: &Model, asked: TermId) -> Vec<FieldId> {
    let ids = model.fields.ids();
    ids.filter(|field| term(model, *field) == Some(asked))
        .collect()
}

/// True if a field surely serves a point, or anybody if the need does not state its people.
fn serves(side: &Side<'_>, field: FieldId, point: Option<&Point>) -> bool {
    let holds = point.is_none_or(|point| side.holds(field, point) == Some(true));
    side.fit(field) == Given::Fit && holds
}

fn points<'w>(side: &'w Side<'w>) -> Vec<Option<&'w Point>> {
    match side.need.covers.known() {
        Some(_) => side.wanted(&[]).into_iter().map(Some).collect(),
        None => vec![None],
    }
}

#[test]
fn the_fewest_collections_are_as_few_as_any_set_of_them() {
    for (seed, analysis) in maps() {
        let model = analysis.model();
        let world = World::of(model);
        let mut rows: BTreeSet<BTreeSet<SystemId>> = BTreeSet::new();
        for (_, need) in model.needs.iter() {
            let side = side(&world, need, need.who[0].id());
            for asked in need.terms().iter().map(Ref::id) {
                for point in points(&side) {
                    let is_meant = |field: &FieldId| {
                        let kind = model.systems[model.fields[*field].system].kind.known();
                        kind != Some(&SystemKind::Record) && serves(&side, *field, point)
                    };
                    let systems = fields(model, asked).into_iter().filter(is_meant);
                    rows.insert(systems.map(|field| model.fields[field].system).collect());
                }
            }
        }
        rows.remove(&BTreeSet::new());
        let systems: Vec<SystemId> = model.systems.ids().collect();
        let covers = |set: u32| {
            let is_in = |system: &SystemId| set & 1 << system.index() != 0;
            rows.iter().all(|row| row.iter().any(is_in))
        };
        let sets = (0..1_u32 << systems.len()).filter(|set| covers(*set));
        let fewest = sets
            .map(u32::count_ones)
            .min()
            .expect("all systems cover all");
        let answer = cover::ask(&analysis.graph, &[], false).expect("it is asked well");
        let found = answer
            .title
            .split(' ')
            .next()
            .and_then(|count| count.parse().ok());
        assert_eq!(found, Some(fewest), "seed {seed}: {}", answer.title);
    }
}

#[test]
fn sources_that_together_hold_all_are_told_where_linked_systems_do() {
    let mut counts = [0, 0];
    for (seed, analysis) in maps() {
        let model = analysis.model();
        let world = World::of(model);
        let needs = model.needs.iter().filter(|(_, need)| need.who.len() == 1);
        for (_, need) in needs {
            let who = need.who[0].id();
            let side = side(&world, need, who);
            let is_open = |field: &FieldId| {
                let system = model.fields[*field].system;
                world.owns(who, system) || world.is_published(system)
            };
            let open = |asked: TermId| -> Vec<FieldId> {
                fields(model, asked).into_iter().filter(is_open).collect()
            };
            let held: Vec<Vec<FieldId>> =
                need.terms().iter().map(|asked| open(asked.id())).collect();
            let fit = held
                .iter()
                .flatten()
                .filter(|field| side.fit(**field) != Given::Unfit);
            let mut group_of: Vec<BTreeSet<SystemId>> = Vec::new();
            for system in fit.map(|field| model.fields[*field].system) {
                let joins = |group: &BTreeSet<SystemId>| {
                    group
                        .iter()
                        .any(|other| *other == system || share(model, *other, system))
                };
                let (joined, mut apart): (Vec<_>, Vec<_>) = group_of.into_iter().partition(joins);
                let mut group: BTreeSet<SystemId> = joined.into_iter().flatten().collect();
                group.insert(system);
                apart.push(group);
                group_of = apart;
            }
            let is_whole = |group: &BTreeSet<SystemId>| {
                points(&side).into_iter().all(|point| {
                    held.iter().all(|fields| {
                        let mut here = fields
                            .iter()
                            .filter(|field| group.contains(&model.fields[**field].system));
                        here.any(|field| serves(&side, *field, point))
                    })
                })
            };
            let wanted = group_of.iter().any(is_whole);
            let answer =
                triangulate::ask(&analysis.graph, &[&need.slug]).expect("the need is there");
            let found =
                answer.title.contains("all it takes") && !answer.title.contains("no sources");
            assert_eq!(
                found, wanted,
                "seed {seed}, {}: {}",
                need.slug, answer.title
            );
            counts[usize::from(wanted)] += 1;
        }
    }
    assert!(counts.iter().all(|count| *count > 20), "{counts:?}");
}
