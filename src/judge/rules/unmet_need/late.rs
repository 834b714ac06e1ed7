//! Whether the terms of a need arrive in time (methods 4.3).

use std::collections::BTreeMap;

use super::reason::Reason;
use super::reason::owner;
use crate::judge::graph::Age;
use crate::judge::graph::Ages;
use crate::judge::graph::FlowGraph;
use crate::judge::graph::Step;
use crate::judge::graph::Timeliness;
use crate::judge::graph::minutes_words;
use crate::read::model::Duration;
use crate::read::model::Every;
use crate::read::model::FieldId;
use crate::read::model::Need;
use crate::read::model::Stated;
use crate::read::model::TermId;

/// Terms that one step delays.
struct Late {
    terms: Vec<TermId>,
    /// The way of the first of them.
    way: Vec<Step>,
    /// When all of them are there.
    age: Age,
}

/// What comes too late, one reason for each step that is to blame.
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
        let group = groups.entry((verdict, field));
        let late = group.or_insert_with(|| Late {
            terms: Vec::new(),
            way,
            age,
        });
        late.terms.push(*term);
        late.age = late.age.both(age);
    }
    let groups = groups.into_iter();
    groups
        .map(|((verdict, field), late)| {
            let blamed = late.way.iter().find(|step| step.field == field);
            let blamed = *blamed.expect("the step to blame is on the way");
            reason(graph, verdict, within, &late, &blamed)
        })
        .collect()
}

/// Of the ways to several sources the one that is soonest in the worst case, known ones first.
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

fn reason(
    graph: &FlowGraph,
    verdict: Timeliness,
    within: &Duration,
    late: &Late,
    blamed: &Step,
) -> Reason {
    let model = graph.model();
    let age = &late.age;
    let names = term_words(graph, &late.terms);
    let known = if age.worst == crate::judge::graph::Bound::UNKNOWN {
        "nothing on the way is stated".to_owned()
    } else {
        format!(
            "{} at best, {} at worst",
            age.best.words(),
            age.worst.words()
        )
    };
    let system = model.system_of(blamed.field);
    let mut reason = match verdict {
        Timeliness::Never | Timeliness::Sometimes | Timeliness::Always => {
            let often = if verdict == Timeliness::Never {
                "always"
            } else {
                "sometimes"
            };
            let slowest = step_words(graph, blamed);
            Reason::firm(
                "too-late",
                format!(
                    "{names} {often} too late for {within} after the event: {known}; the slowest hop is {slowest}"
                ),
            )
        }
        Timeliness::CannotTell => {
            let (what, question) = untold(graph, blamed);
            let text = format!(
                "whether {names} arrives within {within} of the event cannot be told: {what} ({known})"
            );
            Reason::open(text, owner(model, system), question)
        }
    };
    let (span, evidence) = match blamed.by {
        Some(by) => {
            let flow = &model.flows[by.flow];
            (flow.from.span, &flow.evidence)
        }
        None => (model.systems[system].span, &model.systems[system].evidence),
    };
    reason = reason.rests_on(evidence);
    let label = if verdict == Timeliness::CannotTell {
        "its time is not stated"
    } else {
        "the slowest hop"
    };
    reason.place = Some((span, label.to_owned()));
    reason.way = late.way.as_slice().into();
    if verdict != Timeliness::CannotTell {
        reason.help = format!(
            "save at least {} on the way",
            minutes_words(age.worst.least - within.longest)
        );
    }
    reason
}

/// `a`, `b`.
fn term_words(graph: &FlowGraph, terms: &[TermId]) -> String {
    let terms = terms.iter();
    let names = terms.map(|term| format!("`{}`", graph.model().terms[*term].slug));
    names.collect::<Vec<String>>().join(", ")
}

/// What is not stated about a step, and what to ask.
fn untold(graph: &FlowGraph, step: &Step) -> (String, String) {
    let model = graph.model();
    let field = &model.fields[step.field];
    let system = &model.systems[field.system].slug;
    let Some(by) = step.by else {
        return (
            format!("how long after the event it is in `{system}` is not stated"),
            format!(
                "How long after the event is `{}` usually in `{system}`?",
                field.slug
            ),
        );
    };
    let flow = &model.flows[by.flow];
    let slug = &flow.slug;
    match (flow.every.known(), flow.lag.known()) {
        (None, None) => (
            format!("neither how often `{slug}` runs nor how long it takes is stated"),
            format!("How often does `{slug}` run, and how long after is the data usable?"),
        ),
        (None, Some(_)) => (
            format!("how often `{slug}` runs is not stated"),
            format!("How often does `{slug}` run?"),
        ),
        _ => (
            format!("how long `{slug}` takes is not stated"),
            format!(
                "How long after the end of the period, or the event, is what `{slug}` brings usable?"
            ),
        ),
    }
}

/// `a->b` (every year, lag 11..12 months).
fn step_words(graph: &FlowGraph, step: &Step) -> String {
    let model = graph.model();
    let Some(by) = step.by else {
        let system = &model.systems[model.system_of(step.field)];
        let captured = system.captured.known().map(ToString::to_string);
        return format!(
            "the capture in `{}` ({} after the event)",
            system.slug,
            captured.unwrap_or_default()
        );
    };
    let flow = &model.flows[by.flow];
    let every = flow
        .every
        .known()
        .map_or_else(|| "how often is not stated".to_owned(), Every::words);
    let lag = match &flow.lag {
        Stated::Known(lag, _) => format!("lag {lag}"),
        _ => "lag not stated".to_owned(),
    };
    format!("`{}` ({every}, {lag})", flow.slug)
}
