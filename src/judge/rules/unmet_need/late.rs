//! Whether the terms of a need arrive in time.

use std::collections::BTreeMap;

use super::reason::{Late, Reason, Why};
use crate::judge::graph::{Age, Ages, FlowGraph, Step, Timeliness, Way, held_on_the_way};
use crate::read::model::{Duration, FieldId, Mode, Model, Need, ScopeBox, TermId, difference};

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
        for (age, way) in late_ways(graph, ages, need, within, fields) {
            let verdict = age.within(within);
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
            if !late.terms.contains(term) {
                late.terms.push(*term);
            }
            late.age = late.age.both(age);
        }
    }
    let late = groups.into_values();
    late.map(|late| reason(graph.model(), late)).collect()
}

/// The ways by which people of the need arrive too late, or perhaps so, and no other way brings them in time: each with its age. The soonest
/// first; a way that only brings people of whom one before it told is left out.
fn late_ways(
    graph: &FlowGraph,
    ages: &Ages<'_>,
    need: &Need,
    within: &Duration,
    fields: &[FieldId],
) -> Vec<(Age, Vec<Step>)> {
    let Some(mut ways) = ages.ways_with_people(fields) else {
        return soonest_way(ages, within, fields).into_iter().collect();
    };
    let space = graph.model().space();
    if let Some(wanted) = need.covers.known() {
        for way in &mut ways {
            way.people = held_on_the_way(wanted, &way.people);
        }
    }
    ways.sort_by_key(|way| way.age.rank());
    let (in_time, late): (Vec<_>, Vec<_>) = ways
        .into_iter()
        .partition(|way| way.age.within(within) == Timeliness::Always);
    let is_open = |way: &&Way| way.age.within(within) == Timeliness::CannotTell;
    let mut known: Vec<ScopeBox> = in_time.into_iter().flat_map(|way| way.people).collect();
    let perhaps: Vec<ScopeBox> = (late.iter().filter(is_open))
        .flat_map(|way| way.people.clone())
        .collect();
    let mut told = Vec::new();
    for way in late {
        let rest = difference(&way.people, &known, space, Mode::Certain);
        let may_come =
            !is_open(&&way) && difference(&rest, &perhaps, space, Mode::Certain).is_empty();
        if !rest.is_empty() && !may_come {
            known.extend(way.people);
            told.push((way.age, way.steps));
        }
    }
    told
}

/// The route to the source that is reached soonest in the worst case, routes whose time is known first; none where it surely is in time.
fn soonest_way(ages: &Ages<'_>, within: &Duration, fields: &[FieldId]) -> Option<(Age, Vec<Step>)> {
    let arrivals = fields.iter().filter_map(|field| ages.age(*field));
    let age = arrivals.reduce(Age::first)?;
    if age.within(within) == Timeliness::Always {
        return None;
    }
    let rank = |field: &&FieldId| {
        let age = ages.age(**field);
        age.map_or((i64::MAX, i64::MAX), |age| {
            (age.worst.most.unwrap_or(i64::MAX), age.worst.least)
        })
    };
    let field = fields.iter().min_by_key(rank)?;
    Some((age, ages.way(*field)))
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
