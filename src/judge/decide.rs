//! Findings and decisions: each decision is put on the findings that it names or that its topic holds, and those that can have no effect are
//! reported.

use std::borrow::Cow;

use crate::judge::graph::FlowGraph;
use crate::read::finding::{
    Finding, Group, Kind, Level, Patterns, Verdict, is_named, kind, renamed,
};
use crate::read::model::{Decision, DecisionStatus, FormerIds, Model, Ref};
use crate::read::syntax::nearest;

kind! {
    /// ## Finds
    /// A decision that settles nothing: no finding and no topic has that name, or only faults of the files have it.
    /// ## Why it matters
    /// The finding that was decided on is still open, or it is gone from the map. Faults of the files are settled by mending them alone.
    /// ## How to fix
    /// Correct the name as the message offers it. Where it is gone from the map, set the status to `closed`.
    /// ## When it is fine
    /// Where it is gone because the map has changed: the decision has done its work. A closed decision is told only where a near name is found.
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

/// A topic by its name, with the places of its findings.
pub(crate) type Held = (String, Vec<usize>);

/// True if the day of a decision is past, so that its findings are open again.
pub(crate) fn is_past(graph: &FlowGraph, decision: &Decision) -> bool {
    let day = graph.when().as_of.or(graph.model().about.as_of);
    matches!((decision.until.known(), day), (Some(until), Some(day)) if *until < day)
}

/// The name of a decision with former ids replaced by those of today.
pub(crate) fn current_name<'d>(model: &Model, decision: &'d Decision) -> Cow<'d, str> {
    let mut name = Cow::Borrowed(&*decision.finding);
    for (old, new) in former(model) {
        if name.contains(&old) {
            name = Cow::Owned(renamed(&name, &old, &new));
        }
    }
    name
}

/// Former ids, each with the id of today; ids of fields are written as findings print them.
fn former(model: &Model) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let mut add = |was: &FormerIds, slug: &str, before: &str| {
        let ids = was.all().iter();
        all.extend(ids.map(|(old, _)| (format!("{before}{old}"), format!("{before}{slug}"))));
    };
    for (_, one) in model.organisations.iter() {
        add(&one.was, &one.slug, "");
    }
    for (_, one) in model.systems.iter() {
        add(&one.was, &one.slug, "");
    }
    for (_, one) in model.terms.iter() {
        add(&one.was, &one.slug, "");
    }
    for (_, one) in model.code_lists.iter() {
        add(&one.was, &one.slug, "");
    }
    for (_, one) in model.dimensions.iter() {
        add(&one.was, &one.slug, "");
    }
    for (_, one) in model.needs.iter() {
        add(&one.was, &one.slug, "");
    }
    for (_, one) in model.fields.iter() {
        if !one.was.all().is_empty() {
            let before = format!("{}.", model.systems[one.system].slug);
            add(&one.was, &one.slug, &before);
        }
    }
    all
}

/// Puts the decisions on the findings they name, all but faults of the files, and on those of the topics they name; reports decisions that can have
/// no effect. One past its `until` no longer counts. With `is_whole`, all findings of the map are there.
pub(crate) fn decide(
    graph: &FlowGraph,
    findings: &mut Vec<Finding>,
    topics: &[Held],
    is_whole: bool,
) {
    let model = graph.model();
    if model.decisions.is_empty() {
        return;
    }
    let day = graph.when().as_of.or(model.about.as_of);
    let standing = model.decisions.iter();
    let standing = standing.filter(|decision| !is_past(graph, decision));
    let standing: Vec<Standing<'_>> = standing
        .map(|decision| Standing {
            decision,
            name: current_name(model, decision),
        })
        .collect();
    let patterns = Patterns::of(standing.iter().map(|one| &*one.name));
    for finding in findings.iter_mut() {
        if finding.verdict.is_none()
            && finding.kind.group != Group::Map
            && let Some(first) = patterns.first_that_names(&finding.name)
        {
            finding.verdict = Some(Box::new(verdict(model, standing[first].decision)));
        }
    }
    for (name, places) in topics {
        let Some(first) = patterns.first_that_names(name) else {
            continue;
        };
        for place in places {
            let finding = &mut findings[*place];
            if finding.verdict.is_none() && finding.kind.group != Group::Map {
                finding.verdict = Some(Box::new(verdict(model, standing[first].decision)));
            }
        }
    }
    if day.is_none() {
        let ends = standing
            .iter()
            .filter(|one| one.decision.until.known().is_some());
        let endless: Vec<Finding> = ends.map(|one| endless(one.decision)).collect();
        findings.extend(endless);
    }
    // If a file could not be read, a finding that was decided on may be hidden.
    let is_read = findings
        .iter()
        .all(|finding| finding.kind.group != Group::Map || finding.kind.level < Level::Error);
    if is_whole && is_read {
        let idle = idle(&standing, findings, topics);
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

/// A decision that has not ended.
struct Standing<'d> {
    decision: &'d Decision,
    /// Its name now.
    name: Cow<'d, str>,
}

/// The decisions that name no topic and no finding but faults of the files.
fn idle(standing: &[Standing<'_>], findings: &[Finding], topics: &[Held]) -> Vec<Finding> {
    let rest = |open: &[&Standing<'_>]| -> Vec<usize> {
        let patterns = Patterns::of(open.iter().map(|one| &*one.name));
        let mut is_idle = vec![true; open.len()];
        let about_the_map = findings
            .iter()
            .filter(|finding| finding.kind.group != Group::Map);
        let names = about_the_map.map(|finding| &finding.name);
        for name in names.chain(topics.iter().map(|(name, _)| name)) {
            if let Some(first) = patterns.first_that_names(name) {
                is_idle[first] = false;
            }
        }
        (0..open.len()).filter(|place| is_idle[*place]).collect()
    };
    // One may be hidden behind another that names the same finding sooner: those are looked at again without it.
    let mut open: Vec<&Standing<'_>> = standing.iter().collect();
    open.sort_by(|a, b| {
        let name = a.name.cmp(&b.name);
        name.then(a.decision.span.cmp(&b.decision.span))
    });
    open.dedup_by(|a, b| a.name == b.name);
    loop {
        let left = rest(&open);
        if left.len() == open.len() {
            break;
        }
        open = left.into_iter().map(|place| open[place]).collect();
    }
    let told = open.iter().enumerate();
    told.filter_map(|(place, one)| idle_one(one, findings, topics, place < MOST_OFFERED))
        .collect()
}

fn idle_one(
    one: &Standing<'_>,
    findings: &[Finding],
    topics: &[Held],
    is_offered: bool,
) -> Option<Finding> {
    let (decision, name) = (one.decision, &*one.name);
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
            .map(|finding| &*finding.name)
            .chain(topics.iter().map(|(name, _)| &**name));
        let near = match name.split_once('/') {
            _ if !is_offered || name.contains('*') => Vec::new(),
            Some((rule, _)) => {
                let same = known.filter(|known| known.starts_with(rule));
                nearest(name, same)
            }
            None => nearest(name, known),
        };
        // A closed decision is done when its findings are gone.
        if decision.status == DecisionStatus::Closed && near.is_empty() {
            return None;
        }
        let help = match near.first() {
            Some(near) => format!("did you mean `{near}`? If it is gone, set the decision to `closed`"),
            None => "take the name from `flowmap topics` or `flowmap check --format csv`; if it is gone, set the decision to `closed`".to_owned(),
        };
        (format!("no finding or topic is called `{name}`"), help)
    };
    let finding = Finding::at(&IDLE_DECISION, &[name], decision.span, "settles nothing");
    Some(
        finding
            .message(message)
            .subject("decision", name)
            .help(help),
    )
}

/// True for a finding that a decision settles nothing.
pub(crate) fn is_idle(finding: &Finding) -> bool {
    finding.kind.name == IDLE_DECISION.name
}

/// Says of each decision that settles nothing when its finding was last found: `last_found` gives the day for a name.
pub(crate) fn tell_last_found(
    findings: &mut [Finding],
    mut last_found: impl FnMut(&str) -> Option<String>,
) {
    for finding in findings {
        if !is_idle(finding) {
            continue;
        }
        let Some((_, name)) = finding.name.split_once('/') else {
            continue;
        };
        if let Some(day) = last_found(name) {
            let message =
                format!("`{name}` is no longer found, and was last found in the snapshot of {day}");
            finding.retell(
                message,
                "it has done its work: set the decision to `closed`",
            );
        }
    }
}

fn verdict(model: &Model, decision: &Decision) -> Verdict {
    let text = |text: Option<String>| text.unwrap_or_default();
    let by = decision.by.known().map(Ref::id);
    let owner = decision.owner.known().map(Ref::id);
    Verdict {
        status: decision.status.word().to_owned(),
        why: text(decision.why.known().map(ToString::to_string)),
        by: text(by.map(|by| model.organisations[by].slug.to_string())),
        until: text(decision.until.known().map(ToString::to_string)),
        action: text(decision.action.known().map(ToString::to_string)),
        owner: text(owner.map(|owner| model.organisations[owner].slug.to_string())),
        due: text(decision.due.known().map(ToString::to_string)),
        span: decision.span,
    }
}
