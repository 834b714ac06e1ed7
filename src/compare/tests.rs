//! Every key of the format is compared: none can be forgotten.

use yaml_serde::{Mapping, Value};

use super::{Changes, Turn, changes};
use crate::analysis::{Analysis, Options};
use crate::read::model::{ACCOUNTS, RECORDS};
use crate::read::source::SourceSet;

/// Every key of every entry of the format.
const EVERYTHING: &str = include_str!("../read/model/encode/everything.yaml");

fn analysis(tree: &Value) -> Analysis {
    let text = serde_json::to_string(tree).expect("keys are texts");
    let sources = SourceSet::from_strings([("map.yaml", text)]);
    Analysis::of(sources, Options::default())
}

/// Calls `take` with every mapping that is an entry of this place of the format, in order: `terms.agreed` is the key `agreed` of each term.
fn each<'v>(tree: &'v mut Value, place: &str, take: &mut dyn FnMut(&'v mut Mapping)) {
    let (first, rest) = match place.split_once('.') {
        Some((first, rest)) => (first, Some(rest)),
        None => (place, None),
    };
    let Some(section) = tree.get_mut(first) else {
        return;
    };
    match rest {
        None if first == "map" => {
            if let Value::Mapping(keys) = section {
                take(keys);
            }
        }
        None => inner(section, None, take),
        Some(key) => inner(section, Some(key), take),
    }
}

/// Calls `take` with the entries of a section; with the entries under `key` of each, if a key is given.
fn inner<'v>(section: &'v mut Value, key: Option<&str>, take: &mut dyn FnMut(&'v mut Mapping)) {
    let entries: Vec<&mut Value> = match section {
        Value::Mapping(entries) => entries.iter_mut().map(|(_, entry)| entry).collect(),
        Value::Sequence(entries) => entries.iter_mut().collect(),
        _ => return,
    };
    for entry in entries {
        match (entry, key) {
            (Value::Mapping(keys), None) => take(keys),
            (Value::Mapping(keys), Some("agreed")) => {
                if let Some(Value::Mapping(agreed)) = keys.get_mut("agreed") {
                    take(agreed);
                }
            }
            (Value::Mapping(keys), Some(key)) => {
                if let Some(below) = keys.get_mut(key) {
                    inner(below, None, take);
                }
            }
            _ => {}
        }
    }
}

/// Returns the map without `key` in the `nth` entry that has it; `None` if fewer entries have it.
fn without(whole: &Value, place: &str, key: &str, nth: usize) -> Option<Value> {
    let mut tree = whole.clone();
    let (mut seen, mut is_taken) = (0, false);
    each(&mut tree, place, &mut |keys| {
        if keys.contains_key(key) {
            if seen == nth {
                keys.remove(key);
                is_taken = true;
            }
            seen += 1;
        }
    });
    is_taken.then_some(tree)
}

/// True if the change of a key is reported, or the change of the entry that the key is a part of.
fn is_told(changes: &Changes, place: &str, key: &str) -> bool {
    let (key, outer) = match place {
        "terms.agreed" => (format!("agreed.{key}"), "agreed"),
        "flows.fields" => ("fields".to_owned(), "fields"),
        _ => (key.to_owned(), ""),
    };
    changes.entries.iter().any(|change| {
        let mut keys = change.keys.iter().map(|one| one.key.as_str());
        // Without its ends a flow is another flow, and without its finding a decision is another decision.
        change.turn != Turn::Changed
            || keys.any(|one| one == key || one == outer || one == ACCOUNTS)
    })
}

#[test]
fn a_key_that_is_taken_away_is_told_wherever_it_stands() {
    let whole: Value = yaml_serde::from_str(EVERYTHING).expect("it is YAML");
    let old = analysis(&whole);
    assert!(changes(&old, &old).is_empty());
    let mut tried = 0;
    for (place, record) in RECORDS {
        // Every entry has a key `disputed`, so disputes need no place of their own.
        if place == "disputed" {
            continue;
        }
        for key in record.all() {
            // The version of the format is the same in every map that is read.
            let is_meant = (place, key.name) != ("map", "format");
            let mut copies = (0..).map_while(|nth| without(&whole, place, key.name, nth));
            let Some(first) = copies.next().filter(|_| is_meant) else {
                continue;
            };
            tried += 1;
            // A missing key may mean the same as the value: `identifier: false` does.
            let mut all = std::iter::once(first).chain(copies);
            let is_told =
                all.any(|copy| is_told(&changes(&old, &analysis(&copy)), place, key.name));
            assert!(is_told, "{place}.{} is not compared", key.name);
        }
    }
    assert!(tried > 70, "hardly any key was tried: {tried}");
}
