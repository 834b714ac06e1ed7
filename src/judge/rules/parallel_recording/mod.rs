//! Different bodies each record the same thing about the same event (methods 2.2, class C).

mod meeting;
mod proof;
mod recording;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value;
use serde_json::json;

use self::meeting::Meeting;
use self::meeting::populations;
use self::recording::Recording;
use self::recording::recordings;
use super::people::People;
use super::rule;
use crate::judge::graph::Cone;
use crate::judge::graph::FlowGraph;
use crate::read::finding::Certainty;
use crate::read::finding::Finding;
use crate::read::model::Boxes;
use crate::read::model::FieldId;
use crate::read::model::Model;
use crate::read::model::OrganisationId;
use crate::read::model::TermId;

/// How many pairs are described in full, and how many places shown.
const MOST_SHOWN: usize = 8;

/// How many recordings are listed in full.
const MOST_LISTED: usize = 30;

rule! {
    /// ## Finds
    /// A term that two or more bodies each write down, in systems of their own, about people who overlap, where neither passes it to the other,
    /// not even to be typed again. A body and a part of it are one; bodies of one `kind`, such as two trusts, each record their own people and
    /// are not meant. The finding says, pair by
    /// pair, what comparing the recordings could prove and by which identifiers. It is only likely where a flow of which nobody has said what it
    /// passes may tell the one of the other.
    /// ## Why it matters
    /// The work is done twice, and the two versions differ without anybody noticing; or, compared, each shows what the other missed.
    /// ## How to fix
    /// Agree which recording is the authority and let it supply the other, or keep both for checking and compare them.
    /// ## When it is fine
    /// Where an independent second recording is wanted: record that as a decision on this finding.
    "parallel-recording", Duplication, Warning, "different bodies each record the same term about the same event", check
}

fn check(graph: &FlowGraph, findings: &mut Vec<Finding>) {
    let mut people = People::of(graph.model());
    let mut cone = Cone::over(graph);
    let recordings = recordings(graph, &mut people);
    let all = people.all();
    for (term, recordings) in recordings {
        let found = found(graph, &people, &mut cone, term, &recordings);
        findings.extend(found.map(|found| announced(graph, &all, found)));
    }
}

/// What is found about a term.
struct Found {
    term: TermId,
    shown: Vec<Recording>,
    pairs: Vec<[Recording; 2]>,
    certainty: Certainty,
}

/// The finding, without its words yet. `people` are the populations of the recordings, by number.
fn announced(graph: &FlowGraph, people: &Arc<[Boxes]>, found: Found) -> Finding {
    let model = graph.model();
    let slug = &model.terms[found.term].slug;
    let (span, certainty) = (found.shown[0].place(model), found.certainty);
    let (whole, people) = (graph.clone(), people.clone());
    Finding::later_whole(&KIND, &[slug], span, certainty, move || {
        describe(whole.model(), &people, &found)
    })
}

/// Which recordings have a counterpart: of another body, about people who overlap.
struct Matched {
    /// Index of the recording, and of the first counterpart.
    sure: Vec<(usize, usize)>,
    unsure: Vec<(usize, usize)>,
}

fn matched(
    graph: &FlowGraph,
    people: &People,
    cone: &mut Cone<'_>,
    recordings: &[Recording],
) -> Matched {
    let model = graph.model();
    let populations = populations(people, recordings);
    let mut meetings: BTreeMap<u32, Meeting> = BTreeMap::new();
    // Values of another term are another thing, whatever they are worked out from.
    let term = |field: FieldId| model.term_of(field);
    let own = term(recordings[0].field);
    let is_kin = |field: FieldId| term(field).is_none_or(|term| Some(term) == own);
    // Most recordings are written down where nothing arrives, so that few ways have to be walked.
    let mut below: Vec<Option<Box<[FieldId]>>> = vec![None; recordings.len()];
    let mut reaches = |from: usize, to: usize| {
        let (start, end) = (recordings[from].field, recordings[to].field);
        if !graph.may_lead(start, end) {
            return false;
        }
        let below = below[from].get_or_insert_with(|| {
            let mut below = cone.down(&[start], is_kin).to_vec();
            below.sort_unstable();
            below.into()
        });
        below.binary_search(&end).is_ok()
    };
    let is_apart = |a: OrganisationId, b: OrganisationId| {
        !model.is_part_of(a, b) && !model.is_part_of(b, a) && !are_peers(model, a, b)
    };
    let mut matched = Matched {
        sure: Vec::new(),
        unsure: Vec::new(),
    };
    for (index, recording) in recordings.iter().enumerate() {
        let mut found: [Option<usize>; 2] = [None, None];
        let own = recording.people;
        let meeting = meetings.entry(own);
        let meeting = meeting.or_insert_with(|| Meeting::of(own, &populations));
        let mut rank = 0;
        while let Some((place, is_sure)) = meeting.get(rank, people, &populations) {
            rank += 1;
            let slot = &mut found[usize::from(!is_sure)];
            if slot.is_none() {
                let mut others = populations[place].by_body.iter();
                *slot = others
                    .find(|(other, at)| {
                        is_apart(recording.recorder, **other)
                            && recordings[**at].field != recording.field
                            && !reaches(index, **at)
                            && !reaches(**at, index)
                    })
                    .map(|(_, index)| *index);
            }
            if found[0].is_some() {
                break;
            }
        }
        match found {
            [Some(other), _] => matched.sure.push((index, other)),
            [None, Some(other)] => matched.unsure.push((index, other)),
            [None, None] => {}
        }
    }
    matched
}

/// True where the two are of one kind: two trusts record the same things, each of its own people.
fn are_peers(model: &Model, a: OrganisationId, b: OrganisationId) -> bool {
    let kind = |body: OrganisationId| model.organisations[body].kind.known();
    kind(a).is_some() && kind(a) == kind(b)
}

fn found(
    graph: &FlowGraph,
    people: &People,
    cone: &mut Cone<'_>,
    term: TermId,
    recordings: &[Recording],
) -> Option<Found> {
    let matched = matched(graph, people, cone, recordings);
    let (pairs, is_open) = if matched.sure.is_empty() {
        (&matched.unsure, true)
    } else {
        (&matched.sure, false)
    };
    let shown: Vec<Recording> = pairs.iter().map(|(index, _)| recordings[*index]).collect();
    shown.first()?;
    let two = distinct(pairs)
        .into_iter()
        .take(MOST_SHOWN)
        .map(|(a, b)| [recordings[a], recordings[b]]);
    // A flow of which nobody has said what it passes may tell the one of the other.
    let may_tell = |(a, b): &(usize, usize)| {
        let (a, b) = (&recordings[*a], &recordings[*b]);
        let may_tell = |a: &Recording, b: &Recording| {
            let may = graph.may_reach(&[a.field], |_| true);
            may.systems.contains(&b.system) || may.fields.contains(&b.field)
        };
        may_tell(a, b) || may_tell(b, a)
    };
    let is_firm = shown.iter().all(|recording| recording.is_sure)
        && graph.model().terms[term].of.known().is_some()
        && !pairs.iter().any(may_tell);
    let certainty = match (is_open, is_firm) {
        (true, _) => Certainty::CannotTell,
        (false, true) => Certainty::Certain,
        (false, false) => Certainty::Likely,
    };
    Some(Found {
        term,
        pairs: two.collect(),
        shown,
        certainty,
    })
}

/// Each pair once, whichever way round.
fn distinct(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut seen = BTreeSet::new();
    pairs
        .iter()
        .map(|(a, b)| (*a.min(b), *a.max(b)))
        .filter(|pair| seen.insert(*pair))
        .collect()
}

fn describe(model: &Model, people: &[Boxes], found: &Found) -> Finding {
    let Found {
        term,
        shown,
        pairs,
        certainty,
    } = found;
    let bodies: BTreeSet<OrganisationId> =
        shown.iter().map(|recording| recording.recorder).collect();
    let (slug, certainty) = (&model.terms[*term].slug, *certainty);
    let is_open = certainty == Certainty::CannotTell;
    let doubt = if is_open {
        "; whether about the same people cannot be told"
    } else {
        ""
    };
    let proof = proof::words(model, people, &pairs[0]);
    let help = if is_open {
        format!(
            "find out whether they are about the same people, {}",
            proof::unstated(model, people, &pairs[0])
        )
    } else {
        format!("agree which recording is the authority, or keep them for checking: {proof}")
    };
    let [a, b] =
        pairs[0].map(|recording| format!("`{}`", model.organisations[recording.recorder].slug));
    let question = if is_open {
        format!(
            "For whom do {a} and {b} record `{slug}`, {}?",
            proof::unstated(model, people, &pairs[0])
        )
    } else {
        format!(
            "Do {a} and {b} compare what they record as `{slug}`, and whose counts where they differ?"
        )
    };
    let finding = Finding::at(
        &KIND,
        &[slug],
        shown[0].place(model),
        label(model, &shown[0]),
    )
    .message(format!(
        "{} bodies each record `{slug}` themselves{doubt}",
        bodies.len()
    ))
    .subject("term", &**slug)
    .subjects(
        "respondents",
        bodies
            .iter()
            .map(|body| model.organisations[*body].slug.to_string()),
    )
    .detail("recordings", recording_details(model, people, shown))
    .detail(
        "pairs",
        pairs
            .iter()
            .map(|pair| proof::detail(model, people, pair))
            .collect::<Vec<_>>(),
    )
    .certainty(certainty)
    .via(pairs[0].map(|recording| model.field_name(recording.field)))
    .help(help)
    .ask(&*model.organisations[pairs[0][0].recorder].slug, question);
    with_places(finding, model, shown)
}

/// `recorded by police, 3 hours after the event`.
fn label(model: &Model, recording: &Recording) -> String {
    format!(
        "recorded by `{}`{}",
        model.organisations[recording.recorder].slug,
        recording.delay(model)
    )
}

/// Adds one further place for each further body.
fn with_places(mut finding: Finding, model: &Model, shown: &[Recording]) -> Finding {
    let mut told = BTreeSet::from([shown[0].recorder]);
    for recording in shown.iter().skip(1) {
        if told.len() < MOST_SHOWN && told.insert(recording.recorder) {
            finding = finding.also(recording.place(model), label(model, recording));
        }
    }
    finding
}

/// The recordings in the order in which they are made, as far as stated.
fn recording_details(model: &Model, people: &[Boxes], shown: &[Recording]) -> Vec<Value> {
    let mut ordered: Vec<&Recording> = shown.iter().collect();
    ordered.sort_by_key(|recording| {
        let captured = model.systems[recording.system].captured.known();
        (
            captured.map_or(i64::MAX, |delay| delay.shortest),
            recording.field,
        )
    });
    ordered
        .iter()
        .take(MOST_LISTED)
        .map(|recording| {
            let captured = model.systems[recording.system].captured.known();
            json!({
                "respondent": model.organisations[recording.recorder].slug,
                "field": model.field_name(recording.field),
                "captured": captured.map(ToString::to_string),
                "people": model.boxes_words(&people[recording.people as usize]),
                "is_sure": recording.is_sure,
            })
        })
        .collect()
}
