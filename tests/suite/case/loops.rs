//! The answer about a case compared with loops over single people, and the law of the narrower case.

use std::fmt::Write as _;

use flowmap::ask::case;
use flowmap::print::answer;

use super::verdicts;
use crate::graph::read;

const PLACES: [&str; 3] = ["ward", "home", "office"];
const POWERS: [&str; 2] = ["held", "free"];

/// One person: a place and a power.
type Person = (usize, usize);

/// A union of boxes: for each box a set of places and a set of powers; an empty set is a dimension left out.
type Boxes = Vec<(Vec<usize>, Vec<usize>)>;

fn people() -> impl Iterator<Item = Person> {
    (0..PLACES.len()).flat_map(|place| (0..POWERS.len()).map(move |power| (place, power)))
}

fn has(boxes: &Boxes, (place, power): Person) -> bool {
    boxes.iter().any(|(places, powers)| {
        (places.is_empty() || places.contains(&place))
            && (powers.is_empty() || powers.contains(&power))
    })
}

fn some(dice: &mut fastrand::Rng, count: usize) -> Vec<usize> {
    let mut chosen: Vec<usize> = (0..count).filter(|_| dice.bool()).collect();
    if dice.u8(..3) == 0 {
        chosen.clear();
    }
    chosen
}

fn boxes(dice: &mut fastrand::Rng) -> Boxes {
    let count = dice.usize(1..3);
    (0..count)
        .map(|_| (some(dice, PLACES.len()), some(dice, POWERS.len())))
        .collect()
}

fn written(boxes: &Boxes) -> String {
    let extent = |key: &str, words: &[&str], chosen: &[usize]| {
        let chosen: Vec<&str> = chosen.iter().map(|index| words[*index]).collect();
        (!chosen.is_empty()).then(|| format!("{key}: [{}]", chosen.join(", ")))
    };
    let one = |(places, powers): &(Vec<usize>, Vec<usize>)| {
        let parts = [
            extent("place", &PLACES, places),
            extent("power", &POWERS, powers),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        format!("{{{}}}", parts.join(", "))
    };
    let all: Vec<String> = boxes.iter().map(one).collect();
    format!("[{}]", all.join(", "))
}

/// A small map: systems with their people, or `None`, and flows that may pass a part.
struct Map {
    covers: Vec<Option<Boxes>>,
    flows: Vec<(usize, usize, Option<Boxes>)>,
}

impl Map {
    fn random(dice: &mut fastrand::Rng) -> Self {
        let count = dice.usize(3..7);
        let covers = (0..count)
            .map(|_| (dice.u8(..3) > 0).then(|| boxes(dice)))
            .collect();
        let mut flows: Vec<(usize, usize, Option<Boxes>)> = Vec::new();
        for _ in 0..dice.usize(1..8) {
            let (from, to) = (dice.usize(..count), dice.usize(..count));
            let is_new = !flows.iter().any(|(a, b, _)| (*a, *b) == (from, to));
            if from != to && is_new {
                flows.push((from, to, dice.bool().then(|| boxes(dice))));
            }
        }
        Self { covers, flows }
    }

    fn text(&self, cases: &[(&str, &Boxes)]) -> String {
        let mut text = String::from(
            "dimensions: {place: [ward, home, office], power: [held, free]}\norganisations: {o: O}\nsystems:\n",
        );
        for (index, covers) in self.covers.iter().enumerate() {
            let covers = covers
                .as_ref()
                .map(|boxes| format!(", covers: {}", written(boxes)));
            let covers = covers.unwrap_or_default();
            writeln!(
                text,
                "  s{index}: {{kind: collection, owner: o, fields: [x]{covers}}}"
            )
            .expect("writing to a string");
        }
        text.push_str("flows:\n");
        for (from, to, only) in &self.flows {
            let only = only
                .as_ref()
                .map(|boxes| format!(", only: {}", written(boxes)));
            let only = only.unwrap_or_default();
            writeln!(
                text,
                "  - {{from: s{from}, to: s{to}, fields: [x], source: y{only}}}"
            )
            .expect("writing to a string");
        }
        text.push_str("cases:\n");
        for (id, boxes) in cases {
            writeln!(text, "  {id}: {{covers: {}}}", written(boxes)).expect("writing to a string");
        }
        text
    }

    /// For each system, whether this person reaches it: by its stated people, else by its flows; a system without either has everybody.
    fn reached(&self, person: Person) -> Vec<bool> {
        let is_fed = |index: usize| self.flows.iter().any(|(_, to, _)| *to == index);
        let mut told: Vec<bool> = (0..self.covers.len())
            .map(|index| match &self.covers[index] {
                Some(boxes) => has(boxes, person),
                None => !is_fed(index),
            })
            .collect();
        loop {
            let before = told.clone();
            for (from, to, only) in &self.flows {
                let passes = only.as_ref().is_none_or(|boxes| has(boxes, person));
                told[*to] |= self.covers[*to].is_none() && told[*from] && passes;
            }
            if told == before {
                return told;
            }
        }
    }
}

#[test]
fn the_answer_is_that_of_loops_over_single_people() {
    for seed in 0..400 {
        let mut dice = fastrand::Rng::with_seed(seed);
        let (map, wanted) = (Map::random(&mut dice), boxes(&mut dice));
        let text = map.text(&[("one", &wanted)]);
        let told = case::ask(&read(&text).graph, "one").expect("writing to a string");
        let meant: Vec<Person> = people().filter(|person| has(&wanted, *person)).collect();
        let reached: Vec<Vec<bool>> = meant.iter().map(|person| map.reached(*person)).collect();
        let found = verdicts(&told);
        for index in 0..map.covers.len() {
            let count = reached.iter().filter(|reached| reached[index]).count();
            let expected = match count {
                0 => "none",
                count if count == meant.len() => "all",
                _ => "some",
            };
            let system = format!("s{index}");
            assert_eq!(
                found.get(&system).copied(),
                Some(expected),
                "seed {seed}, {system}\n{text}\n{}",
                answer::text(&told)
            );
        }
    }
}

#[test]
fn a_case_inside_another_is_told_wherever_the_wider_one_must_be() {
    for seed in 0..400 {
        let mut dice = fastrand::Rng::with_seed(1000 + seed);
        let (map, wide) = (Map::random(&mut dice), boxes(&mut dice));
        // One box of the wider case, narrowed on each dimension.
        let (places, powers) = &wide[dice.usize(..wide.len())];
        let narrowed = |dice: &mut fastrand::Rng, chosen: &[usize], count: usize| {
            let all: Vec<usize> = if chosen.is_empty() {
                (0..count).collect()
            } else {
                chosen.to_vec()
            };
            vec![all[dice.usize(..all.len())]]
        };
        let narrow = vec![(
            narrowed(&mut dice, places, PLACES.len()),
            narrowed(&mut dice, powers, POWERS.len()),
        )];
        // An `unknown` value must not change the law.
        let text = map.text(&[("wide", &wide), ("narrow", &narrow)]);
        let (systems, cases) = text.split_once("cases:").expect("writing to a string");
        let systems = systems.replacen("place: [ward]", "place: unknown", usize::from(dice.bool()));
        let text = format!("{systems}cases:{cases}");
        let graph = read(&text).graph;
        let (wide, narrow) = (
            case::ask(&graph, "wide").unwrap(),
            case::ask(&graph, "narrow").unwrap(),
        );
        let narrow = verdicts(&narrow);
        for (system, word) in verdicts(&wide) {
            if word == "all" {
                assert_eq!(
                    narrow.get(&system),
                    Some(&"all"),
                    "seed {seed}, {system}\n{text}"
                );
            }
        }
    }
}
