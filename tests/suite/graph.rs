//! Ages, dependence and linkage compared with brute force: every way through small made-up maps, including loops and joins.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use flowmap::analysis::Analysis;
use flowmap::judge::graph::{Age, Ages, Linkage, Order, Pillar, pillars};
use flowmap::read::model::{FieldId, SystemId};
use flowmap::read::source::SourceSet;

use crate::expectation::analysis;

const DAY: i64 = 24 * 60;

/// The same numbers for the same seed.
pub(crate) struct Dice(fastrand::Rng);

impl Dice {
    pub(crate) fn of(seed: u64) -> Self {
        Self(fastrand::Rng::with_seed(seed))
    }

    pub(crate) fn below(&mut self, limit: u64) -> usize {
        self.0.u64(..limit) as usize
    }
}

/// One flow of a made-up map: its ends, its days, its supplier, and whether identifiers survive.
#[derive(Debug, Clone)]
struct Way {
    from: usize,
    to: usize,
    every: i64,
    lag: i64,
    by: Option<usize>,
    keeps: Option<bool>,
}

/// A map of systems that each hold one field, and flows that pass it on.
#[derive(Debug)]
struct Small {
    captured: Vec<i64>,
    ways: Vec<Way>,
}

impl Small {
    fn of(seed: u64) -> Self {
        let mut dice = Dice::of(seed);
        let systems = 3 + dice.below(4);
        let captured = (0..systems).map(|_| 1 + dice.below(9) as i64).collect();
        let mut ways = Vec::new();
        for from in 0..systems {
            for to in 0..systems {
                if from == to || dice.below(100) > 38 {
                    continue;
                }
                ways.push(Way {
                    from,
                    to,
                    every: [0, 2, 8, 30][dice.below(4)],
                    lag: dice.below(12) as i64,
                    by: (dice.below(3) == 0).then(|| dice.below(2)),
                    keeps: [Some(true), Some(false), None][dice.below(3)],
                });
            }
        }
        Self { captured, ways }
    }

    /// As flow files: the field `date`, or `number` if `is_number`.
    fn text(&self, is_number: bool) -> String {
        let field = if is_number { "number" } else { "date" };
        let mut text = String::from(
            "organisations: {p0: First, p1: Second}\nterms: {number: {name: Number, identifier: true}, date: Date}\nsystems:\n",
        );
        for (index, days) in self.captured.iter().enumerate() {
            writeln!(
                text,
                "  s{index}: {{kind: record, captured: {days} days, fields: [{field}]}}"
            )
            .expect("writing to a string");
        }
        text += "flows:\n";
        for way in &self.ways {
            let every = match way.every {
                0 => "event".to_owned(),
                days => format!("{days} days"),
            };
            let by = way.by.map_or(String::new(), |by| format!(", by: p{by}"));
            let contains = match way.keeps {
                Some(true) => "personal",
                Some(false) => "anonymous",
                None => "pseudonymised",
            };
            writeln!(
                text,
                "  - {{from: s{}, to: s{}, fields: [{field}], every: {every}, lag: {} days, contains: {contains}{by}}}",
                way.from, way.to, way.lag
            )
            .expect("writing to a string");
        }
        text
    }

    fn reaching(&self, system: usize) -> impl Iterator<Item = (usize, &Way)> {
        self.ways
            .iter()
            .enumerate()
            .filter(move |(_, way)| way.to == system)
    }

    /// All ways to a system from a capture that pass no system twice: the flows, last first.
    fn paths(&self, system: usize) -> Vec<Vec<usize>> {
        let mut found = Vec::new();
        let mut open: Vec<(usize, Vec<usize>, BTreeSet<usize>)> =
            vec![(system, Vec::new(), BTreeSet::from([system]))];
        while let Some((at, path, seen)) = open.pop() {
            if self.reaching(at).next().is_none() {
                found.push(path);
                continue;
            }
            for (flow, way) in self.reaching(at) {
                let mut seen = seen.clone();
                if seen.insert(way.from) {
                    let mut path = path.clone();
                    path.push(flow);
                    open.push((way.from, path, seen));
                }
            }
        }
        found
    }
}

pub(crate) fn read(text: &str) -> Analysis {
    analysis(SourceSet::from_strings([("map.yaml", text.to_owned())]))
}

fn system(analysis: &Analysis, name: &str) -> SystemId {
    let mut systems = analysis.model().systems.iter();
    systems
        .find(|(_, system)| &*system.slug == name)
        .expect("it is in the map")
        .0
}

pub(crate) fn field(analysis: &Analysis, name: &str) -> FieldId {
    let mut fields = analysis.model().fields.ids();
    fields
        .find(|id| analysis.model().field_name(*id) == name)
        .expect("it is in the map")
}

#[test]
fn ages_are_those_of_the_first_way_to_arrive() {
    let mut reached = 0;
    for seed in 0..120 {
        let small = Small::of(seed);
        let analysis = read(&small.text(false));
        let ages = Ages::of(&analysis.graph);
        for index in 0..small.captured.len() {
            let age = ages.age(field(&analysis, &format!("s{index}.date")));
            // Twice the days, so that halves are whole numbers.
            let sum = |wait: i64| {
                let paths = small.paths(index).into_iter().map(|path| {
                    let start = path.last().map_or(index, |flow| small.ways[*flow].from);
                    let hops = path.iter().map(|flow| {
                        let way = &small.ways[*flow];
                        way.every * wait + way.lag * 2
                    });
                    small.captured[start] * 2 + hops.sum::<i64>()
                });
                paths.min().map(|twice| twice * DAY / 2)
            };
            let found = |bound: flowmap::judge::graph::Bound| {
                assert_eq!(Some(bound.least), bound.most, "all is stated");
                bound.least
            };
            assert_eq!(
                age.map(|age| found(age.best)),
                sum(0),
                "best, seed {seed}, s{index}"
            );
            assert_eq!(
                age.map(|age| found(age.mean)),
                sum(1),
                "mean, seed {seed}, s{index}"
            );
            assert_eq!(
                age.map(|age| found(age.worst)),
                sum(2),
                "worst, seed {seed}, s{index}"
            );
            reached += usize::from(age.is_some() && small.reaching(index).count() > 1);
        }
    }
    assert!(reached > 50, "hardly any choice of ways: {reached}");
}

#[test]
fn a_join_waits_for_the_last_of_its_sources() {
    let text = "organisations: {a: A}\nterms: {birth: Birth, death: Death, age: Age}\nsystems:\n  births: {kind: record, captured: 2 days, fields: [birth]}\n  \
                deaths: {kind: record, captured: 9 days, fields: [death]}\n  both: {kind: linkage, fields: [birth, death]}\n  out: {kind: analysis, fields: [age]}\n\
                flows:\n  - {from: births, to: both, fields: [birth], every: event, lag: 1 day}\n  - {from: deaths, to: both, fields: [death], every: 4 days, lag: 1 day}\n  \
                - {from: both, to: out, fields: [{from: [birth, death], to: age, how: derived}], every: event, lag: 1 day}\n";
    let analysis = read(text);
    let ages = Ages::of(&analysis.graph);
    let age = ages.age(field(&analysis, "out.age")).unwrap();
    let days = |bound: flowmap::judge::graph::Bound| {
        (bound.least / DAY, bound.most.map(|most| most / DAY))
    };
    assert_eq!(days(age.best), (11, Some(11)));
    assert_eq!(days(age.mean), (13, Some(13)));
    assert_eq!(days(age.worst), (15, Some(15)));
    let way = ages.way(field(&analysis, "out.age"));
    let names: Vec<String> = way
        .iter()
        .map(|step| analysis.model().field_name(step.field))
        .collect();
    assert_eq!(
        names,
        ["deaths.death", "both.death", "out.age"],
        "the slower source is followed"
    );
}

#[test]
fn every_field_stands_after_those_whose_values_reach_it() {
    let mut has_loops = false;
    for seed in 0..120 {
        let analysis = read(&Small::of(seed).text(false));
        let (graph, order) = (&analysis.graph, analysis.graph.order());
        let mut fields = order.fields().to_vec();
        fields.sort_unstable();
        assert!(fields.iter().copied().eq(analysis.model().fields.ids()));
        for from in &fields {
            for to in graph.links_out(*from).iter().map(|link| link.to) {
                assert!(order.rank(*from) <= order.rank(to), "seed {seed}");
                // They are in one set exactly if there is a way back.
                let is_back = *from == to || graph.route(to, *from, |_| true).is_some();
                assert_eq!(order.rank(*from) == order.rank(to), is_back, "seed {seed}");
            }
        }
        let sets = order.sets().enumerate();
        for (rank, set) in sets {
            assert!(set.iter().all(|field| order.rank(*field) as usize == rank));
            has_loops |= set.len() > 1;
        }
    }
    assert!(has_loops, "no made-up map has a loop");
}

#[test]
fn the_first_of_the_way_and_the_other_ways_is_the_age() {
    let mut others = 0;
    for seed in 0..160 {
        let small = Small::of(seed);
        let analysis = read(&small.text(false));
        let ages = Ages::of(&analysis.graph);
        for index in 0..small.captured.len() {
            let target = field(&analysis, &format!("s{index}.date"));
            let way = ages.way(target);
            let Some(at) = way.len().checked_sub(1) else {
                continue;
            };
            let other = ages.other_ways(&way, at);
            others += other.len();
            let arrivals = other.iter().map(|other| {
                assert!(
                    matches!(
                        other.order,
                        Order::Same | Order::Later | Order::SoonerAtBest
                    ),
                    "the soonest at worst is taken, seed {seed}, s{index}: {:?}",
                    other.order
                );
                other.steps.last().expect("a way has a step").age
            });
            let first = arrivals.fold(way[at].age, Age::first);
            assert_eq!(Some(first), ages.age(target), "seed {seed}, s{index}");
        }
    }
    assert!(others > 100, "hardly any other way: {others}");
}

#[test]
fn a_value_depends_on_what_all_its_ways_share() {
    let mut shared = 0;
    for seed in 0..120 {
        let small = Small::of(seed);
        let analysis = read(&small.text(false));
        let graph = &analysis.graph;
        let model = analysis.model();
        for index in 0..small.captured.len() {
            let target = field(&analysis, &format!("s{index}.date"));
            let on = |path: &Vec<usize>| -> BTreeSet<String> {
                let mut on = BTreeSet::from([format!("s{index}")]);
                for flow in path {
                    let way = &small.ways[*flow];
                    on.insert(format!("s{}", way.from));
                    on.insert(format!("s{}->s{}", way.from, way.to));
                    on.extend(way.by.map(|by| format!("p{by}")));
                }
                on
            };
            let paths = small.paths(index);
            let expected = paths
                .iter()
                .map(on)
                .reduce(|a, b| a.intersection(&b).cloned().collect())
                .unwrap_or_default();
            let found: BTreeSet<String> = pillars(graph, &[target], &[])
                .pillars
                .into_iter()
                .map(|pillar| match pillar {
                    Pillar::System(id) => model.systems[id].slug.to_string(),
                    Pillar::Flow(id) => model.flows[id].slug.to_string(),
                    Pillar::Person(id) => model.organisations[id].slug.to_string(),
                })
                .collect();
            assert_eq!(found, expected, "seed {seed}, s{index}");
            shared += usize::from(paths.len() > 1 && expected.len() > 1);
        }
    }
    assert!(
        shared > 30,
        "hardly anything is shared by several ways: {shared}"
    );
}

#[test]
fn an_identifier_is_held_where_some_way_keeps_it() {
    let (mut sure, mut perhaps, mut lost) = (0, 0, 0);
    for seed in 0..120 {
        let small = Small::of(seed);
        let analysis = read(&small.text(true));
        let linkage = Linkage::of(&analysis.graph);
        let held: Vec<Option<bool>> = (0..small.captured.len())
            .map(|index| {
                // A way keeps what each of its flows keeps: surely, or perhaps.
                let kept = small.paths(index).into_iter().filter_map(|path| {
                    let mut kept = path.iter().map(|flow| small.ways[*flow].keeps);
                    kept.try_fold(true, |sure, keeps| match keeps {
                        Some(false) => None,
                        keeps => Some(sure && keeps == Some(true)),
                    })
                });
                kept.max()
            })
            .collect();
        for (index, expected) in held.iter().enumerate() {
            let id = system(&analysis, &format!("s{index}"));
            let found = linkage.held(id).values().next().copied();
            assert_eq!(found, *expected, "seed {seed}, s{index}");
            for (other, others) in held.iter().enumerate().filter(|(other, _)| *other != index) {
                let expected = match (expected, others) {
                    (Some(true), Some(true)) => Some(true),
                    (Some(_), Some(_)) => None,
                    _ => Some(false),
                };
                let links = linkage.links(id, system(&analysis, &format!("s{other}")));
                assert_eq!(links, expected, "seed {seed}, s{index} and s{other}");
            }
            match expected {
                Some(true) => sure += 1,
                Some(false) => perhaps += 1,
                None => lost += 1,
            }
        }
    }
    assert!(
        sure > 50 && perhaps > 20 && lost > 20,
        "{sure}, {perhaps}, {lost}"
    );
}
