//! Small maps about needs: with times, levels, completeness, people, identifiers, loops and unlisted flows. Every fact that decides a need
//! is mostly written, sometimes left out, and occasionally unknown.

use std::fmt::Write as _;

/// The ingredients of a map about needs.
#[derive(Clone, Copy)]
pub(super) struct Asking {
    /// Two seeds give two unrelated maps.
    pub(super) seed: u64,
    /// True if needs state a time limit; then no `unknown` is written about people.
    pub(super) is_timed: bool,
    /// True if there may be loops; then every system states its people and its level.
    pub(super) is_round: bool,
}

const HEAD: &str = "map: {as_of: 2025-10-14}
dimensions: {area: [north, south], age: {range: years}, counted_by: [happening, registering]}
organisations: {o0: O, o1: {name: O, part_of: o0}, o2: O, o3: O}
terms: {number: {definition: N, identifier: true}, case: {definition: C, identifier: true}, t0: {definition: A}, t1: {definition: B}}
";

struct Maker {
    recipe: Asking,
    dice: fastrand::Rng,
    text: String,
    systems: u64,
    /// For each system, the terms it holds.
    held: Vec<Vec<&'static str>>,
}

impl Asking {
    /// The text of the map.
    pub(super) fn text(self) -> String {
        let mut dice = fastrand::Rng::with_seed(self.seed);
        let mut maker = Maker {
            recipe: self,
            systems: dice.u64(3..6),
            dice,
            text: HEAD.to_owned(),
            held: Vec::new(),
        };
        maker.systems();
        maker.flows();
        maker.needs();
        maker.text
    }
}

impl Maker {
    fn happens(&mut self, chance: u64) -> bool {
        self.dice.u64(..100) < chance
    }

    fn key(&mut self, key: &str, chance: u64, words: &[&str]) -> String {
        if self.happens(chance) {
            format!(", {key}: {}", words[self.dice.usize(..words.len())])
        } else {
            String::new()
        }
    }

    fn one_box(&mut self, left_out: u64) -> String {
        let unknown = if self.recipe.is_timed { 0 } else { 4 };
        let mut said = Vec::new();
        for (dimension, words) in [
            ("area", &["north", "south", "all", "all"][..]),
            ("age", &["0..17", "18+", "10..40", "all", "all"][..]),
            (
                "counted_by",
                &["happening", "registering", "all", "all"][..],
            ),
        ] {
            if self.happens(left_out) {
                continue;
            }
            let word = if self.happens(unknown) {
                "unknown"
            } else {
                words[self.dice.usize(..words.len())]
            };
            said.push(format!("{dimension}: {word}"));
        }
        format!("{{{}}}", said.join(", "))
    }

    fn covers(&mut self) -> String {
        let (chance, left_out) = if self.recipe.is_round {
            (100, 0)
        } else {
            (70, 20)
        };
        if !self.happens(chance) {
            return String::new();
        }
        let boxes = self.one_box(left_out);
        if self.happens(25) {
            format!(", covers: [{boxes}, {}]", self.one_box(left_out))
        } else {
            format!(", covers: {boxes}")
        }
    }

    fn systems(&mut self) {
        self.text += "systems:\n";
        for system in 0..self.systems {
            let owner = ["o0", "o0", "o1", "o2", "o3"][self.dice.usize(..5)];
            let kind = self.key(
                "kind",
                90,
                &[
                    "record",
                    "register",
                    "collection",
                    "collection",
                    "analysis",
                    "publication",
                    "other",
                ],
            );
            let chance = if self.recipe.is_round { 100 } else { 40 };
            let level = self.key(
                "level",
                chance,
                &["record", "record", "record", "aggregate"],
            );
            let level = if self.happens(5) && !self.recipe.is_round {
                ", level: unknown".to_owned()
            } else {
                level
            };
            let captured = self.key("captured", 80, &["1 day", "2 weeks", "30 days"]);
            let covers = self.covers();
            let mut held = Vec::new();
            let mut written = Vec::new();
            for term in ["t0", "t1", "number", "case"] {
                if !self.happens(if term.starts_with('t') { 70 } else { 35 }) {
                    continue;
                }
                let complete = if term.starts_with('t') {
                    self.key("complete", 30, &["35 %", "90 %", "100 %", "unknown"])
                } else {
                    String::new()
                };
                written.push(format!("{term}: {{term: {term}{complete}}}"));
                held.push(term);
            }
            let fields = if self.happens(12) {
                held.clear();
                String::new()
            } else {
                format!(", fields: {{{}}}", written.join(", "))
            };
            writeln!(
                self.text,
                "  s{system}: {{name: S, owner: {owner}{kind}{level}{captured}{covers}{fields}, confidence: confirmed}}"
            )
            .expect("writing to a string");
            self.held.push(held);
        }
    }

    fn flows(&mut self) {
        self.text += "flows:\n";
        for flow in 0..self.dice.u64(2..8) {
            let (mut from, mut to) = (self.dice.u64(..self.systems), self.dice.u64(..self.systems));
            if from == to {
                continue;
            }
            if from > to && !self.recipe.is_round {
                (from, to) = (to, from);
            }
            let mut passed = Vec::new();
            for term in ["t0", "t1"] {
                let both = [from, to].map(|system| self.held[system as usize].contains(&term));
                if both == [true, true] && self.happens(70) {
                    let how = self.key("how", 10, &["aggregated"]);
                    passed.push(format!("{{from: {term}, to: {term}{how}}}"));
                }
            }
            let fields = if self.happens(15) {
                String::new()
            } else if self.happens(8) {
                ", fields: not-shared".to_owned()
            } else {
                format!(", fields: [{}]", passed.join(", "))
            };
            let only = if self.happens(20) {
                let area = ["north", "south"][self.dice.usize(..2)];
                format!(", only: {{area: {area}}}")
            } else {
                String::new()
            };
            let every = self.key("every", 80, &["event", "week", "4 weeks"]);
            let lag = self.key("lag", 80, &["1 day", "1 week", "30 days"]);
            let contains = self.key("contains", 20, &["personal", "aggregate", "unknown"]);
            writeln!(
                self.text,
                "  - {{id: f{flow}, from: s{from}, to: s{to}{fields}{only}{every}{lag}{contains}, basis: Act, confidence: confirmed}}"
            )
            .expect("writing to a string");
        }
    }

    fn needs(&mut self) {
        self.text += "needs:\n";
        for need in 0..5 {
            let who = ["o0", "o1", "o2", "[o0, o2]"][self.dice.usize(..4)];
            let terms = ["t0", "t1", "t0, t1", "t0, t1"][self.dice.usize(..4)];
            let covers = match self.dice.u64(..10) {
                0..=2 => String::new(),
                3..=7 => {
                    let area = ["all", "all", "north", "south"][self.dice.usize(..4)];
                    let age = ["all", "0..17", "18+"][self.dice.usize(..3)];
                    let date = ["happening", "all"][self.dice.usize(..2)];
                    format!(", covers: {{area: {area}, age: {age}, counted_by: {date}}}")
                }
                _ => ", covers: {area: all}".to_owned(),
            };
            let level = self.key("level", 60, &["record", "record", "aggregate"]);
            let complete = self.key("complete", 30, &["90 %"]);
            let within = if self.recipe.is_timed {
                self.key("within", 80, &["3 days", "20 days", "40 days"])
            } else {
                String::new()
            };
            writeln!(
                self.text,
                "  n{need}: {{who: {who}, question: Q, terms: [{terms}]{covers}{level}{complete}{within}, confidence: confirmed}}"
            )
            .expect("writing to a string");
        }
    }
}
