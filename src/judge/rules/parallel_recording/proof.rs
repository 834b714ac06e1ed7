//! What comparing two recordings could prove, and by what they can be compared.

use std::collections::BTreeSet;

use serde_json::Value;
use serde_json::json;

use super::recording::Recording;
use crate::judge::rules::people::unstated_words;
use crate::read::model::Boxes;
use crate::read::model::Model;
use crate::read::model::Relation;
use crate::read::model::SystemId;
use crate::read::model::TermId;
use crate::read::model::relations;

/// The identifying terms that both systems hold.
fn identifiers(model: &Model, pair: &[Recording; 2]) -> Vec<String> {
    let held = |system: SystemId| -> BTreeSet<TermId> {
        let fields = model.systems[system].fields.ids();
        fields
            .filter_map(|field| model.term_of(field))
            .filter(|term| model.terms[*term].is_identifier)
            .collect()
    };
    let (a, b) = (held(pair[0].system), held(pair[1].system));
    a.intersection(&b)
        .map(|term| model.terms[*term].slug.to_string())
        .collect()
}

fn possible(model: &Model, people: &[Boxes], pair: &[Recording; 2]) -> Vec<Relation> {
    let [a, b] = pair.map(|recording| &people[recording.people as usize]);
    relations(a, b, model.space())
}

/// What comparing proves, as the rest of a sentence.
pub(super) fn words(model: &Model, people: &[Boxes], pair: &[Recording; 2]) -> String {
    let [a, b] = pair.map(|recording| format!("`{}`", model.systems[recording.system].slug));
    let proves = match possible(model, people, pair).as_slice() {
        [Relation::Equal] => {
            format!("a case in only one of {a} and {b} was missed by the other")
        }
        [Relation::Narrower] => format!("a case of {a} that is not in {b} was missed there"),
        [Relation::Broader] => format!("a case of {b} that is not in {a} was missed there"),
        _ => format!(
            "for the people in both {a} and {b}, a case in only one was missed by the other"
        ),
    };
    match identifiers(model, pair).as_slice() {
        [] => format!("{proves}, though no identifier links them: only totals can be compared"),
        by => format!(
            "{proves}; they can be compared case by case by {}",
            by.join(", ")
        ),
    }
}

/// What is not said of the people of the two: `by Age, Area`.
pub(super) fn unstated(model: &Model, people: &[Boxes], pair: &[Recording; 2]) -> String {
    let [a, b] = pair.map(|recording| &people[recording.people as usize]);
    match unstated_words(model, a, b) {
        words if words.is_empty() => "to the day where the stretches end".to_owned(),
        words => format!("by {words}"),
    }
}

pub(super) fn detail(model: &Model, people: &[Boxes], pair: &[Recording; 2]) -> Value {
    let relation: Vec<&str> = possible(model, people, pair)
        .into_iter()
        .map(Relation::word)
        .collect();
    json!({
        "fields": pair.map(|recording| model.field_name(recording.field)),
        "class": "parallel",
        "relation": relation,
        "identifiers": identifiers(model, pair),
        "proves": words(model, people, pair),
    })
}
