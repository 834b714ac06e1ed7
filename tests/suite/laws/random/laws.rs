//! The laws: each takes a map and returns the ways in which it is broken; `None` if it has nothing to try on that map.

#![expect(clippy::unnecessary_wraps, reason = "all laws have one form")]

use std::collections::{BTreeMap, BTreeSet};

use flowmap::analysis::{Analysis, Options};
use flowmap::read::finding::Group;
use flowmap::read::source::SourceSet;

use super::emptied::with_emptied;
use super::tree::Tree;
use super::unknown::unknown;
use crate::told::told;

/// A law: takes a seed and its map, returns the ways in which it is broken.
pub(crate) type Law = fn(u64, &Tree) -> Option<Vec<String>>;

/// All laws by name.
pub(crate) const LAWS: [(&str, Law); 7] = [
    ("rename", rename),
    ("reorder", reorder),
    ("split", split),
    ("long forms", long_forms),
    ("retire", retire),
    ("swap", swap),
    ("unknown", unknown),
];

fn analyse(files: Vec<(String, String)>) -> Analysis {
    Analysis::of(SourceSet::from_strings(files), Options::default())
}

pub(super) fn of_tree(tree: &Tree) -> Analysis {
    analyse(vec![("map.yaml".to_owned(), tree.written())])
}

/// The names of the rules' findings, including those of further terms, with the certainty of each.
fn names(analysis: &Analysis) -> BTreeSet<(String, &'static str)> {
    let findings = analysis.findings.iter();
    let findings = findings.filter(|finding| finding.kind.group != Group::Map);
    findings
        .flat_map(|finding| {
            told(finding)
                .into_iter()
                .map(|name| (name, finding.certainty.word()))
        })
        .collect()
}

/// The faults of the files.
pub(super) fn faults(analysis: &Analysis) -> usize {
    let findings = analysis.findings.iter();
    findings
        .filter(|finding| finding.kind.group == Group::Map)
        .count()
}

/// The items that one has and the other lacks.
fn differences(
    before: &BTreeSet<(String, &'static str)>,
    after: &BTreeSet<(String, &'static str)>,
) -> Vec<String> {
    let lost = before
        .difference(after)
        .map(|(name, sure)| format!("lost {name} ({sure})"));
    let won = after
        .difference(before)
        .map(|(name, sure)| format!("won {name} ({sure})"));
    lost.chain(won).collect()
}

/// The name with its parts in order, so that pairs of equals compare.
fn sorted(name: &str) -> String {
    let mut parts: Vec<&str> = name.split('/').collect();
    parts.sort_unstable();
    parts.join("/")
}

/// Systems, organisations, terms and needs get ids in another order.
fn rename(_: u64, map: &Tree) -> Option<Vec<String>> {
    let new = |word: &str| -> String {
        let kind = word.chars().next().unwrap_or_default();
        let number = word.get(1..).and_then(|rest| rest.parse::<u32>().ok());
        match number {
            Some(number) if "sotn".contains(kind) => format!("{kind}{}", 9 - number),
            _ => word.to_owned(),
        }
    };
    let in_name = |name: &str| -> String {
        let mut out = String::new();
        let mut word = String::new();
        for letter in name.chars().chain(['/']) {
            if letter.is_ascii_alphanumeric() || letter == '_' {
                word.push(letter);
            } else {
                out += &new(&word);
                word.clear();
                out.push(letter);
            }
        }
        out.pop();
        sorted(&out)
    };
    let renamed = map.renamed(&|text| match text.strip_prefix("unmet-need/") {
        Some(need) => format!("unmet-need/{}", new(need)),
        None => new(text),
    });
    let before = names(&of_tree(map)).into_iter();
    let before = before.map(|(name, sure)| (in_name(&name), sure)).collect();
    let after = names(&of_tree(&renamed)).into_iter();
    let after = after.map(|(name, sure)| (sorted(&name), sure)).collect();
    Some(differences(&before, &after))
}

/// Keys, entries, flows and other lists in reverse order, except lists whose order has a meaning.
fn reorder(_: u64, map: &Tree) -> Option<Vec<String>> {
    let turns = |key: &str| !matches!(key, "who" | "source" | "from");
    let before = names(&of_tree(map));
    Some(differences(
        &before,
        &names(&of_tree(&map.reversed(&turns, ""))),
    ))
}

/// Each entry of each section in its own file.
fn split(_: u64, map: &Tree) -> Option<Vec<String>> {
    let Tree::Map(sections) = map else {
        return None;
    };
    let mut files = Vec::new();
    for (section, entries) in sections {
        let parts: Vec<Tree> = match entries {
            Tree::List(items) => items
                .iter()
                .map(|item| Tree::List(vec![item.clone()]))
                .collect(),
            Tree::Map(entries) if section != "map" => entries
                .iter()
                .map(|entry| Tree::Map(vec![entry.clone()]))
                .collect(),
            whole => vec![whole.clone()],
        };
        for part in parts {
            let file = Tree::Map(vec![(section.clone(), part)]);
            files.push((format!("{:03}.yaml", 999 - files.len()), file.written()));
        }
    }
    Some(differences(&names(&of_tree(map)), &names(&analyse(files))))
}

/// Short forms: fields as a list of ids and terms if they have no other key, flows that pass a value under its own name by that name, one
/// asker in a list.
fn long_forms(_: u64, map: &Tree) -> Option<Vec<String>> {
    let mut short = map.clone();
    if let Tree::Map(systems) = short.at("systems") {
        for (_, system) in systems {
            if let Tree::Map(fields) = system.at("fields") {
                for (_, field) in fields {
                    let only_term = match &*field {
                        Tree::Map(keys) => match &keys[..] {
                            [(key, term)] if key == "term" => Some(term.clone()),
                            _ => None,
                        },
                        _ => None,
                    };
                    if let Some(term) = only_term {
                        *field = term;
                    }
                }
            }
        }
    }
    if let Tree::List(flows) = short.at("flows") {
        for flow in flows.iter_mut().filter(|flow| flow.get("fields").is_some()) {
            if let Tree::List(passages) = flow.at("fields") {
                for passage in passages {
                    let (from, to) = (passage.get("from").cloned(), passage.get("to").cloned());
                    let is_plain = passage.get("how").is_none();
                    if let (Some(Tree::Text(from)), Some(Tree::Text(to)), true) =
                        (from, to, is_plain)
                    {
                        *passage = if from == to {
                            Tree::Text(from)
                        } else {
                            Tree::Map(vec![(from, Tree::Text(to))])
                        };
                    }
                }
            }
        }
    }
    if let Tree::Map(needs) = short.at("needs") {
        for (_, need) in needs {
            let who = need.at("who");
            if let Tree::Text(one) = who {
                *who = Tree::List(vec![Tree::Text(one.clone())]);
            }
        }
    }
    (short != *map).then(|| differences(&names(&of_tree(map)), &names(&of_tree(&short))))
}

/// A system loses all its flows: no need becomes met by that.
fn retire(seed: u64, map: &Tree) -> Option<Vec<String>> {
    let system = format!("s{}", seed % 3);
    let mut after = map.clone();
    let is_of = |flow: &Tree| {
        let mut ends = ["from", "to"].into_iter().filter_map(|key| flow.get(key));
        ends.any(|end| *end == Tree::Text(system.clone()))
    };
    let Tree::List(flows) = after.at("flows") else {
        return None;
    };
    let count = flows.len();
    flows.retain(|flow| !is_of(flow));
    if flows.len() == count {
        return None;
    }
    // A field that nothing fills any more has no capture: it is removed if its system captures nothing itself.
    let unmet = |analysis: &Analysis| -> BTreeSet<String> {
        let names = names(analysis).into_iter().map(|(name, _)| name);
        names
            .filter(|name| name.starts_with("unmet-need/"))
            .collect()
    };
    let (before, after) = (
        unmet(&of_tree(map)),
        unmet(&of_tree(&with_emptied(map, &after))),
    );
    let met = before
        .difference(&after)
        .map(|name| format!("without {system}, {name} is met"));
    Some(met.collect())
}

/// The relations of two sides, by the rule and the names of both, in the order of the finding.
fn relations(analysis: &Analysis) -> BTreeMap<(&'static str, String, String), Vec<String>> {
    let word = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let mut relations = BTreeMap::new();
    for finding in &analysis.findings {
        let pairs = finding
            .detail
            .get("pairs")
            .and_then(|pairs| pairs.as_array());
        for pair in pairs.into_iter().flatten() {
            let sides = &pair["fields"];
            let Some(said) = pair["relation"].as_array() else {
                continue;
            };
            let mut said: Vec<String> = said.iter().map(word).collect();
            said.sort();
            let sides = (finding.kind.name, word(&sides[0]), word(&sides[1]));
            relations.insert(sides, said);
        }
    }
    relations
}

/// Two systems exchange their ids: narrower becomes broader.
fn swap(_: u64, map: &Tree) -> Option<Vec<String>> {
    let swapped = |word: &str| match word {
        "s0" => "s1".to_owned(),
        "s1" => "s0".to_owned(),
        same => same.to_owned(),
    };
    let in_name = |name: &str| match name.split_once('.') {
        Some((system, field)) => format!("{}.{field}", swapped(system)),
        None => swapped(name),
    };
    let (before, after) = (
        relations(&of_tree(map)),
        relations(&of_tree(&map.renamed(&swapped))),
    );
    let mirrored = |said: &[String]| -> Vec<String> {
        let turn = |word: &String| match word.as_str() {
            "narrower" => "broader".to_owned(),
            "broader" => "narrower".to_owned(),
            same => same.to_owned(),
        };
        let mut mirrored: Vec<String> = said.iter().map(turn).collect();
        mirrored.sort();
        mirrored
    };
    let mut broken = Vec::new();
    for ((rule, first, second), said) in &before {
        let names = [in_name(first), in_name(second)];
        let [straight, turned] = [[0, 1], [1, 0]]
            .map(|[one, other]| after.get(&(*rule, names[one].clone(), names[other].clone())));
        let is_same = straight.is_some_and(|found| found == said);
        let is_mirrored = turned.is_some_and(|found| *found == mirrored(said));
        // Under other ids a finding may include another term, and list its pairs.
        let is_told = straight.is_some() || turned.is_some();
        if is_told && !is_same && !is_mirrored {
            broken.push(format!("{rule}: {first} is {said:?} to {second}"));
        }
    }
    (!before.is_empty()).then_some(broken)
}
