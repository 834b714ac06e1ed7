//! Made-up pairs of maps with planted changes: each is found, and none is invented.

use fastrand::Rng;
use flowmap::sample::{Recipe, generate};
use yaml_serde::Value;

use super::tree::{entry, items, merged, set, value, written};
use super::{between, check_entries};

/// The number of pairs.
const PAIRS: u64 = 200;

/// A map in the making, with the changes made in it.
struct Plot {
    tree: Value,
    dice: Rng,
    told: Vec<String>,
    /// The entries already changed, which are not changed again.
    touched: Vec<String>,
}

/// The ids of the entries of a section.
fn ids(tree: &Value, section: &str) -> Vec<String> {
    let section = tree.get(section).and_then(Value::as_mapping);
    let keys = section.into_iter().flat_map(|section| section.keys());
    keys.filter_map(|key| key.as_str().map(str::to_owned))
        .collect()
}

impl Plot {
    /// An entry of a section that was not touched yet.
    fn pick(&mut self, section: &str) -> Option<String> {
        let mut all = ids(&self.tree, section);
        all.retain(|id| !self.touched.contains(&format!("{section}/{id}")));
        let id = self.dice.choice(&all)?.clone();
        self.touched.push(format!("{section}/{id}"));
        Some(id)
    }

    /// Plants one change of a random kind.
    fn plant(&mut self, number: usize) {
        match self.dice.usize(0..9) {
            0 => self.note("systems", "system"),
            1 => self.note("organisations", "organisation"),
            2 => self.definition(),
            3 => self.system(number),
            4 => self.flow(number),
            5 => self.drop_flow(),
            6 => self.method(),
            7 => self.need(number),
            _ => self.owner(),
        }
    }

    fn note(&mut self, section: &str, what: &str) {
        if let Some(id) = self.pick(section) {
            set(&mut self.tree, &[section, &id], "notes", "Looked at again");
            self.told.push(format!("changed {what} {id} (notes)"));
        }
    }

    fn definition(&mut self) {
        if let Some(id) = self.pick("terms") {
            set(
                &mut self.tree,
                &["terms", &id],
                "definition",
                "Something else",
            );
            self.told.push(format!("changed term {id} (definition)"));
        }
    }

    fn system(&mut self, number: usize) {
        let id = format!("planted_{number}");
        set(
            &mut self.tree,
            &["systems"],
            &id,
            "{name: Planted, kind: other}",
        );
        self.touched.push(format!("systems/{id}"));
        self.told.push(format!("came system {id}"));
    }

    fn flow(&mut self, number: usize) {
        let id = format!("target_{number}");
        set(&mut self.tree, &["systems"], &id, "{name: Target}");
        self.touched.push(format!("systems/{id}"));
        let systems = ids(&self.tree, "systems");
        let from = systems[self.dice.usize(0..systems.len())].clone();
        if from == id {
            self.told.push(format!("came system {id}"));
            return;
        }
        let flow = value(&format!(
            "{{from: \"{from}\", to: \"{id}\", method: letter}}"
        ));
        items(&mut self.tree, "flows").push(flow);
        self.told.push(format!("came system {id}"));
        self.told.push(format!("came flow {from}->{id}"));
        self.touched.push(format!("{from}->{id}"));
    }

    /// The place of a flow in its long form that is the only one between its systems, and its id.
    fn lone_flow(&mut self) -> Option<(usize, String)> {
        let flows = items(&mut self.tree, "flows").clone();
        let id = |flow: &Value| {
            let end = |end: &str| flow.get(end).and_then(Value::as_str).map(str::to_owned);
            Some(format!("{}->{}", end("from")?, end("to")?))
        };
        // An arrow is the short form of a flow: it may join the same systems.
        let texts: Vec<String> = flows.iter().map(written).collect();
        let lone = flows.iter().enumerate().filter_map(|(place, flow)| {
            let id = id(flow)?;
            let (from, to) = id.split_once("->")?;
            let others = texts.iter().enumerate();
            let mut others = others.filter(|(other, text)| {
                *other != place && text.contains(from) && text.contains(to)
            });
            let is_free = !self.touched.contains(&id) && flow.get("id").is_none();
            (is_free && others.next().is_none()).then_some((place, id))
        });
        let lone: Vec<(usize, String)> = lone.collect();
        let (place, id) = self.dice.choice(&lone)?.clone();
        self.touched.push(id.clone());
        Some((place, id))
    }

    fn drop_flow(&mut self) {
        if let Some((place, id)) = self.lone_flow() {
            items(&mut self.tree, "flows").remove(place);
            self.told.push(format!("gone flow {id}"));
        }
    }

    fn method(&mut self) {
        if let Some((place, id)) = self.lone_flow() {
            items(&mut self.tree, "flows")[place]["purpose"] = value("Planted");
            self.told.push(format!("changed flow {id} (purpose)"));
        }
    }

    fn need(&mut self, number: usize) {
        let id = format!("need_{number}");
        if self.tree.get("needs").is_none() {
            return;
        }
        set(
            &mut self.tree,
            &["needs"],
            &id,
            "{question: Was this planted?}",
        );
        self.told.push(format!("came need {id}"));
    }

    fn owner(&mut self) {
        let Some(id) = self.pick("systems") else {
            return;
        };
        let system = entry(&mut self.tree, &["systems", &id]);
        system.insert("owner".into(), "planted_body".into());
        self.told.push(format!("changed system {id} (owner)"));
    }
}

#[test]
fn planted_changes_are_found_and_none_is_invented() {
    let mut planted = 0;
    for seed in 0..PAIRS {
        let map = generate(&Recipe {
            fields: 40 + seed as usize % 60,
            seed,
        });
        let old = merged(map.files.iter().map(|(_, text)| text.as_str()));
        let mut plot = Plot {
            tree: old.clone(),
            dice: Rng::with_seed(seed),
            told: Vec::new(),
            touched: Vec::new(),
        };
        for number in 0..plot.dice.usize(1..8) {
            plot.plant(number);
        }
        planted += plot.told.len();
        let changes = between(&written(&old), &written(&plot.tree));
        let told: Vec<&str> = plot.told.iter().map(String::as_str).collect();
        check_entries(&changes, &told);
    }
    assert!(planted > 500, "hardly anything was planted: {planted}");
}
