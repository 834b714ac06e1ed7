//! Laws on ages and relations.

use std::collections::BTreeMap;

use flowmap::analysis::Analysis;
use flowmap::judge::graph::{Age, Ages, Bound};

use super::Files;
use super::analyse;
use super::maps;
use super::of_rule;
use super::only;
use super::words;

/// The text with four added to the number after each `lag: `.
fn later(text: &str) -> String {
    let mut parts = text.split("lag: ");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = part.split_at(digits);
        let number = number.parse::<u32>().map(|number| (number + 4).to_string());
        out += "lag: ";
        out += &number.unwrap_or_default();
        out += rest;
    }
    out
}

fn ages(analysis: &Analysis) -> BTreeMap<String, Option<Age>> {
    let (model, ages) = (analysis.model(), Ages::of(&analysis.graph));
    let fields = model.fields.ids();
    fields
        .map(|field| (model.field_name(field), ages.age(field)))
        .collect()
}

/// True if neither end of the second is less than that of the first.
fn is_no_younger(before: Bound, after: Bound) -> bool {
    let most = |bound: Bound| bound.most.unwrap_or(i64::MAX);
    before.least <= after.least && most(before) <= most(after)
}

#[test]
fn a_delay_added_never_makes_anything_younger() {
    for (files, before) in maps() {
        let after: Files = files
            .iter()
            .map(|(name, text)| (name.clone(), later(text)))
            .collect();
        let after = analyse(&after);
        let late = |analysis: &Analysis| of_rule(analysis, "unmet-need");
        assert_eq!(only(&late(before), &late(&after)), [] as [String; 0]);
        let (before, after) = (ages(before), ages(&after));
        let mut aged = 0;
        for (field, young) in &before {
            let (Some(young), Some(old)) = (young, after[field]) else {
                assert_eq!(young.is_none(), after[field].is_none(), "{field}");
                continue;
            };
            assert!(is_no_younger(young.best, old.best), "{field} at best");
            assert!(is_no_younger(young.mean, old.mean), "{field} on average");
            assert!(is_no_younger(young.worst, old.worst), "{field} at worst");
            aged += usize::from(*young != old);
        }
        assert!(aged > 10, "nothing became older");
    }
}

/// The relations of two sides, by the names of both, in the order of the finding.
fn relations(analysis: &Analysis) -> BTreeMap<(String, String), Vec<String>> {
    let word = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let mut relations = BTreeMap::new();
    for finding in &analysis.findings {
        let pairs = finding
            .detail
            .get("pairs")
            .and_then(|pairs| pairs.as_array());
        for pair in pairs.into_iter().flatten() {
            let sides = if pair["fields"].is_array() {
                &pair["fields"]
            } else {
                &pair["collections"]
            };
            let Some(said) = pair["relation"].as_array() else {
                continue;
            };
            let mut said: Vec<String> = said.iter().map(word).collect();
            said.sort();
            relations.insert((word(&sides[0]), word(&sides[1])), said);
        }
    }
    relations
}

#[test]
fn swapping_two_sides_turns_narrower_into_broader() {
    let swapped = |word: &str| {
        let first = word
            .strip_suffix("_collection_a")
            .map(|start| format!("{start}_collection_b"));
        first.or_else(|| {
            word.strip_suffix("_collection_b")
                .map(|start| format!("{start}_collection_a"))
        })
    };
    let mirrored = |said: &Vec<String>| -> Vec<String> {
        let mut mirrored: Vec<String> = said
            .iter()
            .map(|word| match word.as_str() {
                "narrower" => "broader".to_owned(),
                "broader" => "narrower".to_owned(),
                same => same.to_owned(),
            })
            .collect();
        mirrored.sort();
        mirrored
    };
    for (files, before) in maps() {
        let after: Files = files
            .iter()
            .map(|(name, text)| (name.clone(), words(text, swapped)))
            .collect();
        assert_ne!(*files, after);
        let (before, after) = (relations(before), relations(&analyse(&after)));
        let mut turned = 0;
        for ((first, second), said) in &before {
            let is_side = |name: &str| {
                name.split('.')
                    .next()
                    .is_some_and(|name| swapped(name).is_some())
            };
            if !is_side(first) || !is_side(second) {
                continue;
            }
            let (first, second) = (words(first, swapped), words(second, swapped));
            // The sides are in the order of their ids, which the swap has reversed.
            let found = after.get(&(second.clone(), first.clone()));
            assert_eq!(found, Some(&mirrored(said)), "{first} and {second}");
            turned += usize::from(*said != mirrored(said));
        }
        assert!(turned > 0, "no side is narrower than the other");
    }
}
