//! Values passed unchanged from term to term, which makes the terms one, although they are declared different.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::json;

use super::facets::{firm, is_sourced};
use super::found::{About, Found, Names, Thing, Things};
use super::rule;
use crate::judge::graph::FlowGraph;
use crate::read::finding::Words;
use crate::read::model::{FieldId, FlowId, How, Model, Passage, Ref, TermId};
use crate::read::source::Span;
use crate::read::syntax::matching_key;
use crate::words::readable;

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
    "terms-contradict", Definition, Warning, "values passed as they are between terms that are declared different", find, tell
}

/// A passage that carries a value unchanged from one term to another.
#[derive(Debug, Clone, Copy)]
struct Step {
    fields: (FieldId, FieldId),
    terms: (TermId, TermId),
    flow: FlowId,
    span: Span,
    is_written: bool,
}

/// Two terms that are declared different, and the chain of passages that makes them one.
struct Contradiction {
    terms: [TermId; 2],
    steps: Box<[Step]>,
}

impl About for Contradiction {
    fn name(&self) -> Vec<Thing> {
        self.terms.map(Thing::from).to_vec()
    }

    fn subjects(&self, _: &FlowGraph) -> Vec<(&'static str, Things)> {
        vec![("terms", Things::many(self.terms))]
    }
}

type Steps = BTreeMap<(TermId, TermId), Step>;

fn find(graph: &FlowGraph) -> Vec<Found<Contradiction>> {
    let model = graph.model();
    let (mut equal, mut turned) = (Steps::new(), Steps::new());
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
    let turned = turned.into_iter().map(|(terms, step)| (terms, vec![step]));
    let chains = turned.chain(of_different_things(model, &equal));
    let found = chains.map(|((a, b), steps)| {
        let is_firm = steps.iter().all(|step| strength(model, step) == FIRM);
        let span = weakest(model, &steps).span;
        let what = Contradiction {
            terms: [a, b],
            steps: steps.into(),
        };
        Found::sure(span, firm(is_firm), what)
    });
    found.collect()
}

/// The pairs of terms, the earlier first, whose passages are part of a finding of this rule: another rule need not report them again.
pub(super) fn joined(graph: &FlowGraph) -> BTreeSet<[TermId; 2]> {
    let found = find(graph);
    let steps = found.iter().flat_map(|found| &found.steps);
    let pairs = steps.map(|step| {
        [
            step.terms.0.min(step.terms.1),
            step.terms.0.max(step.terms.1),
        ]
    });
    pairs.collect()
}

/// The passage as a step, if it carries a value unchanged between two terms of the glossary.
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

/// Keeps the strongest step for each pair of terms.
fn keep(model: &Model, steps: &mut Steps, key: (TermId, TermId), step: Step) {
    let known = steps.entry(key).or_insert(step);
    if strength(model, &step) > strength(model, known) {
        *known = step;
    }
}

/// The strength of a step with a written `how` and a source for every statement.
const FIRM: u8 = 4;

/// The strength of a step: more for a source, more for a written `how`.
fn strength(model: &Model, step: &Step) -> u8 {
    let flow = &model.flows[step.flow];
    let fields = is_sourced(model, step.fields.0) && is_sourced(model, step.fields.1);
    u8::from(step.is_written) * 2 + u8::from(flow.is_sourced()) + u8::from(fields)
}

/// True if `other` is the `broader` term of `term`, or of a term between them.
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

/// The `of` of a term, as a key.
fn thing(model: &Model, term: TermId) -> Option<String> {
    model.terms[term].of.known().map(|of| matching_key(of))
}

/// The first of the weakest steps.
fn weakest<'s>(model: &Model, steps: &'s [Step]) -> &'s Step {
    let weakest = steps.iter().min_by_key(|step| strength(model, step));
    weakest.expect("a chain has a step")
}

/// The shortest chain between each two terms of different things, by a search that begins at all terms with an `of` at once.
fn of_different_things(model: &Model, equal: &Steps) -> BTreeMap<(TermId, TermId), Vec<Step>> {
    let mut next: BTreeMap<TermId, Vec<(TermId, Step)>> = BTreeMap::new();
    for ((a, b), step) in equal {
        next.entry(*a).or_default().push((*b, *step));
        next.entry(*b).or_default().push((*a, *step));
    }
    // For each term: the nearest term with an `of`, and the step towards it.
    let mut nearest: BTreeMap<TermId, (TermId, Option<(TermId, Step)>)> = BTreeMap::new();
    let mut queue: VecDeque<TermId> = VecDeque::new();
    let says_of = |term: &&TermId| model.terms[**term].of.known().is_some();
    for term in next.keys().filter(says_of) {
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
}

fn tell(found: &Found<Contradiction>, names: &Names<'_>) -> Words {
    let (model, steps) = (names.model(), &found.steps);
    let weakest = weakest(model, steps);
    let [first, second] = found.terms.map(|term| &model.terms[term]);
    let [a, b] = found.terms.map(|term| names.of(term));
    let kept_apart = if is_kind_of(model, found.terms[1], found.terms[0]) {
        format!("{b} is a narrower kind of {a}")
    } else {
        let of = |of: Option<&Box<str>>| of.map_or_else(String::new, |of| readable(of));
        let (first, second) = (of(first.of.known()), of(second.of.known()));
        format!("one is of {first} and the other of {second}")
    };
    let values = match steps.len() {
        1 => String::new(),
        count => format!(" in {count} steps"),
    };
    let (from, to) = weakest.fields;
    let chain = steps.iter().map(|step| {
        json!({
            "from": names.id(step.fields.0),
            "to": names.id(step.fields.1),
            "flow": names.id(step.flow),
            "terms": [names.id(step.terms.0), names.id(step.terms.1)],
        })
    });
    let declared = second.broader.span().or(second.of.span());
    let mut words = Words::at(found.span, "passed unchanged here")
        .also(first.of.span().unwrap_or(first.span), &*a)
        .also(declared.unwrap_or(second.span), &*b)
        .message(format!(
            "values pass unchanged{values} between {a} and {b}, but {kept_apart}"
        ))
        .detail("chain", chain.collect::<Vec<_>>())
        .detail(
            "weakest",
            json!({"from": names.id(from), "to": names.id(to)}),
        )
        .via(
            steps
                .iter()
                .flat_map(|step| [names.id(step.fields.0), names.id(step.fields.1)]),
        );
    let others = steps.iter().filter(|step| step.span != weakest.span);
    for step in others.take(4) {
        words = words.also(step.span, "and passed unchanged here");
    }
    let (owner, from, to) = (names.owner_of(to), names.of(from), names.of(to));
    words
        .help(format!("look first at {from}, passed unchanged into {to}. State `how:` it is passed, or give one of them another term"))
        .ask(owner, format!("Does {to} hold the same as {from}?"))
}
