//! The findings that the rules must make in a random map, worked out a second time from the tables of the map alone: by plain loops,
//! without the graph and without the rules.
//!
//! An oracle is written from the description of its rule, never from its code. Some give the exact set of findings, some only bounds.

mod agreed;
mod asked;
mod asking;
mod meaning;
mod need;
mod people;
mod points;
mod recipes;
mod register;
mod simple;
mod single;
mod small;
mod tables;
mod ways;

use std::collections::{BTreeMap, BTreeSet};

use flowmap::analysis::Analysis;
use flowmap::read::finding::Certainty;
use flowmap::read::model::Model;
use flowmap::read::source::SourceSet;

use crate::expectation::analysis;
use crate::told::told;

type Names = BTreeSet<String>;

/// One rule, worked out again: the names of its findings without the rule's own name.
type Oracle = (&'static str, fn(&Model) -> Wanted);

/// The findings that a rule must make, and those it may make.
struct Wanted {
    /// The certain findings that it must make.
    surely: Names,
    /// All the findings that it may make.
    perhaps: Names,
}

impl Wanted {
    fn exactly(names: Names) -> Self {
        Self {
            surely: names.clone(),
            perhaps: names,
        }
    }
}

/// The names of a rule's findings, without the rule's own name; those that cannot be told are left out.
fn found(analysis: &Analysis, rule: &str) -> Names {
    let of_rule = analysis
        .findings
        .iter()
        .filter(|finding| finding.kind.name == rule)
        .filter(|finding| rule == "scope-not-stated" || finding.certainty != Certainty::CannotTell);
    of_rule
        .flat_map(told)
        .filter_map(|name| name.split_once('/').map(|(_, ids)| ids.to_owned()))
        .collect()
}

/// Compares rules with their oracles on these maps. Each must find something on at least one of them.
#[expect(clippy::print_stdout, reason = "the counts are read with --nocapture")]
fn hold(oracles: &[Oracle], maps: impl Iterator<Item = (u64, String)>) {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (seed, text) in maps {
        let analysis = analysis(SourceSet::from_strings([("map.yaml", text)]));
        for (rule, oracle) in oracles {
            let found = found(&analysis, rule);
            let wanted = oracle(analysis.model());
            let missed: Vec<_> = wanted.surely.difference(&found).collect();
            let false_ones: Vec<_> = found.difference(&wanted.perhaps).collect();
            if !missed.is_empty() || !false_ones.is_empty() {
                wrong.push(format!(
                    "seed {seed}, {rule}: missed {missed:?}, false {false_ones:?}"
                ));
            }
            let (surely, found_in_all) = counts.entry(rule).or_default();
            *surely += wanted.surely.len();
            *found_in_all += found.len();
        }
    }
    // Shown by `-- --nocapture`: for each rule the number of certain findings required, and the number found.
    println!("{counts:?}");
    assert!(
        wrong.is_empty(),
        "{} maps: {}",
        wrong.len(),
        wrong.join("\n")
    );
    for (rule, (surely, _)) in counts {
        assert!(surely > 0, "{rule} has nothing to find in any map");
    }
}
