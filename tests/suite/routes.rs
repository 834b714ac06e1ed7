//! The routes by which a value can arrive, compared with brute force: every set of systems is tried, on made-up maps with loops and joins.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use flowmap::judge::graph::{Routes, routes};
use flowmap::read::model::SystemId;

use crate::graph::Dice;
use crate::graph::field;
use crate::graph::read;

/// One passage of a made-up map: the fields it needs (0 = `a`, 1 = `b`) of one system, and the field of another that it fills.
#[derive(Debug)]
struct Way {
    from: usize,
    needs: Vec<usize>,
    to: (usize, usize),
}

const FIELDS: [&str; 2] = ["a", "b"];

/// Systems with two fields of one term each, and passages between them.
fn made_up(seed: u64) -> (usize, Vec<Way>) {
    let mut dice = Dice::of(seed);
    let systems = 4 + dice.below(4);
    let mut ways = Vec::new();
    for from in 0..systems {
        for to in 0..systems {
            for field in 0..2 {
                if from == to || dice.below(100) > 28 {
                    continue;
                }
                let needs = match dice.below(5) {
                    0 => vec![0, 1],
                    1 | 2 => vec![1],
                    _ => vec![0],
                };
                let to = (to, field);
                ways.push(Way { from, needs, to });
            }
        }
    }
    (systems, ways)
}

fn text(systems: usize, ways: &[Way]) -> String {
    let mut text = String::from("organisations: {o: O}\nterms: {t: T}\nsystems:\n");
    for system in 0..systems {
        writeln!(
            text,
            "  s{system}: {{kind: record, owner: o, fields: {{a: {{term: t}}, b: {{term: t}}}}}}"
        )
        .expect("writing to a string");
    }
    text += "flows:\n";
    for way in ways {
        let needs: Vec<&str> = way.needs.iter().map(|field| FIELDS[*field]).collect();
        writeln!(
            text,
            "  - {{from: s{}, to: s{}, fields: [{{from: [{}], to: {}}}]}}",
            way.from,
            way.to.0,
            needs.join(", "),
            FIELDS[way.to.1]
        )
        .expect("writing to a string");
    }
    text
}

/// The ways into a field that count: those that bring the value unchanged, if there are any.
fn counted(ways: &[Way], field: (usize, usize)) -> Vec<&Way> {
    let into: Vec<&Way> = ways.iter().filter(|way| way.to == field).collect();
    let plain: Vec<&Way> = into
        .iter()
        .copied()
        .filter(|way| way.needs.len() == 1)
        .collect();
    if into.len() < 2 || plain.is_empty() {
        into
    } else {
        plain
    }
}

/// Whether a field has its value if only the systems in `works` work.
fn arrives(systems: usize, ways: &[Way], works: u32, field: (usize, usize)) -> bool {
    let mut there: BTreeSet<(usize, usize)> = BTreeSet::new();
    loop {
        let before = there.len();
        for system in (0..systems).filter(|system| works & (1 << system) != 0) {
            for at in [(system, 0), (system, 1)] {
                let into = counted(ways, at);
                let is_brought = |way: &&Way| {
                    way.needs
                        .iter()
                        .all(|need| there.contains(&(way.from, *need)))
                };
                if into.is_empty() || into.iter().any(is_brought) {
                    there.insert(at);
                }
            }
        }
        if there.len() == before {
            return there.contains(&field);
        }
    }
}

#[test]
fn routes_are_the_smallest_sets_of_systems_that_are_enough() {
    let (mut several, mut apart, mut pairs, mut joins) = (0, 0, 0, 0);
    for seed in 0..150 {
        let (systems, ways) = made_up(seed);
        let analysis = read(&text(systems, &ways));
        for system in 0..systems {
            let target = field(&analysis, &format!("s{system}.a"));
            let enough: Vec<u32> = (0..1_u32 << systems)
                .filter(|works| arrives(systems, &ways, *works, (system, 0)))
                .collect();
            let is_smallest = |set: &u32| {
                !enough
                    .iter()
                    .any(|other| other != set && other & set == *other)
            };
            let wanted: BTreeSet<u32> = enough
                .iter()
                .copied()
                .filter(|set| is_smallest(set))
                .collect();
            // The system itself is on every route, and so not counted.
            let own = format!("s{system}");
            let is_counted = |id: SystemId| *analysis.model().systems[id].slug != *own;
            let Some(found) = routes(&analysis.graph, &[target], &[], is_counted) else {
                assert!(wanted.len() > 8, "seed {seed}, s{system}: {wanted:?}");
                continue;
            };
            let bits = |route: &BTreeSet<SystemId>| -> u32 {
                let slugs = route
                    .iter()
                    .map(|id| analysis.model().systems[*id].slug[1..].to_owned());
                slugs
                    .map(|number| 1_u32 << number.parse::<u32>().expect("a number"))
                    .sum()
            };
            let without_own: BTreeSet<u32> =
                wanted.iter().map(|set| set & !(1 << system)).collect();
            let told: BTreeSet<u32> = found.0.iter().map(bits).collect();
            assert_eq!(
                told,
                without_own,
                "seed {seed}, s{system}\n{}",
                text(systems, &ways)
            );
            check_cut(&found, &told, &bits, &format!("seed {seed}, s{system}"));
            several += usize::from(told.len() > 1);
            apart += usize::from(found.independent() > 1);
            pairs += usize::from(found.weakest().is_some_and(|weakest| weakest.len() == 2));
            joins += usize::from(
                counted(&ways, (system, 0))
                    .iter()
                    .any(|way| way.needs.len() > 1),
            );
        }
    }
    assert!(
        several > 60 && apart > 20 && pairs > 15 && joins > 15,
        "{several}, {apart}, {pairs}, {joins}"
    );
}

/// Checks the number of independent routes, and the smallest set that stops all of them, by trying every choice.
fn check_cut(
    found: &Routes,
    told: &BTreeSet<u32>,
    bits: &dyn Fn(&BTreeSet<SystemId>) -> u32,
    at: &str,
) {
    let told: Vec<u32> = told.iter().copied().collect();
    if told.len() > 12 {
        return;
    }
    let most_apart = (0..1_u32 << told.len())
        .filter_map(|choice| {
            let mut used = 0;
            for (index, route) in told.iter().enumerate() {
                if choice & (1 << index) != 0 {
                    if used & route != 0 {
                        return None;
                    }
                    used |= route;
                }
            }
            Some(choice.count_ones())
        })
        .max();
    assert_eq!(
        Some(found.independent() as u32),
        most_apart,
        "{at}: independent of {told:?}"
    );
    let stops = |set: &u32| told.iter().all(|route| route & set != 0);
    let fewest = (0..256_u32).filter(stops).map(u32::count_ones).min();
    let fewest = fewest.filter(|fewest| (1..=3).contains(fewest));
    let weakest = found.weakest();
    assert_eq!(
        weakest.as_ref().map(|set| set.len() as u32),
        fewest,
        "{at}: stops {told:?}"
    );
    if let Some(weakest) = weakest {
        let set = bits(&weakest.into_iter().collect());
        assert!(stops(&set), "{at}: {set:b} does not stop {told:?}");
    }
}
