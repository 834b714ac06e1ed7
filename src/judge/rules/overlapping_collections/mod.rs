//! Two collections that ask much the same: weighted containment against chance (methods 2.4).

mod asked;
mod chance;
mod join;

use serde_json::json;

use self::asked::Asked;
use self::asked::asked;
use self::chance::Chance;
use self::join::Match;
use super::rule;
use crate::judge::graph::Cone;
use crate::judge::graph::FlowGraph;
use crate::read::finding::Certainty;
use crate::read::finding::Finding;
use crate::read::model::Model;
use crate::read::model::Relation;
use crate::read::model::SystemId;
use crate::read::model::TermId;
use crate::read::model::overlap;
use crate::read::model::relations;

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
    "overlapping-collections", Duplication, Warning, "two collections ask much the same", check
}

/// From this share of the smaller collection's weight on, two collections ask much the same.
const MUCH: f64 = 0.6;
/// Fewer shared terms than this say nothing.
const FEWEST_SHARED: usize = 3;
/// How many findings in a hundred may be due to chance (Benjamini and Hochberg 1995).
const FALSE_SHARE: f64 = 0.05;

fn check(graph: &FlowGraph, findings: &mut Vec<Finding>) {
    let asked = asked(graph);
    let mut matches: Vec<(Match, Chance)> = join::matches(&asked, MUCH)
        .into_iter()
        .filter(|found| found.shared.len() >= FEWEST_SHARED)
        .map(|found| (chance::of(&asked, &found), found))
        .map(|(chance, found)| (found, chance))
        .collect();
    matches.sort_by(|(a, first), (b, second)| {
        first
            .tail
            .total_cmp(&second.tail)
            .then((a.first, a.second).cmp(&(b.first, b.second)))
    });
    let collections = asked.collections.len();
    let pairs = (collections * collections.saturating_sub(1) / 2) as f64;
    let passes = |(rank, (_, chance)): (usize, &(Match, Chance))| {
        chance.tail <= FALSE_SHARE * (rank + 1) as f64 / pairs
    };
    let count = matches
        .iter()
        .enumerate()
        .filter(|found| passes(*found))
        .map(|(rank, _)| rank + 1)
        .max()
        .unwrap_or(0);
    let mut cone = Cone::over(graph);
    for (found, chance) in &matches[..count] {
        findings.extend(finding(graph, &mut cone, &asked, found, chance));
    }
}

fn finding(
    graph: &FlowGraph,
    cone: &mut Cone<'_>,
    asked: &Asked,
    found: &Match,
    chance: &Chance,
) -> Option<Finding> {
    let model = graph.model();
    let collections = [found.first, found.second].map(|index| &asked.collections[index]);
    let systems = collections.map(|collection| collection.system);
    let apart = asked::apart(graph, cone, collections, &found.shared);
    // What is left must still be much of the same side.
    let kept: f64 = apart.iter().map(|term| asked.weight(*term)).sum();
    let wholes = [found.first, found.second].map(|index| asked.collections[index].weight);
    let shares = wholes.map(|whole| kept / whole);
    if apart.len() < FEWEST_SHARED || shares[0].max(shares[1]) < MUCH {
        return None;
    }
    let [a, b] = systems.map(|system| scope(model, system));
    let people = overlap(a, b);
    if people == Some(false) {
        return None;
    }
    let is_sourced = systems
        .iter()
        .all(|system| model.systems[*system].evidence.is_sourced());
    // Flows of which nobody has said what they pass may supply the one from the other.
    let may_supply = |from: SystemId, to: SystemId| {
        let fields = model.systems[from].fields.ids();
        let mut shared = fields.filter(|field| {
            let term = model.term_of(*field);
            term.is_some_and(|term| apart.contains(&term))
        });
        shared.any(|field| graph.may_reach(&[field], |_| true).systems.contains(&to))
    };
    let may_pass = may_supply(systems[0], systems[1]) || may_supply(systems[1], systems[0]);
    let certainty = match (people, is_sourced && !may_pass) {
        (Some(true), true) => Certainty::Certain,
        (Some(true), false) => Certainty::Likely,
        _ => Certainty::CannotTell,
    };
    let relation = relations(a, b, model.space());
    Some(describe(
        model,
        systems,
        &apart,
        shares,
        chance,
        (certainty, &relation),
    ))
}

/// Whom a collection is about: the people of its first field, or all that is said of it.
fn scope(model: &Model, system: SystemId) -> &[crate::read::model::ScopeBox] {
    if let Some(boxes) = model.systems[system].covers.known() {
        return boxes;
    }
    let first = model.systems[system].fields.ids().next();
    model.scope(first.expect("a collection with terms has fields"))
}

fn describe(
    model: &Model,
    systems: [SystemId; 2],
    shared: &[TermId],
    shares: [f64; 2],
    chance: &Chance,
    (certainty, relation): (Certainty, &[Relation]),
) -> Finding {
    let [a, b] = systems.map(|system| &*model.systems[system].slug);
    // The narrower collection is the one of which more is shared.
    let (inner, outer, share) = if shares[0] >= shares[1] {
        (a, b, shares[0])
    } else {
        (b, a, shares[1])
    };
    let percent = |share: f64| (share * 100.0).round();
    let terms: Vec<&str> = shared
        .iter()
        .map(|term| &*model.terms[*term].slug)
        .collect();
    let doubt = if certainty == Certainty::CannotTell {
        "; whether about the same people cannot be told"
    } else {
        ""
    };
    let label = |share: f64| {
        format!(
            "{}% of what it asks is asked by the other too",
            percent(share)
        )
    };
    let owner = systems
        .iter()
        .find(|system| &*model.systems[**system].slug == inner)
        .and_then(|system| model.systems[*system].owner());
    Finding::at(
        &KIND,
        &[a, b],
        model.systems[systems[0]].span,
        label(shares[0]),
    )
    .also(model.systems[systems[1]].span, label(shares[1]))
    .message(format!(
        "`{inner}` and `{outer}` share {} terms, {}% of what `{inner}` asks{doubt}",
        terms.len(),
        percent(share)
    ))
    .subjects("collections", [a.to_owned(), b.to_owned()])
    .detail("shared", terms.clone())
    .detail("containment", json!({a: round(shares[0]), b: round(shares[1])}))
    .detail("expected_by_chance", round(chance.expected))
    .detail("probability_by_chance", chance.tail)
    .detail(
        "relation",
        relation
            .iter()
            .map(|relation| relation.word())
            .collect::<Vec<_>>(),
    )
    .certainty(certainty)
    .help(format!(
        "let `{outer}` supply `{inner}` with what both ask, rarest first: {}; chance would make them share {}",
        few(&terms),
        round(chance.expected)
    ))
    .ask(
        owner.map_or("", |owner| &*model.organisations[owner].slug),
        format!("Could `{inner}` take from `{outer}` what both ask ({})?", few(&terms)),
    )
}

/// The first five, and how many more.
fn few(terms: &[&str]) -> String {
    let shown: Vec<String> = terms
        .iter()
        .take(5)
        .map(|term| format!("`{term}`"))
        .collect();
    match terms.len() - shown.len() {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// To two places.
fn round(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}
