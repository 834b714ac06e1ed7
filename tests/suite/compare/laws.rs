//! Laws that hold for any two maps.

use flowmap::analysis::Analysis;
use flowmap::compare::{Changes, changes};
use flowmap::read::source::SourceSet;
use flowmap::sample::{Recipe, generate};

use super::one;
use crate::expectation::{analysis, package};
use crate::laws::random::maker;

fn made_up(seed: u64) -> Analysis {
    let map = generate(&Recipe { fields: 120, seed });
    analysis(SourceSet::from_strings(map.files))
}

#[test]
fn a_map_compared_with_itself_says_nothing() {
    let real = SourceSet::read(&package("flows")).expect("flows/ is there");
    let mut maps = vec![analysis(real)];
    maps.extend((0..20).map(made_up));
    maps.extend((0..200).map(|seed| one(&maker::map(seed).written())));
    for map in &maps {
        let told = changes(map, map);
        assert!(told.is_empty(), "{told:#?}");
    }
}

/// The changes in one direction, written as in the other direction.
fn mirrored(changes: &Changes) -> [Vec<String>; 4] {
    let entries = changes.entries.iter().map(|change| {
        let turn = match change.turn.word() {
            "came" => "gone",
            "gone" => "came",
            same => same,
        };
        let keys = change.keys.iter();
        let keys: Vec<String> = keys
            .map(|key| format!("{} {:?} {:?}", key.key, key.after, key.before))
            .collect();
        let ids = match &change.was {
            Some(was) => format!("{was} was {}", change.id),
            None if turn == "changed" && change.what == "flow" => String::new(),
            None => change.id.clone(),
        };
        format!("{turn} {} {ids} {keys:?} {:?}", change.what, change.likely)
    });
    let names = |all: &[flowmap::compare::FindingChange]| {
        all.iter().map(|one| one.name.clone()).collect::<Vec<_>>()
    };
    let need = |word: &str, one: &flowmap::compare::NeedChange| {
        format!("{word} {:?}-{:?}", one.after, one.before)
    };
    let won = changes.needs.won.iter().map(|one| need("lost", one));
    let lost = changes.needs.lost.iter().map(|one| need("won", one));
    let needs: Vec<String> = won.chain(lost).collect();
    [
        entries.collect(),
        names(&changes.findings.closed),
        names(&changes.findings.opened),
        needs,
    ]
}

/// The same of the other way itself.
fn told(changes: &Changes) -> [Vec<String>; 4] {
    let entries = changes.entries.iter().map(|change| {
        let keys = change.keys.iter();
        let keys: Vec<String> = keys
            .map(|key| format!("{} {:?} {:?}", key.key, key.before, key.after))
            .collect();
        let turn = change.turn.word();
        let ids = match &change.was {
            Some(was) => format!("{} was {was}", change.id),
            None if turn == "changed" && change.what == "flow" => String::new(),
            None => change.id.clone(),
        };
        format!("{turn} {} {ids} {keys:?} {:?}", change.what, change.likely)
    });
    let names = |all: &[flowmap::compare::FindingChange]| {
        all.iter().map(|one| one.name.clone()).collect::<Vec<_>>()
    };
    let needs = |word: &str, all: &[flowmap::compare::NeedChange]| {
        all.iter()
            .map(|one| format!("{word} {:?}-{:?}", one.before, one.after))
            .collect::<Vec<_>>()
    };
    let mut all = needs("lost", &changes.needs.lost);
    all.extend(needs("won", &changes.needs.won));
    [
        entries.collect(),
        names(&changes.findings.opened),
        names(&changes.findings.closed),
        all,
    ]
}

#[test]
fn what_one_way_says_the_other_way_says_mirrored() {
    let random = |seed| one(&maker::map(seed).written());
    let mut pairs: Vec<(Analysis, Analysis)> = (0..60)
        .map(|seed| (random(seed), random(seed + 1000)))
        .collect();
    pairs.extend((0..6).map(|seed| (made_up(seed), made_up(seed + 1000))));
    for (a, b) in &pairs {
        let (there, back) = (changes(a, b), changes(b, a));
        let (mut expected, mut actual) = (mirrored(&there), told(&back));
        for list in expected.iter_mut().chain(&mut actual) {
            list.sort();
        }
        for (expected, actual) in expected.iter().zip(&actual) {
            let missing = |all: &[String], from: &[String]| -> Vec<String> {
                let missing = all.iter().filter(|one| !from.contains(one));
                missing.cloned().collect()
            };
            let (gone, new) = (missing(expected, actual), missing(actual, expected));
            assert!(gone.is_empty() && new.is_empty(), "{gone:#?}\n{new:#?}");
        }
        assert_eq!(there.findings.open, back.findings.open);
        assert_eq!(there.topics.opened.len(), back.topics.closed.len());
        assert_eq!(there.topics.open, back.topics.open);
        for (there, back) in there.figures.iter().zip(&back.figures) {
            assert_eq!((there.then, there.now), (back.now, back.then));
        }
    }
}
