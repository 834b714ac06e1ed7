//! Small random maps, in which everything that a rule reads is often written, sometimes left out, and occasionally wrong.

use std::fmt::Write as _;

use super::recipes::Small;

impl Small {
    /// The text of the map.
    pub(super) fn text(self) -> String {
        let mut maker = Maker {
            recipe: self,
            dice: fastrand::Rng::with_seed(self.seed),
            text: String::from(HEAD),
            fields: Vec::new(),
        };
        maker.terms();
        maker.systems();
        maker.flows();
        maker.needs();
        maker.text
    }
}

const HEAD: &str = "map: {as_of: 2025-10-14}
dimensions:
  area: {values: {mainland: [north, south], isles: }}
  setting: {values: [ward, home]}
  score: {range: number}
  counted_by: {values: [happening, registering]}
organisations: {o0: O, o1: O, o2: O, o3: O, o4: {name: O, part_of: o3}}
code_lists:
  c0: [a, b, c]
  c1: [x, y]
  c2: [p, q]
";

const KINDS: [&str; 7] = [
    "record",
    "record",
    "collection",
    "register",
    "linkage",
    "analysis",
    "publication",
];

struct Field {
    id: String,
    term: String,
}

struct Maker {
    recipe: Small,
    dice: fastrand::Rng,
    text: String,
    fields: Vec<Vec<Field>>,
}

impl Maker {
    fn below(&mut self, bound: u64) -> u64 {
        self.dice.u64(..bound)
    }

    fn happens(&mut self, chance: u64) -> bool {
        self.below(100) < chance
    }

    fn pick(&mut self, words: &[&'static str]) -> &'static str {
        words[self.below(words.len() as u64) as usize]
    }

    /// One of the words, or nothing: `chance` is in percent.
    fn key(&mut self, key: &str, chance: u64, words: &[&'static str]) -> String {
        if self.happens(chance) {
            format!(", {key}: {}", self.pick(words))
        } else {
            String::new()
        }
    }

    fn one_box(&mut self) -> String {
        if self.happens(self.recipe.plain) {
            let score = self.pick(&["0..10", "0..20", "10..20", "5+", "all"]);
            return format!("{{area: all, setting: all, score: {score}, counted_by: happening}}");
        }
        let mut said = Vec::new();
        for (dimension, words) in [
            (
                "area",
                &[
                    "north",
                    "south",
                    "mainland",
                    "isles",
                    "all",
                    "[south, isles]",
                ][..],
            ),
            ("setting", &["ward", "home", "all"][..]),
            ("score", &["0..10", "0..20", "10..20", "5+", "all"][..]),
            (
                "counted_by",
                &[
                    "happening",
                    "registering",
                    "all",
                    "[happening, registering]",
                ][..],
            ),
        ] {
            if !self.happens(self.recipe.unstated) {
                said.push(format!("{dimension}: {}", self.pick(words)));
            }
        }
        format!("{{{}}}", said.join(", "))
    }

    fn boxes(&mut self) -> String {
        if self.happens(25) {
            format!("[{}, {}]", self.one_box(), self.one_box())
        } else {
            self.one_box()
        }
    }

    fn scope(&mut self, key: &str, chance: u64) -> String {
        if self.happens(chance) {
            format!(", {key}: {}", self.boxes())
        } else {
            String::new()
        }
    }

    fn domain(&mut self) -> String {
        let chance = self.recipe.typed;
        match self.below(4) {
            0 => self.key("type", chance, &["date", "datetime", "number", "boolean"]),
            1 => {
                let kind = self.key("type", chance, &["duration", "number"]);
                kind + &self.key("unit", chance, &["hours", "minutes", "months", "days"])
            }
            _ => {
                let codes = self.key("codes", chance, &["c0", "c1", "c2"]);
                if codes.is_empty() {
                    codes
                } else {
                    format!(", type: code{codes}")
                }
            }
        }
    }

    fn terms(&mut self) {
        self.text += "terms:\n  number: {identifier: true}\n  case: {identifier: true}\n  sex: {tags: context}\n";
        for term in 0..self.recipe.terms {
            let of = self.key("of", 70, &["death", "stay"]);
            let broader = if term > 0 {
                let above = self.below(term);
                if self.happens(25) {
                    format!(", broader: t{above}")
                } else {
                    String::new()
                }
            } else {
                String::new()
            };
            let mut agreed = String::new();
            if self.happens(25) {
                let what = self.scope("covers", 60) + &self.domain();
                agreed = format!(", agreed: {{definition: D{what}}}");
            }
            writeln!(
                self.text,
                "  t{term}: {{definition: D{term}{of}{broader}{agreed}}}"
            )
            .expect("writing to a string");
        }
        self.text += "mappings:\n";
        for (from, to) in [("c0", "c1"), ("c1", "c2"), ("c2", "c0")] {
            let (sources, targets): (&[&str], &[&'static str]) = match from {
                "c0" => (&["a", "b", "c"], &["x", "y"]),
                "c1" => (&["x", "y"], &["p", "q"]),
                _ => (&["p", "q"], &["a", "b", "c"]),
            };
            if self.happens(30) {
                continue;
            }
            let mut pairs = Vec::new();
            for source in sources {
                if self.happens(85) {
                    let target = self.pick(targets);
                    let how = self.pick(&["exact", "broad", "broad", "narrow", "close"]);
                    pairs.push(format!("{source}: {{{target}: {how}}}"));
                }
            }
            let pairs = pairs.join(", ");
            writeln!(
                self.text,
                "  - {{from: {from}, to: {to}, pairs: {{{pairs}}}, confidence: confirmed}}"
            )
            .expect("writing to a string");
        }
    }

    fn systems(&mut self) {
        self.text += "systems:\n";
        for system in 0..self.recipe.systems {
            let is_hub = self.recipe.hub > 0;
            let kinds: &[&str] = match (is_hub, system) {
                (true, 0) => &["record"],
                (true, _) => &["collection"],
                _ => &KINDS,
            };
            let owner = self.key("owner", 95, &["o0", "o1", "o2", "o3", "o4"]);
            let kind = self.key("kind", 95, kinds);
            let level = self.key("level", 50, &["record", "record", "aggregate"]);
            let captured = self.key("captured", 50, &["1 day", "2 weeks"]);
            let covers = self.scope("covers", self.recipe.scoped);
            let mut fields = Vec::new();
            let mut written = Vec::new();
            let mut terms = ["number", "case", "sex"].map(String::from).to_vec();
            terms.extend((0..self.recipe.terms).map(|term| format!("t{term}")));
            for term in terms {
                if !self.happens(60) {
                    continue;
                }
                let id = if self.happens(70) {
                    term.clone()
                } else {
                    format!("f{}", self.below(3))
                };
                if fields.iter().any(|field: &Field| field.id == id) {
                    continue;
                }
                let own = self.scope("covers", self.recipe.scoped / 5);
                let domain = self.domain();
                written.push(format!("{id}: {{term: {term}{own}{domain}}}"));
                fields.push(Field { id, term });
            }
            let written = if fields.is_empty() && self.happens(50) {
                String::new()
            } else {
                format!(", fields: {{{}}}", written.join(", "))
            };
            writeln!(
                self.text,
                "  s{system}: {{name: S{owner}{kind}{level}{captured}{covers}{written}, confidence: confirmed}}"
            )
            .expect("writing to a string");
            self.fields.push(fields);
        }
    }

    fn flows(&mut self) {
        self.text += "flows:\n";
        for _ in 0..self.recipe.flows {
            let (mut from, mut to) = (
                self.below(self.recipe.systems) as usize,
                self.below(self.recipe.systems) as usize,
            );
            if self.happens(self.recipe.hub) {
                from = 0;
            }
            if from == to {
                continue;
            }
            if self.happens(self.recipe.forward) && from > to {
                (from, to) = (to, from);
            }
            let passed = self.passages(from, to);
            let odd = self.recipe.odd;
            let mut said = passed;
            said += &self.scope("only", self.recipe.only);
            let hands: &[&str] = if self.happens(self.recipe.direct) {
                &["extract"]
            } else {
                &["extract", "upload", "interface", "form", "manual"]
            };
            said += &self.key("method", 80, hands);
            said += &self.key("every", 80, &["day", "week", "month", "event"]);
            said += &self.key("lag", 60, &["1 day", "2 weeks", "3 months"]);
            said += &self.key("by", odd, &["o0", "o1", "o2"]);
            said += &self.key("basis", 60, &["Act"]);
            said += &self.key(
                "contains",
                40,
                &["personal", "pseudonymised", "anonymous", "aggregate"],
            );
            said += &self.key(
                "identifiers",
                odd,
                &["[number]", "[case]", "none", "unknown"],
            );
            said += &self.key("same_submission", odd, &["one", "two"]);
            said += &self.key("justified", odd, &["On purpose"]);
            said += &self.key("status", odd, &["current", "planned", "proposed", "ended"]);
            said += &self.key("since", odd, &["2024-01-01", "2026-01-01", "2025-10-14"]);
            said += &self.key("until", odd, &["2025-10-13", "2025-10-14", "2026-02-01"]);
            writeln!(
                self.text,
                "  - {{from: s{from}, to: s{to}{said}, confidence: confirmed}}"
            )
            .expect("writing to a string");
        }
    }

    fn passages(&mut self, from: usize, to: usize) -> String {
        if self.happens(self.recipe.odd / 2) {
            return String::new();
        }
        let mut passed: Vec<String> = Vec::new();
        for target in 0..self.fields[to].len() {
            let (id, term) = {
                let field = &self.fields[to][target];
                (field.id.clone(), field.term.clone())
            };
            let same = self.fields[from].iter().find(|field| field.term == term);
            let mut source = same.map(|field| field.id.clone());
            if self.happens(self.recipe.odd / 2) && !self.fields[from].is_empty() {
                let other = self.below(self.fields[from].len() as u64) as usize;
                source = Some(self.fields[from][other].id.clone());
            }
            if self.happens(self.recipe.odd / 5) {
                source = Some(String::from("nowhere"));
            }
            let Some(source) = source.filter(|_| self.happens(75)) else {
                continue;
            };
            let how = self.key(
                "how",
                if self.recipe.direct > 0 { 5 } else { 30 },
                &["identity", "derived", "aggregated", "masked", "filter"],
            );
            passed.push(format!("{{from: {source}, to: {id}{how}}}"));
        }
        format!(", fields: [{}]", passed.join(", "))
    }

    fn needs(&mut self) {
        self.text += "needs:\n";
        for need in 0..self.recipe.needs {
            let who = self.pick(&["o0", "o1", "o2", "o3"]);
            let mut terms = vec![format!("t{}", self.below(self.recipe.terms))];
            if self.happens(30) {
                terms.push(format!("t{}", self.below(self.recipe.terms)));
                terms.dedup();
            }
            let terms = terms.join(", ");
            let covers = self.scope("covers", self.recipe.scoped);
            let level = self.key("level", 30, &["record", "aggregate"]);
            writeln!(
                self.text,
                "  n{need}: {{who: {who}, terms: [{terms}]{covers}{level}, confidence: confirmed}}"
            )
            .expect("writing to a string");
        }
    }
}
