//! Tests the algebra of scopes against brute force on small universes, with every completion of the unstated parts.

use super::extent::{End, Extent, Interval, Leaves, Mode};
use super::merge::{merged, united};
use super::rest::{difference, leaves_some, relations};
use super::scope::{Boxes, Relation, ScopeBox, Space, overlap};

/// Two dimensions of named values and one range of whole hours.
const LEAVES: [usize; 2] = [2, 3];
const HOURS: usize = 3;

/// A point of the universe.
type Point = [usize; 3];

struct Chance(fastrand::Rng);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0.usize(..limit)
    }

    fn extent(&mut self, dimension: usize, unstated: bool) -> Extent {
        match self.below(if unstated { 4 } else { 3 }) {
            0 => Extent::All,
            3 => Extent::Unstated,
            _ if dimension < 2 => {
                let mut leaves = Leaves::none(LEAVES[dimension]);
                let pick = 1 + self.below((1 << LEAVES[dimension]) - 1);
                for leaf in (0..LEAVES[dimension]).filter(|leaf| pick >> leaf & 1 == 1) {
                    leaves.add(leaf..leaf + 1);
                }
                Extent::Leaves(leaves)
            }
            _ => {
                let low = self.below(HOURS);
                let high = low + 1 + self.below(HOURS - low);
                interval(low, high)
            }
        }
    }

    fn boxes(&mut self, unstated: bool) -> Vec<ScopeBox> {
        let count = 1 + self.below(2);
        (0..count)
            .map(|_| {
                ScopeBox(
                    (0..3)
                        .map(|dimension| self.extent(dimension, unstated))
                        .collect(),
                )
            })
            .collect()
    }
}

fn interval(low: usize, high: usize) -> Extent {
    let end = |hour: usize| {
        if hour == HOURS {
            End::OPEN
        } else {
            End {
                min: hour as i64,
                max: hour as i64,
            }
        }
    };
    Extent::Interval(Interval {
        low: end(low),
        high: end(high),
    })
}

fn space() -> Space {
    let mut full: Vec<Extent> = LEAVES
        .iter()
        .map(|count| Extent::Leaves(Leaves::all(*count)))
        .collect();
    full.push(Extent::Interval(Interval::ALL));
    Space::of(full)
}

fn sizes() -> [usize; 3] {
    [LEAVES[0], LEAVES[1], HOURS]
}

/// The sets of values that an extent may mean.
fn meanings(extent: &Extent, size: usize) -> Vec<Vec<usize>> {
    let runs = |dimension_is_range: bool| -> Vec<Vec<usize>> {
        if dimension_is_range {
            (0..size)
                .flat_map(|low| (low..size).map(move |high| (low..=high).collect()))
                .collect()
        } else {
            (1..1_usize << size)
                .map(|set| (0..size).filter(|leaf| set >> leaf & 1 == 1).collect())
                .collect()
        }
    };
    match extent {
        Extent::All => vec![(0..size).collect()],
        Extent::Unstated | Extent::Unknown => runs(false),
        Extent::Leaves(leaves) => vec![(0..size).filter(|leaf| leaves.has(*leaf)).collect()],
        Extent::Interval(interval) => {
            vec![
                (0..size)
                    .filter(|hour| {
                        interval.low.min <= *hour as i64 && (*hour as i64) < interval.high.min
                    })
                    .collect(),
            ]
        }
    }
}

/// The sets of points that a union of boxes may mean.
fn completions(boxes: &[ScopeBox]) -> Vec<Vec<Point>> {
    let mut sets: Vec<Vec<Point>> = vec![Vec::new()];
    for scope in boxes {
        let axes: Vec<Vec<Vec<usize>>> = scope
            .0
            .iter()
            .zip(sizes())
            .map(|(extent, size)| meanings(extent, size))
            .collect();
        let mut products: Vec<Vec<Point>> = Vec::new();
        for a in &axes[0] {
            for b in &axes[1] {
                for c in &axes[2] {
                    let points = a.iter().flat_map(|x| {
                        b.iter()
                            .flat_map(move |y| c.iter().map(move |z| [*x, *y, *z]))
                    });
                    products.push(points.collect());
                }
            }
        }
        sets = sets
            .iter()
            .flat_map(|set| {
                products
                    .iter()
                    .map(move |product| [set.as_slice(), product].concat())
            })
            .collect();
    }
    for set in &mut sets {
        set.sort_unstable();
        set.dedup();
    }
    sets.sort();
    sets.dedup();
    sets
}

fn relation(a: &[Point], b: &[Point]) -> Relation {
    let shared = a.iter().filter(|point| b.contains(point)).count();
    match (shared == a.len(), shared == b.len(), shared) {
        (true, true, _) => Relation::Equal,
        (true, false, _) => Relation::Narrower,
        (false, true, _) => Relation::Broader,
        (false, false, 0) => Relation::Disjoint,
        _ => Relation::Overlapping,
    }
}

#[test]
fn what_is_fully_stated_is_compared_exactly() {
    let mut chance = Chance(fastrand::Rng::with_seed(7));
    for _ in 0..2_000 {
        let (a, b) = (chance.boxes(false), chance.boxes(false));
        let (points, others) = (completions(&a).remove(0), completions(&b).remove(0));
        assert_eq!(
            relations(&a, &b, &space()),
            [relation(&points, &others)],
            "{a:?} {b:?}"
        );
        for mode in [Mode::Certain, Mode::Possible] {
            let rest = difference(&a, &b, &space(), mode);
            let mut told: Vec<Point> = completions(&rest).remove(0);
            told.dedup();
            let wanted: Vec<Point> = points
                .iter()
                .filter(|point| !others.contains(point))
                .copied()
                .collect();
            assert_eq!(told, wanted, "{a:?} {b:?}");
        }
    }
}

#[test]
fn nothing_unstated_makes_a_certain_answer_and_no_possible_one_is_left_out() {
    let mut chance = Chance(fastrand::Rng::with_seed(11));
    for _ in 0..400 {
        let (a, b) = (chance.boxes(true), chance.boxes(true));
        let possible = relations(&a, &b, &space());
        let is_certainly_left = !difference(&a, &b, &space(), Mode::Certain).is_empty();
        let is_possibly_left = !difference(&a, &b, &space(), Mode::Possible).is_empty();
        let shares = overlap(&a, &b);
        let (all_a, all_b) = (completions(&a), completions(&b));
        // A sample is enough if there are very many completions.
        for points in all_a.iter().step_by(all_a.len().div_ceil(60)) {
            for others in all_b.iter().step_by(all_b.len().div_ceil(60)) {
                let truth = relation(points, others);
                assert!(
                    possible.contains(&truth),
                    "{truth:?} is not among {possible:?}: {a:?} {b:?}"
                );
                let is_left = points.iter().any(|point| !others.contains(point));
                assert!(is_left || !is_certainly_left, "{a:?} {b:?}");
                assert!(!is_left || is_possibly_left, "{a:?} {b:?}");
                let is_shared = points.iter().any(|point| others.contains(point));
                assert!(
                    shares.is_none_or(|shares| shares == is_shared),
                    "{a:?} {b:?}"
                );
            }
        }
    }
}

#[test]
fn swapping_two_sides_swaps_narrower_and_broader() {
    let mut chance = Chance(fastrand::Rng::with_seed(13));
    for _ in 0..1_000 {
        let (a, b) = (chance.boxes(true), chance.boxes(true));
        let mut swapped: Vec<Relation> = relations(&b, &a, &space())
            .into_iter()
            .map(Relation::swapped)
            .collect();
        swapped.sort();
        assert_eq!(relations(&a, &b, &space()), swapped);
    }
}

#[test]
fn a_subtraction_that_is_given_up_sooner_says_less_and_nothing_else() {
    let mut chance = Chance(fastrand::Rng::with_seed(17));
    let all = space();
    let mut given_up = 0;
    for _ in 0..2_000 {
        let (a, b) = (chance.boxes(false), chance.boxes(false));
        let (a, b) = (
            [a, chance.boxes(false)].concat(),
            [b, chance.boxes(false)].concat(),
        );
        for most_looks in [0, 1, 3] {
            let few = Space {
                most_looks,
                ..all.clone()
            };
            let certain = |space: &Space| leaves_some(&a, &b, space, Mode::Certain);
            let possible = |space: &Space| leaves_some(&a, &b, space, Mode::Possible);
            assert!(!certain(&few) || certain(&all));
            assert!(possible(&few) || !possible(&all));
            given_up +=
                usize::from(certain(&few) != certain(&all) || possible(&few) != possible(&all));
            // Whoever is left stays left, and whoever may be left stays so.
            let rest = |space: &Space, mode: Mode| difference(&a, &b, space, mode);
            assert!(!leaves_some(
                &rest(&few, Mode::Certain),
                rest(&all, Mode::Certain),
                &all,
                Mode::Certain
            ));
            assert!(!leaves_some(
                &rest(&all, Mode::Possible),
                rest(&few, Mode::Possible),
                &all,
                Mode::Certain
            ));
        }
    }
    assert!(given_up > 50, "{given_up}");
}

#[test]
fn a_map_with_many_unions_of_many_boxes_compares_each_pair_less_long() {
    let union = |boxes: usize| -> Boxes { vec![ScopeBox(vec![Extent::All; 3]); boxes].into() };
    let limit = |unions: usize, boxes: usize| {
        let unions: Vec<Boxes> = vec![union(boxes); unions];
        space().limited(&unions).most_looks
    };
    assert_eq!(limit(30, 100), space().most_looks);
    assert_eq!(limit(10_000, 2), space().most_looks);
    assert!(limit(400, 45) < limit(100, 45));
    assert!(limit(100_000, 45) > 0);
}

/// The same as [`merged`], each box compared with each.
fn merged_one_by_one(mut boxes: Vec<ScopeBox>, space: &Space) -> Vec<ScopeBox> {
    let fit = |boxes: &[ScopeBox], a: usize, b: usize| united(&boxes[a], &boxes[b], space);
    let mut index = 0;
    while index < boxes.len() {
        let mut later = index + 1..boxes.len();
        let found = later.find_map(|other| Some((other, fit(&boxes, index, other)?)));
        let Some((other, union)) = found else {
            index += 1;
            continue;
        };
        boxes[index] = union;
        boxes.remove(other);
        while let Some((earlier, union)) =
            (0..index).find_map(|earlier| Some((earlier, fit(&boxes, earlier, index)?)))
        {
            boxes[earlier] = union;
            boxes.remove(index);
            index = earlier;
        }
    }
    boxes
}

#[test]
fn boxes_are_joined_as_if_each_were_compared_with_each() {
    let mut chance = Chance(fastrand::Rng::with_seed(5));
    for _ in 0..2000 {
        let mut boxes = Vec::new();
        for _ in 0..chance.below(12) {
            boxes.extend(chance.boxes(true));
        }
        let expected = merged_one_by_one(boxes.clone(), &space());
        assert_eq!(merged(boxes, &space()), expected);
    }
    let nowhere = vec![ScopeBox(Vec::new()); 3];
    assert_eq!(merged(nowhere, &Space::of(Vec::new())).len(), 1);
}
