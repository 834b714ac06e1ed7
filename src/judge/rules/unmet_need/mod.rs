//! A need that no stated flow meets.

mod late;
mod link;
mod people;
mod reason;
mod source;
mod tell;
mod words;

use self::reason::{Reason, Why};
use self::source::{Sources, level_unstated};
use super::found::{Found, about};
use super::rule;
use crate::judge::graph::{Ages, FlowGraph};
use crate::read::finding::Certainty;
use crate::read::model::{Need, NeedId, OrganisationId};

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
    "unmet-need", Gap, Warning, "a need that no stated flow meets", find, tell::tell
}

/// A need that is not met, or of which that cannot be told.
struct Unmet {
    need: NeedId,
    /// At least one. Those of several askers may say the same.
    reasons: Box<[Reason]>,
}
about!(Unmet {
    name: [need],
    subjects: [need]
});

/// The facts that all needs share.
struct Known<'g> {
    graph: &'g FlowGraph,
    sources: Sources<'g>,
    /// Only where some need states `within`.
    ages: Option<Ages<'g>>,
}

fn find(graph: &FlowGraph) -> Vec<Found<Unmet>> {
    let model = graph.model();
    if model.needs.is_empty() {
        return Vec::new();
    }
    let mut needs = model.needs.iter();
    let known = Known {
        graph,
        sources: Sources::of(graph),
        ages: needs
            .any(|(_, need)| need.within.known().is_some())
            .then(|| Ages::of(graph)),
    };
    let unmet = model.needs.iter().filter_map(|(id, need)| {
        let reasons = reasons(&known, need);
        let main = reasons.iter().map(Reason::certainty).min()?;
        let own = if need.evidence.is_sourced() {
            Certainty::Certain
        } else {
            Certainty::Likely
        };
        let reasons = reasons.into();
        Some(Found::sure(
            need.span,
            main.max(own),
            Unmet { need: id, reasons },
        ))
    });
    unmet.collect()
}

fn reasons(known: &Known<'_>, need: &Need) -> Vec<Reason> {
    if need.who.is_empty() || need.terms.is_empty() {
        return vec![Reason::nowhere(Why::Incomplete)];
    }
    let askers = need.who.iter();
    askers
        .flat_map(|who| reasons_of(known, need, who.id()))
        .collect()
}

/// Why one of the askers cannot answer.
fn reasons_of(known: &Known<'_>, need: &Need, who: OrganisationId) -> Vec<Reason> {
    let (graph, supply) = (known.graph, known.sources.supply());
    let mut reasons = Vec::new();
    let mut sources = Vec::new();
    for term in &need.terms {
        match known.sources.fit(need, who, term.id()) {
            Ok([fields, untold]) => {
                let (model, all) = (graph.model(), [&*fields, &*untold]);
                let left_out = people::left_out(model, supply, need, term.id(), all);
                let is_told = left_out.is_some();
                reasons.extend(left_out);
                if !fields.is_empty() {
                    sources.push((term.id(), fields));
                } else if !is_told {
                    reasons.push(level_unstated(model, term.id(), &untold));
                }
            }
            Err(reason) => reasons.push(*reason),
        }
    }
    if let Some(ages) = &known.ages {
        reasons.extend(late::reasons(graph, ages, need, &sources));
    }
    if sources.len() == need.terms.len() {
        reasons.extend(link::reason(graph.model(), supply, need, who, &sources));
    }
    reasons
}
