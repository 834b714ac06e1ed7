//! One respondent supplies the same term to several collections.

mod case;
mod pair;
mod reach;
mod server;
mod tell;
mod timing;

use std::collections::BTreeSet;
use std::ops::Range;

use rustc_hash::FxHashMap;

use self::pair::{Pair, Standing};
use self::reach::Reach;
use self::tell::tell;
use self::timing::Late;
use super::facets::is_sourced;
use super::found::{Found, about, how_sure};
use super::rule;
use crate::judge::graph::{FlowGraph, Request, is_own, requests};
use crate::read::finding::Certainty;
use crate::read::model::{FieldId, Id, Model, OrganisationId, Ref, SystemId, SystemKind, TermId};

rule! {
    /// ## Finds
    /// A respondent that supplies one term, about people who overlap, to two or more collections of others, where neither collection is
    /// served by the other and they are not filled by one act of supplying. Each pair is `re-keyed` (captured twice), `re-submitted` (one
    /// record, two returns) or `partial` (the people overlap only in part). The number is the most collections that one case reaches:
    /// collections of different people are never counted together. Passing on a copy is no request, and a value that the receiver can work out from
    /// others of the same flow is not asked for. A way on that surely comes too late for
    /// the other, that comes at unknown times or without a legal basis, that only decides which rows arrive, that leads back through the
    /// respondent or through anyone's record, or that leaves out some of the people, serves nobody; the finding names one that is too late. Where a flow of which nobody has said what it passes may serve one of
    /// them, it cannot tell. A dimension that one of two collections leaves out is presumed unrestricted there, and the finding likely; a
    /// dimension that both leave out is not compared. A request to a body counts as a request to its parts; where a body is asked twice itself, what
    /// its parts are asked beside that counts too, and is told there alone. Where another statement says that a flow has ended, the finding is
    /// only likely, and shows both.
    /// ## Why it matters
    /// The work is done several times, and the copies drift apart.
    /// ## How to fix
    /// Let the collection that could serve the others pass it on. The finding names it where nothing stands in the way, and otherwise says what
    /// does. Flows filled by one act share a `same_submission` word.
    /// ## When it is fine
    /// Where the duplicate is on purpose, such as a regulator's independence: write `justified:` on the flow; it is then listed apart.
    "repeated-request", Duplication, Warning, "one respondent supplies the same term to several collections", find, tell
}

/// Limit on the pairs of collections described in full.
const MOST_PAIRS: usize = 15;
/// The same limit if no pair is certain.
const MOST_OPEN: usize = 3;

/// One respondent's requests for one term; some of them are repeats or may be.
struct RepeatedRequest {
    respondent: OrganisationId,
    term: TermId,
    collections: Box<[SystemId]>,
    /// The largest set of these collections that may all ask about one case.
    of_one_case: Box<[SystemId]>,
    /// All requests to these collections, by collection.
    requests: Box<[Request]>,
    /// The first pairs that are surely repeats, or that may be if none surely is; at least one.
    pairs: Box<[Pair]>,
    /// The first route from one collection of a pair to the other that surely takes too long.
    late: Option<Box<Late>>,
    /// The pairs of collections that may be repeats of each other.
    open: Box<[[SystemId; 2]]>,
    /// The pairs of collections with one that surely passes the value on to the other.
    reused: Box<[[SystemId; 2]]>,
    /// The requests that are repeats on purpose.
    justified: Box<[Request]>,
    /// True if two of the requests are surely repeats and both are made of the respondent itself.
    is_of_itself: bool,
    /// True if requests to its parts count too.
    counts_parts: bool,
}
about!(RepeatedRequest {
    name: [respondent, term],
    subjects: [respondent, term, &collections]
});

/// The relation of the asked body to the respondent of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Asked {
    Itself,
    /// A body that it is part of.
    Whole,
    /// A body that is part of it.
    Part,
}

impl Asked {
    fn of(model: &Model, request: &Request, respondent: OrganisationId) -> Self {
        if request.respondent == respondent {
            Asked::Itself
        } else if model.is_part_of(request.respondent, respondent) {
            Asked::Part
        } else {
            Asked::Whole
        }
    }
}

/// The requests of each finding, and whether at least one pair of them surely is a repeat.
pub(crate) fn groups(graph: &FlowGraph) -> impl Iterator<Item = (Box<[Request]>, bool)> {
    find(graph).into_iter().map(|found| {
        let is_known = found.certainty != Certainty::CannotTell;
        (found.what.requests, is_known)
    })
}

fn find(graph: &FlowGraph) -> Vec<Found<RepeatedRequest>> {
    let model = graph.model();
    let (justified, asked): (Vec<Request>, Vec<Request>) = requests(graph)
        .into_iter()
        .filter(|request| !is_forwarded(graph, request))
        .partition(|request| model.flows[request.flow].justified.is_some());
    let mut reach = Reach::over(graph);
    let parts = parts(model);
    let mut found = Vec::new();
    for own in asked.chunk_by(|a, b| (a.respondent, a.term) == (b.respondent, b.term)) {
        let (respondent, term) = (own[0].respondent, own[0].term);
        let mut all = inherited(model, &asked, respondent, term);
        all.extend(own);
        let of_parts = parts[respondent.index()].iter();
        all.extend(of_parts.flat_map(|part| made_of(&asked, *part, term)));
        all.sort_by_key(|request| {
            let asked = Asked::of(model, request, respondent);
            (request.collection, asked, *request)
        });
        if all[0].collection != all[all.len() - 1].collection {
            let justified = made_of(&justified, respondent, term);
            found.extend(of_respondent(
                graph, &mut reach, respondent, &all, justified,
            ));
        }
    }
    told_at_the_whole(model, found)
}

/// For each body, all that are part of it.
fn parts(model: &Model) -> Vec<Vec<OrganisationId>> {
    let mut parts = vec![Vec::new(); model.organisations.len()];
    for id in model.organisations.ids() {
        let mut seen = vec![id];
        let whole = |at: OrganisationId| model.organisations[at].part_of.known().map(Ref::id);
        while let Some(whole) = whole(seen[seen.len() - 1]).filter(|whole| !seen.contains(whole)) {
            parts[whole.index()].push(id);
            seen.push(whole);
        }
    }
    parts
}

/// Drops a finding on a part of a body if another finding, on the whole and on the same term, names all of its collections.
fn told_at_the_whole(
    model: &Model,
    found: Vec<Found<RepeatedRequest>>,
) -> Vec<Found<RepeatedRequest>> {
    let mut told: FxHashMap<TermId, Vec<usize>> = FxHashMap::default();
    for (place, one) in found.iter().enumerate() {
        if one.counts_parts {
            told.entry(one.term).or_default().push(place);
        }
    }
    let is_told = |one: &Found<RepeatedRequest>| {
        let mut wholes = told.get(&one.term).into_iter().flatten();
        wholes.any(|place| {
            let whole = &found[*place];
            whole.respondent != one.respondent
                && model.is_part_of(one.respondent, whole.respondent)
                && whole.certainty <= one.certainty
                && one
                    .collections
                    .iter()
                    .all(|system| whole.collections.contains(system))
        })
    };
    let is_told: Vec<bool> = found
        .iter()
        .map(|one| !one.is_of_itself && is_told(one))
        .collect();
    let mut is_told = is_told.into_iter();
    let mut found = found;
    found.retain(|_| is_told.next() != Some(true));
    found
}

/// True if the respondent only passes on a copy: its system is no record, and the captures behind its source field are all those of others.
fn is_forwarded(graph: &FlowGraph, request: &Request) -> bool {
    let model = graph.model();
    let kind = model.systems[model.system_of(request.source)].kind.known();
    let is_passing_on = matches!(
        kind,
        Some(SystemKind::Collection | SystemKind::Register | SystemKind::Linkage)
    );
    let is_of_others = |origin: &FieldId| {
        let system = model.system_of(*origin);
        *origin != request.source && !is_own(model, system, request.respondent)
    };
    is_passing_on && graph.origins(request.source).iter().all(is_of_others)
}

/// The requests made of one organisation for one term, from a sorted list.
fn made_of(requests: &[Request], respondent: OrganisationId, term: TermId) -> &[Request] {
    let key = |request: &Request| (request.respondent, request.term);
    let start = requests.partition_point(|request| key(request) < (respondent, term));
    let rest = &requests[start..];
    let end = rest.partition_point(|request| key(request) == (respondent, term));
    &rest[..end]
}

/// The requests made of the organisations that the respondent is part of: they count as made of it too.
fn inherited(
    model: &Model,
    asked: &[Request],
    respondent: OrganisationId,
    term: TermId,
) -> Vec<Request> {
    let mut inherited = Vec::new();
    let mut at = respondent;
    while let Some(whole) = model.organisations[at].part_of.known().map(Ref::id) {
        inherited.extend(made_of(asked, whole, term));
        at = whole;
    }
    inherited
}

/// The requests of one respondent for one term, each two collections compared.
#[derive(Default)]
struct Compared {
    pairs: Vec<Pair>,
    reused: Vec<[SystemId; 2]>,
    is_of_itself: bool,
    counts_parts: bool,
}

impl Compared {
    fn of(
        graph: &FlowGraph,
        reach: &mut Reach<'_>,
        respondent: OrganisationId,
        all: &[Request],
    ) -> Self {
        let by_collection = by_collection(all);
        let asked =
            |requests: &Range<usize>| Asked::of(graph.model(), &all[requests.start], respondent);
        let (mut own, mut with_parts) = (Self::default(), Self::default());
        for (index, first) in by_collection.iter().enumerate() {
            for second in &by_collection[index + 1..] {
                let both = [first, second].map(asked);
                if !both.contains(&Asked::Itself) {
                    continue;
                }
                // Requests of a part are reported at the part, unless the whole is asked twice itself.
                let into = if both.contains(&Asked::Part) {
                    &mut with_parts
                } else {
                    &mut own
                };
                match Standing::of(graph, reach, all, [first, second]) {
                    Standing::Apart => {}
                    Standing::Reused(two) => into.reused.push(two),
                    Standing::Pair(pair) => {
                        into.is_of_itself |= pair.is_sure() && both == [Asked::Itself; 2];
                        into.pairs.push(pair);
                    }
                }
            }
        }
        if own.pairs.iter().any(Pair::is_sure) && !with_parts.pairs.is_empty() {
            own.counts_parts = true;
            own.pairs.append(&mut with_parts.pairs);
            own.reused.append(&mut with_parts.reused);
        }
        own
    }
}

/// The finding on one respondent and term, if there is one. `all` are the requests by collection, in each the respondent's own before those
/// of bodies it is part of.
fn of_respondent(
    graph: &FlowGraph,
    reach: &mut Reach<'_>,
    respondent: OrganisationId,
    all: &[Request],
    justified: &[Request],
) -> Option<Found<RepeatedRequest>> {
    let Compared {
        mut pairs,
        reused,
        is_of_itself,
        counts_parts,
    } = Compared::of(graph, reach, respondent, all);
    let unsure = pairs.iter().filter(|pair| !pair.is_sure());
    let open = unsure
        .map(|pair| pair.requests(all).map(|request| request.collection))
        .collect();
    let is_known = pairs.iter().any(Pair::is_sure);
    if is_known {
        pairs.retain(Pair::is_sure);
    }
    let of_pairs = pairs.iter().flat_map(|pair| pair.requests(all));
    let collections: BTreeSet<SystemId> = of_pairs.map(|request| request.collection).collect();
    let shown: Vec<u32> = (0..)
        .zip(all)
        .filter(|(_, request)| collections.contains(&request.collection))
        .map(|(place, _)| place)
        .collect();
    let requests: Box<[Request]> = shown.iter().map(|place| all[*place as usize]).collect();
    let first = requests.first()?;
    let late = pairs.iter().find_map(|pair| pair.late.clone());
    // `tell` describes no further pairs, and a large map has very many findings.
    pairs.truncate(if is_known { MOST_PAIRS } else { MOST_OPEN });
    let is_presumed = pairs.iter().all(|pair| pair.is_presumed);
    let is_firm = !is_presumed && requests.iter().all(|one| rests_on_sources(graph, one));
    Some(Found::sure(
        first.span,
        how_sure(is_known, is_firm),
        RepeatedRequest {
            respondent,
            term: first.term,
            collections: collections.into_iter().collect(),
            of_one_case: case::widest(graph.model(), &requests, |one| rests_on_sources(graph, one)),
            pairs: pairs.into_iter().map(|pair| pair.among(&shown)).collect(),
            requests,
            late,
            open,
            reused: reused.into(),
            justified: justified.into(),
            is_of_itself,
            counts_parts,
        },
    ))
}

/// True if the flow and the fields of a request have sources, and no other statement says that the flow has ended.
fn rests_on_sources(graph: &FlowGraph, request: &Request) -> bool {
    let model = graph.model();
    let mut fields = [request.source, request.field].into_iter();
    model.flows[request.flow].is_sourced()
        && fields.all(|field| is_sourced(model, field))
        && graph.denial(request.flow).is_none()
}

/// The index range of each collection's requests.
fn by_collection(requests: &[Request]) -> Vec<Range<usize>> {
    let mut start = 0;
    let same = requests.chunk_by(|a, b| a.collection == b.collection);
    let range = same.map(|same| {
        let end = start + same.len();
        std::mem::replace(&mut start, end)..end
    });
    range.collect()
}
