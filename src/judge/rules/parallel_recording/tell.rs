//! The words of a parallel recording: the benefit of comparing the recordings, and the identifiers for it.

use std::collections::BTreeSet;

use serde_json::Value;
use serde_json::json;

use super::MOST_SHOWN;
use super::ParallelRecording;
use super::recording::Recording;
use crate::judge::rules::found::{Found, Names};
use crate::judge::rules::people::unstated_words;
use crate::read::finding::{Certainty, Words};
use crate::read::model::{Boxes, Model, Relation, SystemId, TermId, relations};

/// Limit on the recordings listed in full.
const MOST_LISTED: usize = 30;

pub(super) fn tell(found: &Found<ParallelRecording>, names: &Names<'_>) -> Words {
    let model = names.model();
    let (term, pair) = (names.of(found.term), &found.pairs[0]);
    let [a, b] = pair.map(|recording| names.of(recording.recorder));
    let count = found.respondents.len();
    let (doubt, help, question) = if found.certainty == Certainty::CannotTell {
        let unstated = unstated(model, found.people_of(pair));
        (
            ", perhaps about different people",
            format!("find out whether they are about the same people ({unstated})"),
            format!("For whom does {a} record {term} ({unstated})?"),
        )
    } else {
        (
            "",
            advice(names, pair),
            format!("Whose record of {term} counts where they differ: that of {a} or of {b}?"),
        )
    };
    let pairs = || {
        let pairs = found.pairs.iter();
        let details = pairs.map(|pair| pair_detail(found, names, pair));
        details.collect::<Vec<_>>()
    };
    let first = &found.shown[0];
    let mut words = Words::at(found.span, label(names, first))
        .message(format!(
            "{count} bodies each record {term} on their own{doubt}"
        ))
        .detail(
            "recordings",
            names.in_full(|| recording_details(found, names)),
        )
        .detail("pairs", names.in_full(pairs))
        .via(names.ids(pair.map(|recording| recording.field)))
        .help(help)
        .ask(names.id(pair[0].recorder), question);
    let mut told = BTreeSet::from([first.recorder]);
    for recording in &found.shown[1..] {
        if told.len() < MOST_SHOWN && told.insert(recording.recorder) {
            words = words.also(recording.place(model), label(names, recording));
        }
    }
    words
}

/// `` recorded by `police`, 3 hours after the event ``.
fn label(names: &Names<'_>, recording: &Recording) -> String {
    let delay = recording.captured(names.model());
    let delay = delay.map_or_else(String::new, |delay| format!(", {delay} after the event"));
    format!("recorded by {}{delay}", names.of(recording.recorder))
}

/// The dimensions that two populations leave open: `by Age, Area`.
fn unstated(model: &Model, [a, b]: [&Boxes; 2]) -> String {
    match unstated_words(model, a, b) {
        words if words.is_empty() => "to the day where the windows end".to_owned(),
        words => format!("by {words}"),
    }
}

/// The steps to compare two recordings.
fn advice(names: &Names<'_>, pair: &[Recording; 2]) -> String {
    let [a, b] = pair.map(|recording| names.of(recording.system));
    let identifiers = identifiers(names.model(), pair);
    if identifiers.is_empty() {
        return format!(
            "agree whose record counts. {a} and {b} share no identifier, so only their totals can be compared"
        );
    }
    format!(
        "agree whose record counts, or compare {a} and {b} case by case ({})",
        names.few(identifiers)
    )
}

/// The proof gained by comparing two recordings, as the end of a sentence.
fn proof(found: &ParallelRecording, names: &Names<'_>, pair: &[Recording; 2]) -> String {
    let [a, b] = pair.map(|recording| names.of(recording.system));
    let proves = match found.relations(names.model(), pair)[..] {
        [Relation::Equal] => format!("a case in only one of {a} and {b} was missed by the other"),
        [Relation::Narrower] => format!("a case of {a} that is not in {b} was missed there"),
        [Relation::Broader] => format!("a case of {b} that is not in {a} was missed there"),
        _ => format!(
            "for the people in both {a} and {b}, a case in only one was missed by the other"
        ),
    };
    match &names.ids(identifiers(names.model(), pair))[..] {
        [] => format!("{proves}, though no identifier links them: only totals can be compared"),
        by => format!(
            "{proves}; they can be compared case by case by {}",
            by.join(", ")
        ),
    }
}

/// The identifying terms that the systems of both recordings hold.
fn identifiers(model: &Model, pair: &[Recording; 2]) -> BTreeSet<TermId> {
    let held = |system: SystemId| -> BTreeSet<TermId> {
        let fields = model.systems[system].fields.ids();
        let terms = fields.filter_map(|field| model.term_of(field));
        terms
            .filter(|term| model.terms[*term].is_identifier())
            .collect()
    };
    &held(pair[0].system) & &held(pair[1].system)
}

fn pair_detail(found: &ParallelRecording, names: &Names<'_>, pair: &[Recording; 2]) -> Value {
    let relation = found.relations(names.model(), pair).into_iter();
    json!({
        "fields": pair.map(|recording| names.id(recording.field)),
        "class": "parallel",
        "relation": relation.map(Relation::word).collect::<Vec<_>>(),
        "identifiers": names.ids(identifiers(names.model(), pair)),
        "proves": proof(found, names, pair),
    })
}

/// The recordings in order of time, as far as stated.
fn recording_details(found: &ParallelRecording, names: &Names<'_>) -> Vec<Value> {
    let model = names.model();
    let mut ordered: Vec<&Recording> = found.shown.iter().collect();
    ordered.sort_by_key(|recording| {
        let captured = recording.captured(model);
        (
            captured.map_or(i64::MAX, |delay| delay.shortest),
            recording.field,
        )
    });
    let details = ordered.iter().take(MOST_LISTED).map(|recording| {
        json!({
            "respondent": names.id(recording.recorder),
            "field": names.id(recording.field),
            "captured": recording.captured(model).map(ToString::to_string),
            "people": model.boxes_words(&found.people[recording.people as usize]),
            "is_sure": recording.is_sure,
        })
    });
    details.collect()
}

impl ParallelRecording {
    /// The populations of two of its recordings.
    fn people_of(&self, pair: &[Recording; 2]) -> [&Boxes; 2] {
        pair.map(|recording| &self.people[recording.people as usize])
    }

    /// The possible relations of the populations of two of its recordings.
    fn relations(&self, model: &Model, pair: &[Recording; 2]) -> Vec<Relation> {
        let [a, b] = self.people_of(pair);
        relations(a, b, model.space())
    }
}
