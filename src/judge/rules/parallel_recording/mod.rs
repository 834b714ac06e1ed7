//! One fact about the same event that several organisations each record.

mod counterpart;
mod recording;
mod tell;

use std::collections::BTreeSet;
use std::sync::Arc;

use self::counterpart::counterparts;
use self::recording::{Recording, recordings};
use self::tell::tell;
use super::found::{Found, about, how_sure};
use super::people::People;
use super::rule;
use crate::judge::graph::{Cone, FlowGraph, MayReach};
use crate::read::model::{Boxes, OrganisationId, TermId, rests_on_silence};

rule! {
    /// ## Finds
    /// A term that two or more bodies each write down, in systems of their own, about people who overlap, where neither passes it to the other,
    /// not even to be typed again. A body and a part of it are one; bodies of one `kind`, such as two trusts, each record their own people and
    /// are not meant. Nor is a term that some flow works out (`how: derived`) from two or more others, as an age from two dates. The finding says, pair by
    /// pair, what comparing the recordings could prove and by which identifiers. It is only likely where a flow of which nobody has said what it
    /// passes may tell the one of the other.
    /// ## Why it matters
    /// The work is done twice, and the two versions differ without anybody noticing; or, compared, each shows what the other missed.
    /// ## How to fix
    /// Agree which recording is the authority and let it supply the other, or keep both for checking and compare them.
    /// ## When it is fine
    /// Where an independent second recording is wanted: record that as a decision on this finding.
    "parallel-recording", Duplication, Warning, "different bodies each record the same term about the same event", find, tell
}

/// Limit on the pairs described in full, and on the places shown.
const MOST_SHOWN: usize = 8;

/// A term that several organisations record.
struct ParallelRecording {
    term: TermId,
    /// The organisations that record it.
    respondents: Box<[OrganisationId]>,
    /// The recordings that have a counterpart.
    shown: Box<[Recording]>,
    /// Pairs of them, each with its counterpart; at least one.
    pairs: Box<[[Recording; 2]]>,
    /// The populations of all recordings, by number.
    people: Arc<[Boxes]>,
}
about!(ParallelRecording {
    name: [term],
    subjects: [term, &respondents]
});

fn find(graph: &FlowGraph) -> Vec<Found<ParallelRecording>> {
    let mut people = People::of(graph.model());
    let recordings = recordings(graph, &mut people);
    let (people, mut cone) = (people.all(), Cone::over(graph));
    let found = recordings
        .iter()
        .filter_map(|(term, recordings)| of_term(graph, &people, &mut cone, *term, recordings));
    found.collect()
}

fn of_term(
    graph: &FlowGraph,
    people: &Arc<[Boxes]>,
    cone: &mut Cone<'_>,
    term: TermId,
    recordings: &[Recording],
) -> Option<Found<ParallelRecording>> {
    let model = graph.model();
    // An unlisted flow may pass one to the other, or a scope left out is presumed to be everyone.
    let mut reached: Vec<Option<MayReach>> = Vec::new();
    reached.resize_with(recordings.len(), || None);
    let mut may_pass = |from: usize, to: usize| {
        let (from_field, to) = (recordings[from].field, &recordings[to]);
        let may = reached[from].get_or_insert_with(|| graph.may_reach(&[from_field], |_| true));
        may.systems.contains(&to.system) || may.fields.contains(&to.field)
    };
    let is_presumed = |pair: [usize; 2]| {
        let [a, b] = pair.map(|index| &people[recordings[index].people as usize]);
        rests_on_silence(a, b)
    };
    let mut is_doubtful = |pair: [usize; 2]| {
        !pair.iter().all(|index| recordings[*index].is_sure)
            || is_presumed(pair)
            || may_pass(pair[0], pair[1])
            || may_pass(pair[1], pair[0])
    };
    let (pairs, is_known) = counterparts(graph, people, cone, recordings, &mut is_doubtful);
    // Both of each pair: a counterpart may have no counterpart of equal certainty itself.
    let shown: BTreeSet<usize> = pairs.iter().flatten().copied().collect();
    let shown: Box<[Recording]> = shown.iter().map(|index| recordings[*index]).collect();
    let first = shown.first()?;
    // Each recording stands beside its surest counterpart. All are told, so the finding is no surer than the least sure pair.
    let is_sourced =
        model.terms[term].of.known().is_some() && !pairs.iter().any(|pair| is_doubtful(*pair));
    let mut seen = BTreeSet::new();
    let each_once = pairs.iter().filter_map(|[a, b]| {
        let pair = [*a.min(b), *a.max(b)];
        seen.insert(pair)
            .then(|| pair.map(|index| recordings[index]))
    });
    let respondents: BTreeSet<OrganisationId> =
        shown.iter().map(|recording| recording.recorder).collect();
    Some(Found::sure(
        first.place(model),
        how_sure(is_known, is_sourced),
        ParallelRecording {
            term,
            respondents: respondents.into_iter().collect(),
            pairs: each_once.take(MOST_SHOWN).collect(),
            people: people.clone(),
            shown,
        },
    ))
}
