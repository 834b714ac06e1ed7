//! Two code lists for one thing, of which one cannot be turned into the other.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde_json::Value;
use serde_json::json;

use super::different_scope::owner;
use super::facets::Filled;
use super::facets::MOST_PAIRS;
use super::facets::MOST_SHOWN;
use super::facets::are_apart;
use super::facets::by_term;
use super::facets::certainty;
use super::facets::single_passages;
use super::rule;
use crate::judge::graph::FlowGraph;
use crate::read::finding::Certainty;
use crate::read::finding::Finding;
use crate::read::model::CodeListId;
use crate::read::model::CodeVerdict;
use crate::read::model::Conversion;
use crate::read::model::Crosswalks;
use crate::read::model::FieldId;
use crate::read::model::FlowId;
use crate::read::model::Model;
use crate::read::model::Passage;
use crate::read::model::Ref;
use crate::read::model::TermId;
use crate::read::model::is_banded;
use crate::read::source::Span;

rule! {
    /// ## Finds
    /// Fields of one term with different code lists, or a flow from one code list to another, where the codes of one cannot be turned into
    /// those of the other by the crosswalks under `mappings`, one after another where need be. It names the code that splits or that has no
    /// image, and the direction that does work. `exact` and `broad` rows carry a code over, `narrow` rows split it, and `close` and
    /// `related` rows leave it uncertain. Bands of numbers without a crosswalk are looked at by `different-type`. A version of a list and the
    /// next one do not clash: fields filled only by flows of which those of one end (`until`) before those of the other begin (`since`), or a
    /// field and the one that it filled by a flow that does not stand.
    /// ## Why it matters
    /// Counts by code cannot be compared or passed on. A finer list can be made coarser, never the reverse.
    /// ## How to fix
    /// Collect the finer codes, complete the crosswalk, or agree one list on the term.
    /// ## When it is fine
    /// Where only the coarser codes are ever compared.
    "codes-do-not-convert", Definition, Warning, "code lists for one thing that cannot be turned into each other", check
}

/// The conversions between two lists, each way.
struct Both {
    there: Conversion,
    back: Conversion,
}

impl Both {
    /// True where one direction works.
    fn is_one_way(&self) -> bool {
        let works = |conversion: &Conversion| conversion.verdict.is_computable() == Some(true);
        works(&self.there) || works(&self.back)
    }
}

/// What each pair of lists can do, worked out once.
struct Lists<'m> {
    crosswalks: Crosswalks<'m>,
    known: BTreeMap<(CodeListId, CodeListId), Conversion>,
}

impl Lists<'_> {
    fn convert(&mut self, from: CodeListId, to: CodeListId) -> Conversion {
        self.known
            .entry((from, to))
            .or_insert_with(|| self.crosswalks.convert(from, to))
            .clone()
    }
}

fn check(graph: &FlowGraph, findings: &mut Vec<Finding>) {
    let model = graph.model();
    if model.code_lists.len() < 2 {
        return;
    }
    let mut lists = Lists {
        crosswalks: Crosswalks::of(model),
        known: BTreeMap::new(),
    };
    // Lists of one term that a flow joins: what there is to say about them is said of the flow.
    let mut joined: BTreeSet<(TermId, CodeListId, CodeListId)> = BTreeSet::new();
    for (flow, from, passage) in single_passages(graph) {
        let to = passage.to.id();
        let (Some(a), Some(b)) = (codes(model, from), codes(model, to)) else {
            continue;
        };
        if a == b {
            continue;
        }
        let term = |field: FieldId| model.fields[field].term();
        if let Some(own) = term(from).filter(|own| term(to) == Some(*own)) {
            joined.extend([(own, a, b), (own, b, a)]);
        }
        let conversion = lists.convert(a, b);
        if conversion.verdict.is_computable() != Some(true) {
            let back = lists.convert(b, a);
            let both = Both {
                there: conversion,
                back,
            };
            findings.push(along_flow(model, flow, from, passage, &both));
        }
    }
    let filled = Filled::of(graph);
    for (term, fields) in by_term(graph) {
        findings.extend(of_term(model, &mut lists, &joined, &filled, term, fields));
    }
}

fn codes(model: &Model, field: FieldId) -> Option<CodeListId> {
    model.fields[field].codes.known().map(Ref::id)
}

/// How sure a conversion is that cannot be done.
fn sureness(model: &Model, conversion: &Conversion, fields: &[FieldId]) -> Certainty {
    match conversion.verdict.is_computable() {
        None => Certainty::CannotTell,
        Some(_) if !conversion.is_sourced => Certainty::Likely,
        Some(_) => certainty(model, fields),
    }
}

fn along_flow(model: &Model, id: FlowId, from: FieldId, passage: &Passage, both: &Both) -> Finding {
    let (to, flow) = (passage.to.id(), &model.flows[id]);
    let (a, b) = (model.field_name(from), model.field_name(to));
    let fault = both.there.fault();
    let message = match both.there.verdict {
        CodeVerdict::Unstated => {
            format!("whether the codes of `{a}` give those of `{b}` cannot be told: {fault}")
        }
        _ => format!("the codes of `{a}` do not give those of `{b}`: {fault}"),
    };
    Finding::at(
        &KIND,
        &[&flow.slug, &model.fields[to].slug],
        passage.span,
        "passed here",
    )
    .message(message)
    .subject("flow", &*flow.slug)
    .subjects("fields", [a.clone(), b.clone()])
    .detail("pairs", vec![pair_detail(model, (from, to), both)])
    .certainty(sureness(model, &both.there, &[from, to]))
    .also(span(model, from), label(model, from))
    .also(span(model, to), label(model, to))
    .via([a.clone(), b.clone()])
    .help(advice(model, (from, to), both))
    .ask(
        owner(model, from),
        format!("How do the codes of `{a}` become those of `{b}`?"),
    )
}

fn of_term(
    model: &Model,
    lists: &mut Lists<'_>,
    joined: &BTreeSet<(TermId, CodeListId, CodeListId)>,
    filled: &Filled<'_>,
    term: TermId,
    fields: &[FieldId],
) -> Option<Finding> {
    let mut by_list: BTreeMap<CodeListId, Vec<FieldId>> = BTreeMap::new();
    for field in fields {
        if let Some(list) = codes(model, *field) {
            by_list.entry(list).or_default().push(*field);
        }
    }
    let lists_used: Vec<CodeListId> = by_list.keys().copied().collect();
    let mut clashes: Vec<(Certainty, (FieldId, FieldId), Both)> = Vec::new();
    for (index, a) in lists_used.iter().enumerate() {
        for b in &lists_used[index + 1..] {
            let pair = by_list[a].iter().find_map(|first| {
                let second = by_list[b].iter().find(|second| {
                    are_apart(model, *first, **second) && filled.are_beside(*first, **second)
                })?;
                Some((*first, *second))
            });
            let Some(pair) = pair.filter(|_| !joined.contains(&(term, *a, *b))) else {
                continue;
            };
            let both = Both {
                there: lists.convert(*a, *b),
                back: lists.convert(*b, *a),
            };
            let has_no_way = both.there.via.is_empty() && both.back.via.is_empty();
            if has_no_way && is_banded(&model.code_lists[*a]) && is_banded(&model.code_lists[*b]) {
                continue;
            }
            let worse = both.there.verdict.max(both.back.verdict);
            if worse.is_computable() != Some(true) {
                let conversion = if both.there.verdict == worse {
                    &both.there
                } else {
                    &both.back
                };
                clashes.push((sureness(model, conversion, &[pair.0, pair.1]), pair, both));
            }
        }
    }
    if clashes
        .iter()
        .any(|(certainty, ..)| *certainty != Certainty::CannotTell)
    {
        clashes.retain(|(certainty, ..)| *certainty != Certainty::CannotTell);
    }
    clashes.first()?;
    Some(term_finding(model, term, &by_list, &clashes))
}

fn term_finding(
    model: &Model,
    term: TermId,
    by_list: &BTreeMap<CodeListId, Vec<FieldId>>,
    clashes: &[(Certainty, (FieldId, FieldId), Both)],
) -> Finding {
    let slug = &model.terms[term].slug;
    let (_, pair, both) = &clashes[0];
    let certainty = clashes
        .iter()
        .map(|(certainty, ..)| *certainty)
        .min()
        .unwrap_or(Certainty::CannotTell);
    let lists: BTreeSet<CodeListId> = clashes
        .iter()
        .flat_map(|(_, pair, _)| [codes(model, pair.0), codes(model, pair.1)])
        .flatten()
        .collect();
    let fields: Vec<FieldId> = lists
        .iter()
        .flat_map(|list| by_list[list].clone())
        .collect();
    let shown: Vec<FieldId> = lists.iter().map(|list| by_list[list][0]).collect();
    let message = if certainty == Certainty::CannotTell {
        format!(
            "`{slug}` is coded in {} ways; whether they can be turned into each other cannot be told",
            lists.len()
        )
    } else if clashes.iter().all(|(_, _, both)| both.is_one_way()) {
        format!(
            "`{slug}` is coded in {} ways, of which one can be turned into another and not back",
            lists.len()
        )
    } else {
        format!(
            "`{slug}` is coded in {} ways that cannot be turned into each other",
            lists.len()
        )
    };
    let pairs: Vec<Value> = clashes
        .iter()
        .take(MOST_PAIRS)
        .map(|(_, pair, both)| pair_detail(model, *pair, both))
        .collect();
    let (a, b) = (model.field_name(pair.0), model.field_name(pair.1));
    let mut finding = Finding::at(
        &KIND,
        &[slug],
        span(model, shown[0]),
        label(model, shown[0]),
    )
    .message(message)
    .subject("term", &**slug)
    .subjects(
        "fields",
        fields.iter().map(|field| model.field_name(*field)),
    )
    .detail("pairs", pairs)
    .certainty(certainty)
    .help(advice(model, *pair, both))
    .ask(
        owner(model, pair.0),
        format!("How do the codes of `{a}` correspond to those of `{b}`?"),
    );
    for field in shown.iter().skip(1).take(MOST_SHOWN - 1) {
        finding = finding.also(span(model, *field), label(model, *field));
    }
    finding
}

/// What to do about two lists: which direction works, which does not, and why.
fn advice(model: &Model, (a, b): (FieldId, FieldId), both: &Both) -> String {
    let list = |field: FieldId| {
        let list = codes(model, field).expect("only coded fields are compared");
        &model.code_lists[list]
    };
    let (here, there) = (&list(a).slug, &list(b).slug);
    let empty = [list(a), list(b)]
        .into_iter()
        .find(|list| list.values.is_empty());
    if let Some(list) = empty {
        return format!("write down the codes of `{}`", list.slug);
    }
    match (
        both.there.verdict.is_computable(),
        both.back.verdict.is_computable(),
    ) {
        (Some(true), _) => format!(
            "collect the codes of `{here}`, which can be turned into those of `{there}`; the way back is lost: {}",
            both.back.fault()
        ),
        (_, Some(true)) => format!(
            "collect the codes of `{there}`, which can be turned into those of `{here}`; the way back is lost: {}",
            both.there.fault()
        ),
        (Some(false), Some(false)) => format!(
            "collect codes from which both lists follow: from `{here}`, {}; from `{there}`, {}",
            both.there.fault(),
            both.back.fault()
        ),
        (None, None) => format!(
            "write the crosswalk from `{here}` to `{there}` under `mappings`: {}",
            both.there.fault()
        ),
        (None, Some(false)) => format!(
            "complete the crosswalk from `{here}` to `{there}`: {}; from `{there}`, {}",
            both.there.fault(),
            both.back.fault()
        ),
        (Some(false), None) => format!(
            "complete the crosswalk from `{there}` to `{here}`: {}; from `{here}`, {}",
            both.back.fault(),
            both.there.fault()
        ),
    }
}

fn pair_detail(model: &Model, (a, b): (FieldId, FieldId), both: &Both) -> Value {
    let one_way = |from: FieldId, to: FieldId, conversion: &Conversion| {
        let via: Vec<&str> = conversion
            .via
            .iter()
            .map(|list| &*model.code_lists[*list].slug)
            .collect();
        json!({
            "from": model.field_name(from),
            "to": model.field_name(to),
            "verdict": conversion.verdict.word(),
            "code": conversion.code,
            "targets": conversion.targets,
            "via": via,
        })
    };
    json!({"there": one_way(a, b, &both.there), "back": one_way(b, a, &both.back)})
}

fn label(model: &Model, field: FieldId) -> String {
    let list = codes(model, field).map_or("", |list| &model.code_lists[list].slug);
    format!("`{}`: codes of `{list}`", model.field_name(field))
}

fn span(model: &Model, field: FieldId) -> Span {
    let field = &model.fields[field];
    field.codes.span().unwrap_or(field.span)
}
