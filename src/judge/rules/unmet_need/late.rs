//! Whether the terms of a need arrive in time.

use std::collections::BTreeMap;

use super::reason::{Late, Reason, Why};
use crate::judge::graph::{Age, Ages, FlowGraph, Step, Timeliness};
use crate::read::model::{FieldId, Model, Need, TermId};

/// Terms that come too late: one reason for each step that is to blame.
pub(super) fn reasons(
    graph: &FlowGraph,
    ages: &Ages<'_>,
    need: &Need,
    sources: &[(TermId, Vec<FieldId>)],
) -> Vec<Reason> {
    let Some(within) = need.within.known() else {
        return Vec::new();
    };
    // By verdict and by the field at the end of the step to blame.
    let mut groups: BTreeMap<(Timeliness, FieldId), Late> = BTreeMap::new();
    let mut by_flow = BTreeMap::new();
    for (term, fields) in sources {
        // An identifier is there before the event, and is not news of it.
        if graph.model().terms[*term].is_identifier {
            continue;
        }
        let arrivals = fields.iter().filter_map(|field| ages.age(*field));
        let Some(age) = arrivals.reduce(Age::first) else {
            continue;
        };
        let verdict = age.within(within);
        if verdict == Timeliness::Always {
            continue;
        }
        let Some(way) = best_way(ages, fields) else {
            continue;
        };
        let blamed = if verdict == Timeliness::CannotTell {
            Ages::untold(&way).next()
        } else {
            Ages::slowest(&way)
        };
        let Some(blamed) = blamed else { continue };
        // Terms passed by one flow are late together.
        let system = graph.model().system_of(blamed.field);
        let flow = blamed.by.map(|by| by.flow);
        let field = *by_flow
            .entry((verdict, flow, system))
            .or_insert(blamed.field);
        let blamed = *blamed;
        let group = groups.entry((verdict, field));
        let late = group.or_insert_with(|| Late {
            terms: Vec::new(),
            way,
            age,
            verdict,
            blamed,
        });
        late.terms.push(*term);
        late.age = late.age.both(age);
    }
    let late = groups.into_values();
    late.map(|late| reason(graph.model(), late)).collect()
}

/// The route to the source that is reached soonest in the worst case; routes whose time is known go first.
fn best_way(ages: &Ages<'_>, fields: &[FieldId]) -> Option<Vec<Step>> {
    let rank = |field: &&FieldId| {
        let age = ages.age(**field);
        age.map_or((i64::MAX, i64::MAX), |age| {
            (age.worst.most.unwrap_or(i64::MAX), age.worst.least)
        })
    };
    let field = fields.iter().min_by_key(rank)?;
    Some(ages.way(*field))
}

fn reason(model: &Model, late: Late) -> Reason {
    let (span, evidence) = match late.blamed.by {
        Some(by) => {
            let flow = &model.flows[by.flow];
            (flow.from.span, &flow.evidence)
        }
        None => {
            let system = &model.systems[model.system_of(late.blamed.field)];
            (system.span, &system.evidence)
        }
    };
    Reason::at(span, Why::Late(Box::new(late))).rests_on(evidence)
}
