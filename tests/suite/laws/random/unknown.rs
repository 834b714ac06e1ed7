//! The law on `unknown`: whatever value becomes unknown, no finding becomes certain by it.

#![expect(clippy::unnecessary_wraps, reason = "all laws have one form")]

use std::collections::BTreeSet;

use flowmap::analysis::Analysis;
use flowmap::read::finding::{Certainty, Group};

use super::laws::{faults, of_tree};
use super::tree::Tree;
use crate::told::told;

/// Keys whose values are no statements: ids, references that shape the map, and the lists of values.
const SHAPE: [&str; 12] = [
    "from", "to", "id", "name", "tags", "values", "range", "format", "was", "changes", "action",
    "due",
];

/// Findings on gaps of the register: they are about unknown values.
const LACKS: [&str; 9] = [
    "flow-missing",
    "unowned",
    "unstated-basis",
    "unconfirmed",
    "stale",
    "unconnected",
    "missing-origin",
    "definition-missing",
    "scope-not-stated",
];

/// The paths to the values of keys in a tree.
fn paths(tree: &Tree, at: &[usize], key: &str, found: &mut Vec<(String, Vec<usize>)>) {
    match tree {
        Tree::List(items) => {
            for (index, item) in items.iter().enumerate() {
                paths(item, &[at, &[index]].concat(), key, found);
            }
        }
        Tree::Map(entries) => {
            for (index, (name, value)) in entries.iter().enumerate() {
                let place = [at, &[index]].concat();
                let is_id = name.len() == 2 && name.ends_with(|last: char| last.is_ascii_digit());
                let is_key = !is_id
                    && !SHAPE.contains(&name.as_str())
                    && !matches!(name.as_str(), "number" | "sex");
                if is_key && at.len() > 1 {
                    let full = if key.is_empty() {
                        name.clone()
                    } else {
                        format!("{key}.{name}")
                    };
                    found.push((full, place.clone()));
                }
                if name == "values" {
                    continue;
                }
                let inner = if at.is_empty() { name.as_str() } else { key };
                paths(value, &place, inner, found);
            }
        }
        _ => {}
    }
}

fn value<'t>(tree: &'t mut Tree, path: &[usize]) -> &'t mut Tree {
    let Some((first, rest)) = path.split_first() else {
        return tree;
    };
    match tree {
        Tree::List(items) => value(&mut items[*first], rest),
        Tree::Map(entries) => value(&mut entries[*first].1, rest),
        _ => panic!("a path leads into a value"),
    }
}

/// True if a finding was made before about these pairs or windows and about others that it no longer lists: about fewer fields it may be more
/// certain.
fn tells_less(before: &Analysis, after: &Analysis, name: &str) -> bool {
    let pairs = |analysis: &Analysis| -> Vec<String> {
        let mut findings = analysis.findings.iter();
        let finding = findings.find(|finding| finding.name == name);
        let listed = |key| finding.and_then(|finding| finding.detail.get(key)?.as_array());
        let pairs = listed("pairs").into_iter().flatten();
        let pairs = pairs.map(|pair| pair["fields"].to_string());
        let windows = listed("windows").into_iter().flatten();
        let fields = listed("fields").into_iter().flatten();
        let pairs = pairs.chain(fields.map(ToString::to_string));
        pairs
            .chain(windows.map(|window| window["field"].to_string()))
            .collect()
    };
    let state = |analysis: &Analysis| {
        let mut findings = analysis.findings.iter();
        let finding = findings.find(|finding| finding.name == name)?;
        Some(finding.detail.get("state")?.as_str()?.to_owned())
    };
    // That a need is partly met told of a field that serves some; without it, only the rest is told.
    if state(before).as_deref() == Some("partly met") && state(after).as_deref() == Some("not met")
    {
        return true;
    }
    let (was, is) = (pairs(before), pairs(after));
    !is.is_empty() && is.len() < was.len() && is.iter().all(|pair| was.contains(pair))
}

/// One value of one key is unknown: no finding becomes certain by that. Three places of each map are tried.
pub(super) fn unknown(seed: u64, map: &Tree) -> Option<Vec<String>> {
    let places = places(map);
    let chosen = (0..3).map(|step| &places[(seed as usize * 31 + step * 97) % places.len()]);
    Some(broken(map, chosen))
}

/// The same at every place of a map.
pub(super) fn unknown_anywhere(map: &Tree) -> Vec<String> {
    broken(map, &places(map))
}

/// A key, and the path to a value of it.
type Place = (String, Vec<usize>);

fn places(map: &Tree) -> Vec<Place> {
    let mut places = Vec::new();
    paths(map, &[], "", &mut places);
    places
}

/// The findings that become certain if the value at one of these places is unknown.
fn broken<'p>(map: &Tree, places: impl IntoIterator<Item = &'p Place>) -> Vec<String> {
    let before = of_tree(map);
    let certain = |analysis: &Analysis| -> BTreeSet<String> {
        let findings = analysis.findings.iter();
        let findings = findings.filter(|finding| {
            let is_of_world =
                finding.kind.group != Group::Map && !LACKS.contains(&finding.kind.name);
            finding.certainty == Certainty::Certain && is_of_world
        });
        findings.flat_map(told).collect()
    };
    let known = certain(&before);
    let mut broken = Vec::new();
    for (key, path) in places {
        let mut after = map.clone();
        *value(&mut after, path) = Tree::bare("unknown");
        let after = of_tree(&after);
        if faults(&after) > faults(&before) {
            continue;
        }
        let new = certain(&after);
        let new = new.difference(&known);
        let new = new.filter(|name| !tells_less(&before, &after, name));
        broken.extend(new.map(|name| format!("{key}: unknown makes {name}")));
    }
    broken
}
