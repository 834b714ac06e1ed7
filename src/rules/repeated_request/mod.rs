//! One respondent supplies the same term to several collections (methods 2.2).

mod pair;
mod server;

use std::collections::BTreeSet;

use serde_json::Value;
use serde_json::json;

use self::pair::Pair;
use super::rule;
use crate::finding::Certainty;
use crate::finding::Finding;
use crate::graph::FlowGraph;
use crate::graph::Request;
use crate::graph::requests;
use crate::model::Model;
use crate::model::OrganisationId;
use crate::model::SystemId;
use crate::model::TermId;

rule! {
    /// ## Finds
    /// A respondent that supplies one term, about people who overlap, to two or more collections of others, where neither collection is
    /// served by the other and they are not filled by one act of supplying. Each pair is `re-keyed` (captured twice), `re-submitted` (one
    /// record, two returns) or `partial` (the people overlap only in part).
    /// ## Why it matters
    /// The work is done several times, and the copies drift apart.
    /// ## How to fix
    /// Let the collection that could serve the others pass it on; the finding says which, or what stands in the way. Flows filled by one act
    /// share a `same_submission` word.
    /// ## When it is fine
    /// Where the duplicate is on purpose, such as a regulator's independence: write `justified:` on the flow; it is then listed apart.
    "repeated-request", Duplication, Warning, "one respondent supplies the same term to several collections", check
}

/// How many pairs of collections are described in full.
const MOST_PAIRS: usize = 15;

fn check(graph: &FlowGraph, findings: &mut Vec<Finding>) {
    let model = graph.model();
    let all = requests(graph);
    let (justified, open): (Vec<Request>, Vec<Request>) = all
        .into_iter()
        .partition(|request| model.flows[request.flow].justified.is_some());
    for own in open.chunk_by(|a, b| (a.respondent, a.term) == (b.respondent, b.term)) {
        let (respondent, term) = (own[0].respondent, own[0].term);
        let inherited = inherited(model, &open, respondent, term);
        let apart: Vec<Request> = justified
            .iter()
            .filter(|request| (request.respondent, request.term) == (respondent, term))
            .copied()
            .collect();
        findings.extend(finding(graph, own, &inherited, &apart));
    }
}

/// The requests made of the bodies that the respondent is part of: they are its own too.
fn inherited(
    model: &Model,
    open: &[Request],
    respondent: OrganisationId,
    term: TermId,
) -> Vec<Request> {
    let mut inherited = Vec::new();
    let mut at = model.organisations[respondent]
        .part_of
        .known()
        .map(crate::model::Ref::id);
    while let Some(whole) = at {
        let start =
            open.partition_point(|request| (request.respondent, request.term) < (whole, term));
        inherited.extend(
            open[start..]
                .iter()
                .take_while(|request| (request.respondent, request.term) == (whole, term)),
        );
        at = model.organisations[whole]
            .part_of
            .known()
            .map(crate::model::Ref::id);
    }
    inherited
}

fn finding(
    graph: &FlowGraph,
    own: &[Request],
    inherited: &[Request],
    justified: &[Request],
) -> Option<Finding> {
    let all: Vec<Request> = own.iter().chain(inherited).copied().collect();
    let pairs = pairs(graph, &all, own[0].respondent);
    let has_certain = pairs.iter().any(|pair| pair.is_duplicate == Some(true));
    let kept: Vec<&Pair> = pairs
        .iter()
        .filter(|pair| pair.is_duplicate == if has_certain { Some(true) } else { None })
        .collect();
    kept.first()?;
    let collections: BTreeSet<SystemId> = kept
        .iter()
        .flat_map(|pair| [pair.first.collection, pair.second.collection])
        .collect();
    let shown: Vec<Request> = all
        .iter()
        .filter(|request| collections.contains(&request.collection))
        .copied()
        .collect();
    let is_sourced = shown
        .iter()
        .all(|request| graph.model().flows[request.flow].evidence.is_sourced());
    let certainty = match (has_certain, is_sourced) {
        (false, _) => Certainty::CannotTell,
        (true, true) => Certainty::Certain,
        (true, false) => Certainty::Likely,
    };
    Some(describe(graph, &kept, &pairs, &shown, justified, certainty))
}

/// Every two collections of the list that are not surely no duplicate, at least one of the two asked of `respondent` itself.
fn pairs(graph: &FlowGraph, requests: &[Request], respondent: OrganisationId) -> Vec<Pair> {
    let by_collection: Vec<&[Request]> = requests
        .chunk_by(|a, b| a.collection == b.collection)
        .collect();
    let mut pairs = Vec::new();
    for (index, first) in by_collection.iter().enumerate() {
        for second in &by_collection[index + 1..] {
            let is_own = |requests: &[Request]| {
                requests
                    .iter()
                    .any(|request| request.respondent == respondent)
            };
            if first[0].collection != second[0].collection && (is_own(first) || is_own(second)) {
                pairs.extend(Pair::of(graph, first, second));
            }
        }
    }
    pairs
}

fn describe(
    graph: &FlowGraph,
    kept: &[&Pair],
    pairs: &[Pair],
    shown: &[Request],
    justified: &[Request],
    certainty: Certainty,
) -> Finding {
    let model = graph.model();
    let (respondent, term) = (
        &model.organisations[shown[0].respondent].slug,
        &model.terms[shown[0].term].slug,
    );
    let collections: BTreeSet<String> = shown
        .iter()
        .map(|request| model.systems[request.collection].slug.to_string())
        .collect();
    let count = collections.len();
    let serving = server::best(graph, shown);
    let open: Vec<String> = pairs
        .iter()
        .filter(|pair| pair.is_duplicate.is_none())
        .map(|pair| pair.names(model).join(" and "))
        .collect();
    let message = match certainty {
        Certainty::CannotTell => format!(
            "`{respondent}` supplies `{term}` to {count} collections; whether that is a repeat cannot be told"
        ),
        _ => format!("`{respondent}` supplies `{term}` to {count} collections"),
    };
    let help = match certainty {
        Certainty::CannotTell => format!("find out {}", kept[0].open_question(model)),
        _ => serving.advice(model, term),
    };
    let mut finding = Finding::at(
        &KIND,
        &[respondent, term],
        shown[0].span,
        asked(model, &shown[0]),
    )
    .message(message)
    .subject("respondent", &**respondent)
    .subject("term", &**term)
    .subjects("collections", collections)
    .detail(
        "requests",
        shown
            .iter()
            .map(|request| request_detail(model, request))
            .collect::<Vec<_>>(),
    )
    .detail(
        "pairs",
        kept.iter()
            .take(MOST_PAIRS)
            .map(|pair| pair.detail(graph))
            .collect::<Vec<_>>(),
    )
    .detail("cannot_tell", open)
    .detail(
        "justified",
        justified
            .iter()
            .map(|request| request_detail(model, request))
            .collect::<Vec<_>>(),
    )
    .detail("could_serve", serving.detail(model))
    .certainty(certainty)
    .via([
        model.field_name(kept[0].first.source),
        model.field_name(kept[0].first.field),
    ])
    .help(help);
    for request in shown.iter().skip(1).take(7) {
        finding = finding.also(request.span, asked(model, request));
    }
    let (to, text) = match certainty {
        Certainty::CannotTell => kept[0].question(model),
        _ => serving.question(model, respondent, term),
    };
    finding.ask(to, text)
}

/// `asked by cqc_reg17: form, each event, 52 supplies a year`.
fn asked(model: &Model, request: &Request) -> String {
    let flow = &model.flows[request.flow];
    let mut words = Vec::new();
    words.extend(flow.method.known().map(|method| method.word().to_owned()));
    words.extend(flow.every.known().map(crate::model::Every::words));
    words.extend(
        model
            .supplies_a_year(flow)
            .map(|supplies| format!("{supplies} supplies a year")),
    );
    let how = if words.is_empty() {
        String::new()
    } else {
        format!(": {}", words.join(", "))
    };
    format!("asked by `{}`{how}", model.systems[request.collection].slug)
}

fn request_detail(model: &Model, request: &Request) -> Value {
    let flow = &model.flows[request.flow];
    json!({
        "collection": model.systems[request.collection].slug,
        "field": model.field_name(request.field),
        "source": model.field_name(request.source),
        "flow": flow.slug,
        "method": flow.method.known().map(|method| method.word()),
        "every": flow.every.known().map(crate::model::Every::words),
        "supplies_a_year": model.supplies_a_year(flow),
    })
}
