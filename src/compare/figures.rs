//! The figures of a map, each from the function that all headlines use.

use super::Figure;
use crate::analysis::{Analysis, NeedState};
use crate::ask::burden;
use crate::read::finding::{Group, side_by_side};

/// The figures of both maps, in the order to read them.
pub(super) fn figures(old: &Analysis, new: &Analysis) -> Vec<Figure> {
    let mut both = side_by_side(&[old, new], |analysis| of(analysis)).into_iter();
    let mut next = || both.next().expect("both maps have figures");
    let pairs = next().into_iter().zip(next());
    let figures = pairs.map(|((name, words, then), (.., now))| Figure {
        name,
        words,
        then,
        now,
    });
    figures.collect()
}

/// A name, the words for the things counted, and the number.
type Counted = (&'static str, &'static str, u64);

fn of(analysis: &Analysis) -> Vec<Counted> {
    let model = analysis.model();
    let burden = burden::totals(&analysis.graph);
    let states: Vec<NeedState> = analysis
        .of_needs()
        .map(|(_, finding)| NeedState::of(finding))
        .collect();
    let needs = |wanted| states.iter().filter(|state| **state == wanted).count();
    let firm = |group| analysis.figures(group).0;
    let worth_asking: usize = Group::REPORTED
        .iter()
        .map(|group| analysis.figures(*group).1)
        .sum();
    let sureness = model.sureness();
    let declared = analysis.declared();
    let settled = analysis.findings.len() - analysis.open().count();
    let counts: [(&str, &str, usize); 22] = [
        ("needs_met", "needs met", needs(NeedState::Met)),
        (
            "needs_partly_met",
            "needs partly met",
            needs(NeedState::Partly),
        ),
        ("needs_not_met", "needs not met", needs(NeedState::NotMet)),
        (
            "needs_cannot_tell",
            "needs of which that cannot be told",
            needs(NeedState::CannotTell),
        ),
        ("requests", "requests", burden.requests),
        ("repeats", "requests that ask again", burden.repeats),
        (
            "items_a_year",
            "items a year, as far as that is stated",
            usize::try_from(burden.items).unwrap_or(usize::MAX),
        ),
        (
            "duplication",
            "collected more than once",
            firm(Group::Duplication),
        ),
        ("definition", "defined differently", firm(Group::Definition)),
        ("gap", "missing", firm(Group::Gap)),
        ("map", "wrong in the files", firm(Group::Map)),
        ("worth_asking", "worth asking", worth_asking),
        ("typed_again", "typed again by hand", analysis.typed_again()),
        ("to_do", "to complete in the map itself", analysis.to_do()),
        ("settled", "findings settled by the room", settled),
        (
            "confirmed",
            "statements confirmed by their owner",
            sureness.confirmed,
        ),
        (
            "reported",
            "statements taken from a source",
            sureness.reported,
        ),
        ("assumed", "statements assumed", sureness.assumed),
        ("unknown", "written as unknown", model.unknowns),
        ("systems", "systems", declared.systems),
        ("fields", "fields", declared.fields),
        ("flows", "flows", model.flows.len()),
    ];
    let counts = counts.into_iter();
    counts
        .map(|(name, words, count)| (name, words, count as u64))
        .collect()
}
