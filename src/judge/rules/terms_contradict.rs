//! Values passed as they are from term to term, which makes them one, although someone declared them different.

use std::collections::BTreeMap;
use std::collections::VecDeque;

use serde_json::json;

use super::facets::is_sourced;
use super::rule;
use crate::judge::graph::FlowGraph;
use crate::read::finding::Certainty;
use crate::read::finding::Finding;
use crate::read::model::FieldId;
use crate::read::model::FlowId;
use crate::read::model::How;
use crate::read::model::Model;
use crate::read::model::Passage;
use crate::read::model::Ref;
use crate::read::model::TermId;
use crate::read::source::Span;
use crate::read::syntax::matching_key;

rule! {
    /// ## Finds
    /// A chain of values passed as they are (`how: identity`, or no `how`) that joins two terms which the glossary keeps apart: terms `of`
    /// different things, or a term into one that is declared a narrower kind of it. A value passed as it is says that both ends mean the
    /// same; that is the only way in which a map says so of terms, since crosswalks join code lists only. A narrower term passed into its
    /// `broader` one is no contradiction. It shows the shortest chain and its weakest link: the step least well founded.
    /// ## Why it matters
    /// One of the statements is wrong: either the two are one, or the value is worked out on the way, or it means something else afterwards.
    /// ## How to fix
    /// Look at the weakest link first: give the field another term, or the passage its `how:`.
    /// ## When it is fine
    /// Never; but it may be the glossary that has to change.
    "terms-contradict", Definition, Warning, "values passed as they are between terms that are declared different", check
}

/// One passage that makes two terms one.
#[derive(Debug, Clone, Copy)]
struct Step {
    fields: (FieldId, FieldId),
    terms: (TermId, TermId),
    flow: FlowId,
    span: Span,
    is_written: bool,
}

fn check(graph: &FlowGraph, findings: &mut Vec<Finding>) {
    let model = graph.model();
    let mut equal: BTreeMap<(TermId, TermId), Step> = BTreeMap::new();
    let mut turned: BTreeMap<(TermId, TermId), Step> = BTreeMap::new();
    for (flow, data) in graph.flows() {
        for passage in data.passages() {
            let Some(step) = step(model, flow, passage) else {
                continue;
            };
            let (from, to) = step.terms;
            if is_kind_of(model, to, from) {
                keep(model, &mut turned, (from, to), step);
            } else if !is_kind_of(model, from, to) {
                keep(model, &mut equal, (from.min(to), from.max(to)), step);
            }
        }
    }
    for ((from, to), step) in &turned {
        findings.push(finding(model, *from, *to, &[*step]));
    }
    findings.extend(of_different_things(model, &equal));
}

/// A passage between two terms that carries a value as it is.
fn step(model: &Model, flow: FlowId, passage: &Passage) -> Option<Step> {
    let [from] = passage.from[..] else {
        return None;
    };
    let (from, to) = (from.id(), passage.to.id());
    let terms = (model.term_of(from)?, model.term_of(to)?);
    let is_known = |term: TermId| !model.terms[term].is_placeholder;
    let is_between = terms.0 != terms.1 && is_known(terms.0) && is_known(terms.1);
    (passage.how == How::Identity && is_between).then_some(Step {
        fields: (from, to),
        terms,
        flow,
        span: passage.span,
        is_written: !passage.word.is_empty(),
    })
}

/// Keeps the best founded step for each pair of terms.
fn keep(
    model: &Model,
    steps: &mut BTreeMap<(TermId, TermId), Step>,
    key: (TermId, TermId),
    step: Step,
) {
    let known = steps.entry(key).or_insert(step);
    if strength(model, &step) > strength(model, known) {
        *known = step;
    }
}

/// How well a step is founded: by a source, by a written `how`.
fn strength(model: &Model, step: &Step) -> u8 {
    let flow = &model.flows[step.flow];
    let fields = is_sourced(model, step.fields.0) && is_sourced(model, step.fields.1);
    u8::from(step.is_written) * 2 + u8::from(flow.evidence.is_sourced()) + u8::from(fields)
}

/// True where `term` is a narrower kind of `other`, at any remove.
fn is_kind_of(model: &Model, term: TermId, other: TermId) -> bool {
    let mut at = model.terms[term].broader.known().map(Ref::id);
    for _ in 0..model.terms.len() {
        match at {
            Some(id) if id == other => return true,
            Some(id) => at = model.terms[id].broader.known().map(Ref::id),
            None => return false,
        }
    }
    false
}

/// What a term is of, as a key.
fn thing(model: &Model, term: TermId) -> Option<String> {
    model.terms[term].of.known().map(|of| matching_key(of))
}

/// Shortest chains between terms of different things: from every term that says what it is of at once, nearest first.
fn of_different_things(model: &Model, equal: &BTreeMap<(TermId, TermId), Step>) -> Vec<Finding> {
    let mut next: BTreeMap<TermId, Vec<(TermId, Step)>> = BTreeMap::new();
    for ((a, b), step) in equal {
        next.entry(*a).or_default().push((*b, *step));
        next.entry(*b).or_default().push((*a, *step));
    }
    // For each term: the nearest one that says what it is of, and the step towards it.
    let mut nearest: BTreeMap<TermId, (TermId, Option<(TermId, Step)>)> = BTreeMap::new();
    let mut queue: VecDeque<TermId> = VecDeque::new();
    for term in next
        .keys()
        .filter(|term| model.terms[**term].of.known().is_some())
    {
        nearest.insert(*term, (*term, None));
        queue.push_back(*term);
    }
    while let Some(term) = queue.pop_front() {
        let source = nearest[&term].0;
        for (other, step) in &next[&term] {
            if !nearest.contains_key(other) {
                nearest.insert(*other, (source, Some((term, *step))));
                queue.push_back(*other);
            }
        }
    }
    let chain = |from: TermId| {
        let mut chain = Vec::new();
        let mut at = from;
        while let Some((_, Some((before, step)))) = nearest.get(&at) {
            chain.push(*step);
            at = *before;
        }
        chain
    };
    let mut found: BTreeMap<(TermId, TermId), Vec<Step>> = BTreeMap::new();
    for ((a, b), step) in equal {
        let (Some((first, _)), Some((second, _))) = (nearest.get(a), nearest.get(b)) else {
            continue;
        };
        if thing(model, *first) == thing(model, *second) {
            continue;
        }
        let mut steps: Vec<Step> = chain(*a);
        steps.reverse();
        steps.push(*step);
        steps.extend(chain(*b));
        let pair = (*first.min(second), *first.max(second));
        if first > second {
            steps.reverse();
        }
        let known = found.entry(pair).or_insert_with(|| steps.clone());
        if steps.len() < known.len() {
            *known = steps;
        }
    }
    found
        .iter()
        .map(|((a, b), steps)| finding(model, *a, *b, steps))
        .collect()
}

fn finding(model: &Model, a: TermId, b: TermId, steps: &[Step]) -> Finding {
    let weakest = steps
        .iter()
        .min_by_key(|step| strength(model, step))
        .expect("a chain has a step");
    let (first, second) = (&model.terms[a], &model.terms[b]);
    let of = |term: TermId| {
        model.terms[term]
            .of
            .known()
            .map(ToString::to_string)
            .unwrap_or_default()
    };
    let kept_apart = if is_kind_of(model, b, a) {
        format!(
            "`{}` is declared a narrower kind of `{}`",
            second.slug, first.slug
        )
    } else {
        format!("one is of {}, the other of {}", of(a), of(b))
    };
    let is_firm = steps.iter().all(|step| {
        step.is_written
            && model.flows[step.flow].evidence.is_sourced()
            && is_sourced(model, step.fields.0)
            && is_sourced(model, step.fields.1)
    });
    let (from, to) = (
        model.field_name(weakest.fields.0),
        model.field_name(weakest.fields.1),
    );
    let chain: Vec<_> = steps.iter().map(|step| step_detail(model, step)).collect();
    let path: Vec<String> = steps
        .iter()
        .flat_map(|step| [step.fields.0, step.fields.1])
        .map(|field| model.field_name(field))
        .collect();
    let how = if weakest.is_written {
        ""
    } else {
        ", which no `how:` says"
    };
    let mut finding = Finding::at(&KIND, &[&first.slug, &second.slug], weakest.span, "passed as it is here")
        .message(format!("`{}` and `{}` are made one by {} passed as they are, but {kept_apart}", first.slug, second.slug, values(steps.len())))
        .subjects("terms", [first.slug.to_string(), second.slug.to_string()])
        .detail("chain", chain)
        .detail("weakest", json!({"from": from, "to": to}))
        .certainty(if is_firm { Certainty::Certain } else { Certainty::Likely })
        .also(first.of.span().unwrap_or(first.span), format!("`{}`", first.slug))
        .also(second.broader.span().or(second.of.span()).unwrap_or(second.span), format!("`{}`", second.slug))
        .via(path)
        .help(format!("look at the weakest link: `{from}` is passed as it is into `{to}`{how}; give the passage its `how:`, or one of the fields another term"))
        .ask(super::different_scope::owner(model, weakest.fields.1), format!("Does `{to}` hold the same as `{from}`?"));
    for step in steps
        .iter()
        .filter(|step| step.span != weakest.span)
        .take(4)
    {
        finding = finding.also(step.span, "and passed as it is here");
    }
    finding
}

fn step_detail(model: &Model, step: &Step) -> serde_json::Value {
    json!({
        "from": model.field_name(step.fields.0),
        "to": model.field_name(step.fields.1),
        "flow": model.flows[step.flow].slug,
        "terms": [model.terms[step.terms.0].slug, model.terms[step.terms.1].slug],
    })
}

fn values(count: usize) -> String {
    match count {
        1 => "a value".to_owned(),
        count => format!("{count} values"),
    }
}
