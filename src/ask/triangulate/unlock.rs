//! The fewest identifiers to add so that sources without a common identifier can be linked case by case.
//!
//! Sources that share an identifier already form one group, so one field added to any source of a group joins all of it. The fewest
//! fields are therefore one less than the fewest groups that hold every term between them: a set cover, solved exactly within its limit.

use std::collections::BTreeSet;

use super::Table;
use crate::ask::cover::search::Search;
use crate::read::model::{DataLevel, SystemId, TermId};

/// The fields to add to sources and what they bring; and what can be done without them. Empty if all terms are in one group.
pub(super) fn unlocks(table: &Table<'_>, groups: &[&[SystemId]]) -> Vec<String> {
    let terms_of = |group: &[SystemId]| -> BTreeSet<usize> {
        group
            .iter()
            .flat_map(|system| table.held(*system))
            .collect()
    };
    let held: Vec<BTreeSet<usize>> = groups.iter().map(|group| terms_of(group)).collect();
    let rows: Vec<Vec<usize>> = (0..table.terms.len())
        .map(|term| {
            let holders = (0..groups.len()).filter(|group| held[*group].contains(&term));
            holders.collect()
        })
        .filter(|holders: &Vec<usize>| !holders.is_empty())
        .collect();
    let solution = Search::of(&rows, groups.len(), &[]).solve(&[]);
    let mut chosen: Vec<usize> = solution.chosen.clone();
    if chosen.len() < 2 {
        return Vec::new();
    }
    // The group to join the others to comes first: one with an identifier, the most terms first.
    chosen.sort_by_key(|group| {
        let has_key = key(table, groups[*group]).is_some();
        (!has_key, std::cmp::Reverse(held[*group].len()), *group)
    });
    if chosen.iter().all(|group| are_totals(table, groups[*group])) {
        return vec![
            "these are totals, which no identifier brings together: set them side by side for the same people and the same period".to_owned(),
        ];
    }
    let mut notes = vec![match key(table, groups[chosen[0]]) {
        Some(key) => fields_to_add(table, groups, &chosen, key),
        None => no_key(table, groups, &chosen),
    }];
    if !solution.is_exact() {
        notes.push(format!(
            "perhaps fewer would do, but not fewer than {}",
            solution.bound.saturating_sub(1)
        ));
    }
    notes.extend(perhaps(table, groups, &chosen));
    notes.push(
        "until then only totals can be compared: the same people, the same period, side by side; no case of one can be found in another"
            .to_owned(),
    );
    notes
}

/// True if all sources of a group hold totals.
fn are_totals(table: &Table<'_>, group: &[SystemId]) -> bool {
    group.iter().all(|system| {
        let field = table.sources[system][0].1;
        table.supply.level(field) == Some(DataLevel::Aggregate)
    })
}

/// The identifier under which the sources of a group surely hold their cases.
fn key(table: &Table<'_>, group: &[SystemId]) -> Option<TermId> {
    let linkage = table.supply.linkage();
    let held = group.iter().flat_map(|system| linkage.held(*system));
    // The identifier that most of them hold.
    let sure = held.filter(|(_, sure)| **sure).map(|(term, _)| *term);
    let mut counts = std::collections::BTreeMap::new();
    for term in sure {
        *counts.entry(term).or_insert(0_usize) += 1;
    }
    let most = counts.into_iter();
    most.max_by_key(|(term, count)| (*count, std::cmp::Reverse(*term)))
        .map(|(term, _)| term)
}

fn fields_to_add(
    table: &Table<'_>,
    groups: &[&[SystemId]],
    chosen: &[usize],
    key: TermId,
) -> String {
    let key = &table.graph.model().terms[key].slug;
    let mut known: BTreeSet<usize> = groups[chosen[0]]
        .iter()
        .flat_map(|system| table.held(*system))
        .collect();
    let mut told = Vec::new();
    for group in &chosen[1..] {
        let group = groups[*group];
        let gain = |system: &SystemId| table.held(*system).difference(&known).count();
        let best = group
            .iter()
            .max_by_key(|system| (gain(system), std::cmp::Reverse(**system)));
        let Some(best) = best else { continue };
        let brought: BTreeSet<usize> = group
            .iter()
            .flat_map(|system| table.held(*system))
            .collect();
        let brought: Vec<usize> = brought.difference(&known).copied().collect();
        let names: Vec<&str> = brought.iter().map(|term| table.term(*term)).collect();
        let names = names.join("`, `");
        told.push(format!(
            "`{key}` in `{}` (brings `{names}`)",
            table.slug(*best)
        ));
        known.extend(brought);
    }
    let is_all = known.len() == table.terms.len();
    let all = if is_all {
        "all it takes"
    } else {
        "all that any of these sources holds"
    };
    match told.as_slice() {
        [one] => format!("one added field would bring {all} together: {one}"),
        many => format!(
            "{} added fields would bring {all} together, and no fewer: {}",
            many.len(),
            many.join(", ")
        ),
    }
}

fn no_key(table: &Table<'_>, groups: &[&[SystemId]], chosen: &[usize]) -> String {
    let names = chosen.iter().filter_map(|group| groups[*group].first());
    let names: Vec<&str> = names.map(|system| table.slug(*system)).collect();
    format!(
        "none of `{}` is known to hold an identifier: one that all of them hold would bring them together",
        names.join("`, `")
    )
}

/// Pairs of sources that may already share an identifier, so that perhaps nothing needs to be added.
fn perhaps(table: &Table<'_>, groups: &[&[SystemId]], chosen: &[usize]) -> Option<String> {
    let linkage = table.supply.linkage();
    let first = groups[chosen[0]];
    for group in &chosen[1..] {
        for (a, b) in first
            .iter()
            .flat_map(|a| groups[*group].iter().map(move |b| (a, b)))
        {
            if linkage.links(*a, *b).is_none() {
                return Some(format!(
                    "whether `{}` and `{}` can be linked already cannot be told: ask which identifiers each holds",
                    table.slug(*a),
                    table.slug(*b)
                ));
            }
        }
    }
    None
}
