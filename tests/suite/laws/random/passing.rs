//! The flows, needs and decisions of a random map.

use super::maker::{Maker, entry, record};
use super::tree::Tree;

impl Maker {
    pub(super) fn flows(&mut self, systems: usize) -> Tree {
        let mut all = Vec::new();
        for flow in 0..self.dice.usize(3..9) {
            let (from, to) = (self.dice.usize(..systems), self.dice.usize(..systems));
            if from == to {
                continue;
            }
            let mut keys = vec![
                ("id", Tree::text(format!("flow{flow}"))),
                ("from", Tree::text(format!("s{from}"))),
                ("to", Tree::text(format!("s{to}"))),
            ];
            if self.happens(90) {
                keys.push(("fields", self.passages(from, to)));
            }
            self.id(&mut keys, "by", 15, &["o0", "o1"]);
            self.covers(&mut keys, "only", 20);
            self.word(
                &mut keys,
                "method",
                80,
                &["extract", "interface", "form", "manual"],
            );
            self.word(&mut keys, "every", 80, &["event", "month", "year"]);
            self.word(&mut keys, "lag", 70, &["1 day", "6 weeks", "days to weeks"]);
            self.id(&mut keys, "basis", 70, &["An Act"]);
            self.id(&mut keys, "purpose", 10, &["To count"]);
            self.word(
                &mut keys,
                "contains",
                35,
                &["personal", "pseudonymised", "anonymous", "aggregate"],
            );
            if self.happens(15) {
                keys.push(("identifiers", Tree::texts(&["number"])));
            }
            self.id(&mut keys, "same_submission", 10, &["one_form"]);
            self.id(&mut keys, "justified", 6, &["On purpose"]);
            self.word(&mut keys, "status", 15, &["current", "planned", "ended"]);
            self.word(&mut keys, "since", 10, &["2024-01-01", "2026-01-01"]);
            self.word(&mut keys, "until", 10, &["2024-12-31", "2026-12-31"]);
            self.evidence(&mut keys);
            all.push(record(keys));
        }
        Tree::List(all)
    }

    fn passages(&mut self, from: usize, to: usize) -> Tree {
        let mut passed = Vec::new();
        for target in 0..self.fields[to].len() {
            let (id, term) = self.fields[to][target].clone();
            let mut sources: Vec<Tree> = Vec::new();
            for (source, meant) in &self.fields[from] {
                if *meant == term || self.dice.u32(..100) < 6 {
                    sources.push(Tree::text(source.clone()));
                }
            }
            if sources.is_empty() || !self.happens(75) {
                continue;
            }
            let from = if sources.len() == 1 {
                sources.remove(0)
            } else {
                Tree::List(sources)
            };
            let mut keys = vec![("from", from), ("to", Tree::text(id))];
            self.word(
                &mut keys,
                "how",
                20,
                &["derived", "aggregated", "masked", "identity"],
            );
            passed.push(record(keys));
        }
        Tree::List(passed)
    }

    pub(super) fn needs(&mut self) -> Tree {
        let mut all = Vec::new();
        for need in 0..3 {
            let mut keys = vec![("question", Tree::text("How many?"))];
            if self.happens(20) {
                keys.push(("who", Tree::texts(&["o0", "o2"])));
            } else {
                self.id(&mut keys, "who", 100, &["o0", "o1", "o2"]);
            }
            let terms = [&["t0"][..], &["t1"], &["t0", "t2"], &["t1", "t0"]];
            let terms = terms[self.dice.usize(..terms.len())];
            keys.push(("terms", Tree::texts(terms)));
            self.covers(&mut keys, "covers", 60);
            self.word(&mut keys, "within", 40, &["1 week", "days", "3 months"]);
            self.word(&mut keys, "level", 50, &["record", "aggregate"]);
            self.word(&mut keys, "every", 30, &["quarter"]);
            self.word(&mut keys, "complete", 25, &["90 %"]);
            self.word(&mut keys, "unmet", 10, &["held nowhere"]);
            self.evidence(&mut keys);
            if keys.iter().any(|(key, _)| *key == "notes") {
                let says = vec![("by", Tree::text("o0")), ("says", Tree::text("It is not"))];
                keys.push(("disputed", record(says)));
            }
            all.push(entry(&format!("n{need}"), keys));
        }
        Tree::Map(all)
    }

    pub(super) fn decisions(&mut self) -> Tree {
        if self.happens(70) {
            return Tree::List(Vec::new());
        }
        let mut keys = vec![
            ("finding", Tree::text("unmet-need/n0")),
            ("status", Tree::bare("accepted")),
            ("why", Tree::text("Agreed")),
            ("by", Tree::text("o0")),
            ("action", Tree::text("Ask them")),
            ("due", Tree::bare("2025-12-01")),
            ("until", Tree::bare("2026-01-01")),
        ];
        self.evidence(&mut keys);
        Tree::List(vec![record(keys)])
    }
}
