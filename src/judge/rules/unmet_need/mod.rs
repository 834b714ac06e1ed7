//! A need that no stated flow meets.

mod late;
mod link;
mod people;
mod reason;
mod source;

use std::collections::BTreeSet;

use serde_json::Value;

use self::reason::Reason;
use self::source::Sources;
use super::rule;
use crate::judge::graph::Ages;
use crate::judge::graph::FlowGraph;
use crate::read::finding::Certainty;
use crate::read::finding::Finding;
use crate::read::model::Model;
use crate::read::model::Need;
use crate::read::model::NeedId;
use crate::read::model::OrganisationId;
use crate::read::source::Span;

rule! {
    /// ## Finds
    /// A need whose terms do not all reach those who must answer, for all the people it is about. They can use what their own systems hold and
    /// what is published. Reasons, each with its witness: no source (nothing they can use holds the term), not allowed (a holder may not pass
    /// it, or the identifier is taken out on the way), too coarse (totals, where single cases are needed), people left out (in words), too late
    /// (with the slowest hop; the JSON has the timetable), sources that cannot be linked case by case, cannot tell (something is not stated, and is
    /// then a question).
    /// ## Why it matters
    /// Somebody is bound to answer and cannot.
    /// ## How to fix
    /// Add the flow that is missing, or widen the source; where the flow exists and is not drawn, draw it.
    /// ## When it is fine
    /// Where the need is no longer felt: delete it, or record a decision.
    "unmet-need", Gap, Warning, "a need that no stated flow meets", check
}

/// What is worked out once for all needs.
struct Known<'g> {
    graph: &'g FlowGraph,
    sources: Sources<'g>,
    /// Only where some need is in a hurry.
    ages: Option<Ages<'g>>,
}

fn check(graph: &FlowGraph, findings: &mut Vec<Finding>) {
    let model = graph.model();
    if model.needs.is_empty() {
        return;
    }
    let mut needs = model.needs.iter();
    let known = Known {
        graph,
        sources: Sources::of(graph),
        ages: needs
            .any(|(_, need)| need.within.known().is_some())
            .then(|| Ages::of(graph)),
    };
    for (id, need) in model.needs.iter() {
        let reasons = reasons(&known, need);
        if !reasons.is_empty() {
            findings.push(announced(graph, id, reasons));
        }
    }
}

/// The finding, without its words yet.
fn announced(graph: &FlowGraph, id: NeedId, reasons: Vec<Reason>) -> Finding {
    let need = &graph.model().needs[id];
    let main = main_of(&reasons);
    let is_sourced = need.evidence.is_sourced() && main.is_sourced;
    let certainty = match (main.question.is_some(), is_sourced) {
        (true, _) => Certainty::CannotTell,
        (false, true) => Certainty::Certain,
        (false, false) => Certainty::Likely,
    };
    let reasons = reasons.into_boxed_slice();
    let whole = graph.clone();
    Finding::later_whole(&KIND, &[&need.slug], need.span, certainty, move || {
        finding(&whole, id, &reasons, certainty)
    })
}

/// What is certain goes before open questions, what has a source before what has none.
fn main_of(reasons: &[Reason]) -> &Reason {
    let firm = || reasons.iter().filter(|reason| reason.question.is_none());
    let sourced = firm().find(|reason| reason.is_sourced);
    sourced.or(firm().next()).unwrap_or(&reasons[0])
}

fn reasons(known: &Known<'_>, need: &Need) -> Vec<Reason> {
    let model = known.graph.model();
    if need.who.is_empty() || need.terms.is_empty() {
        let lacking = if need.terms.is_empty() {
            "terms"
        } else {
            "who"
        };
        let question = format!(
            "What does `{}` take: which terms, and who must answer?",
            need.slug
        );
        let text = format!("the need does not say `{lacking}`");
        return vec![Reason::open(text, asker(model, need), question)];
    }
    let mut reasons: Vec<Reason> = Vec::new();
    for who in &need.who {
        for reason in reasons_of(known, need, who.id()) {
            if !reasons.iter().any(|told| told.text == reason.text) {
                reasons.push(reason);
            }
        }
    }
    reasons
}

/// Why one of the askers cannot answer.
fn reasons_of(known: &Known<'_>, need: &Need, who: OrganisationId) -> Vec<Reason> {
    let (graph, supply) = (known.graph, known.sources.supply());
    let mut reasons = Vec::new();
    let mut sources = Vec::new();
    for term in &need.terms {
        match known.sources.fit(need, who, term.id()) {
            Ok(fields) => {
                reasons.extend(people::left_out(
                    graph.model(),
                    supply,
                    need,
                    term.id(),
                    &fields,
                ));
                sources.push((term.id(), fields));
            }
            Err(reason) => reasons.push(*reason),
        }
    }
    if let Some(ages) = &known.ages {
        reasons.extend(late::reasons(graph, ages, need, &sources));
    }
    if sources.len() == need.terms.len() {
        reasons.extend(link::reason(graph, supply, need, who, &sources));
    }
    reasons
}

fn asker(model: &Model, need: &Need) -> String {
    need.who
        .first()
        .map(|who| model.organisations[who.id()].slug.to_string())
        .unwrap_or_default()
}

fn finding(graph: &FlowGraph, id: NeedId, reasons: &[Reason], certainty: Certainty) -> Finding {
    let model = graph.model();
    let need = &model.needs[id];
    let main = main_of(reasons);
    let message = if main.question.is_some() {
        format!(
            "whether the need `{}` is met cannot be told: {}",
            need.slug, main.text
        )
    } else {
        format!("the need `{}` is not met: {}", need.slug, main.text)
    };
    let all: Vec<Value> = reasons.iter().map(|reason| reason.told(graph)).collect();
    let mut finding = Finding::at(&KIND, &[&need.slug], need.span, label(model, need))
        .message(message)
        .subject("need", &*need.slug)
        .detail("reasons", all)
        .certainty(certainty)
        .help(help(reasons, main));
    let mut shown: BTreeSet<Span> = BTreeSet::new();
    for (span, label) in reasons
        .iter()
        .filter_map(|reason| reason.place.clone())
        .take(6)
    {
        if shown.insert(span) {
            finding = finding.also(span, label);
        }
    }
    match reasons.iter().find_map(|reason| reason.question.clone()) {
        Some((to, text)) => finding.ask(to, text),
        None => finding.ask(
            asker(model, need),
            format!("Who could supply what is missing for `{}`?", need.slug),
        ),
    }
}

fn label(model: &Model, need: &Need) -> String {
    let who = need.who.iter();
    let who = who.map(|who| format!("`{}`", model.organisations[who.id()].slug));
    let who = who.collect::<Vec<String>>().join(", ");
    match (&*need.question, who.is_empty()) {
        ("", true) => "nobody is said to need it".to_owned(),
        ("", false) => format!("needed by {who}"),
        (question, _) => format!("needed by {who}: {question}"),
    }
}

/// What to do about the main reason, and what else there is.
fn help(reasons: &[Reason], main: &Reason) -> String {
    let others: Vec<&str> = reasons
        .iter()
        .filter(|reason| !std::ptr::eq(*reason, main))
        .map(|reason| reason.text.as_str())
        .collect();
    let remedy = match (main.help.is_empty(), others.is_empty()) {
        (false, _) => main.help.as_str(),
        (true, true) => "add the flow or the scope that is missing, or ask",
        (true, false) => "add the flow or the scope that is missing",
    };
    match others.len() {
        0 => remedy.to_owned(),
        _ => format!("{remedy}; besides: {}", others.join("; ")),
    }
}
