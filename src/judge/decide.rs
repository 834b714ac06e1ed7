//! Puts each decision on the findings that it names, and reports decisions that can have no effect.

use crate::judge::graph::FlowGraph;
use crate::read::finding::{Finding, Group, Kind, Level, Patterns, Verdict, is_named, kind};
use crate::read::model::{Decision, Model, Ref};
use crate::read::syntax::nearest;

kind! {
    /// ## Finds
    /// A decision that settles nothing: no finding has that name, or only faults of the files have it.
    /// ## Why it matters
    /// The finding that was decided on is still open, or it is gone from the map. Faults of the files are settled by mending them alone.
    /// ## How to fix
    /// Correct the name as the message offers it, or delete the decision.
    /// ## When it is fine
    /// Where the finding is gone because the map has changed: the decision has done its work.
    pub(crate) IDLE_DECISION = "idle-decision", Map, Note, "a decision that settles nothing"
}

kind! {
    /// ## Finds
    /// A decision with `until` in a map that does not say which day it describes.
    /// ## Why it matters
    /// Nobody can tell whether the decision has ended, so it stands for ever.
    /// ## How to fix
    /// Add `as_of` to the section `map`, or give the day on the command line with `--as-of`.
    /// ## When it is fine
    /// Never.
    pub(crate) ENDLESS_DECISION = "endless-decision", Map, Note, "a decision with a last day, in a map without a day"
}

/// The kinds of fault this file finds.
pub(crate) static KINDS: [&Kind; 2] = [&ENDLESS_DECISION, &IDLE_DECISION];

/// Limit on the decisions without a finding for which the nearest name is looked for.
const MOST_OFFERED: usize = 20;

/// Puts the decisions on the findings that they name, except faults of the files, and reports decisions that can have no effect. A decision
/// past its `until` no longer counts. `is_whole` says that `findings` are all findings of the map.
pub(crate) fn decide(graph: &FlowGraph, findings: &mut Vec<Finding>, is_whole: bool) {
    let model = graph.model();
    if model.decisions.is_empty() {
        return;
    }
    let day = graph.when().as_of.or(model.about.as_of);
    let is_past = |decision: &Decision| matches!((decision.until.known(), day), (Some(until), Some(day)) if *until < day);
    let standing = model.decisions.iter().filter(|decision| !is_past(decision));
    let standing: Vec<&Decision> = standing.collect();
    let patterns = Patterns::of(standing.iter().map(|decision| &*decision.finding));
    for finding in findings.iter_mut() {
        if finding.verdict.is_none()
            && finding.kind.group != Group::Map
            && let Some(first) = patterns.first_that_names(&finding.name)
        {
            finding.verdict = Some(Box::new(verdict(model, standing[first])));
        }
    }
    if day.is_none() {
        let ends = standing
            .iter()
            .filter(|decision| decision.until.known().is_some());
        let endless: Vec<Finding> = ends.map(|decision| endless(decision)).collect();
        findings.extend(endless);
    }
    // If a file could not be read, a finding that was decided on may be hidden.
    let is_read = findings
        .iter()
        .all(|finding| finding.kind.group != Group::Map || finding.kind.level < Level::Error);
    if is_whole && is_read {
        let idle = idle(&standing, findings);
        findings.extend(idle);
    }
}

fn endless(decision: &Decision) -> Finding {
    let until = decision.until.known().map(ToString::to_string);
    let until = until.unwrap_or_default();
    let span = decision.until.span().unwrap_or(decision.span);
    Finding::at(
        &ENDLESS_DECISION,
        &[&decision.finding],
        span,
        "the last day",
    )
    .message(format!(
        "this decision ends on {until}, and the map does not say which day it describes"
    ))
    .subject("decision", &*decision.finding)
    .help("add `as_of: 2025-10-14` with the day to the section `map`")
}

/// The decisions that name no finding, or only faults of the files.
fn idle(standing: &[&Decision], findings: &[Finding]) -> Vec<Finding> {
    let rest = |open: &[&Decision]| -> Vec<usize> {
        let patterns = Patterns::of(open.iter().map(|decision| &*decision.finding));
        let mut is_idle = vec![true; open.len()];
        let about_the_map = findings
            .iter()
            .filter(|finding| finding.kind.group != Group::Map);
        for name in about_the_map.map(|finding| &finding.name) {
            if let Some(first) = patterns.first_that_names(name) {
                is_idle[first] = false;
            }
        }
        (0..open.len()).filter(|place| is_idle[*place]).collect()
    };
    // A decision may be hidden behind another one that matches the same finding first: those are checked again without it.
    let mut open: Vec<&Decision> = standing.to_vec();
    open.sort_by(|a, b| a.finding.cmp(&b.finding).then(a.span.cmp(&b.span)));
    open.dedup_by(|a, b| a.finding == b.finding);
    loop {
        let left = rest(&open);
        if left.len() == open.len() {
            break;
        }
        open = left.into_iter().map(|place| open[place]).collect();
    }
    let told = open.iter().enumerate();
    told.map(|(place, decision)| idle_one(decision, findings, place < MOST_OFFERED))
        .collect()
}

fn idle_one(decision: &Decision, findings: &[Finding], is_offered: bool) -> Finding {
    let name = &*decision.finding;
    let mut of_files = findings
        .iter()
        .filter(|finding| finding.kind.group == Group::Map);
    let is_of_files = is_offered && of_files.any(|finding| is_named(name, &finding.name));
    let (message, help) = if is_of_files {
        (
            format!("`{name}` names only faults of the files, which no decision settles"),
            "mend the faults, then delete the decision".to_owned(),
        )
    } else {
        let known = findings
            .iter()
            .filter(|finding| finding.kind.group != Group::Map)
            .map(|finding| &*finding.name);
        let near = match name.split_once('/') {
            _ if !is_offered || name.contains('*') => Vec::new(),
            Some((rule, _)) => {
                let same = known.filter(|known| known.starts_with(rule));
                nearest(name, same)
            }
            None => nearest(name, known),
        };
        let help = match near.first() {
            Some(near) => format!("did you mean `{near}`? If the finding is gone, delete the decision"),
            None => "take the name from `flowmap check --format csv`; if the finding is gone, delete the decision".to_owned(),
        };
        (format!("no finding is called `{name}`"), help)
    };
    Finding::at(&IDLE_DECISION, &[name], decision.span, "settles nothing")
        .message(message)
        .subject("decision", name)
        .help(help)
}

fn verdict(model: &Model, decision: &Decision) -> Verdict {
    let text = |text: Option<String>| text.unwrap_or_default();
    let by = decision.by.known().map(Ref::id);
    Verdict {
        status: decision.status.word().to_owned(),
        why: text(decision.why.known().map(ToString::to_string)),
        by: text(by.map(|by| model.organisations[by].slug.to_string())),
        until: text(decision.until.known().map(ToString::to_string)),
        span: decision.span,
    }
}
