//! The words of a repeated request.

mod pair;
mod serving;

use serde_json::Value;
use serde_json::json;

use super::pair::Pair;
use super::server;
use super::{Asked, RepeatedRequest};
use crate::judge::graph::Request;
use crate::judge::rules::facets::has_source;
use crate::judge::rules::found::{Found, Names};
use crate::read::finding::{Certainty, Words};
use crate::read::model::{Every, FlowId, OrganisationId, SystemId};
use crate::words::{first_few, listed, plural};

/// Limit on the places shown.
const MOST_SHOWN: usize = 8;

pub(super) fn tell(found: &Found<RepeatedRequest>, names: &Names<'_>) -> Words {
    let requests = &found.requests;
    let is_open = found.certainty == Certainty::CannotTell;
    let first = found.pairs[0].requests(requests);
    // A serving collection is of use only if something is surely asked twice.
    let serving = (!is_open).then(|| server::best(names.graph, requests, &found.of_one_case));
    let dispute = dispute(names, requests);
    let doubt = match &dispute {
        Some((request, _)) if !is_open => {
            let collection = names.of(request.collection);
            format!("; whether {collection} still asks is disputed")
        }
        _ => String::new(),
    };
    let (mut help, question) = match &serving {
        None => {
            let (open, question) = pair::open(names, &found.pairs[0], first);
            (format!("find out {open}"), question)
        }
        Some(serving) => (
            names.in_full(|| serving::advice(names, serving)),
            serving::question(names, serving),
        ),
    };
    if let Some(late) = found.late.as_ref().filter(|_| !is_open) {
        help = pair::late_note(names, late);
    }
    let detail = |pair: &Pair| pair::detail(names, pair, pair.requests(requests));
    let pairs = || found.pairs.iter().map(detail).collect::<Vec<_>>();
    let mut words = Words::at(found.span, asked(names, &requests[0]))
        .message(format!("{}{doubt}", message(found, names, is_open)))
        .detail("of_one_case", names.ids(&found.of_one_case))
        .detail(
            "requests",
            names.in_full(|| request_details(names, requests)),
        )
        .detail("pairs", names.in_full(pairs))
        .detail("cannot_tell", both(names, &found.open))
        .detail("reused", both(names, &found.reused))
        .detail(
            "justified",
            names.in_full(|| request_details(names, &found.justified)),
        )
        .detail(
            "disputed",
            dispute.map(|(request, denial)| {
                json!({
                    "collection": names.id(request.collection),
                    "flow": names.id(request.flow),
                    "denied_by": names.id(denial),
                })
            }),
        )
        .detail(
            "could_serve",
            names.in_full(|| serving.map(|serving| serving::detail(names, &serving))),
        )
        .via(names.ids([first[0].source, first[0].field]))
        .help(help)
        .put(question);
    for request in requests.iter().take(MOST_SHOWN).skip(1) {
        words = words.also(request.span, asked(names, request));
    }
    match dispute {
        Some((request, denial)) => disputed(names, words, request, denial),
        None => words,
    }
}

/// The first request whose flow has ended by another statement, and the flow of that statement.
fn dispute<'r>(names: &Names<'_>, requests: &'r [Request]) -> Option<(&'r Request, FlowId)> {
    let mut requests = requests.iter();
    requests.find_map(|request| Some((request, names.graph.denial(request.flow)?)))
}

/// Adds the place of the other statement, and asks which of the two is true.
fn disputed(names: &Names<'_>, words: Words, request: &Request, denial: FlowId) -> Words {
    let denial = &names.model().flows[denial];
    let ended = match denial.until.known() {
        Some(until) => format!("by this statement it ended on {until}"),
        None => "by this statement it has ended".to_owned(),
    };
    words.also(denial.from.span, ended).ask(
        names.owner(request.collection),
        format!(
            "Does {} still take {} from {}?",
            names.of(request.collection),
            names.of(request.term),
            names.of(denial.from.id())
        ),
    )
}

/// The message: the number and names of the collections that ask one organisation for a term of one case.
fn message(found: &RepeatedRequest, names: &Names<'_>, is_open: bool) -> String {
    let (term, whom) = (names.of(found.term), whom(found, names));
    let all = found.collections.len();
    if is_open {
        let asking = some(names, &found.collections);
        return format!(
            "it is not known whether {term} is asked of {whom} more than once. It may be by {asking}"
        );
    }
    let asking = some(names, &found.of_one_case);
    let besides = format!("{}{}", guessed(found, names), besides(found, names));
    match found.of_one_case.len() {
        count if count < all => format!(
            "up to {count} of {all} collections ask {whom} for {term} of one case. They are {asking}{besides}"
        ),
        count => {
            format!(
                "{count} collections ask {whom} for {term} of one case. They are {asking}{besides}"
            )
        }
    }
}

/// The collections of which it is only assumed that they ask, as a sentence; empty if there are none, or if it is so of all.
fn guessed(found: &RepeatedRequest, names: &Names<'_>) -> String {
    let model = names.model();
    let is_guess = |request: &Request| {
        !has_source(model, request.field) && !model.flows[request.flow].evidence.is_sourced()
    };
    let is_guessed = |system: &SystemId| {
        let mut of = found.requests.iter();
        of.all(|request| request.collection != *system || is_guess(request))
    };
    let all = found.of_one_case.iter().copied();
    let guessed: Vec<SystemId> = all.filter(is_guessed).collect();
    if guessed.is_empty() || guessed.len() == found.of_one_case.len() {
        return String::new();
    }
    let asks = if guessed.len() == 1 { "asks" } else { "ask" };
    format!(". That {} {asks} is only assumed", some(names, &guessed))
}

/// The collections that perhaps ask of the same case too, as a sentence; empty if there are none.
fn besides(found: &RepeatedRequest, names: &Names<'_>) -> String {
    let open = found.open.iter().flatten().copied();
    let mut open: Vec<SystemId> = open
        .filter(|system| !found.collections.contains(system))
        .collect();
    open.sort_unstable();
    open.dedup();
    if open.is_empty() {
        return String::new();
    }
    let asks = if open.len() == 1 { "asks" } else { "ask" };
    format!(". Perhaps {} {asks} too", some(names, &open))
}

/// Limit on the collections that a message names.
const MOST_NAMED: usize = 4;

fn some(names: &Names<'_>, systems: &[SystemId]) -> String {
    let named: Vec<String> = systems.iter().map(|system| names.of(*system)).collect();
    if named.len() <= MOST_NAMED {
        listed(&named)
    } else {
        first_few(named, MOST_NAMED)
    }
}

/// ``` `ward` ```, ``` `trust`, including `ward`, ``` or ``` `trust` with its part `ward` ```.
fn whom(found: &RepeatedRequest, names: &Names<'_>) -> String {
    let model = names.model();
    let others = |asked: Asked| -> Vec<OrganisationId> {
        let requests = found.requests.iter();
        let is_told = |request: &&Request| {
            found.of_one_case.is_empty() || found.of_one_case.contains(&request.collection)
        };
        let meant = requests
            .filter(is_told)
            .filter(|request| Asked::of(model, request, found.respondent) == asked);
        let mut bodies: Vec<OrganisationId> = meant.map(|request| request.respondent).collect();
        bodies.sort_unstable();
        bodies.dedup();
        bodies
    };
    let own = names.of(found.respondent);
    let parts = others(Asked::Part);
    let own = match parts.len() {
        0 => own,
        1 => format!("{own} with its part {}", names.of(parts[0])),
        _ => format!("{own} with its parts {}", names.few(&parts)),
    };
    let wholes: Vec<String> = others(Asked::Whole)
        .into_iter()
        .map(|whole| names.of(whole))
        .collect();
    match wholes.join(" and ") {
        wholes if wholes.is_empty() => own,
        wholes => format!("{wholes}, including {own},"),
    }
}

/// `` asked by `cqc_reg17`: form, each event, 52 supplies a year ``.
fn asked(names: &Names<'_>, request: &Request) -> String {
    let flow = &names.model().flows[request.flow];
    let supplies = names.model().supplies_a_year(flow);
    let how = [
        flow.method.known().map(|method| method.word().to_owned()),
        flow.every.known().map(Every::words),
        supplies
            .map(|supplies| format!("{} a year", plural(supplies as usize, "supply", "supplies"))),
    ];
    let by = names.of(request.collection);
    match how.into_iter().flatten().collect::<Vec<_>>().join(", ") {
        how if how.is_empty() => format!("asked by {by}"),
        how => format!("asked by {by}: {how}"),
    }
}

fn request_details(names: &Names<'_>, requests: &[Request]) -> Vec<Value> {
    let detail = |request: &Request| {
        let flow = &names.model().flows[request.flow];
        json!({
            "collection": names.id(request.collection),
            "field": names.id(request.field),
            "source": names.id(request.source),
            "flow": flow.slug,
            "method": flow.method.known().map(|method| method.word()),
            "every": flow.every.known().map(Every::words),
            "supplies_a_year": names.model().supplies_a_year(flow),
        })
    };
    requests.iter().map(detail).collect()
}

/// `a and b` for each pair.
fn both(names: &Names<'_>, pairs: &[[SystemId; 2]]) -> Vec<String> {
    let pairs = pairs.iter();
    pairs.map(|pair| names.ids(pair).join(" and ")).collect()
}
