//! The collection that could best serve the others, in words.

use serde_json::Value;
use serde_json::json;

use super::super::server::{Obstacle, Serving};
use crate::judge::graph::Request;
use crate::judge::rules::found::Names;
use crate::read::model::OrganisationId;

/// The next step, as an imperative sentence.
pub(super) fn advice(names: &Names<'_>, serving: &Serving<'_>) -> String {
    let server = names.of(serving.server.collection);
    let Some((other, obstacle)) = serving.obstacles.first() else {
        return format!(
            "let {server} pass {} on to {}: it covers their people and is no later",
            names.of(serving.server.term),
            others(names, serving)
        );
    };
    let more = match serving.obstacles.len() - 1 {
        0 => String::new(),
        more => format!("; and {more} more"),
    };
    format!(
        "{server} is nearest to serving the others; in the way for {}: {}{more}",
        names.of(other.collection),
        why(names, serving.server, other, obstacle)
    )
}

/// The organisation to ask, and the question.
pub(super) fn question(
    names: &Names<'_>,
    serving: &Serving<'_>,
    respondent: OrganisationId,
) -> (String, String) {
    let to = serving.others.first();
    (
        to.map_or_else(String::new, |other| names.owner(other.collection)),
        format!(
            "Could {} take {} from {} instead of asking {} again?",
            others(names, serving),
            names.of(serving.server.term),
            names.of(serving.server.collection),
            names.of(respondent)
        ),
    )
}

/// `` `a`, `b` and `c` ``.
fn others(names: &Names<'_>, serving: &Serving<'_>) -> String {
    match &serving.others[..] {
        [rest @ .., last] if !rest.is_empty() => {
            let rest = rest.iter().map(|other| other.collection);
            format!("{} and {}", names.list(rest), names.of(last.collection))
        }
        others => names.list(others.iter().map(|other| other.collection)),
    }
}

pub(super) fn detail(names: &Names<'_>, serving: &Serving<'_>) -> Value {
    let in_the_way = serving.obstacles.iter().map(|(other, obstacle)| {
        let why = why(names, serving.server, other, obstacle);
        json!({"for": names.id(other.collection), "why": why})
    });
    json!({
        "collection": names.id(serving.server.collection),
        "in_the_way": in_the_way.collect::<Vec<_>>(),
    })
}

fn why(names: &Names<'_>, server: &Request, other: &Request, obstacle: &Obstacle) -> String {
    let model = names.model();
    let said = match obstacle {
        Obstacle::UnstatedPeople => "whether it covers the same people is not stated",
        Obstacle::TooManyBoxes => {
            "whether it covers the same people cannot be told: too many boxes to compare"
        }
        Obstacle::LacksPeople(missing) => {
            let missing = model.parts_words(missing, model.scope(other.field));
            return format!("it lacks these people: {missing}");
        }
        Obstacle::Later => {
            let lags = [server, other].map(|request| &model.flows[request.flow].lag);
            let [lag, limit] = lags.map(|lag| lag.known().map_or("", |lag| &*lag.written));
            return format!("it is later: {lag} against {limit}");
        }
        Obstacle::OtherCodes => "it uses another code list",
        Obstacle::OtherType => "its type is another",
        Obstacle::NoIdentifier => {
            "it does not say whom the record is about, so the two cannot be linked"
        }
        Obstacle::NotShared => "it may not be shared",
    };
    said.to_owned()
}
