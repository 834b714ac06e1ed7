//! Decides whether a need is met, with all its reasons: for every point of a small universe, by every way, field by field.

mod cover;
mod link;
mod reasons;
mod side;
mod world;

use std::collections::{BTreeMap, BTreeSet};

use flowmap::read::finding::{Certainty, Finding};
use flowmap::read::model::{Extent, Need, Ref, TermId};
use flowmap::read::source::SourceSet;

use self::side::Side;
pub(in crate::oracle) use self::world::World;
use super::asking::Asking;
use crate::expectation::analysis;

/// The parts of a finding on a need: its state, the words of its reasons, and whether it is certain.
type Told = (String, BTreeSet<String>, bool);

/// True if a need states its people, and leaves out some dimension.
fn leaves_out(need: &Need) -> bool {
    let covers = need.covers.known();
    covers.is_some_and(|boxes| {
        boxes
            .iter()
            .any(|scope| !scope.0.iter().all(Extent::is_stated))
    })
}

/// True if a need states a dimension.
fn is_asked(need: &Need, dimension: usize) -> bool {
    let covers = need.covers.known();
    let mut boxes = covers.into_iter().flat_map(|boxes| boxes.iter());
    boxes.any(|scope| scope.0[dimension] != Extent::Unstated)
}

/// The finding that a need must have; `None` if it is met.
fn wanted(world: &World<'_>, need: &Need) -> Option<Told> {
    let asked = |index: usize| is_asked(need, index);
    let mut reasons: BTreeMap<&'static str, bool> = BTreeMap::new();
    let mut is_met_for_some = false;
    for who in &need.who {
        let side = Side {
            world,
            need,
            who: who.id(),
            asked: (0..world.model.dimensions.len()).map(asked).collect(),
        };
        let mut terms: Vec<TermId> = need.terms().iter().map(Ref::id).collect();
        terms.dedup();
        let has_all = terms
            .iter()
            .all(|id| !world.usable(who.id(), *id).is_empty());
        let mut all: Vec<(&'static str, bool)> =
            terms.iter().flat_map(|id| side.reasons(*id)).collect();
        if has_all {
            all.extend(side.unlinked(&terms));
            is_met_for_some |= side.serves_some(&terms);
        }
        for (word, is_certain) in all {
            *reasons.entry(word).or_default() |= is_certain;
        }
    }
    if reasons.is_empty() {
        return None;
    }
    let is_open = reasons.keys().all(|word| *word == "cannot-tell");
    let state = match (is_open, is_met_for_some) {
        (true, _) => "cannot be told",
        (_, true) => "partly met",
        _ => "not met",
    };
    let is_certain = reasons.values().any(|is_certain| *is_certain);
    Some((
        state.to_owned(),
        reasons.keys().map(|word| (*word).to_owned()).collect(),
        is_certain,
    ))
}

fn found(finding: &Finding) -> Told {
    let reasons = finding.detail["reasons"]
        .as_array()
        .expect("a list of reasons");
    let words = reasons
        .iter()
        .filter_map(|reason| reason["reason"].as_str());
    let state = finding.detail["state"].as_str().unwrap_or_default();
    (
        state.to_owned(),
        words.map(ToOwned::to_owned).collect(),
        finding.certainty == Certainty::Certain,
    )
}

#[test]
fn needs_are_met_and_unmet_as_every_point_says() {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for seed in 0..400 {
        let recipe = Asking {
            seed,
            is_timed: seed % 2 == 0,
            is_round: seed % 4 >= 2,
        };
        let analysis = analysis(SourceSet::from_strings([("map.yaml", recipe.text())]));
        let world = World::of(analysis.model());
        for (_, need) in analysis.model().needs.iter() {
            let name = format!("unmet-need/{}", need.slug);
            let finding = analysis
                .findings
                .iter()
                .find(|finding| finding.name == name);
            let (mut wanted, found) = (wanted(&world, need), finding.map(found));
            // The certainty of a need that leaves out some dimensions depends on the wording of its boxes, and is not compared.
            if let (Some(wanted), Some(found), true) = (&mut wanted, &found, leaves_out(need)) {
                wanted.2 = found.2;
            }
            if wanted != found {
                wrong.push(format!(
                    "seed {seed}, {name}:\n  wanted {wanted:?}\n  found  {found:?}"
                ));
            }
            let (state, reasons, _) =
                wanted.unwrap_or_else(|| ("met".to_owned(), BTreeSet::new(), true));
            for word in reasons.into_iter().chain([state]) {
                *counts.entry(word).or_default() += 1;
            }
        }
    }
    println!("{counts:?}");
    let shown: Vec<&String> = wrong.iter().take(10).collect();
    assert!(wrong.is_empty(), "{} needs: {shown:#?}", wrong.len());
    assert_eq!(
        counts.len(),
        13,
        "some reason or state never comes up: {counts:?}"
    );
}
