//! The words of topics: plain language, with names instead of ids.

use std::collections::BTreeSet;

use serde_json::Value;

use super::key::{Key, Keys};
use super::reasons::reasons;
use super::{TopicKind, Under, dispute, is_contradiction, is_to_do};
use crate::read::finding::{Certainty, Depth, Finding, Level};
use crate::read::model::{Id, OrganisationId, Ref, SystemId, TermId};
use crate::words::{capital, counted, first_few, plural};

/// Limit on the names that a sentence lists; the rest are counted.
const MOST_NAMED: usize = 3;

/// The words of a topic.
pub(super) struct Told {
    pub(super) title: String,
    pub(super) why: String,
    pub(super) who: Vec<OrganisationId>,
    /// The names of those who want the answer.
    pub(super) wanted_by: Vec<String>,
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
                (true, Some("partly met")) => "This is answered only in part",
                (true, _) => "This is not answered today",
            };
            let (to, put) = first_question(keys, under);
            let askers: Vec<OrganisationId> = need.who.iter().map(Ref::id).collect();
            let mut who = owners(under, to);
            who.retain(|body| Some(*body) == to || !askers.contains(body));
            let names = askers
                .iter()
                .map(|body| &keys.model.organisations[*body].name);
            Told {
                title: format!("{is_met}: “{question}”"),
                why: reasons(keys, under),
                who,
                wanted_by: names.map(ToString::to_string).collect(),
                question: put,
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
            wanted_by: Vec::new(),
            question: "Who keeps these files?".to_owned(),
        },
    }
}

/// The state of a need in the words of its finding, such as `partly met`; `None` if no finding states it.
pub(super) fn state<'u>(under: &'u [Under<'_>]) -> Option<&'u str> {
    let mut states = under.iter().map(|one| one.detail.get("state"));
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

/// The question about collections that ask for the same.
const SERVED: &str =
    "Which of these could take it from another collection, and what stands in the way?";

fn asked(keys: &Keys<'_>, body: OrganisationId, under: &[Under<'_>]) -> Told {
    let model = keys.model;
    let repeats = under
        .iter()
        .filter(|one| one.finding.kind.name == "repeated-request");
    let repeats: Vec<&Under<'_>> = repeats.collect();
    let typed = under.iter();
    let typed = typed.filter(|one| one.finding.kind.name == "retyped-field");
    let typed = typed.count();
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
        let most = repeats.iter().map(|one| of_one_case(one)).max();
        let terms = few(terms.iter().copied());
        let all = counted(collections.len(), "collection");
        let title = match most.unwrap_or_default() {
            most if most < collections.len() => {
                format!("Up to {most} of {all} ask {named} for one item of one case: {terms}")
            }
            _ => format!("{all} ask for the same from {named}: {terms}"),
        };
        let systems = few(collections
            .iter()
            .map(|system| &*model.systems[*system].name));
        let between = if typing.is_empty() { "" } else { "; " };
        (title, format!("Asked by {systems}{between}{typing}."))
    };
    let who = collections.iter();
    let who = who.filter_map(|system| model.systems[*system].owner());
    let (to, question) = match &*repeats {
        [] => first_question(keys, under),
        _ => (None, SERVED.to_owned()),
    };
    Told {
        title,
        why,
        who: once(to.into_iter().chain(who).chain([body])),
        wanted_by: Vec::new(),
        question,
    }
}

/// The most collections that ask for one item of one case, as a finding tells it.
fn of_one_case(one: &Under<'_>) -> usize {
    let told = one.detail.get("of_one_case");
    let told = told.and_then(Value::as_array).map(Vec::len);
    told.filter(|count| *count > 0)
        .unwrap_or(one.things.systems.len())
}

fn definition(keys: &Keys<'_>, term: TermId, under: &[Under<'_>]) -> Told {
    let model = keys.model;
    // Different wording need not mean a different thing.
    let systems: BTreeSet<SystemId> = under
        .iter()
        .filter(|one| one.finding.level > Level::Note && !is_contradiction(one))
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
    let accounts = dispute::accounts(keys, under);
    if systems.is_empty() && !accounts.is_empty() {
        let (to, question) = first_question(keys, under);
        return Told {
            title: format!("Accounts of “{named}” contradict each other"),
            why: accounts,
            who: owners(under, to),
            wanted_by: Vec::new(),
            question,
        };
    }
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
        why: format!("{what}{}. {accounts}", few(names))
            .trim_end()
            .to_owned(),
        who: owners(under, std::iter::empty()),
        wanted_by: Vec::new(),
        question: format!("Which definition of “{named}” should all use, and who needs another?"),
    }
}

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn broken(keys: &Keys<'_>, system: SystemId, under: &[Under<'_>]) -> Told {
    let named = &keys.model.systems[system].name;
    let title = match first_fact(keys, under) {
        message if message.is_empty() => format!("Data is lost on the way to {named}"),
        message => message.trim_end_matches('.').to_owned(),
    };
    let owner = keys.model.systems[system].owner();
    let accounts = dispute::accounts(keys, under);
    let title = match under.iter().min_by_key(|one| one.finding.certainty) {
        Some(one) if is_contradiction(one) && !accounts.is_empty() => {
            format!("Accounts of {named} contradict each other")
        }
        _ => title,
    };
    let more = match under.len() - 1 {
        0 => String::new(),
        more => format!("{} more about {named}.", counted(more, "finding")),
    };
    let (to, question) = first_question(keys, under);
    Told {
        title,
        why: format!("{accounts} {more}").trim().to_owned(),
        who: owners(under, to.into_iter().chain(owner)),
        wanted_by: Vec::new(),
        question,
    }
}

fn to_do(keys: &Keys<'_>, body: Option<OrganisationId>, under: &[Under<'_>]) -> Told {
    let named = match body {
        Some(body) => &*keys.model.organisations[body].name,
        None => "nobody in particular",
    };
    let mut kinds: Vec<(&str, bool, usize)> = Vec::new();
    for one in under {
        let (summary, is_open) = (one.finding.kind.summary, is_open(one.finding));
        match kinds
            .iter_mut()
            .find(|(kind, open, _)| (*kind, *open) == (summary, is_open))
        {
            Some((_, _, count)) => *count += 1,
            None => kinds.push((summary, is_open, 1)),
        }
    }
    kinds.sort_by_key(|(kind, open, count)| (std::cmp::Reverse(*count), *kind, *open));
    let lines: Vec<String> = kinds
        .iter()
        .map(|(kind, open, count)| {
            format!("{count} × {}{kind}", if *open { "perhaps " } else { "" })
        })
        .collect();
    Told {
        title: format!("{} for {named}", counted(under.len(), "open point")),
        why: format!("{}.", lines.join("; ")),
        who: body.into_iter().collect(),
        wanted_by: Vec::new(),
        question: first_question(keys, under).1,
    }
}

/// True for a finding that need not be so. That the map does not state something is so, even if its effect cannot be told.
fn is_open(finding: &Finding) -> bool {
    match finding.kind.name {
        "scope-not-stated" | "definition-missing" => false,
        "flow-missing" => finding.certainty != Certainty::Certain,
        _ if is_to_do(finding) => finding.certainty == Certainty::CannotTell,
        _ => finding.certainty != Certainty::Certain,
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

/// The fact of the surest finding, as a sentence with names.
pub(super) fn first_fact(keys: &Keys<'_>, under: &[Under<'_>]) -> String {
    let surest = under.iter().min_by_key(|one| one.finding.certainty);
    let words = surest.map(|one| one.finding.words_of(Depth::Brief));
    match sentence(keys, words.as_ref().map_or("", |words| &words.message)) {
        text if text.is_empty() => text,
        text => format!("{text}."),
    }
}

/// The question of the surest finding, and the organisation that it is put to.
fn first_question(keys: &Keys<'_>, under: &[Under<'_>]) -> (Option<OrganisationId>, String) {
    let mut surest: Vec<&Under<'_>> = under.iter().collect();
    surest.sort_by_key(|one| one.finding.certainty);
    let brief = surest.iter().map(|one| one.finding.words_of(Depth::Brief));
    let mut questions = brief.filter_map(|words| words.question.clone());
    let Some(question) = questions.next() else {
        return (None, String::new());
    };
    (
        keys.organisation(&question.to),
        sentence(keys, &question.text),
    )
}

/// A text of a finding with names for the ids in backticks.
pub(super) fn sentence(keys: &Keys<'_>, text: &str) -> String {
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
