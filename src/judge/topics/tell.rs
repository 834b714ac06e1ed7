//! The words of topics: plain language, with names instead of ids.

use std::collections::BTreeSet;

use serde_json::Value;

use super::key::{Key, Keys};
use super::{TopicKind, Under};
use crate::read::finding::{Certainty, Level};
use crate::read::model::{Id, OrganisationId, Ref, SystemId, TermId};
use crate::words::{capital, counted, first_few, plural};

/// Limit on the names that a sentence lists; the rest are counted.
const MOST_NAMED: usize = 3;

/// The words of a topic.
pub(super) struct Told {
    pub(super) title: String,
    pub(super) why: String,
    pub(super) who: Vec<OrganisationId>,
    pub(super) question: String,
}

pub(super) fn kind(key: Key) -> TopicKind {
    match key {
        Key::Asked(_) => TopicKind::AskedAgain,
        Key::Term(_) => TopicKind::Definition,
        Key::Need(_) => TopicKind::Need,
        Key::System(_) => TopicKind::Break,
        Key::ToDo(_) | Key::Files => TopicKind::ToDo,
    }
}

pub(super) fn name(keys: &Keys<'_>, key: Key) -> String {
    let model = keys.model;
    let id = match key {
        Key::Asked(body) | Key::ToDo(Some(body)) => &*model.organisations[body].slug,
        Key::Term(term) => &*model.terms[term].slug,
        Key::Need(need) => &*model.needs[need].slug,
        Key::System(system) => &*model.systems[system].slug,
        // No organisation has one of these ids: see the reserved words of the format.
        Key::ToDo(None) => "unknown",
        Key::Files => "none",
    };
    format!("{}/{id}", kind(key).word())
}

pub(super) fn tell(keys: &Keys<'_>, key: Key, under: &[Under<'_>]) -> Told {
    match key {
        Key::Asked(body) => asked(keys, body, under),
        Key::Term(term) => definition(keys, term, under),
        Key::Need(need) => {
            let need = &keys.model.needs[need];
            let question = need.asked();
            let is_met = match (is_sure(under), state(under)) {
                (false, _) => "Nobody can tell whether this can be answered",
                (true, Some("partly met")) => "This can be answered only in part",
                (true, _) => "This cannot be answered today",
            };
            Told {
                title: format!("{is_met}: “{question}”"),
                why: reasons(keys, under),
                who: owners(under, need.who.iter().map(Ref::id)),
                question: first_question(keys, under),
            }
        }
        Key::System(system) => broken(keys, system, under),
        Key::ToDo(body) => to_do(keys, body, under),
        Key::Files => Told {
            title: format!(
                "{} wrong in the files",
                plural(under.len(), "thing is", "things are")
            ),
            why: "What cannot be read is missing from every answer and picture.".to_owned(),
            who: Vec::new(),
            question: "Who keeps these files?".to_owned(),
        },
    }
}

/// Limit on the reasons given for a need.
const MOST_REASONS: usize = 2;

/// The first reasons against a need, and the number of further ones: those that are known, then those that cannot be told, both in the
/// order in which they would have to be solved.
fn reasons(keys: &Keys<'_>, under: &[Under<'_>]) -> String {
    let unmet = under
        .iter()
        .find_map(|one| one.words.detail.get("reasons")?.as_array());
    let mut unmet: Vec<&Value> = unmet.into_iter().flatten().collect();
    unmet.sort_by_key(|reason| reason["reason"] == "cannot-tell");
    let all: Vec<&str> = unmet
        .into_iter()
        .filter_map(|reason| reason["text"].as_str())
        .collect();
    if all.is_empty() {
        return first(keys, under, |one| &one.words.message);
    }
    let told = all.iter().take(MOST_REASONS);
    let mut told: Vec<String> = told
        .map(|text| format!("{}.", sentence(keys, text)))
        .collect();
    if let more @ 1.. = all.len().saturating_sub(MOST_REASONS) {
        told.push(format!("And {}.", counted(more, "more reason")));
    }
    told.join(" ")
}

/// The state of a need in the words of its finding, such as `partly met`; `None` if no finding states it.
pub(super) fn state<'u>(under: &'u [Under<'_>]) -> Option<&'u str> {
    let mut states = under.iter().map(|one| one.words.detail.get("state"));
    states.find_map(|state| state?.as_str())
}

fn is_sure(under: &[Under<'_>]) -> bool {
    let mut findings = under.iter();
    findings.any(|one| one.finding.certainty != Certainty::CannotTell)
}

/// `A, B, C and 2 more`.
fn few<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    first_few(names, MOST_NAMED)
}

fn asked(keys: &Keys<'_>, body: OrganisationId, under: &[Under<'_>]) -> Told {
    let model = keys.model;
    let repeats = under
        .iter()
        .filter(|one| one.finding.kind.name == "repeated-request");
    let repeats: Vec<&Under<'_>> = repeats.collect();
    let typed = under
        .iter()
        .filter(|one| one.finding.kind.name == "retyped-field")
        .count();
    let mut collections: Vec<SystemId> = repeats
        .iter()
        .flat_map(|one| one.things.systems.iter().copied())
        .collect();
    collections.sort_unstable();
    collections.dedup();
    let mut terms: Vec<&str> = repeats
        .iter()
        .filter_map(|one| one.things.term)
        .map(|term| &*model.terms[term].name)
        .collect();
    terms.sort_unstable();
    terms.dedup();
    let named = &model.organisations[body].name;
    let typing = match typed {
        0 => String::new(),
        typed => format!("{} typed again by hand", counted(typed, "field")),
    };
    let (title, why) = if repeats.is_empty() {
        let what = if typed > 0 {
            typing
        } else {
            "Much the same is asked".to_owned()
        };
        (format!("{what}: {named}"), String::new())
    } else {
        let title = format!(
            "{} ask for the same from {named}: {}",
            capital(&counted(collections.len(), "collection")),
            few(terms.iter().copied())
        );
        let systems = few(collections
            .iter()
            .map(|system| &*model.systems[*system].name));
        let typing = if typing.is_empty() {
            typing
        } else {
            format!("; {typing}")
        };
        (title, format!("Asked by {systems}{typing}."))
    };
    let who = collections.iter();
    let who = who.filter_map(|system| model.systems[*system].owner());
    let question = if repeats.is_empty() {
        first_question(keys, under)
    } else {
        "Which of these could take it from another collection, and what stands in the way?"
            .to_owned()
    };
    Told {
        title,
        why,
        who: once(who.chain([body])),
        question,
    }
}

fn definition(keys: &Keys<'_>, term: TermId, under: &[Under<'_>]) -> Told {
    let model = keys.model;
    // Different wording need not mean a different thing.
    let systems: BTreeSet<SystemId> = under
        .iter()
        .filter(|one| one.finding.level > Level::Note)
        .flat_map(|one| &one.things.fields)
        .map(|field| model.system_of(*field))
        .collect();
    let of_rule = |rule: &str| under.iter().any(|one| one.finding.kind.name == rule);
    let differences = [
        ("different-scope", "people"),
        ("different-window", "time limits or ages"),
        ("different-count-basis", "dates that decide the period"),
        ("codes-do-not-convert", "codes"),
        ("different-type", "types of value"),
        ("different-wording", "wording"),
        ("departs-from-agreed", "the agreed definition"),
        ("same-name-other-term", "names"),
        ("terms-contradict", "terms"),
        ("parallel-recording", "who records it"),
    ];
    let differences: Vec<&str> = differences
        .iter()
        .filter(|(rule, _)| of_rule(rule))
        .map(|(_, words)| *words)
        .collect();
    let named = &model.terms[term].name;
    let title = match systems.len() {
        0 | 1 => format!("“{named}” does not mean the same everywhere"),
        count => format!("“{named}” does not mean the same in {count} systems"),
    };
    let names = systems.iter().map(|system| &*model.systems[*system].name);
    let what = match &*differences {
        [] => String::new(),
        words => format!(
            "They differ in {}. Systems: ",
            crate::words::listed(&owned(words))
        ),
    };
    Told {
        title,
        why: format!("{what}{}.", few(names)),
        who: owners(under, std::iter::empty()),
        question: format!("Which definition of “{named}” should all use, and who needs another?"),
    }
}

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn broken(keys: &Keys<'_>, system: SystemId, under: &[Under<'_>]) -> Told {
    let named = &keys.model.systems[system].name;
    let title = match first(keys, under, |one| &one.words.message) {
        message if message.is_empty() => format!("Data is lost on the way to {named}"),
        message => message.trim_end_matches('.').to_owned(),
    };
    let owner = keys.model.systems[system].owner();
    Told {
        title,
        why: match under.len() - 1 {
            0 => String::new(),
            more => format!("{} more about {named}.", counted(more, "finding")),
        },
        who: owners(under, owner),
        question: first_question(keys, under),
    }
}

fn to_do(keys: &Keys<'_>, body: Option<OrganisationId>, under: &[Under<'_>]) -> Told {
    let named = match body {
        Some(body) => &*keys.model.organisations[body].name,
        None => "nobody in particular",
    };
    let mut kinds: Vec<(&str, usize)> = Vec::new();
    for one in under {
        let summary = one.finding.kind.summary;
        match kinds.iter_mut().find(|(kind, _)| *kind == summary) {
            Some((_, count)) => *count += 1,
            None => kinds.push((summary, 1)),
        }
    }
    kinds.sort_by_key(|(kind, count)| (std::cmp::Reverse(*count), *kind));
    let lines: Vec<String> = kinds
        .iter()
        .map(|(kind, count)| format!("{count} × {kind}"))
        .collect();
    Told {
        title: format!("{} for {named}", counted(under.len(), "question")),
        why: format!("{}.", lines.join("; ")),
        who: body.into_iter().collect(),
        question: first_question(keys, under),
    }
}

/// The given organisations, then the owners of the subjects of the findings; each once.
fn owners(
    under: &[Under<'_>],
    first: impl IntoIterator<Item = OrganisationId>,
) -> Vec<OrganisationId> {
    let owners = under
        .iter()
        .flat_map(|one| one.things.owners.iter().copied());
    once(first.into_iter().chain(owners))
}

fn once(bodies: impl Iterator<Item = OrganisationId>) -> Vec<OrganisationId> {
    let mut known = BTreeSet::new();
    bodies.filter(|body| known.insert(body.index())).collect()
}

/// A text of the surest finding, as a sentence with names.
fn first(
    keys: &Keys<'_>,
    under: &[Under<'_>],
    text: impl for<'u> Fn(&'u Under<'u>) -> &'u str,
) -> String {
    let surest = under.iter().min_by_key(|one| one.finding.certainty);
    let text = surest.map_or("", |one| text(one));
    match sentence(keys, text) {
        text if text.is_empty() => text,
        text => format!("{text}."),
    }
}

fn first_question(keys: &Keys<'_>, under: &[Under<'_>]) -> String {
    let mut surest: Vec<&Under<'_>> = under.iter().collect();
    surest.sort_by_key(|one| one.finding.certainty);
    let mut questions = surest.iter().filter_map(|one| one.words.question.as_ref());
    let question = questions.next();
    question.map_or_else(String::new, |question| sentence(keys, &question.text))
}

/// A text of a finding with names for the ids in backticks.
fn sentence(keys: &Keys<'_>, text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return capital(text);
    }
    let parts = parts.iter().enumerate();
    let named: String = parts
        .map(|(place, part)| match place % 2 {
            0 => (*part).to_owned(),
            _ => keys.called(part),
        })
        .collect();
    capital(&named)
}
