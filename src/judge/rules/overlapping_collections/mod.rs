//! Two collections that ask nearly the same: weighted containment against chance.

mod asked;
mod chance;
mod join;

use serde_json::json;

use self::asked::{Asked, asked};
use self::chance::Chance;
use self::join::Match;
use super::found::{Found, Names, about, how_sure};
use super::rule;
use crate::judge::graph::{Cone, FlowGraph};
use crate::read::finding::{Certainty, Words};
use crate::read::model::{Model, Relation, ScopeBox, SystemId, TermId, overlap, relations};

rule! {
    /// ## Finds
    /// Two collections of which one asks nearly all that the other does, about people who overlap, more than chance would make likely. Rare terms
    /// count for more than common ones; identifiers and plain context count for nothing; terms that one passes on to the other, that one act of
    /// supplying fills in both, or that are asked twice on purpose (`justified`) are left out.
    /// It is only likely where a flow of which nobody has said what it passes may supply the one from the other.
    /// ## Why it matters
    /// Two collections that ask the same could be one, or one could be drawn from the other.
    /// ## How to fix
    /// Ask once: let the wider collection supply the narrower, and keep only what it alone asks.
    /// ## When it is fine
    /// Where the two must stay independent: write `justified:` on the flows that fill one of them.
    "overlapping-collections", Duplication, Warning, "two collections ask much the same", find, tell
}

/// The least share of the smaller collection's weight at which two collections ask nearly the same.
const MUCH: f64 = 0.6;
/// The least number of shared terms.
const FEWEST_SHARED: usize = 3;
/// The share of findings that may be due to chance (Benjamini and Hochberg 1995).
const FALSE_SHARE: f64 = 0.05;

/// Two collections that ask nearly the same.
struct Overlapping {
    collections: [SystemId; 2],
    /// The terms that both ask of the same respondent, rarest first.
    shared: Box<[TermId]>,
    /// For each, the share of its weight that the shared terms make up.
    shares: [f64; 2],
    chance: Chance,
}
about!(Overlapping {
    name: [&collections],
    subjects: [&collections]
});

fn find(graph: &FlowGraph) -> Vec<Found<Overlapping>> {
    let asked = asked(graph);
    let matches = join::matches(&asked, MUCH).into_iter();
    let mut matches: Vec<(Chance, Match)> = matches
        .filter(|found| found.shared.len() >= FEWEST_SHARED)
        .map(|found| (chance::of(&asked, &found), found))
        .collect();
    matches.sort_by(|(a, first), (b, second)| {
        let by_place = first.places.cmp(&second.places);
        a.tail.total_cmp(&b.tail).then(by_place)
    });
    let collections = asked.collections.len();
    let pairs = (collections * collections.saturating_sub(1) / 2) as f64;
    let passes = |(count, (chance, _)): &(usize, &(Chance, Match))| {
        chance.tail <= FALSE_SHARE * *count as f64 / pairs
    };
    let last = (1..).zip(&matches).filter(passes).last();
    let count = last.map_or(0, |(count, _)| count);
    let mut cone = Cone::over(graph);
    let likely = matches.iter().take(count);
    likely
        .filter_map(|(chance, found)| of_match(graph, &mut cone, &asked, found, *chance))
        .collect()
}

fn of_match(
    graph: &FlowGraph,
    cone: &mut Cone<'_>,
    asked: &Asked,
    found: &Match,
    chance: Chance,
) -> Option<Found<Overlapping>> {
    let model = graph.model();
    let collections = found.places.map(|place| &asked.collections[place]);
    let shared = asked::apart(graph, cone, asked, collections, &found.shared);
    // The remaining terms must still be enough of one of the two collections.
    let weight: f64 = shared
        .iter()
        .map(|rank| asked.weights[*rank as usize])
        .sum();
    let shares = collections.map(|collection| weight / collection.weight);
    if shared.len() < FEWEST_SHARED || shares[0].max(shares[1]) < MUCH {
        return None;
    }
    let shared: Box<[TermId]> = shared
        .iter()
        .map(|rank| asked.terms[*rank as usize])
        .collect();
    let systems = collections.map(|collection| collection.system);
    let [a, b] = systems.map(|system| scope(model, system));
    let people = overlap(a, b);
    if people == Some(false) {
        return None;
    }
    // An unlisted flow may supply one from the other.
    let may_supply = |from: SystemId, to: SystemId| {
        let mut fields = model.systems[from].fields.ids();
        fields.any(|field| {
            let term = model.term_of(field);
            term.is_some_and(|term| shared.contains(&term))
                && graph.may_reach(&[field], |_| true).systems.contains(&to)
        })
    };
    let is_sourced = |system: &SystemId| model.systems[*system].is_sourced();
    let is_sourced = systems.iter().all(is_sourced)
        && !may_supply(systems[0], systems[1])
        && !may_supply(systems[1], systems[0]);
    Some(Found::sure(
        model.systems[systems[0]].span,
        how_sure(people.is_some(), is_sourced),
        Overlapping {
            collections: systems,
            shared,
            shares,
            chance,
        },
    ))
}

/// The people that a collection is about: its own statement, else that of its first field.
fn scope(model: &Model, system: SystemId) -> &[ScopeBox] {
    if let Some(boxes) = model.systems[system].covers.known() {
        return boxes;
    }
    let first = model.systems[system].fields.ids().next();
    model.scope(first.expect("a collection with terms has fields"))
}

fn tell(found: &Found<Overlapping>, names: &Names<'_>) -> Words {
    let (model, shares) = (names.model(), found.shares);
    let [a, b] = found.collections;
    // The narrower collection is the one with the larger shared part.
    let (narrow, wide, share) = if shares[0] >= shares[1] {
        (a, b, shares[0])
    } else {
        (b, a, shares[1])
    };
    let owner = names.owner(narrow);
    let [inner, outer] = [narrow, wide].map(|system| names.of(system));
    let percent = |share: f64| (share * 100.0).round();
    let label = |share: f64| format!("the other asks for {}% of this too", percent(share));
    let doubt = match found.certainty {
        Certainty::CannotTell => ", perhaps of different people",
        _ => "",
    };
    let relation = relations(scope(model, a), scope(model, b), model.space()).into_iter();
    let expected = round(found.chance.expected);
    let few = names.few(&found.shared);
    Words::at(found.span, label(shares[0]))
        .also(model.systems[b].span, label(shares[1]))
        .message(format!(
            "{} terms are asked for by both {inner} and {outer}{doubt}",
            found.shared.len(),
        ))
        .detail("shared", names.ids(&found.shared))
        .detail("containment", json!({names.id(a): round(shares[0]), names.id(b): round(shares[1])}))
        .detail("expected_by_chance", expected)
        .detail("probability_by_chance", found.chance.tail)
        .detail("relation", relation.map(Relation::word).collect::<Vec<_>>())
        .help(format!(
            "see whether {outer} can supply what both ask for: {few}. That is {}% of what {inner} asks for. Chance alone would give {expected} terms",
            percent(share)
        ))
        .ask(owner, format!("Could {inner} take from {outer} what both ask for ({few})?"))
}

/// Rounds to two decimal places.
fn round(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}
