//! Small random maps that use every key of the format.

use super::tree::Tree;

/// Keys that every statement may have.
const EVIDENCE: [&str; 4] = ["source", "confidence", "notes", "tags"];

/// Makes one map.
pub(crate) struct Maker {
    pub(super) dice: fastrand::Rng,
    /// For each system, its fields and their terms.
    pub(super) fields: Vec<Vec<(String, String)>>,
}

/// The map of a seed.
pub(crate) fn map(seed: u64) -> Tree {
    let mut maker = Maker {
        dice: fastrand::Rng::with_seed(seed),
        fields: Vec::new(),
    };
    let systems = maker.dice.usize(3..6);
    let sections = [
        ("map", maker.about()),
        ("dimensions", dimensions()),
        ("organisations", maker.organisations()),
        ("terms", maker.terms()),
        ("code_lists", code_lists()),
        ("mappings", maker.mappings()),
        ("systems", maker.systems(systems)),
        ("flows", maker.flows(systems)),
        ("needs", maker.needs()),
        ("cases", cases()),
        ("decisions", maker.decisions()),
        ("scenarios", scenarios()),
    ];
    let sections = sections.into_iter();
    Tree::Map(
        sections
            .map(|(key, value)| (key.to_owned(), value))
            .collect(),
    )
}

pub(super) fn entry(id: &str, keys: Vec<(&str, Tree)>) -> (String, Tree) {
    (id.to_owned(), record(keys))
}

pub(super) fn record(keys: Vec<(&str, Tree)>) -> Tree {
    let keys = keys.into_iter();
    Tree::Map(keys.map(|(key, value)| (key.to_owned(), value)).collect())
}

fn dimensions() -> Tree {
    let nested = record(vec![
        ("mainland", Tree::texts(&["north", "south"])),
        ("isles", Tree::List(Vec::new())),
    ]);
    Tree::Map(vec![
        entry(
            "area",
            vec![("name", Tree::text("Area")), ("values", nested)],
        ),
        entry(
            "age",
            vec![
                ("range", Tree::bare("years")),
                ("notes", Tree::text("At death")),
            ],
        ),
        entry(
            "counted_by",
            vec![("values", Tree::texts(&["happening", "registering"]))],
        ),
    ])
}

fn code_lists() -> Tree {
    let meanings = record(vec![("a", Tree::text("Ay")), ("b", Tree::text("Bee"))]);
    Tree::Map(vec![
        entry(
            "c0",
            vec![
                ("name", Tree::text("Codes")),
                ("values", meanings),
                ("dimension", Tree::text("area")),
            ],
        ),
        entry("c1", vec![("values", Tree::texts(&["x", "y"]))]),
    ])
}

fn cases() -> Tree {
    let north = || record(vec![("area", Tree::bare("north"))]);
    let second = vec![("covers", north()), ("compare_with", Tree::text("first"))];
    Tree::Map(vec![
        entry(
            "first",
            vec![
                ("name", Tree::text("A case")),
                ("was", Tree::text("earliest")),
            ],
        ),
        entry("second", second),
    ])
}

fn scenarios() -> Tree {
    let changes = Tree::texts(&["as-of 2027-01-01"]);
    Tree::Map(vec![entry(
        "later",
        vec![("name", Tree::text("A later day")), ("changes", changes)],
    )])
}

impl Maker {
    pub(super) fn happens(&mut self, chance: u32) -> bool {
        self.dice.u32(..100) < chance
    }

    pub(super) fn pick<'w>(&mut self, words: &[&'w str]) -> &'w str {
        words[self.dice.usize(..words.len())]
    }

    /// The key with one of the words, or nothing: `chance` is in percent.
    pub(super) fn word(
        &mut self,
        keys: &mut Vec<(&'static str, Tree)>,
        key: &'static str,
        chance: u32,
        words: &[&str],
    ) {
        if self.happens(chance) {
            let word = self.pick(words);
            keys.push((key, Tree::bare(word)));
        }
    }

    pub(super) fn id(
        &mut self,
        keys: &mut Vec<(&'static str, Tree)>,
        key: &'static str,
        chance: u32,
        ids: &[&str],
    ) {
        if self.happens(chance) {
            let id = self.pick(ids);
            keys.push((key, Tree::text(id)));
        }
    }

    pub(super) fn evidence(&mut self, keys: &mut Vec<(&'static str, Tree)>) {
        let confidence = self.pick(&["confirmed", "confirmed", "confirmed", "reported", "assumed"]);
        keys.push((EVIDENCE[1], Tree::bare(confidence)));
        self.id(keys, EVIDENCE[0], 20, &["A source"]);
        self.id(keys, EVIDENCE[2], 5, &["A note"]);
        if self.happens(5) {
            keys.push((EVIDENCE[3], Tree::texts(&["tagged"])));
        }
    }

    fn about(&mut self) -> Tree {
        let mut keys = vec![
            ("title", Tree::text("A map")),
            ("about", Tree::text("What it is for")),
            ("as_of", Tree::bare("2025-10-14")),
            ("format", Tree::bare("1")),
        ];
        self.evidence(&mut keys);
        record(keys)
    }

    fn organisations(&mut self) -> Tree {
        let mut all = Vec::new();
        for id in ["o0", "o1", "o2", "o3"] {
            let mut keys = vec![("name", Tree::text(format!("Body {id}")))];
            self.id(&mut keys, "kind", 30, &["provider"]);
            self.word(&mut keys, "count", 40, &["2", "52"]);
            if id == "o3" {
                self.id(&mut keys, "part_of", 50, &["o2"]);
            }
            self.evidence(&mut keys);
            all.push(entry(id, keys));
        }
        Tree::Map(all)
    }

    fn domain(&mut self, keys: &mut Vec<(&'static str, Tree)>) {
        match self.dice.u32(..4) {
            0 => self.word(keys, "type", 60, &["date", "datetime", "number", "boolean"]),
            1 => {
                keys.push(("type", Tree::bare("duration")));
                self.word(keys, "unit", 70, &["hours", "days"]);
            }
            _ => {
                keys.push(("type", Tree::bare("code")));
                self.id(keys, "codes", 80, &["c0", "c1"]);
            }
        }
    }

    fn one_box(&mut self) -> Tree {
        let mut keys = Vec::new();
        self.word(
            &mut keys,
            "area",
            75,
            &["north", "mainland", "isles", "all", "all"],
        );
        self.word(
            &mut keys,
            "age",
            75,
            &["0..17", "18+", "all", "all", "16..64"],
        );
        self.word(
            &mut keys,
            "counted_by",
            60,
            &["happening", "registering", "all"],
        );
        record(keys)
    }

    pub(super) fn covers(
        &mut self,
        keys: &mut Vec<(&'static str, Tree)>,
        key: &'static str,
        chance: u32,
    ) {
        if self.happens(chance) {
            let first = self.one_box();
            let value = if self.happens(20) {
                Tree::List(vec![first, self.one_box()])
            } else {
                first
            };
            keys.push((key, value));
        }
    }

    fn terms(&mut self) -> Tree {
        let mut all = Vec::new();
        for id in ["number", "sex", "t0", "t1", "t2"] {
            let mut keys = vec![("name", Tree::text(format!("Term {id}")))];
            self.id(&mut keys, "definition", 90, &["What it means"]);
            self.id(&mut keys, "of", 50, &["death", "stay"]);
            match id {
                "number" => keys.push(("identifier", Tree::bare("true"))),
                "t2" => self.id(&mut keys, "broader", 60, &["t1"]),
                _ => {}
            }
            if id.starts_with('t') && self.happens(25) {
                let mut agreed = vec![("definition", Tree::text("Agreed"))];
                self.domain(&mut agreed);
                self.covers(&mut agreed, "covers", 50);
                keys.push(("agreed", record(agreed)));
            }
            self.evidence(&mut keys);
            if id == "sex" {
                keys.retain(|(key, _)| *key != "tags");
                keys.push(("tags", Tree::texts(&["context"])));
            }
            all.push(entry(id, keys));
        }
        Tree::Map(all)
    }

    fn mappings(&mut self) -> Tree {
        let how = ["exact", "broad", "narrow", "close"];
        let mut pairs = Vec::new();
        for (code, target) in [("a", "x"), ("b", "y")] {
            let how = self.pick(&how);
            pairs.push((code, record(vec![(target, Tree::bare(how))])));
        }
        let mut keys = vec![
            ("from", Tree::text("c0")),
            ("to", Tree::text("c1")),
            ("pairs", record(pairs)),
        ];
        self.evidence(&mut keys);
        Tree::List(vec![record(keys)])
    }

    fn systems(&mut self, count: usize) -> Tree {
        let mut all = Vec::new();
        for system in 0..count {
            let mut keys = vec![("name", Tree::text(format!("System {system}")))];
            let kinds = [
                "record",
                "collection",
                "collection",
                "register",
                "linkage",
                "analysis",
                "publication",
                "other",
            ];
            self.word(&mut keys, "kind", 92, &kinds);
            self.id(&mut keys, "owner", 95, &["o0", "o1", "o2", "o3"]);
            if system > 0 {
                self.id(&mut keys, "part_of", 6, &["s0"]);
            }
            self.covers(&mut keys, "covers", 70);
            self.word(&mut keys, "level", 50, &["record", "record", "aggregate"]);
            self.word(&mut keys, "captured", 60, &["2 days", "1 month"]);
            let mut held = Vec::new();
            let mut fields = Vec::new();
            for term in ["number", "sex", "t0", "t1", "t2"] {
                if !self.happens(60) {
                    continue;
                }
                let id = if self.happens(70) {
                    term
                } else {
                    self.pick(&["f0", "f1"])
                };
                if held.iter().any(|(other, _)| other == id) {
                    continue;
                }
                fields.push((id.to_owned(), self.field(term)));
                held.push((id.to_owned(), term.to_owned()));
            }
            keys.push(("fields", Tree::Map(fields)));
            self.evidence(&mut keys);
            self.fields.push(held);
            all.push(entry(&format!("s{system}"), keys));
        }
        Tree::Map(all)
    }

    fn field(&mut self, term: &str) -> Tree {
        let mut keys = vec![("term", Tree::text(term))];
        self.id(&mut keys, "name", 20, &["A field"]);
        self.id(&mut keys, "definition", 20, &["As this system defines it"]);
        if term.starts_with('t') {
            self.domain(&mut keys);
            self.covers(&mut keys, "covers", 15);
            self.word(&mut keys, "complete", 15, &["35 %", "90 %"]);
            self.word(&mut keys, "captured", 10, &["true", "false"]);
        }
        self.word(&mut keys, "required", 20, &["true", "false"]);
        if self.happens(30) {
            self.evidence(&mut keys);
        }
        record(keys)
    }
}
