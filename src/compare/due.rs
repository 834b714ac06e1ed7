//! Actions of the newer map that have become due since the older one, and whether the map still shows their findings.

use super::Due;
use crate::analysis::Analysis;
use crate::ask::decisions::{Shows, ledger};

/// The actions whose day has come, the earliest first. None if the newer map does not say its day.
pub(super) fn actions(old: &Analysis, new: &Analysis) -> Vec<Due> {
    let day = |analysis: &Analysis| analysis.graph.when().as_of.or(analysis.model().about.as_of);
    let (Some(today), before) = (day(new), day(old)) else {
        return Vec::new();
    };
    let model = new.model();
    if model.decisions.is_empty() {
        return Vec::new();
    }
    let entries = ledger(&new.graph, &new.findings);
    let is_new = |entry: &&crate::ask::decisions::Entry<'_>| {
        let due = entry.decision.due.known();
        let has_come = due.is_some_and(|due| *due <= today);
        let was_before = before.is_some_and(|before| due.is_some_and(|due| *due <= before));
        entry.is_to_be_done() && has_come && !was_before
    };
    let due = entries.iter().filter(is_new).map(|entry| Due {
        about: entry.name.clone(),
        title: entry.title.clone(),
        action: entry.decision.action.known().map(ToString::to_string),
        owner: entry
            .doer()
            .map(|body| model.organisations[body].slug.to_string()),
        due: entry
            .decision
            .due
            .known()
            .map_or_else(String::new, ToString::to_string),
        is_found: entry.shows == Shows::Found,
    });
    due.collect()
}
