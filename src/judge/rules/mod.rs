//! Turns a graph into findings: one file for each rule, one list, one loop.
//!
//! A rule is a value and a function. It reads the parts of the graph that it needs, decides no levels and prints nothing.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::judge::graph::FlowGraph;
use crate::read::finding::{Finding, Kind, side_by_side};

mod accounts_differ;
mod apart;
mod claims_more_than_received;
mod codes_do_not_convert;
mod comparable;
mod conversion;
mod definition_missing;
mod departs_from_agreed;
mod different_count_basis;
mod different_scope;
mod different_type;
mod different_window;
mod different_wording;
mod differing;
mod facets;
mod flow_missing;
mod found;
mod inherited;
mod joined;
mod lacks;
mod r#loop;
mod lost_identifier;
mod meaning_changes_on_the_way;
mod missing_origin;
mod overlapping_collections;
mod own_people;
mod parallel_recording;
mod passed_into_another_term;
mod passes_what_it_lacks;
mod people;
pub(crate) mod repeated_request;
mod retyped_field;
mod same_name_other_term;
mod scope_not_stated;
mod scopes;
mod second_route;
mod sharing;
mod shortest;
mod single_point;
mod speaks;
mod stale;
mod submissions;
mod terms_contradict;
mod unconfirmed;
mod unconnected;
pub(crate) mod unmet_need;
mod unowned;
mod unstated_basis;
mod unused_field;

/// A rule.
#[derive(Debug)]
pub struct Rule {
    /// Its name, family and documentation.
    pub kind: &'static Kind,
    /// Its findings.
    pub check: fn(&FlowGraph) -> Vec<Finding>,
}

/// Every rule, by name.
pub static RULES: &[&Rule] = &[
    &accounts_differ::RULE,
    &claims_more_than_received::RULE,
    &codes_do_not_convert::RULE,
    &definition_missing::RULE,
    &departs_from_agreed::RULE,
    &different_count_basis::RULE,
    &different_scope::RULE,
    &different_type::RULE,
    &different_window::RULE,
    &different_wording::RULE,
    &flow_missing::RULE,
    &r#loop::RULE,
    &lost_identifier::RULE,
    &meaning_changes_on_the_way::RULE,
    &missing_origin::RULE,
    &overlapping_collections::RULE,
    &parallel_recording::RULE,
    &passed_into_another_term::RULE,
    &passes_what_it_lacks::RULE,
    &repeated_request::RULE,
    &retyped_field::RULE,
    &same_name_other_term::RULE,
    &scope_not_stated::RULE,
    &second_route::RULE,
    &single_point::RULE,
    &stale::RULE,
    &terms_contradict::RULE,
    &unconfirmed::RULE,
    &unconnected::RULE,
    &unmet_need::RULE,
    &unowned::RULE,
    &unstated_basis::RULE,
    &unused_field::RULE,
];

/// With fewer fields than this, all rules run before a second thread would have started.
const MANY: usize = 1_000;

/// The rules that take longest on a large map, the longest first: they start first, so that they do not end last.
/// `flow-missing` needs the lacks that `claims-more-than-received` works out, and comes later.
const LONGEST: [&str; 6] = [
    "claims-more-than-received",
    "repeated-request",
    "different-window",
    "parallel-recording",
    "unmet-need",
    "overlapping-collections",
];

/// Runs every rule. The findings are in the order of the rules, whichever ends first: no rule knows of another.
pub fn run(graph: &FlowGraph, findings: &mut Vec<Finding>) {
    run_unless(graph, findings, &Stop::default());
}

/// A request to stop, which may come from another thread; a clone is the same request. Not made at first.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Makes the request.
    pub(crate) fn now(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// True if the request was made.
    pub(crate) fn is_wished(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Like [`run`]; after a request to `stop` it starts no further rule.
pub(crate) fn run_unless(graph: &FlowGraph, findings: &mut Vec<Finding>, stop: &Stop) {
    let check = |rule: &Rule| {
        if stop.is_wished() {
            Vec::new()
        } else {
            (rule.check)(graph)
        }
    };
    if graph.model().fields.len() < MANY {
        for rule in RULES {
            findings.extend(check(rule));
        }
        return;
    }
    let mut order: Vec<(usize, &Rule)> = (0..).zip(RULES.iter().copied()).collect();
    let rank = |rule: &Rule| LONGEST.iter().position(|name| *name == rule.kind.name);
    order.sort_by_key(|(_, rule)| rank(rule).unwrap_or(LONGEST.len()));
    let mut found: Vec<(usize, Vec<Finding>)> =
        side_by_side(&order, |(number, rule)| (*number, check(rule)));
    found.sort_unstable_by_key(|(number, _)| *number);
    findings.reserve_exact(found.iter().map(|(_, found)| found.len()).sum());
    findings.extend(found.into_iter().flat_map(|(_, found)| found));
}

/// Every kind of finding: faults of the files and rules, by family and name.
pub fn kinds() -> Vec<&'static Kind> {
    let faults = crate::read::syntax::KINDS
        .iter()
        .chain(&crate::read::model::KINDS)
        .chain(&crate::judge::decide::KINDS)
        .copied();
    let mut kinds: Vec<&Kind> = faults.chain(RULES.iter().map(|rule| rule.kind)).collect();
    kinds.sort_by_key(|kind| (kind.group, kind.name));
    kinds
}

/// Declares a rule: its documentation, name, family, level and summary, and its functions `find` and `tell`.
macro_rules! rule {
    ($(#[doc = $doc:literal])+ $name:literal, $group:ident, $level:ident, $summary:literal, $find:path, $tell:path) => {
        $crate::read::finding::kind! {
            $(#[doc = $doc])+
            pub(crate) KIND = $name, $group, $level, $summary
        }
        /// The rule.
        pub(super) static RULE: $crate::judge::rules::Rule = $crate::judge::rules::Rule {
            kind: &KIND,
            check: |graph| $crate::judge::rules::found::findings(&KIND, graph, $find, $tell),
        };
    };
}
use rule;

#[cfg(test)]
mod tests {
    use super::LONGEST;
    use super::RULES;

    #[test]
    fn what_begins_first_is_a_rule() {
        for name in LONGEST {
            assert!(
                RULES.iter().any(|rule| rule.kind.name == name),
                "`{name}` is no rule"
            );
        }
    }
}
