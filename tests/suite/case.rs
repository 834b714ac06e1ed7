//! Who must be told of a case: the answer against loops over single people, the law of the narrower case, and the words of a small map.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use flowmap::ask::{Answer, Cell, case};
use flowmap::print::answer;
use flowmap::read::source::SourceSet;

use crate::expectation::{analysis, check_expectation};
use crate::graph::read;

const PLACES: [&str; 3] = ["ward", "home", "office"];
const POWERS: [&str; 2] = ["held", "free"];

/// One person: a place and a power.
type Person = (usize, usize);

/// Somebody's boxes: for each box a set of places and a set of powers; an empty set is a dimension left out.
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

/// A small map: systems with their people, or none stated, and flows that may pass a part.
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
            .unwrap();
        }
        text.push_str("flows:\n");
        for (from, to, only) in &self.flows {
            let only = only
                .as_ref()
                .map(|boxes| format!(", only: {}", written(boxes)));
            let only = only.unwrap_or_default();
            writeln!(text, "  - {{from: s{from}, to: s{to}, fields: [x]{only}}}").unwrap();
        }
        text.push_str("cases:\n");
        for (id, boxes) in cases {
            writeln!(text, "  {id}: {{covers: {}}}", written(boxes)).unwrap();
        }
        text
    }

    /// For each system whether this person gets there: by what it states, else by what flows bring; a system without either has everybody.
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

/// What the answer says of each system: all of the case, some of it, none, or that it cannot be told.
fn verdicts(answer: &Answer) -> BTreeMap<String, &'static str> {
    let mut verdicts = BTreeMap::new();
    for row in answer
        .rows
        .iter()
        .filter(|row| row.cells[0] != Cell::from("asked again"))
    {
        let (Cell::Text(said), Cell::Text(system)) = (&row.cells[1], &row.cells[2]) else {
            panic!("{row:?}");
        };
        let word = match said.as_str() {
            "must be told" | "has it" | "gets a copy" | "counts it" => "all",
            "may be told" | "may have it" | "may get a copy" | "may count it" => "some",
            "cannot tell" => "cannot tell",
            _ => "none",
        };
        verdicts.insert(system.clone(), word);
    }
    verdicts
}

#[test]
fn the_answer_is_that_of_loops_over_single_people() {
    for seed in 0..400 {
        let mut dice = fastrand::Rng::with_seed(seed);
        let (map, wanted) = (Map::random(&mut dice), boxes(&mut dice));
        let text = map.text(&[("one", &wanted)]);
        let told = case::ask(&read(&text).graph, "one").unwrap();
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
        // A value that nobody knows must not change the law.
        let text = map.text(&[("wide", &wide), ("narrow", &narrow)]);
        let (systems, cases) = text.split_once("cases:").unwrap();
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

/// A ward that must tell two regulators and a statistics office, and a register that all deaths reach.
const SMALL: &str = r"
dimensions:
  setting: {name: Care setting, values: [inpatient, community]}
  power: {name: Legal power, values: [detained, informal]}
  age: {name: Age, range: years}
  event: {name: Event, values: [incident, no_incident]}
organisations: {trust: The trust, watch: The watchdog, office: The statistics office, coroner: The coroner, clinic: Private clinics, registrar: The registrar}
terms: {date_of_death: Date of death, cause: Cause of death, nhs_number: {name: NHS number, identifier: true}}
systems:
  record: {name: Patient record, owner: trust, kind: record, captured: 1 day, covers: {setting: [inpatient, community]}, source: x, fields: [nhs_number, date_of_death, cause]}
  form_a: {name: Form A, owner: watch, kind: collection, covers: {setting: inpatient, power: detained}, source: x, fields: [date_of_death, cause]}
  form_b: {name: Form B, owner: watch, kind: collection, covers: {power: informal}, source: x, fields: [date_of_death]}
  adults: {name: Adult returns, owner: office, kind: collection, covers: {age: 18+}, source: x, fields: [nhs_number, date_of_death]}
  incidents: {name: Incidents, owner: office, kind: collection, covers: {event: incident}, source: x, fields: [cause]}
  silent: {name: Ministerial list, owner: office, kind: collection, covers: {setting: inpatient}, source: x}
  open: {name: Local list, owner: office, kind: collection, covers: {power: unknown}, source: x}
  inquest: {name: Inquest file, owner: coroner, kind: record, covers: {power: detained}, source: x, fields: [date_of_death, cause]}
  deaths: {name: Register of deaths, owner: registrar, kind: register, source: x, fields: [date_of_death]}
  linked: {name: Linked deaths, owner: office, kind: linkage, source: x, fields: [date_of_death]}
  figures: {name: Yearly figures, owner: office, kind: publication, level: aggregate, covers: {setting: inpatient}, fields: [number]}
flows:
  - {from: record, to: form_a, fields: [date_of_death, cause], method: form, every: event, lag: 3 days, basis: The act, identifiers: none, source: x}
  - {from: record, to: form_b, fields: [date_of_death], method: form, every: event, source: x}
  - {from: clinic, to: form_a, fields: [date_of_death], method: form, every: event, source: x}
  - {from: record, to: adults, fields: [nhs_number, date_of_death], method: upload, every: month, lag: 1 month, source: x}
  - {from: record, to: incidents, fields: [cause], every: event, source: x}
  - {from: record, to: inquest, fields: [date_of_death, cause], by: trust, method: email, every: event, basis: The law, source: x}
  - {from: inquest, to: deaths, fields: [date_of_death], every: event, lag: 6 months, basis: The law, source: x}
  - {from: deaths, to: linked, fields: [date_of_death], every: year, source: x}
  - {from: form_a, to: figures, every: year, source: x}
cases:
  detained: {name: A detained adult on a ward, covers: {setting: inpatient, power: detained, age: 45}, compare_with: informal}
  informal: {name: An informal adult on a ward, covers: {setting: inpatient, power: informal, age: 45}}
  child: {covers: {age: 17}}
";

#[test]
fn a_small_map_in_words() {
    let graph = read(SMALL).graph;
    let mut text = String::new();
    for asked in [
        "detained",
        "setting=community, power=[informal], age=18+",
        "detained, informal; age=17",
    ] {
        text += &format!(
            "$ flowmap case {asked:?}\n{}\n",
            answer::text(&case::ask(&graph, asked).unwrap())
        );
    }
    check_expectation("tests/suite/case.txt", &text);
}

#[test]
fn a_number_alone_is_that_age_itself() {
    let graph = read(SMALL).graph;
    let told = |asked: &str| verdicts(&case::ask(&graph, asked).unwrap())["Adult returns"];
    assert_eq!(told("age=45"), "all");
    assert_eq!(told("child"), "none");
    assert_eq!(told("age=17..18"), "some");
    assert_eq!(told("setting=inpatient"), "some");
}

#[test]
fn a_mistake_in_a_case_names_what_there_is() {
    let graph = read(SMALL).graph;
    let told = |asked: &str| case::ask(&graph, asked).unwrap_err().0;
    for (asked, parts) in [
        (
            "seting=inpatient",
            &["no dimension `seting`", "`setting`"][..],
        ),
        (
            "setting=inpatiant",
            &[
                "`inpatiant` is not a value of the dimension `setting`",
                "did you mean `inpatient`",
            ],
        ),
        ("age=old", &["`old` is not a stretch of `age`", "18+"]),
        ("age=20..10", &["runs backwards"]),
        ("setting=inpatient, setting=community", &["given twice"]),
        ("setting=", &["not complete"]),
        ("inpatient, age=3", &["`inpatient` belongs to no dimension"]),
        (
            "detaind",
            &[
                "there is no case `detaind`",
                "did you mean `detained`",
                "dimension=value",
            ],
        ),
        ("", &["name a case"]),
        ("{}", &["says nothing of the case"]),
    ] {
        let words = told(asked);
        for part in parts {
            assert!(words.contains(part), "{asked}: {words}");
        }
    }
    let empty = case::ask(&read("systems: [a]\n").graph, "x").unwrap_err().0;
    assert!(empty.contains("it has none"), "{empty}");
}

#[test]
fn a_case_that_refers_to_none_is_told_and_kept() {
    let map = "dimensions: {age: {range: years}}\ncases: {one: {covers: {age: 3, size: big}, compare_with: oen}, two: {cover: {age: 3}}}\n";
    let analysis = analysis(SourceSet::from_strings([("map.yaml", map)]));
    let names: BTreeSet<&str> = analysis
        .findings
        .iter()
        .map(|finding| &*finding.name)
        .collect();
    let rules: BTreeSet<&str> = analysis
        .findings
        .iter()
        .map(|finding| finding.kind.name)
        .collect();
    assert!(
        rules.contains("unknown-reference") && rules.contains("unknown-key"),
        "{names:?}"
    );
    assert!(case::ask(&analysis.graph, "one").is_ok());
}
