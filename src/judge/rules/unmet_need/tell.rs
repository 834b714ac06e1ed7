//! The words of a need that is not met.

use std::collections::BTreeSet;

use serde_json::Value;
use serde_json::json;

use super::reason::Why;
use super::words::{Parts, Told, asker, told};
use super::{State, Unmet};
use crate::judge::graph::{Bound, Demand, Supply};
use crate::judge::rules::found::{Found, Names};
use crate::read::finding::{Certainty, Question, Words};
use crate::read::model::{FieldId, Need, OrganisationId, Percent, Ref, may_share};
use crate::read::source::Span;
use crate::words::{capital, counted, few};

/// The largest number of reasons listed beside the main one; the details have all.
const MOST_OTHERS: usize = 3;
/// The largest number of further places shown.
const MOST_SHOWN: usize = 6;

pub(super) fn tell(found: &Found<Unmet>, names: &Names<'_>) -> Words {
    let need = &names.model().needs[found.need];
    let name = names.of(found.need);
    let reasons = told_once(found, need, names);
    let main = main_of(&reasons);
    let text = with_whom(&main.parts, names);
    let message = match found.state {
        State::CannotTell => {
            format!(
                "it is not known whether the need {name} is met. {}",
                capital(&text)
            )
        }
        state => {
            let (whom, text) = match some_askers(found, need) {
                // That it holds for all of these is said at once.
                Some(whom) if whom == main.parts.who => (
                    format!(" for {}", names.few(&whom)),
                    main.parts.text.clone(),
                ),
                Some(whom) => (format!(" for {}", names.few(&whom)), text),
                None => (String::new(), text),
            };
            format!(
                "the need {name} is {}{whom}. {}",
                state.words(),
                capital(&text)
            )
        }
    };
    let gap = gap(main, need, names);
    let all = reasons.iter().map(|told| detail(told, need, names));
    let mut words = Words::at(found.span, label(need, names))
        .message(message)
        .detail("state", found.state.words())
        .detail("reasons", all.collect::<Vec<Value>>())
        .help(help(&reasons, main, gap.as_ref(), names));
    if matches!(main.reason.why, Why::Incomplete) {
        words = words.detail("incomplete", true);
    }
    let places = reasons.iter();
    let places = places.filter_map(|told| Some((told.reason.place?, told.parts.label)));
    let mut shown: BTreeSet<Span> = BTreeSet::new();
    for (span, label) in places.take(MOST_SHOWN) {
        if shown.insert(span) {
            words = words.also(span, label);
        }
    }
    words.put(question(main, &reasons, need, (&name, gap.as_ref()), names))
}

/// A source of a term that is known to be filled in only for a part of its cases.
struct Gap {
    field: FieldId,
    words: String,
}

/// The source that is filled in least of those that hold a term of a need about some of its people, as far as stated. It is told where a source says
/// that the need is not met: the need itself need not say how complete an answer must be.
fn gap(main: &Told<'_>, need: &Need, names: &Names<'_>) -> Option<Gap> {
    if !matches!(main.reason.why, Why::SaidNot) {
        return None;
    }
    let (model, supply) = (names.model(), Supply::of(names.graph));
    let demand = Demand::of(names.graph, need);
    let held = need.terms().iter().flat_map(|term| supply.held(term.id()));
    let filled = held.filter_map(|field| {
        let filled = *model.fields[*field].complete.known()?;
        let is_about = demand
            .people()
            .is_none_or(|people| may_share(people, &demand.held_by(*field)));
        let is_whole = Percent::parse("100 %").is_some_and(|whole| filled >= whole);
        (is_about && !is_whole && !supply.may_be_empty(*field)).then_some((filled, *field))
    });
    let (filled, field) = filled.min()?;
    let (system, own) = (names.of(model.system_of(field)), names.own(field));
    Some(Gap {
        field,
        words: format!("{system} has {own} for {filled} of its cases"),
    })
}

/// The question to ask, and whom.
fn question(
    main: &Told<'_>,
    reasons: &[Told<'_>],
    need: &Need,
    (name, gap): (&str, Option<&Gap>),
    names: &Names<'_>,
) -> Question {
    if matches!(main.reason.why, Why::SaidNot) {
        // Who asks knows whom it has asked, and who holds something of it knows what is lacking.
        let asked = asker(need, names);
        let others = reasons.iter();
        let mut others = others.filter_map(|told| told.parts.question.as_ref());
        let of_gap = gap.map(|gap| names.owner_of(gap.field));
        let of_gap = of_gap.filter(|owner| !owner.is_empty() && *owner != asked);
        let other = of_gap.or_else(|| {
            let other = others.find(|question| !question.to.is_empty() && question.to != asked);
            other.map(|question| question.to.clone())
        });
        let (asked, too) = names.asked(std::iter::once(asked).chain(other));
        let text = format!("Who could answer {name}, and what would it take?{too}");
        return Question::new(asked, text);
    }
    let mut main_first = std::iter::once(main).chain(reasons);
    main_first
        .find_map(|told| told.parts.question.clone())
        .unwrap_or_else(|| {
            let question = format!("Who could supply what is missing for {name}?");
            Question::new(asker(need, names), question)
        })
}

/// The reason that is told first: one of the surest, for the finding is as sure as it, and of these one that stays even if the data came.
fn main_of<'t, 'r>(reasons: &'t [Told<'r>]) -> &'t Told<'r> {
    let main = reasons
        .iter()
        .min_by_key(|told| (told.reason.certainty(), !told.parts.is_no_help));
    main.expect("an unmet need has a reason")
}

/// The askers who surely cannot answer, in order, if there are others of whom that cannot be told.
fn some_askers(found: &Unmet, need: &Need) -> Option<Vec<OrganisationId>> {
    let mut surely: BTreeSet<OrganisationId> = BTreeSet::new();
    let mut perhaps: BTreeSet<OrganisationId> = BTreeSet::new();
    for reason in &found.reasons {
        let whom = match reason.who {
            Some(who) => vec![who],
            None => need.who.iter().map(Ref::id).collect(),
        };
        if reason.certainty() == Certainty::CannotTell {
            perhaps.extend(whom);
        } else {
            surely.extend(whom);
        }
    }
    let is_open = perhaps.difference(&surely).next().is_some();
    (is_open && !surely.is_empty()).then(|| surely.into_iter().collect())
}

/// The reasons in words, each once. One that does not hold for all askers says for whom it does.
fn told_once<'r>(found: &'r Found<Unmet>, need: &Need, names: &Names<'_>) -> Vec<Told<'r>> {
    let mut reasons: Vec<(Told<'r>, Vec<OrganisationId>)> = Vec::new();
    for reason in &found.reasons {
        let told = told(reason, found, names);
        let same = reasons.iter_mut();
        let mut same = same.filter(|(other, _)| other.parts.text == told.parts.text);
        match same.next() {
            Some((_, whom)) => whom.extend(reason.who),
            None => reasons.push((told, reason.who.into_iter().collect())),
        }
    }
    let askers: BTreeSet<OrganisationId> = need.who.iter().map(Ref::id).collect();
    let told = reasons.into_iter().map(|(mut told, mut whom)| {
        whom.sort_unstable();
        whom.dedup();
        let is_named = |who: &OrganisationId| told.parts.text.contains(&names.of(*who));
        if !whom.is_empty() && whom.len() < askers.len() && !whom.iter().all(is_named) {
            told.parts.who = whom;
        }
        told
    });
    told.collect()
}

fn label(need: &Need, names: &Names<'_>) -> String {
    let who = names.list(need.who.iter().map(Ref::id));
    match (&*need.question, who.is_empty()) {
        ("", true) => "nobody is said to need it".to_owned(),
        ("", false) => format!("needed by {who}"),
        (question, _) => format!("needed by {who}: “{question}”"),
    }
}

/// A reason, and for whom it holds, if not for all.
fn with_whom(parts: &Parts, names: &Names<'_>) -> String {
    holding_for(&parts.text, &names.ids(&parts.who))
}

fn holding_for(text: &str, who: &[String]) -> String {
    if who.is_empty() {
        return text.to_owned();
    }
    let who = who.iter().map(|id| format!("`{id}`"));
    format!("{text}. This holds for {}", few(&who.collect::<Vec<_>>()))
}

/// The reasons among the details of a finding on a need, each with those for whom it holds, and with its substitute.
pub(crate) fn reasons(details: &[Value]) -> impl Iterator<Item = (String, Option<&str>)> {
    details.iter().filter_map(|reason| {
        let who = reason["who"].as_array().into_iter().flatten();
        let who: Vec<String> = who.filter_map(|id| Some(id.as_str()?.to_owned())).collect();
        Some((
            holding_for(reason["text"].as_str()?, &who),
            reason["near"].as_str(),
        ))
    })
}

/// A reason, for whom it holds, and the nearest field or system to the missing data.
fn with_near(parts: &Parts, names: &Names<'_>) -> String {
    let text = with_whom(parts, names);
    if parts.near.is_empty() {
        return text;
    }
    format!("{text}. {}", capital(&parts.near))
}

/// The help: the main reason, then the other reasons.
fn help(reasons: &[Told<'_>], main: &Told<'_>, gap: Option<&Gap>, names: &Names<'_>) -> String {
    let others = reasons.iter().filter(|told| !std::ptr::eq(*told, main));
    // Where a source says why, what is only assumed, or may yet come by unlisted flows, is no reason.
    let is_said = matches!(main.reason.why, Why::SaidNot);
    let others = others.filter(|told| !is_said || told.reason.certainty() == Certainty::Certain);
    let others: Vec<String> = others.map(|told| with_near(&told.parts, names)).collect();
    let near = &main.parts.near;
    let remedy = match (main.help.is_empty(), others.is_empty()) {
        (false, _) => main.help.as_str(),
        (true, true) => "add the flow or the scope that is missing, or ask",
        (true, false) => "add the flow or the scope that is missing",
    };
    let mut told = vec![remedy.to_owned()];
    told.extend(gap.iter().map(|gap| gap.words.clone()));
    if !near.is_empty() {
        told.push(near.clone());
    }
    told.extend(others.iter().take(MOST_OTHERS).cloned());
    if let more @ 1.. = others.len().saturating_sub(MOST_OTHERS) {
        told.push(format!("and {}", counted(more, "more reason")));
    }
    let first = told.remove(0);
    told.iter()
        .fold(first, |all, one| format!("{all}. {}", capital(one)))
}

/// The details for programs: word and text, the systems named, the askers for whom it holds if not for all, the nearest field or system, and all the people concerned; if time is the
/// reason, also the route step by step, in minutes, in which `most` is null if something is not stated.
fn detail(told: &Told<'_>, need: &Need, names: &Names<'_>) -> Value {
    let systems = names.ids(told.reason.systems(names.model()));
    let mut detail =
        json!({"reason": told.reason.word(), "text": told.parts.text, "systems": systems});
    if !told.parts.near.is_empty() {
        detail["near"] = json!(told.parts.near);
    }
    if !told.parts.who.is_empty() {
        detail["who"] = json!(names.ids(&told.parts.who));
    }
    if let Why::PeopleLeftOut { missing, .. }
    | Why::TooCoarse { missing, .. }
    | Why::TooIncomplete { missing, .. }
    | Why::Unlinked { missing, .. } = &told.reason.why
        && !missing.is_empty()
    {
        let wanted = need.covers.known().map_or(&[][..], |wanted| wanted);
        detail["people"] = json!(names.model().parts_words(missing, wanted));
    }
    if let Why::Late(late) = &told.reason.why {
        let bound = |bound: Bound| json!({"least": bound.least, "most": bound.most});
        let steps = late.way.iter().map(|step| {
            json!({
                "field": names.id(step.field),
                "flow": step.by.map(|by| names.id(by.flow)),
                "best": bound(step.age.best),
                "mean": bound(step.age.mean),
                "worst": bound(step.age.worst),
            })
        });
        detail["timetable"] = Value::Array(steps.collect());
    }
    detail
}
