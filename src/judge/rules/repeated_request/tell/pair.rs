//! The words of a pair of requests: its class, the people of the two, and the missing facts.

use serde_json::Value;
use serde_json::json;

use super::super::pair::{Open, Pair, passed, shared};
use super::super::timing::Late;
use crate::judge::graph::{FlowGraph, Request};
use crate::judge::rules::found::Names;
use crate::judge::rules::people::{unstated_names, unstated_words};
use crate::read::finding::{Asks, Question};
use crate::read::model::{Extent, Mode, Relation, ScopeBox, SystemId, difference, relations};
use crate::words::counted;

pub(super) fn detail(names: &Names<'_>, pair: &Pair, requests: [&Request; 2]) -> Value {
    let model = names.model();
    let [a, b] = requests.map(|request| passed(model, request));
    let possible = relations(&a, &b, model.space());
    let captures = captures(names.graph, requests);
    let only = |boxes: &[ScopeBox], others: &[ScopeBox]| {
        let rest = difference(boxes, others, model.space(), Mode::Certain);
        (!rest.is_empty()).then(|| model.parts_words(&rest, boxes))
    };
    let note = match &pair.late {
        Some(late) => Some(late_note(names, late)),
        None => steering_note(names, requests),
    };
    json!({
        "collections": requests.map(|request| names.id(request.collection)),
        "class": if is_partial(&possible) { "partial" } else { captures },
        "captures": captures,
        "relation": possible.iter().map(|relation| relation.word()).collect::<Vec<_>>(),
        "shared": model.boxes_words(&shared(&a, &b)),
        "only_first": only(&a, &b),
        "only_second": only(&b, &a),
        "note": note,
    })
}

/// True if the people surely overlap only in part.
fn is_partial(possible: &[Relation]) -> bool {
    possible.iter().all(|relation| {
        matches!(
            relation,
            Relation::Narrower | Relation::Broader | Relation::Overlapping
        )
    })
}

/// `re-submitted` if both values may come from one recording.
fn captures(graph: &FlowGraph, requests: [&Request; 2]) -> &'static str {
    let [a, b] = requests.map(|request| graph.origins(request.field));
    if a.iter().any(|origin| b.contains(origin)) {
        "re-submitted"
    } else {
        "re-keyed"
    }
}

/// The route that would serve if it were faster.
pub(super) fn late_note(names: &Names<'_>, late: &Late) -> String {
    let limit = minutes(late.limit);
    let why = match late.need {
        Some(need) => format!("{limit} that {} allows", names.of(need)),
        None => format!("{limit} at most when it is asked for directly"),
    };
    let through: Vec<SystemId> = late
        .route
        .iter()
        .map(|field| names.model().system_of(*field))
        .collect();
    format!(
        "make the way through {} faster: it takes {} or more, against {why}",
        names.few(&through),
        minutes(late.least)
    )
}

/// A note on a route between the two that brings no values, because it only decides which rows are passed.
fn steering_note(names: &Names<'_>, [first, second]: [&Request; 2]) -> Option<String> {
    let graph = names.graph;
    let steers = |(from, to): &(&Request, &Request)| {
        let (from, to) = (from.field, to.field);
        let values = |from, to| graph.route(from, to, |link| link.how.is_direct());
        graph.route(from, to, |_| true).is_some() && values(from, to).is_none()
    };
    let mut ends = [(first, second), (second, first)].into_iter();
    ends.find(steers).map(|(from, to)| {
        format!(
            "{} only decides which rows reach {}, it brings no values",
            names.of(from.field),
            names.of(to.collection)
        )
    })
}

/// The missing fact, as the end of a sentence; the organisation to ask, and the question.
pub(super) fn open(names: &Names<'_>, pair: &Pair, requests: [&Request; 2]) -> (String, Question) {
    let model = names.model();
    let [first, second] = requests.map(|request| names.of(request.collection));
    let is_open = |request: &&Request| {
        let mut extents = model.scope(request.field).iter().flat_map(|scope| &scope.0);
        extents.any(|extent: &Extent| !extent.is_stated())
    };
    let asked = if is_open(&requests[0]) {
        requests[0]
    } else {
        requests[1]
    }
    .collection;
    let may_have_ended = |request: &&&Request| model.flows[request.flow].may_have_ended();
    let perhaps: Vec<&Request> = requests.iter().filter(may_have_ended).copied().collect();
    if let [one, ..] = perhaps[..] {
        let asking = perhaps.iter().map(|request| names.of(request.collection));
        let asking = asking.collect::<Vec<_>>().join(" or ");
        let question = format!(
            "Does {} ask {} for {} today?",
            names.of(one.collection),
            names.of(one.respondent),
            names.of(one.term)
        );
        let open = format!("whether {asking} asks for it today");
        return (open, Question::new(names.owner(one.collection), question));
    }
    let (open, question, asks) = if pair.open == Open::Service {
        (
            format!("whether one of {first} and {second} passes it on to the other"),
            format!("Does one of {first} and {second} pass this on to the other?"),
            None,
        )
    } else {
        let [a, b] = requests.map(|request| model.scope(request.field));
        let unstated = match unstated_words(model, a, b) {
            words if words.is_empty() => "where their limits lie".to_owned(),
            words => words,
        };
        (
            format!(
                "whether {first} and {second} are about the same people. Not stated: {unstated}"
            ),
            format!("Whom does {} cover ({unstated})?", names.of(asked)),
            Some(Asks::People {
                system: names.id(asked),
                limits: unstated_names(model, a, b),
            }),
        )
    };
    (
        open,
        Question {
            asks,
            ..Question::new(names.owner(asked), question)
        },
    )
}

/// Minutes in words: whole days, or hours below two days.
fn minutes(minutes: i64) -> String {
    const HOUR: i64 = 60;
    const DAY: i64 = 24 * HOUR;
    match minutes {
        0 => "no time".to_owned(),
        minutes if minutes >= 2 * DAY => format!("{} days", minutes / DAY),
        DAY => "1 day".to_owned(),
        minutes if minutes >= 2 * HOUR => format!("{} hours", minutes / HOUR),
        minutes => counted(minutes as usize, "minute"),
    }
}
