//! One respondent supplies the same term to several collections (methods 2.2).

mod dispute;
mod pair;
mod reach;
mod server;
mod timing;
mod told;

use std::collections::BTreeSet;

use self::dispute::Dispute;
use self::pair::Kept;
use self::pair::Pair;
use self::pair::Standing;
use self::reach::Reach;
use self::told::asked;
use self::told::request_details;
use super::rule;
use crate::judge::graph::FlowGraph;
use crate::judge::graph::Request;
use crate::judge::graph::requests;
use crate::read::finding::Certainty;
use crate::read::finding::Finding;
use crate::read::model::Model;
use crate::read::model::OrganisationId;
use crate::read::model::SystemId;
use crate::read::model::TermId;

rule! {
    /// ## Finds
    /// A respondent that supplies one term, about people who overlap, to two or more collections of others, where neither collection is
    /// served by the other and they are not filled by one act of supplying. Each pair is `re-keyed` (captured twice), `re-submitted` (one
    /// record, two returns) or `partial` (the people overlap only in part). A way on that surely comes too late for the other, or that only
    /// decides which rows arrive, serves nobody; the finding names it. Where a flow of which nobody has said what it passes may serve one of
    /// them, it cannot tell. What is asked of a body is asked of its parts. Where another statement says that a flow has ended, the finding is only
    /// likely, and shows both.
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
/// How many where nothing is certain.
const MOST_OPEN: usize = 3;

fn check(graph: &FlowGraph, findings: &mut Vec<Finding>) {
    for group in groups(graph) {
        findings.push(announced(graph, group));
    }
}

/// The finding, without its words yet.
fn announced(graph: &FlowGraph, mut group: Group) -> Finding {
    let model = graph.model();
    let first = group.requests[0];
    let ids: [&str; 2] = [
        &model.organisations[group.respondent(model)].slug,
        &model.terms[first.term].slug,
    ];
    let certainty = group.certainty;
    // What is not told is not kept.
    let most = group.most_pairs();
    let late = group.kept.iter().position(|pair| pair.late.is_some());
    if let Some(late) = late.filter(|late| *late >= most) {
        group.kept.swap(most, late);
        group.kept.truncate(most + 1);
    } else {
        group.kept.truncate(most);
    }
    let pairs = std::mem::take(&mut group.kept).into_iter();
    let kept: Box<[Kept]> = pairs.map(|pair| pair.kept(&group.requests)).collect();
    let whole = graph.clone();
    Finding::later_whole(&KIND, &ids, first.span, certainty, move || {
        let pairs = kept.iter().map(|kept| kept.pair(&group.requests));
        describe(&whole, &group, &pairs.collect::<Vec<Pair>>())
    })
}

/// One respondent's requests for one term, of which some are duplicates or may be.
pub(crate) struct Group {
    /// The collections that are in a pair, each request to them.
    requests: Vec<Request>,
    /// The pairs that make it a finding.
    kept: Vec<Pair>,
    /// The pairs of which nothing certain can be said, besides.
    open: Vec<[SystemId; 2]>,
    /// The collections of which one surely passes the value on to the other.
    reused: Vec<[SystemId; 2]>,
    /// Duplicates on purpose.
    justified: Vec<Request>,
    certainty: Certainty,
}

impl Group {
    /// The requests, each to a collection that is in a pair.
    pub(crate) fn requests(&self) -> &[Request] {
        &self.requests
    }

    /// Whose requests they are: of the bodies that make them, the one that lies deepest in the others.
    fn respondent(&self, model: &Model) -> OrganisationId {
        self.requests
            .iter()
            .map(|request| request.respondent)
            .max_by_key(|respondent| depth(model, *respondent))
            .expect("a pair has requests")
    }

    /// How many pairs are told.
    fn most_pairs(&self) -> usize {
        if self.is_sure() {
            MOST_PAIRS
        } else {
            MOST_OPEN
        }
    }

    /// True where at least one pair surely is a duplicate.
    pub(crate) fn is_sure(&self) -> bool {
        self.certainty != Certainty::CannotTell
    }
}

/// The groups in which something is or may be asked twice, by respondent and term.
pub(crate) fn groups(graph: &FlowGraph) -> Vec<Group> {
    let model = graph.model();
    let (justified, open): (Vec<Request>, Vec<Request>) = requests(graph)
        .into_iter()
        .partition(|request| model.flows[request.flow].justified.is_some());
    let mut reach = Reach::over(graph);
    let mut groups = Vec::new();
    for own in open.chunk_by(|a, b| (a.respondent, a.term) == (b.respondent, b.term)) {
        let (respondent, term) = (own[0].respondent, own[0].term);
        let mut all = inherited(model, &open, respondent, term);
        all.extend(own);
        all.sort_by_key(|request| {
            (
                request.collection,
                request.respondent != respondent,
                *request,
            )
        });
        if all[0].collection == all[all.len() - 1].collection {
            continue;
        }
        let apart = made_by(&justified, respondent, term).to_vec();
        groups.extend(group(graph, &mut reach, respondent, &all, apart));
    }
    groups
}

/// Of requests in their order, those made of one body for one term.
fn made_by(requests: &[Request], respondent: OrganisationId, term: TermId) -> &[Request] {
    let key = |request: &Request| (request.respondent, request.term);
    let start = requests.partition_point(|request| key(request) < (respondent, term));
    let rest = &requests[start..];
    let end = rest.partition_point(|request| key(request) == (respondent, term));
    &rest[..end]
}

/// The requests made of the bodies that the respondent is part of: they are its own too.
fn inherited(
    model: &Model,
    open: &[Request],
    respondent: OrganisationId,
    term: TermId,
) -> Vec<Request> {
    let mut inherited = Vec::new();
    let whole = |organisation: OrganisationId| {
        let part_of = model.organisations[organisation].part_of.known();
        part_of.map(crate::read::model::Ref::id)
    };
    let mut at = whole(respondent);
    while let Some(organisation) = at {
        inherited.extend(made_by(open, organisation, term));
        at = whole(organisation);
    }
    inherited
}

fn group(
    graph: &FlowGraph,
    reach: &mut Reach<'_>,
    respondent: OrganisationId,
    all: &[Request],
    justified: Vec<Request>,
) -> Option<Group> {
    let model = graph.model();
    let mut pairs = Vec::new();
    let mut reused = Vec::new();
    let by_collection: Vec<&[Request]> =
        all.chunk_by(|a, b| a.collection == b.collection).collect();
    for (index, first) in by_collection.iter().enumerate() {
        for second in &by_collection[index + 1..] {
            // A respondent's own requests stand first in each collection's.
            if first[0].respondent != respondent && second[0].respondent != respondent {
                continue;
            }
            match Standing::of(graph, reach, first, second) {
                Standing::Apart => {}
                Standing::Reused(two) => reused.push(two),
                Standing::Pair(pair) => pairs.push(pair),
            }
        }
    }
    let has_certain = pairs.iter().any(|pair| pair.is_duplicate == Some(true));
    let (kept, rest): (Vec<Pair>, Vec<Pair>) = pairs
        .into_iter()
        .partition(|pair| pair.is_duplicate.is_some() == has_certain);
    kept.first()?;
    let collections: BTreeSet<SystemId> = kept
        .iter()
        .flat_map(|pair| [pair.first.collection, pair.second.collection])
        .collect();
    let requests: Vec<Request> = all
        .iter()
        .filter(|request| collections.contains(&request.collection))
        .copied()
        .collect();
    let is_sourced = requests.iter().all(|request| {
        let is_sourced = model.flows[request.flow].evidence.is_sourced();
        is_sourced && graph.denial(request.flow).is_none()
    });
    let certainty = match (has_certain, is_sourced) {
        (false, _) => Certainty::CannotTell,
        (true, true) => Certainty::Certain,
        (true, false) => Certainty::Likely,
    };
    let unsure = if has_certain { &rest } else { &kept };
    let open = unsure
        .iter()
        .map(|pair| [pair.first.collection, pair.second.collection])
        .collect();
    Some(Group {
        requests,
        kept,
        open,
        reused,
        justified,
        certainty,
    })
}

fn describe(graph: &FlowGraph, group: &Group, kept: &[Pair]) -> Finding {
    let model = graph.model();
    let shown = &group.requests;
    let own = group.respondent(model);
    let respondent = &model.organisations[own].slug;
    let term = &model.terms[shown[0].term].slug;
    let collections: BTreeSet<String> = shown
        .iter()
        .map(|request| model.systems[request.collection].slug.to_string())
        .collect();
    let count = collections.len();
    let is_open = group.certainty == Certainty::CannotTell;
    // Who could serve whom is a question only where something is surely asked twice.
    let serving = (!is_open).then(|| server::best(graph, shown));
    let dispute = Dispute::over(graph, shown);
    let disputed = dispute.as_ref().map(Dispute::words).unwrap_or_default();
    let doubt = if is_open {
        "; whether that is a repeat cannot be told"
    } else {
        &disputed
    };
    let late = kept.iter().find(|pair| pair.late.is_some());
    let help = match (late.and_then(|pair| pair.note(graph)), &serving) {
        (_, None) => format!("find out {}", kept[0].open_question(model)),
        (Some(note), _) => note,
        (None, Some(serving)) => serving.advice(model, term),
    };
    let (to, text) = match &serving {
        None => kept[0].question(model),
        Some(serving) => serving.question(model, respondent, term),
    };
    let pairs = kept.iter().take(group.most_pairs());
    let pairs = pairs.map(|pair| pair.detail(graph));
    let finding = Finding::at(
        &KIND,
        &[respondent, term],
        shown[0].span,
        asked(model, &shown[0]),
    )
    .message(format!(
        "{} `{term}` to {count} collections{doubt}",
        who_supplies(model, own, shown)
    ))
    .subject("respondent", &**respondent)
    .subject("term", &**term)
    .subjects("collections", collections)
    .detail("requests", request_details(model, shown))
    .detail("pairs", pairs.collect::<Vec<_>>())
    .detail("cannot_tell", named(model, &group.open))
    .detail("reused", named(model, &group.reused))
    .detail("justified", request_details(model, &group.justified))
    .detail("disputed", dispute.as_ref().map(Dispute::detail))
    .detail(
        "could_serve",
        serving.as_ref().map(|serving| serving.detail(model)),
    )
    .certainty(group.certainty)
    .via([
        model.field_name(kept[0].first.source),
        model.field_name(kept[0].first.field),
    ])
    .help(help)
    .ask(to, text);
    let finding = further_places(finding, model, shown);
    match dispute {
        Some(dispute) => dispute.on(finding),
        None => finding,
    }
}

/// Adds where else it is asked.
fn further_places(mut finding: Finding, model: &Model, shown: &[Request]) -> Finding {
    for request in shown.iter().skip(1).take(7) {
        finding = finding.also(request.span, asked(model, request));
    }
    finding
}

/// ``` `ward` supplies ```, or ``` `ward` and `trust`, of which it is part, supply ```.
fn who_supplies(model: &Model, own: OrganisationId, shown: &[Request]) -> String {
    let slug = &model.organisations[own].slug;
    let wholes: BTreeSet<OrganisationId> = shown
        .iter()
        .map(|request| request.respondent)
        .filter(|respondent| *respondent != own)
        .collect();
    let wholes: Vec<String> = wholes
        .iter()
        .map(|whole| format!("`{}`", model.organisations[*whole].slug))
        .collect();
    if wholes.is_empty() {
        return format!("`{slug}` supplies");
    }
    format!(
        "`{slug}` and {}, of which it is part, supply",
        wholes.join(" and ")
    )
}

/// How many bodies an organisation is part of, one in the other: the respondent itself lies deepest.
fn depth(model: &Model, organisation: OrganisationId) -> usize {
    let mut depth = 0;
    let mut at = organisation;
    while let Some(whole) = model.organisations[at].part_of.known() {
        at = whole.id();
        depth += 1;
    }
    depth
}

/// `a and b` for each pair.
fn named(model: &Model, pairs: &[[SystemId; 2]]) -> Vec<String> {
    let names = |pair: &[SystemId; 2]| {
        pair.map(|system| &*model.systems[system].slug)
            .join(" and ")
    };
    pairs.iter().map(names).collect()
}
